"""What agency names are made of: head words, sectors, name words and places, as tries over folded syllables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ketluan.extraction.agencies.named_units import is_named_unit
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge import places
from ketluan.knowledge.tables import read_table
from ketluan.text.folding import same_tone_style, strip_marks

Trie = dict[str, Any]
_VALUE = ""  # no token has an empty key, so it can hold a node's value
_SEPARATORS = frozenset("-–&,/.") | {"và"}
_SYLLABLE = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Head:
    """How a body's name may begin: its full wording, the rule that reads on, what kind of body it is."""

    name: str
    rule: str
    type: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Sector:
    """A field of government and the bodies named after it: ministry, department of a province, division of a district."""

    name: str
    ministry: bool
    department: bool
    division: bool


def _add(trie: Trie, phrase: str, value: object, *, keep: bool = False) -> None:
    node = trie
    for syllable in _SYLLABLE.findall(same_tone_style(phrase)):
        node = node.setdefault(syllable, {})
    if not (keep and _VALUE in node):
        node[_VALUE] = value


@cache
def heads() -> Trie:
    """Head phrases of `agency_heads.tsv`."""
    trie: Trie = {}
    for row in read_table("agency_heads"):
        _add(trie, row["phrase"], Head(row["name"], row["rule"], row["type"], row["level"] or None))
    for row in read_table("enterprises"):
        kind = "bank" if row["name"].startswith("Ngân hàng") else "company"
        for short in row["short_names"].split(";"):
            _add(trie, short, Head(row["name"], "registered", kind, None))
    return trie


MIN_DAMAGED_SYLLABLES = 3


@cache
def damaged_heads() -> Trie:
    """Head phrases of three syllables and more without marks: what is left of them where marks were lost or misread."""
    trie: Trie = {}
    for row in read_table("agency_heads"):
        if len(row["phrase"].split()) >= MIN_DAMAGED_SYLLABLES and row["rule"] != "nothing":
            _add(trie, strip_marks(row["phrase"]), Head(row["name"], row["rule"], row["type"], row["level"] or None), keep=True)
    return trie


def find_head(tokens: Tokens, first: int) -> tuple[int, Head] | None:
    """The head phrase at token `first`, an abbreviation in brackets inside it allowed; long ones even with damaged marks."""
    found = longest(heads(), tokens, first, brackets=True)
    if found is None and tokens.caps[first] and tokens.bare[first] in damaged_heads():
        found = longest(damaged_heads(), tokens, first, keys=tokens.bare)
    return found


@cache
def name_words() -> Trie:
    """Words that stand in names in lower case, with their kind: "field" of work, legal "form", "verb" (also a verb)."""
    trie: Trie = {}
    for row in read_table("agency_name_words"):
        _add(trie, row["phrase"], row["kind"])
    return trie


@cache
def abbreviated_fields() -> frozenset[str]:
    """Abbreviations of fields of work that stand in names of enterprises ("XDTM")."""
    return frozenset(row["abbreviation"] for row in read_table("agency_abbreviations"))


@cache
def common_names() -> frozenset[str]:
    """Proper names too common to stand for one enterprise ("Việt Nam", "Sài Gòn", "Trung Quốc")."""
    return frozenset(row["name"] for row in read_table("common_proper_names"))


@cache
def press() -> Trie:
    """Names of newspapers and journals."""
    trie: Trie = {}
    for row in read_table("press"):
        _add(trie, row["name"], row["name"])
    return trie


@cache
def sectors() -> Trie:
    """Sectors by their syllables without separators ("tài nguyên môi trường"), whole names before short ones."""
    trie: Trie = {}
    for row in read_table("sectors"):
        _add(trie, _bare(row["sector"]), _sector(row), keep=True)
    for row in read_table("sectors"):
        for alias in row["aliases"].split(";"):
            if alias:
                _add(trie, _bare(alias), _sector(row), keep=True)
    return trie


@cache
def sector_abbreviations() -> dict[str, tuple[Sector, ...]]:
    """Sectors by abbreviation in lower case ("nnptnt")."""
    found: dict[str, tuple[Sector, ...]] = {}
    for row in read_table("sectors"):
        for short in filter(None, row["abbreviations"].split(";")):
            key = short.lower()
            found[key] = (*found.get(key, ()), _sector(row))
    return found


def _sector(row: dict[str, str]) -> Sector:
    return Sector(row["sector"], bool(row["ministry"]), bool(row["department"]), bool(row["division"]))


def _bare(name: str) -> str:
    return " ".join(s for s in _SYLLABLE.findall(same_tone_style(name)) if s not in _SEPARATORS)


def longest(
    trie: Trie, tokens: Tokens, first: int, *, brackets: bool = False, keys: list[str] | None = None
) -> tuple[int, Any] | None:
    """The longest phrase of the trie that starts at token `first`, on one line: (end, value).

    With `brackets`, an abbreviation in brackets may stand inside ("Ủy ban Kiểm tra (UBKT) Trung ương").
    """
    node, index, best = trie, first, None
    keys, joined = keys or tokens.keys, tokens.joined
    while True:
        step = node.get(keys[index]) if keys[index] else None
        if step is None and brackets and keys[index] == "(" and keys[index + 2] == ")" and tokens.words[index + 1].isupper():
            step = node.get(keys[index + 3])
            index += 3 if step else 0
        if step is None or (index > first and not joined[index]):
            return best
        node, index = step, index + 1
        if _VALUE in node:
            best = (index, node[_VALUE])


def match_sector(tokens: Tokens, first: int, *, of: str = "") -> tuple[int, Sector] | None:
    """The sector named at token `first`, written out or abbreviated ("NN & PTNT", "Tài nguyên - Môi trường").

    With `of` ("ministry", "department") it is one that such a body has, if there is: "sở Tài chính, Kế hoạch và Đầu tư" are two.
    """
    found = (
        _abbreviated(tokens, first)
        or _written(tokens, first, sectors(), tokens.keys, of)
        or (_written(tokens, first, sectors(), tokens.keys) if of else None)
    )
    if found is None and tokens.caps[first] and tokens.bare[first] in damaged_sectors():
        found = _written(tokens, first, damaged_sectors(), tokens.bare)
    return found


@cache
def damaged_sectors() -> Trie:
    """Sectors of three syllables and more without marks."""
    trie: Trie = {}
    for row in read_table("sectors"):
        bare = strip_marks(_bare(row["sector"]))
        if len(bare.split()) >= MIN_DAMAGED_SYLLABLES:
            _add(trie, bare, _sector(row), keep=True)
    return trie


def _written(tokens: Tokens, first: int, trie: Trie, keys: list[str], of: str = "") -> tuple[int, Sector] | None:
    node, index, best = trie, first, None
    while True:
        key = keys[index]
        if not key or (index > first and not tokens.joined[index]):
            return best
        step = node.get(key)
        if step is None:
            # Separators are optional in the register's wording; two may follow each other (", và").
            if index == first or (key not in _SEPARATORS and key != "va"):
                return best
            index += 1
            continue
        node, index = step, index + 1
        if _VALUE in node and (not of or getattr(node[_VALUE], of)):
            best = (index, node[_VALUE])


MAX_ABBREVIATION_TOKENS = 8


def _abbreviated(tokens: Tokens, first: int) -> tuple[int, Sector] | None:
    joined, best, index = "", None, first
    while index - first < MAX_ABBREVIATION_TOKENS:
        word = tokens.words[index]
        if not word or (index > first and not tokens.joined[index]):
            break
        if word in "-–&,.":
            if index == first:
                break
        elif word.isupper() or (word.isalpha() and word[:1].isupper() and word[1:2].isupper()):
            joined += word.lower()
            found = sector_abbreviations().get(joined)
            if found and len(joined) > 1:
                best = (index + 1, found[0])
        elif word != "và" or index == first:
            break
        index += 1
    return best


_LEVELS = {
    "tỉnh": "tỉnh", "huyện": "huyện", "quận": "quận", "xã": "xã", "phường": "phường", "tp": "thành phố", "tx": "thị xã",
    "t.p": "thành phố", "thành phố": "thành phố", "thị xã": "thị xã", "thị trấn": "thị trấn", "đặc khu": "đặc khu",
    "huyện đảo": "huyện", "xã đảo": "xã",
}  # fmt: skip
_CITY_WORDS = {"tphcm": "Hồ Chí Minh", "tphn": "Hà Nội", "tpct": "Cần Thơ"}
MAX_PLACE_SYLLABLES = 5
PROVINCE_UNITS = frozenset({"tỉnh", "thành phố"})
DISTRICT_UNITS = frozenset({"huyện", "quận", "thị xã", "thành phố"})
COMMUNE_UNITS = frozenset({"xã", "phường", "thị trấn", "đặc khu"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it stands behind a body: its kind ("" where not said) and its name ("" for a bare "tỉnh")."""

    unit: str
    name: str
    end: int


@cache
def surnames() -> frozenset[str]:
    return frozenset(same_tone_style(row["surname"]) for row in read_table("surnames"))


def match_unit(tokens: Tokens, first: int) -> tuple[int, str] | None:
    """The kind of a unit at token `first`: "tỉnh", "TP.", "thị xã" …: (end, kind)."""
    keys = tokens.keys
    two = f"{keys[first]} {keys[first + 1]}"
    if two in _LEVELS and tokens.joined[first + 1]:
        return first + 2, _LEVELS[two]
    kind = _LEVELS.get(keys[first])
    if kind is None and keys[first] in ("q", "p", "h", "tt") and tokens.words[first].isupper() and keys[first + 1] == ".":
        kind = {"q": "quận", "p": "phường", "h": "huyện", "tt": "thị trấn"}[keys[first]]
    if kind is None:
        return None
    end = first + 1
    if keys[end] == keys[first] and tokens.joined[end]:
        end += 1  # "UBND huyện huyện Tân Thành"
    if keys[end] == "." and keys[first] in ("tp", "tx", "q", "p", "h", "tt") and tokens.starts[end] == tokens.ends[first]:
        end += 1
    return end, kind


def match_place(tokens: Tokens, first: int, *, bare: bool = True, unnamed: bool = True) -> Place | None:
    """The place at token `first`: "tỉnh Hà Tĩnh", "TP.HCM", "quận 3", "Hà Tĩnh" (`bare`), "tỉnh" (`unnamed`)."""
    city = _CITY_WORDS.get(tokens.keys[first])
    if city:
        return Place("thành phố", city, first + 1)
    unit = match_unit(tokens, first)
    if unit is None:
        found = register_place(tokens, first, "") if bare else None
        return Place("", found[1], found[0]) if found else None
    end, kind = unit
    if tokens.keys[end] in ("ủy", "đoàn", "đội"):
        return None
    # "TP.\nĐà Nẵng": a dot of an abbreviation may end a line.
    if tokens.joined[end] or tokens.keys[end - 1] == ".":
        named = register_place(tokens, end, kind) or _capital_place(tokens, end, kind)
        if named:
            return Place(kind, named[1], named[0])
    bare_end = end - 1 if tokens.keys[end - 1] == "." else end
    return Place(kind, "", bare_end) if unnamed else None


def register_place(tokens: Tokens, first: int, kind: str) -> tuple[int, str] | None:
    """A place of the registers: any province without a kind; what fits the kind otherwise."""
    if not tokens.caps[first]:
        return None
    key, best, index = "", None, first
    while index - first < MAX_PLACE_SYLLABLES:
        word = tokens.keys[index]
        if not word or (index > first and not tokens.joined[index]):
            break
        if word not in "-–":
            if not tokens.caps[index]:
                break
            key = f"{key} {word}" if key else word
            if _is_place(tokens, key, kind):
                best = index + 1
        elif index == first:
            break
        index += 1
    if best is None or (kind and _goes_on(tokens, first, best)):
        return None
    return best, _as_named(tokens, first, best, kind)


MAX_NAME_SYLLABLES = 4
_BEFORE_PEOPLE = frozenset({"tịch", "thư", "trưởng", "đốc", "chánh", "viên", "phó", "thủ", "ông", "bà", "chí", "biểu", "bộ"})
TITLE_TOKENS = 10


def follows_title(tokens: Tokens, index: int) -> bool:
    """Whether an office stands a few words before on the line: behind "Chủ tịch UBND huyện" its holder may be named."""
    for at in range(index - 1, max(index - TITLE_TOKENS, 0) - 1, -1):
        if tokens.keys[at] in _BEFORE_PEOPLE:
            return True
        if not tokens.joined[at] or tokens.words[at] in ".;:":
            return False
    return False


def capital_run(tokens: Tokens, first: int, limit: int = MAX_NAME_SYLLABLES + 2) -> int:
    """The end of the capitalised words that begin at token `first`, on one line."""
    end = first
    while end - first < limit and tokens.words[end].isalpha() and tokens.caps[end] and (end == first or tokens.joined[end]):
        end += 1
    return end


def _goes_on(tokens: Tokens, first: int, end: int) -> bool:
    """Whether the name goes on behind what the register has: "xã Kim Bôi Hạ" is not Kim Bôi; a person may follow an office."""
    if not tokens.joined[end] or tokens.slice(first, end).isupper() != tokens.words[end].isupper():
        return False
    stop = capital_run(tokens, end)
    if stop == end or stop - first > MAX_NAME_SYLLABLES or _starts_closed(tokens, end):
        return False
    return not (tokens.keys[end] in surnames() and follows_title(tokens, first))


def _as_named(tokens: Tokens, first: int, last: int, kind: str) -> str:
    """The register's spelling of a province; other places as written, with collapsed white space."""
    written = " ".join(tokens.slice(first, last).split())
    province = tokens.find_province(written) if kind in ("", "tỉnh", "thành phố") else None
    if province is None and kind in PROVINCE_UNITS and not places.find_districts(written):
        province = places.bare_provinces().get(strip_marks(places.place_key(written)))
    if province and (kind != places.CITY or province.is_city or not places.find_districts(written, kind)):
        return province.name
    return written.title() if written.isupper() and len(written) > 3 else written


def _is_place(tokens: Tokens, key: str, kind: str) -> bool:
    if key in tokens.own_provinces and kind in ("", *PROVINCE_UNITS):
        return True
    if kind in ("", "tỉnh"):
        return (key in places.provinces() and len(key) > 2) or (kind == "tỉnh" and strip_marks(key) in places.bare_provinces())
    if kind == "thành phố":
        return key in places.provinces() or key in places.districts() or strip_marks(key) in places.bare_provinces()
    if kind in DISTRICT_UNITS:
        return key in places.districts()
    return key in places.communes()


_CLOSED_RULES = frozenset({"territorial", "party_local", "department", "ministry", "fixed", "fixed_place", "inspectorate"})


def _starts_closed(tokens: Tokens, first: int) -> bool:
    found = longest(heads(), tokens, first)
    return found is not None and found[1].rule in _CLOSED_RULES


def _fourth(tokens: Tokens, first: int) -> int:
    """The end of a name of four syllables ("thị trấn Ngã Tư Mây Hạ"); of three where more capitals or a surname follow."""
    end = capital_run(tokens, first)
    return end if end - first == MAX_NAME_SYLLABLES and tokens.keys[end - 1] not in surnames() else first + 3


def _capital_place(tokens: Tokens, first: int, kind: str) -> tuple[int, str] | None:
    """A name that the registers do not know: up to three capitalised syllables; "quận 1", "phường 12"."""
    if tokens.words[first].isdigit() and kind in ("quận", "phường"):
        return first + 1, tokens.words[first]
    invented = any(not province.code for province in tokens.own_provinces.values())
    if kind == "tỉnh" or (kind == "thành phố" and not invented) or not tokens.caps[first] or _starts_closed(tokens, first):
        return None  # the register of provinces and cities is complete, but of provinces that only the text knows
    if kind == "xã" and tokens.keys[first] == "hội" and tokens.keys[first + 1] == "chủ":
        return None  # "xã hội chủ nghĩa"
    end = first
    while end - first < 3 and tokens.words[end] and tokens.caps[end] and (end == first or tokens.joined[end]):
        end += 1
    if end - first == 3 and tokens.caps[end] and tokens.joined[end] and not follows_title(tokens, first):
        end = _fourth(tokens, first)
    name = " ".join(tokens.slice(first, end).split())
    may_be_person = tokens.keys[first] in surnames() and end - first == 3 and follows_title(tokens, first)
    if may_be_person and not is_named_unit(tokens.text, kind, name):
        return None
    return end, name.title() if name.isupper() and len(name) > 3 else name
