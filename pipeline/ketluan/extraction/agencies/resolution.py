"""From bodies in the text to entities: full names, places, parents; one entity, one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.context import PlaceContext
from ketluan.extraction.agencies.lexicon import COMMUNE_UNITS, Place
from ketluan.extraction.agencies.names import name_key, proper_key, school_name, write_out
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge import places
from ketluan.knowledge.places import Province, Unit


@dataclass(frozen=True, slots=True)
class Location:
    """Where a body belongs: level, province, district, and the words for it in the name ("huyện Ninh Hải, tỉnh Ninh Thuận")."""

    level: str | None = None
    province: str | None = None
    district: str | None = None
    commune: str | None = None
    words: str = ""

    @property
    def is_generic(self) -> bool:
        """A kind of unit that the text leaves open: "Ủy ban nhân dân xã" of any commune."""
        return self.level in ("district", "commune") and self.words in places.UNIT_KINDS


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


NOWHERE = Location()
OPEN = Location("commune", words="xã")  # of a place that the text leaves open
NEAR_TOKENS = 120  # about one paragraph


class Resolver:
    """Names the bodies of one document in text order."""

    def __init__(self, tokens: Tokens, bodies: Sequence[Body], context: PlaceContext) -> None:
        self.tokens, self.bodies, self.context = tokens, bodies, context
        self._named_departments = self._departments_with_place()

    def _departments_with_place(self) -> list[tuple[int, str, Province]]:
        found = []
        for body in self._all_bodies():
            if body.head.rule == "department" and body.sector and body.place and body.place.name:
                province = self.context.find_province(body.place.name)
                if province:
                    found.append((body.first, body.sector.name, province))
        return found

    def _all_bodies(self) -> list[Body]:
        out = []
        for body in self.bodies:
            part: Body | None = body
            while part:
                out.append(part)
                part = part.parent
        return out

    def resolve(self, body: Body) -> Entity:
        """The entity that a body stands for; `name` is its full name."""
        rule = body.head.rule
        if rule == "ministry" and body.sector:
            return Entity(f"Bộ {body.sector.name}", f"Bộ {body.sector.name}", "ministry", Location("central"))
        if rule == "department" and body.sector:
            return self._department(body)
        if rule == "inspectorate":
            return self._inspectorate(body)
        if rule == "fixed_place":
            return self._national_office(body)
        if rule in ("territorial", "party_local"):
            return self._territorial(body)
        if rule in ("organ", "office", "investigators"):
            return self._part_of(body)
        if rule == "department":
            return self._other_department(body)
        if rule == "registered":
            return Entity(body.head.name, body.head.name, body.head.type, NOWHERE, registered=True)
        if rule == "fixed":
            return Entity(body.head.name, body.head.name, body.head.type, Location("central"))
        return self._open(body)

    def _department(self, body: Body) -> Entity:
        assert body.sector is not None
        base = f"{body.head.name} {body.sector.name}"
        location = self._department_place(body, body.sector.name)
        return Entity(_join(base, location.words), base, "department", location)

    def _department_place(self, body: Body, sector: str) -> Location:
        if body.place and body.place.name:
            return self.locate(body.place, body.first)
        city = _wants_city(body.place)
        same = [(at, p) for at, s, p in self._named_departments if s == sector and (city is None or p.is_city == city)]
        main = self.context.main_province(city=city)
        weight = self.context.weights
        same = [
            (at, p) for at, p in same
            if main is None or weight[p.name] * 3 > weight[main.name] or 0 < body.first - at < NEAR_TOKENS
        ]  # fmt: skip
        before = [p for at, p in same if at < body.first]
        if before or same:
            return _of_province(before[-1] if before else same[0][1])
        province = self.context.province_near(body.first, city=city)
        return _of_province(province) if province else Location("province")

    def _other_department(self, body: Body) -> Entity:
        base = f"{body.head.name} {write_out(body.core)}"
        location = self._department_place(body, "")
        return Entity(_join(base, location.words), base, "department", location)

    def _inspectorate(self, body: Body) -> Entity:
        if body.parent:
            parent = self.resolve(body.parent)
            return Entity(f"Thanh tra {parent.name}", f"Thanh tra {parent.base}", "inspectorate", parent.location, parent.name)
        if body.place:
            location = self.locate(body.place, body.first)
            base = f"Thanh tra {write_out(body.core)}".strip()
            return Entity(_join(base, location.words), base, "inspectorate", location)
        owner = self._last_owner(body)
        if owner:
            return Entity(f"Thanh tra {owner.name}", f"Thanh tra {owner.base}", "inspectorate", owner.location, owner.name)
        if body.sector and body.sector.ministry:
            name = f"Thanh tra Bộ {body.sector.name}"
            return Entity(name, name, "inspectorate", Location("central"), f"Bộ {body.sector.name}")
        name = f"Thanh tra {write_out(body.core)}".strip()
        return Entity(name, name, "inspectorate", NOWHERE)

    def _last_owner(self, body: Body) -> Entity | None:
        """The ministry or department meant by "Thanh tra Bộ", "thanh tra sở": the last one named before, else the next."""
        rule = {"bộ": "ministry", "sở": "department"}.get(body.core.lower())
        if rule is None:
            return None
        of_rule = [b for b in self._all_bodies() if b.head.rule == rule and b.sector]
        before = [b for b in of_rule if b.first < body.first]
        chosen = max(before, key=lambda b: b.first) if before else of_rule[0] if of_rule else None
        return self.resolve(chosen) if chosen else None

    def _national_office(self, body: Body) -> Entity:
        full = "Ngân hàng Nhà nước Việt Nam" if body.head.name == "Ngân hàng Nhà nước" else body.head.name
        if body.core:
            name = f"{body.head.name} {body.core}"
            return Entity(name, name, body.head.type, Location("central"), full)
        if body.place and body.place.name:
            location = self.locate(body.place, body.first)
            return Entity(_join(body.head.name, location.words), body.head.name, body.head.type, location, full)
        return Entity(full, full, body.head.type, Location("central"))

    def _territorial(self, body: Body) -> Entity:
        if body.place is None and body.head.type in ("people_committee", "people_council"):
            return self._signing(body)
        if body.core and body.place:  # a zone with its province
            location = self.locate(body.place, body.first)
            name = _join(body.head.name, body.core, location.words)
            return Entity(name, _join(body.head.name, body.core), body.head.type, location)
        if body.place is None and body.head.rule == "territorial" and body.head.type != "parliament":
            name = _join(body.head.name, body.core)
            return Entity(name, name, body.head.type, Location("central") if body.core else NOWHERE)
        if body.place is None and body.head.type == "parliament":
            province = self.context.main_province()
            location = _of_province(province) if province else NOWHERE
            return Entity(_join(body.head.name, location.words), body.head.name, body.head.type, location)
        implied = body.head.level if body.head.rule == "party_local" else None
        place = body.place or Place(implied or "tỉnh", "", body.last)
        if implied and not place.unit:
            place = Place(implied, place.name, place.end) if not (implied == "thành phố" and not place.name) else place
        location = self.locate(place, body.first)
        words = location.words
        if implied and body.head.type in ("party", "mass"):
            words = _proper_part(words)
        base = body.head.name
        if "cấp cao" in base:
            words = f"tại {words}"
        return Entity(_join(base, words), base, body.head.type, location)

    def _signing(self, body: Body) -> Entity:
        """A committee without its place: the one that signs is the first that the document names with its place, in its head;
        elsewhere it is the last one before, else the next."""
        placed = [b for b in self.bodies if b.head.name == body.head.name and b.place and (b.place.name or not self._signs(body))]
        if not placed:
            return Entity(body.head.name, body.head.name, body.head.type, NOWHERE if self._signs(body) else OPEN)
        before = [b for b in placed if b.first < body.first]
        return self._territorial(before[-1] if before and not self._signs(body) else placed[0])

    def _signs(self, body: Body) -> bool:
        return body.first > 1 and self.tokens.keys[body.first - 2] == "tm"

    def _part_of(self, body: Body) -> Entity:
        if body.parent is None:
            return self._orphan(body)
        parent = self.resolve(body.parent)
        joiner = ", " if body.head.rule == "investigators" or body.head.type == "company_organ" else " "
        name = f"{body.head.name}{joiner}{parent.name}"
        kind = parent.type if body.head.name == "Thường trực" else body.head.type
        return Entity(name, body.head.name, kind, parent.location, parent.name)

    def _orphan(self, body: Body) -> Entity:
        if body.owner:
            upper = self.resolve(body.owner)
            return Entity(f"{body.head.name}, {upper.name}", body.head.name, body.head.type, upper.location, upper.name)
        if body.head.rule == "investigators":
            owner = self._police_near(body)
            if owner:
                name = f"{body.head.name}, {owner.name}"
                return Entity(name, body.head.name, "police", owner.location, owner.name)
        if body.place:
            location = self.locate(body.place, body.first)
            return Entity(_join(body.head.name, location.words), body.head.name, body.head.type, location)
        return self._open(body)

    def _police_near(self, body: Body) -> Entity | None:
        police = [
            b for b in self._all_bodies()
            if (b.head.name == "Công an" and b.place) or (b.head.rule == "ministry" and b.sector and b.sector.name == "Công an")
        ]  # fmt: skip
        if not police:
            return None
        return self.resolve(min(police, key=lambda b: (abs(b.first - body.first), b.first)))

    def _open(self, body: Body) -> Entity:
        base = school_name(_join(body.head.name, write_out(body.core)))
        location, name = NOWHERE, base
        district = self._only_district(body)
        if district:
            location = self._of_district(district)
            name = _join(base, location.words)
        elif body.place:
            location = self.locate(body.place, body.first)
            name = _join(base, location.words)
        upper = body.parent or body.owner or self._only_owner(body)
        if upper:
            parent = self.resolve(upper)
            if body.head.name == "Tổng cục":  # known by its own name alone
                return Entity(name, base, body.head.type, parent.location, parent.name)
            return Entity(f"{name}, {parent.name}", base, body.head.type, parent.location, parent.name)
        return Entity(name, base, body.head.type, location)

    def _only_district(self, body: Body) -> Unit | None:
        """The district of a division that every district has, where the document names but one district."""
        if body.place or body.owner or body.parent or not (body.head.type == "division" and body.sector and body.sector.division):
            return None
        named = {unit.full_name: unit for _, unit in self.context.districts_at}
        return next(iter(named.values())) if len(named) == 1 else None

    def _only_owner(self, body: Body) -> Body | None:
        """For a division without place and owner: the department that the document is about, where it names but one."""
        if body.head.type != "division" or body.place or (body.sector and body.sector.division):
            return None
        found = {b.sector.name: b for b in reversed(self.bodies) if b.head.rule == "department" and b.sector}
        return next(iter(found.values())) if len(found) == 1 else None

    # -- places

    def locate(self, place: Place, token: int) -> Location:
        """The unit that a place stands for at a token of the text."""
        if place.name:
            return self._named(place, token)
        unit = place.unit
        if unit == "tỉnh":
            province = self.context.province_near(token, city=False)
            return _of_province(province) if province else Location("province", words="tỉnh")
        if unit == "thành phố":
            return self._bare_city(token)
        if unit in COMMUNE_UNITS:
            commune = self.context.commune_near(token, unit)
            return self._commune(commune, token) if commune else Location("commune", words=unit)
        district = self.context.district_near(token, unit)
        return self._of_district(district) if district else Location("district", words=unit)

    def _of_district(self, unit: Unit) -> Location:
        province = self.context.find_province(unit.province)
        outer = f", {province.full_name}" if province else ""
        return Location("district", unit.province or None, unit.full_name, words=f"{unit.kind} {unit.name}{outer}")

    def _bare_city(self, token: int) -> Location:
        main = self.context.main_province()
        city = self.context.province_near(token, city=True)
        town = self.context.district_near(token, "thành phố")
        if (
            main
            and not main.is_city
            and town
            and (city is None or self.context.weights[city.name] < self.context.weights[main.name])
        ):
            return self._of_district(town)
        if city:
            return _of_province(city)
        return Location(None, words="thành phố")

    def _named(self, place: Place, token: int) -> Location:
        province = self.context.find_province(place.name) if place.unit in ("", "tỉnh", "thành phố") else None
        if province and (place.unit != "thành phố" or province.is_city):
            return _of_province(province)
        if place.unit in COMMUNE_UNITS:
            return self._commune(place, token)
        if place.unit == "tỉnh":
            return Location("province", place.name, words=f"tỉnh {place.name}")
        unit = self.context.choose(places.find_districts(place.name, place.unit or None))
        own = self.context.own_province()
        if unit is None and place.unit and own:
            unit = Unit(place.unit, place.name, None, own.name)
        if unit:
            kind = place.unit or self._kind_here(unit) or unit.kind
            return self._of_district(Unit(kind, place.name, None, unit.province))
        return Location("district", words=f"{place.unit} {place.name}".strip())

    def _kind_here(self, unit: Unit) -> str | None:
        """The kind that the text gives a district: it was one when the text was written."""
        key = places.place_key(unit.name)
        same = [u.kind for _, u in self.context.districts_at if places.place_key(u.name) == key and u.province == unit.province]
        return same[0] if same else None

    def _was_in(self, near: Unit, communes: Sequence[Unit]) -> bool:
        """The district named near ended before the register was made, in a province that has a commune of that name."""
        ended = (near.province, places.place_key(near.name)) in places.former_districts()
        return ended and any(u.province == near.province for u in communes)

    def _commune(self, place: Place, token: int) -> Location:
        """A commune with its district and province where the text leaves no doubt."""
        words = f"{place.unit} {place.name}"
        units = places.find_communes(place.name, place.unit)
        inside = [u for u in units if u.province in self.context.weights] or list(units)
        near = self.context.district_near(token, None)
        chosen = [u for u in inside if near and u.district and places.split_unit(u.district)[1] == near.name] or inside
        if near and chosen is inside and self._was_in(near, inside):
            outer = self._of_district(near)
            return Location("commune", outer.province, outer.district, words, f"{words}, {outer.words}")
        if len({(u.province, u.district) for u in chosen if u.district}) == 1:
            unit = next(u for u in chosen if u.district)
            district = places.split_unit(unit.district or "")
            if near and near.name == district[1]:
                district = (near.kind, near.name)
            outer = self._of_district(Unit(district[0], district[1], None, unit.province))
            return Location("commune", unit.province, outer.district, words, f"{words}, {outer.words}")
        if not units and near and len({unit.full_name for _, unit in self.context.districts_at}) == 1:
            outer = self._of_district(near)  # a commune that is older than the register, in the one district that is named
            return Location("commune", outer.province, outer.district, words, f"{words}, {outer.words}")
        main = self.context.main_province()
        if main and any(u.province == main.name for u in units):
            return Location("commune", main.name, None, words, f"{words}, {main.full_name}")
        kinds = {u.province for u in units if u.kind == place.unit}
        if place.unit == "đặc khu" and len(kinds) == 1:
            province = self.context.find_province(kinds.pop())
            return Location("commune", province.name, None, words, f"{words}, {province.full_name}") if province else NOWHERE
        return Location("commune", commune=words, words=words)


def _proper_part(words: str) -> str:
    """ "huyện Nhơn Trạch, tỉnh Đồng Nai" -> "Nhơn Trạch"; the name of Hồ Chí Minh City keeps its kind."""
    first = words.split(",")[0]
    kind, name = places.split_unit(first)
    return first if first.startswith("Thành phố") else name if kind else ""


def _wants_city(place: Place | None) -> bool | None:
    return {"tỉnh": False, "thành phố": True}.get(place.unit) if place else None


def _of_province(province: Province) -> Location:
    return Location("province", province.name, words=province.full_name)


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


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
        same = placed.get((entity.type, name_key(entity.name)), []) if entity.location.level is None else []
        owned = [e for e in entities if _is_owned_twin(entity, e)]
        if len(same) == 1 and same[0] is not entity:
            _absorb(same[0], entity)
        elif len(owned) == 1:
            _absorb(owned[0], entity)
        else:
            kept.append(entity)
    return kept


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


def _fits(short: str, long: str) -> bool:
    """Legal forms must not contradict: every form that the short name gives stands in the long one."""
    return all(form in long.lower() for form in _FORMS if form in short.lower())
