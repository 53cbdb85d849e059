"""The error tree: every code belongs to it, says something, crosses process borders, and is provoked by some test."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from ketluan import errors
from ketluan.errors import CODES, InputError, KetluanError, ResourceError, StageError, StoreError, WorkerError

TESTS = Path(__file__).resolve().parent
CLASSES = [InputError, WorkerError, StageError, ResourceError, StoreError]


@pytest.mark.parametrize("kind", CLASSES)
def test_a_bare_error_says_something(kind: type[KetluanError]) -> None:
    error = kind()
    assert error.code == kind.default_code and str(error) == CODES[error.code] != ""


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_class_by_its_first_word(code: str) -> None:
    names = {
        "input": "InputError",
        "worker": "WorkerError",
        "stage": "StageError",
        "resource": "ResourceError",
        "store": "StoreError",
    }
    assert hasattr(errors, names[code.partition("-")[0]])


def test_an_error_crosses_process_borders_whole() -> None:
    error = InputError("no", code="input-encrypted", source="a.pdf", stage="ingest", page=3, hint="unlock it")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is InputError
    for name in ("code", "message", "source", "stage", "page", "hint"):
        assert getattr(copy, name) == getattr(error, name)


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(ValueError, match="unknown error code"):
        KetluanError(code="oops")


def test_every_code_is_provoked_by_some_test() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    assert [code for code in CODES if not re.search(rf"[\"']{code}[\"']", written)] == []
