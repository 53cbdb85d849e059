"""Pinpoints before a citation: điểm, khoản, điều, mục, chương, phần, in lists and ranges.

Written from small to large ("điểm a khoản 2 Điều 5"), sometimes from large to small ("Điều 5 khoản 2"). A list gives one target
each; a target without an article takes that of the list behind it ("khoản 1, 3 và điểm b khoản 4 Điều 7").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.extraction.citations.wordlists import pattern
from ketluan.record import Pinpoint

_RANK = {"tiết": 0, "điểm": 1, "khoản": 2, "điều": 3, "tiểu mục": 4, "mục": 5, "chương": 6, "phần": 7, "phụ lục": 7}
_FIELD = {
    "tiết": "point", "điểm": "point", "khoản": "clause", "điều": "article", "tiểu mục": "section", "mục": "section",
    "chương": "chapter", "phần": "part", "phụ lục": "part",
}  # fmt: skip
_ORDER = ("part", "chapter", "section", "article", "clause", "point")
_VALUE = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-zđ]?\d?|[ivxl]{1,6}|[a-zđ]\d?(?:\.\d)?)(?![\wÀ-ỹ])"
_COMMA = r"(?:\s{0,2}[,;]\s{0,3}(?:và\s{1,2})?|\s{1,3}(?:và|đến|hoặc|hay|cùng)\s{1,3}|\s?[-–]\s?)"
_GROUP = re.compile(
    rf"(?<![\wÀ-ỹ])(?P<unit>tiểu\s{{1,2}}mục|phụ\s{{1,2}}lục|điểm|tiết|khoản|điều|mục|chương|phần)(?:\s?:)?(?:\s{{1,3}}|\s?(?=\d))(?:số\s)?"
    rf"(?P<values>{_VALUE}(?:{_COMMA}{_VALUE}){{0,40}})"
)
_VALUES = re.compile(rf"(?P<sep>{_COMMA})?(?P<value>{_VALUE})")
_BETWEEN = re.compile(r"\s{0,3}[,;]?\s{0,3}(?:(?:và|đến|hoặc|hay|cùng|của|tại|thuộc|quy định tại|các|từ)\s{1,3}){0,2}")
_ISSUED_WITH = (
    rf"(?:bản\s{{1,2}})?(?:{pattern('annex')})[^.;:()]{{0,150}}?(?:được\s{{1,2}})?ban\s{{1,3}}hành\s{{1,3}}(?:kèm\s{{1,3}})?theo"
)
_BETWEEN_WORDS = re.compile(r";|(?<!\w)(?:và|hoặc|đến)(?!\w)")
_LINK = re.compile(
    r"(?:\s{0,3},)?\s{0,4}(?:(?:của|tại|trong|thuộc|theo|ở|quy định tại|quy định của)\s{1,3})?"
    rf"(?:{_ISSUED_WITH}\s{{1,3}})?(?:(?:các|những|hai|bộ)\s{{1,3}})?"
)
WINDOW = 420
_UNITS = ("điều", "khoản", "điểm", "mục", "chương", "phần", "phụ")


@dataclass(frozen=True, slots=True)
class FoundPinpoint:
    """`text` as written, normalised ("khoản 2 điều 4"); `targets` one value for each place; `start` offset of the first word."""

    start: int
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
    low = max(floor, start - WINDOW)
    if not any(lower.find(unit, low, start) >= 0 for unit in _UNITS):
        return None
    run: list[_Group] = []
    for match in _GROUP.finditer(lower, low, start):
        group = _Group(match.start(), match.end(), re.sub(r"\s+", " ", match["unit"]), _values(match["values"]))
        if run and not _BETWEEN.fullmatch(lower, run[-1].end, group.start):
            run = []
        run.append(group)
    while run and not _valid(run[0]):
        run.pop(0)
    if not run or not _LINK.fullmatch(lower, run[-1].end, start) or _new_paragraph(lower[run[-1].end : start]):
        return None
    return FoundPinpoint(run[0].start, _written(run, lower), _targets(run, lower))


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


def _values(text: str) -> list[tuple[str, str]]:
    return [(re.sub(r"\s+", " ", m["sep"] or "").strip(), m["value"]) for m in _VALUES.finditer(text)]


def _written(run: list[_Group], lower: str) -> str:
    parts = []
    for index, group in enumerate(run):
        if index:
            between = lower[run[index - 1].end : group.start]
            before = run[index - 1]
            parts.append(_joint(between, before, group, run[index:]))
        words = group.unit + " "
        for number, (separator, value) in enumerate(group.values):
            words += _separator_text(separator) if number else ""
            words += value.upper() if group.unit in ("chương", "phần", "mục") and re.fullmatch(r"[ivxl]+", value) else value
        parts.append(words)
    return "".join(parts)


def _separator_text(separator: str) -> str:
    if separator in (",", ";"):
        return ", "
    word = separator.strip(" ,;-–")
    return f" {word} " if word else "-"


def _joint(between: str, before: _Group, group: _Group, rest: list[_Group]) -> str:
    if ";" in between:
        return "; "
    for word in ("và", "đến", "hoặc"):
        if word in between.split():
            return f" {word} "
    return " " if _RANK[group.unit] > _RANK[before.unit] or "," not in between or _descends(before, rest) else ", "


def _descends(before: _Group, rest: list[_Group]) -> bool:
    """Large to small: no larger unit follows any more."""
    return _RANK[rest[0].unit] < _RANK[before.unit] and all(_RANK[g.unit] < _RANK[before.unit] for g in rest)


def _targets(run: list[_Group], lower: str) -> list[Pinpoint]:
    done: list[dict[str, str]] = []
    open_: list[dict[str, str]] = []
    level = -1
    for index, group in enumerate(run):
        field = "subsection" if group.unit == "tiểu mục" and "mục" in (g.unit for g in run[index:]) else _FIELD[group.unit]
        values = _expand(group, run[index - 1] if index and _is_range(run, index, lower) else None)
        joined = _BETWEEN_WORDS.search(lower, run[index - 1].end, group.start) if index else None
        if level >= 0 and _RANK[group.unit] > level and not joined:  # larger: the parent of all that wait for one
            for target in [*done, *open_]:
                if field == "section" and "subsection" in target:
                    target["section"] = f"{values[0]}.{target.pop('subsection')}"
                elif _rank_of(target) < _RANK[group.unit]:
                    target.setdefault(field, values[0])
            level = _RANK[group.unit]
            continue
        if level >= 0 and _descends(run[index - 1], run[index:]) and "và" not in lower[run[index - 1].end : group.start].split():
            open_ = [{**target, field: value} for target in open_ for value in values]  # large to small
        else:
            done += open_
            open_ = [{field: value} for value in values]
        level = _RANK[group.unit]
    return [Pinpoint(**{name: target[name] for name in _ORDER if name in target}) for target in [*done, *open_]]


def _rank_of(target: dict[str, str]) -> int:
    return max((rank for unit, rank in _RANK.items() if _FIELD[unit] in target), default=0)


def _is_range(run: list[_Group], index: int, lower: str) -> bool:
    return run[index].unit == run[index - 1].unit and "đến" in lower[run[index - 1].end : run[index].start].split()


def _expand(group: _Group, before: _Group | None) -> list[str]:
    """All values of a group; a range gives each whole number ("4 đến 9"), also from the group before ("Điều 4 đến Điều 9")."""
    upper = group.unit in ("chương", "phần", "mục")
    out: list[str] = []
    last = before.values[-1][1] if before else None
    for separator, value in group.values:
        is_range = "đến" in separator or separator in ("-", "–") or (before is not None and value == group.values[0][1])
        if is_range and last and last.isdigit() and value.isdigit() and int(last) < int(value) <= int(last) + 60:
            out += [str(n) for n in range(int(last) + 1, int(value))]
        out.append(value.upper() if upper and re.fullmatch(r"[ivxl]+", value) else value)
        last = value
    return out
