"""Words that point to a body without writing its name: "công ty này", "bộ", "huyện", a bare "Quảng Ninh", "Thủ tướng".

A pointer is no mention: it only says which of the document's bodies a sentence may be about, as one voice among others in the
link model. Which of several companies "công ty" means is told by when each was named last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ketluan.record import Agency
from ketluan.text.folding import same_tone_style

# Noun -> how the name of a body that it can mean begins. The longer noun comes first.
_HEADS: tuple[tuple[str, str], ...] = (
    ("tổng công ty", "tổng công ty"), ("công ty", "công ty|tổng công ty|doanh nghiệp"), ("tập đoàn", "tập đoàn"),
    ("ngân hàng", "ngân hàng"), ("bệnh viện", "bệnh viện"), ("phòng khám", "phòng khám"),
    ("nhà trường", "trường|đại học|học viện"), ("học viện", "học viện"), ("trường", "trường|đại học"),
    ("trung tâm", "trung tâm"), ("chi cục", "chi cục"), ("cục", "cục|tổng cục"), ("tổng cục", "tổng cục"), ("vụ", "vụ"),
    ("viện", "viện"), ("ban quản lý", "ban quản lý"), ("ban", "ban"), ("phòng", "phòng"), ("sở", "sở"), ("bộ", "bộ"),
    ("ủy ban", "ủy ban"), ("ubnd", "ủy ban nhân dân"), ("vườn", "vườn"), ("cảng", "cảng"), ("báo", "báo"), ("chùa", "chùa"),
    ("khách sạn", "khách sạn"), ("nhà máy", "nhà máy|công ty"), ("hội", "hội"), ("quỹ", "quỹ"),
)  # fmt: skip
_KINDS = {
    "doanh nghiệp": {"company", "bank"}, "chủ đầu tư": {"company", "management_board", "people_committee"},
    "nhà thầu": {"company"}, "nhà đầu tư": {"company"}, "cơ sở": {"hospital", "school", "company", "centre"},
}  # fmt: skip
_LEVELS = {
    "tỉnh": "tỉnh", "thành phố": "thành phố", "tp": "thành phố", "huyện": "huyện", "quận": "quận", "thị xã": "thị xã",
    "xã": "xã", "phường": "phường", "thị trấn": "thị trấn",
}  # fmt: skip
_ANY = ("đơn vị", "cơ quan", "địa phương")
_NOUN = re.compile(
    r"(?<!\w)(?P<noun>"
    + "|".join(sorted([h for h, _ in _HEADS] + list(_KINDS) + list(_LEVELS) + list(_ANY), key=len, reverse=True))
    + r")(?P<this> (?:này|trên|nói trên|nêu trên))?(?!\w)"
)
_CHIEF = re.compile(r"(?<!\w)(?:phó )?thủ tướng(?! chính phủ)(?!\w)")
_COMMITTEE = re.compile(r"^ủy ban nhân dân (tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn) ([^,]{2,40})")
_NAME_WORD = re.compile(r"[A-ZĐÀ-Ỹ][\w&.\-]{1,24}")
_PLURAL = re.compile(r"(?:các|những|nhiều|hai|ba|\d{1,3}) $")
MAX_RANK = 3


@dataclass(frozen=True, slots=True)
class Pointer:
    """One pointer of a sentence: the kind, and for each body that it can mean how many others were named since (0, 1, …)."""

    kind: str
    at: int
    ranks: dict[int, int]


class Pointers:
    """The pointers of one document; `last_named` says where a body was named last before an offset (-1: not yet)."""

    def __init__(self, agencies: Sequence[Agency], last_named: Callable[[int, int], int]) -> None:
        names = [same_tone_style(agency.name) for agency in agencies]
        self._last_named = last_named
        self._heads = {noun: _beginning(names, begins) for noun, begins in _HEADS}
        self._heads |= {noun: [i for i, a in enumerate(agencies) if a.type in kinds] for noun, kinds in _KINDS.items()}
        committees = [(i, m) for i, name in enumerate(names) if (m := _COMMITTEE.match(name))]
        for noun, level in _LEVELS.items():
            self._heads[noun] = [i for i, m in committees if m[1] == level]
        others = [i for i, name in enumerate(names) if not name.startswith(("thanh tra", "kiểm toán", "chính phủ"))]
        self._heads |= dict.fromkeys(_ANY, others)
        self._government = next((i for i, name in enumerate(names) if name == "chính phủ"), None)
        self._places = [(i, re.compile(rf"(?<!\w){re.escape(m[2].strip())}(?!\w)")) for i, m in committees]
        self._words = _own_words(agencies)

    def find(self, folded: str, bare: str, start: int) -> list[Pointer]:
        """Pointers in a sentence that starts at `start`; in both texts the names of bodies are blanked out."""
        found = []
        for match in _NOUN.finditer(folded):
            candidates = self._heads[match["noun"]]
            if not candidates or _PLURAL.search(folded[max(0, match.start() - 6) : match.start()]):
                continue
            if bare[match.end() + 1 : match.end() + 2].isupper():
                continue  # "công ty X": another one, by name
            ranks = self._ranked(candidates, start + match.start())
            if ranks:
                found.append(Pointer(f"{match['noun']}{' này' if match['this'] else ''}", match.start(), ranks))
        if self._government is not None and (chief := _CHIEF.search(folded)):
            found.append(Pointer("thủ tướng", chief.start(), {self._government: 0}))
        found += [Pointer("place", m.start(), {i: 0}) for i, place in self._places if (m := place.search(folded))]
        for match in _NAME_WORD.finditer(bare):
            owner = self._words.get(match.group())
            if owner is not None:
                found.append(Pointer("name", match.start(), {owner: 0}))
        return found

    def _ranked(self, candidates: Sequence[int], at: int) -> dict[int, int]:
        named = [(last, i) for i in candidates if (last := self._last_named(i, at)) >= 0]
        return {i: min(rank, MAX_RANK) for rank, (_, i) in enumerate(sorted(named, reverse=True))}


def _beginning(names: Sequence[str], begins: str) -> list[int]:
    pattern = re.compile(rf"(?:{begins})(?!\w)")
    return [i for i, name in enumerate(names) if pattern.match(name)]


def _own_words(agencies: Sequence[Agency]) -> dict[str, int]:
    """Words in capitals that only one body of the document has in its name or in a mention -> the body."""
    owners: dict[str, int | None] = {}
    for i, agency in enumerate(agencies):
        forms = {agency.name, *(mention.text for mention in agency.mentions)}
        for word in {w for form in forms for w in _NAME_WORD.findall(form) if len(w) >= 3}:
            owners[word] = i if owners.get(word, i) == i else None
    return {word: i for word, i in owners.items() if i is not None}
