"""Heads that carry a number: with a symbol, with a year, or bare behind a type word."""

from __future__ import annotations

import re
from functools import cache

from ketluan.extraction.citations.dates import date_after
from ketluan.extraction.citations.doctypes import (
    DocType,
    TypeNode,
    abbr_to_type,
    last_words,
    symbol_types,
    type_by_id,
    type_trie,
    words_to_type,
)
from ketluan.extraction.citations.heads import Head
from ketluan.extraction.citations.symbols import SHAPE, STANDARD, Numbered, match_number
from ketluan.extraction.citations.wordlists import pattern
from ketluan.knowledge.laws import law_register
from ketluan.text.folding import strip_marks

_DIGITS = re.compile(r"\d(?:(?<![/.,\d]\d)|(?<=[sS]ố\.\d))\d*")
_WORD = re.compile(r"[^\W\d_]+")
# From the number backwards: what may stand between it and "số", words, and the like before "số".
_LETTERS_BACK = re.compile(r"[ \n:.\f]{0,8}[^\W\d_]{0,12}[ \n:.\f]{0,8}(?:[^\W\d_]|\s){0,64}")
_BARE = re.compile(r"(\d{1,6}[a-z]?)(?:\s?[/\-]\s?((?:19|20)\d\d))?(?![\w/]|[.,\-]\d|\s?%)")
_BARE_GOES_ON = re.compile(
    rf"\s{{0,2}}(?:[.;:)(”\"’!?…]|,(?!\d)|$|\n|(?:năm\s(?:19|20)\d\d|ngày\s{{1,3}}\d{{1,2}}|{pattern('behind_bare_number')})(?!\w))",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"\s(?:năm(?!\s\d{{4}})|{pattern('counted')})(?!\w)", re.IGNORECASE)
_LIST_SEPARATOR = re.compile(
    r"\s{0,3}(?:,|;|và|hoặc|cùng|,\s{0,2}và|;\s{0,2}và)\s{1,3}(?:(?:các\s)?số\s{1,3})?$|\s{0,3},\s{0,3}$", re.IGNORECASE
)
_NEXT_BARE = re.compile(r"(?:\s{0,2},\s{0,2}|\s{1,3}và\s{1,3})(?:số\s{1,2})?")
_OWN_NUMBER = re.compile(r"(?<!\w)S[ốỐ]\s?:\s{0,3}$")
# In the letterhead of a law: "Luật số: 56/2010/QH12" on a line of its own.
_OWN_LAW = re.compile(r"(?:Luật|LUẬT|Bộ luật|Pháp lệnh)\ss[ốỐ]\s?:\s{0,2}[\d/]{1,12}[A-Z\d]{2,10}[ ]{0,3}(?:\n|$)")
_BREAK = re.compile(r"[.;:,()]|\n\s*\n")
_DATED = ("ket_luan_thanh_tra", "thong_bao_ket_luan")
# Abbreviations that mean other things before a number ("lô CT 2", "TT 3"); a decree or a resolution they do not.
_WEAK = frozenset({"CT", "TT", "KH", "BC", "TB", "CĐ", "HD", "CV", "VB", "KL", "QĐ", "TTr"})
_BARE_LAWS = ("luat", "bo_luat", "phap_lenh")  # "Luật số 103/2016"
_GLUED_TYPES = ("NĐ", "QĐ", "NQ", "TT")
_NO = ("số", "so", "sô", "sồ", "sỏ", "sỗ", "sổ")
TYPE_WINDOW = 90
GAP_WINDOW = 130


def find_numbered(text: str, lower: str) -> list[Head]:
    """Heads with numbers in text order; `text` is a matching copy, `lower` the same in lower case."""
    heads: list[Head] = []
    position = 0
    last, endings, has_shape = last_words(), _last_letters(), SHAPE.match
    for digits in _DIGITS.finditer(text):
        start = digits.start()
        if start < position:
            continue
        before = text[start - 1] if start else " "
        if not before.isspace() and _inside_word_or_number(text, lower, start, before):
            continue
        head = _symbolised(text, lower, start, position, heads) if has_shape(text, start) else None
        if (
            head is None
            and (before != " " or lower[start - 2 : start - 1] in endings)
            and _type_word_before(lower, start, before, last)
        ):
            head = _bare(text, start, position)
        if head is None and heads and heads[-1].key is None and heads[-1].end >= start - 12:
            head = _continued(text, start, heads)
        if head is not None:
            heads.append(head)
            position = head.end
    return _share_symbols(heads, text)


def _inside_word_or_number(text: str, lower: str, start: int, before: str) -> bool:
    if before.isalnum():
        if text[max(0, start - 2) : start] in _GLUED_TYPES and (start < 3 or not text[start - 3].isalnum()):
            return False  # "NĐ46/2014"
        return lower[max(0, start - 2) : start] != "số" and not (before in "lIO" and text[max(0, start - 2)].isspace())
    return before in "-–" and start > 1 and not text[start - 2].isspace()


def _type_word_before(lower: str, start: int, before: str, last: frozenset[str]) -> bool:
    """Cheap test before the costly one: the word before the number is "số" or ends the name of a type."""
    if before in ":ố" or before in "ĐQ":
        return True  # "NĐ46/2014", "NQ30a"
    if not before.isspace():
        return False
    words = lower[max(0, start - 14) : start].split()
    return not words or words[-1].lstrip('("“‘[*_') in last


@cache
def _last_letters() -> frozenset[str]:
    """Last letters of these words, white space and what may stand between word and number; the start of the text."""
    return frozenset(word[-1] for word in last_words()) | frozenset(("", *" \n:.\f"))


def _symbolised(text: str, lower: str, start: int, floor: int, heads: list[Head]) -> Head | None:
    if start and text[start - 1] in "lIO" and not text[max(0, start - 2)].isalnum():
        start -= 1  # OCR reads the first digit as a letter
    number = match_number(text, start)
    if number is None:
        return None
    begin, label, doctype, has_so = left_type(text, start, floor)
    if doctype is None and has_so and _OWN_NUMBER.search(text[max(0, start - 12) : start]):
        return None
    if begin is not None and _OWN_LAW.match(text, begin) and text[begin - 1 : begin] in ("", "\n"):
        return None
    in_list = False
    if doctype is None:
        inherited = heads[-1] if heads and _LIST_SEPARATOR.match(text, heads[-1].end, start) else None
        if inherited is not None and _fits(inherited.doctype, number):
            doctype, in_list = inherited.doctype, True
        elif number.known and (has_so or _stands_alone(text, start, number)):
            if has_so:
                begin, label, doctype = _type_over_gap(text, start, floor, number)
        else:
            return None
    if doctype is None:
        doctype = _type_of_symbol(number)
    return Head(
        start if begin is None else begin, number.end, doctype, label, number.serial, number.year, number.symbol, number.key,
        in_list=in_list, core=start,
    )  # fmt: skip


def _stands_alone(text: str, start: int, number: Numbered) -> bool:
    """A number that names a document without any word before it: "61/2018/NĐ-CP", "45/2019/QH14" (not "Số hiệu: 45/…")."""
    if len(re.split(r"[-/]", number.symbol)) > 1:
        return True
    return bool(number.year and re.fullmatch(r"(?:UBTV)?QH\d{1,2}", number.symbol)) and text[:start].rstrip()[-1:] != ":"


def left_type(text: str, start: int, floor: int) -> tuple[int | None, str | None, DocType | None, bool]:
    """The type words directly before `start`: their offset, their text, the type, and whether "số" stands between."""
    low = max(floor, start - TYPE_WINDOW)
    window = text[low:start]
    tail = _LETTERS_BACK.match(window[::-1]).end()  # type: ignore[union-attr]
    words = list(_WORD.finditer(window, len(window) - tail))
    has_so = False
    end = len(window)
    if words and words[-1].group().lower() in _NO and not window[words[-1].end() :].strip(" \n:.\f"):
        has_so, end = True, words.pop().start()
        if words and words[-1].group().lower() == "mang" and not window[words[-1].end() : end].strip():
            end = words.pop().start()
    if not words or window[words[-1].end() : end].strip(" \n\f" if has_so else " \n\f:"):
        return None, None, None, has_so
    best: tuple[int, DocType] | None = None
    if words[-1].group() in abbr_to_type():
        best = (words[-1].start(), abbr_to_type()[words[-1].group()])
    node: TypeNode | None = type_trie()
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if index + 1 < len(words) and window[word.end() : words[index + 1].start()].strip():
            break
        node = node.before.get(strip_marks(word.group())) if node else None
        if node is None:
            break
        if node.doctype:
            best = (word.start(), node.doctype)
    if best is None:
        return None, None, None, has_so
    return low + best[0], best[1].name, best[1], has_so


def _type_over_gap(text: str, start: int, floor: int, number: Numbered) -> tuple[int | None, str | None, DocType | None]:
    """ "báo cáo thẩm định của Sở X số 392/BC-STP": the type word that agrees with the symbol, in the same clause."""
    low = max(floor, start - GAP_WINDOW)
    low = max([low, *(m.end() for m in _BREAK.finditer(text, low, start) if text[m.end() : start].strip())])
    words = list(_WORD.finditer(text, low, start))[:-1]
    table = words_to_type()
    for index in range(len(words) - 1, -1, -1):
        for size in (4, 3, 2):
            group = words[max(0, index - size + 1) : index + 1]
            found = table.get(tuple(strip_marks(w.group()) for w in group))
            if found and len(group) == size:
                if _fits(found, number) and found.bare != "sym":
                    return group[0].start(), found.name, found
                return None, None, None
    return None, None, None


def _fits(doctype: DocType, number: Numbered) -> bool:
    return doctype.family == _type_of_symbol(number).family


def _type_of_symbol(number: Numbered) -> DocType:
    """The type that the symbol states; a symbol that begins with an issuer is that of an official letter."""
    parts = re.split(r"[-/]", number.symbol)
    if re.fullmatch(r"QH\d{1,2}|UBTVQH\d{1,2}", parts[0]):
        return type_by_id("luat" if parts[0].startswith("QH") else "nghi_quyet")
    if parts[0] == "KL" and len(parts) > 1 and parts[1].startswith("TT"):
        return type_by_id("ket_luan_thanh_tra")
    if parts[0] in ("CP", "HĐBT"):
        return type_by_id("nghi_dinh")
    if parts[0] in ("TTg",) and len(parts) == 1:
        return type_by_id("quyet_dinh")
    found = symbol_types().get(parts[0])
    return found if found and (len(parts) > 1 or found.id == "giay_phep") else type_by_id("cong_van")


def _bare(text: str, start: int, floor: int) -> Head | None:
    """A number without a symbol behind a type word: "Nghị định 61", "kết luận thanh tra số 31", "Thông tư 47/2010"."""
    match = _BARE.match(text, start)
    if not match:
        return None
    begin, label, doctype, has_so = left_type(text, start, floor)
    if doctype is None or begin is None:
        return None
    serial, year = match[1], match[2]
    if doctype.bare == "sym" and not (has_so and year and doctype.id in _BARE_LAWS):
        return _popular(text, match, begin, doctype)
    if text[begin:start].strip() in _WEAK and not (has_so or year):
        return None
    if not has_so and ("\n" in text[begin:start] or not _may_stand_without_so(text, match, doctype)):
        return None
    return Head(begin, match.end(), doctype, label, serial, int(year) if year else None, core=start, joined_year=bool(year))


def _popular(text: str, match: re.Match[str], begin: int, doctype: DocType) -> Head | None:
    """A short name that the register gives to one decision: "Đề án 06"."""
    name = f"{doctype.name[0].upper()}{doctype.name[1:]} {match[1]}"
    known = law_register().by_popular_name(name) is not None
    if not known or match[2] or not _BARE_GOES_ON.match(text, match.end()):
        return None
    return Head(begin, match.end(), doctype, doctype.name, title=name, known_title=True, core=match.start())


def _may_stand_without_so(text: str, match: re.Match[str], doctype: DocType) -> bool:
    serial, year = match[1], match[2]
    if doctype.bare == "num":
        return False
    if doctype.bare == "yes":
        return not (_COUNTED.match(text, match.end()) or (len(serial) == 4 and serial[:2] in ("19", "20") and not year))
    if year:
        return len(serial) >= 2 and doctype.bare == "so"
    looks_like_year = len(serial) == 4 and serial[:2] in ("19", "20")
    return len(serial) >= 2 and not looks_like_year and bool(_BARE_GOES_ON.match(text, match.end()))


def _continued(text: str, start: int, heads: list[Head]) -> Head | None:
    """A bare number that continues a list of bare numbers: "hai công văn số 2208 và 777"."""
    before = heads[-1]
    if before.serial is None or not _NEXT_BARE.fullmatch(text, before.end, start):
        return None
    match = _BARE.match(text, start)
    if not match or len(match[1]) < 2 or not _BARE_GOES_ON.match(text, match.end()) or re.fullmatch(r"(?:19|20)\d\d", match[1]):
        return None
    year = int(match[2]) if match[2] else None
    return Head(start, match.end(), before.doctype, None, match[1], year, in_list=True, core=start, joined_year=bool(year))


def _share_symbols(heads: list[Head], text: str) -> list[Head]:
    """ "Quyết định số 12, 13/QĐ-UBND": a bare number takes year and symbol of the number behind it in the list."""
    for head, following in zip(reversed(heads[:-1]), reversed(heads[1:]), strict=True):
        if head.key or following.key is None or not following.in_list or following.symbol is None:
            continue
        if head.serial and _LIST_SEPARATOR.match(text, head.end, following.core):
            head.year, head.symbol = following.year, following.symbol
            head.key = "/".join(filter(None, (head.serial, str(head.year) if head.year else None, head.symbol)))
    return heads


def find_dated(text: str, lower: str) -> list[Head]:
    """Conclusions named by their full date alone: "kết luận thanh tra ngày 16-10-2014"."""
    heads: list[Head] = []
    at = lower.find("tra ngày ")
    while at >= 0:
        begin, label, doctype, _ = left_type(text, at + 4, max(0, at - 60))
        found = date_after(text, at + 3)
        if doctype is not None and begin is not None and doctype.id in _DATED and found and found.date:
            name = doctype.name[0].upper() + doctype.name[1:]
            heads.append(Head(begin, at + 3, doctype, label, year=found.year, title=name, core=begin))
        at = lower.find("tra ngày ", at + 9)
    return heads


def find_standards(text: str) -> list[Head]:
    """Technical standards and regulations: "QCVN 01:2019/BCT", "TCVN ISO 9001:2015"."""
    heads: list[Head] = []
    if "CVN" not in text and "QCĐP" not in text and "TCCS" not in text and "TCXD" not in text:
        return heads
    for match in STANDARD.finditer(text):
        kind = "qcvn" if match.group().startswith("QC") else "tcvn"
        key = re.sub(r"\s{0,2}([:/-])\s{0,2}", r"\1", re.sub(r"^([A-ZĐ]{4,6})[\s:]{0,2}(?=\d)", r"\1 ", match.group()))
        serial, year = re.split(r"[:-](?=(?:19|20)\d\d(?:/|$))", key)[0], int(match["year"])
        heads.append(
            Head(match.start(), match.end(), type_by_id(kind), kind.upper(), serial, year, None, key, core=match.start())
        )
    return heads
