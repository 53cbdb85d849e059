"""Filters and counts over all findings (or recommendations), held as columns in memory: a million rows take 40 MB.

Counting eight facets over hundreds of thousands of rows in SQL takes seconds; over columns, milliseconds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Table = Literal["findings", "recommendations"]
Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

MONEY_STEPS = (1_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000)
FACETS = (
    "category",
    "province",
    "province_now",
    "agency",
    "issuer",
    "citation",
    "article",
    "year",
    "kind",
    "source",
    "money",
    "person",
)
_BY_ROW = {
    "category": "category", "province": "province", "province_now": "province_now", "issuer": "issuer_key", "year": "year",
    "kind": "kind", "source": "primary_source", "person": "has_person",
}  # fmt: skip
Filters = Mapping[str, list[str]]


@dataclass(slots=True)
class Count:
    """One value of a facet and how many rows have it."""

    value: str
    n: int


@dataclass(slots=True)
class _Column:
    """A value per row, as an index into `values`; -1 where there is none."""

    codes: Numbers
    values: list[str]
    index: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = {value: i for i, value in enumerate(self.values)}


@dataclass(slots=True)
class _Links:
    """Several values per row: parallel arrays of row numbers and codes."""

    rows: Numbers
    codes: Numbers
    values: list[str]


class Columns:
    """All rows of one table, addressed by their number `nr`."""

    def __init__(self, connection: sqlite3.Connection, table: Table = "findings") -> None:
        self.table = table
        self.generation = generation(connection)
        self.size = connection.execute(f"select coalesce(max(nr), 0) + 1 from {table}").fetchone()[0]
        self.alive: Mask = np.zeros(self.size, dtype=bool)
        self._columns = self._read_columns(connection)
        self._links = self._read_links(connection)
        self.newest = self.order(np.flatnonzero(self.alive), "newest")

    def select(self, filters: Filters, matched: Numbers | None = None) -> Mask:
        """Rows that match (all of them where None) and pass every filter; several values of one filter are alternatives."""
        chosen = self._matched(matched)
        for name, values in filters.items():
            chosen = chosen & self._filter(name, values)
        return chosen

    def counts(self, filters: Filters, matched: Numbers | None = None, *, most: int = 12) -> dict[str, list[Count]]:
        """For each facet its most frequent values; a facet's own filter does not narrow its own counts."""
        base = self._matched(matched)
        masks = {name: self._filter(name, values) for name, values in filters.items()}
        result: dict[str, list[Count]] = {}
        for facet in FACETS:
            chosen = base.copy()
            for name, mask in masks.items():
                if name != facet:
                    chosen &= mask
            result[facet] = self._count(facet, chosen, filters.get(facet, []), most)
        return result

    def order(self, rows: Numbers, by: str) -> Numbers:
        """Row numbers newest first, oldest first, or by sum of money."""
        if by == "money":
            key = np.nan_to_num(self._money[rows], nan=-1.0)
            return rows[np.lexsort((rows, -key))]
        dates = self._dates[rows]
        if by == "oldest":
            return rows[np.lexsort((rows, np.where(dates == 0, 99999999, dates)))]
        return rows[np.lexsort((rows, -dates))]

    def _matched(self, matched: Numbers | None) -> Mask:
        if matched is None:
            return self.alive.copy()
        chosen: Mask = np.zeros(self.size, dtype=bool)
        chosen[matched[matched < self.size]] = True
        return chosen & self.alive

    def _filter(self, name: str, values: list[str]) -> Mask:
        if name == "money":
            return self._money_mask(values)
        chosen: Mask = np.zeros(self.size, dtype=bool)
        if name in self._links:
            links = self._links[name]
            wanted = [i for i, value in enumerate(links.values) if _links_match(name, value, values)]
            chosen[links.rows[np.isin(links.codes, wanted)]] = True
        elif name in self._columns:
            column = self._columns[name]
            wanted = [i for value in values if (i := column.index.get(value, -2)) >= 0]
            chosen = np.isin(column.codes, wanted)
        return chosen

    def _money_mask(self, values: list[str]) -> Mask:
        chosen: Mask = np.zeros(self.size, dtype=bool)
        for value in values:
            low, high = money_range(value)
            chosen |= (self._money >= low) & (self._money < high)
        return chosen

    def _count(self, facet: str, chosen: Mask, selected: list[str], most: int) -> list[Count]:
        if facet == "money":
            sums = self._money[chosen]
            bins = [
                (f"{low}-{high or ''}", int(((sums >= low) & (sums < (high or np.inf))).sum())) for low, high in _money_bins()
            ]
            return [Count(value, n) for value, n in bins if n or value in selected]
        if facet in self._links:
            links = self._links[facet]
            codes, values = links.codes[chosen[links.rows]], links.values
        elif facet in self._columns:
            column = self._columns[facet]
            codes, values = column.codes[chosen], column.values
            codes = codes[codes >= 0]
        else:
            return []
        n = np.bincount(codes, minlength=len(values)) if len(values) else np.zeros(0, dtype=np.int64)
        top = np.lexsort((np.arange(len(values)), -n))
        if facet == "year":
            top = np.array(sorted(top, key=lambda i: values[i], reverse=True), dtype=np.int64)
        found = [Count(values[i], int(n[i])) for i in top[: most if facet != "year" else 60] if n[i]]
        missing = [value for value in selected if value not in {c.value for c in found}]
        return found + [Count(value, int(n[values.index(value)]) if value in values else 0) for value in missing]

    def _read_columns(self, connection: sqlite3.Connection) -> dict[str, _Column]:
        names = {k: v for k, v in _BY_ROW.items() if not (k == "category" and self.table == "recommendations")}
        if self.table == "recommendations":
            names["category"] = "action"
        self._money = np.full(self.size, np.nan)
        self._dates = np.zeros(self.size, dtype=np.int64)
        codes: dict[str, Numbers] = {name: np.full(self.size, -1, dtype=np.int32).astype(np.int64) for name in names}
        seen: dict[str, dict[Any, int]] = {name: {} for name in names}
        columns = ", ".join(names.values())
        cursor = connection.execute(f"select nr, money, coalesce(replace(date, '-', ''), '0'), {columns} from {self.table}")
        cursor.arraysize = 10_000
        cursor.row_factory = None
        pairs = [(codes[name], seen[name]) for name in names]
        while rows := cursor.fetchmany():
            for nr, money, date, *values in rows:
                self.alive[nr] = True
                if money is not None:
                    self._money[nr] = money
                self._dates[nr] = int((date + "00000000")[:8]) if date.isdecimal() else 0
                for value, (column, known) in zip(values, pairs, strict=True):
                    if value is not None:
                        code = known.get(value)
                        if code is None:
                            code = known[value] = len(known)
                        column[nr] = code
        return {name: _Column(codes[name], [str(v) for v in seen[name]]) for name in names}

    def _read_links(self, connection: sqlite3.Connection) -> dict[str, _Links]:
        if self.table == "recommendations":
            return {"agency": _read_link(connection, "select recommendation, key from recommendation_agencies")}
        return {
            "agency": _read_link(connection, "select finding, key from finding_agencies"),
            "citation": _read_link(connection, "select distinct finding, key from finding_citations"),
            "article": _read_link(
                connection, "select finding, key || ' · ' || article from finding_citations where article <> ''"
            ),
        }


def generation(connection: sqlite3.Connection) -> int:
    """A number that grows whenever the database was filled."""
    row = connection.execute("select value from state where name = 'generation'").fetchone()
    return int(row[0]) if row else 0


def money_range(value: str) -> tuple[float, float]:
    """ "100-200" -> (100, 200); an open or odd end is none."""
    low, _, high = value.partition("-")
    return _number(low, 0.0), _number(high, float("inf"))


def _number(text: str, default: float) -> float:
    return float(text) if text.isdecimal() and len(text) < 19 else default


def _money_bins() -> list[tuple[int, int | None]]:
    return [(low, high) for low, high in zip((0, *MONEY_STEPS), (*MONEY_STEPS, None), strict=True)]


def _links_match(name: str, value: str, wanted: list[str]) -> bool:
    """A body's key also stands for the keys below it ("vn/x/so-y" for "vn/x/so-y/phong-z")."""
    if name == "agency":
        return any(value == w or value.startswith(w + "/") for w in wanted)
    return value in wanted


def _read_link(connection: sqlite3.Connection, sql: str) -> _Links:
    cursor = connection.execute(sql)
    cursor.row_factory = None
    known: dict[str, int] = {}
    rows: list[int] = []
    codes: list[int] = []
    for nr, key in cursor:
        rows.append(nr)
        codes.append(known.setdefault(key, len(known)))
    return _Links(np.array(rows, dtype=np.int64), np.array(codes, dtype=np.int64), list(known))
