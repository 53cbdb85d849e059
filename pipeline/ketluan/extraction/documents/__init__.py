"""What the document is, or, for news, what it reports on."""

from __future__ import annotations

import re

import msgspec

from ketluan.extraction.documents.bodies import (
    blamed_shares,
    choose_settled,
    inspected_bodies,
    named_bodies,
    shipped_weights,
    weigh_bodies,
)
from ketluan.extraction.documents.header import Header, read_header
from ketluan.extraction.documents.periods import find_periods
from ketluan.extraction.draft import Draft
from ketluan.record import Agency, Citation, DocumentInfo, Relation, Span
from ketluan.text.folding import match_key, strip_marks

MAX_TITLE_CHARS = 300
LEAD_CHARS = 3000
# Behind an official header the subject of a letter may still follow; sentences of the body are no subject.
LETTER_SUBJECT_CHARS = 250
_INSPECTION = re.compile(r"thanh tra|kiểm tra|kiểm toán|giám sát|xác minh", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:về việc|v/v|việc|công tác|về)\s[^\n.;:“”]{12,220}", re.IGNORECASE)
_CONCLUSION = re.compile(r"kết luận|thông báo kết quả|báo cáo kiểm toán|báo cáo kết quả", re.IGNORECASE)
_CONCLUSION_DATE = re.compile(
    r"(?:kết luận|thông báo)(?: kết luận)?(?: thanh tra| kiểm tra)?[^.;\n]{0,30}? ngày (\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"^(?:[^\d\n]{0,24})(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>(?:19|20)\d{2})(?:[^\n]{0,24})$", re.MULTILINE
)


def describe_document(draft: Draft) -> None:
    """Write `draft.document`, and an `inspected_by` relation for each inspected body.

    An official document is known by its header block; everything else is news about one, whose number, date, issuer and
    inspected bodies are those of the conclusion that it reports on. Only what the text states: fields stay null otherwise.
    Cost: linear in the text.
    """
    header = read_header(draft.text)
    info = _describe_official(draft, header) if header else _describe_news(draft)
    inspection, reviewed = find_periods(draft.text) if _is_about_inspection(draft, info) else (None, None)
    subject = _subject(draft, header.end + LETTER_SUBJECT_CHARS if header else LEAD_CHARS)
    draft.document = msgspec.structs.replace(info, inspection_period=inspection, reviewed_period=reviewed, subject=subject)
    draft.relations += _inspected_by(draft)


def settle_inspected(draft: Draft) -> None:
    """Choose the inspected bodies of a news item anew, now that it is known whom its findings hold responsible."""
    info = draft.document
    if info.kind != "news":
        return
    issuer = next((a for a in draft.agencies if a.id == info.issuer), None)
    chosen = choose_settled(named_bodies(draft), issuer, shipped_weights(), blamed_shares(draft))
    draft.document = msgspec.structs.replace(info, inspected=[a.id for a in chosen])
    draft.relations = [r for r in draft.relations if r.type != "inspected_by"] + _inspected_by(draft)


def _inspected_by(draft: Draft) -> list[Relation]:
    issuer = draft.document.issuer
    return [
        Relation(head=inspected, type="inspected_by", tail=issuer, confidence=0.7, evidence=_first_mention(draft, inspected))
        for inspected in (draft.document.inspected if issuer else [])
        if issuer
    ]


def _is_about_inspection(draft: Draft, info: DocumentInfo) -> bool:
    """Periods of plans and norms ("giai đoạn 2021-2025") are no periods of an inspection."""
    return info.kind in ("conclusion", "news") or bool(_INSPECTION.search(info.title or draft.text[:600]))


def _describe_official(draft: Draft, header: Header) -> DocumentInfo:
    issuer = _body_of_header(draft, header)
    reports_results = header.kind == "conclusion" or (header.kind == "report" and _INSPECTION.search(header.title or ""))
    inspected = inspected_bodies(draft, issuer) if reports_results else []
    return DocumentInfo(
        kind=header.kind,
        title=header.title,
        number=header.number,
        date=header.date,
        issuer=issuer.id if issuer else None,
        inspected=[a.id for a in inspected],
        primary=True,
    )


def _describe_news(draft: Draft) -> DocumentInfo:
    issuer, inspected = weigh_bodies(draft)
    citation = _reported_conclusion(draft)
    date = citation.date if citation else None
    return DocumentInfo(
        kind="news",
        title=draft.hints.title or _first_line(draft.text),
        number=(citation.number or citation.key) if citation else None,
        date=date or _stated_date(draft.text),
        issuer=issuer.id if issuer else None,
        inspected=[a.id for a in inspected],
        published=draft.hints.published[:10] if draft.hints.published else _date_line(draft.text),
        primary=False,
    )


def _body_of_header(draft: Draft, header: Header) -> Agency | None:
    """The body named last in the capitals above the title; else the one whose name the lines contain."""
    above = [(m.start, a) for a in draft.agencies for m in a.mentions if m.end <= header.above and m.text.isupper()]
    if above:
        return max(above, key=lambda pair: pair[0])[1]
    within = [(m.start, a) for a in draft.agencies for m in a.mentions if m.end <= header.end and m.text.isupper()]
    lines = match_key(header.bodies)
    if not within:  # OCR changed the marks: the name as it stands elsewhere in the text
        bare = strip_marks(lines)
        alike = [a for a in draft.agencies if strip_marks(match_key(a.name)) in bare]
        return max(alike, key=lambda a: len(a.name)) if alike else None
    named = [a for a in draft.agencies if match_key(a.name) in lines or _without_unit(a.name) in lines]
    if named:
        return max(named, key=lambda a: (lines.rfind(_without_unit(a.name)) + len(_without_unit(a.name)), len(a.name)))
    return max(within, key=lambda pair: pair[0])[1] if within else None


def _without_unit(name: str) -> str:
    return match_key(name).replace(" tỉnh ", " ").replace("  ", " ")


def _reported_conclusion(draft: Draft) -> Citation | None:
    """The first cited conclusion with a number, or else the first notice or report that is called one of an inspection."""
    rated: list[tuple[int, int, Citation]] = []
    for citation in draft.citations:
        if not citation.mentions or not any(ch.isdigit() for ch in citation.key):
            continue
        first = citation.mentions[0]
        around = draft.text[max(0, first.start - 40) : first.end + 10]
        if citation.type.startswith("kết luận") or "/KL-" in citation.key or re.search(r"/KL\b", citation.key):
            rated.append((0, first.start, citation))
        elif citation.type.startswith(("thông báo", "báo cáo kiểm toán")) and _CONCLUSION.search(around):
            rated.append((1, first.start, citation))
    return min(rated, key=lambda r: r[:2])[2] if rated else None


def _stated_date(text: str) -> str | None:
    match = _CONCLUSION_DATE.search(text[:LEAD_CHARS])
    return _iso(*match.groups()) if match else None


def _date_line(text: str) -> str | None:
    """A date on a line of its own near the beginning."""
    match = _DATE_LINE.search(text[:600])
    return _iso(match["d"], match["m"], match["y"]) if match else None


def _iso(day: str, month: str, year: str) -> str | None:
    return f"{year}-{int(month):02d}-{int(day):02d}" if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 else None


def _subject(draft: Draft, end: int) -> str | None:
    for match in _SUBJECT.finditer(draft.text[:end]):
        before = draft.text[max(0, match.start() - 80) : match.start()].lower()
        if (
            "thanh tra" in before
            or "kiểm tra" in before
            or "kết luận" in before
            or match.group().lower().startswith(("về việc", "v/v"))
        ):
            return " ".join(match.group().split())
    return None


def _first_line(text: str) -> str | None:
    line = text.lstrip().split("\n", 1)[0].strip()
    return line if 0 < len(line) <= MAX_TITLE_CHARS else None


def _first_mention(draft: Draft, identifier: str) -> Span:
    agency = next(a for a in draft.agencies if a.id == identifier)
    return Span(start=agency.mentions[0].start, end=agency.mentions[0].end)
