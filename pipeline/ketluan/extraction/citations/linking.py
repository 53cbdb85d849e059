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
_CUES = (
    _Cue("amends", re.compile(rf"(?:đã\s|được\s){{1,2}}sửa đổi[^.;]{{0,60}}?{_BY}"), True),
    _Cue("replaces", re.compile(rf"(?:bị|được)\s(?:thay thế|bãi bỏ)[^.;]{{0,40}}?{_BY}"), True),
    _Cue("amends", re.compile(rf"sửa đổi(?:,|\svà)?(?:\sbổ sung)?{_WHAT}"), False),
    _Cue("replaces", re.compile(r"(?<!bị )(?<!được )thay thế(?:\scho)?(?:\scác)?\s{1,2}$"), False),
    _Cue("guides", re.compile(rf"(?:quy định chi tiết|hướng dẫn)[^.;]{{0,110}}?(?:thi hành|thực hiện|điều|của){_WHAT}"), False),
    _Cue("issued_with", re.compile(r"ban hành (?:kèm )?theo\s{1,2}$"), False),
)


def find_relations(text: str, citations: list[Citation]) -> list[Relation]:
    """Relations that the words between two neighbouring mentions state, each once, with the words as evidence."""
    mentions = sorted((m.start, m.end, m.pinpoint, c) for c in citations for m in c.mentions)
    found: dict[tuple[str, str, str], Relation] = {}
    for (start, end, _, first), (next_start, next_end, _, second) in pairwise(mentions):
        if first is second or not 0 < next_start - end <= MAX_GAP:
            continue
        between = re.sub(r"\s", " ", text[end:next_start].lower())
        if re.search(r"[.;]\s|đề nghị|dự thảo|kiến nghị", between):
            continue
        cue = next((cue for cue in _CUES if cue.pattern.search(between)), None)
        if cue is None:
            continue
        head, tail = (second, first) if cue.reverse else (first, second)
        if cue.type != "issued_with" and not head.type.startswith(_ACTS):
            continue
        key = (head.id, cue.type, tail.id)
        if key not in found:
            evidence = Span(start=start, end=next_end)
            found[key] = Relation(head=head.id, type=cue.type, tail=tail.id, confidence=1.0, evidence=evidence)
    return list(found.values())
