"""Sentences as half-open spans. A line never continues a sentence of the line before (readers join wrapped lines)."""

from __future__ import annotations

import re

Spans = list[tuple[int, int]]

_END = re.compile(r"(?<=[.!?…])[\"”’)]{0,3}\s+(?=[A-ZĐÀ-Ỹ0-9“\"(\-–+•])")
# A full stop behind one of these does not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:TP|Tp|TS|ThS|Ths|PGS|GS|BS|LS|KTS|Q|P|St|tr|TT|TX|Tx|H|số|Số|Nxb|KT|TL|TM|TUQ|đ/c|Đ/c|v\.v|NĐ|QĐ)"
    r"|\b[A-ZĐ]|^\s*\d{1,2}(?:\.\d{1,2}){0,3}|^\s*(?:(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s)?[IVX]{1,4})\.$"
)
MAX_ABBREVIATION_HEAD = 400


def split_sentences(text: str) -> Spans:
    """Sentences in text order, without white space at their edges.

    Line breaks always end a sentence; so do . ! ? … before a capital, a digit or a bullet, unless the dot belongs to an
    abbreviation ("TP. HCM"), an initial or the number of a list item ("2.1. Về ...").
    """
    spans: Spans = []
    for line in re.finditer(r"[^\n]+", text):
        offset, content = line.start(), line.group()
        last = 0
        for match in _END.finditer(content):
            head_end = match.start()
            if head_end - last < MAX_ABBREVIATION_HEAD and _ABBREVIATION.search(content[max(last, head_end - 12) : head_end]):
                continue
            _add(spans, text, offset + last, offset + head_end)
            last = match.end()
        _add(spans, text, offset + last, offset + len(content))
    return spans


def _add(spans: Spans, text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
