"""What a change gained and lost: two folders of records of the same documents, compared layer by layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ketluan.evaluate.evaluation import read_records
from ketluan.evaluate.predictions import names_by_id
from ketluan.record import Finding, Recommendation, Record

LAYERS = ("agencies", "citations", "persons", "measures", "findings", "recommendations", "relations", "document")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that only one of the two runs found."""

    doc: str
    layer: str
    gained: bool
    text: str


@dataclass(frozen=True, slots=True)
class Differences:
    """`changes` in the order of documents, layers and words; documents that only one folder holds are named."""

    n_same: int
    changes: list[Change]
    only_old: list[str]
    only_new: list[str]
    unchanged: dict[str, int] = field(default_factory=dict)

    def count(self, layer: str, *, gained: bool) -> int:
        """How many things of a layer were gained or lost."""
        return sum(1 for change in self.changes if change.layer == layer and change.gained == gained)


def compare_folders(old: Path, new: Path) -> Differences:
    """Compare two folders of records; records with the same id (file name) are the same document.

    Raises:
        ResourceError: a file in a folder is not a record.
    """
    before, after = read_records(old), read_records(new)
    both = sorted(before.keys() & after.keys())
    changes: list[Change] = []
    unchanged = dict.fromkeys(LAYERS, 0)
    n_same = 0
    for name in both:
        old_facts, new_facts = facts_of(before[name]), facts_of(after[name])
        doc = Path(after[name].source.uri).name
        n_before = len(changes)
        for layer in LAYERS:
            unchanged[layer] += len(old_facts[layer] & new_facts[layer])
            changes += [Change(doc, layer, False, text) for text in sorted(old_facts[layer] - new_facts[layer])]
            changes += [Change(doc, layer, True, text) for text in sorted(new_facts[layer] - old_facts[layer])]
        n_same += len(changes) == n_before
    only_old, only_new = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    return Differences(n_same, changes, only_old, only_new, unchanged)


def facts_of(record: Record) -> dict[str, set[str]]:
    """What a record claims, as one line each, free of ids: a change of numbering is no change."""
    names = names_by_id(record)
    statements: tuple[Finding | Recommendation, ...] = (*record.findings, *record.recommendations)
    names |= {s.id: f"[{s.start}] {s.text}" for s in statements}
    info = record.document
    fields = {
        **{name: getattr(info, name) for name in ("kind", "title", "number", "date", "published")},
        "issuer": names.get(info.issuer or ""),
        **{f"inspected {name}": name for name in sorted(names.get(i, i) for i in info.inspected)},
    }
    return {
        "agencies": {f"[{m.start}] {m.text} = {a.name}" for a in record.agencies for m in a.mentions},
        "citations": {f"[{m.start}] {m.text} = {c.key} ({m.pinpoint or ''})" for c in record.citations for m in c.mentions},
        "persons": {f"[{m.start}] {m.text} = {p.name} ({p.role})" for p in record.persons for m in p.mentions},
        "measures": {f"[{m.start}] {m.text} = {m.value} {m.unit}" for s in statements for m in s.measures},
        "findings": {f"[{f.start}] {f.category}: {f.text}" for f in record.findings},
        "recommendations": {f"[{r.start}] {r.action}: {r.text}" for r in record.recommendations},
        "relations": {
            f"{names.get(r.head, r.head)} --{r.type}{f' ({r.title})' if r.title else ''}--> {names.get(r.tail, r.tail)}"
            for r in record.relations
        },
        "document": {f"{name}: {value}" for name, value in fields.items() if value},
    }
