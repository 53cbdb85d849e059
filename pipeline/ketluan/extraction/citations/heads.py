"""What identifies a document in the text: its number or its title, with the type word and the date that belong to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketluan.extraction.citations.doctypes import DocType


@dataclass(slots=True)
class Head:
    """One place that names a document, half open in the text.

    `key` is set where the text gives the full number; `serial` where it gives a number at all; `title` where it gives a title
    (canonical spelling where the register has it). `label` is the type as the text calls it, None where only a symbol stands.
    `shared_with` is the index of the head before it in one list ("các Quyết định số 1/QĐ-X, 2/QĐ-X").
    """

    start: int
    end: int
    doctype: DocType
    label: str | None = None
    serial: str | None = None
    year: int | None = None
    symbol: str | None = None
    key: str | None = None
    title: str | None = None
    known_title: bool = False
    date: str | None = None
    day_month: tuple[int, int] | None = None
    amended: list[str] = field(default_factory=list)
    amending: bool = False
    in_list: bool = False
    joined_year: bool = False  # "158/2015" as against "158 năm 2015"
    listed_until: int = -1  # an amending law: where the list of the numbered laws that it amends ends
    full_number: str | None = None  # where date and issuer make a bare number complete
    core: int = 0  # where number or title begins, behind the type word
