"""Phrases of a table found in running text, syllable by syllable: one pass, whatever the number of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ketluan.knowledge.tables import read_table
from ketluan.text.folding import same_tone_style

_SYLLABLE = re.compile(r"\w{1,64}|[,:]")
_END = ""


class PhraseTable:
    """Phrases with values; a phrase may have several values. Case and tone style do not count, accents do."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._root: dict[str, object] = {}
        for phrase, value in entries:
            node: dict[str, object] = self._root
            for syllable in _SYLLABLE.findall(same_tone_style(phrase)):
                node = node.setdefault(syllable, {})  # type: ignore[assignment]
            values = node.setdefault(_END, [])
            if isinstance(values, list) and value not in values:
                values.append(value)

    def find(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Longest matches from the left, without overlap: start, end (half open in `text`), values. Linear in the text."""
        folded = same_tone_style(text)
        if len(folded) != len(text):  # not NFC
            return []
        spans = [match.span() for match in _SYLLABLE.finditer(folded)]
        words = [folded[a:b] for a, b in spans]
        found = []
        i = 0
        while i < len(words):
            end, values = i, None
            node: object = self._root
            for j in range(i, len(words)):
                node = node.get(words[j]) if isinstance(node, dict) else None
                if node is None:
                    break
                if _END in node:
                    end, values = j, tuple(node[_END])
            if values:
                found.append((spans[i][0], spans[end][1], values))
                i = end + 1
            else:
                i += 1
        return found

    def values_in(self, text: str) -> Iterator[str]:
        """All values of the phrases found, in text order, with repetition."""
        for _, _, values in self.find(text):
            yield from values


@cache
def cue_table() -> PhraseTable:
    """The cues of `cues.tsv`: phrase -> its classes."""
    return PhraseTable((row["phrase"], row["class"]) for row in read_table("cues"))
