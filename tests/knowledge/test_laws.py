"""The register of laws: every row is usable, says how it was checked, and points at rows that exist."""

from __future__ import annotations

import datetime

import pytest

from ketluan.citations import lookup
from ketluan.knowledge.laws import law_register, number_key, title_key
from ketluan.knowledge.tables import read_table


def test_rows_are_complete_and_dates_are_days() -> None:
    for row in read_table("laws"):
        assert row["type"] and row["number"] and row["title"] and row["issuer"] and row["verification"], row["number"]
        for column in ("date_issued", "date_effective"):
            if row[column]:
                datetime.date.fromisoformat(row[column])
        year = row["number"].split("/")[1] if row["number"].count("/") == 2 else ""
        assert not (year and row["date_issued"]) or row["date_issued"].startswith(year), row["number"]


def test_numbers_are_unique() -> None:
    numbers = [number_key(row["number"]) for row in read_table("laws")]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("spelling", ["61/2018/NĐ-CP", "61/2018/nđ-cp", "61/2018/ND-CP", "61 / 2018 / NĐ - CP"])
def test_number_is_found_however_it_is_spelled(spelling: str) -> None:
    law = law_register().by_number(spelling)
    assert law is not None
    assert law.number == "61/2018/NĐ-CP"


def test_title_is_found_however_it_is_spelled() -> None:
    assert title_key("Luật Phòng, chống tham nhũng") == title_key("luật phòng chống tham nhũng")
    assert title_key("Luật Bảo vệ và phát triển rừng") == title_key("Luật bảo vệ, phát triển rừng")


@pytest.mark.parametrize(
    ("date", "number"),
    [
        ("2011-12-01", "56/2010/QH12"),
        ("2023-01-15", "56/2010/QH12"),
        ("2023-07-01", "11/2022/QH15"),
        ("2025-07-01", "84/2025/QH15"),
    ],
)
def test_version_in_force(date: str, number: str) -> None:
    law = law_register().in_force("Luật Thanh tra", date)
    assert law is not None
    assert law.number == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Luật Thanh tra 2022", "11/2022/QH15"),
        ("61/2018/NĐ-CP", "61/2018/NĐ-CP"),
        ("61/2018", "61/2018/NĐ-CP"),
        ("van thu", "30/2020/NĐ-CP"),
        ("nghị định kiểm soát thủ tục hành chính 2010", "63/2010/NĐ-CP"),
        ("quyết định một cửa 2015", "09/2015/QĐ-TTg"),
        ("Luật Ngân sách 2015", "83/2015/QH13"),
    ],
)
def test_lookup(words: str, number: str) -> None:
    assert lookup(words)[0].number == number


def test_words_with_marks_find_their_own_spelling_only() -> None:
    assert {law.number for law in lookup("một cửa")} <= {law.number for law in lookup("mot cua")}
    assert all("một cửa" in law.title.lower() for law in lookup("cơ chế một cửa"))


def test_a_law_is_replaced_by_a_later_one() -> None:
    register = law_register()
    for row in read_table("laws"):
        for number in filter(None, row["replaced_by"].split("|")):
            later = register.by_number(number)
            if later is not None and later.date and row["date_issued"]:
                assert row["date_issued"] < later.date, (row["number"], number)
