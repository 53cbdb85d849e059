"""Records as a `datasets` dataset, and back."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from ketluan.cli import main
from ketluan.errors import StoreError
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
    records = tmp_path / "run" / "records"
    records.mkdir(parents=True)
    empty = build("d-a", "không có gì", warnings=[RecordWarning(code="partial", message="một trang hỏng", page=2)])
    person = Person(id="p1", name="An", honorific=None, role="other", mentions=[Mention(start=0, end=2, text="An", page=1)])
    for record in (full_record(), empty, build("d-c", "An đi", persons=[person])):
        (records / f"{record.id}.json").write_bytes(to_json(record))
    return records.parent


def test_records_come_back_as_they_were(folder: Path, tmp_path: Path) -> None:
    from ketluan.store.dataset import read_dataset, write_dataset
    from ketluan.store.exports import iter_shown

    counts = write_dataset(folder, tmp_path / "ds")
    assert counts["documents"] == 3
    assert counts["findings"] == counts["relations"] == 1
    assert [to_json(r) for r in read_dataset(tmp_path / "ds")] == [to_json(r) for r in iter_shown(folder)]


def test_tables_open_as_parquet_and_the_card_counts_them(folder: Path, tmp_path: Path) -> None:
    import datasets

    from ketluan.store.dataset import features

    done = CliRunner().invoke(main, ["export", str(folder), "--format", "dataset", "--to", str(tmp_path / "ds")])
    assert done.exit_code == 0 and done.output.startswith("8 rows in"), done.output
    files = {"train": str(tmp_path / "ds/parquet/findings.parquet")}
    table = datasets.load_dataset("parquet", data_files=files, cache_dir=str(tmp_path / "cache"))["train"]
    assert table.features == features("findings")
    assert table[0]["measures"][0]["unit"] == "hồ sơ"
    card = (tmp_path / "ds/README.md").read_text(encoding="utf-8")
    assert "| documents | 3 |" in card and "| late_processing | 1 |" in card
    assert (tmp_path / "ds/plots/categories.svg").read_text().startswith("<svg")


def test_people_on_the_suppression_list_are_masked(folder: Path, tmp_path: Path) -> None:
    from ketluan.store.dataset import read_dataset, write_dataset
    from ketluan.store.exports import iter_shown

    (folder / "suppressed.jsonl").write_text('{"name": "An"}\n', encoding="utf-8")
    write_dataset(folder, tmp_path / "ds")
    names = [p.name for r in read_dataset(tmp_path / "ds") for p in r.persons]
    assert names == [p.name for r in iter_shown(folder) for p in r.persons] and "An" not in names


MEMORY_PROBE = """
import resource, sys
from pathlib import Path
from ketluan.store.dataset import write_dataset
print(write_dataset(Path(sys.argv[1]), Path(sys.argv[2]))["findings"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_ten_times_the_rows_need_about_the_same_memory(tmp_path: Path) -> None:
    import subprocess
    import sys

    one = full_record()
    many = msgspec.structs.replace(one, findings=[msgspec.structs.replace(one.findings[0], id=f"f{n}") for n in range(1, 101)])
    peaks = {}
    for n_records in (20, 200):
        records = tmp_path / str(n_records) / "records"
        records.mkdir(parents=True)
        for n in range(n_records):
            (records / f"d-{n:06d}.json").write_bytes(to_json(msgspec.structs.replace(many, id=f"d-{n:06d}")))
        command = [sys.executable, "-c", MEMORY_PROBE, str(records.parent), str(tmp_path / f"ds{n_records}")]
        n_rows, peak_kb = map(int, subprocess.run(command, capture_output=True, check=True).stdout.split())
        assert n_rows == 100 * n_records
        peaks[n_records] = peak_kb / 1024
    assert peaks[200] - peaks[20] < 40, peaks


def test_a_folder_with_something_in_it_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    from ketluan.store.dataset import write_dataset

    (tmp_path / "ds").mkdir()
    (tmp_path / "ds" / "keep.txt").write_text("x")
    with pytest.raises(StoreError):
        write_dataset(folder, tmp_path / "ds")
