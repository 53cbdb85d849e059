"""Words: underthesea's segmentation on the text as it is."""

from __future__ import annotations

import unicodedata

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from ketluan.text.tokens import WordTokenizer, find_words

TOKENIZER = WordTokenizer(spacy.blank("xx").vocab)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Nội vụ chưa niêm yết công khai", ["niêm yết", "công khai"]),
        ("Nghị định số 61/2018/NĐ-CP", ["Nghị định", "61/2018"]),
        ("hoàn thành kế hoạch năm 2023", ["hoàn thành", "kế hoạch"]),
    ],
)
def test_syllables_are_joined_to_words(text: str, expected: list[str]) -> None:
    words = [text[start:end] for start, end in find_words(text)]
    assert set(expected) <= set(words)


@given(st.text())
@settings(deadline=None)
def test_the_text_of_the_doc_is_the_text(text: str) -> None:
    doc = TOKENIZER(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("gap", [" ", "  ", "\t", "\n", " \n ", "\u00a0", "\u3000"])
def test_any_white_space_and_both_normal_forms_survive(form: str, gap: str) -> None:
    text = unicodedata.normalize(form, gap.join(["Thanh", "tra", "tỉnh", "đã", "kết", "luận", ":", "thiếu", "sót"]))
    assert TOKENIZER(text).text == text
    assert TOKENIZER(gap + text + gap).text == gap + text + gap


def test_a_word_never_crosses_a_line_break() -> None:
    text = "kế\nhoạch"
    assert [text[a:b] for a, b in find_words(text)] == ["kế", "hoạch"]


@pytest.mark.slow
@pytest.mark.parametrize("unit", [".-", "a.", "1/", "số "])
def test_long_runs_take_linear_time(unit: str) -> None:
    import time

    started = time.process_time()
    find_words(unit * 32_000)
    assert time.process_time() - started < 5
