"""Zip archives opened without trust: sizes and counts are checked first, and nothing is ever written by a member's name."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from ketluan.errors import InputError, KetluanError
from ketluan.ingest.limits import Limits

MAX_MEMBERS = 10_000
# Ratios are judged from here on: a few kilobytes of white space compress a thousandfold and hurt nobody.
MIN_SUSPECT_BYTES = 10_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1
_AES_METHOD = 99
_DIRECTORY_END = b"PK\x05\x06"

# What zipfile and zlib raise on hostile bytes -> the code of ours that says it.
_FOREIGN: tuple[tuple[type[Exception], str, str], ...] = (
    (zipfile.BadZipFile, "input-corrupt", "the archive is damaged"),
    (zlib.error, "input-corrupt", "the archive holds damaged compressed data"),
    (EOFError, "input-corrupt", "the archive is cut off"),
    (struct.error, "input-corrupt", "the archive's directory is damaged"),
    (NotImplementedError, "input-unsupported", "the archive uses a compression that is not supported"),
    (RuntimeError, "input-encrypted", "the archive needs a password"),
    (UnicodeDecodeError, "input-corrupt", "the archive's directory is damaged"),
    (ValueError, "input-corrupt", "the archive's directory is damaged"),
    (OSError, "input-corrupt", "the archive is damaged"),
    (KeyError, "input-corrupt", "a part of the document is missing"),
)


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Turns every exception of the zip libraries into an `InputError`; ours and MemoryError pass."""
    try:
        yield
    except (KetluanError, MemoryError, RecursionError):
        raise
    except Exception as error:
        for kind, code, message in _FOREIGN:
            if isinstance(error, kind):
                raise InputError(f"{message} ({type(error).__name__})", code=code) from error
        raise


def open_zip(source: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The archive, after a look at its directory.

    Raises:
        InputError: damaged, encrypted, too many members, or inflating to more than the limits allow.
    """
    check_directory_size(source)
    with mapped_errors():
        archive = zipfile.ZipFile(source)
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise InputError(f"{len(members):,} members; the limit is {MAX_MEMBERS:,}", code="input-too-large")
        _check_sizes(members, limits)
        return archive


def check_directory_size(source: BinaryIO) -> None:
    """Refuse a directory of millions of entries before zipfile builds an object for each (InputError)."""
    source.seek(0, io.SEEK_END)
    size = source.tell()
    source.seek(max(0, size - 66_000))
    tail = source.read()
    source.seek(0)
    at = tail.rfind(_DIRECTORY_END)
    if at >= 0 and len(tail) >= at + 16:
        n_bytes = struct.unpack_from("<I", tail, at + 12)[0]
        if MAX_MEMBERS * 500 < n_bytes <= size:
            raise InputError(f"a directory of {n_bytes:,} bytes", code="input-too-large")


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    inflated = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if inflated > limits.max_inflated_bytes:
        message = f"inflates to {inflated:,} bytes; the limit is {limits.max_inflated_bytes:,}"
        raise InputError(message, code="input-too-large")
    if inflated > MIN_SUSPECT_BYTES and inflated / packed > limits.max_inflation_ratio:
        message = f"inflates {inflated // packed}-fold; the limit is {limits.max_inflation_ratio}-fold"
        raise InputError(message, code="input-too-large")


def is_encrypted(info: zipfile.ZipInfo) -> bool:
    """Whether the member needs a password."""
    return bool(info.flag_bits & _ENCRYPTED_FLAG) or info.compress_type == _AES_METHOD


def read_member(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo) -> bytes:
    """The bytes of one member, never more than its directory entry says (which `open_zip` has checked).

    Raises:
        InputError: missing, damaged, encrypted or compressed by an unusual method.
    """
    with mapped_errors():
        info = archive.getinfo(member) if isinstance(member, str) else member
        if is_encrypted(info):
            raise InputError(code="input-encrypted", hint="remove the password and try again")
        if info.compress_type not in _METHODS:
            raise InputError(f"compression method {info.compress_type} is not supported", code="input-unsupported")
        return archive.read(info)
