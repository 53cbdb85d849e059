"""Resolution: many mentions, one citation. Nothing is resolved where the text allows several documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ketluan.extraction.citations.heads import Head
from ketluan.extraction.citations.keys import bare_key, iri, title_key_text
from ketluan.extraction.citations.mentions import RawMention
from ketluan.knowledge.laws import Law, law_register, number_key, title_key
from ketluan.record import Citation, CitationMention, RecordWarning, Resolution


@dataclass(slots=True)
class Entry:
    """A cited document while its mentions are collected."""

    head: Head
    key: str
    law: Law | None = None
    year: int | None = None
    date: str | None = None
    dates: set[str] = field(default_factory=set)
    mentions: list[tuple[RawMention, Resolution, list[str]]] = field(default_factory=list)

    @property
    def number(self) -> str | None:
        """The full number, of the text or of the register."""
        if self.head.key or self.law:
            return self.head.key or (self.law.number if self.law else None)
        if self.head.doctype.id == "nghi_dinh" and self.head.serial and self.year and self.year >= 1998:
            return f"{self.head.serial}/{self.year}/NĐ-CP"
        return None

    @property
    def title(self) -> str | None:
        """The title, of the text or of the register."""
        return self.head.title or (self.law.title if self.law else None)


_Bare = dict[tuple[str, str], list[Entry]]


def resolve(mentions: list[RawMention], *, text_year: int = 0) -> list[Entry]:
    """Group mentions into documents, in order of their first mention.

    A full number is itself; a short number belongs to the one full number of its type in the document; a title without a
    year to the one law of that title named before it. Where there are several, the mention keeps its own entry with the
    candidates. `text_year`: when the text was written, as far as that is known, else 0.
    """
    entries: dict[int, Entry] = {}
    full: dict[str, list[Entry]] = {}
    for index, mention in enumerate(mentions):
        if mention.head.key:
            entries[index] = _full_entry(mention.head, full)
    numbered = list({id(e): e for e in entries.values()}.values())
    bare: dict[tuple[str, str], list[Entry]] = {}
    titled: list[Entry] = []
    for index, mention in enumerate(mentions):
        head = mention.head
        if head.key:
            entry = entries[index]
            how: Resolution = "exact"
            candidates: list[str] = []
            if head.title and entry not in titled:
                titled.append(entry)
        elif head.title:
            entry, how, candidates = _by_title(head, titled, numbered, text_year)
        else:
            entry, how, candidates = _by_serial(head, numbered, bare)
        entry.mentions.append((mention, how, candidates))
        _learn(entry, head, text_year)
        entries[index] = entry
    return list({id(entries[i]): entries[i] for i in sorted(entries)}.values())


def _full_entry(head: Head, full: dict[str, list[Entry]]) -> Entry:
    """The entry of a full number; a number without a year is another document when its date is another."""
    key = head.key or ""
    found = full.setdefault(_dedupe_key(head), [])
    for entry in found:
        if head.year or not head.date or not entry.date or entry.date == head.date:
            entry.date = entry.date or head.date
            if head.title and not entry.head.title:
                entry.head.title = head.title
            return entry
    entry = Entry(head, key, law_register().by_number(key), head.year, head.date)
    found.append(entry)
    return entry


def _dedupe_key(head: Head) -> str:
    return number_key(head.key or "")


def _by_title(head: Head, titled: list[Entry], numbered: list[Entry], text_year: int) -> tuple[Entry, Resolution, list[str]]:
    """A title with a year is one law; without, the one named before, unless the register knows a later one by `text_year`."""
    title = head.title or ""
    register = law_register()
    wanted = title_key(title)
    same = [e for e in [*titled, *(n for n in numbered if n not in titled)] if e.title and title_key(e.title) == wanted]
    if head.year is not None:
        for entry in same:
            if entry.year == head.year and (head.date is None or entry.date in (None, head.date)):
                return entry, "by_title", []
        return _new_title(head, titled, register.by_title(title, head.year)), "by_title", []
    named = [e for e in same if e.year is not None and e.mentions]
    if len(named) == 1 and not any((named[0].year or 0) < law.year < text_year for law in register.versions(title)):
        return named[0], "inherited", []
    versions = register.versions(title)
    candidates = [e.key for e in named] or [law.number for law in versions] if named or len(versions) > 1 else []
    how: Resolution = "ambiguous" if candidates else "by_title"
    undated = next((e for e in same if e.year is None), None)
    if undated is None:
        undated = _new_title(head, titled, versions[0] if len(versions) == 1 and not named and not head.amending else None)
    return undated, how, candidates


def _new_title(head: Head, titled: list[Entry], law: Law | None) -> Entry:
    entry = Entry(head, title_key_text(head.title or "", head.year), law, head.year, head.date)
    titled.append(entry)
    return entry


def _by_serial(head: Head, numbered: list[Entry], bare: _Bare) -> tuple[Entry, Resolution, list[str]]:
    serial = (head.serial or "").lstrip("0")
    same = [
        e
        for e in numbered
        if (e.head.serial or "").lstrip("0") == serial
        and _same_family(e.head, head)
        and (head.year is None or e.year in (None, head.year) or (e.date or "").startswith(str(head.year)))
        and (head.date is None or e.date in (None, head.date))
    ]
    if len(same) == 1:
        return same[0], "inherited", []
    own = bare.setdefault((head.doctype.family, serial), [])
    for entry in own:
        if _compatible(entry, head):
            if head.year and not entry.year:
                entry.year = head.year
            return entry, "ambiguous" if same else "unresolved", [e.key for e in same]
    if len(same) > 1:
        entry = Entry(head, bare_key(head), None, head.year, head.date)
        own.append(entry)
        return entry, "ambiguous", [e.key for e in same]
    candidates = [law.number for law in law_register().by_serial(head.doctype.name, int(re.sub(r"\D", "", serial) or 0))]
    candidates = [number for number in candidates if head.year is None or f"/{head.year}/" in number]
    entry = Entry(head, bare_key(head), None, head.year, head.date)
    own.append(entry)
    return entry, "unresolved", candidates


def _compatible(entry: Entry, head: Head) -> bool:
    if head.date and entry.date and head.date != entry.date:
        return False
    year = head.year or (int(head.date[:4]) if head.date else None)
    known = entry.year or (int(entry.date[:4]) if entry.date else None)
    return year is None or known is None or year == known


def _same_family(full: Head, short: Head) -> bool:
    families = {full.doctype.family, short.doctype.family}
    notice = "thong_bao_ket_luan" in (full.doctype.id, short.doctype.id)
    return len(families) == 1 or (notice and families == {"ket_luan", "thong_bao"})


def _learn(entry: Entry, head: Head, text_year: int) -> None:
    if head.date:
        entry.dates.add(head.date)
        entry.date = entry.date or head.date
    elif head.day_month and entry.date is None:
        year = entry.year or text_year
        if year:
            from ketluan.extraction.citations.dates import iso

            entry.date = iso(year, head.day_month[1], head.day_month[0])
    if head.year and entry.year is None and not (head.serial and not head.key and entry.head.key):
        entry.year = head.year


def to_citations(entries: list[Entry], text: str) -> list[Citation]:
    """Citations with ids c1, c2 … in order of first mention; issuers are linked later, when the agencies are known."""
    return [_citation(f"c{number}", entry, text) for number, entry in enumerate(entries, 1)]


def _citation(citation_id: str, entry: Entry, text: str) -> Citation:
    head, law = entry.head, entry.law
    date = entry.date
    type_name = head.label.lower() if head.label and not head.label.isupper() else head.doctype.name
    year = entry.year or (int(date[:4]) if date else None)
    number = entry.number or None
    return Citation(
        id=citation_id,
        key=entry.key,
        type=type_name,
        number=number or head.serial,
        year=year,
        title=head.title or (law.title if law else None),
        date=date,
        issuer=None,
        uri=iri(type_name, entry.key, number, year, date or (law.date if law else None)),
        mentions=[_mention(text, *mention) for mention in entry.mentions],
    )


def _mention(text: str, raw: RawMention, how: Resolution, candidates: list[str]) -> CitationMention:
    return CitationMention(
        start=raw.start,
        end=raw.end,
        text=text[raw.start : raw.end],
        pinpoint=raw.pinpoint,
        targets=raw.targets,
        resolved=how,
        candidates=candidates,
    )


def contradictions(entries: list[Entry]) -> list[RecordWarning]:
    """Warnings: a date against another or the register, a label against the symbol, a year without such a law."""
    return [warning for entry in entries for warning in _contradictions(entry)]


def _contradictions(entry: Entry) -> list[RecordWarning]:
    found = []
    law, head = entry.law, entry.head
    known = {law.date} if law and law.date and law.verification.startswith("verified") else set()
    if entry.year and (len(entry.dates) > 1 or (known and entry.dates and not entry.dates & known)):
        dates = ", ".join(sorted(entry.dates | known))
        found.append(RecordWarning(code="citation-date-conflict", message=f"{entry.key}: different dates are given: {dates}"))
    for mention, _, _ in entry.mentions:
        label = mention.head
        if label.key and label.label and label.symbol and _symbol_family(label) not in (None, label.doctype.family):
            message = f"{entry.key}: called {label.label}, which its symbol contradicts"
            found.append(RecordWarning(code="citation-type-conflict", message=message))
            break
    if head.title and head.known_title and not head.amending and not head.key and entry.year and law is None:
        years = [version.year for version in law_register().versions(head.title)]
        if years and min(years) < entry.year and entry.year not in years:
            message = f"{entry.key}: the register knows versions of {', '.join(map(str, years))} only"
            found.append(RecordWarning(code="citation-unknown-year", message=message))
    return found


def _symbol_family(head: Head) -> str | None:
    from ketluan.extraction.citations.doctypes import symbol_types

    parts = re.split(r"[-/]", head.symbol or "")
    doctype = symbol_types().get(parts[0]) if len(parts) > 1 else None
    strict = ("nghi_dinh", "quyet_dinh", "thong_tu", "nghi_quyet", "chi_thi")
    return doctype.family if doctype and doctype.family in strict and head.doctype.family in strict else None
