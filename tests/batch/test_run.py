"""`ketluan run`: every input ends in exactly one place, and the same input gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ketluan.cli import main
from ketluan.record import from_json

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, arguments)])


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Sở Nội vụ chưa niêm yết công khai thủ tục hành chính.\n", encoding="utf-8")
    (folder / "same.txt").write_bytes((folder / "a.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text("  \n\n ", encoding="utf-8")
    (folder / "junk.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    (folder / ".hidden").write_text("x")
    return folder


def test_records_and_failures_together_hold_every_input_once(inputs: Path, tmp_path: Path) -> None:
    result = run(inputs, inputs / "missing.txt", "--out", tmp_path / "out", "--jobs", 2)
    assert result.exit_code == 1, result.output
    records = [from_json(p.read_bytes()) for p in (tmp_path / "out/records").glob("*.json")]
    failures = [json.loads(line) for line in (tmp_path / "out/failures.jsonl").read_text().splitlines()]
    assert [r.source.uri for r in records] == [str(inputs / "a.txt")]
    assert "same.txt" in records[0].warnings[0].message
    assert {Path(f["source"]["uri"]).name: f["code"] for f in failures} == {
        "empty.txt": "input-empty",
        "blank.txt": "input-no-text",
        "junk.txt": "input-unsupported",
        "cut.pdf": "input-corrupt",
        "missing.txt": "input-missing",
    }
    assert all(f["message"] and f["stage"] for f in failures)


def test_a_second_run_gives_the_same_bytes_whatever_the_number_of_workers(inputs: Path, tmp_path: Path) -> None:
    run(inputs, "--out", tmp_path / "one", "--jobs", 1)
    run(inputs, "--out", tmp_path / "two", "--jobs", 3)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.json*"))
    assert files
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_an_input_that_fails_later_leaves_no_old_record(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(inputs / "a.txt", "--out", out).exit_code == 0
    assert run(inputs / "a.txt", "--out", out, "--max-chars", 10).exit_code == 1
    assert not list((out / "records").iterdir())
    assert "input-too-large" in (out / "failures.jsonl").read_text()


def test_wrong_usage_has_exit_status_2(tmp_path: Path) -> None:
    assert run("--out", tmp_path).exit_code == 2
    (tmp_path / "nothing").mkdir()
    assert run(tmp_path / "nothing", "--out", tmp_path / "out").exit_code == 2
