"""The register of laws, decrees and circulars, and the titles by which laws are cited.

`data/laws.tsv` holds one row per document with its source of verification; `data/law_titles.tsv` the titles of laws, codes,
ordinances and national regulations (quy chế), also of those whose number the register does not know. Its `aliases` are
abbreviations and spellings of the whole title; `short` are titles cut short ("Ngân sách" for "Ngân sách nhà nước"), which stay as
they are in a key.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from ketluan.knowledge.tables import Row, read_table
from ketluan.text.folding import same_tone_style, strip_marks

_WORDS = re.compile(r"\w+")
KINDS = ("Bộ luật", "Luật", "Pháp lệnh", "Quy chế")


@dataclass(frozen=True, slots=True)
class Law:
    """One known document. Dates are ISO; `replaced_by` holds numbers; `verification` says how the row was checked."""

    type: str
    number: str
    date: str | None
    effective: str | None
    issuer: str
    title: str
    year: int
    replaced_by: tuple[str, ...]
    amends: tuple[str, ...]
    verification: str
    topic: str
    popular_names: tuple[str, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether number and title were checked; a row from memory alone decides nothing."""
        return not self.verification.startswith("unverified") and "number unverified" not in self.verification

    @property
    def searchable(self) -> str:
        """Type, number, title and year as written, lower case, one tone style."""
        return same_tone_style(f"{self.type} {self.number} {self.title} {self.year}")


@lru_cache(maxsize=4096)
def number_key(number: str) -> str:
    """Key for comparing numbers: marks, case, white space and punctuation gone ("61/2018/NĐ-CP" -> "612018ndcp")."""
    return "".join(ch for ch in strip_marks(number) if ch.isalnum())


@lru_cache(maxsize=4096)
def title_key(title: str) -> tuple[str, ...]:
    """Key for comparing titles: syllables without marks, commas and "và" left out."""
    words = "".join(ch if ch.isalnum() else " " for ch in strip_marks(title)).split()
    return tuple(word for word in words if word != "va")


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title of the register: `kind` ("Luật"), `title` without the kind ("Thanh tra")."""

    kind: str
    title: str

    @property
    def full(self) -> str:
        """Kind and title: "Luật Thanh tra"."""
        return f"{self.kind} {self.title}"


@dataclass(slots=True)
class TitleNode:
    """A node of the trie of titles, keyed by syllable without marks."""

    children: dict[str, TitleNode]
    match: TitleMatch | None = None


class LawRegister:
    """Known documents by number and by title."""

    def __init__(self, laws: tuple[Row, ...], titles: tuple[Row, ...]) -> None:
        self._by_number: dict[str, Law] = {}
        self._versions: dict[tuple[str, ...], list[Law]] = defaultdict(list)
        self._by_serial: dict[tuple[str, int], list[Law]] = defaultdict(list)
        self._popular: dict[tuple[str, ...], Law] = {}
        for row in laws:
            law = _law(row)
            for name in law.popular_names:
                self._popular.setdefault(title_key(name), law)
            self._by_number.setdefault(number_key(law.number), law)
            self._versions[title_key(law.title)].append(law)
            serial = law.number.split("/")[0].split("-")[0]
            if serial.isdigit():
                self._by_serial[law.type.lower(), int(serial)].append(law)
        for versions in self._versions.values():
            versions.sort(key=lambda law: (law.date or str(law.year), law.number))
        self.tries = {kind: TitleNode({}) for kind in KINDS}
        self._whole: dict[tuple[str, ...], tuple[str, ...]] = {}
        for row in titles:
            for form in (row["title"], *filter(None, row["aliases"].split("|"))):
                self._add_title(row["kind"], row["title"], form)
            for short in filter(None, row["short"].split("|")):
                self._add_title(row["kind"], short, short)
                self._whole[title_key(f"{row['kind']} {short}")] = title_key(f"{row['kind']} {row['title']}")
        for law in self._by_number.values():
            kind, _, title = law.title.partition(" ")
            if law.type == "Luật" and kind == "Luật" and not title.startswith("sửa đổi"):
                self._add_title("Luật", title, title)

    def _add_title(self, kind: str, title: str, form: str) -> None:
        node = self.tries[kind]
        for word in title_key(form):
            node = node.children.setdefault(word, TitleNode({}))
        node.match = node.match or TitleMatch(kind, title)

    def by_number(self, number: str) -> Law | None:
        """The document with this number, however it is spelled; None where the register does not have it."""
        return self._by_number.get(number_key(number))

    def by_popular_name(self, name: str) -> Law | None:
        """The document that is known by a name of another kind ("Đề án 06" for 06/QĐ-TTg of 2022)."""
        return self._popular.get(title_key(name))

    def versions(self, title: str) -> list[Law]:
        """All documents of this title ("Luật Thanh tra"), oldest first; commas, case and "và" do not matter."""
        return self._versions.get(self.title_key(title), [])

    def title_key(self, title: str) -> tuple[str, ...]:
        """Key for comparing titles; a title cut short has that of the whole ("Luật Ngân sách", "Luật Ngân sách nhà nước")."""
        key = title_key(title)
        return self._whole.get(key, key)

    def by_title(self, title: str, year: int) -> Law | None:
        """The document of this title that was passed in `year`; None where none or several were."""
        found = [law for law in self.versions(title) if law.year == year]
        return found[0] if len(found) == 1 else None

    def by_serial(self, kind: str, serial: int) -> list[Law]:
        """All documents of this type with this number before the first slash ("nghị định", 61)."""
        return self._by_serial.get((kind.lower(), serial), [])

    def in_force(self, title: str, date: str) -> Law | None:
        """The version of a law in force on an ISO date.

        None where the register cannot tell: before the first version, or between the passing of a version and the day from
        which it applies, when that day is unknown (usually six months to a year later).
        """
        current: Law | None = None
        for law in self.versions(title):
            if not law.date:
                return None
            if date < law.date:
                break
            if law.effective is None and date < _a_year_later(law.date) and current is not None:
                return None
            if law.effective is None or date >= law.effective:
                current = law
        return current

    def search(self, words: str, limit: int = 20) -> list[Law]:
        """Documents whose type, number, title or year hold all the words; the newest first.

        Words without marks find every spelling ("mot cua" finds "một cửa"), words with marks only their own. A part of a number
        is enough ("61/2018"). Numbers that begin with the words come first, then titles in which the words stand side by side.
        """
        wanted = same_tone_style(words).split()
        hits = [law for law in self._by_number.values() if all(_holds(law.searchable, word) for word in wanted)]
        number, phrase = number_key(words), strip_marks(" ".join(wanted))
        newest = sorted(hits, key=lambda law: law.date or "", reverse=True)
        return sorted(
            newest, key=lambda law: (not number_key(law.number).startswith(number), phrase not in strip_marks(law.searchable))
        )[:limit]


def _holds(text: str, word: str) -> bool:
    if word.isascii():
        text = strip_marks(text)
    return word in text if any(ch.isdigit() for ch in word) else word in _WORDS.findall(text)


def _a_year_later(date: str) -> str:
    return f"{int(date[:4]) + 1}{date[4:]}"


def _law(row: Row) -> Law:
    in_number = next((part for part in row["number"].split("/") if len(part) == 4 and part.isdigit()), "")
    year = row["year_tag"] or in_number or row["date_issued"][:4]
    return Law(
        type=row["type"],
        number=row["number"],
        date=row["date_issued"] or None,
        effective=row["date_effective"] or None,
        issuer=row["issuer"],
        title=row["title"],
        year=int(year or 0),
        replaced_by=tuple(filter(None, row["replaced_by"].split("|"))),
        amends=tuple(filter(None, row["amends"].split("|"))),
        verification=row["verification"],
        topic=row["topic"],
        popular_names=tuple(name for name in row["aliases"].split("|") if name.startswith("Đề án")),
    )


@cache
def law_register() -> LawRegister:
    """The register, read once per process."""
    return LawRegister(read_table("laws"), read_table("law_titles"))
