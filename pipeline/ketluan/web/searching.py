"""The search page, and the same results as JSON, CSV and Excel."""

from __future__ import annotations

import io
import sqlite3
from dataclasses import dataclass, field

import msgspec
from datasette.utils.asgi import Response

from ketluan.store.facets import FACETS, Count, money_range
from ketluan.store.search import KINDS, MAX_OFFSET, SORTS, Kind, Results, Sort, as_data, matched, search
from ketluan.store.spreadsheets import MAX_ROWS, csv_bytes, finding_rows, write_excel
from ketluan.web.pages import NotFound, Page, answers
from ketluan.web.site import EXPORT_LIMIT_MS

PAGE_ROWS = 20
API_MAX_ROWS = 200
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LABELLED = {"category": "category", "kind": "document"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    text: str
    kind: Kind
    filters: dict[str, list[str]]
    sort: Sort
    successors: bool
    page: int


def wanted(page: Page) -> Wanted:
    """Read the address; anything odd falls back to its default."""
    kind = page.first("in")
    sort = page.first("sort")
    return Wanted(
        page.first("q").strip(),
        kind if kind in KINDS else "findings",
        {facet: values for facet in FACETS if (values := page.all(facet))},
        sort if sort in SORTS else "relevance",
        page.first("successors") == "1",
        page.number("page", 1, MAX_OFFSET // PAGE_ROWS),
    )


@dataclass(slots=True)
class Linked:
    """What relations tie to one finding or recommendation: (key, name) of bodies, (key, words) of provisions."""

    agencies: list[tuple[str, str]] = field(default_factory=list)
    citations: list[tuple[str, str]] = field(default_factory=list)


def linked_to(connection: sqlite3.Connection, kind: Kind, results: Results) -> dict[int, Linked]:
    """Row number -> bodies and provisions, for the rows of one page."""
    return read_links(connection, kind, [hit.row["nr"] for hit in results.hits])


def read_links(connection: sqlite3.Connection, kind: Kind, numbers: list[int]) -> dict[int, Linked]:
    """Row number -> bodies and provisions."""
    if kind not in ("findings", "recommendations"):
        return {}
    one, marks = kind.removesuffix("s"), ", ".join("?" * len(numbers))
    found = {nr: Linked() for nr in numbers}
    sql = f"""select l.{one}, l.key, coalesce(n.name, l.key) from {one}_agencies l
              left join names n on n.kind = 'agency' and n.key = l.key where l.{one} in ({marks})"""
    for nr, key, name in connection.execute(sql, numbers):
        found[nr].agencies.append((key, name))
    if kind == "findings":
        sql = f"select finding, key, group_concat(article, ', ') from finding_citations where finding in ({marks}) group by 1, 2"
        for nr, key, articles in connection.execute(sql, numbers):
            found[nr].citations.append((key, f"{key}, Điều {articles}" if articles.strip(", ") else key))
    return found


@answers
async def search_page(page: Page) -> Response:
    """Results with filters and counts."""
    want = wanted(page)

    def work(connection: sqlite3.Connection) -> tuple[Results, dict[str, list[Facet]], dict[str, str], dict[int, Linked]]:
        results = _search(page, connection, want, PAGE_ROWS, (want.page - 1) * PAGE_ROWS)
        names = agency_names(connection, [*want.filters.get("agency", []), *want.filters.get("issuer", [])])
        return results, _facets(page, connection, want, results), names, linked_to(connection, want.kind, results)

    results, facets, names, linked = await page.site.read(work)
    return await page.html(
        "k_search.html",
        {
            "want": want, "results": results, "facets": facets, "kinds": KINDS, "sorts": SORTS,
            "active": _active(page, want, names), "linked": linked,
            "n_pages": min(-(-results.total // PAGE_ROWS), MAX_OFFSET // PAGE_ROWS), "max_rows": MAX_ROWS,
            "title": want.text or page.t("search"),
        },
    )  # fmt: skip


@answers
async def search_download(page: Page) -> Response:
    """JSON (at most 200 rows a call, `next` leads on), CSV or Excel (at most 50,000 rows)."""
    want = wanted(page)
    form = page.request.url_vars["format"]
    if form == "json":
        size = page.number("size", PAGE_ROWS, API_MAX_ROWS)
        return await _as_json(page, want, size)
    if want.kind not in ("findings", "recommendations"):
        raise NotFound

    def work(connection: sqlite3.Connection) -> bytes:
        numbers = _all_numbers(page, connection, want)[:MAX_ROWS]
        rows = finding_rows(connection, numbers, want.kind)
        if form == "csv":
            return csv_bytes(rows)
        target = io.BytesIO()
        write_excel(rows, target)
        return target.getvalue()

    body = await page.site.read(work, limit_ms=EXPORT_LIMIT_MS)
    content_type = "text/csv; charset=utf-8" if form == "csv" else _EXCEL
    return Response(
        body, headers={"content-disposition": f'attachment; filename="{want.kind}.{form}"'}, content_type=content_type
    )


async def _as_json(page: Page, want: Wanted, size: int) -> Response:
    def work(connection: sqlite3.Connection) -> Results:
        return _search(page, connection, want, size, (want.page - 1) * size)

    results = await page.site.read(work)
    more = results.total > want.page * size and want.page * size < MAX_OFFSET
    data = {"query": want.text, "in": want.kind, "filters": want.filters, **as_data(results),
            "next": page.here(page=want.page + 1) if more else None}  # fmt: skip
    return Response(msgspec.json.encode(data), content_type="application/json; charset=utf-8")


def _search(
    page: Page, connection: sqlite3.Connection, want: Wanted, limit: int, offset: int, *, complete: bool = False
) -> Results:
    columns = page.site.columns(connection, want.kind) if want.kind in ("findings", "recommendations") else None
    return search(
        connection, want.text, kind=want.kind, filters=want.filters, columns=columns, sort=want.sort, successors=want.successors,
        limit=limit, offset=offset, complete=complete,
    )  # fmt: skip


def _all_numbers(page: Page, connection: sqlite3.Connection, want: Wanted) -> list[int]:
    results = _search(page, connection, want, 0, 0, complete=True)
    numbers: list[int] = results.order[:MAX_ROWS].tolist()
    return numbers


@dataclass(frozen=True, slots=True)
class Facet:
    """One value to filter by."""

    value: str
    label: str
    n: int
    chosen: bool
    href: str


def _facets(page: Page, connection: sqlite3.Connection, want: Wanted, results: Results) -> dict[str, list[Facet]]:
    if want.kind not in ("findings", "recommendations") or (want.text and not results.query):
        return {}
    columns = page.site.columns(connection, want.kind)
    counts = columns.counts(want.filters, matched(connection, want.kind, results))
    names = agency_names(connection, [c.value for f in ("agency", "issuer") for c in counts[f]])
    return {facet: [_facet(page, want, facet, c, names) for c in found] for facet, found in counts.items() if found}


def _facet(page: Page, want: Wanted, facet: str, count: Count, names: dict[str, str]) -> Facet:
    chosen = want.filters.get(facet, [])
    others = [v for v in chosen if v != count.value]
    new = others if count.value in chosen else [*chosen, count.value]
    return Facet(
        count.value, value_label(page, facet, count.value, names), count.n, count.value in chosen,
        page.here("/search", page=None, **{facet: new}),
    )  # fmt: skip


def value_label(page: Page, facet: str, value: str, names: dict[str, str]) -> str:
    """A facet's value in words."""
    if facet in ("agency", "issuer"):
        return names.get(value, value)
    if facet == "source":
        return page.label("source", "primary" if value == "1" else "secondary")
    if facet == "person":
        return page.t("yes" if value == "1" else "no")
    if facet == "money":
        low, high = money_range(value)
        if high == float("inf"):
            return f"{page.t('from')} {page.money(low)}"
        return f"{page.t('from')} {page.money(low) if low else 0} {page.t('to')} {page.money(high)}"
    return page.label(_LABELLED.get(facet, facet), value)


def _active(page: Page, want: Wanted, names: dict[str, str]) -> list[Facet]:
    """The filters in force, each with the address without it."""
    return [
        Facet(value, value_label(page, facet, value, names), 0, True,
              page.here("/search", page=None, **{facet: [v for v in values if v != value]}))
        for facet, values in want.filters.items() for value in values
    ]  # fmt: skip


def agency_names(connection: sqlite3.Connection, keys: list[str]) -> dict[str, str]:
    """Key -> name, for keys that are known."""
    marks = ", ".join("?" * len(keys))
    found = connection.execute(f"select key, name from names where kind = 'agency' and key in ({marks})", keys)
    return {row[0]: row[1] for row in found}
