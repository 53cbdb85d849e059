"""Ruled tables: lines drawn on a page -> cells, and the glyphs that stand in them.

The geometry (which lines make cells, which cells make a table) is pdfplumber's; only where the lines come from is ours, so
that a table costs no second reading of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ketluan.ingest.printed import NOWHERE, Box4, Row, Run, build_rows, build_runs

SNAP = 3.0  # points by which lines of one border may differ; pdfplumber's default
MIN_EDGE = 6.0
# Above these numbers a drawing is not a table of a document; finding cells takes more than linear time.
MAX_EDGES = 1_500
MAX_INTERSECTIONS = 3_000
MIN_CELLS = 4
# Glyphs closer than this share of their height are one word.
JOINED_GAP = 0.1


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its box, and the boxes of its cells row by row."""

    box: Box4
    rows: list[list[Box4]]


def find_tables(segments: Sequence[Box4]) -> list[Table]:
    """Tables that thin boxes and lines on the page enclose; frames and underlines give none."""
    from pdfplumber import table as geometry

    if not 4 <= len(segments) <= MAX_EDGES:
        return []
    edges = [edge for segment in segments for edge in _edges(segment)]
    edges = geometry.merge_edges(edges, SNAP, SNAP, SNAP, SNAP)
    edges = [edge for edge in edges if max(edge["width"], edge["height"]) >= MIN_EDGE]
    crossings = geometry.edges_to_intersections(edges, SNAP, SNAP)
    if len(crossings) > MAX_INTERSECTIONS:
        return []
    tables = []
    for cells in geometry.cells_to_tables(geometry.intersections_to_cells(crossings)) if crossings else []:
        if len(cells) >= MIN_CELLS:
            tables.append(_table(cells))
    return tables


def _edges(segment: Box4) -> list[dict[str, Any]]:
    x0, top, x1, bottom = segment
    if x1 - x0 <= SNAP < bottom - top:
        x0 = x1 = (x0 + x1) / 2
        lines = [("v", x0, top, x0, bottom)]
    elif bottom - top <= SNAP < x1 - x0:
        top = bottom = (top + bottom) / 2
        lines = [("h", x0, top, x1, top)]
    elif x1 - x0 > SNAP and bottom - top > SNAP:
        lines = [("h", x0, top, x1, top), ("h", x0, bottom, x1, bottom), ("v", x0, top, x0, bottom), ("v", x1, top, x1, bottom)]
    else:
        return []
    return [
        {"orientation": o, "x0": a, "top": b, "x1": c, "bottom": d, "width": c - a, "height": d - b, "object_type": "line"}
        for o, a, b, c, d in lines
    ]


def _table(cells: Sequence[Box4]) -> Table:
    tops: dict[int, list[Box4]] = {}
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        tops.setdefault(round(cell[1]), []).append(cell)
    box = (min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells))
    return Table(box, list(tops.values()))


def whole_tables(tables: Sequence[Table], chars: str, boxes: Sequence[Box4]) -> list[Table]:
    """The tables, or the rows of them, whose borders stand between words; one column alone is no table.

    Highlighted lines, form fields, underlines and clipping boxes can meet so that they look like a grid; such a grid cuts
    through the words of running text, which the border of a table never does.
    """
    kept = []
    for table in tables:
        cut = _cut_rows(table, chars, boxes)
        if len(cut) >= len(_divided_rows(table, chars, boxes) - cut):
            continue
        kept.append(replace(table, rows=[row for n, row in enumerate(table.rows) if n not in cut]) if cut else table)
    return kept


def _cut_rows(table: Table, chars: str, boxes: Sequence[Box4]) -> set[int]:
    """Numbers of the rows with a border between two glyphs of one word."""
    cut: set[int] = set()
    last: int | None = None
    for index, box in enumerate(boxes):
        if chars[index].isspace():
            last = None
            continue
        if last is not None and _are_joined(boxes[last], box):
            y = (box[1] + box[3]) / 2
            first = _cell_of([table], (boxes[last][0] + boxes[last][2]) / 2, y)
            second = _cell_of([table], (box[0] + box[2]) / 2, y)
            if first != second:
                cut |= {place[1] for place in (first, second) if place}
        last = index
    return cut


def _divided_rows(table: Table, chars: str, boxes: Sequence[Box4]) -> set[int]:
    """Numbers of the rows with text in two cells or more."""
    places = {
        place
        for char, box in zip(chars, boxes, strict=True)
        if not char.isspace() and (place := _cell_of([table], (box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
    }
    return {row for row, n_cells in Counter(row for _, row, _ in places).items() if n_cells > 1}


def _are_joined(before: Box4, box: Box4) -> bool:
    height = box[3] - box[1]
    return abs(box[1] - before[1]) <= 0.3 * height and -0.3 * height < box[0] - before[2] < JOINED_GAP * height


def take_cells(tables: Sequence[Table], chars: str, boxes: Sequence[Box4]) -> tuple[list[Row], list[int]]:
    """Rows of the tables, one run per cell with text, and the indices of the glyphs that stand in no table."""
    rest: list[int] = []
    held: dict[tuple[int, int, int], list[int]] = {}
    last: tuple[int, int, int] | None = None
    for index, box in enumerate(boxes):
        if chars[index].isspace():
            (held[last] if last is not None else rest).append(index)
            continue
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if last is None or not _holds(tables[last[0]].rows[last[1]][last[2]], x, y):
            last = _cell_of(tables, x, y)
        if last is None:
            rest.append(index)
        else:
            held.setdefault(last, []).append(index)
    rows: dict[tuple[int, int], list[Run]] = {}
    for (number, row, _), indices in sorted(held.items()):
        cell = _cell_run("".join(chars[i] for i in indices), [boxes[i] for i in indices])
        if cell is not None:
            rows.setdefault((number, row), []).append(cell)
    return [Row(runs, is_table=True) for runs in rows.values()], rest


def _cell_of(tables: Sequence[Table], x: float, y: float) -> tuple[int, int, int] | None:
    for number, table in enumerate(tables):
        if _holds(table.box, x, y):
            for row, cells in enumerate(table.rows):
                for column, cell in enumerate(cells):
                    if _holds(cell, x, y):
                        return number, row, column
    return None


def _holds(box: Box4, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _cell_run(chars: str, boxes: Sequence[Box4]) -> Run | None:
    """All lines of one cell as one run."""
    text, places = "", []
    for row in build_rows(build_runs(chars, boxes)):
        for run in row.runs:
            if text:
                text += " "
                places.append(NOWHERE)
            text += run.text
            places += run.boxes
    if not text:
        return None
    solid = [box for box in places if box[0] == box[0]]
    return Run(
        text, places, min(b[0] for b in solid), min(b[1] for b in solid), max(b[2] for b in solid), max(b[3] for b in solid)
    )  # fmt: skip
