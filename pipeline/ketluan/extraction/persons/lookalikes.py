"""Names that are also names of places and streets, and marks by which a name is one of a person whatever its syllables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ketluan.extraction.persons.names import Piece, is_acronym, is_name_syllable, is_surname
from ketluan.knowledge.places import find_communes, find_districts
from ketluan.knowledge.tables import read_table
from ketluan.text.folding import same_tone_style


@cache
def memorial_names() -> frozenset[str]:
    """People of the past after whom streets and schools are named: without an honorific or a title it is the street."""
    return frozenset(same_tone_style(row["name"]) for row in read_table("memorial_names"))


@cache
def place_names() -> frozenset[str]:
    """Names of provinces, which a title or a list can stand before as well."""
    return frozenset(same_tone_style(row["name"]) for row in read_table("provinces")) | {"bà rịa"}


def joined(name: Sequence[Piece]) -> str:
    return same_tone_style(" ".join(piece.text for piece in name))


def is_unit_name(name: Sequence[Piece]) -> bool:
    """A district or a commune has the name."""
    place = " ".join(p.text for p in name)
    return bool(find_districts(place) or find_communes(place))


def has_gendered_middle(name: Sequence[Piece]) -> bool:
    """ "X Văn Y", "X Thị Y": a person's name whatever the surname (rare ones of ethnic minorities stand in no list)."""
    known = len(name) in (3, 4) and (is_name_syllable(name[2].text) or is_surname(name[0].text))
    return known and name[1].text in ("Văn", "Thị") and not is_acronym(name[-1].text)


def is_behind_dash(name: Sequence[Piece], head: str) -> bool:
    """ "Chánh Thanh tra tỉnh X – A": a dash between spaces opens the name."""
    return len(name) >= 3 and head.endswith((" - ", " – "))
