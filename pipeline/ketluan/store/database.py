"""`findings.db`: every record as rows, idempotent: a record that comes again replaces its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

from ketluan.batch.failures import read_failures
from ketluan.errors import StoreError
from ketluan.record import Agency, Citation, Person, Record

STORE_VERSION = 1

_SCHEMA = """
create table if not exists documents (
  id text primary key, uri text not null, sha256 text not null, media_type text, method text, kind text, title text,
  number text, date text, issuer text, published text, n_chars integer, text text not null
);
create table if not exists entities (
  document text not null references documents(id) on delete cascade, id text not null, kind text not null,
  key text, name text not null, role text, province text, primary key (document, id)
);
create table if not exists mentions (
  document text not null references documents(id) on delete cascade, entity text not null,
  start integer not null, "end" integer not null, page integer, text text not null
);
create table if not exists findings (
  document text not null references documents(id) on delete cascade, id text not null, category text not null,
  start integer not null, "end" integer not null, page integer, text text not null, confidence real, primary key (document, id)
);
create table if not exists recommendations (
  document text not null references documents(id) on delete cascade, id text not null, action text not null,
  start integer not null, "end" integer not null, page integer, text text not null, confidence real, primary key (document, id)
);
create table if not exists relations (
  document text not null references documents(id) on delete cascade, head text not null, type text not null, tail text not null,
  title text, confidence real, start integer not null, "end" integer not null
);
create table if not exists failures (
  uri text primary key, sha256 text, code text not null, stage text, page integer, message text, hint text
);
create index if not exists mentions_entity on mentions(document, entity);
create index if not exists relations_document on relations(document);
create index if not exists entities_key on entities(key);
"""


class Store:
    """One open database; `add` and `add_failures` commit on their own."""

    def __init__(self, database: sqlite_utils.Database) -> None:
        self._db = database

    def add(self, record: Record) -> None:
        """Insert a record, or replace the rows of the same id."""
        with self._db.conn:
            self._db.execute("delete from documents where id = ?", [record.id])
            self._db.table("documents").insert(_document_row(record))
            for table, rows in _rows(record).items():
                self._db.table(table).insert_all(rows)

    def add_failures(self, path: Path) -> None:
        """Make the table of failures equal to `failures.jsonl`."""
        rows = [{**row, "uri": row["source"]["uri"], "sha256": row["source"]["sha256"]} for row in read_failures(path)]
        with self._db.conn:
            self._db.execute("delete from failures")
            self._db.table("failures").insert_all(({k: v for k, v in row.items() if k != "source"} for row in rows), replace=True)


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open or create the database; closed at the end of the block.

    Raises:
        StoreError: locked, damaged, or written by a newer version.
    """
    try:
        connection = sqlite3.connect(path, timeout=10)
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma journal_mode = wal")
        version = connection.execute("pragma user_version").fetchone()[0]
        if version > STORE_VERSION:
            raise StoreError(f"{path} has version {version}, this program knows {STORE_VERSION}", code="store-newer")
        connection.executescript(_SCHEMA)
        connection.execute(f"pragma user_version = {STORE_VERSION:d}")
    except sqlite3.OperationalError as error:
        code = "store-locked" if "locked" in str(error) else "store-damaged"
        raise StoreError(f"{path}: {error}", code=code, stage="write") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: {error}", stage="write", hint="remove the file and run again") from error
    try:
        yield Store(sqlite_utils.Database(connection))
    finally:
        connection.close()


def _document_row(record: Record) -> dict[str, Any]:
    document, source = record.document, record.source
    names = {agency.id: agency.name for agency in record.agencies}
    return {
        "id": record.id, "uri": source.uri, "sha256": source.sha256, "media_type": source.media_type, "method": source.method,
        "kind": document.kind, "title": document.title, "number": document.number, "date": document.date,
        "issuer": names.get(document.issuer or ""), "published": document.published, "n_chars": len(record.text),
        "text": record.text,
    }  # fmt: skip


def _rows(record: Record) -> dict[str, list[dict[str, Any]]]:
    of = {"document": record.id}
    entries: tuple[Agency | Citation | Person, ...] = (*record.agencies, *record.citations, *record.persons)
    return {
        "entities": [{**of, **_entity_row(entry)} for entry in entries],
        "mentions": [
            {**of, "entity": e.id, "start": m.start, "end": m.end, "page": m.page, "text": m.text}
            for e in entries for m in e.mentions
        ],
        "findings": [
            {**of, "id": f.id, "category": f.category, "start": f.start, "end": f.end, "page": f.page, "text": f.text,
             "confidence": f.confidence} for f in record.findings
        ],
        "recommendations": [
            {**of, "id": r.id, "action": r.action, "start": r.start, "end": r.end, "page": r.page, "text": r.text,
             "confidence": r.confidence} for r in record.recommendations
        ],
        "relations": [
            {**of, "head": r.head, "type": r.type, "tail": r.tail, "title": r.title, "confidence": r.confidence,
             "start": r.evidence.start, "end": r.evidence.end} for r in record.relations
        ],
    }  # fmt: skip


def _entity_row(entry: Agency | Citation | Person) -> dict[str, Any]:
    if isinstance(entry, Agency):
        return {"id": entry.id, "kind": "agency", "key": entry.key, "name": entry.name, "role": None, "province": entry.province}
    if isinstance(entry, Citation):
        return {"id": entry.id, "kind": "citation", "key": entry.key, "name": entry.key, "role": None, "province": None}
    return {"id": entry.id, "kind": "person", "key": None, "name": entry.name, "role": entry.role, "province": None}
