"""Units of the state with open names: divisions, centres, boards, offices, and the investigators of the police."""

from __future__ import annotations

from dataclasses import replace

from ketluan.extraction.agencies.bare_names import opens_sentence
from ketluan.extraction.agencies.bodies import MAX_NUMBER_CHARS, PARENTS, SURE_SYLLABLES, Body, Parse, is_inside, with_tail
from ketluan.extraction.agencies.lexicon import Head, longest, match_place, match_sector, name_words
from ketluan.extraction.agencies.open_words import is_word, open_words
from ketluan.extraction.agencies.tokens import Tokens


def read_unit(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """A unit of the state: its field of work, then a place or the body that it belongs to."""
    if head.name == "Công đoàn" and tokens.caps[first] and tokens.joined[end]:
        house = parse(end)
        if house and house.head.rule == "named":
            return Body(first, house.last, replace(head, rule="organ"), parent=house)  # "Công đoàn Công ty Mây Biếc"
    division = _division(tokens, first, end, head)
    if division:
        return with_tail(tokens, division, parse)
    if tokens.keys[end] == "chống" or (first and tokens.joined[first] and is_inside(tokens, first)):
        return None
    short = end == first + 1 and tokens.words[first].isupper()  # "BQLDA chia gói thầu": a verb follows
    bridge = tokens.caps[first] and head.name in _BRIDGING and not short and not opens_sentence(tokens, first)
    last, named = open_words(tokens, end, business=False, bridge=bridge)
    if last == end:
        return _numbered(tokens, first, end, head, parse) or _placed_unit(tokens, first, end, head, parse)
    if not any(tokens.caps[first:end]) and not _small_unit(tokens, end, last, head):
        return None
    field = _opens_with_field(tokens, end) if tokens.caps[end] else named or _is_capital_inside(tokens, first, last)
    if head.name in _WEAK_HEADS and not field and not _is_owned(tokens, last, parse):
        return None
    return with_tail(tokens, Body(first, last, head, core=tokens.slice(end, last)), parse)


_BRIDGING = frozenset({"Ban quản lý", "Ban quản lý dự án", "Trung tâm", "Khu bảo tồn", "Ban Chỉ đạo"})


def _is_owned(tokens: Tokens, last: int, parse: Parse) -> bool:
    """ "Tổ thẩm định thuộc Bộ Y": the body that it belongs to makes it a body."""
    if tokens.keys[last] != "thuộc" or not tokens.joined[last + 1]:
        return False
    owner = parse(last + 1)
    return owner is not None and owner.head.rule in PARENTS


def _is_capital_inside(tokens: Tokens, first: int, last: int) -> bool:
    """A head with a capital in the middle of a sentence is a name ("của Vụ bảo tồn thiên nhiên"), if more words follow."""
    before = tokens.words[first - 1] if first and tokens.joined[first] else ""
    return tokens.caps[first] and before[:1].islower() and last - first > MIN_INSIDE_TOKENS


MIN_INSIDE_TOKENS = 3


def _opens_with_field(tokens: Tokens, index: int) -> bool:
    """A field of work or another word of the language, not a proper name ("Đội Cấn" is a street)."""
    return longest(name_words(), tokens, index) is not None or is_word(tokens, index) or tokens.words[index].isupper()


def _division(tokens: Tokens, first: int, end: int, head: Head) -> Body | None:
    """A division named after a sector ("Phòng TN&MT"), where its name ends with the sector."""
    if head.name != "Phòng" or not (tokens.caps[first] or tokens.caps[end]):
        return None
    found = match_sector(tokens, end) if tokens.joined[end] else None
    if (
        found is None
        or tokens.keys[found[0]] in ("và", "-", "–", "thường", "tiểu", "mầm", "nước")
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


_OFTEN_SMALL = frozenset({"Hội đồng", "Cục", "Ban", "Khoa", "Trạm", "Hạt", "Viện"})
_NUMBERED = frozenset(
    {"Cục", "Vụ", "Ban quản lý dự án", "Quân khu", "Binh đoàn", "Phòng Nghiệp vụ", "Lữ đoàn", "Sư đoàn", "Trung đoàn"}
)
_WEAK_HEADS = frozenset(
    {"Ban", "Vụ", "Hội", "Tổ", "Khoa", "Hạt", "Đội", "Trạm", "Quỹ", "Viện", "Đài", "Hội đồng", "Liên hiệp", "Cục", "Ủy ban"}
)


def _numbered(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """ "Cục II", "Ban Quản lý dự án 85", "Đội Quản lý thị trường số 4"."""
    if head.name == "Vụ" and not tokens.caps[first]:
        return None  # "vụ 15 người"
    at = end + (tokens.keys[end] == "số" and end - first > 1)
    word = tokens.words[at]
    if not (head.name in _NUMBERED or at > end or end - first > SURE_SYLLABLES) or not tokens.joined[at]:
        return None
    number = (word.isdigit() and len(word) < MAX_NUMBER_CHARS) or word in ("I", "II", "III", "IV", "V")
    if not number or tokens.words[at + 1] in ("/", "%"):
        return None
    return with_tail(tokens, Body(first, at + 1, head, core=tokens.slice(end, at + 1)), parse)


_INCOMPLETE_HEADS = frozenset(
    {"Ban quản lý", "Tổng cục", "Chi cục", "Trung tâm", "Hiệp hội", "Hội đồng", "Liên hiệp", "Ban quản lý dự án"}
)


def _placed_unit(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """Full names that need no words of their own ("Bộ Tư lệnh", "Trung tâm Phục vụ hành chính công")."""
    if " " not in head.name or head.name in _INCOMPLETE_HEADS:
        return None
    whole = end - first > SURE_SYLLABLES
    if not tokens.caps[first] and not whole:
        return None
    return with_tail(tokens, Body(first, end, head), parse, needed=not whole or head.type == "fund")


def read_office(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """Văn phòng of a named body; a bare one is generic."""
    if not tokens.joined[end]:
        return None
    parent = parse(end)
    if parent and parent.head.rule in PARENTS:
        return Body(first, parent.last, head, parent=parent)
    last, proper = open_words(tokens, end, business=False)
    if proper and tokens.caps[first]:
        return with_tail(tokens, Body(first, last, head, core=tokens.slice(end, last)), parse)
    return None


def read_investigators(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """Police investigators: named where they have their kind or their police; "cơ quan điều tra" alone is generic."""
    index = end
    if tokens.keys[index] == "(" and tokens.keys[index + 2] == ")":
        index += 3
    if tokens.keys[index] in ("-", "–", "của"):
        index += 1
    parent = parse(index) if tokens.joined[index] else None
    if parent and (parent.head.type == "police" or (parent.sector and parent.sector.name in ("Công an", "Quốc phòng"))):
        if tokens.keys[index - 1] == "của" or index > end + 1:
            return Body(first, end, head)
        return Body(first, parent.last, head, parent=parent)
    if head.name == "Cơ quan điều tra":
        return None
    return Body(first, end, head)
