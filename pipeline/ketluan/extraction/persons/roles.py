"""Why a person is named: as the subject of what the text reports, as one who acts for a body, as an author, or beside the matter.

Each mention says one thing: the person speaks or acts, is accused (the words around it, or a finding or recommendation that holds
it), or stands aside (a relative, a complainant, somebody who was given land). What most mentions say is the role; `named` needs
words that tie the person to the matter, and standing near is not enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.cues import any_of
from ketluan.extraction.persons.entries import Group
from ketluan.record import PersonRole

LEFT_CHARS, RIGHT_CHARS = 320, 260
LIST_CHARS = 600

Part = Literal["sanctioned", "accused", "in_statement", "acting", "aside", "nothing"]

_HONORIFIC = rf"(?:{any_of('honorific')}\s)?$"
# "ông A, Giám đốc B, cho biết": in the same clause, and not behind "bị".
_ACTS = re.compile(rf"^(?:(?!\bbị\b)[^.;\n]){{0,150}}?\b(?<!bị )(?<!được )(?<!có ){any_of('speech')}\b", re.IGNORECASE)
# "theo ông A", "trao đổi với Giám đốc B": what he says counts, not what is said of him.
_HEARD = re.compile(rf"\b{any_of('heard')}\s(?:[^,.;\n]{{0,60}}\s)?{_HONORIFIC}", re.IGNORECASE)
_BLAME = re.compile(rf"\b{any_of('blame')}\b", re.IGNORECASE)
_WRONG = re.compile(rf"^[^.;\n]{{0,170}}?\b{any_of('wrong')}\b", re.IGNORECASE)
_SANCTIONED = re.compile(rf"^[^.;\n]{{0,170}}?(?<!không )(?<!chưa )\bbị\s(?:\w+\s){{0,5}}?{any_of('sanction')}\b", re.IGNORECASE)
_SANCTIONS = re.compile(
    rf"\b(?:{any_of('sanction')}|{any_of('charge')})\b(?:(?!\b(?:theo|do|cho rằng|yêu cầu)\b)[^.;\n]){{0,90}}$", re.IGNORECASE
)
_SANCTIONED_ONE = re.compile(rf"\b{any_of('sanction')}\b[^.;\n]{{0,120}}\bđối với\s(?:các\s)?{_HONORIFIC}", re.IGNORECASE)
_RELATIVE = re.compile(
    rf"\b(?<!công )(?<!trẻ ){any_of('relative')}(?:\scủa)?(?:\s(?:bị án|nguyên|cựu))?\s(?:[^,.;\n]{{0,60}}\s)?{_HONORIFIC}",
    re.IGNORECASE,
)
_BI = re.compile(r"\s(?:cũng\s|đều\s)?bị\b")
_GIVEN = re.compile(
    rf"\b(?:{any_of('complaint')}|{any_of('giving')}(?:[^.;,\n]{{0,60}})?\scho|{any_of('owner')})\s(?:các\s)?{_HONORIFIC}",
    re.IGNORECASE,
)
_COMPLAINS = re.compile(
    rf"^(?:\s?[(,\-–][^.;\n]{{0,60}}[),\-–])?\s?(?:,?\s?(?:là\s)?(?:người|hộ)\s)?{any_of('complains')}\b", re.IGNORECASE
)
# Posts of those who inspect, judge or govern: where they are not sanctioned themselves, they act.
_OVERSEES = re.compile(rf"{any_of('overseer')}", re.IGNORECASE)


def first_role(group: Group) -> PersonRole:
    """What the way of naming alone says: `author` for a byline, `official` for a signer; `other` where it is open."""
    if all(m.how == "author" for m in group.mentions):
        return "author"
    return "official" if any(m.how == "signed" for m in group.mentions) else "other"


def decide_roles(draft: Draft) -> None:
    """Decide the roles that are open, once findings and recommendations are known."""
    posts: dict[str, list[str]] = {}
    for relation in draft.relations:
        if relation.type == "holds_position":
            posts.setdefault(relation.head, []).append(relation.title or "")
    # A request that blames nobody ("giao Sở X …") says nothing of those whom it names; what a list is of stands before it.
    asked = [r for r in draft.recommendations if _BLAME.search(draft.text, max(0, r.start - LIST_CHARS), r.end)]
    stated = sorted((s.start, s.end) for s in [*draft.findings, *asked])
    for index, person in enumerate(draft.persons):
        if person.role == "other":
            role = _role(Counter(part_of(draft, m.start, m.end, stated) for m in person.mentions), posts.get(person.id, []))
            draft.persons[index] = msgspec.structs.replace(person, role=role)


def _role(parts: Counter[Part], posts: Sequence[str]) -> PersonRole:
    # A finding may also tell to whom land was given: without a post, only words of blame count.
    accused = parts["sanctioned"] + parts["accused"] + (parts["in_statement"] if posts else 0)
    if parts["sanctioned"] * 3 > parts["acting"]:
        return "named"
    if _OVERSEES.search(" ".join(posts)) and (parts["acting"] or not accused):
        return "official"
    if accused and accused * 2 >= parts["acting"] and accused >= parts["aside"]:
        return "named"
    if parts["aside"] and parts["aside"] >= parts["acting"]:
        return "other"
    return "official" if posts else "other"


def part_of(draft: Draft, start: int, end: int, stated: Sequence[tuple[int, int]]) -> Part:
    """What one mention says of the person; `stated`: spans of findings and of requests that blame."""
    sentence = draft.sentence_at(start) or (start, end)
    left = draft.text[max(sentence[0], start - LEFT_CHARS) : start]
    right = draft.text[end : min(max(sentence[1], end), end + RIGHT_CHARS)].split(";")[0]
    acts = _ACTS.match(right)
    heard = _HEARD.search(left)
    speaks = acts is not None or (heard is not None and not _BLAME.search(heard.group()))
    if _RELATIVE.search(left) and not _BI.match(right):
        return "aside"  # "ông A, chồng bà B, bị …": what follows is said of A
    aside = _GIVEN.search(left) or _COMPLAINS.match(right)
    if _SANCTIONED.match(right) or _SANCTIONED_ONE.search(left) or (not speaks and not aside and _SANCTIONS.search(left)):
        return "sanctioned"
    if aside:
        return "aside"
    wrong = _WRONG.match(right)
    if wrong and heard is None and not (acts and acts.end() <= wrong.end()):
        return "accused"
    if speaks:
        return "acting"
    if _BLAME.search(left):
        return "accused"
    return "in_statement" if any(a <= start < b for a, b in stated) else "nothing"
