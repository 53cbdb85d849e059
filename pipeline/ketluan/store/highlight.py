"""Where the words of a query stand in a text, and a short piece of the text around them; offsets are the original's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketluan.store.query import Phrase
from ketluan.store.spelling import accented, plain, words

SNIPPET_CHARS = 320
LEAD_CHARS = 80
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text: `text == source[start:end]`; `marks` are relative to the piece."""

    text: str
    start: int
    end: int
    marks: Spans
    cut_before: bool
    cut_after: bool


def find_marks(text: str, phrases: Sequence[Phrase], *, any_accents: bool = False) -> Spans:
    """Half-open spans of `text` (NFC) that match a phrase, in order, not overlapping.

    Args:
        any_accents: accents of the query do not count, as in a search that ignores them.
    """
    spans = words(text)
    exact, bare = _cut(accented(text), spans), _cut(plain(text), spans)
    found: Spans = []
    for phrase in phrases:
        length = len(phrase.words)
        for i in range(len(spans) - length + 1):
            if all(_same(phrase, j, exact[i + j], bare[i + j], any_accents) for j in range(length)):
                found.append((spans[i][0], spans[i + length - 1][1]))
    return _merged(found)


def snippet(text: str, phrases: Sequence[Phrase], *, size: int = SNIPPET_CHARS, any_accents: bool = False) -> Snippet:
    """The piece of `text` that holds the most different marks, cut at white space; the beginning where nothing matches."""
    marks = find_marks(text, phrases, any_accents=any_accents)
    start = _best_start(text, marks, size)
    start = _next_border(text, start)
    end = min(len(text), start + size)
    if end < len(text):
        end = max(text.rfind(" ", start + size // 2, end), text.rfind("\n", start + size // 2, end), start + size // 2)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    inside = [(s - start, e - start) for s, e in marks if start <= s and e <= end]
    return Snippet(text[start:end], start, end, inside, start > 0, end < len(text))


def _same(phrase: Phrase, j: int, exact: str, bare: str, any_accents: bool) -> bool:
    word = phrase.words[j]
    unmarked = plain(word)
    last = phrase.prefix and j == len(phrase.words) - 1
    candidates = [(exact, word), (exact, unmarked)]
    if any_accents or unmarked == word:
        candidates.append((bare, unmarked))
    return any(have.startswith(want) if last else have == want for have, want in candidates)


def _cut(text: str, spans: Spans) -> list[str]:
    return [text[start:end] for start, end in spans]


def _merged(spans: Spans) -> Spans:
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _best_start(text: str, marks: Spans, size: int) -> int:
    """A start so that the window behind it holds as many different marked words as can be."""
    if not marks or len(text) <= size:
        return 0
    best, best_score = marks[0][0], 0
    for start, _ in marks:
        inside = {plain(text[s:e]) for s, e in marks if start <= s and e <= start + size - LEAD_CHARS}
        if len(inside) > best_score:
            best, best_score = start, len(inside)
    return max(0, best - LEAD_CHARS)


def _next_border(text: str, start: int) -> int:
    """Not in the middle of a word: behind the next white space, if there is one near."""
    if start == 0:
        return 0
    for i in range(start, min(len(text), start + LEAD_CHARS // 2)):
        if text[i].isspace():
            return i + 1
    return start
