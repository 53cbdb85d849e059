"""What the layout of formal documents says about their lines (invented places and bodies)."""

import pytest

from ketluan.extraction.statements.outline import outline
from ketluan.text.sections import find_sections
from ketluan.text.sentences import split_sentences


def roles(text: str) -> list[str]:
    sentences = split_sentences(text)
    return outline(text, sentences, find_sections(text, sentences))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IV. KIẾN NGHỊ\n1. Phòng Văn hóa mở sổ theo mẫu.\n2. Thu hồi 5 giấy phép.", ["heading", "order", "order"]),
        ("PHẦN III. KIẾN NGHỊ\n1. Phòng Văn hóa mở sổ theo mẫu.", ["heading", "order"]),
        ("UBND huyện yêu cầu:\n1. Xã Hòa Vọng nộp đủ tiền.\nXã đã nhận văn bản.", ["heading", "order", "free"]),
        ("II. Tồn tại\n- Thu tiền nước khi chưa họp.\nNơi nhận:\n- Như trên;", ["heading", "shortcoming", "free", "free"]),
        ("II. KẾT QUẢ\n1. Công tác tiếp công dân\nXã có lịch tiếp.", ["heading", "heading", "free"]),
        ("I. ƯU ĐIỂM\n- Xã có nội quy.", ["heading", "free"]),
        ("1. Chưa mở sổ\n2. Chưa lập biên bản\n3. Chưa họp", ["free", "free", "free"]),
        ("Thanh tra yêu cầu xã Hòa Vọng nộp tiền.\nÔng nói sẽ nộp.", ["free", "free"]),
    ],
)
def test_role_of_each_line(text: str, expected: list[str]) -> None:
    assert roles(text) == expected
