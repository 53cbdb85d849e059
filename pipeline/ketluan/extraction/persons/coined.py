"""Bodies that a title names by its own words: "Thứ trưởng Y tế" is of the Bộ Y tế, "Chủ tịch huyện X" of its committee.

And bodies that the administration's grammar gives: "Tỉnh ủy viên" is of the province's party committee,
"Phó Bí thư, Chủ tịch UBND huyện X" of the Huyện ủy X, "Tổng biên tập báo X" of that newspaper.
"""

from __future__ import annotations

import re

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.cues import any_of
from ketluan.extraction.persons.titles import Title, title_at
from ketluan.knowledge.agency_keys import agency_key
from ketluan.knowledge.places import Province, find_province
from ketluan.record import Agency
from ketluan.text.folding import match_key

MAX_TAIL = 80
_UNITS = ("tỉnh", "thành phố", "tp", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn")
_COMMITTEE_OF = {
    "tỉnh": "Tỉnh ủy", "thành phố": "Thành ủy", "tp": "Thành ủy", "huyện": "Huyện ủy", "quận": "Quận ủy", "thị xã": "Thị ủy",
    "xã": "Đảng ủy xã", "phường": "Đảng ủy phường", "thị trấn": "Đảng ủy thị trấn",
}  # fmt: skip
_PLACE = re.compile(rf"\s(?P<unit>(?:{'|'.join(_UNITS)})\.?\s?)?(?P<name>[A-ZĐÀ-Ỹ]\w{{1,6}}(?:[ \-][A-ZĐÀ-Ỹ]\w{{1,6}}){{0,3}})")
_CHIEF = re.compile(r"(?:phó\s)?(?P<noun>tổng cục|chi cục|cục|vụ)\s(?:trưởng|phó)$|^(?P<short>cục|vụ|chi cục)\sphó$")
_CAPITAL = re.compile(r"\s[A-ZĐÀ-Ỹ]")
_GOES_ON = re.compile(r",\s(?=[A-ZĐÀ-Ỹ])")
_MEMBER_OF = {
    "tỉnh ủy viên": "Tỉnh ủy", "thành ủy viên": "Thành ủy", "huyện ủy viên": "Huyện ủy", "quận ủy viên": "Quận ủy",
    "thị ủy viên": "Thị ủy",
}  # fmt: skip
_OF_PROVINCE = frozenset({"Tỉnh ủy", "Thành ủy"})
_OF_STATE = re.compile(r"(?:Ủy ban|Hội đồng) nhân dân (?P<unit>[a-zđà-ỹ]+(?: (?:phố|xã|trấn))?)(?P<rest> .{2,80})")
_STAFF = frozenset({
    "cán bộ", "công chức", "kế toán", "thủ quỹ", "văn thư", "nhân viên", "cán bộ địa chính", "công chức địa chính",
    "kế toán ngân sách",
    "cán bộ tư pháp", "công chức tư pháp", "công chức tư pháp - hộ tịch", "công chức văn phòng",
})  # fmt: skip
_COMMUNE = re.compile(
    r"(?:\s(?!trú\b|ở\b|tại\b)[\w&\-–]{1,12}){0,6}?\s(?P<unit>xã|phường|thị trấn)"
    r"\s[A-ZĐÀ-Ỹ]\w{0,6}(?:[ \-'][A-ZĐÀ-Ỹ]\w{0,6}){0,3}"
)
_PRESS = re.compile(
    r"\s(?:của\s)?(?P<head>(?:báo|tạp chí|tờ)(?:\sđiện tử)?)\s(?P<name>[A-ZĐÀ-Ỹ]\w{0,6}"
    r"(?:\s(?!(?:từ|phụ trách|điều hành|về|lúc|ông|bà|vì"
    rf"|{any_of('no_gap', 'act', 'office_time', 'tail_stop')})\b)[\w&]{{1,8}}){{0,6}})",
)


def coin_body(draft: Draft, title: Title, limit: int) -> tuple[Agency, int] | None:
    """The body and the offset where its words end, from a title and the words behind it; None where they name none.

    A body that the text does not mention elsewhere is entered without mentions.
    """
    if draft.namer is None:
        return None
    tail = draft.text[title.end : min(limit, title.end + MAX_TAIL)]
    if title.body == "press":
        return _press(draft, title, tail)
    commune = _COMMUNE.match(tail) if title.core in _STAFF else None
    if commune:  # "cán bộ tài chính xã X"
        found = draft.namer.read("UBND", tail[commune.start("unit") - 1 :], title.start)
        return (draft.namer.agency(found[0]), title.end + commune.end()) if found else None
    words = _words(title, tail)
    found = draft.namer.read(words[0], tail[words[1] :], title.start) if words else None
    if words is None or found is None:
        return None
    entity, length = found
    end = title.end + words[1] + length
    if _GOES_ON.match(draft.text, end) and title.body in ("office", "ministry") and not title_at(draft.text, end + 2, end + 40):
        return None  # "Cục trưởng Quản lý A, B cổ truyền": the name is cut by its own comma
    return draft.namer.agency(entity), end


def coin_committee(draft: Draft, title: Title, beside: Agency | None) -> Agency | None:
    """The party committee of a member of one, or of a party post written beside an office of state; None where the place is open.

    `beside`: the body of the post that stands next to it.
    """
    if draft.namer is None:
        return None
    head, tail = _MEMBER_OF.get(title.core, ""), ""
    if head in _OF_PROVINCE and beside is not None and beside.province:
        tail = f" {beside.province}"
    elif not head:
        state = _OF_STATE.match(beside.name) if beside else None
        if state is None or state["unit"] not in _COMMITTEE_OF:
            return None
        head, tail = _COMMITTEE_OF[state["unit"]], state["rest"]
    found = draft.namer.read(head, tail, title.start)
    return draft.namer.agency(found[0]) if found else None


def coin_caucus(draft: Draft, title: Title, beside: Agency) -> Agency | None:
    """The "Ban cán sự đảng" of an office of state."""
    found = draft.namer.read("Ban cán sự đảng", f" {beside.name}", title.start) if draft.namer else None
    return draft.namer.agency(found[0]) if draft.namer and found else None


def _press(draft: Draft, title: Title, tail: str) -> tuple[Agency, int] | None:
    """The newspaper behind "Tổng biên tập"; the register of bodies has no newspapers."""
    match = _PRESS.match(tail)
    if match is None:
        return None
    name = f"{match['head'].capitalize()} {' '.join(match['name'].split())}"
    known = next((a for a in draft.agencies if match_key(a.name) == match_key(name)), None)
    if known is None:
        known = Agency(
            id=f"a{len(draft.agencies) + 1}", name=name, type="media", level=None, province=None, parent=None,
            key=agency_key(name, name, "media", None, None, None), successor=None, mentions=[],
        )  # fmt: skip
        draft.agencies.append(known)
    return known, title.end + match.end()


def _words(title: Title, tail: str) -> tuple[str, int] | None:
    """(head words of the body, where in the tail they go on)."""
    chief = _CHIEF.search(title.core)
    if title.body == "ministry" or chief:
        noun = (chief["noun"] or chief["short"]).capitalize() if chief else "Bộ"
        return (noun, 0) if _CAPITAL.match(tail) else None
    if title.body == "board":
        return ("Ban quản lý", 0) if _CAPITAL.match(tail) else None
    unit = next((u for u in _UNITS if title.core.endswith(f"chủ tịch {u}")), None)
    if unit:
        return f"UBND {unit}", 0
    place = _PLACE.match(tail) if title.body in ("party", "chair") else None
    if place is None:
        return None
    if title.body == "chair":
        return ("UBND", 0) if place["unit"] or _province(place["name"]) else None
    province = _province(place["name"])
    kind = (place["unit"] or "").strip(" .").lower()
    if not kind and province is None:
        return None
    kind = kind or ("thành phố" if province and province.is_city else "tỉnh")
    return f"{_COMMITTEE_OF[kind]} ", place.start("name")


def _province(words: str) -> Province | None:
    """The province that the words begin with."""
    parts = words.split(" ")
    return next(filter(None, (find_province(" ".join(parts[:size])) for size in range(len(parts), 0, -1))), None)
