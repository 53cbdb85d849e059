"""Full names, places and entries: what a reader gets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketluan.extraction.agencies import find_agencies
from ketluan.extraction.agencies.lookup import lookup_agency
from ketluan.extraction.draft import Draft


def names(text: str) -> list[str]:
    draft = Draft(text)
    find_agencies(draft)
    return [agency.name for agency in draft.agencies]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trường Tiểu học và THCS Nậm Mười", ["Trường Tiểu học và Trung học cơ sở Nậm Mười"]),
        ("Trường TH&THCS Nậm Mười", ["Trường Tiểu học và Trung học cơ sở Nậm Mười"]),
        ("Trường PTDTNT THCS&THPT Mường Ảng", [
            "Trường Phổ thông dân tộc nội trú trung học cơ sở và trung học phổ thông Mường Ảng"
        ]),
        ("BVĐK tỉnh Quảng Trị", ["Bệnh viện đa khoa tỉnh Quảng Trị"]),
        ("Ban Quản lý các KCN tỉnh Hà Nam", ["Ban quản lý các khu công nghiệp tỉnh Hà Nam"]),
        ("Chi nhánh VPĐKĐĐ huyện Gia Lâm", ["Chi nhánh Văn phòng đăng ký đất đai huyện Gia Lâm"]),
        ("UBND thành phố Huế giao Sở Xây dựng.", ["Ủy ban nhân dân thành phố Huế", "Sở Xây dựng thành phố Huế"]),
        ("UBND thành phố Huế, tỉnh Thừa Thiên Huế giao", ["Ủy ban nhân dân thành phố Huế, tỉnh Thừa Thiên Huế"]),
        ("UBND tỉnh Phú Yên giao Sở Xây dựng.", ["Ủy ban nhân dân tỉnh Phú Yên", "Sở Xây dựng tỉnh Phú Yên"]),
        ("Tại huyện Bến Lức, Thanh tra tỉnh chỉ ra", ["Thanh tra tỉnh Long An"]),
        ("UBND TP.HCM và Thanh tra TP", ["Ủy ban nhân dân Thành phố Hồ Chí Minh", "Thanh tra Thành phố Hồ Chí Minh"]),
        ("Bộ NN&PTNT, Thanh tra Bộ", [
            "Bộ Nông nghiệp và Phát triển nông thôn", "Thanh tra Bộ Nông nghiệp và Phát triển nông thôn",
        ]),
        ("Sở TN-MT Hà Tĩnh", ["Sở Tài nguyên và Môi trường tỉnh Hà Tĩnh"]),
        ("Ngân hàng Nhà nước", ["Ngân hàng Nhà nước Việt Nam"]),
        ("Huyện đội Đức Thọ", ["Ban Chỉ huy Quân sự huyện Đức Thọ, tỉnh Hà Tĩnh"]),
        ("Ủy ban Kiểm tra Tỉnh ủy Hà Tĩnh", ["Ủy ban Kiểm tra Tỉnh ủy Hà Tĩnh"]),
        ("Công ty TNHH MTV Hoa Sen Vàng (gọi tắt là Hosevaco). Hosevaco", [
            "Công ty trách nhiệm hữu hạn một thành viên Hoa Sen Vàng",
        ]),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nTM. ỦY BAN NHÂN DÂN", ["Ủy ban nhân dân thành phố Hà Nội"]),
        ("Ủy ban nhân dân xã nộp báo cáo", []),
        ("Ban thường vụ Huyện ủy Đất Đỏ họp", ["Ban Thường vụ Huyện ủy Đất Đỏ"]),
        ("vốn của Vinaconex 2 tại dự án của Vinaconex", [
            "Công ty Vinaconex 2", "Tổng công ty cổ phần Xuất nhập khẩu và Xây dựng Việt Nam",
        ]),
        ("Ban quản lý (BQL) rừng phòng hộ Mây Biếc", ["Ban quản lý rừng phòng hộ Mây Biếc"]),
        ("Công ty cổ phẩn Mây Biếc vay Ngân hàng TMCP Mây Trắng", [
            "Công ty cổ phần Mây Biếc", "Ngân hàng thương mại cổ phần Mây Trắng",
        ]),
        ("Thanh tra UBND huyện Bến Lức làm rõ", ["Thanh tra huyện Bến Lức, tỉnh Long An"]),
        ("Ngân hàng Mây Biếc; Ngân hàng Mây Biếc chi nhánh Phú Yên", [
            "Ngân hàng Mây Biếc", "Ngân hàng Mây Biếc chi nhánh tỉnh Phú Yên",
        ]),
        # Two fuller names that are one body: the short one means that body. A group is not its company, nor a faculty its school.
        ("Công ty Mây Biếc; Công ty địa ốc Mây Biếc; Công ty cổ phần Thương mại địa ốc Mây Biếc", [
            "Công ty cổ phần Thương mại địa ốc Mây Biếc",
        ]),
        ("Công ty Mây Biếc thuộc Tập đoàn Mây Biếc Vàng", ["Công ty Mây Biếc", "Tập đoàn Mây Biếc Vàng"]),
        ("Khoa Y Đại học Mây Biếc; Đại học Mây Biếc", ["Khoa Y Đại học Mây Biếc", "Trường Đại học Mây Biếc"]),
        ("Cơ sở sản xuất bánh Mây Biếc nộp phạt. Cơ sở bánh Mây Biếc đóng cửa", ["Cơ sở sản xuất bánh Mây Biếc"]),
        ("Đại học Mây Biếc và Đại học Huế", ["Trường Đại học Mây Biếc", "Đại học Huế"]),
        ("Khu liên hợp Thể thao quốc gia (LHTTQG) Mây Biếc. Khu LHTTQG Mây Biếc nợ", ["Khu liên hợp Thể thao quốc gia Mây Biếc"]),
        ("Tòa án nhân dân khu vực 3 - Hà Tĩnh, Chi cục Hải quan khu vực XI", [
            "Tòa án nhân dân khu vực 3 tỉnh Hà Tĩnh", "Chi cục Hải quan khu vực XI",
        ]),
        ("TAND cấp cao tại TP.HCM", ["Tòa án nhân dân cấp cao tại Thành phố Hồ Chí Minh"]),
        ("Agribank chi nhánh huyện Sa Thầy", ["Ngân hàng Nông nghiệp và Phát triển nông thôn Việt Nam chi nhánh huyện Sa Thầy"]),
        ("Tỉnh đoàn Hà Tĩnh và Trung ương Đoàn", [
            "Tỉnh đoàn Hà Tĩnh", "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh",
        ]),
        ("Trưởng phòng Kế hoạch - Tài chính, Sở Y tế tỉnh Hà Tĩnh", [
            "Phòng Kế hoạch - Tài chính, Sở Y tế tỉnh Hà Tĩnh", "Sở Y tế tỉnh Hà Tĩnh",
        ]),
        ("Đảng ủy các Sở: Xây dựng, Tài chính của tỉnh Hà Tĩnh", [
            "Đảng ủy Sở Xây dựng tỉnh Hà Tĩnh", "Đảng ủy Sở Tài chính tỉnh Hà Tĩnh",
        ]),
        ("Bí thư Đảng ủy, Giám đốc Sở Y tế tỉnh Hà Tĩnh", ["Đảng ủy Sở Y tế tỉnh Hà Tĩnh", "Sở Y tế tỉnh Hà Tĩnh"]),
        ("UBND xã Đồng Phúc, huyện Yên Dũng, tỉnh Bắc Giang", ["Ủy ban nhân dân xã Đồng Phúc, huyện Yên Dũng, tỉnh Bắc Giang"]),
        # Homonyms: the district and the province that stand behind the name decide.
        ("UBND huyện Châu Thành, tỉnh Tiền Giang; UBND huyện Châu Thành (Bến Tre)", [
            "Ủy ban nhân dân huyện Châu Thành, tỉnh Tiền Giang", "Ủy ban nhân dân huyện Châu Thành, tỉnh Bến Tre",
        ]),
        ("UBND xã Tân Hiệp, huyện Hóc Môn, TP.HCM; UBND xã Tân Hiệp (huyện Thạnh Hóa, Long An)", [
            "Ủy ban nhân dân xã Tân Hiệp, huyện Hóc Môn, Thành phố Hồ Chí Minh",
            "Ủy ban nhân dân xã Tân Hiệp, huyện Thạnh Hóa, tỉnh Long An",
        ]),
        # Since July 2025 a commune stands directly under its province.
        ("Ngày 5/9/2025, UBND phường Bến Thành (TP.HCM) họp", ["Ủy ban nhân dân phường Bến Thành, Thành phố Hồ Chí Minh"]),
        ("UBND phường Bến Thành (TP.HCM) họp", ["Ủy ban nhân dân phường Bến Thành, quận 1, Thành phố Hồ Chí Minh"]),
        ("Ngày 15-10-2025, UBND phường Thuận Hóa", ["Ủy ban nhân dân phường Thuận Hóa, thành phố Huế"]),
        ("Công an huyện Phú Quốc. Phòng TN-MT Phú Quốc", [
            "Công an huyện Phú Quốc, tỉnh Kiên Giang", "Phòng Tài nguyên và Môi trường huyện Phú Quốc, tỉnh Kiên Giang",
        ]),
        ("Giao đất cho Công ty CP Địa ốc Hồ Mây Biếc và Công ty TNHH Xây lắp Vũ An Mây.", [
            "Công ty cổ phần Địa ốc Hồ Mây Biếc", "Công ty trách nhiệm hữu hạn Xây lắp Vũ An Mây",
        ]),
        ("Giám đốc Công ty CP Địa ốc Hồ Mây Biếc", ["Công ty cổ phần Địa ốc"]),
        ("Nợ của Công ty CP Rổng vôi Mây Trắng Xanh đã trả.", ["Công ty cổ phần Rổng vôi Mây Trắng Xanh"]),
        ("Công ty cổ phần Dệt nhuộm Mây Biếc nộp", ["Công ty cổ phần Dệt nhuộm Mây Biếc"]),
        ("Ban Quản lý rừng phòng hộ Đầu nguồn Sông Mây", ["Ban quản lý rừng phòng hộ Đầu nguồn Sông Mây"]),
        ("Ban Quản lý dự án đầu tư xây dựng huyện Bến Lức (BQLDA) họp. Năm ngoái, BQLDA chia Nhà đa năng thành bốn gói.", [
            "Ban quản lý dự án đầu tư xây dựng huyện Bến Lức",
        ]),
        ("kiểm tra vụ 62 công nhân; các phòng chuyên môn, phòng tiếp dân của đơn vị", []),
        ("Hạt Kiểm lâm khu vực III kiến nghị", ["Hạt Kiểm lâm khu vực III"]),
        ("Hội đồng thẩm định giá đất tỉnh Phú Yên, Thư viện tỉnh Phú Yên", [
            "Hội đồng thẩm định giá đất tỉnh Phú Yên", "Thư viện tỉnh Phú Yên",
        ]),
        ("Kết luận thanh tra tại Bệnh viện Mây Biếc: Khoa Dược và Phòng Kế hoạch tổng hợp chậm; Sở Y tế tỉnh Hà Tĩnh nhắc.", [
            "Bệnh viện Mây Biếc", "Khoa Dược, Bệnh viện Mây Biếc", "Phòng Kế hoạch tổng hợp, Bệnh viện Mây Biếc",
            "Sở Y tế tỉnh Hà Tĩnh",
        ]),
        ("Sở Y tế tỉnh Hà Tĩnh kiểm tra tại Công ty CP Mây Biếc. Phòng Hành chính - Nhân sự chậm; Chi nhánh Mây Đông chậm.", [
            "Sở Y tế tỉnh Hà Tĩnh", "Công ty cổ phần Mây Biếc", "Phòng Hành chính - Nhân sự, Công ty cổ phần Mây Biếc",
            "Chi nhánh Mây Đông, Công ty cổ phần Mây Biếc",
        ]),
        ("Khoa Dược của Bệnh viện Mây Biếc khác Bệnh viện Mây Trắng.", [
            "Khoa Dược, Bệnh viện Mây Biếc", "Bệnh viện Mây Biếc", "Bệnh viện Mây Trắng",
        ]),
        ("Kết luận tại Trường Cao đẳng Mây Biếc: Phòng Đào tạo, Khoa Cơ khí chậm; Sở Y tế tỉnh Hà Tĩnh nhắc.", [
            "Trường Cao đẳng Mây Biếc", "Phòng Đào tạo, Trường Cao đẳng Mây Biếc", "Khoa Cơ khí, Trường Cao đẳng Mây Biếc",
            "Sở Y tế tỉnh Hà Tĩnh",
        ]),
        ("Giám đốc Bệnh viện Mây Biếc, Phòng Tài chính – Kế toán. Kiểm tra tại Bệnh viện Mây Biếc.", [
            "Bệnh viện Mây Biếc", "Phòng Tài chính – Kế toán, Bệnh viện Mây Biếc",
        ]),
        ("Trung tâm VH-TT&TT huyện Đức Thọ", ["Trung tâm VH-TT&TT huyện Đức Thọ"]),
        ("Công ty CP Rổng Bao bì Lê Gia Mây nợ", ["Công ty cổ phần Rổng Bao bì Lê Gia Mây"]),
        ("Ban Thường vụ Thành ủy Mây Đông họp", ["Ban Thường vụ Thành ủy Mây Đông"]),
        ("Hộ kinh doanh Lò mổ Mây Biếc", ["Hộ kinh doanh Lò mổ Mây Biếc"]),
        ("Cục Quản lý Khám, chữa bệnh", ["Cục Quản lý Khám, chữa bệnh"]),
        ("UBND huyện Mây Khê và Phòng GD&ĐT Mây Khê, Ban Dân vận Huyện ủy Mây Khê", [
            "Ủy ban nhân dân huyện Mây Khê", "Phòng Giáo dục và Đào tạo huyện Mây Khê", "Ban Dân vận Huyện ủy Mây Khê",
        ]),
        ("Công an tỉnh Hà Tĩnh giao Phòng Cảnh sát PCCC và CNCH. Sở Xây dựng tỉnh Hà Tĩnh dự.", [
            "Công an tỉnh Hà Tĩnh", "Phòng Cảnh sát phòng cháy chữa cháy và cứu nạn, cứu hộ, Công an tỉnh Hà Tĩnh",
            "Sở Xây dựng tỉnh Hà Tĩnh",
        ]),
        ("Phòng Thanh tra - Kiểm tra (BHXH tỉnh Hà Tĩnh) làm việc với Sở Y tế. Phòng Thanh tra - Kiểm tra kết luận.", [
            "Phòng Thanh tra - Kiểm tra, Bảo hiểm xã hội tỉnh Hà Tĩnh", "Bảo hiểm xã hội tỉnh Hà Tĩnh",
            "Sở Y tế tỉnh Hà Tĩnh",
        ]),
        ("Công ty TNHH Mây Trung Biếc nợ. Công đoàn Công ty Trung Biếc phản ánh.", [
            "Công ty trách nhiệm hữu hạn Mây Trung Biếc", "Công đoàn Công ty trách nhiệm hữu hạn Mây Trung Biếc",
        ]),
        ("Ban QLDA đầu tư xây dựng công trình giao thông tỉnh Hà Tĩnh. BQLDA giao thông chậm.", [
            "Ban quản lý dự án đầu tư xây dựng công trình giao thông tỉnh Hà Tĩnh",
        ]),
        ("Đảng ủy Sở Y tế tỉnh Hà Tĩnh; sau đó Đảng ủy Sở chậm", ["Đảng ủy Sở Y tế tỉnh Hà Tĩnh"]),
        ("Đội QLTT số 4 lập hồ sơ. Đội 4 làm rõ, Đội 5 thì chưa.", ["Đội Quản lý thị trường số 4"]),
        ("Sở Tài chính và Cục Thuế tỉnh Hà Tĩnh. Giao Cục Thuế truy thu.", [
            "Sở Tài chính tỉnh Hà Tĩnh", "Cục Thuế tỉnh Hà Tĩnh",
        ]),
        ("Công ty TNHH Điện tử Nakavina Hà Tĩnh chậm. Phía Nakavina nói.", [
            "Công ty trách nhiệm hữu hạn Điện tử Nakavina Hà Tĩnh",
        ]),
        ("Thanh tra NHNN Chi nhánh Khu vực 13", ["Thanh tra Ngân hàng Nhà nước chi nhánh Khu vực 13"]),
        ("Tổng công ty Mây Biếc - CTCP; Tổng công ty Mây Biếc", ["Tổng công ty Mây Biếc - CTCP", "Tổng công ty Mây Biếc"]),
        ("CTCP Vàng bạc đá quý Mây Biếc", ["Công ty cổ phần Vàng bạc đá quý Mây Biếc"]),
        ("(sau là Công ty cổ phần Mây Trắng 12 - Mabi 12). Công ty Mabi 12 nợ", ["Công ty cổ phần Mây Trắng 12"]),
        ("Ban Chấp hành Đảng bộ Ban Quản lý dự án 85", ["Ban Chấp hành Đảng bộ Ban quản lý dự án 85"]),
        ("UBND đặc khu Vân Đồn", ["Ủy ban nhân dân đặc khu Vân Đồn, tỉnh Quảng Ninh"]),
        # In a list of persons a bare "Tỉnh ủy" is that of the province of the same item.
        ("A, ủy viên Ban Thường vụ Tỉnh ủy, Giám đốc Sở Y tế tỉnh Phú Thọ; B, Tỉnh ủy viên, Giám đốc Sở Y tế tỉnh Yên Bái", [
            "Ban Thường vụ Tỉnh ủy Phú Thọ", "Sở Y tế tỉnh Phú Thọ", "Sở Y tế tỉnh Yên Bái",
        ]),
        ("Tổng công ty Cơ khí Mây Biếc (SAMCO) nợ. Tổng công ty SAMCO trả", ["Tổng công ty Cơ khí Mây Biếc"]),
        ("Phòng Kinh tế xã Mây Trắng; Phòng Kinh tế, Hạ tầng và Đô thị phường Mây Biếc", [
            "Phòng Kinh tế, Ủy ban nhân dân xã Mây Trắng",
            "Phòng Kinh tế, Hạ tầng và Đô thị, Ủy ban nhân dân phường Mây Biếc",
        ]),
        ("UY BAN NHÂN DAN\nTỈNH KIÊN GIANG", ["Ủy ban nhân dân tỉnh Kiên Giang"]),
        ("Sở Tai nguyên va Môi trường tỉnh Lâm Dồng", ["Sở Tài nguyên và Môi trường tỉnh Lâm Đồng"]),
        ("Công ty cổ phần Mây Trắng Biếc thuê đất. Công ty Mây Trắng Biếc", ["Công ty cổ phần Mây Trắng Biếc"]),
    ],
)  # fmt: skip
def test_full_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_keys_levels_and_successors() -> None:
    found = lookup_agency("Sở KHĐT tỉnh Sóc Trăng")
    assert found is not None
    assert (found.name, found.key) == ("Sở Kế hoạch và Đầu tư tỉnh Sóc Trăng", "vn/soc-trang/so-ke-hoach-va-dau-tu")
    assert (found.level, found.parent) == ("province", "Ủy ban nhân dân tỉnh Sóc Trăng")
    assert [step.date for step in found.successors] == ["2025-03-01", "2025-07-01"]


def test_nothing_to_look_up() -> None:
    assert lookup_agency("trời mưa") is None


PIECES = [
    "UBND",
    "tỉnh",
    "TP",
    ".",
    "HCM",
    "Sở",
    "TN",
    "&",
    "MT",
    "-",
    "(",
    ")",
    "Công ty",
    "cổ phần",
    "Hà Tĩnh",
    "và",
    ",",
    "\n",
    "Thanh tra",
    "5",
    "C03",
    "Đảng ủy",
    "Giám đốc",
    "các",
    "khách sạn",
    "báo",
    "Agribank",
    "chi nhánh",
    "khu vực",
    "VIVACO",
    "Mây Biếc",
    "đã",
    "thuộc",
    "Ban quản lý dự án",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_mentions_quote_the_text_and_do_not_overlap(pieces: list[str]) -> None:
    draft = Draft(" ".join(pieces))
    find_agencies(draft)
    mentions = sorted((m for a in draft.agencies for m in a.mentions), key=lambda m: m.start)
    assert all(draft.text[m.start : m.end] == m.text == m.text.strip() for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
