"""Pictures of documents: PNG, JPEG, TIFF (each frame a page)."""

from __future__ import annotations

import io
import time
import warnings
from typing import TYPE_CHECKING

import msgspec

from ketluan.errors import InputError, KetluanError
from ketluan.ingest.base import Loaded
from ketluan.ingest.compose import PageLines, compose
from ketluan.ingest.limits import Limits
from ketluan.ingest.page_reading import build_scan_rows, read_picture
from ketluan.ingest.printed import Row
from ketluan.ingest.zones import drop_furniture, find_lines
from ketluan.record import RecordWarning, Source

if TYPE_CHECKING:
    from PIL.Image import Image

A4_WIDTH_POINTS = 595.0


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """Recognise every frame as a page of A4 width.

    Raises:
        InputError: damaged, over a limit, recognition off or not installed, or nothing readable in the picture.
    """
    from PIL import Image as images
    from PIL import UnidentifiedImageError

    if limits.ocr == "never":
        raise InputError("this is a picture, and recognition is off", code="input-no-text", hint="use --ocr auto")
    notes: list[RecordWarning] = []
    pages: list[PageLines] = []
    rows: list[tuple[list[Row], float]] = []
    try:
        with warnings.catch_warnings(), images.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as picture:
            warnings.simplefilter("error", images.DecompressionBombWarning)
            until = time.monotonic() + limits.ocr_timeout_s
            n_frames = getattr(picture, "n_frames", 1)
            if n_frames > limits.max_pages:
                raise InputError(f"{n_frames:,} pages; the limit is {limits.max_pages:,}", code="input-too-large")
            for number in range(n_frames):
                picture.seek(number)
                if picture.width * picture.height > limits.max_pixels:
                    message = f"a picture of {picture.width * picture.height:,} pixels; the limit is {limits.max_pixels:,}"
                    raise InputError(message, code="input-too-large", page=number + 1)
                page, page_rows = _read_frame(picture.convert("RGB"), number + 1, limits, notes, until)
                pages.append(page)
                rows.append((page_rows, page.height))
    except (images.DecompressionBombError, images.DecompressionBombWarning) as error:
        raise InputError("the picture has too many pixels", code="input-too-large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise InputError("the picture is damaged") from error
    for page, (kept, left_out) in zip(pages, drop_furniture(rows), strict=True):
        page.lines, page.left_out = find_lines(kept, page.width), left_out
    text, record_pages, layout = compose(pages)
    if not text.strip():
        raise InputError(notes[0].message if notes else "", code="input-no-text")
    return Loaded(msgspec.structs.replace(source, method="ocr"), text, record_pages, layout, warnings=notes)


def _read_frame(
    picture: Image, number: int, limits: Limits, notes: list[RecordWarning], until: float
) -> tuple[PageLines, list[Row]]:
    if time.monotonic() > until:
        notes.append(
            RecordWarning(code="out-of-time", message="the time limit for recognition left none for this page", page=number)
        )
        return PageLines(number, picture.width, picture.height, "ocr"), []
    scale = A4_WIDTH_POINTS / min(picture.size)
    width, height = picture.width * scale, picture.height * scale
    try:
        reading = read_picture(picture, scale, limits)
    except KetluanError as error:
        notes.append(
            RecordWarning(code="page-failed", message=f"{error}; {error.hint}" if error.hint else str(error), page=number)
        )
        return PageLines(number, width, height, "ocr"), []
    if reading.quarter_turns % 2:
        width, height = height, width
    if reading.is_noise:
        notes.append(RecordWarning(code="unreadable-page", message="the picture does not read as text", page=number))
        return PageLines(number, width, height, "ocr"), []
    rows, changes = build_scan_rows(reading)
    if changes:
        listed = "; ".join(f"{before} → {after}" for before, after in dict.fromkeys(changes))
        notes.append(RecordWarning(code="ocr-repaired", message=f"read → repaired: {listed}"[:2_000], page=number))
    return PageLines(number, width, height, "ocr", skew_degrees=reading.skew_degrees, engines=["tesseract"]), rows
