"""Citations."""

from __future__ import annotations

from ketluan.extraction.draft import Draft


def find_citations(draft: Draft) -> None:
    """Citations: writes to the draft."""
