"""Provinces that a text names and no register knows: invented ones of samples, foreign ones, misprints that stay one.

Without them a body of "tỉnh X" would be given to the real province in which a district of the same name happens to lie.
"""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches

from ketluan.extraction.agencies.lexicon import surnames
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge import places
from ketluan.knowledge.places import Province
from ketluan.text.folding import strip_marks

MAX_SYLLABLES = 3
MIN_MENTIONS = 2
# difflib's ratio of names without marks: "dac lak" and "dak lak" have 0.86, "phuoc hung" and "binh phuoc" 0.5.
MISPRINT_SIMILARITY = 0.75
_PLURAL = frozenset({"các", "những", "liên", "nhiều", "hai", "ba", "bốn", "mấy"})
# "tỉnh Đoàn", "tỉnh Đảng bộ", "tỉnh Tây Nguyên": no provinces.
_NO_NAMES = frozenset({"đoàn", "đội", "ủy", "đảng", "tây", "miền", "nam", "hội", "ban"})


def unregistered_provinces(tokens: Tokens) -> dict[str, Province]:
    """Provinces by place key: capitalised names behind "tỉnh" that no register knows.

    A name that stands only once, and looks like a province of the register, is taken for a misprint and left out.
    """
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for index in range(len(tokens)):
        if tokens.keys[index] == "tỉnh" and (index == 0 or tokens.keys[index - 1] not in _PLURAL):
            name = _name_behind(tokens, index + 1)
            if name:
                key = places.place_key(name)
                counts[key] += 1
                names.setdefault(key, name)
    found = {key for key, n in counts.items() if n >= MIN_MENTIONS or tokens.text.count(names[key]) >= MIN_MENTIONS}
    found |= {key for key in names if key not in found and not _looks_registered(key)}
    return {key: Province("", names[key], False, "", False) for key in found}


def _looks_registered(key: str) -> bool:
    return bool(get_close_matches(strip_marks(key), places.bare_provinces(), n=1, cutoff=MISPRINT_SIMILARITY))


def _name_behind(tokens: Tokens, first: int) -> str | None:
    end = first
    while end - first <= MAX_SYLLABLES and tokens.caps[end] and tokens.joined[end]:
        end += 1
    if not 2 <= end - first <= MAX_SYLLABLES or tokens.keys[first] in _NO_NAMES:
        return None
    name = " ".join(tokens.slice(first, end).split())
    if tokens.keys[first] in surnames() and not name.isupper() and f"{name}, ngày" not in tokens.text:
        return None  # a person behind "UBND tỉnh", unless the dateline names the place
    if name.isupper():
        name = name.title()
    for stop in range(first + 1, end + 1):  # a register's name, perhaps with more behind it, or one that lost its marks
        key = places.place_key(tokens.slice(first, stop))
        if key in places.provinces() or strip_marks(key) in places.bare_provinces():
            return None
    return name
