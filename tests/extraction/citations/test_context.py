"""What a document adds to its citations: relations among them, issuers, versions, warnings."""

from __future__ import annotations

import pytest

from ketluan.extraction.citations import choose_versions, find_citations, link_issuers
from ketluan.extraction.draft import Draft
from ketluan.record import Agency, DocumentInfo, Mention, Period

A, B = "Nghị định số 89/2021/NĐ-CP", "Nghị định số 101/2017/NĐ-CP"


def drafted(text: str) -> Draft:
    draft = Draft(text)
    find_citations(draft)
    return draft


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (f"{A} của Chính phủ sửa đổi, bổ sung một số điều của {B}", ("89/2021/NĐ-CP", "amends", "101/2017/NĐ-CP")),
        (f"{B} đã được sửa đổi, bổ sung bởi {A}", ("89/2021/NĐ-CP", "amends", "101/2017/NĐ-CP")),
        (f"{A} thay thế {B}", ("89/2021/NĐ-CP", "replaces", "101/2017/NĐ-CP")),
        (f"{B} bị thay thế bởi {A}", ("89/2021/NĐ-CP", "replaces", "101/2017/NĐ-CP")),
        (
            "Thông tư số 01/2018/TT-VPCP hướng dẫn thi hành một số quy định của Nghị định số 61/2018/NĐ-CP",
            ("01/2018/TT-VPCP", "guides", "61/2018/NĐ-CP"),
        ),
        (f"{A} quy định chi tiết thi hành một số điều của Luật Viên chức năm 2010",
         ("89/2021/NĐ-CP", "guides", "Luật Viên chức 2010")),
        (
            "Quy chế số 5/QC-UBND ban hành kèm theo Quyết định số 7/QĐ-UBND",
            ("5/QC-UBND", "issued_with", "7/QĐ-UBND"),
        ),
    ],
)  # fmt: skip
def test_relation(text: str, relation: tuple[str, str, str]) -> None:
    draft = drafted(text)
    keys = {c.id: c.key for c in draft.citations}
    assert [(keys[r.head], r.type, keys[r.tail]) for r in draft.relations] == [relation]


@pytest.mark.parametrize("text", [f"{A} và {B}", f"{A}. Sửa đổi {B}", f"{A}; hướng dẫn. {B}"])
def test_no_relation_without_words(text: str) -> None:
    assert drafted(text).relations == []


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Nghị định số 61/2018/NĐ-CP", "Chính phủ"),
        ("Thông tư số 14/2021/TT-BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
        ("Luật Thanh tra", "Quốc hội"),
        ("Quyết định số 7/QĐ-UBND của UBND tỉnh Thử Nghiệm về đất", "UBND tỉnh Thử Nghiệm"),
        ("Thông tư số 1 của Bộ trưởng Bộ Tài chính", "Bộ Tài chính"),
        ("Công văn số 1520/UBND-TH", None),
    ],
)
def test_issuer_name(text: str, issuer: str | None) -> None:
    assert drafted(text).citation_issuers.get("c1") == issuer


def test_issuer_is_linked_only_to_an_agency_of_the_record() -> None:
    text = "Thông tư số 60/2026/TT-BTC của Bộ Tài chính và Nghị định số 61/2018/NĐ-CP"
    draft = drafted(text)
    place = text.index("Bộ Tài")
    mention = Mention(start=place, end=place + 12, text=text[place : place + 12])
    draft.agencies = [
        Agency(
            id="a1", name="Bộ Tài chính", type="ministry", level="central", province=None, parent=None, key="vn/btc",
            successor=None, mentions=[mention],
        )
    ]  # fmt: skip
    link_issuers(draft)
    assert [c.issuer for c in draft.citations] == ["a1", None]
    assert [(r.head, r.type, r.tail) for r in draft.relations] == [("c1", "issued_by", "a1")]


@pytest.mark.parametrize(
    ("text", "date", "number"),
    [
        ("Luật Thanh tra", "2020-05-05", "56/2010/QH12"),
        ("Luật Thanh tra", "2024-05-05", "11/2022/QH15"),
        ("Luật Thanh tra", "1999-05-05", None),
        ("Luật Đất đai", "2019-05-05", None),
    ],
)
def test_version_by_the_date_of_the_document(text: str, date: str, number: str | None) -> None:
    draft = drafted(text)
    draft.document = DocumentInfo(kind="conclusion", date=date)
    choose_versions(draft)
    assert (draft.citations[0].key, draft.citations[0].number) == (text, number)


def test_version_by_the_reviewed_period() -> None:
    draft = drafted("Luật Đất đai")
    draft.document = DocumentInfo(date="2019-05-05", reviewed_period=Period(start="2016-01-01", end="2018-12-31"))
    choose_versions(draft)
    assert draft.citations[0].number == "45/2013/QH13"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nghị định số 61/2018/NĐ-CP ngày 24/4/2018", "citation-date-conflict"),
        ("Nghị định số 09/2015/QĐ-TTg", "citation-type-conflict"),
        ("Luật Đất đai năm 2015", "citation-unknown-year"),
        ("Thông tư số 15/2029/TT-BYT ngày 01/02/2019", "citation-year-conflict"),
    ],
)
def test_contradiction(text: str, code: str) -> None:
    assert [w.code for w in drafted(text).warnings] == [code]


C, D = "Nghị định số 118/2025/NĐ-CP", "Quyết định số 9/QĐ-UBND"


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        (f"{C} thay thế {A} và {B}",
         [("118/2025/NĐ-CP", "replaces", "89/2021/NĐ-CP"), ("118/2025/NĐ-CP", "replaces", "101/2017/NĐ-CP")]),
        (f"{B}, được sửa đổi tại {A} và {C}",
         [("89/2021/NĐ-CP", "amends", "101/2017/NĐ-CP"), ("118/2025/NĐ-CP", "amends", "101/2017/NĐ-CP")]),
        (f"{D} bãi bỏ toàn bộ các {A}, {B}",
         [("9/QĐ-UBND", "replaces", "89/2021/NĐ-CP"), ("9/QĐ-UBND", "replaces", "101/2017/NĐ-CP")]),
        (f"{D} điều chỉnh Quyết định số 7/QĐ-UBND", [("9/QĐ-UBND", "amends", "7/QĐ-UBND")]),
        (f"{B} hết hiệu lực kể từ ngày {A} có hiệu lực", [("89/2021/NĐ-CP", "replaces", "101/2017/NĐ-CP")]),
        (
            f"{B} hướng dẫn thi hành Luật Viên chức năm 2010; {A} sửa đổi, bổ sung một số điều của {B}",
            [("101/2017/NĐ-CP", "guides", "Luật Viên chức 2010"), ("89/2021/NĐ-CP", "amends", "101/2017/NĐ-CP")],
        ),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Nhà ở số 27/2023/QH15 và Luật Giá số 16/2023/QH15 ngày 1/2/2030",
            [
                ("Luật sửa đổi, bổ sung một số điều của Luật Nhà ở và Luật Giá 2030", "amends", "27/2023/QH15"),
                ("Luật sửa đổi, bổ sung một số điều của Luật Nhà ở và Luật Giá 2030", "amends", "16/2023/QH15"),
            ],
        ),
    ],
)  # fmt: skip
def test_relations_of_lists(text: str, relations: list[tuple[str, str, str]]) -> None:
    draft = drafted(text)
    keys = {c.id: c.key for c in draft.citations}
    assert [(keys[r.head], r.type, keys[r.tail]) for r in draft.relations] == relations


@pytest.mark.parametrize(
    "text",
    [
        f"{A} không thay thế {B}",
        f"{A} chưa hướng dẫn thi hành {B}",
        f"dự thảo thay thế {A}; đề nghị sửa đổi {B}",
        f"{A} về giá.\n\nĐiều 1. Bãi bỏ {B}",
        f"{A} được thực hiện theo Danh mục ban hành kèm theo {B}",
        f"công văn số 12/UBND-TH sửa đổi {B}",
    ],
)
def test_no_relation_where_none_is_stated(text: str) -> None:
    assert drafted(text).relations == []


def test_an_amending_law_with_its_own_number() -> None:
    [law] = drafted("Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14").citations
    assert (law.key, law.date) == ("62/2020/QH14", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thông tư số 80/2021/TT-BTC của Bộ Tư pháp", "citation-issuer-conflict"),
        ("Nghị định số 61/2018/NĐ-CP của Bộ Nội vụ", "citation-issuer-conflict"),
        ("Luật Đất đai số 50/2014/QH13", "citation-number-conflict"),
        ("Luật Thanh tra số 11/2010/QH12", "citation-number-conflict"),
    ],
)
def test_contradiction_of_issuer_and_number(text: str, code: str) -> None:
    assert [w.code for w in drafted(text).warnings] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Thông tư số 80/2021/TT-BTC của Bộ Tài chính",
        "Thông tư số 19/2014/TT-BNNPTNT của Bộ NN&PTNT",
        "Thông tư liên tịch số 29/2014/TTLT-BTNMT-BNV của Bộ Nội vụ",
        "Quyết định số 93/2007/QĐ-TTg của Chính phủ",
        "Luật Đất đai số 31/2024/QH15 ngày 18/01/2024",
        "Quyết định số 7/QĐ-UBND của Bộ Nội vụ",
    ],
)
def test_no_contradiction(text: str) -> None:
    assert drafted(text).warnings == []


def test_an_issuer_ends_before_what_the_act_does() -> None:
    draft = drafted("Quyết định số 7/QĐ-UBND của UBND tỉnh Thử Nghiệm thay thế quyết định cũ")
    assert draft.citation_issuers["c1"] == "UBND tỉnh Thử Nghiệm"
