"""The document view: the text, or the page's image, beside what was found in it; every finding where it stands."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import Any

import msgspec
from datasette.utils.asgi import Response

from ketluan.store.highlight import find_marks
from ketluan.store.query import parse_query
from ketluan.web.pages import NotFound, Page, answers, rows
from ketluan.web.render import PageImages
from ketluan.web.segments import Mark, cut

PART_CHARS = 60_000
MAX_LISTED = 2_000
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")
_IMAGES = PageImages()


@answers
async def document_page(page: Page) -> Response:
    """One document, at the place or part that the address names."""
    document = await _read(page)
    text: str = document["text"]
    place = _place(page.first("place"), len(text))
    parts = _parts(document["pages"], len(text))
    part = _part_of(parts, place) if place else page.number("part", 1, len(parts)) - 1
    start, end = parts[part]
    marks = _marks(page, document)
    words = parse_query(page.first("q")).phrases if page.first("q") else ()
    marks += [Mark(start + s, start + e, "word", "word") for s, e in find_marks(text[start:end], words)]
    if place:
        marks.append(Mark(*place, "place", "place"))
    images = _can_show_pages(page, document)
    return await page.html(
        "k_document.html",
        {
            "document": document, "segments": cut(text, marks, start, end), "parts": parts, "part": part, "place": place,
            "images": images, "shown_page": _page_number(document, page, place) if images else None,
            "boxes": _boxes(document, place),
            "starts": {p["start"]: p["number"] for p in document["pages"]}, "title": document["heading"],
        },
    )  # fmt: skip


@answers
async def document_json(page: Page) -> Response:
    """Everything that the database has about one document."""
    document = await _read(page)
    data = {k: v for k, v in document.items() if k not in ("names", "person_ids")}
    return Response(msgspec.json.encode(data), content_type="application/json; charset=utf-8")


@answers
async def page_image(page: Page) -> Response:
    """One page of the source PDF as PNG; the path comes from the database, never from the address."""
    document = await _read(page)
    wanted = int(page.request.url_vars["number"])
    if not _can_show_pages(page, document) or all(p["number"] != wanted for p in document["pages"]):
        raise NotFound
    image = await _IMAGES.png(document["uri"], document["sha256"], wanted)
    if image is None:
        raise NotFound
    return Response(image, content_type="image/png", headers={"cache-control": "private, max-age=3600"})


async def _read(page: Page) -> dict[str, Any]:
    found = await page.site.read(lambda connection: read_document(connection, page.request.url_vars["id"]))
    if found is None:
        raise NotFound
    return found


def read_document(connection: sqlite3.Connection, document: str) -> dict[str, Any] | None:
    """The row of a document with all that was found in it; None where there is none."""
    top = rows(connection, "select * from documents where id = ?", document)
    if not top:
        return None
    result = {k: v for k, v in top[0].items() if k != "signature"}
    for name in ("inspected", "warnings"):
        result[name] = json.loads(result[name] or "[]")
    of = {
        "pages": "select number, start, \"end\", width, height, method from pages where document = ? order by number",
        "findings": f"select * from findings where document = ? order by start limit {MAX_LISTED}",
        "recommendations": f"select * from recommendations where document = ? order by start limit {MAX_LISTED}",
        "agencies": "select * from agencies where document = ? order by role is null, name",
        "citations": "select * from citations where document = ? order by key",
        "persons": "select * from persons where document = ? order by name",
        "mentions": "select * from mentions where document = ? order by start",
        "measures": "select * from measures where document = ? order by start",
        "relations": "select * from relations where document = ?",
        "positions": "select * from positions where document = ?",
    }  # fmt: skip
    for name, sql in of.items():
        result[name] = rows(connection, sql, document)
    shown = {e["id"] for n in ("agencies", "citations", "persons") for e in result[n]}
    result["mentions"] = [m for m in result["mentions"] if m["entity"] in shown]
    result["copies"] = rows(
        connection, "select id, heading from documents where cluster = ? and id <> ? limit 20", result["cluster"], document
    )
    siblings = "select count(*) from documents where inspection = ?"
    result["n_siblings"] = connection.execute(siblings, [result["inspection"]]).fetchone()[0]
    return _joined(result)


def _joined(document: dict[str, Any]) -> dict[str, Any]:
    """Each finding, recommendation and entry with its links, figures and mentions."""
    by_id = {e["id"]: e for n in ("agencies", "citations", "persons") for e in document[n]}
    for entry in by_id.values():
        entry["mentions"] = []
    for mention in document["mentions"]:
        by_id[mention["entity"]]["mentions"].append(mention)
    statements = {s["id"]: s for n in ("findings", "recommendations") for s in document[n]}
    for statement in statements.values():
        statement["links"], statement["measures"] = {}, []
    for measure in document["measures"]:
        if measure["statement"] in statements:
            statements[measure["statement"]]["measures"].append(measure)
    for relation in document["relations"]:
        if relation["head"] in statements and relation["tail"] in by_id:
            statements[relation["head"]]["links"].setdefault(relation["type"], []).append(by_id[relation["tail"]])
    for person in document["persons"]:
        person["positions"] = [p for p in document["positions"] if p["person"] == person["id"]]
    document["names"] = {a["key"]: a["name"] for a in document["agencies"]}
    document["person_ids"] = [p["id"] for p in document["persons"]]
    return document


def _marks(page: Page, document: dict[str, Any]) -> list[Mark]:
    marks = [Mark(f["start"], f["end"], "finding", f["id"], page.label("category", f["category"])) for f in document["findings"]]
    marks += [
        Mark(r["start"], r["end"], "recommendation", r["id"], page.t("recommendations")) for r in document["recommendations"]
    ]
    kinds = {"agencies": "agency", "citations": "citation", "persons": "person"}
    for table, kind in kinds.items():
        for entry in document[table]:
            name = entry.get("name") or entry["key"]
            marks += [Mark(m["start"], m["end"], kind, entry["id"], name) for m in entry["mentions"]]
    return marks


def _place(value: str, length: int) -> tuple[int, int] | None:
    match = _PLACE.fullmatch(value)
    if not match:
        return None
    start, end = int(match[1]), min(int(match[2]), length)
    return (start, end) if start < end else None


def _parts(pages: list[dict[str, Any]], length: int) -> list[tuple[int, int]]:
    """Pieces that a browser takes at once: whole pages up to `PART_CHARS`, longer pages cut."""
    parts: list[tuple[int, int]] = []
    start = 0
    borders = sorted({p["end"] for p in pages} | {length})
    for i, border in enumerate(borders):
        while border - start > PART_CHARS:
            parts.append((start, start + PART_CHARS))
            start += PART_CHARS
        following = borders[i + 1] if i + 1 < len(borders) else None
        if following is None or following - start > PART_CHARS:
            parts.append((start, border))
            start = border
    return [p for p in parts if p[0] < p[1]] or [(0, length)]


def _part_of(parts: list[tuple[int, int]], place: tuple[int, int]) -> int:
    return next((i for i, (_, end) in enumerate(parts) if place[0] < end), len(parts) - 1)


def _page_number(document: dict[str, Any], page: Page, place: tuple[int, int] | None) -> int:
    numbers: list[int] = [p["number"] for p in document["pages"]]
    if place:
        return next((p["number"] for p in document["pages"] if place[0] < p["end"]), numbers[-1])
    asked = page.number("page", numbers[0], 100_000)
    return asked if asked in numbers else numbers[0]


def _boxes(document: dict[str, Any], place: tuple[int, int] | None) -> list[list[float]]:
    """[page, x0, top, x1, bottom] of whatever stands exactly at the place."""
    if place is None:
        return []
    candidates = [*document["findings"], *document["recommendations"], *document["mentions"]]
    found = next((c for c in candidates if (c["start"], c["end"]) == place and c["boxes"]), None)
    return json.loads(found["boxes"]) if found else []


def _can_show_pages(page: Page, document: dict[str, Any]) -> bool:
    """Images show what the text has blacked out, so a masked document has none."""
    pdf = document["media_type"] == "application/pdf" and bool(document["pages"]) and not document["masked"]
    return pdf and _IMAGES.is_there(document["uri"], document["bytes"])
