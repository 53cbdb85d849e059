"""A run's folder in other forms. Corrections and the suppression list hold here too.

Files: jsonl (records), csv, xlsx, parquet (one row a finding), ftm (FollowTheMoney entities, one a line).
Folders, one file a document: webanno (TSV 3.3), brat (.txt and .ann), w3c (Web Annotation, JSON-LD), akn (Akoma Ntoso).
A folder for `datasets`: dataset (seven tables, also as Parquet, with a card).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from ketluan.errors import StoreError
from ketluan.record import Record, read_record
from ketluan.store import akoma_ntoso, follow_the_money, web_annotations
from ketluan.store.database import open_reader
from ketluan.store.overrides import read_overrides
from ketluan.store.spreadsheets import COLUMNS, EXCEL_MAX_ROWS, finding_rows, write_csv, write_excel

PARQUET_BATCH_ROWS = 5_000
_WHOLE_NUMBERS = {"year", "start", "end", "page", "primary_source"}
_NUMBERS = {"money_vnd", "confidence"}


def export(folder: Path, form: str, target: Path) -> int:
    """Write `folder` to `target` in one of `FORMATS`; a file appears whole or not at all.

    Returns:
        How many findings, records, entities, files or rows were written.
    Raises:
        StoreError: there are no records or no database, or a hand-kept file cannot be read.
    """
    writer = FORMATS[form]
    if form in FOLDERS:
        target.mkdir(parents=True, exist_ok=True)
        return writer(folder, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")
    try:
        n = writer(folder, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return n


def iter_shown(folder: Path) -> Iterator[Record]:
    """All records in the order of their ids, as they are to be shown: corrected, suppressed people masked."""
    files = sorted((folder / "records").glob("*.json"))
    if not files:
        raise StoreError(f"there are no records in {folder}", hint="`ketluan run INPUT --out DIR` makes them")
    overrides = read_overrides(folder)
    for file in files:
        yield overrides.apply(read_record(file))[0]


def _jsonl(folder: Path, target: Path) -> int:
    n = 0
    with target.open("wb") as file:
        for record in iter_shown(folder):
            file.write(msgspec.json.encode(record) + b"\n")
            n += 1
    return n


def _csv(folder: Path, target: Path) -> int:
    with open_reader(folder) as connection, target.open("w", encoding="utf-8", newline="") as file:
        numbers = _all(connection)
        write_csv(finding_rows(connection, numbers), file)
    return len(numbers)


def _xlsx(folder: Path, target: Path) -> int:
    with open_reader(folder) as connection:
        numbers = _all(connection)
        if len(numbers) > EXCEL_MAX_ROWS:
            raise StoreError(f"{len(numbers):,} findings; a sheet holds {EXCEL_MAX_ROWS:,}", hint="export csv or parquet")
        write_excel(finding_rows(connection, numbers), target)
    return len(numbers)


def _parquet(folder: Path, target: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        name: pa.int64() if name in _WHOLE_NUMBERS else pa.float64() if name in _NUMBERS else pa.string() for name in COLUMNS
    }
    schema = pa.schema(list(kinds.items()))
    with open_reader(folder) as connection, pq.ParquetWriter(target, schema, compression="zstd") as writer:
        numbers = _all(connection)
        rows = finding_rows(connection, numbers)
        while batch := list(islice(rows, PARQUET_BATCH_ROWS)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    return len(numbers)


def _ftm(folder: Path, target: Path) -> int:
    n = 0
    with target.open("wb") as file:
        for entity in follow_the_money.entities(iter_shown(folder)):
            file.write(msgspec.json.encode(entity) + b"\n")
            n += 1
    return n


def _webanno(folder: Path, target: Path) -> int:
    from ketluan.markup import FORMATS as MARKUP
    from ketluan.markup import KINDS

    return _each(folder, target, lambda r: {f"{r.id}.tsv": MARKUP["webanno"](r, KINDS)})


def _brat(folder: Path, target: Path) -> int:
    from ketluan.markup import FORMATS as MARKUP
    from ketluan.markup import KINDS

    return _each(folder, target, lambda r: {f"{r.id}.txt": r.text, f"{r.id}.ann": MARKUP["brat"](r, KINDS)})


def _w3c(folder: Path, target: Path) -> int:
    return _each(folder, target, lambda r: {f"{r.id}.jsonld": web_annotations.as_json_ld(r)})


def _akn(folder: Path, target: Path) -> int:
    return _each(folder, target, lambda r: {f"{r.id}.xml": akoma_ntoso.as_xml(r)})


def _dataset(folder: Path, target: Path) -> int:
    from ketluan.store.dataset import write_dataset

    return sum(write_dataset(folder, target).values())


def _each(folder: Path, target: Path, write: Callable[[Record], dict[str, str]]) -> int:
    n = 0
    for record in iter_shown(folder):
        for name, content in write(record).items():
            (target / name).write_bytes(content.encode("utf-8", "replace"))
            n += 1
    return n


def _all(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("select nr from findings order by document, start, nr")]


FORMATS: dict[str, Callable[[Path, Path], int]] = {
    "jsonl": _jsonl, "csv": _csv, "xlsx": _xlsx, "parquet": _parquet, "ftm": _ftm, "webanno": _webanno, "brat": _brat,
    "w3c": _w3c, "akn": _akn, "dataset": _dataset,
}  # fmt: skip
FOLDERS = {"webanno", "brat", "w3c", "akn", "dataset"}
