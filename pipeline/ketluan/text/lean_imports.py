"""Imports of NLP libraries without the deep-learning frameworks that they load when these happen to be installed.

spaCy (by thinc) imports torch, underthesea imports transformers, whenever they are there; neither is used by the default
pipeline, and the two cost 2 of 3.7 seconds of start-up on the development machine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_FRAMEWORKS = ("torch", "transformers", "tensorflow", "mxnet", "jax", "cupy")


@contextmanager
def without_frameworks() -> Iterator[None]:
    """While it lasts, frameworks that are not loaded yet look as if they were not installed; afterwards they can be imported."""
    modules: dict[str, Any] = sys.modules
    hidden = [name for name in _FRAMEWORKS if name not in modules]
    for name in hidden:
        modules[name] = None
    try:
        yield
    finally:
        for name in hidden:
            if modules.get(name) is None:
                modules.pop(name, None)
