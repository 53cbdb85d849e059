"""The parts of a printed page: letterhead in two columns, body, signature block beside the recipients, furniture.

The forms are those of Decree 30/2020/NĐ-CP, Appendix I: issuing body and number on the left, the national motto and the
place and date on the right; at the end "Nơi nhận" on the left and the signature on the right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ketluan.ingest.printed import NOWHERE, Box4, Row, Run, split_run
from ketluan.text.folding import fold_same_length

BODY, HEAD_LEFT, HEAD_RIGHT, SIGN_LEFT, SIGN_RIGHT, TABLE, NOTE = (
    "body",
    "head-left",
    "head-right",
    "sign-left",
    "sign-right",
    "table",
    "note",
)

_MOTTO = re.compile(r"c[o0]ng h[o0]a x[aâ] h[o0][il1]|chu ngh[il1]a v[il1]et nam|d[o0]c lap\s{0,2}.{0,2}\s{0,2}tu d[o0]\b")
_MOTTO_FIRST = re.compile(r"c[o0]ng h[o0]a|doc lap")
NUMBER_LINE = re.compile(r"^\W{0,3}s[oe0]\s{0,2}[:.;]?\s{0,3}(?=[\d/.…_]|$)", re.IGNORECASE)
DATELINE = re.compile(r"ngay.{0,12}\bthang\b.{0,12}\bnam\b|,\s{0,2}ngay\b")
_RECIPIENTS = re.compile(r"^\W{0,3}no[il1]\s{0,2}nhan\b")
SUBJECT = re.compile(r"^(?:v/v|ve viec)\b")
# Between the cells of a table's row, as in Markdown.
CELL_MARK = " | "
# Rows after the motto in which number and date are looked for, and rows that the subject of a letter may take after them.
HEAD_ROWS = 9
SUBJECT_ROWS = 6


@dataclass(slots=True)
class Line:
    """One line in reading order: one entry of `boxes` per code point of `text`."""

    text: str
    boxes: list[Box4]
    x0: float
    top: float
    x1: float
    bottom: float
    height: float
    zone: str
    confidence: float | None = None

    @property
    def first_word_width(self) -> float:
        """Width of the first word, in points."""
        end = self.text.find(" ")
        last = self.boxes[(end if end > 0 else len(self.boxes)) - 1]
        return max(0.0, last[2] - self.x0) if last[2] == last[2] else 0.0


def find_lines(rows: Sequence[Row], width: float) -> list[Line]:
    """The rows of one page as lines in reading order."""
    lines: list[Line] = []
    position = 0
    while position < len(rows):
        head = _find_letterhead(rows, position, width)
        sign = _find_signature(rows, position, width)
        start = min((block[0] for block in (head, sign) if block), default=len(rows))
        lines += [_merge(row.runs, TABLE if row.is_table else BODY) for row in rows[position:start]]
        if head and head[0] == start:
            position = head[1]
            lines += _letterhead(rows[start:position], head[2])
        elif sign and sign[0] == start:
            position = sign[1]
            lines += _columns(rows[start:position], sign[2], SIGN_LEFT, SIGN_RIGHT)
        else:
            break
    return lines


def _merge(runs: Sequence[Run], zone: str) -> Line:
    """Runs side by side as one line, a space between two; what was stamped into a number closes up with it."""
    text, boxes = "", []
    between = CELL_MARK if zone == TABLE else " "
    for run in runs:
        if text:
            text += between
            boxes += [NOWHERE] * len(between)
        text += run.text
        boxes += run.boxes
    text, boxes = _join_number(text, boxes)
    grades = [run.confidence for run in runs if run.confidence is not None]
    return Line(
        text, boxes, min(r.x0 for r in runs), min(r.top for r in runs), max(r.x1 for r in runs), max(r.bottom for r in runs),
        max(r.height for r in runs), zone, min(grades) if grades else None,
    )  # fmt: skip


# A number whose parts were printed apart: "số 70 /2024/QĐ-UBND"; in the letterhead also "Số: 1 3/2025/QĐ- UBND".
_TORN = re.compile(r"\bs[ốôo]\s{0,2}[:.]?\s{0,3}\d{1,5}[a-zđ]?(\s{1,3})/\s?(?:\d{4}\s?/\s?)?[A-ZĐ]", re.IGNORECASE)
_TORN_IN_HEAD = re.compile(r"(?<=\d)\s{1,3}(?=[\d/])|(?<=[/-])\s{1,3}(?=[A-ZĐ\d])|(?<=[A-ZĐ\d])\s{1,3}(?=[/-][A-ZĐ\d])")


def _join_number(text: str, boxes: list[Box4]) -> tuple[str, list[Box4]]:
    """Closes "Số: 13 /2025/QĐ-UBND" up: the number was stamped or written into the gap that the form leaves for it."""
    if "/" not in text:
        return text, boxes
    if NUMBER_LINE.match(fold_same_length(text)):
        end = text.find(" ", text.rfind("/") + 2) % (len(text) + 1)
        gone = {i for match in _TORN_IN_HEAD.finditer(text) for i in range(*match.span()) if i <= end}
    else:
        gone = {i for match in _TORN.finditer(text) for i in range(*match.span(1))}
    if not gone:
        return text, boxes
    return "".join(c for i, c in enumerate(text) if i not in gone), [b for i, b in enumerate(boxes) if i not in gone]


def _find_letterhead(rows: Sequence[Row], position: int, width: float) -> tuple[int, int, float] | None:
    """(first row, row behind the last, x between the columns) of the next letterhead."""
    for index in range(position, len(rows)):
        motto = next((run for run in rows[index].runs if _motto_start(run) is not None), None)
        if motto is None:
            continue
        offset = _motto_start(motto) or 0
        edge = motto.boxes[offset][0]
        if edge < 0.2 * width:  # the motto alone, centred: an old form or a certificate, nothing beside it
            return None
        first = index
        while (
            first > position and index - first < 4 and all(run.x1 < edge + 5 or run.x0 > edge - 5 for run in rows[first - 1].runs)
        ):
            first -= 1
        left = [run.x1 for row in rows[first : index + 3] for run in row.runs if run.x1 < edge]
        split = (max(left) + edge) / 2 if left else edge - 5
        return first, _letterhead_end(rows, index, split, width), split
    return None


def _motto_start(run: Run) -> int | None:
    """Offset of the motto in the run; None where it is not there, or is quoted in a sentence."""
    folded = fold_same_length(run.text)
    if not _MOTTO.search(folded) or len(folded) > 110:
        return None
    match = _MOTTO_FIRST.search(folded)
    return match.start() if match else 0


def _letterhead_end(rows: Sequence[Row], motto: int, split: float, width: float) -> int:
    """Behind the row with the number or the date, whichever is lower, and the subject below the number."""
    end = motto + 1
    for index in range(motto + 1, min(len(rows), motto + HEAD_ROWS)):
        folded = fold_same_length(rows[index].text)
        if _MOTTO.search(folded) or NUMBER_LINE.match(folded) or DATELINE.search(folded):
            end = index + 1
        elif any(run.x0 < split - 20 and run.x1 > split + 0.15 * width for run in rows[index].runs):
            break  # a line across both columns: the body has begun
    begun = any(SUBJECT.match(fold_same_length(row.text)) for row in rows[motto + 1 : end])
    for index in range(end, min(len(rows), end + SUBJECT_ROWS)):
        row = rows[index]
        folded = fold_same_length(row.text)
        begun = begun or bool(SUBJECT.match(folded))
        if not begun or folded.startswith("kinh gui") or row.x1 > split + 15 or (row.x0 + row.x1) / 2 > 0.42 * width:
            break
        end = index + 1
    return end


def _letterhead(rows: Sequence[Row], split: float) -> list[Line]:
    cut = [Row([part for run in row.runs for part in _cut_letterhead_run(run, split)]) for row in rows]
    return _columns(cut, split, HEAD_LEFT, HEAD_RIGHT)


_NUMBER_END = re.compile(r"/[\w&\-.–/]{2,30}\s+(?=[A-ZĐÀ-Ỹ])")


def _cut_letterhead_run(run: Run, split: float) -> list[Run]:
    """A run that holds both columns, because they stand close, in two."""
    if run.x1 <= split + 10 or run.x0 >= split - 10:
        return [run]
    start = _motto_start(run)
    if not start:
        folded = fold_same_length(run.text)
        number = _NUMBER_END.search(run.text) if NUMBER_LINE.match(folded) else None
        if number:
            start = number.end()
        elif run.x0 < split - 40 and not DATELINE.search(folded):
            spaces = [i for i, char in enumerate(run.text) if char == " "]
            start = next((i + 1 for i in spaces if run.boxes[i + 1][0] >= split - 8), 0)
    return split_run(run, start) if start else [run]


def _columns(rows: Sequence[Row], split: float, left_zone: str, right_zone: str) -> list[Line]:
    """All lines of the left column, then all lines of the right one."""
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        boundary = _boundary(row.runs, split)
        if row.runs[:boundary]:
            left.append(_merge(row.runs[:boundary], left_zone))
        if row.runs[boundary:]:
            right.append(_merge(row.runs[boundary:], right_zone))
    return left + right


def _boundary(runs: Sequence[Run], split: float) -> int:
    """Index of the first run of the right column. A date begins the right column wherever it stands."""
    for index, run in enumerate(runs):
        if (run.x0 + run.x1) / 2 > split or DATELINE.search(fold_same_length(run.text)):
            return index
    return len(runs)


def _find_signature(rows: Sequence[Row], position: int, width: float) -> tuple[int, int, float] | None:
    """(first row, row behind the last, x between the columns) of recipients and signature."""
    for index in range(position, len(rows)):
        if (
            rows[index].is_table
            or rows[index].x0 > 0.45 * width
            or not _RECIPIENTS.match(fold_same_length(rows[index].runs[0].text))
        ):
            continue
        first = index
        while first > position and _is_short_right(rows[first - 1], width):
            first -= 1
        end = index + 1
        while (
            end < len(rows)
            and not rows[end].is_table
            and not (rows[end].x0 < 0.3 * width and rows[end].runs[0].x1 > 0.72 * width)
        ):
            end += 1
        return first, end, _gutter(rows[first:end], width)
    return None


def _is_short_right(row: Row, width: float) -> bool:
    return not row.is_table and row.x0 > 0.42 * width and row.x1 - row.x0 < 0.5 * width


def _gutter(rows: Sequence[Row], width: float) -> float:
    """The x, near the middle, that the fewest runs cross; of these the middle of the widest stretch."""
    runs = [run for row in rows for run in row.runs]
    candidates = [width * (0.36 + 0.01 * i) for i in range(29)]
    crossings = [sum(run.x0 < x < run.x1 for run in runs) for x in candidates]
    least = min(crossings)
    best: list[float] = []
    stretch: list[float] = []
    for x, count in [*zip(candidates, crossings, strict=True), (0.0, least + 1)]:
        if count == least:
            stretch.append(x)
        else:
            best, stretch = max(best, stretch, key=len), []
    return best[len(best) // 2]


# Not "12/2024.", "2024" or "112.": the last words of a sentence that goes on from the page before.
_PAGE_NUMBER = re.compile(
    r"^[\s\-–—_.|~]{0,5}(?:trang|page)?\s{0,2}(?:(?P<n>\d{1,3})(?:\s{0,2}/\s{0,2}(?P<of>\d{1,3}))?|[ivxl]{1,6})[\s\-–—_|]{0,5}$",
    re.IGNORECASE,
)
_SIGNATURE_BOX = re.compile(
    r"signature not verified|chu ky (?:so )?(?:hop le|khong hop le)|^digitally signed by|^date: ?\d{4}\.\d\d\.\d\d"
    r"|^(?:nguoi ky|ky boi|thoi gian ky|email|co quan)\s{0,2}:"
)
# Share of the page's height at its top and bottom in which furniture stands, and the pages a running head repeats on.
MARGIN = 0.11
MIN_REPEATS = 3


def drop_furniture(pages: Sequence[tuple[list[Row], float]]) -> list[tuple[list[Row], int]]:
    """Rows without page numbers, running heads and the marks of a digital signature; and how many were left out.

    What repeats is a running head only where most pages have something beside it.
    """
    repeats: Counter[tuple[str, int]] = Counter()
    for rows, height in pages:
        repeats.update({_furniture_key(row) for row in rows if _in_margin(row, height)})
    needed = max(MIN_REPEATS, int(0.4 * len(pages)))
    kept_pages = [_drop_from_page(rows, height, repeats, needed) for rows, height in pages]
    if sum(bool(rows and not kept) for (rows, _), (kept, _) in zip(pages, kept_pages, strict=True)) * 2 > len(pages):
        return [_drop_from_page(rows, height, Counter(), needed) for rows, height in pages]
    return kept_pages


def _drop_from_page(rows: list[Row], height: float, repeats: Counter[tuple[str, int]], needed: int) -> tuple[list[Row], int]:
    last = len(rows) - 1
    kept = [row for index, row in enumerate(rows) if not _is_furniture(row, height, repeats, needed, index in (0, last))]
    return kept, len(rows) - len(kept)


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page's number: "7", "- 7 -", "Trang 7/12", "iv"."""
    match = _PAGE_NUMBER.match(text)
    return match is not None and (match["of"] is None or int(match["n"]) <= int(match["of"]))


def _in_margin(row: Row, height: float) -> bool:
    return row.bottom < MARGIN * height or row.top > (1 - MARGIN) * height


def _furniture_key(row: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", fold_same_length(row.text)), round(row.top / 8)


def _is_furniture(row: Row, height: float, repeats: Counter[tuple[str, int]], needed: int, outermost: bool) -> bool:
    text = row.text
    if outermost and is_page_number(text) and (_in_margin(row, height) or (len(text) < 4 and text.isdigit())):
        return True
    if _SIGNATURE_BOX.search(fold_same_length(text)):
        return True
    if not _in_margin(row, height):
        return False
    key, y = _furniture_key(row)
    return sum(repeats[key, y + d] for d in (-1, 0, 1)) >= needed and len(key) > 1
