"""The period that the inspection looked at, and the days on which it was on the spot."""

from __future__ import annotations

import re

from ketluan.record import Period

_DAY = r"(?:ngày\s)?(?P<{0}d>\d{{1,2}})(?:/|-|\stháng\s)(?P<{0}m>\d{{1,2}})(?:/|-|\snăm\s)(?P<{0}y>(?:19|20)\d{{2}})"
_DAYS = re.compile(rf"từ\s{_DAY.format('a')}\s?(?:đến(?:\shết)?|-|–)\s{_DAY.format('b')}", re.IGNORECASE)
_MONTHS = re.compile(
    r"từ\stháng\s(?P<am>\d{1,2})[/-](?P<ay>(?:19|20)\d{2})\s?(?:đến|-|–)\s(?:hết\s)?tháng\s(?P<bm>\d{1,2})[/-](?P<by>(?:19|20)\d{2})",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?:giai đoạn|thời kỳ|niên độ|trong các năm|các năm|từ năm|từ)\s(?P<a>(?:19|20)\d{2})"
    r"\s?(?:đến(?:\snăm)?|-|–|và)\s?(?P<b>(?:19|20)\d{2})",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"thanh tra|kiểm tra|kiểm toán|kết luận|thời kỳ|giai đoạn", re.IGNORECASE)
_ON_THE_SPOT = re.compile(
    r"(?:đoàn (?:thanh tra|kiểm tra)|tiến hành thanh tra|thời hạn thanh tra|thanh tra trực tiếp)[^.;\n]{0,120}$", re.IGNORECASE
)
_LAST_DAY = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
HEAD_CHARS = 4000


def find_periods(text: str) -> tuple[Period | None, Period | None]:
    """(inspection period, reviewed period): the first of each that the beginning of the text states."""
    head = text[:HEAD_CHARS]
    inspection = reviewed = None
    for match in sorted([*_DAYS.finditer(head), *_MONTHS.finditer(head), *_YEARS.finditer(head)], key=lambda m: m.start()):
        period = _period(match)
        before = head[max(0, match.start() - 160) : match.start()]
        if period is None:
            continue
        if "ad" in match.groupdict() and _ON_THE_SPOT.search(before):
            inspection = inspection or period
        elif _REVIEW.search(before + match.group()):
            reviewed = reviewed or period
    return inspection, reviewed


def _period(match: re.Match[str]) -> Period | None:
    parts = match.groupdict()
    if "ad" in parts:
        start, end = _iso(parts["ay"], parts["am"], parts["ad"]), _iso(parts["by"], parts["bm"], parts["bd"])
    elif "am" in parts:
        start, end = _iso(parts["ay"], parts["am"], "1"), _iso(parts["by"], parts["bm"], None)
    else:
        start, end = f"{parts['a']}-01-01", f"{parts['b']}-12-31"
    return Period(start=start, end=end) if start and end and start <= end else None


def _iso(year: str, month: str, day: str | None) -> str | None:
    if not 1 <= int(month) <= 12:
        return None
    last = _LAST_DAY[int(month)] + (int(month) == 2 and int(year) % 4 == 0)
    number = last if day is None else int(day)
    return f"{int(year):04d}-{int(month):02d}-{number:02d}" if 1 <= number <= last else None
