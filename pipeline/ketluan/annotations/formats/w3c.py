"""W3C Web Annotation: `<doc>.jsonld`, an AnnotationPage whose items point to their place by position and by quote.

Source: Web Annotation Data Model (W3C Recommendation, 23 February 2017), sections 3.2, 4.2.4, 4.2.5. The text and the header
travel in the page's `partOf`, so a file can be read back on its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ketluan.annotations.gold import AnnotatedText, Gold, nfc
from ketluan.annotations.items import Item, gold_from_items, header_of, items_of
from ketluan.annotations.placing import Placer

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
QUOTE_CONTEXT = 32


def write(documents: Iterable[AnnotatedText], folder: Path) -> None:
    """Write one page a document."""
    for document in documents:
        page = json.dumps(_page(document.gold, document.text), ensure_ascii=False, indent=1)
        (folder / f"{document.gold.doc}.jsonld").write_text(page + "\n", encoding="utf-8")


def _page(gold: Gold, text: str) -> dict[str, Any]:
    source = f"urn:sha256:{gold.text_sha256}"
    items = [_annotation(item, number, source, text) for number, item in enumerate(items_of(gold), 1)]
    about = {"type": "AnnotationCollection", "label": gold.doc, "ketluan:header": header_of(gold), "ketluan:text": text}
    context = [CONTEXT, {"ketluan": "urn:ketluan:"}]
    return {"@context": context, "id": f"{source}#page", "type": "AnnotationPage", "partOf": about, "items": items}


def _annotation(item: Item, number: int, source: str, text: str) -> dict[str, Any]:
    selectors = [
        {"type": "TextPositionSelector", "start": item.start, "end": item.end},
        {
            "type": "TextQuoteSelector",
            "exact": text[item.start : item.end],
            "prefix": text[max(0, item.start - QUOTE_CONTEXT) : item.start],
            "suffix": text[item.end : item.end + QUOTE_CONTEXT],
        },
    ]
    bodies: list[dict[str, Any]] = [{"type": "TextualBody", "purpose": "tagging", "value": item.label}]
    if item.fields:
        value = json.dumps(item.fields, ensure_ascii=False)
        bodies.append({"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": value})
    target = {"source": source, "selector": selectors}
    return {"id": f"{source}#{number}", "type": "Annotation", "body": bodies, "target": target}


def read(folder: Path) -> list[tuple[Gold, str]]:
    """Read every `.jsonld` of the folder."""
    return [_read_one(path) for path in sorted(folder.glob("*.jsonld"))]


def _read_one(path: Path) -> tuple[Gold, str]:
    page = json.loads(path.read_bytes())
    about = page.get("partOf", {})
    if "ketluan:text" not in about:
        raise ValueError(f"{path.name}: the text is missing")
    tool_text = about["ketluan:text"]
    text = nfc(tool_text.replace("\r\n", "\n"))
    placer = Placer(text, tool_text)
    items = [_read_annotation(annotation, placer) for annotation in page.get("items", [])]
    return gold_from_items({"doc": path.stem, **about.get("ketluan:header", {})}, items, text), text


def _read_annotation(annotation: dict[str, Any], placer: Placer) -> Item:
    by_type = {selector["type"]: selector for selector in annotation["target"]["selector"]}
    position, quote = by_type.get("TextPositionSelector", {}), by_type.get("TextQuoteSelector", {})
    start, end = placer.place(position.get("start", 0), position.get("end", 0), quote.get("exact"))
    values = {body["purpose"]: body["value"] for body in annotation["body"]}
    return Item(start, end, values["tagging"], json.loads(values.get("describing", "{}")))
