"""Gold as a flat list of labelled places: the form in which annotations travel to other tools and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from ketluan.annotations.gold import MENTION_LAYERS, Gold, GoldDocumentInfo, GoldMention, GoldSentence, gold_sentences, text_hash

LAYER_LABELS = {"agencies": "agency", "citations": "citation", "persons": "person"}
_LAYER_OF = {label: layer for layer, label in LAYER_LABELS.items()}
SENTENCE_LABELS = ("finding", "recommendation", "optional", "other")
LABELS = (*LAYER_LABELS.values(), *SENTENCE_LABELS)
LIST_FIELDS = frozenset({"also", "categories", "agencies", "agencies_optional", "citations"})


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled place; `fields` are those of the gold row beside its place and its label."""

    start: int
    end: int
    label: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def layer(self) -> str:
        """The layer of the gold that the item belongs to."""
        return _LAYER_OF.get(self.label, "sentences")


def items_of(gold: Gold) -> list[Item]:
    """All rows of a gold document in text order."""
    items = []
    for layer, label in LAYER_LABELS.items():
        for mention in gold.mentions(layer):
            fields = msgspec.to_builtins(mention)
            items.append(Item(mention.start, mention.end, label, _without(fields, "start", "end", "text")))
    for row in gold.sentences:
        items.append(Item(row.start, row.end, row.label, _without(msgspec.to_builtins(row), "start", "end", "label")))
    return sorted(items, key=lambda item: (item.start, -item.end, LABELS.index(item.label)))


def header_of(gold: Gold) -> dict[str, Any]:
    """What a gold document says about itself: `doc`, `layers`, `source`, `document`; empty parts are left out."""
    return _without(msgspec.to_builtins(gold), "text_sha256", "sentences", *MENTION_LAYERS)


def gold_from_items(header: dict[str, Any], items: list[Item], text: str) -> Gold:
    """Build gold again. A sentence label whose place is not a sentence is moved to the sentence in which it begins.

    Raises:
        ValueError: a field has the wrong form, or a label is unknown.
    """
    rows: dict[str, list[Any]] = {layer: [] for layer in MENTION_LAYERS}
    sentences: dict[tuple[int, int], GoldSentence] = {}
    borders = gold_sentences(text)
    for item in sorted(items, key=lambda item: (item.start, item.end)):
        if item.label not in LABELS:
            raise ValueError(f"unknown label {item.label!r}")
        if item.layer == "sentences":
            start, end = next(((a, b) for a, b in borders if a <= item.start < b), (item.start, item.end))
            row = {**item.fields, "start": start, "end": end, "label": item.label}
            sentences.setdefault((start, end), msgspec.convert(row, GoldSentence))
        else:
            row = {**item.fields, "start": item.start, "end": item.end, "text": text[item.start : item.end]}
            rows[item.layer].append(msgspec.convert(row, GoldMention))
    return Gold(
        doc=str(header.get("doc", "")),
        text_sha256=text_hash(text),
        layers=list(header.get("layers", [])),
        source=dict(header.get("source", {})),
        document=msgspec.convert(header.get("document", {}), GoldDocumentInfo),
        sentences=[sentences[place] for place in sorted(sentences)],
        **rows,
    )


def _without(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}
