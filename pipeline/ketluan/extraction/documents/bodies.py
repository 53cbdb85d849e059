"""Who inspected and who was inspected, weighed from the evidence of `evidence.py`."""

from __future__ import annotations

import math
from functools import cache

from ketluan.extraction.documents.evidence import agency_features
from ketluan.extraction.draft import Draft
from ketluan.knowledge.tables import read_table
from ketluan.record import Agency

# Chosen by ten-fold cross-validation over the gold articles, with the weights.
ISSUER_AT_LEAST = 0.06
INSPECTED_AT_LEAST = 0.3
INSPECTED_SHARE_OF_BEST = 0.7


@cache
def _weights() -> dict[str, tuple[float, float]]:
    """Logistic weights (issuer, inspected) by feature, from `document_weights.tsv`."""
    return {row["feature"]: (float(row["issuer"]), float(row["inspected"])) for row in read_table("document_weights")}


def _probability(features: dict[str, float], column: int) -> float:
    weights = _weights()
    total = sum(weights[name][column] * value for name, value in features.items() if name in weights)
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def weigh_bodies(draft: Draft) -> tuple[Agency | None, list[Agency]]:
    """(the body that inspected, the bodies that were inspected); None and empty where nothing speaks for any."""
    named = [(a, agency_features(draft, a)) for a in draft.agencies if a.mentions]
    if not named:
        return None, []
    issuer, chance = max(((a, _probability(f, 0)) for a, f in named), key=lambda pair: pair[1])
    if chance < ISSUER_AT_LEAST:
        return None, inspected_bodies(draft, None)
    return issuer, inspected_bodies(draft, issuer)


def inspected_bodies(draft: Draft, issuer: Agency | None) -> list[Agency]:
    """Bodies of which the text says that they were inspected, in the order of the record."""
    rated = [
        (a, _probability(with_issuer(agency_features(draft, a), a, issuer), 1))
        for a in draft.agencies
        if a.mentions and a is not issuer
    ]
    best = max((chance for _, chance in rated), default=0.0)
    if best < INSPECTED_AT_LEAST / 2:
        return []
    return [
        a for a, chance in rated if chance == best or (chance >= INSPECTED_AT_LEAST and chance >= INSPECTED_SHARE_OF_BEST * best)
    ]


def with_issuer(features: dict[str, float], agency: Agency, issuer: Agency | None) -> dict[str, float]:
    """The features with what the body is to the one that inspected."""
    if issuer is None:
        return features
    parent = issuer.name.endswith(agency.name) or (
        agency.type == "people_committee" and issuer.province == agency.province and issuer.level == agency.level
    )
    return features | {"parent_of_issuer": float(parent), "inspectorate_other": float(agency.type == "inspectorate")}
