"""A body as the text names it, and what may stand behind the name of any: a place, a parent, a branch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ketluan.extraction.agencies.lexicon import (
    Head,
    Place,
    Sector,
    capital_run,
    heads,
    longest,
    match_place,
    match_unit,
    name_words,
    register_place,
    surnames,
)
from ketluan.extraction.agencies.tokens import Tokens

# Parses the body at a token inside the name of another one.
Parse = Callable[[int], "Body | None"]


@dataclass(frozen=True, slots=True)
class Body:
    """A body as the text names it: tokens [first, last), its head, and what was read behind the head.

    `core`: the words between head and place as written; `sector`: the field of government where it is one.
    """

    first: int
    last: int
    head: Head
    core: str = ""
    sector: Sector | None = None
    place: Place | None = None
    parent: Body | None = None
    owner: Body | None = None  # named behind "thuộc", "của" or in brackets: the parent, but no part of this mention


MAX_NAME_TOKENS = 32
SURE_SYLLABLES = 3  # a fixed name of more syllables is no other phrase, even in small letters
MAX_NUMBER_CHARS = 4  # "Bắc Nam 79", "Health 2000"
GENERIC_NEXT = frozenset({"các", "cấp", "những", "mọi", "hai", "ba", "này", "nơi"})
PARENTS = frozenset({"territorial", "party_local", "department", "ministry", "fixed"})


# Syllables that make one word with the head word "phòng", "trường", "khoa" … behind them ("văn phòng", "thị trường").
_BEFORE_INNER = frozenset(
    {
        "văn",
        "quốc",
        "dự",
        "đề",
        "hải",
        "đa",
        "chuyên",
        "bách",
        "nha",
        "thị",
        "môi",
        "hiện",
        "lập",
        "quảng",
        "công",
        "nông",
        "biên",
    }
)


def in_number(tokens: Tokens, first: int, end: int) -> bool:
    """Inside the number of a document: "31/KL-TTCP"."""
    return bool(first) and tokens.words[first - 1] in "-/" and tokens.ends[first - 1] == tokens.starts[first]


def is_inside(tokens: Tokens, first: int) -> bool:
    """The head word is the end of a longer word or of a person's name: "văn phòng", "Nguyễn Văn Khoa"."""
    before = tokens.keys[first - 1]
    if not tokens.caps[first] and before in _BEFORE_INNER and tokens.keys[first] != "công":
        return True
    return tokens.caps[first] and tokens.caps[first - 1] and tokens.words[first - 1].istitle() and before in surnames()


def behind_brackets(tokens: Tokens, index: int) -> int:
    """The token behind a bracketed abbreviation ("Ủy ban nhân dân (UBND) tỉnh"), where the name goes on behind it."""
    if tokens.keys[index] != "(":
        return index
    close = index + 1
    while tokens.words[close].isupper() and close - index <= MAX_BRACKETED_TOKENS:
        close += 1
    if close == index + 1 or tokens.words[close] != ")":
        return index
    after = close + 1
    going_on = match_unit(tokens, after) or tokens.caps[after] or longest(name_words(), tokens, after)
    return after if going_on and tokens.joined[after] else index


MAX_BRACKETED_TOKENS = 2  # "(TNHH MTV)"


def district_name(tokens: Tokens, first: int) -> Place | None:
    """ "Công an Bến Lức": a district without its kind."""
    found = register_place(tokens, first, "huyện")
    if found:
        return Place("", found[1], found[0])
    end = capital_run(tokens, first)
    if end - first not in (2, 3) or not tokens.joined[first]:
        return None
    name = " ".join(tokens.slice(first, end).split())
    unit = next((kind for kind in _DISTRICT_KINDS if f"{kind} {name}" in tokens.text), None)
    return Place(unit, name, end) if unit else None


_DISTRICT_KINDS = ("huyện", "thị xã", "quận")


def with_tail(tokens: Tokens, body: Body, parse: Parse, *, needed: bool = False) -> Body | None:
    """A place or a parent directly behind a name; both may stand with a dash between."""
    index = body.last
    if not tokens.joined[index]:
        return None if needed else body
    branch = _branch(tokens, body) if body.head.type in _BRANCHED or body.head.name == "Văn phòng đăng ký đất đai" else None
    if branch:
        return branch
    place = match_place(tokens, index) or (district_name(tokens, index) if body.head.type == "division" else None)
    if place and not (not place.name and tokens.keys[place.end] in GENERIC_NEXT):
        body = replace(body, last=place.end, place=place)
        index = place.end
    parent_at = index
    if tokens.keys[index] in ("-", "–") and tokens.joined[index + 1]:
        parent_at = index + 1
    parent = None
    found = longest(heads(), tokens, parent_at) if tokens.joined[parent_at] else None
    if found and tokens.caps[parent_at] | (tokens.keys[parent_at] in ("sở", "bộ")) and found[1].rule in PARENTS:
        parent = parse(parent_at)
    if parent:
        body = replace(body, last=parent.last, parent=parent)
    elif needed and body.place is None:
        return None
    return body


_BRANCHED = frozenset({"bank", "company"})


def _branch(tokens: Tokens, body: Body) -> Body | None:
    """ "Ngân hàng X - chi nhánh Y"."""
    index = body.last + (tokens.keys[body.last] in ("-", "–"))
    if tokens.keys[index] != "chi" or tokens.keys[index + 1] != "nhánh" or not tokens.joined[index + 2]:
        return None
    place = match_place(tokens, index + 2, unnamed=False)
    return replace(body, last=place.end, core=f"{body.core} chi nhánh", place=place) if place else None
