"""Words that point to a body without writing its name: "công ty này", "bộ", "huyện", a bare "Quảng Ninh", "Thủ tướng".

A pointer is no mention: it only says which of the document's bodies a sentence may be about, as one voice among others in the
link model. The nouns are in `back_references.tsv`: which bodies each can mean (by the beginning of the name, by type, the
committee of a level or any), and the syllables that make another word of it ("cán bộ", "báo cáo", "trường hợp").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ketluan.knowledge.tables import Row, read_table
from ketluan.record import Agency
from ketluan.text.folding import same_tone_style

_SEVERAL = re.compile(r"(?:các|những|cả|hai|ba|bốn|\d{1,3}) $")
_INDEFINITE = re.compile(r"(?:các|những|nhiều|hai|ba|\d{1,3}|một số|một|mỗi|từng|mọi|số) $")
_CHIEF = re.compile(r"(?<!\w)(?:phó )?thủ tướng(?! chính phủ)(?!\w)")
_ASKED_BEFORE = re.compile(
    r"(?:kiến nghị|đề nghị|đề xuất|trình|báo cáo|xin ý kiến)(?: (?:với|lên|tới|cho|và|của|phó|\w{1,6})){0,2}\s?$"
)
_COMMITTEE = re.compile(r"^ủy ban nhân dân (tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn) ([^,]{2,40})")
# Before and behind the bare name of a place: what makes it a government that acts, and not the place where something is.
_LEVEL_WORD = re.compile(r"(?:chính quyền |lãnh đạo )?(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|thị trấn)\s{0,2}$")
_ACTS_BEFORE = re.compile(
    r"(?:^|[.:;–“\"]\s{0,2}|(?<!\w)(?:của|do|bởi|việc|khi|mà|nhưng|rằng|là|song|được|đã|ra|chính quyền|lãnh đạo|về phía|"
    r"(?:tuy nhiên|cụ thể|ngoài ra|bên cạnh đó|đồng thời|trong đó|theo đó|trước đó), ))\s{0,2}$"
)
_VERB_BEHIND = re.compile(
    r"\s(?:đã|còn|cũng|không|chưa|phải|vẫn|lại|chậm|có|để|tự|cho|ban|phê|giao|thu|thiếu|buông|vi|sai|bị|chỉ|tiếp|áp|tính|chọn|"
    r"quyết|ký|bán|lập|điều)(?!\w)"
)
_NAME_WORD = re.compile(r"(?<!\w)[^\W\d_][\w&.\-]{1,24}")
_VOWELS = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_SYLLABLE = re.compile(rf"(?:ngh?|nh|ph|th|tr|ch|gh|gi|kh|qu|[bcdđghklmnpqrstvx])?[{_VOWELS}]{{1,3}}(?:ng|nh|ch|[cmnpt])?")
_CALLED_BY_TAIL = {"company", "bank", "school", "hospital", "centre", "media", "association", "management_board"}
BEFORE_CHARS = 12
MAX_RANK = 3


@dataclass(frozen=True, slots=True)
class Pointer:
    """One pointer at [at, end): its kind, and for each body that it can mean how many others come first (0: this is meant)."""

    kind: str
    at: int
    end: int
    ranks: dict[int, int]
    often: int = -1  # the one of them that the document names most often


class Pointers:
    """The pointers of one document.

    Args:
        last_named: where a body was named last before an offset (-1: not yet).
        inspected: ids of the bodies that were inspected.
    """

    def __init__(
        self, agencies: Sequence[Agency], last_named: Callable[[int, int], int], inspected: Collection[str] = ()
    ) -> None:
        names = [same_tone_style(agency.name) for agency in agencies]
        committees = [(i, m[1], m[2].strip()) for i, name in enumerate(names) if (m := _COMMITTEE.match(name))]
        self._last_named = last_named
        self._meant = {row["noun"]: _meant(row, agencies, names, committees) for row in read_table("back_references")}
        self._often = [len(agency.mentions) for agency in agencies]
        self._inspected = {i for i, agency in enumerate(agencies) if agency.id in inspected}
        self._government = next((i for i, name in enumerate(names) if name == "chính phủ"), None)
        self._places = [(i, place) for i, _, place in committees]
        self._ministers = [(i, " ".join(name.split()[1:3])) for i, name in enumerate(names) if name.startswith("bộ ")]
        self._words = _owned(
            (word, i)
            for i, agency in enumerate(agencies)
            for word in {w for form in _forms(agency) for w in _NAME_WORD.findall(form)}
            if len(word) >= 3 and word[0].isupper() and not _SYLLABLE.fullmatch(word.lower())
        )
        self._tails = _owned((tail, i) for i, agency in enumerate(agencies) for tail in _tails(agency))

    def find(self, folded: str, bare: str, start: int) -> list[Pointer]:
        """Pointers in a sentence that starts at `start`; in both texts the names of bodies are blanked out."""
        found = self._nouns(folded, bare, start)
        if self._government is not None and (chief := _CHIEF.search(folded)):
            asked = bool(_ASKED_BEFORE.search(folded[max(0, chief.start() - 40) : chief.start()]))
            found.append(Pointer("thủ tướng" if asked else "thủ tướng else", *chief.span(), {self._government: int(not asked)}))
        found += self._governments(folded)
        if "trưởng" in folded:
            for i, field in self._ministers:
                found += [Pointer("minister", *span, {i: 0}) for span in _words_at(folded, f"trưởng {field}", limit=1)]
                found += [Pointer("minister", *span, {i: 0}) for span in _words_at(folded, f"trưởng bộ {field}", limit=1)]
        for tail, i in self._tails.items():
            found += [Pointer("tail", *span, {i: 0}) for span in _words_at(bare, tail, limit=1)]
        for match in _NAME_WORD.finditer(bare):
            owner = self._words.get(match.group())
            if owner is not None:
                found.append(Pointer("word", *match.span(), {owner: 0}))
        return [replace(pointer, at=start + pointer.at, end=start + pointer.end) for pointer in found]

    def _nouns(self, folded: str, bare: str, start: int) -> list[Pointer]:
        found = []
        pattern, before_nouns = _nouns()
        for match in pattern.finditer(folded):
            candidates = self._meant[match["noun"]]
            before = folded[max(0, match.start() - BEFORE_CHARS) : match.start()]
            if not candidates or (before.split() or [""])[-1] in before_nouns[match["noun"]]:
                continue
            if _INDEFINITE.search(before):
                if len(candidates) > 1 and _SEVERAL.search(before):
                    found.append(Pointer("several", *match.span(), dict.fromkeys(candidates, 1)))
                continue
            if bare[match.end() + 1 : match.end() + 2].isupper():
                continue  # "công ty X": another one, by name
            ranks = self._ranked(candidates, start, start + match.start(), bool(match["this"]))
            if ranks:
                often = max(ranks, key=lambda i: self._often[i])
                found.append(Pointer(f"{match['noun']}{' này' if match['this'] else ''}", *match.span(), ranks, often))
        return found

    def _ranked(self, candidates: Sequence[int], start: int, at: int, this: bool) -> dict[int, int]:
        """Those named before `at`, the last first; a bare noun means the main one where this sentence has named none."""
        named = sorted(((last, i) for i in candidates if (last := self._last_named(i, at)) >= 0), reverse=True)
        ranks = {i: min(rank, MAX_RANK) for rank, (_, i) in enumerate(named)}
        main = self._main(ranks) if named and not this and named[0][0] < start else None
        return ranks if main is None else {i: 0 if i == main else max(1, rank) for i, rank in ranks.items()}

    def _main(self, ranks: dict[int, int]) -> int | None:
        """The one that a bare noun means, whichever was named last: the only inspected one, or the one named twice as often."""
        inspected = [i for i in ranks if i in self._inspected]
        if len(inspected) == 1:
            return inspected[0]
        most = sorted((self._often[i], i) for i in inspected or ranks)
        return most[-1][1] if len(most) > 1 and most[-1][0] >= 2 * most[-2][0] else None

    def _governments(self, folded: str) -> list[Pointer]:
        """Bare names of places that act like their government ("Hà Giang đã giao"); other places say only where something is."""
        found = []
        for i, place in self._places:
            spans = _words_at(folded, place)
            acting = next((span for span in spans if _acts(folded, *span)), None)
            if acting:
                found.append(Pointer("place", *acting, {i: 0}))
            elif spans:
                found.append(Pointer("where", *spans[0], {i: 1}))
        return found


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """The pattern of all nouns, the longer first, and for each the syllables before it that make another word."""
    rows = sorted(read_table("back_references"), key=lambda row: -len(row["noun"]))
    nouns = "|".join(
        row["noun"] + (rf"(?! (?:{row['other_word_behind']})(?!\w))" if row["other_word_behind"] else "") for row in rows
    )
    pattern = re.compile(rf"(?<!\w)(?P<noun>{nouns})(?P<this> (?:này|trên|nói trên|nêu trên))?(?!\w)")
    return pattern, {row["noun"]: frozenset(row["other_word_before"].split()) for row in rows}


def _meant(row: Row, agencies: Sequence[Agency], names: Sequence[str], committees: Sequence[tuple[int, str, str]]) -> list[int]:
    """The bodies that a noun of the table can mean."""
    if row["means"] == "name":
        begins = re.compile(rf"(?:{row['names_begin']})(?!\w)")
        return [i for i, name in enumerate(names) if begins.match(name)]
    if row["means"] == "type":
        return [i for i, agency in enumerate(agencies) if agency.type in row["types"].split()]
    if row["means"] == "committee":
        return [i for i, level, _ in committees if row["names_begin"] in ("", level)]
    return [i for i, name in enumerate(names) if not name.startswith(("thanh tra", "kiểm toán", "chính phủ"))]


def _words_at(text: str, words: str, limit: int = 20) -> list[tuple[int, int]]:
    """Where `words` stand in `text` as whole words."""
    spans: list[tuple[int, int]] = []
    at = text.find(words)
    while at >= 0 and len(spans) < limit:
        end = at + len(words)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            spans.append((at, end))
        at = text.find(words, end)
    return spans


def _acts(folded: str, start: int, end: int) -> bool:
    before = folded[max(0, start - 60) : start]
    level = _LEVEL_WORD.search(before)
    before = before[: level.start()] if level else before
    follows = before.rstrip().endswith(",") and _VERB_BEHIND.match(folded, end, end + 12)
    return bool(_ACTS_BEFORE.search(before) or follows)


def _forms(agency: Agency) -> set[str]:
    return {agency.name, *(mention.text for mention in agency.mentions)}


def _tails(agency: Agency) -> set[str]:
    """The last words in capitals, two or more, of a company's or a school's name: "Minh Phát", "Bình An Bắc"."""
    if agency.type not in _CALLED_BY_TAIL:
        return set()
    return {
        tail for form in _forms(agency) | {agency.name.split(",")[0]} if (tail := _tail(form)) and " " in tail and tail != form
    }


def _tail(form: str) -> str:
    words = form.split()
    first = len(words)
    while first and words[first - 1][0].isupper():
        first -= 1
    return " ".join(words[first:])


def _owned(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Words of the pairs that belong to one body alone."""
    owners: dict[str, int | None] = {}
    for word, i in pairs:
        owners[word] = i if owners.get(word, i) == i else None
    return {word: i for word, i in owners.items() if i is not None}
