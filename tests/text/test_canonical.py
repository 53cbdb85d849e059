"""Canonical text and its map to the source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.text.canonical import canonicalize

INVISIBLE = "\u200b\ufeff\u00ad"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Nghị định", "Nghị định"),
        (unicodedata.normalize("NFD", "Nghị định số 61"), "Nghị định số 61"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("5\u00a0hồ sơ\tđất", "5 hồ sơ đất"),
        ("t\u00adư\u200b pháp\ufeff", "tư pháp"),
        ("a\x00b", "ab"),
        ("lạc \ud800 loài", "lạc \ufffd loài"),
        ("quyê\u0301t", "quyết"),
        ("emoji 👩‍👧 giữ nguyên", "emoji 👩‍👧 giữ nguyên"),
    ],
)
def test_what_is_kept_and_what_goes(source: str, expected: str) -> None:
    assert canonicalize(source).text == expected


@given(st.text())
def test_the_result_is_canonical_and_loses_nothing_that_can_be_read(source: str) -> None:
    canonical = canonicalize(source)
    text = canonical.text
    assert unicodedata.is_normalized("NFC", text)
    assert not any(ch in text for ch in "\x00\r" + INVISIBLE)
    assert canonicalize(text).text == text
    text.encode("utf-8")


@given(st.text())
def test_every_code_point_knows_where_it_came_from(source: str) -> None:
    canonical = canonicalize(source)
    origins = [canonical.origin(i) for i in range(len(canonical.text))]
    assert origins == sorted(origins)
    assert all(0 <= origin < len(source) for origin in origins)


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x1EFF)))
def test_decomposed_and_composed_writing_become_the_same(source: str) -> None:
    composed = unicodedata.normalize("NFC", source)
    assert canonicalize(unicodedata.normalize("NFD", source)).text == canonicalize(composed).text
