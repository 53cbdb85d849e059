"""Posts as the text writes them: a title, its body where one is named in or behind it, and chains of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.coined import coin_body, coin_caucus, coin_committee
from ketluan.extraction.persons.cues import any_of
from ketluan.extraction.persons.titles import Title, title_at, titles_in
from ketluan.record import Agency
from ketluan.text.folding import match_key

WINDOW = 300
MAX_GAP = 60
MAX_UNIT_GAP = 110
STATED, IMPLIED = 0.95, 0.6

CAPITALS = r"[A-ZĐÀ-Ỹ]\w{0,6}(?:[ \-'][A-ZĐÀ-Ỹ]\w{0,6}){0,4}"
_KIND = r"(?:tỉnh|thành phố|TP\.?|T\.P|huyện|quận|thị xã|H\.|xã|phường|thị trấn)"
# "(Thanh Hóa)" behind a body.
PLACE_IN_BRACKETS = rf"\s?\((?:{_KIND}\s?)?{CAPITALS}(?:,\s(?:{_KIND}\s?)?{CAPITALS})?\)"
_PLACES_BEHIND = rf"(?:{PLACE_IN_BRACKETS})?(?:,\s(?:{_KIND})\s{CAPITALS}){{0,2}}(?:{PLACE_IN_BRACKETS})?"
_TERM_WORDS = r"(?:nhiệm kỳ|giai đoạn|khóa|khoá|thời kỳ|từ (?:năm|tháng|ngày|khi|\d{4})|(?:trong |vào )?(?:thời điểm|thời gian))"
_PLACE_BEHIND = re.compile(rf"{PLACE_IN_BRACKETS}|,\s{_KIND}\s{CAPITALS}")
# When the post was held: "(nhiệm kỳ 2015-2020)", "giai đoạn 2016 - 2019", "thời kỳ đó".
TERM = rf"(?:\s?\({_TERM_WORDS}\b[^()\n]{{0,50}}\)|\s{_TERM_WORDS}\b[^,;()\n]{{0,40}}(?=[,;.]))?"
_NEXT = re.compile(
    rf"{_PLACES_BEHIND}{TERM}(?:\s?(?:[,/(\-–)]|\)?,|và|kiêm|đồng thời là|kiêm nhiệm)\s?"
    r"(?:là\s|kiêm\s|(?:hiện nay|hiện đang|hiện|nay đang|nay|sau đó|sau|trước đó|từng|đồng thời|rồi)\s(?:là\s|làm\s)?|và\s)?"
    r"|;\s(?=nguyên\s|hiện\s))"
)
_STOP = re.compile(
    rf"[,;!?\n\"“”():]|\bvà\s(?:đại diện|lãnh đạo|thành viên)\b|\.(?!\s?[A-ZĐ])|\s[-–]\s|\b{any_of('no_gap')}\b", re.IGNORECASE
)
_HARD_STOP = re.compile(rf"[;!?\n\"“”():]|\.(?!\s?[A-ZĐ])|\b{any_of('no_gap', 'act')}\b", re.IGNORECASE)
_BELONGING = re.compile(r"\s(?:thuộc|của)\s$", re.IGNORECASE)
_ENDS = re.compile(r"\s?(?:[,;:)\-–.(]|\n|$)|\s(?:và|cùng|đã|bị|về|do|vì|khi|để)\b")
_SHORT_FORM = re.compile(r"\s?\([^()\n]{1,12}\)")
_UNIT_TYPES = ("division", "department", "team", "centre", "management_board")
_NARROWED = re.compile(rf"\s(?!kiêm\b|và\b|cùng\b|{any_of('no_gap', 'act', 'tail_stop', 'office_time')}\b)\w", re.IGNORECASE)
_TAIL_WORDS = re.compile(
    rf"(?:\s(?!kiêm\b|và\b(?!\s(?-i:[A-ZĐÀ-Ỹ]))|{any_of('no_gap', 'act', 'tail_stop')}\b)[\w&]{{1,12}}){{1,16}}"
    r"(?=\s?[,;.)(\-–]|\s(?:và|cùng)\b|$)",
    re.IGNORECASE,
)
# "đảng viên chi bộ Phòng X, chuyên viên": no post, but it says where the person works.
_MEMBER = re.compile(r"(?:đảng viên|đoàn viên)\b[^,;.()\n]{0,60},\s", re.IGNORECASE)
_CELL = re.compile(r"(?:Chi bộ|Đảng bộ|Chi đoàn) ")
_HONORIFIC = re.compile(rf"(?:\s?(?:-|–|:))?\s?(?:là\s)?\b{any_of('honorific', 'rank')}\.?:?\s", re.IGNORECASE)
# Between a post and the name: "từ năm 2013 trở về trước là", "khi đó là", ", gồm:".
_BEFORE_NAME = re.compile(
    rf"(?:(?:^|\s){_TERM_WORDS}\b[^,;()\n]{{0,40}}?(?=\slà|,|$))?(?:,?\s?\bgồm(?:\scó)?)?"
    r"(?:\s?\b(?:khi đó|lúc đó|hiện nay|hiện|thời điểm đó|lúc này|của công ty|của trường))?\s?(?:\blà)?\s?[,:\-–]?$"
)
_PARTY_CELL = re.compile(r"\bban cán sự", re.IGNORECASE)
_PARTY_TAIL = re.compile(
    r"\b(?:đảng (?:ủy|uỷ)|chi bộ|chi (?:ủy|uỷ)|ban thường vụ|btv|ban chấp hành|bch|đảng bộ|thường vụ)"
    r"(?:\s(?:đảng ủy|đảng bộ|cơ quan|sở))?$",
    re.IGNORECASE,
)
_CAUCUS = "Đảng đoàn "
_SHARING = frozenset({"party", "company", "any", "office", "ministry", "board"})


@dataclass(frozen=True, slots=True)
class Place:
    """One mention of a body."""

    start: int
    end: int
    agency: Agency


@dataclass(frozen=True, slots=True)
class Post:
    """A title with its body where the text gives one; `end`: where reading stopped."""

    title: Title
    label: str
    agency: Agency | None
    end: int
    confidence: float = STATED
    is_bare: bool = False  # no words behind the title narrow it down


class PostReader:
    """Reads posts at given offsets of one document."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.text = draft, draft.text
        self.places = sorted(
            (Place(m.start, m.end, agency) for agency in draft.agencies for m in agency.mentions), key=lambda p: p.start
        )
        self._starts = [p.start for p in self.places]

    def places_in(self, start: int, end: int) -> list[Place]:
        """Mentions of bodies that begin in `text[start:end]`."""
        return self.places[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def is_inside_place(self, title: Title) -> bool:
        """ "kế toán" inside "phòng Kế toán" is no title."""
        index = bisect_left(self._starts, title.start) - 1
        return index >= 0 and self.places[index].end >= title.end

    def without_places(self, start: int, end: int) -> str:
        """`text[start:end]` without names of bodies."""
        text = self.text[start:end]
        for place in reversed(self.places[bisect_left(self._starts, start - 40) : bisect_left(self._starts, end)]):
            if place.end > start:
                text = text[: max(0, place.start - start)] + text[min(place.end, end) - start :]
        return text

    def chain(self, position: int, limit: int, following: int) -> list[Post]:
        """Posts one after another from `position`; a title directly before `following`, the next person, is that person's."""
        member = _MEMBER.match(self.text, position, limit)
        workplace = self._workplace(position, member.end()) if member else None
        posts = list(self._chained(member.end() if member else position, limit, following))
        if workplace is not None:
            posts = [replace(p, agency=workplace, confidence=IMPLIED) if p.agency is None else p for p in posts]
        return share_bodies(self.draft, posts)

    def _workplace(self, start: int, end: int) -> Agency | None:
        """The body behind "đảng viên": of the cell of a body ("chi bộ Phòng X"), that body."""
        place = next(iter(self.places_in(start, end)), None)
        cell = _CELL.match(place.agency.name) if place else None
        if place is None or cell is None or self.draft.namer is None:
            return place.agency if place else None
        found = self.draft.namer.read("", self.text[place.start + cell.end() : place.end], place.start)
        return self.draft.namer.agency(found[0]) if found else place.agency

    def _chained(self, position: int, limit: int, following: int) -> Iterator[Post]:
        while position < limit:
            title = title_at(self.text, position, limit)
            if title is None:
                return
            post = self.read(title, limit)
            if following - post.end <= 1 or (following - post.end < 14 and is_honorific(self.text[post.end : following])):
                return
            yield post
            separator = _NEXT.match(self.text, post.end, limit)
            if separator is None:
                return
            position = separator.end()

    def read(self, title: Title, limit: int) -> Post:
        """The post of a title: with the body in or behind it, one coined from its own words, or none."""
        place = self._body(title, limit)
        coined = None if place else coin_body(self.draft, title, limit)
        if coined:
            return Post(title, " ".join(self.text[title.start : title.end].split()), *coined)
        if place is None:
            tail = _TAIL_WORDS.match(self.text, title.end, limit)
            label = self.text[title.start : tail.end() if tail else title.end]
            end = tail.end() if tail else title.end
            charged = "phụ trách" in label.lower()  # "Phó Chủ tịch phụ trách đô thị": a field, no body
            is_bare = charged or not _NARROWED.match(self.text, title.end, limit)
            return Post(title, " ".join(label.split()), None, end, is_bare=is_bare)
        label_end = max(title.end, min(place.start, title.end + MAX_GAP)) if place.start >= title.end else title.end
        label = self.text[title.start : label_end].strip(" ,-–(")
        for word in (" của", " tại", " thuộc", " kiêm"):
            label = label.removesuffix(word)
        return Post(title, " ".join(label.split()), place.agency, max(place.end, title.end))

    def _body(self, title: Title, limit: int) -> Place | None:
        """The first body named in or directly behind the title, or behind "thuộc" where the title names its unit."""
        first = bisect_right(self._starts, title.start)
        for place in self.places[first : first + 3]:
            if place.start >= limit or place.start > title.end + MAX_UNIT_GAP:
                return None
            gap = self.text[title.end : place.start] if place.start > title.end else ""
            if titles_in(self.text, title.end, place.start):
                return None
            return place if _ties(self.text, gap, title, place) else None
        return None


def _ties(text: str, gap: str, title: Title, place: Place) -> bool:
    """Whether the words between a title and a body leave them together."""
    if len(gap) <= MAX_GAP:
        plain = _SHORT_FORM.sub("", gap)
        listed = len(plain) > 6 and plain.endswith(", ")
        if not _STOP.search(plain.removesuffix(", ") if listed else plain):
            # "Giám đốc Trung tâm X, Sở Y": not where Sở Y begins what is said next.
            return not listed or _ENDS.match(text, place.end) is not None
    if title.body != "office":
        return False
    if gap == ", ":  # "Trưởng phòng, Phòng X"
        return place.agency.type in _UNIT_TYPES
    return bool(_BELONGING.search(gap)) and not _HARD_STOP.search(gap)


def share_bodies(draft: Draft, posts: list[Post]) -> list[Post]:
    """ "Bí thư Đảng ủy, Tổng giám đốc Công ty X": a title without a body takes the next one's, but not out of a bracket.

    A party post beside an office of state ("Phó Bí thư, Chủ tịch UBND tỉnh X") is one of that place's party committee.
    """
    shared: list[Post] = []
    body: Agency | None = None
    for post in reversed(posts):
        body = post.agency or body
        if post.title.body == "member" and post.agency is None:
            post = replace(post, agency=coin_committee(draft, post.title, body), confidence=IMPLIED)
        elif post.agency is None and body is not None and post.title.body in _SHARING:
            owner = _party_owner(draft, post, body) if post.title.body == "party" else body
            post = replace(post, agency=owner, confidence=IMPLIED) if owner else post
        if draft.text[post.title.start - 1 : post.title.start] == "(":
            body = None
        shared.append(post)
    return _of_caucus(draft, shared[::-1])


def _of_caucus(draft: Draft, posts: list[Post]) -> list[Post]:
    """ "ủy viên Đảng đoàn X, phó chủ tịch": the chairman is of X, whose caucus it is."""
    caucus = next((p.agency.name for p in posts if p.agency and p.agency.name.startswith(_CAUCUS)), None)
    owner = next((a for a in draft.agencies if caucus and match_key(a.name) == match_key(caucus.removeprefix(_CAUCUS))), None)
    if owner is None:
        return posts
    return [replace(p, agency=owner, confidence=IMPLIED) if p.agency is None and p.title.body == "chair" else p for p in posts]


def _party_owner(draft: Draft, post: Post, body: Agency) -> Agency | None:
    """The body of a party post written beside a post in `body`."""
    in_state = body.type in ("people_committee", "people_council")
    if _PARTY_CELL.search(post.label):
        return coin_caucus(draft, post.title, body) if in_state else None
    if not post.is_bare and not _PARTY_TAIL.search(post.label):
        return None  # "ủy viên Ban Chấp hành Đảng bộ Khối X": a body of its own, which was not recognised
    return coin_committee(draft, post.title, body) if in_state else body


def is_honorific(gap: str) -> bool:
    """Only an honorific or a rank, so that what stands before it goes with the name behind it."""
    return "," not in gap and bool(_HONORIFIC.fullmatch(gap))


def may_follow(gap: str, *, last: bool) -> bool:
    """Whether the words between a title and what follows, bodies taken out, leave them together."""
    rest = _PLACE_BEHIND.sub("", gap).strip(" ")
    if last:
        opened = rest.startswith((",", ":"))
        rest = _BEFORE_NAME.sub("", rest).strip(",:-– ")
        if opened and rest:
            return False  # "các cán bộ, lãnh đạo tại X: ông A"
        return not _STOP.search(rest) and not rest.endswith("và")
    return not _STOP.search(rest.strip(",-–").removesuffix("kiêm").removesuffix("và").strip(" ,"))
