"""HTML, brat and WebAnno: every mention is there, offsets are right, markup is escaped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ketluan.cli import main
from ketluan.markup import FORMATS, KINDS, marks, to_brat, to_html, to_webanno
from ketluan.record import Agency, Citation, CitationMention, DocumentInfo, Finding, Mention, Page, Record, Relation, Source, Span

TEXT = "Sở <Thử nghiệm> vi phạm Điều 5\nLuật Giả định 2030 & chậm 😀 nộp."
SOURCE = Source(uri="t.txt", sha256="0" * 64, media_type="text/plain", bytes=1, method="text")


def at(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


@pytest.fixture
def record() -> Record:
    agency = Agency(
        id="a1", name="Sở Thử nghiệm", type="department", level=None, province=None, parent=None, key="vn/so", successor=None,
        mentions=[Mention(**at("Sở <Thử nghiệm>"))],
    )  # fmt: skip
    citation = Citation(
        id="c1", key="Luật Giả định 2030", type="luật", number=None, year=2030, title="Luật Giả định", date=None, issuer=None,
        uri=None, mentions=[CitationMention(**at("Điều 5\nLuật Giả định 2030"), pinpoint="điều 5")],
    )  # fmt: skip
    finding = Finding(id="f1", **at(TEXT), category="late_processing", confidence=1.0)
    relation = Relation(head="f1", type="attributed_to", tail="a1", confidence=1.0, evidence=Span(start=0, end=5))
    return Record(
        id="d-1", source=SOURCE, text=TEXT, pages=[Page(number=1, start=0, end=len(TEXT))], document=DocumentInfo(),
        agencies=[agency], citations=[citation], findings=[finding], relations=[relation],
    )  # fmt: skip


def test_marks_are_in_text_order_longest_first(record: Record) -> None:
    assert [m.id for m in marks(record)] == ["f1", "a1", "c1"]
    assert [m.id for m in marks(record, ["citation"])] == ["c1"]


def test_html_keeps_the_text_and_escapes_it(record: Record) -> None:
    page = to_html(record)
    main = re.search(r"<main>(.*)</main>", page, re.DOTALL)
    assert main is not None
    assert re.sub(r"</?mark[^>]*>", "", main[1]).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == TEXT
    assert '<mark class="finding citation" data-ids="f1 c1"' in page


def test_brat_gives_one_fragment_a_line(record: Record) -> None:
    lines = to_brat(record, ["citation", "agency", "finding"]).splitlines()
    places = dict(re.findall(r"^(T\d+)\t(\w+ [\d ;]+)\t", "\n".join(lines), re.MULTILINE))
    first = TEXT.index("Điều")
    assert f"Citation {first} {first + 6};{first + 7} {first + 25}" in places.values()
    assert "R1\tattributed_to Arg1:T1 Arg2:T2" in lines


def test_webanno_counts_utf16_and_marks_tokens(record: Record) -> None:
    rows = [line.split("\t") for line in to_webanno(record).splitlines() if re.match(r"\d+-\d+\t", line)]
    assert [row[2] for row in rows if row[5].startswith("c1")] == ["Điều", "5", "Luật", "Giả", "định", "2030"]
    encoded = TEXT.encode("utf-16-le")
    for _, place, token, *_ in rows:
        start, end = map(int, place.split("-"))
        assert encoded[2 * start : 2 * end].decode("utf-16-le") == token


def test_every_format_takes_every_kind(record: Record) -> None:
    for write in FORMATS.values():
        for kind in KINDS:
            assert write(record, [kind]) or kind in ("person", "measure", "recommendation")


def test_a_file_and_its_record_give_the_same_page(tmp_path: Path) -> None:
    source, record = tmp_path / "kl.txt", tmp_path / "kl.json"
    source.write_text("Theo Nghị định số 61/2018/NĐ-CP, Sở Nội vụ chưa niêm yết công khai thủ tục.\n", encoding="utf-8")
    record.write_bytes(CliRunner().invoke(main, ["extract", str(source)]).stdout_bytes)
    pages = [CliRunner().invoke(main, ["annotate", str(path)]).output for path in (source, record)]
    assert pages[0] == pages[1]
    assert "61/2018/NĐ-CP</mark>" in pages[0]
