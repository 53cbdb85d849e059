"""One citation, many mentions: (text, [(key, how each mention was resolved)])."""

from __future__ import annotations

import re

import pytest

from ketluan.citations import find
from ketluan.knowledge.tables import read_table

CASES = [
    ("Nghị định số 61/2018/NĐ-CP. Nghị định 61 nêu trên. NĐ 61", [("61/2018/NĐ-CP", "exact inherited inherited")]),
    ("Nghị định 61 có hiệu lực. Xem Nghị định số 61/2018/NĐ-CP.", [("61/2018/NĐ-CP", "inherited exact")]),
    (
        "Nghị định 39/2018/NĐ-CP và Nghị định 39/2007/NĐ-CP. Nghị định 39.",
        [("39/2018/NĐ-CP", "exact"), ("39/2007/NĐ-CP", "exact"), ("Nghị định 39", "ambiguous")],
    ),
    ("Nghị định 61 và Thông tư 61", [("Nghị định 61", "unresolved"), ("Thông tư 61", "unresolved")]),
    ("Kết luận thanh tra số 31/KL-TTr. Theo kết luận số 31", [("31/KL-TTr", "exact inherited")]),
    (
        "Quyết định số 468/QĐ-TTg ngày 27/3/2021; Quyết định số 468/QĐ-TTg ngày 30/3/2011",
        [("468/QĐ-TTg", "exact"), ("468/QĐ-TTg", "exact")],
    ),
    ("Quyết định số 468/QĐ-TTg ngày 27/3/2021. Quyết định số 468/QĐ-TTg", [("468/QĐ-TTg", "exact exact")]),
    ("Luật Thanh tra số 11/2022/QH15. Luật Thanh tra 2022. Luật Thanh tra", [("11/2022/QH15", "exact by_title inherited")]),
    ("Luật Thanh tra năm 2022 (số 11/2022/QH15)", [("11/2022/QH15", "exact")]),
    ("Luật Thanh tra", [("Luật Thanh tra", "ambiguous")]),
    ("Đề án 06. Triển khai Quyết định số 06/QĐ-TTg ngày 06/01/2022", [("06/QĐ-TTg", "inherited exact")]),
    ("Thực hiện Đề án 06, Đề án 1816.", [("Đề án 06", "by_title")]),
    ("Luật Đất đai 2003 và Luật Đất đai 2013; Luật Đất đai", [
        ("Luật Đất đai 2003", "by_title"), ("Luật Đất đai 2013", "by_title"), ("Luật Đất đai", "ambiguous"),
    ]),
    ("Thông tư 47/2010. Thông tư số 47", [("47/2010", "exact inherited")]),
    ("Luật Đất đai các năm 2003, 2013.", [("Luật Đất đai 2003", "by_title"), ("Luật Đất đai 2013", "by_title")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_resolution(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.key, " ".join(m.resolved for m in c.mentions)) for c in find(text)] == expected


def test_candidates_are_named() -> None:
    *_, short = find("Nghị định 39/2018/NĐ-CP và Nghị định 39/2007/NĐ-CP. Nghị định 39.")
    assert short.mentions[0].candidates == ["39/2018/NĐ-CP", "39/2007/NĐ-CP"]
    [law] = find("Luật Thanh tra")
    assert "11/2022/QH15" in law.mentions[0].candidates
    assert law.number is None


def test_register_gives_the_number_and_the_key_stays() -> None:
    [law] = find("Luật Thanh tra năm 2022")
    assert (law.key, law.number, law.year) == ("Luật Thanh tra 2022", "11/2022/QH15", 2022)
    assert law.uri == "/akn/vn/act/luat/2022/11-2022-qh15"


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("Nghị định số 61/2018/NĐ-CP", "/akn/vn/act/nghi-dinh/2018/61-2018-nd-cp"),
        ("Quyết định số 468/QĐ-TTg ngày 27/3/2021", "/akn/vn/act/quyet-dinh/2021-03-27/468-qd-ttg"),
        ("Công văn số 1520/UBND-TH", None),
    ],
)
def test_identifier(text: str, uri: str | None) -> None:
    assert find(text)[0].uri == uri


def test_ids_follow_the_text() -> None:
    assert [c.id for c in find("Luật Giá, Luật Dược và Nghị định số 61/2018/NĐ-CP")] == ["c1", "c2", "c3"]


def test_spans_of_shared_documents() -> None:
    text = "Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 31/2024/QH15, Luật Nhà ở số 27/2023/QH15 ngày 29/6/2024"
    amending, *amended = find(text)
    assert amending.mentions[0].text == "Luật sửa đổi, bổ sung một số điều"
    assert amending.date == "2024-06-29"
    assert [c.key for c in amended] == ["31/2024/QH15", "27/2023/QH15"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Thông tư 145/2007 của Bộ Tài chính", "145/2007/TT-BTC"),
        ("Thông tư số 36 ngày 30/6/2014 của Bộ Tài nguyên và Môi trường quy định", "36/2014/TT-BTNMT"),
        ("Thông tư số 10 năm 2013 của Bộ LĐ-TB&XH", "10/2013/TT-BLĐTBXH"),
        ("Thông tư 5 năm 2014 của Bộ Tài chính và Bộ Tư pháp", "5"),
        ("Thông tư 5 năm 2014 của UBND tỉnh", "5"),
        ("Thông tư 5 năm 1990 của Bộ Tài chính", "5"),
    ],
)
def test_year_and_ministry_complete_the_number_of_a_circular(text: str, number: str) -> None:
    assert find(text)[0].number == number


def test_a_title_cut_short_keeps_its_key_and_names_the_whole_law() -> None:
    [law] = find("Luật Ngân sách năm 2015")
    assert (law.key, law.number) == ("Luật Ngân sách 2015", "83/2015/QH13")
    [law] = find("Luật Ngân sách nhà nước năm 2015. Theo Luật Ngân sách thì")
    assert [m.resolved for m in law.mentions] == ["by_title", "inherited"]


def test_a_regulation_issued_with_an_act_is_part_of_its_citation() -> None:
    [act] = find("Điều 5 Quy chế đào tạo trình độ thạc sĩ ban hành kèm theo Thông tư số 15/2014/TT-BGDĐT")
    assert act.mentions[0].pinpoint == "điều 5"


def test_a_law_is_not_cited_before_it_is_passed() -> None:
    assert find("Luật Lâm nghiệp")[0].number == "16/2017/QH14"
    assert find("Ngày 3/4/2012, huyện vi phạm Luật Lâm nghiệp")[0].number is None


def test_an_older_version_keeps_a_bare_title_open() -> None:
    [law] = find("vi phạm Luật Kế toán")
    assert (law.number, law.mentions[0].candidates) == (None, ["03/2003/QH11", "88/2015/QH13"])


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Bộ luật Lao động 2019 số 45/2019/QH14", ["45/2019/QH14"]),
        ("Luật Xuất bản năm 2012 (19/2012/QH13)", ["19/2012/QH13"]),
        ("Luật Thanh tra năm 2022, số 11/2022/QH15, quy định", ["11/2022/QH15"]),
        ("theo 45/2019/QH14 thì", ["45/2019/QH14"]),
        ("Số hiệu: 45/2019/QH14", []),
        ("Luật số 103/2016 và", ["103/2016"]),
    ],
)
def test_number_of_a_law_beside_its_title(text: str, keys: list[str]) -> None:
    assert [c.key for c in find(text)] == keys


def test_the_year_makes_the_number_of_a_law_complete() -> None:
    assert find("Luật số 103/2016 và")[0].number == "103/2016/QH13"


def test_two_dates_of_one_title_are_two_laws() -> None:
    text = "các Luật sửa đổi, bổ sung một số điều của Luật Khiếu nại, tố cáo ngày 15/6/2004 và ngày 29/11/2005;"
    assert [(c.mentions[0].text, c.date) for c in find(text)] == [
        ("Luật sửa đổi, bổ sung một số điều của Luật Khiếu nại, tố cáo ngày 15/6/2004", "2004-06-15"),
        ("ngày 29/11/2005", "2005-11-29"),
    ]


@pytest.mark.parametrize(
    "doctype", [row for row in read_table("doctypes") if row["bare"] not in ("", "no")], ids=lambda r: r["id"]
)
def test_every_type_has_an_identifier(doctype: dict[str, str]) -> None:
    abbreviation = doctype["abbr"].split(";")[0].strip() or "UBND"
    name = doctype["words"].split("|")[0]
    [citation] = find(f"{name} số 12/{abbreviation}-UBND ngày 5/4/2023")
    assert re.fullmatch(r"/akn/vn/act/[a-z-]+/2023-04-05/12-[a-z-]+", citation.uri or "")
