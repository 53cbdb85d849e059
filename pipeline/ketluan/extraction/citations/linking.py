"""Relations between cited documents: amends, replaces, guides, issued together with."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from ketluan.record import Citation, Relation, RelationType, Span

MAX_GAP = 220
# Only these change, replace or guide other documents; a submission or a letter asks for it.
_ACTS = (
    "luật", "bộ luật", "pháp lệnh", "lệnh", "nghị định", "nghị quyết", "quyết định", "thông tư", "chỉ thị", "quy định", "quy chế",
    "hướng dẫn", "kế hoạch",
)  # fmt: skip


class _Cue(NamedTuple):
    type: RelationType
    pattern: re.Pattern[str]
    reverse: bool


# Words between two documents; `reverse`: the second one acts on the first ("A được sửa đổi, bổ sung bởi B").
_WHAT = r"(?:\s(?:một số|các) (?:điều|nội dung|quy định))?(?:\s(?:của|tại))?(?:\scác)?\s{1,2}$"
_BY = r"(?:bởi|tại|theo|bằng)\s{1,2}(?:các\s)?$"
# "… theo Danh mục ban hành kèm theo Quyết định": what is issued with the act is the list, not the document named before it.
_ANNEX = r"theo |(?:danh mục|quy chế|quy định|phụ lục|bảng|biểu|mẫu|điều lệ|kế hoạch|đề án)\s"
_DIRECTLY = r"(?:\s(?:cho|toàn bộ))?(?:\scác)?\s{1,2}$"
_CUES = (
    _Cue("amends", re.compile(rf"(?:đã\s|được\s){{1,2}}(?:sửa đổi|điều chỉnh|đính chính)[^.;]{{0,60}}?{_BY}"), True),
    _Cue("replaces", re.compile(rf"(?:bị|được)\s(?:thay thế|bãi bỏ|hủy bỏ)[^.;]{{0,40}}?{_BY}"), True),
    _Cue("replaces", re.compile(r"hết hiệu lực(?: thi hành)?(?: kể)? từ ngày\s{1,2}$"), True),
    _Cue("amends", re.compile(rf"(?:sửa đổi(?:,|\svà)?(?:\sbổ sung)?|điều chỉnh|đính chính){_WHAT}"), False),
    _Cue("replaces", re.compile(rf"(?<!bị )(?<!được )(?:thay thế|bãi bỏ|hủy bỏ){_DIRECTLY}"), False),
    _Cue("guides", re.compile(rf"(?:quy định chi tiết|hướng dẫn)[^.;]{{0,110}}?(?:thi hành|thực hiện|điều|của){_WHAT}"), False),
    _Cue("issued_with", re.compile(rf"^(?:(?!{_ANNEX})[^.;]){{0,180}}ban hành (?:kèm )?theo\s{{1,2}}$"), False),
)
# The words state no such thing: another sentence, a wish, a draft, a denial.
_NOT_STATED = re.compile(r"[.;]\s|đề nghị|dự thảo|kiến nghị|(?<!\w)(?:không|chưa|chẳng)(?!\w)")
_AND = re.compile(r"\s{0,2}(?:,|và|,\svà)\s{1,2}(?:các\s|số\s)?")
_NEW_PARAGRAPH = re.compile(r"\n\s{0,8}\n")
# An amending law ends before the numbers of the laws that it amends: "Luật sửa đổi, bổ sung một số điều | của Luật Nhà ở số …".
_AMENDING_TAIL = re.compile(r"sửa đổi(?:[,;]? bổ sung)? (?:một số|các) (?:điều|nội dung)$")


def find_relations(text: str, citations: list[Citation]) -> list[Relation]:
    """Relations that the words between two neighbouring mentions state, each once, with the words as evidence.

    A list goes on with the relation of its first document ("thay thế A và B") unless its next one acts itself.
    """
    mentions = sorted((m.start, m.end, c.id, c) for c in citations for m in c.mentions)
    pairs = list(pairwise(mentions))
    cues = [_cue(text, first[:2], second[:2]) if first[3] is not second[3] else None for first, second in pairs]
    found: dict[tuple[str, str, str], Relation] = {}
    going_on: tuple[_Cue, Citation, int] | None = None
    for index, ((start, end, _, first), (next_start, next_end, _, second)) in enumerate(pairs):
        cue, next_cue = cues[index], cues[index + 1] if index + 1 < len(pairs) else None
        acts = next_cue is not None and not next_cue.reverse
        if cue:
            going_on = (cue, first, start)
        elif acts or not _AND.fullmatch(text, end, next_start):
            going_on = None
        if going_on is None:
            continue
        cue, other, begin = going_on
        head, tail = (second, other) if cue.reverse else (other, second)
        if (cue.type != "issued_with" and not head.type.startswith(_ACTS)) or head is tail:
            continue
        evidence = Span(start=begin, end=next_end)
        relation = Relation(head=head.id, type=cue.type, tail=tail.id, confidence=1.0, evidence=evidence)
        found.setdefault((head.id, cue.type, tail.id), relation)
    return list(found.values())


def _cue(text: str, first: tuple[int, int], second: tuple[int, int]) -> _Cue | None:
    """What the words between two mentions say, None where they say nothing or a paragraph ends there."""
    start, end = first
    if not 0 < second[0] - end <= MAX_GAP or _NEW_PARAGRAPH.search(text, end, second[0]):
        return None
    between = re.sub(r"\s", " ", text[end : second[0]].lower())
    words_before = re.sub(r"\s", " ", text[max(start, end - 60) : end].lower())
    if _NOT_STATED.search(between):
        return None
    if _AMENDING_TAIL.search(words_before) and re.fullmatch(r" (?:của )?(?:các )?", between):
        return next(cue for cue in _CUES if cue.type == "amends" and not cue.reverse)
    return next((cue for cue in _CUES if cue.pattern.search(between)), None)
