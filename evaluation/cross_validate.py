"""Cross-validation by document of what finds findings and recommendations; prints the figures of `findings.md`.

    python evaluation/cross_validate.py --gold DIR [--gold DIR …] [--texts DIR] [--without DOC …]

Every document is labelled by models that have not seen it. Optional sentences count neither way.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from ketluan.evaluate.intervals import f1_interval
from ketluan.evaluate.link_training import KINDS, examples, fit_links
from ketluan.evaluate.matching import Counts
from ketluan.evaluate.training import read_training, to_training
from ketluan.extraction.relations.responsibility import choose
from ketluan.models.category_model import category_features, topic_features
from ketluan.models.grammar import judge
from ketluan.models.sentence_model import LABELS
from ketluan.models.training import document_features, fit_categories, fit_sentences

FOLDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", action="append", type=Path, required=True)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--without", nargs="*", default=())
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    texts = read_training(options.gold, options.texts, options.without)
    documents = [to_training(text) for text in texts]
    fold = np.random.RandomState(options.seed).permutation(len(documents)) % FOLDS
    print(f"{len(documents)} documents, {FOLDS} folds")
    _sentences(documents, fold)
    _categories(documents, fold)
    for kind in KINDS:
        _links(examples(texts, kind), fold, kind)


def _sentences(documents, fold) -> None:
    labels = np.array([label for d in documents for label in d.labels])
    of_fold = np.concatenate([np.full(len(d.labels), f) for d, f in zip(documents, fold, strict=True)])
    verdicts = [judge(d.text[a:b]) for d in documents for a, b in d.sentences]
    grammar = np.array([[v not in LABELS, v == "finding", v == "recommendation"] for v in verdicts], dtype=float)
    of_document = np.concatenate([np.full(len(d.labels), i) for i, d in enumerate(documents)])
    _report("grammar alone", grammar, labels, of_document)
    rows = [document_features(d) for d in documents]
    bare = [[[f for f in r if not f.startswith(("g ", "pg ", "ng "))] for r in document] for document in rows]
    for name, features in (("model without grammar", bare), ("both", rows)):
        out = [np.zeros((0, 3))] * len(documents)
        for k in range(FOLDS):
            seen = [(d, r) for d, r, f in zip(documents, features, fold, strict=True) if f != k]
            model = fit_sentences(seen, calibrated=False)
            for i, f in enumerate(fold):
                if f == k:
                    out[i] = model.probabilities(features[i])
        chances = np.vstack(out)
        _report(name, chances, labels, of_document)
    _reliability(_platt(chances, labels, of_fold), labels)


def _report(name: str, chances, labels, of_document) -> None:
    parts = []
    for column, label in ((1, "finding"), (2, "recommendation")):
        best = max((_f1(chances[:, column] >= t, labels, label), t) for t in np.arange(0.2, 0.7, 0.02))
        chosen, counted = chances[:, column] >= best[1], labels != "optional"
        right = labels == label
        rows = [
            Counts(int((chosen & right & at).sum()), int((chosen & ~right & at).sum()), int((~chosen & right & at).sum()))
            for at in (counted & (of_document == i) for i in range(of_document.max() + 1))
        ]
        parts.append(f"{label} F1 {best[0]:.3f} ({_interval(rows)}; from {best[1]:.2f})")
    print(f"{name}: {'; '.join(parts)}", flush=True)


def _interval(rows) -> str:
    low, high = f1_interval(rows)
    return f"{low:.3f}-{high:.3f}"


def _f1(chosen, labels, label: str) -> float:
    counted = labels != "optional"
    right = (chosen & (labels == label) & counted).sum()
    return float(2 * right / max(1, (chosen & counted).sum() + (labels == label).sum()))


def _platt(chances, labels, of_fold):
    clipped = np.clip(chances, 1e-5, 1 - 1e-5)
    logits = np.log(clipped / (1 - clipped))
    out = np.zeros_like(chances)
    kept = labels != "optional"
    for k in range(FOLDS):
        for column, label in enumerate(LABELS):
            fit = LogisticRegression(C=1e3).fit(
                logits[kept & (of_fold != k)][:, [column]], labels[kept & (of_fold != k)] == label
            )
            out[of_fold == k, column] = fit.predict_proba(logits[of_fold == k][:, [column]])[:, 1]
    return out


def _reliability(chances, labels) -> None:
    kept = labels != "optional"
    for column, label in ((1, "finding"), (2, "recommendation")):
        print(f"| {label}: said | right | sentences |")
        for low in np.arange(0, 1, 0.2):
            inside = kept & (chances[:, column] >= low) & (chances[:, column] < low + 0.2 + (low > 0.7))
            if inside.any():
                said, right = chances[inside, column].mean(), (labels[inside] == label).mean()
                print(f"| {said:.2f} | {right:.2f} | {inside.sum()} |")


def _categories(documents, fold) -> None:
    rows = []
    for k in range(FOLDS):
        model = fit_categories([d for d, f in zip(documents, fold, strict=True) if f != k])
        for document, f in zip(documents, fold, strict=True):
            if f != k:
                continue
            topic = topic_features(document.text)
            right = total = 0
            for (a, b), label, accepted in zip(document.sentences, document.labels, document.categories, strict=True):
                if label == "finding":
                    scores = model.scores([category_features(document.text[a:b]) + topic])[0]
                    right += model.labels[int(scores.argmax())] in accepted
                    total += 1
            rows.append(Counts(right, total - right, total - right))
    whole = sum(rows, Counts())
    print(f"category accepted: {whole.f1:.3f} ({_interval(rows)}) of {whole.tp + whole.fn}", flush=True)


def _links(training, fold, kind: str) -> None:
    rows = []
    for k in range(FOLDS):
        model = fit_links([e for e, f in zip(training, fold, strict=True) if f != k])
        for example, f in zip(training, fold, strict=True):
            if f != k:
                continue
            tp = fp = fn = 0
            for chances, targets, weight in zip(model.chances(example.rows), example.targets, example.weights, strict=True):
                if weight == 1.0:
                    chosen = {i for i, _ in choose(chances)}
                    tp += sum(targets[i] == 1 for i in chosen)
                    fp += sum(targets[i] == 0 for i in chosen)
                    fn += sum(t == 1 and i not in chosen for i, t in enumerate(targets))
            rows.append(Counts(tp, fp, fn))
    whole = sum(rows, Counts())
    print(f"{kind}.agency among the bodies found: F1 {whole.f1:.3f} ({_interval(rows)}) {whole}", flush=True)


if __name__ == "__main__":
    main()
