"""Scores of one document: counts per metric and every error as a row.

Metrics (see `evaluation/PROTOCOL.md`): `<layer>.overlap` lenient and `<layer>.exact` strict mentions; `<layer>.set` by document;
`.name`, `.key`, `.date`, `.position`, `.category`, `.agency`, `.citation` are judged on what was matched ("on gold spans");
`edges.*` are relation edges end to end; `document` what the document is. `wrong.bylines` and `wrong.generic_bodies` count
errors of their own kind (false positives only).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from ketluan.annotations.gold import MENTION_LAYERS, Gold, GoldMention, GoldSentence, gold_sentences
from ketluan.annotations.names import canonical_key, canonical_key_like, fold, fold_key, same_agency
from ketluan.evaluate.matching import Counts, Span, covers_half, match_names, match_spans, overlap, solid_index, solid_text
from ketluan.evaluate.predictions import (
    STATEMENT_LAYERS,
    STATEMENT_LINKS,
    PredictedMention,
    PredictedStatement,
    Prediction,
)
from ketluan.knowledge.tables import read_table

# Metrics that goldkit, the scorer of the shared development set, knows; the others are ours.
SHARED_METRICS = frozenset(
    {
        *(f"{layer}.{kind}" for layer in MENTION_LAYERS for kind in ("overlap", "exact")),
        *(
            "agencies.name",
            "agencies.set",
            "citations.key",
            "citations.date",
            "citations.set",
            "persons.name",
            "persons.position",
        ),
        *("findings", "findings.category", "findings.agency", "findings.citation"),
        *("recommendations", "recommendations.agency", "recommendations.citation", "document", "document.inspected"),
    }
)
# A document is entirely right when none of these has an error.
RIGHT_METRICS = (
    *(f"{layer}.overlap" for layer in MENTION_LAYERS),
    *("agencies.name", "citations.set", "persons.name", "findings", "recommendations", "document", "document.inspected"),
)


@dataclass(frozen=True, slots=True)
class ScoringError:
    """One difference between gold and system: what kind, on which words, what the gold says and what the system says."""

    doc: str
    metric: str
    kind: str
    text: str
    gold: str = ""
    system: str = ""


@dataclass(slots=True)
class DocumentScore:
    """Counts per metric and the errors of one document."""

    doc: str
    counts: dict[str, Counts] = field(default_factory=dict)
    errors: list[ScoringError] = field(default_factory=list)

    def add(self, metric: str, counts: Counts) -> None:
        """Add to a metric."""
        self.counts[metric] = self.counts.get(metric, Counts()) + counts

    def judge(self, metric: str, ok: bool, kind: str, text: str, *, gold: object = "", system: object = "") -> None:
        """Count one yes-or-no question: wrong is one false positive and one false negative."""
        self.add(metric, Counts(tp=1) if ok else Counts(fp=1, fn=1))
        if not ok:
            self.report(metric, kind, text, gold=gold, system=system)

    def report(self, metric: str, kind: str, text: str, *, gold: object = "", system: object = "") -> None:
        """Add an error row without counting."""
        self.errors.append(ScoringError(self.doc, metric, kind, text, _plain(gold), _plain(system)))

    @property
    def is_right(self) -> bool:
        """Nothing missed, nothing spurious, nothing wrong."""
        return not any(c.fp or c.fn for c in (self.counts.get(metric, Counts()) for metric in RIGHT_METRICS))


def _plain(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@dataclass(frozen=True, slots=True)
class _WantedMention:
    span: Span
    optional: bool
    gold: GoldMention


def score_document(gold: Gold, text: str, predicted: Prediction) -> DocumentScore:
    """Compare one record with the gold of its document.

    Args:
        gold: with its words filled in (see `fill_from_text`).
        text: the gold document's text, NFC.
        predicted: what the system claims; its text may differ in white space only.
    """
    score = DocumentScore(gold.doc)
    index = solid_index(text)
    if solid_text(text) != predicted.solid:
        score.report("text", "other-text", "the record's text differs from the document's text")
    for layer in MENTION_LAYERS:
        if gold.has_layer(layer):
            wanted = [_WantedMention((index[m.start], index[m.end]), m.optional, m) for m in gold.mentions(layer)]
            _score_mentions(score, layer, wanted, predicted)
            _score_own_kinds(score, layer, wanted, predicted)
    if gold.has_layer("agencies"):
        _score_agency_set(score, gold, index, predicted)
    _score_citation_set(score, gold, predicted)
    if gold.has_layer("persons"):
        _score_person_set(score, gold, index, predicted)
    if gold.has_layer("sentences"):
        for layer in STATEMENT_LAYERS:
            _score_statements(score, layer, gold, text, index, predicted)
    _score_document_fields(score, gold, predicted)
    score.add("documents.right", Counts(tp=1) if score.is_right else Counts(fp=1, fn=1))
    return score


def _score_mentions(score: DocumentScore, layer: str, wanted: list[_WantedMention], predicted: Prediction) -> None:
    candidates = predicted.mentions[layer]
    score.add(f"{layer}.exact", match_spans(wanted, candidates, exact=True).counts)
    lenient = match_spans(wanted, candidates, exact=False)
    score.add(f"{layer}.overlap", lenient.counts)
    for row in lenient.missed:
        score.report(f"{layer}.overlap", "missed", row.gold.text, gold=row.gold.name or row.gold.key)
    for candidate in lenient.spurious:
        surface = predicted.solid[slice(*candidate.span)]
        score.report(f"{layer}.overlap", "spurious", surface, system=candidate.name or candidate.key)
    for row, candidate in lenient.pairs:
        if not row.optional:
            _JUDGES[layer](score, row.gold, candidate, predicted)


def _judge_agency(score: DocumentScore, gold: GoldMention, got: PredictedMention, _: Prediction) -> None:
    if gold.name:
        ok = same_agency(gold.name, got.name)
        score.judge("agencies.name", ok, "wrong-name", gold.text, gold=gold.name, system=got.name)


def _judge_citation(score: DocumentScore, gold: GoldMention, got: PredictedMention, _: Prediction) -> None:
    wanted = canonical_key(gold.key)
    ok = wanted == canonical_key_like(got.key, {wanted})
    score.judge("citations.key", ok, "wrong-key", gold.text, gold=gold.key, system=got.key)
    if gold.date:
        score.judge("citations.date", gold.date == got.date, "wrong-date", gold.text, gold=gold.date, system=got.date)
    if gold.pinpoint:
        ok = fold(gold.pinpoint) == fold(got.pinpoint or "")
        score.judge("citations.pinpoint", ok, "wrong-pinpoint", gold.text, gold=gold.pinpoint, system=got.pinpoint)


def _judge_person(score: DocumentScore, gold: GoldMention, got: PredictedMention, predicted: Prediction) -> None:
    score.judge("persons.name", fold(gold.name) == fold(got.name), "wrong-name", gold.text, gold=gold.name, system=got.name)
    if gold.role:
        score.judge("persons.role", gold.role == got.role, "wrong-role", gold.text, gold=gold.role, system=got.role)
    if not gold.position:
        return
    held = predicted.positions.get(got.owner, [])
    wanted = fold(gold.position)
    ok = any(wanted in fold(f"{title} {body}") or (fold(title) and fold(title) in wanted) for title, body in held)
    score.judge(
        "persons.position", bool(ok), "wrong-position", gold.text, gold=gold.position, system=[f"{t} @ {b}" for t, b in held]
    )
    if gold.agency:
        score.add("edges.holds_position", match_names([gold.agency], [body for _, body in held if body]))


_JUDGES = {"agencies": _judge_agency, "citations": _judge_citation, "persons": _judge_person}


def _score_own_kinds(score: DocumentScore, layer: str, wanted: list[_WantedMention], predicted: Prediction) -> None:
    """Two errors that hurt readers most: a byline shown as a person of the report, and "the unit" shown as a body."""
    if layer == "persons":
        bylines = [row.span for row in wanted if row.gold.role == "author"]
        for person in predicted.mentions[layer]:
            if person.role != "author" and any(overlap(span, person.span) for span in bylines):
                score.add("wrong.bylines", Counts(fp=1))
                score.report("wrong.bylines", "byline", predicted.solid[slice(*person.span)], gold="author", system=person.role)
    if layer == "agencies":
        generic = _generic_bodies()
        for agency in predicted.mentions[layer]:
            surface = predicted.solid[slice(*agency.span)]
            if fold(surface).replace(" ", "") in generic and not any(overlap(row.span, agency.span) for row in wanted):
                score.add("wrong.generic_bodies", Counts(fp=1))
                score.report("wrong.generic_bodies", "generic-body", surface, system=agency.name)


@cache
def _generic_bodies() -> frozenset[str]:
    """Words that stand for no body in particular, folded and without white space."""
    return frozenset(fold(row["words"]).replace(" ", "") for row in read_table("generic_bodies"))


def _score_agency_set(score: DocumentScore, gold: Gold, index: list[int], predicted: Prediction) -> None:
    named = [m for m in gold.agencies if m.name]
    loose = [(index[m.start], index[m.end]) for m in gold.agencies if m.optional or not m.name]
    got = [p for p in predicted.mentions["agencies"] if p.name]
    excused = {p.name for p in got if any(overlap(p.span, span) for span in loose)}
    accepted = [*(m.name for m in named), *sorted(excused)]
    score.add("agencies.set", match_names([m.name for m in named if not m.optional], [p.name for p in got], accepted))


def _score_citation_set(score: DocumentScore, gold: Gold, predicted: Prediction) -> None:
    accepted = {canonical_key(m.key) for m in gold.citations}
    wanted = {canonical_key(m.key) for m in gold.citations if not m.optional}
    got = {canonical_key_like(p.key, accepted) for p in predicted.mentions["citations"]}
    score.add("citations.set", Counts(len(wanted & got), len(got - accepted), len(wanted - got)))


def _score_person_set(score: DocumentScore, gold: Gold, index: list[int], predicted: Prediction) -> None:
    wanted = {fold(m.name) for m in gold.persons if not m.optional}
    accepted = {fold(m.name) for m in gold.persons}
    loose = [(index[m.start], index[m.end]) for m in gold.persons if m.optional]
    mentions = predicted.mentions["persons"]
    got = {fold(p.name) for p in mentions}
    accepted |= {fold(p.name) for p in mentions if any(overlap(p.span, span) for span in loose)}
    score.add("persons.set", Counts(len(wanted & got), len(got - accepted), len(wanted - got)))


def _score_statements(score: DocumentScore, layer: str, gold: Gold, text: str, index: list[int], predicted: Prediction) -> None:
    """A sentence is predicted when half of it, or half of a predicted span, lies in the other."""
    label = STATEMENT_LAYERS[layer]
    to_agency, to_citation = STATEMENT_LINKS[layer]
    rows = {(index[row.start], index[row.end]): row for row in gold.sentences}
    nothing = GoldSentence(start=0, end=0, label="other")
    for start, end in gold_sentences(text):
        span = (index[start], index[end])
        row = rows.get(span, nothing)
        hits = [p for p in predicted.statements[layer] if covers_half(p.span, span)]
        if row.label == "optional" or (row.label != label and label in row.also):
            continue
        if row.label == label:
            _judge_statement(score, layer, row, text[start:end], hits)
            _count_edges(score, to_agency, to_citation, row, hits)
        elif hits:
            score.add(layer, Counts(fp=1))
            score.report(layer, "spurious", text[start:end])
            _count_edges(score, to_agency, to_citation, row, hits)


def _judge_statement(score: DocumentScore, layer: str, row: GoldSentence, sentence: str, hits: list[PredictedStatement]) -> None:
    score.add(layer, Counts(tp=1) if hits else Counts(fn=1))
    if not hits:
        score.report(layer, "missed", sentence)
        return
    if layer == "findings":
        got = [hit.category for hit in hits]
        ok = any(category in row.categories for category in got)
        score.judge("findings.category", ok, "wrong-category", sentence, gold=row.categories, system=got)
    if row.agencies:
        names = [name for hit in hits for name in hit.agencies]
        counts = match_names(row.agencies, names, row.agencies_optional)
        score.add(f"{layer}.agency", counts)
        if counts.fp or counts.fn:
            score.report(f"{layer}.agency", "wrong-agency", sentence, gold=row.agencies, system=names)
    if row.citations:
        counts, keys = _match_keys(row.citations, hits)
        score.add(f"{layer}.citation", counts)
        if counts.fp or counts.fn:
            score.report(f"{layer}.citation", "wrong-citation", sentence, gold=row.citations, system=keys)


def _match_keys(wanted_keys: Iterable[str], hits: list[PredictedStatement]) -> tuple[Counts, list[str]]:
    wanted = {canonical_key(key) for key in wanted_keys}
    keys = [key for hit in hits for key in hit.citations]
    got = {canonical_key_like(key, wanted) for key in keys}
    return Counts(len(wanted & got), len(got - wanted), len(wanted - got)), keys


def _count_edges(
    score: DocumentScore, to_agency: str, to_citation: str, row: GoldSentence, hits: list[PredictedStatement]
) -> None:
    """Relation edges end to end: those of missed sentences are missed, those of spurious sentences are spurious."""
    names = [name for hit in hits for name in hit.agencies]
    score.add(f"edges.{to_agency}", match_names(row.agencies, names, row.agencies_optional))
    score.add(f"edges.{to_citation}", _match_keys(row.citations, hits)[0])


def _score_document_fields(score: DocumentScore, gold: Gold, predicted: Prediction) -> None:
    wanted = {"number": gold.document.number, "date": gold.document.date, "issuer": gold.document.issuer}
    wanted["published"] = gold.document.published
    for name, value in wanted.items():
        if value:
            got = predicted.document.get(name, "")
            ok = same_agency(value, got) if name == "issuer" else fold_key(value) == fold_key(got)
            score.add("document", Counts(tp=1) if ok else Counts(fn=1))
            if not ok:
                score.report("document", "wrong-field", name, gold=value, system=got)
    if gold.document.inspected:
        counts = match_names(gold.document.inspected, predicted.inspected)
        score.add("document.inspected", counts)
        if counts.fp or counts.fn:
            score.report(
                "document.inspected", "wrong-field", "inspected", gold=gold.document.inspected, system=predicted.inspected
            )
