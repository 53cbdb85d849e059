"""Which files a run reads: arguments expanded, archives opened, in a fixed order, the same bytes only once."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ketluan.errors import InputError
from ketluan.ingest.archive import SEPARATOR, Member, list_members
from ketluan.ingest.limits import DEFAULT_LIMITS, Limits
from ketluan.ingest.zips import mapped_errors, open_zip

CHUNK_BYTES = 1 << 20
_ZIP = b"PK\x03\x04"
# Members that tell a zip archive to be one document: an Office file, an e-book.
_ONE_DOCUMENT = frozenset(("[Content_Types].xml", "mimetype"))
# Beginnings of members that no reader opens; an archive of nothing else is refused as a whole.
_NO_DOCUMENT = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\x7fELF", b"MZ")


@dataclass(frozen=True, slots=True)
class Input:
    """One document to read; `duplicates` are further paths that hold the same bytes. `sha256` is None where unreadable."""

    uri: str
    sha256: str | None
    duplicates: tuple[str, ...] = ()


def list_inputs(arguments: Iterable[str | Path], *, limits: Limits = DEFAULT_LIMITS) -> list[Input]:
    """Files as given and all files below folders (hidden ones left out), sorted within each folder.

    A zip archive of documents stands for its members (`in/x.zip!member.pdf`); one that is damaged, encrypted or over the limits
    stays one input, and so does a path that does not exist: reading it gives the typed error.
    """
    uris: dict[str, None] = {}
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            uris.update(dict.fromkeys(str(p) for p in _files_below(path)))
        else:
            uris[str(argument)] = None
    by_hash: dict[str, list[str]] = {}
    for path_uri in uris:
        for uri, digest in _members(path_uri, limits) or [(path_uri, _hash_file(path_uri))]:
            by_hash.setdefault(digest or f"unreadable:{uri}", []).append(uri)
    return [Input(same[0], None if key.startswith("unreadable:") else key, tuple(same[1:])) for key, same in by_hash.items()]


def _files_below(folder: Path) -> list[Path]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return sorted(p for p in files if not any(part.startswith(".") for part in p.relative_to(folder).parts))


def _members(uri: str, limits: Limits) -> list[tuple[str, str | None]]:
    """(uri, hash) of each member of an archive of documents; nothing where the file is no such archive."""
    path = Path(uri)
    try:
        if not path.is_file() or path.stat().st_size > limits.max_bytes:
            return []
        with path.open("rb") as file:
            if file.read(4) != _ZIP:
                return []
            with closing(open_zip(file, limits)) as archive, mapped_errors():
                if _ONE_DOCUMENT & set(archive.namelist()):
                    return []
                members = list_members(archive)
                heads = [_hash_member(archive, member) for member in members]
                if all(_is_no_document(head) for _, head in heads):
                    return []
                return [(f"{uri}{SEPARATOR}{m.name}", digest) for m, (digest, _) in zip(members, heads, strict=True)]
    except (OSError, InputError):
        return []


def _hash_member(archive: zipfile.ZipFile, member: Member) -> tuple[str | None, bytes]:
    """(hash, first bytes); (None, b"") of an encrypted or damaged member, which has its own typed error when it is read."""
    try:
        with mapped_errors(), archive.open(member.info) as content:
            return _hash(content)
    except InputError:
        return None, b""


def _is_no_document(head: bytes) -> bool:
    nested = head.startswith(_ZIP) and not any(name.encode() in head for name in _ONE_DOCUMENT)
    return nested or head.startswith(_NO_DOCUMENT)


def _hash_file(uri: str) -> str | None:
    """SHA-256 of a regular file; None where it cannot be read (a pipe would keep the run waiting)."""
    try:
        if not Path(uri).is_file():
            return None
        with Path(uri).open("rb") as file:
            return _hash(file)[0]
    except OSError:
        return None


def _hash(file: IO[bytes]) -> tuple[str, bytes]:
    """(SHA-256, first bytes) of an open file."""
    digest = hashlib.sha256()
    head = b""
    for chunk in _chunks(file):
        head = head or chunk[:4096]
        digest.update(chunk)
    return digest.hexdigest(), head


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
