"""What a recommendation asks for, and until when."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache

from ketluan.knowledge.phrases import PhraseTable
from ketluan.knowledge.tables import read_table

_DATE = r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})"
_UNTIL = r"(?:trước|chậm nhất|muộn nhất|hạn cuối|hoàn thành|đến hết|xong)"
_BEFORE = re.compile(rf"{_UNTIL}[^.;\d]{{0,40}}(?:\d{{1,2}}\s?(?:h|giờ)\d{{0,2}},?\s(?:ngày\s)?)?{_DATE}", re.IGNORECASE)
_BEFORE_WORDS = re.compile(
    rf"{_UNTIL}[^.;\d]{{0,40}}(?:\d{{1,2}}\s?(?:h|giờ)\d{{0,2}},?\s)?(?:ngày\s)?(\d{{1,2}}) tháng (\d{{1,2}}) năm (\d{{4}})",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(rf"{_UNTIL}[^.;\d]{{0,40}}ngày\s(\d{{1,2}})\s?[/.\-]\s?(\d{{1,2}})(?!\s?[/.\-]?\d)", re.IGNORECASE)
# The last day of a month, quarter or year; "trước tháng 9" ends with August.
_PERIOD = re.compile(
    r"(?P<until>trước|chậm nhất|muộn nhất|đến hết|(?:hoàn thành|hoàn tất|xong|báo cáo|thực hiện|khắc phục|xử lý)[^.;:\d]{0,40})"
    r"\s?(?:(?:trong|vào|là)\s){0,2}(?:cuối\s)?(?:tháng\s(?P<month>\d{1,2})(?:\s?[/\-]\s?|\snăm\s)|"
    r"quý\s(?P<quarter>IV|I{1,3}|[1-4])(?:\s?[/\-]\s?|\snăm\s)|năm\s)(?P<year>20\d\d)(?!\s?[-–/\d])",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:trong(?: (?:vòng|thời hạn|thời gian))?|thời hạn(?: (?:tối đa|thực hiện|hoàn thành|báo cáo)){0,2}(?: là)?:?|"
    r"chậm nhất(?: là)?(?: sau)?|không quá|sau)\s(\d{1,3})(?:\s?\([^)]{1,20}\))?\s(ngày làm việc|ngày|tuần|tháng)"
    r"(?![\wÀ-ỹ])(?!\s\d)(?P<from>,? (?:kể )?từ)?",
    re.IGNORECASE,
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
OTHER = "other"
RECOVER = "recover_money"
# "thu hồi 12.694,6 triệu đồng": what is called in is money, whatever words stand between.
_RECOVER = re.compile(
    r"(?:thu hồi|thu nộp|nộp)(?: \w{1,8}){0,4}? \d[\d.,]{0,18}\s?(?:(?:nghìn|trăm) )?(?:triệu|tỷ|tỉ|đồng|nghìn đồng)(?!\w)",
    re.IGNORECASE,
)


@cache
def action_table() -> PhraseTable:
    """Cue phrases of `recommendations.tsv`: phrase -> action ids."""
    return PhraseTable(
        (cue, row["action"]) for row in read_table("recommendations") for cue in row["cue_phrases"].split("|") if cue
    )


@cache
def _ranks() -> dict[str, int]:
    """The order of the table's rows: the more specific action first."""
    return {row["action"]: rank for rank, row in enumerate(read_table("recommendations"))}


def find_action(words: str) -> tuple[str, list[str]]:
    """The action's id from `recommendations.tsv` and the words that say it; ("other", []) where no phrase is known.

    The most specific of the named actions wins ("chỉ đạo kiểm điểm" is a review of responsibility, not guidance).
    """
    found = [(words[start:end], action) for start, end, actions in action_table().find(words) for action in actions]
    found += [(match.group(), RECOVER) for match in _RECOVER.finditer(words)]
    if not found:
        return OTHER, []
    action = min((a for _, a in found), key=lambda a: _ranks()[a])
    return action, list(dict.fromkeys(quote for quote, a in found if a == action))


def find_deadline(words: str, after: str | None = None) -> str | None:
    """An ISO date, or a period counted from the document ("P30D", "P2M"), or None where the words set none.

    A month, quarter or year is over on its last day. A day without a year is the next one behind the ISO date `after` (the
    document's), and none without that date. Working days count as days.
    """
    match = _BEFORE.search(words) or _BEFORE_WORDS.search(words)
    if match:
        day, month, year = map(int, match.groups()[-3:])
        return _iso(year, month, day)
    if after and (match := _BEFORE_DAY.search(words)):
        day, month = int(match[1]), int(match[2])
        return next((d for y in (0, 1) if (d := _iso(int(after[:4]) + y, month, day)) and d >= after), None)
    if match := _PERIOD.search(words):
        return _end_of(match)
    for match in _WITHIN.finditer(words):
        if match[0].lower().startswith(("trong thời", "trong vòng", "thời hạn", "chậm", "không")) or match["from"]:
            unit = match[2].lower()
            return f"P{int(match[1])}{'M' if unit == 'tháng' else 'W' if unit == 'tuần' else 'D'}"
    return None


def _end_of(match: re.Match[str]) -> str | None:
    """The last day of a matched month, quarter or year, or the last day before it."""
    year = int(match["year"])
    if match["month"]:
        first = last = int(match["month"])
    elif match["quarter"]:
        quarter = _QUARTERS.get(match["quarter"].lower()) or int(match["quarter"])
        first, last = 3 * quarter - 2, 3 * quarter
    else:
        first, last = 1, 12
    if match["until"].lower() == "trước":
        year, last = (year, first - 1) if first > 1 else (year - 1, 12)
    return _iso(year, last, monthrange(year, last)[1]) if 1 <= last <= 12 else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
