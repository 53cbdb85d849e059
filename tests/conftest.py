"""Shared fixtures. Tests never reach the network; tests on real documents skip where `../shared` is missing."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No deadline: a busy machine is no error. In continuous integration the same examples every time; elsewhere new ones.
settings.register_profile("ketluan", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ketluan")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only this machine may be reached: anything else is an error of the test or of the program."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"a test reached for the network: {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield


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
