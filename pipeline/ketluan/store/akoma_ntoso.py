"""Akoma Ntoso 3.0: the text with references, bodies and people marked inline, and what was found in the metadata.

Source: OASIS LegalDocumentML, Akoma Ntoso Version 1.0 Part 2 (2018), element `doc`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from ketluan.record import Record

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN_NAMESPACE = "https://ketluan.example/ns/1"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNKNOWN_DATE = "0001-01-01"
Inline = tuple[int, int, str, dict[str, str]]


def as_xml(record: Record) -> str:
    """One document; a line of the text is a paragraph. Characters that XML forbids become U+FFFD."""
    ET.register_namespace("", NAMESPACE)
    ET.register_namespace("k", OWN_NAMESPACE)
    root = ET.Element(_name("akomaNtoso"))
    document = ET.SubElement(root, _name("doc"), {"name": record.document.kind})
    _write_meta(ET.SubElement(document, _name("meta")), record)
    body = ET.SubElement(document, _name("mainBody"))
    inlines = _outermost(_inlines(record))
    start = 0
    for number, line in enumerate(record.text.split("\n"), 1):
        end = start + len(line)
        if line.strip():
            _write_line(ET.SubElement(body, _name("p"), {"eId": f"p_{number}"}), record.text, start, end, inlines)
        start = end + 1
    if not len(body):
        ET.SubElement(body, _name("p"))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _write_meta(meta: ET.Element, record: Record) -> None:
    info = record.document
    issuer = next((a.id for a in record.agencies if a.id == info.issuer), "unknown")
    identification = ET.SubElement(meta, _name("identification"), {"source": "#ketluan"})
    uri = f"/akn/vn/doc/{info.kind}/{record.id}"
    for level, suffix in (("FRBRWork", ""), ("FRBRExpression", "/vie@"), ("FRBRManifestation", "/vie@.xml")):
        part = ET.SubElement(identification, _name(level))
        ET.SubElement(part, _name("FRBRthis"), {"value": f"{uri}{suffix}/!main"})
        ET.SubElement(part, _name("FRBRuri"), {"value": uri + suffix})
        ET.SubElement(part, _name("FRBRdate"), {"date": info.date or info.published or _UNKNOWN_DATE, "name": "document"})
        ET.SubElement(part, _name("FRBRauthor"), {"href": f"#{issuer}" if level == "FRBRWork" else "#ketluan"})
        if level == "FRBRWork":
            ET.SubElement(part, _name("FRBRcountry"), {"value": "vn"})
            if info.number:
                ET.SubElement(part, _name("FRBRnumber"), {"value": _clean(info.number)})
        if level == "FRBRExpression":
            ET.SubElement(part, _name("FRBRlanguage"), {"language": "vie"})
    references = ET.SubElement(meta, _name("references"), {"source": "#ketluan"})
    ET.SubElement(
        references, _name("TLCOrganization"), {"eId": "ketluan", "href": "/ontology/software/ketluan", "showAs": "ketluan"}
    )
    for agency in record.agencies:
        _reference(references, "TLCOrganization", agency.id, f"/ontology/organization/{agency.key}", agency.name)
    for person in record.persons:
        if person.role != "author":
            _reference(references, "TLCPerson", person.id, f"/ontology/person/{record.id}/{person.id}", person.name)
    own = ET.SubElement(meta, _name("proprietary"), {"source": "#ketluan"})
    for finding in record.findings:
        place = {"id": finding.id, "start": str(finding.start), "end": str(finding.end), "category": finding.category}
        ET.SubElement(own, f"{{{OWN_NAMESPACE}}}finding", place)
    for demand in record.recommendations:
        place = {"id": demand.id, "start": str(demand.start), "end": str(demand.end), "action": demand.action}
        ET.SubElement(own, f"{{{OWN_NAMESPACE}}}recommendation", place)
    for relation in record.relations:
        ET.SubElement(own, f"{{{OWN_NAMESPACE}}}relation", {"head": relation.head, "type": relation.type, "tail": relation.tail})


def _reference(references: ET.Element, kind: str, identifier: str, href: str, name: str) -> None:
    ET.SubElement(references, _name(kind), {"eId": identifier, "href": _clean(href), "showAs": _clean(name)})


def _inlines(record: Record) -> list[Inline]:
    found: list[Inline] = []
    for citation in record.citations:
        href = citation.uri or f"#{citation.id}"
        found += [(m.start, m.end, "ref", {"href": _clean(href)}) for m in citation.mentions]
    for agency in record.agencies:
        found += [(m.start, m.end, "organization", {"refersTo": f"#{agency.id}"}) for m in agency.mentions]
    for person in record.persons:
        if person.role != "author":
            found += [(m.start, m.end, "person", {"refersTo": f"#{person.id}"}) for m in person.mentions]
    return found


def _outermost(inlines: Iterable[Inline]) -> list[Inline]:
    """In text order, without those that touch an earlier or longer one: XML cannot hold overlaps."""
    kept: list[Inline] = []
    for inline in sorted(inlines, key=lambda i: (i[0], -i[1])):
        if not kept or inline[0] >= kept[-1][1]:
            kept.append(inline)
    return kept


def _write_line(paragraph: ET.Element, text: str, start: int, end: int, inlines: list[Inline]) -> None:
    last: ET.Element | None = None
    at = start

    def add(piece: str) -> None:
        if last is None:
            paragraph.text = (paragraph.text or "") + _clean(piece)
        else:
            last.tail = (last.tail or "") + _clean(piece)

    while inlines and inlines[0][1] <= start:
        inlines.pop(0)
    for inline_start, inline_end, name, attributes in inlines:
        if inline_start >= end:
            break
        here, there = max(start, inline_start), min(end, inline_end)
        add(text[at:here])
        last = ET.SubElement(paragraph, _name(name), attributes)
        last.text = _clean(text[here:there])
        at = there
    add(text[at:end])


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
