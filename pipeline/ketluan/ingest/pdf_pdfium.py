"""What is read from a PDF through PDFium: page count, glyphs with boxes (annotations included), pictures of pages."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ketluan.errors import InputError
from ketluan.ingest.printed import Box4

_FLAT_NORMALDISPLAY = 0
_FLATTEN_SUCCESS = 1
_ERROR_PASSWORD = 4


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The glyphs of one page in the order of the file; those from `first_stamped` on belong to annotations."""

    number: int
    width: float
    height: float
    rotation: int
    chars: str
    boxes: list[Box4]
    first_stamped: int


@contextmanager
def open_pdf(data: bytes) -> Iterator[Any]:
    """The document as PDFium sees it.

    Raises:
        InputError: encrypted, or so damaged that PDFium finds no document in it.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _ERROR_PASSWORD or "password" in str(error).lower():
            raise InputError(code="input-encrypted", hint="remove the password and try again") from error
        raise InputError("the PDF is damaged: no document structure was found") from error
    try:
        yield document
    finally:
        document.close()


def read_glyphs(document: Any, index: int) -> PageGlyphs:
    """Glyphs of one page. What annotations show (numbers and dates stamped at signing) comes behind the page's own text.

    Raises:
        InputError: PDFium cannot open the page.
    """
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise InputError("the page cannot be opened", page=index + 1) from error
    try:
        own = None
        if raw.FPDFPage_GetAnnotCount(page.raw) > 0:
            textpage = page.get_textpage()
            own = textpage.count_chars()
            textpage.close()
            if raw.FPDFPage_Flatten(page.raw, _FLAT_NORMALDISPLAY) == _FLATTEN_SUCCESS:
                page.close()
                page = document[index]
        width, height = page.get_size()
        rotation = page.get_rotation()
        chars, boxes = _read_chars(page)
        place = _placer(page.get_bbox(), rotation)
        placed = [place(*box) for box in boxes]
        return PageGlyphs(index + 1, width, height, rotation, chars, placed, len(chars) if own is None else own)
    finally:
        page.close()


def _read_chars(page: Any) -> tuple[str, list[tuple[float, float, float, float]]]:
    """Characters with (left, bottom, right, top) in user space; the box spans the font's ascent and descent."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    try:
        handle, count = textpage.raw, textpage.count_chars()
        rect = raw.FS_RECTF()
        ref = ctypes.byref(rect)
        get_box = raw.FPDFText_GetLooseCharBox
        boxes = []
        for i in range(count):
            get_box(handle, i, ref)
            boxes.append((rect.left, rect.bottom, rect.right, rect.top))
        chars = textpage.get_text_range() if count else ""
        if len(chars) != count:  # surrogates, or characters that PDFium drops from the whole text
            get_unicode = raw.FPDFText_GetUnicode
            chars = "".join(_as_char(get_unicode(handle, i)) for i in range(count))
        return chars, boxes
    finally:
        textpage.close()


def _as_char(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _placer(bbox: tuple[float, float, float, float], rotation: int) -> Any:
    """User space -> the page as shown: origin top left, the page's rotation applied."""
    left, bottom, right, top = bbox
    if rotation == 90:
        return lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if rotation == 180:
        return lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom)
    if rotation == 270:
        return lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0)
    return lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0)
