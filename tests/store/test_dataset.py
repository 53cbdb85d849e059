"""Records as a `datasets` dataset, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketluan.record import (
    Agency,
    Citation,
    CitationMention,
    DocumentInfo,
    Finding,
    Measure,
    Mention,
    Page,
    Person,
    Pinpoint,
    Record,
    RecordWarning,
    Relation,
    Source,
    Span,
    to_json,
)

pytest.importorskip("datasets")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

TEXT = "Phòng Kinh tế huyện Sơn Bình chậm giải quyết 5 hồ sơ 👍, trái khoản 2 Điều 4 Nghị định 61/2018/NĐ-CP."


def mention(quote: str) -> dict[str, object]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote, "page": 1}


def full_record() -> Record:
    agency = Agency(
        id="a1", name="Phòng Kinh tế huyện Sơn Bình", type="division", level="district", province=None, parent=None,
        key="vn/son-binh/phong-kinh-te", successor=None, mentions=[Mention(**mention("Phòng Kinh tế huyện Sơn Bình"))],
    )  # fmt: skip
    citation = Citation(
        id="c1", key="61/2018/NĐ-CP", type="nghị định", number="61/2018/NĐ-CP", year=2018, title=None, date="2018-04-23",
        issuer=None, uri=None,
        mentions=[
            CitationMention(
                **mention("khoản 2 Điều 4 Nghị định 61/2018/NĐ-CP"), pinpoint="khoản 2 điều 4",
                targets=[Pinpoint(article="4", clause="2")],
            )
        ],
    )  # fmt: skip
    finding = Finding(
        id="f1", **mention("chậm giải quyết 5 hồ sơ"), category="late_processing", confidence=0.5,
        measures=[Measure(kind="count", value=5, unit="hồ sơ", **{k: v for k, v in mention("5 hồ sơ").items() if k != "page"})],
    )  # fmt: skip
    relation = Relation(head="f1", type="attributed_to", tail="a1", confidence=1.0, evidence=Span(start=0, end=20))
    return build("d-b", TEXT, agencies=[agency], citations=[citation], findings=[finding], relations=[relation])


def build(name: str, text: str, **parts: object) -> Record:
    source = Source(uri=f"{name}.txt", sha256="0" * 64, media_type="text/plain", bytes=len(text), method="text")
    pages = [Page(number=1, start=0, end=len(text))]
    return Record(id=name, source=source, text=text, pages=pages, document=DocumentInfo(kind="news"), **parts)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = tmp_path / "records"
    records.mkdir()
    empty = build("d-a", "không có gì", warnings=[RecordWarning(code="partial", message="một trang hỏng", page=2)])
    person = Person(id="p1", name="An", honorific=None, role="other", mentions=[Mention(start=0, end=2, text="An", page=1)])
    for record in (full_record(), empty, build("d-c", "An đi", persons=[person])):
        (records / f"{record.id}.json").write_bytes(to_json(record))
    return records


def test_records_come_back_as_they_were(folder: Path, tmp_path: Path) -> None:
    from ketluan.store.dataset import iter_records, read_dataset, write_dataset

    counts = write_dataset(folder, tmp_path / "ds")
    assert counts["documents"] == 3
    assert counts["findings"] == counts["relations"] == 1
    assert [to_json(r) for r in read_dataset(tmp_path / "ds")] == [to_json(r) for r in iter_records(folder)]


def test_tables_open_as_parquet_and_the_card_counts_them(folder: Path, tmp_path: Path) -> None:
    import datasets

    from ketluan.store.dataset import features, write_dataset

    write_dataset(folder, tmp_path / "ds")
    files = {"train": str(tmp_path / "ds/parquet/findings.parquet")}
    table = datasets.load_dataset("parquet", data_files=files, cache_dir=str(tmp_path / "cache"))["train"]
    assert table.features == features("findings")
    assert table[0]["measures"][0]["unit"] == "hồ sơ"
    card = (tmp_path / "ds/README.md").read_text(encoding="utf-8")
    assert "| documents | 3 |" in card and "| late_processing | 1 |" in card
    assert (tmp_path / "ds/plots/categories.svg").read_text().startswith("<svg")


def test_a_folder_with_something_in_it_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    from ketluan.store.dataset import write_dataset

    (tmp_path / "ds").mkdir()
    (tmp_path / "ds" / "keep.txt").write_text("x")
    with pytest.raises(FileExistsError):
        write_dataset(folder, tmp_path / "ds")
