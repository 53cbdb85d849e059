"""Looks at the bytes of a PDF before any parser does: streams that would inflate beyond all measure."""

from __future__ import annotations

import re
import zlib

from ketluan.errors import InputError
from ketluan.ingest.limits import Limits

_STREAM = re.compile(rb"stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s{0,4}/Image\b")
_SIDE = re.compile(rb"/(Width|Height)\s{1,4}(\d{1,12})")
# The dictionary of a stream stands in front of it; this much of it is looked at.
DICTIONARY_BYTES = 600
# Deflate cannot do better than 1 : 1,032.
MAX_DEFLATE_RATIO = 1_032
CHUNK_BYTES = 1 << 20
# Below this size a high ratio is white space or a simple drawing.
HARMLESS_BYTES = 50_000_000


def check_streams(data: bytes, limits: Limits) -> None:
    """Inflate what could be a bomb, piece by piece, counting only.

    Raises:
        InputError: a stream would inflate to more than `limits.max_inflated_bytes`, or beyond `limits.max_inflation_ratio`
            while large; or a picture has more than ten times `limits.max_pixels`.
    """
    total = 0
    for match in _STREAM.finditer(data):
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        head = data[max(0, match.start() - DICTIONARY_BYTES) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if _PICTURE.search(head):
            _check_picture(head, limits)
            continue
        n_filters = head.count(b"FlateDecode") + head.count(b"/Fl ")
        if not n_filters:
            continue
        end = data.find(b"endstream", match.end())
        size = (end if end >= 0 else len(data)) - match.end()
        if n_filters > 1 or size * MAX_DEFLATE_RATIO > HARMLESS_BYTES:
            total += _inflated_size(memoryview(data)[match.end() : match.end() + size], n_filters, limits)
            if total > 4 * limits.max_inflated_bytes:
                raise _too_large(total)


def _check_picture(head: bytes, limits: Limits) -> None:
    sides = {name: int(value) for name, value in _SIDE.findall(head)}
    pixels = sides.get(b"Width", 0) * sides.get(b"Height", 0)
    if pixels > 10 * limits.max_pixels:
        raise InputError(f"a picture of {pixels:,} pixels; the limit is {10 * limits.max_pixels:,}", code="input-too-large")


def _inflated_size(stream: memoryview, n_filters: int, limits: Limits) -> int:
    """Bytes behind the last of up to three filters of one stream; damaged data counts as far as it goes."""
    stages = [zlib.decompressobj() for _ in range(min(n_filters, 3))]
    counts = [0] * len(stages)

    def feed(stage: int, piece: bytes) -> None:
        while piece:
            out = stages[stage].decompress(piece, CHUNK_BYTES)
            piece = stages[stage].unconsumed_tail
            counts[stage] += len(out)
            size = counts[stage]
            if size > limits.max_inflated_bytes:
                raise _too_large(size)
            if size > HARMLESS_BYTES and size > limits.max_inflation_ratio * max(1, len(stream)):
                raise _too_large(size)
            if stage + 1 < len(stages):
                feed(stage + 1, out)
            if not out:
                return

    try:
        for start in range(0, len(stream), CHUNK_BYTES):
            feed(0, bytes(stream[start : start + CHUNK_BYTES]))
    except zlib.error:
        pass
    return counts[-1]


def _too_large(size: int) -> InputError:
    return InputError(f"a stream of the PDF inflates to more than {size // 1_000_000} MB", code="input-too-large")
