"""How well a page's text reads as Vietnamese: what decides between its text layer and recognition."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.text.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]{2,40}")
# Replacement, private-use and control characters, and letters of other scripts, which a font without a table of its characters
# gives.
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]|(?=[^\W\d_])[^\u0000-\u024f\u0300-\u036f\u1e00-\u1eff]")
_MIXED = re.compile("[a-zA-ZđĐÀ-ỹ][\u0400-\u052f]|[\u0400-\u052f][a-zA-ZđĐÀ-ỹ]")
MAX_WORDS = 3_000
# Pages of 19 real documents: 0.89 to 1.00 of the words are syllables; with a broken font 0.78 to 0.91, behind scans read
# by a program that knows no Vietnamese 0.26 to 0.65.
GOOD_SHARE = 0.86
# Share of the syllables with a mark: 0.78 to 0.97 in Vietnamese, 0.0 to 0.4 where a program dropped the marks.
GOOD_MARKS = 0.45
ENOUGH_WORDS = 25
# Without a scan behind it: a table of chemicals and devices has 0.83, and nothing is wrong with it.
BORN_DIGITAL_SHARE = 0.72
MANY_MIXED = 1
MAX_UNREADABLE = 0.05
CIPHER_SHARE = 0.2
# A scan may have its stamp or signature box as its only text.
SCAN_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Quality:
    """Words of two and more letters, without abbreviations; shares are 0 to 1.

    `n_mixed`: words with Latin and Cyrillic letters ("chӭc"), the sign of a font whose table of characters is wrong.
    """

    n_words: int
    syllable_share: float
    marked_share: float
    unreadable_share: float
    n_mixed: int = 0

    @property
    def score(self) -> float:
        """For comparing two readings of one page."""
        return self.syllable_share * (0.5 + 0.5 * min(1.0, self.marked_share / GOOD_MARKS)) - self.unreadable_share


def measure_quality(text: str) -> Quality:
    """Count syllables and marks; linear, at most `MAX_WORDS` words are looked at."""
    n_words = n_syllables = n_marked = 0
    for match in _WORD.finditer(text):
        word = match.group()
        good = is_syllable(word)
        if not good and word.isupper() and len(word) < 6:
            continue
        n_words += 1
        if good:
            n_syllables += 1
            n_marked += not word.isascii()
        if n_words >= MAX_WORDS:
            break
    n_bad = len(_UNREADABLE.findall(text))
    shares = n_syllables / max(1, n_words), n_marked / max(1, n_syllables), n_bad / max(1, len(text))
    return Quality(n_words, *shares, n_mixed=len(_MIXED.findall(text)))


def is_cipher(quality: Quality) -> bool:
    """Whether hardly a word of a text layer can be read in any language: its font stands for other letters than it shows."""
    return quality.unreadable_share > MAX_UNREADABLE and quality.syllable_share < CIPHER_SHARE


def needs_recognition(quality: Quality, image_share: float) -> bool:
    """Whether a page's text layer is missing or not to be trusted.

    Args:
        image_share: share of the page that pictures cover; a page in another language without a scan behind it is left alone.
    """
    if quality.unreadable_share > MAX_UNREADABLE:
        return True
    if image_share > SCAN_SHARE:
        return quality.n_words < ENOUGH_WORDS or quality.syllable_share < GOOD_SHARE or quality.marked_share < GOOD_MARKS
    if quality.n_mixed >= MANY_MIXED:
        return True
    return quality.n_words >= ENOUGH_WORDS and quality.syllable_share < BORN_DIGITAL_SHARE and quality.marked_share > 0.2
