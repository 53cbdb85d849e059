"""Word lists of `person_cues.tsv` as alternatives of a pattern."""

from __future__ import annotations

import re
from functools import cache

from ketluan.knowledge.tables import read_table


@cache
def words(kind: str) -> frozenset[str]:
    """All words of one kind, lower case."""
    return frozenset(row["words"] for row in read_table("person_cues") if row["kind"] == kind)


@cache
def any_of(*kinds: str) -> str:
    """The words as one group of a pattern, longest first; meant for `re.IGNORECASE`."""
    alternatives = sorted((word for kind in kinds for word in words(kind)), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in alternatives) + ")"
