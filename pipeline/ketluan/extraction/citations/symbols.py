"""Numbers with symbols ("61/2018/NĐ-CP"), as written and in the issuing body's spelling.

Source: Decree 30/2020/NĐ-CP, Appendix I (number and symbol of documents), Appendix III (abbreviations of types); in party
documents the hyphen stands first and the slash second ("12-NQ/TW").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ketluan.extraction.citations.doctypes import symbol_types
from ketluan.knowledge.tables import read_table
from ketluan.text.folding import strip_marks

_CAP = "A-ZĐƯÔÂỤỦÙÚŨ"  # marks on U are OCR's ("QĐ-ỤBND")
_OCR_MARKS = str.maketrans("ỤỦÙÚŨ", "UUUUU")
_TOKEN = rf"[{_CAP}][A-Za-zĐđƯưÔâ]{{0,16}}\d{{0,3}}"
_ENDS = r"\s{0,3}(?:[.,;:)(\n]|$|ngày\b|của\b|về\b|năm\b)"
_JOIN = rf"(?:[-–&./]|\s?[-–&]\s{{0,2}}(?=[A-ZĐ]{{2,8}}\d{{0,2}}{_ENDS}|(?:B[A-ZĐ]{{2,8}}|TTr|CP|TTg|UBND)\b))"
SYMBOL = rf"{_TOKEN}(?:{_JOIN}{_TOKEN}){{0,6}}(?:\([{_CAP}\d]{{1,4}}\)|(?<=KV)\s[IVX]{{1,4}}(?!\w))?"
_SERIAL = r"\d{1,6}[a-zđ]?(?:\.\d{1,2})?"
_YEAR = r"(?:19|20)\d\d"
NUMBERED = re.compile(
    rf"(?P<serial>{_SERIAL})(?:[ ]{{0,2}}\n?[/\-]\s{{0,2}}(?P<year>{_YEAR}))?"
    rf"(?:[ ]{{0,3}}\n?[ ]?/\s{{0,2}}(?P<symbol>{SYMBOL})"
    rf"|\s?[-–]\s?(?P<party>[{_CAP}][A-Za-zĐđ]{{0,4}}\d?\s?/\s?{_TOKEN}(?:[-.]{_TOKEN}){{0,2}}))(?![\wÀ-ỹ]|-[A-ZĐ])"
)
_LOOSE = re.compile(
    rf"(?P<serial>{_SERIAL})\s{{0,2}}/\s{{0,2}}(?P<year>{_YEAR})\s{{0,2}}[/\-]\s{{0,2}}"
    r"(?P<symbol>[a-zđ]{2,4}\s?-\s?[a-zđ]{2,8})(?![\wÀ-ỹ])"
)
_OLD = re.compile(rf"(?P<serial>{_SERIAL})\s?-\s?(?P<symbol>CP|TTg|HĐBT|UB|CT)(?![\wÀ-ỹ/])")
_SPACED = re.compile(
    rf"(?P<serial>\d{{1,6}})\s?(?P<symbol>(?:KL|QĐ|TB|BC|CV|HĐ|KH|TTr|GP|CT|TT)\s?[-/]\s?{_TOKEN}(?:[-–]{_TOKEN}){{0,3}})(?![\wÀ-ỹ])"
)
STANDARD = re.compile(
    r"(?:(?:QCVN|QCĐP|TCCS)[\s:]{0,2}|(?:TCVN|TCXDVN|TCXD)(?:\s(?:ISO/IEC|ISO|IEC))?[\s:]{0,2}(?=[\d-]{3,12}\s?[:\-]))"
    r"(?:\d{1,3}-)?\d{1,5}(?:-(?:\d{1,3}|MT))?\s?(?::|(?<=\d\d)\s?-)\s?(?P<year>(?:19|20)\d\d)"
    r"(?:\s?/\s?[A-ZĐ]{2,10})?(?![\w])"
)
# A word glued on behind a common symbol ("NĐ-CPngày"), and OCR's letters for digits ("6l/2018/NĐ-CP", "QHl3").
_GLUED = re.compile(
    rf"(?P<serial>{_SERIAL})(?:/(?P<year>{_YEAR}))?/(?P<symbol>NĐ-CP|QĐ-TTg|QH\d\d|(?:TT|QĐ|KL|TB|NQ)-[A-ZĐ]{{2,8}})"
    r"(?=ng(?![A-Z])|của|về|và|quy)"
)
_OCR = re.compile(rf"(?P<serial>[\dlIO]{{2,5}})/(?P<year>[1l]9[\dlIO]{{2}}|2[0O][\dlIO]{{2}})/(?P<symbol>{SYMBOL})(?![\wÀ-ỹ])")
# "61/2018-NĐ-CP", "50/2014-QH13": a dash typed for the second slash.
_DASHED = re.compile(
    rf"(?P<serial>{_SERIAL})/(?P<year>{_YEAR})\s?[-–]\s?(?P<symbol>(?:NĐ|QĐ|TT|TTLT|NQ|CT|PL)[-–/]{_TOKEN}(?:[-–]{_TOKEN}){{0,3}}|QH\d\d)"
    r"(?![\wÀ-ỹ])"
)
_DIGITS_READ = str.maketrans("lIO", "110")
# What all these forms begin with: most numbers in a text are ruled out by this one look.
# "133/2016/TT BTC": the dash left out between a type and an issuer.
_GAP = re.compile(
    rf"(?P<serial>{_SERIAL})(?:/(?P<year>{_YEAR}))?/(?P<symbol>(?:NĐ|QĐ|TT|NQ|KL|TB|KH|CT)\s"
    r"(?:CP|TTg|UBND|HĐND|TTCP|NHNN|TTr|B[A-ZĐ]{1,8}))(?![\wÀ-ỹ]|-[A-ZĐ])"
)
SHAPE = re.compile(r"[\dlIO]{1,6}[a-zđ]?(?:\.\d{1,2})?\s{0,5}(?:[/\-–]|KL|QĐ|TB|BC|CV|HĐ|KH|TTr|GP|CT|TT)")
_RARE = (_LOOSE, _OLD, _SPACED, _GLUED, _OCR, _DASHED)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number with its symbol: `key` in the issuing body's spelling, `known` when the registers have the symbol."""

    start: int
    end: int
    serial: str
    year: int | None
    symbol: str
    key: str
    known: bool


def match_number(text: str, position: int) -> Numbered | None:
    """The number with symbol that begins at `position`, None where there is none."""
    if not SHAPE.match(text, position):
        return None
    match = (
        _GAP.match(text, position)
        or NUMBERED.match(text, position)
        or next((m for p in _RARE if (m := p.match(text, position))), None)
    )
    if not match:
        return None
    groups = match.groupdict()
    party, year = groups.get("party"), groups.get("year")
    year = year.translate(_DIGITS_READ) if year else None
    serial = (
        match["serial"]
        if match["serial"][0].isdigit() and match["serial"][-1] not in "lO"
        else match["serial"].translate(_DIGITS_READ)
    )
    raw = party or match["symbol"]
    if sum(ch.isupper() for ch in raw) < 2 and match.re is not _LOOSE:
        return None
    if match.re is _SPACED:
        raw = raw.replace("/", "-", 1)
    if match.re is _GAP:
        raw = "-".join(raw.split())
    symbol, known = clean_symbol(raw, party=bool(party))
    if match.re is _OLD or party:
        key = f"{serial}-{symbol}"
    else:
        key = "/".join(filter(None, (serial, year, symbol)))
    return Numbered(match.start(), match.end(), serial, int(year) if year else None, symbol, key, known)


@lru_cache(maxsize=4096)
def clean_symbol(raw: str, *, party: bool = False) -> tuple[str, bool]:
    """Symbol in the issuing body's spelling, and whether its parts are known: "NĐ - CP", "NĐCP", "ND-CP" -> "NĐ-CP"."""
    compact = re.sub(r"\s+", "", raw).replace("–", "-").replace("Ð", "Đ").replace("TƯ", "TW").translate(_OCR_MARKS)
    compact = re.sub(r"^[OQ]H[lI1]{1,2}(?=\d$)", "QH1", compact)
    if raw.islower():
        compact = compact.upper()
    parts = re.split(r"([-&./])", compact)
    parts[0] = _split_glued(parts[0]) if not party else parts[0]
    parts = re.split(r"([-&./])", "".join(parts))
    spelled = [_spelling(part) for part in parts]
    tokens = [part for part in spelled if part not in "-&./"]
    types, issuers = symbol_types(), known_issuers()
    known = bool(tokens) and (
        (tokens[0] in types and len(tokens) > 1)
        or tokens[0] in issuers
        or re.fullmatch(r"(?:UBTV)?QH\d{0,2}|NQ|NĐ|QĐ|GPXD|GP", tokens[0]) is not None
        or any(t in issuers for t in tokens[1:])
    )
    return "".join(spelled), known


@cache
def known_issuers() -> dict[str, str]:
    """Issuer part of a symbol -> issuer's full name, first reading; the pattern rows of the table are left out."""
    table: dict[str, str] = {}
    for row in read_table("issuers"):
        if row["level"] != "pattern" and "kk" not in row["suffix"]:
            table.setdefault(row["suffix"], row["issuer"])
    return table


@cache
def _spellings() -> dict[str, str]:
    """Token without marks, upper case -> the spelling of the registers ("ND" -> "NĐ", "TTG" -> "TTg")."""
    table: dict[str, str] = {}
    for token in (*symbol_types(), *known_issuers()):
        table.setdefault(strip_marks(token).upper(), token)
    return table


@cache
def _spelling(token: str) -> str:
    folded = strip_marks(token).upper()
    if token in symbol_types() or token in known_issuers():
        return token
    return _spellings().get(folded, token) if folded in _spellings() and (len(folded) > 1) else token


_GLUED_HEADS = frozenset({"NĐ", "QĐ", "TT", "TTLT", "NQ", "CT", "KL", "TB", "KH", "BC", "TTr", "VBHN"})


@cache
def _split_glued(token: str) -> str:
    """ "NĐCP" -> "NĐ-CP", "TTBTC" -> "TT-BTC": a type and an issuer of the registers written as one."""
    if token in symbol_types() or token in known_issuers():
        return token
    for cut in range(2, min(6, len(token) - 1)):
        head, tail = _spelling(token[:cut]), _spelling(token[cut:])
        if head in _GLUED_HEADS and tail in known_issuers():
            return f"{head}-{tail}"
    return token
