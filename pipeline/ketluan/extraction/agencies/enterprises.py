"""Enterprises, schools and hospitals: a head word and a name of their own."""

from __future__ import annotations

from ketluan.extraction.agencies.bodies import Body, Parse, in_number, is_inside, with_tail
from ketluan.extraction.agencies.lexicon import Head, common_names, register_place
from ketluan.extraction.agencies.open_words import is_own_number, open_words
from ketluan.extraction.agencies.tokens import Tokens

# In small letters these are kinds of education: "tốt nghiệp cao đẳng Sư phạm".
_CAPITAL_HEADS = frozenset({"tiểu", "mầm", "cao", "đại"})


def read_named(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """An enterprise, school, hospital: needs a name of its own (capitals) or a place."""
    if first and tokens.joined[first] and is_inside(tokens, first):
        return None
    if head.name == "Chi nhánh" and tokens.joined[end]:
        parent = parse(end)
        if parent and parent.head.rule in ("named", "unit"):
            return Body(first, parent.last, head, parent=parent)
    if head.name in ("Trường", "Cảng") and register_place(tokens, first, "huyện") and not tokens.joined[end + 1]:
        return None
    if tokens.keys[first] in _CAPITAL_HEADS and not (tokens.caps[first] and tokens.caps[end]):
        return None
    last, proper = open_words(tokens, end, business=True)
    if proper and not tokens.caps[first] and " ".join(tokens.slice(end, last).split()) in common_names():
        return None
    if not proper:
        return with_tail(tokens, Body(first, last, head), parse, needed=True) if _is_placed(tokens, first, last, head) else None
    if head.name in ("Chi nhánh", "Nhà máy", "Doanh nghiệp", "Cảng") and not tokens.caps[first]:
        return None
    return with_tail(tokens, Body(first, last, head, core=tokens.slice(end, last)), parse)


def _is_placed(tokens: Tokens, first: int, last: int, head: Head) -> bool:
    """Health centres and hospitals go by their place ("Bệnh viện đa khoa tỉnh", "Trung tâm Y tế huyện")."""
    return (
        head.type == "hospital" and (tokens.caps[first] or tokens.caps[last - 1]) and head.name not in ("Phòng khám", "Nha khoa")
    )


def read_registered(tokens: Tokens, first: int, end: int, head: Head, parse: Parse) -> Body | None:
    """The short name of an enterprise of the register ("Vinalines")."""
    if not tokens.caps[first] or in_number(tokens, first, end):
        return None
    if _is_serial(tokens, first, end):
        return Body(first, end + 1, _SERIAL, core=tokens.slice(first, end + 1))  # "Vinalines 3" is a company of the group
    return Body(first, end, head)


MAX_SERIAL_CHARS = 2
_SERIAL = Head("Công ty", "named", "company", None)


def _is_serial(tokens: Tokens, first: int, end: int) -> bool:
    """A number that belongs to the name stands at `end`."""
    word = tokens.words[end]
    if not tokens.joined[end] or not word.isdigit() or len(word) > MAX_SERIAL_CHARS:
        return False
    return is_own_number(tokens, end, first) and _closes(tokens, end + 1)


def _closes(tokens: Tokens, index: int) -> bool:
    """A mark or a word that is no unit of measure follows: what stands before is no amount."""
    return not tokens.words[index].isalpha() or tokens.keys[index] in _AFTER_SERIAL or not tokens.joined[index]


_AFTER_SERIAL = frozenset({"tại", "do", "của", "và", "đã", "là", "có", "bị", "được", "không", "chưa", "làm", "ở", "với", "phải"})
