"""Search over findings, recommendations, pages and names: the same for the command line and the web pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from ketluan.store.facets import Columns, Filters, Numbers
from ketluan.store.highlight import Snippet, find_marks, snippet
from ketluan.store.query import Note, Query, parse_query

Kind = Literal["findings", "recommendations", "pages", "names"]
Sort = Literal["relevance", "newest", "oldest", "money"]
KINDS: tuple[Kind, ...] = ("findings", "recommendations", "pages", "names")
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "money")

MAX_RANKED = 4_000  # beyond, bm25 takes longer than a reader waits, and says little: the newest come first
WEIGHTS = "8.0, 3.0, 2.0, 1.0"
MAX_OFFSET = 10_000

_COLUMNS = {
    "findings": "t.nr, t.document, t.id, t.start, t.\"end\", t.page, t.text, t.category, t.second_category, t.confidence, t.date,"
    " t.year, t.kind, t.primary_source, t.province, t.province_now, t.issuer, t.issuer_key, t.money, d.heading, d.number,"
    " d.inspection",
    "recommendations": "t.nr, t.document, t.id, t.start, t.\"end\", t.page, t.text, t.action, t.deadline, t.confidence, t.date,"
    " t.year, t.kind, t.primary_source, t.province, t.province_now, t.issuer, t.issuer_key, t.money, d.heading, d.number,"
    " d.inspection",
    "pages": "t.nr, t.document, t.number page, t.start, t.\"end\", d.heading, d.number, d.date, d.kind, d.issuer, d.issuer_key,"
    " d.primary_source, d.inspection, substr(d.text, t.start + 1, t.\"end\" - t.start) text",
    "names": "t.nr, t.kind, t.key, t.name text, t.aliases, t.n_documents, t.n_findings",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the row, and the piece of its text to show with the words of the query marked."""

    kind: Kind
    row: dict[str, Any]
    snippet: Snippet


@dataclass(slots=True)
class Results:
    """One page of results.

    `matched`: the numbers of all rows that the query found before filters (None: no query), for the facets;
    `order`: the numbers of all results, best first.
    """

    query: Query
    total: int
    hits: list[Hit] = field(default_factory=list)
    notes: list[Note | Literal["by-date"]] = field(default_factory=list)
    matched: Numbers | None = None
    order: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def search(
    connection: sqlite3.Connection,
    text: str = "",
    *,
    kind: Kind = "findings",
    filters: Filters | None = None,
    columns: Columns | None = None,
    sort: Sort = "relevance",
    successors: bool = False,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Find rows of one kind.

    Args:
        text: what a person typed (see `query`); an empty string finds everything.
        filters, columns: facet -> accepted values; need the columns of the same table.
        sort: "relevance" without words is "newest".
        successors: bodies before and after the ones named count too.
    """
    query = parse_query(text, successors=successors)
    results = Results(query, 0, notes=list(query.notes) if text.strip() else [])
    if not query and text.strip():
        return results
    order, any_accents = _matching(connection, kind, query, sort, results)
    if columns is not None and kind in ("findings", "recommendations"):
        order = _filtered(order, filters or {}, columns, sort, results)
    elif order is None:
        order = _all(connection, kind)
    results.total, results.order = len(order), order
    offset = max(0, min(offset, MAX_OFFSET))
    rows = read_rows(connection, kind, order[offset : offset + limit].tolist())
    results.hits = [Hit(kind, row, _piece(kind, row, query, any_accents)) for row in rows]
    if any_accents:
        results.notes.append("without-accents")
    return results


def as_data(results: Results) -> dict[str, Any]:
    """Results as plain values for JSON: total, notes, and per hit the row with its permanent id and marked places."""
    return {
        "total": results.total,
        "notes": results.notes,
        "results": [
            {**_public(hit), "marks": [[hit.snippet.start + s, hit.snippet.start + e] for s, e in hit.snippet.marks]}
            for hit in results.hits
        ],
    }


def permanent_id(document: str, start: int, end: int) -> str:
    """The id of a place, which outlives every re-run: document and code points."""
    return f"{document}:{start}-{end}"


def _public(hit: Hit) -> dict[str, Any]:
    row = {k: v for k, v in hit.row.items() if k != "nr"}
    if hit.kind == "pages":
        row["text"] = hit.snippet.text
    if hit.kind != "names":
        row["permanent_id"] = permanent_id(row["document"], row["start"], row["end"])
    return row


def read_rows(connection: sqlite3.Connection, kind: Kind, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The rows with these numbers, in this order, each with what a list shows of its document."""
    join = "" if kind == "names" else "join documents d on d.id = t.document"
    marks = ", ".join("?" * len(numbers))
    cursor = connection.execute(f"select {_COLUMNS[kind]} from {kind} t {join} where t.nr in ({marks})", list(numbers))
    names = [c[0] for c in cursor.description]
    found = {row[0]: dict(zip(names, tuple(row), strict=True)) for row in cursor}
    return [found[nr] for nr in numbers if nr in found]


def _matching(
    connection: sqlite3.Connection, kind: Kind, query: Query, sort: Sort, results: Results
) -> tuple[Numbers | None, bool]:
    """Row numbers, best first; None without a query; and whether accents had to be ignored to find anything."""
    if not query:
        return None, False
    strict = _numbers(connection, kind, query.strict)
    loose = _numbers(connection, kind, query.loose) if query.loose != query.strict else strict
    any_accents = not len(loose)
    if any_accents:
        strict = loose = _numbers(connection, kind, query.plain)
    results.matched = loose
    if sort != "relevance":
        return loose, any_accents
    if len(loose) > MAX_RANKED:
        results.notes.append("by-date")
        return np.concatenate([strict[::-1], np.setdiff1d(loose, strict)[::-1]]), any_accents
    best = _ranked(connection, kind, query.plain if any_accents else query.ranked)
    if len(best) < len(loose):
        behind = _ranked(connection, kind, query.loose)
        best = np.concatenate([best, behind[~np.isin(behind, best)]])
    return best, any_accents


def _filtered(order: Numbers | None, filters: Filters, columns: Columns, sort: Sort, results: Results) -> Numbers:
    chosen = columns.select(filters, order)
    if order is None or sort != "relevance":
        return columns.order(np.flatnonzero(chosen), sort if sort != "relevance" else "newest")
    inside = order[order < columns.size]
    kept = inside[chosen[inside]]
    return columns.order(kept, "newest") if "by-date" in results.notes else kept


def _numbers(connection: sqlite3.Connection, kind: Kind, expression: str) -> Numbers:
    """Numbers of all matching rows, ascending. One string is far quicker to fetch than a row each."""
    sql = f"select group_concat(rowid) from (select rowid from {kind}_fts where {kind}_fts match ?)"
    joined = connection.execute(sql, [expression]).fetchone()[0]
    return np.fromstring(joined, dtype=np.int64, sep=",") if joined else np.zeros(0, dtype=np.int64)


def _ranked(connection: sqlite3.Connection, kind: Kind, expression: str) -> Numbers:
    sql = f"select rowid from {kind}_fts where {kind}_fts match ? order by bm25({kind}_fts, {WEIGHTS}), rowid"
    return np.array([row[0] for row in connection.execute(sql, [expression])], dtype=np.int64)


def _all(connection: sqlite3.Connection, kind: Kind) -> Numbers:
    order = "n_findings desc, n_documents desc, nr" if kind == "names" else "nr"
    return np.array(
        [r[0] for r in connection.execute(f"select nr from {kind} order by {order} limit {MAX_OFFSET}")], dtype=np.int64
    )


def _piece(kind: Kind, row: dict[str, Any], query: Query, any_accents: bool) -> Snippet:
    text = row["text"]
    if kind == "pages":
        return snippet(text, query.phrases, any_accents=any_accents)
    return Snippet(text, 0, len(text), find_marks(text, query.phrases, any_accents=any_accents), False, False)
