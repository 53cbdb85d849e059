"""Enterprises, schools and hospitals: a head word and a name of their own."""

from __future__ import annotations

from dataclasses import replace

from ketluan.extraction.agencies.bare_names import opens_sentence
from ketluan.extraction.agencies.bodies import Body, Parse, in_number, is_inside, with_tail
from ketluan.extraction.agencies.lexicon import (
    Head,
    common_names,
    heads,
    longest,
    match_place,
    match_unit,
    name_words,
    press,
    register_place,
)
from ketluan.extraction.agencies.names import proper_key
from ketluan.extraction.agencies.open_words import introduced_end, is_own_number, open_words, starts_body
from ketluan.extraction.agencies.tokens import Tokens

_UNITS = frozenset({"xã", "phường", "huyện", "quận", "trấn", "thôn", "ấp"})
# A coach station or a pagoda is first a place on the map: "từ bến xe X đến cầu Y".
_BUILDINGS = frozenset({"Bến xe", "Bến xe khách", "Chùa"})
_WAYS = frozenset({"từ", "đến", "vực", "quanh", "cạnh", "gần", "khu"})
# In small letters these are kinds of education: "tốt nghiệp cao đẳng Sư phạm".
_CAPITAL_HEADS = frozenset({"tiểu", "mầm", "cao", "đại"})


def read_named(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """An enterprise, school, hospital: needs a name of its own (capitals) or a place."""
    if first and tokens.joined[first] and is_inside(tokens, first):
        return None
    if head.name == "Chi nhánh" and tokens.joined[end]:
        parent = parse(end)
        if parent and parent.head.rule in ("named", "unit"):
            return Body(first, parent.last, head, parent=parent)
    if head.name in ("Trường", "Cảng", "Chùa") and first and tokens.joined[first] and tokens.keys[first - 1] in _UNITS:
        return None  # "xã Trường Yên"
    if head.name in ("Trường", "Cảng") and register_place(tokens, first, "huyện") and not tokens.joined[end + 1]:
        return None
    if tokens.keys[first] in _CAPITAL_HEADS and not (tokens.caps[first] and tokens.caps[end]):
        return None
    if head.name in _BUILDINGS and (not tokens.caps[end] or (first and tokens.keys[first - 1] in _WAYS)):
        return None
    bridge = head.type == "company" and tokens.caps[first] and (not opens_sentence(tokens, first) or _has_form(tokens, end, head))
    last, proper = open_words(tokens, end, business=True, bridge=bridge)
    introduced = introduced_end(tokens, last) if head.type == "company" else None
    if introduced and introduced > end:
        last, proper = introduced, True
    if (
        proper
        and not tokens.caps[first]
        and head.name in _PLAIN_HEADS
        and " ".join(tokens.slice(end, last).split()) in common_names()
    ):
        return None
    if last == end and head.name in ("Tổng công ty", "Công ty", "Xí nghiệp") and _is_numbered(tokens, end):
        return with_tail(tokens, Body(first, end + 1, head, core=tokens.words[end]), parse)
    if not proper and bridge:
        fields, _ = open_words(tokens, end, business=False)
        field = len(proper_key(f"Công ty {tokens.slice(end, fields)}").split()) if fields > end else 0
        if field >= MIN_FIELD_SYLLABLES and tokens.keys[end] not in _NO_FIELD:
            return with_tail(tokens, Body(first, fields, head, core=tokens.slice(end, fields)), parse)
    if not proper:
        return with_tail(tokens, Body(first, last, head), parse, needed=True) if _is_placed(tokens, first, last, head) else None
    if head.name in ("Chi nhánh", "Doanh nghiệp", "Cảng") and not tokens.caps[first]:
        return None
    if head.name == "Nhà máy" and not tokens.caps[first] and "điện" in tokens.keys[end:last]:
        return None  # a power station is a thing before it is an enterprise
    last = _with_form(tokens, last) if head.type == "company" else last
    return with_tail(tokens, Body(first, last, head, core=tokens.slice(end, last)), parse)


def _has_form(tokens: Tokens, end: int, head: Head) -> bool:
    """A legal form stands behind the head or in it: a name must follow."""
    form = longest(name_words(), tokens, end)
    return (form is not None and form[1] == "form") or "cổ phần" in head.name


_FORMS_BEHIND = (("ctcp",), ("công", "ty", "cổ", "phần"))


def _with_form(tokens: Tokens, last: int) -> int:
    """The legal form behind a dash at the end of a name: "Tổng công ty Mây Biếc - CTCP"."""
    if tokens.words[last] not in ("-", "–"):
        return last
    for form in _FORMS_BEHIND:
        end = last + 1 + len(form)
        if tuple(tokens.keys[last + 1 : end]) != form:
            continue
        if not (tokens.joined[end] and (tokens.caps[end] or longest(name_words(), tokens, end) is not None)):
            return end
    return last


def _is_numbered(tokens: Tokens, index: int) -> bool:
    """A number of two or three digits that is all the name ("Tổng công ty 319"), and no amount."""
    word = tokens.words[index]
    if not (word.isdigit() and 1 < len(word) < 4 and tokens.joined[index]):
        return False
    return is_own_number(tokens, index, index - 1) and _closes(tokens, index + 1)


MIN_FIELD_SYLLABLES = 4  # "Công ty quản lý nhà chung cư": a capital inside the sentence makes so long a field a name
_NO_FIELD = frozenset({"mẹ", "con", "thành", "này", "đầu", "xây", "sản"})
_PLAIN_HEADS = frozenset(
    {"Công ty", "Ngân hàng", "Doanh nghiệp", "Trường", "Bệnh viện", "Tập đoàn", "Hãng", "Khách sạn", "Nhà hàng", "Tổng công ty"}
    | {"Phòng khám", "Đại học", "Siêu thị", "Xí nghiệp", "Hợp tác xã"}
)


def _is_placed(tokens: Tokens, first: int, last: int, head: Head) -> bool:
    """Health centres and hospitals go by their place ("Bệnh viện đa khoa tỉnh", "Trung tâm Y tế huyện")."""
    return (
        head.type == "hospital" and (tokens.caps[first] or tokens.caps[last - 1]) and head.name not in ("Phòng khám", "Nha khoa")
    )


def read_registered(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """The short name of an enterprise of the register ("Vinalines")."""
    if not tokens.caps[first] or in_number(tokens, first, end):
        return None
    if _is_serial(tokens, first, end):
        return Body(first, end + 1, _SERIAL, core=tokens.slice(first, end + 1))  # "Vinalines 3" is a company of the group
    return registered_branch(tokens, first, end, head) or Body(first, end, head)


def registered_branch(tokens: Tokens, first: int, end: int, head: Head) -> Body | None:
    """ "Agribank chi nhánh huyện X", "Vietcombank - Chi nhánh Y"."""
    at = end + (tokens.words[end] in ("-", "–"))
    if head.type != "bank" or (tokens.keys[at], tokens.keys[at + 1]) != ("chi", "nhánh") or not tokens.joined[at + 2]:
        return None
    place = match_place(tokens, at + 2, unnamed=False)
    last = place.end if place else _capitals(tokens, at + 2, MAX_PRESS_TOKENS)
    if last == at + 2:
        return None
    return Body(first, last, _BRANCH, core=f"{head.name} chi nhánh {tokens.slice(at + 2, last)}")


_BRANCH = Head("", "named", "bank", None)
MAX_SERIAL_CHARS = 2
_SERIAL = Head("Công ty", "named", "company", None)


def _is_serial(tokens: Tokens, first: int, end: int) -> bool:
    """A number that belongs to the name stands at `end`."""
    word = tokens.words[end]
    if not tokens.joined[end] or not word.isdigit() or len(word) > MAX_SERIAL_CHARS:
        return False
    return is_own_number(tokens, end, first) and _closes(tokens, end + 1)


def _closes(tokens: Tokens, index: int) -> bool:
    """A mark or a word that is no unit of measure follows: what stands before is no amount."""
    return not tokens.words[index].isalpha() or tokens.keys[index] in _AFTER_SERIAL or not tokens.joined[index]


_AFTER_SERIAL = frozenset(
    {"tại", "do", "của", "và", "đã", "là", "có", "bị", "được", "không", "chưa", "làm", "ở", "với", "phải", "trúng", "ký", "nộp"}
)


# In front of "báo" these make it a verb ("thông báo", "tổng hợp báo Thủ tướng").
_REPORTING = frozenset(
    {"thông", "cảnh", "dự", "họp", "hợp", "tố", "loan", "khai", "mật", "kính", "trình", "để", "phải", "và", "kịp"}
)
_ADDRESSEES = frozenset({"thủ", "chủ", "phó", "bộ", "tổng", "cáo", "chí"})
MAX_PRESS_TOKENS = 6


def read_media(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """A newspaper or journal: of the register of the press, or a name in capitals."""
    if not tokens.joined[end] or (first and tokens.joined[first] and tokens.keys[first - 1] in _REPORTING):
        return None
    known = longest(press(), tokens, end) if tokens.caps[end] else None
    last = known[0] if known else _capitals(tokens, end, MAX_PRESS_TOKENS)
    heading = tokens.words[first].isupper() and tokens.words[end].isupper()
    if known is None and (
        heading or last - end < MIN_PRESS_CAPITALS or tokens.keys[end] in _ADDRESSEES or starts_body(tokens, end)
    ):
        return None
    return _with_city(tokens, Body(first, last, head, core=tokens.slice(end, last)))


MIN_PRESS_CAPITALS = 2


def _with_city(tokens: Tokens, body: Body) -> Body:
    """ "báo Pháp luật TP.HCM"."""
    place = match_place(tokens, body.last, unnamed=False) if tokens.joined[body.last] and tokens.caps[body.last] else None
    return replace(body, last=place.end, place=place) if place else body


def _capitals(tokens: Tokens, first: int, most: int) -> int:
    """The end of the words in capitals from token `first` on, at most `most` of them."""
    last = first
    while last - first < most and tokens.caps[last] and (last == first or tokens.joined[last]):
        if last > first and starts_body(tokens, last):
            break
        last += 1
    return last


# Words between "cơ sở" and a capital that say that no name follows ("cơ sở của Sở X", "cơ sở ở Hà Nội").
_NO_TRADE = frozenset(
    {
        "của", "do", "ở", "tại", "thuộc", "được", "mà", "có", "này", "là", "và", "đã", "trên", "với", "theo", "khi", "cho",
        "đường", "phố", "từ", "bị", "về", "số", "sở", "để", "không", "chưa", "phải", "ông", "bà", "cáo", "luận", "pháp",
        "hạ", "vật", "dữ",
    }
)  # fmt: skip
MAX_TRADE_WORDS = 4


def read_premises(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """A small enterprise named by its trade ("cơ sở sản xuất bánh cốm Mây Biếc"): small words, then a name in capitals."""
    if first and tokens.joined[first] and tokens.keys[first - 1] in ("trên", "chức", "trụ", "cấp", "tuyến"):
        return None
    trade = longest(name_words(), tokens, end) if tokens.caps[end] and tokens.joined[end] else None
    index = trade[0] if trade else end  # "Hộ kinh doanh Lò mổ Mây Biếc"
    while tokens.joined[index] and not tokens.caps[index] and index - end <= MAX_TRADE_WORDS:
        if not tokens.words[index].isalpha() or tokens.keys[index] in _NO_TRADE or longest(heads(), tokens, index):
            return None
        index += 1
    if not tokens.caps[index] or not tokens.joined[index] or tokens.keys[index] == "đảng" or starts_body(tokens, index):
        return None
    if register_place(tokens, index, "") or register_place(tokens, index, "huyện") or match_unit(tokens, index):
        return None
    last = _capitals(tokens, index, MAX_PRESS_TOKENS)
    return Body(first, last, head, core=tokens.slice(end, last)) if last - index > 1 or len(tokens.words[index]) > 4 else None
