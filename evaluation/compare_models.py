"""Compares what was tried for sentences and for names, by cross-validation with folds by document; prints markdown tables.

    python evaluation/compare_models.py sentences|names --gold DIR [--gold DIR …] --texts DIR [--vectors DIR] [--folds 3]

The gold must not contain documents of the frozen test part. Every learned system is trained anew in each fold; the grammar is
not trained, but was written with these documents in view. F1 with 95 % intervals, documents drawn again with replacement; the
last columns are the paired difference to the first row.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ketluan.annotations.gold import AnnotatedText
from ketluan.evaluate.encoder_data import to_encoder_documents
from ketluan.evaluate.intervals import difference_interval, f1_interval
from ketluan.evaluate.matching import Counts
from ketluan.evaluate.training import read_training, to_training
from ketluan.models.gold import GoldDocument

CONFIG = Path(__file__).resolve().parent.parent / "models" / "entities" / "config.cfg"
SENTENCE_LABELS = ("finding", "recommendation")
Scores = dict[str, list[Counts]]
Labels = list[str]
SentenceSystem = Callable[[list[GoldDocument], list[GoldDocument]], list[Labels]]
Span = tuple[int, int, str]
NameSystem = Callable[[list[AnnotatedText], list[AnnotatedText]], list[list[Span]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("sentences", "names"))
    parser.add_argument("--gold", type=Path, action="append", required=True)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--vectors", type=Path, help="folder that `ketluan train vectors` wrote")
    parser.add_argument("--folds", type=int, default=3)
    args = parser.parse_args()
    documents = sorted(read_training(args.gold, args.texts), key=lambda d: d.gold.text_sha256)
    print(f"{len(documents)} documents, {args.folds} folds")
    (compare_sentences if args.what == "sentences" else compare_names)(documents, args.folds, args.vectors)


def compare_sentences(documents: list[AnnotatedText], folds: int, vectors: Path | None) -> None:
    gold = [to_training(document) for document in documents]
    systems: dict[str, SentenceSystem] = {
        "grammar alone": by_grammar_of_sentences,
        "linear, first look": by_first_look,
        "linear, both looks (shipped)": by_both_looks,
    }
    if vectors is not None:
        systems["mean vector of the sentence and its neighbours"] = Vectors(vectors, alone=True)
        systems["linear, both looks + vectors"] = Vectors(vectors, alone=False)
    systems["spaCy tok2vec, text classifier"] = by_spacy_textcat
    rows = {name: cross_validate(gold, folds, system, count_labels) for name, system in systems.items()}
    print_table(rows, SENTENCE_LABELS)


def compare_names(documents: list[AnnotatedText], folds: int, vectors: Path | None) -> None:
    systems: dict[str, NameSystem] = {"grammar alone": by_grammar, "CRF": by_crf, "spaCy tok2vec": SpacyNames(None)}
    if vectors is not None:
        systems["spaCy tok2vec + vectors"] = SpacyNames(vectors)
    systems["grammar, spaCy where it found nothing"] = union_with_grammar
    rows = {name: cross_validate(documents, folds, system, count_names) for name, system in systems.items()}
    print_table(rows, ("agency overlap", "agency exact", "person overlap", "person exact"))


def cross_validate(documents: list, folds: int, system: Callable, count: Callable) -> Scores:  # type: ignore[type-arg]
    started = time.monotonic()
    scored: dict[int, dict[str, Counts]] = {}
    for k in range(folds):
        test = [i for i in range(len(documents)) if i % folds == k]
        rest = [d for i, d in enumerate(documents) if i % folds != k]
        for i, predicted in zip(test, system(rest, [documents[i] for i in test]), strict=True):
            scored[i] = count(documents[i], predicted)
    print(f"# {getattr(system, '__name__', type(system).__name__)}: {time.monotonic() - started:.0f} s", flush=True)
    return {metric: [scored[i][metric] for i in sorted(scored)] for metric in scored[0]}


def print_table(rows: dict[str, Scores], metrics: Sequence[str]) -> None:
    base = next(iter(rows.values()))
    print("| system | " + " | ".join(f"{m}: F1 (95 %) | to the first row" for m in metrics) + " |")
    print("| --- |" + " --- | --- |" * len(metrics))
    for name, scores in rows.items():
        cells = []
        for metric in metrics:
            total = sum(scores[metric], Counts())
            low, high = f1_interval(scores[metric])
            cells.append(f"{total.f1:.3f} ({low:.3f}–{high:.3f})")
            worse, better = difference_interval(base[metric], scores[metric])
            cells.append("" if scores is base else f"{worse:+.3f} … {better:+.3f}")
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


# --- Sentences -------------------------------------------------------------------------------------------------------


def count_labels(document: GoldDocument, predicted: Labels) -> dict[str, Counts]:
    """Sentences one by one; optional ones count for nothing."""
    pairs = [(g, p) for g, p in zip(document.labels, predicted, strict=True) if g != "optional"]
    return {
        label: Counts(
            sum(g == p == label for g, p in pairs),
            sum(p == label != g for g, p in pairs),
            sum(g == label != p for g, p in pairs),
        )
        for label in SENTENCE_LABELS
    }


def by_grammar_of_sentences(rest: list[GoldDocument], test: list[GoldDocument]) -> list[Labels]:
    """The verdict of the grammar, without any learned weight."""
    from ketluan.models.grammar import judge

    verdicts = [[judge(d.text[a:b]) for a, b in d.sentences] for d in test]
    return [[v if v in SENTENCE_LABELS else "other" for v in row] for row in verdicts]


def choose(rows: np.ndarray) -> Labels:  # type: ignore[type-arg]
    """Labels from probabilities in the order other, finding, recommendation, with the thresholds of the pipeline."""
    from ketluan.extraction.statements.labels import Label

    labels = [Label(float(row[1]), float(row[2])) for row in rows]
    return [
        "finding"
        if x.is_finding and (x.finding >= x.recommendation or not x.is_recommendation)
        else "recommendation"
        if x.is_recommendation
        else "other"
        for x in labels
    ]


FEATURES: dict[str, list[list[str]]] = {}


def features_of(document: GoldDocument) -> list[list[str]]:
    from ketluan.models.training import document_features

    if document.name not in FEATURES:
        FEATURES[document.name] = document_features(document)
    return FEATURES[document.name]


def cache_by_documents(system):  # type: ignore[no-untyped-def]
    """Trained once for each fold, though two systems ask for it."""
    kept = {}

    def cached(rest, test):  # type: ignore[no-untyped-def]
        key = tuple(d.name for d in test)
        if key not in kept:
            kept[key] = system(rest, test)
        return kept[key]

    return cached


def by_first_look(rest: list[GoldDocument], test: list[GoldDocument]) -> list[Labels]:
    from ketluan.models.sentence_model import LABELS, sigmoid
    from ketluan.models.training import DEFAULT_OPTIONS, fit_linear

    rows = [(r, label, d.name) for d in rest for r, label in zip(features_of(d), d.labels, strict=True) if label in LABELS]
    model = fit_linear(
        [r for r, _, _ in rows], [x for _, x, _ in rows], [n for _, _, n in rows], c=DEFAULT_OPTIONS.first_c, order=LABELS
    )
    return [choose(sigmoid(model.scores(features_of(d)))) for d in test]


@cache_by_documents
def both_looks(rest: list[GoldDocument], test: list[GoldDocument]) -> list[np.ndarray]:  # type: ignore[type-arg]
    from ketluan.models.training import fit_sentences

    model = fit_sentences([(d, features_of(d)) for d in rest], calibrated=False)
    return [model.probabilities(features_of(d)) for d in test]


def by_both_looks(rest: list[GoldDocument], test: list[GoldDocument]) -> list[Labels]:
    return [choose(rows) for rows in both_looks(rest, test)]


class Vectors:
    """Logistic regression over mean word vectors, alone or averaged with the shipped kind of model."""

    def __init__(self, folder: Path, *, alone: bool) -> None:
        import spacy

        self.nlp, self.alone = spacy.load(folder), alone

    def __call__(self, rest: list[GoldDocument], test: list[GoldDocument]) -> list[Labels]:
        from sklearn.linear_model import LogisticRegression
        from sklearn.preprocessing import StandardScaler

        dense = [self.rows(d) for d in rest]
        labels = np.array([label for d in rest for label in d.labels])
        kept = labels != "optional"
        scaler = StandardScaler().fit(np.vstack(dense)[kept])
        model = LogisticRegression(C=0.1, max_iter=500).fit(scaler.transform(np.vstack(dense)[kept]), labels[kept])
        order = [list(model.classes_).index(label) for label in ("other", *SENTENCE_LABELS)]
        own = [model.predict_proba(scaler.transform(self.rows(d)))[:, order] for d in test]
        if self.alone:
            return [choose(rows) for rows in own]
        # The linear model knows more: it has twice the say (one to one is worse).
        return [choose((2 * a + b) / 3) for a, b in zip(both_looks(rest, test), own, strict=True)]

    def rows(self, document: GoldDocument) -> np.ndarray:  # type: ignore[type-arg]
        means = np.array([self.nlp.make_doc(document.text[a:b]).vector for a, b in document.sentences])
        padded = np.vstack([np.zeros((1, means.shape[1])), means, np.zeros((1, means.shape[1]))])
        return np.hstack([padded[:-2], means, padded[2:]])


def by_spacy_textcat(rest: list[GoldDocument], test: list[GoldDocument]) -> list[Labels]:
    """spaCy's convolutional text classifier over one sentence; five epochs, fixed seed."""
    import random

    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(13)
    nlp = spacy.blank("xx")
    tok2vec = {
        "@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 64, "depth": 2, "embed_size": 4000,
        "window_size": 1, "maxout_pieces": 2, "subword_features": True,
    }  # fmt: skip
    component = {"model": {"@architectures": "spacy.TextCatCNN.v2", "exclusive_classes": True, "tok2vec": tok2vec}}
    nlp.add_pipe("textcat", config=component)
    examples = [
        Example.from_dict(nlp.make_doc(d.text[a:b]), {"cats": {k: float(k == label) for k in ("other", *SENTENCE_LABELS)}})
        for d in rest
        for (a, b), label in zip(d.sentences, d.labels, strict=True)
        if label != "optional"
    ]
    optimizer = nlp.initialize(lambda: examples)
    shuffler = random.Random(13)
    for _ in range(5):
        shuffler.shuffle(examples)
        for batch in minibatch(examples, 32):
            nlp.update(batch, sgd=optimizer, drop=0.2)
    order = ("other", *SENTENCE_LABELS)
    return [
        choose(np.array([[doc.cats[k] for k in order] for doc in nlp.pipe(d.text[a:b] for a, b in d.sentences)])) for d in test
    ]


# --- Names -----------------------------------------------------------------------------------------------------------


def count_names(document: AnnotatedText, predicted: list[Span]) -> dict[str, Counts]:
    """Greedy one-to-one matching in text order; gold marked optional counts for nothing."""
    counts = {}
    for kind, layer in (("agency", "agencies"), ("person", "persons")):
        gold = [(m.start, m.end, m.optional) for m in document.gold.mentions(layer)]
        found = [(a, b) for a, b, k in predicted if k == kind]
        for how in ("overlap", "exact"):
            left = list(found)
            tp = fn = 0
            for start, end, optional in gold:
                match = next((s for s in left if is_match(s, (start, end), how)), None)
                if match:
                    left.remove(match)
                tp += bool(match) and not optional
                fn += not match and not optional
            counts[f"{kind} {how}"] = Counts(tp, len(left), fn)
    return counts


def is_match(a: tuple[int, int], b: tuple[int, int], how: str) -> bool:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return a == b if how == "exact" else 2 * shared >= min(a[1] - a[0], b[1] - b[0])


def by_grammar(rest: list[AnnotatedText], test: list[AnnotatedText]) -> list[list[Span]]:
    from ketluan.extraction.pipeline import extract_loaded
    from ketluan.ingest.base import Loaded
    from ketluan.record import Page, Source

    found = []
    for document in test:
        text = document.text  # as annotated, without the steps that make other files canonical
        source = Source(uri="text:", sha256=document.gold.text_sha256, media_type="text/plain", bytes=len(text), method="text")
        record = extract_loaded(Loaded(source, text, [Page(number=1, start=0, end=len(text))]))
        spans = [(m.start, m.end, "agency") for a in record.agencies for m in a.mentions]
        found.append(sorted(spans + [(m.start, m.end, "person") for p in record.persons for m in p.mentions]))
    return found


class SpacyNames:
    def __init__(self, vectors: Path | None) -> None:
        self.vectors = vectors

    def __call__(self, rest: list[AnnotatedText], test: list[AnnotatedText]) -> list[list[Span]]:
        from ketluan.models.entity_training import find_entities, train_entities

        nlp = train_entities(CONFIG, to_encoder_documents(rest), vectors=self.vectors)
        found = [find_entities(nlp, d.text) for d in test]
        if self.vectors is None:
            KEPT.update({d.gold.text_sha256: spans for d, spans in zip(test, found, strict=True)})
        return found


# What spaCy without vectors found, kept so that the union need not train it again.
KEPT: dict[str, list[Span]] = {}


def union_with_grammar(rest: list[AnnotatedText], test: list[AnnotatedText]) -> list[list[Span]]:
    """The grammar, and spaCy's names that overlap nothing it found."""
    out = []
    for document, spans in zip(test, by_grammar(rest, test), strict=True):
        more = [s for s in KEPT[document.gold.text_sha256] if not any(s[0] < b and a < s[1] for a, b, _ in spans)]
        out.append(sorted(spans + more))
    return out


def by_crf(rest: list[AnnotatedText], test: list[AnnotatedText]) -> list[list[Span]]:
    """A linear-chain CRF over words, shapes and affixes of a token and its neighbours."""
    import tempfile

    import pycrfsuite
    import spacy

    nlp = spacy.blank("xx")
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.0, "c2": 0.1, "max_iterations": 50})
    for document in to_encoder_documents(rest):
        for tokens, labels in lines_of(nlp, document.text, document.entities):
            trainer.append(crf_features([t[2] for t in tokens]), labels)
    with tempfile.NamedTemporaryFile(suffix=".crf") as stream:
        trainer.train(stream.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(stream.name)
        found = []
        for document in test:
            spans: list[Span] = []
            for tokens, _ in lines_of(nlp, document.text, []):
                for (start, end, _), label in zip(tokens, tagger.tag(crf_features([t[2] for t in tokens])), strict=True):
                    if label.startswith("I-") and spans and spans[-1][2] == label[2:]:
                        spans[-1] = (spans[-1][0], end, label[2:])
                    elif label != "O":
                        spans.append((start, end, label[2:]))
            found.append(spans)
    return found


def lines_of(nlp, text: str, entities) -> list:  # type: ignore[no-untyped-def,type-arg]
    """Tokens (start, end, word) of each line with their BIO labels."""
    import re

    out = []
    for line in re.finditer(r"[^\n]+", text):
        tokens = [
            (line.start() + t.idx, line.start() + t.idx + len(t), t.text) for t in nlp.make_doc(line.group()) if not t.is_space
        ]
        labels = ["O"] * len(tokens)
        for start, end, kind in entities:
            if kind == "citation" or start < line.start() or end > line.end():
                continue
            for order, i in enumerate(i for i, (a, b, _) in enumerate(tokens) if a < end and b > start):
                labels[i] = f"{'I' if order else 'B'}-{kind}"
        if tokens:
            out.append((tokens, labels))
    return out


def crf_features(words: list[str]) -> list[list[str]]:
    shapes = ["".join("X" if c.isupper() else "x" if c.islower() else "9" if c.isdigit() else c for c in w)[:4] for w in words]
    rows = []
    for i in range(len(words)):
        row = ["bias"]
        for d in range(-3, 4):
            if 0 <= i + d < len(words):
                row += [f"{d}w={words[i + d].lower()}", f"{d}s={shapes[i + d]}"]
            else:
                row.append(f"{d}edge")
        row += [f"b={' '.join(words[max(0, i - 1) : i + 1])}", f"n={' '.join(words[i : i + 2])}"]
        rows.append(row)
    return rows


if __name__ == "__main__":
    main()
