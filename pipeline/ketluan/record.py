"""The data model: one `Record` per document, as the JSON contract has it.

Offsets are code points into `Record.text`, half open `[start, end)`; `text` is NFC. Constructors check that
`text[start:end]` is the quoted text, that no span is empty or has white space at its edges, and that every id that a
relation names exists, so a record that was built is a record that can be trusted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from ketluan.errors import InputError, ResourceError

SCHEMA_VERSION = "1"

Method = Literal["text-layer", "ocr", "html", "docx", "text"]
DocumentKind = Literal["conclusion", "news", "directive", "report", "other"]
PersonRole = Literal["named", "official", "author", "other"]
Resolution = Literal["exact", "by_title", "inherited", "ambiguous", "unresolved"]
Category = Literal[
    "late_processing", "procedure", "publicity", "digital_service", "supervision", "records", "legal_documents",
    "finance_budget", "procurement_investment", "land", "environment_minerals", "personnel", "anti_corruption",
    "complaints", "tax_social_insurance", "health", "education", "labour_safety", "other",
]  # fmt: skip
RelationType = Literal[
    "attributed_to", "breaches", "directed_to", "made_by", "based_on", "holds_position", "issued_by", "amends",
    "inspected_by", "replaces", "guides", "issued_with", "answers",
]  # fmt: skip
MeasureKind = Literal["count", "percentage", "money", "area", "duration", "period", "length"]


class Struct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Base of all parts of a record: immutable, keyword-only."""


class Box(Struct, frozen=True, kw_only=True):
    """Where words stand on a page: PDF points, origin at the top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Span(Struct, frozen=True, kw_only=True):
    """A place in the text: code points, half open."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")


class Mention(Span, frozen=True, kw_only=True):
    """One place in the text that names something; `page` is the number of the page on which it starts."""

    text: str
    page: int | None = None
    boxes: list[Box] | None = None


class Source(Struct, frozen=True, kw_only=True):
    """The file that a record was made from. `uri` is the input's path as given."""

    uri: str
    sha256: str
    media_type: str
    bytes: int
    method: Method
    retrieved: str | None = None


class Page(Struct, frozen=True, kw_only=True):
    """One page of the source; `width` and `height` in PDF points, null where the source has no pages.

    `left_out`: printed rows that are not in the text (page number, running head, marks of a digital signature).
    `engines`: the programs that the text comes from, first the one that most of it comes from.
    """

    number: int
    start: int
    end: int
    width: float | None = None
    height: float | None = None
    method: str | None = None
    left_out: int = 0
    engines: list[str] = []


class Period(Struct, frozen=True, kw_only=True):
    """ISO dates, both ends included; an end that the text does not give is null."""

    start: str | None
    end: str | None


class DocumentInfo(Struct, frozen=True, kw_only=True):
    """What the document is, or, for news, what it reports on. `issuer`, `inspected`: ids of agencies."""

    kind: DocumentKind = "other"
    title: str | None = None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    inspected: list[str] = []
    published: str | None = None
    inspection_period: Period | None = None
    reviewed_period: Period | None = None
    subject: str | None = None
    primary: bool | None = None


class Succession(Struct, frozen=True, kw_only=True):
    """The body that took over: one entry per successor, with the date and the act that ordered it."""

    name: str
    key: str
    date: str | None = None
    basis: str | None = None
    competence: str | None = None


class Agency(Struct, frozen=True, kw_only=True):
    """An organisation that the document names; `parent` is an id of this record, `key` a stable path."""

    id: str
    name: str
    type: str
    level: str | None
    province: str | None
    parent: str | None
    key: str
    successor: list[Succession] | None
    mentions: list[Mention]


class Pinpoint(Struct, frozen=True, kw_only=True):
    """One structured target inside a document, levels from `part` down to `point`; absent levels are null."""

    part: str | None = None
    chapter: str | None = None
    section: str | None = None
    article: str | None = None
    clause: str | None = None
    point: str | None = None


class CitationMention(Mention, frozen=True, kw_only=True):
    """`pinpoint` as written ("khoản 2 điều 4"), `targets` the same as structured values."""

    pinpoint: str | None = None
    targets: list[Pinpoint] = []
    resolved: Resolution = "exact"
    candidates: list[str] = []


class Citation(Struct, frozen=True, kw_only=True):
    """A cited document. `key` is what the text gives, `number` also what the register knows."""

    id: str
    key: str
    type: str
    number: str | None
    year: int | None
    title: str | None
    date: str | None
    issuer: str | None
    uri: str | None
    mentions: list[CitationMention]


class Person(Struct, frozen=True, kw_only=True):
    """A named human being; bylines have the role `author`."""

    id: str
    name: str
    honorific: str | None
    role: PersonRole
    mentions: list[Mention]


class Measure(Span, frozen=True, kw_only=True):
    """A quantity in a normalised unit (money in đồng), with the words that state it.

    `target`: what should have been reached ("chưa đạt 55 %", of "12/40" the 40), or the upper end of a range or period.
    """

    text: str
    kind: MeasureKind
    value: float | int | None
    unit: str
    approx: bool = False
    target: float | int | None = None


class Finding(Mention, frozen=True, kw_only=True):
    """A concrete shortcoming that the inspection states. `evidence`: the whole sentence where the span is a part."""

    id: str
    category: Category
    confidence: float
    measures: list[Measure] = []
    second_category: Category | None = None
    cues: list[str] = []
    evidence: Span | None = None


class Recommendation(Mention, frozen=True, kw_only=True):
    """What is proposed, requested or ordered to be done. `deadline`: an ISO date, or a period ("P30D", "P2M")."""

    id: str
    action: str
    confidence: float
    measures: list[Measure] = []
    deadline: str | None = None
    cues: list[str] = []
    evidence: Span | None = None


class Relation(Struct, frozen=True, kw_only=True):
    """A link between two things of the record, with the words that state it."""

    head: str
    type: RelationType
    tail: str
    confidence: float
    evidence: Span
    title: str | None = None


class RecordWarning(Struct, frozen=True, kw_only=True):
    """Something that a reader should know about this record."""

    code: str
    message: str
    page: int | None = None


class Record(Struct, frozen=True, kw_only=True):
    """Everything found in one document."""

    id: str
    source: Source
    text: str
    pages: list[Page]
    document: DocumentInfo
    agencies: list[Agency] = []
    citations: list[Citation] = []
    persons: list[Person] = []
    findings: list[Finding] = []
    recommendations: list[Recommendation] = []
    relations: list[Relation] = []
    warnings: list[RecordWarning] = []
    schema_version: str = SCHEMA_VERSION

    def __post_init__(self) -> None:
        if not unicodedata.is_normalized("NFC", self.text):
            raise ValueError("text is not NFC")
        for mention in self.iter_mentions():
            check_quote(self.text, mention.start, mention.end, mention.text)
        self._check_pages()
        self._check_references()

    def iter_mentions(self) -> Iterator[Mention | Measure]:
        """Every quoted place of the record, measures included."""
        named: tuple[Agency | Citation | Person, ...] = (*self.agencies, *self.citations, *self.persons)
        for entry in named:
            yield from entry.mentions
        statements: tuple[Finding | Recommendation, ...] = (*self.findings, *self.recommendations)
        for statement in statements:
            yield statement
            yield from statement.measures

    def _check_pages(self) -> None:
        end = 0
        for page in self.pages:
            if not end <= page.start <= page.end <= len(self.text):
                raise ValueError(f"page {page.number} lies outside the text or over its neighbour")
            end = page.end

    def _check_references(self) -> None:
        entries: tuple[Agency | Citation | Person | Finding | Recommendation, ...]
        entries = (*self.agencies, *self.citations, *self.persons, *self.findings, *self.recommendations)
        ids = {entry.id for entry in entries}
        if len(ids) != len(entries):
            raise ValueError("an id is used twice")
        named = [self.document.issuer, *self.document.inspected, *(a.parent for a in self.agencies)]
        named += [c.issuer for c in self.citations] + [r.head for r in self.relations] + [r.tail for r in self.relations]
        for name in named:
            if name is not None and name not in ids:
                raise ValueError(f"reference to {name!r}, which does not exist")
        for relation in self.relations:
            if relation.evidence.end > len(self.text):
                raise ValueError(f"evidence of {relation.type} lies outside the text")


def check_quote(text: str, start: int, end: int, quote: str) -> None:
    """Raise ValueError unless `text[start:end] == quote`, not empty and without white space at its edges."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span [{start}, {end}) lies outside the text")
    if text[start:end] != quote:
        raise ValueError(f"span [{start}, {end}) does not hold its text")
    if quote[0].isspace() or quote[-1].isspace():
        raise ValueError(f"span [{start}, {end}) has white space at its edge")


def record_id(sha256: str) -> str:
    """A record's id, from the hash of the source's bytes: the same file always has the same id."""
    return f"d-{sha256[:16]}"


def to_json(record: Record) -> bytes:
    """The record as UTF-8 JSON, two spaces of indentation, a newline at the end; the same record, the same bytes."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def from_json(data: bytes | str) -> Record:
    """Read a record; raises `ValueError` (msgspec's `ValidationError` is one) where it breaks the contract."""
    return msgspec.json.decode(data, type=Record)


def read_record(path: Path) -> Record:
    """Read the record that a run wrote; raises `InputError` (`input-missing`) or `ResourceError` (`resource-damaged`)."""
    try:
        return from_json(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be opened: {error.strerror}", code="input-missing") from error
    except ValueError as error:
        raise ResourceError(f"{path}: not a record: {error}", code="resource-damaged") from error


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a record."""
    schema = msgspec.json.schema(Record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ketluan record", **schema}


def selectors(record: Record, start: int, end: int, *, context: int = 32) -> list[dict[str, Any]]:
    """W3C Web Annotation selectors of a place: position and quote with `context` code points on each side."""
    text = record.text
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - context) : start],
            "suffix": text[end : end + context],
        },
    ]
