"""What a Vietnamese personal name looks like: surname, middle names, given name, each one syllable with a capital."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ketluan.extraction.persons.cues import words
from ketluan.extraction.persons.titles import title_at
from ketluan.knowledge.tables import read_table
from ketluan.text.folding import same_tone_style

_UPPER = "A-Z" + "".join(chr(c) for c in range(0xC0, 0x1EFA) if chr(c).isalpha() and chr(c).isupper())
# Initials ("N.V.H", "Ph.", "Th.T"), highland names ("K'Tiêng", "H'Yim"), or a word with a capital.
_PIECE = (
    rf"(?:(?:[{_UPPER}]h?\.){{1,3}}[{_UPPER}]h?\b\.?|(?:[BCDĐGHKLMNPQRSTVX]|[CGKNPT]h|Ng|Tr|Gi)\.(?!\w)"
    rf"|[{_UPPER}](?:['’](?=\w))?\w{{0,11}})"
)
RUN = re.compile(rf"(?<![\w.])(?<!\w[-/]){_PIECE}(?:[ \u00a0]{_PIECE}){{0,15}}")
PIECE = re.compile(_PIECE)
MAX_SYLLABLES = 5
# A surname below this rank needs an honorific or a title before the name.
COMMON_RANK = 62

# With an unknown syllable a name of three or more needs a surname at least this frequent.
FREQUENT_RANK = 25


How = Literal["honorific", "titled", "signed", "listed", "bare", "repeated", "given", "author"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One syllable of a run of capitalised words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class NameMention:
    """One place where a person is named, without the honorific."""

    start: int
    end: int
    text: str
    how: How
    honorific: str | None = None

    @property
    def syllables(self) -> list[str]:
        return self.text.split()


@cache
def _surname_ranks() -> dict[str, int]:
    return {same_tone_style(row["surname"]): int(row["rank"]) for row in reversed(read_table("surnames"))}


@cache
def _name_syllables() -> frozenset[str]:
    return frozenset(same_tone_style(row["syllable"]) for row in read_table("name_syllables")) | frozenset(_surname_ranks())


def find_runs(text: str) -> Iterator[list[Piece]]:
    """Runs of capitalised words on one line, one space apart, in text order."""
    for match in RUN.finditer(text):
        yield [Piece(p.start(), p.end(), p.group()) for p in PIECE.finditer(text, match.start(), match.end())]


def is_surname(syllable: str, *, common: bool = False) -> bool:
    """Whether the register of surnames has the syllable; `common`: among the frequent ones."""
    rank = _surname_ranks().get(same_tone_style(syllable))
    return rank is not None and (not common or rank <= COMMON_RANK)


def surname_rank(syllable: str) -> int:
    """Rank by frequency, 1 is the most frequent; a large number for unknown ones."""
    return _surname_ranks().get(same_tone_style(syllable), 999)


def is_name_syllable(syllable: str) -> bool:
    """Whether the syllable is known in personal names, or is an initial."""
    return is_initial(syllable) or same_tone_style(syllable) in _name_syllables()


def is_initial(syllable: str) -> bool:
    """ "T.", "Ph.", "N.V.H"."""
    return syllable.endswith(".") or "." in syllable or len(syllable) == 1


def is_acronym(piece: str) -> bool:
    """Two or more letters, all capitals, or with a digit: no part of a name in ordinary writing."""
    return len(piece) > 1 and "." not in piece and (piece.isupper() or any(ch.isdigit() for ch in piece))


def cut_name(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """The pieces that can belong to one name: up to an acronym, a title or a word that opens something else."""
    capitals = len(pieces) > 1 and all(is_acronym(p.text) or len(p.text) == 1 for p in pieces)
    name: list[Piece] = []
    for piece in pieces[: MAX_SYLLABLES + 1]:
        if not capitals and (is_acronym(piece.text) or (name and piece.text.lower() in words("after_name"))):
            break
        if len(name) > 1 and "." in piece.text[:-1]:
            break  # somebody's initials behind a caption
        if title_at(text, piece.start, piece.start + 60):
            break
        name.append(piece)
        if piece.text.endswith("."):
            break
    return name


def has_name_shape(pieces: Sequence[Piece], *, at_least: int = 2, common: bool = False) -> bool:
    """A known surname first, then syllables that occur in names; a frequent surname excuses one unknown syllable."""
    if not at_least <= len(pieces) <= MAX_SYLLABLES or not is_surname(pieces[0].text, common=common):
        return False
    unknown = sum(not is_name_syllable(p.text) for p in pieces[1:])
    return unknown == 0 or (unknown == 1 and len(pieces) > 2 and surname_rank(pieces[0].text) <= FREQUENT_RANK)
