"""Vectors and a recogniser of names, trained on our own corpus through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ketluan.cli import main

pytest.importorskip("floret")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "corpus" / "text"


def invoke(*arguments: object) -> dict[str, object]:
    done = CliRunner().invoke(main, ["train", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_vectors_and_names_from_files(tmp_path: Path) -> None:
    import spacy

    from ketluan.models.entity_training import find_entities

    config = tmp_path / "vectors.cfg"
    config.write_text("[vectors]\ndim = 16\nbuckets = 1000\nepochs = 2\n", encoding="utf-8")
    made = invoke("vectors", TEXTS, "--out", tmp_path / "vectors", "--config", config)
    assert made["texts"] == len(list(TEXTS.glob("*.txt")))
    assert spacy.load(tmp_path / "vectors").vocab.vectors.shape == (1000, 16)
    none = invoke("vectors", TEXTS, "--out", tmp_path / "v2", "--config", config, "--frozen", few_gold(tmp_path / "frozen", 3))
    assert none["texts"] == made["texts"] - 3  # type: ignore[operator]

    often = (ROOT / "models" / "entities" / "config.cfg").read_text(encoding="utf-8")
    (tmp_path / "entities.cfg").write_text(often.replace("eval_frequency = 100", "eval_frequency = 20"), encoding="utf-8")
    gold = few_gold(tmp_path / "gold", 12)
    arguments = ("--gold", gold, "--texts", TEXTS, "--config", tmp_path / "entities.cfg")
    assert invoke("entities", *arguments, "--vectors", tmp_path / "vectors", "--out", tmp_path / "ner")["documents"] == 12
    text = (TEXTS / "kl-mot-cua.txt").read_text(encoding="utf-8")
    spans = find_entities(spacy.load(tmp_path / "ner"), text)
    assert spans and all(text[a:b].strip() == text[a:b] and kind in ("agency", "person") for a, b, kind in spans)


def few_gold(folder: Path, n: int) -> Path:
    folder.mkdir()
    for path in sorted((ROOT / "annotations" / "corpus").glob("*.gold.json"))[:n]:
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_a_configuration_that_spacy_cannot_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.cfg").write_text('[nlp]\nlang = "xx"\npipeline = ["nothing"]\n', encoding="utf-8")
    arguments = ["train", "entities", "--gold", str(few_gold(tmp_path / "gold", 3)), "--texts", str(TEXTS)]
    done = CliRunner().invoke(main, [*arguments, "--config", str(tmp_path / "bad.cfg"), "--out", str(tmp_path / "ner")])
    assert done.exit_code == 2 and "resource-damaged" in done.output
