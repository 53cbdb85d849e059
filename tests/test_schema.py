"""Every record that is written keeps to the JSON Schema that `ketluan schema` prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import ketluan
from ketluan.cli import main
from ketluan.record import json_schema, selectors, to_json

TEXTS = sorted((Path(__file__).resolve().parent.parent / "corpus" / "text").glob("*.txt"))


def test_the_printed_schema_is_a_schema_of_2020_12() -> None:
    printed = json.loads(CliRunner().invoke(main, ["schema"]).output)
    Draft202012Validator.check_schema(printed)
    assert printed == json_schema()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_records_of_our_corpus_keep_to_the_schema(path: Path) -> None:
    record = json.loads(to_json(ketluan.extract_text(path.read_text(encoding="utf-8"))))
    Draft202012Validator(json_schema()).validate(record)
    assert record["schema_version"] == "1"


def test_a_record_with_an_unknown_category_breaks_the_schema() -> None:
    record = json.loads(to_json(ketluan.extract_text(TEXTS[0].read_text(encoding="utf-8"))))
    record["document"]["kind"] = "rumour"
    assert not Draft202012Validator(json_schema()).is_valid(record)


def test_evidence_has_position_and_quote_selectors() -> None:
    record = ketluan.extract_text("Sở Nội vụ chưa niêm yết công khai thủ tục hành chính.")
    position, quote = selectors(record, 10, 24, context=4)
    assert (position["start"], position["end"]) == (10, 24)
    assert quote == {"type": "TextQuoteSelector", "exact": record.text[10:24], "prefix": " vụ ", "suffix": record.text[24:28]}
