"""Where a full name stands again without anything that announces it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ketluan.extraction.persons.lookalikes import place_names
from ketluan.extraction.persons.names import NameMention, is_initial
from ketluan.knowledge.places import find_communes, find_districts
from ketluan.text.folding import same_tone_style


def find_repeats(text: str, found: Sequence[NameMention]) -> list[NameMention]:
    """Further places of the full names in `found`, which is in text order, and of their last two syllables."""
    full = [m for m in found if m.how != "author" and len(m.syllables) >= 2 and not is_initial(m.syllables[-1])]
    names = {m.text for m in full} | _short_forms(full)
    if not names:
        return []
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) + r")(?!\w)")
    starts = [m.start for m in found]
    repeats = []
    for match in pattern.finditer(text):
        index = bisect_right(starts, match.end() - 1) - 1
        if index < 0 or found[index].end <= match.start():
            repeats.append(NameMention(match.start(), match.end(), match.group(), "repeated"))
    return repeats


def _short_forms(full: Sequence[NameMention]) -> set[str]:
    """ "Hải Đăng" of "Lê Văn Hải Đăng": the last two syllables, where they are no place and of one person only."""
    ends = [" ".join(name.split()[-2:]) for name in {m.text for m in full if len(m.syllables) > 2}]
    return {
        end for end in ends
        if ends.count(end) == 1 and end.split()[0] not in ("Văn", "Thị") and not find_districts(end) and not find_communes(end)
        and same_tone_style(end) not in place_names()
    }  # fmt: skip
