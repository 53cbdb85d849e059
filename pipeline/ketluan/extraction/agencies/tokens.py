"""The text as syllables and marks: what the grammar of agency names walks over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ketluan.knowledge import places
from ketluan.knowledge.places import Province
from ketluan.text.folding import same_tone_style, strip_marks

_TOKEN = re.compile(r"\w{1,64}|[^\w\s]")


@dataclass(slots=True)
class Tokens:
    """Parallel lists: `words` as written, `keys` folded for comparing, `caps` whether the first letter is a capital.

    `bare` are the keys without any marks, for text that was read by a machine. `joined[i]` is whether token i continues the
    line of token i - 1, or the line that it was wrapped from. `own_provinces` are provinces that the text names and no
    register knows, by place key. Reading past the end is safe (an empty token).
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    keys: list[str]
    caps: list[bool]
    joined: list[bool]
    bare: list[str]
    own_provinces: dict[str, Province] = field(default_factory=dict)

    def find_province(self, name: str) -> Province | None:
        """The province of that name: one that only this text knows, or one of the register."""
        return self.own_provinces.get(places.place_key(name)) or places.find_province(name)

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the tokens [first, last)."""
        return self.starts[first], self.ends[last - 1]

    def slice(self, first: int, last: int) -> str:
        """The text of the tokens [first, last)."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def tokenize(text: str, breaks: frozenset[int] = frozenset()) -> Tokens:
    """All syllables and marks of the text; four empty tokens close the lists; no name of a body goes over a start in `breaks`."""
    narrow = _has_wrapped_lines(text)
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    joined: list[bool] = []
    end = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        gap = text[end:start]
        joined.append(("\n" not in gap or _is_wrapped(text, end, start, narrow)) and start not in breaks)
        end = match.end()
        starts.append(start)
        ends.append(end)
        words.append(match.group())
    keys = [same_tone_style(word) for word in words]
    caps = [word[0].isupper() for word in words]
    pad = [""] * 4
    bare = [strip_marks(key) for key in keys]
    return Tokens(text, starts, ends, words + pad, keys + pad, caps + [False] * 4, joined + [False] * 4, bare + pad)


MIN_WRAPPED_CHARS = 50
MIN_WRAPPED_SHARE = 0.2
_HEADING_GOES_ON = re.compile(r"(?:THÀNH PHỐ|TỈNH|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN|PHƯỜNG|XÃ)\s")
_SMALL_START = re.compile(r"[a-zà-ỹđ]\w{0,12}(?![\w)])")
_PROVISION = re.compile(r"(?:Điều|Chương|Mục|Phần|Căn cứ|Số)\s")
_LINE_BREAK = re.compile(r"(\S)[^\S\n]{0,8}\n[^\S\n]{0,8}(\S)")


def _has_wrapped_lines(text: str) -> bool:
    """Whether the text breaks its lines at the margin: many lines begin with a small letter."""
    breaks = small = 0
    for match in _LINE_BREAK.finditer(text):
        breaks += 1
        small += match[2].islower()
    return breaks > 0 and small / breaks >= MIN_WRAPPED_SHARE


def _is_wrapped(text: str, end: int, start: int, narrow: bool) -> bool:
    """Whether the line break in [end, start) is only a wrap: the name before it may go on behind it."""
    if text.count("\n", end, start) != 1 or text[end - 1] in ".:;!?…":
        return False
    if _HEADING_GOES_ON.match(text, start):
        return text[text.rfind("\n", 0, end) + 1 : end].isupper()
    if _SMALL_START.match(text, start):
        return True
    line = text[text.rfind("\n", 0, end) + 1 : end]
    return narrow and len(line) >= MIN_WRAPPED_CHARS and not line.isupper() and not _PROVISION.match(text, start)
