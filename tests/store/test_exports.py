"""Other forms of the same: read back, checked by their own libraries, and without the people who must not be shown."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from invented import CONCLUSION, RECORDS
from ketluan.cli import main
from ketluan.record import from_json, to_json
from ketluan.store import index_records
from ketluan.store.akoma_ntoso import as_xml
from ketluan.store.exports import FOLDERS, FORMATS, export
from ketluan.store.spreadsheets import COLUMNS

N_FINDINGS = sum(len(r.findings) for r in RECORDS)


def test_jsonl_holds_the_records(folder: Path, tmp_path: Path) -> None:
    assert export(folder, "jsonl", tmp_path / "x.jsonl") == len(RECORDS)
    assert sorted(map(from_json, (tmp_path / "x.jsonl").read_bytes().splitlines()), key=lambda r: r.id) == sorted(
        RECORDS, key=lambda r: r.id
    )


def test_tables_have_the_same_rows_in_every_form(folder: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    for form in ("csv", "xlsx", "parquet"):
        assert export(folder, form, tmp_path / f"x.{form}") == N_FINDINGS
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    table = pq.read_table(tmp_path / "x.parquet")
    sheet = load_workbook(tmp_path / "x.xlsx").active
    assert sheet is not None
    assert tuple(rows[0]) == tuple(table.column_names) == tuple(c.value for c in sheet[1]) == COLUMNS
    ids = [r["permanent_id"] for r in rows]
    assert ids == table["permanent_id"].to_pylist() == [c.value for c in sheet["A"]][1:]
    assert len(set(ids)) == N_FINDINGS
    money = next(r for r in rows if r["document_id"] == CONCLUSION.id and r["category"] == "land")
    assert float(money["money_vnd"]) == 4_896_000_000 and money["articles"] == "Luật Đất đai 2013 Điều 108"


def test_follow_the_money_accepts_its_entities(folder: Path, tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney").model
    export(folder, "ftm", tmp_path / "x.ftm")
    schemata = set()
    ids: set[str] = set()
    references: set[str] = set()
    for line in (tmp_path / "x.ftm").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        entity = model.get_proxy(data)
        entity.schema.validate(data)
        ids.add(entity.id)
        schemata.add(entity.schema.name)
        references |= {v for prop, v in entity.itervalues() if prop.type.name == "entity"}
        assert "topics" not in data["properties"], "nobody is called a risk"
    assert {"Document", "PublicBody", "Person", "Position", "Occupancy", "Mention", "Note"} <= schemata
    assert references <= ids
    assert "Tô Bút Danh" not in "".join(
        json.dumps(json.loads(x)["properties"].get("name", ""), ensure_ascii=False)
        for x in (tmp_path / "x.ftm").read_text(encoding="utf-8").splitlines()
    )


def test_akoma_ntoso_keeps_the_text_and_nests(folder: Path, tmp_path: Path) -> None:
    export(folder, "akn", tmp_path / "akn")
    for record in RECORDS:
        root = ET.parse(tmp_path / "akn" / f"{record.id}.xml").getroot()
        body = root.find(".//{*}mainBody")
        assert body is not None
        assert "".join("".join(body.itertext()).split()) == "".join(record.text.split())
    hostile = as_xml(CONCLUSION).replace("\n", "")
    assert "<ref " in hostile and "<organization " in hostile and "<person " in hostile


def test_w3c_annotations_quote_the_text(folder: Path, tmp_path: Path) -> None:
    export(folder, "w3c", tmp_path / "w3c")
    data = json.loads((tmp_path / "w3c" / f"{CONCLUSION.id}.jsonld").read_text(encoding="utf-8"))
    for item in data["first"]["items"]:
        position, quote = item["target"]["selector"]
        assert CONCLUSION.text[position["start"] : position["end"]] == quote["exact"]


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_form_shows_people_on_the_suppression_list(form: str, tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    for record in RECORDS:
        (tmp_path / "records" / f"{record.id}.json").write_bytes(to_json(record))
    (tmp_path / "suppressed.jsonl").write_text('{"name": "Lò Vân Khuất"}', encoding="utf-8")
    index_records(tmp_path)
    result = CliRunner().invoke(main, ["export", str(tmp_path), "--format", form, "--to", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    files = [f for f in (tmp_path / "out").rglob("*") if f.is_file()] if form in FOLDERS else [tmp_path / "out"]
    assert files
    for file in files:
        assert "Khuất".encode() not in file.read_bytes()
