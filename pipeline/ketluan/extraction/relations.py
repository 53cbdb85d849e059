"""Relations."""

from __future__ import annotations

from ketluan.extraction.draft import Draft


def link(draft: Draft) -> None:
    """Relations: writes to the draft."""
