"""Training of the weights that tell who inspected and who was inspected (`ketluan train bodies`). Needs scikit-learn.

The bodies are those that the pipeline itself finds; gold says which of them a news item names as issuer and as inspected.
Official documents are left out: their header says who issued them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ketluan.annotations.gold import AnnotatedText
from ketluan.annotations.names import same_agency
from ketluan.evaluate.link_training import make_draft
from ketluan.evaluate.matching import match_names
from ketluan.extraction.documents.bodies import Features, Weights, choose_bodies, named_bodies, with_issuer
from ketluan.extraction.draft import Draft
from ketluan.record import Agency

FILE_NAME = "document_weights.tsv"
FOLDS = 10
C = 1.0  # inverse regularisation; flat between 0.5 and 2 in cross-validation
LEAST_WEIGHT = 0.05  # what weighs less is left out of the table
N_DIGITS = 2


@dataclass(frozen=True, slots=True)
class BodyExample:
    """The bodies of one news item with their features, and the gold names."""

    document: str
    named: list[tuple[Agency, Features]]
    issuer: str
    inspected: list[str]

    def gold_issuer(self) -> Agency | None:
        """The body found that is the gold issuer."""
        return next((agency for agency, _ in self.named if self.issuer and same_agency(self.issuer, agency.name)), None)


def body_examples(texts: Iterable[AnnotatedText]) -> list[BodyExample]:
    """One example for each annotated news item, in the order of their names."""
    found = []
    for text in sorted(texts, key=lambda t: t.gold.doc):
        info = text.gold.document
        if info.kind == "news" and (info.issuer or info.inspected):
            found.append(BodyExample(text.gold.doc, named_bodies(make_draft(text.text)), info.issuer, info.inspected))
    return found


def fit_bodies(examples: Sequence[BodyExample]) -> Weights:
    """Logistic weights (issuer, inspected) by feature, without an intercept."""
    issuer = _fit([row for example in examples for row in _issuer_rows(example)])
    inspected = _fit([row for example in examples for row in _inspected_rows(example)])
    names = sorted(set(issuer) | set(inspected))
    return {name: (issuer.get(name, 0.0), inspected.get(name, 0.0)) for name in names}


def train_bodies(texts: Iterable[AnnotatedText], out: Path) -> dict[str, float]:
    """Train the weights, write `document_weights.tsv` into `out`; returns counts and cross-validated figures."""
    out.mkdir(parents=True, exist_ok=True)
    examples = body_examples(texts)
    weights = fit_bodies(examples)
    rows = [f"{name}\t{issuer}\t{inspected}\n" for name, (issuer, inspected) in weights.items()]
    (out / FILE_NAME).write_text("feature\tissuer\tinspected\n" + "".join(rows), encoding="utf-8")
    return {"documents": len(examples), "features": len(weights)} | cross_validate_bodies(examples)


def cross_validate_bodies(examples: Sequence[BodyExample], *, seed: int = 0) -> dict[str, float]:
    """Share of right issuers, and F1 of the inspected bodies, for documents that the weights have not seen."""
    fold = np.random.RandomState(seed).permutation(len(examples)) % FOLDS
    right = asked = tp = fp = fn = 0
    for k in range(FOLDS):
        weights = fit_bodies([e for e, f in zip(examples, fold, strict=True) if f != k])
        for example in (e for e, f in zip(examples, fold, strict=True) if f == k):
            issuer, inspected = choose_bodies(example.named, weights)
            asked += bool(example.issuer)
            right += bool(example.issuer and issuer and same_agency(example.issuer, issuer.name))
            if example.inspected:
                counts = match_names(example.inspected, [agency.name for agency in inspected])
                tp, fp, fn = tp + counts.tp, fp + counts.fp, fn + counts.fn
    return {"issuer_right": round(right / max(1, asked), 3), "inspected_f1": round(2 * tp / max(1, 2 * tp + fp + fn), 3)}


def choose_unseen(drafts: Sequence[tuple[AnnotatedText, Draft]]) -> dict[str, tuple[str | None, list[str]]]:
    """By document (news items only): ids of who inspected and who was inspected, from weights that have not seen it."""
    news = [(text, draft) for text, draft in drafts if draft.document.kind == "news"]
    examples = [
        BodyExample(text.gold.doc, named_bodies(draft), text.gold.document.issuer, text.gold.document.inspected)
        for text, draft in news
    ]
    fold = np.random.RandomState(0).permutation(len(examples)) % FOLDS
    chosen: dict[str, tuple[str | None, list[str]]] = {}
    for k in range(FOLDS):
        seen = [e for e, f in zip(examples, fold, strict=True) if f != k and (e.issuer or e.inspected)]
        weights = fit_bodies(seen)
        for example in (e for e, f in zip(examples, fold, strict=True) if f == k):
            issuer, inspected = choose_bodies(example.named, weights)
            chosen[example.document] = (issuer.id if issuer else None, [agency.id for agency in inspected])
    return chosen


Row = tuple[Features, bool]


def _issuer_rows(example: BodyExample) -> list[Row]:
    return [(f, same_agency(example.issuer, a.name)) for a, f in example.named] if example.issuer else []


def _inspected_rows(example: BodyExample) -> list[Row]:
    """All bodies but the gold issuer, which the pipeline leaves out too."""
    issuer = example.gold_issuer()
    return [
        (with_issuer(features, agency, issuer), any(same_agency(name, agency.name) for name in example.inspected))
        for agency, features in example.named
        if example.inspected and agency is not issuer
    ]


def _fit(rows: Sequence[Row]) -> dict[str, float]:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    if len({wanted for _, wanted in rows}) < 2:
        return {}  # nothing to tell apart
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([features for features, _ in rows])
    model = LogisticRegression(C=C, max_iter=3000, fit_intercept=False).fit(matrix, [wanted for _, wanted in rows])
    weights = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    return {name: round(float(weight), N_DIGITS) for name, weight in weights if abs(weight) >= LEAST_WEIGHT}
