"""What a researcher does: export a document for Label Studio, correct it there, take it back, train, score again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ketluan.cli import main

pytest.importorskip("sklearn")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

ROOT = Path(__file__).resolve().parent.parent
N_TRAINED = 12


def invoke(*arguments: object) -> str:
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def train_and_score(gold: Path, held_out: Path, model: Path) -> float:
    """F1 of findings on documents that were not trained on."""
    config = gold.parent / "fast.cfg"
    config.write_text("[sentences]\ninner_folds = 2\n", encoding="utf-8")
    invoke("train", "sentences", "--gold", gold, "--out", model, "--config", config)
    scores = json.loads(invoke("evaluate", "--gold", held_out, "--texts", ROOT / "corpus" / "text", "--model", model, "--json"))
    return float(scores["metrics"]["findings"]["f1"])


def test_a_correction_in_label_studio_changes_the_score_of_the_retrained_model(tmp_path: Path) -> None:
    exported, held_out = tmp_path / "exported", tmp_path / "held-out"
    for folder in (tmp_path / "gold", held_out):
        folder.mkdir()
    for i, path in enumerate(sorted((ROOT / "annotations" / "corpus").glob("*.gold.json"))):
        shutil.copy(path, tmp_path / "gold" if i < N_TRAINED else held_out)
    texts = ["--texts", ROOT / "corpus" / "text"]
    invoke("annotations", "export", tmp_path / "gold", *texts, "--format", "labelstudio", "--to", exported)

    tasks_file = exported / "tasks.json"
    finished = tasks_file.read_text(encoding="utf-8")
    tasks = json.loads(finished)
    for task in tasks[4:]:  # as if only four documents had their findings marked yet
        for region in task["annotations"][0]["result"]:
            if region["value"].get("labels") == ["finding"]:
                region["value"]["labels"] = ["other"]
    tasks_file.write_text(json.dumps(tasks), encoding="utf-8")
    invoke("annotations", "import", exported, "--format", "labelstudio", "--to", tmp_path / "first")
    before = train_and_score(tmp_path / "first", held_out, tmp_path / "model-1")

    tasks_file.write_text(finished, encoding="utf-8")  # the rest is marked
    invoke("annotations", "import", exported, "--format", "labelstudio", "--to", tmp_path / "second")
    after = train_and_score(tmp_path / "second", held_out, tmp_path / "model-2")
    assert after > before + 0.05

    train_and_score(tmp_path / "second", held_out, tmp_path / "model-3")
    for name in ("sentences.npz", "categories.npz", "links.npz"):
        assert (tmp_path / "model-3" / name).read_bytes() == (tmp_path / "model-2" / name).read_bytes(), name


def test_too_little_gold_is_said_in_words(tmp_path: Path) -> None:
    for path in sorted((ROOT / "annotations" / "corpus").glob("*.gold.json"))[:3]:
        shutil.copy(path, tmp_path)
    arguments = ["train", "sentences", "--gold", tmp_path, "--texts", ROOT / "corpus" / "text", "--out", tmp_path / "model"]
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == 2 and "too few documents" in done.output
