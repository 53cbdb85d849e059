"""The database: idempotent, versioned, corrected, and without the people who must not be shown."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from invented import CONCLUSION, COPY, NEWS, OTHER, RECORDS
from ketluan.cli import main
from ketluan.errors import StoreError
from ketluan.record import to_json
from ketluan.store import index_records, open_reader, open_store
from ketluan.store.migrations import STORE_VERSION
from ketluan.store.search import search

TABLES = ("documents", "pages", "agencies", "citations", "persons", "mentions", "findings", "recommendations", "measures",
          "relations", "finding_agencies", "finding_citations", "positions", "names", "inspections")  # fmt: skip


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of its own, for tests that write."""
    (tmp_path / "records").mkdir()
    for record in RECORDS:
        (tmp_path / "records" / f"{record.id}.json").write_bytes(to_json(record))
    return tmp_path


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_reader(folder) as reader:
        rows = {t: sorted(map(tuple, reader.execute(f"select * from {t}")), key=repr) for t in TABLES}
    return {t: [tuple(v for v in row if not isinstance(v, bytes)) for row in r] for t, r in rows.items()}


def test_the_same_records_again_leave_the_same_database(own: Path) -> None:
    index_records(own)
    before = contents(own)
    with open_store(own / "findings.db") as store:
        for record in reversed(RECORDS):
            store.add(record)
        store.finish()
    index_records(own)
    after = contents(own)
    numbered = ("pages", "findings", "recommendations", "finding_agencies", "finding_citations", "names")
    without_numbers = set(TABLES) - set(numbered)
    assert {t: after[t] for t in without_numbers} == {t: before[t] for t in without_numbers}
    assert {t: len(rows) for t, rows in after.items()} == {t: len(rows) for t, rows in before.items()}
    with open_reader(own) as reader:
        assert search(reader, "trễ hạn").total == 2, "the full text holds each finding once"


def test_a_record_that_is_gone_leaves_the_database(own: Path) -> None:
    index_records(own)
    (own / "records" / f"{NEWS.id}.json").unlink()
    index_records(own)
    with open_reader(own) as reader:
        assert search(reader, "trễ hạn").total == 1


def test_one_inspection_reported_by_several_pages_is_one(reader: sqlite3.Connection) -> None:
    of = dict(reader.execute("select id, inspection from documents").fetchall())
    assert of[CONCLUSION.id] == of[NEWS.id]
    assert len({of[r.id] for r in RECORDS}) == len(RECORDS) - 2
    row = reader.execute("select * from inspections where id = ?", [of[NEWS.id]]).fetchone()
    assert (row["n_documents"], row["title"]) == (2, CONCLUSION.document.title), "the conclusion itself gives the title"


def test_near_copies_are_grouped_and_kept(reader: sqlite3.Connection) -> None:
    cluster = dict(reader.execute("select id, cluster from documents").fetchall())
    assert cluster[OTHER.id] == cluster[COPY.id] == min(OTHER.id, COPY.id)
    assert cluster[CONCLUSION.id] == CONCLUSION.id
    inspection = dict(reader.execute("select id, inspection from documents").fetchall())
    assert inspection[OTHER.id] == inspection[COPY.id]


def test_corrections_survive_every_run_and_report_what_they_did(own: Path) -> None:
    finding = CONCLUSION.findings[1]
    lines = [
        {"document": CONCLUSION.id, "kind": "finding", "start": 1, "end": 2, "text": finding.text, "action": "change",
         "set": {"category": "finance_budget"}},
        {"document": NEWS.id, "kind": "finding", "text": NEWS.findings[0].text, "action": "remove", "reason": "chỉ nhắc lại"},
        {"kind": "agency", "key": "vn/tra-van/dong-hoa/ubnd", "action": "change", "set": {"name": "UBND huyện Đông Hòa"}},
        {"document": OTHER.id, "kind": "finding", "text": "không có ở đây", "action": "remove"},
    ]  # fmt: skip
    (own / "corrections.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    for _ in range(2):
        _, problems = index_records(own)
        assert len(problems) == 1 and "line 4" in problems[0]
        with open_reader(own) as reader:
            changed = reader.execute("select category from findings where document = ? and id = ?", [CONCLUSION.id, finding.id])
            assert changed.fetchone()[0] == "finance_budget"
            assert not reader.execute("select 1 from findings where document = ?", [NEWS.id]).fetchall()
            assert [r[0] for r in reader.execute("select applied from corrections order by line")] == [1, 1, 2, 0]


def test_a_bad_correction_is_named_by_its_line(own: Path) -> None:
    (own / "corrections.jsonl").write_text('\n{"kind": "finding", "action": "explode"}\n')
    with pytest.raises(StoreError, match="line 2"):
        index_records(own)
    result = CliRunner().invoke(main, ["index", str(own)])
    assert result.exit_code == 2 and "line 2" in result.output


def test_people_who_must_not_be_shown_are_nowhere_in_the_database(own: Path) -> None:
    (own / "suppressed.jsonl").write_text('{"name": "Lò  Vân Khuất"}\n', encoding="utf-8")
    index_records(own)
    assert b"Khu\xe1\xba\xa5t".decode() == "Khuất"
    with sqlite3.connect(own / "findings.db") as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert "Khuất" not in dump and "khuất" not in dump
    with open_reader(own) as reader:
        text = reader.execute("select text, masked from documents where id = ?", [CONCLUSION.id]).fetchone()
        assert "ông ██ ███ █████, Trưởng phòng" in text[0] and text[1] == 1
        assert len(text[0]) == len(CONCLUSION.text)
        assert search(reader, "khuat", kind="pages").total == 0


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "findings.db") as connection:
        connection.execute(f"pragma user_version = {STORE_VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError) as error, open_store(tmp_path / "findings.db"):
        pass
    assert error.value.code == "store-newer"


def test_a_file_that_is_no_database_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "findings.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError) as error, open_store(tmp_path / "findings.db"):
        pass
    assert error.value.code == "store-damaged"
    with pytest.raises(StoreError), open_reader(tmp_path):
        pass


def test_a_database_that_another_process_holds_is_a_typed_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "findings.db"
    holder = sqlite3.connect(path)
    holder.execute("begin exclusive")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **options: connect(*args, **{**options, "timeout": 0.05}))
    with pytest.raises(StoreError) as error, open_store(path):
        pass
    holder.close()
    assert error.value.code == "store-locked"


def test_the_reader_cannot_write(reader: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError):
        reader.execute("delete from documents")


def test_a_file_that_fails_later_leaves_the_database(own: Path) -> None:
    index_records(own)
    failure = {"source": {"uri": NEWS.source.uri, "sha256": NEWS.source.sha256}, "code": "worker-timeout", "stage": "worker", "page": None, "message": "m", "hint": None}  # fmt: skip  # noqa: E501
    (own / "failures.jsonl").write_text(json.dumps(failure) + "\n")
    with open_store(own / "findings.db") as store:
        store.add_failures(own / "failures.jsonl")
    with open_reader(own) as reader:
        assert reader.execute("select count(*) from documents where id = ?", [NEWS.id]).fetchone()[0] == 0
        assert reader.execute("select code from failures").fetchone()[0] == "worker-timeout"


def test_search_on_the_command_line(folder: Path) -> None:
    result = CliRunner().invoke(main, ["search", "tre", "han", "--store", str(folder), "--json"])
    data = json.loads(result.output)
    assert data["findings"]["total"] == 2
    first = data["findings"]["results"][0]
    assert first["permanent_id"] == f"{first['document']}:{first['start']}-{first['end']}"
    plain = CliRunner().invoke(main, ["search", "khuất", "--store", str(folder)])
    assert "Lò Vân Khuất" in plain.output
    assert CliRunner().invoke(main, ["search", "x", "--store", str(folder / "records")]).exit_code == 2
