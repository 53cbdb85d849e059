"""underthesea's word segmentation as a spaCy tokenizer.

The CRF model of underthesea decides which syllables form a word; the syllables themselves are found by one pattern of
ours, on the text as it is, so `doc.text == text` holds for every input. Its own `word_tokenize` re-spells words and
gives no offsets, and is slow on runs such as ".-.-.-" (see `../shared/TRAPS.md` for measurements).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# Numbers with separators, document symbols and words stay whole; every other character is a token of its own.
_TOKEN = re.compile(r"\d{1,12}(?:[.,/:\-]\d{1,12}){0,6}|\w{1,64}|[^\w\s]")
# One call of the CRF sees at most this many syllables: its time is linear, its memory grows with the block.
BLOCK_TOKENS = 400


@cache
def _segmenter() -> Any:
    """underthesea's word segmentation CRF, loaded once per process (load before threads start)."""
    from pathlib import Path

    from ketluan.text.lean_imports import without_frameworks

    with without_frameworks():
        import underthesea.pipeline.word_tokenize as package
        from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    tagger = FastCRFSequenceTagger()
    tagger.load(str(Path(package.__file__).parent / "models" / "ws_crf_vlsp2013_20230727"))
    return tagger


def find_words(text: str) -> list[tuple[int, int]]:
    """Words of the text as half-open spans in text order; a word may hold several syllables with white space between.

    White space inside a word is one space or line break of the text; punctuation marks are words of their own.
    """
    syllables = [match.span() for match in _TOKEN.finditer(text)]
    words: list[tuple[int, int]] = []
    for block_start in range(0, len(syllables), BLOCK_TOKENS):
        block = syllables[block_start : block_start + BLOCK_TOKENS]
        tags = _segmenter().predict([[text[a:b]] for a, b in block])
        opened = False  # a block never joins the word before it
        for (start, end), tag in zip(block, tags, strict=True):
            if opened and tag == "I-W" and _may_join(text, words[-1][1], start):
                words[-1] = (words[-1][0], end)
            else:
                words.append((start, end))
            opened = True
    return words


def _may_join(text: str, end: int, start: int) -> bool:
    """Two syllables of one word stand one space apart, on one line."""
    return text[end:start] == " "


class WordTokenizer:
    """spaCy tokenizer over `find_words`; white space that a `Doc` cannot express becomes tokens of its own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for start, end in find_words(text):
            _add_gap(text[position:start], words, spaces)
            words.append(text[start:end])
            spaces.append(False)
            position = end
        _add_gap(text[position:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to store: the segmentation model lives in underthesea's wheel."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> WordTokenizer:
        return self

    def to_disk(self, _: Any, **__: Any) -> None:
        """Nothing to store."""

    def from_disk(self, _: Any, **__: Any) -> WordTokenizer:
        return self


def _add_gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    """One space is a flag on the word before; anything more is a white-space token."""
    if not gap:
        return
    if words and gap[0] == " " and not spaces[-1]:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)
