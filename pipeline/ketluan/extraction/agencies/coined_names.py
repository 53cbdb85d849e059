"""Enterprises that the text names by a made-up word alone, and never introduces: "mua 95% cổ phần ABX"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.coined import are_initials, is_coined
from ketluan.extraction.agencies.lexicon import Head
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge.tables import read_table

MIN_MENTIONS = 2
MIN_LETTERS = 3
_HEAD = Head("", "named", "company", None)
# Words before the name: what an enterprise has, does or is dealt with, and what things have names like these.
_HAVING = frozenset(
    {
        ("cổ", "phần"),
        ("nhà", "thầu"),
        ("đầu", "tư"),
        ("vốn", "tại"),
        ("vốn", "vào"),
        ("cổ", "đông"),
        ("với", "là"),
        ("quản", "trị"),
    }
)
_ACTOR_BEFORE = frozenset({"do", "giữa", "cùng", "cho", "buộc", "của", "rằng", "việc", "với", "để"})
_ACTION = frozenset(
    {
        "đã", "chưa", "là", "phải", "không", "đang", "sẽ", "vẫn", "bị", "được", "làm", "ký", "báo", "lập", "thực", "mua",
        "bán", "nộp", "góp", "chào", "đề", "có", "lại", "cũng", "tự",
    }
)  # fmt: skip
_THING_BEFORE = frozenset(
    {
        "lô", "đất", "thuế", "triệu", "tỉ", "tỷ", "nghìn", "ngàn", "đồng", "thức", "thầu", "cấp", "ảnh", "kit", "luật", "tp",
        "tuyến", "hiệu", "mềm", "chỉ", "án", "khu", "thị", "phẩm", "thuốc", "phim", "xe", "máy", "bằng", "giấy", "vé",
        "kênh", "gói", "ông", "bà", "anh", "chị", "hệ", "chuẩn", "ngoại", "dịch", "số", "đường", "phố", "sàn", "loại",
        "dòng", "đơn", "-", "–", "/",
    }
)  # fmt: skip


@cache
def _abbreviations() -> frozenset[str]:
    """Abbreviations of things that are no bodies ("TTHC", "GPMB")."""
    known = {row["abbr"] for row in read_table("abbreviations")} | {
        row["abbreviation"] for row in read_table("agency_abbreviations")
    }
    return frozenset(known | {row["word"] for row in read_table("foreign_words")})


def coined_enterprises(tokens: Tokens, taken: set[int]) -> list[Body]:
    """One body for every mention of a word that the text uses only as the name of one who acts."""
    found: dict[str, list[int]] = {}
    for index in _candidates(tokens, taken):
        found.setdefault(tokens.words[index], []).append(index)
    bodies: list[Body] = []
    for places in found.values():
        if len(places) < MIN_MENTIONS or any(_is_thing(tokens, index) for index in places):
            continue
        strong = sum(_acts(tokens, index) for index in places)
        if strong * 3 >= len(places) and strong >= MIN_MENTIONS:
            bodies.extend(Body(index, index + 1, _HEAD, core=tokens.words[index]) for index in places)
    return sorted(bodies, key=lambda body: body.first)


def _candidates(tokens: Tokens, taken: set[int]) -> Iterator[int]:
    for index in range(len(tokens)):
        word = tokens.words[index]
        free = tokens.caps[index] and index not in taken and len(word) >= MIN_LETTERS and word.isalpha()
        if free and is_coined(word) and word not in _abbreviations() and not _is_numeral(word):
            yield index


def _is_numeral(word: str) -> bool:
    return set(word) <= set("IVX")


def _is_thing(tokens: Tokens, index: int) -> bool:
    """Part of a longer name, of a number or a unit, or the abbreviation of words that stand before it."""
    before, after = tokens.keys[index - 1] if index else "", tokens.words[index + 1]
    if index and tokens.joined[index]:
        having = (tokens.keys[index - 2], before) in _HAVING
        if (before in _THING_BEFORE and not having) or (tokens.caps[index - 1] and not _opens(tokens, index - 1)):
            return True
        if before == "(" and (tokens.words[index - 2].islower() or are_initials(tokens, index)):
            return True
    return tokens.joined[index + 1] and (tokens.caps[index + 1] or after[:1].isdigit() or _glued(tokens, index))


def _glued(tokens: Tokens, index: int) -> bool:
    """A stroke or hyphen without a space behind the word: "KL-TTR", "A/B"."""
    return tokens.words[index + 1] in ("/", "-") and tokens.starts[index + 1] == tokens.ends[index]


def _acts(tokens: Tokens, index: int) -> bool:
    before = (tokens.keys[index - 2], tokens.keys[index - 1]) if index > 1 and tokens.joined[index] else ("", "")
    if before in _HAVING or (before[1] in _ACTOR_BEFORE and tokens.keys[index + 1] in _ACTION):
        return True
    return (_opens(tokens, index) or before[1] in (",", "và", "nhưng", "mà")) and tokens.keys[index + 1] in _ACTION


def _opens(tokens: Tokens, index: int) -> bool:
    """The word opens its sentence."""
    return index == 0 or not tokens.joined[index] or tokens.words[index - 1] in '.!?…:;"“('
