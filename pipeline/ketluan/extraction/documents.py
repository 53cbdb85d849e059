"""What the document is."""

from __future__ import annotations

from ketluan.extraction.draft import Draft


def describe_document(draft: Draft) -> None:
    """What the document is: writes to the draft."""
