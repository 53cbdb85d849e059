"""Keys for comparing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.text.folding import fold_same_length, match_key, new_tone_style, same_tone_style, strip_marks


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("thuỷ", "Thủy"), ("uỷ ban", "ỦY BAN"), ("khoẻ", "khỏe"), ("số hoá", "số hóa"), ("Kon  Tum", "kon tum")],
)
def test_old_and_new_tone_placement_compare_equal(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize("word", ["hoàn", "quý", "quỳ", "thuyền", "khoán", "toàn"])
def test_words_with_one_spelling_stay(word: str) -> None:
    assert same_tone_style(word) == word


def test_marks_and_the_stroke_of_d_are_stripped() -> None:
    assert strip_marks("Đường Sở Kế hoạch và Đầu tư") == "duong so ke hoach va dau tu"


@given(st.text())
def test_folding_keeps_offsets(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(fold_same_length(composed)) == len(composed)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("hòa giải", "hoà giải"), ("THỦY LỢI", "THUỶ LỢI"), ("Ủy ban", "Uỷ ban"), ("quý", "quý"), ("hoàn thành", "hoàn thành")],
)
def test_the_new_tone_style_keeps_case_and_length(written: str, expected: str) -> None:
    assert new_tone_style(written) == expected
    assert same_tone_style(expected) == same_tone_style(written)
