"""Standoff gold: annotations of texts that may not be passed on, without a word of the text and without names of people."""

from __future__ import annotations

import msgspec

from ketluan.annotations.gold import Gold, GoldMention
from ketluan.annotations.names import fold

_KEPT = {
    "agencies": ("start", "end", "name", "optional"),
    "citations": ("start", "end", "key", "type", "date", "pinpoint", "issuer", "optional"),
    "persons": ("start", "end", "position", "role", "optional"),
}
NAME_LENGTH = 12


def make_standoff(gold: Gold) -> Gold:
    """The same annotations with offsets, labels, normalised names and keys only; `doc` becomes the beginning of the hash.

    People lose name and agency; `entity` numbers, in text order, join the mentions of one person.
    """
    entities: dict[str, int] = {}
    for person in gold.persons:
        entities.setdefault(fold(person.name or person.text), len(entities) + 1)
    return msgspec.structs.replace(
        gold,
        doc=gold.text_sha256[:NAME_LENGTH],
        agencies=[_strip(mention, "agencies") for mention in gold.agencies],
        citations=[_strip(mention, "citations") for mention in gold.citations],
        persons=[_strip(person, "persons", entities[fold(person.name or person.text)]) for person in gold.persons],
    )


def _strip(mention: GoldMention, layer: str, entity: int | None = None) -> GoldMention:
    return GoldMention(**{name: getattr(mention, name) for name in _KEPT[layer]}, entity=entity)
