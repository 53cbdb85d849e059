"""Who is responsible for a finding, and whom a recommendation addresses: one learned choice among the document's bodies.

Two linear looks, as for sentences: the first at each body by itself, the second also at how it compares with the other bodies and
at what was chosen for the statement before. A body is linked when the model says so, never for standing near.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ketluan.extraction.draft import Draft
from ketluan.extraction.relations.candidates import Candidates
from ketluan.models.linear import Floats, LinearModel, load_arrays
from ketluan.record import Finding, Recommendation, Relation, RelationType, Span

# Chosen for F1 in cross-validation by document, three times five folds; flat within 0.1 of each.
LINKED_FROM = {"findings": 0.6, "recommendations": 0.5}  # a body beside the best one
LISTED_FROM = 0.15  # a body that stands in one list with the best one
ALONE_FROM = 0.2  # the best one
PREVIOUS_FROM = 0.42  # what counts as chosen for the statement before

Statement = Finding | Recommendation
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class LinkModel:
    """Both looks; columns are "n" and "y"."""

    first: LinearModel
    second: LinearModel

    def chances(self, statements: Sequence[Rows]) -> list[Floats]:
        """For each statement of a document, in text order, the probability of each candidate."""
        firsts = [chance(self.first, rows) for rows in statements]
        return [chance(self.second, rows) for rows in second_look(statements, firsts)]


def chance(model: LinearModel, rows: Rows) -> Floats:
    """Probabilities of "y", one a row."""
    if not rows:
        return np.zeros(0, dtype=np.float32)
    return np.asarray(1 / (1 + np.exp(-model.scores(rows)[:, 1])), dtype=np.float32)


def second_look(statements: Sequence[Rows], firsts: Sequence[Floats]) -> list[Rows]:
    """The features of the first look with comparisons: rank, distance to the best rival, choice for the statement before."""
    looks: list[Rows] = []
    before: Floats | None = None
    for rows, chances in zip(statements, firsts, strict=True):
        rank = np.argsort(np.argsort(-chances, kind="stable"))
        looks.append([row + _compared(row, i, chances, int(rank[i]), before) for i, row in enumerate(rows)])
        before = chances
    return looks


def _compared(row: list[str], i: int, chances: Floats, rank: int, before: Floats | None) -> list[str]:
    where = "in" if "in bias" in row else "out"
    rival = float(max((chances[j] for j in range(len(chances)) if j != i), default=0.0))
    features = [f"P {int(chances[i] * 10)}", f"rank {min(rank, 4)}", f"gap {round((float(chances[i]) - rival) * 6)}"]
    features += [f"{where} {feature}" for feature in features]
    if before is None or not len(before):
        return [*features, "prev none"]
    own = float(before[i])
    best = own == float(before.max()) and own > PREVIOUS_FROM
    return [*features, f"prev {int(own * 5)}", f"{where} prev {int(own * 5)}", f"prevtop {best} {where}"]


def link_bodies(draft: Draft) -> list[Relation]:
    """`attributed_to` for findings, `directed_to` for recommendations; evidence from the body's name to the statement."""
    if not draft.agencies:
        return []
    candidates = Candidates(draft)
    findings: Sequence[Statement] = draft.findings
    recommendations: Sequence[Statement] = draft.recommendations
    return [
        *_link(draft, candidates, findings, "findings", "attributed_to"),
        *_link(draft, candidates, recommendations, "recommendations", "directed_to"),
    ]


def _link(
    draft: Draft, candidates: Candidates, statements: Sequence[Statement], model: str, relation: RelationType
) -> list[Relation]:
    spans = [(s.evidence.start, s.evidence.end) if s.evidence else (s.start, s.end) for s in statements]
    sentences = list(dict.fromkeys(spans))
    rows = [candidates.features(start, end) for start, end in sentences]
    linker = load_link_model(model, draft.models.links)
    # Who issued a law may be asked to change it, but is not to blame for its breach.
    innocent = candidates.only_cited() if relation == "attributed_to" else []
    chosen = {}
    for span, chances in zip(sentences, linker.chances(rows), strict=True):
        chances[innocent] = 0
        chosen[span] = choose(chances, candidates.listed_with(*span), LINKED_FROM[model])
    relations = []
    for statement, span in zip(statements, spans, strict=True):
        for i, sure in chosen[span]:
            evidence = candidates.evidence(i, *span)
            tail = draft.agencies[i].id
            relations.append(
                Relation(
                    head=statement.id,
                    type=relation,
                    tail=tail,
                    confidence=round(sure, 3),
                    evidence=Span(start=evidence[0], end=evidence[1]),
                )
            )
    return relations


def choose(chances: Floats, listed: Mapping[int, Collection[int]], linked_from: float) -> list[tuple[int, float]]:
    """The linked candidates with their probabilities: the best one, those that the sentence lists with it, others that are sure.

    Args:
        chances: one for each candidate.
        listed: candidate -> those that stand in one list with it in the statement's sentence.
        linked_from: least probability of a further body outside that list.
    """
    if not len(chances) or float(chances.max()) < ALONE_FROM:
        return []
    best = int(chances.argmax())
    beside = listed.get(best, ())
    return [
        (i, float(chance))
        for i, chance in enumerate(chances)
        if i == best or chance >= linked_from or (chance >= LISTED_FROM and i in beside)
    ]


@cache
def load_link_model(name: str, path: Path | None = None) -> LinkModel:
    """The model for "findings" or "recommendations" of this package, or of the file at `path`; read once per process."""
    arrays = load_arrays("links", path)
    return LinkModel(LinearModel.from_arrays(arrays, f"{name}.first"), LinearModel.from_arrays(arrays, f"{name}.second"))
