"""Time that does not count against a document's time limit: recognition, which has limits of its own.

Whoever watches the clock (the worker's parent) is told in advance how long it may take, and afterwards what was left of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[float], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call `listener(seconds)` whenever the deadline of the document at hand moves by so many seconds (back where negative)."""
    _listeners[:] = [listener]


@contextmanager
def uncounted(at_most_s: float) -> Iterator[None]:
    """The block's time, up to `at_most_s` seconds, is added to the deadline."""
    _tell(at_most_s)
    started = time.monotonic()
    try:
        yield
    finally:
        _tell(min(0.0, time.monotonic() - started - at_most_s))


def _tell(seconds: float) -> None:
    for listener in _listeners:
        listener(seconds)
