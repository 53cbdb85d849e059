"""What the pages answer, without a browser."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from web_client import asking

from invented import CONCLUSION, NEWS, RECORDS, build
from ketluan.record import to_json
from ketluan.store import index_records
from ketluan.store.rows import person_key
from ketluan.store.spreadsheets import COLUMNS, neutralise
from ketluan.web.messages import LANGUAGES, message
from ketluan.web.segments import Mark, cut

KHUAT = person_key("Lò Vân Khuất", "vn/lam-giang/so-tai-nguyen-va-moi-truong", "Trưởng phòng Đo đạc", CONCLUSION.id)
PAGES = [
    "/", "/search", "/search?q=tr%E1%BB%85+h%E1%BA%A1n", "/search?in=recommendations", "/search?in=pages&q=dat",
    "/search?in=names", f"/document/{CONCLUSION.id}", "/agency?key=vn/lam-giang/so-tai-nguyen-va-moi-truong",
    f"/citation?key={quote('61/2018/NĐ-CP')}",
    f"/person?key={KHUAT}", "/findings", "/findings/findings", "/findings/documents",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_in_both_languages_with_a_strict_policy(ask: Any, path: str, language: str) -> None:
    answer = ask(path + ("&" if "?" in path else "?") + f"lang={language}")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src 'self'" in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|javascript:", answer.text), "no inline script"
    if not path.startswith("/findings"):
        assert f'<html lang="{language}">' in answer.text
        assert not re.search(r"style=", answer.text)


MISSING = [
    "/document/d-0", "/agency?key=x", "/agency", "/person?key=x", "/citation?key=", "/inspection?key=x",
    "/nothing", "/document/../../etc/passwd", "/findings/nothing", f"/document/{CONCLUSION.id}/page-1.png",
]  # fmt: skip


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_a_helpful_page(ask: Any, path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 404 and "Không có trang này" in answer.text


@pytest.mark.parametrize("path", ["/findings?sql=select+1", "/findings/findings?_where=1%3D1", "/findings.db", "/-/databases", "/-/threads.json"])  # fmt: skip  # noqa: E501
def test_no_sql_and_no_files_through_the_address(ask: Any, path: str) -> None:
    assert ask(path).status_code in (403, 404) or "select 1" not in ask(path).text


def test_only_this_machine_is_answered_and_nothing_can_be_sent(ask: Any) -> None:
    assert ask("/", host="evil.example").status_code == 421
    assert ask("/", host="127.0.0.1:8001").status_code == 200


def test_a_finding_leads_to_its_place(ask: Any) -> None:
    page = ask("/search?q=tre+han+dat+dai").text
    finding = CONCLUSION.findings[0]
    place = f"{finding.start}-{finding.end}"
    assert f'href="/document/{CONCLUSION.id}?place={place}#at-{place}"' in page.replace("&#34;", '"')
    document = ask(f"/document/{CONCLUSION.id}?place={place}").text
    lit = "".join(re.findall(r'<span class="m [^"]*\bplace\b[^"]*"[^>]*>([^<]*)</span>', document))
    assert lit == finding.text
    assert f'id="at-{place}"' in document


def test_the_document_view_holds_the_whole_text(ask: Any) -> None:
    page = ask(f"/document/{CONCLUSION.id}").text
    text = re.search(r'<div class="text" lang="vi">(.*?)</div>', page, re.S)
    assert text
    bare = re.sub(r'<span class="page-start">.*?</span>', "", text.group(1))
    assert re.sub(r"<[^>]*>", "", bare) == CONCLUSION.text


def test_bylines_are_never_listed(ask: Any) -> None:
    assert ask(f"/document/{NEWS.id}.json").json()["persons"] == []
    assert ask("/search.json?in=names&q=danh").json()["total"] == 0
    for table in ("persons", "mentions", "names"):
        assert "Bút Danh" not in json.dumps(ask(f"/findings/{table}.json").json(), ensure_ascii=False)
    key = person_key("Tô Bút Danh", None, None, NEWS.id)
    assert ask(f"/person?key={key}").status_code == 404


def test_person_pages_warn_and_show_evidence(ask: Any) -> None:
    page = ask(f"/person?key={KHUAT}").text
    assert "không có nghĩa là cùng một người" in page
    assert "Trách nhiệm thuộc về ông" in page and "Trưởng phòng Đo đạc" in page


def test_filters_narrow_and_count(ask: Any) -> None:
    everything = ask("/search.json").json()
    land = ask("/search.json?category=land").json()
    two = ask("/search.json?category=land&category=publicity").json()
    assert (everything["total"], land["total"], two["total"]) == (11, 1, 2)
    assert ask("/search.json?money=1000000000-10000000000").json()["total"] == 1
    assert ask("/search.json?person=1").json()["total"] == 1
    assert ask("/search.json?agency=vn/lam-giang/so-tai-nguyen-va-moi-truong").json()["total"] == 4


def test_json_pages_through_all_results(ask: Any) -> None:
    path: str | None = "/search.json?size=4&sort=newest"
    seen = []
    while path:
        data = ask(path).json()
        seen += [r["permanent_id"] for r in data["results"]]
        path = data["next"]
    assert len(seen) == len(set(seen)) == 11


def test_csv_and_excel_read_back_the_same(ask: Any) -> None:
    answer = ask("/search.csv?q=tre+han")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert {r["province"] for r in rows} == {"Lam Giang"}
    sheet = load_workbook(io.BytesIO(ask("/search.xlsx?q=tre+han").content)).active
    assert sheet is not None
    cells = [[c or "" for c in row] for row in sheet.iter_rows(values_only=True)]
    assert [str(c) for c in cells[0]] == list(COLUMNS)
    assert [row[4] for row in cells[1:]] == [r["text"] for r in rows]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "－1"])
def test_formulas_are_neutralised(value: str) -> None:
    assert neutralise(value) == "'" + value
    assert neutralise(-5.0) == -5.0


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}</title>=cmd()'


def test_hostile_documents_are_only_text(tmp_path: Path) -> None:
    record = build(
        f"=HYPERLINK {HOSTILE}\n[f:land|{HOSTILE}]\n", uri=f"in/{HOSTILE}.txt", title=HOSTILE, number=HOSTILE, kind="news"
    )
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / f"{record.id}.json").write_bytes(to_json(record))
    index_records(tmp_path)
    ask = asking(tmp_path)
    for path in ("/", "/search", "/search?q=" + quote(HOSTILE), "/search?category=" + quote(HOSTILE), f"/document/{record.id}", "/findings/findings", "/findings/documents"):  # fmt: skip  # noqa: E501
        answer = ask(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text and "<img src=x" not in answer.text
    table = ask("/findings/documents.csv?_size=max").text
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(table)) for cell in row)


def test_corrections_show_without_a_restart(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    for record in RECORDS:
        (tmp_path / "records" / f"{record.id}.json").write_bytes(to_json(record))
    index_records(tmp_path)
    ask = asking(tmp_path)
    assert ask("/search.json?category=land").json()["total"] == 1
    finding = CONCLUSION.findings[1]
    line = {"document": CONCLUSION.id, "kind": "finding", "text": finding.text, "action": "change", "set": {"category": "health"}}
    (tmp_path / "corrections.jsonl").write_text(json.dumps(line))
    index_records(tmp_path)
    assert ask("/search.json?category=land").json()["total"] == 0
    assert ask("/search.json?category=health").json()["total"] == 1


def test_segments_join_to_the_text_again() -> None:
    marks = [Mark(0, 5, "finding", "f1"), Mark(3, 8, "agency", "a1"), Mark(3, 4, "person", "p1"), Mark(2, 9, "place", "x")]
    segments = cut("abcdefghij", marks, 1, 9)
    assert "".join(s.text for s in segments) == "bcdefghi"
    assert [s.kinds for s in segments if s.start == 3] == [["finding", "place", "agency", "person"]]


def test_every_message_has_two_languages() -> None:
    for name in ("site", "note_empty", "note_by-date", "facet_article", "kind_person", "too_slow"):
        assert message(name, "vi") and message(name, "en")
