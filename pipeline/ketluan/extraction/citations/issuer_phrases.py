"""The issuer as the text names it behind a citation ("của Bộ Tài chính"), and the symbol that he makes certain."""

from __future__ import annotations

import re
from functools import cache

from ketluan.extraction.citations.wordlists import pattern
from ketluan.knowledge.tables import read_table
from ketluan.text.folding import strip_marks

_BY = re.compile(r"\s{0,3}\)?,?\s{1,3}(?:(?:đã\s)?(?:được|do)\s|của\s{1,3}|do\s{1,3})(?:liên\s)?(?=\S)", re.IGNORECASE)
_PHRASE_END = re.compile(rf"[,.;:()\n\"“”]|\s[-–]\s|\s(?:{pattern('behind_issuer')})(?!\w)")
_HEAD_OF = re.compile(rf"^(?:{pattern('issuer_head')})\s(?={pattern('issuer_body')})")
MAX_PHRASE = 110
_MAX_ISSUER_WORDS = 10
_SYLLABLE = re.compile(r"[^\W\d_]+")


def issuer_phrase(text: str, end: int) -> tuple[int, int] | None:
    """The span of the issuer behind a citation that ends at `end`: "của <issuer>", "do <issuer> ban hành"."""
    lead = _BY.match(text, end)
    if not lead:
        return None
    stop = _PHRASE_END.search(text, lead.end(), lead.end() + MAX_PHRASE)
    last = stop.start() if stop else min(len(text), lead.end() + MAX_PHRASE)
    phrase = text[lead.end() : last].rstrip()
    return (lead.end(), lead.end() + len(phrase)) if phrase and phrase[0].isupper() else None


def institution(phrase: str) -> str:
    """ "Bộ trưởng Bộ Tài chính" -> "Bộ Tài chính"."""
    return _HEAD_OF.sub("", phrase) if not phrase.startswith("Tổng cục") else phrase


def circular_symbol(text: str, end: int) -> str | None:
    """The symbol of a circular that ends at `end`, from its issuer: "của Bộ Tài chính" -> "TT-BTC".

    Circulars are numbered by ministry and year (Decree 30/2020/NĐ-CP, Appendix I), so year and ministry make the number complete.
    None where two ministries issued it, or where the words name no ministry of the register.
    """
    suffix = ministry_behind(text, end)
    return f"TT-{suffix}" if suffix else None


def ministry_behind(text: str, end: int) -> str | None:
    """The part of a symbol that stands for the ministry named behind a document: "của Bộ Tài chính" -> "BTC"; None for two."""
    span = issuer_phrase(text, end)
    if span is None:
        return None
    phrase = institution(re.split(r"[.;:()\n]", text[span[0] : span[0] + MAX_PHRASE])[0])
    words = list(_SYLLABLE.finditer(phrase))[:_MAX_ISSUER_WORDS]
    folded = [strip_marks(word.group()) for word in words]
    for size in range(len(words), 0, -1):
        name = "".join(word for word in folded[:size] if word != "va")
        suffix = _suffixes().get(name) if folded[size - 1] != "va" else None
        if suffix:
            return None if _JOINT.match(phrase, words[size - 1].end()) else suffix
    return None


# "của Bộ Tài chính và Bộ Tư pháp": a joint circular has another symbol.
_JOINT = re.compile(r"\s?(?:,|-|–|và|cùng)\s{1,2}(?:Bộ(?!\sluật)|Ngân hàng|Thanh tra|Tòa án|Viện)\b")


@cache
def ministry_suffixes() -> dict[str, str]:
    """Part of a symbol -> ministry, for ministries and bodies of that rank, also former ones."""
    return {row["suffix"]: row["issuer"] for row in read_table("issuers") if row["level"] == "ministry"}


@cache
def _suffixes() -> dict[str, str]:
    """Names of ministries and their abbreviations, without marks, spaces and "và" -> their part of a symbol."""
    table: dict[str, str] = {}
    for row in read_table("issuers"):
        if row["level"] == "ministry" and not row["suffix"].startswith("BHXH"):
            words = [word for word in _SYLLABLE.findall(strip_marks(row["issuer"])) if word != "va"]
            table.setdefault("".join(words), row["suffix"])
            table.setdefault("".join(words).removesuffix("vietnam"), row["suffix"])
            table.setdefault(strip_marks(row["suffix"]), row["suffix"])
            if words[0] == "bo":
                table.setdefault("bo" + strip_marks(row["suffix"])[1:], row["suffix"])
    return table
