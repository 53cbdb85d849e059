"""Shared fixtures. Tests never reach the network; tests on real documents skip where `../shared` is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: a busy machine is no error. In continuous integration the same examples every time; elsewhere new ones.
settings.register_profile("ketluan", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ketluan")

ROOT = Path(__file__).resolve().parent.parent


def _shared() -> Path | None:
    for folder in (ROOT / "shared", ROOT.parent / "shared"):
        if (folder / "gold").is_dir():
            return folder
    return None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents; the test skips where it is missing."""
    folder = _shared()
    if folder is None:
        pytest.skip("the real documents (../shared) are not here")
    return folder
