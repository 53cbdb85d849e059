"""Links between the things of a record, each with the words that state it. Nothing is linked for standing near."""

from __future__ import annotations

from ketluan.extraction.draft import Draft
from ketluan.extraction.relations.provisions import link_provisions


def link(draft: Draft) -> None:
    """Append to `draft.relations`: attributed_to, breaches, directed_to, made_by, based_on, inspected_by."""
    draft.relations += link_provisions(draft)
