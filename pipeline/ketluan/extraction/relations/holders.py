"""Bodies behind people and behind roles: "bà X" is the head of one, "chủ đầu tư" was said to be one.

A person or a role word in a sentence points to the body that the document tied to it elsewhere; like every pointer it is one
voice among others in the link model, never a link by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ketluan.extraction.draft import Draft
from ketluan.extraction.relations.actors import Actor
from ketluan.text.folding import same_tone_style

_ROLES = (
    "chủ đầu tư", "nhà đầu tư", "chủ dự án", "tổng thầu", "nhà thầu", "đơn vị tư vấn", "nhà tư vấn", "tư vấn giám sát",
    "đơn vị thi công", "đơn vị trúng thầu", "bên mời thầu", "chủ rừng", "chủ mỏ", "chủ cơ sở", "chủ sở hữu", "cơ quan chủ quản",
    "đơn vị chủ quản", "đơn vị quản lý", "đơn vị vận hành", "đơn vị cung cấp", "đơn vị thụ hưởng", "liên danh", "bên thuê",
    "bên mua", "đơn vị tổ chức",
)  # fmt: skip
_ROLE = re.compile(r"(?<!\w)(?:" + "|".join(sorted(_ROLES, key=len, reverse=True)) + r")(?!\w)")
_PLURAL = re.compile(r"(?:các|những|nhiều|hai|ba|một số|\d{1,3}) $")
_IS = re.compile(
    r"(?:\s(?:của |các )?(?:dự án|công trình|gói thầu)[^,.;:]{0,60})?\s{0,2}(?:dự án\s|của dự án\s|này\s)?"
    r"(?:\(|,|:|là|thuộc về|-|–)?\s{0,2}(?:một\s|các\s)?\s{0,2}"
)
_DOES = re.compile(
    r"\s{0,2}(?:\([^)]{0,40}\)\s)?,?\s?(?:đã\s|được giao\s|được chọn\s)?(?:làm|là|với vai trò|với tư cách)\s(?:đơn vị\s)?"
)
MAX_PEOPLE = 3


class Holders:
    """The people and roles of one document with the bodies that it ties them to."""

    def __init__(self, draft: Draft) -> None:
        numbers = {agency.id: i for i, agency in enumerate(draft.agencies)}
        of_person: dict[str, list[int]] = {}
        for relation in draft.relations:
            if relation.type == "holds_position" and relation.tail in numbers:
                of_person.setdefault(relation.head, []).append(numbers[relation.tail])
        self._people = sorted(
            (mention.start, tuple(dict.fromkeys(of_person[person.id])), person.role)
            for person in draft.persons
            if person.id in of_person
            for mention in person.mentions
        )
        self._people_starts = [start for start, _, _ in self._people]
        places = sorted((m.start, m.end, i) for i, a in enumerate(draft.agencies) for m in a.mentions)
        self._roles, self._tied = _roles(same_tone_style(draft.text), places) if len(places) else ([], {})
        self._role_starts = [start for start, _ in self._roles]

    def features(self, i: int, start: int, end: int) -> list[str]:
        """What points to the body with the number `i` in [start, end) through a person or a role."""
        features = []
        for n, (_, bodies, role) in enumerate(self._people_in(start, end)[:MAX_PEOPLE]):
            if i in bodies:
                features += ["person", f"person {role}", f"person {n} {min(len(bodies), 3)}"]
        for at, word in self._roles[bisect_left(self._role_starts, start) : bisect_left(self._role_starts, end)]:
            last = self._last_tied(word, at)
            if last is not None:
                features += [f"tied {last == i}", f"tied {last == i} {word}"]
            elif any(body == i for _, body in self._tied.get(word, [])):
                features.append("tied later")
        return list(dict.fromkeys(features))

    def actors(self, start: int, end: int) -> list[Actor]:
        """The people and tied roles of [start, end) that mean one body."""
        found = []
        for at, bodies, _ in self._people_in(start, end):
            if len(bodies) == 1:
                found.append(Actor(at, at + 1, bodies[0], "person"))
        for at, word in self._roles[bisect_left(self._role_starts, start) : bisect_left(self._role_starts, end)]:
            last = self._last_tied(word, at)
            if last is not None:
                found.append(Actor(at, at + len(word), last, "role"))
        return found

    def _people_in(self, start: int, end: int) -> Sequence[tuple[int, tuple[int, ...], str]]:
        return self._people[bisect_left(self._people_starts, start) : bisect_left(self._people_starts, end)]

    def _last_tied(self, word: str, at: int) -> int | None:
        tied = self._tied.get(word, [])
        index = bisect_right(tied, (at, 1 << 30))
        return tied[index - 1][1] if index else None


def _roles(folded: str, places: list[tuple[int, int, int]]) -> tuple[list[tuple[int, str]], dict[str, list[tuple[int, int]]]]:
    """The role words of the text, and for each word where (sorted) and to which body it was tied."""
    starts = [start for start, _, _ in places]
    ends = sorted((end, body) for _, end, body in places)
    words: list[tuple[int, str]] = []
    tied: dict[str, list[tuple[int, int]]] = {}
    for match in _ROLE.finditer(folded):
        if _PLURAL.search(folded[max(0, match.start() - 8) : match.start()]):
            continue
        words.append((match.start(), match.group()))
        at = bisect_left(starts, match.end())
        body = None
        if at < len(places) and places[at][0] - match.end() <= 90 and _IS.fullmatch(folded[match.end() : places[at][0]]):
            body = places[at][2]
        else:
            index = bisect_left(ends, (match.start() + 1, -1)) - 1
            if index >= 0 and match.start() - ends[index][0] <= 60 and _DOES.fullmatch(folded[ends[index][0] : match.start()]):
                body = ends[index][1]
        if body is not None:
            tied.setdefault(match.group(), []).append((match.start(), body))
    return words, tied
