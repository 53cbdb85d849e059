"""Which post a person holds, and in which body: titles beside the name, and the body that the text ties them to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.coined import coin_body
from ketluan.extraction.persons.cues import any_of
from ketluan.extraction.persons.entries import Group
from ketluan.extraction.persons.mentions import SIGNATURE_CHARS, NameMention
from ketluan.extraction.persons.titles import Title, title_at, titles_in
from ketluan.record import Agency, Relation, Span
from ketluan.text.folding import match_key, strip_marks

WINDOW = 300
LEFT_WINDOW = 170
MAX_GAP = 60
RECIPIENT_CHARS = 420
HEAD_CHARS = 400
STATED, IMPLIED = 0.95, 0.6

# From a name to its title: a mark, a verb of office, an age in brackets.
_OPENER = re.compile(
    r"\s?(?:[,(\-–:]\s?)?(?:(?:\d{2} tuổi|sinh năm \d{4}|SN \d{4}),?\s)?(?:[,\-–]\s?)?"
    rf"(?:{any_of('office_time')}\s)?(?:{any_of('office_verb')}\s)?"
)
_LATER = re.compile(rf"\b{any_of('office_verb_sure')}\s", re.IGNORECASE)
_NEXT = re.compile(r"\s?(?:[,/(\-–)]|\)?,|và|kiêm|đồng thời là|kiêm nhiệm)\s?(?:là\s|kiêm\s|hiện là\s|sau là\s|đồng thời là\s)?")
_STOP = re.compile(rf"[,;!?\n\"“”():]|\.(?!\s?[A-ZĐ])|\s[-–]\s|\b{any_of('no_gap')}\b", re.IGNORECASE)
_HONORIFIC_BEFORE = re.compile(rf"(?:,|-|–|:)?\s?(?:là\s)?\b{any_of('honorific', 'rank')}\.?:?\s$", re.IGNORECASE)
_PLURAL = re.compile(r"(?:các|các đời|hai|ba|hai vị|\d)\s(?:đồng chí\s|ông\s)?$", re.IGNORECASE)
_LIST_GAP = re.compile(r"^(?:\s?\([^()\n]{0,60}\))?\s?(?:,|;|và|cùng|, và)\s(?:các\s)?(?:ông\s|bà\s|đồng chí\s)?$", re.IGNORECASE)
_SHARED_VERB = re.compile(r"^\s(?:đều\s|cùng\s)?(?:làm|là|giữ chức)\s", re.IGNORECASE)
_RECIPIENT = re.compile(r"\s{0,3}[-+•] [^\n;]{2,80};\s{0,3}")
_ON_BEHALF = re.compile(r"(?:TM|T/M|TUN|Q)\s?\.$")
# What is left of "PHÓ GIÁM ĐỐC" where OCR lost the rest.
_TORN_TITLE = re.compile(r"\b(?:ph[o0]|giam|d[o0]c|truong|chu tich|chanh)\b")
# "Phó Cục trưởng": the body is a cục.
_UNIT_OF_TITLE = re.compile(r"(?:phó )?(?:q\. |quyền )?(tổng cục|chi cục|cục|vụ|viện)(?: phó)? trưởng\b")
_TAIL_WORDS = re.compile(rf"(?:\s(?!kiêm\b|và\b|{any_of('no_gap', 'act')}\b)\w{{1,12}}){{1,9}}(?=\s?[,;.)\-–]|$)", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"(?:\s?\b(?:khi đó|lúc đó|hiện nay|hiện|thời điểm đó|lúc này|của công ty|của trường))?\s?(?:\blà)?\s?[,:\-–]?$"
)
# "(tức Ba Thử)" between a name and what it does.
_ALIAS = re.compile(r"\s?\((?:tức|thường gọi|hay còn gọi|còn gọi|biệt danh|tên thật)[^()\n]{1,40}\)")
# "Công ty X do ông A làm chủ tịch": the body that stands before the person.
_RUN_BY = re.compile(r"\s?(?:vốn\s|từng\s|mà\s)?do\s(?:chính\s)?(?:ông\s|bà\s|anh\s|chị\s)?$")
# "luật sư A - Đoàn luật sư B": the body that stands behind the person.
_BODY_BEHIND = re.compile(r"\s?(?:[,(\-–]\s?)(?:thuộc\s|của\s)?")
# "lãnh đạo Bệnh viện X gồm: ông A, Giám đốc; …"
_LISTED_OF = re.compile(r"\s?(?:đã\s|đều\s)?(?:gồm|là)(?:\scó)?\s?:?\s")
_CLOSED = re.compile(r"(?:;|\)[,;]?)\s?(?:và\s)?$")  # the member of the list before is complete
_BRACKET = re.compile(r"\s?\(")
# A noun behind the title that points back to a body named before.
_BACK_NOUN = re.compile(
    r"^\s(?:của\s|tại\s)?(?P<noun>công ty|tổng công ty|tập đoàn|doanh nghiệp|nhà trường|trường|bệnh viện"
    r"|sở|chi cục|cục|trung tâm|ubnd|huyện|tỉnh|xã|thành phố|tp|quận|phường|ngân hàng|viện|báo|ban)\b",
    re.IGNORECASE,
)
_BODY_TYPES: dict[str, tuple[str, ...]] = {
    "chair": ("people_committee", "people_council", "company", "mass", "association"),
    "committee": ("people_committee",), "council": ("people_council",), "company": ("company", "bank"), "school": ("school",),
    "party": ("party",), "ministry": ("ministry",), "inspectorate": ("inspectorate",), "court": ("court",),
    "police": ("police",), "army": ("army",), "audit": ("audit",), "office": ("office", "division", "department", "team"),
    "any": ("company", "school", "hospital", "centre", "management_board", "department", "bank", "division"),
    "board": ("management_board",),
}  # fmt: skip
_NOUN_TYPES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("công ty", "tổng công ty", "tập đoàn", "doanh nghiệp"), ("company",)),
    **dict.fromkeys(("nhà trường", "trường"), ("school",)),
    **dict.fromkeys(("chi cục", "cục"), ("division", "department", "tax", "customs")),
    **dict.fromkeys(("ubnd", "huyện", "tỉnh", "xã", "thành phố", "tp", "quận", "phường"), ("people_committee",)),
    "bệnh viện": ("hospital",), "sở": ("department",), "trung tâm": ("centre",), "ngân hàng": ("bank",),
    "viện": ("institute",), "báo": ("media", "press"), "ban": ("management_board",),
}  # fmt: skip
_COMMITTEE = re.compile(r"(?:Tỉnh|Thành|Huyện|Quận|Thị) ủy ")
_SHARING = frozenset({"party", "company", "any", "office", "ministry", "board"})
# Posts that exist in one body only: name, type and key of the body.
_FIXED_BODIES = {
    "government": ("Chính phủ", "government", "vn/chinh-phu"),
    "government_inspectorate": ("Thanh tra Chính phủ", "inspectorate", "vn/thanh-tra-chinh-phu"),
    "parliament": ("Quốc hội", "parliament", "vn/quoc-hoi"),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """One mention of a body."""

    start: int
    end: int
    agency: Agency


@dataclass(frozen=True, slots=True)
class _Post:
    """A title with its body where the text gives one; `end`: where reading stopped."""

    title: Title
    label: str
    agency: Agency | None
    end: int
    confidence: float = STATED


class PositionReader:
    """Reads titles around names; built once per document."""

    def __init__(self, draft: Draft, mentions: Sequence[NameMention]) -> None:
        self.draft, self.text, self.mentions = draft, draft.text, mentions
        self._starts = [m.start for m in mentions]
        self._places = sorted(
            (_Place(m.start, m.end, agency) for agency in draft.agencies for m in agency.mentions), key=lambda p: p.start
        )
        self._place_starts = [p.start for p in self._places]

    def relations(self, identifier: str, group: Group) -> list[Relation]:
        """`holds_position` relations of one person, one for each title and body."""
        found: dict[tuple[str, str], Relation] = {}
        for mention in group.mentions:
            if mention.how == "author":
                continue
            for post in self.posts(mention):
                agency = post.agency or self._beside(mention) or self._implied(post)
                if agency is None:
                    continue
                key = (match_key(post.label), agency.id)
                evidence = Span(start=min(mention.start, post.title.start), end=max(mention.end, post.title.end))
                confidence = post.confidence if post.agency else IMPLIED
                relation = Relation(
                    head=identifier,
                    type="holds_position",
                    tail=agency.id,
                    title=post.label,
                    confidence=confidence,
                    evidence=evidence,
                )
                found.setdefault(key, relation)
        return list(found.values())

    def posts(self, mention: NameMention) -> list[_Post]:
        """Titles on both sides of one mention, and those that it shares with its neighbours in a list."""
        index = bisect_left(self._starts, mention.start)
        beside = self._left(index) + (self._right(index) or self._bracketed(index))
        return beside or self._shared(index) or self._signed(index) or self._later(index)

    def _sentence(self, offset: int) -> tuple[int, int]:
        return self.draft.sentence_at(offset) or (offset, offset)

    def _right(self, index: int) -> list[_Post]:
        mention = self.mentions[index]
        following = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text) + WINDOW
        limit = min(self._sentence(mention.start)[1], mention.end + WINDOW, following)
        alias = _ALIAS.match(self.text, mention.end, limit)
        start = alias.end() if alias else mention.end
        opener = _OPENER.match(self.text, start, limit)
        return self._chain(opener.end() if opener else start, limit, following)

    def _bracketed(self, index: int) -> list[_Post]:
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
        if closed is None or (closed.group().startswith(")") and joined == ","):
            return []
        return [replace(post, confidence=IMPLIED) for post in self._right(last)]

    def _is_listed_before(self, index: int) -> bool:
        """The mention follows the one before it in a list, with no bracket between."""
        gap = self.text[self.mentions[index - 1].end : self.mentions[index].start]
        return "(" not in gap and ";" not in gap and bool(_LIST_GAP.match(gap))

    def _beside(self, mention: NameMention) -> Agency | None:
        """The body tied to the person, not to the title: before "do A làm …", behind "A - …", before "gồm: A"."""
        start = self._before_honorific(mention)
        at = bisect_left(self._place_starts, mention.start)
        before = self._places[at - 1] if at else None
        if before and before.end <= start and _RUN_BY.fullmatch(self.text[before.end : mention.start]):
            return before.agency
        opener = _BODY_BEHIND.match(self.text, mention.end)
        if opener and at < len(self._places) and self._places[at].start == opener.end():
            return self._places[at].agency
        return self._list_owner(mention, at)

    def _list_owner(self, mention: NameMention, at: int) -> Agency | None:
        """The body before "gồm:" in the same sentence, with nobody else's body between."""
        sentence = self._sentence(mention.start)[0]
        for place in reversed(self._places[max(0, at - 8) : at]):
            if place.start < sentence:
                return None
            if _LISTED_OF.match(self.text, place.end):
                colon = self.text.find(":", place.end, place.end + 12) >= 0
                return place.agency if colon else None
        return None

    def _signed(self, index: int) -> list[_Post]:
        """A signature: the name alone on its line below the signer's office in capitals, "TM." and the body above it."""
        mention = self.mentions[index]
        line_start = self.text.rfind("\n", 0, mention.start) + 1
        line_end = self.text.find("\n", mention.end)
        before = self.text[line_start : mention.start]
        alone = before + self.text[mention.end : line_end if line_end >= 0 else len(self.text)]
        # Where both columns were read line by line, a recipient stands before the name.
        size = RECIPIENT_CHARS if _RECIPIENT.fullmatch(before) else SIGNATURE_CHARS
        block = self.text[max(0, line_start - size) : line_start]
        if (alone.strip(" .") and size == SIGNATURE_CHARS) or not block:
            return []
        title = self._signers_title(line_start - len(block), line_start)
        if title is None:
            return []
        label = self.text[title.start : title.end].capitalize()
        agency = self._signers_body(title, block)
        return [_Post(title, label, agency, title.end, IMPLIED)] if agency else []

    def _signers_title(self, start: int, end: int) -> Title | None:
        """The last office in capitals above a name; none where it is the office that he signs for, or is read in part."""
        titles = [t for t in titles_in(self.text, start, end) if self.text[t.start : t.end].isupper()]
        if not titles:
            return None
        title = titles[-1]
        line_start = self.text.rfind("\n", 0, title.start) + 1
        before = self.text[line_start : title.start].strip()
        if before.endswith(".") and not _ON_BEHALF.search(before):
            return None  # "KT." and its like, or what OCR made of them
        torn = [line for line in self.text[title.end : end].split("\n")[1:] if _TORN_TITLE.search(strip_marks(line))]
        return None if torn else title

    def _signers_body(self, title: Title, block: str) -> Agency | None:
        """The body for which the office signs: the one that has such an office, of several the one named most."""
        if title.body in _FIXED_BODIES:
            return self._fixed(*_FIXED_BODIES[title.body])
        types = ("people_committee", "people_council") if "NHÂN DÂN" in block else _BODY_TYPES.get(title.body, ())
        fitting = [a for a in self.draft.agencies if a.type in types]
        unit = _UNIT_OF_TITLE.match(title.core)
        if unit:
            fitting = [a for a in fitting if a.name.lower().startswith(unit[1])]
        return max(fitting, key=lambda a: (_heads(a), len(a.mentions)), default=None)

    def _later(self, index: int) -> list[_Post]:
        """ "Ông A nghỉ hưu, sau hai nhiệm kỳ giữ chức Chủ tịch": a verb of office further on, no other person between."""
        mention = self.mentions[index]
        following = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text) + WINDOW
        limit = min(self._sentence(mention.start)[1], mention.end + WINDOW, following)
        for verb in _LATER.finditer(self.text, mention.end, limit):
            posts = self._chain(verb.end(), limit, following)
            if posts:
                return posts
        return []

    def _chain(self, position: int, limit: int, following: int) -> list[_Post]:
        posts: list[_Post] = []
        while position < limit:
            title = title_at(self.text, position, limit)
            if title is None:
                break
            post = self._post(title, limit)
            if following - post.end <= 1 or (following - post.end < 14 and _is_honorific(self.text[post.end : following])):
                break  # the title of the next person
            posts.append(post)
            separator = _NEXT.match(self.text, post.end, limit)
            if separator is None:
                break
            position = separator.end()
        return self._share_bodies(posts)

    def _post(self, title: Title, limit: int) -> _Post:
        place = self._body(title, limit)
        coined = None if place else coin_body(self.draft, title, limit)
        if coined:
            return _Post(title, " ".join(self.text[title.start : title.end].split()), *coined)
        if place is None:
            tail = _TAIL_WORDS.match(self.text, title.end, limit)
            label = self.text[title.start : tail.end() if tail else title.end]
            return _Post(title, " ".join(label.split()), None, tail.end() if tail else title.end)
        label_end = max(title.end, min(place.start, title.end + MAX_GAP)) if place.start >= title.end else title.end
        label = self.text[title.start : label_end].strip(" ,-–")
        for word in (" của", " tại", " thuộc", " kiêm"):
            label = label.removesuffix(word)
        return _Post(title, " ".join(label.split()), place.agency, max(place.end, title.end))

    def _body(self, title: Title, limit: int) -> _Place | None:
        """The first body named in or directly behind the title."""
        first = bisect_right(self._place_starts, title.start)
        for place in self._places[first : first + 3]:
            if place.start >= limit or place.start > title.end + MAX_GAP:
                return None
            gap = self.text[title.end : place.start] if place.start > title.end else ""
            if _STOP.search(gap.removesuffix(", ") if len(gap) > 6 else gap) or _has_title(self.text, title.end, place.start):
                return None
            return place
        return None

    def _share_bodies(self, posts: list[_Post]) -> list[_Post]:
        """ "Bí thư Đảng ủy, Tổng giám đốc Công ty X": a title without a body takes the next one's, but not out of a bracket."""
        shared: list[_Post] = []
        body: Agency | None = None
        for post in reversed(posts):
            body = post.agency or body
            if post.agency is None and body is not None and post.title.body in _SHARING:
                post = _Post(post.title, post.label, body, post.end, IMPLIED)
            if self.text[post.title.start - 1 : post.title.start] == "(":
                body = None
            shared.append(post)
        return shared[::-1]

    def _left(self, index: int) -> list[_Post]:
        mention = self.mentions[index]
        start = self._before_honorific(mention)
        lower = max(self._sentence(mention.start)[0], start - LEFT_WINDOW)
        previous = self.mentions[index - 1] if index else None
        if previous is not None and previous.end > lower:
            lower = previous.end
        titles = titles_in(self.text, lower, start)
        if not titles:  # "luật sư A": the rank itself is the post
            start, titles = mention.start, titles_in(self.text, start, mention.start)
        posts: list[_Post] = []
        edge = start
        for title in reversed(titles):
            rest = self._without_places(title.end, edge)
            # "kế toán" may stand inside "phòng Kế toán": a title that a body contains is no title.
            if self._is_inside_place(title):
                continue
            if not _joins(rest, last=edge == start):
                break
            taken = previous is not None and self._belongs_to(previous, title)
            if taken and ("," in rest or edge != start):
                break
            posts.append(self._post(title, edge))
            edge = title.start
        return self._share_bodies(posts[::-1])

    def _before_honorific(self, mention: NameMention) -> int:
        match = _HONORIFIC_BEFORE.search(self.text[max(0, mention.start - 24) : mention.start])
        return mention.start - (len(match.group()) if match else 0)

    def _belongs_to(self, previous: NameMention, title: Title) -> bool:
        opener = _OPENER.match(self.text, previous.end, title.end)
        return opener is not None and opener.end() == title.start and title.start > previous.end + 1

    def _is_inside_place(self, title: Title) -> bool:
        index = bisect_left(self._place_starts, title.start) - 1
        return index >= 0 and self._places[index].end >= title.end

    def _without_places(self, start: int, end: int) -> str:
        text = self.text[start:end]
        first = bisect_left(self._place_starts, start - 40)
        for place in reversed(self._places[first : bisect_left(self._place_starts, end)]):
            if place.end > start:
                text = text[: max(0, place.start - start)] + text[min(place.end, end) - start :]
        return text

    def _shared(self, index: int) -> list[_Post]:
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

    def _implied(self, post: _Post) -> Agency | None:
        """The body that the title or a noun behind it points to without naming it; None where more than one could be meant."""
        title = post.title
        if title.body in _FIXED_BODIES:
            return self._fixed(*_FIXED_BODIES[title.body])
        if title.body == "ministry":
            return self._ministry(title)
        noun = _BACK_NOUN.match(self.text[title.end : title.end + 40])
        types = _NOUN_TYPES[noun["noun"].lower()] if noun else _BODY_TYPES.get(title.body, ())
        fitting = [a for a in self.draft.agencies if a.type in types]
        if len(fitting) == 1 and title.body != "party":
            return fitting[0]
        found = None
        if title.body == "party":
            return self._nearest_committee(title.start)
        if noun or post.end == title.end:
            found = self._nearest(types, title.start) or _leading(fitting)
        return found

    def _fixed(self, name: str, kind: str, key: str) -> Agency:
        """The one body that has the post ("Phó Thủ tướng" is of the Government); entered without mentions where none names it."""
        known = next((a for a in self.draft.agencies if a.key == key), None)
        if known is None:
            known = Agency(
                id=f"a{len(self.draft.agencies) + 1}", name=name, type=kind, level="central", province=None, parent=None, key=key,
                successor=None, mentions=[],
            )  # fmt: skip
            self.draft.agencies.append(known)
        return known

    def _ministry(self, title: Title) -> Agency | None:
        """The one ministry of the text, where the title stands alone: a field behind it was read before."""
        ministries = [a for a in self.draft.agencies if a.type == "ministry"]
        return ministries[0] if len(ministries) == 1 else None

    def _nearest_committee(self, offset: int) -> Agency | None:
        """The party committee of a place that the sentence names before: "Bí thư Tỉnh ủy A và Phó bí thư B"."""
        lower = self._sentence(offset)[0]
        span = self._places[bisect_left(self._place_starts, lower) : bisect_left(self._place_starts, offset)]
        named = {p.agency.id: p.agency for p in span if _COMMITTEE.match(p.agency.name)}
        return next(iter(named.values())) if len(named) == 1 else None

    def _nearest(self, types: tuple[str, ...], offset: int) -> Agency | None:
        """The one body of these types that the sentence, or else the text just before, names."""
        sentence = self._sentence(offset)[0]
        for lower in (sentence, max(0, sentence - WINDOW)):
            span = self._places[bisect_left(self._place_starts, lower) : bisect_left(self._place_starts, offset)]
            named = {p.agency.id: p.agency for p in span if p.agency.type in types}
            if len(named) == 1:
                return next(iter(named.values()))
            if named:
                return None
        return None


def _heads(agency: Agency) -> bool:
    """The body is named in capitals in the head of the text: it is the one that issues it."""
    return any(m.start < HEAD_CHARS and m.text.isupper() for m in agency.mentions)


def _leading(agencies: list[Agency]) -> Agency | None:
    """The body that the text names at least three times, and twice as often as any other of its kind."""
    ranked = sorted(agencies, key=lambda a: -len(a.mentions))
    if len(ranked) > 1 and len(ranked[0].mentions) >= max(3, 2 * len(ranked[1].mentions)):
        return ranked[0]
    return None


def _has_title(text: str, start: int, end: int) -> bool:
    return end > start and bool(titles_in(text, start, end))


def _is_honorific(gap: str) -> bool:
    return "," not in gap and bool(_HONORIFIC_BEFORE.fullmatch(gap))


def _joins(rest: str, *, last: bool) -> bool:
    """Whether the words between a title and what follows, bodies taken out, leave them together."""
    rest = rest.strip(" ")
    if last:
        rest = _BEFORE_NAME.sub("", rest).strip(",:-– ")
        return not _STOP.search(rest) and not rest.endswith("và")
    return not _STOP.search(rest.strip(",-–").removesuffix("kiêm").removesuffix("và").strip(" ,"))
