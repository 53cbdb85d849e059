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
from ketluan.extraction.relations.actors import Acting, Actor, find_acting
from ketluan.extraction.relations.clauses import clause_features, opens_clause
from ketluan.extraction.relations.holders import Holders
from ketluan.extraction.relations.lists import list_ends
from ketluan.extraction.relations.owners import find_owners
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
_JUDGES = re.compile(
    r"^\s?,?\s?(?:\([^)]{0,20}\)\s)?"
    r"(?:(?:đã|cũng|còn|vừa|tiếp tục|đến kiểm tra và|kiểm tra và|tiến hành|ra quyết định|quyết định)[\s,]{1,2}){0,3}"
    r"(?:xác định|nhận thấy|kết luận|phát hiện|cho rằng|cho là|chỉ rõ|chỉ ra|nêu rõ|nêu|cho biết|khẳng định|đánh giá|thống nhất|"
    r"khởi tố|điều tra|"
    r"thanh tra|kiểm tra|kiểm toán|xử phạt|kỷ luật|thi hành kỷ luật|cảnh cáo|khiển trách|đề nghị|yêu cầu|nhắc nhở)(?!\w)"
)
REACH_CHARS = 60


@dataclass(frozen=True, slots=True)
class _Place:
    """One place that means a body: its name, or what points to it (`kind`)."""

    start: int
    end: int
    agency: int
    kind: str = "name"


class Candidates:
    """The bodies of one document and what links them to a sentence; prepared once a document."""

    def __init__(self, draft: Draft) -> None:
        self.agencies = draft.agencies
        self._inspected = set(draft.document.inspected)
        self._issuer = draft.document.issuer
        self._text = draft.text
        self._folded = same_tone_style(draft.text)
        self._cues_of = (-1, -1)  # the sentence of `_cues`
        self._cues: list[tuple[int, int, tuple[str, ...]]] = []
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
        self._named_numbers: dict[int, list[int]] = {}
        for place in self._places:
            number = bisect_right(self._starts, place.start) - 1
            self._by_sentence.setdefault(number, []).append(place)
            self._named_numbers.setdefault(place.agency, []).append(number)
        self._sentence_numbers: dict[int, list[int]] = {}
        self._starts_of: dict[int, list[int]] = {}
        self._pointed_in: dict[int, list[Pointer]] = {}
        self._pointers = Pointers(draft.agencies, self._last_named, draft.document.inspected)
        self._holders = Holders(draft)
        self._resolve()
        self._subjects = self._find_subjects()
        meant = {number: [p.agency for p in places] for number, places in self._by_sentence.items()}
        self._owners = find_owners(draft.text, draft.sentences, meant)
        self._document = [self._document_features(i, agency, draft) for i, agency in enumerate(draft.agencies)]
        self._headlines = [
            n for n, (start, end) in enumerate(draft.sentences) if end - start < 160 and draft.text[end - 1].isalnum()
        ]

    def only_cited(self) -> list[int]:
        """Bodies that the text names only as those that issued what it cites: nothing says that they did anything."""
        return [
            i for i, agency in enumerate(self.agencies)
            if agency.mentions and all(self._in_source(_Place(m.start, m.end, i)) for m in agency.mentions)
        ]  # fmt: skip

    def features(self, start: int, end: int) -> list[list[str]]:
        """For a statement in the sentence [start, end): one list of strings for each agency, in the order of `agencies`."""
        number = bisect_right(self._starts, start) - 1
        inside = [p for p in self._by_sentence.get(number, []) if start <= p.start < end]
        pointers = [p for p in self._pointed_in.get(number, []) if start <= p.at < end]
        folded = self._folded[start:end] if len(self._folded) == len(self._text) else self._text[start:end].lower()
        blank = self._blanked(folded, [p for p in inside if p.kind == "name"], start)
        common = self._common(blank, inside)
        acting = self._acting(inside, start, end)
        roles = self._roles(inside, start, end)
        asked = "asked" in roles.values()
        return [
            self._pair(i, number, start, end, inside, common)
            + self._pointed(i, pointers)
            + self._holders.features(i, start, end)
            + acting.features(i)
            + self._owned(i, number, acting)
            + self._role_features(i, roles, inside, asked)
            for i in range(len(self.agencies))
        ]

    def _owned(self, i: int, number: int, acting: Acting) -> list[str]:
        """Whether the part of the text that the sentence stands in is this body's."""
        owners = self._owners[number] if 0 <= number < len(self._owners) else ()
        if not owners:
            return ["owner none"]
        who = "first" if owners[0] == i else "any" if i in owners else "other"
        return [f"owner {who}", f"owner {who} {min(len(owners), 2)}", f"owner {who} acts {acting.first >= 0} {acting.first == i}"]

    def _role_features(self, i: int, roles: dict[int, str], inside: Sequence[_Place], asked: bool) -> list[str]:
        role = roles.get(i, "in" if any(p.agency == i for p in inside) else "out")
        features = [f"role {role} {asked}"]
        if role not in ("in", "out"):
            agency = self.agencies[i]
            who = (
                "issuer"
                if agency.id == self._issuer or self._is_inspector(i)
                else "inspected"
                if agency.id in self._inspected
                else "other"
            )
            features += [f"role {role} {asked} {who}", f"role {role} {agency.type}"]
        return features

    def _resolve(self) -> None:
        """Read the text once from the beginning: what points to a body counts as a place of that body for what follows."""
        same = len(self._folded) == len(self._text)
        for number, (start, end) in enumerate(self._sentences):
            inside = self._by_sentence.get(number, [])
            bare = self._blanked(self._text[start:end], inside, start)
            folded = self._blanked(self._folded[start:end], inside, start) if same else bare.lower()
            for place in inside:
                self._starts_of.setdefault(place.agency, []).append(place.start)
            pointers = self._pointers.find(folded, bare, start)
            places = {(p.start, p.agency): p for p in inside}
            for pointer in pointers:
                best = next((i for i, rank in pointer.ranks.items() if rank == 0), None)
                if best is not None:
                    places.setdefault((pointer.at, best), _Place(pointer.at, pointer.end, best, pointer.kind))
            for actor in self._holders.actors(start, end):
                for key in [k for k, p in places.items() if actor.kind == "role" and k[0] == actor.start and p.kind != "name"]:
                    del places[key]  # "chủ đầu tư" is known here
                places.setdefault((actor.start, actor.body), _Place(actor.start, actor.end, actor.body, actor.kind))
            self._pointed_in[number] = pointers
            if places:
                self._by_sentence[number] = sorted(places.values(), key=lambda p: (p.start, p.end))
                for place in self._by_sentence[number]:
                    self._sentence_numbers.setdefault(place.agency, []).append(number)
                    if place.kind != "name":
                        self._starts_of.setdefault(place.agency, []).append(place.start)
                for i in {p.agency for p in self._by_sentence[number]}:
                    self._starts_of[i].sort()

    def _acting(self, inside: Sequence[_Place], start: int, end: int) -> Acting:
        """The bodies that act in a sentence; who inspects or asks and what is cited as a source do not count."""
        actors = [
            Actor(p.start, p.end, p.agency, p.kind) for p in inside if not self._is_inspector(p.agency) and not self._in_source(p)
        ]
        return find_acting(self._text, start, end, actors)

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

    def _find_subjects(self) -> dict[int, list[int]]:
        """By sentence: the bodies that begin a clause of it and do not inspect, in order."""
        found: dict[int, list[int]] = {}
        for number, places in self._by_sentence.items():
            start = self._sentences[number][0] if number >= 0 else 0
            subjects = [p.agency for p in places if not self._is_inspector(p.agency) and opens_clause(self._text, start, p.start)]
            if subjects:
                found[number] = list(dict.fromkeys(subjects))
        return found

    def _last_named(self, i: int, before: int) -> int:
        starts = self._starts_of.get(i, [])
        at = bisect_left(starts, before)
        return starts[at - 1] if at else -1

    @staticmethod
    def _blanked(words: str, inside: Sequence[_Place], start: int) -> str:
        for place in inside:
            words = words[: place.start - start] + "_" * (place.end - place.start) + words[place.end - start :]
        return words

    def _together(self, i: int, pointer: Pointer) -> bool:
        """Whether the body was named beside another one that the plural can mean, in the last sentence that did so."""
        number = bisect_right(self._starts, pointer.at) - 1
        for back in range(1, 9):
            named = {p.agency for p in self._by_sentence.get(number - back, []) if p.kind == "name" and p.agency in pointer.ranks}
            if len(named) > 1:
                return i in named
        return False

    def _pointed(self, i: int, pointers: Sequence[Pointer]) -> list[str]:
        """How the sentence points to the body without naming it, beside what the place itself says."""
        agency = self.agencies[i]
        features: list[str] = []
        for pointer in pointers:
            rank = pointer.ranks.get(i)
            if rank and pointer.kind == "several":
                features += [
                    "several",
                    f"several inspected {agency.id in self._inspected}",
                    f"several {self._together(i, pointer)}",
                ]
            elif rank:
                features.append(f"pt 1 {pointer.kind}")
            if pointer.often == i:
                features += [f"pt often {pointer.kind}", "pt often"]
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
        features += [f"{where} {f}" for f in self._family(i, {p.agency for p in inside})]
        headline = max((n for n in self._headlines if n < number), default=None)
        if headline is not None and any(p.agency == i for p in self._by_sentence.get(headline, [])):
            features.append(f"{where} headline")
        return list(dict.fromkeys(features))

    def _family(self, i: int, inside: set[int]) -> list[str]:
        """Whether the sentence names the body that this one is part of, or a part of this one."""
        agency = self.agencies[i]
        features = []
        if any(self.agencies[j].id == agency.parent for j in inside):
            features.append("parent inside")
        if any(self.agencies[j].parent == agency.id for j in inside):
            features.append("part inside")
        return features

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
        if _JUDGES.match(right):
            features.append("judges")
        if place.kind != "name":
            features += [f"via {place.kind}", "via"]
        return features + clause_features(self._text, start, end, place.start, place.end, [(p.start, p.end) for p in inside])

    def _cues_about(self, place: _Place, start: int, end: int) -> list[str]:
        if self._cues_of != (start, end):
            self._cues_of = (start, end)
            self._cues = [(start + a, start + b, values) for a, b, values in cue_table().find(self._text[start:end])]
        before = [v for _, b, values in self._cues if b <= place.start for v in values]
        behind = [v for a, _, values in self._cues if a >= place.end for v in values]
        features = [f"lc {c}" for c in set(before)] + [f"rc {c}" for c in set(behind)]
        features += [f"lc1 {before[-1]}" if before else "lc1 -", f"rc1 {behind[0]}" if behind else "rc1 -"]
        return features

    def _chain(self, place: _Place, inside: Sequence[_Place]) -> tuple[int, int]:
        """The ends of the list of bodies ("Sở A, Sở B và UBND C") that a mention stands in."""
        first, last = list_ends(self._text, [(p.start, p.end) for p in inside], inside.index(place))
        return inside[first].start, inside[last].end

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
        return features + self._as_subject(i, number, others)

    def _as_subject(self, i: int, number: int, others: str) -> list[str]:
        """Whether the last sentence that has a subject has this one, and how many other subjects came since it was one."""
        since: set[int] = set()
        for back in range(1, 13):
            subjects = self._subjects.get(number - back, [])
            if i in subjects:
                near = min(back, 4)
                rank = min(len(since), 3)
                return [
                    f"subject {rank}",
                    f"subject {rank} {others}",
                    f"subject {rank} {near}",
                    f"subject first {subjects[0] == i} {rank}",
                ]
            since |= set(subjects)
        return [f"no subject {min(len(since), 3)}"]

    def _document_features(self, i: int, agency: Agency, draft: Draft) -> list[str]:
        counts = Counter(p.agency for p in self._places)
        rank = sorted(counts, key=lambda a: -counts[a]).index(i) if i in counts else 9
        numbers = self._named_numbers.get(i, [99])
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
        if any(other.id == agency.parent for other in draft.agencies):
            features.append("child")
        return features

    def _is_inspector(self, i: int) -> bool:
        return bool(_INSPECTOR.match(self.agencies[i].name.lower()))

    def _in_source(self, place: _Place) -> bool:
        index = bisect_right(self._sources, (place.start, len(self._text))) - 1
        return index >= 0 and self._sources[index][0] <= place.start < self._sources[index][1]

    def listed_with(self, start: int, end: int) -> dict[int, set[int]]:
        """For each body named in the sentence [start, end) the bodies that stand in one list with it."""
        number = bisect_right(self._starts, start) - 1
        inside = [p for p in self._by_sentence.get(number, []) if start <= p.start < end and p.kind == "name"]
        spans = [(p.start, p.end) for p in inside]
        listed: dict[int, set[int]] = {}
        for index, place in enumerate(inside):
            first, last = list_ends(self._text, spans, index)
            listed.setdefault(place.agency, set()).update(p.agency for p in inside[first : last + 1])
        return listed

    def evidence(self, i: int, start: int, end: int) -> tuple[int, int]:
        """The words that link a body to the sentence [start, end): the sentence where it names the body; else from the last
        sentence before that names it; else up to the first one behind.
        """
        number = bisect_right(self._starts, start) - 1
        numbers = self._named_numbers.get(i, [])
        at = bisect_right(numbers, number)
        if at and numbers[at - 1] == number:
            return start, end
        if at:
            return self._sentences[max(0, numbers[at - 1])][0], end
        return (start, max(end, self._sentences[numbers[0]][1])) if numbers else (start, end)
