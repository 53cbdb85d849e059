"""From bodies in the text to entities: full names, places, parents."""

from __future__ import annotations

from collections.abc import Sequence

from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.context import PlaceContext
from ketluan.extraction.agencies.entities import Entity
from ketluan.extraction.agencies.lexicon import Place
from ketluan.extraction.agencies.locations import NOWHERE, OPEN, Location, Locator, of_province
from ketluan.extraction.agencies.names import name_key, school_name, write_out
from ketluan.extraction.agencies.subjects import Subjects
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge import places
from ketluan.knowledge.places import Province, Unit

NEAR_TOKENS = 120  # about one paragraph


class Resolver:
    """Names the bodies of one document in text order."""

    def __init__(self, tokens: Tokens, bodies: Sequence[Body], context: PlaceContext) -> None:
        self.tokens, self.bodies, self.context = tokens, bodies, context
        self._places = Locator(tokens, context)
        self._subjects = Subjects(tokens, bodies)
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
            return self._places.locate(body.place, body.first)
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
            return of_province(before[-1] if before else same[0][1])
        province = self.context.province_near(body.first, city=city)
        return of_province(province) if province else Location("province")

    def _other_department(self, body: Body) -> Entity:
        base = f"{body.head.name} {write_out(body.core)}"
        location = self._department_place(body, "")
        return Entity(_join(base, location.words), base, "department", location)

    def _inspectorate(self, body: Body) -> Entity:
        if body.parent:
            parent = self.resolve(body.parent)
            return Entity(f"Thanh tra {parent.name}", f"Thanh tra {parent.base}", "inspectorate", parent.location, parent.name)
        if body.place:
            location = self._places.locate(body.place, body.first)
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
            location = self._places.locate(body.place, body.first)
            return Entity(_join(body.head.name, location.words), body.head.name, body.head.type, location, full)
        return Entity(full, full, body.head.type, Location("central"))

    def _territorial(self, body: Body) -> Entity:
        if body.place is None and body.head.type in ("people_committee", "people_council"):
            return self._signing(body)
        if body.core and body.place:  # a zone with its province
            location = self._places.locate(body.place, body.first)
            name = _join(body.head.name, body.core, location.words)
            return Entity(name, _join(body.head.name, body.core), body.head.type, location)
        if body.place is None and body.head.rule == "territorial" and body.head.type != "parliament":
            name = _join(body.head.name, body.core)
            return Entity(name, name, body.head.type, Location("central") if body.core else NOWHERE)
        if body.place is None and body.head.type == "parliament":
            province = self.context.main_province()
            location = of_province(province) if province else NOWHERE
            return Entity(_join(body.head.name, location.words), body.head.name, body.head.type, location)
        implied = body.head.level if body.head.rule == "party_local" else None
        place = body.place or Place(implied or "tỉnh", "", body.last)
        if implied and not place.unit:
            place = Place(implied, place.name, place.end) if not (implied == "thành phố" and not place.name) else place
        location = self._places.locate(place, body.first)
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
            location = self._places.locate(body.place, body.first)
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
            location = self._places.of_district(district)
            name = _join(base, location.words)
        elif body.place:
            location = self._places.locate(body.place, body.first)
            name = _join(base, location.words)
        upper = body.parent or body.owner or self._only_owner(body)
        if upper is None and location.level == "commune" and body.head.type == "division" and body.sector:
            committee = f"Ủy ban nhân dân {location.words}"
            return Entity(f"{base}, {committee}", base, body.head.type, location, committee)
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
        """For a division without place and owner: the house that it serves, else the department that the document is about, where
        it names but one."""
        if body.place is None and (owner := self._subjects.owner(body)):
            return owner
        if body.head.type != "division" or body.place or (body.sector and body.sector.division):
            return None
        if name_key(write_out(body.core)).startswith("canh sat"):
            return None
        found = {b.sector.name: b for b in reversed(self.bodies) if b.head.rule == "department" and b.sector}
        return next(iter(found.values())) if len(found) == 1 else None


def _proper_part(words: str) -> str:
    """ "huyện Nhơn Trạch, tỉnh Đồng Nai" -> "Nhơn Trạch"; the name of Hồ Chí Minh City keeps its kind."""
    first = words.split(",")[0]
    kind, name = places.split_unit(first)
    return first if first.startswith("Thành phố") else name if kind else ""


def _wants_city(place: Place | None) -> bool | None:
    return {"tỉnh": False, "thành phố": True}.get(place.unit) if place else None


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
