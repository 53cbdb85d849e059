"""Made-up and foreign words, which name an enterprise rather than a thing: "Vinamilk", "AVG"."""

from __future__ import annotations

from ketluan.extraction.agencies.tokens import Tokens

_FOREIGN_LETTERS = frozenset("fjwz")
_LONGEST_SYLLABLE = 7
_FOREIGN_ENDS = (
    "co", "ex", "ed", "al", "us", "er", "on", "is", "or", "ar", "ra", "ta", "ro", "za", "st", "ks", "ns", "nt", "sh", "x", "l",
    "b", "d", "k", "r", "s", "v",
)  # fmt: skip


def is_coined(word: str) -> bool:
    """A made-up or foreign word: an abbreviation in capitals, or no Vietnamese syllable."""
    lowered = word.lower()
    if len(word) < 3 or not word.isascii():
        return len(word) >= 3 and word.isupper() and word.isalpha()
    vowel_runs = sum(1 for i, c in enumerate(lowered) if c in "aeiouy" and (i == 0 or lowered[i - 1] not in "aeiouy"))
    return (
        word.isupper()
        or bool(_FOREIGN_LETTERS & set(lowered))
        or vowel_runs > 1
        or len(word) > _LONGEST_SYLLABLE
        or lowered.endswith(_FOREIGN_ENDS)
    )


MAX_INITIALS = 7


def are_initials(tokens: Tokens, index: int) -> bool:
    """The word in brackets is made of the first letters of the words before: "đô thị mới (ĐTM)"."""
    letters = tokens.keys[index]
    if len(letters) > MAX_INITIALS or index - 1 < len(letters):
        return False
    words = tokens.keys[index - 1 - len(letters) : index - 1]
    return all(word[:1] == letter for word, letter in zip(words, letters, strict=True))
