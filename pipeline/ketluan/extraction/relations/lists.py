"""Lists of bodies inside a sentence: "giao Giám đốc Sở A; Chủ tịch UBND huyện B (nay là thị xã B) và UBND xã C"."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

# Whose post or organ stands before a body in a list.
_POST = (
    r"(?:(?:các|những|lãnh đạo|tập thể|tập thể lãnh đạo|người đứng đầu|thủ trưởng|nguyên|phó|quyền|chủ tịch|giám đốc|"
    r"tổng giám đốc|hiệu trưởng|chánh|chánh văn phòng|bí thư|cục trưởng|vụ trưởng|chi cục trưởng|hạt trưởng|bộ trưởng|"
    r"trưởng|viện trưởng|ban giám đốc|hội đồng thành viên|hội đồng quản trị|đảng ủy|sở|huyện|bộ|"
    r"ngành|tỉnh|thành phố|đơn vị)\s){0,4}"
)
_GAP = re.compile(
    r"\s{0,2}(?:\((?![^)]{0,60}(?:ngày|số))[^)]{0,60}\)\s?)?(?:(?:các\s)?nhiệm kỳ [\d\-–, ]{4,40}\s?)?"
    rf"(?:,\s?và|;\s?và|,|;|/|&|và|cùng|cùng với|với|hoặc)\s{{0,2}}(?:với\s|của\s|và\s)?{_POST}\s?",
    re.IGNORECASE,
)
MAX_GAP = 110


def list_ends(text: str, places: Sequence[Span], index: int) -> tuple[int, int]:
    """First and last of the mentions `places` (in text order) that stand in one list with the mention at `index`."""
    first = last = index
    while first and is_listed(text[places[first - 1][1] : places[first][0]]):
        first -= 1
    while last + 1 < len(places) and is_listed(text[places[last][1] : places[last + 1][0]]):
        last += 1
    return first, last


def is_listed(gap: str) -> bool:
    """Whether the words between two bodies only join them: "; Giám đốc ", " và lãnh đạo ", " (nay là phường B), "."""
    return len(gap) <= MAX_GAP and _GAP.fullmatch(gap) is not None
