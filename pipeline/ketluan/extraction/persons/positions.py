"""Which post a person holds, and in which body."""

from __future__ import annotations

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.entries import Group
from ketluan.extraction.persons.mentions import NameMention
from ketluan.record import Relation


def find_positions(draft: Draft, identifier: str, group: Group, mentions: list[NameMention]) -> list[Relation]:
    """`holds_position` relations of one person, one for each title and body."""
    return []
