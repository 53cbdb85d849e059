"""What is read from a PDF through PDFium: page count, glyphs with boxes (annotations included), pictures of pages."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ketluan.errors import InputError
from ketluan.ingest.pdf_hidden import Objects
from ketluan.ingest.printed import Box4

_FLAT_NORMALDISPLAY = 0
_FLATTEN_SUCCESS = 1
_ERROR_PASSWORD = 4
_NEARLY_WHITE = 245
_PROBE_DPI, _PROBE_PIXELS, _PROBE_DARK = 40, 1_000_000, 200
# A page with more objects or paths than these is a drawing; no table is looked for behind them.
MAX_OBJECTS = 20_000
MAX_RULINGS = 1_500
# Print of a normal size cannot be read below this resolution.
MIN_DPI = 100
GlyphKey = tuple[str, int, int, int]
UserBox = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The glyphs of one page in the order of the file; those from `first_stamped` on belong to annotations.

    `n_hidden`: letters and digits that nobody sees on the page.
    """

    number: int
    width: float
    height: float
    rotation: int
    chars: str
    boxes: list[Box4]
    first_stamped: int
    rulings: list[Box4]
    image_share: float
    has_drawings: bool
    n_hidden: int = 0


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
        # PDFium may report the error of the file before this one.
        if b"/Encrypt" in data and (getattr(error, "err_code", None) == _ERROR_PASSWORD or "password" in str(error).lower()):
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
            own = {_glyph_key(char, box) for char, box in zip(*_read_chars(textpage), strict=True)}
            textpage.close()
            if raw.FPDFPage_Flatten(page.raw, _FLAT_NORMALDISPLAY) == _FLATTEN_SUCCESS:
                page.close()
                page = document[index]
        return _read_page(page, index + 1, own)
    finally:
        page.close()


def _read_page(page: Any, number: int, own: set[GlyphKey] | None) -> PageGlyphs:
    width, height = page.get_size()
    rotation = page.get_rotation()
    place = _placer(page.get_bbox(), rotation)
    textpage = page.get_textpage()
    try:
        chars, boxes = _read_chars(textpage)
        stamped = (
            [] if own is None else [i for i, c in enumerate(chars) if not c.isspace() and _glyph_key(c, boxes[i]) not in own]
        )
        placed = [place(*box) for box in boxes]
        if stamped:
            chars = _blank_hidden(textpage, chars, placed, stamped)
    finally:
        textpage.close()
    if stamped:  # PDFium puts them into the lines over which they stand; behind the page's own text they are told apart
        behind = set(stamped)
        order = [i for i in range(len(chars)) if i not in behind] + stamped
        chars, placed = "".join(chars[i] for i in order), [placed[i] for i in order]
    drawn = _read_objects(page)
    covered = min(1.0, sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in drawn.images) / max(1.0, width * height))
    placed_rulings = [place(*box) for box in drawn.rulings]
    first_stamped = len(chars) - len(stamped)
    n_hidden = drawn.objects.count_hidden(page, chars, placed, image_share=covered)
    return PageGlyphs(
        number, width, height, rotation, chars, placed, first_stamped, placed_rulings, covered, drawn.has_drawings, n_hidden
    )


def _glyph_key(char: str, box: UserBox) -> GlyphKey:
    return char, round(box[0]), round(box[1]), round(box[2])


def _blank_hidden(textpage: Any, chars: str, boxes: list[Box4], stamped: list[int]) -> str:
    """Spaces for glyphs painted in white beside a stamp: a number that was typed first and hidden when the real one came."""
    from pypdfium2 import raw

    stamps = [boxes[i] for i in stamped]
    skipped = set(stamped)
    parts = [ctypes.c_uint() for _ in range(4)]
    out = list(chars)
    for i in range(len(chars)):
        if i in skipped:
            continue
        top, bottom = boxes[i][1], boxes[i][3]
        if not chars[i].isspace() and any(stamp[1] < bottom and stamp[3] > top for stamp in stamps):
            raw.FPDFText_GetFillColor(textpage.raw, i, *parts)
            if all(part.value > _NEARLY_WHITE for part in parts[:3]) or parts[3].value == 0:
                out[i] = " "
    return "".join(out)


@dataclass(slots=True)
class _Drawn:
    """Boxes of a page's lines and rectangles, and of its pictures; what may hide text."""

    paths: list[UserBox] = field(default_factory=list)
    images: list[UserBox] = field(default_factory=list)
    n_forms: int = 0
    objects: Objects = field(default_factory=Objects)

    @property
    def rulings(self) -> list[UserBox]:
        return self.paths if len(self.paths) <= MAX_RULINGS else []

    @property
    def has_drawings(self) -> bool:
        return bool(self.paths or self.n_forms)


def _read_objects(page: Any) -> _Drawn:
    from pypdfium2 import raw

    handle = page.raw
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    refs = [ctypes.byref(value) for value in (left, bottom, right, top)]
    drawn = _Drawn()
    for i in range(min(raw.FPDFPage_CountObjects(handle), MAX_OBJECTS)):
        item = raw.FPDFPage_GetObject(handle, i)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            drawn.objects.add_text(i, item)
        elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE) and raw.FPDFPageObj_GetBounds(item, *refs):
            is_image = kind == raw.FPDF_PAGEOBJ_IMAGE
            box = (left.value, bottom.value, right.value, top.value)
            (drawn.images if is_image else drawn.paths).append(box)
            drawn.objects.add_cover(i, item, box, is_image=is_image)
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            drawn.n_forms += 1  # may hold anything, a picture too
            drawn.objects.look_into(item)
    return drawn


def render(document: Any, index: int, *, dpi: int, max_pixels: int, min_dpi: int = MIN_DPI) -> tuple[Any, float]:
    """The page as a picture (PIL) and the points per pixel; annotations are drawn.

    Raises:
        InputError: the page would not fit into `max_pixels` at a readable resolution, or cannot be drawn.
    """
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise InputError("the page cannot be opened", page=index + 1) from error
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, (max_pixels / max(1.0, width * height)) ** 0.5)
        if scale * 72 < min_dpi or min(width, height) * scale < 1:
            message = f"the page measures {width:.0f} x {height:.0f} points, too large for a picture"
            raise InputError(message, code="input-too-large", page=index + 1)
        bitmap = page.render(scale=scale)
        return bitmap.to_pil(), 1 / scale
    except pypdfium2.PdfiumError as error:
        raise InputError("the page cannot be drawn", page=index + 1) from error
    finally:
        page.close()


def _read_chars(textpage: Any) -> tuple[str, list[UserBox]]:
    """Characters with (left, bottom, right, top) in user space; the box spans the font's ascent and descent."""
    from pypdfium2 import raw

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


def count_ink(document: Any, index: int) -> int:
    """Dark pixels of a small picture of the page: 0 means that a person sees nothing on it."""
    picture, _ = render(document, index, dpi=_PROBE_DPI, max_pixels=_PROBE_PIXELS, min_dpi=0)
    histogram = picture.convert("L").histogram()
    return int(sum(histogram[:_PROBE_DARK]))


def has_no_extract_flag(document: Any) -> bool:
    """Whether the permissions of the file ask that text is not extracted (bit 5 of the PDF reference, table 22)."""
    from pypdfium2 import raw

    permissions = raw.FPDF_GetDocPermissions(document.raw)
    return not permissions & 0x10
