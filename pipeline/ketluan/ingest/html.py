"""Web pages: the main text of a portal's or newspaper's page, with its title, date and byline. Nothing is fetched.

trafilatura finds where the main text is; the text is then read whole from that place of the page, since lists, tables and
subheadings that the extractor leaves out hold the recommendations.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ketluan.errors import InputError, ResourceError
from ketluan.ingest.base import Hints, Loaded
from ketluan.ingest.limits import Limits
from ketluan.ingest.markup import visible_lines
from ketluan.ingest.plain import encoding_warnings
from ketluan.ingest.webpage import Line, find_attachments, is_text, main_lines, page_lines
from ketluan.record import Page, RecordWarning, Source
from ketluan.text.canonical import canonicalize
from ketluan.text.encodings import decode_text

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTALL_HINT = "pip install 'ketluan[html]'"
MAX_ATTACHMENTS = 20

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w\-:]{2,40})", re.I)
_ISO_DATES = (
    re.compile(r"\"datePublished\"\s{0,5}:\s{0,5}\"(\d{4}-\d{2}-\d{2})"),
    re.compile(
        r"<meta[^>]{0,200}?(?:published_time|datePublished|pubdate|publish-date|dc\.date)[^>]{0,200}?(\d{4}-\d{2}-\d{2})", re.I
    ),
    re.compile(r"<meta[^>]{0,200}?(\d{4}-\d{2}-\d{2})[^>]{0,200}?(?:published_time|datePublished|pubdate|publish-date)", re.I),
    re.compile(r"<time[^>]{0,200}?datetime\s{0,5}=\s{0,5}[\"'](\d{4}-\d{2}-\d{2})", re.I),
)
# "Thứ Hai, 05/08/2024, 10:15 (GMT+7)", "Ngày đăng: 5-8-2024", "10:15 | 05/08/2024": a line that says a date and little else.
_DATE_LINE = re.compile(r"(?<!\d)(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})(?!\d)")
MAX_DATE_LINE_CHARS = 70


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """The page's main text, one line a block, as one page without size; `hints` hold what the page says about itself.

    Raises:
        ResourceError: trafilatura is not installed.
        InputError: in no known encoding, over the limits, or without text.
    """
    found = _CHARSET.search(data[:4096])
    decoded = decode_text(data, declared=found[1].decode("ascii", "replace") if found else None)
    if len(decoded.text) > 5 * limits.max_chars:
        raise InputError(f"{len(decoded.text):,} characters of markup", code="input-too-large")
    markup = decoded.text.replace("\0", "")
    hints, lines, attachments = _read_page(markup)
    text = canonicalize("\n".join(lines)).text.strip()
    if not text:
        raise InputError(code="input-no-text")
    if len(text) > limits.max_chars:
        raise InputError(f"{len(text):,} characters; the limit is {limits.max_chars:,}", code="input-too-large")
    warnings = encoding_warnings(decoded)
    warnings += [RecordWarning(code="attachment", message=f"not read: {link}") for link in attachments[:MAX_ATTACHMENTS]]
    page = Page(number=1, start=0, end=len(text), engines=["trafilatura"])
    return Loaded(msgspec.structs.replace(source, method="html"), text, [page], hints=hints, warnings=warnings)


def _read_page(markup: str) -> tuple[Hints, list[str], list[str]]:
    try:
        import trafilatura
    except ImportError as error:
        raise ResourceError("trafilatura is needed to read web pages, and is not installed", hint=INSTALL_HINT) from error
    tree: Any = trafilatura.load_html(markup)
    if tree is None:  # markup that lxml gives up on: nested thousandfold, or no element at all
        return Hints(), visible_lines(markup), []
    extracted: Any = trafilatura.bare_extraction(markup, with_metadata=True, include_comments=False)
    lines = page_lines(tree)
    title = _title(extracted, lines)
    main = main_lines(lines, (extracted and extracted.text) or "", title)
    main = main or [line for line in lines if is_text(line)] or [Line(line) for line in visible_lines(markup)]
    published = _published(markup, lines, main)
    texts = [line.text for line in main if not _is_date_line(line.text)]
    if title and not any(_same(title, text) for text in texts[:5]):
        texts.insert(0, title)
    hints = Hints(title, published, (extracted and extracted.author) or None, (extracted and extracted.sitename) or None)
    return hints, texts, find_attachments(tree)


def _title(extracted: Any, lines: Sequence[Line]) -> str | None:
    """The page's first heading of the first level where the extractor's title agrees with it or there is none."""
    heading = next((line.text for line in lines if line.tag == "h1" and len(line.text) > 10), None)
    return heading or (" ".join(extracted.title.split()) if extracted and extracted.title else None)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _published(markup: str, lines: Sequence[Line], main: Sequence[Line]) -> str | None:
    """ISO date of publication: what the page declares, else a line above the text or at its head that is a date."""
    for pattern in _ISO_DATES:
        if (match := pattern.search(markup)) and (iso := _valid(*map(int, match[1].split("-")))):
            return iso
    first = next((n for n, line in enumerate(lines) if main and line is main[0]), 0)
    for line in [*lines[max(0, first - 8) : first], *main[:4]]:
        match = _DATE_LINE.search(line.text)
        if match and len(line.text) <= MAX_DATE_LINE_CHARS and _is_date_line(line.text):
            return _valid(int(match[3]), int(match[2]), int(match[1]))
    return None


_DATE_WORDS: Final = re.compile(
    r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|gmt[+\-]?\d{0,2}|ngày|đăng|cập nhật|lúc|giờ|xuất bản|phút|am|pm|[\W\d_]", re.I
)


def _is_date_line(text: str) -> bool:
    """Whether the line says when the page was published, and nothing else."""
    return len(text) <= MAX_DATE_LINE_CHARS and bool(_DATE_LINE.search(text)) and not _DATE_WORDS.sub("", text)


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
