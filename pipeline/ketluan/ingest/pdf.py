"""PDF files with a text layer, through pdfplumber."""

from __future__ import annotations

import io
from array import array

import msgspec

from ketluan.errors import InputError
from ketluan.ingest.base import Layout, Loaded
from ketluan.ingest.limits import Limits
from ketluan.record import Page, Source
from ketluan.text.canonical import canonicalize

_NOWHERE = (float("nan"),) * 4


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """Text layer of all pages, one page after the other, with a box for each character.

    Raises:
        InputError: encrypted, damaged, over the page limit, or without a text layer.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    parts: list[str] = []
    coordinates = array("d")
    pages: list[Page] = []
    position = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > limits.max_pages:
                raise InputError(f"{len(pdf.pages)} pages; the limit is {limits.max_pages}", code="input-too-large")
            for page in pdf.pages:
                textmap = page.get_textmap()
                raw = "".join(ch for ch, _ in textmap.tuples) + "\n"
                glyphs = [glyph for _, glyph in textmap.tuples] + [None]
                canonical = canonicalize(raw)
                for offset in range(len(canonical.text)):
                    glyph = glyphs[canonical.origin(offset)]
                    box = _NOWHERE if glyph is None else (glyph["x0"], glyph["top"], glyph["x1"], glyph["bottom"])
                    coordinates.extend(box)
                end = position + len(canonical.text)
                pages.append(
                    Page(
                        number=page.page_number,
                        start=position,
                        end=end,
                        width=float(page.width),
                        height=float(page.height),
                        method="text-layer",
                    )
                )
                parts.append(canonical.text)
                position = end
                page.close()
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise InputError(code="input-encrypted", hint="remove the password and try again") from error
        raise InputError(f"the PDF is damaged: {error.args[0] if error.args else error!r}") from error
    text = "".join(parts)
    if not text.strip():
        raise InputError("no text layer: the pages are images", code="input-no-text")
    return Loaded(msgspec.structs.replace(source, method="text-layer"), text, pages, Layout(coordinates))
