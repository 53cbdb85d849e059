"""Words for the codes of a record (categories, kinds, roles …) in Vietnamese and English."""

from __future__ import annotations

from functools import cache
from typing import Literal

from ketluan.knowledge.tables import read_table

Language = Literal["vi", "en"]


@cache
def _labels() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["kind"], row["id"]): row for row in read_table("labels")}


def label(kind: str, code: str, language: Language = "vi") -> str:
    """The label of a code ("category", "land") -> "Đất đai"; the code itself where there is none."""
    row = _labels().get((kind, code))
    return row[language] if row else code


def codes(kind: str) -> list[str]:
    """All codes of one kind, in the order of the table."""
    return [code for of, code in _labels() if of == kind]


@cache
def _provinces_now() -> dict[str, str]:
    return {row["name"]: row["successor"] for row in read_table("provinces")}


def province_now(name: str | None) -> str | None:
    """The province of today (since 1 July 2025) for one of then; an unknown name stays as it is."""
    return _provinces_now().get(name, name) if name else None
