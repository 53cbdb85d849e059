"""When two names mean the same."""

from __future__ import annotations

import pytest

from ketluan.annotations.names import canonical_key, canonical_key_like, same_agency
from ketluan.evaluate.matching import Counts, match_names


@pytest.mark.parametrize(
    ("gold", "got", "same"),
    [
        ("Ủy ban nhân dân tỉnh An Bình", "UBND tỉnh An Bình", True),
        ("Sở Nội vụ tỉnh An Bình", "Sở Nội vụ An Bình", True),
        ("Sở Nội vụ tỉnh An Bình", "Sở Nội vụ", False),
        ("Sở Nội vụ tỉnh An Bình", "Sở Nội vụ tỉnh Tân Phú", False),
        ("Phòng Tổng hợp", "Phòng Tổng hợp, Sở Nội vụ tỉnh An Bình", True),
        ("Ủy ban nhân dân xã Hòa Khê", "Ủy ban nhân dân xã Hòa Khê, huyện Tân Lộc, tỉnh An Bình", True),
        ("Công ty TNHH MTV Bến Nứa", "Công ty trách nhiệm hữu hạn một thành viên Bến Nứa", True),
        ("", "Sở Nội vụ", False),
    ],
)
def test_same_agency(gold, got, same):
    assert same_agency(gold, got) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("61/2018/NĐ-CP", "61/2018/nđ-cp"),
        ("Luật Thanh tra 2022", "11/2022/QH15"),
        ("Luật Thanh tra năm 2022", "Luật Thanh tra 2022"),
        ("Nghị định 78", "78"),
        ("Kết luận thanh tra số 31", "31"),
    ],
)
def test_one_spelling_for_one_document(one, other):
    assert canonical_key(one) == canonical_key(other)


def test_a_number_is_taken_down_to_the_bare_title_only_where_the_gold_gives_no_more():
    bare = {canonical_key("Luật Thanh tra")}
    assert canonical_key_like("11/2022/QH15", bare) in bare
    assert canonical_key_like("11/2022/QH15", {canonical_key("11/2022/QH15")}) == canonical_key("11/2022/QH15")


def test_match_names():
    wanted = ["Sở Nội vụ tỉnh An Bình", "Sở Y tế tỉnh An Bình"]
    got = ["Sở Y tế An Bình", "Sở Y tế An Bình", "Sở Xây dựng An Bình", "Sở Tư pháp An Bình"]
    assert match_names(wanted, got, ["Sở Tư pháp tỉnh An Bình"]) == Counts(1, 1, 1)
