"""Enterprises, schools and hospitals in a row behind one head word: "các khách sạn Mây Biếc, Hoa Sen và Sea Star"."""

from __future__ import annotations

from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.lexicon import (
    Head,
    common_names,
    find_head,
    longest,
    match_unit,
    name_words,
    register_place,
    surnames,
)
from ketluan.extraction.agencies.open_words import starts_body
from ketluan.extraction.agencies.tokens import Tokens

MAX_ITEMS = 60
MAX_ITEM_TOKENS = 8
MAX_REMARK_TOKENS = 16
MAX_WORDS_TO_LIST = 10
MAX_NUMBER_CHARS = 2
_PLURAL = frozenset({"các", "những", "số", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"})
_LISTING = frozenset({"(", ":"})
_IN_ROWS = frozenset({"school", "hospital"})  # also without a word for many: "Đại học A và B"


def is_plural(tokens: Tokens, first: int) -> bool:
    """A word for many, or a number, stands before token `first`."""
    if not first or not tokens.joined[first]:
        return False
    before = tokens.words[first - 1]
    return tokens.keys[first - 1] in _PLURAL or (
        before.isdigit() and before not in ("0", "1") and len(before) <= MAX_NUMBER_CHARS
    )


def following_names(tokens: Tokens, body: Body) -> list[Body]:
    """Names that go on behind a named body; none where only two stand in a row that no word for many announces."""
    many = is_plural(tokens, body.first)
    if not body.core or body.parent or not (many or body.head.type in _IN_ROWS or body.head.name == "Khách sạn"):
        return []
    bodies, closed = _items(tokens, body.last, body.head)
    return bodies if many or closed else []


def listed_names(tokens: Tokens, first: int) -> list[Body]:
    """Names behind a plural head that has none itself: "các bệnh viện (Mây Biếc, Hoa Sen)", "3 phòng khám gồm: …"."""
    if not is_plural(tokens, first):
        return []
    found = find_head(tokens, first)
    if found is None or found[1].rule != "named":
        return []
    index = end = found[0]
    while index - end < MAX_WORDS_TO_LIST and tokens.joined[index] and tokens.words[index] not in _LISTING:
        if tokens.caps[index] or tokens.words[index] in ".;":
            return []
        index += 1
    if tokens.words[index] not in _LISTING or (tokens.words[index] == "(" and index > end):
        return []
    start = _item(tokens, index + 1, found[1])
    if start is None:
        return []
    others, _ = _items(tokens, start.last, found[1])
    return [start, *others] if others else []


def _items(tokens: Tokens, index: int, head: Head) -> tuple[list[Body], bool]:
    """The names that separators join on, and whether "và" closes them."""
    bodies: list[Body] = []
    for _ in range(MAX_ITEMS):
        index = _behind_remark(tokens, index)
        if tokens.keys[index] not in (",", ";", "và") or not tokens.joined[index]:
            break
        last = tokens.keys[index] == "và" or tokens.keys[index + 1] == "và"
        item = _item(tokens, index + (2 if tokens.keys[index + 1] == "và" else 1), head)
        if item is None:
            break
        bodies.append(item)
        index = item.last
        if last:
            return bodies, True
    return bodies, False


def _behind_remark(tokens: Tokens, index: int) -> int:
    """The token behind a remark in brackets ("Hoa Sen (khoa ngoại), …")."""
    if tokens.words[index] != "(":
        return index
    for end in range(index, min(index + MAX_REMARK_TOKENS, len(tokens))):
        if tokens.words[end] == ")":
            return end + 1
    return index


def _item(tokens: Tokens, first: int, head: Head) -> Body | None:
    """A name in capitals, with known name words between them; it must end at a mark or a word in small letters."""
    if not tokens.caps[first] and not tokens.words[first].isdigit():
        return None
    if find_head(tokens, first) or starts_body(tokens, first) or match_unit(tokens, first):
        return None
    index = last = first
    while index - first < MAX_ITEM_TOKENS and tokens.words[index] and (index == first or tokens.joined[index]):
        phrase = longest(name_words(), tokens, index)
        if tokens.caps[index] or (tokens.words[index].isdigit() and len(tokens.words[index]) <= MAX_NUMBER_CHARS):
            index = last = phrase[0] if phrase else index + 1
            continue
        if phrase is None:
            break
        index = phrase[0]
    if last == first or not any(tokens.caps[first:last]):
        return None
    return None if _is_other(tokens, first, last, head) else Body(first, last, head, core=tokens.slice(first, last))


def _is_other(tokens: Tokens, first: int, last: int, head: Head) -> bool:
    """A place, a person, or a word that begins a sentence."""
    if last - first == 1 and (len(tokens.words[first]) < 3 or longest(name_words(), tokens, first)):
        return True
    for kind in ("", "huyện"):
        place = register_place(tokens, first, kind)
        if place and place[0] == last:
            return True
    person = last - first in (3, 4) and tokens.keys[first] in surnames() and all(map(str.isalpha, tokens.words[first:last]))
    return (person and head.type not in _IN_ROWS) or tokens.slice(first, last) in common_names()
