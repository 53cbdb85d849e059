"""What a recommendation asks for, and until when."""

from __future__ import annotations

import re
from functools import cache

from ketluan.knowledge.phrases import PhraseTable
from ketluan.knowledge.tables import read_table

_DATE = r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})"
_BEFORE = re.compile(rf"(?:trước|chậm nhất|muộn nhất|hạn cuối|hoàn thành|đến hết|xong)[^.;\d]{{0,40}}{_DATE}", re.IGNORECASE)
_BEFORE_WORDS = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|đến hết)[^.;\d]{0,40}(?:ngày\s)?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE
)
_WITHIN = re.compile(
    (
        r"(?:trong (?:vòng|thời hạn|thời gian)|thời hạn(?: tối đa)?|chậm nhất(?: là)?|"
        r"không quá)\s(\d{1,3})\s(ngày làm việc|ngày|tuần|tháng)"
    ),
    re.IGNORECASE,
)
OTHER = "other"


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
    if not found:
        return OTHER, []
    action = min((a for _, a in found), key=lambda a: _ranks()[a])
    return action, list(dict.fromkeys(quote for quote, a in found if a == action))


def find_deadline(words: str) -> str | None:
    """An ISO date, or a period counted from the document ("P30D", "P2M"), or None where the words set none."""
    match = _BEFORE.search(words) or _BEFORE_WORDS.search(words)
    if match:
        day, month, year = map(int, match.groups()[-3:])
        return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None
    match = _WITHIN.search(words)
    if not match:
        return None
    unit = match[2].lower()
    return f"P{match[1]}{'M' if unit == 'tháng' else 'W' if unit == 'tuần' else 'D'}"
