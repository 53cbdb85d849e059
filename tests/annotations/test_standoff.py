"""Standoff gold: nothing of the text, no names of people, and the same scores once the text is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketluan.annotations.check import check_folder
from ketluan.annotations.gold import Gold, decode_gold, encode_gold, fill_from_text
from ketluan.annotations.standoff import make_standoff
from ketluan.evaluate.predictions import predict_from_gold
from ketluan.evaluate.scorer import score_document

ROOT = Path(__file__).resolve().parent.parent.parent
ANNOTATIONS = ROOT / "annotations"
REAL = [ANNOTATIONS / "real" / "dev", ANNOTATIONS / "real" / "test", ANNOTATIONS / "agreement" / "second"]
OFFICIAL = [ANNOTATIONS / "real" / "official" / part for part in ("dev", "test", "second")]
OWN = sorted((ANNOTATIONS / "corpus").glob("*.gold.json"))


def read(path: Path) -> Gold:
    return decode_gold(path.read_bytes())


@pytest.mark.parametrize("path", OWN, ids=lambda p: p.stem)
def test_standoff_leaves_words_and_people_out_and_scores_the_same(path):
    text = (ROOT / "corpus" / "text" / path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
    bare = make_standoff(read(path))
    stored = encode_gold(bare).decode()
    assert '"text"' not in stored
    assert not any(person.name and person.name in stored for person in read(path).persons)
    score = score_document(read(path), text, predict_from_gold(fill_from_text(decode_gold(encode_gold(bare)), text), text))
    assert {error.metric for error in score.errors} <= {"document", "persons.position"}, score.errors


@pytest.mark.parametrize("folder", [*REAL, *OFFICIAL], ids=lambda p: f"{p.parent.name}-{p.name}")
def test_gold_of_real_documents_holds_no_words(folder):
    golds = [read(path) for path in sorted(folder.glob("*.gold.json"))]
    assert golds
    for gold in golds:
        assert gold.doc == gold.text_sha256[:12]
        assert not any(mention.text for layer in ("agencies", "citations", "persons") for mention in gold.mentions(layer))
        assert not any(person.name or person.agency for person in gold.persons)
        assert set(gold.source) <= {"repo", "commit"}
    assert check_folder(folder).errors == []


def test_development_and_test_share_no_document():
    dev, test, second = ({path.name for path in folder.glob("*.gold.json")} for folder in REAL)
    assert not dev & test and not second & test and second <= dev
    dev, test, second = ({path.name for path in folder.glob("*.gold.json")} for folder in OFFICIAL)
    assert not dev & test and second <= dev | test
