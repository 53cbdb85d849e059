"""Positions as words: the register of titles as one pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ketluan.knowledge.tables import read_table

_FORMER = r"(?:(?:nguyên là|nguyên|cựu|quyền|tân|q\.)\s){0,2}"
_SUFFIX = r"(?:\s(?:thường trực|phụ trách|chuyên trách|chính(?!\sphủ)|cao cấp))?"


@dataclass(frozen=True, slots=True)
class Title:
    """A title in the text; `body`: what kind of body has such a post."""

    start: int
    end: int
    core: str
    body: str


@cache
def _bodies() -> dict[str, str]:
    return {row["title"]: row["body"] for row in read_table("titles")}


@cache
def title_pattern() -> re.Pattern[str]:
    """Any title of the register with "nguyên", "cựu", "quyền" before and "thường trực", "phụ trách" behind it."""
    words = sorted(_bodies(), key=len, reverse=True)
    alternatives = "|".join(
        re.escape(word).replace("ủy", "(?:ủy|uỷ)").replace(r"\ ", r"\s").replace(r"\-", "[-–]") for word in words
    )
    return re.compile(rf"\b(?!(?<=chức )vụ\b){_FORMER}(?P<core>{alternatives}){_SUFFIX}\b", re.IGNORECASE)


def titles_in(text: str, start: int, end: int) -> list[Title]:
    """Titles in `text[start:end]`, in text order."""
    return [_title(m) for m in title_pattern().finditer(text, max(0, start), max(0, end))]


def title_at(text: str, start: int, end: int) -> Title | None:
    """The title that begins exactly at `start`."""
    match = title_pattern().match(text, start, end)
    return _title(match) if match else None


def _title(match: re.Match[str]) -> Title:
    core = match["core"].lower().replace("uỷ", "ủy").replace("–", "-")
    return Title(match.start(), match.end(), core, _bodies().get(" ".join(core.split()), "any"))
