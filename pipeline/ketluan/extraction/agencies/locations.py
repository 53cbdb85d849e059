"""Where a body belongs: the unit that a place stands for at a token of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketluan.extraction.agencies.context import PlaceContext
from ketluan.extraction.agencies.lexicon import COMMUNE_UNITS, DISTRICT_UNITS, Place, match_place
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


NOWHERE = Location()
OPEN = Location("commune", words="xã")  # of a place that the text leaves open
MAX_OUTER = 2  # district and province behind a commune


class Locator:
    """Reads places of one document."""

    def __init__(self, tokens: Tokens, context: PlaceContext) -> None:
        self.tokens, self.context = tokens, context

    def locate(self, place: Place, token: int) -> Location:
        """The unit that a place stands for at a token of the text."""
        if place.name:
            return self._named(place, token)
        unit = place.unit
        if unit == "tỉnh":
            province = self.context.province_near(token, city=False)
            return of_province(province) if province else Location("province", words="tỉnh")
        if unit == "thành phố":
            return self._bare_city(token)
        if unit in COMMUNE_UNITS:
            commune = self.context.commune_near(token, unit)
            return self._commune(commune, token) if commune else Location("commune", words=unit)
        district = self.context.district_near(token, unit)
        return self.of_district(district) if district else Location("district", words=unit)

    def of_district(self, unit: Unit) -> Location:
        province = self.context.find_province(unit.province)
        outer = f", {province.full_name}" if province else ""
        return Location("district", unit.province or None, unit.full_name, words=f"{unit.kind} {unit.name}{outer}")

    def _inside(self, words: str, unit: Unit) -> Location:
        """A commune in a district."""
        outer = self.of_district(unit)
        return Location("commune", outer.province, outer.district, words, f"{words}, {outer.words}")

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
            return self.of_district(town)
        if city:
            return of_province(city)
        return Location(None, words="thành phố")

    def _named(self, place: Place, token: int) -> Location:
        province = self.context.find_province(place.name) if place.unit in ("", "tỉnh", "thành phố") else None
        if province and (place.unit != "thành phố" or province.is_city):
            return of_province(province)
        if place.unit in COMMUNE_UNITS:
            return self._commune(place, token)
        if place.unit == "tỉnh":
            return Location("province", place.name, words=f"tỉnh {place.name}")
        units = places.find_districts(place.name, place.unit or None)
        outer = self._outer(place)[1] if place.unit else None
        unit = next((u for u in units if outer and u.province == outer.name), None) or self.context.choose(units)
        own = self.context.own_province()
        if unit is None and place.unit and own:
            unit = Unit(place.unit, place.name, None, own.name)
        if unit:
            kind = place.unit or self._kind_here(unit) or unit.kind
            return self.of_district(Unit(kind, place.name, None, unit.province))
        return Location("district", words=f"{place.unit} {place.name}".strip())

    def _province_of(self, district: Place) -> Province | None:
        unit = self.context.choose(places.find_districts(district.name, district.unit))
        return self.context.find_province(unit.province) if unit else None

    def _is_of_old(self, place: Place, province: Province) -> bool:
        """A commune of that province and of the time with districts: the rules below find its district."""
        units = places.find_communes(place.name, place.unit)
        return not self.context.after_reform and any(u.district and u.province == province.name for u in units)

    def _new_commune(self, place: Place, units: Sequence[Unit]) -> Location | None:
        """A commune of the time without districts: of the province that the text is about, else the only one of that name."""
        fresh = [u for u in units if u.district is None and u.kind == place.unit]
        here = [u for u in fresh if u.province in self.context.weights or self._heir(u.province)] or fresh
        provinces = {u.province for u in here}
        if len(provinces) != 1:
            return None
        province, words = provinces.pop(), f"{place.unit} {place.name}"
        return Location("commune", province, None, words, f"{words}, {places.full_name_now(province)}")

    def _heir(self, province: str) -> bool:
        """The text names a province that was joined into this one."""
        named = (self.context.find_province(name) for name in self.context.weights)
        return any(p is not None and p.successor == province for p in named)

    def _kind_here(self, unit: Unit) -> str | None:
        """The kind that the text gives a district: it was one when the text was written."""
        key = places.place_key(unit.name)
        same = [u.kind for _, u in self.context.districts_at if places.place_key(u.name) == key and u.province == unit.province]
        return same[0] if same else None

    def _was_in(self, near: Unit, communes: Sequence[Unit]) -> bool:
        """The district named near ended before the register was made, in a province that has a commune of that name."""
        ended = (near.province, places.place_key(near.name)) in places.former_districts()
        return ended and any(u.province == near.province for u in communes)

    def _outer(self, place: Place) -> tuple[Place | None, Province | None]:
        """The district and the province that stand directly behind a place: "xã A, huyện B, tỉnh C", "huyện B (C)"."""
        tokens, index = self.tokens, place.end
        district: Place | None = None
        for _ in range(MAX_OUTER):
            if tokens.words[index] not in (",", "(", "-", "–") or not tokens.joined[index + 1]:
                break
            outer = match_place(tokens, index + 1, unnamed=False)
            if outer is None:
                break
            province = self.context.find_province(outer.name) if outer.unit in ("", "tỉnh", "thành phố") else None
            if province and (outer.unit != "thành phố" or province.is_city):
                return district, province
            if district or outer.unit not in DISTRICT_UNITS:
                break
            district, index = outer, outer.end
        return district, None

    def _commune(self, place: Place, token: int) -> Location:
        """A commune with its district and province where the text leaves no doubt."""
        words = f"{place.unit} {place.name}"
        district, province = self._outer(place)
        upper = province or (self._province_of(district) if district else None)
        if district and upper:
            return self._inside(words, Unit(district.unit, district.name, None, upper.name))
        if province and not self._is_of_old(place, province):
            return Location("commune", province.name, None, words, f"{words}, {province.full_name}")
        units = places.find_communes(place.name, place.unit)
        if self.context.own_province() and not any(u.province in self.context.weights for u in units):
            units = ()  # a commune of the same name in a real province is not the one that this text means
        inside = [u for u in units if u.province in self.context.weights] or list(units)
        near = None if self.context.after_reform else self.context.district_near(token, None)
        chosen = [u for u in inside if near and u.district and places.split_unit(u.district)[1] == near.name] or inside
        new = self._new_commune(place, units) if self.context.after_reform else None
        if new:
            return new
        own = self.context.own_province()
        if own and not units and self.context.after_reform:
            return Location("commune", own.name, None, words, f"{words}, {own.full_name}")
        if near and chosen is inside and self._was_in(near, inside):
            return self._inside(words, near)
        if len({(u.province, u.district) for u in chosen if u.district}) == 1:
            unit = next(u for u in chosen if u.district)
            kind, name = places.split_unit(unit.district or "")
            return self._inside(words, Unit(near.kind if near and near.name == name else kind, name, None, unit.province))
        if not units and near and len({unit.full_name for _, unit in self.context.districts_at}) == 1:
            return self._inside(words, near)  # a commune that is older than the register, in the one district that is named
        main = self.context.main_province()
        if main and any(u.province == main.name for u in units):
            return Location("commune", main.name, None, words, f"{words}, {main.full_name}")
        kinds = {u.province for u in units if u.kind == place.unit}
        if place.unit == "đặc khu" and len(kinds) == 1:
            province = self.context.find_province(kinds.pop())
            return Location("commune", province.name, None, words, f"{words}, {province.full_name}") if province else NOWHERE
        return Location("commune", commune=words, words=words)


def of_province(province: Province) -> Location:
    return Location("province", province.name, words=province.full_name)
