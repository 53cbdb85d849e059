"""Sentences survive what breaks naive splitters."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.text.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Xây dựng TP. HCM chậm trả lời. Sở Y tế đúng hạn.", ["Sở Xây dựng TP. HCM chậm trả lời.", "Sở Y tế đúng hạn."]),
        ("Theo Nghị định 61/2018/NĐ-CP. Đơn vị chưa làm.", ["Theo Nghị định 61/2018/NĐ-CP.", "Đơn vị chưa làm."]),
        ("1. Về ưu điểm\n2. Về hạn chế", ["1. Về ưu điểm", "2. Về hạn chế"]),
        ("2.1. Về tổ chức bộ máy. Còn thiếu.", ["2.1. Về tổ chức bộ máy.", "Còn thiếu."]),
        ("II. KẾT LUẬN\nĐơn vị làm tốt", ["II. KẾT LUẬN", "Đơn vị làm tốt"]),
        ("ông Trần V. An ký văn bản. Hết.", ["ông Trần V. An ký văn bản.", "Hết."]),
        ("Chi 1.234.567 đồng. Thu 2,5 tỷ đồng.", ["Chi 1.234.567 đồng.", "Thu 2,5 tỷ đồng."]),
        ("câu một\ncâu hai\n\n\ncâu ba", ["câu một", "câu hai", "câu ba"]),
        ("Ông nói: “Chúng tôi sai.” Đoàn ghi nhận.", ["Ông nói: “Chúng tôi sai.", "Đoàn ghi nhận."]),
        ("Tại Q. 9 và P. 12 có vi phạm.", ["Tại Q. 9 và P. 12 có vi phạm."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == expected


@given(st.text())
def test_sentences_hold_every_letter_once_and_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    # A closing quote behind the full stop belongs to no sentence; every letter and digit belongs to one.
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]
