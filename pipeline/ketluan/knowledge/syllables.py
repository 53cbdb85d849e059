"""Which strings can be Vietnamese syllables: onset + rime + tone, from the rules of the orthography.

The rimes are data (`rimes.tsv`); the spelling rules that tie an onset to them (c/k, g/gh, ng/ngh, qu, gi) and tones to
stopped rimes are here. About 16,000 spellings pass, of which some 7,000 are in use: what fails is surely not Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ketluan.knowledge.tables import read_table

_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0309": "hỏi", "\u0303": "ngã", "\u0323": "nặng"}
_ONSET = re.compile(r"ngh|ng|nh|gh|gi|kh|ch|th|tr|ph|qu|[bcdđghklmnprstvx]|")
_FRONT = frozenset("eêiy")
_AFTER_QU = re.compile(r"(?:a|ă|â|e|ê|i|y|ơ|ô(?=c$|ng$|t$))")
_WORD = re.compile(r"[^\W\d_]{1,40}")
MAX_LETTERS = 7  # "nghiêng" is the longest


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether the letters can be one Vietnamese syllable, in any case, tone placement and composition."""
    tone, bare = _strip_tone(word.lower())
    if bare is None or not 0 < len(bare) <= MAX_LETTERS:
        return False
    match = _ONSET.match(bare)
    onset = match.group() if match else ""
    if onset == "gi" and _fits("gi", bare[2:], tone):
        return True
    if onset == "gi":
        onset = "g"  # "gì", "giết": the i belongs to the rime
    return _fits(onset, bare[len(onset) :], tone)


def _strip_tone(word: str) -> tuple[str, str | None]:
    """The tone and the letters without it; None for two tones or other marks."""
    tone = ""
    letters = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            if tone:
                return tone, None
            tone = _TONES[char]
        else:
            letters.append(char)
    return tone, unicodedata.normalize("NFC", "".join(letters))


def _fits(onset: str, rime: str, tone: str) -> bool:
    if onset == "qu":
        return bool(_AFTER_QU.match(rime)) and (_is_rime(rime, tone) or _is_rime("u" + rime, tone))
    if not _is_rime(rime, tone):
        return False
    first = rime[0]
    if onset in ("k", "gh", "ngh"):
        return first in _FRONT
    if onset in ("c", "ng"):
        return first not in _FRONT
    if onset == "g":
        return first not in "eêy"
    if rime.startswith("yê"):
        return onset == ""
    return True


def _is_rime(rime: str, tone: str) -> bool:
    stopped = _rimes().get(rime)
    return stopped is not None and (not stopped or tone in ("sắc", "nặng"))


@cache
def _rimes() -> dict[str, bool]:
    return {row["rime"]: bool(row["stopped"]) for row in read_table("rimes")}


def measure_vietnamese(text: str, *, max_words: int = 4_000) -> tuple[int, float, float]:
    """How much a text reads as Vietnamese.

    Returns:
        The number of words looked at (letters only, two or more, no abbreviations in capitals), the share of them that
        can be syllables, and the share of the syllables that carry a mark (đ, a quality or a tone).
    """
    n_words = n_syllables = n_marked = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) < 2 or (word.isupper() and len(word) < 6 and not is_syllable(word)):
            continue
        n_words += 1
        if is_syllable(word):
            n_syllables += 1
            n_marked += not word.isascii()
        if n_words >= max_words:
            break
    return n_words, n_syllables / max(1, n_words), n_marked / max(1, n_syllables)
