"""Persons and their positions."""

from __future__ import annotations

from ketluan.extraction.draft import Draft


def find_persons(draft: Draft) -> None:
    """Persons and their positions: writes to the draft."""
