"""Zip archives of documents: each member is an input of its own, named `in/x.zip!member.pdf`.

Members are read into memory by their place in the directory; nothing is ever written by a member's name. Archives inside archives
are not opened.
"""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ketluan.errors import InputError
from ketluan.ingest.base import Loaded
from ketluan.ingest.limits import Limits
from ketluan.ingest.zips import is_encrypted, mapped_errors, open_zip, read_member
from ketluan.record import Source

SEPARATOR = "!"
_FURNITURE = frozenset(("__MACOSX",))
_UTF8_FLAG = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name as shown, and its directory entry."""

    name: str
    info: zipfile.ZipInfo


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """An archive is many documents, never one: always raises.

    Raises:
        InputError: what is wrong with the archive as a whole, or that its members are to be read one by one.
    """
    with closing(open_zip(io.BytesIO(data), limits)) as archive:
        members = list_members(archive)
    raise InputError(
        f"an archive of {len(members)} files is not one document",
        code="input-unsupported",
        hint="`ketluan run` reads the documents of an archive, `ketluan extract` one given as ARCHIVE.zip!MEMBER",
    )


def list_members(archive: zipfile.ZipFile) -> list[Member]:
    """The files of an opened archive, in the directory's order; folders and what systems leave behind are left out.

    Raises:
        InputError: the archive is empty or encrypted, or its directory contradicts itself.
    """
    members = [Member(shown_name(info), info) for info in archive.infolist() if not info.is_dir()]
    members = [member for member in members if not _is_furniture(member.name)]
    if not members:
        raise InputError("the archive holds no files", code="input-empty")
    if all(is_encrypted(member.info) for member in members):
        raise InputError("the archive needs a password", code="input-encrypted", hint="remove the password and try again")
    _check_names(members)
    _check_places(members)
    return members


def shown_name(info: zipfile.ZipInfo) -> str:
    """The member's name with printable characters only; old tools write UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return "".join(ch if ch.isprintable() else "\ufffd" for ch in name.replace("\\", "/"))


def _is_furniture(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(_FURNITURE & set(path.parts)) or path.name.startswith(".") or path.name in ("Thumbs.db", "desktop.ini")


def _check_names(members: list[Member]) -> None:
    """Names are only shown, but one that leads out of the archive, or comes twice, means a hostile or broken archive."""
    for member in members:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or member.name[1:2] == ":":
            raise InputError("a member's name leads out of the archive", code="input-corrupt")
    if len({member.name for member in members}) < len(members):
        raise InputError("two members of the archive have the same name", code="input-corrupt")


def _check_places(members: list[Member]) -> None:
    """Members that share bytes are how a small archive inflates without end."""
    end = -1
    for info in sorted((member.info for member in members), key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise InputError("members of the archive overlap", code="input-corrupt")
        end = info.header_offset + info.compress_size


def split_uri(uri: str) -> tuple[Path, str] | None:
    """(archive, member) of `in/x.zip!member.pdf` where the archive is a file; None for any other path."""
    at = uri.find(SEPARATOR)
    while at >= 0:
        path = Path(uri[:at])
        if path.is_file():
            return path, uri[at + 1 :]
        at = uri.find(SEPARATOR, at + 1)
    return None


def load_member(file: BinaryIO, name: str, limits: Limits) -> bytes:
    """The bytes of the member with this shown name.

    Raises:
        InputError: the archive is damaged or over the limits, or the member is missing, encrypted, damaged or too large.
    """
    with closing(open_zip(file, limits)) as archive, mapped_errors():
        member = next((m for m in list_members(archive) if m.name == name), None)
        if member is None:
            raise InputError(f"the archive has no member {name!r}", code="input-missing")
        if member.info.file_size > limits.max_bytes:
            message = f"{member.info.file_size:,} bytes; the limit is {limits.max_bytes:,}"
            raise InputError(message, code="input-too-large")
        return read_member(archive, member.info)
