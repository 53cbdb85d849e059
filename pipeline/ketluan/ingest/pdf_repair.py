"""A damaged PDF written anew through pikepdf (qpdf), which rebuilds the cross references and the page tree."""

from __future__ import annotations

import io
import logging

_LOG = logging.getLogger(__name__)


def repair(data: bytes) -> bytes | None:
    """The mended file; None where pikepdf is not installed or finds no pages either."""
    try:
        import pikepdf
    except ImportError:
        _LOG.warning("a damaged PDF cannot be repaired: pikepdf is not installed (pip install pikepdf)")
        return None
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            if not len(document.pages):
                return None
            document.save(out, linearize=False, preserve_pdfa=False)
    except (pikepdf.PdfError, pikepdf.PasswordError, RecursionError, RuntimeError, ValueError, TypeError, KeyError):
        return None
    return out.getvalue()
