"""Which words point to a body without its name, and which body they mean. All bodies are invented."""

import pytest

from ketluan.extraction.relations.pointers import Pointers
from ketluan.record import Agency, Mention
from ketluan.text.folding import same_tone_style

BODIES = [
    ("Ủy ban nhân dân tỉnh Hải Lương", "people_committee"),
    ("Công ty cổ phần Minh Hòa Phát", "company"),
    ("Công ty trách nhiệm hữu hạn Vinabexo", "company"),
    ("Trường Trung học cơ sở Đồng Lạc", "school"),
    ("Bộ Công nghiệp nhẹ", "ministry"),
    ("Chính phủ", "government"),
]


def agency(i: int, name: str, kind: str) -> Agency:
    mention = Mention(start=i * 10, end=i * 10 + 5, text=name)
    return Agency(
        id=f"a{i}", name=name, type=kind, level=None, province=None, parent=None, key=f"k{i}", successor=None, mentions=[mention]
    )


def pointed(sentence: str, inspected: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(kind, name) of each pointer that means one body; the bodies were named before, in the order of BODIES."""
    agencies = [agency(i, name, kind) for i, (name, kind) in enumerate(BODIES)]
    pointers = Pointers(agencies, lambda i, before: i * 10, inspected).find(same_tone_style(sentence), sentence, 1000)
    found = [(p.kind, next((i for i, rank in p.ranks.items() if rank == 0), None)) for p in pointers]
    return [(kind, BODIES[i][0].split()[-1]) for kind, i in found if i is not None]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Công ty này chưa nộp tiền thuê đất.", [("công ty này", "Vinabexo")]),
        ("Nhà trường thu sai các khoản.", [("nhà trường", "Lạc")]),
        ("Nhiều công ty chưa nộp tiền.", []),
        ("Công ty con chưa nộp tiền.", []),
        ("Cán bộ thông báo trong các trường hợp khác.", []),
        ("Công ty Hoa Lan chưa nộp tiền.", []),
        ("Hải Lương đã giao đất không qua đấu giá.", [("place", "Lương")]),
        ("Dự án tại Hải Lương chậm tiến độ.", []),
        ("Bộ trưởng Công nghiệp nhẹ chịu trách nhiệm.", [("minister", "nhẹ")]),
        ("Minh Hòa Phát tự ý xây dựng.", [("tail", "Phát")]),
        ("Vinabexo tự ý xây dựng.", [("word", "Vinabexo")]),
        ("Đoàn kiến nghị Thủ tướng xem xét.", [("thủ tướng", "phủ")]),
        ("Quy hoạch đã được Thủ tướng phê duyệt.", []),
    ],
)
def test_what_words_point_to(sentence, expected):
    assert pointed(sentence) == expected


def test_a_bare_noun_means_the_inspected_one_and_this_one_the_last():
    assert pointed("Công ty chưa nộp tiền.", ("a1",)) == [("công ty", "Phát")]
    assert pointed("Công ty này chưa nộp tiền.", ("a1",)) == [("công ty này", "Vinabexo")]
