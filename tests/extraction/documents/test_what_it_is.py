"""What a document is: header block, or the conclusion that news reports on."""

from __future__ import annotations

import pytest

import ketluan
from ketluan.extraction.documents.header import lays_down_rules, read_header
from ketluan.extraction.documents.periods import find_periods
from ketluan.extraction.pipeline import extract_text
from ketluan.record import Period, Record

HEADER = """THANH TRA TỈNH HÀ TĨNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 05/KL-TTr
Hà Tĩnh, ngày 03 tháng 4 năm 2023
KẾT LUẬN THANH TRA
Về việc quản lý đất tại Sở Thử nghiệm
Căn cứ Luật Thanh tra năm 2022;
"""


def names(record: Record) -> dict[str, str]:
    return {a.id: a.name for a in record.agencies}


def test_reads_the_header_block() -> None:
    header = read_header(HEADER)
    assert header is not None
    assert (header.kind, header.number, header.date) == ("conclusion", "05/KL-TTr", "2023-04-03")
    assert header.title == "KẾT LUẬN THANH TRA Về việc quản lý đất tại Sở Thử nghiệm"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (HEADER.replace("Số: 05/KL-TTr", "Số: 69\n\n/2024/QĐ-UBND\n"), "69/2024/QĐ-UBND"),
        (HEADER.replace("Số: 05/KL-TTr", "Số: 12 /KL-UBND"), "12/KL-UBND"),
        (HEADER.replace("Số: 05/KL-TTr", "Số:       /KL-UBND"), None),
    ],
)
def test_reads_broken_numbers(text: str, number: str | None) -> None:
    header = read_header(text)
    assert header is not None
    assert header.number == number


def test_an_official_document_names_its_issuer() -> None:
    record = extract_text(HEADER + "Thanh tra tỉnh Hà Tĩnh kết luận như sau: hồ sơ chưa đủ.")
    assert record.document.primary
    assert record.document.issuer is not None
    assert names(record)[record.document.issuer] == "Thanh tra tỉnh Hà Tĩnh"


def test_news_takes_number_date_and_bodies_of_the_conclusion() -> None:
    record = extract_text(
        "Hà Tĩnh: Sở Y tế chi sai\nThanh tra tỉnh Hà Tĩnh vừa ban hành "
        "Kết luận thanh tra số 31/KL-TTr ngày 20/5/2024 tại Sở Y tế tỉnh Hà Tĩnh."
        "\nTheo kết luận của Thanh tra tỉnh Hà Tĩnh, Sở Y tế tỉnh Hà Tĩnh chưa công khai số liệu, chi không đúng quy định."
    )
    document = record.document
    assert (document.kind, document.primary, document.number, document.date) == ("news", False, "31/KL-TTr", "2024-05-20")
    assert document.issuer is not None
    assert names(record)[document.issuer] == "Thanh tra tỉnh Hà Tĩnh"
    assert [names(record)[i] for i in document.inspected] == ["Sở Y tế tỉnh Hà Tĩnh"]
    assert [(r.head, r.tail) for r in record.relations if r.type == "inspected_by"] == [(document.inspected[0], document.issuer)]


def test_news_without_bodies_names_none() -> None:
    document = extract_text("Trời hôm nay đẹp.\nNgày mai có mưa.").document
    assert (document.issuer, document.inspected, document.number, document.date) == (None, [], None, None)


@pytest.mark.parametrize(
    ("text", "inspection", "reviewed"),
    [
        (
            "Đoàn thanh tra đã làm việc từ ngày 08/01/2024 đến ngày 26/01/2024; thời kỳ thanh tra từ 01/01/2021 đến 31/12/2023",
            Period(start="2024-01-08", end="2024-01-26"),
            Period(start="2021-01-01", end="2023-12-31"),
        ),
        ("thanh tra việc quản lý đất giai đoạn 2011-2016", None, Period(start="2011-01-01", end="2016-12-31")),
        ("kiểm tra từ tháng 2/2019 đến tháng 2/2020", None, Period(start="2019-02-01", end="2020-02-29")),
        ("giai đoạn 2016-2011 thanh tra", None, None),
    ],
)
def test_periods(text: str, inspection: Period | None, reviewed: Period | None) -> None:
    assert find_periods(text) == (inspection, reviewed)


MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


@pytest.mark.parametrize(
    ("what", "text", "kind", "number", "date"),
    [
        (
            "a date that was typed in tears the words around it",
            f"SỞ MẪU\nSố: 9/QĐ-SM\n{MOTTO}Hà Tĩnh, ngày 21 t háng 11 năm 2024\nQUYẾT ĐỊNH\nVề việc thử\n"
            "Căn cứ Luật Mẫu ngày 19 tháng 6 năm 2015;\n",
            "other", "9/QĐ-SM", "2024-11-21",
        ),
        (
            "a day written by hand and lost: no other date takes its place",
            f"SỞ MẪU\nSố: …/SM-VP\n{MOTTO}Hà Tĩnh, ngày {{Ô tháng 10 năm 2017\nKính gửi: Các phòng;\n"
            "Căn cứ Công văn số 64/VP-TH ngày 02 tháng 10 năm 2017 của Sở.\n",
            "other", None, None,
        ),
        (
            "the dashes of the motto and a letter lost to OCR",
            "SỞ MẪU\nSố: 12/KH-SM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA YIỆT NAM\nĐộc lập Tự do Hạnh phúc\nHà Tĩnh, "
            "ngày 3 tháng 4 năm 2017\nKẾ HOẠCH\nThử việc\n",
            "other", "12/KH-SM", "2017-04-03",
        ),
        (
            "a notice about something else is no conclusion",
            f"SỞ MẪU\nSố: 7/TB-SM\n{MOTTO}Hà Tĩnh, ngày 12 tháng 12 năm 2017\nTHÔNG BÁO\nLịch xét thi đua năm 2017\n",
            "other", "7/TB-SM", "2017-12-12",
        ),
        (
            "a notice of results is one",
            f"SỞ MẪU\nSố: 8/TB-SM\n{MOTTO}Hà Tĩnh, ngày 12 tháng 12 năm 2017\nTHÔNG BÁO\nKết quả kiểm tra việc thử nghiệm\n",
            "conclusion", "8/TB-SM", "2017-12-12",
        ),
        (
            "a law has its number on the left",
            f"QUỐC HỘI\n-------\nLuật số: 56/2010/QH12\n{MOTTO}Hà Nội, ngày 15 tháng 11 năm 2010\n"
            "LUẬT\nTHANH TRA\nCăn cứ Hiến pháp;\n",
            "other", "56/2010/QH12", "2010-11-15",
        ),
    ],
)  # fmt: skip
def test_reads_header_blocks_of_all_kinds(what: str, text: str, kind: str, number: str | None, date: str | None) -> None:
    header = read_header(text)
    assert header is not None, what
    assert (header.kind, header.number, header.date) == (kind, number, date), what


def test_the_title_ends_before_the_note_of_issue_and_the_first_chapter() -> None:
    header = read_header(
        f"SỞ MẪU\n{MOTTO}QUY ĐỊNH\nViệc thử nghiệm\n______\n"
        "(Ban hành kèm theo Quyết định số 9/QĐ-SM ngày 3 tháng 4 năm 2020)\nChương I\n"
    )
    assert header is not None
    assert (header.title, header.number, header.date) == ("QUY ĐỊNH Việc thử nghiệm", None, None)


def test_an_annex_is_no_news() -> None:
    record = extract_text("Phụ lục\nMẪU BẢN KÊ KHAI\n(Ban hành kèm theo Nghị định số 68/2011/NĐ-CP)\nQuốc hội\n")
    assert (record.document.kind, record.document.issuer) == ("other", None)


def test_reads_an_act_from_a_collection_of_laws() -> None:
    header = read_header(
        "NGHỊ ĐỊNH\nCỦA CHÍNH PHỦ SỐ 37/2007/NĐ-CP NGÀY 09 THÁNG 3 NĂM 2007\nVỀ MINH BẠCH TÀI SẢN\nCHÍNH PHỦ\nCăn cứ Luật Mẫu;\n"
    )
    assert header is not None
    assert (header.number, header.date, header.bodies) == ("37/2007/NĐ-CP", "2007-03-09", "CHÍNH PHỦ")
    assert header.title == "NGHỊ ĐỊNH VỀ MINH BẠCH TÀI SẢN"


ARTICLES = "Điều 1. Phạm vi\nĐiều 2. Sở chưa được cấp phép thì không được thử nghiệm.\nĐiều 3. Thi hành\n"


@pytest.mark.parametrize(
    ("title", "rules"),
    [
        ("QUYẾT ĐỊNH\nQuy định chức năng của Sở Thử nghiệm", True),
        ("THÔNG TƯ\nHướng dẫn thanh tra việc thử nghiệm", True),
        ("QUYẾT ĐỊNH\nVề việc xử phạt vi phạm hành chính", False),
        ("QUYẾT ĐỊNH\nVề việc giải quyết khiếu nại", False),
        ("KẾT LUẬN THANH TRA\nVề việc thử nghiệm", False),
    ],
)
def test_acts_that_lay_down_rules_state_no_findings(title: str, rules: bool) -> None:
    text = f"UBND TỈNH HÀ TĨNH\n{MOTTO}{title}\nCăn cứ Luật Mẫu;\n{ARTICLES}"
    assert lays_down_rules(text) == rules
    assert not rules or extract_text(text).findings == []


@pytest.mark.parametrize("place", ["Kế Sách", "Từ Sơn", "Nghi Lộc", "Đông Hà", "Số Hai"])
def test_the_dateline_may_begin_like_a_sentence(place: str) -> None:
    header = read_header(f"SỞ MẪU\nSố: 9/QĐ-SM\n{MOTTO}{place}, ngày 06 tháng 7 năm 2018\nKẾT LUẬN\nVề việc thử\n")
    assert header is not None and header.date == "2018-07-06"


@pytest.mark.parametrize(
    ("above", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\nTHANH TRA TỈNH", "Thanh tra tỉnh Lam Giang"),
        ("UBND TỈNH LAM GIANG\nSỞ NỘI VỤ", "Sở Nội vụ tỉnh Lam Giang"),
        ("ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG", "Ủy ban nhân dân tỉnh Lam Giang"),
    ],
)
def test_the_issuer_is_the_lower_body_of_the_header(above: str, issuer: str) -> None:
    record = ketluan.extract_text(
        f"{above}\nSố: 3/KL\n{MOTTO}Lam Giang, ngày 6 tháng 7 năm 2023\nKẾT LUẬN THANH TRA\nTại Sở Y tế tỉnh Lam Giang\n"
    )
    assert {a.id: a.name for a in record.agencies}[record.document.issuer or ""] == issuer


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("V/v chấn chỉnh việc tiếp công dân", "directive"),
        ("V/v: Thực hiện kết luận thanh tra số 3/KL-TTr", "directive"),
        ("V/v cung cấp tài liệu", "other"),
        ("V/v mời họp", "other"),
    ],
)
def test_a_letter_directs_where_its_subject_does(subject: str, kind: str) -> None:
    header = read_header(
        f"UBND TỈNH MẪU\nSố: 9/UBND-NC\n{subject}\n{MOTTO}Mẫu, ngày 6 tháng 7 năm 2023\nKính gửi: Sở Y tế.\nYêu cầu:\n"
    )
    assert header is not None and (header.kind, header.number) == (kind, "9/UBND-NC")
