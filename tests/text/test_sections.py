"""Sections: which part praises, which lists shortcomings, which recommends."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.text.sections import classify_heading, find_sections
from ketluan.text.sentences import split_sentences


def kinds(text: str) -> list[tuple[str, str | None]]:
    return [(section.kind, section.number) for section in find_sections(text, split_sentences(text))]


FORMAL = """Thực hiện quyết định thanh tra, Đoàn đã làm việc tại đơn vị.
I. KHÁI QUÁT CHUNG
Đơn vị có 20 người.
II. KẾT QUẢ KIỂM TRA, XÁC MINH
Hồ sơ nhận đủ.
III. KẾT LUẬN
1. Ưu điểm
Đơn vị làm tốt.
2. Hạn chế, thiếu sót
Đơn vị chưa niêm yết thủ tục.
3. Nguyên nhân, trách nhiệm
Do thiếu kiểm tra.
IV. KIẾN NGHỊ BIỆN PHÁP XỬ LÝ
Rút kinh nghiệm.
Nơi nhận:
- Như trên;
"""


def test_a_formal_conclusion_has_its_parts() -> None:
    found = [kind for kind, _ in kinds(FORMAL)]
    for kind in ("background", "results", "strengths", "shortcomings", "causes", "recommendations"):
        assert kind in found, found
    assert found.index("strengths") < found.index("shortcomings") < found.index("recommendations")


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Những ưu điểm", "strengths"),
        ("KẾT QUẢ ĐẠT ĐƯỢC", "strengths"),
        ("Tồn tại, hạn chế", "shortcomings"),
        ("Những thiếu sót, khuyết điểm, vi phạm", "shortcomings"),
        ("Nguyên nhân và trách nhiệm", "causes"),
        ("KIẾN NGHỊ", "recommendations"),
        ("Đặc điểm tình hình", "background"),
        ("Công tác tổ chức cán bộ", "other"),
    ],
)
def test_headings_say_what_follows(heading: str, kind: str) -> None:
    assert classify_heading(heading) == kind


@pytest.mark.parametrize("number", ["II.", "2.", "2.1.", "b)", "II/"])
def test_roman_arabic_and_lettered_numbers_open_a_section(number: str) -> None:
    text = f"Mở đầu.\n{number} Hạn chế, thiếu sót\nĐơn vị chưa làm."
    assert [kind for kind, _ in kinds(text)] == ["shortcomings"]


def test_a_sentence_with_a_number_is_no_heading() -> None:
    assert kinds("Mở đầu.\n1. Đơn vị chưa niêm yết công khai thủ tục, còn hạn chế trong giải quyết hồ sơ.") == []


@given(st.text(alphabet=st.sampled_from("IVX12.ab)\n KẾT LUẬN hạn chế kiến nghị")))
def test_sections_lie_in_order_and_do_not_overlap(text: str) -> None:
    sections = find_sections(text, split_sentences(text))
    assert all(s.start < s.heading_end <= s.end for s in sections)
    assert all(a.end == b.start for a, b in itertools.pairwise(sections))
