"""Training of the sentence and category models from gold annotations. Needs scikit-learn (`pip install ketluan[train]`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ketluan.models.category_model import category_features, topic_features
from ketluan.models.gold import GoldDocument
from ketluan.models.linear import Floats, LinearModel, save_arrays
from ketluan.models.sentence_context import context_features, marks_of
from ketluan.models.sentence_features import sentence_features
from ketluan.models.sentence_model import LABELS, SentenceModel
from ketluan.text.sections import find_sections

MIN_DOCUMENTS = 2  # a feature must stand in this many documents: what one document says is about that document
INNER_FOLDS = 5
FIRST_C, SECOND_C, CATEGORY_C = 10.0, 0.05, 10.0  # inverse regularisation; chosen by cross-validation, flat within a factor 3
RANK_WEIGHT = (1.0, 0.6, 0.4, 0.3, 0.2, 0.2, 0.2)  # how much a finding teaches its first, second … acceptable category

Rows = list[list[str]]
Fold = npt.NDArray[Any]


def document_features(document: GoldDocument) -> Rows:
    """Sentence features of one gold document."""
    return sentence_features(document.text, document.sentences, find_sections(document.text, document.sentences))


def fit_linear(
    rows: Rows,
    labels: Sequence[str],
    groups: Sequence[str],
    *,
    c: float,
    weights: Sequence[float] | npt.NDArray[Any] | None = None,
    order: tuple[str, ...] | None = None,
) -> LinearModel:
    """Fit one linear model; `groups` names the document of each row, `order` the columns of the result."""
    from sklearn.linear_model import LogisticRegression

    vocabulary = _vocabulary(rows, groups)
    matrix = _matrix(rows, vocabulary)
    seen = np.asarray((matrix > 0).sum(axis=0)).ravel()
    idf = np.log((1 + len(rows)) / (1 + seen)) + 1
    matrix = _scale(matrix, idf)
    classes = order or tuple(sorted(set(labels)))
    targets = np.array(labels)
    if len(classes) == len(LABELS):
        model = LogisticRegression(C=c, max_iter=300).fit(matrix, targets, sample_weight=weights)
        columns = [list(model.classes_).index(label) for label in classes]
        coefficients, intercept = model.coef_[columns].T, model.intercept_[columns]
    else:  # many classes: one against the rest, which is much faster and as good here
        fits = [LogisticRegression(C=c, solver="liblinear").fit(matrix, targets == k, sample_weight=weights) for k in classes]
        coefficients, intercept = np.vstack([f.coef_[0] for f in fits]).T, np.array([f.intercept_[0] for f in fits])
    return LinearModel(classes, vocabulary, *(a.astype(np.float32) for a in (idf, coefficients, intercept)))


def fit_sentences(documents: Sequence[tuple[GoldDocument, Rows]], *, calibrated: bool = True) -> SentenceModel:
    """Fit both looks and the calibration; the second look learns from scores for documents that the first had not seen."""
    fold_of = np.arange(len(documents)) % INNER_FOLDS
    firsts = [_fit_first([d for d, f in zip(documents, fold_of, strict=True) if f != k]) for k in range(INNER_FOLDS)]
    scores = [firsts[f].scores(rows) for (_, rows), f in zip(documents, fold_of, strict=True)]
    dense = [context_features(s, marks_of(rows)) for s, (_, rows) in zip(scores, documents, strict=True)]
    second = _fit_second(dense, documents)
    model = SentenceModel(_fit_first(documents), *second, np.tile(np.array([1, 0], dtype=np.float32), (len(LABELS), 1)))
    if not calibrated:
        return model
    return SentenceModel(model.first, *second, _fit_calibration(documents, fold_of))


def fit_categories(documents: Sequence[GoldDocument]) -> LinearModel:
    """Fit the category model on the findings of the documents."""
    rows: Rows = []
    labels, groups, weights = [], [], []
    for document in documents:
        topic = topic_features(document.text)
        for (start, end), label, categories in zip(document.sentences, document.labels, document.categories, strict=True):
            if label != "finding":
                continue
            features = category_features(document.text[start:end]) + topic
            for rank, category in enumerate(categories[: len(RANK_WEIGHT)]):
                rows.append(features)
                labels.append(category)
                groups.append(document.name)
                weights.append(RANK_WEIGHT[rank])
    return fit_linear(rows, labels, groups, c=CATEGORY_C, weights=weights)


def train(documents: Sequence[GoldDocument], out: Path) -> dict[str, int]:
    """Train all models of statements and write `sentences.npz` and `categories.npz` into `out`; returns counts for a report."""
    out.mkdir(parents=True, exist_ok=True)
    featured = [(d, document_features(d)) for d in documents]
    sentences = fit_sentences(featured)
    save_arrays(out / "sentences.npz", sentences.arrays())
    categories = fit_categories(documents)
    save_arrays(out / "categories.npz", categories.arrays("categories"))
    counts = {
        label: sum(d.labels.count(label) for d in documents) for label in ("finding", "recommendation", "optional", "other")
    }
    return {"documents": len(documents), **counts, "features": len(sentences.first.vocabulary)}


def _fit_first(documents: Sequence[tuple[GoldDocument, Rows]]) -> LinearModel:
    rows, labels, groups = [], [], []
    for document, features in documents:
        for row, label in zip(features, document.labels, strict=True):
            if label in LABELS:  # optional sentences teach neither way
                rows.append(row)
                labels.append(label)
                groups.append(document.name)
    return fit_linear(rows, labels, groups, c=FIRST_C, order=LABELS)


def _fit_second(dense: Sequence[Floats], documents: Sequence[tuple[GoldDocument, Rows]]) -> tuple[Floats, Floats, Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    labels = np.array([label for document, _ in documents for label in document.labels])
    kept = np.isin(labels, LABELS)
    matrix = np.vstack(dense)[kept]
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    model = LogisticRegression(C=SECOND_C, max_iter=500).fit((matrix - mean) / scale, labels[kept])
    columns = [list(model.classes_).index(label) for label in LABELS]
    parts = (model.coef_[columns].T, model.intercept_[columns], mean, scale)
    weights, intercept, mean, scale = (np.asarray(part, dtype=np.float32) for part in parts)
    return weights, intercept, mean, scale


def _fit_calibration(documents: Sequence[tuple[GoldDocument, Rows]], fold_of: Fold) -> Floats:
    """Slope and offset for each label, from predictions of models that had not seen the document."""
    from sklearn.linear_model import LogisticRegression

    mixed: list[Floats] = []
    labels: list[str] = []
    for k in range(INNER_FOLDS):
        model = fit_sentences([d for d, f in zip(documents, fold_of, strict=True) if f != k], calibrated=False)
        for (document, rows), fold in zip(documents, fold_of, strict=True):
            if fold == k and rows:
                mixed.append(model.probabilities(rows))
                labels += document.labels
    probabilities = np.clip(np.vstack(mixed), 1e-5, 1 - 1e-5)
    targets = np.array(labels)
    kept = np.isin(targets, LABELS)
    logits = np.log(probabilities / (1 - probabilities))[kept]
    fits = [LogisticRegression(C=1e3).fit(logits[:, [i]], targets[kept] == label) for i, label in enumerate(LABELS)]
    return np.array([[f.coef_[0, 0], f.intercept_[0]] for f in fits], dtype=np.float32)


def _vocabulary(rows: Rows, groups: Sequence[str]) -> dict[str, int]:
    holders: dict[str, set[str]] = defaultdict(set)
    for row, group in zip(rows, groups, strict=True):
        for feature in row:
            holders[feature].add(group)
    return {feature: i for i, feature in enumerate(sorted(f for f, g in holders.items() if len(g) >= MIN_DOCUMENTS))}


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
