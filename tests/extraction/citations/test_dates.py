"""Dates in all written forms, before and behind the number: (text, date, text of the mention or None for all of it)."""

from __future__ import annotations

import pytest

from ketluan.citations import find

CASES = [
    ("Quyết định số 7/QĐ-UBND ngày 5/4/2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND ngày 05-04-2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND ngày 5.4.2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND ngày 5 tháng 4 năm 2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND ngày 05 tháng 04\nnăm 2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND ngày 14 ngày 4 năm 2023", "2023-04-14"),
    ("Quyết định số 7/QĐ-UBND, ngày 5/4/2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND (ngày 5/4/2023)", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND (5/4/2023)", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND - 5/4/2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND ký ngày 5/4/2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND ngày 15 / 04/2023", "2023-04-15"),
    ("Quyết định số 7/QĐ-UBND ngày ngày 5 tháng 4 năm 2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND ngày 5 tháng 04năm 2023", "2023-04-05"),
    ("Quyết định số 7/QĐ-UBND ngày 31/2/2023", None),
    ("Quyết định số 7/QĐ-UBND ngày 05/04/23", "2023-04-05"),
    ("Nghị định số 64/CP ngày 27-9-93", "1993-09-27"),
]


@pytest.mark.parametrize(("text", "date"), CASES)
def test_date_behind(text: str, date: str | None) -> None:
    [citation] = find(f"Căn cứ {text} của Ủy ban nhân dân")
    assert citation.date == date
    assert citation.mentions[0].text == text


def test_date_before_in_the_sentence_that_issues() -> None:
    [citation] = find("Ngày 5/4/2023, Thanh tra tỉnh đã ban hành kết luận thanh tra số 12 về đất đai.")
    assert (citation.date, citation.mentions[0].text) == ("2023-04-05", "kết luận thanh tra số 12")


def test_date_of_another_event_is_not_taken() -> None:
    [citation] = find("Ngày 5/4/2023, Thanh tra tỉnh yêu cầu thực hiện kết luận thanh tra số 12.")
    assert citation.date is None


def test_comma_before_a_new_subject_ends_the_citation() -> None:
    [citation] = find("Theo Quyết định số 7/QĐ-UBND, ngày 5/4/2023 công ty được giao đất")
    assert (citation.date, citation.mentions[0].text) == (None, "Quyết định số 7/QĐ-UBND")


def test_conclusion_named_by_its_date() -> None:
    [citation] = find("Theo kết luận thanh tra ngày 14-9-2013 của Sở")
    assert (citation.key, citation.date) == ("Kết luận thanh tra 2013", "2013-09-14")


def test_the_date_behind_the_issuer_counts_and_the_span_ends_before_him() -> None:
    [citation] = find("Thông tư số 556/2007/TT-TTCP của Thanh tra Chính phủ ngày 26 tháng 3 năm 2007 hướng dẫn")
    assert (citation.date, citation.mentions[0].text) == ("2007-03-26", "Thông tư số 556/2007/TT-TTCP")


def test_the_act_done_in_a_document_dates_it() -> None:
    [citation] = find("Ngày 5/4/2003, theo đề nghị của tỉnh, Thủ tướng đồng ý tại văn bản số 190 cho thu hồi đất.")
    assert citation.date == "2003-04-05"
    [citation] = find("Ngày 5/4/2003, tỉnh thực hiện chỉ đạo tại văn bản số 190 về thu hồi đất.")
    assert citation.date is None


def test_of_two_dates_the_first_counts_unless_it_is_the_rare_one() -> None:
    right, wrong = "Nghị quyết số 7/2022/NQ-HĐND ngày 8/12/2022. ", "Nghị quyết số 7/2022/NQ-HĐND ngày 18/12/2022. "
    assert find(right + wrong)[0].date == "2022-12-08"
    assert find(wrong + right * 3)[0].date == "2022-12-08"


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định ngày 1/7/2014 số 12/QĐ-UBND",
        "Quyết định ngày 01 tháng 7 năm 2014 của UBND tỉnh số 12/QĐ-UBND",
        "Quyết định số 12/QĐ-UBND do ông Nguyễn Văn Thử ký ngày 1/7/2014",
        "Quyết định số 12/QĐ-UBND, do Chủ tịch ký ngày 1/7/2014",
        "Quyết định số 12/QĐ-UBND được ban hành ngày 01.7.2014",
    ],
)
def test_date_between_type_and_number_or_behind_who_signed(text: str) -> None:
    assert find(text)[0].date == "2014-07-01"
