"""Where bodies are named: one row per rule, in the domain's words."""

from __future__ import annotations

import pytest

from ketluan.extraction.agencies import find_agencies
from ketluan.extraction.draft import Draft
from ketluan.extraction.pipeline import extract_text


def mentions(text: str) -> list[str]:
    draft = Draft(text)
    find_agencies(draft)
    return [m.text for m in sorted((m for a in draft.agencies for m in a.mentions), key=lambda m: m.start)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chủ tịch UBND tỉnh Hà Tĩnh giao Sở Y tế.", ["UBND tỉnh Hà Tĩnh", "Sở Y tế"]),
        ("Chánh Thanh tra tỉnh Sóc Trăng ký kết luận.", ["Thanh tra tỉnh Sóc Trăng"]),
        ("theo đề nghị của sở TN & MT và bộ Xây dựng", ["sở TN & MT", "bộ Xây dựng"]),
        ("các sở Tài nguyên - môi trường, Tài chính đã góp ý", ["Tài nguyên - môi trường", "Tài chính"]),
        ("UBND huyện Bến Lức, Cần Đước và thị xã Kiến Tường", ["UBND huyện Bến Lức", "Cần Đước", "thị xã Kiến Tường"]),
        ("UBND TP.HCM, Thanh tra TP", ["UBND TP.HCM", "Thanh tra TP"]),
        ("Văn phòng UBND tỉnh và Thanh tra Sở GTVT", ["Văn phòng UBND tỉnh", "Thanh tra Sở GTVT"]),
        ("Đoàn đã tiến hành thanh tra Sở Y tế tỉnh Phú Thọ", ["Sở Y tế tỉnh Phú Thọ"]),
        ("các sở, ngành, địa phương và UBND các huyện", []),
        ("cán bộ xây dựng của xã", []),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", []),
        ("tại trung tâm thương mại và trường hợp này", []),
        ("số 31/KL-TTCP", []),
        ("Ủy ban Kiểm tra (UBKT) Trung ương", ["Ủy ban Kiểm tra (UBKT) Trung ương"]),
        ("Công ty CP Kim khí Mây Trắng thua lỗ", ["Công ty CP Kim khí Mây Trắng"]),
        ("Thanh tra TP. Trước đó", ["Thanh tra TP"]),
        ("Chánh thanh tra Sở Y tế", ["thanh tra Sở Y tế"]),
        ("các Sở phải chịu trách nhiệm gồm: Du lịch, Xây dựng và Tài chính", ["Du lịch", "Xây dựng", "Tài chính"]),
        ("Hội đồng thành viên Tổng công ty Mây Biếc", ["Hội đồng thành viên Tổng công ty Mây Biếc"]),
        ("các sở Tài chính, Kế hoạch và Đầu tư", ["Tài chính", "Kế hoạch và Đầu tư"]),
        ("UBND thành phố các nhiệm kỳ trước; UBND thành phố các tỉnh", ["UBND thành phố"]),
        ("của Vụ bảo tồn thiên nhiên. Vụ bảo tồn thiên nhiên hoang dã bị bỏ quên", ["Vụ bảo tồn thiên nhiên"]),
        ("Hội đồng sát hạch lái xe chưa ký; đội trưởng Đội thanh tra địa bàn quận 3", ["Đội thanh tra địa bàn quận 3"]),
        ("Công ty cổ phần 28 và Công ty cổ phần 28 tỷ đồng", ["Công ty cổ phần 28"]),
        ("vay tại Ngân hàng Mây Biếc - chi nhánh Phú Yên", ["Ngân hàng Mây Biếc - chi nhánh Phú Yên"]),
        ("Thanh tra UBND huyện Bến Lức làm rõ", ["Thanh tra UBND huyện Bến Lức"]),
        ("bí thư chi bộ Phòng Nội vụ huyện Bến Lức, đảng viên chi bộ", ["chi bộ Phòng Nội vụ huyện Bến Lức"]),
        ("Chủ tịch Hội đồng thành viên Tổng công ty Mây Biếc", ["Tổng công ty Mây Biếc"]),
        ("thuộc các sở, ngành như Tài chính, Xây dựng", ["Tài chính", "Xây dựng"]),
        ("các bộ (Xây dựng, Tài chính) và UBND thành phố", ["Xây dựng", "Tài chính", "UBND thành phố"]),
        ("các sở ngành (nhiều thời kỳ) như: Tài chính, Xây dựng", ["Tài chính", "Xây dựng"]),
        ("UBND xã: Phù Linh, Nam Sơn và Hồng Kỳ", ["Phù Linh", "Nam Sơn", "Hồng Kỳ"]),
        ("UBND xã Phù Linh, Tiên Dược, Nam Sơn đã xác nhận", ["UBND xã Phù Linh", "Tiên Dược", "Nam Sơn"]),
        ("UBND xã Phù Linh, Sóc Sơn, Hà Nội", ["UBND xã Phù Linh"]),
        ("Công ty Cổ phần (CP) Mây Biếc thuê đất", ["Công ty Cổ phần (CP) Mây Biếc"]),
        ("Công ty hợp danh Mây Biếc (MBC) thẩm định giá", ["Công ty hợp danh Mây Biếc", "MBC"]),
        ("Đoàn luật sư TP Hà Nội và Tòa án Quân sự trung ương", ["Đoàn luật sư TP Hà Nội", "Tòa án Quân sự trung ương"]),
        ("Trung tâm huấn luyện và thi đấu TDTT tỉnh Phú Yên", ["Trung tâm huấn luyện và thi đấu TDTT tỉnh Phú Yên"]),
        ("vốn của Vinaconex 2 tại dự án; Vinaconex 2 tỷ đồng", ["Vinaconex 2", "Vinaconex"]),
        ("các bệnh viện (Mây Biếc, Đa khoa Hoa Sen) tổ chức", ["Mây Biếc", "Đa khoa Hoa Sen"]),
        ("xử phạt 3 khách sạn Mây Biếc, Sea Star và Hoa Sen 2", ["khách sạn Mây Biếc", "Sea Star", "Hoa Sen 2"]),
        ("dự án Bệnh viện Mây Biếc do Công ty Hoa Sen làm", ["Công ty Hoa Sen"]),
        ("kiểm tra cơ sở sản xuất bánh cốm Mây Biếc", ["cơ sở sản xuất bánh cốm Mây Biếc"]),
        ("trên cơ sở báo cáo của 2 cơ sở ở Hà Nội, cơ sở nhà đất", []),
        ("BÁO CÁO KẾT QUẢ; cơ sở Giáo dục nghề nghiệp", []),
        ("Luật Tổ chức Quốc hội; theo Quốc hội", ["Quốc hội"]),
        ("các trường THPT Mây Biếc, THCS Hoa Sen", ["THPT Mây Biếc", "THCS Hoa Sen"]),
        ("UBND huyện đảo Phú Quốc; UBND huyện huyện Bến Lức", ["UBND huyện đảo Phú Quốc", "UBND huyện huyện Bến Lức"]),
        ("Ban cán sự đảng uỷ UBND tỉnh Hà Tĩnh", ["Ban cán sự đảng uỷ UBND tỉnh Hà Tĩnh"]),
        ("liên danh nhà thầu Tổng công ty 36-Tổng công ty 319 trúng", ["Tổng công ty 36", "Tổng công ty 319"]),
        ("xây cổng ở xã Trường Yên", []),
        ("VDB Chi nhánh Thái Nguyên cho vay", ["VDB Chi nhánh Thái Nguyên"]),
        ("Tổng biên tập báo Người cao tuổi; thông báo Kết luận thanh tra", ["báo Người cao tuổi"]),
        ("đi từ bến xe Mây Biếc; Bến xe Mây Biếc thu phí", ["Bến xe Mây Biếc"]),
        (
            "Bí thư Ban cán sự đảng, Chủ tịch UBND tỉnh Hà Tĩnh; Bí thư Đảng ủy, Giám đốc Sở Y tế; Đảng ủy viên",
            ["Ban cán sự đảng", "UBND tỉnh Hà Tĩnh", "Đảng ủy", "Sở Y tế"],
        ),
        ("UBND tỉnh Hà Tĩnh họp. Phó Chủ tịch UBND phụ trách; UBND các huyện", ["UBND tỉnh Hà Tĩnh", "UBND"]),
        ("Chủ tịch UBND họp; UBND đã giao", []),
        (
            "Ban quản lý dự án đường Mây Biếc ký. Sau đó Ban quản lý dự án chi tiền; các ban quản lý dự án khác",
            ["Ban quản lý dự án đường Mây Biếc", "Ban quản lý dự án"],
        ),
        ("Công ty TNHH Xử lý nước ngọt (NUNA) nộp phạt", ["Công ty TNHH Xử lý nước ngọt", "NUNA"]),
        ("góp vốn thành lập công ty Cổ phần Mây Cảng - Phú Biếc", ["công ty Cổ phần Mây Cảng - Phú Biếc"]),
        ("ký với Công ty quản lý nhà chung cư về giá; Công ty thuê đất của ông", ["Công ty quản lý nhà chung cư"]),
        ("của Công ty vận chuyển hàng rời Mây Biếc; Công ty kê khai sai tại Hà Tĩnh", ["Công ty vận chuyển hàng rời Mây Biếc"]),
        ("công ty CP 79 nộp; công ty cổ phần thương mại 319;", ["công ty CP 79", "công ty cổ phần thương mại 319"]),
        ("Bộ Tư lệnh Quân khu 7, Đồn Biên phòng Mây Biếc", ["Bộ Tư lệnh Quân khu 7", "Đồn Biên phòng Mây Biếc"]),
        (
            "Thuế cơ sở 3 tỉnh Hà Tĩnh, Đội Thuế liên huyện Hương Khê - Vũ Quang",
            [
                "Thuế cơ sở 3 tỉnh Hà Tĩnh",
                "Đội Thuế liên huyện Hương Khê - Vũ Quang",
            ],
        ),
        ("Luật Thi hành án dân sự; Thi hành án dân sự tỉnh Hà Tĩnh", ["Thi hành án dân sự tỉnh Hà Tĩnh"]),
        ("Tổ thẩm định thuộc Bộ Y tế; Tổ thẩm định họp", ["Tổ thẩm định", "Bộ Y tế"]),
        ("chuyển công an tỉnh Hà Tĩnh các hồ sơ", ["công an tỉnh Hà Tĩnh"]),
        ("mua 95% cổ phần ABX. Theo đó ABX đã ký, do ABX lập", ["ABX", "ABX", "ABX"]),
        ("đô thị mới (ĐTZ) chậm. ĐTZ đã xong, do ĐTZ làm", []),
        ("dự án ABX đã xong. ABX đã ký, do ABX lập", []),
        ("Công ty Mây Biếc vay vốn. Sau đó yêu cầu Mây Biếc trả nợ", ["Công ty Mây Biếc", "Mây Biếc"]),
        ("trường Tiểu học Hòa Bình, trường mầm non xã Sơn Ca", ["trường Tiểu học Hòa Bình", "trường mầm non xã Sơn Ca"]),
        ("Công ty cổ phần đầu tư và phát triển Hoa Sen Vàng thuê đất", ["Công ty cổ phần đầu tư và phát triển Hoa Sen Vàng"]),
    ],
)
def test_bodies_in_text(text: str, expected: list[str]) -> None:
    assert mentions(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Phòng thuộc Ủy ban nhân dân tỉnh, thành phố trực thuộc trung ương",
        "xác nhận của Ủy ban nhân dân xã, phường, thị trấn nơi cư trú",
        "QUY HOẠCH VÀ NHIỆM VỤ CHI GIỮA CÁC CẤP",
    ],
)
def test_levels_and_duties_of_norms_name_no_body(text: str) -> None:
    assert [a.name for a in extract_text(text).agencies] == []
