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
        data = _read_bytes(uri, limits)
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", code="input-missing", source=uri, stage="ingest") from error
    except InputError as error:
        error.source, error.stage = uri, "ingest"
        raise
    return load_bytes(data, uri, limits=limits)


def _read_bytes(uri: str, limits: Limits) -> bytes:
    """The bytes of a regular file, or of a member of an archive; pipes and devices could keep a reader waiting for ever."""
    from ketluan.ingest.archive import load_member, split_uri

    path = Path(uri)
    inside = None if path.exists() else split_uri(uri)
    if inside:
        with inside[0].open("rb") as archive:
            return load_member(archive, inside[1], limits)
    if path.exists() and not path.is_file():
        raise InputError("not a regular file", code="input-missing")
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise InputError(f"{size:,} bytes; the limit is {limits.max_bytes:,}", code="input-too-large")
    return path.read_bytes()


def shown_uri(uri: str) -> str:
    """The path as it can be written into JSON: bytes of a file name that are not UTF-8 become U+FFFD."""
    return uri.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def load_bytes(data: bytes, uri: str, *, limits: Limits = DEFAULT_LIMITS) -> Loaded:
    """Read a document from memory; `uri` only names it. Raises as `load` does."""
    from importlib import import_module

    try:
        media_type, reader = sniff(data)
        source = Source(
            uri=shown_uri(uri), sha256=hashlib.sha256(data).hexdigest(), media_type=media_type, bytes=len(data), method="text"
        )
        loaded: Loaded = import_module(f"ketluan.ingest.{reader}").read(data, source, limits)
    except KetluanError as error:
        error.source, error.stage = uri, "ingest"
        raise
    except RecursionError as error:
        raise InputError("nested too deeply to be read", code="input-corrupt", source=uri, stage="ingest") from error
    except (MemoryError, OSError, ImportError):  # of this machine, not of the document
        raise
    except Exception as error:  # a reader met what nobody foresaw: the document is at fault until shown otherwise
        message = f"the reader {reader} failed on it ({type(error).__name__})"
        raise InputError(message, code="input-corrupt", source=uri, stage="ingest") from error
    return loaded
