"""The header block of an official document: issuing body, number and symbol, place and date, kind and title.

Source: Decree 30/2020/NĐ-CP, Appendix I (layout); text layers often break the block's two columns into single lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.record import DocumentKind
from ketluan.text.folding import fold_same_length

HEADER_CHARS = 1800
# OCR loses the dashes of the motto and single letters ("YIỆT NAM").
_NATION = re.compile(r"cong hoa\W{0,2} x[ao] hoi chu nghia \w?iet nam|doc lap\W{0,4}tu do\W{0,4}hanh phuc")
_NUMBER = re.compile(
    r"(?:^|\n|\s{2}|[-_*]\s)\W{0,4}(?:(?:luat|bo luat|phap lenh)\s)?"
    r"s[oô0óố]\s?[:.]?\s?(?P<n>\d{1,5}[a-z]?)\s{0,3}(?P<rest>/\s?(?:\d{4}\s?/\s?)?[a-zđ][a-zđ&\-./\d ]{1,30})?(?=\n|\s{2}|$)"
)
_SYMBOL_LINE = re.compile(r"\n(?P<rest>/(?:\d{4}/)?[a-zđ][a-zđ&\-.\d]{1,24})\s*\n")
# The line with place and date; text layers tear its words where the date was typed in ("t háng").
_DATE = re.compile(
    r"(?P<place>[^\n\d]{0,40}?)n\s?g\s?a\s?y\s{0,3}(?P<d>\d{1,2})\s{0,3}t\s?h\s?a\s?n\s?g\s{0,3}(?P<m>\d{1,2})\s{0,3}"
    r"n\s?a\s?m\s{0,3}(?P<y>\d{4})(?!\d)"
)
# Words before "ngày" in a sentence; the line of place and date has the place alone.
_SENTENCE = re.compile(r"\b(?:luat|nghi|quyet|so|theo|can cu|tu|ke|den|hieu luc|thong tu|cong van|ban hanh)\b")
_KINDS: list[tuple[re.Pattern[str], DocumentKind]] = [
    (re.compile(r"^(?:thong bao\s)?(?:du thao\s)?ket luan\b"), "conclusion"),
    (re.compile(r"^thong bao\b.*ket luan"), "conclusion"),
    (re.compile(r"^bao cao\b"), "report"),
    (re.compile(r"^(?:chi thi|cong dien|cong van)\b"), "directive"),
    (
        re.compile(
            r"^(?:quyet dinh|ke hoach|nghi quyet|to trinh|huong dan|bien ban|thong bao|quy che|quy dinh|thong tu|nghi dinh"
            r"|giay (?:moi|trieu tap)|kien nghi|de an|dieu le|(?:bo )?luat|phap lenh|chuong trinh)\b"
        ),
        "other",
    ),
]
_NOTICE_OF_RESULTS = re.compile(
    r"^thong bao\W{1,3}(?:(?:ve|ve viec|v/v)\s)?(?:ket luan|ket qua (?:thanh tra|kiem tra|xac minh|giam sat))"
)
_PART_OF_ACT = re.compile(r"\W{0,5}(?:phu luc|mau so|bieu mau|bieu so|dieu \d{1,3}\s?[.:])(?:\W|$)")
_GAZETTED = re.compile(
    r"\s{0,5}(?:nghi dinh|thong tu|quyet dinh|nghi quyet|chi thi)\s{0,3}\ncua "
    r"(?P<body>[^\n\d]{3,80}?),? so:? ?(?P<n>\d[\w/\- ]{2,24}?)"
    r",? ngay (?P<d>[0-3]?\d) thang (?P<m>1[0-2]|0?[1-9]) nam (?P<y>(?:19|20)\d\d)"
)
_ARTICLE = re.compile(r"^\s{0,8}Điều \d{1,3}\s?[.:]", re.MULTILINE)
MIN_ARTICLES = 3
# A decision about a case names its act first: "QUYẾT ĐỊNH Về việc thu hồi …".
CASE_CHARS = 70
_ALWAYS_RULES = re.compile(r"(?:thong tu|nghi dinh|nghi quyet|(?:bo )?luat|phap lenh)\b")
_MAY_BE_RULES = re.compile(r"(?:quyet dinh|quy dinh|quy che|dieu le)\b")
_ABOUT_A_CASE = re.compile(
    r"xu phat|ky luat|khieu nai|to cao|thu hoi|dinh chi|cuong che|xu ly|thanh tra|kiem tra|kiem toan|giam sat|xac minh|khoi to"
)
_PLAIN_LINE = re.compile(r"[\W_]*")
_ISSUED_WITH = re.compile(r"\s?\(\s?(?:ban hanh )?kem theo\b.*")
_BODY_STARTS = re.compile(r"can cu|chuong [ivx\d]|phan [ivx]{1,4}\b|kinh gui|thuc hien|xet |\d{1,2}[.)]|dieu |i\.")
_LETTER_BODY = re.compile(r"kinh gui|\n\s{0,3}(?:can cu|thuc hien|xet|theo|ngay \d{1,2}/\d)\b")
# A letter (công văn) has no title; its subject, "V/v chấn chỉnh …", says whether it directs. Decree 30/2020/NĐ-CP, Appendix III.
_DIRECTS = re.compile(
    r"\n\W{0,4}(?:v\W{0,2}v|ve viec)\W{1,4}[^\n]{0,40}?"
    r"(?:chan chinh|thuc hien|khac phuc|tang cuong|don doc|xu ly|chi dao|kiem diem|ra soat|trien khai|to chuc|day manh)\b"
)
MAX_TITLE_LINES = 6
MAX_PLACE_SYLLABLES = 4
AFTER_TITLE_CHARS = 250


@dataclass(frozen=True, slots=True)
class Header:
    """What the block says; `end` is where the body begins, `bodies` the lines above the title with the issuer, before `above`."""

    kind: DocumentKind
    title: str | None
    number: str | None
    date: str | None
    bodies: str
    end: int
    above: int = 0


def is_official(text: str) -> bool:
    """Whether the national motto heads the text: people are signers there, and no authors."""
    return _NATION.search(fold_same_length(text[:HEADER_CHARS])) is not None


def lays_down_rules(text: str) -> bool:
    """Whether the text is an act in articles that says what has to be done: what it forbids or misses has not happened.

    Decisions that punish, settle complaints or order inspections say what has; they are none of these.
    """
    header = read_header(text)
    if header is None or header.kind != "other" or len(_ARTICLE.findall(text)) < MIN_ARTICLES:
        return False
    title = fold_same_length(header.title or "")
    return bool(_ALWAYS_RULES.match(title)) or bool(_MAY_BE_RULES.match(title) and not _ABOUT_A_CASE.search(title, 0, CASE_CHARS))


def read_header(text: str) -> Header | None:
    """The header block; None where the text has none (news, transcripts)."""
    head = fold_same_length(text[:HEADER_CHARS])
    nation = _NATION.search(head)
    if nation is None:
        return _gazetted(text, head) or (_part_of_act(text) if _PART_OF_ACT.match(head) else None)
    title_start, title_end, kind = _title(head, text)
    title = _clean_title(text[title_start:title_end])
    if kind == "other" and title and _NOTICE_OF_RESULTS.match(fold_same_length(title)):
        kind = "conclusion"
    if title is None and "kinh gui" in head and _DIRECTS.search(head):
        kind = "directive"
    body = title_start or _letter_begins(head, nation.end())
    return Header(
        kind=kind,
        title=title,
        number=_number(head[:body], text),
        date=_date(head, text, body, title_end),
        bodies=_bodies(text, nation.start(), title_start or nation.end()),
        end=max(title_end, nation.end()),
        above=max(title_start, nation.start()),
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


def _gazetted(text: str, head: str) -> Header | None:
    """An act as collections of laws print it: "NGHỊ ĐỊNH / CỦA CHÍNH PHỦ SỐ 37/2007/NĐ-CP NGÀY 09 THÁNG 3 NĂM 2007 / VỀ …"."""
    match = _GAZETTED.match(head)
    if match is None or not text[match.start("body") : match.end("body")].isupper():
        return None
    date = f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}"
    number = re.sub(r"\s", "", text[match.start("n") : match.end("n")])
    title = _clean_title(
        text[: match.start("body")].rsplit("\n", 1)[0] + "\n" + text[match.end() : _title_end(head, text, match.end())]
    )
    return Header("other", title, number, date, text[match.start("body") : match.end("body")], match.end())


def _part_of_act(text: str) -> Header:
    """An annex, a form or the later pages of an official document: nothing but its title is known."""
    first = text.strip().split("\n", 1)[0][:200]
    return Header(kind="other", title=_clean_title(first), number=None, date=None, bodies="", end=0)


def _letter_begins(head: str, after: int) -> int:
    """Where a letter, which has no title, addresses its readers; else where its first sentence or legal ground stands."""
    match = _LETTER_BODY.search(head, after)
    return match.start() if match else len(head)


def _date(head: str, text: str, body: int, title_end: int) -> str | None:
    """The date of the line with the place, above the title, or, where columns were read in turn, directly below it."""
    for match in _DATE.finditer(head, 0, max(body, min(title_end + AFTER_TITLE_CHARS, len(head)))):
        if match.start("d") > body and (match["place"].strip(" ,.") == "" or not _alone(head, match)):
            continue
        in_sentence = _SENTENCE.search(match["place"]) and not _is_place_alone(text[slice(*match.span("place"))])
        if in_sentence or not _at_line_end(head, match.end()):
            continue
        day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
        return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= 31 and 1 <= month <= 12 else None
    return None


def _is_place_alone(words: str) -> bool:
    """ "Kế Sách, ", "Từ Sơn, ", "Nghi Lộc, ": places whose syllables, without marks, are also words of sentences."""
    syllables = words.replace("-", " ").rstrip().rstrip(",").split()
    return words.rstrip().endswith(",") and len(syllables) <= MAX_PLACE_SYLLABLES and all(s[0].isupper() for s in syllables)


def _alone(head: str, match: re.Match[str]) -> bool:
    return match.start() == 0 or head[match.start() - 1] == "\n"


def _at_line_end(head: str, end: int) -> bool:
    rest = head[end : end + 60].split("\n", 1)[0]
    return len(rest.strip(" .,;)*-_|")) < 3 or rest.startswith("  ")


def _clean_title(title: str) -> str | None:
    """One line, without the rules of dashes around it and the note "(Ban hành kèm theo …)"."""
    lines = [line for line in title.split("\n") if not _PLAIN_LINE.fullmatch(line)]
    words = " ".join(" ".join(lines).split()).strip("_ ")
    note = _ISSUED_WITH.search(fold_same_length(words))
    return (words[: note.start()] if note else words) or None


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
