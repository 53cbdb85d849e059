"""Training of the sentence and category models from gold annotations. Needs scikit-learn (`pip install ketluan[train]`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ketluan.errors import ResourceError
from ketluan.models.category_model import category_features, topic_features
from ketluan.models.gold import GoldDocument
from ketluan.models.linear import Floats, LinearModel, save_arrays
from ketluan.models.sentence_context import context_features, marks_of
from ketluan.models.sentence_features import sentence_features
from ketluan.models.sentence_model import LABELS, SentenceModel
from ketluan.text.sections import find_sections

RANK_WEIGHT = (1.0, 0.6, 0.4, 0.3, 0.2, 0.2, 0.2)  # how much a finding teaches its first, second … acceptable category

Rows = list[list[str]]
Emphasis = Sequence[tuple[str, float]]  # features with this prefix count so many times as much as their rarity says
# Cues come from tables that know more than the training data; chosen by cross-validation (category accepted 0.820 -> 0.845).
CATEGORY_EMPHASIS: Emphasis = (("y", 2.45),)
Fold = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class StatementOptions:
    """One configuration of a training run (`models/sentences/config.cfg`). Nothing is random: same gold, same files.

    `min_documents`: a feature must stand in so many documents, for what one document says is about that document.
    `…_c`: inverse regularisation of the first look, the second look and the categories; chosen by cross-validation, flat within
    a factor of 3. `inner_folds`: parts for what the second look and the calibration learn from.
    """

    min_documents: int = 2
    inner_folds: int = 5
    first_c: float = 10.0
    second_c: float = 0.3
    category_c: float = 30.0


DEFAULT_OPTIONS = StatementOptions()


def document_features(document: GoldDocument) -> Rows:
    """Sentence features of one gold document."""
    return sentence_features(document.text, document.sentences, find_sections(document.text, document.sentences))


def fit_linear(
    rows: Rows,
    labels: Sequence[str],
    groups: Sequence[str],
    *,
    c: float,
    also: Sequence[Collection[str]] = (),
    weights: Sequence[float] | npt.NDArray[Any] | None = None,
    order: tuple[str, ...] | None = None,
    min_documents: int = DEFAULT_OPTIONS.min_documents,
    emphasis: Emphasis = (),
    balanced: bool = False,
) -> LinearModel:
    """Fit one linear model, each label against the rest.

    `also` has further labels of each row; `groups` names its document, `order` the columns of the result. `balanced`: rare labels
    weigh as much as frequent ones.
    """
    from sklearn.linear_model import LogisticRegression

    vocabulary = _vocabulary(rows, groups, min_documents)
    if not vocabulary:
        raise ResourceError("too few documents: no word stands in enough of them", hint="annotate more documents")
    matrix = _matrix(rows, vocabulary)
    seen = np.asarray((matrix > 0).sum(axis=0)).ravel()
    idf = np.log((1 + len(rows)) / (1 + seen)) + 1
    for prefix, factor in emphasis:
        idf[[i for feature, i in vocabulary.items() if feature.startswith(prefix)]] *= factor
    matrix = _scale(matrix, idf)
    classes = order or tuple(sorted(set(labels)))
    rights = {k: np.array([k == label or k in more for label, more in zip_longest(labels, also, fillvalue=())]) for k in classes}
    _check_labels(rights)
    scale = "balanced" if balanced else None
    fits = [
        LogisticRegression(C=c, solver="liblinear", class_weight=scale).fit(matrix, rights[k], sample_weight=weights)
        for k in classes
    ]
    coefficients, intercept = np.vstack([f.coef_[0] for f in fits]).T, np.array([f.intercept_[0] for f in fits])
    return LinearModel(classes, vocabulary, *(a.astype(np.float32) for a in (idf, coefficients, intercept)))


def fit_sentences(
    documents: Sequence[tuple[GoldDocument, Rows]], *, calibrated: bool = True, options: StatementOptions = DEFAULT_OPTIONS
) -> SentenceModel:
    """Fit both looks and the calibration; the second look learns from scores for documents that the first had not seen."""
    fold_of = np.arange(len(documents)) % options.inner_folds
    parts = [[d for d, f in zip(documents, fold_of, strict=True) if f != k] for k in range(options.inner_folds)]
    firsts = [_fit_first(part, options) for part in parts]
    scores = [firsts[f].scores(rows) for (_, rows), f in zip(documents, fold_of, strict=True)]
    dense = [context_features(s, marks_of(rows)) for s, (_, rows) in zip(scores, documents, strict=True)]
    second = _fit_second(dense, documents, options)
    model = SentenceModel(_fit_first(documents, options), *second, np.tile(np.array([1, 0], dtype=np.float32), (len(LABELS), 1)))
    if not calibrated:
        return model
    return SentenceModel(model.first, *second, _fit_calibration(documents, fold_of, options))


def fit_categories(documents: Sequence[GoldDocument], options: StatementOptions = DEFAULT_OPTIONS) -> LinearModel:
    """Fit the category model on the findings of the documents."""
    rows: Rows = []
    labels, groups, weights = [], [], []
    for document in documents:
        topic = topic_features(document.text)
        before = ""
        for (start, end), label, categories in zip(document.sentences, document.labels, document.categories, strict=True):
            features = category_features(document.text[start:end], before) + topic if label == "finding" else []
            before = document.text[start:end]
            if not features:
                continue
            for rank, category in enumerate(categories[: len(RANK_WEIGHT)]):
                rows.append(features)
                labels.append(category)
                groups.append(document.name)
                weights.append(RANK_WEIGHT[rank])
    return fit_linear(
        rows,
        labels,
        groups,
        c=options.category_c,
        weights=weights,
        min_documents=options.min_documents,
        emphasis=CATEGORY_EMPHASIS,
        balanced=True,
    )


def train(documents: Sequence[GoldDocument], out: Path, options: StatementOptions = DEFAULT_OPTIONS) -> dict[str, int]:
    """Train all models of statements and write `sentences.npz` and `categories.npz` into `out`; returns counts for a report."""
    out.mkdir(parents=True, exist_ok=True)
    featured = [(d, document_features(d)) for d in documents]
    sentences = fit_sentences(featured, options=options)
    save_arrays(out / "sentences.npz", sentences.arrays())
    categories = fit_categories(documents, options)
    save_arrays(out / "categories.npz", categories.arrays("categories"))
    counts = {
        label: sum(d.labels.count(label) for d in documents) for label in ("finding", "recommendation", "optional", "other")
    }
    return {"documents": len(documents), **counts, "features": len(sentences.first.vocabulary)}


def _fit_first(documents: Sequence[tuple[GoldDocument, Rows]], options: StatementOptions) -> LinearModel:
    rows, labels, also, groups = [], [], [], []
    for document, features in documents:
        for i, (row, label) in enumerate(zip(features, document.labels, strict=True)):
            if label in LABELS:  # optional sentences teach neither way
                rows.append(row)
                labels.append(label)
                also.append(document.states(i))
                groups.append(document.name)
    return fit_linear(rows, labels, groups, c=options.first_c, also=also, order=LABELS, min_documents=options.min_documents)


def _fit_second(
    dense: Sequence[Floats], documents: Sequence[tuple[GoldDocument, Rows]], options: StatementOptions
) -> tuple[Floats, Floats, Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    kept, rights = _targets([document for document, _ in documents])
    matrix = np.vstack(dense)[kept]
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    rows = (matrix - mean) / scale
    fits = [LogisticRegression(C=options.second_c, max_iter=500).fit(rows, rights[label]) for label in LABELS]
    parts = (np.vstack([f.coef_[0] for f in fits]).T, np.array([f.intercept_[0] for f in fits]), mean, scale)
    weights, intercept, mean, scale = (np.asarray(part, dtype=np.float32) for part in parts)
    return weights, intercept, mean, scale


def _fit_calibration(documents: Sequence[tuple[GoldDocument, Rows]], fold_of: Fold, options: StatementOptions) -> Floats:
    """Slope and offset for each label, from predictions of models that had not seen the document."""
    from sklearn.linear_model import LogisticRegression

    mixed: list[Floats] = []
    unseen: list[GoldDocument] = []
    for k in range(options.inner_folds):
        seen = [d for d, f in zip(documents, fold_of, strict=True) if f != k]
        model = fit_sentences(seen, calibrated=False, options=options)
        for (document, rows), fold in zip(documents, fold_of, strict=True):
            if fold == k and rows:
                mixed.append(model.probabilities(rows))
                unseen.append(document)
    probabilities = np.clip(np.vstack(mixed), 1e-5, 1 - 1e-5)
    kept, rights = _targets(unseen)
    logits = np.log(probabilities / (1 - probabilities))[kept]
    fits = [LogisticRegression(C=1e3).fit(logits[:, [i]], rights[label]) for i, label in enumerate(LABELS)]
    return np.array([[f.coef_[0, 0], f.intercept_[0]] for f in fits], dtype=np.float32)


def _targets(documents: Sequence[GoldDocument]) -> tuple[Fold, dict[str, Fold]]:
    """Which sentences teach (optional ones do not), and for each label which of those have it."""
    states = [document.states(i) for document in documents for i in range(len(document.labels))]
    kept = np.array(["optional" not in labels for labels in states])
    rights = {label: np.array([label in labels for labels in states])[kept] for label in LABELS}
    _check_labels(rights)
    return kept, rights


def _check_labels(rights: Mapping[str, Fold]) -> None:
    """`ResourceError` where a label has no example, or nothing else has one."""
    if missing := [label for label, has in rights.items() if not has.any() or has.all()]:
        hint = "several parts of the gold are left out in turn; annotate more documents with it"
        raise ResourceError(f"too few documents with the label {', '.join(missing)}", hint=hint)


def _vocabulary(rows: Rows, groups: Sequence[str], min_documents: int) -> dict[str, int]:
    holders: dict[str, set[str]] = defaultdict(set)
    for row, group in zip(rows, groups, strict=True):
        for feature in row:
            holders[feature].add(group)
    return {feature: i for i, feature in enumerate(sorted(f for f, g in holders.items() if len(g) >= min_documents))}


def _matrix(rows: Rows, vocabulary: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    ends = [0]
    for row in rows:
        columns += sorted({vocabulary[f] for f in row if f in vocabulary})
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), len(vocabulary)))


def _scale(matrix: Any, idf: npt.NDArray[Any]) -> Any:
    from scipy.sparse import diags
    from sklearn.preprocessing import normalize

    return normalize(matrix @ diags(idf.astype(np.float32)))
