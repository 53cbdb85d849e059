"""ketluan: Vietnamese inspection reports in, structured and citable JSON out.

    import ketluan
    record = ketluan.extract("kl-12.pdf")        # one file -> Record
    ketluan.run(["in/"], out="out/")             # many files -> records, database, failures

Submodules are imported on first use, so that `import ketluan` stays fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["KetluanError", "Record", "__version__", "extract", "extract_text", "load", "run"]

if TYPE_CHECKING:
    from ketluan.batch.runner import run
    from ketluan.errors import KetluanError
    from ketluan.extraction.pipeline import extract, extract_text
    from ketluan.ingest import load
    from ketluan.record import Record

_HOME = {
    "run": "ketluan.batch.runner",
    "extract": "ketluan.extraction.pipeline",
    "extract_text": "ketluan.extraction.pipeline",
    "load": "ketluan.ingest",
    "Record": "ketluan.record",
    "KetluanError": "ketluan.errors",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'ketluan' has no attribute {name!r}")
