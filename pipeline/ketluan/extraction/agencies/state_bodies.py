"""Bodies of the state and the party, whose names are closed: a head word, a field of government, a place, a parent."""

from __future__ import annotations

from ketluan.extraction.agencies.bodies import (
    GENERIC_NEXT,
    SURE_SYLLABLES,
    Body,
    Parse,
    behind_brackets,
    district_name,
    in_number,
)
from ketluan.extraction.agencies.enterprises import registered_branch
from ketluan.extraction.agencies.lexicon import (
    Head,
    Place,
    capital_run,
    heads,
    longest,
    match_place,
    match_sector,
    match_unit,
    name_words,
    surnames,
)
from ketluan.extraction.agencies.open_words import open_words
from ketluan.extraction.agencies.tokens import Tokens

SHORTEST_SECTOR = 3  # "bộ TP" is hardly a ministry
_TIMES = frozenset(
    {"nhiệm", "thời", "năm", "giai", "khóa", "tháng", "hồ", "vụ", "nội", "kết", "tài", "thông", "dự", "sai"}
)  # "UBND thành phố các nhiệm kỳ …" is one
_LEVELS = frozenset({"thành", "huyện", "quận", "thị", "phường", "xã"})


def read_fixed(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """A body with one name; small letters only where the name is long enough to be no other phrase."""
    words = tokens.words
    if not tokens.caps[first] and not (any(tokens.caps[first:end]) or end - first > SURE_SYLLABLES):
        return None
    if words[first].isupper() and in_number(tokens, first, end):
        return None
    before = tokens.keys[first - 1] if first else ""
    if (head.name == "Quốc hội" and before == "biểu") or (head.name == "Chính phủ" and before == "tướng"):
        return None
    return registered_branch(tokens, first, end, head) or Body(first, end, head)


def read_fixed_place(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """State Bank and State Audit: nationwide, or a regional branch."""
    if in_number(tokens, first, end):
        return None
    zone = end + 2 * ((tokens.keys[end], tokens.keys[end + 1]) == ("chi", "nhánh"))
    if (
        (tokens.keys[zone], tokens.keys[zone + 1]) == ("khu", "vực")
        and tokens.words[zone + 2].isalnum()
        and tokens.joined[zone + 2]
    ):
        return Body(first, zone + 3, head, core=f"{_ZONE_WORDS[head.type]} {tokens.words[zone + 2]}")
    start = end + (tokens.words[end] in ("-", "–"))
    if tokens.keys[start] == "chi" and tokens.keys[start + 1] == "nhánh":
        start += 2
    elif start > end:
        start = end
    place = match_place(tokens, start, unnamed=False) if tokens.joined[start] else None
    return Body(first, place.end if place else end, head, place=place)


_ZONE_WORDS = {"bank": "chi nhánh Khu vực", "audit": "khu vực"}
_WRITTEN_SMALL = frozenset({"Công an", "Cục Thuế", "Chi cục Thuế", "Bảo hiểm xã hội", "Đoàn đại biểu Quốc hội"})


# Bodies that the text may name without their place.
_PLACELESS = frozenset({"mass", "market", "forest", "enforcement", "customs", "statistics", "health", "treasury"})
_NAMED_PLACE_ONLY = frozenset({"Thuế", "Hải quan", "Thống kê"})
_FIELDS_TOO = _NAMED_PLACE_ONLY | {"Thi hành án dân sự"}  # a field of work, unless it has a capital and a place


def read_territorial(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """Needs a place; without one only the standing short forms."""
    if in_number(tokens, first, end):
        return None
    end = behind_brackets(tokens, end)
    if tokens.keys[end] == "tại" and head.type in ("court", "procuracy"):
        end += 1
    if not head.name.endswith("Việt Nam") and tokens.words[end] == "Việt" and tokens.words[end + 1] == "Nam":
        return Body(first, end + 2, head, core="Việt Nam")
    zone = _zone(tokens, first, end, head)
    if zone or (head.name in _FIELDS_TOO and not tokens.caps[first]):
        return zone
    place = None
    if tokens.joined[end] and tokens.keys[end] not in GENERIC_NEXT:
        small = head.name not in _WRITTEN_SMALL and not any(tokens.caps[first:end])
        place = match_place(tokens, end, unnamed=not small) or (None if small else district_name(tokens, end))
    if place is None:
        if head.type in ("people_committee", "people_council") and (_signs(tokens, first) or _stands_alone(tokens, first, end)):
            return Body(first, end, head)
        alone = head.type in _PLACELESS and tokens.caps[first] and tokens.keys[end] not in GENERIC_NEXT
        alone = alone and head.name not in _FIELDS_TOO
        return Body(first, end, head) if alone or head.type == "parliament" else None
    several = tokens.keys[place.end] in GENERIC_NEXT and tokens.keys[place.end + 1] not in _TIMES
    if not place.name and (several or head.name in _NAMED_PLACE_ONLY or _lists_levels(tokens, place.end)):
        return None
    return Body(first, place.end, head, place=place)


def _lists_levels(tokens: Tokens, index: int) -> bool:
    """ "tỉnh, thành phố trực thuộc Trung ương", "xã, phường, thị trấn": every body of these levels is meant, and none by name."""
    if tokens.keys[index] != "," or tokens.keys[index + 1] not in _LEVELS or tokens.caps[index + 1]:
        return False
    after = index + 3 if tokens.keys[index + 2] in ("phố", "trấn", "xã") else index + 2
    return tokens.keys[after] in (",", "trực", "thuộc")


# Bodies whose districts are no units of the state: "Chi cục Thuế khu vực X", "Tòa án nhân dân khu vực 3 - Hà Tĩnh".
_ZONED = frozenset(
    {"court", "procuracy", "tax", "customs", "treasury", "social_insurance", "statistics", "enforcement", "market", "forest"}
)
MAX_ZONE_CAPITALS = 8


def _zone(tokens: Tokens, first: int, end: int, head: Head) -> Body | None:
    """A zone behind the head: "khu vực" or "cơ sở", its number or the places that it joins, perhaps its province."""
    if head.type not in _ZONED or not tokens.joined[end + 1]:
        return None
    if (tokens.keys[end], tokens.keys[end + 1]) not in (("khu", "vực"), ("cơ", "sở"), ("liên", "huyện")) or not tokens.joined[
        end + 2
    ]:
        return None
    last = end + 2
    if tokens.words[last].isdigit() or _is_roman(tokens.words[last]):
        last += 1
        behind = last + (tokens.words[last] in "-–" if tokens.words[last] else 0)
        place = match_place(tokens, behind, unnamed=behind == last) if tokens.joined[behind] else None
        return Body(first, place.end if place else last, head, core=tokens.slice(end, last), place=place)
    while last - end < MAX_ZONE_CAPITALS and tokens.joined[last]:
        if not tokens.caps[last] and not (tokens.words[last] in "-–" and tokens.caps[last + 1]):
            break
        last += 1
    return Body(first, last, head, core=tokens.slice(end, last)) if last > end + 2 else None


def _is_roman(word: str) -> bool:
    return bool(word) and set(word) <= set("IVX")


def _stands_alone(tokens: Tokens, first: int, end: int) -> bool:
    """ "Chủ tịch UBND", "UBND đã giao …": a committee whose place was named before."""
    if not tokens.caps[first] or (first and tokens.joined[first] and tokens.keys[first - 1] in _GENERIC_BEFORE):
        return False
    if not tokens.joined[end]:
        return True
    after = tokens.keys[end]
    return (
        after not in GENERIC_NEXT
        and tokens.words[end] not in "/:-–("
        and match_unit(tokens, end) is None
        and not tokens.caps[end]
    )


_GENERIC_BEFORE = frozenset({"các", "cấp", "những", "mọi", "/", "-", "–"})


def _signs(tokens: Tokens, first: int) -> bool:
    """Behind "TM." (on behalf of) stands the body that signs."""
    return first > 1 and tokens.keys[first - 1] == "." and tokens.keys[first - 2] == "tm"


def read_party_local(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """Tỉnh ủy, Thành ủy, Huyện ủy: the place follows or is the document's."""
    if tokens.keys[end] == "viên":
        return None
    place = (match_place(tokens, end, unnamed=False) or district_name(tokens, end)) if tokens.joined[end] else None
    if place is None and _is_named_behind(tokens, end):
        place = Place("", " ".join(tokens.slice(end, end + 2).split()), end + 2)
    return Body(first, place.end if place else end, head, place=place)


def _is_named_behind(tokens: Tokens, end: int) -> bool:
    """Two syllables that no register knows and that are no person's: "Thành ủy Mây Đông"."""
    if not tokens.joined[end] or capital_run(tokens, end) != end + 2 or tokens.keys[end] in surnames():
        return False
    return tokens.words[end].istitle() and longest(heads(), tokens, end) is None and longest(name_words(), tokens, end) is None


_STANDING = frozenset({"Thường trực", "Ban Thường vụ", "Ban Thường trực"})
_POSTS_OF_ORGANS = frozenset({"tịch", "viên", "ký", "trưởng"})


def read_organ(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """An organ of another body, which must be named behind it."""
    if not tokens.joined[end]:
        return None
    if head.type == "company_organ" and first and tokens.keys[first - 1] in _POSTS_OF_ORGANS and tokens.joined[first]:
        return None  # "chủ tịch HĐQT Công ty X": the position names the company alone
    if tokens.keys[first] == "thường" and first and tokens.keys[first - 1] in ("thư", "tịch", "chức", "viên", "bí"):
        return None
    parent = parse(end)
    if parent is None and tokens.keys[end] == "ủy" and tokens.joined[end + 1] and head.name == "Ban cán sự đảng":
        parent = parse(end + 1)  # "Ban cán sự đảng ủy UBND tỉnh"
    if parent is None and head.name in ("Đảng ủy", "Đảng bộ", "Ban Chấp hành Đảng bộ"):
        place = match_place(tokens, end)
        return Body(first, place.end, head, place=place) if place else None
    if parent is None:
        found = longest(heads(), tokens, end)
        if found is None or found[1].name != "Đảng ủy" or head.type != "party":
            return None
        parent = Body(end, found[0], found[1])
    if head.name in _STANDING and parent.head.rule not in ("party_local", "territorial") and parent.head.name != "Đảng ủy":
        return None
    return Body(first, parent.last, head, parent=parent)


def read_inspectorate(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """Thanh tra of a place, ministry, department; bare "Thanh tra Bộ", "thanh tra sở" too."""
    if not tokens.joined[end]:
        return None
    key = tokens.keys[end]
    if key in ("bộ", "sở"):
        parent = parse(end)
        if parent:
            return Body(first, parent.last, head, parent=parent)
        if tokens.keys[end + 1] in GENERIC_NEXT:
            return None
        return Body(first, end + 1, head, core=tokens.words[end])
    if not tokens.caps[first] and match_unit(tokens, end) is None:
        return None
    found = longest(heads(), tokens, end)
    if found and found[1].type == "people_committee" and tokens.caps[first]:
        committee = parse(end)  # "Thanh tra UBND huyện X" is the inspectorate of the district
        return Body(first, committee.last, head, place=committee.place) if committee and committee.place else None
    if found and found[1].rule in ("unit", "fixed_place") and tokens.caps[end]:
        parent = parse(end)
        return Body(first, parent.last, head, parent=parent) if parent else None
    place = match_place(tokens, end) or district_name(tokens, end)
    if place:
        return Body(first, place.end, head, place=place)
    sector = match_sector(tokens, end)
    if sector and (tokens.caps[end] or tokens.caps[first]):
        place = match_place(tokens, sector[0]) if tokens.joined[sector[0]] else None
        if place or tokens.caps[end]:
            last = place.end if place else sector[0]
            return Body(first, last, head, core=tokens.slice(end, sector[0]), sector=sector[1], place=place)
    return None


def read_ministry(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    found = match_sector(tokens, end) if tokens.joined[end] else None
    if found is None or not found[1].ministry or not (tokens.caps[end] or tokens.caps[first]):
        return None
    before = tokens.keys[first - 1] if first and tokens.joined[first] else ""
    if before in ("cán", "nội", "toàn", "đồng", "cục") and not tokens.caps[first]:
        return None
    if not tokens.caps[first] and found[0] == end + 1 and len(tokens.words[end]) < SHORTEST_SECTOR:
        return None
    return Body(first, found[0], head, core=tokens.slice(end, found[0]), sector=found[1])


def read_department(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    found = match_sector(tokens, end, of="department") if tokens.joined[end] else None
    if found is None:
        return _other_department(tokens, first, end, head)
    if not (tokens.caps[end] or tokens.caps[first]):
        return None
    last, sector = found
    place = match_place(tokens, last) if tokens.joined[last] else None
    return Body(first, place.end if place else last, head, core=tokens.slice(end, last), sector=sector, place=place)


def _other_department(tokens: Tokens, first: int, end: int, head: Head) -> Body | None:
    """A department that the register does not know (older reforms): a field of work in capitals."""
    if not (tokens.caps[first] and tokens.caps[end] and longest(name_words(), tokens, end)):
        return None
    last, _ = open_words(tokens, end, business=False)
    if last == end:
        return None
    place = match_place(tokens, last) if tokens.joined[last] else None
    return Body(first, place.end if place else last, head, core=tokens.slice(end, last), place=place)
