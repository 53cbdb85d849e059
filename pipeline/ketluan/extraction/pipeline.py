"""Text in, record out: runs the components and assembles what they found."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from ketluan.extraction.assemble import assemble
from ketluan.extraction.components import build_pipeline
from ketluan.extraction.draft import Draft
from ketluan.ingest import load
from ketluan.ingest.base import Loaded
from ketluan.ingest.limits import DEFAULT_LIMITS, Limits
from ketluan.record import Page, Record, Source
from ketluan.text.canonical import canonicalize

if TYPE_CHECKING:
    from ketluan.models.encoder import Encoder


def extract(path: str | Path, *, limits: Limits = DEFAULT_LIMITS, model: str | Path | None = None) -> Record:
    """Read one file and find everything in it.

    Args:
        model: local folder that `ketluan train encoder` wrote; loaded once per process, never downloaded.
    Raises:
        ResourceError: `model` is not such a folder, or the extra `transformer` is not installed.
        InputError: the file cannot be read (see `ketluan.ingest.load`).
        StageError: a stage of the extraction failed; the cause is kept.
    """
    return extract_loaded(load(path, limits=limits), encoder=_load_encoder(model))


def extract_text(text: str, *, uri: str = "text:", model: str | Path | None = None) -> Record:
    """The same for a string: it is made canonical first, and offsets are in the canonical text."""
    data = text.encode("utf-8", "surrogatepass")
    canonical = canonicalize(text).text
    source = Source(uri=uri, sha256=hashlib.sha256(data).hexdigest(), media_type="text/plain", bytes=len(data), method="text")
    loaded = Loaded(source, canonical, [Page(number=1, start=0, end=len(canonical))])
    return extract_loaded(loaded, encoder=_load_encoder(model))


def extract_loaded(loaded: Loaded, *, encoder: Encoder | None = None) -> Record:
    """The same for a document that was already read."""
    nlp = build_pipeline()
    doc = nlp.make_doc(loaded.text)
    draft = Draft(loaded.text, hints=loaded.hints, pages=loaded.pages, warnings=list(loaded.warnings), encoder=encoder)
    doc._.draft = draft
    for _, component in nlp.pipeline:
        doc = component(doc)
    return assemble(draft, loaded)


def _load_encoder(model: str | Path | None) -> Encoder | None:
    if model is None:
        return None
    from ketluan.models.encoder import load_encoder

    return load_encoder(Path(model))
