"""The saved report of an evaluation: Markdown, or one HTML page with charts that needs nothing else to be shown."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ketluan.evaluate.evaluation import Evaluation, MetricRow
from ketluan.evaluate.scorer import ScoringError

MAX_ERRORS = 2000
_EXPLAIN = {
    "overlap": "mention, lenient: half of the shorter span is shared",
    "exact": "mention, strict: the same span",
    "set": "by document: the names or keys that a reader gets",
}


def write_report(evaluation: Evaluation, path: Path, *, title: str) -> None:
    """Write `path` in the form of its suffix: `.html`, `.json`, else Markdown."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".json":
        content = evaluation.to_json() + "\n"
    elif path.suffix == ".html":
        content = _html(evaluation, title)
    else:
        content = _markdown(evaluation, title)
    path.write_text(content, encoding="utf-8")


def format_table(rows: list[MetricRow]) -> str:
    """The table as aligned text: F1 with its interval, precision, recall, counts; `*` marks metrics of our own."""
    lines = [f"{'metric':28s} {'F1':>6s}  {'95 %':13s} {'P':>6s} {'R':>6s} {'tp':>6s} {'fp':>5s} {'fn':>5s}"]
    for row in rows:
        c, name = row.counts, row.metric + ("" if row.shared else " *")
        interval = f"{row.low:.3f}–{row.high:.3f}"
        lines.append(f"{name:28s} {c.f1:6.3f}  {interval:13s} {c.precision:6.3f} {c.recall:6.3f} {c.tp:6d} {c.fp:5d} {c.fn:5d}")
    return "\n".join(lines)


def _summary(evaluation: Evaluation) -> str:
    right = sum(score.is_right for score in evaluation.scores)
    n = len(evaluation.scores)
    text = f"{n} documents, {right} entirely right ({evaluation.share_right:.1%})"
    if evaluation.without_text:
        text += f"; {len(evaluation.without_text)} whose text is not here"
    if evaluation.without_record:
        text += f"; {len(evaluation.without_record)} without a record"
    return text + "."


def _markdown(evaluation: Evaluation, title: str) -> str:
    parts = [f"# {title}", "", _summary(evaluation), ""]
    parts += ["Intervals: 95 %, resampled by document. `*`: our own metric. `overlap`: " + _EXPLAIN["overlap"] + ";"]
    parts += [f"`exact`: {_EXPLAIN['exact']}; `set`: {_EXPLAIN['set']}.", ""]
    parts += ["| metric | F1 | 95 % | P | R | tp | fp | fn |", "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for row in evaluation.table():
        c, name = row.counts, f"`{row.metric}`" + ("" if row.shared else " \\*")
        ratios = f"{c.f1:.3f} | {row.low:.3f}–{row.high:.3f} | {c.precision:.3f} | {c.recall:.3f}"
        parts.append(f"| {name} | {ratios} | {c.tp} | {c.fp} | {c.fn} |")
    parts += ["", "## Errors by kind", "", "| metric | kind | n |", "| --- | --- | --- |"]
    parts += [f"| `{metric}` | {kind} | {n} |" for metric, kind, n in evaluation.errors_by_kind()]
    parts += ["", "## Errors", ""]
    parts += [f"- {format_error(error)}" for error in evaluation.errors[:MAX_ERRORS]]
    if len(evaluation.errors) > MAX_ERRORS:
        parts.append(f"- … and {len(evaluation.errors) - MAX_ERRORS} more")
    return "\n".join(parts) + "\n"


def format_error(error: ScoringError) -> str:
    """One error on one line."""
    sides = f": gold {error.gold!r}, system {error.system!r}" if error.gold or error.system else ""
    return f"{error.doc} {error.metric} {error.kind}: {' '.join(error.text.split())!r}{sides}"


_STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.15rem .6rem;text-align:right;border-bottom:1px solid #ddd}
td:first-child,th:first-child{text-align:left}svg text{font:12px system-ui,sans-serif;fill:#1a1a1a}
@media(prefers-color-scheme:dark){body{color:#eee;background:#16181c}td,th{border-color:#444}svg text{fill:#eee}}"""


def _html(evaluation: Evaluation, title: str) -> str:
    rows = evaluation.table()
    body = "".join(
        f"<tr><td>{escape(r.metric)}{'' if r.shared else ' *'}<td>{r.counts.f1:.3f}<td>{r.low:.3f}–{r.high:.3f}"
        f"<td>{r.counts.precision:.3f}<td>{r.counts.recall:.3f}<td>{r.counts.tp}<td>{r.counts.fp}<td>{r.counts.fn}</tr>"
        for r in rows
    )
    kinds = "".join(f"<tr><td>{escape(m)}<td>{escape(k)}<td>{n}</tr>" for m, k, n in evaluation.errors_by_kind())
    errors = "".join(f"<li>{escape(format_error(error))}</li>" for error in evaluation.errors[:MAX_ERRORS])
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{escape(title)}</title>"
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1><p>{escape(_summary(evaluation))}</p>"
        f"<h2>F1 with 95 % intervals, resampled by document</h2>{_chart(rows)}"
        f"<h2>All metrics</h2><table><tr><th>metric<th>F1<th>95 %<th>P<th>R<th>tp<th>fp<th>fn</tr>{body}</table>"
        f"<p>* our own metric.</p><h2>Errors by kind</h2><table><tr><th>metric<th>kind<th>n</tr>{kinds}</table>"
        f"<h2>Errors</h2><ul>{errors}</ul></html>\n"
    )


def _chart(rows: list[MetricRow]) -> str:
    """Horizontal bars: F1, with the interval as a line over the bar's end."""
    left, width, height = 230, 560, 20
    shown = [row for row in rows if not row.metric.startswith("wrong.")]
    parts = []
    for n, row in enumerate(shown):
        y = n * height + 4
        x, low, high = (left + width * value for value in (row.counts.f1, row.low, row.high))
        parts += [
            f"<text x=0 y={y + 11}>{escape(row.metric)}</text>",
            f"<rect x={left} y={y} width={x - left:.1f} height=13 fill='#5b8fd9'/>",
            f"<path d='M{low:.1f} {y + 6.5}H{high:.1f}M{low:.1f} {y + 3}v7M{high:.1f} {y + 3}v7' stroke='#c2410c'/>",
            f"<text x={left + width + 8} y={y + 11}>{row.counts.f1:.3f}</text>",
        ]
    size = f"0 0 {left + width + 60} {len(shown) * height + 8}"
    return f"<svg role=img aria-label='F1 by metric' viewBox='{size}'>{''.join(parts)}</svg>"
