"""Search and reading pages: Datasette with our pages in front of its tables."""

from __future__ import annotations

from ketluan.web.site import make_datasette, serve

__all__ = ["make_datasette", "serve"]
