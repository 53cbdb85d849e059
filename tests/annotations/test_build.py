"""Annotators' files become gold with offsets; every error is listed."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from ketluan.annotations.build import build_gold, check_gold
from ketluan.annotations.gold import decode_gold, encode_gold, nfc
from ketluan.cli import main

TEXT = (
    "Sở Nội vụ tỉnh An Bình giải quyết trễ hạn 5 hồ sơ.\n"
    "Ông Lê Minh Tâm là Giám đốc Sở Nội vụ theo Nghị định số 61/2018/NĐ-CP. 😀 Sở Nội vụ nhận lỗi."
)
ANN = {
    "doc": "one",
    "document": {"kind": "conclusion", "date": "2024-03-02"},
    "sentences": {"1": {"label": "finding", "categories": ["late_processing"], "agencies": ["Sở Nội vụ tỉnh An Bình"]}},
    "agencies": [
        {"text": "Sở Nội vụ tỉnh An Bình", "name": "Sở Nội vụ tỉnh An Bình"},
        {"text": "Sở Nội vụ", "name": "Sở Nội vụ tỉnh An Bình"},
    ],
    "citations": [{"text": "Nghị định số 61/2018/NĐ-CP", "key": "61/2018/NĐ-CP", "type": "nghị định"}],
    "persons": [{"text": "Lê Minh Tâm", "name": "Lê Minh Tâm", "position": "Giám đốc", "role": "official"}],
}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_longer_surfaces_claim_their_places_first(form):
    gold, errors = build_gold(unicodedata.normalize(form, TEXT), ANN)
    assert errors == []
    assert [m.text for m in gold.agencies] == ["Sở Nội vụ tỉnh An Bình", "Sở Nội vụ", "Sở Nội vụ"]
    for layer in ("agencies", "citations", "persons"):
        assert all(nfc(TEXT)[m.start : m.end] == m.text for m in gold.mentions(layer))
    assert decode_gold(encode_gold(gold)) == gold


def test_only_counts_free_places():
    ann = {**ANN, "agencies": [ANN["agencies"][0], {"text": "Sở Nội vụ", "only": [2], "name": "Sở Nội vụ tỉnh An Bình"}]}
    gold, errors = build_gold(TEXT, ann)
    assert errors == [] and [m.start for m in gold.agencies] == [0, TEXT.rindex("Sở Nội vụ")]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"agencies": [{"text": "Sở Y tế"}]}, "agencies: not found: 'Sở Y tế'"),
        ({"agencies": [{"text": "Sở Nội vụ", "only": [7], "name": "x"}]}, "free places"),
        ({"agencies": [{"text": "Sở Nội vụ", "nmae": "x"}]}, "unknown field 'nmae'"),
        ({"citations": [{"text": "Nghị định số 61/2018/NĐ-CP", "key": "61/2018/NĐ-CP"}]}, "type is missing"),
        ({"persons": [{"text": "Lê Minh Tâm", "role": "boss"}]}, "role 'boss'"),
        ({"persons": [{"text": "Minh Tâ", "role": "named"}]}, "not found"),
        ({"sentences": {"9": {"label": "finding"}}}, "sentence 9 does not exist"),
        ({"sentences": {"1": {"label": "finding"}}}, "a finding needs categories"),
        ({"sentences": {"1": {"label": "finding", "categories": ["lands"]}}}, "category 'lands' is unknown"),
        ({"sentences": {"1": {"label": "verdict"}}}, "sentence 1"),
        (
            {"sentences": {"1": {"label": "optional", "agencies": ["Sở Y tế tỉnh An Bình"]}}},
            "not among the document's agency names",
        ),
        ({"sentences": {"1": {"label": "optional", "citations": ["1/2/3"]}}}, "citation key '1/2/3' is unknown"),
        ({"document": {"kind": "novel"}}, "kind 'novel'"),
        ({"document": {"date": "02/03/2024"}}, "not ISO 8601"),
        ({"document": {"day": "x"}}, "unknown field 'day'"),
        ({"layer": []}, "unknown field 'layer'"),
        ({"layers": ["people"]}, "unknown layer 'people'"),
    ],
)
def test_errors_are_listed(change, error):
    _, errors = build_gold(TEXT, {**ANN, **change})
    assert any(error in line for line in errors), errors


def test_gold_moved_against_its_text_is_found_out():
    gold, _ = build_gold(TEXT, ANN)
    gold.agencies[0].start += 1
    gold.persons[0].end += 1
    gold.sentences[0].end -= 1
    found = " | ".join(check_gold(gold, TEXT))
    assert "text is" in found and "white space" in found and "borders" in found
    assert check_gold(gold, TEXT + ".")[0] == "the gold belongs to another text (text_sha256)"


def test_command_checks_and_writes(tmp_path: Path):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one.ann.json").write_text(json.dumps(ANN), encoding="utf-8")
    run = lambda *extra: CliRunner().invoke(main, ["annotations", "check", str(tmp_path), *extra])  # noqa: E731
    assert run().exit_code == 1 and "missing" in run().output
    assert run("--write").exit_code == 0
    assert run().output == "2 files, 0 errors\n"
    (tmp_path / "one.ann.json").write_text(json.dumps({**ANN, "persons": []}), encoding="utf-8")
    assert run().exit_code == 1 and "is not what the annotator's file resolves to" in run().output
    (tmp_path / "two.gold.json").write_text("{", encoding="utf-8")
    assert "two.gold.json: not a gold file" in run().output


def test_empty_folder_is_wrong_usage(tmp_path: Path):
    assert CliRunner().invoke(main, ["annotations", "check", str(tmp_path)]).exit_code == 2
