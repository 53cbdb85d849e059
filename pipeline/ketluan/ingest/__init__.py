"""File -> canonical text with pages and boxes: one reader per format, chosen by content, not by name."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from ketluan.errors import InputError, KetluanError
from ketluan.ingest.limits import DEFAULT_LIMITS, Limits
from ketluan.ingest.sniff import sniff
from ketluan.record import Source

if TYPE_CHECKING:
    from ketluan.ingest.base import Loaded


def load(path: str | Path, *, limits: Limits = DEFAULT_LIMITS) -> Loaded:
    """Read one file.

    Args:
        path: kept as given in `source.uri`.
    Raises:
        InputError: missing, unsupported, encrypted, corrupt, too large, or without text.
    """
    uri = str(path)
    try:
        size = Path(path).stat().st_size
        if size > limits.max_bytes:
            raise InputError(f"{size:,} bytes; the limit is {limits.max_bytes:,}", code="input-too-large")
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {uri}: {error.strerror}", code="input-missing", source=uri) from error
    except InputError as error:
        error.source, error.stage = uri, "ingest"
        raise
    return load_bytes(data, uri, limits=limits)


def load_bytes(data: bytes, uri: str, *, limits: Limits = DEFAULT_LIMITS) -> Loaded:
    """Read a document from memory; `uri` only names it. Raises as `load` does."""
    from importlib import import_module

    try:
        media_type, reader = sniff(data)
        source = Source(uri=uri, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type, bytes=len(data), method="text")
        loaded: Loaded = import_module(f"ketluan.ingest.{reader}").read(data, source, limits)
    except KetluanError as error:
        error.source, error.stage = uri, "ingest"
        raise
    return loaded
