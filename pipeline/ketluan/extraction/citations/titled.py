"""Heads that carry a title: laws, codes, ordinances, the constitution, and party resolutions named by their congress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketluan.extraction.citations.dates import date_after, year_after
from ketluan.extraction.citations.doctypes import type_by_id
from ketluan.extraction.citations.heads import Head
from ketluan.extraction.citations.symbols import Numbered, match_number
from ketluan.extraction.citations.wordlists import words
from ketluan.knowledge.laws import TitleMatch, TitleNode, law_register
from ketluan.text.folding import fold_same_length, strip_marks

_WORD = re.compile(r"[^\W\d_]+(?:&[^\W\d_]+)?")
_SEPARATOR = re.compile(r"\s{1,10}|\s?,\s{0,3}|\s{1,2}-\s{1,2}|\s?&\s?|-|/")
_CODES = re.compile(r"\bBL(?:HS|DS|TTHS|TTDS|LĐ)\b")
_CONSTITUTION = re.compile(r"hiến pháp(?:\s(?:nước cộng hòa xã hội chủ nghĩa việt nam))?(?:\snăm)?\s((?:19|20)\d\d)(?!\d)")
# On a window without marks: OCR changes them ("sửa đôi, bô sung").
_AMENDING = re.compile(
    r"\s{1,3}sua\s{1,2}doi(?:(?:\s?[,;]\s{0,2}|\s{1,2}va\s{1,2}|\s{1,3})bo\s{1,2}sung)?"
    r"(?P<some>\s{1,3}mot\s{1,2}so\s{1,2}(?:dieu|noi\s{1,2}dung)|\s{1,3}cac\s{1,2}dieu)?"
)
_AMENDING_WINDOW = 60
_ISSUED_WITH = re.compile(r"[^.;\n]{0,60}?ban\shành\s(?:kèm\s)?theo\s", re.IGNORECASE)
# "Bộ luật Hình sự (BLHS) năm 1999": a short name in brackets between the title and its year or number.
_SHORT_NAME = re.compile(r"\s\((?:[A-ZĐ]{2,8}|sau đây[^()\n]{1,50})\)(?=,?\s(?:(?:năm\s)?(?:19|20)\d\d|số\s\d|ngày\s\d))")
_OF = re.compile(r"\s{1,3}(?:c[uủ]a\s{1,3})?(?:các\s{1,3}|[0-9]{1,2}\s{1,2})?(?=(?:bộ\s{1,2})?lu[aâậ]t|pháp lệnh)")
_LAW_WORD = re.compile(r"bộ\s{1,2}lu[aâậ]t|lu[aâậ]t|pháp lệnh")
_NEXT_LAW = re.compile(r"(?:\s?,\s{0,3}(?:v[aàạ]\s{1,2})?|\s?;\s{0,3}|\s{1,3}v[aàạ]\s{1,3})(?=(?:bộ\s{1,2})?lu[aâậ]t|pháp lệnh)")
_AMENDED_NOTE = re.compile(
    r"\s?\(\s?(?:đã\s|được\s){0,2}(?:sửa đổi|sđ)[^()\n]{0,40}\)|\s{1,2}sửa đổi(?=\s(?:năm\s)?(?:19|20)\d\d)", re.IGNORECASE
)
_YEARS_LEAD = re.compile(r"\s{1,3}(?:các\s{1,3})?năm\s{1,3}((?:19|20)\d\d)(?=\s?,|\s{1,3}và\s)(?!\d)")
_NUMBER_BEHIND = re.compile(r"\s?\(\s?(?:luật\s)?(?:số\s{0,2}:?\s{0,2})?(?=\d)|,?\s{1,2}số\s{1,2}|\s[-–]\s", re.IGNORECASE)
_LAW_SYMBOLS = ("QH", "UBTVQH", "PL", "L-", "LCT", "L/")
_NEXT_YEAR = re.compile(
    r"(?:\s?,\s{0,2}|\s{1,3}và\s{1,3})(?:năm\s{1,3})?((?:19|20)\d\d)(?=\s?[.;)]|\s{1,3}(?:của|và|về|quy|thì|đều|$)|\s?,\s?(?:19|20)\d\d|$)"
)
_NUMBER_LEAD = re.compile(r"(?:\s{0,2}[,:])?\s{0,3}(?:\(\s?)?(?:luật\s{1,2})?(?:số\s{0,2}:?\s{0,3})?(?=\d)", re.IGNORECASE)
_SESSION = r"(?:\d{1,2}|[xivlc]{1,5}|[a-zà-ỹ]{2,5})"
_TERM = r"(?:\s?,?\s\(?kh(?:óa|oá)\s[xivlc]{1,5}\)?)"
_CENTRAL = r"(?:ban\schấp\shành\s)?(?:trung\sương|tw|tư)(?:\sđảng)?"
_PARTY = re.compile(
    rf"nghị\squyết\s(?:hội\snghị\s(?:lần\sthứ\s{_SESSION}\s(?:của\s)?{_CENTRAL}|{_CENTRAL}\slần\sthứ\s{_SESSION}){_TERM}?"
    rf"|{_CENTRAL}\s(?:lần\sthứ\s)?(?:\d{{1,2}}(?!\d){_TERM}?|{_SESSION}{_TERM})"
    r"|đại\shội(?:\s[^\s,.;:()\d]{1,8}){0,10}?\slần\sthứ\s(?:[xivlc]{1,6}|\d{1,2})(?!\w))"
)
_NEXT_TYPE = re.compile(r"(?:Nghị định|Thông tư|Quyết định|Nghị quyết|Pháp lệnh|Bộ luật|Luật)\b")
# "pháp luật đất đai", "kỷ luật lao động", "quy luật cạnh tranh" name no law.
_NEVER_AFTER = ("pháp", "kỷ", "kỉ", "quy", "quân")
_NO_UNKNOWN_AFTER = frozenset(words("no_title_behind"))
_NO_TITLE = frozenset(words("no_title"))
_STOP = frozenset(words("title_ends"))
# Function words that are the second half of a common word: "thực hiện" as against "hiện".
_NO_STOP_BEHIND = {"hiện": ("thực",), "bị": ("dự", "thiết", "trang", "chuẩn")}
_TREATY = re.compile(r"(?:công|hiệp) ước[^.;\n]{0,40}về\s\Z")  # "Công ước của Liên hợp quốc về Luật Biển"
_MAX_TITLE_WORDS = 24
_MAX_UNKNOWN_WORDS = 10


@dataclass(slots=True)
class _Title:
    end: int
    kind: str
    name: str
    known: bool


def find_titled(text: str, lower: str) -> list[Head]:
    """Heads with titles in text order, without overlaps; `text` is a matching copy, `lower` the same in lower case."""
    heads: list[Head] = []
    position = 0
    for start, after, kind in sorted(_anchors(text, lower)):
        if start < position:
            continue
        head = _head(text, lower, start, after, kind)
        if head:
            heads.append(head)
            heads += _more_years(text, head)
            position = heads[-1].end
    return heads


def _more_years(text: str, head: Head) -> list[Head]:
    """Further versions in one list of years: "Luật Đất đai năm 2003, 2013", "các năm 2003 và 2013"."""
    if not head.known_title or head.key:
        return []
    more: list[Head] = []
    lead = None if head.year else _YEARS_LEAD.match(text, head.end)
    if lead:
        head.year, head.end = int(lead[1]), lead.end()
    while head.year and (following := _NEXT_YEAR.match(text, more[-1].end if more else head.end)):
        year = int(following[1])
        more.append(version_of(head, following.start(1), following.end()))
        more[-1].year = year
    return more


def version_of(head: Head, start: int, end: int) -> Head:
    """Another document of the same title, named at `start` by a year or a date alone."""
    return Head(
        start, end, head.doctype, title=head.title, known_title=head.known_title, amended=head.amended, amending=head.amending,
        in_list=True, core=start,
    )  # fmt: skip


def _anchors(text: str, lower: str) -> Iterator[tuple[int, int, str]]:
    """Places of "luật", "bộ luật", "pháp lệnh", of BLHS and its like, of the constitution, of party resolutions."""
    for word in ("luật", "luât", "luat"):
        at = lower.find(word)
        while at >= 0:
            end = at + 4
            if not _inside_word(lower, at, end):
                before = lower[max(0, at - 6) : at].rstrip()
                if before.endswith("bộ") and not _inside_word(lower, at - 3, at - 1):
                    yield at - 3, end, "Bộ luật"
                elif not before.endswith(_NEVER_AFTER):
                    yield at, end, "Luật"
            at = lower.find(word, end)
    at = text.find("Quy chế ")
    while at >= 0:
        yield at, at + 7, "Quy chế"
        at = text.find("Quy chế ", at + 8)
    at = lower.find("pháp lệnh")
    while at >= 0:
        if not _inside_word(lower, at, at + 9):
            yield at, at + 9, "Pháp lệnh"
        at = lower.find("pháp lệnh", at + 9)
    if "BL" in text:
        for match in _CODES.finditer(text):
            yield match.start(), match.start(), "Bộ luật"
    if "hiến pháp" in lower:
        for match in _CONSTITUTION.finditer(lower):
            yield match.start(), match.end(), "Hiến pháp"
    if "nghị quyết" in lower:
        for match in _PARTY.finditer(lower):
            yield match.start(), match.end(), "Nghị quyết"


def _inside_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum())


_TYPE_OF = {
    "Luật": "luat", "Bộ luật": "bo_luat", "Pháp lệnh": "phap_lenh", "Hiến pháp": "hien_phap", "Nghị quyết": "nghi_quyet",
    "Quy chế": "quy_che",
}  # fmt: skip


def _head(text: str, lower: str, start: int, after: int, kind: str) -> Head | None:
    doctype = type_by_id(_TYPE_OF[kind])
    if text[after : after + 1] == "\n" and text[start:after].isupper() and (start == 0 or text[start - 1] == "\n"):
        return None  # the heading of the law itself
    if kind == "Hiến pháp":
        year = int(text[after - 4 : after])
        return Head(start, after, doctype, kind, year=year, title=kind, known_title=True, core=start)
    if kind == "Nghị quyết":
        name = re.sub(r"\s+", " ", text[start:after])
        return Head(start, after, doctype, kind, title="N" + name[1:], core=start)
    if kind == "Quy chế":
        return _regulation(text, start, after)
    amending = _AMENDING.match(fold_same_length(lower[after : after + _AMENDING_WINDOW])) if kind != "Pháp lệnh" else None
    if amending:
        return _amending(text, lower, start, after + amending.end(), amending["some"] is not None, kind)
    if after > start and not text[after : after + 1].isspace():
        return None  # "thiết quân luật, tình trạng khẩn cấp"; "luat-dan-su" in an address
    if lower[max(0, start - 3) : start] == "về " and _TREATY.search(lower, max(0, start - 60), start):
        return None
    title = _known(text, after, kind) or _unknown(text, lower, start, after, kind)
    if title is None:
        return None
    head = Head(start, title.end, type_by_id(_TYPE_OF[title.kind]), title.kind, title=f"{title.kind} {title.name}", core=start)
    head.known_title = title.known
    _add_number(text, head)
    return head


def _regulation(text: str, start: int, after: int) -> Head | None:
    """A national regulation that the register has by its title; one issued with an act that is named is part of that act."""
    title = _known(text, after, "Quy chế")
    if title is None or _ISSUED_WITH.match(text, title.end):
        return None
    return Head(start, title.end, type_by_id("quy_che"), "Quy chế", title=f"Quy chế {title.name}", known_title=True, core=start)


def _add_number(text: str, head: Head) -> None:
    """The number, the year and the note of amendment that stand behind a title."""
    note = _AMENDED_NOTE.match(text, head.end) or _SHORT_NAME.match(text, head.end)
    if note:
        head.end = note.end()
    lead = _NUMBER_LEAD.match(text, head.end)
    number = match_number(text, lead.end()) if lead else None
    if number and number.symbol.startswith(_LAW_SYMBOLS):
        head.serial, head.year, head.symbol, head.key = number.serial, number.year, number.symbol, number.key
        head.end = number.end
        if "(" in lead.group() and text[head.end : head.end + 1] == ")":  # type: ignore[union-attr]
            head.end += 1
        return
    year = year_after(text, head.end)
    if year:
        head.year, head.end = year.year, year.end
        note = _AMENDED_NOTE.match(text, head.end)
        head.end = note.end() if note else head.end
        behind = _NUMBER_BEHIND.match(text, head.end)
        number = match_number(text, behind.end()) if behind else None
        closed = number is not None and (text[number.end : number.end + 1] == ")") == ("(" in behind.group())  # type: ignore[union-attr]
        if number and closed and number.symbol.startswith(_LAW_SYMBOLS) and number.year in (None, head.year):
            head.serial, head.year, head.symbol, head.key = number.serial, number.year, number.symbol, number.key
            head.end = number.end + ("(" in behind.group())  # type: ignore[union-attr]


def _walk(text: str, position: int, limit: int = _MAX_TITLE_WORDS) -> Iterator[tuple[str, int, int]]:
    """Words behind `position` with their offsets, while only spaces, commas, dashes and "&" stand between."""
    for _ in range(limit):
        separator = _SEPARATOR.match(text, position)
        word = _WORD.match(text, separator.end()) if separator else _WORD.match(text, position)
        if not word:
            return
        end = word.start() + _glued_at(word.group())
        yield text[word.start() : end], word.start(), end
        if end < word.end():
            return
        position = end


def _glued_at(word: str) -> int:
    """Where a new sentence was glued on ("tưThanh"): the length of the first word."""
    if word.islower() or word.istitle() or word.isupper():
        return len(word)
    return next((i for i in range(1, len(word)) if word[i - 1].islower() and word[i].isupper()), len(word))


def _known(text: str, after: int, kind: str) -> _Title | None:
    """The longest title of the register behind `after`."""
    node: TitleNode | None = law_register().tries[kind]
    best: tuple[TitleMatch, int, int] | None = None
    count = 0
    for word, start, end in _walk(text, after):
        parts = strip_marks(word).split("&")
        if parts == ["va"]:
            continue
        for part in parts:
            node = node.children.get(part) if node else None
        if node is None:
            break
        count += 1
        if node.match:
            best = (node.match, start, end)
            first = start if count == 1 else None
            if first is not None and text[start].islower() and not text[end : end + 6].strip().startswith(("năm", "20", "19")):
                best = None  # "luật giá" in running text is no title; "Luật Giá" is
    return _Title(best[2], best[0].kind, best[0].title, True) if best else None


def _unknown(text: str, lower: str, start: int, after: int, kind: str) -> _Title | None:
    """A title that the register does not have: capitalised, or closed by a year or number."""
    before = lower[max(0, start - 8) : start].split()
    if (before and before[-1] in _NO_UNKNOWN_AFTER) or text[after : after + 3].strip(" ")[:1] == "\n":
        return None  # what stands in the next line is another field or heading
    found: list[tuple[str, int, int]] = []
    closed = False
    for word, begin, end in _walk(text, after, _MAX_UNKNOWN_WORDS + 1):
        if found and _NEXT_TYPE.match(text, begin):
            break
        comma = "," in text[found[-1][2] if found else after : begin]
        stop = word.lower() in _STOP and not (found and found[-1][0].lower() in _NO_STOP_BEHIND.get(word.lower(), ()))
        if stop or (comma and not (found and _continues(found, word))):
            closed = word.lower() in ("năm", "số") and bool(re.match(r"\s{1,2}(?:năm\s)?\d", text[end : end + 8]))
            break
        found.append((word, begin, end))
    while found and found[-1][0].lower() in ("và", "các"):
        found.pop()
    if not found or strip_marks(found[0][0]) in _NO_TITLE or len(found) > _MAX_UNKNOWN_WORDS:
        return None
    capital = text[start].isupper() and found[0][0][0].isupper() and not found[0][0].isupper()
    end = found[-1][2]
    followed_by_year = bool(re.match(r"\s(?:19|20)\d\d(?!\d)", text[end : end + 6]))
    if not (closed or followed_by_year or (capital and len(found) <= 8)):
        return None
    if not capital and (len(found) < 2 or found[0][0].lower() in ("bộ",)):
        return None
    name = re.sub(r"\s+", " ", text[found[0][1] : end])
    return _Title(end, kind, name[0].upper() + name[1:], False)


def _continues(words: list[tuple[str, int, int]], word: str) -> bool:
    """ "Phòng, chống …", "Quản lý, sử dụng …": a comma inside a title stands before a lower-case word."""
    return word[0].islower() and len(words) <= 2


def _is_amending(number: Numbered, amended: str) -> bool:
    """The number is the amending law's own: "Luật sửa đổi … của Luật Xây dựng số 62/2020/QH14".

    So the register says, or it has versions of the amended law, but none of that year.
    """
    register = law_register()
    law = register.by_number(number.key)
    if law is not None and law.trusted:
        return law.title.startswith("Luật sửa đổi")
    years = [version.year for version in register.versions(amended)]
    return bool(years) and number.year is not None and number.year not in years


def _amending(text: str, lower: str, start: int, after: int, some: bool, kind: str) -> Head | None:
    """ "Luật sửa đổi, bổ sung một số điều của Luật A và Luật B": one document; a law with its own number stays outside."""
    end = until = after
    amended: list[str] = []
    numbered = False
    number: Numbered | None = None
    link = _OF.match(lower, end)
    while link:
        name = _LAW_WORD.match(lower, link.end())
        if not name:
            break
        inner_kind = {"l": "Luật", "b": "Bộ luật", "p": "Pháp lệnh"}[name.group()[0]]
        title = _known(text, name.end(), inner_kind) or _unknown(text, lower, link.end(), name.end(), inner_kind)
        if title is None:
            break
        lead = _NUMBER_LEAD.match(text, title.end)
        number = match_number(text, lead.end()) if lead else None
        amended.append(f"{title.kind} {title.name}")
        numbered = numbered or number is not None
        until = number.end if number else title.end
        end = end if numbered else title.end
        link = _NEXT_LAW.match(lower, until)
    if not amended and not some:
        return None
    base = f"{kind} sửa đổi, bổ sung một số điều"
    names = ", ".join(amended[:-1]) + (" và " if len(amended) > 1 else "") + amended[-1] if amended else ""
    head = Head(start, end, type_by_id(_TYPE_OF[kind]), kind, title=f"{base} của {names}" if names else base, core=start)
    head.amending, head.amended, head.known_title = True, amended, bool(amended)
    if len(amended) == 1 and number and _is_amending(number, amended[0]):
        head.serial, head.year, head.symbol, head.key, head.end = (
            number.serial,
            number.year,
            number.symbol,
            number.key,
            number.end,
        )
    elif numbered:  # the laws that it amends are citations of their own; the date behind the last of them is this law's
        head.listed_until = until
        date = date_after(text, until)
        head.date, head.year = (date.date, date.year) if date else (None, None)
        head.end = min(end, after)
    else:
        _add_number(text, head)
    return head
