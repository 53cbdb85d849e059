"""Quantities."""

from __future__ import annotations

from ketluan.record import Measure


def find_measures(text: str) -> list[Measure]:
    """Counts, percentages, money, areas, durations and periods in text order; spans do not overlap."""
    return []
