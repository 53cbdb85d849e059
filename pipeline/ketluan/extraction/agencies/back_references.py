"""Bodies named a second time by the first words of their name: "Ban quản lý dự án", "Đảng đoàn", "Ban Nghĩa trang"."""

from __future__ import annotations

from collections.abc import Sequence

from ketluan.extraction.agencies.bodies import GENERIC_NEXT, Body
from ketluan.extraction.agencies.lexicon import Head, Trie, heads, longest, match_unit, name_words
from ketluan.extraction.agencies.shortforms import ShortForm
from ketluan.extraction.agencies.tokens import Tokens

MIN_PREFIX_TOKENS = 3
MAX_TITLE_TOKENS = 5  # "bí thư Đảng ủy, phó cục trưởng thường trực Cục X"
_PLURAL = frozenset({"các", "những", "mỗi", "một", "số", "nhiều", "vài", "cấp"})
# Organs of the party that may stand alone, and the types of body that have them (every type where none is given).
_OWNERS: dict[str, frozenset[str]] = {
    "Ban cán sự đảng": frozenset({"people_committee", "ministry", "inspectorate", "court", "procuracy", "government"}),
    "Đảng đoàn": frozenset({"people_council", "mass", "association", "parliament"}),
    "Đảng ủy": frozenset(),
    "Ban Thường vụ": frozenset({"party"}),
    "Ban kiểm soát": frozenset(),
}
_GOVERNING = frozenset({"Hội đồng quản trị", "Hội đồng thành viên", "Ban kiểm soát"})  # organs of one house
_NOT_BEHIND = frozenset({"viên", "các", "cấp", "khối"})


def find_prefixes(tokens: Tokens, bodies: Sequence[Body], taken: set[int]) -> list[ShortForm]:
    """Places outside `taken` where a unit named elsewhere is named by its first words; in text order."""
    prefixes = _prefixes(tokens, bodies)
    again = (*_numbered_teams(tokens, bodies), *_bare_offices(tokens, bodies))
    found = [form for form in again if taken.isdisjoint(range(form.first, form.last))]
    taken = taken | {index for form in found for index in range(form.first, form.last)}
    if not prefixes:
        return found
    index, size = 0, len(tokens)
    while index < size:
        form = None if index in taken or tokens.keys[index] not in prefixes else _prefix_at(tokens, index, prefixes)
        if form is None or any(i in taken for i in range(form.first, form.last)):
            index += 1
            continue
        found.append(form)
        index = form.last
    return sorted(found, key=lambda form: form.first)


def _numbered_teams(tokens: Tokens, bodies: Sequence[Body]) -> list[ShortForm]:
    """ "Đội 4", "Đội số 4" for the one team of that number that the text names with its field."""
    teams: dict[tuple[str, str], list[Body]] = {}
    for body in bodies:
        number = body.core.split()[-1] if body.core else ""
        if body.head.rule == "unit" and tokens.keys[body.first] in _TEAMS and number.isdigit():
            teams.setdefault((tokens.keys[body.first], number), []).append(body)
    found = []
    for index in range(len(tokens) if teams else 0):
        at = index + 1 + (tokens.keys[index + 1] == "số")
        named = teams.get((tokens.keys[index], tokens.words[at])) if tokens.caps[index] and tokens.joined[at] else None
        if named and all(_is_same(tokens, named[0], other) for other in named):
            found.append(ShortForm(index, at + 1, named[0]))
    return found


def _bare_offices(tokens: Tokens, bodies: Sequence[Body]) -> list[ShortForm]:
    """ "Cục Thuế" without its place, where the text names one such office with it before."""
    offices: dict[str, list[Body]] = {}
    for body in bodies:
        if body.head.rule == "territorial" and body.head.type in _OFFICES and body.head.name.startswith(("Cục", "Chi cục")):
            offices.setdefault(body.head.name, []).append(body)
    one = {name: named for name, named in offices.items() if len({b.place and (b.place.unit, b.place.name) for b in named}) == 1}
    found = []
    for index in range(len(tokens) if one else 0):
        if not tokens.caps[index] or tokens.keys[index] not in ("cục", "chi"):
            continue
        head = longest(heads(), tokens, index)
        named = one.get(head[1].name) if head else None
        if head is None or not named or named[0].first > index or (index and tokens.keys[index - 1] in _PLURAL):
            continue
        last = head[0]
        if not (tokens.joined[last] and (tokens.caps[last] or tokens.keys[last] in GENERIC_NEXT or match_unit(tokens, last))):
            found.append(ShortForm(index, last, named[0]))
    return found


_OFFICES = frozenset({"tax", "customs", "statistics", "enforcement"})
_TEAMS = frozenset({"đội", "trạm", "hạt", "tổ"})


def _prefixes(tokens: Tokens, bodies: Sequence[Body]) -> Trie:
    """Names of units as tries; each node holds the body whose name runs through it, None where two do."""
    trie: Trie = {}
    for body in bodies:
        if body.head.rule != "unit" or body.head.name == "Vụ" or body.last - body.first <= MIN_PREFIX_TOKENS:
            continue
        node = trie
        for index in range(body.first, body.last):
            node = node.setdefault(tokens.keys[index], {})
            other = node.get("")
            node[""] = body if other is None or _is_same(tokens, other, body) else False
    return trie


def _is_same(tokens: Tokens, one: Body | bool, other: Body) -> bool:
    """The same words, as far as the shorter name goes."""
    if isinstance(one, bool):
        return False
    length = min(one.last - one.first, other.last - other.first)
    return tokens.keys[one.first : one.first + length] == tokens.keys[other.first : other.first + length]


def _prefix_at(tokens: Tokens, first: int, prefixes: Trie) -> ShortForm | None:
    if first and tokens.joined[first] and tokens.keys[first - 1] in _PLURAL:
        return None
    node, index = prefixes, first
    while index == first or tokens.joined[index]:
        step = node.get(tokens.keys[index])
        if step is None:
            break
        node, index = step, index + 1
    body = node.get("")
    if index - first < MIN_PREFIX_TOKENS or not isinstance(body, Body) or _is_cut(tokens, first, index):
        return None
    return ShortForm(first, index, body)


def _is_cut(tokens: Tokens, first: int, last: int) -> bool:
    """The name goes on differently behind the common words, or they are a head word alone."""
    head = longest(heads(), tokens, first)
    alone = head is not None and head[0] >= last and head[1].name != "Ban quản lý dự án"
    goes_on = tokens.joined[last] and (tokens.caps[last] or longest(name_words(), tokens, last) is not None)
    return alone or (goes_on and match_unit(tokens, last) is None) or tokens.words[last].isdigit()


def bare_organs(tokens: Tokens, bodies: Sequence[Body]) -> list[Body]:
    """Party organs named without the body that they belong to.

    It is the body whose head is named with them ("Bí thư Đảng ủy, Giám đốc Sở X"), else that of the only organ of their kind in
    the text, else of one named shortly before; without any of these they stay out.
    """
    starts = {body.first: body for body in bodies}
    taken = {index for body in bodies for index in range(body.first, body.last)}
    organs = [body for body in bodies if body.parent and (body.head.name in _OWNERS or body.head.name in _GOVERNING)]
    found = []
    for index in range(len(tokens)):
        if tokens.caps[index] and tokens.keys[index] in _ORGAN_STARTS and index not in taken:
            organ = _organ_at(tokens, index, organs, starts)
            if organ:
                found.append(organ)
    return found


_ORGAN_STARTS = frozenset({"ban", "đảng"})


def _organ_at(tokens: Tokens, first: int, organs: Sequence[Body], starts: dict[int, Body]) -> Body | None:
    head = longest(heads(), tokens, first)
    if head is None or head[1].name not in _OWNERS:
        return None
    last, kind = head
    if kind.name == "Đảng ủy" and tokens.keys[last] in _UPPER and tokens.caps[last] and tokens.joined[last]:
        return _organ_of_department(tokens, first, last, kind, organs)
    if tokens.joined[last] and (tokens.keys[last] in _NOT_BEHIND or tokens.caps[last]):
        return None
    owner = _owner_by_post(tokens, last, kind, starts) or _owner_of_kind(tokens, first, kind, organs)
    if owner is None:
        return None
    organ = Body(first, last, kind, parent=owner)
    office = longest(heads(), tokens, first - 2) if first > 1 and tokens.joined[first] else None
    if office and office[0] == first and office[1].rule == "office":
        return Body(first - 2, last, office[1], parent=organ)  # "Văn phòng Đảng đoàn"
    return organ


_UPPER = {"sở": "department", "bộ": "ministry"}


def _organ_of_department(tokens: Tokens, first: int, last: int, organ: Head, organs: Sequence[Body]) -> Body | None:
    """ "Đảng ủy Sở" where the text names the committee of one department only, and nothing more stands behind."""
    if tokens.joined[last + 1] and tokens.caps[last + 1]:
        return None
    rule = _UPPER[tokens.keys[last]]
    owners = [o.parent for o in organs if o.head.name == organ.name and o.parent and o.parent.head.rule == rule]
    if len({owner.sector for owner in owners}) != 1:
        return None
    return Body(first, last + 1, organ, parent=owners[0])


def _owner_of_kind(tokens: Tokens, first: int, organ: Head, organs: Sequence[Body]) -> Body | None:
    """The one body whose organ of that kind the text names; of several the one named a few lines before."""
    kinds = _GOVERNING if organ.name in _GOVERNING else {organ.name}
    of_kind = [body for body in organs if body.head.name in kinds and body.parent]
    before = [body for body in of_kind if body.first < first]
    names = {" ".join(tokens.keys[body.parent.first : body.parent.last]) for body in of_kind if body.parent}
    if len(names) == 1:
        return (before[-1] if before else of_kind[0]).parent if before or organ.name != "Ban Thường vụ" else None
    near = bool(before) and first - before[-1].last < NEAR_TOKENS and organ.name != "Đảng ủy"
    return before[-1].parent if near else None


NEAR_TOKENS = 80


def _owner_by_post(tokens: Tokens, last: int, organ: Head, starts: dict[int, Body]) -> Body | None:
    """The body whose head is named behind the organ that ends at token `last`."""
    if tokens.words[last] != ",":
        return None
    for index in range(last + 1, last + 1 + MAX_TITLE_TOKENS):
        body = starts.get(index)
        if body:
            return body if body.head.type in _OWNERS[organ.name] or not _OWNERS[organ.name] else None
        if not tokens.words[index].isalpha() or not tokens.joined[index]:
            return None
    return None
