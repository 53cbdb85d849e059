"""Pages about one thing across documents: a body, a cited document, a person, an inspection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from datasette.utils.asgi import Response

from ketluan.store.search import read_rows
from ketluan.web.charts import Bar, bars, columns
from ketluan.web.pages import NotFound, Page, answers, link, rows
from ketluan.web.searching import read_links

LISTED = 25
EVIDENCE_CHARS = 160
Reader = Callable[[sqlite3.Connection, str], dict[str, Any] | None]


@answers
async def agency_page(page: Page) -> Response:
    """A body: what is said of it, what it was told, who held positions, what came after it."""
    return await _answer(page, "k_agency.html", _read_agency)


@answers
async def citation_page(page: Page) -> Response:
    """A cited document: who breaches it, where, and who cites it."""
    return await _answer(page, "k_citation.html", _read_citation)


@answers
async def person_page(page: Page) -> Response:
    """A person by name, body and position: only what documents say, each with the place where it stands."""
    return await _answer(page, "k_person.html", _read_person)


@answers
async def inspection_page(page: Page) -> Response:
    """All documents about one inspection, with their findings."""
    return await _answer(page, "k_inspection.html", _read_inspection)


async def _answer(page: Page, template: str, reader: Reader) -> Response:
    key = page.first("key")
    found = await page.site.read(lambda connection: reader(connection, key)) if key else None
    if found is None:
        raise NotFound
    for name in ("by_category", "by_year", "by_article", "by_agency", "by_province"):
        if name in found:
            found[name] = _chart(page, name, found[name])
    return await page.html(template, {**found, "key": key})


def _chart(page: Page, name: str, counts: list[dict[str, Any]]) -> dict[str, Any]:
    items = [
        Bar(page.label("category", c["x"]) if name == "by_category" else str(c["label"] if "label" in c else c["x"]), c["n"],
            link("/agency", key=c["x"]) if name == "by_agency" else None)
        for c in counts
    ]  # fmt: skip
    title = page.t(name)
    return {"id": name, "title": title, "rows": items, "svg": columns(items, title) if name == "by_year" else bars(items, title)}


def _read_agency(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    entries = rows(connection, "select * from agencies where key = ? limit 500", key)
    if not entries:
        return None
    name = rows(connection, "select * from names where kind = 'agency' and key = ?", key)
    first = {**entries[0], **(name[0] if name else {})}
    mine = "select f.{} x, count(*) n from finding_agencies a join findings f on f.nr = a.finding where a.key = ? group by 1"
    years = rows(connection, mine.format("year") + " having f.year is not null order by 1", key)
    return {
        "agency": first,
        "title": first["name"],
        "successors": _successors(entries),
        "by_category": rows(connection, mine.format("category") + " order by 2 desc", key),
        "by_year": years[-16:],
        **_listed(connection, "findings", "select finding from finding_agencies where key = ?", key),
        **_listed(connection, "recommendations", "select recommendation from recommendation_agencies where key = ?", key),
        "units": rows(
            connection,
            """select key, name, n_findings from names where kind = 'agency' and (
               key in (select key from agencies where parent = ?) or (key > ? and key < ?))
               order by n_findings desc limit 50""",
            key, key + "/", key + "0",
        ),
        "people": rows(
            connection,
            """select distinct p.key, p.name, s.title, d.id document, d.heading, d.date from positions s
               join persons p on p.document = s.document and p.id = s.person join documents d on d.id = s.document
               where s.agency_key = ? order by p.name, d.date limit 100""",
            key,
        ),
        "documents": rows(
            connection,
            "select id, heading, number, date, kind from documents where issuer_key = ? order by date desc limit 50", key,
        ),
    }  # fmt: skip


def _successors(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = {s["key"]: s for e in entries if e["successor"] for s in json.loads(e["successor"])}
    return list(found.values())


def _listed(connection: sqlite3.Connection, kind: Any, numbers: str, key: str) -> dict[str, Any]:
    """The newest rows of a list, with what they are tied to, and how many there are in all."""
    total = connection.execute(f"select count(*) from ({numbers})", [key]).fetchone()[0]
    newest = f"select nr from {kind} where nr in ({numbers}) order by date desc, nr limit {LISTED}"
    chosen = [row[0] for row in connection.execute(newest, [key])]
    return {
        kind: read_rows(connection, kind, chosen), f"n_{kind}": total, f"linked_{kind}": read_links(connection, kind, chosen),
    }  # fmt: skip


def _read_citation(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    entries = rows(connection, "select * from citations where key = ? order by title is null, number is null limit 50", key)
    if not entries:
        return None
    breaches = "finding_citations c join findings f on f.nr = c.finding"
    return {
        "citation": entries[0],
        "title": entries[0]["key"],
        "by_article": rows(
            connection,
            """select 'Điều ' || article x, count(*) n from finding_citations where key = ? and article <> ''
               group by 1 order by 2 desc limit 15""", key,
        ),
        "by_agency": rows(
            connection,
            """select a.key x, coalesce(n.name, a.key) label, count(distinct a.finding) n from finding_citations c
               join finding_agencies a on a.finding = c.finding left join names n on n.kind = 'agency' and n.key = a.key
               where c.key = ? group by 1 order by 3 desc limit 15""", key,
        ),
        "by_province": rows(
            connection,
            f"select f.province_now x, count(distinct f.nr) n from {breaches} where c.key = ? and f.province_now is not null"
            " group by 1 order by 2 desc limit 15", key,
        ),
        "by_category": rows(
            connection,
            f"select f.category x, count(distinct f.nr) n from {breaches} where c.key = ? group by 1 order by 2 desc", key,
        ),
        **_listed(connection, "findings", "select distinct finding from finding_citations where key = ?", key),
        "mentions": rows(
            connection,
            """select d.id document, d.heading, d.date, m.start, m."end", m.text, m.page from citations c
               join mentions m on m.document = c.document and m.entity = c.id join documents d on d.id = c.document
               where c.key = ? order by d.date desc, d.id, m.start limit 50""", key,
        ),
    }  # fmt: skip


def _read_person(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    entries = rows(connection, "select * from persons where key = ? limit 100", key)
    if not entries:
        return None
    return {
        "person": entries[0],
        "title": entries[0]["name"],
        "positions": rows(
            connection,
            """select distinct s.title, s.agency_key, n.name agency, d.id document, d.heading, d.date from persons p
               join positions s on s.document = p.document and s.person = p.id join documents d on d.id = p.document
               left join names n on n.kind = 'agency' and n.key = s.agency_key where p.key = ? order by d.date limit 100""", key,
        ),
        "responsible": rows(
            connection,
            """select f.document, f.start, f."end", f.text, f.category, d.heading, d.date from persons p
               join relations r on r.document = p.document and r.tail = p.id and r.type = 'attributed_to'
               join findings f on f.document = r.document and f.id = r.head join documents d on d.id = p.document
               where p.key = ? order by d.date limit 100""", key,
        ),
        "evidence": rows(
            connection,
            f"""select d.id document, d.heading, d.date, m.start, m."end", m.page,
               substr(d.text, max(1, m.start + 1 - {EVIDENCE_CHARS}), min(m.start, {EVIDENCE_CHARS})) before, m.text,
               substr(d.text, m."end" + 1, {EVIDENCE_CHARS}) after from persons p
               join mentions m on m.document = p.document and m.entity = p.id join documents d on d.id = p.document
               where p.key = ? order by d.date, d.id, m.start limit 100""", key,
        ),
    }  # fmt: skip


def _read_inspection(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    top = rows(connection, "select * from inspections where id = ?", key)
    if not top:
        return None
    documents = rows(
        connection,
        """select id, heading, kind, number, date, published, primary_source, issuer, issuer_key, inspected, cluster, n_findings,
           inspection_start, inspection_end, reviewed_start, reviewed_end from documents where inspection = ?
           order by coalesce(primary_source, 0) desc, coalesce(published, date) limit 200""", key,
    )  # fmt: skip
    found: dict[str, Any] = {"inspection": top[0], "documents": documents, "title": top[0]["title"], "links": {}}
    for document in documents:
        document["inspected"] = json.loads(document["inspected"] or "[]")
        numbers = [
            r[0]
            for r in connection.execute("select nr from findings where document = ? order by start limit 200", [document["id"]])
        ]
        document["findings"] = read_rows(connection, "findings", numbers)
        found["links"].update(read_links(connection, "findings", numbers))
    return found
