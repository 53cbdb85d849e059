"""Abbreviations and full names of bodies and terms, both ways, and the bodies and provinces that came before or after."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from ketluan.knowledge.tables import read_table
from ketluan.store.spelling import accented, plain, words

Words = tuple[str, ...]
MAX_WORDS = 12
_HEADS = {"B": "Bộ ", "S": "Sở ", "P": "Phòng "}


def other_forms(typed: Words, *, successors: bool = False) -> list[Words]:
    """Other ways to write these words ("khđt" -> "kế hoạch và đầu tư"), accents of `typed` being optional.

    Args:
        typed: lower-case words as `spelling.words` cuts them.
        successors: also bodies and provinces that took over from, or were taken over by, the one named.
    """
    found: dict[Words, None] = {}
    for table in (_abbreviations(), _successions()) if successors else (_abbreviations(),):
        for form in table.get(_key(typed), ()):
            if form != typed:
                found[form] = None
    return list(found)


def longest_form(typed: Words, start: int, *, successors: bool = False) -> int:
    """How many words from `start` on make the longest known form; 0 where none does."""
    for length in range(min(MAX_WORDS, len(typed) - start), 0, -1):
        if other_forms(typed[start : start + length], successors=successors):
            return length
    return 0


@cache
def _abbreviations() -> dict[Words, list[Words]]:
    groups: list[list[str]] = []
    for table in ("ministries", "departments"):
        for row in read_table(table):
            forms = [row["name"], row["abbr"], *row["variants"].split(";")]
            head = _HEADS.get(row["abbr"][:1])
            if head and row["name"].startswith(head):
                # "SKHĐT" and "Sở KHĐT" are the body, "KHĐT" alone its field, as in "các sở: KHĐT, GTVT".
                stem = row["abbr"][1:]
                groups.append([row["name"].removeprefix(head), *([stem] if len(stem) > 2 else [])])
                forms.append(head + stem)
            groups.append(forms)
    for row in read_table("abbreviations"):
        if len(row["abbr"]) > 2 and not row["other_readings"] and not re.search(r"[;(]", row["main_reading"]):
            groups.append([row["abbr"], row["main_reading"]])
    return _both_ways(groups)


@cache
def _successions() -> dict[Words, list[Words]]:
    groups: list[list[str]] = []
    for row in read_table("ministries"):
        groups += [[row["name"], _bare(name)] for name in row["successor"].split(";") if name]
    for row in read_table("departments"):
        if row["successor_2025"].startswith("Sở "):
            groups += [[row["name"], _bare(name)] for name in row["successor_2025"].split(";")]
    for row in read_table("provinces"):
        groups.append([row["name"], row["successor"]])
    pairs = _both_ways(groups)
    # An abbreviation has the successors of its full name.
    result = {key: list(forms) for key, forms in pairs.items()}
    for short, forms in _abbreviations().items():
        result.setdefault(short, []).extend(after for form in forms for after in pairs.get(_key(form), []))
    return result


def _bare(name: str) -> str:
    return re.sub(r"\s*\(.{0,80}\)", "", name)


def _both_ways(groups: list[list[str]]) -> dict[Words, list[Words]]:
    """Folded form -> the other forms of its groups."""
    table: dict[Words, dict[Words, None]] = defaultdict(dict)
    for group in groups:
        forms = dict.fromkeys(_split(form) for form in group if form and len(_split(form)) <= MAX_WORDS)
        for form in forms:
            if form and len("".join(form)) > 2:
                table[_key(form)].update(dict.fromkeys(other for other in forms if other and other != form))
    return {key: list(forms) for key, forms in table.items() if forms}


def _split(form: str) -> Words:
    lower = accented(form)
    return tuple(lower[start:end] for start, end in words(lower))


def _key(form: Words) -> Words:
    return tuple(map(plain, form))
