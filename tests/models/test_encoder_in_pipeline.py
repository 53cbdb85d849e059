"""A trained encoder beside the built-in models, through the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

from ketluan.annotations.gold import text_hash
from ketluan.cli import main
from tiny_encoder import build_tiny_encoder

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

NAME = "nhóm Hoa Mai"  # no head word that the grammar knows
ODD = "Trong kho có nhóm Hoa Mai và bảy thùng màu xanh."  # no word that says that something is wrong
PLAIN = "Buổi sáng trời nhiều mây và có gió nhẹ."
ORDER = "Đề nghị nhóm Hoa Mai kiểm điểm trách nhiệm."
LABELS = {ODD: "finding", ORDER: "recommendation"}


def invoke(*arguments: object) -> str:
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gold in files, a pretrained encoder in a folder, and the command that makes a model of them."""
    encoder = build_tiny_encoder(tmp_path_factory.mktemp("tiny"), (ODD, PLAIN, ORDER))
    gold, out = tmp_path_factory.mktemp("gold"), tmp_path_factory.mktemp("trained") / "model"
    for number in range(10):
        sentences = [*permutations((ODD, PLAIN, ORDER))][number % 6] * 4
        write_gold(gold, f"doc{number}", (f"Bản {number}.", *sentences))
    config = out.parent / "config.cfg"
    config.write_text("[encoder]\nlearning_rate = 0.01\nbatch_size = 8\nseed = 13\n", encoding="utf-8")
    invoke("train", "encoder", "--encoder", encoder, "--gold", gold, "--out", out, "--config", config, "--epochs", 30, "--names")
    return out


def write_gold(folder: Path, name: str, sentences: Iterable[str]) -> None:
    text, rows, agencies = "", [], []
    for sentence in sentences:
        start = len(text)
        if sentence in LABELS:
            rows.append({"start": start, "end": start + len(sentence), "label": LABELS[sentence]})
        if NAME in sentence:
            at = start + sentence.index(NAME)
            agencies.append({"start": at, "end": at + len(NAME), "text": NAME, "name": NAME})
        text += sentence + "\n"
    gold = {"doc": name, "text_sha256": text_hash(text), "sentences": rows, "agencies": agencies}
    (folder / f"{name}.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_labels_are_averaged_and_unseen_names_join_the_record(trained: Path, tmp_path: Path) -> None:
    text = tmp_path / "kho.txt"
    text.write_text(f"{ODD}\n{PLAIN}\n", encoding="utf-8")
    alone = json.loads(invoke("extract", text))
    assert not alone["findings"] and not alone["agencies"]
    beside = json.loads(invoke("extract", text, "--model", trained))
    assert [f["text"] for f in beside["findings"]] == [ODD]
    assert [(a["name"], [m["text"] for m in a["mentions"]]) for a in beside["agencies"]] == [(NAME, [NAME])]
    assert beside["text"][slice(*(beside["agencies"][0]["mentions"][0][k] for k in ("start", "end")))] == NAME
    invoke("run", text, "--out", tmp_path / "out", "--model", trained)
    [record] = (tmp_path / "out" / "records").glob("*.json")
    assert json.loads(record.read_text(encoding="utf-8")) == beside


@pytest.mark.parametrize("command", ["extract", "run"])
def test_what_is_no_model_folder_is_named_before_any_file_is_read(command: str, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(PLAIN, encoding="utf-8")
    more = ["--out", str(tmp_path / "out")] if command == "run" else []
    done = CliRunner().invoke(main, [command, str(text), *more, "--model", "vinai/phobert-base"])
    assert done.exit_code != 0
    assert "resource-missing: no model folder at" in done.output
    assert not (tmp_path / "out" / "records").exists()


def test_the_settings_follow_from_the_tokenizer(tmp_path: Path) -> None:
    from ketluan.models.encoder import Settings, suggest_settings

    class PhobertTokenizer:
        """As `transformers` names it."""

    (tmp_path / "config.json").write_text('{"max_position_embeddings": 258}', encoding="utf-8")
    assert suggest_settings(tmp_path, PhobertTokenizer()) == Settings("_", True, 256)
    assert suggest_settings(tmp_path, object(), names=True) == Settings(" ", False, 256, names=True)
    (tmp_path / "config.json").write_text('{"max_position_embeddings": 130}', encoding="utf-8")
    assert suggest_settings(tmp_path, object()).max_pieces == 128
