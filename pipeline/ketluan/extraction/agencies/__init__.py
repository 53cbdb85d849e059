"""Agencies: who is meant, exactly."""

from __future__ import annotations

from collections.abc import Sequence

from ketluan.extraction.agencies.back_references import bare_organs, find_prefixes
from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.coined_names import coined_enterprises
from ketluan.extraction.agencies.context import read_places
from ketluan.extraction.agencies.entities import Entity, merge_entities
from ketluan.extraction.agencies.implied import BodyNamer
from ketluan.extraction.agencies.mentions import find_bodies
from ketluan.extraction.agencies.named_units import without_units
from ketluan.extraction.agencies.names import name_key as short_key
from ketluan.extraction.agencies.names import proper_key
from ketluan.extraction.agencies.resolution import Resolver
from ketluan.extraction.agencies.shortforms import ShortForm, bracketed_bodies, find_short_forms
from ketluan.extraction.agencies.tokens import Tokens, tokenize
from ketluan.extraction.agencies.unregistered import risen_cities, unregistered_provinces
from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.mentions import titled_name_starts
from ketluan.knowledge import succession
from ketluan.knowledge.agency_keys import agency_key
from ketluan.knowledge.succession import Step, chain
from ketluan.record import Agency, Mention, Succession


def find_agencies(draft: Draft) -> None:
    """Find the organisations that the text names, one entry per body in the order of first mention.

    Mentions are half open in `draft.text` and do not overlap; `name` is the full official name at the time of the document,
    with the place that the document shows. Cost: linear in `len(draft.text)`.
    """
    tokens = tokenize(draft.text, breaks=without_units(draft.text, titled_name_starts(draft.text)))
    tokens.own_provinces = unregistered_provinces(tokens) | risen_cities(tokens)
    bodies = find_bodies(tokens)
    bodies = sorted([*bodies, *bare_organs(tokens, bodies)], key=lambda body: body.first)
    bodies = _with_coined(tokens, bodies)
    resolver = Resolver(tokens, bodies, read_places(tokens, bodies))
    named: dict[int, Entity] = {}
    for body in bodies:
        entity = resolver.resolve(body)
        if not entity.location.is_generic:
            entity.spans.append((body.first, body.last))
            named[id(body)] = entity
    known = [body for body in bodies if id(body) in named]
    forms = find_short_forms(tokens, known)
    taken = _tokens_of(bodies) | _tokens_of(forms)
    for form in (*forms, *find_prefixes(tokens, known, taken)):
        owner = named[id(form.of)]
        owner.spans.append((form.first, form.last))
        owner.aliases.add(short_key(tokens.slice(form.first, form.last)))
    for full, short in bracketed_bodies(tokens, bodies):
        if id(full) in named and id(short) in named:
            named[id(full)].aliases |= {proper_key(named[id(short)].name), short_key(tokens.slice(short.first, short.last))}
    entities = list(named.values())
    merged = merge_entities(entities)
    for entity in merged:
        entity.spans.sort()
    merged.sort(key=lambda e: e.spans[0])
    ids = {entity.name: f"a{number}" for number, entity in enumerate(merged, 1)}
    draft.agencies = [_agency(f"a{number}", entity, tokens, ids) for number, entity in enumerate(merged, 1)]
    draft.namer = BodyNamer(tokens, resolver, draft.agencies, lambda number, entity: _agency(number, entity, tokens, ids))


def _tokens_of(parts: Sequence[Body] | Sequence[ShortForm]) -> set[int]:
    return {index for part in parts for index in range(part.first, part.last)}


def _with_coined(tokens: Tokens, bodies: list[Body]) -> list[Body]:
    """The bodies with enterprises named by a made-up word alone; none where the word is a short name of one of them."""
    taken = _tokens_of(bodies) | _tokens_of(find_short_forms(tokens, bodies))
    return sorted([*bodies, *coined_enterprises(tokens, taken)], key=lambda body: body.first)


def _agency(agency_id: str, entity: Entity, tokens: Tokens, ids: dict[str, str]) -> Agency:
    location = entity.location
    body = succession.Body(entity.base, entity.type, location.province, location.district, location.commune)
    key = agency_key(entity.name, entity.base, entity.type, location.province, location.district, location.commune)
    steps = chain(body) if location.level else []
    return Agency(
        id=agency_id,
        name=entity.name,
        type=entity.type,
        level=location.level,
        province=location.province,
        parent=ids.get(entity.parent) if entity.parent else None,
        key=key,
        successor=[_succession(step) for step in steps] or None,
        mentions=[_mention(tokens, first, last) for first, last in entity.spans],
    )


def _mention(tokens: Tokens, first: int, last: int) -> Mention:
    start, end = tokens.span(first, last)
    return Mention(start=start, end=end, text=tokens.text[start:end])


def _succession(step: Step) -> Succession:
    return Succession(name=step.body.name, key=step.body.key, date=step.date, basis=step.basis, competence=step.competence)
