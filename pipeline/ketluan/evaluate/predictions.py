"""A record as flat lists of what it claims, placed in the solid text: the form in which it is scored."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketluan.annotations.gold import Gold, GoldMention, nfc
from ketluan.evaluate.matching import Span, solid_index, solid_text
from ketluan.record import Finding, Mention, Recommendation, Record

STATEMENT_LINKS = {"findings": ("attributed_to", "breaches"), "recommendations": ("directed_to", "based_on")}
STATEMENT_LAYERS = {"findings": "finding", "recommendations": "recommendation"}


@dataclass(slots=True)
class PredictedMention:
    """One mention; `owner` is the id of the thing that it names."""

    span: Span
    owner: str
    name: str = ""
    key: str = ""
    date: str | None = None
    role: str = ""
    pinpoint: str | None = None


@dataclass(slots=True)
class PredictedStatement:
    """One finding or recommendation with the names and keys that its relations lead to."""

    span: Span
    category: str | None
    agencies: list[str]
    citations: list[str]


@dataclass(slots=True)
class Prediction:
    """Everything that is scored of one record."""

    solid: str
    mentions: dict[str, list[PredictedMention]]
    statements: dict[str, list[PredictedStatement]]
    positions: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    document: dict[str, str] = field(default_factory=dict)
    inspected: list[str] = field(default_factory=list)


def predict_from_record(record: Record) -> Prediction:
    """Flatten a record; relation targets become names (agencies, persons) and keys (citations)."""
    index = solid_index(record.text)
    names = names_by_id(record)

    def place(mention: Mention) -> Span:
        return index[mention.start], index[mention.end]

    mentions = {
        "agencies": [PredictedMention(place(m), a.id, name=a.name) for a in record.agencies for m in a.mentions],
        "citations": [
            PredictedMention(place(m), c.id, key=c.key, date=c.date, pinpoint=m.pinpoint)
            for c in record.citations
            for m in c.mentions
        ],
        "persons": [PredictedMention(place(m), p.id, name=p.name, role=p.role) for p in record.persons for m in p.mentions],
    }

    def links(head: str, *types: str) -> list[str]:
        return [names[r.tail] for r in record.relations if r.head == head and r.type in types and r.tail in names]

    def statement(found: Finding | Recommendation) -> PredictedStatement:
        category = found.category if isinstance(found, Finding) else None
        agencies = links(found.id, "attributed_to", "directed_to")
        return PredictedStatement(place(found), category, agencies, links(found.id, "breaches", "based_on"))

    prediction = Prediction(
        solid=solid_text(record.text),
        mentions=mentions,
        statements={
            "findings": [statement(f) for f in record.findings],
            "recommendations": [statement(r) for r in record.recommendations],
        },
        document=_document_fields(record, names),
        inspected=[names.get(i, i) for i in record.document.inspected],
    )
    for relation in record.relations:
        if relation.type == "holds_position":
            prediction.positions.setdefault(relation.head, []).append((relation.title or "", names.get(relation.tail, "")))
    return prediction


def names_by_id(record: Record) -> dict[str, str]:
    """What the ids of a record stand for: names of agencies and people, keys of citations."""
    names = {agency.id: agency.name for agency in record.agencies} | {person.id: person.name for person in record.persons}
    return names | {citation.id: citation.key for citation in record.citations}


def _document_fields(record: Record, names: dict[str, str]) -> dict[str, str]:
    info = record.document
    issuer = names.get(info.issuer, info.issuer) if info.issuer else ""
    return {"number": info.number or "", "date": info.date or "", "issuer": issuer, "published": info.published or ""}


def predict_from_gold(gold: Gold, text: str) -> Prediction:
    """A second annotator's gold in the shape of a system's output: what agreement is measured on."""
    index = solid_index(nfc(text))

    def flat(number: int, layer: str, mention: GoldMention) -> PredictedMention:
        span = (index[mention.start], index[mention.end])
        owner, date, pinpoint = f"{layer}{number}", mention.date or None, mention.pinpoint or None
        return PredictedMention(span, owner, mention.name, mention.key, date, mention.role, pinpoint)

    mentions = {
        layer: [flat(n, layer, m) for n, m in enumerate(gold.mentions(layer)) if not m.optional]
        for layer in ("agencies", "citations", "persons")
    }
    statements = {
        layer: [
            PredictedStatement((index[s.start], index[s.end]), next(iter(s.categories), None), s.agencies, s.citations)
            for s in gold.sentences
            if s.label == label
        ]
        for layer, label in STATEMENT_LAYERS.items()
    }
    info = gold.document
    document = {"number": info.number, "date": info.date, "issuer": info.issuer, "published": info.published}
    positions = {f"persons{n}": [(m.position, "")] for n, m in enumerate(gold.persons) if m.position and not m.optional}
    return Prediction(solid_text(nfc(text)), mentions, statements, positions, document, list(info.inspected))
