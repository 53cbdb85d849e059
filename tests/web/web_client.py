"""Asks the pages over a folder without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ketluan.web import make_datasette

Ask = Callable[..., Any]


def asking(folder: Path) -> Ask:
    """`ask("/search?q=…")` gives the answer (httpx) of the pages over `folder`."""
    datasette = make_datasette(folder)

    def ask(path: str, host: str = "localhost", **options: Any) -> Any:
        async def get() -> Any:
            await datasette.invoke_startup()
            return await datasette.client.get(path, headers={"host": host, **options.pop("headers", {})}, **options)

        # In a thread of its own: the browser of other tests keeps an event loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(get())).result()

    return ask
