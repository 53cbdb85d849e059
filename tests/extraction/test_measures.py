"""Quantities as inspection reports write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.extraction.measures import find_measures, parse_number

CASES = [
    ("thu vượt hơn 1,2 tỷ đồng", [("money", 1_200_000_000, "đồng", True)]),
    ("thất thoát 1.573 tỉ đồng", [("money", 1_573_000_000_000, "đồng", False)]),
    ("nộp 12.345.678 đồng", [("money", 12_345_678, "đồng", False)]),
    ("chi sai 1 tỷ 200 triệu đồng", [("money", 1_200_000_000, "đồng", False)]),
    ("khoảng 2 tỷ rưỡi đồng", [("money", 2_500_000_000, "đồng", True)]),
    ("gần 4.896 triệu đồng", [("money", 4_896_000_000, "đồng", True)]),
    ("hơn 20 nghìn tỷ đồng", [("money", 20_000_000_000_000, "đồng", True)]),
    ("giá 280.000 đồng/m2", []),
    ("1.2 tỷ đồng", [("money", 1_200_000_000, "đồng", False)]),
    ("500.000đ", [("money", 500_000, "đồng", False)]),
    ("chưa đạt 55 %", [("percentage", 55, "%", False)]),
    ("đạt 99,8%", [("percentage", 99.8, "%", False)]),
    ("diện tích 19ha", [("area", 190_000, "m²", False)]),
    ("hơn 1.261 m2 đất", [("area", 1261, "m²", True)]),
    ("dài gần 900 m", [("length", 900, "m", True)]),
    ("dài 2,5 km", [("length", 2500, "m", False)]),
    ("trễ hạn 12 ngày", [("duration", 12, "ngày", False)]),
    ("trong 5 ngày làm việc", [("duration", 5, "ngày làm việc", False)]),
    ("giai đoạn 2011-2016", [("period", 2011, "năm", False)]),
    ("từ năm 2015 đến năm 2018", [("period", 2015, "năm", False)]),
    ("5 hồ sơ trễ hạn", [("count", 5, "hồ sơ", False)]),
    ("12/40 hồ sơ", [("count", 12, "hồ sơ", False)]),
    ("1.120 gói thầu", [("count", 1120, "gói thầu", False)]),
    ("Quyết định số 31/KL-TTr ngày 12/4/2019", []),
    ("ngày 31.5.2018", []),
    ("năm 2019", []),
    ("điện thoại 0912345678", []),
    ("hơn 23,5 nghìn m2", [("area", 23_500, "m²", True)]),
    ("1.234.567.000đ", [("money", 1_234_567_000, "đồng", False)]),
    ("1.234,567 triệu đồng", [("money", 1_234_567_000, "đồng", False)]),
    ("vay 2,5 triệu USD", []),
    ("nộp 100.000 USD", []),
    ("05 (năm) hồ sơ", [("count", 5, "hồ sơ", False)]),
    ("khai thác 231.400 m3 đá", [("count", 231_400, "m3", False)]),
    ("gần 2,4 tấn cát", [("count", 2.4, "tấn", True)]),
    ("phạt từ 5 đến 10 triệu đồng", [("money", 5_000_000, "đồng", False)]),
    ("năm 2019 - 1,2 tỷ đồng", [("money", 1_200_000_000, "đồng", False)]),
    ("năm 2020 - 3.000 tỷ đồng", [("money", 3_000_000_000_000, "đồng", False)]),
    ("quá hạn từ 1 đến 15 ngày", [("duration", 1, "ngày", False)]),
    ("chậm 41 tháng", [("duration", 41, "tháng", False)]),
    ("trong 02 tháng 15 ngày", [("duration", 2, "tháng", False)]),
    ("trên 12 nghìn tỷ đồng", [("money", 12_000_000_000_000, "đồng", True)]),
    ("mỗi hộ 35 triệu đồng/ha", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_measures(text: str, expected: list[tuple[str, float, str, bool]]) -> None:
    assert [(m.kind, m.value, m.unit, m.approx) for m in find_measures(text)] == expected


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("mới đạt 40 %", None),
        ("chưa đạt 55 %", 55),
        ("12/40 hồ sơ", 40),
        ("giai đoạn 2011 - 2016", 2016),
        ("5 hồ sơ", None),
        ("đạt 45/60 chỉ tiêu", 60),
        ("1,2 - 1,5 tỷ đồng", 1_500_000_000),
        ("từ 30-50 triệu đồng", 50_000_000),
        ("từ 1 đến 15 ngày", 15),
        ("từ 9 đến 5 ngày", None),
    ],
)
def test_target_of_a_measure(text: str, target: float | None) -> None:
    (measure,) = find_measures(text)
    assert measure.target == target


@pytest.mark.parametrize(("written", "value"), [("1.234,5", 1234.5), ("1.2", 1.2), ("1.573", 1573), ("12", 12), ("0,8", 0.8)])
def test_numbers_follow_vietnamese_marks(written: str, value: float) -> None:
    assert parse_number(written) == value


@given(st.text(alphabet="0123456789.,/% tỷđồngmhaồsơtrăm-\n", max_size=80))
def test_spans_hold_their_text_and_never_overlap(text: str) -> None:
    end = 0
    for measure in find_measures(text):
        assert end <= measure.start < measure.end <= len(text)
        assert text[measure.start : measure.end] == measure.text == measure.text.strip()
        end = measure.end
