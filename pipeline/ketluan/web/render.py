"""A PDF page as a picture: rendered in a process of its own with limits on time, memory and pixels, because files are hostile."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections import OrderedDict
from pathlib import Path

TIMEOUT_S = 15
MAX_KEPT = 40
MAX_PNG_BYTES = 20_000_000


class PageImages:
    """Renders pages, one at a time, and keeps the last ones."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._one_at_a_time = asyncio.Semaphore(1)

    def is_there(self, uri: str, size: int | None) -> bool:
        """Whether the source is still where it was and as long as it was."""
        try:
            path = Path(uri)
            return path.is_file() and path.stat().st_size == size
        except (OSError, ValueError):
            return False

    async def png(self, uri: str, sha256: str, page: int) -> bytes | None:
        """The page's picture; None where the file is not the one that was read, or cannot be rendered within the limits."""
        kept = self._kept.get((sha256, page))
        if kept is not None:
            self._kept.move_to_end((sha256, page))
            return kept
        async with self._one_at_a_time:
            data = await asyncio.to_thread(_read, uri, sha256)
            image = await _render(data, page) if data else None
        if image:
            self._kept[sha256, page] = image
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        return image


def _read(uri: str, sha256: str) -> bytes | None:
    try:
        data = Path(uri).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


async def _render(data: bytes, page: int) -> bytes | None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ketluan.ingest.picture", str(page), str(TIMEOUT_S),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        image, _ = await asyncio.wait_for(process.communicate(data), TIMEOUT_S)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    return image if process.returncode == 0 and 0 < len(image) < MAX_PNG_BYTES else None
