"""The grammar of agency names: from a head word to the end of the name, in one pass over the tokens.

    body        = head tail?
    tail        = sector | open words | place | parent body
    territorial = ("UBND" | "Công an" | "Thanh tra" …) place            place = kind name? | province
    department  = ("Sở" | "Bộ" | "Phòng") sector place? parent?
    open        = ("Công ty" | "Trung tâm" …) (name word | capital | connector)+ place? parent?

A body that stands directly behind another one is its parent ("Văn phòng UBND tỉnh", "Thanh tra Sở Y tế"). Cost: linear, each rule
reads on at most `MAX_NAME_TOKENS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ketluan.extraction.agencies.lexicon import (
    Head,
    Place,
    Sector,
    heads,
    longest,
    match_place,
    match_sector,
    match_unit,
    name_words,
)
from ketluan.extraction.agencies.tokens import Tokens

MAX_NAME_TOKENS = 32
MAX_DEPTH = 4
MAX_NUMBER_CHARS = 4  # "Bắc Nam 79", "Health 2000"
_GENERIC_NEXT = frozenset({"các", "cấp", "những", "mọi", "hai", "ba", "này", "nơi"})
_CLOSED = frozenset({"territorial", "party_local", "department", "ministry", "fixed", "fixed_place", "inspectorate", "organ"})


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


def parse_body(tokens: Tokens, first: int, depth: int = 0) -> Body | None:
    """The body whose name starts at token `first`; None where none does or the words are generic."""
    found = longest(heads(), tokens, first)
    if found is None or depth > MAX_DEPTH:
        return None
    end, head = found
    rule = _RULES[head.rule]
    body = rule(tokens, first, end, head, depth)
    if body is None and head.rule not in ("fixed", "territorial"):
        # "Trung tâm Y tế" may be read as "Trung tâm" + "Y tế".
        return None
    return body


def _fixed(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    if not tokens.caps[first]:
        return None
    return Body(first, end, head)


def _fixed_place(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """State Bank and State Audit: nationwide, or a regional branch."""
    if not (tokens.caps[first] or tokens.caps[end - 2]):
        return None
    if tokens.keys[end] == "khu" and tokens.keys[end + 1] == "vực" and tokens.words[end + 2].isalnum():
        return Body(first, end + 3, head, core=tokens.slice(end, end + 3))
    start = end
    if tokens.keys[end] == "chi" and tokens.keys[end + 1] == "nhánh":
        start = end + 2
    place = match_place(tokens, start, unnamed=False) if tokens.joined[start] else None
    return Body(first, place.end if place else end, head, place=place)


_WRITTEN_SMALL = frozenset({"Công an", "Cục Thuế", "Chi cục Thuế", "Bảo hiểm xã hội", "Đoàn đại biểu Quốc hội"})


def _territorial(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """Needs a place; without one only the standing short forms."""
    if not tokens.joined[end] or tokens.keys[end] in _GENERIC_NEXT:
        return None
    if head.name not in _WRITTEN_SMALL and not any(tokens.caps[first:end]):
        place = match_place(tokens, end, unnamed=False)
        return Body(first, place.end, head, place=place) if place else None
    place = match_place(tokens, end)
    if place is None:
        place = _district_name(tokens, end)
    if place is None:
        return None
    if not place.name and (tokens.keys[place.end] in _GENERIC_NEXT or head.name in ("Thuế", "Hải quan", "Kho bạc Nhà nước")):
        return None
    return Body(first, place.end, head, place=place)


def _district_name(tokens: Tokens, first: int) -> Place | None:
    """ "Công an Bến Lức": a district without its kind."""
    from ketluan.extraction.agencies.lexicon import register_place

    found = register_place(tokens, first, "huyện")
    return Place("", found[1], found[0]) if found else None


def _party_local(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """Tỉnh ủy, Thành ủy, Huyện ủy: the place follows or is the document's."""
    if tokens.keys[end] == "viên":
        return None
    place = (match_place(tokens, end, unnamed=False) or _district_name(tokens, end)) if tokens.joined[end] else None
    return Body(first, place.end if place else end, head, place=place)


def _organ(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """An organ of another body, which must be named behind it."""
    if not tokens.joined[end]:
        return None
    parent = parse_body(tokens, end, depth + 1)
    if parent is None and head.name == "Đảng ủy":
        place = match_place(tokens, end)
        return Body(first, place.end, head, place=place) if place else None
    if parent is None:
        return None
    return Body(first, parent.last, head, parent=parent)


def _inspectorate(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """Thanh tra of a place, ministry, department; bare "Thanh tra Bộ", "thanh tra sở" too."""
    if not tokens.joined[end]:
        return None
    key = tokens.keys[end]
    if key in ("bộ", "sở"):
        parent = parse_body(tokens, end, depth + 1)
        if parent:
            return Body(first, parent.last, head, parent=parent)
        if tokens.keys[end + 1] in _GENERIC_NEXT:
            return None
        return Body(first, end + 1, head, core=tokens.words[end])
    if not tokens.caps[first] and match_unit(tokens, end) is None:
        return None
    found = longest(heads(), tokens, end)
    if found and found[1].rule == "unit" and tokens.caps[end]:
        parent = parse_body(tokens, end, depth + 1)
        return Body(first, parent.last, head, parent=parent) if parent else None
    place = match_place(tokens, end) or _district_name(tokens, end)
    if place:
        return Body(first, place.end, head, place=place)
    sector = match_sector(tokens, end)
    if sector and (tokens.caps[end] or tokens.caps[first]):
        place = match_place(tokens, sector[0]) if tokens.joined[sector[0]] else None
        if place or tokens.caps[end]:
            last = place.end if place else sector[0]
            return Body(first, last, head, core=tokens.slice(end, sector[0]), sector=sector[1], place=place)
    return None


def _ministry(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    found = match_sector(tokens, end) if tokens.joined[end] else None
    if found is None or not found[1].ministry or not (tokens.caps[end] or tokens.caps[first]):
        return None
    if first and tokens.keys[first - 1] == "cán" and tokens.joined[first]:
        return None
    return Body(first, found[0], head, core=tokens.slice(end, found[0]), sector=found[1])


def _department(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    found = match_sector(tokens, end) if tokens.joined[end] else None
    if found is None or not (tokens.caps[end] or tokens.caps[first]):
        if tokens.caps[first] and tokens.joined[end] and tokens.keys[end] == "chỉ":
            return None
        return None
    last, sector = found
    place = match_place(tokens, last) if tokens.joined[last] else None
    return Body(first, place.end if place else last, head, core=tokens.slice(end, last), sector=sector, place=place)


def _unit(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """A unit of the state: its field of work, then a place or the body that it belongs to."""
    last, proper = _open_words(tokens, end, business=False)
    weak = head.name in _WEAK_HEADS
    if last == end:
        return _placed_unit(tokens, first, end, head, depth)
    if weak and not tokens.caps[first]:
        return None
    if weak and not (tokens.caps[end] or proper):
        return None
    core = tokens.slice(end, last)
    return _with_tail(tokens, Body(first, last, head, core=core), depth)


_WEAK_HEADS = frozenset(
    {"Ban", "Vụ", "Hội", "Tổ", "Khoa", "Hạt", "Đội", "Trạm", "Quỹ", "Viện", "Đài", "Hội đồng", "Liên hiệp", "Cục", "Ủy ban"}
)


def _placed_unit(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """Full names that need no words of their own ("Bộ Tư lệnh", "Trung tâm Phục vụ hành chính công")."""
    if " " not in head.name or head.name in (
        "Ban quản lý",
        "Tổng cục",
        "Chi cục",
        "Trung tâm",
        "Hiệp hội",
        "Hội đồng",
        "Liên hiệp",
    ):
        return None
    if not tokens.caps[first]:
        return None
    return _with_tail(tokens, Body(first, end, head), depth, needed=True)


def _with_tail(tokens: Tokens, body: Body, depth: int, *, needed: bool = False) -> Body | None:
    """A place or a parent directly behind a name; both may stand with a dash between."""
    index = body.last
    if not tokens.joined[index]:
        return None if needed else body
    place = match_place(tokens, index)
    if place and not (not place.name and tokens.keys[place.end] in _GENERIC_NEXT):
        body = replace(body, last=place.end, place=place)
        index = place.end
    parent_at = index
    if tokens.keys[index] in ("-", "–") and tokens.joined[index + 1]:
        parent_at = index + 1
    parent = None
    found = longest(heads(), tokens, parent_at) if tokens.joined[parent_at] else None
    if found and tokens.caps[parent_at] | (tokens.keys[parent_at] in ("sở", "bộ")) and found[1].rule in _PARENTS:
        parent = parse_body(tokens, parent_at, depth + 1)
    if parent:
        body = replace(body, last=parent.last, parent=parent)
    elif needed and body.place is None:
        return None
    return body


_PARENTS = frozenset({"territorial", "party_local", "department", "ministry", "fixed"})


def _office(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """Văn phòng of a named body; a bare one is generic."""
    if not tokens.joined[end]:
        return None
    parent = parse_body(tokens, end, depth + 1)
    if parent and parent.head.rule in _PARENTS:
        return Body(first, parent.last, head, parent=parent)
    last, proper = _open_words(tokens, end, business=False)
    if proper and tokens.caps[first]:
        return _with_tail(tokens, Body(first, last, head, core=tokens.slice(end, last)), depth)
    return None


def _investigators(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """Police investigators: named where they have their kind or their police; "cơ quan điều tra" alone is generic."""
    index = end
    if tokens.keys[index] == "(" and tokens.keys[index + 2] == ")":
        index += 3
    if tokens.keys[index] in ("-", "–", "của"):
        index += 1
    parent = parse_body(tokens, index, depth + 1) if tokens.joined[index] else None
    if parent and (parent.head.type == "police" or (parent.sector and parent.sector.name in ("Công an", "Quốc phòng"))):
        if tokens.keys[index - 1] == "của" or index > end + 1:
            return Body(first, end, head)
        return Body(first, parent.last, head, parent=parent)
    if head.name == "Cơ quan điều tra":
        return None
    return Body(first, end, head)


def _named(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """An enterprise, school, hospital: needs a proper name (capitals) or a place."""
    last, proper = _open_words(tokens, end, business=True)
    if head.name == "Chi nhánh":
        parent = parse_body(tokens, end, depth + 1) if tokens.joined[end] else None
        if parent and parent.head.rule in ("named", "unit"):
            return Body(first, parent.last, head, parent=parent)
        if not proper:
            return None
    if not proper:
        if last > end and tokens.caps[first] and head.type in ("hospital", "company"):
            return _with_tail(tokens, Body(first, last, head, core=tokens.slice(end, last)), depth, needed=True)
        if head.type == "hospital" and tokens.joined[end] and (place := match_place(tokens, end)):
            return Body(first, place.end, head, place=place) if head.name == "Trung tâm Y tế" else None
        return None
    return _with_tail(tokens, Body(first, last, head, core=tokens.slice(end, last)), depth)


_RULES: dict[str, Callable[[Tokens, int, int, Head, int], Body | None]] = {
    "fixed": _fixed,
    "fixed_place": _fixed_place,
    "territorial": _territorial,
    "party_local": _party_local,
    "organ": _organ,
    "inspectorate": _inspectorate,
    "ministry": _ministry,
    "department": _department,
    "unit": _unit,
    "office": _office,
    "investigators": _investigators,
    "named": _named,
}


def _open_words(tokens: Tokens, first: int, *, business: bool) -> tuple[int, bool]:
    """Read name words, capitals and connectors from token `first`: (end of the name, whether it has a proper part).

    In business names lower-case words count only before the proper part: behind it they are the sentence's verb.
    """
    index, last, proper = first, first, False
    words, keys, caps, joined = tokens.words, tokens.keys, tokens.caps, tokens.joined
    limit = first + MAX_NAME_TOKENS
    while index < limit and words[index] and joined[index]:
        key = keys[index]
        if key in ("-", "–", "&", "và", "/"):
            if index == first or not joined[index + 1]:
                break
            follows = caps[index + 1] or longest(name_words(), tokens, index + 1)
            if not follows or _starts_body(tokens, index + 1):
                break
            if key == "và" and proper and not (business and not _is_vocabulary(tokens, last - 1)):
                if not longest(name_words(), tokens, index + 1):
                    break
            elif key == "và" and proper:
                break
            index += 1
            continue
        if key == "." and index and keys[index - 1] in ("tp", "st", "q"):
            index += 1
            continue
        if key == "số" and words[index + 1].isalnum() and words[index + 1][:1].isdigit():
            index += 2
            last = index
            continue
        if _starts_body(tokens, index):
            break
        phrase = longest(name_words(), tokens, index)
        if caps[index] or words[index][0].isdigit():
            if words[index][0].isdigit() and (index != last or index == first or len(words[index]) > MAX_NUMBER_CHARS):
                break
            unit = match_unit(tokens, index)
            if unit and index > first and unit[1] != "tỉnh":
                place = match_place(tokens, index)
                if place:
                    index = last = place.end
                    proper = proper or bool(place.name)
                    break
            if phrase:
                index = phrase[0]
            else:
                index += 1
                proper = True
            last = index
            continue
        if phrase and not (business and proper):
            index = phrase[0]
            if not business:
                last = index
            continue
        break
    return last, proper


def _is_vocabulary(tokens: Tokens, index: int) -> bool:
    return longest(name_words(), tokens, index) is not None


_SOLID_TERRITORIAL = frozenset({"công", "ủy", "hội", "tòa", "viện"})


def _starts_body(tokens: Tokens, index: int) -> bool:
    """A body of the closed kinds starts here: an open name ends before it."""
    if not tokens.caps[index] or tokens.keys[index] in ("thường", "thuế"):
        return False
    found = longest(heads(), tokens, index)
    if found is None or found[1].rule not in _CLOSED:
        return False
    return found[1].rule != "territorial" or tokens.words[index].isupper() or tokens.keys[index] in _SOLID_TERRITORIAL
