"""FollowTheMoney entities: documents, bodies, people with positions, mentions, and links between them.

Cautious by design: nobody gets a risk topic; a finding is a note on the body that the text holds responsible, with its
document as proof. People are one entity across documents only by name, body and position together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

from ketluan.errors import ResourceError
from ketluan.knowledge.labels import label
from ketluan.record import Agency, Finding, Person, Recommendation, Record
from ketluan.store.rows import person_key
from ketluan.store.search import permanent_id

Data = dict[str, Any]
_COMPANIES = ("company", "enterprise", "bank", "corporation")


def entities(records: Iterable[Record]) -> Iterator[Data]:
    """Entities as plain values; an entity that several documents name comes once for each, to be merged by its id."""
    try:
        from followthemoney import model
    except ModuleNotFoundError as error:
        raise ResourceError("followthemoney is not installed", hint="pip install 'ketluan[data]'") from error
    for record in records:
        yield from _Maker(model, record).all()


class _Maker:
    def __init__(self, model: Any, record: Record) -> None:
        self._model, self._record = model, record
        self._agencies = {a.id: a for a in record.agencies}
        self._persons = {p.id: p for p in record.persons if p.role != "author"}
        self._date = record.document.date or record.document.published

    def all(self) -> Iterator[Data]:
        record = self._record
        yield self._document()
        for agency in record.agencies:
            yield self._agency(agency)
            yield from (self._mention(_agency_id(agency), _schema(agency), m.text, m.start, m.end) for m in agency.mentions)
        for person in self._persons.values():
            yield self._person(person)
            yield from (self._mention(self._person_id(person), "Person", m.text, m.start, m.end) for m in person.mentions)
        for relation in record.relations:
            if relation.type == "holds_position" and relation.head in self._persons and relation.tail in self._agencies:
                yield from self._position(self._persons[relation.head], self._agencies[relation.tail], relation.title or "?")
            elif relation.type == "inspected_by" and {relation.head, relation.tail} <= self._agencies.keys():
                yield self._inspected(self._agencies[relation.head], self._agencies[relation.tail])
        yield from self._notes()

    def _make(self, schema: str, identifier: str, **values: Any) -> Data:
        entity = self._model.make_entity(schema)
        entity.id = identifier
        for name, value in values.items():
            if value:
                entity.add(name, value)
        return dict(entity.to_dict())

    def _document(self) -> Data:
        record = self._record
        return self._make(
            "Document", record.id, title=record.document.title, fileName=PurePath(record.source.uri).name,
            mimeType=record.source.media_type, fileSize=str(record.source.bytes), date=record.document.date,
            publishedAt=record.document.published, language="vie", country="vn", bodyText=record.text,
            summary=record.document.number,
        )  # fmt: skip

    def _agency(self, agency: Agency) -> Data:
        names = list(dict.fromkeys(m.text for m in agency.mentions if m.text != agency.name))
        parent = self._agencies.get(agency.parent or "")
        return self._make(
            _schema(agency), _agency_id(agency), name=agency.name, alias=names, country="vn", jurisdiction="vn",
            classification=agency.type, summary=agency.province, parent=_agency_id(parent) if parent else None,
            proof=self._record.id,
        )  # fmt: skip

    def _person(self, person: Person) -> Data:
        return self._make("Person", self._person_id(person), name=person.name, country="vn", proof=self._record.id)

    def _person_id(self, person: Person) -> str:
        held = next((r for r in self._record.relations if r.type == "holds_position" and r.head == person.id), None)
        agency = self._agencies.get(held.tail) if held else None
        return person_key(person.name, agency.key if agency else None, held.title if held else None, self._record.id)

    def _position(self, person: Person, agency: Agency, title: str) -> Iterator[Data]:
        post = _hash("position", agency.key, title)
        yield self._make("Position", post, name=f"{title}, {agency.name}", organization=_agency_id(agency), country="vn")
        yield self._make(
            "Occupancy", _hash("occupancy", self._person_id(person), post, self._record.id), holder=self._person_id(person),
            post=post, date=self._date, proof=self._record.id, description=title,
        )  # fmt: skip

    def _inspected(self, inspected: Agency, inspector: Agency) -> Data:
        return self._make(
            "UnknownLink", _hash("inspected", self._record.id, inspected.key, inspector.key), subject=_agency_id(inspected),
            object=_agency_id(inspector), role=label("relation", "inspected_by", "en"), date=self._date, proof=self._record.id,
        )  # fmt: skip

    def _notes(self) -> Iterator[Data]:
        made: list[Finding | Recommendation] = [*self._record.findings, *self._record.recommendations]
        statements = {statement.id: statement for statement in made}
        for relation in self._record.relations:
            statement, agency = statements.get(relation.head), self._agencies.get(relation.tail)
            if relation.type in ("attributed_to", "directed_to") and statement is not None and agency is not None:
                place = permanent_id(self._record.id, statement.start, statement.end)
                code = getattr(statement, "category", None)
                yield self._make(
                    "Note", _hash("note", place, agency.key), entity=_agency_id(agency), description=statement.text,
                    name=label("category", code) if code else "Kiến nghị",
                    keywords=["finding", code] if code else ["recommendation"],
                    proof=self._record.id, notes=place,
                )  # fmt: skip

    def _mention(self, resolved: str, schema: str, text: str, start: int, end: int) -> Data:
        identifier = _hash("mention", self._record.id, str(start), str(end), resolved)
        return self._make(
            "Mention",
            identifier,
            document=self._record.id,
            resolved=resolved,
            name=text,
            detectedSchema=schema,
            contextCountry="vn",
        )


def _schema(agency: Agency) -> str:
    return "Company" if agency.type in _COMPANIES else "PublicBody"


def _agency_id(agency: Agency) -> str:
    return _hash("agency", agency.key)


def _hash(*parts: str) -> str:
    return "kl-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
