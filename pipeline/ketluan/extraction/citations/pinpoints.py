"""Pinpoints before a citation: điểm, khoản, điều, mục, chương, phần, in lists and ranges.

Matched on a window without marks, because OCR changes them; the letters of values are read from the text itself.

Written from small to large ("điểm a khoản 2 Điều 5"), sometimes from large to small ("Điều 5 khoản 2"). A list gives one target
each; a target without an article takes that of the list behind it ("khoản 1, 3 và điểm b khoản 4 Điều 7").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.extraction.citations.wordlists import pattern, words
from ketluan.record import Pinpoint
from ketluan.text.folding import fold_same_length, strip_marks

_RANK = {"tiết": 0, "điểm": 1, "khoản": 2, "điều": 3, "tiểu mục": 4, "mục": 5, "chương": 6, "phần": 7, "phụ lục": 7}
_FIELD = {
    "tiết": "point", "điểm": "point", "khoản": "clause", "điều": "article", "tiểu mục": "section", "mục": "section",
    "chương": "chapter", "phần": "part", "phụ lục": "part",
}  # fmt: skip
_ORDER = ("part", "chapter", "section", "article", "clause", "point")
_VALUE = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?\d?|[ivxl]{1,6}(?:\.\d{1,2}){0,2}|[a-z]\d?(?:\.\d)?)(?!\w)"
_COMMA = r"(?:\s{0,2}[,;]\s{0,3}(?:va\s{1,2})?|\s{1,3}(?:va|den|hoac|hay|cung)\s{1,3}|\s?[-–]\s?)"
_UNIT = r"tieu\s{1,2}muc|phu\s{1,2}luc|diem|tiet|khoan|dieu|muc|chuong|phan"
_GROUP = re.compile(
    rf"(?P<unit>{_UNIT})(?:\s?:)?(?:\s{{1,3}}|\s?(?=\d))(?:so\s)?(?P<values>{_VALUE}(?:{_COMMA}{_VALUE}){{0,40}})"
)
_VALUES = re.compile(rf"(?P<sep>{_COMMA})?(?P<value>{_VALUE})")
_BETWEEN = re.compile(
    r"(?:\s{0,3}[,;]?|\s[-–](?=\s))\s{0,3}(?:(?:va|den|hoac|hay|cung|cua|tai|thuoc|quy dinh tai|cac|tu)\s{1,3}){0,2}"
)
_ISSUED_WITH = (
    rf"(?:(?:ban\s{{1,2}})?(?:{strip_marks(pattern('annex'))})[^.;:()]{{0,150}}?)?"
    r"(?:duoc\s{1,2})?ban\s{1,3}hanh\s{1,3}(?:kem\s{1,3})?theo"
)
_BETWEEN_WORDS = re.compile(r";|(?<!\w)(?:va|hoac|den)(?!\w)")
_LINK = re.compile(
    r"(?:\s{0,3},|\s[-–](?=\s))?(?:\s{0,12}|\s{1,2}\()(?:(?:cua|tai|trong|thuoc|quy dinh tai|quy dinh cua)\s{1,3})?"
    rf"(?:{_ISSUED_WITH}\s{{1,3}})?(?:(?:cac|nhung|hai|bo)\s{{1,3}})?"
)
# A cheap look at the last words first: a value and a link, or "ban hành kèm theo".
_LEADS_UP = re.compile(
    rf"(?<!\w){_VALUE}(?:\s{{0,3}},|\s[-–](?=\s))?(?:\s{{0,12}}|\s{{1,2}}\()"
    r"(?:(?:cua|tai|trong|thuoc|quy dinh tai|quy dinh cua)\s{1,3})?"
    r"(?:(?:cac|nhung|hai|bo)\s{1,3})?$|theo\s{1,3}(?:(?:cac|nhung|hai|bo)\s{1,3})?$"
)
_A_VALUE = re.compile(_VALUE)
_LINKING = frozenset(("cua", "tai", "trong", "thuoc", "cac", "nhung", "hai", "bo", "theo"))
TAIL = 64
NEAR_WINDOW = 160
WINDOW = 420
AFTER_WINDOW = 160
_AFTER_LEAD = re.compile(r"(?:\s?,?\s{1,3}(?:tại|ở)\s{1,3}|\s{1,2}(?P<bracket>\()\s?)(?:các\s{1,3})?(?=điểm|khoản|điều)")
# Behind such a pinpoint: the end of the clause, or a verb; no word that could begin the name of another document.
_GOES_ON_AFTER = re.compile(
    r"\s{0,2}(?:[.;:\n]|\((?!\s?(?:luật|bộ luật|nghị|thông|quyết))|$"
    r"|,\s(?!\w{1,12}\s(?:luật|định|tư|quyết))|(?:quy định|đã|có|nêu|về|thì|là|ghi|cho phép)\b)"
)
_COMMON_WORDS = frozenset(words("common_word_with_unit"))
_CAPITAL_UNITS = ("chương", "phần", "mục", "phụ lục")
_UNIT_NAMES = {strip_marks(unit).replace(" ", ""): unit for unit in _RANK}
_MARKED = {"va": "và", "den": "đến", "hoac": "hoặc", "hay": "hay", "cung": "cùng"}


@dataclass(frozen=True, slots=True)
class FoundPinpoint:
    """`text` as written, normalised ("khoản 2 điều 4"); `targets` one value for each place; offsets of its words."""

    start: int
    end: int
    text: str
    targets: list[Pinpoint]


@dataclass(slots=True)
class _Group:
    start: int
    end: int
    unit: str
    values: list[tuple[str, str]]  # separator before it, value


def pinpoint_before(lower: str, start: int, floor: int) -> FoundPinpoint | None:
    """The pinpoints that lead up to a document beginning at `start`, not before `floor`; `lower` is the text in lower case."""
    if not _could_lead_up(lower, start, floor):
        return None
    if not _LEADS_UP.search(fold_same_length(lower[max(floor, start - TAIL) : start])):
        return None
    found = None
    for size in (NEAR_WINDOW, WINDOW):  # most pinpoints are short
        found = _run_before(lower, max(floor, start - size), start)
        if found and found.start - (start - size) > TAIL:
            break
    return found


def _run_before(lower: str, low: int, start: int) -> FoundPinpoint | None:
    """The run of units and values between `low` and `start` that ends at the document."""
    window = lower[low:start]
    folded = fold_same_length(window)
    run: list[_Group] = []
    for match in _GROUP.finditer(folded):
        if match.start() and folded[match.start() - 1].isalnum():
            continue  # looked at here, because a pattern that begins with letters is searched for faster
        if _is_common_word(window, *match.span("unit")):
            run = []
            continue
        unit = _UNIT_NAMES["".join(match["unit"].split())]
        group = _Group(match.start(), match.end(), unit, _values(folded, window, *match.span("values")))
        if run and not _BETWEEN.fullmatch(folded, run[-1].end, group.start):
            run = []
        run.append(group)
    while run and not _valid(run[0]):
        run.pop(0)
    if not run or not _LINK.fullmatch(folded, run[-1].end) or _new_paragraph(window[run[-1].end :]):
        return None
    return FoundPinpoint(low + run[0].start, low + run[-1].end, _written(run, folded), _targets(run, folded))


def _could_lead_up(lower: str, start: int, floor: int) -> bool:
    """The cheapest look: the last word before the document is a value or one that links a pinpoint to it."""
    words = lower[max(floor, start - 24) : start].rstrip(" \n,(-–\f").rsplit(None, 1)
    if not words:
        return True  # more white space than that, perhaps a page break
    last = strip_marks(words[-1].lstrip("(,;"))
    return last in _LINKING or last[-1:].isdigit() or _A_VALUE.fullmatch(last) is not None


def pinpoint_after(lower: str, end: int, ceiling: int) -> FoundPinpoint | None:
    """The pinpoints that follow a document ending at `end` ("Luật Đất đai, tại khoản 1, Điều 58"); `ceiling`: the next one.

    None where they may lead up to another document: they have to name an article, and the clause has to end or go on behind.
    """
    lead = _AFTER_LEAD.match(lower, end)
    if lead is None:
        return None
    window = lower[lead.end() : min(len(lower), lead.end() + AFTER_WINDOW)]
    folded = fold_same_length(window)
    run: list[_Group] = []
    while match := _GROUP.match(folded, _BETWEEN.match(folded, run[-1].end).end() if run else 0):  # type: ignore[union-attr]
        unit = _UNIT_NAMES["".join(match["unit"].split())]
        run.append(_Group(match.start(), match.end(), unit, _values(folded, window, *match.span("values"))))
    if not run or not all(map(_valid, run)) or not any(group.unit == "điều" for group in run):
        return None
    behind = lead.end() + run[-1].end
    if lead["bracket"]:
        closed = lower[behind : behind + 1] == ")"
        return (
            FoundPinpoint(lead.end() + run[0].start, behind + 1, _written(run, folded), _targets(run, folded)) if closed else None
        )
    if behind > ceiling or not _GOES_ON_AFTER.match(lower, behind):
        return None
    return FoundPinpoint(lead.end() + run[0].start, behind, _written(run, folded), _targets(run, folded))


def _is_common_word(window: str, start: int, end: int) -> bool:
    """The unit is the second half of a common word: "quan điểm", "tài khoản" (with its marks: "tại khoản" is a pinpoint)."""
    before = window[max(0, start - 9) : start].split()
    return bool(before) and window[start - 1].isspace() and f"{before[-1]} {window[start:end]}" in _COMMON_WORDS


def _new_paragraph(gap: str) -> bool:
    """An empty line inside a gap that holds words; a gap of white space alone may be a page break."""
    return "\n\n" in gap.replace(" ", "") and not gap.isspace()


def _valid(group: _Group) -> bool:
    """ "phần" and "mục" before a letter are common words; articles and chapters have numbers."""
    first = group.values[0][1]
    if group.unit == "điều":
        return first[0].isdigit()
    if group.unit in ("chương", "phần"):
        return first[0].isdigit() or bool(re.fullmatch(r"[ivxl]{1,6}", first)) or (group.unit == "phần" and len(first) == 1)
    return True


def _values(folded: str, window: str, start: int, end: int) -> list[tuple[str, str]]:
    found = []
    for match in _VALUES.finditer(folded, start, end):
        value = window[match.start("value") : match.end("value")]
        if not value.isascii() and not value.replace("đ", "").isascii():
            value = match["value"]  # "điểm à": a mark that OCR invented
        found.append((" ".join((match["sep"] or "").split()), value))
    return found


def _written(run: list[_Group], lower: str) -> str:
    parts = []
    for index, group in enumerate(run):
        if index:
            between = lower[run[index - 1].end : group.start]
            before = run[index - 1]
            parts.append(_joint(between, before, group, run[index:]))
        written = group.unit + " "
        for number, (separator, value) in enumerate(group.values):
            written += _separator_text(separator) if number else ""
            written += _cased(group, value)
        parts.append(written)
    return "".join(parts)


def _cased(group: _Group, value: str) -> str:
    """Roman numbers and letters of the larger units are capitals: "chương II", "mục B"."""
    return (
        value.upper() if group.unit in _CAPITAL_UNITS and re.fullmatch(r"[ivxl]{1,6}(?:\.\d{1,2}){0,2}|[a-z]", value) else value
    )


def _separator_text(separator: str) -> str:
    if separator in (",", ";"):
        return ", "
    word = separator.strip(" ,;-–")
    return f" {_MARKED.get(word, word)} " if word else "-"


def _joint(between: str, before: _Group, group: _Group, rest: list[_Group]) -> str:
    if ";" in between:
        return "; "
    for word in ("va", "den", "hoac"):
        if word in between.split():
            return f" {_MARKED[word]} "
    return " " if _RANK[group.unit] > _RANK[before.unit] or "," not in between or _descends(before, rest) else ", "


def _descends(before: _Group, rest: list[_Group]) -> bool:
    """Large to small: no larger unit follows any more."""
    return _RANK[rest[0].unit] < _RANK[before.unit] and all(_RANK[g.unit] < _RANK[before.unit] for g in rest)


@dataclass(slots=True)
class _Target:
    """A target while its larger units are still to come; `rank` is that of its largest unit so far."""

    rank: float
    levels: dict[str, str]


def _targets(run: list[_Group], lower: str) -> list[Pinpoint]:
    done: list[_Target] = []
    waiting: list[_Target] = []
    level = -1.0
    for index, group in enumerate(run):
        field, rank = _field(run, index), _rank(run, index)
        values = _expand(group, run[index - 1] if index and _is_range(run, index, lower) else None)
        joined = index and _BETWEEN_WORDS.search(lower, run[index - 1].end, group.start)
        if index and rank > level and not joined:  # larger: the parent of all that wait for one
            for target in [*done, *waiting]:
                _give_parent(target, field, values[0], rank)
        elif index and not joined and _descends(run[index - 1], run[index:]):  # large to small
            waiting = [_Target(t.rank, {**t.levels, field: value}) for t in waiting for value in values]
        else:
            done += waiting
            waiting = [_Target(rank, {field: value}) for value in values]
        level = rank
    return [Pinpoint(**{name: t.levels[name] for name in _ORDER if name in t.levels}) for t in [*done, *waiting]]


def _field(run: list[_Group], index: int) -> str:
    if run[index].unit == "tiểu mục" and any(group.unit == "mục" for group in run[index:]):
        return "subsection"
    return _FIELD[run[index].unit]


def _rank(run: list[_Group], index: int) -> float:
    """In decisions and plans a mục may be a part of a khoản: "mục 2.1 khoản 2 Điều 3"."""
    below = run[index].unit == "mục" and any(group.unit in ("khoản", "điều") for group in run[index + 1 :])
    return 1.5 if below else _RANK[run[index].unit]


def _give_parent(target: _Target, field: str, value: str, rank: float) -> None:
    if field == "section" and "subsection" in target.levels:
        target.levels["section"] = f"{value}.{target.levels.pop('subsection')}"
    elif target.rank < rank:
        target.levels.setdefault(field, value)
    target.rank = max(target.rank, rank)


def _is_range(run: list[_Group], index: int, lower: str) -> bool:
    return run[index].unit == run[index - 1].unit and "den" in lower[run[index - 1].end : run[index].start].split()


def _expand(group: _Group, before: _Group | None) -> list[str]:
    """All values of a group; a range gives each whole number ("4 đến 9"), also from the group before ("Điều 4 đến Điều 9")."""
    out: list[str] = []
    last = before.values[-1][1] if before else None
    for separator, value in group.values:
        is_range = "den" in separator or separator in ("-", "–") or (before is not None and value == group.values[0][1])
        if is_range and last and last.isdigit() and value.isdigit() and int(last) < int(value) <= int(last) + 60:
            out += [str(n) for n in range(int(last) + 1, int(value))]
        out.append(_cased(group, value))
        last = value
    return out
