"""Documents written by someone who had not seen the program: gold without errors, and nobody real is blamed in them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from ketluan.annotations.check import check_folder
from ketluan.annotations.gold import decode_gold
from ketluan.knowledge import places

ROOT = Path(__file__).resolve().parent.parent
TEXTS, GOLD = ROOT / "corpus" / "blind", ROOT / "annotations" / "blind"
_PLACE = re.compile(r"(?:tỉnh|thành phố|huyện|quận|thị xã) ([^,]{1,40})")


@pytest.mark.parametrize("part", ["dev", "test"])
def test_gold_has_no_errors_and_every_text_its_gold(part: str) -> None:
    result = check_folder(GOLD / part, texts=TEXTS / part)
    assert (result.errors, result.without_text, result.n_checked) == ([], [], 20)
    assert {p.stem for p in (TEXTS / part).glob("*.txt")} == {p.name.split(".")[0] for p in (GOLD / part).iterdir()}


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*/*.txt")), ids=lambda p: p.stem)
def test_text_is_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text == text.strip() + "\n" and "\r" not in text and "  " not in text


def test_no_body_of_a_real_place_is_blamed() -> None:
    blamed = {
        name
        for path in GOLD.glob("*/*.gold.json")
        for sentence in decode_gold(path.read_bytes()).sentences
        if sentence.label == "finding"
        for name in (*sentence.agencies, *sentence.agencies_optional)
    }
    assert len(blamed) > 100
    of_real_places = {
        name for name in blamed for place in _PLACE.findall(name) if places.find_province(place) or places.find_districts(place)
    }
    assert of_real_places == set()
