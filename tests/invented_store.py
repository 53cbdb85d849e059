"""Fixtures for the tests of the store and the pages: a folder of invented documents, built once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from invented import RECORDS
from ketluan.record import to_json
from ketluan.store import index_records, open_reader


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `ketluan run` leaves it."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "records").mkdir()
    for record in RECORDS:
        (folder / "records" / f"{record.id}.json").write_bytes(to_json(record))
    assert index_records(folder) == (len(RECORDS), [])
    return folder


@pytest.fixture
def reader(folder: Path) -> Iterator[sqlite3.Connection]:
    with open_reader(folder) as connection:
        yield connection
