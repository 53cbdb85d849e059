"""From the draft to the record: pages and boxes for every mention; the record's constructor checks the rest."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from ketluan.extraction.draft import Draft
from ketluan.ingest.base import Loaded
from ketluan.record import Agency, Citation, Mention, Person, Record, record_id

MentionT = TypeVar("MentionT", bound=Mention)
EntryT = TypeVar("EntryT", Agency, Citation, Person)


def assemble(draft: Draft, loaded: Loaded) -> Record:
    """The finished record. Raises ValueError where a component broke the contract."""
    place = _Placer(loaded)
    return Record(
        id=record_id(loaded.source.sha256),
        source=loaded.source,
        text=draft.text,
        pages=loaded.pages,
        document=draft.document,
        agencies=place.entries(draft.agencies),
        citations=place.entries(draft.citations),
        persons=place.entries(draft.persons),
        findings=[place.mention(f) for f in draft.findings],
        recommendations=[place.mention(r) for r in draft.recommendations],
        relations=draft.relations,
        warnings=draft.warnings,
    )


class _Placer:
    """Adds page and boxes to mentions."""

    def __init__(self, loaded: Loaded) -> None:
        self._pages, self._layout = loaded.pages, loaded.layout
        self._starts = [page.start for page in loaded.pages]

    def entries(self, entries: Sequence[EntryT]) -> list[EntryT]:
        return [msgspec.structs.replace(e, mentions=[self.mention(m) for m in e.mentions]) for e in entries]

    def mention(self, mention: MentionT) -> MentionT:
        index = max(0, bisect_right(self._starts, mention.start) - 1)
        page = self._pages[index].number if self._pages else None
        boxes = self._layout.boxes(self._pages, mention.start, mention.end) if self._layout else None
        return msgspec.structs.replace(mention, page=page, boxes=boxes)
