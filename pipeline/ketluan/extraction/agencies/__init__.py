"""Agencies: who is meant, exactly."""

from __future__ import annotations

from ketluan.extraction.agencies.context import read_places
from ketluan.extraction.agencies.keys import agency_key
from ketluan.extraction.agencies.mentions import find_bodies
from ketluan.extraction.agencies.names import name_key as short_key
from ketluan.extraction.agencies.resolution import Entity, Resolver, merge_entities
from ketluan.extraction.agencies.shortforms import find_short_forms
from ketluan.extraction.agencies.tokens import Tokens, tokenize
from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.mentions import titled_name_starts
from ketluan.record import Agency, Mention


def find_agencies(draft: Draft) -> None:
    """Find the organisations that the text names, one entry per body in the order of first mention.

    Mentions are half open in `draft.text` and do not overlap; `name` is the full official name at the time of the document,
    with the place that the document shows. Cost: linear in `len(draft.text)`.
    """
    tokens = tokenize(draft.text, breaks=titled_name_starts(draft.text))
    bodies = find_bodies(tokens)
    resolver = Resolver(tokens, bodies, read_places(tokens, bodies))
    named: dict[int, Entity] = {}
    for body in bodies:
        named[id(body)] = entity = resolver.resolve(body)
        entity.spans.append((body.first, body.last))
    for form in find_short_forms(tokens, bodies):
        owner = named[id(form.of)]
        owner.spans.append((form.first, form.last))
        owner.aliases.add(short_key(tokens.slice(form.first, form.last)))
    entities = list(named.values())
    merged = merge_entities(entities)
    for entity in merged:
        entity.spans.sort()
    merged.sort(key=lambda e: e.spans[0])
    draft.agencies = [_agency(f"a{i}", entity, tokens) for i, entity in enumerate(merged, 1)]


def _agency(agency_id: str, entity: Entity, tokens: Tokens) -> Agency:
    mentions = []
    for first, last in entity.spans:
        start, end = tokens.span(first, last)
        mentions.append(Mention(start=start, end=end, text=tokens.text[start:end]))
    return Agency(
        id=agency_id,
        name=entity.name,
        type=entity.type,
        level=entity.location.level,
        province=entity.location.province,
        parent=None,
        key=agency_key(entity),
        successor=None,
        mentions=mentions,
    )
