"""Which posts a person holds: titles before and behind the name, shared in lists, signed under, or stated further on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.bodies import BODY_TYPES, BodyFinder
from ketluan.extraction.persons.cues import any_of
from ketluan.extraction.persons.entries import Group
from ketluan.extraction.persons.names import NameMention
from ketluan.extraction.persons.posts import IMPLIED, WINDOW, Post, PostReader, may_follow, share_bodies
from ketluan.extraction.persons.signatures import signed_posts
from ketluan.extraction.persons.titles import Title, title_at, titles_in
from ketluan.record import Agency, Relation, Span
from ketluan.text.folding import match_key

LEFT_WINDOW = 170

_FACT = (
    r"(?:\d{2} tuổi|sinh (?:năm|ngày) [\d/\-.]{4,10}|SN:? ?\d{4}"
    r"|(?:trú|ngụ)(?:\stại)?\s[^,()\n;–]{2,40}(?:,\s(?:xã|phường|huyện|quận|tỉnh|TP|thành phố|thị xã)[^,()\n;–]{2,30}){0,3}"
    r"|(?:trú|cư trú|ngụ|quê|thường trú|nơi ở|HKTT|quốc tịch|dân tộc|người)\b[^,()\n;]{0,50}"
    r"|(?:bác|dược|kỹ|thạc|tiến|y) (?:sĩ|sỹ|sư)(?:\s\w{1,10}){0,3}(?=,))"
)
# From a name to its title: an age, a mark, a verb of office.
_OPENER = re.compile(
    rf"(?:\s?\({_FACT}(?:[,;]\s{_FACT}){{0,4}}\))?\s?(?:[,(\-–:]\s?)?(?:{_FACT},?\s){{0,4}}(?:[,\-–]\s?)?"
    rf"(?:{any_of('office_time')}\s)?(?:{any_of('office_verb')}\s(?!viên\b))?"
)
_LATER = re.compile(rf"\b{any_of('office_verb_sure')}\s", re.IGNORECASE)
# "do ông A, chồng bà B, làm giám đốc"
_MADE_BY = re.compile(r"\bdo(?:\schính)?\s?$")
_KIN = re.compile(r"\b(?:vợ|chồng|con|em|anh|chị|cha|bố|mẹ|cháu)\b[^.;\n]{0,20}$")
_AS = re.compile(r"\b(?:làm|giữ chức|đứng tên)\s")
_HONORIFIC_BEFORE = re.compile(rf"(?:,|-|–|:)?\s?(?:là\s)?\b{any_of('honorific', 'rank')}\.?:?\s$", re.IGNORECASE)
_PLURAL = re.compile(r"(?:các|các đời|hai|ba|hai vị|\d)\s(?:đồng chí\s|ông\s)?$", re.IGNORECASE)
_LIST_GAP = re.compile(r"^(?:\s?\([^()\n]{0,60}\))?\s?(?:,|;|và|cùng|, và)\s(?:các\s)?(?:ông\s|bà\s|đồng chí\s)?$", re.IGNORECASE)
_AND_GAP = re.compile(r"^\s?,?\s(?:và|cùng)\s(?:ông\s|bà\s|đồng chí\s)?$", re.IGNORECASE)
_MEMBER_GAP = re.compile(r"^\)?\s?(?:,|;|,?\s(?:và|cùng))\s(?:và\s)?(?:ông\s|bà\s|đồng chí\s)?$", re.IGNORECASE)
_SHARED_VERB = re.compile(r"^\s(?:đều\s|cùng\s)?(?:làm|là|giữ chức)\s", re.IGNORECASE)
# Something in brackets directly behind the name: an alias, a family tie.
_APPOSED = re.compile(r"\s?\([^()\n]{1,70}\)")
_CLOSED = re.compile(r"(?:;|\)[,;]?)\s?(?:và\s)?$")  # the member of the list before is complete
_BRACKET = re.compile(r"\s?\(")
_STAFF = frozenset({"cán bộ", "công chức", "viên chức", "nhân viên", "giáo viên", "chuyên viên"})
_COUNTED = re.compile(r"(?:\b(?:các|những|nhiều|một số|số|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)|\d)\s$", re.IGNORECASE)
_OPENED = re.compile(r"[(\-–]\s?$")
# "cách chức Chủ tịch UBND huyện X đối với ông A"
_OFFICE_DECISION = re.compile(
    r"\b(?:cách (?:hết )?(?:các )?chức(?: vụ)?|miễn nhiệm|bãi nhiệm|giáng chức"
    r"|cho (?:thôi|từ) (?:giữ )?chức(?: vụ)?|thôi giữ chức(?: vụ)?|đình chỉ(?: chức vụ| công tác)?"
    r"|xóa tư cách|bổ nhiệm(?: chức vụ)?|tước (?:chức vụ|danh hiệu))\s",
    re.IGNORECASE,
)
_CONCERNING = re.compile(r"[^.;\n]{0,90}\b(?:đối với|với|của)\s?$", re.IGNORECASE)


class PositionReader:
    """Reads titles around names; built once per document."""

    def __init__(self, draft: Draft, mentions: Sequence[NameMention]) -> None:
        self.draft, self.text, self.mentions = draft, draft.text, mentions
        self._starts = [m.start for m in mentions]
        self._reader = PostReader(draft)
        self._bodies = BodyFinder(self._reader)

    def relations(self, identifier: str, group: Group) -> list[Relation]:
        """`holds_position` relations of one person, one for each title and body."""
        found: dict[tuple[str, str], Relation] = {}
        for mention in group.mentions:
            if mention.how == "author":
                continue
            for post in self.posts(mention):
                agency = post.agency or self._open_body(post, mention)
                if agency is None:
                    continue
                key = (match_key(post.label), agency.id)
                evidence = Span(start=min(mention.start, post.title.start), end=max(mention.end, post.title.end))
                relation = Relation(
                    head=identifier,
                    type="holds_position",
                    tail=agency.id,
                    title=post.label,
                    confidence=post.confidence if post.agency else IMPLIED,
                    evidence=evidence,
                )
                found.setdefault(key, relation)
        return list(found.values())

    def posts(self, mention: NameMention) -> list[Post]:
        """Titles on both sides of one mention, and those that it shares with its neighbours in a list."""
        index = bisect_left(self._starts, mention.start)
        beside = self._left(index) + (self._right(index) or self._bracketed(index))
        return (
            beside
            or self._shared(index)
            or signed_posts(self.draft, mention)
            or self._later(index)
            or self._made_by(index)
            or self._decided(index)
        )

    def _open_body(self, post: Post, mention: NameMention) -> Agency | None:
        if post.title.body == "member":
            return None
        return self._next_in_list(post, mention) or self._bodies.find(post, mention, self._before_honorific(mention))

    def _next_in_list(self, post: Post, mention: NameMention) -> Agency | None:
        """ "ông A - kế toán và ông B - giám đốc Công ty X", "A, Trưởng khoa 1; B, Trưởng khoa 2 Bệnh viện X": both are of X."""
        index = bisect_left(self._starts, mention.start)
        if post.title.start < mention.end:
            return None
        while index + 1 < len(self.mentions) and _MEMBER_GAP.match(self.text[post.end : self.mentions[index + 1].start]):
            joined = bool(_AND_GAP.match(self.text[post.end : self.mentions[index + 1].start]))
            index += 1
            beside = self._right(index)
            if not beside:
                return None
            body, same = beside[0].agency, beside[0].title.core == post.title.core
            if body:
                fits = same or (joined and post.is_bare and body.type in BODY_TYPES.get(post.title.body, ()))
                return body if fits else None
            if not same:
                return None
            post = beside[-1]
        return None

    def _sentence(self, offset: int) -> tuple[int, int]:
        return self.draft.sentence_at(offset) or (offset, offset)

    def _following(self, index: int) -> int:
        """Where the next person is named."""
        return self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text) + WINDOW

    def _behind(self, index: int) -> tuple[int, int, int]:
        """Where the words behind a name begin (a bracket without a title skipped) and end; where the next person is named."""
        mention = self.mentions[index]
        start, following = mention.end, self._following(index)
        end = min(self._sentence(mention.start)[1], mention.end + WINDOW)
        bracket = _APPOSED.match(self.text, start, end)
        if bracket and not titles_in(self.text, start, bracket.end()):
            start = bracket.end()
            inside = bisect_left(self._starts, start)
            following = self._starts[inside] if inside < len(self._starts) else len(self.text) + WINDOW
        return start, min(end, following), following

    def _right(self, index: int) -> list[Post]:
        start, limit, following = self._behind(index)
        opener = _OPENER.match(self.text, start, limit)
        if opener and opener.group().endswith("làm ") and self._is_relative(index):
            return []
        return self._reader.chain(opener.end() if opener else start, limit, following)

    def _bracketed(self, index: int) -> list[Post]:
        """In a list whose members have their posts in brackets: "(…); A, B và C (nguyên Giám đốc …)" gives C's to A and B."""
        first = last = index
        while last + 1 < len(self.mentions) and self._is_listed_before(last + 1):
            last += 1
        if last == index or not _BRACKET.match(self.text, self.mentions[last].end):
            return []
        while first and self._is_listed_before(first):
            first -= 1
        start = self._before_honorific(self.mentions[first])
        closed = _CLOSED.search(self.text[max(0, start - 4) : start])
        joined = self.text[self.mentions[last - 1].end : self.mentions[last].start].strip()
        if closed is None or (";" not in closed.group() and joined == ","):
            return []
        return [replace(post, confidence=IMPLIED) for post in self._right(last)]

    def _is_listed_before(self, index: int) -> bool:
        """The mention follows the one before it in a list, with no bracket between."""
        gap = self.text[self.mentions[index - 1].end : self.mentions[index].start]
        return "(" not in gap and ";" not in gap and bool(_LIST_GAP.match(gap))

    def _later(self, index: int) -> list[Post]:
        """ "Ông A nghỉ hưu, sau hai nhiệm kỳ giữ chức Chủ tịch": a verb of office further on, no other person between."""
        start, limit, following = self._behind(index)
        for verb in _LATER.finditer(self.text, start, limit):
            posts = self._reader.chain(verb.end(), limit, following)
            if posts:
                return posts
        return []

    def _made_by(self, index: int) -> list[Post]:
        """ "Công ty X do ông A, chồng bà B, làm giám đốc": the verb belongs to the one behind "do", whoever stands between."""
        mention = self.mentions[index]
        start = self._before_honorific(mention)
        if not _MADE_BY.search(self.text[max(0, start - 10) : start]):
            return []
        end = min(self._sentence(mention.start)[1], mention.end + LEFT_WINDOW)
        for verb in _AS.finditer(self.text, mention.end, end):
            title = title_at(self.text, verb.end(), end)
            if title:
                return [self._reader.read(title, end)]
        return []

    def _is_relative(self, index: int) -> bool:
        """ "do ông A, chồng bà B, làm …": B stands there only to say who A is."""
        if not index:
            return False
        first, relative = self.mentions[index - 1], self.mentions[index]
        start = self._before_honorific(first)
        made = _MADE_BY.search(self.text[max(0, start - 10) : start])
        return bool(made and _KIN.search(self.text[first.end : relative.start]))

    def _decided(self, index: int) -> list[Post]:
        """ "cách chức Chủ tịch UBND huyện X đối với ông A": the office that a decision takes from, or gives to, the person."""
        mention = self.mentions[index]
        start = self._before_honorific(mention)
        lower = max(self._sentence(mention.start)[0], start - LEFT_WINDOW, self.mentions[index - 1].end if index else 0)
        for verb in _OFFICE_DECISION.finditer(self.text, lower, start):
            posts = self._reader.chain(verb.end(), start, mention.start)
            if posts and _CONCERNING.fullmatch(self.text[posts[-1].end : start]):
                return posts
        return []

    def _left(self, index: int) -> list[Post]:
        mention = self.mentions[index]
        start = self._before_honorific(mention)
        lower = max(self._sentence(mention.start)[0], start - LEFT_WINDOW)
        previous = self.mentions[index - 1] if index else None
        if previous is not None and previous.end > lower:
            lower = previous.end
        titles = titles_in(self.text, lower, start)
        if not titles:  # "luật sư A": the rank itself is the post
            start, titles = mention.start, titles_in(self.text, start, mention.start)
        posts: list[Post] = []
        edge = start
        for title in reversed(titles):
            if self._reader.is_inside_place(title):
                continue
            if title.core in _STAFF and _COUNTED.search(self.text[max(0, title.start - 10) : title.start]):
                break  # "3 cán bộ xã X gồm: …" says no post of anybody
            gap = self._reader.without_places(title.end, edge)
            if not may_follow(gap, last=edge == start):
                break
            if previous is not None and self._belongs_to(previous, title, mention, last=edge == start):
                break
            if "," in gap and _OPENED.search(self.text[max(0, title.start - 3) : title.start]):
                break  # "X - Giám đốc Y, ông A": X is somebody who was not recognised
            posts.append(self._reader.read(title, edge))
            edge = title.start
        return share_bodies(self.draft, posts[::-1])

    def _before_honorific(self, mention: NameMention) -> int:
        match = _HONORIFIC_BEFORE.search(self.text[max(0, mention.start - 24) : mention.start])
        return mention.start - (len(match.group()) if match else 0)

    def _belongs_to(self, previous: NameMention, title: Title, mention: NameMention, *, last: bool) -> bool:
        """The title stands behind the name before it ("ông A, Giám đốc, bà B"), unless this name follows it without a mark."""
        opener = _OPENER.match(self.text, previous.end, title.end)
        if opener is None or opener.end() != title.start or title.start <= previous.end + 1:
            return False
        return not last or "," in self._reader.without_places(title.end, mention.start)

    def _shared(self, index: int) -> list[Post]:
        """In a list: "các Phó Giám đốc A và B", "bà A và bà B làm phó trưởng phòng"."""
        first = index
        while first and _LIST_GAP.match(self.text[self.mentions[first - 1].end : self.mentions[first].start]):
            first -= 1
        if first < index:
            posts = self._left(first)
            if posts and self._is_plural(posts[0].title.start, self.mentions[first].start):
                return posts
        last = index
        while last + 1 < len(self.mentions) and _LIST_GAP.match(
            self.text[self.mentions[last].end : self.mentions[last + 1].start]
        ):
            last += 1
        if last > index and _SHARED_VERB.match(self.text[self.mentions[last].end : self.mentions[last].end + 20]):
            return self._right(last)
        return []

    def _is_plural(self, title_start: int, name_start: int) -> bool:
        before = self.text[max(0, title_start - 16) : title_start]
        return bool(_PLURAL.search(before)) or self.text[title_start:name_start].rstrip().endswith(":")
