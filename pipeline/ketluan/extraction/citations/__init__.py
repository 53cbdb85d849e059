"""Citations of legal and administrative documents: grammar, resolution, issuers, relations. See docs/citations.md."""

from __future__ import annotations

from ketluan.extraction.citations.contradictions import contradictions
from ketluan.extraction.citations.dates import latest_year
from ketluan.extraction.citations.issuers import find_issuers, link_issuers
from ketluan.extraction.citations.linking import find_relations
from ketluan.extraction.citations.mentions import find_mentions
from ketluan.extraction.citations.resolution import resolve, to_citations
from ketluan.extraction.citations.versions import choose_versions
from ketluan.extraction.draft import Draft
from ketluan.record import Citation

__all__ = ["choose_versions", "cite", "find_citations", "link_issuers"]


def cite(text: str) -> list[Citation]:
    """Citations of a canonical text; issuers are not linked, because there are no agencies."""
    return to_citations(resolve(find_mentions(text), text_year=latest_year(text)), text)


def find_citations(draft: Draft) -> None:
    """Write citations, the relations among them, the names of their issuers, and warnings about contradictions to the draft.

    Source: Decree 30/2020/NĐ-CP, Appendix I and III (number and symbol).
    Cost: linear in the length of the text; every window is bounded.
    """
    published = draft.hints.published
    year = int(published[:4]) if published else latest_year(draft.text)
    entries = resolve(find_mentions(draft.text), text_year=year, published=published)
    draft.citations = to_citations(entries, draft.text)
    draft.warnings.extend(contradictions(entries, draft.text))
    draft.relations.extend(find_relations(draft.text, draft.citations))
    draft.citation_issuers, draft.citation_issuer_spans = find_issuers(draft.text, entries)
