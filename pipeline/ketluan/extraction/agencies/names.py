"""The full official name of a body from the words of the text: abbreviations written out, one spelling."""

from __future__ import annotations

import re
from functools import cache

from ketluan.extraction.agencies.coined import is_coined
from ketluan.extraction.agencies.lexicon import sector_abbreviations
from ketluan.knowledge.tables import read_table
from ketluan.text.folding import same_tone_style, strip_marks

_SECTOR_GROUP = re.compile(r"(?<!\w)[A-ZĐ]{2,6}(?:\s?[-–&]\s?[A-ZĐ]{2,6}){1,3}(?!\w)")
_IN_BRACKETS = re.compile(r"(?:^|\s)\([A-ZĐ]{2,8}(?: [A-ZĐ]{2,8})?\)\s")
_WORD = re.compile(r"\w+|[^\w\s]|\s+")
_LEGAL_FORMS = re.compile(
    r"\b(?:công ty|tổng|cổ phần|trách nhiệm hữu hạn|một thành viên|hai thành viên|tập đoàn|doanh nghiệp(?: tư nhân)?"
    r"|ngân hàng|thương mại cổ phần|trường|đại học|bệnh viện|chi nhánh)\b"
)


@cache
def _expansions() -> dict[str, str]:
    return {row["abbreviation"]: row["expansion"] for row in read_table("agency_abbreviations")}


def write_out(words: str) -> str:
    """Abbreviations of names written out ("TNHH MTV" -> "trách nhiệm hữu hạn một thành viên"), white space collapsed."""
    table = _expansions()
    words = _IN_BRACKETS.sub(" ", words)  # "Ban quản lý (BQL) rừng"
    words = _SECTOR_GROUP.sub(_sector_name, words)
    out = "".join(table.get(part, part) for part in _WORD.findall(re.sub(r"\bT[Pp]\s?\.\s?(?=\w)", "TP ", words)))
    out = re.sub(r"\bVN$", "Việt Nam", " ".join(out.split()))
    return _one_tone_style(out)


def _sector_name(match: re.Match[str]) -> str:
    found = sector_abbreviations().get(re.sub(r"\W", "", match.group()).lower())
    return found[0].name if found else match.group()


def _one_tone_style(text: str) -> str:
    """Old-style tone marks with the capitals kept ("Uỷ" -> "Ủy"); the fold keeps the length of NFC text."""
    folded = same_tone_style(text)
    if len(folded) != len(text):
        return text
    return "".join(f.upper() if t.isupper() and f.lower() == f else f for t, f in zip(text, folded, strict=True))


@cache
def _universities() -> frozenset[str]:
    return frozenset(name_key(row["name"]) for row in read_table("universities"))


def school_name(name: str) -> str:
    """ "Đại học X" is short for "Trường Đại học X" but for the few universities of `universities.tsv`, and foreign ones."""
    if not name.startswith("Đại học ") or name_key(name) in _universities() or is_coined(name.split()[-1]):
        return name
    return f"Trường {name}"


@cache
def name_key(name: str) -> str:
    """Key under which two writings of one name meet: written out, without marks, case, punctuation and "và"."""
    plain = re.sub(r"[^a-z0-9]+", " ", strip_marks(write_out(name)))
    return " ".join(word for word in plain.split() if word not in ("va", "tinh"))


def proper_key(name: str) -> str:
    """Key of a company's name without its legal form ("Công ty cổ phần may Lê Trực" -> "may le truc")."""
    return name_key(_LEGAL_FORMS.sub(" ", same_tone_style(write_out(name))))
