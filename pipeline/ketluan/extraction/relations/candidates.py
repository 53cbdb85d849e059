"""What speaks for and against a link between a statement and a body: strings for a linear model.

The text decides: where the body's name stands in the sentence, what stands before and behind it, how far away it was
named last, which words of the sentence point back to it. Nothing here knows any body by name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ketluan.extraction.draft import Draft
from ketluan.extraction.relations.pointers import Pointer, Pointers
from ketluan.knowledge.phrases import cue_table
from ketluan.record import Agency
from ketluan.text.folding import same_tone_style

_WORD = re.compile(r"\w{1,40}|[^\w\s]")
_INSPECTOR = re.compile(r"^(?:thanh tra|kiểm toán|ủy ban kiểm tra|tổng thanh tra|thanh tra chính phủ|cục thanh tra)")
_TITLE = re.compile(
    r"(?:(?:nguyên |cựu )?(?:phó |trưởng |quyền )?(?:chủ tịch|giám đốc|tổng giám đốc|hiệu trưởng|chánh|chánh văn phòng|bí thư|"
    r"thủ trưởng|cục trưởng|vụ trưởng|bộ trưởng|trưởng|người đứng đầu|lãnh đạo|ban giám đốc|ban giám hiệu|tập thể lãnh đạo|"
    r"hội đồng quản trị|cán bộ|công chức|viên chức)\s?)$"
)
# Words that point back to a body without naming it -> the agency types that they can mean are learned.
_BACK = (
    "đơn vị này", "đơn vị", "các đơn vị", "công ty này", "công ty", "doanh nghiệp", "nhà trường", "trường này", "trường",
    "bệnh viện", "ngân hàng", "sở này", "sở", "bộ này", "bộ", "tập đoàn", "tổng công ty", "chủ đầu tư", "nhà thầu",
    "huyện này", "huyện", "tỉnh này", "tỉnh", "thành phố", "địa phương", "xã", "phường", "quận", "cơ sở", "trung tâm", "cục",
    "chi cục", "báo", "chùa", "học viện", "cơ quan này", "cơ quan", "lãnh đạo", "ban quản lý",
)  # fmt: skip
_BACK_WORDS = re.compile(r"(?<!\w)(?:" + "|".join(sorted(_BACK, key=len, reverse=True)) + r")(?!\w)")
_JOIN = re.compile(r"^\s{0,3}(?:,|;|và|cùng|với|hoặc|,\s{0,3}và)?\s{0,3}(?:các\s|với\s|của\s)?\s{0,2}$")
_ASK = r"(?:kiến nghị|đề nghị|yêu cầu|giao|chỉ đạo|đề xuất|nhắc nhở|xử phạt|phê bình|kỷ luật|cảnh cáo|khiển trách|buộc)"
_ASKING = re.compile(
    r"^\s?,?\s?(?:\([^)]{0,20}\)\s)?"
    r"(?:(?:đã|cũng|còn|vừa|sẽ|tiếp tục|có văn bản|có công văn|thống nhất|ban hành quyết định|ra quyết định|quyết định)"
    rf"[\s,]{{1,2}}){{0,4}}{_ASK}(?!\w)"
)
_ASKED = re.compile(
    rf"(?<!\w){_ASK}"
    r"(?: (?:với|tới|cho|trách nhiệm|đối với|các|cơ quan|đơn vị|chức năng|gồm|như|sau|[:,]|lãnh đạo|nghiêm khắc)){0,4}\s?$"
)
_PASSING = re.compile(r"(?:chỉ đạo|giao|yêu cầu)[^,;]{0,30}$")
REACH_CHARS = 60


@dataclass(frozen=True, slots=True)
class _Place:
    """One mention of a body."""

    start: int
    end: int
    agency: int


class Candidates:
    """The bodies of one document and what links them to a sentence; prepared once a document."""

    def __init__(self, draft: Draft) -> None:
        self.agencies = draft.agencies
        self._text = draft.text
        self._folded = same_tone_style(draft.text)
        self._sentences = draft.sentences
        self._starts = [start for start, _ in draft.sentences]
        self._places = sorted(
            (_Place(m.start, m.end, i) for i, a in enumerate(draft.agencies) for m in a.mentions), key=lambda p: (p.start, p.end)
        )
        self._place_starts = [place.start for place in self._places]
        self._sources = sorted(draft.citation_issuer_spans.values()) + [
            (m.start, m.end) for c in draft.citations for m in c.mentions
        ]
        self._sources.sort()
        self._by_sentence: dict[int, list[_Place]] = {}
        self._sentence_numbers: dict[int, list[int]] = {}
        self._starts_of: dict[int, list[int]] = {}
        for place in self._places:
            number = bisect_right(self._starts, place.start) - 1
            self._by_sentence.setdefault(number, []).append(place)
            self._sentence_numbers.setdefault(place.agency, []).append(number)
            self._starts_of.setdefault(place.agency, []).append(place.start)
        self._pointers = Pointers(draft.agencies, self._last_named)
        self._document = [self._document_features(i, agency, draft) for i, agency in enumerate(draft.agencies)]
        self._headlines = [
            n for n, (start, end) in enumerate(draft.sentences) if end - start < 160 and draft.text[end - 1].isalnum()
        ]

    def features(self, start: int, end: int) -> list[list[str]]:
        """For a statement in the sentence [start, end): one list of strings for each agency, in the order of `agencies`."""
        number = bisect_right(self._starts, start) - 1
        inside = [p for p in self._by_sentence.get(number, []) if start <= p.start < end]
        folded = self._folded[start:end] if len(self._folded) == len(self._text) else self._text[start:end].lower()
        bare = self._blanked(self._text[start:end], inside, start)
        blank = self._blanked(folded, inside, start)
        common = self._common(blank, inside)
        pointers = self._pointers.find(blank, bare, start)
        roles = self._roles(inside, start, end)
        asked = "asked" in roles.values()
        return [
            self._pair(i, number, start, end, inside, common)
            + self._pointed(i, pointers, blank)
            + [f"role {roles.get(i, 'in' if any(p.agency == i for p in inside) else 'out')} {asked}"]
            for i in range(len(self.agencies))
        ]

    def _roles(self, inside: Sequence[_Place], start: int, end: int) -> dict[int, str]:
        """Who asks, who is asked and to whom that one is to pass it on ("A kiến nghị B chỉ đạo C")."""
        roles: dict[int, str] = {}
        for place in inside:
            head, tail = self._chain(place, inside)
            left = self._text[max(start, head - REACH_CHARS) : head].lower()
            left = _TITLE.sub("", left)
            if _ASKING.match(self._text[tail : min(end, tail + REACH_CHARS)].lower()) and "asked" not in roles.values():
                role = "asker"
            elif _ASKED.search(left):
                role = "passed" if "asked" in roles.values() and _PASSING.search(left) else "asked"
                if role == "asked" and roles.get(place.agency) == "asker":
                    continue
            else:
                continue
            roles.setdefault(place.agency, role)
        return roles

    def _last_named(self, i: int, before: int) -> int:
        starts = self._starts_of.get(i, [])
        at = bisect_left(starts, before)
        return starts[at - 1] if at else -1

    @staticmethod
    def _blanked(words: str, inside: Sequence[_Place], start: int) -> str:
        for place in inside:
            words = words[: place.start - start] + "_" * (place.end - place.start) + words[place.end - start :]
        return words

    @staticmethod
    def _pointed(i: int, pointers: Sequence[Pointer], blank: str) -> list[str]:
        """How the sentence points to the body without naming it."""
        features: list[str] = []
        for pointer in pointers:
            rank = pointer.ranks.get(i)
            if rank is None:
                continue
            word = _WORD.findall(blank[max(0, pointer.at - 30) : pointer.at])[-1:]
            features.append(f"pt {min(rank, 1)} {pointer.kind}")
            if not rank:
                features += [f"pt l {' '.join(word)}", "pt"]
        return list(dict.fromkeys(features))

    def _common(self, bare: str, inside: Sequence[_Place]) -> list[str]:
        named = len({p.agency for p in inside})
        back = set(_BACK_WORDS.findall(bare))
        others = [p for p in inside if not self._is_inspector(p.agency)]
        return [f"n{min(named, 4)}", f"o{min(len({p.agency for p in others}), 3)}", *(f"back {word}" for word in sorted(back))]

    def _pair(self, i: int, number: int, start: int, end: int, inside: Sequence[_Place], common: list[str]) -> list[str]:
        own = [p for p in inside if p.agency == i]
        kind = self.agencies[i].type
        where = "in" if own else "out"
        features = [f"{where} {f}" for f in self._document[i]]
        features += [f"{where} {f}" for f in common if not f.startswith("back")]
        features += [f"{where} {f} | {kind}" for f in common if f.startswith("back")]
        if own:
            for place in own[:3]:
                features += self._around(place, start, end, inside)
        else:
            features += self._distance(i, number, common[1])
        headline = max((n for n in self._headlines if n < number), default=None)
        if headline is not None and any(p.agency == i for p in self._by_sentence.get(headline, [])):
            features.append(f"{where} headline")
        return list(dict.fromkeys(features))

    def _around(self, place: _Place, start: int, end: int, inside: Sequence[_Place]) -> list[str]:
        """A mention in the sentence: the words about it (about the whole list, where it stands in one), its rank, the cues."""
        head, tail = self._chain(place, inside)
        left = self._text[max(start, head - REACH_CHARS) : head].lower()
        right = self._text[tail : min(end, tail + REACH_CHARS)].lower()
        title = _TITLE.search(left)
        if title:
            left = left[: title.start()]
        before, behind = _WORD.findall(left)[-3:], _WORD.findall(right)[:3]
        order = list(dict.fromkeys(p.agency for p in inside)).index(place.agency)
        features = [f"l1 {' '.join(before[-1:])}", f"l2 {' '.join(before[-2:])}", f"l3 {' '.join(before)}"]
        features += [f"r1 {' '.join(behind[:1])}", f"r2 {' '.join(behind[:2])}", f"r3 {' '.join(behind)}"]
        features += [f"lr {' '.join(before[-1:])} _ {' '.join(behind[:1])}", f"order {min(order, 4)}", f"title {bool(title)}"]
        if head == start or not before:
            features.append("first")
        if (head, tail) != (place.start, place.end):
            features.append("listed")
        if self._in_source(place):
            features.append("source")
        features += self._cues_about(place, start, end)
        return features

    def _cues_about(self, place: _Place, start: int, end: int) -> list[str]:
        before = [v for _, _, values in cue_table().find(self._text[start : place.start]) for v in values]
        behind = [v for _, _, values in cue_table().find(self._text[place.end : end]) for v in values]
        features = [f"lc {c}" for c in set(before)] + [f"rc {c}" for c in set(behind)]
        features += [f"lc1 {before[-1]}" if before else "lc1 -", f"rc1 {behind[0]}" if behind else "rc1 -"]
        return features

    def _chain(self, place: _Place, inside: Sequence[_Place]) -> tuple[int, int]:
        """The ends of the list of bodies ("Sở A, Sở B và UBND C") that a mention stands in."""
        index = inside.index(place)
        head = tail = index
        while head and _JOIN.match(self._text[inside[head - 1].end : inside[head].start][:20]) and self._close(inside, head):
            head -= 1
        while tail + 1 < len(inside) and self._close(inside, tail + 1):
            tail += 1
        return inside[head].start, inside[tail].end

    def _close(self, inside: Sequence[_Place], index: int) -> bool:
        gap = self._text[inside[index - 1].end : inside[index].start]
        return len(gap) <= 12 and bool(_JOIN.match(gap))

    def _distance(self, i: int, number: int, others: str) -> list[str]:
        """A body that the sentence does not name: how many sentences ago it was named, and as what."""
        numbers = self._sentence_numbers.get(i, [])
        at = bisect_left(numbers, number)
        if not at:
            return ["later"]
        last = numbers[at - 1]
        gap = number - last
        bucket = gap if gap <= 4 else 6 if gap <= 8 else 9
        features = [f"ago {bucket}", f"ago {bucket} {others}"]
        between = {p.agency for n in range(last + 1, number) for p in self._by_sentence.get(n, [])}
        rivals = [a for a in between if not self._is_inspector(a)]
        features.append(f"rivals {min(len(rivals), 3)}")
        there = self._by_sentence[last]
        named = [p for p in there if not self._is_inspector(p.agency)]
        features.append(f"there {min(len({p.agency for p in named}), 3)}")
        if named and named[0].agency == i:
            features += ["there first", f"there first {bucket}"]
        if named and named[-1].agency == i:
            features.append("there last")
        return features

    def _document_features(self, i: int, agency: Agency, draft: Draft) -> list[str]:
        counts = Counter(p.agency for p in self._places)
        rank = sorted(counts, key=lambda a: -counts[a]).index(i) if i in counts else 9
        numbers = self._sentence_numbers.get(i, [99])
        share = counts[i] / max(1, len(self._places))
        others = [a for a in counts if not self._is_inspector(a)]
        rank_other = sorted(others, key=lambda a: -counts[a]).index(i) if i in others else 9
        features = ["bias", f"type {agency.type}", f"level {agency.level}", f"rank {min(rank, 4)}", f"ranko {min(rank_other, 4)}"]
        features += [f"count {min(counts[i], 5)}", f"share {int(share * 8)}", f"bodies {min(len(others), 5)}"]
        features += [f"title {numbers[0] == 0}", f"lead {numbers[0] <= 2}"]
        if self._is_inspector(i):
            features.append("inspector")
        if agency.id in draft.document.inspected:
            features += ["inspected", f"inspected {min(len(draft.document.inspected), 3)}"]
        if agency.id == draft.document.issuer:
            features.append("issuer")
        if any(other.parent == agency.id for other in draft.agencies):
            features.append("parent")
        return features

    def _is_inspector(self, i: int) -> bool:
        return bool(_INSPECTOR.match(self.agencies[i].name.lower()))

    def _in_source(self, place: _Place) -> bool:
        index = bisect_right(self._sources, (place.start, len(self._text))) - 1
        return index >= 0 and self._sources[index][0] <= place.start < self._sources[index][1]

    def evidence(self, i: int, start: int, end: int) -> tuple[int, int]:
        """The words that link a body to the sentence [start, end): the sentence, or from the last sentence that names it."""
        number = bisect_right(self._starts, start) - 1
        numbers = self._sentence_numbers.get(i, [])
        at = bisect_right(numbers, number)
        if not at or numbers[at - 1] == number:
            return start, end
        return self._sentences[numbers[at - 1]][0], end
