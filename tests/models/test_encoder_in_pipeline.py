"""A trained encoder beside the built-in models, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ketluan.cli import main
from tiny_encoder import build_tiny_encoder

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

NAME = "nhóm Hoa Mai"  # no head word that the grammar knows
ODD = "Trong kho có nhóm Hoa Mai và bảy thùng màu xanh."  # no word that says that something is wrong
PLAIN = "Buổi sáng trời nhiều mây và có gió nhẹ."
ORDER = "Đề nghị nhóm Hoa Mai kiểm điểm trách nhiệm."


def training_text() -> str:
    return "\n".join([ODD, PLAIN, ORDER] * 4)


def invoke(*arguments: object) -> str:
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ketluan.models.encoder import Settings
    from ketluan.models.encoder_training import TrainingDocument, TrainingOptions, train_encoder

    base = build_tiny_encoder(tmp_path_factory.mktemp("tiny"), (ODD, PLAIN, ORDER))
    text, rows, entities, at = training_text(), [], [], 0
    for line, label in zip(text.split("\n"), ["finding", "other", "recommendation"] * 4, strict=True):
        rows.append((at, at + len(line), label))
        if NAME in line:
            entities.append((at + line.index(NAME), at + line.index(NAME) + len(NAME), "agency"))
        at += len(line) + 1
    out = tmp_path_factory.mktemp("trained") / "model"
    train_encoder(base, [TrainingDocument(text, rows, entities)] * 10, out, Settings(max_pieces=48), TrainingOptions(30, 1e-2, 8))
    return out


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
