"""A copy of the text, as long as the text, that is easier to match.

Look-alike signs are unified, page numbers between lines blanked.
"""

from __future__ import annotations

import re

_LOOKALIKES = str.maketrans({"⁄": "/", "∕": "/", "／": "/", "Ð": "Đ", "‑": "-", "−": "-", "‐": "-", "\u00a0": " "})
_MARKS = "⁄∕／Ð‑−‐\u00a0"
# A page number alone on its line, beside an empty line or a page break: it interrupts sentences of PDF text.
_PAGE_NUMBER = re.compile(r"\n(?:\n[ \f]{0,4}\d{1,3}[ ]{0,4}(?=\n)|[ \f]{0,4}\d{1,3}[ ]{0,4}(?=\n\n|\n?\f))")


_NOT_BREAK = re.compile(r"[^\n]")

# "QĐ_BKHCN": an underscore typed for the dash of a symbol.
_TYPED_DASH = re.compile(r"(?<=[A-ZĐ])_(?=[A-ZĐ])")


def matching_copy(text: str) -> str:
    """Same length, same offsets."""
    if any(mark in text for mark in _MARKS):
        text = text.translate(_LOOKALIKES)
    if "_" in text:
        text = _TYPED_DASH.sub("-", text)
    return _PAGE_NUMBER.sub(lambda m: _NOT_BREAK.sub(" ", m.group()), text) if "\n" in text else text


def lower_copy(text: str) -> str:
    """Lower case, code point for code point."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
