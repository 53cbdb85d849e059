"""The text as syllables and marks: what the grammar of agency names walks over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.text.folding import same_tone_style

_TOKEN = re.compile(r"\w{1,64}|[^\w\s]")


@dataclass(slots=True)
class Tokens:
    """Parallel lists: `words` as written, `keys` folded for comparing, `caps` whether the first letter is a capital.

    `joined[i]` is whether token i continues the line of token i - 1; reading past the end is safe (an empty token).
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    keys: list[str]
    caps: list[bool]
    joined: list[bool]

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
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    joined: list[bool] = []
    end = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        gap = text[end:start]
        joined.append("\n" not in gap and start not in breaks)
        end = match.end()
        starts.append(start)
        ends.append(end)
        words.append(match.group())
    keys = [same_tone_style(word) for word in words]
    caps = [word[0].isupper() for word in words]
    pad = [""] * 4
    return Tokens(text, starts, ends, words + pad, keys + pad, caps + [False] * 4, joined + [False] * 4)
