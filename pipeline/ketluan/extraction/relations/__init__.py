"""Links between the things of a record, each with the words that state it. Nothing is linked for standing near."""

from __future__ import annotations

from ketluan.extraction.citations import link_issuers
from ketluan.extraction.draft import Draft
from ketluan.extraction.relations.askers import link_answers, link_askers, link_blamed
from ketluan.extraction.relations.provisions import link_provisions
from ketluan.extraction.relations.responsibility import link_bodies


def link(draft: Draft) -> None:
    """Append to `draft.relations`: attributed_to, directed_to, breaches, based_on, made_by, answers, issued_by."""
    link_issuers(draft)
    for linker in (link_bodies, link_blamed, link_provisions, link_askers, link_answers):
        draft.relations += linker(draft)
