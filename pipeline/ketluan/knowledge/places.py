"""Provinces, districts and communes before and after 1 July 2025.

`communes.tsv` has one row per commune-level unit of the end of June 2025 with its district and the units that took over
(source: the units that underthesea's address converter ships, after vietnamadminunits 1.0.4); `districts_former.tsv` adds
districts that were renamed or merged before; `provinces.tsv` has the 63 provinces with their successors
(Nghị quyết 202/2025/QH15).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ketluan.knowledge.tables import read_table
from ketluan.text.folding import same_tone_style, strip_marks

# Kinds of unit in lower case, longest first, as they stand before a name.
UNIT_KINDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã")
CITY = "thành phố"
# Written with a capital: "Thành phố Hồ Chí Minh" is the name of the city.
_HO_CHI_MINH = "Hồ Chí Minh"


def full_name_now(name: str) -> str:
    """A province of today with its kind: "thành phố Huế", "tỉnh Tây Ninh"."""
    kept = find_province(name)
    if kept is None:
        return name
    if name == _HO_CHI_MINH:
        return kept.full_name
    return f"{CITY if kept.successor_is_city and kept.successor == name else kept.unit} {name}"


def place_key(name: str) -> str:
    """Key of a place name: lower case, tone style folded, hyphens and dots as spaces: "bà rịa vũng tàu"."""
    folded = same_tone_style(name)
    for mark in "-–—.":
        folded = folded.replace(mark, " ")
    return " ".join(folded.split())


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 63 provinces and cities until 30 June 2025, and those that exist since."""

    code: str
    name: str
    is_city: bool
    successor: str
    successor_is_city: bool

    @property
    def unit(self) -> str:
        return CITY if self.is_city else "tỉnh"

    @property
    def full_name(self) -> str:
        """The name as it stands behind a body: "tỉnh Hà Tĩnh", "thành phố Hà Nội", "Thành phố Hồ Chí Minh"."""
        if self.name == _HO_CHI_MINH:
            return f"Thành phố {self.name}"
        return f"{self.unit} {self.name}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A district or a commune: `district` is None for districts; `province` is a province's name."""

    kind: str
    name: str
    district: str | None
    province: str
    successors: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"


@cache
def provinces() -> dict[str, Province]:
    """All provinces by key of their name and of their unambiguous variants ("đăk lăk", "tphcm", "br vt")."""
    found: dict[str, Province] = {}
    for row in read_table("provinces"):
        province = Province(
            code=row["code_old"],
            name=row["name"],
            is_city=row["type_until_2025_06_30"] == CITY,
            successor=row["successor"],
            successor_is_city=row["successor_type"] == CITY,  # on the day of the succession, not later
        )
        found[place_key(row["name"])] = province
        for variant in row["variants_abbr"].split(";"):
            if variant and "mơ hồ" not in variant and len(variant) > 3:
                found.setdefault(_without_unit(variant), province)
    for short, name in (("hcm", _HO_CHI_MINH), ("hn", "Hà Nội"), ("huế", "Thừa Thiên Huế"), ("thừa thiên huế", "Thừa Thiên Huế")):
        found[short] = found[place_key(name)]
    return found


@cache
def bare_provinces() -> dict[str, Province]:
    """Provinces by their name without marks ("lam dong"), for text that was read by a machine."""
    return {strip_marks(key): province for key, province in provinces().items() if " " in key}


def _without_unit(variant: str) -> str:
    key = place_key(variant)
    for prefix in ("thành phố ", "tp ", "thủ đô "):
        key = key.removeprefix(prefix)
    return key


def find_province(name: str) -> Province | None:
    """The province of that name, however it is spelt; None where there is none."""
    return provinces().get(place_key(name))


@cache
def districts() -> dict[str, tuple[Unit, ...]]:
    """Districts by key of their name: several provinces may have one of the same name."""
    names = {row["code_old"]: row["name"] for row in read_table("provinces")}
    found: dict[str, list[Unit]] = {}
    seen: set[tuple[str, str]] = set()
    rows = [(r["province"], r["district"]) for r in read_table("communes")]
    rows += [(r["province"], r["district"]) for r in read_table("districts_former")]
    for code, full in rows:
        if (code, full) in seen:
            continue
        seen.add((code, full))
        kind, name = split_unit(full)
        found.setdefault(place_key(name), []).append(Unit(kind, name, None, names[code]))
    return {key: tuple(units) for key, units in found.items()}


@cache
def former_districts() -> frozenset[tuple[str, str]]:
    """Districts that ended before June 2025, as (province, key of the name): their communes stand under another district now."""
    names = {row["code_old"]: row["name"] for row in read_table("provinces")}
    return frozenset((names[r["province"]], place_key(split_unit(r["district"])[1])) for r in read_table("districts_former"))


@cache
def communes() -> dict[str, tuple[Unit, ...]]:
    """Communes by key of their name, those that exist since July 2025 included (their district is None)."""
    names = {row["code_old"]: row["name"] for row in read_table("provinces")}
    successors = {row["code_old"]: row["successor"] for row in read_table("provinces")}
    found: dict[str, list[Unit]] = {}
    new: set[tuple[str, str]] = set()
    for row in read_table("communes"):
        heirs = tuple(row["successors"].split(";"))
        if row["commune"]:
            kind, name = split_unit(row["commune"])
            unit = Unit(kind, name, row["district"], names[row["province"]], heirs)
            found.setdefault(place_key(name), []).append(unit)
        new.update((successors[row["province"]], heir) for heir in heirs)
    for province, full in sorted(new):
        kind, name = split_unit(full)
        found.setdefault(place_key(name), []).append(Unit(kind, name, None, province))
    return {key: tuple(units) for key, units in found.items()}


@cache
def _heirs() -> dict[tuple[str, str], tuple[str, ...]]:
    names = {row["code_old"]: row["name"] for row in read_table("provinces")}
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row in read_table("communes"):
        key = (names[row["province"]], place_key(split_unit(row["district"])[1]))
        found.setdefault(key, {}).update(dict.fromkeys(row["successors"].split(";")))
    return {key: tuple(heirs) for key, heirs in found.items()}


def communes_from_district(province: str, district: str) -> tuple[str, ...]:
    """The communes of today that took over from the communes of a district ("Huyện Châu Thành")."""
    return _heirs().get((province, place_key(split_unit(district)[1])), ())


def split_unit(full: str) -> tuple[str, str]:
    """ "Thị xã Kiến Tường" -> ("thị xã", "Kiến Tường"); the kind is "" where the name has none."""
    lowered = same_tone_style(full)
    for kind in UNIT_KINDS:
        if lowered.startswith(kind + " "):
            return kind, full[len(kind) + 1 :].strip()
    return "", full


def find_districts(name: str, kind: str | None = None) -> tuple[Unit, ...]:
    """Districts of that name; of that kind where `kind` is given and one of them is of it."""
    found = districts().get(place_key(name), ())
    same = tuple(u for u in found if u.kind == kind)
    return same or found


def find_communes(name: str, kind: str | None = None) -> tuple[Unit, ...]:
    """Communes of that name; of that kind where `kind` is given and one of them is of it."""
    found = communes().get(place_key(name), ())
    same = tuple(u for u in found if u.kind == kind)
    return same or found
