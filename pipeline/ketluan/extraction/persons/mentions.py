"""Where people are named: after an honorific, after a title, in a list of names, as a full name alone, or in a byline."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ketluan.extraction.documents.header import is_official
from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.cues import any_of
from ketluan.extraction.persons.lookalikes import (
    has_gendered_middle,
    is_behind_dash,
    is_unit_name,
    joined,
    memorial_names,
    place_names,
)
from ketluan.extraction.persons.names import (
    How,
    NameMention,
    Piece,
    cut_name,
    find_runs,
    has_name_shape,
    is_acronym,
    is_initial,
    is_name_syllable,
    is_surname,
    surname_rank,
)
from ketluan.extraction.persons.repeats import find_repeats
from ketluan.extraction.persons.titles import title_at, titles_in

WINDOW = 120
SIGNATURE_CHARS = 160
# From "Nơi nhận" to the signer's name, the recipients between.
SIGNATURE_BLOCK_CHARS = 1500
_RECIPIENTS = re.compile(r"\bn[ơo]i\s?nh[ậâạa]n\b|(?:^|\n)\s?[-*] ?(?:như (?:trên|điều)|lưu)\b", re.IGNORECASE)
_HONORIFIC = re.compile(
    rf"(?:^|(?<=[\s(\[“\"‘'–\-+•*/:;,.…]))(?P<word>{any_of('honorific')})\s?:?\s$",
    re.IGNORECASE,
)
# Ranks, degrees and family words: only before something with the shape of a full name.
_RANK = re.compile(rf"\b{any_of('rank')}\.?:?\s\(?$", re.IGNORECASE)
# Before any two to four syllables of names: these people are known by stage names.
_ARTIST = re.compile(rf"\b{any_of('artist')}\s$", re.IGNORECASE)
_AGE = re.compile(r"\s\((?:\d{2} tuổi|SN \d{4}|sinh (?:năm )?\d{4})")
_INTRODUCTION = re.compile(rf"\b{any_of('introduction')}:?\s$", re.IGNORECASE)
_SENTENCE_OPENER = re.compile(r"(?:^|\n|[.!?…:;“”\"'(\[–\-+•*/]|\d)\s*$")
# One of these words, or a house number, directly before a name makes it the name of a place, an organisation or a work.
_NOT_A_PERSON = re.compile(
    rf"(?:\b{any_of('thing')}\.?|[-–/&]|\b\d{{1,4}}[A-Za-z]?(?:/\d{{1,4}})?)\s?[\"“]?$",
    re.IGNORECASE,
)
# A unit's kind without its name: "Chủ tịch UBND thành phố Nguyễn Văn A".
_UNIT = re.compile(rf"\b{any_of('unit')}\.?\s$", re.IGNORECASE)
_BODY_KIND = re.compile(r"\b(?:bệnh viện|trung tâm|công ty|doanh nghiệp|nhà máy|hợp tác xã|cơ sở)\s$", re.IGNORECASE)
_STREET = re.compile(rf"\b{any_of('street')}\.?:?\s(?:như |gồm |là )?$", re.IGNORECASE)
_ROAD = re.compile(r"đường|phố|ngõ|tuyến", re.IGNORECASE)
_STREET_GAP = re.compile(r"^(?:\s\d{1,3})?(?:,|;|\s?[-–]|\svà)\s$")
_LIST_GAP = re.compile(
    r"^(?:\s?\([^()\n]{0,90}\))?\s?(?:[,;]|,?\s?(?:và|cùng|cùng với|với|hoặc|sang))\s?"
    r"(?:và\s|cùng\s)?(?:các\s)?(?:ông|bà|anh|chị)?:?\s?$",
    re.IGNORECASE,
)
# Between a title and the name: names of bodies and places, no verbs and no commas.
_GAP_STOP = re.compile(rf"[,;!?\n\"“”()]|\.(?!\s?[A-ZĐ])|\b{any_of('no_gap')}\b", re.IGNORECASE)
_HEADING = re.compile(rf"{any_of('heading')}(?!\w)", re.IGNORECASE)
# "đoàn Thanh tra" has the shape of a name.
_INSPECTION_TEAM = re.compile(r"đoàn thanh\s{1,3}tra\b", re.IGNORECASE)
_CREDIT = re.compile(rf"\b{any_of('credit')}\s?:\s?$", re.IGNORECASE)
_BRACKET = re.compile(r"\s?\((?=\w)")
_BEFORE_POST = re.compile(r"(?:\s\((?:\d{2} tuổi|SN \d{4})\))?(?:,|\s[-–])\s")
# "Bí thư Hội đồng": the syllable is the first of a word.
_WORD_GOES_ON = re.compile(r"\s?[\-–/&]|\s[a-zà-ỹđ]{1,7}\s[A-ZĐÀ-Ỹ]")


def find_mentions(draft: Draft) -> list[NameMention]:
    """All mentions in text order; they do not overlap."""
    finder = _Finder(draft)
    for run in find_runs(draft.text):
        finder.read(run)
    return finder.finish()


def is_heading(text: str, run: Sequence[Piece]) -> bool:
    """Words of a form in capitals ("CHÁNH VĂN PHÒNG", "QUYẾT ĐỊNH", "CHƯƠNG VI"), no name."""
    start, end = run[0].start, run[-1].end
    if any(t.end > start for t in titles_in(text, max(0, start - 30), end)):
        return True
    return _HEADING.match(text, start) is not None


def has_capital_title(text: str, start: int) -> bool:
    """A signer's office in capitals stands in the lines above: the name is a signature, no byline."""
    titles = titles_in(text, start - SIGNATURE_CHARS, start)
    return any(text[t.start : t.end].isupper() for t in titles)


def titled_name_starts(text: str) -> frozenset[int]:
    """Where names of at least three syllables begin behind a title and its body ("Chủ tịch UBND TP Nguyễn Văn A").

    For those who read names of bodies before the people are known: a body's name ends there.
    """
    finder = _Finder(Draft(text))
    for run in find_runs(text):
        finder.read(run)
    return frozenset(m.start for m in finder.found if m.how == "titled" and len(m.syllables) >= 3)


class _Finder:
    def __init__(self, draft: Draft) -> None:
        self.text = draft.text
        spans = sorted((m.start, m.end) for a in draft.agencies for m in a.mentions)
        self._agency_starts = [s for s, _ in spans]
        self._agencies = spans
        self._official = is_official(draft.text)
        self.found: list[NameMention] = []
        self._are_roads = False
        self._street_end = -1  # end of the last name in a list of streets or places
        self.things: set[str] = set()  # names that the text gives to places and companies

    def read(self, run: list[Piece]) -> None:
        """Add what the run names, if anything."""
        if run[0].text.lower() == "bà" and joined(run[:2]) in place_names():
            return
        if run[0].text.lower() in ("ông", "bà", "anh", "chị", "cô") and len(run) > 1 and self._opens_with_honorific(run):
            self._add(cut_name(run[1:], self.text), "honorific", run[0].text.lower())
            return
        before = self.text[max(0, run[0].start - 24) : run[0].start]
        match = _HONORIFIC.search(before)
        if match and self._is_honorific(match["word"], run):
            self._add(cut_name(run, self.text), "honorific", match["word"].lower())
        elif _CREDIT.search(before):
            self._read_credit(run)
        else:
            self._read_plain(run, before)

    def _opens_with_honorific(self, run: list[Piece]) -> bool:
        """ "Ông" is also a surname: alone in a signature it is no honorific."""
        signs = self._official and len(run) == 4 and has_capital_title(self.text, run[0].start) and self._is_author_line(run)
        return self._opens(run[0].start) and not signs

    def _opens(self, start: int) -> bool:
        return bool(_SENTENCE_OPENER.search(self.text[max(0, start - 3) : start]))

    def _is_honorific(self, word: str, run: list[Piece]) -> bool:
        strong = word.lower() in ("ông", "bà", "đồng chí", "đ/c", "các ông", "các bà", "các đồng chí")
        return not is_acronym(run[0].text) and (strong or is_name_syllable(run[0].text))

    def _read_credit(self, run: list[Piece]) -> None:
        name = cut_name(run, self.text)
        if 2 <= len(name) <= 4 and len(name) == len(run) and all(is_name_syllable(p.text) for p in name):
            self._add(name, "author")

    def _read_plain(self, run: list[Piece], before: str) -> None:
        if self._is_author_line(run):
            if not is_heading(self.text, run):
                self._read_author_line(run)
            return
        in_street_list = self._in_street_list(run, before)
        first = self._first_after_agency(run)
        for index in self._split_points(run, first):
            name = cut_name(run[index:], self.text)
            how = self._judge(name, index, before)
            if how and not (in_street_list and how in ("bare", "listed")):
                self._add(name, how)
                return
        if first == 0 and not in_street_list:
            self._read_unusual(run, before)

    def _read_author_line(self, run: list[Piece]) -> None:
        """A byline; in an official document, which has none, the name of the signer, if it has the shape of one."""
        if not self._official:
            self._add(run, "titled" if has_capital_title(self.text, run[0].start) else "author")
        elif self._may_sign(run):
            if len(run) > 2 and _RECIPIENTS.search(self.text, max(0, run[0].start - SIGNATURE_BLOCK_CHARS), run[0].start):
                self._add(run, "signed")
            elif has_capital_title(self.text, run[0].start):
                self._add(run, "titled")

    def _may_sign(self, run: list[Piece]) -> bool:
        """The shape of a name; below "Nơi nhận" and an office in capitals any surname with two syllables more."""
        if joined(run) in place_names():
            return False
        return has_name_shape(run) or (
            len(run) in (3, 4) and is_surname(run[0].text) and has_capital_title(self.text, run[0].start)
        )

    def _in_street_list(self, run: list[Piece], before: str) -> bool:
        """The run is the name of a street or place, or goes on in a list of them."""
        listed = self._street_end >= 0 and _STREET_GAP.match(self.text[self._street_end : run[0].start])
        opened = _STREET.search(before)
        if not listed and not opened:
            return False
        if opened:
            self._are_roads = _ROAD.search(opened.group()) is not None
        elif not self._are_roads and has_gendered_middle(run):
            return False  # "Chủ tịch UBND xã X, Lê Văn A": units are not named so
        self._street_end = run[-1].end
        return True

    def _read_unusual(self, run: list[Piece], before: str) -> None:
        """Stage names, foreign names with an age behind them, and given names in a list ("ông Thử, Mẫu")."""
        name = cut_name(run, self.text)
        if len(name) != len(run) or (_NOT_A_PERSON.search(before) and not self._is_head_of_unit(name, before)):
            return
        known = all(is_name_syllable(p.text) for p in name)
        if 2 <= len(name) <= 4 and ((known and _ARTIST.search(before)) or _AGE.match(self.text, name[-1].end)):
            self._add(name, "titled")
        elif len(name) in (3, 4) and self._is_listed_with_post(name):
            self._add(name, "listed")
        elif self._opens_with_post(name, before):
            self._add(name, "titled")
        elif has_gendered_middle(name) and not {joined(name), joined(name[1:])} & (place_names() | memorial_names()):
            self._add(name, "bare")
        elif len(name) == 1 and known and self._is_given_name(name[0]):
            self._add(name, "given")

    def _is_listed_with_post(self, name: list[Piece]) -> bool:
        """In a list of people, with a post in brackets behind the name: a person whatever the surname."""
        if not self.found or not all(is_name_syllable(p.text) for p in name[1:]):
            return False
        opened = _BRACKET.match(self.text, name[-1].end)
        listed = _LIST_GAP.match(self.text[self.found[-1].end : name[0].start])
        return bool(opened and listed and title_at(self.text, opened.end(), opened.end() + WINDOW))

    def _opens_with_post(self, name: list[Piece], before: str) -> bool:
        """ "…; A, Phó Chủ tịch X; B, Trạm trưởng Y": a member of a list or of a line that goes on with a post."""
        opener = _BEFORE_POST.match(self.text, name[-1].end)
        if opener is None or not 2 <= len(name) <= 4 or joined(name) in place_names() | memorial_names():
            return False
        title = title_at(self.text, opener.end(), opener.end() + WINDOW)
        if title is None or (title.body in ("chair", "committee", "council") and is_unit_name(name)):
            return False
        listed = before.endswith(("; ", "; và ")) and bool(self.found) and name[0].start - self.found[-1].end < 2 * WINDOW
        return listed or (len(name) >= 3 and is_surname(name[0].text) and self._opens(name[0].start))

    def _is_given_name(self, piece: Piece) -> bool:
        """In a list of given names, or directly behind a title ("Bí thư Thử")."""
        if self._continues_given_names(piece.start):
            return True
        return self._follows_title(piece.start) and not _WORD_GOES_ON.match(self.text, piece.end)

    def _continues_given_names(self, start: int) -> bool:
        if not self.found or self.found[-1].how not in ("honorific", "given"):
            return False
        return bool(_LIST_GAP.match(self.text[self.found[-1].end : start]))

    def _first_after_agency(self, run: list[Piece]) -> int:
        """Index of the first piece outside an agency's name that begins before the piece."""
        return next((i for i, p in enumerate(run) if not self._inside_agency(p)), len(run))

    def _inside_agency(self, piece: Piece) -> bool:
        index = bisect_right(self._agency_starts, piece.start) - 1
        return index >= 0 and self._agencies[index][0] <= piece.start < self._agencies[index][1]

    def _split_points(self, run: list[Piece], first: int) -> list[int]:
        """Where the name may begin: at the run's start, or at a surname inside it ("Bình Định Nguyễn Văn A"); best first."""
        points = [i for i in range(first, len(run) - 1) if is_surname(run[i].text)]
        return sorted(points, key=lambda i: (not 3 <= len(run) - i <= 4, surname_rank(run[i].text)))

    def _judge(self, name: list[Piece], index: int, before: str) -> How | None:
        if not (has_name_shape(name) or self._is_called(name)) or joined(name) in place_names():
            return None
        start = name[0].start
        if _INSPECTION_TEAM.match(self.text, start):
            return None
        head = before if index == 0 else self.text[max(0, start - 24) : start]
        thing = _NOT_A_PERSON.search(head)
        place = thing and not (self._is_head_of_unit(name, head) or self._follows_title(start) or is_behind_dash(name, head))
        if not place and self._is_titled(start) and not self._is_unit(name, head):
            return "titled"
        inside = index > 0 and not _RANK.search(head)  # "TS Nguyễn Văn A" is one run
        if thing or inside or joined(name) in memorial_names() or joined(name[1:]) in place_names():
            self.things.add(" ".join(p.text for p in name))
            return None
        if self.found and _LIST_GAP.match(self.text[self.found[-1].end : start]) and self.found[-1].how != "author":
            return "listed"
        if _RANK.search(head) or (_INTRODUCTION.search(head) and len(name) > 2):
            return "titled"
        long_enough = len(name) >= 3 and name[0].text != name[0].text.upper()
        sure = has_gendered_middle(name) or has_name_shape(name, at_least=3, common=True)
        return "bare" if long_enough and sure else None

    def _is_head_of_unit(self, name: list[Piece], head: str) -> bool:
        """A unit's kind stands for the body of the title before it: "Chủ tịch UBND thành phố A", "Giám đốc bệnh viện B".

        A kind of body could also have the name itself ("trung tâm Nguyễn Văn A"): the name is one of a person where its middle is
        "Văn" or "Thị", or where the text has its given name with an honorific.
        """
        if len(name) < 3:
            return False
        if _UNIT.search(head):
            return True
        body = _BODY_KIND.search(head)
        if body is None or joined(name) in memorial_names():
            return False
        kind = name[0].start - len(head) + body.start()
        titles = titles_in(self.text, max(0, kind - 40), kind)
        if not titles or titles[-1].end != kind - 1:
            return False
        return has_gendered_middle(name) or self._is_called(name)

    def _is_called(self, name: list[Piece]) -> bool:
        """The text has the given name with an honorific elsewhere, and the first piece is a surname."""
        if not 3 <= len(name) <= 4 or not is_surname(name[0].text):
            return False
        return any(f"{word} {name[-1].text}" in self.text for word in ("ông", "bà", "Ông", "Bà"))

    def _follows_title(self, start: int) -> bool:
        """A title ends directly before the name: "đại biểu Quốc hội Nguyễn Văn A"."""
        titles = titles_in(self.text, max(0, start - 60), start)
        return bool(titles) and titles[-1].end == start - 1 and len(self.text[titles[-1].start : titles[-1].end].split()) > 1

    def _is_unit(self, name: list[Piece], head: str) -> bool:
        """A district or commune of that name: any two syllables, or more of them behind the kind of unit."""
        return (len(name) == 2 or bool(_UNIT.search(head))) and is_unit_name(name)

    def _is_titled(self, start: int) -> bool:
        """A title stands before the name with only names of bodies and places between."""
        lower = max(0, start - WINDOW)
        titles = titles_in(self.text, lower, start)
        if not titles:
            return False
        gap = self.text[titles[-1].end : start]
        return not _GAP_STOP.search(self._without_agencies(titles[-1].end, start)) and (
            gap.strip(" ") == "" or gap.endswith((" ", ": "))
        )

    def _without_agencies(self, start: int, end: int) -> str:
        text = self.text[start:end]
        low = max(0, bisect_right(self._agency_starts, start) - 1)
        for a, b in reversed(self._agencies[low : bisect_right(self._agency_starts, end)]):
            if b <= end and b > start:
                text = text[: max(0, a - start)] + text[b - start :]
        return text

    def _is_author_line(self, run: list[Piece]) -> bool:
        """A line that holds two to four capitalised name syllables and nothing else, in the later part of the text."""
        start, end = run[0].start, run[-1].end
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", end)
        line_end = len(self.text) if line_end < 0 else line_end
        rest = self.text[line_start:start] + self.text[end:line_end]
        return (
            2 <= len(run) <= 4
            and start > 0.4 * len(self.text)
            and (
                not rest.strip(" .-–*") or bool(re.fullmatch(r"\s?\((?:[Tt]ổng hợp|[Tt]heo [^()]{2,40}|T/h|th|TH)\)\.?\s?", rest))
            )
            and not any(is_initial(p.text) for p in run)
            and (all(is_name_syllable(p.text) for p in run) or (self._official and self._may_sign(run)))
        )

    def _add(self, name: Sequence[Piece], how: How, honorific: str | None = None) -> None:
        if not name:
            return
        end = name[-1].end
        start = name[0].start
        if len(name) == 1 and len(name[0].text) == 1 and "\n" in self.text[max(0, start - 2) : start]:
            return  # the number of a list ("ông/bà:\nI. …"), no initial
        if self.found and start < self.found[-1].end:
            return
        if joined(name) in place_names():
            return
        self.found.append(NameMention(start, end, self.text[start:end], how, _plain_honorific(honorific)))

    def finish(self) -> list[NameMention]:
        """The names that stand the test of the whole text, and the places where they stand again."""
        givens = {m.syllables[-1] for m in self.found if m.how not in ("author", "given")}
        found = [m for m in self.found if m.how != "given" or m.text in givens]
        sure = {m.text for m in found if m.how in ("honorific", "titled", "signed")}
        found = [m for m in found if m.text in sure or m.how == "author" or m.text not in self.things]
        again = [
            m for m in find_repeats(self.text, found)
            if not _NOT_A_PERSON.search(self.text[max(0, m.start - 24) : m.start])
            and not self._inside_agency(Piece(m.start, m.end, m.text))
        ]  # fmt: skip
        return sorted([*found, *again], key=lambda m: m.start)


def _plain_honorific(word: str | None) -> str | None:
    """ "các ông" -> "ông"."""
    return word.removeprefix("các ") if word else None
