"""Word lists of the grammar (`knowledge/data/citation_words.tsv`) as sets and as parts of patterns."""

from __future__ import annotations

import re

from ketluan.knowledge.tables import read_table


def words(name: str) -> tuple[str, ...]:
    """The words of one list, longest first."""
    return tuple(sorted((row["word"] for row in read_table("citation_words") if row["list"] == name), key=len, reverse=True))


def pattern(name: str) -> str:
    """The words of one list as alternatives of a pattern; any white space between syllables."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in words(name))
