"""Training of the link model: which body a finding blames, whom a recommendation addresses (`ketluan train links`).

The bodies are those that the pipeline itself finds, so that the model learns to live with its mistakes; gold says which are
right.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from ketluan.annotations.gold import AnnotatedText, GoldSentence
from ketluan.annotations.names import same_agency
from ketluan.extraction.components import build_pipeline
from ketluan.extraction.draft import Draft
from ketluan.extraction.relations.candidates import Candidates
from ketluan.extraction.relations.responsibility import LinkModel, chance, second_look
from ketluan.models.linear import Floats, LinearModel, save_arrays
from ketluan.models.training import fit_linear

KINDS = {"findings": "finding", "recommendations": "recommendation"}
INNER_FOLDS = 4
FIRST_C, SECOND_C = 10.0, 3.0
SILENT_WEIGHT = 0.3  # a statement whose gold names no body says only weakly that each candidate is wrong
BEFORE_STATEMENTS = ("ketluan_measures", "ketluan_statements", "ketluan_relations", "ketluan_inspected")


@dataclass(frozen=True, slots=True)
class Example:
    """The statements of one kind in one document: candidate features, and for each candidate 1, 0 or -1 (not scored).

    `listed`, `names` and `gold` serve to score choices: lists of bodies, the candidates' names, what gold says.
    """

    document: str
    rows: list[list[list[str]]]
    targets: list[list[int]]
    weights: list[float]
    listed: list[dict[int, set[int]]]
    names: list[str]
    gold: list[GoldSentence]


def examples(drafts: Iterable[tuple[AnnotatedText, Draft]], kind: str) -> list[Example]:
    """One example a document for the gold statements of a kind ("findings" or "recommendations")."""
    return [_example(text, draft, kind) for text, draft in drafts]


def unseen_drafts(texts: Iterable[AnnotatedText]) -> list[tuple[AnnotatedText, Draft]]:
    """The drafts of texts with annotated sentences; who inspected whom is told by weights that have not seen the document.

    Otherwise the link model would learn to trust the inspected bodies more than it may.
    """
    from ketluan.evaluate.body_training import choose_unseen

    drafts = [(text, make_draft(text.text)) for text in texts if text.gold.has_layer("sentences")]
    chosen = choose_unseen(drafts)
    for text, draft in drafts:
        if text.gold.doc in chosen:
            issuer, inspected = chosen[text.gold.doc]
            draft.document = msgspec.structs.replace(draft.document, issuer=issuer, inspected=inspected)
    return drafts


def make_draft(text: str) -> Draft:
    """The draft of a text with everything that stands before the statements."""
    nlp = build_pipeline()
    doc = nlp.make_doc(text)
    draft = Draft(text)
    doc._.draft = draft
    for name, component in nlp.pipeline:
        if name not in BEFORE_STATEMENTS:
            doc = component(doc)
    return draft


def fit_links(training: Sequence[Example]) -> LinkModel:
    """Fit both looks; the second learns from the first look's choices for documents that it had not seen."""
    folds = [zlib.crc32(example.document.encode()) % INNER_FOLDS for example in training]
    parts = [_fit([e for e, f in zip(training, folds, strict=True) if f != k], None, FIRST_C) for k in range(INNER_FOLDS)]
    firsts = [[chance(parts[f], rows) for rows in e.rows] for e, f in zip(training, folds, strict=True)]
    return LinkModel(_fit(training, None, FIRST_C), _fit(training, firsts, SECOND_C))


def train_links(texts: Sequence[AnnotatedText], out: Path) -> dict[str, int]:
    """Train the links of both kinds and write `links.npz` into `out`; returns counts for a report."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    counts = {}
    drafts = unseen_drafts(texts)
    for kind in KINDS:
        training = examples(drafts, kind)
        model = fit_links(training)
        arrays |= model.first.arrays(f"{kind}.first") | model.second.arrays(f"{kind}.second")
        counts[kind] = sum(len(example.rows) for example in training)
    save_arrays(out / "links.npz", arrays)
    return counts


def _example(text: AnnotatedText, draft: Draft, kind: str) -> Example:
    candidates = Candidates(draft)
    names = [agency.name for agency in draft.agencies]
    gold = [row for row in text.gold.sentences if row.label == KINDS[kind]]
    return Example(
        text.gold.doc,
        [candidates.features(row.start, row.end) for row in gold],
        [[_target(name, row) for name in names] for row in gold],
        [1.0 if row.agencies else SILENT_WEIGHT for row in gold],
        [candidates.listed_with(row.start, row.end) for row in gold],
        names,
        gold,
    )


def _target(name: str, row: GoldSentence) -> int:
    if any(same_agency(wanted, name) for wanted in row.agencies):
        return 1
    return -1 if any(same_agency(wanted, name) for wanted in row.agencies_optional) else 0


def _fit(training: Sequence[Example], firsts: Sequence[list[Floats]] | None, c: float) -> LinearModel:
    rows, labels, groups, weights = [], [], [], []
    for n, example in enumerate(training):
        looks = example.rows if firsts is None else second_look(example.rows, firsts[n])
        for features, targets, weight in zip(looks, example.targets, example.weights, strict=True):
            for row, target in zip(features, targets, strict=True):
                if target >= 0:
                    rows.append(row)
                    labels.append("y" if target else "n")
                    groups.append(example.document)
                    weights.append(weight)
    return fit_linear(rows, labels, groups, c=c, weights=np.array(weights), order=("n", "y"))
