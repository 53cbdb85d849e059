"""One record as rows of `findings.db`."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any

import msgspec

from ketluan.knowledge.labels import label, province_now
from ketluan.record import Agency, Citation, CitationMention, Finding, Mention, Person, Recommendation, Record
from ketluan.text.folding import match_key

Row = dict[str, Any]
MAX_HEADING_CHARS = 160
MAX_CITED_ON_PAGE = 100


def document_rows(record: Record) -> dict[str, list[Row]]:
    """Table name -> rows, without the numbers (`nr`) that the database gives; parents come before children."""
    return _Builder(record).rows()


def person_key(name: str, agency_key: str | None, title: str | None, document: str) -> str:
    """One key for one human being: name, body and position together; without both, the key holds for one document only."""
    parts = [match_key(name), agency_key, match_key(title)] if agency_key and title else [match_key(name), document]
    return "p-" + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]


def is_primary(record: Record) -> bool | None:
    """Whether the document is the inspectors' own text; None where its kind does not say."""
    if record.document.primary is not None:
        return record.document.primary
    return {"conclusion": True, "directive": True, "report": True, "news": False}.get(record.document.kind)


class _Builder:
    def __init__(self, record: Record) -> None:
        self._record = record
        self._of: Row = {"document": record.id}
        self._agencies = {a.id: a for a in record.agencies}
        self._citations = {c.id: c for c in record.citations}
        # Who wrote an article is not what it is about: bylines never reach the database.
        self._persons = {p.id: p for p in record.persons if p.role != "author"}
        self._tails: dict[tuple[str, str], list[str]] = {}
        for relation in record.relations:
            self._tails.setdefault((relation.head, relation.type), []).append(relation.tail)
        self._issuer = self._agencies.get(record.document.issuer or "")
        self._inspected = [self._agencies[i] for i in record.document.inspected if i in self._agencies]
        self._province = self._province_of_document()
        self._date = record.document.date or record.document.published
        self._positions = self._positions_of_persons()

    def rows(self) -> dict[str, list[Row]]:
        record = self._record
        authors = {p.id for p in record.persons} - set(self._persons)
        statements: Sequence[Finding | Recommendation] = [*record.findings, *record.recommendations]
        entries: Sequence[Agency | Citation | Person] = [*record.agencies, *record.citations, *self._persons.values()]
        return {
            "documents": [self._document()],
            "pages": [
                {**self._of, "number": p.number, "start": p.start, "end": p.end, "width": p.width, "height": p.height,
                 "method": p.method, "meta": self._meta(self._cited_on(p.start, p.end))}
                for p in record.pages
            ],
            "agencies": [self._agency(a) for a in record.agencies],
            "citations": [self._citation(c) for c in record.citations],
            "persons": [
                {**self._of, "id": p.id, "name": p.name, "honorific": p.honorific, "role": p.role, "key": self._person_key(p)}
                for p in self._persons.values()
            ],
            "mentions": [self._mention(e.id, m) for e in entries for m in e.mentions],
            "findings": [self._finding(f) for f in record.findings],
            "recommendations": [self._recommendation(r) for r in record.recommendations],
            "measures": [
                {**self._of, "statement": s.id, "kind": m.kind, "value": m.value, "unit": m.unit, "approx": int(m.approx),
                 "target": m.target, "start": m.start, "end": m.end, "text": m.text}
                for s in statements for m in s.measures
            ],
            "relations": [
                {**self._of, "head": r.head, "type": r.type, "tail": r.tail, "title": r.title, "confidence": r.confidence,
                 "start": r.evidence.start, "end": r.evidence.end}
                for r in record.relations if not {r.head, r.tail} & authors
            ],
            "positions": [
                {**self._of, "person": person, "agency_key": key, "title": title}
                for person, positions in self._positions.items() for key, title in positions
            ],
        }  # fmt: skip

    def links(self, statement: Finding | Recommendation) -> tuple[list[str], list[tuple[str, str]]]:
        """Keys of the bodies, and (key, article) of the documents, that a finding or recommendation is linked to."""
        names = ("attributed_to", "breaches") if isinstance(statement, Finding) else ("directed_to", "based_on")
        bodies = [self._agencies[t].key for t in self._tails.get((statement.id, names[0]), []) if t in self._agencies]
        cited: set[tuple[str, str]] = set()
        for tail in self._tails.get((statement.id, names[1]), []):
            citation = self._citations.get(tail)
            if citation:
                cited.update((citation.key, article) for article in self._articles(citation, statement))
        return sorted(set(bodies)), sorted(cited)

    def _articles(self, citation: Citation, statement: Finding | Recommendation) -> set[str]:
        """Articles named where the statement cites the document; those of the whole record where it cites it from afar."""
        evidence = statement.evidence or statement
        near = [m for m in citation.mentions if evidence.start <= m.start < evidence.end] or citation.mentions
        return {t.article for m in near for t in m.targets if t.article} or {""}

    def _document(self) -> Row:
        record, info, source = self._record, self._record.document, self._record.source
        inspection, reviewed = info.inspection_period, info.reviewed_period
        primary = is_primary(record)
        return {
            "id": record.id, "uri": source.uri, "sha256": source.sha256, "media_type": source.media_type, "bytes": source.bytes,
            "method": source.method, "retrieved": source.retrieved, "kind": info.kind, "title": info.title,
            "heading": _heading(record), "number": info.number, "date": info.date, "year": _year(self._date),
            "published": info.published, "primary_source": None if primary is None else int(primary), "subject": info.subject,
            "issuer": self._issuer.name if self._issuer else None, "issuer_key": self._issuer.key if self._issuer else None,
            "province": self._province, "province_now": province_now(self._province),
            "inspected": _json([{"key": a.key, "name": a.name} for a in self._inspected]),
            "inspection_start": inspection.start if inspection else None,
            "inspection_end": inspection.end if inspection else None,
            "reviewed_start": reviewed.start if reviewed else None, "reviewed_end": reviewed.end if reviewed else None,
            "n_chars": len(record.text), "n_findings": len(record.findings), "n_recommendations": len(record.recommendations),
            "warnings": _json(msgspec.to_builtins(record.warnings)), "text": record.text,
        }  # fmt: skip

    def _agency(self, agency: Agency) -> Row:
        info = self._record.document
        role = "issuer" if agency.id == info.issuer else "inspected" if agency.id in info.inspected else None
        parent = self._agencies.get(agency.parent or "")
        return {
            **self._of, "id": agency.id, "key": agency.key, "name": agency.name, "type": agency.type, "level": agency.level,
            "province": agency.province, "province_now": province_now(agency.province), "parent": parent.key if parent else None,
            "successor": _json(msgspec.to_builtins(agency.successor)), "role": role,
        }  # fmt: skip

    def _citation(self, citation: Citation) -> Row:
        issuer = self._agencies.get(citation.issuer or "")
        return {
            **self._of, "id": citation.id, "key": citation.key, "type": citation.type, "number": citation.number,
            "year": citation.year, "title": citation.title, "date": citation.date, "issuer": issuer.name if issuer else None,
            "uri": citation.uri,
        }  # fmt: skip

    def _mention(self, entity: str, mention: Mention) -> Row:
        cited = mention if isinstance(mention, CitationMention) else None
        return {
            **self._of, "entity": entity, "start": mention.start, "end": mention.end, "page": mention.page, "text": mention.text,
            "pinpoint": cited.pinpoint if cited else None,
            "targets": _json(msgspec.to_builtins(cited.targets)) if cited else None,
            "resolved": cited.resolved if cited else None, "boxes": _boxes(mention),
        }  # fmt: skip

    def _finding(self, finding: Finding) -> Row:
        return {
            **self._statement(finding), "category": finding.category, "second_category": finding.second_category,
            "meta": self._meta([label("category", finding.category), *self._names_linked(finding)]),
        }  # fmt: skip

    def _recommendation(self, recommendation: Recommendation) -> Row:
        return {
            **self._statement(recommendation), "action": recommendation.action, "deadline": recommendation.deadline,
            "meta": self._meta(self._names_linked(recommendation)),
        }  # fmt: skip

    def _statement(self, statement: Finding | Recommendation) -> Row:
        evidence = statement.evidence or statement
        bodies = [self._agencies[t] for t in self._linked(statement) if t in self._agencies]
        province = next((a.province for a in bodies if a.province), self._province)
        sums = [m.value for m in statement.measures if m.kind == "money" and m.value is not None]
        primary = is_primary(self._record)
        return {
            **self._of, "id": statement.id, "start": statement.start, "end": statement.end, "page": statement.page,
            "text": statement.text, "confidence": statement.confidence, "evidence_start": evidence.start,
            "evidence_end": evidence.end, "boxes": _boxes(statement), "cues": _json(statement.cues), "date": self._date,
            "year": _year(self._date), "kind": self._record.document.kind,
            "primary_source": None if primary is None else int(primary), "province": province,
            "province_now": province_now(province), "issuer_key": self._issuer.key if self._issuer else None,
            "issuer": self._issuer.name if self._issuer else None, "money": max(sums, default=None),
            "has_person": int(self._names_person(statement)),
        }  # fmt: skip

    def _cited_on(self, start: int, end: int) -> list[str]:
        """Keys of the documents cited on a page: the text may give only a short form ("Nghị định 61")."""
        inside = (c.key for c in self._record.citations if any(start <= m.start < end for m in c.mentions))
        return list(islice(inside, MAX_CITED_ON_PAGE))

    def _linked(self, statement: Finding | Recommendation) -> list[str]:
        kind = "attributed_to" if isinstance(statement, Finding) else "directed_to"
        return self._tails.get((statement.id, kind), [])

    def _names_linked(self, statement: Finding | Recommendation) -> list[str]:
        bodies = [self._agencies[t].name for t in self._linked(statement) if t in self._agencies]
        _, cited = self.links(statement)
        return [*(bodies or [a.name for a in self._inspected]), *sorted({key for key, _ in cited})]

    def _names_person(self, statement: Finding | Recommendation) -> bool:
        """Whether the text itself holds a named person responsible here; bylines and officials do not count."""
        return any(t in self._persons and self._persons[t].role == "named" for t in self._linked(statement))

    def _meta(self, further: list[str]) -> str:
        info = self._record.document
        parts = [info.title, info.number, self._issuer.name if self._issuer else None, self._province, *further]
        return " · ".join(dict.fromkeys(p for p in parts if p))

    def _province_of_document(self) -> str | None:
        first = [a.province for a in (self._issuer, *self._inspected) if a is not None and a.province]
        if first:
            return first[0]
        counts = Counter(a.province for a in self._record.agencies for _ in a.mentions if a.province)
        return counts.most_common(1)[0][0] if counts else None

    def _positions_of_persons(self) -> dict[str, list[tuple[str | None, str | None]]]:
        positions: dict[str, list[tuple[str | None, str | None]]] = {}
        for relation in self._record.relations:
            if relation.type == "holds_position" and relation.head in self._persons:
                agency = self._agencies.get(relation.tail)
                positions.setdefault(relation.head, []).append((agency.key if agency else None, relation.title))
        return {person: list(dict.fromkeys(held)) for person, held in positions.items()}

    def _person_key(self, person: Person) -> str:
        key, title = next(iter(self._positions.get(person.id, [])), (None, None))
        return person_key(person.name, key, title, self._record.id)


def statement_links(record: Record) -> dict[str, tuple[list[str], list[tuple[str, str]]]]:
    """Statement id -> (keys of bodies, (key, article) of documents)."""
    builder = _Builder(record)
    statements: Sequence[Finding | Recommendation] = [*record.findings, *record.recommendations]
    return {s.id: builder.links(s) for s in statements}


def _heading(record: Record) -> str:
    """What to call the document on a page: its title, else its first line, else its file's name."""
    first = next((line.strip() for line in record.text.splitlines() if line.strip()), "")
    return (record.document.title or first or record.source.uri)[:MAX_HEADING_CHARS]


def _boxes(mention: Mention) -> str | None:
    return _json([[b.page, b.x0, b.top, b.x1, b.bottom] for b in mention.boxes]) if mention.boxes else None


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date and date[:4].isdecimal() else None


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None
