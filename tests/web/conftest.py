"""The pages over a store of invented documents: asked without a network, and for the browser over a loopback port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from invented_store import folder, reader

pytest.importorskip("datasette")

from web_client import Ask, asking

__all__ = ["ask", "browser", "folder", "reader", "server", "serving"]
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def ask(folder: Path) -> Ask:
    """`ask("/search?q=…")` gives the answer (httpx)."""
    return asking(folder)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """`ketluan serve` in a process of its own; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "ketluan", "serve", str(folder), "--port", str(port)])
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def serving() -> Callable[[Path], AbstractContextManager[str]]:
    """`with serving(folder) as address:`"""
    return serve


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    """The address of the invented documents' pages."""
    with serve(folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, else the one that Playwright installed."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = {"executable_path": str(CHROMIUM)} if CHROMIUM.exists() else {}
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(args=["--no-sandbox"], **path)
        except sync_api.Error as error:
            pytest.skip(f"no Chromium here: {error}")
        yield browser
        browser.close()
