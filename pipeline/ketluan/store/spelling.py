"""The two spellings that are indexed, each as long as the original text, so that offsets stay valid."""

from __future__ import annotations

import unicodedata

from ketluan.text.folding import fold_same_length, same_tone_style


class _LowerTable(dict[int, int]):
    """Translation table that learns: code point -> its lower case where that is one code point."""

    def __missing__(self, code: int) -> int:
        lower = chr(code).lower()
        self[code] = result = ord(lower) if len(lower) == 1 else code
        return result


_LOWER = _LowerTable()


def accented(text: str) -> str:
    """Lower case and one tone placement ("hoà" -> "hòa"), accents kept; NFC in, the same length out."""
    lower = text.translate(_LOWER)
    styled = same_tone_style(lower)
    return styled if len(styled) == len(lower) else lower


def plain(text: str) -> str:
    """Without any mark ("Đầu tư" -> "dau tu"); NFC in, the same length out."""
    return fold_same_length(text)


def is_word_character(ch: str) -> bool:
    """Whether FTS5's `unicode61` puts the character into a word: letters, numbers, private use, and marks."""
    return ch.isalnum() or unicodedata.category(ch) in ("Mn", "Mc", "Co", "Nl", "No")


def words(text: str) -> list[tuple[int, int]]:
    """Where the words of the full-text index stand in `text`: half-open spans."""
    spans: list[tuple[int, int]] = []
    start = -1
    for i, ch in enumerate(text):
        if is_word_character(ch):
            if start < 0:
                start = i
        elif start >= 0:
            spans.append((start, i))
            start = -1
    if start >= 0:
        spans.append((start, len(text)))
    return spans
