"""The places that a document is about: what "UBND tỉnh" or "Sở Y tế" without a place means at a point of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate

from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.lexicon import COMMUNE_UNITS, DISTRICT_UNITS, Place, match_place, match_unit, register_place
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.knowledge import places
from ketluan.knowledge.places import Province, Unit

# Weights of the signs that a document is about a province; chosen on the development articles.
_BARE, _WITH_UNIT, _IN_BODY, _DISTRICT, _BARE_DISTRICT, _HEADLINE_FACTOR = 2, 4, 8, 3, 1, 2
_HEADLINE_CHARS = 250
NEAR_TOKENS = 40
ITEM_TOKENS = 80
MIN_PROVINCES_OF_LIST = 2


@dataclass(slots=True)
class PlaceContext:
    """Provinces by weight, and every named district and commune with the token where it stands."""

    tokens: Tokens
    weights: Counter[str] = field(default_factory=Counter)
    provinces_at: list[tuple[int, str]] = field(default_factory=list)
    districts_at: list[tuple[int, Unit]] = field(default_factory=list)
    explicit_at: list[tuple[int, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)  # the number of the item of a list: between ";", "." and brackets
    communes_at: list[tuple[int, Place]] = field(default_factory=list)
    # A date behind 1 July 2025, and no district but former ones ("huyện A (cũ)"): communes stand directly under their province.
    after_reform: bool = False

    def find_province(self, name: str) -> Province | None:
        """The province of that name: one that only this text knows, or one of the register."""
        return self.tokens.find_province(name)

    def _unregistered(self) -> list[Province]:
        return [province for province in self.tokens.own_provinces.values() if not province.code]

    def own_province(self) -> Province | None:
        """The province that only this text knows, where there is exactly one."""
        own = self._unregistered()
        return own[0] if len(own) == 1 else None

    def main_province(self, *, city: bool | None = None) -> Province | None:
        """The province with the most weight; only cities or only others where `city` is given."""
        for name, _ in self.weights.most_common():
            province = self.find_province(name)
            if province and (city is None or province.is_city == city):
                return province
        return None

    def province_near(self, token: int, *, city: bool | None = None) -> Province | None:
        """The main province where one dominates, else the last one named before the token."""
        here = self._named_in_item(token, city=city) or self._named_just_before(token, city=city)
        if here:
            return here
        kinds = [(n, w) for n, w in self.weights.most_common() if city is None or self.is_city(n) == city]
        if len(kinds) > 1 and kinds[1][1] * 2 > kinds[0][1]:
            before = [n for at, n in self.provinces_at if at < token and (city is None or self.is_city(n) == city)]
            strong = {n for n, w in kinds if w * 2 > kinds[0][1]}
            for name in reversed(before):
                if name in strong:
                    return self.find_province(name)
        return self.main_province(city=city)

    def _named_in_item(self, token: int, *, city: bool | None) -> Province | None:
        """The province that the same item of a list names ("…; A, ủy viên Ban Thường vụ Tỉnh ủy, Giám đốc Sở Y tế tỉnh X; …").

        Only where the line names several provinces; the last one before the token, else the first one behind it.
        """
        if token >= len(self.items):
            return None
        fitting = [(at, n) for at, n in self.explicit_at if self.lines[at] == self.lines[token] and self._fits(n, city)]
        if len({name for _, name in fitting}) < MIN_PROVINCES_OF_LIST:
            return None
        inside = [(at, n) for at, n in fitting if self.items[at] == self.items[token] and abs(at - token) <= ITEM_TOKENS]
        before = [n for at, n in inside if at < token]
        behind = [n for at, n in inside if at >= token]
        name = before[-1] if before else behind[0] if behind else None
        return self.find_province(name) if name else None

    def _fits(self, name: str, city: bool | None) -> bool:
        return city is None or self.is_city(name) == city

    def _named_just_before(self, token: int, *, city: bool | None) -> Province | None:
        """The province that the same sentence names with its kind or in a body's name, a few words before."""
        for at, name in reversed(self.explicit_at):
            if at < token:
                near = token - at <= NEAR_TOKENS and self.lines[at] == self.lines[min(token, len(self.lines) - 1)]
                return self.find_province(name) if near and (city is None or self.is_city(name) == city) else None
        return None

    def district_near(self, token: int, kind: str | None) -> Unit | None:
        """The last district of that kind named before the token, else the first one behind it."""
        found = [(at, u) for at, u in self.districts_at if kind is None or u.kind == kind]
        if not found:
            return None
        index = bisect_right([at for at, _ in found], token) - 1
        return found[max(index, 0)][1]

    def commune_near(self, token: int, kind: str) -> Place | None:
        """The last commune of that kind named before the token, else the first one behind it."""
        found = [(at, p) for at, p in self.communes_at if p.unit == kind]
        if not found:
            return None
        index = bisect_right([at for at, _ in found], token) - 1
        return found[max(index, 0)][1]

    def is_city(self, name: str) -> bool:
        """Whether the name is that of a city of the first level."""
        province = self.find_province(name)
        return bool(province and province.is_city)

    def choose(self, units: tuple[Unit, ...]) -> Unit | None:
        """The unit in the province that the document is about; the only one where there is but one."""
        inside = [u for u in units if u.province in self.weights]
        if inside:
            return max(inside, key=lambda u: self.weights[u.province])
        if self._unregistered():
            return None  # a place of the same name in a real province is not the one that this text means
        provinces = {u.province for u in units}
        return units[0] if len(provinces) == 1 else None


def read_places(tokens: Tokens, bodies: list[Body]) -> PlaceContext:
    """Every place that the text names, and what they say about the document's province."""
    context = PlaceContext(tokens)
    named: list[tuple[int, Place]] = []
    index, size = 0, len(tokens)
    while index < size:
        place = _place_at(tokens, index)
        if place is None:
            index += 1
            continue
        named.append((index, place))
        index = place.end
    inside = _body_tokens(bodies)
    context.lines = list(accumulate(not joined for joined in tokens.joined[:size]))
    context.items = list(accumulate(word in ";.()" or not tokens.joined[i] for i, word in enumerate(tokens.words[:size])))
    for at, place in named:
        factor = _HEADLINE_FACTOR if tokens.starts[at] < _HEADLINE_CHARS else 1
        province = context.find_province(place.name) if place.unit in ("", "tỉnh", "thành phố") else None
        if province and (place.unit != "thành phố" or province.is_city):
            weight = _IN_BODY if at in inside else _WITH_UNIT if place.unit else _BARE
            context.weights[province.name] += weight * factor
            context.provinces_at.append((at, province.name))
            if place.unit or at in inside:
                context.explicit_at.append((at, province.name))
    for at, place in named:
        _add_local(context, at, place)
    districts = {place.name for _, place in named if place.unit in DISTRICT_UNITS and place.name and not _is_city(place)}
    context.after_reform = all(f"{name} (cũ)" in tokens.text or f"{name} cũ" in tokens.text for name in districts)
    context.after_reform = context.after_reform and _AFTER_REFORM.search(tokens.text) is not None
    return context


_AFTER_REFORM = re.compile(
    r"[/.\-](?:0?[7-9]|1[0-2])[/.\-]2025\b|[/.\-]2026\b|tháng (?:0?[7-9]|1[0-2])(?: năm |/)2025\b|tháng \d{1,2}(?: năm |/)2026\b"
)


def _is_city(place: Place) -> bool:
    province = places.find_province(place.name) if place.unit == "thành phố" else None
    return province is not None


def _body_tokens(bodies: list[Body]) -> set[int]:
    return {index for body in bodies for index in range(body.first, body.last)}


def _place_at(tokens: Tokens, index: int) -> Place | None:
    if match_unit(tokens, index):
        return match_place(tokens, index, unnamed=False)
    if not tokens.caps[index]:
        return match_place(tokens, index, unnamed=False) if tokens.keys[index].startswith("tp") else None
    found = register_place(tokens, index, "") or register_place(tokens, index, "huyện")
    return Place("", found[1], found[0]) if found else match_place(tokens, index, unnamed=False)


def _own_district(context: PlaceContext, place: Place) -> Unit | None:
    """A district whose province is not clear: that of the one province that only this text knows, else of none ("")."""
    if place.unit not in DISTRICT_UNITS or not place.name:
        return None
    own = context.own_province()
    return Unit(place.unit, place.name, None, own.name if own else "")


def _add_local(context: PlaceContext, at: int, place: Place) -> None:
    """Districts vote for their province where they leave no doubt; communes are kept for later."""
    if place.unit in COMMUNE_UNITS:
        context.communes_at.append((at, place))
        return
    if place.unit == "tỉnh" or (place.unit == "thành phố" and context.is_city(place.name)):
        return
    units = places.find_districts(place.name, place.unit or None)
    if not place.unit and (not units or context.find_province(place.name)):
        return
    unit = context.choose(units) or _own_district(context, place)
    if unit is None:
        return
    if place.unit:
        context.districts_at.append((at, Unit(place.unit, unit.name, None, unit.province)))
    if unit.province:
        context.weights[unit.province] += _DISTRICT if place.unit else _BARE_DISTRICT
