"""The words of the pages, in Vietnamese and English."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ketluan.knowledge.labels import Language

LANGUAGES: tuple[Language, ...] = ("vi", "en")


@cache
def _messages() -> dict[str, dict[str, str]]:
    lines = (files("ketluan.web") / "messages.tsv").read_text(encoding="utf-8").splitlines()
    return {name: {"vi": vi, "en": en} for name, vi, en in (line.split("\t") for line in lines[1:])}


def message(name: str, language: Language) -> str:
    """The words for a name; KeyError for a name that is not in the table, so that a test finds it."""
    return _messages()[name][language]


def as_language(value: str | None) -> Language | None:
    """ "vi" or "en"; None for anything else."""
    return value if value in LANGUAGES else None
