"""Tables are told from lines that only look like a grid."""

from __future__ import annotations

import pytest

from ketluan.ingest.printed import Box4
from ketluan.ingest.rulings import Table, whole_tables

WIDTH = 6.0
GRID = [[(0.0, y, 60.0, y + 20.0), (60.0, y, 120.0, y + 20.0)] for y in (0.0, 20.0, 40.0)]


def _typed(*lines: tuple[float, str]) -> tuple[str, list[Box4]]:
    """Glyphs of a fixed width; each line begins at the x given and stands in its row of the grid."""
    chars, boxes = "", []
    for row, (x, words) in enumerate(lines):
        for i, char in enumerate(words + " "):
            chars += char
            boxes.append((x + i * WIDTH, row * 20 + 4.0, x + (i + 1) * WIDTH, row * 20 + 16.0))
    return chars, boxes


@pytest.mark.parametrize(
    ("what", "lines", "n_rows"),
    [
        ("cells with words on both sides of the border", [(6, "thửa đất số 7"), (6, "giá      120"), (6, "thuế     35")], [3]),
        ("running text that a border cuts", [(6, "ngày 23 tháng 9 năm"), (6, "xem xét phê duyệt"), (6, "trên địa bàn xã")], []),
        ("one column in a frame", [(6, "ghi chú"), (6, "không"), (6, "có")], []),
        ("one row of three is cut: the others stay", [(6, "thẩm quyền ký"), (6, "giá      12"), (6, "thuế     3")], [2]),
    ],
)
def test_grid_is_a_table_where_its_borders_spare_the_words(what: str, lines: list[tuple[float, str]], n_rows: list[int]) -> None:
    table = Table((0.0, 0.0, 120.0, 60.0), GRID)
    chars, boxes = _typed(*lines)
    assert [len(kept.rows) for kept in whole_tables([table], chars, boxes)] == n_rows, what
