"""The header block of an official document: issuing body, number and symbol, place and date, kind and title.

Source: Decree 30/2020/NĐ-CP, Appendix I (layout); text layers often break the block's two columns into single lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.record import DocumentKind
from ketluan.text.folding import fold_same_length

HEADER_CHARS = 1800
_NATION = re.compile(r"cong hoa x[ao] hoi chu nghia viet nam|doc lap\s?[-–]\s?tu do\s?[-–]\s?hanh phuc")
_NUMBER = re.compile(
    r"\bs[oô0óố]\s?[:.]?\s?(?P<n>\d{1,5}[a-z]?)\s{0,3}(?P<rest>/\s?(?:\d{4}\s?/\s?)?[a-zđ][a-zđ&\-./\d ]{1,30})?(?=\n|\s{2}|$)"
)
_SYMBOL_LINE = re.compile(r"\n(?P<rest>/(?:\d{4}/)?[a-zđ][a-zđ&\-.\d]{1,24})\s*\n")
_DATE = re.compile(r"ngay\s{0,3}(?P<d>\d{1,2})\s{0,3}thang\s{0,3}(?P<m>\d{1,2})\s{0,3}nam\s{0,3}(?P<y>\d{4})")
_KINDS: list[tuple[re.Pattern[str], DocumentKind]] = [
    (re.compile(r"^(?:thong bao\s)?(?:du thao\s)?ket luan\b"), "conclusion"),
    (re.compile(r"^thong bao\b.*ket luan|^thong bao\s*$"), "conclusion"),
    (re.compile(r"^bao cao\b"), "report"),
    (re.compile(r"^(?:chi thi|cong dien|cong van)\b"), "directive"),
    (re.compile(r"^(?:quyet dinh|ke hoach|nghi quyet|to trinh|huong dan|bien ban|thong bao|quy che|quy dinh)\b"), "other"),
]
_BODY_STARTS = re.compile(r"can cu|kinh gui|thuc hien|xet |\d{1,2}[.)]|dieu |i\.")
MAX_TITLE_LINES = 6


@dataclass(frozen=True, slots=True)
class Header:
    """What the block says; `end` is where the body begins, `bodies` the lines that name the issuing body."""

    kind: DocumentKind
    title: str | None
    number: str | None
    date: str | None
    bodies: str
    end: int


def read_header(text: str) -> Header | None:
    """The header block; None where the text has none (news, transcripts)."""
    head = fold_same_length(text[:HEADER_CHARS])
    nation = _NATION.search(head)
    if nation is None:
        return None
    title_start, title_end, kind = _title(head, text)
    return Header(
        kind=kind,
        title=" ".join(text[title_start:title_end].split()) or None,
        number=_number(head[: title_start or HEADER_CHARS], text),
        date=_date(head),
        bodies=_bodies(text, nation.start(), title_start or nation.end()),
        end=max(title_end, nation.end()),
    )


def _number(head: str, text: str) -> str | None:
    match = _NUMBER.search(head)
    if match is None:
        return None
    rest_span = match.span("rest") if match["rest"] else None
    if rest_span is None:  # the symbol stands on a line of its own
        symbol = _SYMBOL_LINE.search(head, match.end())
        rest_span = symbol.span("rest") if symbol else None
    rest = text[rest_span[0] : rest_span[1]] if rest_span else ""
    return text[match.start("n") : match.end("n")] + re.sub(r"\s", "", rest)


def _date(head: str) -> str | None:
    match = _DATE.search(head)
    if match is None:
        return None
    day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= 31 and 1 <= month <= 12 else None


def _title(head: str, text: str) -> tuple[int, int, DocumentKind]:
    """Span of the title, from the line with the kind of document to the line before the body."""
    for line in re.finditer(r"[^\n]+", head):
        words = line.group().strip()
        kind = next((k for pattern, k in _KINDS if pattern.search(words)), None)
        if kind is None or not text[line.start() : line.end()].strip()[:12].isupper():
            continue
        return line.start(), _title_end(head, text, line.end()), kind
    return 0, 0, "other"


def _title_end(head: str, text: str, end: int) -> int:
    """Where the title ends: before the legal grounds, a numbered part, or the issuer's name in capitals."""
    last = end
    for count, line in enumerate(re.finditer(r"\n+([^\n]+)", text[end:HEADER_CHARS])):
        words = line[1].strip()
        body = _BODY_STARTS.match(fold_same_length(words)) or words.endswith((".", ";"))
        if count >= MAX_TITLE_LINES or body or (count and words.isupper()):
            break
        last = end + line.end()
    return last


def _bodies(text: str, nation: int, title: int) -> str:
    """Lines in capitals above the title, the nation's name and motto left out."""
    lines = []
    for line in text[: max(nation, title)].split("\n"):
        folded = fold_same_length(line)
        if line.strip() and line.strip().isupper() and not _NATION.search(folded) and not re.match(r"\s*s[oô0]\s?[:.]", folded):
            lines.append(_NATION.sub(" ", line).strip())
    return " ".join(lines)
