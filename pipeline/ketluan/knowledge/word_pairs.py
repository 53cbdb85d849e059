"""Pairs of syllables that administrative Vietnamese writes together: what a misread mark is checked against.

From `word_pairs.tsv` and from the registers that are here anyway: titles of laws, cue phrases, positions, sectors.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ketluan.knowledge.tables import read_table
from ketluan.text.folding import same_tone_style, strip_marks
from ketluan.text.syllables import is_syllable

Pair = tuple[str, str]
_SOURCES = (
    ("word_pairs", ("pair",)),
    ("law_titles", ("title",)),
    ("cues", ("phrase",)),
    ("taxonomy", ("l1_label_vi", "l2_label_vi", "cue_phrases")),
    ("titles", ("title",)),
    ("recommendations", ("label_vi", "cue_phrases")),
    ("doctypes", ("name",)),
    ("sectors", ("sector",)),
)
# In the registers these words only happen to stand side by side with others.
_FUNCTION_WORDS = frozenset(
    {"và", "của", "có", "không", "các", "những", "một", "là", "được", "bị", "do", "cho", "từ", "đến", "với", "tại", "trong"}
    | {"ngoài", "trên", "dưới", "theo", "về", "để", "khi", "đã", "đang", "sẽ", "mà", "thì", "hoặc", "hay", "này", "đó", "chưa"}
)
_WORD = re.compile(r"[^\W\d_]+")
_PHRASE_END = re.compile(r"[,;:.|()/]")


@cache
def known_pairs() -> dict[Pair, frozenset[Pair]]:
    """Pairs by their letters without marks: ("thanh", "tra") -> {("thanh", "tra")}; lower case, one tone style."""
    pairs: dict[Pair, set[Pair]] = {}
    for table, columns in _SOURCES:
        for row in read_table(table):
            for phrase in _PHRASE_END.split("|".join(row[column] for column in columns)):
                words = _WORD.findall(same_tone_style(phrase))
                for first, second in pairwise(words):
                    if table != "word_pairs" and (first in _FUNCTION_WORDS or second in _FUNCTION_WORDS):
                        continue
                    if is_syllable(first) and is_syllable(second):
                        pairs.setdefault((strip_marks(first), strip_marks(second)), set()).add((first, second))
    return {key: frozenset(found) for key, found in pairs.items()}


def find_pairs(first: str, second: str) -> frozenset[Pair]:
    """The known pairs that differ from these two syllables by marks at most."""
    return known_pairs().get((strip_marks(first), strip_marks(second)), frozenset())
