"""A spaCy recogniser of bodies and people, trained from gold by a configuration file in spaCy's own form."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketluan.errors import ResourceError
from ketluan.models.encoder_training import TrainingDocument

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

KINDS = ("agency", "person")
DEV_EVERY = 8  # every eighth document chooses the best step, and is not trained on
_LINE = re.compile(r"[^\n]+")


def train_entities(
    config: Path, documents: Sequence[TrainingDocument], out: Path | None = None, *, vectors: Path | None = None
) -> Language:
    """Train a pipeline by the configuration and write it to `out`, for `spacy.load`.

    Args:
        config: a spaCy training configuration; `[paths]` is filled in here.
        vectors: a folder of vectors that `train_vectors` wrote; the configuration decides whether a component uses them.
    Returns:
        The pipeline as it was at its best step.
    Raises:
        ResourceError: the configuration cannot be read or is incomplete, or there are fewer than two documents.
    """
    import spacy
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train
    from spacy.util import load_config, load_model_from_config

    if len(documents) < 2:
        raise ResourceError("training needs at least two annotated documents")
    _register_logger()
    with tempfile.TemporaryDirectory(prefix="ketluan-train-") as scratch:
        paths = {"train": Path(scratch) / "train.spacy", "dev": Path(scratch) / "dev.spacy"}
        parts = {"train": [d for i, d in enumerate(documents) if i % DEV_EVERY], "dev": documents[::DEV_EVERY]}
        for name, path in paths.items():
            write_doc_bin(parts[name], path)
        overrides: dict[str, Any] = {f"paths.{name}": str(path) for name, path in paths.items()}
        if vectors is not None:
            overrides |= {"paths.vectors": str(vectors), "components.tok2vec.model.embed.include_static_vectors": True}
        try:
            given = load_config(config, overrides=overrides, interpolate=False)
            # The file says what matters; spaCy's own defaults fill in the rest.
            nlp = init_nlp(load_model_from_config(given, auto_fill=True, validate=False).config)
        except (ValueError, OSError, KeyError) as error:
            raise ResourceError(f"{config}: {error}", code="resource-damaged") from error
        silence = io.StringIO()  # only the command line prints here
        train(nlp, Path(scratch), stdout=silence, stderr=silence)  # writes model-best and model-last
        trained = spacy.load(Path(scratch) / "model-best")
    if out is not None:
        trained.to_disk(out)
    return trained


def write_doc_bin(documents: Sequence[TrainingDocument], path: Path) -> None:
    """One spaCy document a line of text, with the bodies and people in `doc.ents`."""
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("xx")
    DocBin(docs=[doc for document in documents for doc in _docs(nlp, document)]).to_disk(path)


def _docs(nlp: Language, document: TrainingDocument) -> Iterator[Doc]:
    """A span that cuts a token is widened to it; of overlapping ones the longest stays."""
    from spacy.util import filter_spans

    for line in _LINE.finditer(document.text):
        doc = nlp.make_doc(line.group())
        inside = [
            (start - line.start(), end - line.start(), kind)
            for start, end, kind in document.entities
            if kind in KINDS and line.start() <= start < end <= line.end()
        ]
        spans = [doc.char_span(a, b, label=kind, alignment_mode="expand") for a, b, kind in inside]
        doc.ents = tuple(filter_spans([span for span in spans if span is not None]))
        yield doc


def find_entities(nlp: Language, text: str) -> list[tuple[int, int, str]]:
    """Half-open spans in `text` with their kind, in text order."""
    lines = list(_LINE.finditer(text))
    docs = nlp.pipe(line.group() for line in lines)
    return [
        (line.start() + e.start_char, line.start() + e.end_char, e.label_)
        for line, d in zip(lines, docs, strict=True)
        for e in d.ents
    ]


def _register_logger() -> None:
    """A logger for the configuration that says nothing."""
    from spacy.util import registry

    def silent() -> Any:
        return lambda nlp, stdout, stderr: (lambda info: None, lambda: None)

    registry.loggers.register("ketluan.Silent.v1", func=silent)
