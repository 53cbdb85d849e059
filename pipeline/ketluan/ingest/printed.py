"""Printed lines: glyphs with boxes -> runs -> rows, the same for a text layer and for recognised scans.

Coordinates are PDF points of the page as it is shown (rotation applied), origin at the top left corner.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

Box4 = tuple[float, float, float, float]  # x0, top, x1, bottom
NOWHERE: Box4 = (float("nan"),) * 4  # of a code point that no glyph stands for: invented white space

# Widths in heights of the glyph box (about 1.15 em): a word space is 0.22, justified text stretches it to 0.6. PDFium finds
# most spaces itself; italics and stamps leave gaps of up to 0.25 inside a word.
SPACE_GAP = 0.32
RUN_GAP = 0.95
BACKWARDS = 0.35
# Share of the lower of two boxes that must overlap for both to stand in one row.
ROW_OVERLAP = 0.5
_LINE_END_HYPHENS = frozenset("\ufffe\x02")


@dataclass(slots=True)
class Run:
    """Characters printed side by side; `boxes` has one entry per code point of `text`.

    `stamped`: printed over the page later (an annotation). `confidence`: of the recogniser, 0 to 100.
    """

    text: str
    boxes: list[Box4]
    x0: float
    top: float
    x1: float
    bottom: float
    stamped: bool = False
    confidence: float | None = None

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Row:
    """The runs of one printed row, from left to right; of a ruled table, one run per cell that is not empty."""

    runs: list[Run]
    is_table: bool = False
    top: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        self.runs.sort(key=lambda run: run.x0)
        self.top = min(run.top for run in self.runs)
        self.bottom = max(run.bottom for run in self.runs)

    @property
    def x0(self) -> float:
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        return max(run.x1 for run in self.runs)

    @property
    def height(self) -> float:
        return max(run.height for run in self.runs)

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)


def build_runs(chars: str, boxes: Sequence[Box4], *, first_stamped: int | None = None) -> list[Run]:
    """Runs in the order of the file.

    A run ends at a wide gap (what is stamped, at any gap: day and month are stamps of their own), at a step backwards and
    at a change of row. Spaces stand where the glyphs leave room or where the file has one; a glyph painted twice at one
    place (imitated bold) counts once. A hyphen at a line's end, which PDFium marks with U+FFFE, is a hyphen.

    Args:
        first_stamped: index of the first glyph that belongs to an annotation.
    """
    runs: list[Run] = []
    text: list[str] = []
    places: list[Box4] = []
    last: Box4 | None = None
    spaced = False
    stamped = False

    def flush() -> None:
        nonlocal last, spaced
        if text:
            runs.append(_make_run(text, places, stamped))
            text.clear()
            places.clear()
        last, spaced = None, False

    for index, (char, box) in enumerate(zip(chars, boxes, strict=True)):
        if index == first_stamped:
            flush()
            stamped = True
        if char.isspace():
            spaced = True
            continue
        if char in _LINE_END_HYPHENS:
            char = "-"
        if last is not None:
            x0, top, x1, bottom = box
            if char >= "\u0300" and unicodedata.combining(char):
                text.append(char)
                places.append(box)
                spaced = False
                continue
            height = max(bottom - top, 1.0)
            gap = x0 - last[2]
            if char == text[-1] and abs(x0 - last[0]) < 0.25 * (x1 - x0) and abs(top - last[1]) < 0.25 * height:
                continue
            middle = (top + bottom) / 2
            if (
                (not last[1] <= middle <= last[3] and not top <= (last[1] + last[3]) / 2 <= bottom)
                or gap > (SPACE_GAP if stamped else RUN_GAP) * height
                or gap < -BACKWARDS * height
            ):
                flush()
            elif spaced or gap > SPACE_GAP * height:
                text.append(" ")
                places.append(NOWHERE)
        text.append(char)
        places.append(box)
        last, spaced = box, False
    flush()
    return runs


def _make_run(text: list[str], places: list[Box4], stamped: bool) -> Run:
    solid = [box for box in places if box[0] == box[0]]
    return Run(
        "".join(text),
        list(places),
        min(box[0] for box in solid),
        min(box[1] for box in solid),
        max(box[2] for box in solid),
        max(box[3] for box in solid),
        stamped,
    )


def build_rows(runs: Iterable[Run]) -> list[Row]:
    """Rows from top to bottom; each run belongs to the row with which it overlaps by half its height."""
    rows: list[list[Run]] = []
    for run in sorted(_once(runs), key=lambda run: run.middle):
        row = next((row for row in rows[-4:][::-1] if _overlaps(row[0], run)), None)
        if row is None:
            rows.append([run])
        else:
            row.append(run)
            row.sort(key=lambda other: (other.stamped, -other.height))
    return sort_rows(Row(_open_for_stamps(row)) for row in rows)


def sort_rows(rows: Iterable[Row]) -> list[Row]:
    """Rows from top to bottom, by their middle (of a table's row, whose cells may reach far down, by its top)."""
    return sorted(rows, key=lambda row: row.top if row.is_table else (row.top + row.bottom) / 2)


def _once(runs: Iterable[Run]) -> list[Run]:
    """The runs without those that repeat the text of another at the same place."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for run in runs:
        key = (run.text, round(run.x0 / 2), round(run.top / 2))
        if key not in seen:
            seen.add(key)
            kept.append(run)
    return kept


def _overlaps(row: Run, run: Run) -> bool:
    shared = min(row.bottom, run.bottom) - max(row.top, run.top)
    return shared >= ROW_OVERLAP * max(1.0, min(row.height, run.height))


def _open_for_stamps(runs: list[Run]) -> list[Run]:
    """What is stamped into the gap of a printed run ("ngày __ tháng") divides it there."""
    runs = [part for run in runs for part in (_cut_by_print(run, runs) if run.stamped else [run])]
    for stamp in [run for run in runs if run.stamped]:
        middle = (stamp.x0 + stamp.x1) / 2
        for run in [run for run in runs if not run.stamped and run.x0 < middle < run.x1]:
            spaces = [i for i, char in enumerate(run.text) if char == " " and i + 1 < len(run.text)]
            at = min(spaces, key=lambda i: abs((run.boxes[i - 1][2] + run.boxes[i + 1][0]) / 2 - middle), default=None)
            if at is not None:
                runs.remove(run)
                runs += split_run(run, at + 1)
    return runs


def _cut_by_print(stamp: Run, runs: list[Run]) -> list[Run]:
    """A stamped run in two where a printed glyph stands in one of its gaps: day and month, stamped around a printed "/"."""
    middles = [(box[0] + box[2]) / 2 for run in runs if not run.stamped for box in run.boxes if box[0] == box[0]]
    for i, (before, after) in enumerate(pairwise(stamp.boxes)):
        if before[2] < after[0] and any(before[2] <= middle <= after[0] for middle in middles):
            head, tail = split_run(stamp, i + 1)
            return [head, *_cut_by_print(tail, runs)]
    return [stamp]


def split_run(run: Run, offset: int) -> list[Run]:
    """Two runs, the second from `offset` on, without white space between."""
    head = run.text[:offset].rstrip()
    out = []
    for text, boxes in ((head, run.boxes[: len(head)]), (run.text[offset:], run.boxes[offset:])):
        solid = [box for box in boxes if box[0] == box[0]]
        if solid:
            out.append(replace(run, text=text, boxes=boxes, x0=min(b[0] for b in solid), x1=max(b[2] for b in solid)))
    return out
