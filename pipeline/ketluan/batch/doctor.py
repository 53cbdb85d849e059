"""What is installed here, what is missing, and how to get it."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from subprocess import SubprocessError

from ketluan.errors import KetluanError

MIN_PYTHON = (3, 11)
_BASE = ("click", "msgspec", "pdfplumber", "pikepdf", "pypdfium2", "spacy", "sqlite-utils", "underthesea")
# Distribution, extra, what needs it; of these only the first reads documents.
_EXTRAS = (
    ("trafilatura", "html", "web pages"),
    ("pyarrow", "data", "Parquet files and datasets"),
    ("transformers", "transformer", "the larger models"),
    ("datasette", "web", "the Datasette pages"),
    ("ray", "distributed", "runs over several machines"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked for. `found` says what is there, None where it is missing; `is_needed`: some inputs need it."""

    name: str
    purpose: str
    found: str | None
    hint: str
    is_needed: bool = True


def examine() -> list[Check]:
    """All checks in the order in which they are shown; never raises and changes nothing."""
    return [*_basis(), *_programs(), *_extras()]


def is_complete(checks: list[Check]) -> bool:
    """Whether every kind of document can be read here."""
    return all(check.found or not check.is_needed for check in checks)


def _basis() -> Iterator[Check]:
    python = platform.python_version() if sys.version_info >= MIN_PYTHON else None
    yield Check("python", "everything", python, f"install Python {MIN_PYTHON[0]}.{MIN_PYTHON[1]} or newer")
    for name in _BASE:
        yield Check(name, "everything", _version(name), "pip install --upgrade ketluan")
    yield Check("registers", "names of bodies, laws and places", _registers(), "pip install --force-reinstall ketluan")
    yield Check("sqlite fts5", "search", _full_text_search(), "use a Python whose SQLite has FTS5")


def _programs() -> Iterator[Check]:
    from ketluan.ingest.converted import INSTALL_HINT, find_converter

    yield _tesseract()
    yield Check("libreoffice", "DOC, RTF and ODT files", find_converter(), INSTALL_HINT)


def _tesseract() -> Check:
    from ketluan.ingest import ocr

    try:
        found: str | None = ocr.find_program()
    except (KetluanError, OSError, SubprocessError):
        found = None
    return Check("tesseract with vie", "scans", found, ocr.INSTALL_HINT)


def _extras() -> Iterator[Check]:
    for name, extra, purpose in _EXTRAS:
        yield Check(name, purpose, _version(name), f"pip install 'ketluan[{extra}]'", is_needed=extra == "html")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _registers() -> str | None:
    from ketluan.knowledge.tables import read_table

    try:
        return f"{sum(len(read_table(name)) for name in ('laws', 'provinces', 'ministries'))} entries"
    except KetluanError:
        return None


def _full_text_search() -> str | None:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("create virtual table t using fts5(x)")
    except sqlite3.OperationalError:
        return None
    finally:
        connection.close()
    return sqlite3.sqlite_version
