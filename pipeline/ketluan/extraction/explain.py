"""Why each finding and recommendation was found, and why it was linked: a view of a record that a journalist can read.

Everything comes from the record itself, so the view can be made again from a stored one; it is data first (the web pages show it
their own way), and lines of text second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ketluan.record import Finding, Measure, Recommendation, Record, Relation, Span

MAX_EVIDENCE_CHARS = 400
_ROLES = {
    "attributed_to": "responsible",
    "breaches": "provision not followed",
    "directed_to": "must act",
    "made_by": "asked by",
    "based_on": "legal ground",
    "answers": "answers",
}


@dataclass(frozen=True, slots=True)
class Link:
    """One relation of a statement: what it means, to whom or what, how sure, and the words that state it."""

    role: str
    to: str
    confidence: float
    evidence: str
    in_sentence: bool
    later: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """One statement with its reasons. `context` is the whole sentence where the statement is a part of it."""

    id: str
    kind: Literal["finding", "recommendation"]
    text: str
    page: int | None
    label: str
    confidence: float
    cues: list[str]
    measures: list[str]
    context: str | None = None
    second_category: str | None = None
    deadline: str | None = None
    links: list[Link] = field(default_factory=list)


def explain(record: Record) -> list[Explanation]:
    """One explanation for each finding and recommendation, in text order."""
    names = _names(record)
    statements: list[Finding | Recommendation] = [*record.findings, *record.recommendations]
    links: dict[str, list[Relation]] = {}
    for relation in record.relations:
        links.setdefault(relation.head, []).append(relation)
    return [_explain(record, s, links.get(s.id, []), names) for s in sorted(statements, key=lambda s: (s.start, s.end, s.id))]


def as_lines(explanations: list[Explanation]) -> Iterator[str]:
    """The same as plain lines of text."""
    for e in explanations:
        where = f", page {e.page}" if e.page else ""
        yield f"{e.id}  {e.kind}: {e.label}  (confidence {e.confidence:.2f}{where})"
        yield f"    “{e.text}”"
        if e.context:
            yield f"    in the sentence: “{_shorten(e.context)}”"
        if e.second_category:
            yield f"    could also be: {e.second_category}"
        if e.cues:
            yield f"    said by: {' · '.join(e.cues)}"
        if e.measures:
            yield f"    quantities: {' · '.join(e.measures)}"
        if e.deadline:
            yield f"    until: {e.deadline}"
        for link in e.links:
            far = "" if link.in_sentence else f", named in {'a later' if link.later else 'an earlier'} sentence"
            yield f"    {link.role}: {link.to}  ({link.confidence:.2f}{far})"
            if not link.in_sentence:
                yield f"        “{_shorten(link.evidence)}”"
        if not any(link.role in ("responsible", "must act") for link in e.links):
            yield "    responsible or addressed: the text does not say"
        yield ""


def _explain(
    record: Record, statement: Finding | Recommendation, relations: list[Relation], names: dict[str, str]
) -> Explanation:
    sentence = statement.evidence or Span(start=statement.start, end=statement.end)
    found = isinstance(statement, Finding)
    return Explanation(
        id=statement.id,
        kind="finding" if found else "recommendation",
        text=statement.text,
        page=statement.page,
        label=statement.category if isinstance(statement, Finding) else statement.action,
        confidence=statement.confidence,
        cues=list(statement.cues),
        measures=[f"{m.text} = {_quantity(m)}" for m in statement.measures],
        context=record.text[sentence.start : sentence.end] if statement.evidence else None,
        second_category=statement.second_category if isinstance(statement, Finding) else None,
        deadline=None if isinstance(statement, Finding) else statement.deadline,
        links=[_link(record, relation, sentence, names) for relation in relations],
    )


def _quantity(measure: Measure) -> str:
    """ "about 1200000000 đồng", "12 of 40 hồ sơ", "5000000 to 10000000 đồng", "55 % (target 55 %)"."""
    about = "about " if measure.approx else ""
    if measure.target is None:
        return f"{about}{measure.value} {measure.unit}"
    if measure.kind == "percentage":
        return f"{about}{measure.value} % (target {measure.target} %)"
    return f"{about}{measure.value} {'of' if measure.kind == 'count' else 'to'} {measure.target} {measure.unit}"


def _link(record: Record, relation: Relation, sentence: Span, names: dict[str, str]) -> Link:
    evidence = relation.evidence
    return Link(
        role=_ROLES.get(relation.type, relation.type),
        to=names.get(relation.tail, relation.tail),
        confidence=relation.confidence,
        evidence=record.text[evidence.start : evidence.end],
        in_sentence=sentence.start <= evidence.start and evidence.end <= sentence.end,
        later=evidence.start >= sentence.start and evidence.end > sentence.end,
    )


def _names(record: Record) -> dict[str, str]:
    names = {agency.id: agency.name for agency in record.agencies}
    names |= {citation.id: citation.key for citation in record.citations}
    names |= {person.id: person.name for person in record.persons}
    return names | {finding.id: f"{finding.id} “{_shorten(finding.text, 80)}”" for finding in record.findings}


def _shorten(text: str, limit: int = MAX_EVIDENCE_CHARS) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
