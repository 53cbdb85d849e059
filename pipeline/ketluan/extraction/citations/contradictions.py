"""What a text says of a cited document against itself and the register, as warnings: dates, years, types, issuers, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketluan.extraction.citations.doctypes import symbol_types
from ketluan.extraction.citations.heads import Head
from ketluan.extraction.citations.issuer_phrases import ministry_behind, ministry_suffixes
from ketluan.extraction.citations.resolution import Entry
from ketluan.knowledge.laws import law_register
from ketluan.record import RecordWarning

# Types whose symbol begins with the type, so that a label of another type is a mistake.
_STRICT = ("nghi_dinh", "quyet_dinh", "thong_tu", "nghi_quyet", "chi_thi")


def contradictions(entries: list[Entry], text: str) -> list[RecordWarning]:
    """Warnings about every cited document; a mention is never changed because of one."""
    return [
        RecordWarning(code=f"citation-{kind}-conflict" if kind != "unknown-year" else "citation-unknown-year", message=message)
        for entry in entries
        for kind, message in _of(entry, text)
    ]


def _of(entry: Entry, text: str) -> Iterator[tuple[str, str]]:
    yield from _dates(entry)
    for mention, _, _ in entry.mentions:
        label = mention.head
        if label.key and label.label and label.symbol and _symbol_family(label) not in (None, label.doctype.family):
            yield "type", f"{entry.key}: called {label.label}, which its symbol contradicts"
            break
    for mention, _, _ in entry.mentions:
        issuer = ministry_behind(text, mention.end)
        if issuer and _issued_by_another(mention.head, issuer):
            yield "issuer", f"{entry.key}: its symbol is not that of {ministry_suffixes()[issuer]}"
            break
    yield from _titles(entry)


def _dates(entry: Entry) -> Iterator[tuple[str, str]]:
    law, head = entry.law, entry.head
    known = {law.date} if law and law.date and law.verification.startswith("verified") else set()
    if entry.year and (len(entry.dates) > 1 or (known and entry.dates and not entry.dates.keys() & known)):
        dates = ", ".join(sorted(entry.dates.keys() | known))
        yield "date", f"{entry.key}: different dates are given: {dates}"
    if head.key and head.year and entry.date and abs(int(entry.date[:4]) - head.year) > 1:
        yield "year", f"{entry.key}: the year of the number is not that of the date {entry.date}"


def _titles(entry: Entry) -> Iterator[tuple[str, str]]:
    """A title against the register: no version of that year, or the number of another document."""
    head, register = entry.head, law_register()
    if not (head.title and head.known_title) or head.amending:
        return
    versions = register.versions(head.title)
    if not head.key:
        years = [version.year for version in versions]
        if entry.law is None and entry.year and years and min(years) < entry.year and entry.year not in years:
            yield "unknown-year", f"{entry.key}: the register knows versions of {', '.join(map(str, years))} only"
        return
    if entry.law is not None and versions and entry.law not in versions:
        yield "number", f"{entry.key}: the register has this number for {entry.law.title}, not for {head.title}"
    elif entry.law is None and entry.year in [version.year for version in versions if version.trusted]:
        same = next(version.number for version in versions if version.year == entry.year)
        yield "number", f"{entry.key}: the register has {same} for {head.title} of {entry.year}"


def _symbol_family(head: Head) -> str | None:
    parts = re.split(r"[-/]", head.symbol or "")
    doctype = symbol_types().get(parts[0]) if len(parts) > 1 else None
    return doctype.family if doctype and doctype.family in _STRICT and head.doctype.family in _STRICT else None


def _issued_by_another(head: Head, suffix: str) -> bool:
    """The symbol names central bodies, and this ministry is none of them; "TT-BNNPTNT" and "TT-BNN&PTNT" are one."""
    parts = [part for part in re.split(r"[-/]", (head.symbol or "").replace("&", "")) if part]
    central = [part for part in parts[1:] if part in ministry_suffixes() or part in ("CP", "TTg")]
    return bool(head.key and central) and suffix not in central
