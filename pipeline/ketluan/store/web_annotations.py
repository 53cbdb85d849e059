"""W3C Web Annotation: every place of a record with position and quotation, and a body that says what it is."""

from __future__ import annotations

import json
from typing import Any

from ketluan.record import Record, selectors

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def as_json_ld(record: Record) -> str:
    """An AnnotationCollection over the record's text; ids are permanent: document and code points. Bylines are left out."""
    items: list[dict[str, Any]] = []
    for finding in record.findings:
        items.append(_annotation(record, finding.start, finding.end, "finding", finding.category))
    for recommendation in record.recommendations:
        items.append(_annotation(record, recommendation.start, recommendation.end, "recommendation", recommendation.action))
    for agency in record.agencies:
        items += [_annotation(record, m.start, m.end, "agency", agency.name, agency.key) for m in agency.mentions]
    for citation in record.citations:
        items += [_annotation(record, m.start, m.end, "citation", citation.key, citation.uri) for m in citation.mentions]
    for person in record.persons:
        if person.role != "author":
            items += [_annotation(record, m.start, m.end, "person", person.name) for m in person.mentions]
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": CONTEXT,
        "id": f"urn:ketluan:{record.id}",
        "type": "AnnotationCollection",
        "total": len(items),
        "first": page,
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _annotation(record: Record, start: int, end: int, kind: str, value: str, source: str | None = None) -> dict[str, Any]:
    body: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "classifying", "value": kind},
        {"type": "TextualBody", "purpose": "tagging", "value": value},
    ]
    if source:
        body.append({"type": "TextualBody", "purpose": "identifying", "value": source})
    return {
        "id": f"urn:ketluan:{record.id}:{start}-{end}:{kind}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": body,
        "target": {"source": f"urn:sha256:{record.source.sha256}", "selector": selectors(record, start, end)},
    }
