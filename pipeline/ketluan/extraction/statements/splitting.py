"""One sentence, several conditions: "chưa niêm yết …; chưa cập nhật …" gives one span for each."""

from __future__ import annotations

import re

from ketluan.knowledge.phrases import cue_table

Spans = list[tuple[int, int]]

MIN_PART_CHARS = 24
_BORDER = re.compile(r";\s{0,3}(?:và\s)?|:\s{1,3}(?=[-–+•]?\s?(?:chưa|không|thiếu|chậm|việc))")
# "chưa niêm yết …, chưa cập nhật …, không mở sổ …": predicates beside each other that each deny a duty.
_PREDICATE = re.compile(
    r",\s{1,3}(?:và\s)?(?=(?:còn\s)?(?:chưa|không|chậm)\s(?!đầy đủ|kịp thời|đúng|phù hợp|bảo đảm|đảm bảo|chặt chẽ|rõ|"
    r"có cơ sở|những|chỉ|còn|thể|ai|hề))",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?<!\w)(?:chưa|không|chậm)\s", re.IGNORECASE)
MIN_PREDICATE_WORDS = 5
_PIVOT = re.compile(
    r"(?:[.,;]\s{0,2}|^)((?:tuy nhiên|tuy vậy|song vẫn|nhưng vẫn|nhưng còn|song còn|nhưng chưa|song chưa)\b,?\s{0,2})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}[.)]?\s{1,3}")
_WRONG = {"defect", "violation_verb", "negative_noun", "negation"}
_WELL = {"praise", "positive"}


def split_finding(text: str, sentence: tuple[int, int]) -> Spans:
    """Parts of a sentence that each state a shortcoming, or the sentence itself.

    Cut at semicolons where every part has a cue of its own, and at commas between predicates that each deny a duty; praise
    before "tuy nhiên", "nhưng vẫn" stays outside.
    """
    sentence = (_behind_number(text, sentence), sentence[1])
    start = _behind_praise(text, sentence)
    parts = _with_opening(text, _cut(text, start, sentence[1]))
    wrong = [part for part in parts if _classes(text, part) & _WRONG]
    if len(wrong) < 2 or any(end - begin < MIN_PART_CHARS for begin, end in parts):
        return _predicates(text, (start, sentence[1]))
    return [predicate for part in _join_rest(parts, wrong) for predicate in _predicates(text, part)]


def _with_opening(text: str, parts: Spans) -> Spans:
    """A short opening ("Cụ thể:") belongs to the first part behind it."""
    if len(parts) > 1 and parts[0][1] - parts[0][0] < MIN_PART_CHARS and not _classes(text, parts[0]) & _WRONG:
        return [(parts[0][0], parts[1][1]), *parts[2:]]
    return parts


def _predicates(text: str, part: tuple[int, int]) -> Spans:
    """The part cut at commas, or whole where a piece would be short or deny nothing."""
    pieces: Spans = []
    last = part[0]
    for border in _PREDICATE.finditer(text, *part):
        if _depth(text[part[0] : border.start()]) <= 0:
            pieces.append(_trim(text, last, border.start()))
            last = border.end()
    pieces.append(_trim(text, last, part[1]))
    words = [text[a:b] for a, b in pieces]
    whole = any(len(piece.split()) < MIN_PREDICATE_WORDS or not _DENIED.search(piece) for piece in words)
    return [part] if whole else pieces


def split_recommendation(text: str, sentence: tuple[int, int]) -> Spans:
    """Parts of a recommendation, cut at semicolons where every part asks for something; else the sentence itself."""
    sentence = (_behind_number(text, sentence), sentence[1])
    parts = _cut(text, *sentence)
    asking = [part for part in parts if _classes(text, part) & {"ask", "act"}]
    if len(parts) < 2 or len(asking) < len(parts) or any(end - begin < MIN_PART_CHARS for begin, end in parts):
        return [sentence]
    return parts


def _behind_number(text: str, sentence: tuple[int, int]) -> int:
    """Where the words of a list item begin, behind "2.1." """
    number = _NUMBER.match(text, *sentence)
    return number.end() if number and number.end() < sentence[1] else sentence[0]


def _behind_praise(text: str, sentence: tuple[int, int]) -> int:
    """Where the negative half of a mixed sentence begins; its start where there is no praise before the turn."""
    start, end = sentence
    pivot = _PIVOT.search(text, start, end)
    if pivot is None or pivot.start(1) - start < MIN_PART_CHARS or end - pivot.end() < MIN_PART_CHARS:
        return start
    before = _classes(text, (start, pivot.start(1)))
    return pivot.start(1) if before & _WELL and not before & {"defect", "violation_verb"} else start


def _cut(text: str, start: int, end: int) -> Spans:
    parts: Spans = []
    last = start
    for border in _BORDER.finditer(text, start, end):
        if _depth(text[last : border.start()]) <= 0:
            parts.append(_trim(text, last, border.start()))
            last = border.end()
    parts.append(_trim(text, last, end))
    return [part for part in parts if part[0] < part[1]]


def _depth(part: str) -> int:
    """Open brackets and quotation marks: no border inside."""
    return part.count("(") - part.count(")") + part.count("“") - part.count("”")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\u00a0-–+•;,":
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _join_rest(parts: Spans, wrong: Spans) -> Spans:
    """Parts without a cue join the part before them (or, at the start, the one behind)."""
    joined: Spans = []
    for part in parts:
        if part in wrong or not joined:
            joined.append(part)
        else:
            joined[-1] = (joined[-1][0], part[1])
    if joined[0] not in wrong and parts[0] not in wrong and len(joined) > 1:
        joined[:2] = [(joined[0][0], joined[1][1])]
    return joined


def _classes(text: str, span: tuple[int, int]) -> set[str]:
    return set(cue_table().values_in(text[span[0] : span[1]]))
