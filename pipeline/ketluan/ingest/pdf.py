"""PDF files: page by page through the text layer, or by recognition where there is none that can be trusted."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from ketluan.errors import InputError, KetluanError, ResourceError
from ketluan.ingest.base import Loaded
from ketluan.ingest.compose import PageLines, compose
from ketluan.ingest.limits import Limits
from ketluan.ingest.ocr import DPI
from ketluan.ingest.page_reading import LOW_CONFIDENCE, Reading, build_scan_rows, read_picture
from ketluan.ingest.pdf_guard import check_streams
from ketluan.ingest.pdf_pdfium import PageGlyphs, count_ink, has_no_extract_flag, open_pdf, read_glyphs, render
from ketluan.ingest.pdf_repair import repair
from ketluan.ingest.pdf_structure import Structure, has_changed_line_ends, look_at_structure
from ketluan.ingest.printed import Row, build_rows, build_runs, sort_rows
from ketluan.ingest.quality import ENOUGH_WORDS, SCAN_SHARE, Quality, is_cipher, measure_quality, needs_recognition
from ketluan.ingest.rulings import find_tables, take_cells, whole_tables
from ketluan.ingest.zones import drop_furniture, find_lines
from ketluan.record import RecordWarning, Source

TEXT_LAYER, OCR = "text-layer", "ocr"
MAX_MESSAGE = 2_000
# Mean confidence of clean print: 83 for a page in French, 7 for one in Arabic.
SURE_OF_PRINT = 70.0


@dataclass(slots=True)
class _Page:
    """One page while it is read."""

    lines: PageLines
    rows: list[Row] = field(default_factory=list)
    failed: bool = False


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """Text of all pages in reading order, with a box for each character.

    The letterhead gives its left lines, then its right ones; wrapped lines are joined into paragraphs; page numbers,
    running heads and signature marks are left out and counted. A page without a text layer, or with one that does not read
    as Vietnamese, is recognised from its picture (`limits.ocr`). What happened to a page is a warning on it.

    Raises:
        InputError: encrypted, damaged beyond repair, over a limit, or without text on any page.
    """
    check_streams(data, limits)
    if has_changed_line_ends(data):
        message = "the PDF was transferred as text: its line ends were changed, and what is compressed in it is ruined"
        raise InputError(message, hint="get it again from its source, byte for byte")
    structure = look_at_structure(data, limits.max_pages)
    reader = _Reader(limits)
    try:
        pages = reader.read(data)
    except InputError as error:
        mended = repair(data) if error.code == "input-corrupt" else None
        if mended is None:
            raise
        reader = _Reader(limits)
        pages = reader.read(mended)
        reader.warn("repaired", "the PDF is damaged and was read from a repaired copy")
    else:
        if any(page.failed for page in pages):
            reader, pages = _reread(data, limits, reader, pages)
    for page, (kept, left_out) in zip(pages, drop_furniture([(p.rows, p.lines.height) for p in pages]), strict=True):
        page.lines.lines, page.lines.left_out = find_lines(kept, page.lines.width), left_out
    text, record_pages, layout = compose([page.lines for page in pages])
    if len(text) > limits.max_chars:
        raise InputError(f"{len(text):,} characters; the limit is {limits.max_chars:,}", code="input-too-large")
    if not text.strip():
        raise reader.no_text_error(structure)
    reader.judge_structure(structure, [page.lines for page in pages])
    method = OCR if sum(p.lines.method == OCR for p in pages) * 2 > len(pages) else TEXT_LAYER
    source = msgspec.structs.replace(source, method=method)
    return Loaded(source, text, record_pages, layout, warnings=reader.warnings)


def _reread(data: bytes, limits: Limits, reader: _Reader, pages: list[_Page]) -> tuple[_Reader, list[_Page]]:
    """The pages of a repaired copy, where it has fewer that fail; the first reading otherwise."""
    mended = repair(data)
    if mended is None:
        return reader, pages
    again = _Reader(limits)
    try:
        mended_pages = again.read(mended)
    except InputError:
        return reader, pages
    good = sum(not page.failed for page in pages)
    if sum(not page.failed for page in mended_pages) < good or sum(page.failed for page in mended_pages) >= len(pages) - good:
        return reader, pages
    again.warn("repaired", f"the PDF is damaged and was read from a repaired copy of {len(mended_pages)} pages")
    return again, mended_pages


class _Reader:
    """Reads all pages of one file and collects its warnings."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.warnings: list[RecordWarning] = []
        self._missing: ResourceError | None = None
        self._n_images = 0
        self._recognition_s = 0.0

    def warn(self, code: str, message: str, page: int | None = None) -> None:
        self.warnings.append(RecordWarning(code=code, message=message, page=page))

    def read(self, data: bytes) -> list[_Page]:
        with open_pdf(data) as document:
            if len(document) > self._limits.max_pages:
                message = f"{len(document):,} pages; the limit is {self._limits.max_pages:,}"
                raise InputError(message, code="input-too-large")
            if not len(document):
                raise InputError("the PDF has no pages that can be found")
            if has_no_extract_flag(document):
                self.warn("no-extract-permission", "the author asks that text is not copied from this PDF")
            return [self._read_page(document, index) for index in range(len(document))]

    def _read_page(self, document: Any, index: int) -> _Page:
        page = _Page(PageLines(index + 1, 0.0, 0.0, TEXT_LAYER))
        try:
            glyphs = read_glyphs(document, index)
        except InputError as error:
            self.warn("page-failed", str(error), index + 1)
            page.failed = True
            return page
        page.lines.width, page.lines.height = glyphs.width, glyphs.height
        quality = measure_quality(glyphs.chars)
        if self._wants_recognition(document, index, glyphs, quality):
            reading = self._recognise(document, index)
            if reading is not None and is_cipher(quality) and glyphs.image_share <= SCAN_SHARE:
                if self._decipher(reading, index + 1):
                    return self._take(page, reading)
                reading = None
            if reading is not None and not self._is_scan(glyphs, quality):
                return self._mend(page, _layer_rows(glyphs), reading)
            if reading is not None and self._is_better(reading, quality, index + 1):
                return self._take(page, reading)
        if glyphs.n_hidden:
            message = f"{glyphs.n_hidden} letters of the text layer cannot be seen on the page; the text was kept as it is"
            self.warn("text-disagrees", message, index + 1)
        page.rows = _layer_rows(glyphs)
        page.lines.engines = _layer_engines(page.rows)
        return page

    def _wants_recognition(self, document: Any, index: int, glyphs: PageGlyphs, quality: Quality) -> bool:
        if self._limits.ocr == "always":
            return True
        if glyphs.chars.strip():
            wanted = needs_recognition(quality, glyphs.image_share)
        else:
            wanted = (glyphs.image_share > 0 or glyphs.has_drawings) and count_ink(document, index) > 0
        self._n_images += wanted
        if wanted and self._limits.ocr == "never":
            self.warn("not-recognised", "this page is an image, or its text layer is garbled; recognition is off", index + 1)
        return wanted and self._limits.ocr != "never"

    def _recognise(self, document: Any, index: int) -> Reading | None:
        if self._missing is not None:
            self.warn("ocr-missing", str(self._missing), index + 1)
            return None
        if self._recognition_s > self._limits.ocr_timeout_s:
            self.warn("out-of-time", "the time limit for recognition left none for this page", index + 1)
            return None
        started = time.monotonic()
        try:
            picture, scale = render(document, index, dpi=DPI, max_pixels=self._limits.max_pixels)
            return read_picture(picture, scale, self._limits)
        except ResourceError as error:
            self._missing = error
            self.warn("ocr-missing", str(error), index + 1)
        except KetluanError as error:
            self.warn("page-too-large" if error.code == "input-too-large" else "page-failed", str(error), index + 1)
        finally:
            self._recognition_s += time.monotonic() - started
        return None

    def _is_scan(self, glyphs: PageGlyphs, quality: Quality) -> bool:
        """Whether the picture is the original, and not the text layer: born-digital pages with a broken font are mended."""
        return self._limits.ocr == "always" or glyphs.image_share > SCAN_SHARE or quality.n_words < ENOUGH_WORDS

    def _mend(self, page: _Page, rows: list[Row], reading: Reading) -> _Page:
        """The rows of the text layer, those that do not read as Vietnamese from the picture."""
        page.rows, n_mended = mend_rows(rows, build_scan_rows(reading)[0])
        page.lines.engines = _layer_engines(rows)
        if n_mended:
            page.lines.engines.append("tesseract")
            message = f"a font without a true table of its characters: {n_mended} of {len(rows)} lines were read from the picture"
            self.warn("bad-text-layer", message, page.lines.number)
        return page

    def _decipher(self, reading: Reading, number: int) -> bool:
        """Whether the picture of a page whose layer is a cipher is to be taken, in whatever language it is printed."""
        is_print = reading.confidence >= SURE_OF_PRINT and reading.quality.n_words > 0
        rest = "the picture was read instead" if is_print else "and its picture reads no better: it was kept as it is"
        self.warn("bad-text-layer", f"the text layer cannot be read, {rest}", number)
        return is_print

    def _is_better(self, reading: Reading, layer: Quality, number: int) -> bool:
        """Whether the recognised text is to be taken instead of the text layer."""
        if reading.is_noise:
            self.warn("unreadable-page", "what was recognised on this page does not read as text and was not used", number)
            return False
        if not reading.quality.n_words:
            return False
        if layer.n_words < 5 or self._limits.ocr == "always":
            return True
        if reading.quality.score > layer.score and reading.quality.n_words > 0.5 * layer.n_words:
            share = layer.syllable_share
            self.warn(
                "bad-text-layer", f"only {share:.0%} of the words in the text layer can be Vietnamese; it was not used", number
            )
            return True
        return False

    def _take(self, page: _Page, reading: Reading) -> _Page:
        page.lines.method, page.lines.engines = OCR, ["tesseract"]
        if reading.quarter_turns % 2:
            page.lines.width, page.lines.height = page.lines.height, page.lines.width
        page.lines.skew_degrees = reading.skew_degrees
        page.rows, changes = build_scan_rows(reading)
        if changes:
            listed = "; ".join(f"{before} → {after}" for before, after in dict.fromkeys(changes))
            self.warn("ocr-repaired", f"read → repaired: {listed}"[:MAX_MESSAGE], page.lines.number)
        if reading.confidence < LOW_CONFIDENCE:
            message = f"mean confidence of the recognised words: {reading.confidence:.0f} of 100"
            self.warn("low-ocr-confidence", message, page.lines.number)
        return page

    def judge_structure(self, structure: Structure, pages: list[PageLines]) -> None:
        """Warnings of what a second reader found in the file: damage, other pages, another document, false fonts."""
        n_pages = len(pages)
        if structure.has_two_roots:
            message = "the file holds two documents, and other programs may show the other one: look at its pages"
            self.warn("text-disagrees", message)
        if structure.has_false_font and any(page.method == TEXT_LAYER for page in pages):
            message = "a font shows one letter and stands for another: what was read is not what the pages show"
            self.warn("text-disagrees", message)
        if any(warning.code == "repaired" for warning in self.warnings):
            return
        if structure.damage is not None:
            message = f"the PDF is damaged and was read all the same; other programs may show fewer pages: {structure.damage}"
            self.warn("damaged", message)
        elif structure.n_pages is not None and structure.n_pages != n_pages:
            self.warn("damaged", f"{n_pages} pages were read, but the PDF's tree of pages has {structure.n_pages}")

    def no_text_error(self, structure: Structure) -> InputError:
        """The error for a document without any text, with the reason that helps."""
        if self._missing is not None:
            return InputError(f"the pages are images; {self._missing}", code="input-no-text", hint=self._missing.hint)
        if self._n_images and self._limits.ocr == "never":
            return InputError("the pages are images, and recognition is off", code="input-no-text", hint="use --ocr auto")
        too_large = next((w for w in self.warnings if w.code == "page-too-large"), None)
        if too_large is not None:
            return InputError(too_large.message, code="input-too-large", page=too_large.page)
        if self.warnings and all(w.code == "page-failed" for w in self.warnings):
            return InputError(f"no page could be read: {self.warnings[0].message}", page=self.warnings[0].page)
        if structure.damage is not None:
            return InputError(f"the PDF is damaged, and no text is left in it: {structure.damage}")
        return InputError(code="input-no-text")


def mend_rows(layer: list[Row], scanned: list[Row]) -> tuple[list[Row], int]:
    """Rows of the text layer with those that read badly exchanged for what was recognised at their place; how many were."""
    kept: list[Row] = []
    taken: dict[int, Row] = {}
    n_mended = 0
    for row in layer:
        quality = measure_quality(row.text)
        here = [other for other in scanned if _is_beside(row, other)] if _is_garbled(quality) and not row.is_table else []
        if here and measure_quality(" ".join(other.text for other in here)).score > quality.score:
            taken.update({id(other): _set_level(other, row) for other in here})
            n_mended += 1
        else:
            kept.append(row)
    return sort_rows([*kept, *taken.values()]), n_mended


def _is_garbled(quality: Quality) -> bool:
    return quality.n_mixed > 0 or (quality.n_words > 0 and quality.syllable_share < 1.0)


def _set_level(row: Row, like: Row) -> Row:
    """The row at the height of another: boxes of the recogniser are tight, those of a text layer span the font."""
    runs = []
    for run in row.runs:
        boxes = [(x0, like.top, x1, like.bottom) if x0 == x0 else (x0, y0, x1, y1) for x0, y0, x1, y1 in run.boxes]
        runs.append(replace(run, boxes=boxes, top=like.top, bottom=like.bottom))
    return Row(runs)


def _is_beside(row: Row, other: Row) -> bool:
    middle = (other.top + other.bottom) / 2
    return row.top <= middle <= row.bottom and other.x0 < row.x1 and other.x1 > row.x0


def _layer_engines(rows: list[Row]) -> list[str]:
    """Glyphs are PDFium's; which lines make a table is told with pdfplumber's geometry."""
    return ["pdfium", "pdfplumber"] if any(row.is_table for row in rows) else ["pdfium"]


def _layer_rows(glyphs: PageGlyphs) -> list[Row]:
    """Rows of the text layer; those of ruled tables have one run per cell."""
    chars, boxes, first_stamped = glyphs.chars, glyphs.boxes, glyphs.first_stamped
    tables = whole_tables(find_tables(glyphs.rulings), chars, boxes)
    if not tables:
        return build_rows(build_runs(chars, boxes, first_stamped=first_stamped))
    table_rows, rest = take_cells(tables, chars, boxes)
    stamped = sum(index < first_stamped for index in rest)
    others = build_runs("".join(chars[i] for i in rest), [boxes[i] for i in rest], first_stamped=stamped)
    return sort_rows([*build_rows(others), *table_rows])
