"""What a file is, by its content; its name plays no part."""

from __future__ import annotations

import io
import re
import zipfile

from ketluan.errors import InputError
from ketluan.ingest.zips import check_directory_size
from ketluan.text.encodings import wide_encoding

# Share of NUL and other control bytes above which a file is not text. VPS and VISCII put a few capitals on control codes.
MAX_NUL_SHARE, MAX_CONTROL_SHARE = 0.001, 0.05
SAMPLE_BYTES = 65_536
HEAD_BYTES = 4_096

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PICTURES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_UNSUPPORTED = (
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|script|div|table|p|br|h[1-6]|span|font|center|article|section|a\s+href)\b",
    re.I,
)
_XML = re.compile(r"^\s{0,200}<\?xml\b|^\s{0,200}<!DOCTYPE\s+(?!html)", re.I)
_XHTML = re.compile(r"<(?:!doctype\s+)?html\b", re.I)
_WORD_XML = re.compile(r"progid=\"Word\.Document\"|schemas\.microsoft\.com/office/word/2003/wordml|opendocument\.text\"")
_MHTML = re.compile(
    r"\A(?:[\w-]{1,40}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n){0,10}){0,20}Content-Type:\s{0,5}multipart/related", re.I
)
_COMMENTS = re.compile(r"<!--[^>]{0,2000}-->|\s+")


def sniff(data: bytes) -> tuple[str, str]:
    """(media type, name of the reader module in `ketluan.ingest`).

    Raises:
        InputError: empty, encrypted in a way that shows from outside, or of a kind that no reader understands.
    """
    if not data.strip(b"\0"):
        raise InputError(code="input-empty")
    if b"%PDF-" in data[:1024]:
        return "application/pdf", "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        return _sniff_ole(data)
    if data.lstrip()[:5] == b"{\\rtf":
        return "application/rtf", "converted"
    for magic, media_type in _PICTURES:
        if data.startswith(magic):
            return media_type, "image"
    for magic, what in _UNSUPPORTED:
        if data.startswith(magic):
            raise InputError(f"this is {what}", code="input-unsupported", hint=f"readable are: {READABLE}")
    return _sniff_text(data)


READABLE = "PDF, DOCX, DOC, RTF, ODT, HTML, plain text, PNG, JPEG, TIFF, and zip archives of these"


def _sniff_zip(data: bytes) -> tuple[str, str]:
    """Office documents are zip archives too; one that is cut off shows by the names in what is left."""
    check_directory_size(io.BytesIO(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names, mimetype = set(archive.namelist()), ""
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    mimetype = member.read(200).decode("latin-1").strip()
    except Exception:  # whatever zipfile raises on a damaged directory: the readers say it properly
        names, mimetype = set(), ""
        if b"[Content_Types].xml" in data or b"word/" in data:
            return DOCX, "docx"
    if mimetype.startswith(ODT):
        return ODT, "converted"
    if "[Content_Types].xml" in names:
        for prefix, what in (("xl/", "a spreadsheet"), ("ppt/", "a presentation")):
            if any(name.startswith(prefix) for name in names) and not any(name.startswith("word/") for name in names):
                raise InputError(f"this is {what}", code="input-unsupported", hint=f"readable are: {READABLE}")
        return DOCX, "docx"
    if mimetype.startswith("application/"):
        raise InputError(f"this is {mimetype}", code="input-unsupported", hint=f"readable are: {READABLE}")
    return "application/zip", "archive"


def _sniff_ole(data: bytes) -> tuple[str, str]:
    """Old Office container: its directory names are UTF-16; an encrypted DOCX hides in one as well."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(code="input-encrypted", hint="remove the password and try again")
    if "WordDocument".encode("utf-16-le") not in data:
        raise InputError(
            "an old Office file that holds no Word document", code="input-unsupported", hint=f"readable are: {READABLE}"
        )
    if _is_encrypted_doc(data):
        raise InputError(code="input-encrypted", hint="remove the password and try again")
    return "application/msword", "converted"


def _is_encrypted_doc(data: bytes) -> bool:
    """[MS-DOC] 2.5.2: the FIB begins a sector with EC A5; bit 8 of its flags at offset 10 says encrypted."""
    for start in range(512, min(len(data) - 12, 64 << 20), 512):
        if data[start : start + 2] == b"\xec\xa5":
            return bool(data[start + 11] & 0x01)
    return False


def _sniff_text(data: bytes) -> tuple[str, str]:
    sample = data[:SAMPLE_BYTES]
    wide = wide_encoding(data) or ("utf-16" if sample.startswith((b"\xff\xfe", b"\xfe\xff")) else None)
    if not wide:
        controls = sum(sample.count(bytes([b])) for b in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
        if sample.count(0) > MAX_NUL_SHARE * len(sample) or controls > MAX_CONTROL_SHARE * len(sample):
            raise InputError("binary content of an unknown kind", code="input-unsupported", hint=f"readable are: {READABLE}")
    head = sample[:HEAD_BYTES].decode(wide or "latin-1", "replace").lstrip("\ufeffï»¿")
    if _XML.search(head) and not _XHTML.search(head):
        if _WORD_XML.search(head):
            return "application/xml", "converted"
        raise InputError("an XML file of another kind", code="input-unsupported", hint=f"readable are: {READABLE}")
    if _MHTML.search(head):
        return "multipart/related", "mhtml"
    if is_html(head):
        return "text/html", "html"
    return "text/plain", "plain"


def is_html(head: str) -> bool:
    """Whether text begins with markup: a tag of HTML, comments aside, before anything else."""
    start = _COMMENTS.sub(" ", head).lstrip()
    return bool(_HTML.match(start)) or (start == "" and "<!--" in head)
