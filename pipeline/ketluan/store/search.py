"""Search over findings, recommendations, pages and names: the same for the command line and the web pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from ketluan.store.facets import Columns, Filters, Numbers
from ketluan.store.highlight import Snippet, find_marks, snippet
from ketluan.store.query import Note, Query, parse_query
from ketluan.store.spelling import accented, plain

Kind = Literal["findings", "recommendations", "pages", "names"]
Sort = Literal["relevance", "newest", "oldest", "money"]
KINDS: tuple[Kind, ...] = ("findings", "recommendations", "pages", "names")
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "money")

MAX_RANKED = 4_000  # beyond, bm25 takes longer than a reader waits, and says little: the newest come first
WEIGHTS = "8.0, 3.0, 2.0, 1.0"
MAX_BM25_ROWS = 1_000_000
MAX_SCORED = 800
MAX_OFFSET = 10_000
VERY_MANY = 50_000
MAX_PROBED = 4_000
PROBE_ROWS = 200

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


_PAGE_TEXT = '(select substr(d.text, start + 1, "end" - start) from documents d where d.id = document), meta'


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the row, and the piece of its text to show with the words of the query marked."""

    kind: Kind
    row: dict[str, Any]
    snippet: Snippet


@dataclass(slots=True)
class Results:
    """One page of results.

    `order`: the numbers of the results, best first: of all of them, or, for words that stand nearly everywhere and unless
    `complete` was asked for, of the first ones. `any_accents`: accents had to be ignored to find anything.
    """

    query: Query
    total: int
    hits: list[Hit] = field(default_factory=list)
    notes: list[Note | Literal["by-date"]] = field(default_factory=list)
    matched: Numbers | None = None
    any_accents: bool = False
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
    complete: bool = False,
) -> Results:
    """Find rows of one kind.

    Args:
        text: what a person typed (see `query`); an empty string finds everything.
        filters, columns: facet -> accepted values; need the columns of the same table.
        sort: "relevance" without words is "newest".
        successors: bodies before and after the ones named count too.
        complete: `order` must hold every result.
    """
    query = parse_query(text, successors=successors)
    results = Results(query, 0, notes=list(query.notes) if text.strip() else [])
    if not query and text.strip():
        return results
    offset = max(0, min(offset, MAX_OFFSET))
    wanted = offset + limit
    if columns is not None and kind in ("findings", "recommendations"):
        newest = None
        if query and not filters and sort in ("relevance", "newest") and not complete:
            newest = _newest_of_very_many(connection, kind, query, columns, wanted, results)
        order = newest if newest is not None else _filtered(connection, kind, filters or {}, columns, sort, results)
    elif query:
        order = _matching(connection, kind, sort, results)
    else:
        order = _all(connection, kind)
    results.order = order
    results.total = results.total or len(order)
    rows = read_rows(connection, kind, order[offset:wanted].tolist())
    results.hits = [Hit(kind, row, _piece(kind, row, query, results.any_accents)) for row in rows]
    if results.any_accents:
        results.notes.append("without-accents")
    return results


def matched(connection: sqlite3.Connection, kind: Kind, results: Results) -> Numbers | None:
    """Numbers of all rows that the query found, before filters; None without a query. For the counts of facets."""
    if results.query and results.matched is None:
        results.matched = _numbers(connection, kind, results.query.strict)
    return results.matched


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


def _matching(connection: sqlite3.Connection, kind: Kind, sort: Sort, results: Results) -> Numbers:
    """Numbers of all rows that match, best first. Sets `matched` and `any_accents`."""
    query = results.query
    strict = _numbers(connection, kind, query.strict)
    # Texts without accents rank behind those as typed: behind thousands, nobody would come to see them.
    widen = query.loose != query.strict and len(strict) <= MAX_RANKED
    loose = _numbers(connection, kind, query.loose) if widen else strict
    if not len(loose):
        loose = _numbers(connection, kind, query.plain)
        results.any_accents = len(loose) > 0
    results.matched = loose
    if sort != "relevance":
        return loose
    if len(loose) > MAX_RANKED:
        results.notes.append("by-date")
        return loose[::-1]
    if len(query.phrases) * _size(connection, kind) > MAX_BM25_ROWS:
        return _scored(connection, kind, loose, query)
    best = _ranked(connection, kind, query.plain if results.any_accents else query.ranked)
    if len(best) < len(loose):
        behind = _ranked(connection, kind, query.loose)
        best = np.concatenate([best, behind[~np.isin(behind, best)]])
    return best


def _filtered(
    connection: sqlite3.Connection, kind: Kind, filters: Filters, columns: Columns, sort: Sort, results: Results
) -> Numbers:
    """Numbers of all rows that match and pass the filters, in the wanted order."""
    order = _matching(connection, kind, sort, results) if results.query else None
    chosen = columns.select(filters, order)
    if order is None or sort != "relevance":
        return columns.order(np.flatnonzero(chosen), sort if sort != "relevance" else "newest")
    inside = order[order < columns.size]
    kept = inside[chosen[inside]]
    return columns.order(kept, "newest") if "by-date" in results.notes else kept


def _newest_of_very_many(
    connection: sqlite3.Connection, kind: Kind, query: Query, columns: Columns, wanted: int, results: Results
) -> Numbers | None:
    """The newest rows for words that stand in a large part of all rows, without fetching them all; None where that is not so.

    Fetching half a million numbers takes 0.2 s; counting them and asking for the newest rows one by one takes a quarter.
    """
    probe = f"select count(*) from (select 1 from {kind}_fts where {kind}_fts match ? limit {VERY_MANY})"
    if wanted > MAX_PROBED // 20 or connection.execute(probe, [query.strict]).fetchone()[0] < VERY_MANY:
        return None
    found: list[int] = []
    for start in range(0, MAX_PROBED, PROBE_ROWS):
        some = columns.newest[start : start + PROBE_ROWS].tolist()
        marks = ", ".join("?" * len(some))
        sql = f"select rowid from {kind}_fts where {kind}_fts match ? and rowid in ({marks})"
        hit = {row[0] for row in connection.execute(sql, [query.strict, *some])}
        found += [nr for nr in some if nr in hit]
        if len(found) >= wanted:
            total = connection.execute(f"select count(*) from {kind}_fts where {kind}_fts match ?", [query.strict])
            results.total = total.fetchone()[0]
            results.notes.append("by-date")
            return np.array(found, dtype=np.int64)
    return None


def _numbers(connection: sqlite3.Connection, kind: Kind, expression: str) -> Numbers:
    """Numbers of all matching rows, ascending. One string is far quicker to fetch than a row each."""
    sql = f"select group_concat(rowid) from (select rowid from {kind}_fts where {kind}_fts match ?)"
    joined = connection.execute(sql, [expression]).fetchone()[0]
    return np.fromstring(joined, dtype=np.int64, sep=",") if joined else np.zeros(0, dtype=np.int64)


def _ranked(connection: sqlite3.Connection, kind: Kind, expression: str) -> Numbers:
    sql = f"select rowid from {kind}_fts where {kind}_fts match ? order by bm25({kind}_fts, {WEIGHTS}), rowid"
    return np.array([row[0] for row in connection.execute(sql, [expression])], dtype=np.int64)


def _size(connection: sqlite3.Connection, kind: Kind) -> int:
    """About how many rows the table has."""
    return connection.execute(f"select coalesce(max(nr), 0) from {kind}").fetchone()[0]  # type: ignore[no-any-return]


def _scored(connection: sqlite3.Connection, kind: Kind, numbers: Numbers, query: Query) -> Numbers:
    """Ranking for large stores, where bm25 first counts every word in all rows.

    Every row holds all the words anyway, so what counts is whether they stand in the text itself, as typed, and together.
    """
    newest = numbers[::-1][:MAX_SCORED]
    text = {"pages": _PAGE_TEXT, "names": "name, aliases"}.get(kind, "text, meta")
    marks = ", ".join("?" * len(newest))
    typed = [" ".join(phrase.words) for phrase in query.phrases]
    pairs = [f"{one} {other}" for one, other in pairwise(typed)]
    scores = {
        row[0]: _score(row[1], row[2], typed, pairs)
        for row in connection.execute(f"select nr, {text} from {kind} where nr in ({marks})", newest.tolist())
    }
    best = sorted(newest.tolist(), key=lambda nr: -scores.get(nr, 0.0))
    return np.concatenate([np.array(best, dtype=np.int64), numbers[::-1][MAX_SCORED:]])


def _score(text: str, meta: str, typed: list[str], pairs: list[str]) -> float:
    exact, bare, around = accented(text), plain(text), plain(meta)
    score = -min(len(text), 2_000) / 1_000
    for word in typed:
        score += 3 if word in exact else 2 if plain(word) in bare else 1 if plain(word) in around else 0
    return score + sum(2 for pair in pairs if pair in exact) + sum(1 for pair in pairs if plain(pair) in bare)


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
