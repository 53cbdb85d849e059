"""Which bodies stand in one list: the words between them."""

import pytest

from ketluan.extraction.relations.lists import is_listed, list_ends


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (", ", True),
        (" và ", True),
        ("; Giám đốc ", True),
        ("; Chủ tịch ", True),
        (" (nay là thị xã Bình Thái); Hạt trưởng ", True),
        (" các nhiệm kỳ 2011-2016, 2016-2021; ", True),
        (" cùng lãnh đạo ", True),
        (" chỉ đạo ", False),
        (" không báo cáo ", False),
        (" và yêu cầu ", False),
        (" (ngày 3/4/2019) và ", False),
        (". ", False),
    ],
)
def test_what_joins_two_bodies(gap, expected):
    assert is_listed(gap) is expected


def test_the_ends_of_a_list():
    text = "giao Sở A; Giám đốc Sở B và UBND xã C báo cáo Sở D"
    places = [(text.index(name), text.index(name) + len(name)) for name in ("Sở A", "Sở B", "UBND xã C", "Sở D")]
    assert [list_ends(text, places, i) for i in range(4)] == [(0, 2), (0, 2), (0, 2), (3, 3)]
