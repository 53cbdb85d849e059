"""What every reader returns: canonical text with pages, and where its characters stand on them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field

from ketluan.record import Box, Page, RecordWarning, Source


@dataclass(frozen=True, slots=True)
class Hints:
    """What the reader of the file knows beside the text (an HTML page's title, date and byline); None where unknown."""

    title: str | None = None
    published: str | None = None
    byline: str | None = None
    publisher: str | None = None


class Layout:
    """The box of every code point: four floats each (x0, top, x1, bottom in PDF points), NaN for invented white space."""

    __slots__ = ("_coordinates",)

    def __init__(self, coordinates: array[float]) -> None:
        if len(coordinates) % 4:
            raise ValueError("four coordinates a code point")
        self._coordinates = coordinates

    def boxes(self, pages: list[Page], start: int, end: int) -> list[Box]:
        """One box per printed line that the span touches, in reading order."""
        lines: list[tuple[int, list[float]]] = []
        starts = [page.start for page in pages]
        for offset in range(start, end):
            x0, top, x1, bottom = self._coordinates[4 * offset : 4 * offset + 4]
            if x0 != x0:  # NaN: invented white space has no place
                continue
            number = pages[max(0, bisect_right(starts, offset) - 1)].number
            line = lines[-1][1] if lines and lines[-1][0] == number else None
            if line and top < line[3] and bottom > line[1] and x0 >= line[0]:
                line[1], line[2], line[3] = min(top, line[1]), max(x1, line[2]), max(bottom, line[3])
            else:
                lines.append((number, [x0, top, x1, bottom]))
        return [
            Box(page=number, x0=round(x0, 1), top=round(top, 1), x1=round(x1, 1), bottom=round(bottom, 1))
            for number, (x0, top, x1, bottom) in lines
        ]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that was read: `text` is canonical, `pages` cover it in order, `layout` is None where there are no pages."""

    source: Source
    text: str
    pages: list[Page]
    layout: Layout | None = None
    hints: Hints = field(default_factory=Hints)
    warnings: list[RecordWarning] = field(default_factory=list)
