"""Limits of what one document may cost, each with its unit in its name; every one is an option of `ketluan run`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OcrMode = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Exceeding a limit is a typed `InputError` or `WorkerError` for that one document.

    `ocr`: recognise only pages without a text layer that can be trusted, all pages, or none. `cache_dir`: folder that keeps
    what was recognised, by the hash of the page's picture; nothing is kept where it is None.

    Time for recognition (at some 4 s a page) does not count against `timeout_s`: a scan of 60 pages is no hang. It has
    `ocr_page_timeout_s` for each look at a page and `ocr_timeout_s` for all pages; pages left then cost a warning each.
    """

    max_bytes: int = 200_000_000
    max_chars: int = 20_000_000
    max_pages: int = 2_000
    timeout_s: float = 120.0
    memory_mb: int = 2_000
    max_pixels: int = 40_000_000
    max_inflated_bytes: int = 300_000_000
    max_inflation_ratio: int = 200
    ocr: OcrMode = "auto"
    ocr_page_timeout_s: float = 30.0
    ocr_timeout_s: float = 1_800.0
    cache_dir: str | None = None


DEFAULT_LIMITS = Limits()
