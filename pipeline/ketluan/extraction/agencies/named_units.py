"""Units whose names look like a person's: "huyện Triệu Mây Đông" behind "Chủ tịch UBND", where its holder could stand too."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNIT_AND_NAME = re.compile(r"\b(?P<unit>huyện|thị xã|xã|phường|thị trấn|quận)\s(?P<name>(?:[A-ZĐÀ-Ỹ][a-zà-ỹ]{1,6}\s?){3})$")
MAX_UNIT_CHARS = 40
_HONORIFIC = r"(?:[ôÔ]ng|[bB]à|[aA]nh|[cC]hị|[đĐ]ồng chí)"


def is_named_unit(text: str, kind: str, name: str) -> bool:
    """Whether the text names the unit more than once, and nobody of that name."""
    person = re.search(rf"\b{_HONORIFIC} (?:{re.escape(name)}|{re.escape(name.split()[-1])})\b", text)
    return person is None and text.count(f"{kind} {name}") > 1


def without_units(text: str, starts: Iterable[int]) -> frozenset[int]:
    """The starts of names but those of units that the text names again."""
    return frozenset(start for start in starts if not _opens_unit(text, start))


def _opens_unit(text: str, start: int) -> bool:
    name = re.compile(r"(?:[A-ZĐÀ-Ỹ][a-zà-ỹ]{1,6}\s?){3}").match(text, start)
    if name is None:
        return False
    found = _UNIT_AND_NAME.search(text, max(0, start - MAX_UNIT_CHARS), name.end())
    return found is not None and found.start("name") == start and is_named_unit(text, found["unit"], found["name"].strip())
