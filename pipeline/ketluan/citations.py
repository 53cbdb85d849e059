"""Vietnamese legal citations: the public face of `ketluan.extraction.citations`. Needs no model.

from ketluan import citations
citations.find("khoản 2 Điều 5 Nghị định số 61/2018/NĐ-CP ngày 23/4/2018")
"""

from __future__ import annotations

import msgspec

from ketluan.extraction.citations import cite
from ketluan.knowledge.laws import Law, law_register
from ketluan.record import Citation, CitationMention
from ketluan.text.canonical import CanonicalText, canonicalize

__all__ = ["find", "lookup"]


def find(text: str) -> list[Citation]:
    """All documents that the text cites, in order of first mention.

    Args:
        text: any string; offsets of the mentions are offsets in it, also where it is decomposed (NFD) or has odd white space.
    Returns:
        One `Citation` for each document with all its mentions; `issuer` is null, because there is no list of agencies.
    Raises:
        Nothing for odd text: finding less is not an error.
    """
    canonical = canonicalize(text)
    found = cite(canonical.text)
    if canonical.origins is None:
        return found
    return [msgspec.structs.replace(c, mentions=[_in_source(m, canonical, text) for m in c.mentions]) for c in found]


def _in_source(mention: CitationMention, canonical: CanonicalText, source: str) -> CitationMention:
    start = canonical.origin(mention.start)
    end = canonical.origin(mention.end) if mention.end < len(canonical.text) else len(source)
    while source[start].isspace():
        start += 1
    while source[end - 1].isspace():
        end -= 1
    return msgspec.structs.replace(mention, start=start, end=end, text=source[start:end])


def lookup(words: str) -> list[Law]:
    """Documents of the register for a citation ("Luật Thanh tra 2022", "61/2018/NĐ-CP") or for words of a title.

    The documents that a citation in `words` names come first; without one, every document whose number or title has all words.
    """
    register = law_register()
    found: list[Law] = []
    for citation in find(words):
        numbers = [citation.number, *citation.mentions[0].candidates]
        laws = [law for law in map(register.by_number, filter(None, numbers)) if law]
        found += laws or (register.versions(citation.title) if citation.title else [])
    return list({law.number: law for law in found}.values()) or register.search(words)
