"""Our scorer and the kit of the shared development set give the same counts, on good, bad and empty predictions."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from ketluan.annotations.gold import AnnotatedText, Gold, GoldMention, read_gold_folder
from ketluan.evaluate.matching import Counts
from ketluan.evaluate.predictions import predict_from_gold, predict_from_record
from ketluan.evaluate.scorer import SHARED_METRICS, score_document
from ketluan.record import from_json, to_json

pytestmark = pytest.mark.shared
CATEGORIES = ("land", "procedure", "supervision", "other")


@pytest.fixture(scope="module")
def goldkit(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("goldkit", shared / "gold" / "goldkit.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["goldkit"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[AnnotatedText]:
    return [d for folder in ("articles", "official") for d in read_gold_folder(shared / "gold" / folder)[0]]


def noisy_record(document: AnnotatedText, *, noise: float, seed: int) -> bytes:
    """A record that claims the gold with some things left out, moved, renamed and invented."""
    rng = random.Random(f"{seed}{document.gold.doc}")
    gold, text = document.gold, document.text
    entries: dict[str, list[dict[str, object]]] = {"agencies": [], "citations": [], "persons": []}
    relations: list[dict[str, object]] = []
    ids: dict[str, str] = {}

    def place(start: int, end: int) -> dict[str, object]:
        if rng.random() < noise:
            start, end = max(0, start - rng.randrange(9)), min(len(text), end + rng.randrange(-4, 9))
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end <= start:
            end = start + 1
        return {"start": start, "end": end, "text": text[start:end]}

    def entry(layer: str, mention: GoldMention, number: int) -> dict[str, object]:
        where = place(mention.start, mention.end)
        name = mention.name or mention.text
        if rng.random() < noise:
            name = name.replace("tỉnh ", "").replace("UBND", "Ủy ban")
        common: dict[str, object] = {"id": f"{layer[0]}{number}", "mentions": [where]}
        ids.setdefault(mention.name or mention.key, f"{layer[0]}{number}")
        if layer == "agencies":
            return {
                **common,
                "name": name,
                "type": "x",
                "level": None,
                "province": None,
                "parent": None,
                "key": "k",
                "successor": None,
            }
        if layer == "citations":
            extra = {"number": None, "year": None, "title": None, "issuer": None, "uri": None, "type": "luật"}
            return {**common, **extra, "key": mention.key, "date": mention.date or None}
        return {**common, "name": name, "honorific": None, "role": mention.role or "other"}

    for layer, rows in entries.items():
        for number, mention in enumerate(gold.mentions(layer)):
            if rng.random() < noise:
                continue
            row = entry(layer, mention, number)
            rows.append(row)
            if mention.position and rng.random() > noise and ids.get(mention.agency):
                relations.append(
                    {"head": row["id"], "type": "holds_position", "tail": ids[mention.agency], "title": mention.position}
                )
    statements: dict[str, list[dict[str, object]]] = {"finding": [], "recommendation": []}
    for number, sentence in enumerate(gold.sentences):
        label = sentence.label if rng.random() > noise else rng.choice(["finding", "recommendation"])
        if label not in statements:
            continue
        row = {**place(sentence.start, sentence.end), "id": f"s{number}", "confidence": 1.0}
        categories = sentence.categories if sentence.categories and rng.random() > noise else CATEGORIES
        row["category" if label == "finding" else "action"] = categories[0]
        statements[label].append(row)
        links = [("attributed_to", n) for n in sentence.agencies] + [("breaches", n) for n in sentence.citations]
        if label == "recommendation":
            links = [("directed_to" if t == "attributed_to" else "based_on", n) for t, n in links]
        relations += [{"head": row["id"], "type": t, "tail": ids[n]} for t, n in links if n in ids]
    kept = {row["id"] for rows in (*entries.values(), *statements.values()) for row in rows}
    info = gold.document
    record = {
        "id": "d-1",
        "source": {"uri": gold.doc, "sha256": "", "media_type": "text/plain", "bytes": 0, "method": "text"},
        "text": text,
        "pages": [],
        "document": {
            "number": info.number or None,
            "date": info.date if rng.random() > noise else None,
            "issuer": ids.get(info.issuer) if ids.get(info.issuer) in kept else None,
            "inspected": [ids[n] for n in info.inspected if ids.get(n) in kept],
        },
        **entries,
        "findings": statements["finding"],
        "recommendations": statements["recommendation"],
        "relations": [
            {"confidence": 1.0, "evidence": {"start": 0, "end": 1}, **r}
            for r in relations
            if r["head"] in kept and r["tail"] in kept
        ],
    }
    return to_json(from_json(json.dumps(record)))


def raw_gold(gold: Gold) -> dict[str, object]:
    """The gold as goldkit reads it from the file."""
    defaults = {"sentences": [], "agencies": [], "citations": [], "persons": [], "document": {}}
    return {**defaults, **msgspec.to_builtins(gold)}


def agreed(ours: dict[str, Counts], theirs: dict[str, dict[str, int]]) -> None:
    for metric in sorted(SHARED_METRICS):
        c, other = ours.get(metric, Counts()), theirs.get(metric, {})
        assert (metric, c.tp, c.fp, c.fn) == (metric, other.get("tp", 0), other.get("fp", 0), other.get("fn", 0))
    assert set(theirs) <= SHARED_METRICS


@pytest.mark.parametrize("noise", [0.0, 0.15, 0.5, 1.0])
def test_same_counts_for_records(goldkit, documents, noise):
    theirs = defaultdict(goldkit.Counts)
    ours: dict[str, Counts] = {}
    for document in documents:
        data = noisy_record(document, noise=noise, seed=1)
        goldkit.score_doc(raw_gold(document.gold), document.text, goldkit.pred_layers(json.loads(data)), theirs, [])
        score = score_document(document.gold, document.text, predict_from_record(from_json(data)))
        for metric, counts in score.counts.items():
            ours[metric] = ours.get(metric, Counts()) + counts
    agreed(ours, theirs)


def test_same_counts_for_two_annotators(goldkit, documents):
    theirs = defaultdict(goldkit.Counts)
    ours: dict[str, Counts] = {}
    for document in documents:
        gold, text = document.gold, document.text
        pred = goldkit.gold_as_prediction(raw_gold(gold), text)
        goldkit.score_doc(raw_gold(gold), text, pred, theirs, [])
        for metric, counts in score_document(gold, text, predict_from_gold(gold, text)).counts.items():
            ours[metric] = ours.get(metric, Counts()) + counts
    agreed(ours, theirs)


def test_same_sentences(goldkit, documents):
    from ketluan.annotations.gold import gold_sentences

    for document in documents:
        assert gold_sentences(document.text) == goldkit.sentences(document.text)
