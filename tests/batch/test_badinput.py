"""Every hostile or broken file of ../shared/badinput ends as it should, the whole folder in one run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ketluan.batch.runner import run
from ketluan.errors import CODES
from ketluan.record import from_json

pytestmark = [pytest.mark.slow, pytest.mark.shared, pytest.mark.timeout(1200), pytest.mark.filterwarnings("default")]

RECORD = "record"
# What each kind may end as; a kind that is not listed may end as a record or any typed failure.
ALLOWED = {
    "docx-corrupt": {"input-corrupt"},
    "docx-encrypted": {"input-encrypted"},
    "docx-memory": {RECORD},
    "docx-nested": {RECORD},
    "docx-silent-text-loss": {RECORD},
    "docx-wrong-type": {RECORD, "input-unsupported"},
    "doc-legacy": {RECORD, "input-unsupported", "input-encrypted", "input-corrupt", "input-no-text"},
    "html-charset": {RECORD},
    "html-malformed": {RECORD, "input-no-text"},
    "xml-hostile": {"input-unsupported", "input-corrupt"},
    "zip-bomb": {"input-encrypted", "input-unsupported", "input-too-large"},
    "zip-hostile": {"input-corrupt"},
    "text-encoding": {RECORD},
    "text-naughty": {RECORD},
    "pdf-encrypted": {"input-encrypted"},
    "pdf-permission-only": {RECORD},
    "pdf-fails-midway": {RECORD},
    "pdf-odd-valid": {RECORD},
    "pdf-lying-text": {RECORD},
    "pdf-parser-crash": {RECORD, "input-corrupt", "input-no-text"},
    "pdf-broken": {"input-corrupt", "input-empty"},
    "pdf-recursion": {RECORD, "input-corrupt", "input-no-text"},
    "pdf-silent-page-loss": {RECORD, "input-no-text"},
    "pdf-hang": {RECORD, "worker-timeout", "input-corrupt"},
}
# Warnings that the records of a kind carry, where every file of it is a record.
WARNED = {"pdf-lying-text": "text-disagrees", "pdf-permission-only": "no-extract-permission"}
IN_LIMITS = {RECORD, "input-no-text", "input-too-large", "input-corrupt", "input-unsupported", "worker-timeout", "worker-memory"}


def visible(xml_text: str) -> str:
    return "".join(xml_text.split())


def test_the_whole_folder_in_one_run(shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    folder = shared / "badinput"
    run([folder], out=tmp_path, jobs=2)
    ends: dict[str, str] = {}
    records = [from_json(path.read_bytes()) for path in (tmp_path / "records").glob("*.json")]
    for record in records:
        ends[record.source.uri] = RECORD
    for line in (tmp_path / "failures.jsonl").read_text(encoding="utf-8").splitlines():
        failure = json.loads(line)
        assert failure["code"] in CODES and failure["message"]
        assert failure["source"]["uri"] not in ends, "in two places"
        ends[failure["source"]["uri"]] = failure["code"]
    same = {uri for record in records for w in record.warnings if w.code == "duplicate-input" for uri in [w.message]}
    with (folder / "index.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if (folder / row["file"]).exists()]
    assert rows
    wrong = []
    for row in rows:
        uri = str(folder / row["file"])
        end = ends.get(uri) or (RECORD if any(uri in message for message in same) else "nowhere")
        allowed = ALLOWED.get(row["kind"], IN_LIMITS)
        if end not in allowed:
            wrong.append((row["file"], end, sorted(allowed)))
    assert wrong == []
    codes = {record.source.uri: {warning.code for warning in record.warnings} for record in records}
    assert [row["file"] for row in rows if WARNED.get(row["kind"]) not in {None, *codes.get(str(folder / row["file"]), ())}] == []
    lost = [row["file"] for row in rows if row["kind"] == "pdf-silent-page-loss"]
    damaged = sum(bool({"damaged", "repaired"} & codes.get(str(folder / file), set())) for file in lost)
    assert damaged >= len(lost) - 2, "one lacks text, one is sound and only pdfminer loses its pages"
    texts = {Path(record.source.uri).name: record.text for record in records}
    assert "emphasized word" in texts["testAltChunkHTML.docx"]
    assert len(visible(texts["delins.docx"])) > 1_000, "tracked insertions"
    assert "rich-text-content-control_inside-text-box" in texts["testWORD_sdtInTextBox.docx"]
    assert texts["viscii.txt"] == texts["windows-1258.txt"]
