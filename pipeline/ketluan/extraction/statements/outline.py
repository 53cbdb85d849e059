"""What the layout of a formal document says about a sentence: a heading, an item of a list of orders or of shortcomings.

Conclusions and directives put their orders under a heading ("III. YÊU CẦU") or behind an asking line that ends with a colon
("UBND huyện yêu cầu:"); below it every item is an order, whatever its words. News has no such layout and is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from ketluan.text.folding import same_tone_style
from ketluan.text.sections import Section, SectionKind

Role = Literal["heading", "order", "shortcoming", "free"]

_ITEM = re.compile(r"(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-zđ][.)]|[IVX]{1,5}[.)])|[-–+•*])\s{1,3}")
_ASKING_LINE = re.compile(
    r"(?<!\w)(?:yêu cầu|kiến nghị|đề nghị|chỉ đạo|giao|nghiêm túc thực hiện|triển khai|biện pháp xử lý|thực hiện)"
    r"(?!\w)[^.;]{0,120}:$"
)
_FINDING_LINE = re.compile(r"(?:tồn tại|hạn chế|thiếu sót|vi phạm|sai phạm|khuyết điểm|chưa)[^.;]{0,80}:$")
_BARE = re.compile(
    r"(?:các |những )?(?:kiến nghị|yêu cầu|đề nghị|biện pháp xử lý|tồn tại|hạn chế|khuyết điểm|thiếu sót)[^.;:]{0,24}$"
)
_CLOSING = re.compile(r"nơi nhận|trên đây|kính gửi|văn bản này|(?:kt|tm|tl|tuq)\.")
MAX_HEADING_WORDS = 16
MIN_LEAD_WORDS = 25  # a shorter line with a colon at its end only announces what follows
ORDERED: dict[SectionKind, Role] = {"recommendations": "order", "shortcomings": "shortcoming"}


def outline(text: str, sentences: Sequence[tuple[int, int]], sections: Sequence[Section]) -> list[Role]:
    """One role a sentence; "free" where the layout says nothing."""
    governing = _governing(text, sections)
    starts = [section.start for section in sections]
    heads = {section.start for section in sections}
    roles: list[Role] = []
    led: Role = "free"  # what the items behind the last line with a colon are
    item = False
    for i, (start, end) in enumerate(sentences):
        opens = not start or "\n" in text[max(0, start - 3) : start]
        line = text[start:end]
        if opens:
            numbered = _ITEM.match(line)
            item = numbered is not None
            if start in heads or (numbered and numbered["number"] and _is_heading(text, sentences, i)):
                led = "free"
                roles.append("heading")
                continue
            folded = same_tone_style(line)
            if _CLOSING.match(folded):
                led = "free"
            elif line.endswith(":"):
                led = "order" if _ASKING_LINE.search(folded) else "shortcoming" if _FINDING_LINE.search(folded) else led
                roles.append("heading" if len(line.split()) < MIN_LEAD_WORDS else "free")
                continue
            elif not item:
                led = "free"
        section = bisect_right(starts, start) - 1
        ruled = governing[section] if section >= 0 else "free"
        if ruled != "free" and opens and not item and _CLOSING.match(same_tone_style(line)):
            governing[section] = ruled = "free"
        roles.append(led if item and led != "free" else ruled if ruled == "order" or item else "free")
    return roles


def _governing(text: str, sections: Sequence[Section]) -> list[Role]:
    """What each section's text is, with what the headings above it say.

    A heading in capitals without a number may be the title of the whole document: it counts where it says little else.
    """
    above: list[tuple[int, Role]] = []
    roles: list[Role] = []
    for section in sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        role: Role = above[-1][1] if above and section.kind == "other" else ORDERED.get(section.kind, "free")
        if section.number is None and not _BARE.match(text[section.start : section.heading_end].lower()):
            role = "free"
        above.append((section.level, role))
        roles.append(role)
    return roles


def _is_heading(text: str, sentences: Sequence[tuple[int, int]], i: int) -> bool:
    """A numbered line without an end mark above text of another form."""
    start, end = sentences[i]
    if not text[end - 1].isalnum() or len(text[start:end].split()) > MAX_HEADING_WORDS or i + 1 == len(sentences):
        return False
    if text[end : end + 1] not in ("\n", "\r", ""):
        return False
    following = text[sentences[i + 1][0] : sentences[i + 1][1]]
    number = _ITEM.match(following)
    return number is None or not number["number"] or following[-1] in ".;:"
