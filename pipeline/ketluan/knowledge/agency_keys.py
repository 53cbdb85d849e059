"""Stable keys of agencies: a path from the country down ("vn/ha-tinh/so-noi-vu")."""

from __future__ import annotations

import re

from ketluan.text.folding import strip_marks

# Enterprises and the like go by their own name wherever they stand.
UNPLACED_TYPES = frozenset({"company", "bank", "cooperative", "school", "hospital"})


def slug(name: str) -> str:
    """ASCII words joined by hyphens: "Sở Nội vụ" -> "so-noi-vu"."""
    return "-".join(re.sub(r"[^a-z0-9]+", " ", strip_marks(name)).split())


def agency_key(name: str, base: str, kind: str, province: str | None, district: str | None, commune: str | None) -> str:
    """The key of a body: country, province, district, commune, then its name without its place (`base`)."""
    places = [slug(part) for part in (province, district, commune) if part]
    if kind in UNPLACED_TYPES or not places:
        return f"vn/{slug(name)}"
    return "/".join(["vn", *places, slug(base)])
