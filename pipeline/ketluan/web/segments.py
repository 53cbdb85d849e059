"""A text with many overlapping marks as a row of segments, so that each can be shown where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at `[start, end)`; `kind`: finding, recommendation, agency, citation, person, word (of a query), place."""

    start: int
    end: int
    kind: str
    id: str
    title: str = ""


@dataclass(slots=True)
class Segment:
    """A piece of text with all that holds for it; `anchors` are the marks that begin here."""

    text: str
    start: int
    kinds: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    title: str = ""
    anchors: list[str] = field(default_factory=list)


def cut(text: str, marks: Sequence[Mark], start: int, end: int) -> list[Segment]:
    """The segments of `text[start:end]` in order; joined they are the text again."""
    inside = [m for m in marks if m.start < end and m.end > start]
    borders = sorted({start, end, *(max(start, m.start) for m in inside), *(min(end, m.end) for m in inside)})
    begins: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in inside:
        begins.setdefault(max(start, mark.start), []).append(mark)
        ends.setdefault(min(end, mark.end), []).append(mark)
    active: dict[int, Mark] = {}
    segments: list[Segment] = []
    for here, there in pairwise(borders):
        for mark in ends.get(here, []):
            active.pop(id(mark), None)
        for mark in begins.get(here, []):
            active[id(mark)] = mark
        segment = Segment(text[here:there], here)
        for mark in active.values():
            if mark.kind not in segment.kinds:
                segment.kinds.append(mark.kind)
            segment.ids.append(mark.id)
            segment.title = mark.title or segment.title
            if mark.start == here:
                segment.anchors.append(f"at-{mark.start}-{mark.end}")
        segment.anchors = list(dict.fromkeys(segment.anchors))
        segments.append(segment)
    return segments
