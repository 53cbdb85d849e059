"""What is a citation, and what is its key: (text, keys in order of first mention)."""

from __future__ import annotations

import pytest

from ketluan.citations import find

NUMBERS = [
    ("Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ", ["61/2018/NĐ-CP"]),
    ("theo 61/2018/NĐ-CP thì", ["61/2018/NĐ-CP"]),
    ("NĐ 45/2020 về thủ tục hành chính", ["45/2020"]),
    ("Nghị định 61 quy định", ["Nghị định 61"]),
    ("Nghị định 99 năm 2014 của Chính phủ", ["99/2014/NĐ-CP"]),
    ("Công văn số 1520/UBND-TH", ["1520/UBND-TH"]),
    ("Kết luận thanh tra số 31/KL-TTr", ["31/KL-TTr"]),
    ("Văn bản số 2204/UBND-NCKSTTHC", ["2204/UBND-NCKSTTHC"]),
    ("Nghị quyết số 12-NQ/TW", ["12-NQ/TW"]),
    ("Thông tư liên tịch số 05/2016/TTLT-BTP-BTTTT", ["05/2016/TTLT-BTP-BTTTT"]),
    ("văn bản hợp nhất số 03/VBHN-VPQH", ["03/VBHN-VPQH"]),
    ("QCVN 01:2019/BCT và TCVN 6909:2001", ["QCVN 01:2019/BCT", "TCVN 6909:2001"]),
    ("Nghị quyết số 66.25/2026/NQ-CP", ["66.25/2026/NQ-CP"]),
    ("công văn số 8918/VPCP-V.I ngày 17/9/2018", ["8918/VPCP-V.I"]),
    ("Nghị định số 34/2016/NĐCP", ["34/2016/NĐ-CP"]),
    ("Nghị định số 34/2016/ND-CP", ["34/2016/NĐ-CP"]),
    ("Nghị định số 116 / NĐ - CP ngày 2/3/2016", ["116/NĐ-CP"]),
    ("Tờ trình số 269 /TTr-STC ngày 15 / 01/2025", ["269/TTr-STC"]),
    ("Quyết định\nsố 21/2012/QĐUBND", ["21/2012/QĐ-UBND"]),
    ("hai công văn số 2208 và 777 là chưa đúng", ["Công văn 2208", "Công văn 777"]),
    ("các Quyết định số 12/QĐ-UBND, 13/QĐ-UBND", ["12/QĐ-UBND", "13/QĐ-UBND"]),
    ("quyết định 09-2017 của Thủ tướng", ["09/2017"]),
    ("NĐ46/2014 quy định", ["46/2014"]),
    ("công văn hỏa tốc số 1234", ["Công văn 1234"]),
    ("thông tư số 10 và 11/2013/TT-BXD", ["10/2013/TT-BXD", "11/2013/TT-BXD"]),
    ("báo cáo thẩm định của Sở Thử nghiệm số 392/BC-STN", ["392/BC-STN"]),
    ("Nghị định số 6l/2018/NĐ-CP, Luật số 50/2014/QHl3", ["61/2018/NĐ-CP", "50/2014/QH13"]),
    ("Nghị định số 61/2018/NĐ-CPngày 23/4/2018", ["61/2018/NĐ-CP"]),
    ("Kết luận số 195 KL/TTCP", ["195/KL-TTCP"]),
    ("Quyêt đinh sô 30/2019/QĐ-ỤBND ngàỹ 3/4/2019", ["30/2019/QĐ-UBND"]),
    ("Luật sửa đôi, bô sung một sổ điều của Luật Giá", ["Luật sửa đổi, bổ sung một số điều của Luật Giá"]),
    ("Nghị quyết Trung ương 4 khóa XII", ["Nghị quyết Trung ương 4 khóa XII"]),
]
TITLES = [
    ("Luật Thanh tra năm 2022", ["Luật Thanh tra 2022"]),
    ("luật đất đai", ["Luật Đất đai"]),
    ("Luật Phòng chống tham nhũng", ["Luật Phòng, chống tham nhũng"]),
    ("Luật PCTN (sửa đổi)", ["Luật Phòng, chống tham nhũng"]),
    ("Điều 356 BLHS", ["Bộ luật Hình sự"]),
    ("Luật Đất đai ngày 18 tháng 01 năm 2024", ["Luật Đất đai 2024"]),
    ("Luật Đất đai số 31/2024/QH15", ["31/2024/QH15"]),
    ("Hiến pháp năm 2013", ["Hiến pháp 2013"]),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Xây dựng và Luật Nhà ở năm 2030",
        ["Luật sửa đổi, bổ sung một số điều của Luật Xây dựng và Luật Nhà ở 2030"],
    ),
]
NOTHING = [
    "ngày 8/1/2024, có 2/3 hộ dân ở lô B9/C3",
    "kết luận số tiền phải thu hồi là 12 tỷ đồng",
    "vi phạm pháp luật đất đai, kỷ luật lao động, quy luật thị trường",
    "báo cáo 6 tháng, kế hoạch 5 năm 2021-2025, quyết định 15 trường hợp",
    "Nghị quyết quy định hỗ trợ từ ngày 01/01/2023",
    "Công ty luật Bình Minh, Trường Đại học Luật Hà Nội, luật sư",
    "Số: 12/KL-TTr",
    "phòng 203/UBND, lô CT 2, toà CT 3",
    "quan điểm 2, thời điểm 2018, hạng mục 5",
    "chuyến bay HK 738/AD, hồ sơ 26/C46-P13, nhà số 12/4 đường Hoa Sữa",
]


@pytest.mark.parametrize(("text", "keys"), NUMBERS + TITLES)
def test_key(text: str, keys: list[str]) -> None:
    assert [citation.key for citation in find(text)] == keys


@pytest.mark.parametrize("text", NOTHING)
def test_no_citation(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "text", ["Nội dung văn bản\n5a\n:", "1 | Nghị quyết (cá biệt) | NQ\n2 | Quyết định", "Thể thức văn bản\n13\n"]
)
def test_a_number_in_the_next_line_needs_so(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Quyết định số 10/2007/QĐ_BKHCN của Bộ", "10/2007/QĐ-BKHCN"),
        (
            "Luật sửa đổi; bổ sung một số điều của Luật Ban hành văn bản quy phạm pháp luật ngày 18 tháng 6 năm 2020",
            "Luật sửa đổi, bổ sung một số điều của Luật Ban hành văn bản quy phạm pháp luật 2020",
        ),
    ],
)
def test_typing_errors_of_real_decisions(text: str, key: str) -> None:
    assert [c.key for c in find(text)] == [key]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("QUỐC HỘI\nLuật số: 56/2010/QH12\nHà Nội, ngày 15 tháng 11 năm 2010\nLUẬT\nTHANH TRA\n", []),
        (
            "thi hành Pháp lệnh Chống tham nhũng và Nghị định số 13/2002/NĐ-CP ngày 30 tháng 01 năm 2002",
            ["Pháp lệnh Chống tham nhũng", "13/2002/NĐ-CP"],
        ),
    ],
)
def test_the_act_itself_is_no_citation_and_a_title_ends_before_the_next_act(text: str, keys: list[str]) -> None:
    assert [c.key for c in find(text)] == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Luật sửa đổi, bổ sung một số điều của Luật Khoáng sản số 46/2005/QH11", ["46/2005/QH11"]),
        ("Pháp lệnh Ký kết và thực hiện thỏa thuận quốc tế năm 2007", ["Pháp lệnh Ký kết và thực hiện thỏa thuận quốc tế 2007"]),
        ("Bộ luật Tố tụng HS 2015, Luật xử lý VPHC", ["Bộ luật Tố tụng hình sự 2015", "Luật Xử lý vi phạm hành chính"]),
        ("Công ước của Liên hợp quốc về Luật Biển năm 1982", []),
        ("thiết quân luật, tình trạng khẩn cấp", []),
        ("Loại văn bản: Luật\nNơi ban hành: Quốc hội", []),
        ("LUẬT, PHÁP LỆNH\nĐiều 31. Chương trình", []),
        ("theo Luật Việt Nam và luật quốc tế", []),
        ("trang Bo-luat-dan-su-2015-1.html", []),
    ],
)
def test_what_law_pages_write(text: str, keys: list[str]) -> None:
    assert [c.key for c in find(text)] == keys
