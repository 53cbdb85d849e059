"""Scores of a whole folder of gold documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ketluan.annotations.gold import AnnotatedText, read_gold_folder
from ketluan.errors import KetluanError, ResourceError
from ketluan.evaluate.intervals import f1_interval
from ketluan.evaluate.matching import Counts, solid_text
from ketluan.evaluate.predictions import predict_from_record
from ketluan.evaluate.scorer import SHARED_METRICS, DocumentScore, ScoringError, score_document
from ketluan.models.chosen import find_models
from ketluan.record import Record, read_record

Find = Callable[[AnnotatedText], Record | None]


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One line of the table: counts over all documents and the 95 % interval of F1, resampled by document."""

    metric: str
    counts: Counts
    low: float
    high: float
    shared: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All scores of one run. `without_text`, `without_record`: gold documents that could not be scored."""

    scores: list[DocumentScore]
    without_text: list[str]
    without_record: list[str]

    def total(self, metric: str) -> Counts:
        """Counts of one metric over all documents."""
        return sum((score.counts.get(metric, Counts()) for score in self.scores), Counts())

    def table(self) -> list[MetricRow]:
        """One row a metric, in alphabetical order."""
        metrics = sorted({metric for score in self.scores for metric in score.counts})
        return [self._row(metric) for metric in metrics]

    def _row(self, metric: str) -> MetricRow:
        per_document = [score.counts.get(metric, Counts()) for score in self.scores]
        low, high = f1_interval(per_document)
        return MetricRow(metric, sum(per_document, Counts()), low, high, metric in SHARED_METRICS)

    @property
    def errors(self) -> list[ScoringError]:
        """Every error of every document."""
        return [error for score in self.scores for error in score.errors]

    @property
    def share_right(self) -> float:
        """Share of documents without any error."""
        return sum(score.is_right for score in self.scores) / len(self.scores) if self.scores else 1.0

    def errors_by_kind(self) -> list[tuple[str, str, int]]:
        """(metric, kind, how many), most frequent first."""
        counted = Counter((error.metric, error.kind) for error in self.errors)
        return [(metric, kind, n) for (metric, kind), n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]

    def to_json(self) -> str:
        """Everything as JSON: metrics, errors, documents; the same scores, the same bytes."""
        rows: dict[str, Any] = {
            "documents": len(self.scores),
            "documents_right": round(self.share_right, 6),
            "without_text": self.without_text,
            "without_record": self.without_record,
            "metrics": {row.metric: _metric_json(row) for row in self.table()},
            "errors": [asdict(error) for error in self.errors],
        }
        return json.dumps(rows, ensure_ascii=False, indent=1)


def _metric_json(row: MetricRow) -> dict[str, Any]:
    c = row.counts
    ratios = {"precision": c.precision, "recall": c.recall, "f1": c.f1, "f1_low": row.low, "f1_high": row.high}
    return {"tp": c.tp, "fp": c.fp, "fn": c.fn, **{name: round(value, 6) for name, value in ratios.items()}}


def evaluate(
    gold: Path | Sequence[Path],
    *,
    texts: Path | None = None,
    records: Path | None = None,
    model: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Score records, or the pipeline itself, against one or more folders of gold.

    Args:
        gold: folders of `<doc>.gold.json`.
        texts: where the texts are, when they do not lie beside the gold (standoff annotations).
        records: score these records (`<doc>.json`, or any name with the document's source name or text inside); without
            it the pipeline reads each text now.
        model: a folder of models that `ketluan train` wrote, for the pipeline to use.
        progress: called with (documents done, documents in all).
    Raises:
        ResourceError: no gold, damaged gold, a damaged record, `texts` holds none of the texts, or `model` is none.
    """
    if model is not None:
        find_models(model)
    documents, without_text = [], []
    for folder in [gold] if isinstance(gold, Path) else gold:
        found, missing = read_gold_folder(folder, texts)
        documents += found
        without_text += missing
    if not documents:
        raise ResourceError("none of the annotated texts is here", hint="name the folder of texts with --texts")
    find = _find_in(read_records(records)) if records is not None else partial(_extract, model=model)
    scores, without_record = [], []
    for done, document in enumerate(documents, 1):
        record = find(document)
        if record is None:
            without_record.append(document.gold.doc)
        else:
            scores.append(score_document(document.gold, document.text, predict_from_record(record)))
        if progress is not None:
            progress(done, len(documents))
    return Evaluation(scores, without_text, without_record)


def _extract(document: AnnotatedText, model: Path | None = None) -> Record | None:
    from ketluan.extraction.pipeline import extract

    try:
        return extract(document.path, model=model)
    except KetluanError:
        return None


def read_records(folder: Path) -> dict[str, Record]:
    """All records of a folder by file name without suffix, in the order of names."""
    return dict(_iter_records(folder))


def _iter_records(folder: Path) -> Iterable[tuple[str, Record]]:
    for path in sorted(folder.glob("*.json")):
        yield path.stem, read_record(path)


def _find_in(records: dict[str, Record]) -> Find:
    """Records by file name, then by the name of their source, then by their text without white space."""
    by_source = {Path(record.source.uri).stem: record for record in records.values()}
    by_text = {solid_text(record.text): record for record in records.values()}

    def find(document: AnnotatedText) -> Record | None:
        name = document.gold.doc
        return records.get(name) or by_source.get(name) or by_text.get(solid_text(document.text))

    return find
