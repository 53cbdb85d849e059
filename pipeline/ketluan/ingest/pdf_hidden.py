"""Text of a PDF page that nobody sees: drawn without ink, white on white, under a box, beside the page, or apart from the scan.

What the page's objects make suspicious is looked at in a small picture: a word without any contrast is hidden. Pages with
nothing suspicious, nearly all, are not drawn.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from typing import Any

from ketluan.ingest.printed import Box4
from ketluan.ingest.quality import SCAN_SHARE

UserBox = tuple[float, float, float, float]  # left, bottom, right, top
Colour = tuple[int, int, int]
_WORD = re.compile(r"[^\W_]{2,40}")
_UNPAINTED = frozenset((3, 7))  # text render modes "neither fill nor stroke" and "add to the clipping path"
_FILLED = frozenset((0, 4))
_WHITE = (7, 7, 7)
_OPAQUE, _VISIBLE = 250, 10  # of 255
# A rule or an underline covers nothing; a highlighted or masked line is at least this high and wide.
MIN_COVER_POINTS = 5.0
COVERED_SHARE = 0.8
PICTURE_DPI, PICTURE_PIXELS = 72, 1_500_000
# Words lower than this in the picture cannot be judged.
MIN_WORD_PIXELS = 4.0
# Grey levels between the darkest and the lightest pixel of a word; 12 point print has 100 and more, nothing has 0.
MIN_CONTRAST = 8
# Fewer letters are a mark of the program that signs ("#sign").
MIN_HIDDEN_LETTERS, MIN_HIDDEN_WORDS = 16, 3
# Of the words of a scan's text layer, so many may lie beside the print: layers are a little askew.
MAX_BESIDE_SCAN = 0.5
MAX_WORDS = 3_000
# Forms inside of forms, and objects in all forms of a page, that are looked at.
MAX_FORM_DEPTH, MAX_FORM_OBJECTS = 3, 5_000
# A printing house notes file, job and time beside the page that it cuts: 2 % of the letters of an official gazette.
PRINTERS_SHARE = 0.05


@dataclass(slots=True)
class Objects:
    """What matters of the objects of a page, in the order in which they are drawn; colours with 8 levels a channel."""

    texts: list[tuple[int, Any]] = field(default_factory=list)
    covers: list[tuple[int, UserBox]] = field(default_factory=list)
    colours: set[Colour] = field(default_factory=lambda: {_WHITE})
    is_suspicious: bool = False
    n_inside: int = 0

    def add_text(self, order: int, item: Any) -> None:
        """A text of the page itself."""
        self.texts.append((order, item))
        self.look_at(item)

    def look_at(self, item: Any) -> None:
        """Text without ink, or in a colour that is already there."""
        from pypdfium2 import raw

        if self.is_suspicious:
            return
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        if mode in _UNPAINTED:
            self.is_suspicious = True
        elif mode in _FILLED:
            colour, alpha = _fill(item)
            self.is_suspicious = colour in self.colours or alpha < _VISIBLE

    def look_into(self, item: Any, depth: int = MAX_FORM_DEPTH) -> None:
        """A form and what is inside of it: what is drawn there, an annotation for instance, may lie over text."""
        from pypdfium2 import raw

        if self.is_suspicious or self.n_inside >= MAX_FORM_OBJECTS:
            return
        self.n_inside += 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self.look_at(item)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            for index in range(min(raw.FPDFFormObj_CountObjects(item), MAX_FORM_OBJECTS - self.n_inside)):
                self.look_into(raw.FPDFFormObj_GetObject(item, index), depth - 1)
        elif self.texts and (kind == raw.FPDF_PAGEOBJ_IMAGE or (kind == raw.FPDF_PAGEOBJ_PATH and _is_filled(item))):
            self.is_suspicious = True

    def add_cover(self, order: int, item: Any, box: UserBox, *, is_image: bool) -> None:
        """A picture or a filled path: below later text, above earlier."""
        if min(box[2] - box[0], box[3] - box[1]) < MIN_COVER_POINTS:
            return
        if not is_image:
            colour, alpha = _fill(item) if _is_filled(item) else (None, 0)
            if colour is None or alpha < _OPAQUE:
                return
            self.colours.add(colour)
        if self.texts:
            self.covers.append((order, box))

    def count_hidden(self, page: Any, chars: str, boxes: list[Box4], *, image_share: float) -> int:
        """Letters and digits that nobody sees on the page, as `find_hidden` has them; at least those under other text."""
        is_scan = image_share > SCAN_SHARE
        if not (is_scan or self.is_suspicious or self.covers or _is_beside(chars, boxes, page)):
            return 0
        overwritten = 0 if is_scan else self.count_overwritten()
        return max(overwritten, find_hidden(page, chars, boxes, is_scan=is_scan))

    def count_overwritten(self) -> int:
        """Texts under a box on which other text stands."""
        if not self.covers:
            return 0
        boxes = [(order, box) for order, item in self.texts if (box := _bounds(item)) is not None]
        count = 0
        for order, box in boxes[:MAX_WORDS]:
            over = [cover for cover, around in self.covers if cover > order and _share_inside(box, around) > COVERED_SHARE]
            count += bool(over) and any(later > over[0] and _share_inside(box, other) > 0.3 for later, other in boxes)
        return count


def _is_beside(chars: str, boxes: list[Box4], page: Any) -> bool:
    """Whether any word stands outside of the page."""
    width, height = page.get_size()
    return any(
        char.isalnum() and (box[2] < 0 or box[0] > width or box[3] < 0 or box[1] > height)
        for char, box in zip(chars, boxes, strict=True)
    )


def _fill(item: Any) -> tuple[Colour | None, int]:
    """Colour and opacity (0 to 255) with which an object is filled."""
    from pypdfium2 import raw

    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *parts):
        return None, 255
    red, green, blue, alpha = (part.value for part in parts)
    return (red >> 5, green >> 5, blue >> 5), alpha


def _is_filled(item: Any) -> bool:
    from pypdfium2 import raw

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(item, mode, stroke) and mode.value)


def _bounds(item: Any) -> UserBox | None:
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _share_inside(box: UserBox, around: UserBox) -> float:
    width = min(box[2], around[2]) - max(box[0], around[0])
    height = min(box[3], around[3]) - max(box[1], around[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return width * height / area if width > 0 and height > 0 and area > 0 else 0.0


def find_hidden(page: Any, chars: str, boxes: list[Box4], *, is_scan: bool) -> int:
    """Letters and digits of the words that cannot be seen on the page; 0 where they are too few to mean anything.

    Args:
        page: open in PDFium, with its annotations drawn into it.
        boxes: of `chars`, on the page as it is shown.
        is_scan: the text is said to be that of a picture; then words that have no print below them count.
    """
    words = [match.span() for match in _WORD.finditer(chars)][:MAX_WORDS]
    if not words:
        return 0
    width, height = page.get_size()
    scale = min(PICTURE_DPI / 72, (PICTURE_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    if picture.ndim == 3:
        picture = picture[:, :, 0]
    judged = hidden = letters = beside = 0
    for start, end in words:
        band = _middle(boxes[start:end], scale)
        if band is None:
            continue
        left, top, right, bottom = band
        seen = picture[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
        judged += 1
        if not seen.size or int(seen.max()) - int(seen.min()) < MIN_CONTRAST:
            hidden += 1
            letters += end - start
            beside += 0 if seen.size else end - start
    if beside <= PRINTERS_SHARE * sum(end - start for start, end in words):
        letters -= beside
    needed = max(MIN_HIDDEN_WORDS, MAX_BESIDE_SCAN * judged) if is_scan else MIN_HIDDEN_WORDS
    return letters if hidden >= needed and letters >= MIN_HIDDEN_LETTERS else 0


def _middle(boxes: list[Box4], scale: float) -> tuple[int, int, int, int] | None:
    """Pixels of the middle of a word, where no line above or below it reaches; None where it is too small to be judged."""
    left, right = min(box[0] for box in boxes) * scale, max(box[2] for box in boxes) * scale
    top, bottom = min(box[1] for box in boxes) * scale, max(box[3] for box in boxes) * scale
    wide, high = right - left, bottom - top
    if min(wide, high) < MIN_WORD_PIXELS:
        return None
    if wide < high:  # runs up or down the page
        left, right = left + 0.25 * wide, left + 0.75 * wide
    else:
        top, bottom = top + 0.3 * high, top + 0.75 * high
    return int(left), int(top), int(right) + 1, int(bottom) + 1
