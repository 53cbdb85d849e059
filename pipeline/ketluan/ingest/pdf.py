"""PDF files: the text layer in reading order, page by page."""

from __future__ import annotations

import msgspec

from ketluan.errors import InputError
from ketluan.ingest.base import Loaded
from ketluan.ingest.compose import PageLines, compose
from ketluan.ingest.limits import Limits
from ketluan.ingest.pdf_pdfium import PageGlyphs, open_pdf, read_glyphs
from ketluan.ingest.printed import Row, build_rows, build_runs, sort_rows
from ketluan.ingest.rulings import find_tables, take_cells
from ketluan.ingest.zones import drop_furniture, find_lines
from ketluan.record import RecordWarning, Source


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """Text of all pages in reading order, with a box for each character.

    The letterhead gives its left lines, then its right ones; wrapped lines are joined into paragraphs; page numbers,
    running heads and signature marks are left out and counted.

    Raises:
        InputError: encrypted, damaged, over the page limit, or without text.
    """
    warnings: list[RecordWarning] = []
    pages: list[PageLines] = []
    rows: list[tuple[list[Row], float]] = []
    with open_pdf(data) as document:
        if len(document) > limits.max_pages:
            raise InputError(f"{len(document):,} pages; the limit is {limits.max_pages:,}", code="input-too-large")
        for index in range(len(document)):
            page, page_rows = PageLines(index + 1, 0.0, 0.0, "text-layer"), []
            try:
                glyphs = read_glyphs(document, index)
                page.width, page.height = glyphs.width, glyphs.height
                page_rows = _rows(glyphs)
            except InputError as error:
                warnings.append(RecordWarning(code="page-failed", message=str(error), page=index + 1))
            pages.append(page)
            rows.append((page_rows, page.height))
    for page, (kept, left_out) in zip(pages, drop_furniture(rows), strict=True):
        page.lines, page.left_out = find_lines(kept, page.width), left_out
    text, record_pages, layout = compose(pages)
    if not text.strip():
        raise InputError("no text layer: the pages are images", code="input-no-text")
    return Loaded(msgspec.structs.replace(source, method="text-layer"), text, record_pages, layout, warnings=warnings)


def _rows(glyphs: PageGlyphs) -> list[Row]:
    """Rows of the page; those of ruled tables have one run per cell."""
    chars, boxes, first_stamped = glyphs.chars, glyphs.boxes, glyphs.first_stamped
    tables = find_tables(glyphs.rulings)
    if not tables:
        return build_rows(build_runs(chars, boxes, first_stamped=first_stamped))
    table_rows, rest = take_cells(tables, chars, boxes)
    stamped = sum(index < first_stamped for index in rest)
    others = build_runs("".join(chars[i] for i in rest), [boxes[i] for i in rest], first_stamped=stamped)
    return sort_rows([*build_rows(others), *table_rows])
