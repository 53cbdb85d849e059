"""Charts as SVG text, drawn on the server: no script, no network, colours by class; every value is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

ROW_HEIGHT = 30
LABEL_WIDTH = 250
BAR_WIDTH = 235
MAX_LABEL_CHARS = 30
HEAT_CELL = 34
HEAT_STEPS = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its number, and where a click leads (None: nowhere)."""

    label: str
    n: int
    href: str | None = None


def bars(items: Sequence[Bar], title: str) -> Markup:
    """Horizontal bars with labels to the left and numbers to the right."""
    most = max((item.n for item in items), default=0) or 1
    rows = [_bar(i, item, most) for i, item in enumerate(items)]
    return _svg(title, LABEL_WIDTH + BAR_WIDTH + 75, ROW_HEIGHT * len(items) + 4, rows)


def columns(items: Sequence[Bar], title: str) -> Markup:
    """Upright columns, for years."""
    most = max((item.n for item in items), default=0) or 1
    width, height = 48, 140
    parts = []
    for i, item in enumerate(items):
        tall = round(height * item.n / most)
        x = i * width
        column = Markup(
            '<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
            '<text class="number" x="{}" y="{}" text-anchor="middle">{}</text>'
            '<text class="label" x="{}" y="{}" text-anchor="middle">{}</text>'
        ).format(x + 6, 20 + height - tall, width - 12, tall, x + width // 2, 14 + height - tall, f"{item.n:,}", x + width // 2,
                 height + 38, item.label)  # fmt: skip
        parts.append(_link(item, column))
    return _svg(title, max(width * len(items), width), height + 46, parts)


def heat_map(rows: Sequence[str], names: Sequence[str], cells: dict[tuple[str, str], int], title: str) -> Markup:
    """Rows by columns, darker where there is more; the number stands in each cell."""
    most = max(cells.values(), default=0) or 1
    top = 170
    parts: list[Markup] = []
    for j, name in enumerate(names):
        x = LABEL_WIDTH + j * HEAT_CELL + HEAT_CELL // 2 + 4
        parts.append(
            Markup('<text class="label" x="{}" y="{}" transform="rotate(-55 {} {})">{}</text>').format(
                x, top - 8, x, top - 8, _short(name)
            )
        )
    for i, row in enumerate(rows):
        y = top + i * HEAT_CELL
        parts.append(
            Markup('<text class="label" x="{}" y="{}" text-anchor="end">{}</text>').format(LABEL_WIDTH - 8, y + 21, _short(row))
        )
        for j, name in enumerate(names):
            n = cells.get((row, name), 0)
            step = 0 if not n else min(HEAT_STEPS, 1 + int((HEAT_STEPS - 0.01) * n / most))
            x = LABEL_WIDTH + j * HEAT_CELL
            parts.append(
                Markup('<rect class="heat heat-{}" x="{}" y="{}" width="{}" height="{}"/>').format(
                    step, x, y, HEAT_CELL - 2, HEAT_CELL - 2
                )
            )
            if n:
                parts.append(
                    Markup('<text class="cell cell-{}" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                        step, x + HEAT_CELL // 2 - 1, y + 21, n
                    )
                )
    return _svg(title, LABEL_WIDTH + len(names) * HEAT_CELL + 120, top + len(rows) * HEAT_CELL + 4, parts)


def _bar(i: int, item: Bar, most: int) -> Markup:
    y = i * ROW_HEIGHT
    wide = max(2, round(BAR_WIDTH * item.n / most))
    drawn = Markup(
        '<text class="label" x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect class="bar" x="{}" y="{}" width="{}" height="20" rx="2"/>'
        '<text class="number" x="{}" y="{}">{}</text>'
    ).format(LABEL_WIDTH - 8, y + 19, _short(item.label), LABEL_WIDTH, y + 4, wide, LABEL_WIDTH + wide + 6, y + 19, f"{item.n:,}")
    return _link(item, drawn)


def _link(item: Bar, drawn: Markup) -> Markup:
    if item.href is None:
        return Markup("<g><title>{}: {}</title>{}</g>").format(item.label, item.n, drawn)
    return Markup('<a href="{}"><title>{}: {}</title>{}</a>').format(item.href, item.label, item.n, drawn)


def _svg(title: str, width: int, height: int, parts: Sequence[Markup]) -> Markup:
    return Markup('<svg class="chart" viewBox="0 0 {} {}" width="{}" role="group" aria-label="{}">{}</svg>').format(
        width, height, width, title, Markup("").join(parts)
    )


def _short(text: str) -> Markup:
    return escape(text if len(text) <= MAX_LABEL_CHARS else text[: MAX_LABEL_CHARS - 1] + "…")
