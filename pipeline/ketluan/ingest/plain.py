"""Plain text files, in any encoding of `ketluan.text.encodings`."""

from __future__ import annotations

import re
from itertools import pairwise

from ketluan.errors import InputError
from ketluan.ingest.base import Loaded
from ketluan.ingest.limits import Limits
from ketluan.record import Page, RecordWarning, Source
from ketluan.text.canonical import canonicalize
from ketluan.text.encodings import Decoded, decode_text

# A file whose longest line is within these is wrapped by hand or by a mail program; longer lines are paragraphs already.
MIN_WRAP_CHARS, MAX_WRAP_CHARS = 50, 120
# This many lines must reach the margin before a file counts as wrapped; a list of short lines has none.
MIN_WRAPPED_SHARE = 0.4
_STOPS = tuple(".;:!?…")
_ITEM = re.compile(r"\s{0,20}(?:[-–—+*•]|\d{1,3}[.)/]|[IVX]{1,5}[.)]|[a-zđ][.)]|Điều \d|Chương |Mục )")


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """The file as one page without size; wrapped lines of a paragraph are joined by a space in the line break's place.

    Raises:
        InputError: in no known encoding, more characters than `limits.max_chars`, or nothing but white space.
    """
    decoded = decode_text(data)
    if len(decoded.text) > limits.max_chars:
        raise InputError(f"{len(decoded.text):,} characters; the limit is {limits.max_chars:,}", code="input-too-large")
    text = join_wrapped_lines(canonicalize(decoded.text).text)
    if not text.strip():
        raise InputError(code="input-no-text")
    return Loaded(source, text, [Page(number=1, start=0, end=len(text))], warnings=encoding_warnings(decoded))


def encoding_warnings(decoded: Decoded) -> list[RecordWarning]:
    """What a reader of the record should know about how the bytes became text."""
    warnings = []
    if not decoded.encoding.startswith("utf"):
        warnings.append(RecordWarning(code="legacy-encoding", message=f"the text was read as {decoded.encoding}"))
    if decoded.n_damaged:
        message = f"{decoded.n_damaged} places that are not valid {decoded.encoding} were replaced by U+FFFD"
        warnings.append(RecordWarning(code="damaged-encoding", message=message))
    return warnings


def join_wrapped_lines(text: str) -> str:
    """Line breaks that only wrap a paragraph become spaces, one for one, so that offsets stay.

    A line is wrapped where the next word would not have fitted into the width of the file's longest line.
    """
    lines = text.split("\n")
    width = max(map(len, lines), default=0)
    if not MIN_WRAP_CHARS <= width <= MAX_WRAP_CHARS:
        return text
    joins = [_is_wrapped(line, following, width) for line, following in pairwise(lines)]
    if sum(joins) < MIN_WRAPPED_SHARE * sum(bool(line.strip()) for line in lines[:-1]):
        return text
    return lines[0] + "".join((" " if join else "\n") + line for join, line in zip(joins, lines[1:], strict=True))


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """A line that ends a sentence stays apart: nothing is lost, since a sentence ends there in any case."""
    if (
        not line.strip()
        or not following.strip()
        or line.rstrip().endswith(_STOPS)
        or _ITEM.match(following)
        or following[0] == " "
    ):
        return False
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width
