"""Persons and their positions."""

from __future__ import annotations

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.entries import group_mentions
from ketluan.extraction.persons.mentions import find_mentions
from ketluan.extraction.persons.positions import PositionReader
from ketluan.extraction.persons.roles import first_role
from ketluan.record import Mention, Person


def find_persons(draft: Draft) -> None:
    """People whom the text names, and the positions that it gives them.

    Writes `draft.persons` (ids p1, p2 … in order of first mention; roles stay open until `decide_roles`) and appends
    `holds_position` relations. A later mention by given name belongs to the full name where exactly one fits; otherwise it
    stays an entry of its own.

    Args:
        draft: text, sentences and agencies are read; a mention has no honorific in its span.
    Source: naming order surname, middle, given; honorifics and title patterns as counted in inspection news.
    Cost: linear in the text; windows of bounded size around each name.
    """
    mentions = find_mentions(draft)
    groups = group_mentions(mentions, draft.sentences)
    reader = PositionReader(draft, mentions)
    for number, group in enumerate(groups, 1):
        identifier = f"p{number}"
        positions = reader.relations(identifier, group)
        draft.persons.append(
            Person(
                id=identifier,
                name=group.name,
                honorific=group.honorific,
                role=first_role(group),
                mentions=[Mention(start=m.start, end=m.end, text=draft.text[m.start : m.end]) for m in group.mentions],
            )
        )
        draft.relations += positions
