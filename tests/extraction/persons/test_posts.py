"""Which post a person holds, in which body."""

from __future__ import annotations

import pytest

from ketluan.extraction.agencies import find_agencies
from ketluan.extraction.draft import Draft
from ketluan.extraction.persons import find_persons
from ketluan.extraction.persons.roles import decide_roles
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
        ("ông Lê Văn Thử, nguyên Thứ trưởng Y tế", [("Lê Văn Thử", "nguyên Thứ trưởng", "Bộ Y tế")]),
        ("bà Trần Thị Mẫu, Cục trưởng Quản lý đất đai, nêu", [("Trần Thị Mẫu", "Cục trưởng", "Cục Quản lý đất đai")]),
        ("bà Trần Thị Mẫu, Cục trưởng Quản lý đất đai, Khoáng sản, nêu", []),
        ("cựu Bí thư Phú Yên Lê Văn Thử", [("Lê Văn Thử", "cựu Bí thư", "Tỉnh ủy Phú Yên")]),
        ("ông Lê Văn Thử, Bí thư huyện Bến Lức cho biết", [("Lê Văn Thử", "Bí thư", "Huyện ủy Bến Lức")]),
        ("chủ tịch tỉnh Phú Yên Lê Văn Thử", [("Lê Văn Thử", "chủ tịch tỉnh", "Ủy ban nhân dân tỉnh Phú Yên")]),
        (
            "cựu Bí thư Tỉnh ủy Phú Yên Lê Văn Thử, cựu Phó bí thư thường trực Trần Văn Mẫu",
            [
                ("Lê Văn Thử", "cựu Bí thư", "Tỉnh ủy Phú Yên"),
                ("Trần Văn Mẫu", "cựu Phó bí thư thường trực", "Tỉnh ủy Phú Yên"),
            ],
        ),
        (
            "Công ty TNHH Mây Biếc do ông Lê Văn Thử (tức Ba Thử) làm chủ tịch",
            [
                ("Lê Văn Thử", "chủ tịch", "Công ty trách nhiệm hữu hạn Mây Biếc"),
            ],
        ),
        (
            "Theo luật sư Lê Văn Thử - Đoàn luật sư TP Hà Nội, việc này",
            [
                ("Lê Văn Thử", "luật sư", "Đoàn Luật sư thành phố Hà Nội"),
            ],
        ),
        (
            "Lãnh đạo Bệnh viện Mây Biếc gồm: ông Lê Văn Thử, Giám đốc (nguyên Giám đốc Sở Y tế tỉnh Phú Yên); "
            "bà Trần Thị Mẫu, Phó giám đốc",
            [
                ("Lê Văn Thử", "Giám đốc", "Bệnh viện Mây Biếc"),
                ("Lê Văn Thử", "nguyên Giám đốc", "Sở Y tế tỉnh Phú Yên"),
                ("Trần Thị Mẫu", "Phó giám đốc", "Bệnh viện Mây Biếc"),
            ],
        ),
        (
            "Phạm Văn Ví (Giám đốc Sở Y tế tỉnh Phú Yên); "
            "ông Lê Văn Thử và Trần Văn Mẫu (nguyên Giám đốc Sở Xây dựng tỉnh Phú Yên)",
            [
                ("Phạm Văn Ví", "Giám đốc", "Sở Y tế tỉnh Phú Yên"),
                ("Lê Văn Thử", "nguyên Giám đốc", "Sở Xây dựng tỉnh Phú Yên"),
                ("Trần Văn Mẫu", "nguyên Giám đốc", "Sở Xây dựng tỉnh Phú Yên"),
            ],
        ),
        # Commas all through: whether the post is also the first one's, the text does not say.
        (
            "Phạm Văn Ví (Giám đốc Sở Y tế tỉnh Phú Yên), Lê Văn Thử, Trần Văn Mẫu (Giám đốc Sở Xây dựng tỉnh Phú Yên)",
            [
                ("Phạm Văn Ví", "Giám đốc", "Sở Y tế tỉnh Phú Yên"),
                ("Trần Văn Mẫu", "Giám đốc", "Sở Xây dựng tỉnh Phú Yên"),
            ],
        ),
        # What the title's own words and the administration give.
        (
            "ông Lê Văn Thử, Tỉnh ủy viên, nguyên Bí thư Huyện ủy Can Lộc, nguyên Chủ tịch UBND huyện Can Lộc, tỉnh Hà Tĩnh, "
            "hiện đang là Phó Chủ tịch UBND tỉnh Hà Tĩnh",
            [
                ("Lê Văn Thử", "Tỉnh ủy viên", "Tỉnh ủy Hà Tĩnh"),
                ("Lê Văn Thử", "nguyên Bí thư", "Huyện ủy Can Lộc"),
                ("Lê Văn Thử", "nguyên Chủ tịch UBND", "Ủy ban nhân dân huyện Can Lộc, tỉnh Hà Tĩnh"),
                ("Lê Văn Thử", "Phó Chủ tịch UBND", "Ủy ban nhân dân tỉnh Hà Tĩnh"),
            ],
        ),
        (
            "bà Trần Thị Mẫu, Phó Bí thư, Chủ tịch UBND huyện Can Lộc, tỉnh Hà Tĩnh",
            [
                ("Trần Thị Mẫu", "Phó Bí thư", "Huyện ủy Can Lộc"),
                ("Trần Thị Mẫu", "Chủ tịch UBND", "Ủy ban nhân dân huyện Can Lộc, tỉnh Hà Tĩnh"),
            ],
        ),
        ("Tổng biên tập báo Mây Biếc Lê Văn Thử bị nhắc.", [("Lê Văn Thử", "Tổng biên tập", "Báo Mây Biếc")]),
        ("Phó Tổng Thanh tra Chính phủ Lê Văn Thử ký.", [("Lê Văn Thử", "Phó Tổng Thanh tra", "Thanh tra Chính phủ")]),
        # A list: each title goes with the name before it, not with the next.
        (
            "ông Lê Văn Thử, nguyên Giám đốc Sở Y tế tỉnh Hà Tĩnh, ông Trần Văn Mẫu, nhân viên, lập hồ sơ",
            [("Lê Văn Thử", "nguyên Giám đốc", "Sở Y tế tỉnh Hà Tĩnh"), ("Trần Văn Mẫu", "nhân viên", "Sở Y tế tỉnh Hà Tĩnh")],
        ),
        (
            "Công ty TNHH Mây Biếc: ông Lê Văn Thử, Chủ tịch HĐTV bị phê bình; ông Trần Văn Mẫu, thành viên HĐTV cũng bị nhắc",
            [
                ("Lê Văn Thử", "Chủ tịch HĐTV", "Công ty trách nhiệm hữu hạn Mây Biếc"),
                ("Trần Văn Mẫu", "thành viên HĐTV", "Công ty trách nhiệm hữu hạn Mây Biếc"),
            ],
        ),
        # Facts and brackets between the name and the post, a place in brackets behind the body.
        ("ông Lê Văn Thử (54 tuổi), Giám đốc Sở Y tế tỉnh Hà Tĩnh", [("Lê Văn Thử", "Giám đốc", "Sở Y tế tỉnh Hà Tĩnh")]),
        (
            "Lê Văn Thử (SN 1970, trú tại phường Mây Biếc), Giám đốc Sở Y tế tỉnh Hà Tĩnh",
            [("Lê Văn Thử", "Giám đốc", "Sở Y tế tỉnh Hà Tĩnh")],
        ),
        (
            "Chủ tịch UBND huyện Can Lộc (tỉnh Hà Tĩnh) Lê Văn Thử vừa ký",
            [("Lê Văn Thử", "Chủ tịch UBND", "Ủy ban nhân dân huyện Can Lộc, tỉnh Hà Tĩnh")],
        ),
        # Decisions on an office, offices with a term.
        (
            "UBND tỉnh Hà Tĩnh cách chức Phó Chủ tịch UBND huyện Can Lộc nhiệm kỳ 2016-2021 đối với bà Trần Thị Mẫu.",
            [("Trần Thị Mẫu", "Phó Chủ tịch UBND", "Ủy ban nhân dân huyện Can Lộc, tỉnh Hà Tĩnh")],
        ),
        (
            "Vị trí Chủ tịch HĐQT Công ty cổ phần Mây Biếc từ năm 2013 trở về trước là ông Lê Văn Thử.",
            [("Lê Văn Thử", "Chủ tịch HĐQT", "Công ty cổ phần Mây Biếc")],
        ),
        (
            "Công ty TNHH Mây Biếc (MB) do ông Lê Văn Thử, chồng bà Trần Thị Mẫu, làm giám đốc.",
            [("Lê Văn Thử", "giám đốc", "Công ty trách nhiệm hữu hạn Mây Biếc")],
        ),
        # Nouns that stand for a body of the text, lists that end in the body.
        (
            "Bệnh viện Đa khoa Mây Biếc (sau đây gọi là Bệnh viện) chi sai. Giám đốc Bệnh viện Lê Văn Thử ký.",
            [("Lê Văn Thử", "Giám đốc", "Bệnh viện Đa khoa Mây Biếc")],
        ),
        (
            "ông Lê Văn Thử, Trưởng khoa 1; Trần Văn Mẫu, Trưởng khoa 2 và bà Phạm Thị Ví, Trưởng khoa 3 của Bệnh viện Mây Biếc",
            [
                ("Lê Văn Thử", "Trưởng khoa 1", "Bệnh viện Mây Biếc"),
                ("Trần Văn Mẫu", "Trưởng khoa 2", "Bệnh viện Mây Biếc"),
                ("Phạm Thị Ví", "Trưởng khoa 3", "Bệnh viện Mây Biếc"),
            ],
        ),
        (
            "UBND huyện Can Lộc bổ nhiệm ông Lê Văn Thử vào chức vụ Trưởng phòng Nội vụ huyện Can Lộc thay ông Trần Văn Mẫu.",
            [("Lê Văn Thử", "Trưởng phòng", "Phòng Nội vụ huyện Can Lộc, tỉnh Hà Tĩnh")],
        ),
        ("Sở Y tế tỉnh Hà Tĩnh nêu vi phạm của các cán bộ, lãnh đạo: Lê Văn Thử, Trần Văn Mẫu", []),
        # Communes and their staff, residence before the post, members of a list who are known by their post.
        (
            "Công an bắt Lê Văn Thử (SN 1982), trú tại xã Mây Biếc, huyện Can Lộc – là công chức tư pháp – hộ tịch "
            "UBND huyện Can Lộc",
            [("Lê Văn Thử", "công chức tư pháp – hộ tịch", "Ủy ban nhân dân huyện Can Lộc, tỉnh Hà Tĩnh")],
        ),
        (
            "ông Lê Văn Thử - cán bộ Tài chính xã Thiên Lộc, huyện Can Lộc, tỉnh Hà Tĩnh",
            [("Lê Văn Thử", "cán bộ", "Ủy ban nhân dân xã Thiên Lộc, huyện Can Lộc, tỉnh Hà Tĩnh")],
        ),
        (
            "UBND huyện Can Lộc: ông Lê Văn Thử, Phó Chủ tịch UBND huyện; Y Mẫu, Phó Chủ tịch UBND huyện",
            [
                ("Lê Văn Thử", "Phó Chủ tịch UBND", "Ủy ban nhân dân huyện Can Lộc, tỉnh Hà Tĩnh"),
                ("Y Mẫu", "Phó Chủ tịch UBND", "Ủy ban nhân dân huyện Can Lộc, tỉnh Hà Tĩnh"),
            ],
        ),
        (
            "ông Lê Văn Thử, Phó bí thư Ban cán sự đảng, Phó Chủ tịch UBND tỉnh Hà Tĩnh",
            [
                ("Lê Văn Thử", "Phó bí thư", "Ban cán sự đảng Ủy ban nhân dân tỉnh Hà Tĩnh"),
                ("Lê Văn Thử", "Phó Chủ tịch UBND", "Ủy ban nhân dân tỉnh Hà Tĩnh"),
            ],
        ),
        ("Sở Y tế tỉnh Hà Tĩnh nhắc 3 cán bộ gồm: ông Lê Văn Thử, ông Trần Văn Mẫu", []),
        ("ông Lê Văn Thử - Giám đốc BVXX huyện Mây, Sở Y tế tỉnh Hà Tĩnh khẳng định tố cáo sai", []),
        (
            "Hội Nông dân Việt Nam họp. Ông Lê Văn Thử - ủy viên Đảng đoàn Hội Nông dân Việt Nam, phó chủ tịch - nói",
            [
                ("Lê Văn Thử", "ủy viên", "Đảng đoàn Hội Nông dân Việt Nam"),
                ("Lê Văn Thử", "phó chủ tịch", "Hội Nông dân Việt Nam"),
            ],
        ),
        # A body that only stands near, or a name that was not recognised, is none.
        ("theo chỉ đạo của ông Lê Văn Thử, Sở Y tế tỉnh Hà Tĩnh đã kiểm tra", []),
        ("ông Lê Văn Thử - Giám đốc Quỹ đầu tư ven sông - nói. Công ty cổ phần Mây Biếc chưa trả lời.", []),
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


OFFICIAL = """UBND TỈNH HÀ TĨNH
SỞ Y TẾ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sở Y tế thông báo để các đơn vị biết.
"""


@pytest.mark.parametrize(
    ("what", "block", "expected"),
    [
        ("an office in capitals is no name", "TRƯỞNG ĐOÀN\nCHÁNH VĂN PHÒNG\nĐẠI DIỆN DOANH NGHIỆP", []),
        ("the signer", "Nơi nhận:\n- Lưu: VT.\nGIÁM ĐỐC\nNguyễn Văn Thử", [("Nguyễn Văn Thử", "official", ["Giám đốc"])]),
        (
            "a deputy",
            "Nơi nhận:\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Thị Mẫu",
            [("Lê Thị Mẫu", "official", ["Phó giám đốc"])]),
        (
            "his own office is lost: not that of his chief",
            "Nơi nhận:\n- Lưu: VT.\nKÍ.GIÁM ĐỐC\nPHÓ G\nLê Thị Mẫu",
            [("Lê Thị Mẫu", "official", [])]),
        (
            "the columns were read line by line",
            "Nơi nhận: GIÁM ĐỐC\n- Bộ Y tế;\n- Lưu VT; Trần Văn Thử",
            [("Trần Văn Thử", "official", ["Giám đốc"])]),
    ],
)  # fmt: skip
def test_reads_signatures_of_official_documents(what: str, block: str, expected: list[tuple[str, str, list[str]]]) -> None:
    draft = Draft(OFFICIAL + block + "\n")
    draft.sentences = split_sentences(draft.text)
    find_agencies(draft)
    find_persons(draft)
    decide_roles(draft)
    posts = {p.id: [r.title for r in draft.relations if r.head == p.id] for p in draft.persons}
    assert [(p.name, p.role, posts[p.id]) for p in draft.persons] == expected, what
