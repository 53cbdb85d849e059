"""Plain text files."""

from __future__ import annotations

from ketluan.errors import InputError
from ketluan.ingest.base import Loaded
from ketluan.ingest.limits import Limits
from ketluan.record import Page, Source
from ketluan.text.canonical import canonicalize


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """UTF-8 text as one page without size.

    Raises:
        InputError: not UTF-8, more characters than `limits.max_chars`, or nothing but white space.
    """
    try:
        raw = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 text: byte {error.start}", code="input-bad-encoding") from error
    if len(raw) > limits.max_chars:
        raise InputError(f"{len(raw):,} characters; the limit is {limits.max_chars:,}", code="input-too-large")
    text = canonicalize(raw).text
    if not text.strip():
        raise InputError(code="input-no-text")
    return Loaded(source, text, [Page(number=1, start=0, end=len(text))])
