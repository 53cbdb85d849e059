"""Signatures: a name alone on its line below the signer's office in capitals, "TM." and the body above it."""

from __future__ import annotations

import re

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.bodies import BODY_TYPES, fixed_body
from ketluan.extraction.persons.mentions import SIGNATURE_CHARS
from ketluan.extraction.persons.names import NameMention
from ketluan.extraction.persons.posts import IMPLIED, Post
from ketluan.extraction.persons.titles import Title, title_at, titles_in
from ketluan.record import Agency
from ketluan.text.folding import strip_marks

RECIPIENT_CHARS = 420
HEAD_CHARS = 400

_RECIPIENT = re.compile(r"\s{0,3}[-+•] [^\n;]{2,80};\s{0,3}")
_BY_ORDER = re.compile(r"\b(?:TL|TUQ|T/L)\s?\.\s?")
_ON_BEHALF = re.compile(r"(?:TM|T/M|TUN|Q)\s?\.$")
# What is left of "PHÓ GIÁM ĐỐC" where OCR lost the rest.
_TORN_TITLE = re.compile(r"\b(?:ph[o0]|giam|d[o0]c|truong|chu tich|chanh)\b")
# "Phó Cục trưởng": the body is a cục.
_UNIT_OF_TITLE = re.compile(r"(?:phó )?(?:q\. |quyền )?(tổng cục|chi cục|cục|vụ|viện)(?: phó)? trưởng\b")


def signed_posts(draft: Draft, mention: NameMention) -> list[Post]:
    """The post under which the person signs; none where the name stands in running text."""
    text = draft.text
    line_start = text.rfind("\n", 0, mention.start) + 1
    line_end = text.find("\n", mention.end)
    before = text[line_start : mention.start]
    alone = before + text[mention.end : line_end if line_end >= 0 else len(text)]
    # Where both columns were read line by line, a recipient stands before the name.
    size = RECIPIENT_CHARS if _RECIPIENT.fullmatch(before) else SIGNATURE_CHARS
    block = text[max(0, line_start - size) : line_start]
    if (alone.strip(" .") and size == SIGNATURE_CHARS) or not block:
        return []
    title = _signers_title(text, line_start - len(block), line_start)
    if title is None:
        return []
    agency = _signers_body(draft, title, block)
    return [Post(title, text[title.start : title.end].capitalize(), agency, title.end, IMPLIED)] if agency else []


def _signers_title(text: str, start: int, end: int) -> Title | None:
    """The last office in capitals above a name; none where it is the office that he signs for, or is read in part."""
    titles = [t for t in titles_in(text, start, end) if text[t.start : t.end].isupper()]
    if not titles:
        return None
    title = titles[-1]
    line_start = text.rfind("\n", 0, title.start) + 1
    before = text[line_start : title.start].strip()
    if before.endswith(".") and not _ON_BEHALF.search(before):
        return None  # "KT." and its like, or what OCR made of them
    torn = [line for line in text[title.end : end].split("\n")[1:] if _TORN_TITLE.search(strip_marks(line))]
    return None if torn else title


def _signers_body(draft: Draft, title: Title, block: str) -> Agency | None:
    """The body for which the office signs: the one that has such an office, of several the one named most."""
    fixed = fixed_body(draft, title)
    if fixed:
        return fixed
    types = ("people_committee", "people_council") if "NHÂN DÂN" in block else BODY_TYPES.get(title.body, ())
    fitting = [a for a in draft.agencies if a.type in types]
    principal = _BY_ORDER.search(block)
    if not fitting and principal:  # "TL. GIÁM ĐỐC / CHÁNH THANH TRA": the body of the one by whose order is signed
        ordering = title_at(block, principal.end(), len(block))
        fitting = [a for a in draft.agencies if ordering and a.type in BODY_TYPES.get(ordering.body, ()) and _heads(a)]
    unit = _UNIT_OF_TITLE.match(title.core)
    if unit:
        fitting = [a for a in fitting if a.name.lower().startswith(unit[1])]
    return max(fitting, key=lambda a: (_heads(a), len(a.mentions)), default=None)


def _heads(agency: Agency) -> bool:
    """The body is named in capitals in the head of the text: it is the one that issues it."""
    return any(m.start < HEAD_CHARS and m.text.isupper() for m in agency.mentions)
