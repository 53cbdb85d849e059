"""Short names: those that the text introduces in brackets, and the bare proper names of enterprises named in full elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ketluan.extraction.agencies.bare_names import acts, is_listed_place, is_other, is_place_here, stands_behind_unit
from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.coined import are_initials, is_coined
from ketluan.extraction.agencies.lexicon import (
    Trie,
    common_names,
    heads,
    longest,
    match_sector,
    match_unit,
    name_words,
    register_place,
    surnames,
)
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge import places
from ketluan.text.folding import same_tone_style

MAX_SHORT_TOKENS = 6
MAX_INTRODUCTION_TOKENS = 16
MIN_LETTERS = 2
# Words that may stand between the bracket and the short name.
_INTRODUCING = frozenset(
    {"gọi", "tắt", "là", "viết", "tên", "sau", "đây", "giao", "dịch", "thương", "hiệu", "nay", "trước", ":", "(", "“", '"'}
)
_ABBREVIATING = frozenset({"gọi", "tắt", "là", "viết", "tên", "sau", "đây"})  # "nay là" would be another body
_CLOSING = frozenset({")", ",", ";", "-", "–", "”", '"', ":"})


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A place where a short name stands: tokens [first, last), and the body that introduced it."""

    first: int
    last: int
    of: Body
    introduction: bool = False


def find_short_forms(tokens: Tokens, bodies: Sequence[Body]) -> list[ShortForm]:
    """Every place outside `bodies` where a short name of one of them stands, in text order."""
    introduced, found = _introduced(tokens, bodies)
    forms: Trie = {}
    for body in reversed(bodies):
        for first, last in _proper_parts(tokens, body):
            _add(forms, tokens, first, last, body)
    for first, last, body in reversed(introduced):
        _add(forms, tokens, first, last, body)
    if not forms:
        return []
    taken = {index for body in bodies for index in range(body.first, body.last)}
    found = [form for form in found if taken.isdisjoint(range(form.first, form.last))]
    taken.update(index for form in found for index in range(form.first, form.last))
    places_too: set[str] = set()
    units_too: set[tuple[str, ...]] = set()
    index, size = 0, len(tokens)
    while index < size:
        match = _match(forms, tokens, index) if tokens.caps[index] and index not in taken else None
        if match is None or any(i in taken for i in range(index, match[0])):
            index += 1
            continue
        whole = _with_head(tokens, index, match[0], match[1], taken)
        if whole:
            found.append(whole)
            index = whole.last
            continue
        if is_place_here(tokens, index):
            places_too.add(tokens.keys[index])
        if stands_behind_unit(tokens, index):
            units_too.add(tuple(tokens.keys[index : match[0]]))
        if is_listed_place(tokens, index):
            index += 1
            continue
        if is_other(tokens, index, match[0]):
            index += 1
            continue
        found.append(ShortForm(index, match[0], match[1]))
        index = match[0]
    known = {tuple(tokens.keys[first:last]) for first, last, _ in introduced}
    kept = [
        f for f in found
        if (key := tuple(tokens.keys[f.first : f.last])) in known
        or not (_may_be_commune(tokens, f, places_too) or (key in units_too and not acts(tokens, f.first, f.last)))
    ]  # fmt: skip
    return sorted(kept, key=lambda form: form.first)


def _with_head(tokens: Tokens, first: int, last: int, body: Body, taken: set[int]) -> ShortForm | None:
    """The short name between the first word of the full name and its last ones: "Khu KLH Mây Biếc"."""
    if body.head.rule == "named" or not first or first - 1 in taken or not tokens.joined[first]:
        return None
    if tokens.keys[first - 1] != tokens.keys[body.first] or not tokens.caps[first - 1]:
        return None
    tail = last
    while tokens.joined[tail] and tokens.caps[tail] and tokens.keys[tail] in tokens.keys[body.first : body.last]:
        tail += 1
    return ShortForm(first - 1, tail, body)


def _may_be_commune(tokens: Tokens, form: ShortForm, places_too: set[str]) -> bool:
    """A name that a commune has too: the text must never use it as a place, and here as one who acts."""
    if form.last - form.first == 1 or not places.find_communes(tokens.slice(form.first, form.last)):
        return False
    return tokens.keys[form.first] in places_too or not acts(tokens, form.first, form.last)


def bracketed_bodies(tokens: Tokens, bodies: Sequence[Body]) -> list[tuple[Body, Body]]:
    """Bodies whose short name stands behind them in brackets as a body of its own ("Công ty TNHH … (Công ty Mây Biếc)")."""
    pairs = []
    for full, short in pairwise(bodies):
        opened = short.first - full.last
        if 0 < opened <= MAX_INTRODUCTION_TOKENS and tokens.keys[full.last] == "(" and tokens.keys[short.last] == ")":
            between = tokens.keys[full.last + 1 : short.first]
            if (
                full.head.rule == "named"
                and short.head.rule in ("named", "registered")
                and all(key in _ABBREVIATING for key in between)
            ):
                pairs.append((full, short))
    return pairs


def _introduced(tokens: Tokens, bodies: Sequence[Body]) -> tuple[list[tuple[int, int, Body]], list[ShortForm]]:
    """Short names in brackets directly behind a body."""
    named: list[tuple[int, int, Body]] = []
    found: list[ShortForm] = []
    for body in bodies:
        named.extend((index + 1, index + 2, body) for index in range(body.first + 2, body.last - 2) if _is_inner(tokens, index))
        span = _bracketed(tokens, body) or _behind_dash(tokens, body)
        if span is None:
            continue
        first, last = span
        named.append((first, last, body))
        found.append(ShortForm(first, last, body, introduction=True))
    return named, found


def _behind_dash(tokens: Tokens, body: Body) -> tuple[int, int] | None:
    """The short name behind a dash at the end of a bracket: "(nay là Công ty Mây Biếc - Mabi 10)"."""
    first = body.last + 1
    if body.head.rule != "named" or tokens.words[body.last] not in ("-", "–") or not tokens.caps[first]:
        return None
    last = first + 1 + tokens.words[first + 1].isdigit()
    return (first, last) if is_coined(tokens.words[first]) and tokens.words[last] == ")" else None


def _is_inner(tokens: Tokens, index: int) -> bool:
    """A bracket with the initials of the words before stands inside the name."""
    return tokens.words[index] == "(" and tokens.words[index + 2] == ")" and are_initials(tokens, index + 1)


_NOT_SHORT = frozenset({"ảnh", "nguồn", "số", "khu", "địa", "theo", "cũ", "mới", "nay", "điều", "khoản", "đường"})


def _bracketed(tokens: Tokens, body: Body) -> tuple[int, int] | None:
    """The short name in the bracket behind the body: "(Sagri)", "(gọi tắt là Sagri)", "(VNS, doanh nghiệp nhà nước)"."""
    index = body.last
    if tokens.keys[index] != "(" or not tokens.joined[index]:
        return None
    first = index + 1
    while tokens.keys[first] in _INTRODUCING and first - index < MAX_INTRODUCTION_TOKENS:
        first += 1
    last = first
    while tokens.words[last] and tokens.joined[last] and last - first <= MAX_SHORT_TOKENS and tokens.keys[last] not in _CLOSING:
        last += 1
    if last == first or last - first > MAX_SHORT_TOKENS or tokens.keys[last] not in _CLOSING or not tokens.caps[first]:
        return None
    return (first, last) if _may_be_short_name(tokens, first, last, body) else None


def _may_be_short_name(tokens: Tokens, first: int, last: int, body: Body) -> bool:
    words = tokens.words[first:last]
    if sum(map(len, words)) < MIN_LETTERS or any(word[0].islower() for word in words):
        return False
    if register_place(tokens, first, "") or register_place(tokens, first, "huyện") or match_unit(tokens, first):
        return False
    if tokens.keys[first] in _NOT_SHORT or " ".join(words) in common_names():
        return False
    if len(words) == 1 and not is_coined(words[0]):
        return False
    found = longest(heads(), tokens, first)
    if found and found[0] == last and found[1].name == body.head.name and words[0].isupper():
        return True  # "Ban Quản lý dự án … (BQLDA)"
    return not (found and (found[1].rule != "fixed" or found[0] < last)) and not match_sector(tokens, first)


_OPEN_RULES = frozenset({"named"})
_NO_BARE = frozenset(
    {
        "Chi nhánh",
        "Trường",
        "Nhà máy",
        "Cảng",
        "Trạm Y tế",
        "Bưu điện",
        "Viễn thông",
        "Điện lực",
        "Bến xe",
        "Bến xe khách",
        "Chùa",
    }
)


def _proper_parts(tokens: Tokens, body: Body) -> list[tuple[int, int]]:
    """The proper name at the end of an enterprise's name, where it can stand alone ("Hoa Sen Vàng")."""
    inner = body.parent if body.parent and body.head.name == "Chi nhánh" else body
    if inner.head.rule not in _OPEN_RULES or inner.head.name in _NO_BARE or not inner.core:
        return []
    first = last = inner.last - (_tail_length(tokens, inner))
    while first > inner.first and _is_proper(tokens, first - 1):
        first -= 1
    if first == last or not _stands_alone(tokens, first, last):
        return []
    alone = is_coined(tokens.words[first]) and _is_place_name(tokens, first + 1, last)
    return [(first, last), (first, first + 1)] if alone else [(first, last)]


def _is_place_name(tokens: Tokens, first: int, last: int) -> bool:
    """The words are a province's or a country's: "Nakavina Hà Tĩnh" may be called "Nakavina"."""
    if first >= last:
        return False
    name = tokens.slice(first, last)
    return tokens.find_province(name) is not None or name == "Việt Nam"


def _tail_length(tokens: Tokens, body: Body) -> int:
    if body.parent:
        return body.last - body.parent.first
    return 0


def _is_proper(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    if word in "-–":
        return True
    return tokens.caps[index] and longest(name_words(), tokens, index) is None and longest(heads(), tokens, index) is None


def _stands_alone(tokens: Tokens, first: int, last: int) -> bool:
    words = [w for w in tokens.words[first:last] if w not in "-–"]
    name = " ".join(words)
    if (
        not words
        or match_unit(tokens, first)
        or all(tokens.find_province(part) for part in re.split(r"\s*[-–]\s*", tokens.slice(first, last)))
    ):
        return False
    if places.find_districts(name) or name in common_names():
        return False
    if len(words) == 1:
        return is_coined(words[0])
    if same_tone_style(words[0]) in surnames() and len(words) == 3 and words[1] in ("Văn", "Thị"):
        return False
    return not (len(words) == 2 and all(word.isupper() and len(word) < MIN_LETTERS for word in words))


def _add(forms: Trie, tokens: Tokens, first: int, last: int, body: Body) -> None:
    node = forms
    for index in range(first, last):
        if tokens.words[index] not in "-–":
            node = node.setdefault(tokens.keys[index], {})
    node[""] = body


def _match(forms: Trie, tokens: Tokens, first: int) -> tuple[int, Body] | None:
    """The longest short name at token `first`; hyphens are skipped, every word has a capital."""
    node, index, best = forms, first, None
    while tokens.words[index] and (index == first or tokens.joined[index]):
        if tokens.words[index] in "-–":
            if index == first:
                break
            index += 1
            continue
        step = node.get(tokens.keys[index])
        if step is None or not (tokens.caps[index] or tokens.words[index].isdigit()):
            break
        node, index = step, index + 1
        if "" in node:
            best = (index, node[""])
    return best
