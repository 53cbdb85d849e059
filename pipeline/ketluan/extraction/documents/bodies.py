"""Who inspected and who was inspected, weighed from the evidence of `evidence.py`."""

from __future__ import annotations

import math
from functools import cache

from ketluan.extraction.documents.evidence import agency_features
from ketluan.extraction.draft import Draft
from ketluan.knowledge.tables import read_table
from ketluan.record import Agency

# Chosen by ten-fold cross-validation over the gold articles, with the weights; flat within the folds' noise (0.01).
ISSUER_AT_LEAST = 0.06
INSPECTED_AT_LEAST = 0.25
INSPECTED_SHARE_OF_BEST = 0.5
# Chosen in the same way, with findings linked by models that had not seen the document: 0.71 -> 0.74; flat from 0.7 to 1.8.
BLAMED_ODDS = 1.2
SETTLED_AT_LEAST = 0.3
SETTLED_SHARE_OF_BEST = 0.5


Features = dict[str, float]
Weights = dict[str, tuple[float, float]]
ISSUER, INSPECTED = 0, 1  # columns of the weights


@cache
def shipped_weights() -> Weights:
    """Logistic weights (issuer, inspected) by feature, from `document_weights.tsv`; `ketluan train bodies` makes it."""
    return {row["feature"]: (float(row["issuer"]), float(row["inspected"])) for row in read_table("document_weights")}


def _probability(features: Features, column: int, weights: Weights) -> float:
    total = sum(weights[name][column] * value for name, value in features.items() if name in weights)
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def named_bodies(draft: Draft) -> list[tuple[Agency, Features]]:
    """The bodies that the text mentions, each with what speaks for it."""
    return [(agency, agency_features(draft, agency)) for agency in draft.agencies if agency.mentions]


def weigh_bodies(draft: Draft) -> tuple[Agency | None, list[Agency]]:
    """(the body that inspected, the bodies that were inspected); None and empty where nothing speaks for any."""
    return choose_bodies(named_bodies(draft), shipped_weights())


def choose_bodies(named: list[tuple[Agency, Features]], weights: Weights) -> tuple[Agency | None, list[Agency]]:
    """`weigh_bodies` for features at hand and any weights."""
    rated = [(agency, _probability(features, ISSUER, weights)) for agency, features in named]
    issuer, chance = max(rated, key=lambda pair: pair[1], default=(None, 0.0))
    if chance < ISSUER_AT_LEAST:
        issuer = None
    return issuer, choose_inspected(named, issuer, weights)


def inspected_bodies(draft: Draft, issuer: Agency | None) -> list[Agency]:
    """Bodies of which the text says that they were inspected, in the order of the record."""
    return choose_inspected(named_bodies(draft), issuer, shipped_weights())


def choose_inspected(named: list[tuple[Agency, Features]], issuer: Agency | None, weights: Weights) -> list[Agency]:
    """`inspected_bodies` for features at hand and any weights."""
    rated = [
        (agency, _probability(with_issuer(features, agency, issuer), INSPECTED, weights))
        for agency, features in named
        if agency is not issuer
    ]
    best = max((chance for _, chance in rated), default=0.0)
    if best < INSPECTED_AT_LEAST / 2:
        return []
    return [
        a for a, chance in rated if chance == best or (chance >= INSPECTED_AT_LEAST and chance >= INSPECTED_SHARE_OF_BEST * best)
    ]


def blamed_shares(draft: Draft) -> dict[str, float]:
    """How much of the blame a body bears, by its id: 1 for the one that bears most; bodies without any are left out."""
    sums: dict[str, float] = {}
    for relation in draft.relations:
        if relation.type == "attributed_to":
            sums[relation.tail] = sums.get(relation.tail, 0.0) + relation.confidence
    most = max(sums.values(), default=1.0) or 1.0
    return {tail: total / most for tail, total in sums.items()}


def choose_settled(
    named: list[tuple[Agency, Features]], issuer: Agency | None, weights: Weights, blamed: dict[str, float]
) -> list[Agency]:
    """`choose_inspected` once findings are linked: who is blamed was more probably inspected, who is not, less."""
    rated = []
    for agency, features in named:
        if agency is not issuer:
            chance = _probability(with_issuer(features, agency, issuer), INSPECTED, weights)
            odds = math.log(max(chance, 1e-6) / max(1 - chance, 1e-6))
            odds += BLAMED_ODDS * blamed.get(agency.id, -0.5 if blamed else 0.0)
            rated.append((agency, 1 / (1 + math.exp(-odds))))
    best = max((chance for _, chance in rated), default=0.0)
    if best < SETTLED_AT_LEAST / 2:
        return []
    return [a for a, chance in rated if chance == best or (chance >= SETTLED_AT_LEAST and chance >= SETTLED_SHARE_OF_BEST * best)]


def with_issuer(features: Features, agency: Agency, issuer: Agency | None) -> Features:
    """The features with what the body is to the one that inspected."""
    if issuer is None:
        return features
    parent = issuer.name.endswith(agency.name) or (
        agency.type == "people_committee" and issuer.province == agency.province and issuer.level == agency.level
    )
    return features | {"parent_of_issuer": float(parent), "inspectorate_other": float(agency.type == "inspectorate")}
