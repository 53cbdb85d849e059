"""The body of a post whose title names none: the one that the sentence ties to the person, or the only one that can be meant.

Where several could be meant, or words behind the title name something that was not recognised, there is none.
"""

from __future__ import annotations

import re

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.cues import any_of
from ketluan.extraction.persons.names import NameMention
from ketluan.extraction.persons.posts import WINDOW, Place, Post, PostReader
from ketluan.extraction.persons.titles import Title
from ketluan.record import Agency

BODY_TYPES: dict[str, tuple[str, ...]] = {
    "chair": ("people_committee", "people_council", "company", "mass", "association"),
    "committee": ("people_committee",), "council": ("people_council",), "company": ("company", "bank"), "school": ("school",),
    "party": ("party",), "ministry": ("ministry",), "inspectorate": ("inspectorate",), "court": ("court",),
    "police": ("police",), "army": ("army",), "audit": ("audit",), "office": ("office", "division", "department", "team"),
    "any": ("company", "school", "hospital", "centre", "management_board", "department", "bank", "division"),
    "board": ("management_board",), "press": ("media",),
}  # fmt: skip
# Nouns of the party's bodies, and how the names begin that they point to.
_PARTY_NOUNS = {"đảng đoàn": "Đảng đoàn", "ủy ban": "Ủy ban Kiểm tra"}
_NOUN_TYPES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("công ty", "tổng công ty", "tập đoàn", "doanh nghiệp"), ("company",)),
    **dict.fromkeys(("nhà trường", "trường", "học viện"), ("school",)),
    **dict.fromkeys(("chi cục", "cục"), ("division", "department", "tax", "customs")),
    **dict.fromkeys(("ubnd", "huyện", "tỉnh", "xã", "thành phố", "tp", "quận", "phường"), ("people_committee",)),
    "bệnh viện": ("hospital",), "sở": ("department",), "trung tâm": ("centre",), "ngân hàng": ("bank",),
    **dict.fromkeys(("báo", "tạp chí", "tòa soạn"), ("media",)),
    **dict.fromkeys(
        ("ban", "dự án", "ban qlda", "ban quản lý dự án", "ban quản lý", "bqlda", "bql"), ("management_board",)
    ),
    **dict.fromkeys(_PARTY_NOUNS, ("party",)), "viện": ("institute",),
}  # fmt: skip

# "Công ty X do ông A làm chủ tịch": the body that stands before the person.
_RUN_BY = re.compile(
    r"\)?(?:\s?\([^()\n]{1,40}\))?(?:\svới \d{1,2} (?:người|thành viên))?,?\s?(?:vốn\s|từng\s|mà\s)?do\s(?:chính\s)?"
    r"(?:ông\s|bà\s|anh\s|chị\s)?$"
)
# "luật sư A - Đoàn luật sư B": the body that stands behind the person, and nothing after it.
_BODY_BEHIND = re.compile(r"\s?(?:[,(\-–]\s?)(?:thuộc\s|của\s)?")
_BEHIND_ENDS = re.compile(r"\s?(?:[,;:)\-–.]|\n|$)")
# "lãnh đạo Bệnh viện X gồm: ông A, Giám đốc; …"
_LISTED_OF = re.compile(r"\s?(?:đã\s|đều\s)?(?:gồm|là)(?:\scó)?\s?:?\s")
_NOUNS = "|".join(sorted(_NOUN_TYPES, key=len, reverse=True))
_NOUN_ENDS = (
    r"(?=\s?[,;.:()\-–]|\s?$|\s(?:và|cùng|này|trên|nói trên|đó|phụ trách|điều hành|kiêm"
    rf"|{any_of('no_gap', 'act', 'tail_stop', 'office_time')})\b)"
)
# A noun behind the title that points back to a body named before, and does not begin the name of another.
_BACK_NOUN = re.compile(rf"^\s(?:của\s|tại\s)?(?P<noun>{_NOUNS})\b{_NOUN_ENDS}", re.IGNORECASE)
_DEFINED = re.compile(
    r"\s?\((?:(?:sau đây|dưới đây|từ đây)?\s?(?:được\s)?(?:gọi|viết)\s(?:chung\s|tắt\s)?là\s?:?\s?)?"
    rf"[\"“]?(?P<noun>{_NOUNS})[\"”]?\)",
    re.IGNORECASE,
)
# "tại công ty thuộc trách nhiệm của ông A - giám đốc"
_NOUN_BEFORE = re.compile(
    r"\b(?:tại|của|ở|trong)\s(?P<noun>công ty|tổng công ty|doanh nghiệp|nhà trường|trường|bệnh viện|trung tâm|ngân hàng)"
    r"(?:\snày)?(?=[\s,.])(?!\s[A-ZĐÀ-Ỹ])"
)
# "Phó Cục trưởng", "Đội trưởng", "Trưởng ban": the noun with which the name of such a body begins.
_UNIT_OF_TITLE = re.compile(r"\b(văn phòng|tổng cục|chi cục|cục|vụ|viện|đội|hạt|trạm|khoa|phòng|ban|tổ)\b")
_COMMITTEE = re.compile(r"(?:Tỉnh|Thành|Huyện|Quận|Thị) ủy ")
# Posts that exist in one body only: name, type and key of the body.
_FIXED_BODIES = {
    "government": ("Chính phủ", "government", "vn/chinh-phu"),
    "government_inspectorate": ("Thanh tra Chính phủ", "inspectorate", "vn/thanh-tra-chinh-phu"),
    "parliament": ("Quốc hội", "parliament", "vn/quoc-hoi"),
    "general_staff": ("Bộ Tổng Tham mưu Quân đội nhân dân Việt Nam", "army", "vn/bo-tong-tham-muu"),
}


def fixed_body(draft: Draft, title: Title) -> Agency | None:
    """The one body that has the post ("Phó Thủ tướng" is of the Government); entered without mentions where none names it."""
    if title.body not in _FIXED_BODIES:
        return None
    name, kind, key = _FIXED_BODIES[title.body]
    known = next((a for a in draft.agencies if a.key == key), None)
    if known is None:
        known = Agency(
            id=f"a{len(draft.agencies) + 1}", name=name, type=kind, level="central", province=None, parent=None, key=key,
            successor=None, mentions=[],
        )  # fmt: skip
        draft.agencies.append(known)
    return known


class BodyFinder:
    """Finds bodies for posts without one; built once per document."""

    def __init__(self, reader: PostReader) -> None:
        self.reader, self.draft, self.text = reader, reader.draft, reader.text
        self._defined = self._definitions()

    def _definitions(self) -> dict[str, Agency]:
        """Nouns that the text introduces for a body: "Bệnh viện Đa khoa X (sau đây viết tắt là Bệnh viện)"."""
        found: dict[str, Agency] = {}
        for place in self.reader.places:
            match = _DEFINED.match(self.text, place.end)
            if match:
                found.setdefault(match["noun"].lower(), place.agency)
        return found

    def find(self, post: Post, mention: NameMention, start: int) -> Agency | None:
        """`start`: where the person's mention begins, with the honorific."""
        return fixed_body(self.draft, post.title) or self._beside(mention, start) or self._implied(post, mention)

    def _sentence(self, offset: int) -> int:
        return (self.draft.sentence_at(offset) or (offset, offset))[0]

    def _beside(self, mention: NameMention, start: int) -> Agency | None:
        """The body tied to the person, not to the title: before "do A làm …", behind "A - …", before "gồm: A"."""
        before = self.reader.places_in(self._sentence(mention.start), mention.start)
        if before and before[-1].end <= start and _RUN_BY.fullmatch(self.text[before[-1].end : mention.start]):
            return before[-1].agency
        opener = _BODY_BEHIND.match(self.text, mention.end)
        behind = self.reader.places_in(opener.end(), opener.end() + 1) if opener else []
        if behind and _BEHIND_ENDS.match(self.text, behind[0].end):
            return behind[0].agency
        return self._list_owner(before)

    def _list_owner(self, before: list[Place]) -> Agency | None:
        """The body before "gồm:" in the same sentence."""
        for place in reversed(before[-8:]):
            if _LISTED_OF.match(self.text, place.end):
                return place.agency if self.text.find(":", place.end, place.end + 12) >= 0 else None
        return None

    def _implied(self, post: Post, mention: NameMention) -> Agency | None:
        """The body that the title or a noun points to without naming it; None where more than one could be meant."""
        title = post.title
        if title.body == "ministry":
            ministries = [a for a in self.draft.agencies if a.type == "ministry"]
            return ministries[0] if len(ministries) == 1 else None
        behind = mention.start if title.start < mention.start else len(self.text)
        noun = _BACK_NOUN.match(self.text[title.end : min(behind, title.end + 40)])
        if not noun and not post.is_bare and title.body not in ("committee", "council"):
            return None  # the words behind the title name something that is no known body
        if noun and noun["noun"].lower() in self._defined:
            return self._defined[noun["noun"].lower()]
        noun = noun or self._noun_before(title, mention)
        if title.body == "party" and not noun:
            return self._nearest_committee(title.start)
        fitting = [a for a in self.draft.agencies if _fits(a, title, noun["noun"].lower() if noun else None)]
        if len(fitting) == 1:
            return fitting[0]
        return self._nearest(fitting, title.start) or _leading(fitting)

    def _noun_before(self, title: Title, mention: NameMention) -> re.Match[str] | None:
        """A noun for the body between the sentence's beginning and the person ("tại công ty … ông A - giám đốc")."""
        if title.body not in ("any", "company", "school"):
            return None
        found = list(_NOUN_BEFORE.finditer(self.text, max(self._sentence(mention.start), mention.start - WINDOW), mention.start))
        return found[-1] if found else None

    def _nearest_committee(self, offset: int) -> Agency | None:
        """The party committee of a place that the sentence names before: "Bí thư Tỉnh ủy A và Phó bí thư B"."""
        span = self.reader.places_in(self._sentence(offset), offset)
        named = {p.agency.id: p.agency for p in span if _COMMITTEE.match(p.agency.name)}
        return next(iter(named.values())) if len(named) == 1 else None

    def _nearest(self, fitting: list[Agency], offset: int) -> Agency | None:
        """The one of these bodies that the sentence, or else the text just before, names."""
        ids = {a.id for a in fitting}
        sentence = self._sentence(offset)
        for lower in (sentence, max(0, sentence - WINDOW)):
            named = {p.agency.id: p.agency for p in self.reader.places_in(lower, offset) if p.agency.id in ids}
            if len(named) == 1:
                return next(iter(named.values()))
            if named:
                return None
        return None


def _fits(agency: Agency, title: Title, noun: str | None) -> bool:
    """Whether the body can be the one that the noun points to, or else one that has such a post."""
    if noun in _PARTY_NOUNS:
        return agency.name.startswith(_PARTY_NOUNS[noun])
    if noun:
        return agency.type in _NOUN_TYPES[noun]
    unit = _UNIT_OF_TITLE.search(title.core)
    if unit and title.body in ("office", "any"):
        return agency.name.lower().startswith(unit[1] + " ")
    return agency.type in BODY_TYPES.get(title.body, ())


def _leading(agencies: list[Agency]) -> Agency | None:
    """The body that the text names at least three times, and twice as often as any other of its kind."""
    ranked = sorted(agencies, key=lambda a: -len(a.mentions))
    if len(ranked) > 1 and len(ranked[0].mentions) >= max(3, 2 * len(ranked[1].mentions)):
        return ranked[0]
    return None
