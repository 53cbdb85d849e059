"""Who is named in a text, and which words that look like names are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons import find_persons
from ketluan.record import Person
from ketluan.text.sentences import split_sentences


def persons_of(text: str) -> list[Person]:
    draft = Draft(text, sentences=split_sentences(text))
    find_persons(draft)
    return draft.persons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Lê Văn Thử cho biết như trên.", ["Lê Văn Thử"]),
        ("Theo bà Trần Thị Mẫu, việc này đã xong.", ["Trần Thị Mẫu"]),
        ("Đồng chí Bí thư nêu rõ.", []),
        ("Giám đốc Sở Nội vụ Đỗ Văn Thử ký văn bản.", ["Đỗ Văn Thử"]),
        ("Chủ tịch UBND thành phố Nguyễn Văn Thử chỉ đạo.", ["Nguyễn Văn Thử"]),
        ("Bí thư Tỉnh ủy Bình Định Nguyễn Văn Thử đề nghị.", ["Nguyễn Văn Thử"]),
        ("TS Lê Đình Thử cho rằng", ["Lê Đình Thử"]),
        ("ông Lê Văn Thử (Giám đốc), Xà Văn Mẫu (nguyên Bí thư)", ["Lê Văn Thử", "Xà Văn Mẫu"]),
        ("ông Lê Thái Bình đến. Tại Thái Bình, việc đã xong", ["Lê Thái Bình"]),
        ("các ông: Lê Văn Thử, Trần Văn Mẫu và bà Phạm Thị Ví", ["Lê Văn Thử", "Trần Văn Mẫu", "Phạm Thị Ví"]),
        ("ông Lê Văn Thử Giám đốc Sở", ["Lê Văn Thử"]),
        ("ông Nguyễn Hồng Ph. sử dụng giấy phép", ["Nguyễn Hồng Ph."]),
        ("dự án ở đường Nguyễn Văn Cừ, phường Trần Hưng Đạo", []),
        ("các tuyến phố như Vệ Hồ, Nhật Chiêu, Trần Văn Thử bị đào", []),
        ("ĐBQH Phạm Văn Thử (Đoàn Đồng Tháp)", ["Phạm Văn Thử"]),
        ("tại số 8B Lê Trực và 9C Nguyễn Tất Thành", []),
        ("Trường THPT Nguyễn Thị Minh Khai thu sai", []),
        ("Công ty cổ phần Hoàng Văn Thử bị phạt; Hoàng Văn Thử phải nộp lại.", []),
        ("Chánh Thanh tra tỉnh Hà Tĩnh ký kết luận", []),
        ("Chủ tịch UBND Thành phố Hồ Chí Minh chỉ đạo", []),
    ],
)
def test_names_people_only(text: str, expected: list[str]) -> None:
    assert [p.name for p in persons_of(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Lê Văn Thử nhận lỗi. Sau đó ông Thử nộp lại tiền.", {"Lê Văn Thử": 2}),
        ("Ông Lê Văn Thử và bà Trần Thị Thử họp. Ông Thử nói.", {"Lê Văn Thử": 2, "Trần Thị Thử": 1}),
        ("Ông Lê Văn Thử và ông Trần Văn Thử họp. Ông Thử nói.", {"Lê Văn Thử": 1, "Trần Văn Thử": 1, "Thử": 1}),
        ("Ông Lê Văn Hải ký. Bí thư Hải nói. Giám đốc Hải Phòng Sạch", {"Lê Văn Hải": 2}),
        ("Ông Lê Minh Hải Đăng đến. Theo Hải Đăng, việc đã xong", {"Lê Minh Hải Đăng": 2}),
        ("Bà Phan Thị Mỹ Thử ký. Bà Mỹ Thử không nhận.", {"Phan Thị Mỹ Thử": 2}),
        # The text calls only one of them "ông", and named him last.
        (
            "Phó Thủ tướng Trần Văn Thử giao. Đơn của ông Lê Văn Thử đúng. Ông Thử nộp đơn.",
            {"Trần Văn Thử": 1, "Lê Văn Thử": 2},
        ),
        (
            "Đơn của ông Lê Văn Thử đúng. Phó Thủ tướng Trần Văn Thử giao. Ông Thử nộp đơn.",
            {"Lê Văn Thử": 1, "Trần Văn Thử": 1, "Thử": 1},
        ),
    ],
)
def test_ties_given_names_to_the_one_full_name_that_fits(text: str, expected: dict[str, int]) -> None:
    assert {p.name: len(p.mentions) for p in persons_of(text)} == expected


def test_a_byline_is_an_author() -> None:
    text = "Thanh tra tỉnh kết luận đơn vị chi sai.\nTrụ sở đơn vị. Ảnh: Hữu Mẫu.\nĐơn vị phải nộp lại.\nThu Hà"
    assert {p.name: p.role for p in persons_of(text)} == {"Hữu Mẫu": "author", "Thu Hà": "author"}


@given(st.text(alphabet="ông bà LêVănThử.,:()\n\"'ĐđNguyễn-/T1", max_size=80))
def test_spans_hold_their_text(text: str) -> None:
    for person in persons_of(text):
        for mention in person.mentions:
            assert text[mention.start : mention.end] == mention.text
            assert mention.text == mention.text.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đại biểu Quốc hội Nguyễn Văn Thử chất vấn.", ["Nguyễn Văn Thử"]),
        ("Ca sĩ Mỹ Thơ bị xử phạt.", ["Mỹ Thơ"]),
        ("bắt tạm giam John Smith (43 tuổi) hôm qua", ["John Smith"]),
        ("Bộ Công an khởi tố Lê Văn Thử và Trần Văn Mẫu. Hôm nay ông Thử, Mẫu khai báo.", ["Lê Văn Thử", "Trần Văn Mẫu"]),
        ("ông Võ Văn Chánh với vai trò là chủ đầu tư", ["Võ Văn Chánh"]),
    ],
)
def test_names_in_less_usual_places(text: str, expected: list[str]) -> None:
    assert [p.name for p in persons_of(text)] == expected


SYLLABLES = ("An", "Bình", "Cường", "Dũng", "Hà", "Hải", "Lan", "Mai", "Nam", "Phúc", "Sơn", "Tuấn")
FULL_NAMES = st.tuples(
    st.sampled_from(("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng")),
    st.sampled_from(("Văn", "Thị", "Minh", "Quang")),
    st.sampled_from(SYLLABLES),
).map(" ".join)


@given(st.lists(FULL_NAMES, min_size=1, max_size=6), st.lists(st.sampled_from(SYLLABLES), max_size=4))
def test_merging_never_joins_two_full_names(full: list[str], given_names: list[str]) -> None:
    """Whatever else the text says, an entry holds one full name, and a shorter mention only the end of it."""
    text = "".join(f"Ông {name} ký biên bản.\n" for name in [*full, *given_names])
    for person in persons_of(text):
        named = [m.text for m in person.mentions]
        assert len({name for name in named if len(name.split()) == 3}) <= 1
        assert all(person.name.split()[-len(name.split()) :] == name.split() for name in named)
    assert {m.text for p in persons_of(text) for m in p.mentions} == {*full, *given_names}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chánh Thanh tra tỉnh Hà Tĩnh – Phạm Hoàng Thử ký kết luận.", ["Phạm Hoàng Thử"]),
        ("Chủ tịch UBND huyện Can Lộc (Hà Tĩnh) Lê Tấn Thử ký.", ["Lê Tấn Thử"]),
        ("Giám đốc Trung tâm Bế Thị Thử khẩn trương lập phương án.", ["Bế Thị Thử"]),
        ("Giám đốc bệnh viện Ninh Trọng Vỵ nói. Theo ông Vỵ, việc đã xong.", ["Ninh Trọng Vỵ"]),
        ("Giám đốc bệnh viện Nguyễn Tri Phương ký.", []),
        ("ông Ksor Bơ, bà H'Yim Kđoh và ông Y Thanh Niê Kđăm", ["Ksor Bơ", "H'Yim Kđoh", "Y Thanh Niê Kđăm"]),
        ("ông Giàng A Páo, ông Lò Văn Pản, ông Thạch Sô Phiếp", ["Giàng A Páo", "Lò Văn Pản", "Thạch Sô Phiếp"]),
        ("PGS.TS Lê Đình Thử và ThS. Trần Thị Mẫu trình bày", ["Lê Đình Thử", "Trần Thị Mẫu"]),
        ("Đại tá Lê Đình Thử, Thượng tọa Thích Minh Mẫu đến dự", ["Lê Đình Thử", "Thích Minh Mẫu"]),
        ("con tàu Nguyễn Phúc Chu cập cảng, giải thưởng Lê Văn Thử trao hôm qua", []),
    ],
)
def test_names_of_every_kind(text: str, expected: list[str]) -> None:
    assert [p.name for p in persons_of(text)] == expected
