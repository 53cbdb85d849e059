"""Comparison keys: text folded so that spellings of the same word meet. Never used to change the text itself."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Old (hòa) and new (hoà) tone placement: the tone mark moves from the first to the second vowel of an open oa, oe, uy.
_TONE_STYLE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE_PAIR = re.compile(r"(?<![qQ])(?:" + "|".join(_TONE_STYLE) + r")(?!\w)")
_STROKE = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d"})


@lru_cache(maxsize=65536)
def strip_marks(text: str) -> str:
    """Lower-case ASCII letters for Vietnamese ones: "Sở Nội vụ" -> "so noi vu"; other characters stay. May change length."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKE).lower())
    return "".join(ch for ch in decomposed if unicodedata.category(ch) != "Mn")


@lru_cache(maxsize=65536)
def same_tone_style(text: str) -> str:
    """NFC and lower case with old-style tone placement, so that "hoà", "Hòa" and "HOÀ" become one; as long as the NFC text."""
    return _TONE_PAIR.sub(lambda m: _TONE_STYLE[m.group()], unicodedata.normalize("NFC", text).lower())


_NEW_STYLE = {old: new for new, old in _TONE_STYLE.items()}
_OLD_PAIR = re.compile(r"(?<![qQ])(?:" + "|".join(_NEW_STYLE) + r")(?!\w)")


def new_tone_style(text: str) -> str:
    """The other way round: "hòa" -> "hoà", case kept; some word segmenters and encoders were trained on this spelling."""

    def move(match: re.Match[str]) -> str:
        new = _NEW_STYLE[match.group().lower()]
        return "".join(n.upper() if o.isupper() else n for n, o in zip(new, match.group(), strict=True))

    return re.sub(_OLD_PAIR.pattern, move, text, flags=re.IGNORECASE)


def match_key(text: str) -> str:
    """Key for comparing names: tone style and case folded, white space collapsed, dashes one kind."""
    return re.sub(r"\s+", " ", re.sub(r"\s*[-–—]\s*", " - ", same_tone_style(text))).strip()


class _FoldTable(dict[int, int]):
    """Translation table that learns: code point -> its unmarked lower-case letter where that is one code point."""

    def __missing__(self, code: int) -> int:
        folded = strip_marks(chr(code))
        self[code] = result = ord(folded) if len(folded) == 1 else code
        return result


_FOLD = _FoldTable()


def fold_same_length(text: str) -> str:
    """Marks stripped and lower-cased one code point for one, so offsets in the result are offsets in `text`.

    NFC input; a code point without a one-to-one fold stays as it is.
    """
    return text.translate(_FOLD)
