"""Coordinated bodies: "các sở: KHĐT, GTVT", "UBND huyện Bến Lức, Cần Đước và thị xã Kiến Tường"."""

from __future__ import annotations

from dataclasses import replace

from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.lexicon import (
    COMMUNE_UNITS,
    DISTRICT_UNITS,
    Head,
    Place,
    heads,
    longest,
    match_place,
    match_sector,
    match_unit,
    register_place,
)
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge.places import find_communes, find_province

MAX_ITEMS = 80
MAX_WORDS_TO_COLON = 12
_PLURAL = frozenset({"các", "những", "hai", "ba", "bốn"})


def plural_sectors(tokens: Tokens, first: int) -> list[Body]:
    """Departments or ministries behind a plural head at token `first` ("các sở Tài chính, Xây dựng và UBND …")."""
    head = tokens.keys[first]
    if head not in ("sở", "bộ") or not first or tokens.keys[first - 1] not in _PLURAL:
        return []
    index = _list_start(tokens, first + 1)
    of = "department" if head == "sở" else "ministry"
    found = match_sector(tokens, index, of=of) if tokens.joined[index] and tokens.caps[index] else None
    if not found:
        return []
    kind = longest(heads(), tokens, first)
    if kind is None:
        return []
    value: Head = kind[1]
    place = match_place(tokens, found[0]) if tokens.joined[found[0]] else None
    last = place.end if place else found[0]
    one = Body(index, last, value, core=tokens.slice(index, found[0]), sector=found[1], place=place)
    others = following_sectors(tokens, one)
    # In "các sở Tài chính, Xây dựng" the head is the list's; "các Sở Tài chính" alone is one name.
    whole = index == first + 1 and (tokens.caps[first] or not others)
    return [replace(one, first=first) if whole else one, *others]


def _list_start(tokens: Tokens, index: int) -> int:
    """The first item of a list: at once, behind a colon a few words on ("các Sở phải chịu trách nhiệm gồm: …"), in brackets
    ("các bộ (Xây dựng, Tài chính)"), or behind "như" ("các sở, ngành như Xây dựng")."""
    if tokens.caps[index]:
        return index
    after = index
    while tokens.keys[after] in _ALONGSIDE and tokens.joined[after]:
        after += 1
    if tokens.keys[after] in ("(", "như", "gồm", "là") and tokens.caps[after + 1] and match_sector(tokens, after + 1):
        return after + 1
    for after in range(index, index + MAX_WORDS_TO_COLON):
        if not tokens.words[after] or not tokens.joined[after] or tokens.words[after] == ".":
            break
        if tokens.words[after] == ":":
            return after + 1
    return index


_ALONGSIDE = frozenset({",", "ngành", "ban", "và", "liên", "quan", "đơn", "vị", "chức", "năng"})


def following_sectors(tokens: Tokens, body: Body) -> list[Body]:
    """Sectors that go on behind a department or ministry: each is a body with the same head."""
    bodies: list[Body] = []
    index = body.last
    for _ in range(MAX_ITEMS):
        start = _behind_separator(tokens, index)
        if start is None or not tokens.caps[start]:
            break
        found = match_sector(tokens, start, of=body.head.rule)
        if found is None or not (found[1].department if body.head.rule == "department" else found[1].ministry):
            break
        own_head = longest(heads(), tokens, start)
        if own_head and own_head[0] > found[0]:
            break
        place = match_place(tokens, found[0]) if tokens.joined[found[0]] and body.head.rule == "department" else None
        last = place.end if place else found[0]
        bodies.append(Body(start, last, body.head, core=tokens.slice(start, found[0]), sector=found[1], place=place))
        index = last
    return bodies


def following_places(tokens: Tokens, body: Body) -> list[Body]:
    """Places that go on behind a body of a district or commune: up to the last one behind "và", or two communes and more.

    "UBND xã: A, B, C" too, where the places follow the colon.
    """
    if body.place and not body.place.name and body.place.unit in COMMUNE_UNITS and tokens.keys[body.last] == ":":
        return _behind_colon(tokens, body)
    if body.place is None or not body.place.name or body.place.unit not in DISTRICT_UNITS | COMMUNE_UNITS:
        return []
    bodies: list[Body] = []
    index, unit, closed = body.last, body.place.unit, False
    for _ in range(MAX_ITEMS):
        start = _behind_separator(tokens, index)
        if start is None or not tokens.joined[start]:
            break
        place = match_place(tokens, start, bare=False, unnamed=False) or _same_kind(tokens, start, unit)
        if place is None or _rank(place.unit) != _rank(unit):
            break
        closed = tokens.keys[start - 1] == "và"
        bodies.append(Body(start, place.end, body.head, place=place, core=body.core))
        index, unit = place.end, place.unit
        if closed:
            break
    communes = len(bodies) >= MIN_OPEN_LIST and body.place.unit in COMMUNE_UNITS and _are_units_of_one_kind(tokens, body, bodies)
    return bodies if closed or communes else []


MIN_OPEN_LIST = 2  # "xã A, B" may be a commune and its district


def _are_units_of_one_kind(tokens: Tokens, body: Body, bodies: list[Body]) -> bool:
    """Each name is in the register of communes, and none is a province: no address is read as a list."""
    names = [b.place.name for b in (body, *bodies) if b.place]
    return all(find_communes(name) and not find_province(name) for name in names[1:]) and not match_unit(
        tokens, bodies[-1].last + 1
    )


def _behind_colon(tokens: Tokens, body: Body) -> list[Body]:
    """The places of a list behind "UBND xã:"; the head alone is no body then."""
    assert body.place is not None
    bodies: list[Body] = []
    start: int | None = body.last + 1
    for _ in range(MAX_ITEMS):
        place = _same_kind(tokens, start, body.place.unit) if start is not None and tokens.joined[start] else None
        if place is None or start is None:
            break
        bodies.append(Body(start, place.end, body.head, place=place, core=body.core))
        start = _behind_separator(tokens, place.end)
    return bodies


def _same_kind(tokens: Tokens, start: int, unit: str) -> Place | None:
    found = register_place(tokens, start, unit)
    return replace(Place(unit, found[1], found[0])) if found else None


def _rank(unit: str) -> int:
    return 2 if unit in COMMUNE_UNITS else 1 if unit in DISTRICT_UNITS else 0


def _behind_separator(tokens: Tokens, index: int) -> int | None:
    """The token behind ", " or "và" or ", và" on the same line."""
    if tokens.keys[index] not in (",", "và", ";", "/") or not tokens.joined[index]:
        return None
    start = index + 1
    if tokens.keys[start] == "và":
        start += 1
    return start if tokens.words[start] and tokens.joined[start] else None
