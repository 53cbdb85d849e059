"""Training from gold annotations: `ketluan train`. Needs scikit-learn (`pip install ketluan[train]`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from ketluan.annotations.gold import AnnotatedText, GoldSentence, read_gold_folder
from ketluan.evaluate.link_training import train_links
from ketluan.models.gold import GoldDocument
from ketluan.models.training import DEFAULT_OPTIONS, StatementOptions
from ketluan.models.training import train as train_statements
from ketluan.text.sentences import split_sentences


def read_training(folders: Sequence[Path], texts: Path | None = None, without: Collection[str] = ()) -> list[AnnotatedText]:
    """The annotated documents of all folders whose text is at hand, each text once (the first), without those named."""
    chosen: dict[str, AnnotatedText] = {}
    for folder in folders:
        for document in read_gold_folder(folder, texts)[0]:
            if document.gold.doc not in without and document.gold.has_layer("sentences"):
                chosen.setdefault(document.gold.text_sha256, document)
    return list(chosen.values())


def to_training(document: AnnotatedText) -> GoldDocument:
    """Labels for our sentences: a sentence takes the gold row that covers at least half of it."""
    sentences = split_sentences(document.text)
    rows = [_row_of(span, document.gold.sentences) for span in sentences]
    return GoldDocument(
        document.gold.doc,
        document.text,
        sentences,
        [row.label if row else "other" for row in rows],
        [row.categories if row else [] for row in rows],
        [list(row.also) if row else [] for row in rows],
    )


def train(
    documents: Sequence[AnnotatedText],
    out: Path,
    say: Callable[[str], None] = lambda _: None,
    options: StatementOptions = DEFAULT_OPTIONS,
) -> dict[str, int]:
    """Train sentences, categories and links and write the model files into `out`; returns counts."""
    say(f"{len(documents)} documents")
    counts = train_statements([to_training(document) for document in documents], out, options)
    say("sentences and categories done")
    links = train_links(documents, out)
    return counts | {f"linked_{kind}": n for kind, n in links.items()}


def _row_of(span: tuple[int, int], rows: Sequence[GoldSentence]) -> GoldSentence | None:
    start, end = span
    return next((row for row in rows if 2 * (min(end, row.end) - max(start, row.start)) >= end - start), None)
