"""Agencies."""

from __future__ import annotations

from ketluan.extraction.draft import Draft


def find_agencies(draft: Draft) -> None:
    """Agencies: writes to the draft."""
