"""Text in, record out: runs the components and assembles what they found."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ketluan.extraction.assemble import assemble
from ketluan.extraction.components import build_pipeline
from ketluan.extraction.draft import Draft
from ketluan.ingest import load
from ketluan.ingest.base import Loaded
from ketluan.ingest.limits import DEFAULT_LIMITS, Limits
from ketluan.models.chosen import BUILT_IN, ModelPaths, find_models
from ketluan.models.encoder import Encoder, load_encoder
from ketluan.record import Page, Record, Source
from ketluan.text.canonical import canonicalize


def extract(path: str | Path, *, limits: Limits = DEFAULT_LIMITS, model: str | Path | None = None) -> Record:
    """Read one file and find everything in it.

    Args:
        model: local folder that `ketluan train` wrote; loaded once per process, never downloaded.
    Raises:
        ResourceError: `model` is not such a folder, or it holds a transformer and that extra is not installed.
        InputError: the file cannot be read (see `ketluan.ingest.load`).
        StageError: a stage of the extraction failed; the cause is kept.
    """
    return extract_loaded(load(path, limits=limits), models=_find(model))


def extract_text(text: str, *, uri: str = "text:", model: str | Path | None = None) -> Record:
    """The same for a string: it is made canonical first, and offsets are in the canonical text."""
    data = text.encode("utf-8", "surrogatepass")
    canonical = canonicalize(text).text
    source = Source(uri=uri, sha256=hashlib.sha256(data).hexdigest(), media_type="text/plain", bytes=len(data), method="text")
    loaded = Loaded(source, canonical, [Page(number=1, start=0, end=len(canonical))])
    return extract_loaded(loaded, models=_find(model))


def extract_loaded(loaded: Loaded, *, models: ModelPaths = BUILT_IN) -> Record:
    """The same for a document that was already read."""
    nlp = build_pipeline()
    doc = nlp.make_doc(loaded.text)
    draft = Draft(loaded.text, hints=loaded.hints, pages=loaded.pages, warnings=list(loaded.warnings), models=models)
    draft.encoder = _load_encoder(models)
    doc._.draft = draft
    for _, component in nlp.pipeline:
        doc = component(doc)
    return assemble(draft, loaded)


def _find(model: str | Path | None) -> ModelPaths:
    return find_models(model) if model is not None else BUILT_IN


def _load_encoder(models: ModelPaths) -> Encoder | None:
    return load_encoder(models.encoder) if models.encoder is not None else None
