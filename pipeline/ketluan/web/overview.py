"""The first page: how much there is, and charts with the exact numbers under each."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.utils.asgi import Response

from ketluan.knowledge.labels import codes
from ketluan.web.charts import Bar, bars, columns, heat_map
from ketluan.web.pages import Page, answers, link, rows

MAX_PROVINCES = 15


@answers
async def overview(page: Page) -> Response:
    """Totals, categories, provinces, years, provisions, and provisions by category."""

    def work(connection: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows(connection, "select name, x, y, n from summary order by name, n desc, x, y"):
            found.setdefault(row["name"], []).append(row)
        return found

    data = await page.site.read(work)
    totals = {row["x"]: row["n"] for row in data.get("totals", [])}
    charts = [c for c in _charts(page, data) if c["rows"]]
    return await page.html("k_overview.html", {"totals": totals, "charts": charts, "title": page.t("home")})


def _charts(page: Page, data: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    category = [Bar(page.label("category", r["x"]), r["n"], link("/search", category=r["x"])) for r in data.get("category", [])]
    province = [Bar(r["x"], r["n"], link("/search", province_now=r["x"])) for r in data.get("province", [])[:MAX_PROVINCES]]
    year = [Bar(r["x"], r["n"], link("/search", year=r["x"])) for r in sorted(data.get("year", []), key=lambda r: r["x"])]
    cited = [Bar(r["x"], r["n"], link("/citation", key=r["x"])) for r in data.get("citation", [])]
    charts: list[dict[str, Any]] = [
        {"id": "category", "title": page.t("by_category"), "svg": bars(category, page.t("by_category")), "rows": category},
        {"id": "year", "title": page.t("by_year"), "svg": columns(year[-16:], page.t("by_year")), "rows": year},
        {"id": "province", "title": page.t("by_province"), "svg": bars(province, page.t("by_province")), "rows": province},
        {"id": "citation", "title": page.t("top_provisions"), "svg": bars(cited, page.t("top_provisions")), "rows": cited},
    ]
    return [*charts, _heat(page, data)]


def _heat(page: Page, data: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    cells = {(r["x"], r["y"]): r["n"] for r in data.get("heat", [])}
    provisions = [r["x"] for r in data.get("citation", []) if any(r["x"] == x for x, _ in cells)]
    categories = [c for c in codes("category") if any(c == y for _, y in cells)]
    names = {c: page.label("category", c) for c in categories}
    shown = {(x, names[y]): n for (x, y), n in cells.items() if y in names}
    listed = [Bar(f"{x} · {y}", n) for (x, y), n in sorted(shown.items(), key=lambda item: -item[1])]
    title = page.t("heatmap")
    return {"id": "heat", "title": title, "svg": heat_map(provisions, list(names.values()), shown, title), "rows": listed}
