"""Who took over: provinces, ministries, departments, inspectorates and the district level in the reforms up to 2025.

Sources: Nghị quyết 202/2025/QH15 (34 provinces from 1 July 2025), 175/2024/QH15 (Huế from 1 January 2025), 176/2025/QH15
(ministries from 1 March 2025), Nghị định 45/2025/NĐ-CP (departments), Luật 72/2025/QH15 (no district level from 1 July 2025),
Luật Thanh tra 84/2025/QH15 (inspectorates); the others stand with each row of `successions.tsv` and `zones.tsv`, with what they
were checked against. A split stays a split: one entry per successor, with its field of competence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from ketluan.knowledge import places
from ketluan.knowledge.agency_keys import agency_key
from ketluan.knowledge.tables import Row, read_table

PROVINCES_SINCE, PROVINCES_BASIS = "2025-07-01", "202/2025/QH15"
_HUE = "Huế"  # the city of today; its register entry is the former province
HUE_SINCE, HUE_BASIS = "2025-01-01", "175/2024/QH15"
DISTRICTS_END, DISTRICTS_BASIS = "2025-07-01", "72/2025/QH15"
INSPECTION_SINCE, INSPECTION_BASIS = "2025-07-01", "84/2025/QH15"
# Ministries that keep an inspectorate of their own (Luật Thanh tra 84/2025/QH15).
_KEEP_INSPECTORATE = frozenset({"Bộ Quốc phòng", "Bộ Công an"})
_COMMITTEES = frozenset({"people_committee", "people_council"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body as far as succession cares: `base` is its name without its place; places are plain names ("huyện Lộc Hà")."""

    base: str
    type: str
    province: str | None = None
    district: str | None = None
    commune: str | None = None

    @property
    def name(self) -> str:
        """The full name: base and places, from the smallest outwards."""
        inner = [part for part in (self.commune, self.district) if part]
        outer = [*inner, _province_words(self.province, bare=self.type == "party" and not inner)]
        return f"{self.base} {', '.join(part for part in outer if part)}".strip()

    @property
    def key(self) -> str:
        return agency_key(self.name, self.base, self.type, self.province, self.district, self.commune)


def _province_words(name: str | None, *, bare: bool) -> str:
    """The province as it stands in a name: "tỉnh Long An"; party committees take the bare name ("Tỉnh ủy Long An")."""
    if name is None:
        return ""
    if name == _HUE:
        return f"{places.CITY} {name}"
    province = places.find_province(name)
    if province is None:  # one that only the text knows
        return name if bare else f"tỉnh {name}"
    return province.name if bare and not province.full_name.startswith("T") else province.full_name


@dataclass(frozen=True, slots=True)
class Step:
    """One succession: the body that took over, since when, by which act, and for what where it got only a part."""

    body: Body
    date: str
    basis: str
    competence: str | None = None


# Kinds of row in `successions.tsv`: whole bodies and departments; branches of the state in a province; bodies of a district,
# which went to the province or to the communes.
_WHOLE, _VERTICAL, _DISTRICT, _COMMUNE = frozenset({"body", "department"}), frozenset({"vertical"}), "district", "commune"


@cache
def _table() -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in read_table("successions"):
        found[row["name"]] = (*found.get(row["name"], ()), row)
    return found


def _rows(name: str, kinds: frozenset[str]) -> list[Row]:
    return [row for row in _table().get(name, ()) if row["kind"] in kinds]


@cache
def _zones() -> dict[tuple[str, str], Row]:
    """Bodies of a province that were joined into zones, by their name without its place and their province."""
    return {(row["name"], province): row for row in read_table("zones") for province in row["provinces"].split(";")}


def successors(body: Body) -> list[Step]:
    """The bodies that took over from `body`, directly; an empty list where it goes on."""
    if body.commune:
        return _of_commune(body)
    if body.district:
        return _of_district(body)
    if body.type == "inspectorate" and body.base.startswith("Thanh tra ") and body.base != "Thanh tra Chính phủ":
        return _of_inspectorate(body)
    moved = _of_province(body)
    kinds = _WHOLE | _VERTICAL if body.province else _WHOLE
    steps = [_step(body, row) for row in _rows(body.base, kinds)]
    zone = _zones().get((body.base, body.province or ""))
    if zone:
        steps.insert(0, Step(Body(zone["successor"], body.type), zone["date"], zone["basis"]))
    return moved if moved and (not steps or moved[0].date < steps[0].date) else steps


def _step(body: Body, row: Row) -> Step:
    """One row applied to a body: what took over on the day the provinces were joined has the new province."""
    province = _then(row, body)
    if row["name"].endswith("cấp cao"):
        province = None  # the high courts sat in a city; the court above them has no place
    heir = replace(body, base=row["successor"], type=_type(row, body), province=province)
    return Step(heir, row["date"], row["basis"], row["competence"] or None)


def chain(body: Body) -> list[Step]:
    """Successors and their successors, in the order of their dates; each body once."""
    found: list[Step] = []
    seen = {body.key}
    queue = [body]
    while queue:
        for step in successors(queue.pop(0)):
            if step.body.key not in seen:
                seen.add(step.body.key)
                found.append(step)
                queue.append(step.body)
    return sorted(found, key=lambda step: step.date)


def _type(row: Row, body: Body) -> str:
    if row["kind"] == "department":
        return "department"
    if row["kind"] == "body" and row["successor"].startswith("Bộ "):
        return "ministry"
    return "department" if row["kind"] == "body" and body.type == "government" else body.type


def _of_province(body: Body) -> list[Step]:
    province = places.find_province(body.province) if body.province else None
    if province is None or province.successor in (province.name, body.province) or not _goes_with_province(body):
        return []
    date, basis = (HUE_SINCE, HUE_BASIS) if province.successor == _HUE else (PROVINCES_SINCE, PROVINCES_BASIS)
    base = body.base
    if body.type == "party" and base in ("Tỉnh ủy", "Thành ủy"):
        base = "Thành ủy" if province.successor_is_city else "Tỉnh ủy"
    return [Step(replace(body, base=base, province=province.successor), date, basis)]


# Bodies of a province that went over with it; hospitals, schools and enterprises may have kept their names.
_PROVINCIAL_TYPES = _COMMITTEES | {"inspectorate", "party", "court", "procuracy", "parliament", "mass", "army"}
_VERTICAL_TYPES = frozenset({"tax", "market", "statistics", "enforcement"})


def _goes_with_province(body: Body) -> bool:
    return (
        body.type in _PROVINCIAL_TYPES | _VERTICAL_TYPES or body.base.startswith(("Sở ", "Công an")) or body.base == "Ban Dân tộc"
    )


def _of_inspectorate(body: Body) -> list[Step]:
    """Inspectorates of ministries, departments and districts ended; those of provinces go with their province."""
    owner = body.base.removeprefix("Thanh tra ")
    if owner in _KEEP_INSPECTORATE:
        return []
    if owner.startswith("Bộ "):
        return [Step(Body("Thanh tra Chính phủ", "inspectorate"), INSPECTION_SINCE, INSPECTION_BASIS)]
    if owner.startswith("Sở "):
        return [
            Step(Body("Thanh tra", "inspectorate", province=_new_province(body.province)), INSPECTION_SINCE, INSPECTION_BASIS)
        ]
    return _of_province(body)


def _new_province(name: str | None) -> str | None:
    province = places.find_province(name) if name else None
    return province.successor if province else name


def _of_district(body: Body) -> list[Step]:
    province = _new_province(body.province)
    if body.type == "inspectorate":
        return [Step(Body("Thanh tra", "inspectorate", province=province), INSPECTION_SINCE, INSPECTION_BASIS)]
    to_province = _rows(body.base, frozenset({_DISTRICT}))
    if to_province:
        return [
            Step(Body(row["successor"], body.type, _then(row, body)), row["date"], row["basis"], row["competence"])
            for row in to_province
        ]
    to_communes = _rows(body.base, frozenset({_COMMUNE}))
    if to_communes:
        row = to_communes[0]
        heirs = places.communes_from_district(body.province or "", body.district or "")
        return [
            Step(Body(row["successor"], body.type, province, None, _small(heir)), row["date"], row["basis"]) for heir in heirs
        ]
    if body.type not in _COMMITTEES and not body.base.startswith("Phòng "):
        return []
    base = body.base if body.type in _COMMITTEES else "Ủy ban nhân dân"
    kind = body.type if body.type in _COMMITTEES else "people_committee"
    part = None if body.type in _COMMITTEES else "nhiệm vụ của cấp huyện giao cho cấp xã"
    heirs = places.communes_from_district(body.province or "", body.district or "")
    return [Step(Body(base, kind, province, None, _small(heir)), DISTRICTS_END, DISTRICTS_BASIS, part) for heir in heirs]


def _then(row: Row, body: Body) -> str | None:
    """The province of that day."""
    return _new_province(body.province) if row["date"] >= PROVINCES_SINCE else body.province


def _of_commune(body: Body) -> list[Step]:
    if body.type not in _COMMITTEES or not body.district:
        return []  # without its district the unit is one of the new ones, or not known
    kind, name = places.split_unit(body.commune or "")
    own = [u for u in places.find_communes(name, kind) if u.province == body.province and u.district]
    own = [u for u in own if places.split_unit(u.district or "")[1] == places.split_unit(body.district or "")[1]] or own
    if len(own) != 1:
        return []
    province = _new_province(body.province)
    return [
        Step(Body(body.base, body.type, province, None, _small(heir)), DISTRICTS_END, DISTRICTS_BASIS)
        for heir in own[0].successors
    ]


def _small(unit: str) -> str:
    """The kind of a unit in small letters, as it stands inside a name."""
    kind, name = places.split_unit(unit)
    return f"{kind} {name}" if kind else unit
