"""`findings.db`: every record as rows, idempotent: a record that comes again replaces its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

from ketluan.batch.failures import read_failures
from ketluan.errors import StoreError
from ketluan.record import Record, from_json
from ketluan.store.inspections import group_inspections, signature
from ketluan.store.migrations import STORE_VERSION, migrate
from ketluan.store.names import collect_names
from ketluan.store.overrides import Overrides, read_overrides
from ketluan.store.rows import Row, document_rows, statement_links
from ketluan.store.spelling import accented, plain
from ketluan.store.summaries import summarise

FILE_NAME = "findings.db"
# Searched table -> how its text is read back.
_TEXT_OF = {"findings": "t.text", "recommendations": "t.text", "pages": 'substr(d.text, t.start + 1, t."end" - t.start)'}


class Store:
    """One open database; `add`, `add_failures` and `finish` commit on their own."""

    def __init__(self, connection: sqlite3.Connection, overrides: Overrides) -> None:
        self._connection = connection
        self._overrides = overrides
        self._statements: dict[tuple[str, tuple[str, ...]], str] = {}

    def add(self, record: Record) -> None:
        """Insert a record with its corrections, people on the suppression list masked; rows of the same id are replaced."""
        with self._connection:
            self._add(record)

    def add_all(self, records: Iterable[Record]) -> int:
        """The same for many records in one transaction, which is much faster; returns how many."""
        n = 0
        with self._connection:
            for record in records:
                self._add(record)
                n += 1
        return n

    def add_failures(self, path: Path) -> None:
        """Make the table of failures equal to `failures.jsonl`; a document that fails now is no longer in the other tables."""
        rows = [{**row, "uri": row["source"]["uri"], "sha256": row["source"]["sha256"]} for row in read_failures(path)]
        with self._connection:
            self._connection.execute("delete from failures")
            table = sqlite_utils.Database(self._connection).table("failures")
            table.insert_all(({k: v for k, v in row.items() if k != "source"} for row in rows), pk="uri", replace=True)
            gone = "select d.id from documents d join failures f using (sha256) where f.sha256 is not null"
            for (document,) in self._connection.execute(gone).fetchall():
                self._remove(document)

    def keep_only(self, documents: set[str]) -> int:
        """Remove all documents but these; returns how many went."""
        gone = [row[0] for row in self._connection.execute("select id from documents") if row[0] not in documents]
        with self._connection:
            for document in gone:
                self._remove(document)
        return len(gone)

    def finish(self) -> None:
        """What is known only when all documents are there: inspections, near-duplicates, the list of names, corrections' fate."""
        with self._connection:
            group_inspections(self._connection)
            collect_names(self._connection)
            summarise(self._connection)
            self._connection.execute("delete from corrections")
            self._insert("corrections", self._overrides.report())
            self._connection.execute(
                "insert into state values ('generation', 1) on conflict(name) do update set value = value + 1"
            )
        self._connection.execute("analyze")

    def unapplied(self) -> list[str]:
        """Corrections that found nothing to change, one sentence each."""
        rows = self._overrides.report()
        return [f"corrections.jsonl, line {r['line']}: nothing matches {r['target']}" for r in rows if not r["applied"]]

    def _add(self, record: Record) -> None:
        record, masked = self._overrides.apply(record)
        self._remove(record.id)
        rows = document_rows(record)
        rows["documents"][0] |= {"masked": int(masked), "signature": signature(record.text)}
        for table, new in rows.items():
            if table in _TEXT_OF:
                self._insert_searched(table, new, record.text)
            else:
                self._insert(table, new)
        self._insert_links(record)

    def _insert_searched(self, table: str, rows: Sequence[Row], text: str) -> None:
        first = self._connection.execute(f"select coalesce(max(nr), 0) + 1 from {table}").fetchone()[0]
        numbered = [{"nr": first + i, **row} for i, row in enumerate(rows)]
        self._insert(table, numbered)
        self._connection.executemany(
            f"insert into {table}_fts(rowid, text, meta, text_plain, meta_plain) values (?, ?, ?, ?, ?)",
            ((row["nr"], *_indexed(text[row["start"] : row["end"]], row["meta"])) for row in numbered),
        )

    def _insert_links(self, record: Record) -> None:
        numbers = {
            row[0]: row[1]
            for table in ("findings", "recommendations")
            for row in self._connection.execute(f"select id, nr from {table} where document = ?", [record.id])
        }
        links = statement_links(record)
        for table, column, statements in (
            ("finding_agencies", "finding", record.findings),
            ("recommendation_agencies", "recommendation", record.recommendations),
        ):
            self._insert(table, [{column: numbers[s.id], "key": key} for s in statements for key in links[s.id][0]])
        self._insert(
            "finding_citations",
            [{"finding": numbers[f.id], "key": key, "article": article}
             for f in record.findings for key, article in links[f.id][1]],
        )  # fmt: skip

    def _remove(self, document: str) -> None:
        """Contentless full text needs the old words to forget them, so they go first."""
        for table, text in _TEXT_OF.items():
            old = self._connection.execute(
                f"select t.nr, {text}, t.meta from {table} t join documents d on d.id = t.document where d.id = ?", [document]
            ).fetchall()
            columns = "rowid, text, meta, text_plain, meta_plain"
            self._connection.executemany(
                f"insert into {table}_fts({table}_fts, {columns}) values ('delete', ?, ?, ?, ?, ?)",
                ((nr, *_indexed(words, meta)) for nr, words, meta in old),
            )
        self._connection.execute("delete from documents where id = ?", [document])

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            columns = tuple(rows[0])
            self._connection.executemany(self._insert_sql(table, columns), (tuple(row.values()) for row in rows))

    def _insert_sql(self, table: str, columns: tuple[str, ...]) -> str:
        known = self._statements.get((table, columns))
        if known is None:
            names, marks = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(columns))
            known = self._statements[table, columns] = f"insert into {table} ({names}) values ({marks})"
        return known


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open or create the database for writing; closed at the end of the block.

    `corrections.jsonl` and `suppressed.jsonl` beside it are applied to every record that is added.

    Raises:
        StoreError: locked, damaged, or written by a newer version; or one of the two files cannot be read.
    """
    with _typed_errors(path), sqlite_connection(path) as connection:
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        version = connection.execute("pragma user_version").fetchone()[0]
        if version > STORE_VERSION:
            raise StoreError(f"{path} has version {version}, this program knows {STORE_VERSION}", code="store-newer")
        migrate(connection)
        yield Store(connection, read_overrides(path.parent))


@contextmanager
def open_reader(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database of a run's folder, opened so that nothing can be written.

    Raises:
        StoreError: missing, damaged, or of another version (`ketluan index DIR` builds it anew).
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise StoreError(f"there is no {FILE_NAME} in {folder}", hint="`ketluan run INPUT --out DIR` makes one")
    with _typed_errors(path), sqlite_connection(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
        connection.execute("pragma query_only = on")
        version = connection.execute("pragma user_version").fetchone()[0]
        if version != STORE_VERSION:
            code = "store-newer" if version > STORE_VERSION else "store-damaged"
            raise StoreError(f"{path} has version {version}, not {STORE_VERSION}", code=code, hint=f"`ketluan index {folder}`")
        connection.row_factory = sqlite3.Row
        yield connection


def index_records(folder: Path, progress: Callable[[int, int], None] | None = None) -> tuple[int, list[str]]:
    """Fill `findings.db` from `records/*.json`, corrections and suppression list applied.

    Returns:
        How many records went in, and what could not be read or applied, one sentence each.
    Raises:
        StoreError: see `open_store`; also where there is no folder of records.
    """
    records = folder / "records"
    if not records.is_dir():
        raise StoreError(f"there is no folder {records}", hint="`ketluan run INPUT --out DIR` makes one")
    files = sorted(records.glob("*.json"))
    problems: list[str] = []

    def read() -> Iterator[Record]:
        for done, file in enumerate(files, 1):
            try:
                yield from_json(file.read_bytes())
            except ValueError as error:
                problems.append(f"{file.name} is not a record: {error}")
            if progress:
                progress(done, len(files))

    with open_store(folder / FILE_NAME) as store:
        store.keep_only({file.stem for file in files})
        n = store.add_all(read())
        store.add_failures(folder / "failures.jsonl")
        store.finish()
        problems += store.unapplied()
    return n, problems


@contextmanager
def sqlite_connection(path: Path | str, **options: Any) -> Iterator[sqlite3.Connection]:
    """A connection that is closed at the end of the block (sqlite3's own block only commits)."""
    connection = sqlite3.connect(path, timeout=10, **options)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _typed_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        code = "store-locked" if "locked" in str(error) else "store-damaged"
        raise StoreError(f"{path}: {error}", code=code, stage="write") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: {error}", stage="write", hint="remove the file and run `ketluan index`") from error


def _indexed(text: str, meta: str) -> tuple[str, str, str, str]:
    """The four columns of the full-text tables."""
    return accented(text), accented(meta), plain(text), plain(meta)
