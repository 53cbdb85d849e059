"""Which post a person holds, in which body."""

from __future__ import annotations

import pytest

from ketluan.extraction.agencies import find_agencies
from ketluan.extraction.draft import Draft
from ketluan.extraction.persons import find_persons
from ketluan.text.sentences import split_sentences


def posts_of(text: str) -> list[tuple[str, str, str]]:
    draft = Draft(text, sentences=split_sentences(text))
    find_agencies(draft)
    find_persons(draft)
    names = {e.id: e.name for e in [*draft.persons, *draft.agencies]}
    return [(names[r.head], r.title or "", names[r.tail]) for r in draft.relations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Lê Văn Thử, Giám đốc Sở Y tế tỉnh Hà Tĩnh cho biết.", [("Lê Văn Thử", "Giám đốc", "Sở Y tế tỉnh Hà Tĩnh")]),
        ("Ông Lê Văn Thử - nguyên Giám đốc Sở Y tế tỉnh Hà Tĩnh", [("Lê Văn Thử", "nguyên Giám đốc", "Sở Y tế tỉnh Hà Tĩnh")]),
        ("ông Lê Văn Thử (Giám đốc Sở Y tế tỉnh Hà Tĩnh) bị phê bình", [("Lê Văn Thử", "Giám đốc", "Sở Y tế tỉnh Hà Tĩnh")]),
        ("Giám đốc Sở Y tế tỉnh Hà Tĩnh Lê Văn Thử ký.", [("Lê Văn Thử", "Giám đốc", "Sở Y tế tỉnh Hà Tĩnh")]),
        (
            "Ông Lê Văn Thử, Giám đốc Sở Y tế tỉnh Hà Tĩnh và bà Trần Thị Mẫu, Chánh Thanh tra tỉnh Hà Tĩnh",
            [
                ("Lê Văn Thử", "Giám đốc", "Sở Y tế tỉnh Hà Tĩnh"),
                ("Trần Thị Mẫu", "Chánh Thanh tra", "Thanh tra tỉnh Hà Tĩnh"),
            ],
        ),
        ("Phó Thủ tướng Lê Văn Thử đồng ý.", [("Lê Văn Thử", "Phó Thủ tướng", "Chính phủ")]),
        ("Ông Lê Văn Thử nhận tiền của Sở Y tế tỉnh Hà Tĩnh.", []),
        ("Bí thư Đảng ủy Lê Văn Thử phát biểu. Ủy ban Kiểm tra Trung ương kết luận.", []),
    ],
)
def test_ties_a_person_to_title_and_body(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert posts_of(text) == expected


def test_a_signature_is_an_official_and_no_author() -> None:
    text = (
        "UBND tỉnh Hà Tĩnh yêu cầu các đơn vị thực hiện nghiêm kết luận, báo cáo kết quả về UBND tỉnh Hà Tĩnh.\n"
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Văn Thử\n"
    )
    assert posts_of(text) == [("Lê Văn Thử", "Phó chủ tịch", "Ủy ban nhân dân tỉnh Hà Tĩnh")]
