"""Who is the subject of what a text reports, who acts for a body, and who only stands beside it."""

from __future__ import annotations

import pytest

import ketluan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Sanctioned or blamed.
        ("Huyện ủy thi hành kỷ luật cảnh cáo đối với ông Lê Văn Thử.", {"Lê Văn Thử": "named"}),
        ("Ông Lê Văn Thử, Giám đốc Sở Y tế tỉnh Hà Tĩnh, bị đề nghị xem xét kỷ luật.", {"Lê Văn Thử": "named"}),
        ("Trách nhiệm thuộc về bà Trần Thị Mẫu, kế toán Sở Y tế tỉnh Hà Tĩnh.", {"Trần Thị Mẫu": "named"}),
        (
            "Khiển trách các ông: Lê Văn Thử, Giám đốc Sở Y tế tỉnh Hà Tĩnh; Trần Văn Mẫu, Chánh Văn phòng.",
            {"Lê Văn Thử": "named", "Trần Văn Mẫu": "named"},
        ),
        ("Phó Thủ tướng Lê Văn Thử bị khởi tố.", {"Lê Văn Thử": "named"}),
        ("Công an khởi tố bà Trần Thị Mẫu (41 tuổi, nhân viên Phòng Đăng ký).", {"Trần Thị Mẫu": "named"}),
        # Acting for a body.
        ("Ông Lê Văn Thử, Giám đốc Sở Y tế tỉnh Hà Tĩnh, cho biết đã xử lý các vi phạm.", {"Lê Văn Thử": "official"}),
        ("Theo ông Lê Văn Thử, Chánh Thanh tra tỉnh Hà Tĩnh, có nhiều sai phạm.", {"Lê Văn Thử": "official"}),
        ("Chủ tịch UBND tỉnh Hà Tĩnh Lê Văn Thử yêu cầu kiểm điểm trách nhiệm.", {"Lê Văn Thử": "official"}),
        # Beside the matter: relatives, complainants, those to whom something was given.
        ("Ông Lê Văn Thử, chồng bà Trần Thị Mẫu, bị kỷ luật.", {"Lê Văn Thử": "named", "Trần Thị Mẫu": "other"}),
        ("Thanh tra xem xét đơn tố cáo của ông Lê Văn Thử về sai phạm của công ty.", {"Lê Văn Thử": "other"}),
        ("UBND xã cấp giấy chứng nhận cho ông Lê Văn Thử không đúng quy định.", {"Lê Văn Thử": "other"}),
        ("Ông Lê Văn Thử không bị kỷ luật.", {"Lê Văn Thử": "other"}),
    ],
)
def test_roles(text: str, expected: dict[str, str]) -> None:
    assert {p.name: p.role for p in ketluan.extract_text(text).persons} == expected
