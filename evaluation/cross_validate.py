"""Cross-validation by document of what finds findings and recommendations; prints the figures of `findings.md`.

    python evaluation/cross_validate.py --gold DIR [--gold DIR …] [--texts DIR] [--without DOC …] [--also DIR --also-texts DIR]

Every document is labelled by models that have not seen it. Optional sentences count neither way, nor a label that a sentence has
beside its main one. Documents of `--also` are only trained on.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from ketluan.evaluate.intervals import f1_interval
from ketluan.evaluate.link_training import KINDS, examples, fit_links, unseen_drafts
from ketluan.evaluate.matching import Counts, match_names
from ketluan.evaluate.training import read_training, to_training
from ketluan.extraction.relations.responsibility import LINKED_FROM, choose
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
    parser.add_argument("--also", action="append", type=Path, default=[], help="gold that joins the training of every fold")
    parser.add_argument("--also-texts", type=Path, help="folder of the texts of --also, where they do not lie beside the gold")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    texts = read_training(options.gold, options.texts, options.without)
    documents = [to_training(text) for text in texts]
    also = read_training(options.also, options.also_texts, options.without) if options.also else []
    more = [to_training(text) for text in also]
    fold = np.random.RandomState(options.seed).permutation(len(documents)) % FOLDS
    print(f"{len(documents)} documents, {FOLDS} folds; {len(more)} more to train on")
    _sentences(documents, fold, more)
    _categories(documents, fold, more)
    drafts, more_drafts = unseen_drafts(texts), unseen_drafts(also)
    for kind in KINDS:
        _links(examples(drafts, kind), examples(more_drafts, kind), fold, kind)


def _sentences(documents, fold, more) -> None:
    truth = _Truth(documents)
    of_fold = np.concatenate([np.full(len(d.labels), f) for d, f in zip(documents, fold, strict=True)])
    verdicts = [judge(d.text[a:b]) for d in documents for a, b in d.sentences]
    grammar = np.array([[v not in LABELS, v == "finding", v == "recommendation"] for v in verdicts], dtype=float)
    _report("grammar alone", grammar, truth)
    rows, extra = [document_features(d) for d in documents], [document_features(d) for d in more]
    for name, keep in (("model without grammar", _without_grammar), ("both", list)):
        out = [np.zeros((0, 3))] * len(documents)
        features = [keep(row) for row in rows]
        for k in range(FOLDS):
            seen = [(d, r) for d, r, f in zip(documents, features, fold, strict=True) if f != k]
            seen += [(d, keep(r)) for d, r in zip(more, extra, strict=True)]
            model = fit_sentences(seen, calibrated=False)
            for i, f in enumerate(fold):
                if f == k:
                    out[i] = model.probabilities(features[i])
        chances = np.vstack(out)
        _report(name, chances, truth)
    _reliability(_platt(chances, truth, of_fold), truth)


def _without_grammar(document):
    return [[f for f in row if not f.startswith(("g ", "pg ", "ng "))] for row in document]


class _Truth:
    """What the gold says of all sentences: `main` label, `has` the label at all, `open` where it counts neither way."""

    def __init__(self, documents) -> None:
        places = [(d, i) for d in documents for i in range(len(d.labels))]
        self.main = np.array([d.labels[i] for d, i in places])
        self.kept = self.main != "optional"
        self.has = {label: np.array([label in d.states(i) for d, i in places]) for label in LABELS}
        self.open = {label: np.array([d.is_open(i, label) for d, i in places]) for label in LABELS}
        self.document = np.concatenate([np.full(len(d.labels), i) for i, d in enumerate(documents)])

    def count(self, chosen, label: str, at=True) -> Counts:
        right, counted = self.main == label, ~self.open[label] & at
        sums = ((mask & counted).sum() for mask in (chosen & right, chosen & ~right, ~chosen & right))
        return Counts(*map(int, sums))


def _report(name: str, chances, truth: _Truth) -> None:
    parts = []
    for column, label in ((1, "finding"), (2, "recommendation")):
        best = max((truth.count(chances[:, column] >= t, label).f1, t) for t in np.arange(0.2, 0.7, 0.02))
        chosen = chances[:, column] >= best[1]
        rows = [truth.count(chosen, label, truth.document == i) for i in range(truth.document.max() + 1)]
        parts.append(f"{label} F1 {best[0]:.3f} ({_interval(rows)}; from {best[1]:.2f})")
    print(f"{name}: {'; '.join(parts)}", flush=True)


def _interval(rows) -> str:
    low, high = f1_interval(rows)
    return f"{low:.3f}-{high:.3f}"


def _platt(chances, truth: _Truth, of_fold):
    clipped = np.clip(chances, 1e-5, 1 - 1e-5)
    logits = np.log(clipped / (1 - clipped))
    out = np.zeros_like(chances)
    for k in range(FOLDS):
        seen = truth.kept & (of_fold != k)
        for column, label in enumerate(LABELS):
            fit = LogisticRegression(C=1e3).fit(logits[seen][:, [column]], truth.has[label][seen])
            out[of_fold == k, column] = fit.predict_proba(logits[of_fold == k][:, [column]])[:, 1]
    return out


def _reliability(chances, truth: _Truth) -> None:
    for column, label in ((1, "finding"), (2, "recommendation")):
        print(f"| {label}: said | right | sentences |")
        for low in np.arange(0, 1, 0.2):
            inside = truth.kept & (chances[:, column] >= low) & (chances[:, column] < low + 0.2 + (low > 0.7))
            if inside.any():
                said, right = chances[inside, column].mean(), truth.has[label][inside].mean()
                print(f"| {said:.2f} | {right:.2f} | {inside.sum()} |")


def _categories(documents, fold, more) -> None:
    rows = []
    for k in range(FOLDS):
        model = fit_categories([d for d, f in zip(documents, fold, strict=True) if f != k] + more)
        for document, f in zip(documents, fold, strict=True):
            if f != k:
                continue
            topic = topic_features(document.text)
            right = total = 0
            sentences = [document.text[a:b] for a, b in document.sentences]
            rows_of = zip(sentences, ["", *sentences], document.labels, document.categories, strict=False)
            for sentence, before, label, accepted in rows_of:
                if label == "finding":
                    scores = model.scores([category_features(sentence, before) + topic])[0]
                    right += model.labels[int(scores.argmax())] in accepted
                    total += 1
            rows.append(Counts(right, total - right, total - right))
    whole = sum(rows, Counts())
    print(f"category accepted: {whole.f1:.3f} ({_interval(rows)}) of {whole.tp + whole.fn}", flush=True)


def _links(training, more, fold, kind: str) -> None:
    found, whole, possible = [], [], []
    for k in range(FOLDS):
        model = fit_links([e for e, f in zip(training, fold, strict=True) if f != k] + more)
        for example in (e for e, f in zip(training, fold, strict=True) if f == k):
            among = end_to_end = best = Counts()
            statements = zip(model.chances(example.rows), example.targets, example.listed, example.gold, strict=True)
            for chances, targets, listed, gold in statements:
                if not gold.agencies:
                    continue
                chosen = {i for i, _ in choose(chances, listed, LINKED_FROM[kind])}
                right = {i for i, target in enumerate(targets) if target == 1}
                among += Counts(len(chosen & right), sum(targets[i] == 0 for i in chosen), len(right - chosen))
                end_to_end += match_names(gold.agencies, [example.names[i] for i in sorted(chosen)], gold.agencies_optional)
                best += match_names(gold.agencies, [example.names[i] for i in sorted(right)], gold.agencies_optional)
            found.append(among)
            whole.append(end_to_end)
            possible.append(best)
    for name, rows in (("among the bodies found", found), ("by name", whole), ("by name, with every choice right", possible)):
        total = sum(rows, Counts())
        print(f"{kind}.agency {name}: F1 {total.f1:.3f} ({_interval(rows)}) {total}", flush=True)


if __name__ == "__main__":
    main()
