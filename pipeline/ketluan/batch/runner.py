"""The main job: many files in, records and failures out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def run(inputs: Iterable[str | Path], *, out: str | Path, jobs: int | None = None) -> int:
    """Placeholder until the runner lands in the next commit."""
    raise NotImplementedError
