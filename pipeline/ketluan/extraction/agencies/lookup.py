"""Look a body up by the words that people use for it: "Sở KHĐT tỉnh Sóc Trăng"."""

from __future__ import annotations

from dataclasses import dataclass

from ketluan.extraction.draft import Draft
from ketluan.knowledge import places
from ketluan.record import Agency, Succession


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A body out of any document: full name, key, place, the body above it by rank, and who took over."""

    name: str
    key: str
    type: str
    level: str | None
    province: str | None
    parent: str | None
    successors: list[Succession]


def lookup_agency(query: str) -> LookedUp | None:
    """The body that `query` names; None where it names none. A leading small letter is read as a capital."""
    from ketluan.extraction.agencies import find_agencies

    words = " ".join(query.split())
    draft = Draft(words[:1].upper() + words[1:])
    find_agencies(draft)
    if not draft.agencies:
        return None
    agency = draft.agencies[0]
    by_id = {a.id: a.name for a in draft.agencies}
    parent = by_id.get(agency.parent or "") or _superior(agency)
    return LookedUp(agency.name, agency.key, agency.type, agency.level, agency.province, parent, agency.successor or [])


def _superior(agency: Agency) -> str | None:
    """The body above by law: the people's committee of the place for its departments and its inspectorate."""
    if agency.name.startswith("Thanh tra Sở "):
        return agency.name.removeprefix("Thanh tra ")
    if agency.name.startswith("Thanh tra Bộ "):
        return agency.name.removeprefix("Thanh tra ")
    if agency.level == "province" and agency.province and agency.type in ("department", "inspectorate"):
        province = places.find_province(agency.province)
        return f"Ủy ban nhân dân {province.full_name}" if province else None
    return "Chính phủ" if agency.type == "ministry" else None
