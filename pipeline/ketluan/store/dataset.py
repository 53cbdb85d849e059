"""A run's records as a Hugging Face `datasets` DatasetDict: seven tables with declared features, streamed.

Features are derived from the record's own types, never guessed from the first rows (guessing breaks on empty lists and
nulls). Rows are written in batches, so a million rows need no more memory than a thousand.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from ketluan.errors import ResourceError, StoreError
from ketluan.record import (
    Agency,
    Citation,
    DocumentInfo,
    Finding,
    Page,
    Person,
    Recommendation,
    Record,
    RecordWarning,
    Relation,
    Source,
    Struct,
)

Row = dict[str, Any]

# Table name -> the record's part that it holds, one row an entry.
TABLES: dict[str, type[Struct]] = {
    "findings": Finding,
    "recommendations": Recommendation,
    "citations": Citation,
    "agencies": Agency,
    "persons": Person,
    "relations": Relation,
}
DOCUMENTS = "documents"
_DOCUMENT_TYPES: dict[str, Any] = {
    "document_id": str,
    "schema_version": str,
    "text": str,
    "source": Source,
    "pages": list[Page],
    "document": DocumentInfo,
    "warnings": list[RecordWarning],
}
WRITER_BATCH_ROWS = 1000
# Rows of a Parquet row group: what describes a group stays in memory until the file ends, so groups of small rows are larger.
GROUP_ROWS = 10_000


def write_dataset(folder: Path, target: Path) -> dict[str, int]:
    """Write `target/` (for `load_from_disk`), `target/parquet/<table>.parquet` and the card; returns rows per table.

    Args:
        folder: folder of a run; its records are read one at a time, corrected and with suppressed people masked.
        target: a new or empty folder.
    Raises:
        ResourceError: the extra `data` is not installed.
        StoreError: `target` holds something already, or there are no records.
    """
    datasets = _import_datasets()
    if target.exists() and any(target.iterdir()):
        raise StoreError(f"{target} is not empty", hint="name a new folder")
    from ketluan.store.dataset_card import write_card

    with tempfile.TemporaryDirectory(prefix="ketluan-dataset-") as cache:
        tables = {name: _build_table(name, folder, cache) for name in (DOCUMENTS, *TABLES)}
        # A table without rows would get no file, and `load_from_disk` would fail on it.
        empty = {name: 1 if table.num_rows == 0 else None for name, table in tables.items()}
        datasets.DatasetDict(tables).save_to_disk(str(target), num_shards=empty)
        (target / "parquet").mkdir()
        for name, table in tables.items():
            batch = WRITER_BATCH_ROWS if name == DOCUMENTS else GROUP_ROWS
            table.to_parquet(str(target / "parquet" / f"{name}.parquet"), batch_size=batch)
        counts = {name: table.num_rows for name, table in tables.items()}
        write_card(folder, target, counts)
        del tables
    return counts


def _build_table(name: str, folder: Path, cache: str) -> Any:
    """One table from the record files; `from_generator` refuses a table without rows, so that case is made by hand."""
    datasets = _import_datasets()
    declared = features(name)
    if next(_iter_rows(str(folder), name), None) is None:
        return datasets.Dataset.from_dict({column: [] for column in declared}, features=declared)
    return datasets.Dataset.from_generator(
        _iter_rows,
        features=declared,
        gen_kwargs={"folder": str(folder), "table": name},
        cache_dir=cache,
        writer_batch_size=WRITER_BATCH_ROWS,
        keep_in_memory=False,
    )


def read_dataset(target: Path) -> Iterator[Record]:
    """The records that a dataset folder was made from, in its order."""
    datasets = _import_datasets()
    tables = datasets.load_from_disk(str(target))
    groups = {name: groupby(iter(tables[name]), key=lambda row: row["document_id"]) for name in TABLES}
    heads = {name: next(group, None) for name, group in groups.items()}
    for row in tables[DOCUMENTS]:
        parts: dict[str, list[Any]] = {}
        for name, part in TABLES.items():
            head = heads[name]
            if head is not None and head[0] == row["document_id"]:
                parts[name] = [_to_struct(entry, part) for entry in head[1]]
                heads[name] = next(groups[name], None)
        values = {key: _clean(row[key], kind) for key, kind in _DOCUMENT_TYPES.items()}
        yield msgspec.convert({"id": values.pop("document_id"), **values, **parts}, Record)


def features(table: str) -> Any:
    """The declared `datasets.Features` of one table."""
    types = _DOCUMENT_TYPES if table == DOCUMENTS else {"document_id": str, **_field_types(TABLES[table])}
    datasets = _import_datasets()
    return datasets.Features({name: _feature(kind, datasets) for name, kind in types.items()})


def _iter_rows(folder: str, table: str) -> Iterator[Row]:
    from ketluan.store.exports import iter_shown

    for record in iter_shown(Path(folder)):
        if table == DOCUMENTS:
            row = {key: getattr(record, key) for key in _DOCUMENT_TYPES if key != "document_id"}
            yield {"document_id": record.id, **msgspec.to_builtins(row)}
        else:
            for entry in getattr(record, table):
                yield {"document_id": record.id, **msgspec.to_builtins(entry)}


def _to_struct(row: Row, part: type[Struct]) -> Row:
    return {name: _clean(row[name], kind) for name, kind in _field_types(part).items()}


def _field_types(struct: type[msgspec.Struct]) -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(struct)}


def _feature(kind: Any, datasets: Any) -> Any:
    """The feature of a Python type: struct -> dict, list -> list, numbers of either kind -> float64."""
    kind = _without_none(kind)
    if get_origin(kind) is Literal or kind is str:
        return datasets.Value("string")
    if get_origin(kind) is list:
        return [_feature(get_args(kind)[0], datasets)]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {name: _feature(inner, datasets) for name, inner in _field_types(kind).items()}
    return datasets.Value({int: "int64", bool: "bool"}.get(kind, "float64"))


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        members = [member for member in get_args(kind) if member is not NoneType]
        return members[0] if len(members) == 1 else float
    return kind


def _clean(value: Any, kind: Any) -> Any:
    """A value read back: whole numbers that may be integers are integers again, a struct of nulls is null."""
    optional = get_origin(kind) in (Union, UnionType) and NoneType in get_args(kind)
    inner = _without_none(kind)
    if value is None:
        return None
    if get_origin(inner) is list:
        return [_clean(item, get_args(inner)[0]) for item in value]
    if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
        if optional and all(item is None for item in value.values()):
            return None
        return {name: _clean(value[name], field) for name, field in _field_types(inner).items()}
    if isinstance(value, float) and int in get_args(kind) and value.is_integer():
        return int(value)
    return value


def _import_datasets() -> Any:
    try:
        import datasets
    except ImportError as error:
        raise ResourceError("the package `datasets` is missing", hint='pip install "ketluan[data]"') from error
    datasets.disable_progress_bars()
    return datasets
