"""A middle name Văn or Thị marks a person whatever the surname; streets and communes of such a name are none."""

from __future__ import annotations

import pytest

import ketluan


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tổ bảo vệ để đăng kiểm viên Cấn Văn Thụ nhận quà.", ["Cấn Văn Thụ"]),
        ("Kế toán Chử Thị Lành lập chứng từ sai.", ["Chử Thị Lành"]),
        ("Đường Võ Văn Kiệt bị ngập, UBND xã Hồ Thị Kỷ chậm xử lý.", []),
    ],
)
def test_persons(text: str, names: list[str]) -> None:
    assert [p.name for p in ketluan.extract_text(text).persons] == names
