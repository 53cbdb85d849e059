"""Findings and recommendations."""

from __future__ import annotations

from ketluan.extraction.draft import Draft


def find_statements(draft: Draft, doc: object) -> None:
    """Findings and recommendations: writes to the draft."""
