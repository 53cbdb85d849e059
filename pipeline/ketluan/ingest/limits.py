"""Limits of what one document may cost, each with its unit in its name; every one is an option of `ketluan run`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Exceeding a limit is a typed `InputError` or `WorkerError` for that one document."""

    max_bytes: int = 200_000_000
    max_chars: int = 20_000_000
    max_pages: int = 2_000
    timeout_s: float = 120.0
    memory_mb: int = 2_000
    max_pixels: int = 40_000_000
    max_inflated_bytes: int = 300_000_000
    max_inflation_ratio: int = 200


DEFAULT_LIMITS = Limits()
