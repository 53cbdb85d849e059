"""Mentions: heads of both kinds, completed with dates to the right and pinpoints to the left."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketluan.extraction.citations.dates import (
    FoundDate,
    date_after,
    date_before,
    date_behind_issuer,
    date_inside,
    next_date,
    year_after,
)
from ketluan.extraction.citations.heads import Head
from ketluan.extraction.citations.issuer_phrases import circular_symbol
from ketluan.extraction.citations.layout import lower_copy, matching_copy
from ketluan.extraction.citations.numbered import find_dated, find_numbered, find_standards
from ketluan.extraction.citations.pinpoints import pinpoint_after, pinpoint_before
from ketluan.extraction.citations.titled import find_titled, version_of
from ketluan.record import Pinpoint

# Since then a circular bears year and ministry in its number (Decree 101/1997/NĐ-CP).
_SYMBOLS_SINCE = 1998


@dataclass(slots=True)
class RawMention:
    """A mention before resolution: its span, what names the document, and the pinpoint."""

    start: int
    end: int
    head: Head
    pinpoint: str | None = None
    targets: list[Pinpoint] = field(default_factory=list)


def find_mentions(text: str) -> list[RawMention]:
    """All mentions in text order, without overlaps. Linear in the length of the text: every window is bounded."""
    copy = matching_copy(text)
    lower = lower_copy(copy)
    heads = _merge(find_titled(copy, lower), [*find_numbered(copy, lower), *find_dated(copy, lower), *find_standards(copy)])
    mentions: list[RawMention] = []
    floor = 0
    claimed = -1  # where the date belongs to an earlier head (see Head.listed_until)
    for index, head in enumerate(heads):
        claimed = max(claimed, head.listed_until)
        ceiling = heads[index + 1].start if index + 1 < len(heads) else len(copy)
        if head.end != claimed and head.listed_until < 0:
            _add_date(copy, head, floor, ceiling)
            _complete(copy, head)
        mention = RawMention(head.start, head.end, head)
        pinpoint = pinpoint_before(lower, head.start, floor)
        if pinpoint:
            mention.start, mention.pinpoint, mention.targets = pinpoint.start, pinpoint.text, pinpoint.targets
        elif found := pinpoint_after(lower, head.end, ceiling):
            mention.end, mention.pinpoint, mention.targets = found.end, found.text, found.targets
        mentions.append(mention)
        floor = mention.end
        if head.title and head.date and head.end == mention.end and (more := next_date(copy, head.end)):
            version = version_of(head, more[0], more[1].end)
            _take(version, more[1])
            if version.end <= ceiling:
                mentions.append(RawMention(version.start, version.end, version))
                floor = version.end
    return mentions


def _merge(titled: list[Head], numbered: list[Head]) -> list[Head]:
    """One list in text order; where two overlap, the one that begins first stays, the titled one before the numbered."""
    out: list[Head] = []
    for head in sorted([*titled, *numbered], key=lambda h: (h.start, -h.end)):
        if not out or head.start >= out[-1].end:
            out.append(head)
        elif head.key and not out[-1].key and head.core >= out[-1].end - 1:
            head.start = head.core
            out.append(head)
    return out


def _add_date(text: str, head: Head, floor: int, ceiling: int) -> None:
    found = date_after(text, head.end)
    if found and found.end <= ceiling:
        _take(head, found)
        return
    found = date_inside(text, head.start, head.core) if head.key else None
    if found:
        head.date = found.date
        return
    if head.year is None and head.serial and not head.in_list:
        year = year_after(text, head.end)
        if year and year.end <= ceiling and _plain_year(text[head.end : year.end]):
            head.year, head.end = year.year, year.end
            return
    if not head.serial:
        return
    beside = date_before(text, head.start, floor)
    if beside is None and head.key:
        beside = date_behind_issuer(text, head.end)
    if beside:
        head.date, head.day_month = beside.date, beside.day_month


def _complete(text: str, head: Head) -> None:
    """ "thông tư 145 năm 2007 của Bộ Tài chính" is 145/2007/TT-BTC; "Thông tư 145/2007" stays as it is written (see `keys`)."""
    year = head.year or (int(head.date[:4]) if head.date else 0)
    if head.doctype.id != "thong_tu" or head.key or not head.serial or year < _SYMBOLS_SINCE:
        return
    symbol = circular_symbol(text, head.end)
    if symbol:
        head.full_number = f"{head.serial}/{year}/{symbol}"
        if head.year and not head.joined_year:
            head.key, head.symbol = head.full_number, symbol


def _plain_year(words: str) -> bool:
    return "năm" in words.lower() or "nam" in words.lower()


def _take(head: Head, found: FoundDate) -> None:
    head.end, head.date, head.day_month = found.end, found.date, found.day_month
    if head.title and head.year is None and found.year:
        head.year = found.year
