"""Stable keys of agencies: a path from the country down ("vn/ha-tinh/so-noi-vu")."""

from __future__ import annotations

from ketluan.extraction.agencies.names import slug
from ketluan.extraction.agencies.resolution import Entity

_UNPLACED = frozenset({"company", "bank", "cooperative", "school", "hospital"})


def agency_key(entity: Entity) -> str:
    """The key of a body: country, province, district, then its name without its place; enterprises go by their name alone."""
    location = entity.location
    if entity.type in _UNPLACED or location.level in (None, "central"):
        return f"vn/{slug(entity.name)}"
    parts = [slug(part) for part in (location.province, location.district) if part]
    own = entity.base if parts else entity.name
    if location.level == "commune":
        own = entity.name.split(",")[0]
    return "/".join(["vn", *parts, slug(own)])
