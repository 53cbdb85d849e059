"""What a file is, by its content."""

from __future__ import annotations

from ketluan.errors import InputError

_MAGIC = (
    (b"PK\x03\x04", "a zip archive or Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
)
# Share of control bytes above which a file is not text; real text has none.
MAX_CONTROL_SHARE = 0.02


def sniff(data: bytes) -> tuple[str, str]:
    """(media type, name of the reader module in `ketluan.ingest`).

    Raises:
        InputError: empty, or of a kind that no reader understands.
    """
    if not data:
        raise InputError(code="input-empty")
    head = data[:1024]
    if b"%PDF-" in head:
        return "application/pdf", "pdf"
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"this is {what}, which is not supported yet", code="input-unsupported")
    sample = data[:65536]
    controls = sum(sample.count(bytes([b])) for b in (*range(9), *range(14, 27), *range(28, 32), 127))
    if controls > MAX_CONTROL_SHARE * len(sample):
        raise InputError("binary content of an unknown kind", code="input-unsupported")
    return "text/plain", "plain"
