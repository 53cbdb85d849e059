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
    common_names,
    find_head,
    heads,
    longest,
    match_place,
    match_sector,
    match_unit,
    name_words,
    register_place,
    surnames,
)
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.text.dictionary import two_syllable_words

MAX_NAME_TOKENS = 32
MAX_DEPTH = 4
SURE_SYLLABLES = 3  # a fixed name of more syllables is no other phrase, even in small letters
SHORTEST_SECTOR = 3  # "bộ TP" is hardly a ministry
MAX_NUMBER_CHARS = 4  # "Bắc Nam 79", "Health 2000"
_TIMES = frozenset({"nhiệm", "thời", "năm", "giai", "khóa", "tháng"})  # "UBND thành phố các nhiệm kỳ …" is one
_GENERIC_NEXT = frozenset({"các", "cấp", "những", "mọi", "hai", "ba", "này", "nơi"})
_LEVELS = frozenset({"thành", "huyện", "quận", "thị", "phường", "xã"})
_PLURAL = frozenset({"các", "những", "mỗi", "một", "số", "nhiều", "vài"})
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
    owner: Body | None = None  # named behind "thuộc", "của" or in brackets: the parent, but no part of this mention


def parse_owner(tokens: Tokens, body: Body) -> Body | None:
    """The body that `body` is said to belong to just behind its name ("Cục X thuộc Bộ Y", "Phòng A (Sở B)")."""
    index = body.last
    if tokens.keys[index] not in _BELONGING or not tokens.joined[index]:
        return None
    owner = parse_body(tokens, index + 1)
    if owner is None or owner.head.rule not in _PARENTS or (owner.head.rule == "fixed" and owner.head.type == "police"):
        return None
    return owner


_BELONGING = frozenset({"thuộc", "của", "("})
OWNED_RULES = frozenset({"unit", "investigators"})


def parse_body(tokens: Tokens, first: int, depth: int = 0) -> Body | None:
    """The body whose name starts at token `first`; None where none does or the words are generic."""
    found = find_head(tokens, first)
    if found is None or depth > MAX_DEPTH:
        return None
    end, head = found
    before = tokens.keys[first - 1] if first else ""
    if before in _PLURAL and not depth and not any(tokens.caps[first:end]) and not tokens.caps[end]:
        return None  # "các ban quản lý chợ"
    rule = _RULES.get(head.rule)  # other rules mark phrases that are no bodies ("trung tâm thương mại")
    return rule(tokens, first, end, head, depth) if rule else None


def _fixed(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """A body with one name; small letters only where the name is long enough to be no other phrase."""
    words = tokens.words
    if not tokens.caps[first] and not (any(tokens.caps[first:end]) or end - first > SURE_SYLLABLES):
        return None
    if words[first].isupper() and _in_number(tokens, first, end):
        return None
    before = tokens.keys[first - 1] if first else ""
    if (head.name == "Quốc hội" and before == "biểu") or (head.name == "Chính phủ" and before == "tướng"):
        return None
    return Body(first, end, head)


def _in_number(tokens: Tokens, first: int, end: int) -> bool:
    """Inside the number of a document: "31/KL-TTCP"."""
    return bool(first) and tokens.words[first - 1] in "-/" and tokens.ends[first - 1] == tokens.starts[first]


def _fixed_place(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """State Bank and State Audit: nationwide, or a regional branch."""
    if _in_number(tokens, first, end):
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
    if _in_number(tokens, first, end):
        return None
    end = _behind_brackets(tokens, end)
    if tokens.keys[end] == "tại" and head.type in ("court", "procuracy"):
        end += 1
    if not head.name.endswith("Việt Nam") and tokens.words[end] == "Việt" and tokens.words[end + 1] == "Nam":
        return Body(first, end + 2, head, core="Việt Nam")
    place = None
    if tokens.joined[end] and tokens.keys[end] not in _GENERIC_NEXT:
        small = head.name not in _WRITTEN_SMALL and not any(tokens.caps[first:end])
        place = match_place(tokens, end, unnamed=not small) or (None if small else _district_name(tokens, end))
    if place is None:
        if head.type in ("people_committee", "people_council") and _signs(tokens, first):
            return Body(first, end, head)
        alone = head.type in _PLACELESS and tokens.caps[first] and tokens.keys[end] not in _GENERIC_NEXT
        return Body(first, end, head) if alone or head.type == "parliament" else None
    several = tokens.keys[place.end] in _GENERIC_NEXT and tokens.keys[place.end + 1] not in _TIMES
    if not place.name and (several or head.name in _NAMED_PLACE_ONLY or _lists_levels(tokens, place.end)):
        return None
    return Body(first, place.end, head, place=place)


def _lists_levels(tokens: Tokens, index: int) -> bool:
    """ "tỉnh, thành phố trực thuộc Trung ương", "xã, phường, thị trấn": every body of these levels is meant, and none by name."""
    if tokens.keys[index] != "," or tokens.keys[index + 1] not in _LEVELS or tokens.caps[index + 1]:
        return False
    after = index + 3 if tokens.keys[index + 2] in ("phố", "trấn", "xã") else index + 2
    return tokens.keys[after] in (",", "trực", "thuộc")


def _signs(tokens: Tokens, first: int) -> bool:
    """Behind "TM." (on behalf of) stands the body that signs."""
    return first > 1 and tokens.keys[first - 1] == "." and tokens.keys[first - 2] == "tm"


# Bodies that the text may name without their place.
_PLACELESS = frozenset({"mass", "market", "forest", "enforcement", "customs", "statistics"})
_NAMED_PLACE_ONLY = frozenset({"Thuế", "Hải quan", "Kho bạc Nhà nước"})


def _behind_brackets(tokens: Tokens, index: int) -> int:
    """The token behind a bracketed abbreviation ("Ủy ban nhân dân (UBND) tỉnh"), where the name goes on behind it."""
    if tokens.keys[index] == "(" and tokens.keys[index + 2] == ")" and tokens.words[index + 1].isupper():
        going_on = match_unit(tokens, index + 3) or tokens.caps[index + 3] or longest(name_words(), tokens, index + 3)
        return index + 3 if going_on and tokens.joined[index + 3] else index
    return index


def _district_name(tokens: Tokens, first: int) -> Place | None:
    """ "Công an Bến Lức": a district without its kind."""
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
    if head.type == "company_organ" and first and tokens.keys[first - 1] in _POSTS_OF_ORGANS and tokens.joined[first]:
        return None  # "chủ tịch HĐQT Công ty X": the position names the company alone
    if tokens.keys[first] == "thường" and first and tokens.keys[first - 1] in ("thư", "tịch", "chức", "viên", "bí"):
        return None
    parent = parse_body(tokens, end, depth + 1)
    if parent is None and head.name == "Đảng ủy":
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


_STANDING = frozenset({"Thường trực", "Ban Thường vụ"})
_POSTS_OF_ORGANS = frozenset({"tịch", "viên", "ký", "trưởng"})


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
    if found and found[1].type == "people_committee" and tokens.caps[first]:
        committee = parse_body(tokens, end, depth + 1)  # "Thanh tra UBND huyện X" is the inspectorate of the district
        return Body(first, committee.last, head, place=committee.place) if committee and committee.place else None
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
    before = tokens.keys[first - 1] if first and tokens.joined[first] else ""
    if before in ("cán", "nội", "toàn", "đồng", "cục") and not tokens.caps[first]:
        return None
    if not tokens.caps[first] and found[0] == end + 1 and len(tokens.words[end]) < SHORTEST_SECTOR:
        return None
    return Body(first, found[0], head, core=tokens.slice(end, found[0]), sector=found[1])


def _department(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
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
    last, _ = _open_words(tokens, end, business=False)
    if last == end:
        return None
    place = match_place(tokens, last) if tokens.joined[last] else None
    return Body(first, place.end if place else last, head, core=tokens.slice(end, last), place=place)


def _unit(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """A unit of the state: its field of work, then a place or the body that it belongs to."""
    division = _division(tokens, first, end, head)
    if division:
        return _with_tail(tokens, division, depth)
    if tokens.keys[end] == "chống" or (first and tokens.joined[first] and _is_inside(tokens, first)):
        return None
    last, named = _open_words(tokens, end, business=False)
    if last == end:
        return _numbered(tokens, first, end, head, depth) or _placed_unit(tokens, first, end, head, depth)
    if not tokens.caps[first] and not _small_unit(tokens, end, last, head):
        return None
    field = _opens_with_field(tokens, end) if tokens.caps[end] else named or _is_capital_inside(tokens, first, last)
    if head.name in _WEAK_HEADS and not field:
        return None
    return _with_tail(tokens, Body(first, last, head, core=tokens.slice(end, last)), depth)


# Syllables that make one word with a head word behind them ("văn phòng", "thị trường", "đa khoa").
_BEFORE_INNER = frozenset(
    {"văn", "quốc", "dự", "đề", "hải", "đa", "chuyên", "bách", "nha", "thị", "môi", "hiện", "lập", "quảng", "công", "nông"}
)


def _is_capital_inside(tokens: Tokens, first: int, last: int) -> bool:
    """A head with a capital in the middle of a sentence is a name ("của Vụ bảo tồn thiên nhiên"), if more words follow."""
    before = tokens.words[first - 1] if first and tokens.joined[first] else ""
    return tokens.caps[first] and before[:1].islower() and last - first > MIN_INSIDE_TOKENS


MIN_INSIDE_TOKENS = 3


def _opens_with_field(tokens: Tokens, index: int) -> bool:
    """A field of work or another word of the language, not a proper name ("Đội Cấn" is a street)."""
    return longest(name_words(), tokens, index) is not None or _is_word(tokens, index) or tokens.words[index].isupper()


def _is_inside(tokens: Tokens, first: int) -> bool:
    """The head word is the end of a longer word or of a person's name: "văn phòng", "Nguyễn Văn Khoa"."""
    before = tokens.keys[first - 1]
    if not tokens.caps[first] and before in _BEFORE_INNER:
        return True
    return tokens.caps[first] and tokens.caps[first - 1] and tokens.words[first - 1].istitle() and before in surnames()


def _division(tokens: Tokens, first: int, end: int, head: Head) -> Body | None:
    """A division named after a sector ("Phòng TN&MT"), where its name ends with the sector."""
    if head.name != "Phòng" or not (tokens.caps[first] or tokens.caps[end]):
        return None
    found = match_sector(tokens, end) if tokens.joined[end] else None
    if (
        found is None
        or tokens.keys[found[0]] in ("và", "-")
        or (tokens.joined[found[0]] and longest(name_words(), tokens, found[0]) and not match_place(tokens, found[0]))
    ):
        return None
    return Body(first, found[0], head, core=found[1].name, sector=found[1])


def _small_unit(tokens: Tokens, end: int, last: int, head: Head) -> bool:
    """Whether a unit whose head is in small letters is named, not described ("trung tâm thương mại" is a place)."""
    if tokens.caps[end]:
        if head.name == "Trung tâm" and longest(name_words(), tokens, end) is None:
            return False
        return head.name not in _WEAK_HEADS or (head.name in _OFTEN_SMALL and longest(name_words(), tokens, end) is not None)
    if head.name in ("Phòng", "Ban quản lý"):
        return True
    return any(tokens.caps[end:last]) and head.name not in _WEAK_HEADS and longest(name_words(), tokens, end) is not None


def _numbered(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """ "Cục II", "Ban Quản lý dự án 85"."""
    word = tokens.words[end]
    if head.name not in _NUMBERED or not tokens.joined[end]:
        return None
    if not ((word.isdigit() and len(word) < MAX_NUMBER_CHARS) or word in ("I", "II", "III", "IV")) or tokens.words[end + 1] in (
        "/",
        "%",
    ):
        return None
    return _with_tail(tokens, Body(first, end + 1, head, core=word), depth)


_OFTEN_SMALL = frozenset({"Hội đồng", "Cục", "Ban", "Khoa", "Trạm", "Hạt", "Viện"})
_NUMBERED = frozenset({"Cục", "Vụ", "Ban quản lý dự án", "Quân khu", "Binh đoàn"})


_WEAK_HEADS = frozenset(
    {"Ban", "Vụ", "Hội", "Tổ", "Khoa", "Hạt", "Đội", "Trạm", "Quỹ", "Viện", "Đài", "Hội đồng", "Liên hiệp", "Cục", "Ủy ban"}
)


def _placed_unit(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """Full names that need no words of their own ("Bộ Tư lệnh", "Trung tâm Phục vụ hành chính công")."""
    if " " not in head.name or head.name in _INCOMPLETE_HEADS:
        return None
    whole = end - first > SURE_SYLLABLES
    if not tokens.caps[first] and not whole:
        return None
    return _with_tail(tokens, Body(first, end, head), depth, needed=not whole)


_INCOMPLETE_HEADS = frozenset(
    {"Ban quản lý", "Tổng cục", "Chi cục", "Trung tâm", "Hiệp hội", "Hội đồng", "Liên hiệp", "Ban quản lý dự án"}
)


def _with_tail(tokens: Tokens, body: Body, depth: int, *, needed: bool = False) -> Body | None:
    """A place or a parent directly behind a name; both may stand with a dash between."""
    index = body.last
    if not tokens.joined[index]:
        return None if needed else body
    branch = _branch(tokens, body) if body.head.type == "bank" else None
    if branch:
        return branch
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


def _branch(tokens: Tokens, body: Body) -> Body | None:
    """ "Ngân hàng X - chi nhánh Y"."""
    index = body.last + (tokens.keys[body.last] in ("-", "–"))
    if tokens.keys[index] != "chi" or tokens.keys[index + 1] != "nhánh" or not tokens.joined[index + 2]:
        return None
    place = match_place(tokens, index + 2, unnamed=False)
    return replace(body, last=place.end, core=f"{body.core} chi nhánh", place=place) if place else None


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
    """An enterprise, school, hospital: needs a name of its own (capitals) or a place."""
    if first and tokens.joined[first] and _is_inside(tokens, first):
        return None
    if head.name == "Chi nhánh" and tokens.joined[end]:
        parent = parse_body(tokens, end, depth + 1)
        if parent and parent.head.rule in ("named", "unit"):
            return Body(first, parent.last, head, parent=parent)
    if head.name in ("Trường", "Cảng") and register_place(tokens, first, "huyện") and not tokens.joined[end + 1]:
        return None
    if tokens.keys[first] in _CAPITAL_HEADS and not (tokens.caps[first] and tokens.caps[end]):
        return None
    last, proper = _open_words(tokens, end, business=True)
    if proper and not tokens.caps[first] and " ".join(tokens.slice(end, last).split()) in common_names():
        return None
    if not proper:
        return _with_tail(tokens, Body(first, last, head), depth, needed=True) if _is_placed(tokens, first, last, head) else None
    if head.name in ("Chi nhánh", "Nhà máy", "Doanh nghiệp", "Cảng") and not tokens.caps[first]:
        return None
    return _with_tail(tokens, Body(first, last, head, core=tokens.slice(end, last)), depth)


# In small letters these are kinds of education: "tốt nghiệp cao đẳng Sư phạm".
_CAPITAL_HEADS = frozenset({"tiểu", "mầm", "cao", "đại"})


def _is_placed(tokens: Tokens, first: int, last: int, head: Head) -> bool:
    """Health centres and hospitals go by their place ("Bệnh viện đa khoa tỉnh", "Trung tâm Y tế huyện")."""
    return (
        head.type == "hospital" and (tokens.caps[first] or tokens.caps[last - 1]) and head.name not in ("Phòng khám", "Nha khoa")
    )


def _registered(tokens: Tokens, first: int, end: int, head: Head, depth: int) -> Body | None:
    """The short name of an enterprise of the register ("Vinalines")."""
    if not tokens.caps[first] or _in_number(tokens, first, end):
        return None
    if _is_serial(tokens, first, end):
        return Body(first, end + 1, _SERIAL, core=tokens.slice(first, end + 1))  # "Vinalines 3" is a company of the group
    return Body(first, end, head)


MAX_SERIAL_CHARS = 2
_SERIAL = Head("Công ty", "named", "company", None)


def _is_serial(tokens: Tokens, first: int, end: int) -> bool:
    """A number that belongs to the name stands at `end`."""
    word = tokens.words[end]
    if not tokens.joined[end] or not word.isdigit() or len(word) > MAX_SERIAL_CHARS:
        return False
    return _is_own_number(tokens, end, first) and _closes(tokens, end + 1)


def _closes(tokens: Tokens, index: int) -> bool:
    """A mark or a word that is no unit of measure follows: what stands before is no amount."""
    return not tokens.words[index].isalpha() or tokens.keys[index] in _AFTER_SERIAL or not tokens.joined[index]


_AFTER_SERIAL = frozenset({"tại", "do", "của", "và", "đã", "là", "có", "bị", "được", "không", "chưa", "làm", "ở", "với", "phải"})


_RULES: dict[str, Callable[[Tokens, int, int, Head, int], Body | None]] = {
    "fixed": _fixed,
    "registered": _registered,
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


_NO_NAME = frozenset({"ảnh", "nguồn", "tto", "theo", "ngày", "thôn", "số", "video", "clip", "đ", "xem"})


def _open_words(tokens: Tokens, first: int, *, business: bool) -> tuple[int, bool]:
    """Read name words, capitals and connectors from token `first`: (end of the name, whether it has a name of its own).

    Small letters are read where the words are known to stand in names. Behind a proper part in capitals they are the sentence's
    verb. A field of work that is also a verb, and what stands behind a comma, belongs to a business name only when the proper
    part follows ("Công ty Cơ khí, Vận tải Bình Minh"); elsewhere such a verb must open the name.
    """
    index, last, named, proper, held, before = first, first, False, False, "", ""
    words, keys, caps, joined = tokens.words, tokens.keys, tokens.caps, tokens.joined
    limit = first + MAX_NAME_TOKENS
    while index < limit and words[index] and joined[index]:
        key = keys[index]
        if key in _CONNECTORS:
            if index == first or not _goes_on(tokens, index, proper=proper, business=business):
                break
            held = "comma" if key == "," and business else held
            index += 1
            continue
        if key == "." and keys[index - 1] in ("tp", "st", "q"):
            index += 1
            continue
        if key == "(" and (behind := _behind_brackets(tokens, index)) > index and not named:
            index = behind  # "Công ty Cổ phần (CP) Mây Biếc"
            continue
        if key == "số" and words[index + 1][:1].isdigit() and index > first:
            index = last = index + 2
            named = True
            continue
        if _starts_body(tokens, index) or (caps[index] and (key in _NO_NAME or (named and _starts_unit(tokens, index)))):
            break
        if match_unit(tokens, index) and (place := match_place(tokens, index, unnamed=False)):
            return place.end, True
        if key == "tp":
            return index + 1, True  # "TP" without a name is the tail of the name
        phrase = longest(name_words(), tokens, index)
        if caps[index]:
            if _is_person(tokens, index, first, business=business, named=named):
                break
            named = named or phrase is None or phrase[1] != "form"
            word = 2 if phrase is None and not proper and _is_word(tokens, index) else 0
            closing = (phrase is None and not word) or (phrase is not None and phrase[1] == "place")
            proper = proper or (phrase is None and not word)
            before = phrase[1] if phrase else "field"
            index = phrase[0] if phrase else index + (word or 1)
            if closing or held != "comma":
                held, last = "", index
            continue
        if words[index][0].isdigit():
            if index == last and _is_own_number(tokens, index, first):
                last = index + 1
            elif business and before == "form" and not named and _is_own_number(tokens, index, first):
                last, named = index + 1, True  # "Công ty cổ phần 28"
            break
        inner = longest(heads(), tokens, index) if business and not named else None
        if inner and inner[1].rule == "named" and inner[0] > index + 1:
            index = inner[0]  # "Công ty TNHH phòng khám đa khoa …"
            continue
        if phrase is None or proper or (phrase[1] == "verb" and not business and before == "field"):
            break
        index, before = phrase[0], phrase[1]
        if business and phrase[1] == "verb":
            held = held or "verb"
        elif held == "verb":
            held = ""
        if not held and (not business or named):
            last = index
    return last, named


def _is_word(tokens: Tokens, index: int) -> bool:
    """A capital that begins a word of the language goes on in small letters ("Kim khí", "Thi hành")."""
    after = index + 1
    if tokens.caps[after] or not tokens.joined[after]:
        return False
    return f"{tokens.keys[index]} {tokens.keys[after]}" in two_syllable_words()


def _starts_unit(tokens: Tokens, index: int) -> bool:
    """Another unit or enterprise starts here ("… nội địa Trung tâm …")."""
    found = longest(heads(), tokens, index)
    if found is None or found[1].rule not in ("unit", "named", "office") or found[0] == index + 1:
        return False
    return longest(name_words(), tokens, index) is None


_AMOUNTS = frozenset(
    {"tỉ", "tỷ", "triệu", "nghìn", "ha", "m2", "người", "hộ", "lô", "căn", "dự", "năm", "đồng", "trường", "cán", "%", "/"}
)


def _is_own_number(tokens: Tokens, index: int, first: int) -> bool:
    """A number that belongs to the name ("Bắc Nam 79"), not an amount behind it."""
    if tokens.keys[index + 1] in (",", ".") and tokens.words[index + 2][:1].isdigit():
        return False  # "75,01 %"
    return index > first and len(tokens.words[index]) <= MAX_NUMBER_CHARS and tokens.keys[index + 1] not in _AMOUNTS


_CONNECTORS = frozenset({"-", "–", "&", "và", "/", ","})


def _goes_on(tokens: Tokens, index: int, *, proper: bool, business: bool) -> bool:
    """Whether a name goes on behind the connector at `index`."""
    after, mark = index + 1, tokens.keys[index]
    if not tokens.joined[after] or tokens.keys[after] in _NO_NAME or _starts_body(tokens, after):
        return False
    head = longest(heads(), tokens, after)
    word = longest(name_words(), tokens, after)
    if head and head[1].rule == "registered":
        return False
    if head and tokens.caps[after] and head[1].rule in ("unit", "named", "office") and (mark in (",", "và") or not word):
        return False
    if mark == ",":
        if business:
            return word is not None and tokens.caps[after] and not proper
        # "Bảo vệ, chăm sóc trẻ em": in small letters, a field that is also a verb.
        return word is not None and not proper and not tokens.caps[after] and not tokens.caps[index - 1] and word[0] > after + 1
    if mark == "và":
        return word is not None and not proper
    return tokens.caps[after] or (word is not None and not proper)


def _is_person(tokens: Tokens, index: int, first: int, *, business: bool, named: bool) -> bool:
    """A full name of a person starts here, behind the body's name ("giám đốc Ban Quản lý dự án Nguyễn Văn An").

    Schools and clinics bear people's names, so a business name must have a name of its own before.
    """
    if index == first or (business and not named) or tokens.words[index - 1] in "-–":
        return False
    if tokens.keys[index] not in surnames() or longest(name_words(), tokens, index):
        return False
    if tokens.caps[index - 1] and tokens.keys[index + 1] not in ("văn", "thị"):
        return False
    end = index
    while tokens.words[end] and tokens.caps[end] and (end == index or tokens.joined[end]) and end - index < MAX_PERSON + 1:
        end += 1
    return end - index in (3, MAX_PERSON) and not register_place(tokens, index, "") and not register_place(tokens, index, "huyện")


MAX_PERSON = 4


_SOLID_NAMED = frozenset({"Công ty"})
_SOLID_TERRITORIAL = frozenset({"công", "ủy", "hội", "tòa", "viện"})


def _starts_body(tokens: Tokens, index: int) -> bool:
    """A body of the closed kinds starts here: an open name ends before it."""
    if not tokens.caps[index] or tokens.keys[index] in ("thường", "thuế"):
        return False
    found = longest(heads(), tokens, index)
    if found is None or found[1].rule not in _CLOSED:
        return found is not None and found[1].name in _SOLID_NAMED
    if found[1].rule in ("department", "ministry") and not match_sector(tokens, found[0]):
        return False  # "Yên Sở" is a place
    return found[1].rule != "territorial" or tokens.words[index].isupper() or tokens.keys[index] in _SOLID_TERRITORIAL
