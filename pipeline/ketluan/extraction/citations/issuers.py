"""Issuers of cited documents: from the words behind a citation ("của Chính phủ"), else from the symbol."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from ketluan.extraction.citations.issuer_phrases import institution, issuer_phrase
from ketluan.extraction.citations.resolution import Entry
from ketluan.extraction.citations.symbols import known_issuers
from ketluan.knowledge.tables import read_table
from ketluan.record import Relation, Span
from ketluan.text.folding import match_key

if TYPE_CHECKING:
    from ketluan.extraction.draft import Draft

_ASSEMBLY = {"luat", "bo_luat", "hien_phap"}


def find_issuers(text: str, entries: list[Entry]) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    """Names of issuers and the places of their phrases, both by citation id; ids as `to_citations` gives them."""
    names: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    for number, entry in enumerate(entries, 1):
        citation_id = f"c{number}"
        for mention, _, _ in entry.mentions:
            span = issuer_phrase(text, mention.end)
            if span:
                spans[citation_id] = span
                break
        name = issuer_of_symbol(entry)
        if name is None and citation_id in spans:
            name = institution(re.sub(r"\s+", " ", text[slice(*spans[citation_id])]))
        if name:
            names[citation_id] = name
    return names, spans


def issuer_of_symbol(entry: Entry) -> str | None:
    """The issuer that number or title state by themselves; None where the body's place is not in the symbol (UBND, sở)."""
    head, law = entry.head, entry.law
    if law and (entry.head.key or head.doctype.id in _ASSEMBLY):
        return law.issuer
    if head.doctype.id in _ASSEMBLY:
        return "Quốc hội"
    if head.doctype.id == "nghi_dinh":
        return "Chính phủ"
    parts = re.split(r"[-/]", head.symbol or "")
    if head.symbol and re.fullmatch(r"QH\d{0,2}", parts[-1]):
        return "Quốc hội"
    if head.symbol and re.fullmatch(r"UBTVQH\d{0,2}", parts[-1]):
        return "Ủy ban Thường vụ Quốc hội"
    issuer = parts[1] if len(parts) > 1 else ""
    return known_issuers()[issuer] if issuer in _central() else None


@cache
def _central() -> frozenset[str]:
    rows = read_table("issuers")
    return frozenset(row["suffix"] for row in rows if row["level"] in ("central", "ministry") and row["suffix"] != "BHXH")


def link_issuers(draft: Draft) -> None:
    """Set `Citation.issuer` to the agency that issued it, where the record has that agency, and add `issued_by` relations.

    The agency mentioned in the phrase behind the citation comes first; else the one agency with the issuer's name.
    No agency is made.
    """
    places = sorted((m.start, m.end, a.id) for a in draft.agencies for m in a.mentions)
    starts = [place[0] for place in places]
    by_name: dict[str, list[str]] = {}
    for agency in draft.agencies:
        by_name.setdefault(match_key(agency.name), []).append(agency.id)
    linked = []
    for citation in draft.citations:
        span = draft.citation_issuer_spans.get(citation.id)
        agency_id = _agency_at(places, starts, span) if span else None
        name = draft.citation_issuers.get(citation.id)
        same = by_name.get(match_key(name), []) if name else []
        if agency_id is None and len(same) == 1:
            agency_id = same[0]
        if agency_id:
            mention = citation.mentions[0]
            evidence = Span(start=mention.start, end=max(mention.end, span[1] if span and span[0] >= mention.start else 0))
            draft.relations.append(
                Relation(head=citation.id, type="issued_by", tail=agency_id, confidence=1.0, evidence=evidence)
            )
        linked.append(msgspec.structs.replace(citation, issuer=agency_id))
    draft.citations = linked


def _agency_at(places: list[tuple[int, int, str]], starts: list[int], span: tuple[int, int]) -> str | None:
    """The agency with the first mention inside the span."""
    index = bisect_right(starts, span[0] - 1)
    if index < len(places) and places[index][0] < span[1]:
        return places[index][2]
    return None
