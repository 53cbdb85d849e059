"""A record that somebody cut short or edited by hand: one clear sentence and an exit status, in every command that reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ketluan.cli import main

DAMAGED = {"cut": b'{"schema_version": "1", "id": "d-', "foreign": b'{"x": 1}', "not-utf8": b"\xff\xfe{}", "empty": b""}


@pytest.mark.parametrize("kind", DAMAGED)
@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["explain", "{dir}/records/d-0.json"], 1),
        (["export", "{dir}", "--format", "jsonl", "--to", "{dir}/out.jsonl"], 2),
        (["diff", "{dir}/records", "{dir}/records"], 2),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_damaged_record_is_named(command: list[str], status: int, kind: str, tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "d-0.json").write_bytes(DAMAGED[kind])
    result = CliRunner().invoke(main, [part.format(dir=tmp_path) for part in command])
    assert result.exit_code == status
    assert "resource-damaged" in result.output and "d-0.json" in result.output
    assert not (tmp_path / "out.jsonl").exists()


def test_a_missing_record_is_missing(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["explain", str(tmp_path / "nothing.json")])
    assert (result.exit_code, result.output.split(":")[0]) == (1, "input-missing")
