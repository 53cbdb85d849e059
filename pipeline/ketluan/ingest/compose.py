"""Pages of lines -> canonical text with pages and a box for every code point."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from ketluan.ingest.base import Layout
from ketluan.ingest.page_images import tilt
from ketluan.ingest.paragraphs import Column, continues, joint, measure_column
from ketluan.ingest.printed import NOWHERE, Box4
from ketluan.ingest.zones import BODY, Line
from ketluan.record import Page
from ketluan.text.canonical import canonicalize


@dataclass(slots=True)
class PageLines:
    """One page as read: its lines in reading order, and how it was read. Lines of a page scanned askew stand straight."""

    number: int
    width: float
    height: float
    method: str
    lines: list[Line] = field(default_factory=list)
    left_out: int = 0
    skew_degrees: float = 0.0
    engines: list[str] = field(default_factory=list)


def compose(pages: Sequence[PageLines]) -> tuple[str, list[Page], Layout]:
    """The text of all pages. A paragraph that goes on over a page break stays one line; the break falls behind a space."""
    text: list[str] = []
    boxes: list[Box4] = []
    ends: list[int] = []
    columns = _columns(pages)
    last: tuple[Line, Column | None] | None = None
    for page, column in zip(pages, columns, strict=True):
        first = True
        for line in page.lines:
            if last is not None:
                between = "\n"
                if continues(last[0], line, last[1], new_page=first):
                    between = joint(last[0].text, line.text)
                elif first and last[0].zone != BODY:
                    between = "\n"
                text.append(between)
                boxes.extend([NOWHERE] * len(between))
                if first and ends:
                    ends[-1] = len(boxes)
            text.append(line.text)
            boxes.extend(tilt(box, page.skew_degrees, page.width, page.height) for box in line.boxes)
            last, first = (line, column), False
        ends.append(len(boxes))
    return _finish("".join(text) + "\n", [*boxes, NOWHERE], ends, pages)


def _columns(pages: Sequence[PageLines]) -> list[Column | None]:
    """The column of each page; a page with few lines takes that of the nearest page of its width."""
    measured = [measure_column(page.lines) for page in pages]
    for index, page in enumerate(pages):
        if measured[index] is None:
            others = [i for i, other in enumerate(pages) if measured[i] and abs(other.width - page.width) < 2]
            measured[index] = measured[min(others, key=lambda i: abs(i - index))] if others else None
    return measured


def _finish(raw: str, boxes: list[Box4], ends: list[int], pages: Sequence[PageLines]) -> tuple[str, list[Page], Layout]:
    canonical = canonicalize(raw)
    coordinates = array("d")
    if canonical.origins is None:
        for box in boxes:
            coordinates.extend(box)
        new_ends = list(ends)
    else:
        origins = canonical.origins
        for origin in origins:
            coordinates.extend(boxes[origin] if origin >= 0 else NOWHERE)
        new_ends = []
        position = 0
        for end in ends:
            while position < len(origins) and origins[position] < end:
                position += 1
            new_ends.append(position)
    if new_ends:
        new_ends[-1] = len(canonical.text)
    out, start = [], 0
    for page, end in zip(pages, new_ends, strict=True):
        out.append(
            Page(
                number=page.number,
                start=start,
                end=end,
                width=page.width,
                height=page.height,
                method=page.method,
                left_out=page.left_out,
                engines=page.engines,
            )
        )
        start = end
    return canonical.text, out, Layout(coordinates)
