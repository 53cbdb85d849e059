"""Dates of citations in all written forms, before and after the number."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

# With the marks that OCR leaves out or changes ("ngàỹ", "thang").
_DAY, _MONTH, _YEAR_WORD = "ng[aàáảãạ][yỳýỷỹỵ]", "th[aàáảãạ]ng", "n[aăâắằặẵẳ]m"
_SEP = r"\s?[/.\-–]\s?"
_NUMERIC = rf"(\d{{1,2}}){_SEP}(\d{{1,2}})\s?[/.\-–](?:\s{{0,2}}/){{0,2}}\s{{0,2}}(\d{{4}})(?!\d)"
_WORDS = (
    rf"(\d{{1,2}})(?:\s{{1,3}}|\s?/\s?)(?:{_MONTH}|{_DAY})\s{{0,3}}(\d{{1,2}})"
    rf"(?:[\s,]{{0,3}}{_YEAR_WORD}|\s?/)\s{{0,3}}(\d{{4}})(?!\d)"
)
_YEARLESS = (
    rf"(\d{{1,2}})\s?[/\-]\s?(\d{{1,2}})(?!\d|[/\-.]\d)"
    rf"|(\d{{1,2}})\s{{1,3}}{_MONTH}\s{{1,3}}(\d{{1,2}})(?!\s{{0,3}}{_YEAR_WORD})(?!\d)"
)
_SHORT_YEAR = r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})(?!\d|[/.\-]\d)"
_DATE = rf"(?:{_NUMERIC}|{_SHORT_YEAR}|{_WORDS}|{_YEARLESS})"

# Behind a number: "ngày 23/4/2018", ", ngày …", "(ngày …)", "ký ngày …", " - 11/8/2017", "(11/8/2017)".
_AFTER = re.compile(
    rf"(?P<open>\s{{0,2}}\(\s?|\s{{0,2}},\s{{0,2}}|\s{{0,2}}[-–]\s{{0,2}}|\s{{1,3}})"
    r"(?:(?:được\s)?(?:ra|ký|ban hành|lập|đề|(?:Quốc hội\s)?thông qua)?"
    rf"\s{{0,2}}{_DAY}(?:\s{{1,2}}{_DAY})?[:\s]\s{{0,3}}{_DATE}"
    rf"|(?<=[(\-–\s]){_NUMERIC})(?P<close>\s?\))?",
    re.IGNORECASE,
)
# Behind the issuer: "số 556/2007/TT-TTCP của Thanh tra Chính phủ ngày 26 tháng 3 năm 2007".
_BEHIND_ISSUER = re.compile(
    rf",?\s{{1,3}}(?:của|do)\s(?=[A-ZĐ]|ông\s|bà\s|đồng chí\s)[^.,;:()\d\n]{{3,70}}?\s(?:ký\s|ban hành\s)?"
    rf"{_DAY}[:\s]\s{{0,3}}(?:{_NUMERIC}|{_WORDS})"
)
_INSIDE = re.compile(rf"\s{_DAY}\s{{1,3}}(?:{_NUMERIC}|{_WORDS})", re.IGNORECASE)
_NEXT_DATE = re.compile(rf"(?:,|\s{{1,3}}và)\s{{1,3}}(?={_DAY}\s)", re.IGNORECASE)
_YEAR = r"((?:19|20)\d\d)"
_YEAR_AFTER = re.compile(
    rf"\s{{1,3}}(?:(?:số\s)?{_YEAR_WORD}\s{{1,3}})?{_YEAR}(?!\d|[/.,\-]\d)|\s{{0,2}}\(\s?(?:{_YEAR_WORD}\s{{1,3}})?{_YEAR}\s?\)",
    re.IGNORECASE,
)
_MONTH_AFTER = re.compile(
    rf"\s{{1,3}}{_MONTH}\s{{1,3}}(\d{{1,2}})\s?(?:[/\-]|\s{{1,3}}{_YEAR_WORD}\s{{1,3}})\s?{_YEAR}(?!\d)", re.IGNORECASE
)
# Before a number: "Ngày 16/6/2017, Thanh tra … đã ban hành" directly before the document's name.
_BEFORE = re.compile(
    rf"ngày\s{{1,3}}{_DATE}\s?[,)]?(?P<subject>[^.;:\n]{{0,110}}?)"
    r"(?:\b(?:ban hành|ký ban hành|ra|ký|có|phát hành|gửi|ban bố)"
    r"|(?<!thực hiện\s)(?<!theo\s)\b(?:chỉ đạo|trả lời|có ý kiến|đồng ý|chấp thuận)\stại)\s{1,3}(?:bản\s)?$",
    re.IGNORECASE,
)
# After a comma the date is the document's only where the sentence does not go on with a new subject.
_GOES_ON = re.compile(r"\s{0,3}(?:[.,;:)(]|$|của\b|về\b|do\b|và\b|ban hành\b|quy định\b|phê duyệt\b|v/v\b|sửa\b)", re.IGNORECASE)

_FOUR_DIGITS = re.compile(r"[12][90]\d\d(?!\d)")


_TWO_DIGITS_TURN = 45  # "03/04/19" is 2019, "27/9/93" is 1993
_ENDS_A_DATE = re.compile(r"(?:\d[/.\-]|năm )\Z")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date with the place where it ends; `date` is ISO, None where the year is missing or the day does not exist."""

    end: int
    date: str | None
    year: int | None
    day_month: tuple[int, int] | None = None


def date_after(text: str, position: int) -> FoundDate | None:
    """The date of the document that ends at `position`; a closing bracket belongs to it when it opened one."""
    match = _AFTER.match(text, position)
    if not match:
        return None
    opened = match["open"].strip()
    if opened == "," and not _GOES_ON.match(text, match.end()):
        return None
    end = match.end()
    if match["close"] and opened != "(":
        end = match.start("close")
    elif opened == "(" and not match["close"]:
        end = match.end()
    return _found(match, end)


def date_behind_issuer(text: str, position: int) -> FoundDate | None:
    """The date that follows the issuer's name; it counts for the document, whose span ends before the issuer."""
    match = _BEHIND_ISSUER.match(text, position)
    return _found(match, position) if match else None


def date_inside(text: str, start: int, end: int) -> FoundDate | None:
    """The date between type and number: "Quyết định ngày 1/7/2014 của UBND tỉnh số 12/QĐ-UBND"."""
    match = _INSIDE.search(text, start, end)
    return _found(match, end) if match and match.end() <= end else None


def next_date(text: str, position: int) -> tuple[int, FoundDate] | None:
    """A second date in one list ("ngày 15/6/2004 và ngày 29/11/2005"): where it begins, and the date."""
    lead = _NEXT_DATE.match(text, position)
    found = date_after(text, lead.end() - 1) if lead else None
    return (lead.end(), found) if lead and found and found.date and _GOES_ON.match(text, found.end) else None


def year_after(text: str, position: int) -> FoundDate | None:
    """A year ("năm 2013", "2013", "(2013)") or a month with year directly behind a title."""
    match = _YEAR_AFTER.match(text, position)
    if match:
        return FoundDate(match.end(), None, int(match[1] or match[2]))
    match = _MONTH_AFTER.match(text, position)
    return FoundDate(match.end(), None, int(match[2])) if match else None


def date_before(text: str, start: int, floor: int) -> FoundDate | None:
    """The date of the sentence whose verb issues the document that begins at `start` ("Ngày …, X ban hành …")."""
    window_start = max(floor, start - 150)
    window = text[window_start:start]
    at = max(window.rfind("gày "), window.rfind("GÀY "))
    if at < 1:
        return None
    match = _BEFORE.match(window, at - 1)
    return _found(match, start) if match else None


def _found(match: re.Match[str], end: int) -> FoundDate:
    groups = match.groups()
    named = {match.re.groupindex[name] - 1 for name in match.re.groupindex}
    numbers = [int(g) for i, g in enumerate(groups) if g is not None and i not in named]
    if len(numbers) >= 3 and numbers[2] < 100:
        numbers[2] += 2000 if numbers[2] < _TWO_DIGITS_TURN else 1900
    if len(numbers) >= 3:
        return FoundDate(end, iso(numbers[2], numbers[1], numbers[0]), numbers[2])
    return FoundDate(end, None, None, (numbers[0], numbers[1]))


def iso(year: int, month: int, day: int) -> str | None:
    """ISO date; None where there is no such day, or no such year in this domain."""
    try:
        return datetime.date(year, month, day).isoformat() if 1945 <= year <= 2100 else None
    except ValueError:
        return None


def latest_year(text: str) -> int:
    """The latest year of a full date in the text: the text was not written before it. 0 where there is none."""
    latest = "0"
    for match in _FOUR_DIGITS.finditer(text):
        year, start = match.group(), match.start()
        if latest < year <= "2100" and year[:2] in ("19", "20") and _ENDS_A_DATE.search(text, max(0, start - 4), start):
            latest = year
    return int(latest)
