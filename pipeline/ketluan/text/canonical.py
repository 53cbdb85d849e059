"""Canonical text: NFC, line feeds only, no NUL, no lone surrogates, no invisible characters inside words.

The map from a canonical code point to its place in the source is recorded while the text is edited, never guessed afterwards.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache, lru_cache

# Dropped: zero width space, byte order mark, soft hyphen (none of them is read by a person), NUL, and the C0/C1
# controls that editors leave behind. Everything else that is not white space is kept.
_DROPPED = re.compile("[\u200b\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SPACES = re.compile("[\t\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n|\r|\x1c|\x1d|\x1e|\x1f|\x85|\u2028|\u2029")
_SURROGATE = re.compile("[\ud800-\udfff]")
# All of these in one set, which a search looks up fast; a line feed behind a carriage return is one break with it.
_NEEDS_WORK = re.compile(
    "[" + "".join(p.pattern.strip("[]") for p in (_DROPPED, _SPACES, _SURROGATE)) + "\r\x1c-\x1f\x85\u2028\u2029](?:(?<=\r)\n)?"
)


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """`text` with, for each of its code points, the index of the source code point it comes from.

    `origins` is None where text and source are the same; an index of -1 marks invented white space.
    """

    text: str
    origins: array[int] | None

    def origin(self, offset: int) -> int:
        """Source index of the code point at `offset`; -1 where it was invented."""
        return offset if self.origins is None else self.origins[offset]


def canonicalize(source: str) -> CanonicalText:
    """Make `source` canonical and record where each code point came from.

    White space of every kind becomes a space or a line feed, lone surrogates become U+FFFD, invisible characters go.
    A composed letter points at the first code point of its decomposed form.
    """
    if not _NEEDS_WORK.search(source) and unicodedata.is_normalized("NFC", source):
        return CanonicalText(source, None)
    text, origins = _clean(source)
    if not unicodedata.is_normalized("NFC", text):
        text, origins = _compose(text, origins)
    return CanonicalText(text, origins)


def _clean(source: str) -> tuple[str, array[int]]:
    """Invisible characters dropped, white space made plain; one origin per code point left."""
    out: list[str] = []
    origins = array("l")
    places = _places(1 << len(source).bit_length())
    position = 0
    for match in _NEEDS_WORK.finditer(source):
        start, end = match.span()
        out.append(source[position:start])
        origins += places[position:start]  # a copy of memory, not number by number
        position = end
        found = match.group()
        if _DROPPED.match(found):
            continue
        out.append("\ufffd" if _SURROGATE.match(found) else "\n" if _BREAKS.match(found) else " ")
        origins.append(start)
    out.append(source[position:])
    origins += places[position : len(source)]
    return "".join(out), origins


@lru_cache(maxsize=2)
def _places(size: int) -> array[int]:
    """0, 1, 2 … `size`-1; asked for in powers of two, so that documents of one length share it. Never changed."""
    return array("l", range(size))


def _compose(text: str, origins: array[int]) -> tuple[str, array[int]]:
    """NFC by runs that compose among themselves: a starter and the combining marks behind it; what lies between is left alone."""
    out: list[str] = []
    composed_origins = array("l")
    position = 0
    for match in _joined_run(_ASTRAL.search(text) is not None).finditer(text):
        start, end = match.span()
        if _joins(text[start]) and start > position:
            start -= 1  # the starter before the marks
        out.append(text[position:start])
        composed_origins += origins[position:start]
        composed = _composed(text[start:end])
        out.append(composed)
        if len(composed) == 1:
            composed_origins.append(origins[start])
        else:
            composed_origins.extend(origins[min(start + i, end - 1)] for i in range(len(composed)))
        position = end
    out.append(text[position:])
    composed_origins += origins[position:]
    return "".join(out), composed_origins


@lru_cache(maxsize=4096)
def _composed(run: str) -> str:
    return unicodedata.normalize("NFC", run)


# The sets of a pattern are looked up fast only where they hold no code point beyond these.
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@cache
def _joined_run(astral: bool) -> re.Pattern[str]:
    """Code points that may compose with the one before them, or one that NFC writes in another way, with those behind it."""
    joining, other = [], []
    for code in range(0x80, (sys.maxunicode if astral else 0xFFFF) + 1):
        ch = chr(code)
        if _joins(ch):
            joining.append(ch)
        elif not unicodedata.is_normalized("NFC", ch):
            other.append(ch)
    marks = "".join(joining)
    return re.compile(f"[{marks}{''.join(other)}][{marks}]*")  # one set in front: the search skips all other text at once


def _joins(ch: str) -> bool:
    """Whether a code point may compose with what stands before it (marks, and Hangul vowels and finals)."""
    return not ch.isascii() and (unicodedata.combining(ch) != 0 or "\u1160" <= ch <= "\u11ff" or ch in _LATE)


# Code points of combining class 0 that still compose backwards in NFC (Indic vowel signs and the like).
_LATE = frozenset(
    chr(c) for c in (0x09BE, 0x09D7, 0x0B3E, 0x0B56, 0x0B57, 0x0BBE, 0x0BD7, 0x0CC2, 0x0CD5, 0x0CD6, 0x0D3E, 0x0D57,
                     0x0DCF, 0x0DDF, 0x102E, 0x1B35, 0x11127, 0x1133E, 0x11357, 0x114B0, 0x114BA, 0x114BD, 0x115AF, 0x11930)
)  # fmt: skip
