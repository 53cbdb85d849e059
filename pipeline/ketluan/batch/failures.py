"""`failures.jsonl`: one line per input that has no record, with its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ketluan.errors import KetluanError
from ketluan.ingest import shown_uri

Failure = dict[str, Any]


def as_failure(uri: str, sha256: str | None, error: KetluanError) -> Failure:
    """One line of the failures file, as the contract has it."""
    return {
        "source": {"uri": shown_uri(uri), "sha256": sha256},
        "code": error.code,
        "stage": error.stage or "worker",
        "page": error.page,
        "message": str(error),
        "hint": error.hint,
    }


class FailureFile:
    """Failures are appended as they happen, so that a killed run loses none; `close` sorts them.

    Failures of earlier runs over other inputs stay; those of inputs that this run reads again are dropped at the start.
    """

    def __init__(self, path: Path, reread: set[str]) -> None:
        self._path = path
        shown = set(map(shown_uri, reread))
        self._rows = [row for row in read_failures(path) if row["source"]["uri"] not in shown]
        self._write_all()

    def add(self, failure: Failure) -> None:
        self._rows.append(failure)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(failure))

    def close(self) -> None:
        self._rows.sort(key=lambda row: row["source"]["uri"])
        self._write_all()

    def _write_all(self) -> None:
        temporary = self._path.with_suffix(".tmp")
        temporary.write_text("".join(map(_line, self._rows)), encoding="utf-8")
        temporary.replace(self._path)


def read_failures(path: Path) -> list[Failure]:
    """All failures of a run's folder; an unfinished last line (a killed run) is left out."""
    if not path.exists():
        return []
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return rows


def _line(failure: Failure) -> str:
    return json.dumps(failure, ensure_ascii=False, sort_keys=True) + "\n"
