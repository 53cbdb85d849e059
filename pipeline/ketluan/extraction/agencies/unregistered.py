"""Provinces that a text names and no register knows: invented ones of samples, foreign ones, misprints that stay one.

Without them a body of "tỉnh X" would be given to the real province in which a district of the same name happens to lie.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from ketluan.extraction.agencies.lexicon import (
    capital_run,
    follows_title,
    heads,
    longest,
    match_sector,
    match_unit,
    name_words,
    surnames,
)
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge import places
from ketluan.knowledge.places import Province
from ketluan.text.folding import strip_marks

MAX_SYLLABLES = 3
MIN_MENTIONS = 2
FIRST_LEVEL_TOKENS = 9  # "Sở Lao động - Thương binh và Xã hội TP …"
# difflib's ratio of names without marks: "dac lak" and "dak lak" have 0.86, "phuoc hung" and "binh phuoc" 0.5.
MISPRINT_SIMILARITY = 0.75
CITY_SIMILARITY = 0.88  # six names only, short ones: "hai khuong" and "hai phong" have 0.84, "da nang" and "da nag" 0.92
_PLURAL = frozenset({"các", "những", "liên", "nhiều", "hai", "ba", "bốn", "mấy"})
_BEFORE_PLACES = ("địa bàn", "Địa bàn", "tại", "Tại", "ở", "Ở", "thuộc", ",")
# "tỉnh Đoàn", "tỉnh Đảng bộ", "tỉnh Tây Nguyên": no provinces.
_NO_NAMES = frozenset({"đoàn", "đội", "ủy", "đảng", "tây", "miền", "nam", "hội", "ban"})


def unregistered_provinces(tokens: Tokens) -> dict[str, Province]:
    """Provinces and cities by place key: names behind "tỉnh", and behind "thành phố" of a department, that no register
    knows.

    A name that stands only once, and looks like a province of the register, is taken for a misprint and left out.
    """
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    cities: set[str] = set()
    quarters = _NAMED_QUARTER.search(tokens.text) is not None and _NAMED_PROVINCE.search(tokens.text) is None
    for index in range(len(tokens)):
        unit = _unit_before_name(tokens, index, quarters)
        name = _name_behind(tokens, index + 1) if unit else None
        if name:
            key = places.place_key(name)
            counts[key] += 1
            names.setdefault(key, name)
            if unit == places.CITY:
                cities.add(key)
    text = tokens.text.casefold()
    for name in _behind_departments(tokens):
        key = places.place_key(name)
        if key not in names and text.count(name.casefold()) >= MIN_MENTIONS and not places.find_province(name):
            counts[key] += MIN_MENTIONS
            names.setdefault(key, name)
    found = {key for key, n in counts.items() if n >= MIN_MENTIONS or text.count(names[key].casefold()) >= MIN_MENTIONS}
    found |= {key for key in names if key not in found and not _looks_registered(key, is_city=key in cities)}
    return {key: Province("", names[key], key in cities, "", False) for key in found}


def _behind_departments(tokens: Tokens) -> Iterator[str]:
    """Names directly behind a department's field: "Sở Y tế Mây Sơn" is that of a province."""
    for index in range(len(tokens)):
        if tokens.keys[index] != "sở" or not tokens.caps[index] or not tokens.joined[index + 1]:
            continue
        sector = match_sector(tokens, index + 1, of="department")
        if sector is None or not sector[1].department or not tokens.joined[sector[0]]:
            continue
        first = sector[0]
        if longest(heads(), tokens, first) or match_unit(tokens, first) or longest(name_words(), tokens, first):
            continue
        if tokens.keys[first] in surnames() and follows_title(tokens, first):
            continue
        name = _name_behind(tokens, first)
        if name:
            yield name


# Provinces that became cities of the first level: the old name, the new one, what shows that the province is meant.
# Bắc Ninh is left out: it has had a city of its name since 1997, and no word of a text tells the two apart.
_RISEN = (
    ("Thừa Thiên Huế", "Huế", "Thừa Thiên"),
    ("Quảng Ninh", "Quảng Ninh", "tỉnh Quảng Ninh"),
    ("Đồng Nai", "Đồng Nai", "tỉnh Đồng Nai"),
)


def risen_cities(tokens: Tokens) -> dict[str, Province]:
    """Cities by place key that were provinces before, where the text names the city and nowhere the province."""
    found: dict[str, Province] = {}
    for old, new, trace in _RISEN:
        province = places.find_province(old)
        if province and trace not in tokens.text and re.search(rf"(?i:thành phố|\bTP)[ .]{{1,2}}{new}\b", tokens.text):
            city = Province(province.code, new, True, new, True)
            found |= {places.place_key(name): city for name in (old, new)}
    return found


_NAMED_PROVINCE = re.compile(r"\b[Tt]ỉnh [A-ZĐÀ-Ỹ][a-zà-ỹ]|\bTỈNH [A-ZĐÀ-Ỹ]{2}")
_NAMED_QUARTER = re.compile(r"\b[Qq]uận [A-ZĐÀ-Ỹ0-9]")


def _unit_before_name(tokens: Tokens, index: int, quarters: bool) -> str | None:
    """ "tỉnh", "thành phố" where the token at `index` is the last one of such a word before a name of the first level.

    With `quarters`, the text names quận and no province: its city is one of the first level.
    """
    key, before = tokens.keys[index], tokens.keys[index - 1] if index else ""
    if key == "tỉnh" and before not in _PLURAL:
        return "tỉnh"
    if key == "ủy" and before == "tỉnh":
        return "tỉnh"
    if (key == "tp" or (key == "phố" and before == "thành")) and (quarters or _of_first_level(tokens, index)):
        return places.CITY
    return None


def _of_first_level(tokens: Tokens, index: int) -> bool:
    """Whether a department or a quận stands before the city on the same line: only cities of the first level have them."""
    for at in range(index - 1, max(index - FIRST_LEVEL_TOKENS, 0) - 1, -1):
        if tokens.keys[at] in ("sở", "quận") and tokens.caps[at + 1]:
            return True
        if not tokens.joined[at + 1] or tokens.keys[at] in ("tỉnh", ".", ";"):
            return False
    return False


def _looks_registered(key: str, *, is_city: bool) -> bool:
    registered = [bare for bare, province in places.bare_provinces().items() if province.is_city or not is_city]
    cutoff = CITY_SIMILARITY if is_city else MISPRINT_SIMILARITY
    bare = strip_marks(key)
    return any(abs(len(close) - len(bare)) < 2 for close in get_close_matches(bare, registered, n=3, cutoff=cutoff))


def _name_behind(tokens: Tokens, first: int) -> str | None:
    end = capital_run(tokens, first, MAX_SYLLABLES + 1)
    if not tokens.joined[first] or not 2 <= end - first <= MAX_SYLLABLES or tokens.keys[first] in _NO_NAMES:
        return None
    name = " ".join(tokens.slice(first, end).split())
    if tokens.keys[first] in surnames() and not name.isupper() and _may_be_person(tokens, first, end, name):
        return None
    if name.isupper():
        name = name.title()
    for stop in range(first + 1, end + 1):  # a register's name, perhaps with more behind it, or one that lost its marks
        key = places.place_key(tokens.slice(first, stop))
        if key in places.provinces() or strip_marks(key) in places.bare_provinces():
            return None
    return None if places.find_districts(name) else name


def _may_be_person(tokens: Tokens, first: int, end: int, name: str) -> bool:
    """A person behind "UBND tỉnh": three syllables, or an office before; unless a dateline or "tại tỉnh …" shows a place."""
    if not (end - first > 2 or follows_title(tokens, first)):
        return False
    if f"{name}, ngày" in tokens.text or re.search(rf"^{name}\s?[:(–-]", tokens.text, re.M):
        return False
    return not any(f"{word} tỉnh {name}" in tokens.text for word in _BEFORE_PLACES)
