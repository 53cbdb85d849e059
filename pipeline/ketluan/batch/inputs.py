"""Which files a run reads: arguments expanded, in a fixed order, the same bytes only once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """One document to read; `duplicates` are further paths that hold the same bytes. `sha256` is None where unreadable."""

    uri: str
    sha256: str | None
    duplicates: tuple[str, ...] = ()


def list_inputs(arguments: Iterable[str | Path]) -> list[Input]:
    """Files as given and all files below folders (hidden ones left out), sorted within each folder.

    A path that does not exist stays in the list: reading it gives the typed error.
    """
    uris: dict[str, None] = {}
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            uris.update(dict.fromkeys(str(p) for p in _files_below(path)))
        else:
            uris[str(argument)] = None
    by_hash: dict[str, list[str]] = {}
    for uri in uris:
        by_hash.setdefault(_hash(uri) or f"unreadable:{uri}", []).append(uri)
    return [Input(same[0], None if key.startswith("unreadable:") else key, tuple(same[1:])) for key, same in by_hash.items()]


def _files_below(folder: Path) -> list[Path]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return sorted(p for p in files if not any(part.startswith(".") for part in p.relative_to(folder).parts))


def _hash(uri: str) -> str | None:
    digest = hashlib.sha256()
    try:
        with Path(uri).open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()
