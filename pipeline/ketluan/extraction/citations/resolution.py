"""Resolution: many mentions, one citation. Nothing is resolved where the text allows several documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ketluan.extraction.citations.dates import iso
from ketluan.extraction.citations.heads import Head
from ketluan.extraction.citations.keys import bare_key, iri, title_key_text
from ketluan.extraction.citations.mentions import RawMention
from ketluan.knowledge.laws import Law, law_register, number_key
from ketluan.record import Citation, CitationMention, Resolution


@dataclass(slots=True, eq=False)
class Entry:
    """A cited document while its mentions are collected."""

    head: Head
    key: str
    law: Law | None = None
    year: int | None = None
    date: str | None = None
    dates: Counter[str] = field(default_factory=Counter)
    mentions: list[tuple[RawMention, Resolution, list[str]]] = field(default_factory=list)

    @property
    def number(self) -> str | None:
        """The full number, of the text or of the register."""
        if self.head.key or self.law:
            return self.head.key or (self.law.number if self.law else None)
        if self.head.full_number:
            return self.head.full_number
        year = self.year or (int(self.date[:4]) if self.date else 0)
        if self.head.doctype.id == "nghi_dinh" and self.head.serial and year >= 1998:
            return f"{self.head.serial}/{year}/NĐ-CP"  # a decree has no other issuer
        return None

    @property
    def title(self) -> str | None:
        """The title, of the text or of the register."""
        return self.head.title or (self.law.title if self.law else None)


@dataclass(slots=True)
class _Index:
    """The documents found so far, by all that they can be called; every look-up is by key, so time stays linear."""

    by_key: dict[tuple[str, str | None], Entry] = field(default_factory=dict)
    by_serial: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)
    by_title: dict[tuple[str, ...], list[Entry]] = field(default_factory=dict)
    bare: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)

    def add_title(self, title: str | None, entry: Entry) -> None:
        """Let `entry` be found under a title."""
        if title:
            same = self.by_title.setdefault(law_register().title_key(title), [])
            if entry not in same:
                same.append(entry)


# A number that stands for more documents than this in one text is taken for ambiguous without looking at each.
_MAX_SAME = 50


def resolve(mentions: list[RawMention], *, text_year: int = 0, published: str | None = None) -> list[Entry]:
    """Group mentions into documents, in order of their first mention.

    A full number is itself; a short number belongs to the one full number of its type in the document; a title without a
    year to the one law of that title named before it. Where there are several, the mention keeps its own entry with the
    candidates. `text_year`: when the text was written, as far as that is known, else 0; `published` is its ISO date.
    """
    index = _Index()
    full = {n: _full_entry(mention.head, index) for n, mention in enumerate(mentions) if mention.head.key}
    ordered: dict[int, Entry] = {}
    for number, mention in enumerate(mentions):
        head = mention.head
        how: Resolution = "exact"
        candidates: list[str] = []
        if number in full:
            entry = full[number]
        elif head.title:
            entry, how, candidates = _by_title(head, index, text_year)
        else:
            entry, how, candidates = _by_serial(head, index)
        entry.mentions.append((mention, how, candidates))
        _learn(entry, head, text_year, published)
        ordered.setdefault(id(entry), entry)
    return list(ordered.values())


def _full_entry(head: Head, index: _Index) -> Entry:
    """The entry of a full number; a number without a year is another document when its date is another."""
    key = number_key(head.key or "")
    date = None if head.year else head.date
    entry = index.by_key.get((key, date))
    if entry is None and not head.year:
        undated = index.by_key.get((key, None))
        if date is None or (undated is not None and undated.date is None):
            entry = undated
    if entry is None:
        entry = Entry(head, head.key or "", _trusted(law_register().by_number(head.key or "")), head.year, head.date)
        family = _serial_key(head)
        index.by_serial.setdefault(family, []).append(entry)
        if head.doctype.id == "thong_bao_ket_luan":
            index.by_serial.setdefault(("ket_luan", family[1]), []).append(entry)
    entry.date = entry.date or head.date
    entry.head.title = entry.head.title or head.title
    index.by_key.setdefault((key, date), entry)
    index.by_key.setdefault((key, None), entry)
    index.add_title(entry.title, entry)
    for name in entry.law.popular_names if entry.law else ():
        index.add_title(name, entry)
    return entry


def _trusted(law: Law | None) -> Law | None:
    return law if law is not None and law.trusted else None


def _serial_key(head: Head) -> tuple[str, str]:
    return head.doctype.family, (head.serial or "").lstrip("0")


def _by_title(head: Head, index: _Index, text_year: int) -> tuple[Entry, Resolution, list[str]]:
    """A title with a year is one law; without, the one named before, unless the register knows a later one by `text_year`."""
    title = head.title or ""
    register = law_register()
    same = index.by_title.get(register.title_key(title), [])[:_MAX_SAME]
    if head.year is not None:
        for entry in same:
            if entry.year == head.year and (head.date is None or entry.date in (None, head.date)):
                return entry, "by_title", []
        return _new_title(head, index, register.by_title(title, head.year)), "by_title", []
    popular = register.by_popular_name(title)
    if popular is not None:
        numbered = next((e for e in same if e.head.key), None)
        if numbered is not None or same:
            return numbered or same[0], "inherited", []
        return _new_title(head, index, popular), "by_title", []
    named = [e for e in same if e.year is not None and e.mentions]
    versions = register.versions(title)
    if len(named) == 1 and not any((named[0].year or 0) < law.year < text_year for law in versions):
        return named[0], "inherited", []
    candidates = [e.key for e in named] or ([law.number for law in versions] if len(versions) > 1 else [])
    how: Resolution = "ambiguous" if candidates else "by_title"
    undated = next((e for e in same if e.year is None), None)
    if undated is None:
        alone = len(versions) == 1 and not named and not head.amending
        only = versions[0] if alone and not 0 < text_year < versions[0].year else None  # no text cites a law before it is passed
        undated = _new_title(head, index, only)
    return undated, how, candidates


def _new_title(head: Head, index: _Index, law: Law | None) -> Entry:
    entry = Entry(head, title_key_text(head.title or "", head.year), _trusted(law), head.year, head.date)
    index.add_title(head.title, entry)
    return entry


def _by_serial(head: Head, index: _Index) -> tuple[Entry, Resolution, list[str]]:
    """A number without a symbol belongs to the one full number of its type that begins with it and has no other date."""
    key = _serial_key(head)
    same = [
        e
        for e in index.by_serial.get(key, [])[:_MAX_SAME]
        if (head.year is None or e.year in (None, head.year) or (e.date or "").startswith(str(head.year)))
        and (head.date is None or e.date in (None, head.date))
    ]
    if head.doctype.id == "thong_bao_ket_luan" and not same:
        same = index.by_serial.get(("ket_luan", key[1]), [])[:_MAX_SAME]
    if len(same) == 1:
        return same[0], "inherited", []
    own = index.bare.setdefault(key, [])
    exact: Resolution = "exact" if head.year else "ambiguous" if same else "unresolved"
    for entry in own[:_MAX_SAME]:
        if _compatible(entry, head):
            known = entry.year is not None and not head.year
            entry.year = entry.year or head.year
            return entry, "inherited" if known and not same else exact, [e.key for e in same]
    entry = Entry(head, bare_key(head), None, head.year, head.date)
    own.append(entry)
    if head.year:
        entry.law = _trusted(law_register().by_number(entry.number or "") or _only_of_year(head, key[1]))
    candidates = [e.key for e in same] or ([] if head.year else _register_candidates(head, key[1]))
    return entry, exact, candidates


def _only_of_year(head: Head, serial: str) -> Law | None:
    """ "Luật số 103/2016": the National Assembly numbers its laws through each year."""
    if head.doctype.family != "luat" or not serial.isdigit():
        return None
    laws = [law for law in law_register().by_serial("Luật", int(serial)) if law.year == head.year]
    return laws[0] if len(laws) == 1 else None


def _register_candidates(head: Head, serial: str) -> list[str]:
    """What the register knows under this type and number: "Nghị định 61" may be several decrees."""
    laws = law_register().by_serial(head.doctype.name, int(serial)) if serial.isdigit() else []
    return [law.number for law in laws if head.date is None or (law.date or head.date)[:4] == head.date[:4]]


def _compatible(entry: Entry, head: Head) -> bool:
    if head.date and entry.date and head.date != entry.date:
        return False
    year = head.year or (int(head.date[:4]) if head.date else None)
    known = entry.year or (int(entry.date[:4]) if entry.date else None)
    return year is None or known is None or year == known


def _learn(entry: Entry, head: Head, text_year: int, published: str | None) -> None:
    if head.date:
        entry.dates[head.date] += 1
        first, (most, count) = next(iter(entry.dates)), entry.dates.most_common(1)[0]
        entry.date = most if count > 2 * entry.dates[first] else first  # a misprint is much the rarer one
    elif head.day_month and entry.date is None and (entry.year or text_year):
        day, month = head.day_month
        date = iso(entry.year or text_year, month, day)
        if date and published and not entry.year and date > published:  # "ngày 28-12" in an article of January
            date = iso(text_year - 1, month, day)
        entry.date = date
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
        uri=iri(type_name, entry.key, number, year or (law.year if law else None), date or (law.date if law else None)),
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
