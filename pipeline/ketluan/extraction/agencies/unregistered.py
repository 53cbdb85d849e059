"""Provinces that a text names and no register knows: invented ones of samples, foreign ones, misprints that stay one.

Without them a body of "tỉnh X" would be given to the real province in which a district of the same name happens to lie.
"""

from __future__ import annotations

from collections import Counter

from ketluan.extraction.agencies.lexicon import surnames
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge import places
from ketluan.knowledge.places import Province
from ketluan.text.folding import strip_marks

MAX_SYLLABLES = 3
# A name that stands once may be a misprint, or a person behind "UBND tỉnh".
MIN_MENTIONS = 2
_PLURAL = frozenset({"các", "những", "liên", "nhiều", "hai", "ba", "bốn", "mấy"})
# "tỉnh Đoàn", "tỉnh Đảng bộ", "tỉnh Tây Nguyên": no provinces.
_NO_NAMES = frozenset({"đoàn", "đội", "ủy", "đảng", "tây", "miền", "nam", "hội", "ban"})


def unregistered_provinces(tokens: Tokens) -> dict[str, Province]:
    """Provinces by place key: capitalised names behind "tỉnh" that no register knows, named at least twice."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for index in range(len(tokens)):
        if tokens.keys[index] == "tỉnh" and (index == 0 or tokens.keys[index - 1] not in _PLURAL):
            name = _name_behind(tokens, index + 1)
            if name:
                key = places.place_key(name)
                counts[key] += 1
                names.setdefault(key, name)
    return {key: Province("", names[key], False, "", False) for key, n in counts.items() if n >= MIN_MENTIONS}


def _name_behind(tokens: Tokens, first: int) -> str | None:
    end = first
    while end - first <= MAX_SYLLABLES and tokens.caps[end] and tokens.joined[end]:
        end += 1
    if not 2 <= end - first <= MAX_SYLLABLES or tokens.keys[first] in surnames() | _NO_NAMES:
        return None
    name = " ".join(tokens.slice(first, end).split())
    if name.isupper():
        name = name.title()
    for stop in range(first + 1, end + 1):  # a register's name, perhaps with more behind it, or one that lost its marks
        key = places.place_key(tokens.slice(first, stop))
        if key in places.provinces() or strip_marks(key) in places.bare_provinces():
            return None
    return name
