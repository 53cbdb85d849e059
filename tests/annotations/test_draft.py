"""Drafts by the pipeline: corrections by hand survive when the pipeline says something else the next time."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from ketluan.annotations.draft import draft_file, gold_from_record, merge_drafts
from ketluan.annotations.gold import Gold, decode_gold, encode_gold
from ketluan.annotations.items import Item, gold_from_items, items_of
from ketluan.cli import main
from ketluan.extraction.pipeline import extract

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = "Sở Nội vụ trễ hạn 5 hồ sơ.\nSở Y tế nhận 3 đơn.\nPhòng Tổng hợp báo cáo."
SN, SY, PT = Item(0, 9, "agency", {"name": "Sở Nội vụ"}), Item(27, 34, "agency", {"name": "Sở Y tế"}), Item(47, 61, "agency")


def gold(*items: Item, **document: str) -> Gold:
    return gold_from_items({"doc": "one", "document": document}, list(items), TEXT)


def renamed(item: Item, name: str) -> Item:
    return Item(item.start, item.end, item.label, {"name": name})


@pytest.mark.parametrize(
    ("base", "ours", "new", "expected", "n_kept"),
    [
        ([SN], [SN], [SN, SY], [SN, SY], 0),  # untouched: follows the pipeline
        ([SN], [SN], [SY], [SY], 0),
        ([SN, SY], [SN], [SN, SY], [SN], 1),  # removed by hand: stays removed
        ([SN], [SN, PT], [SN], [SN, PT], 1),  # added by hand: stays
        ([SN], [renamed(SN, "Sở Nội vụ tỉnh An Bình")], [SN], [renamed(SN, "Sở Nội vụ tỉnh An Bình")], 1),
        ([SN], [Item(0, 25, "agency")], [SN], [Item(0, 25, "agency")], 2),  # moved by hand: no second mention under it
        ([], [Item(0, 25, "agency")], [SN], [Item(0, 25, "agency")], 1),
    ],
)
def test_three_way_merge(base, ours, new, expected, n_kept):
    merged, n = merge_drafts(gold(*base), gold(*ours), gold(*new), TEXT)
    assert items_of(merged) == items_of(gold(*expected))
    assert n == n_kept


def test_fields_of_the_document_are_merged_one_by_one():
    merged, n = merge_drafts(
        gold(kind="news", number="1"), gold(kind="conclusion", number="1"), gold(kind="news", number="2", date="2024-01-01"), TEXT
    )
    assert msgspec.to_builtins(merged.document) == {"kind": "conclusion", "number": "2", "date": "2024-01-01"}
    assert n == 1


def test_a_record_becomes_gold_without_errors():
    from ketluan.annotations.build import check_gold

    for path in sorted((ROOT / "corpus" / "text").glob("*.txt"))[:6]:
        record = extract(path)
        drafted = gold_from_record(record, path.stem)
        assert check_gold(drafted, record.text) == []
        assert len(drafted.agencies) == sum(len(a.mentions) for a in record.agencies)


def test_corrections_survive_a_second_run(tmp_path):
    source = ROOT / "corpus" / "text" / "bao-san-lap.txt"
    first = draft_file(source, tmp_path, extract)
    assert first.n_items > 5 and first.n_corrections == 0
    path = tmp_path / "bao-san-lap.gold.json"
    corrected = decode_gold(path.read_bytes())
    removed = corrected.agencies.pop(0)
    corrected.agencies[0].name = "Tên do người sửa"
    path.write_bytes(encode_gold(corrected))
    second = draft_file(source, tmp_path, extract)
    again = decode_gold(path.read_bytes())
    assert second.n_corrections >= 2
    assert removed not in again.agencies and again.agencies[0].name == "Tên do người sửa"
    assert again.agencies == corrected.agencies


def test_gold_of_another_text_is_left_alone(tmp_path):
    source = ROOT / "corpus" / "text" / "bao-san-lap.txt"
    (tmp_path / "bao-san-lap.gold.json").write_bytes(encode_gold(gold(SN)))
    assert "another text" in draft_file(source, tmp_path, extract).errors[0]
    assert decode_gold((tmp_path / "bao-san-lap.gold.json").read_bytes()) == gold(SN)


def test_the_whole_way_by_commands(tmp_path):
    """Draft, export to Label Studio, import again, check: what the README describes."""
    run = lambda *args: CliRunner().invoke(main, ["annotations", *map(str, args)])  # noqa: E731
    source = ROOT / "corpus" / "text" / "cong-tt-cai-cach.txt"
    assert run("draft", source, "--to", tmp_path / "a").exit_code == 0
    for form in ("labelstudio", "brat", "conll", "w3c", "spacy"):
        result = run("export", tmp_path / "a", "--format", form, "--to", tmp_path / form)
        assert result.exit_code == 0, result.output
        result = run("import", tmp_path / form, "--format", form, "--to", tmp_path / f"{form}-back")
        assert result.exit_code == 0, result.output
        name = "cong-tt-cai-cach.gold.json"
        assert (tmp_path / f"{form}-back" / name).read_bytes() == (tmp_path / "a" / name).read_bytes()
    assert run("check", tmp_path / "labelstudio-back").exit_code == 0
    assert run("import", tmp_path / "brat", "--format", "labelstudio", "--to", tmp_path / "x").exit_code == 1
    assert run("export", tmp_path / "a", "--format", "standoff", "--to", tmp_path / "s").exit_code == 0
    assert run("draft", tmp_path / "s", "--to", tmp_path / "y").exit_code == 1
