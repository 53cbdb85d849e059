"""One body, one entry: bodies of a document that are the same are joined, short names with the longer ones that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ketluan.extraction.agencies.locations import NOWHERE, Location
from ketluan.extraction.agencies.names import name_key, proper_key
from ketluan.text.folding import strip_marks


@dataclass(slots=True)
class Entity:
    """One body of the document; `spans` are token spans; `name_base` is the name without its place."""

    name: str
    base: str
    type: str
    location: Location
    parent: str | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    registered: bool = False  # the name comes from the register of enterprises, not from the text


def merge_entities(entities: Sequence[Entity]) -> list[Entity]:
    """One entry per body: by the key of the name, then short company names into the one longer name that holds them."""
    by_key: dict[str, Entity] = {}
    for entity in entities:
        key = name_key(entity.name)
        if key in by_key:
            _absorb(by_key[key], entity)
        else:
            by_key[key] = entity
    return _merge_companies(_merge_placeless(list(by_key.values())))


def _merge_placeless(entities: list[Entity]) -> list[Entity]:
    """A body named without its place is the one that the document names with it, where there is only one of that name."""
    placed: dict[tuple[str, str], list[Entity]] = {}
    for entity in entities:
        if entity.location.level and entity.name != entity.base:
            placed.setdefault((entity.type, name_key(entity.base)), []).append(entity)
    divisions = [e for e in entities if e.type == "division"]
    kept = []
    for entity in entities:
        longer = [d for d in divisions if entity in divisions and _has_same_owner(entity, d) and _begins(entity.base, d.base)]
        if len(longer) == 1:
            _absorb(longer[0], entity)
            continue
        boards = [e for e in entities if _is_abridged_board(entity, e)]
        if len(boards) == 1:
            _absorb(boards[0], entity)
            continue
        same = placed.get((entity.type, name_key(entity.name)), []) if entity.location.level is None else []
        owned = [e for e in entities if _is_owned_twin(entity, e)]
        if len(same) == 1 and same[0] is not entity:
            _absorb(same[0], entity)
        elif len(owned) == 1:
            _absorb(owned[0], entity)
        else:
            kept.append(entity)
    return kept


BOARD_WORDS = 4  # "Ban quản lý dự án"


def _is_abridged_board(short: Entity, long: Entity) -> bool:
    """ "Ban quản lý dự án giao thông" leaves words out of "Ban quản lý dự án đầu tư xây dựng công trình giao thông"."""
    if short is long or short.type != "management_board" or long.type != short.type or short.name != short.base:
        return False
    one, other = name_key(short.base).split(), name_key(long.name).split()
    if len(one) <= BOARD_WORDS or len(other) <= len(one) or one[:BOARD_WORDS] != other[:BOARD_WORDS]:
        return False
    rest = iter(other)
    return all(word in rest for word in one)


_UNIT_TYPES = frozenset({"centre", "office", "management_board", "team", "station", "department"})


def _is_owned_twin(entity: Entity, other: Entity) -> bool:
    """The same unit of the same province, once with its place and once with the body that it belongs to."""
    if entity.type not in _UNIT_TYPES or entity.parent or not other.parent or entity.type != other.type:
        return False
    same_place = entity.location.level == "province" and entity.location.province == other.location.province
    return same_place and name_key(entity.base) == name_key(other.base)


def _has_same_owner(one: Entity, other: Entity) -> bool:
    return one.parent == other.parent and one.location == other.location


def _begins(short: str, long: str) -> bool:
    """ "Phòng Quản lý cấp phép" begins "Phòng Quản lý cấp phép xây dựng"."""
    return len(name_key(short).split()) > 2 and name_key(long).startswith(name_key(short) + " ")


def _absorb(into: Entity, entity: Entity) -> None:
    into.spans.extend(entity.spans)
    into.aliases |= entity.aliases
    into.registered = into.registered and entity.registered


_OPEN_TYPES = frozenset({"company", "bank", "school", "hospital", "cooperative"})


def _merge_companies(entities: list[Entity]) -> list[Entity]:
    open_ones = [e for e in entities if e.type in _OPEN_TYPES]
    target: dict[int, Entity] = {}
    # Longest first: of several fuller names that turn out to be one body, a short name means that one.
    for entity in sorted(open_ones, key=lambda e: -len(e.name)):
        owner = _full_form(entity, [o for o in open_ones if o is not entity and not o.registered], target)
        if owner and owner is not entity:
            target[id(entity)] = owner
    kept = []
    for entity in entities:
        into = target.get(id(entity))
        if into is None:
            kept.append(entity)
        else:
            _absorb(_root(into, target), entity)
    renamed = {e.name: _root(e, target).name for e in open_ones if id(e) in target}
    known = {e.name for e in entities}
    unknown = {e.parent for e in kept if e.parent and e.parent.startswith("Công ty") and e.parent not in known}
    for name in sorted(unknown):
        full = _full_form(Entity(name, name, "company", NOWHERE), open_ones, target)
        if full and not full.name.endswith(name):
            renamed[name] = full.name
    return _follow_owners(kept, renamed)


def _follow_owners(entities: list[Entity], renamed: dict[str, str]) -> list[Entity]:
    """Parts of a body that was named by a short name bear its full one ("Phòng A, Công ty Mây Biếc")."""
    by_key: dict[str, Entity] = {}
    kept = []
    for entity in entities:
        new = renamed.get(entity.parent or "")
        if new and entity.parent and entity.name.endswith(entity.parent):
            entity.name, entity.parent = entity.name.removesuffix(entity.parent) + new, new
        same = by_key.setdefault(name_key(entity.name), entity)
        if same is entity:
            kept.append(entity)
        else:
            _absorb(same, entity)
    return kept


def _root(entity: Entity, target: dict[int, Entity]) -> Entity:
    while id(entity) in target:
        entity = target[id(entity)]
    return entity


_PARTS = ("Khoa ", "Chi nhánh ", "Phòng ", "Ký túc xá ")


def _same_rank(short: str, long: str) -> bool:
    """A corporation or group is not the company that bears its name in its own ("Công ty TNHH MTV Tổng công ty …"); a faculty
    or branch is not what it belongs to."""
    if (long.startswith(_PARTS) and not short.startswith(_PARTS)) or (" chi nhánh " in long and " chi nhánh " not in short):
        return False
    if long.startswith("Tập đoàn") and short.startswith("Công ty"):
        return False
    return short.lower().startswith("tổng công ty") == long.lower().startswith("tổng công ty") and "đại học quốc gia" not in (
        f"{short} {long}".lower()
    )


def _full_form(entity: Entity, others: Sequence[Entity], target: dict[int, Entity]) -> Entity | None:
    """The one enterprise of the document whose longer name `entity` shortens; None where there is none or more than one."""
    mine = proper_key(entity.name)
    if not mine:
        return None
    if entity.registered:
        same = [o for o in others if o.type == entity.type and proper_key(o.name) == mine and _one_kind(entity.name, o.name)]
        return _only(same, target) or _only([o for o in others if mine in o.aliases], target)
    fitting = [
        o for o in others if len(o.name) > len(entity.name) and _same_rank(entity.name, o.name) and _fits(entity.name, o.name)
    ]
    holding = [o for o in fitting if o.type == entity.type and f" {mine} " in f" {proper_key(o.name)} "]
    introduced = _only([o for o in fitting if mine in o.aliases], target)
    if introduced or holding or entity.type == "school":
        return introduced or _only(holding, target)
    return _only([o for o in fitting if o.type == entity.type and _is_abridged(entity.name, o.name)], target)


MIN_ABRIDGED_SYLLABLES = 3
PROPER_SYLLABLES = 2


def _is_abridged(short: str, long: str) -> bool:
    """Words are left out in the middle; head and proper name are the same ("Cơ sở Mây Biếc", "Cơ sở bánh Mây Biếc")."""
    one, other = proper_key(short).split(), proper_key(long).split()
    if len(one) < MIN_ABRIDGED_SYLLABLES or one[-PROPER_SYLLABLES:] != other[-PROPER_SYLLABLES:] or short[:5] != long[:5]:
        return False
    rest = iter(other)
    return all(word in rest for word in one)


def _only(found: Sequence[Entity], target: dict[int, Entity]) -> Entity | None:
    """The one body that all the names stand for."""
    roots = {id(root): root for root in (_root(o, target) for o in found)}
    return next(iter(roots.values())) if len(roots) == 1 else None


def _one_kind(one: str, other: str) -> bool:
    """A corporation that became a group is another body than the group."""
    kinds = ("Tập đoàn", "Tổng công ty")
    return not (one.startswith(kinds) and other.startswith(kinds)) or one[:3] == other[:3]


_FORMS = ("cổ phần", "trách nhiệm hữu hạn", "tập đoàn", "tổng công ty")


_TURNED = ("-congtycophan", "-ctcp")


def _is_turned(short: str, long: str) -> bool:
    """The same corporation before and after it was turned into a joint stock company: two bodies."""
    plain = [strip_marks(name).lower().replace(" ", "").replace("–", "-") for name in (short, long)]
    return any(plain[1] == plain[0] + form for form in _TURNED)


def _fits(short: str, long: str) -> bool:
    """Legal forms must not contradict: every form that the short name gives stands in the long one."""
    if _is_turned(short, long):
        return False
    return all(form in long.lower() for form in _FORMS if form in short.lower())
