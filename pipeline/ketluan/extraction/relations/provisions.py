"""The provision that was not followed (`breaches`) and the ground of a recommendation (`based_on`)."""

from __future__ import annotations

import re
from bisect import bisect_left

from ketluan.extraction.draft import Draft
from ketluan.record import Finding, Recommendation, Relation, RelationType, Span

Statement = Finding | Recommendation

# Right before a citation: words that say it was not followed.
_BROKEN = re.compile(
    r"(?:vi phạm|trái|sai|không đúng|chưa đúng|không tuân thủ|chưa tuân thủ|không "
    r"phù hợp|chưa phù hợp|chưa thực hiện|không thực hiện|không đảm bảo|chưa đảm "
    r"bảo"
    r"|không chấp hành|chưa chấp hành|theo quy định|quy định tại|quy định của|quy định|theo|tại|yêu cầu của|với)[^.;]{0,60}$",
    re.IGNORECASE,
)
# Right before a citation: words that make it the source, the subject or the product of the sentence.
_SOURCE = re.compile(
    r"(?:kết luận(?: thanh tra)?|theo (?:báo cáo|văn bản|kết luận|thông báo)|ban "
    r"hành|ký|ra|có|tại|thực hiện|phê duyệt|bởi|bằng|trong|theo|căn cứ)\s?(?:các|"
    r"những|số)?\s?$",
    re.IGNORECASE,
)
_GROUND = re.compile(r"(?:theo|căn cứ|quy định)[^.;]{0,40}$", re.IGNORECASE)
_RULE_TYPES = {
    "luật",
    "bộ luật",
    "nghị định",
    "thông tư",
    "thông tư liên tịch",
    "pháp lệnh",
    "hiến pháp",
    "nghị quyết",
    "chỉ thị",
    "quy định",
}
_OWN_TYPES = {
    "kết luận",
    "kết luận thanh tra",
    "thông báo",
    "báo cáo",
    "thông báo kết luận",
    "giấy phép",
    "biên bản",
    "tờ trình",
    "giấy mời",
}


def link_provisions(draft: Draft) -> list[Relation]:
    """`breaches` and `based_on` from the citations that stand in a statement's sentence."""
    mentions = sorted((m.start, m.end, c.id, c.type) for c in draft.citations for m in c.mentions)
    relations: list[Relation] = []
    statements: tuple[Statement, ...] = (*draft.findings, *draft.recommendations)
    for statement in statements:
        span = statement.evidence or Span(start=statement.start, end=statement.end)
        linked: set[str] = set()
        for start, end, citation, kind in mentions[bisect_left(mentions, (statement.start, 0, "", "")) :]:
            if start >= statement.end:
                break
            if citation in linked or not _is_ground(draft.text[span.start : start], kind, isinstance(statement, Finding)):
                continue
            linked.add(citation)
            relation: RelationType = "breaches" if isinstance(statement, Finding) else "based_on"
            evidence = Span(start=min(span.start, start), end=max(span.end, end))
            relations.append(Relation(head=statement.id, type=relation, tail=citation, confidence=0.8, evidence=evidence))
    return relations


def _is_ground(before: str, kind: str, finding: bool) -> bool:
    if kind in _OWN_TYPES:
        return False
    if kind in _RULE_TYPES:
        return True
    if finding:
        return bool(_BROKEN.search(before)) and not _SOURCE.search(before)
    return bool(_GROUND.search(before))
