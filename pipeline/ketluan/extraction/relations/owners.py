"""Whose part of the text a sentence stands in: "B. Tại Công ty X", "2. Đối với Sở Y:", "Yêu cầu UBND xã Z:" and the lines below.

Numbered headings and lines that end with a colon rule what follows until a line of their own or a higher level. The short
headlines of news rule nothing: they are a feature of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_MARKER = re.compile(
    r"(?:(?P<roman>(?:phần |chương |mục )?[IVX]{1,5}[.)\-/:])|(?P<capital>[A-HĐ][.)])|(?P<arabic>\d{1,2}(?:\.\d{1,2}){0,3}[.)]?)|"
    r"(?P<letter>[a-zđ][.)])|(?P<bullet>[-–+•*]))\s{1,3}"
)
_LEVELS = {"roman": 1.0, "capital": 2.0, "arabic": 3.0, "letter": 4.0, "bullet": 5.0}
_LEAD_LEVEL = 4.5  # a line with a colon and no marker
_CLOSING = re.compile(r"nơi nhận|trên đây|kính gửi", re.IGNORECASE)
MAX_HEADING_CHARS = 160


def find_owners(text: str, sentences: Sequence[tuple[int, int]], bodies: Mapping[int, Sequence[int]]) -> list[tuple[int, ...]]:
    """For each sentence the bodies of the innermost heading or leading line above it that names any.

    Args:
        bodies: sentence number -> the bodies that it means, in order.
    """
    above: list[tuple[float, tuple[int, ...]]] = []
    owners: list[tuple[int, ...]] = []
    for number, (start, end) in enumerate(sentences):
        line = text[start:end]
        leads = False
        if not start or "\n" in text[max(0, start - 3) : start]:
            level, leads = _read_line(line)
            while above and above[-1][0] >= level:
                above.pop()
        owners.append(next((named for _, named in reversed(above) if named), ()))
        if leads:
            above.append((level, tuple(dict.fromkeys(bodies.get(number, ())))))
    return owners


def _read_line(line: str) -> tuple[float, bool]:
    """The level of the line, and whether it rules those below it."""
    marker = _MARKER.match(line)
    if _CLOSING.match(line):
        return 0.0, False
    if marker:
        kind = marker.lastgroup or "bullet"
        level = _LEVELS[kind] + 0.1 * marker.group().count(".", 0, -2) if kind == "arabic" else _LEVELS[kind]
    else:
        level = _LEAD_LEVEL
    heading = marker is not None and len(line) <= MAX_HEADING_CHARS and line[-1:].isalnum()
    return level, heading or line.endswith(":")
