"""`ketluan doctor` says what is missing and how to get it, and its exit status says whether anything is."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from ketluan.batch import doctor
from ketluan.cli import main
from ketluan.errors import ResourceError
from ketluan.ingest import converted, ocr


def test_what_is_missing_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise ResourceError("tesseract is not installed")

    monkeypatch.setattr(converted, "find_converter", lambda: None)
    monkeypatch.setattr(ocr, "find_program", missing)
    monkeypatch.setattr(doctor, "_version", lambda name: None if name == "trafilatura" else "1.0")
    checks = {check.name: check for check in doctor.examine()}
    assert [name for name, check in checks.items() if not check.found] == ["tesseract with vie", "libreoffice", "trafilatura"]
    assert not doctor.is_complete(list(checks.values()))
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1
    for hint in ("tesseract-ocr-vie", "libreoffice-writer-nogui", "pip install 'ketluan[html]'"):
        assert hint in result.output


def test_everything_there_is_exit_status_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converted, "find_converter", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(ocr, "find_program", lambda: "/usr/bin/tesseract")
    monkeypatch.setattr(doctor, "_version", lambda name: None if name == "ray" else "1.0")
    result = CliRunner().invoke(main, ["doctor", "--json"])
    assert result.exit_code == 0
    rows = json.loads(result.output)
    assert {row["name"] for row in rows if not row["found"]} == {"ray"}
