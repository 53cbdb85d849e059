"""Who asks, whom the text calls responsible by name, which finding a recommendation answers."""

from __future__ import annotations

import re

from ketluan.extraction.draft import Draft
from ketluan.record import Finding, Recommendation, Relation, Span

_ASKS = re.compile(
    r"^\s{0,2}(?:(?:đã|cũng|còn|vừa|tiếp tục|có văn bản|thống nhất|này|ban hành quyết "
    r"định|ra quyết định|quyết định)[\s,]{1,2}){0,3}"
    r"(?:kiến nghị|đề nghị|yêu cầu|giao|chỉ đạo|đề xuất|nhắc nhở|xử phạt|phê bình|kỷ luật|thi hành kỷ luật|cảnh cáo)",
    re.IGNORECASE,
)
_BLAMED = re.compile(
    (
        r"trách nhiệm (?:(?:chính|trực tiếp|này|trên|chủ yếu|cao nhất|trước hết)\s){0,3}(?:thuộc "
        r"về|là của)\s[^.;]{0,60}?(?:ông|bà|đồng chí)\s$"
    ),
    re.IGNORECASE,
)
# Words before it that make it a denial, a question or somebody's opinion.
_DOUBTED = re.compile(
    r"(?<!\w)(?:không|chưa|chẳng|nếu|liệu|phải chăng|cho rằng|cho là|khẳng định|phân trần|đổ lỗi|theo (?:ông|bà|đơn)|"
    r"tố cáo|phản ánh|khiếu nại|cáo buộc|(?:ông|bà) [^,.;]{2,40} (?:nói|cho biết|cho hay))(?!\w)",
    re.IGNORECASE,
)
BLAME_REACH, DOUBT_REACH = 140, 300


def link_askers(draft: Draft) -> list[Relation]:
    """`made_by`: the body right before the words of asking; failing that, the document's issuer with less confidence."""
    places = sorted((m.end, m.start, a.id) for a in draft.agencies for m in a.mentions)
    relations = []
    for statement in draft.recommendations:
        start, end = _sentence(statement)
        asker = next((a for e, s, a in places if start <= s and e <= end and _ASKS.match(draft.text[e : e + 60])), None)
        tail = asker or draft.document.issuer
        if tail:
            sure = 0.9 if asker else 0.6
            relations.append(
                Relation(head=statement.id, type="made_by", tail=tail, confidence=sure, evidence=Span(start=start, end=end))
            )
    return relations


def link_blamed(draft: Draft) -> list[Relation]:
    """`attributed_to` a person, only where the finding says "trách nhiệm thuộc về ông …"."""
    relations = []
    for finding in draft.findings:
        start, end = _sentence(finding)
        for person in draft.persons:
            starts = [mention.start for mention in person.mentions if start <= mention.start < end]
            if any(is_blamed(draft.text[start:at]) for at in starts):
                evidence = Span(start=start, end=end)
                relations.append(
                    Relation(head=finding.id, type="attributed_to", tail=person.id, confidence=0.9, evidence=evidence)
                )
    return relations


def is_blamed(before: str) -> bool:
    """Whether the words of a sentence before a person's name say outright that the responsibility is that person's.

    What somebody denies, asks, claims or accuses is left alone: a missing link hurts nobody, a wrong one does.
    """
    blamed = _BLAMED.search(before[-BLAME_REACH:])
    return blamed is not None and _DOUBTED.search(before[-DOUBT_REACH:]) is None


def link_answers(draft: Draft) -> list[Relation]:
    """`answers` from a recommendation to the one finding that names the same sum of money or the same area."""
    relations = []
    by_value: dict[tuple[str, float | int], list[Finding]] = {}
    for finding in draft.findings:
        for measure in finding.measures:
            if measure.kind in ("money", "area") and measure.value:
                by_value.setdefault((measure.kind, measure.value), []).append(finding)
    for statement in draft.recommendations:
        for measure in statement.measures:
            found = by_value.get((measure.kind, measure.value or 0), [])
            if len({f.id for f in found}) == 1 and found[0].start < statement.start:
                evidence = Span(start=measure.start, end=measure.end)
                relations.append(Relation(head=statement.id, type="answers", tail=found[0].id, confidence=0.7, evidence=evidence))
                break
    return relations


def _sentence(statement: Finding | Recommendation) -> tuple[int, int]:
    return (statement.evidence.start, statement.evidence.end) if statement.evidence else (statement.start, statement.end)
