"""Names that a transformer reads where the grammar found nothing: bodies and people join the record, citations do not.

A citation is worth something only with its key, and a key comes from the grammar of numbers and titles. A body or a person that
only the encoder saw gets the name as written; it is given no place, no position and no part in what the text blames.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ketluan.extraction.draft import Draft
from ketluan.knowledge.agency_keys import agency_key
from ketluan.models.encoder import EntitySpan
from ketluan.record import Agency, Citation, Mention, Person
from ketluan.text.folding import same_tone_style

# Below this mean probability a name is left out: a wrong name hurts more than a missing one.
MIN_SCORE = 0.9
OTHER = "other"


def add_encoded_names(draft: Draft, names: Iterable[EntitySpan]) -> None:
    """Add bodies and people that overlap no mention of the draft.

    A name that an entry of the same kind already has becomes a mention of that entry; any other gets an entry of its own.
    """
    entries: tuple[Agency | Citation | Person, ...] = (*draft.agencies, *draft.citations, *draft.persons)
    taken = sorted((m.start, m.end) for entry in entries for m in entry.mentions)
    for span in _free(names, taken):
        quote = draft.text[span.start : span.end]
        mention = Mention(start=span.start, end=span.end, text=quote)
        if span.kind == "agency":
            _add_agency(draft, mention)
        elif span.kind == "person":
            _add_person(draft, mention)


def _free(names: Iterable[EntitySpan], taken: list[tuple[int, int]]) -> Iterator[EntitySpan]:
    """The sure ones that overlap nothing; both lists are in text order, so one pass is enough."""
    at, reach = 0, 0
    for span in names:
        while at < len(taken) and taken[at][0] < span.end:
            reach = max(reach, taken[at][1])
            at += 1
        if span.score >= MIN_SCORE and reach <= span.start:
            yield span


def _add_agency(draft: Draft, mention: Mention) -> None:
    name = " ".join(mention.text.split())
    for i, agency in enumerate(draft.agencies):
        if _same(agency.name, name):
            draft.agencies[i] = msgspec.structs.replace(agency, mentions=_in_order([*agency.mentions, mention]))
            return
    draft.agencies.append(
        Agency(
            id=f"a{len(draft.agencies) + 1}",
            name=name,
            type=OTHER,
            level=None,
            province=None,
            parent=None,
            key=agency_key(name, name, OTHER, None, None, None),
            successor=None,
            mentions=[mention],
        )
    )


def _add_person(draft: Draft, mention: Mention) -> None:
    name = " ".join(mention.text.split())
    for i, person in enumerate(draft.persons):
        if _same(person.name, name):
            draft.persons[i] = msgspec.structs.replace(person, mentions=_in_order([*person.mentions, mention]))
            return
    draft.persons.append(Person(id=f"p{len(draft.persons) + 1}", name=name, honorific=None, role="other", mentions=[mention]))


def _same(one: str, other: str) -> bool:
    return same_tone_style(one) == same_tone_style(other)


def _in_order(mentions: list[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda mention: mention.start)
