"""The card of an exported dataset: what is in it, where it comes from, what it must not be used for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

from ketluan import __version__

MAX_BARS = 20
BAR_HEIGHT, LABEL_WIDTH, CHART_WIDTH = 22, 190, 640

_HEADER = """---
language: [vi]
pretty_name: Findings of Vietnamese inspection documents
task_categories: [token-classification, text-classification]
tags: [legal, inspection, public-administration, information-extraction]
configs:
{configs}
---

# Findings of Vietnamese inspection documents

Made by ketluan {version} from {n_documents} documents. Each row says in which document and where (code points into the
document's `text`, half open) the words stand.
"""

_LIMITS = """
## Limits

The records were extracted by a program, not by people. Each carries a confidence; none is a judgement about a body or a
person. A finding may be missed, misplaced in its category, or tied to the wrong body. What the text does not say was left
unresolved, so the absence of a link means nothing. Check the evidence (`start`, `end`, `text`) before you rely on a row.

## Personal data

The documents are public and name officials and other people; the table `persons` repeats those names with the place where
they stand. A named person is linked to a finding only where the text says so. Do not build profiles of people, do not
publish rows about named people without reading the source, and honour requests for removal (`ketluan`'s suppression list).

## Licence

The structure is made by ketluan (Apache-2.0). The texts belong to those who published them; check their terms before you
share the table `documents`.
"""


def write_card(folder: Path, target: Path, counts: dict[str, int]) -> None:
    """Write `README.md` and its plots (SVG) into the dataset folder.

    Args:
        folder: folder of the run that the dataset was made from.
        counts: rows per table.
    """
    from ketluan.store.exports import iter_shown

    categories: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    methods: Counter[str] = Counter()
    years: Counter[str] = Counter()
    n_chars = 0
    for record in iter_shown(folder):
        categories.update(f.category for f in record.findings)
        kinds[record.document.kind] += 1
        methods[record.source.method] += 1
        years[(record.document.date or record.document.published or "unknown")[:4]] += 1
        n_chars += len(record.text)
    configs = "\n".join(f"  - config_name: {name}\n    data_files: parquet/{name}.parquet" for name in counts)
    parts = [
        _HEADER.format(configs=configs, version=__version__, n_documents=counts["documents"]),
        "\n## Composition\n",
        _table("table", "rows", counts),
        f"\n{n_chars:,} characters of text.\n",
        "\n## Provenance\n",
        _table("kind of document", "documents", kinds),
        "\n",
        _table("read from", "documents", methods),
        "\n## Statistics\n\n![findings by category](plots/categories.svg)\n\n",
        _table("category", "findings", categories),
        "\n![documents by year](plots/years.svg)\n\n",
        _table("year", "documents", dict(sorted(years.items()))),
        _LIMITS,
    ]
    (target / "plots").mkdir(exist_ok=True)
    (target / "plots" / "categories.svg").write_text(bar_chart("Findings by category", categories), encoding="utf-8")
    (target / "plots" / "years.svg").write_text(bar_chart("Documents by year", dict(sorted(years.items()))), encoding="utf-8")
    (target / "README.md").write_text("".join(parts), encoding="utf-8")


def bar_chart(title: str, values: dict[str, int] | Counter[str]) -> str:
    """A horizontal bar chart as SVG: the largest `MAX_BARS` of a Counter, or all of a dict in its order."""
    items = values.most_common(MAX_BARS) if isinstance(values, Counter) else list(values.items())
    height = 30 + BAR_HEIGHT * len(items)
    largest = max((n for _, n in items), default=1)
    scale = (CHART_WIDTH - LABEL_WIDTH - 60) / largest
    bars = []
    for row, (label, n) in enumerate(items):
        y = 26 + row * BAR_HEIGHT
        bars.append(
            f'<text x="{LABEL_WIDTH - 6}" y="{y + 14}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{LABEL_WIDTH}" y="{y + 3}" width="{n * scale:.1f}" height="{BAR_HEIGHT - 6}" fill="#2b6cb0"/>'
            f'<text x="{LABEL_WIDTH + n * scale + 5:.1f}" y="{y + 14}">{n}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{CHART_WIDTH}" height="{height}" font-family="sans-serif" '
        f'font-size="12" role="img" aria-label="{escape(title)}"><text x="6" y="16" font-weight="bold">{escape(title)}</text>'
        + "".join(bars)
        + "</svg>\n"
    )


def _table(name: str, unit: str, values: dict[str, int] | Counter[str]) -> str:
    items = values.most_common() if isinstance(values, Counter) else values.items()
    rows = "".join(f"| {label} | {n:,} |\n" for label, n in items)
    return f"| {name} | {unit} |\n| --- | ---: |\n{rows}"
