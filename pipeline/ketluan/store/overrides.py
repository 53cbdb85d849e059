"""Two files beside the database that people keep by hand and that survive every run: corrections, and people not to show.

`corrections.jsonl`: one JSON object a line; `action` is "change" (with `set`) or "remove".
    {"document": "d-…", "kind": "finding", "start": 500, "end": 640, "text": "…", "action": "change", "set": {"category": "land"}}
    {"kind": "agency", "key": "vn/…", "action": "change", "set": {"name": "…"}, "reason": "…"}
A finding or recommendation is named by its place and its words, never by its running number, which may differ after
another run; where the place has moved, the words decide, if they occur once.

`suppressed.jsonl`: {"name": "…"} or {"name": "…", "document": "d-…"}. The name is blacked out in texts and titles, the person
and all links to the person go, before anything reaches the database, so no page, table or export has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ketluan.errors import StoreError
from ketluan.record import DocumentInfo, Finding, Recommendation, Record, from_json, to_json
from ketluan.store.spelling import accented, plain

MASK = "█"
_SETTABLE = {
    "finding": {"category", "second_category"},
    "recommendation": {"action", "deadline"},
    "agency": {"name", "key", "type", "level", "province"},
    "citation": {"key", "type", "number", "title", "date"},
    "person": {"name", "honorific", "role"},
    "document": {"kind", "title", "number", "date", "published", "subject", "primary"},
}
_LISTS = {
    "finding": "findings", "recommendation": "recommendations", "agency": "agencies", "citation": "citations",
    "person": "persons",
}  # fmt: skip
Entry = dict[str, Any]
StructT = TypeVar("StructT", bound=msgspec.Struct)


@dataclass(slots=True)
class Overrides:
    """What people decided, to be laid over each record."""

    corrections: list[Entry] = field(default_factory=list)
    suppressed: list[Entry] = field(default_factory=list)
    applied: dict[int, int] = field(default_factory=dict)

    def apply(self, record: Record) -> tuple[Record, bool]:
        """The record as it is to be shown, and whether a name was blacked out in it."""
        for entry in self.corrections:
            if entry.get("document") in (None, record.id):
                record, n = _correct(record, entry)
                self.applied[entry["line"]] = self.applied.get(entry["line"], 0) + n
        names = [s["name"] for s in self.suppressed if s.get("document") in (None, record.id)]
        return _suppress(record, names)

    def report(self) -> list[Entry]:
        """One row per correction: how many things it changed."""
        return [
            {"line": c["line"], "document": c.get("document"), "target": _target(c), "action": c["action"],
             "reason": c.get("reason"), "applied": self.applied.get(c["line"], 0)}
            for c in self.corrections
        ]  # fmt: skip


def read_overrides(folder: Path) -> Overrides:
    """Both files of a folder; a missing file is an empty one. Raises StoreError, with the line's number, for a bad line."""
    corrections = list(_read(folder / "corrections.jsonl", _check_correction))
    suppressed = list(_read(folder / "suppressed.jsonl", _check_suppressed))
    return Overrides(corrections, suppressed)


def _read(path: Path, check: Any) -> Iterable[Entry]:
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                entry = json.loads(line)
                check(entry)
            except (ValueError, KeyError, TypeError) as error:
                raise StoreError(f"{path.name}, line {number}: {error}", hint="see docs/search.md") from error
            yield {**entry, "line": number}


def _check_correction(entry: Entry) -> None:
    kind, action = entry["kind"], entry["action"]
    if kind not in _SETTABLE or action not in ("change", "remove") or (kind, action) == ("document", "remove"):
        raise ValueError(f"cannot {action} a {kind}")
    unknown = set(entry.get("set", {})) - _SETTABLE[kind]
    if action == "change" and (unknown or not entry.get("set")):
        raise ValueError(f"a {kind} has no {', '.join(sorted(unknown)) or 'values to set'}")
    if kind in ("finding", "recommendation") and not (entry.get("document") and entry.get("text")):
        raise ValueError(f"a {kind} is named by document and text")
    if (kind in ("agency", "citation") and not entry.get("key")) or (kind == "person" and not entry.get("name")):
        raise ValueError(f"a {kind} is named by its {'name' if kind == 'person' else 'key'}")
    if kind == "document" and not entry.get("document"):
        raise ValueError("which document?")


def _check_suppressed(entry: Entry) -> None:
    if not isinstance(entry["name"], str) or len(entry["name"].strip()) < 2:
        raise ValueError("a name is needed")


def _target(entry: Entry) -> str:
    return f"{entry['kind']} {entry.get('key') or entry.get('name') or entry.get('text', '')}"[:200].strip()


def _correct(record: Record, entry: Entry) -> tuple[Record, int]:
    """The record after one correction, and how many things it changed."""
    if entry["kind"] == "document":
        info = msgspec.convert({**msgspec.to_builtins(record.document), **entry["set"]}, DocumentInfo)
        return msgspec.structs.replace(record, document=info), 1
    name = _LISTS[entry["kind"]]
    chosen = {item.id for item in _chosen(getattr(record, name), entry)}
    if not chosen:
        return record, 0
    if entry["action"] == "remove":
        return _without(record, chosen), len(chosen)
    items = [_changed(item, entry["set"]) if item.id in chosen else item for item in getattr(record, name)]
    return msgspec.structs.replace(record, **{name: items}), len(chosen)


def _chosen(items: list[Any], entry: Entry) -> list[Any]:
    if entry["kind"] in ("agency", "citation"):
        return [item for item in items if item.key == entry["key"]]
    if entry["kind"] == "person":
        return [item for item in items if accented(item.name) == accented(entry["name"])]
    same = [item for item in items if item.text == entry["text"]]
    exact = [item for item in same if item.start == entry.get("start")]
    return exact or (same if len(same) == 1 else [])


def _changed(item: StructT, values: Entry) -> StructT:
    """A copy with other values, checked against the declared types."""
    return msgspec.convert({**msgspec.to_builtins(item), **values}, type(item))


def _without(record: Record, ids: set[str]) -> Record:
    """The record without these entries and without everything that pointed at them."""
    replace = msgspec.structs.replace
    info = replace(
        record.document,
        issuer=None if record.document.issuer in ids else record.document.issuer,
        inspected=[i for i in record.document.inspected if i not in ids],
    )
    return replace(
        record,
        document=info,
        agencies=[replace(a, parent=None) if a.parent in ids else a for a in record.agencies if a.id not in ids],
        citations=[replace(c, issuer=None) if c.issuer in ids else c for c in record.citations if c.id not in ids],
        persons=[p for p in record.persons if p.id not in ids],
        findings=[f for f in record.findings if f.id not in ids],
        recommendations=[r for r in record.recommendations if r.id not in ids],
        relations=[r for r in record.relations if r.head not in ids and r.tail not in ids],
    )


def _suppress(record: Record, names: list[str]) -> tuple[Record, bool]:
    """Black out people: their own mentions, and every other place where the full name stands."""
    if not names:
        return record, False
    wanted = {" ".join(accented(name).split()) for name in names}
    persons = [p for p in record.persons if " ".join(accented(p.name).split()) in wanted]
    pattern = _pattern(wanted, r"\s+")
    spans = [(m.start, m.end) for p in persons for m in p.mentions]
    spans += [match.span() for match in pattern.finditer(accented(record.text))]
    record = _without(record, {p.id for p in persons})
    masked = _mask_strings(_mask_strings(record, pattern), _pattern({plain(name) for name in wanted}, "-"))
    text = list(record.text)
    for start, end in spans:
        text[start:end] = [ch if ch.isspace() else MASK for ch in text[start:end]]
    return _with_text(masked, "".join(text)), bool(spans) or masked != record


def _pattern(names: set[str], between: str) -> re.Pattern[str]:
    """The names as whole words; `between` is what may stand between their syllables (a hyphen in keys)."""
    return re.compile("|".join(rf"(?<!\w){between.join(map(re.escape, name.split()))}(?!\w)" for name in sorted(names)))


def _mask_strings(record: Record, pattern: re.Pattern[str]) -> Record:
    """Names in titles, bodies' names and paths; the text itself has its own treatment, as offsets must stay."""

    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: v if k == "text" else walk(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [walk(v) for v in value]
        if isinstance(value, str) and len(accented(value)) == len(value):
            found = [m.span() for m in pattern.finditer(accented(value))]
            for start, end in found:
                value = value[:start] + MASK * (end - start) + value[end:]
        return value

    return from_json(msgspec.json.encode(walk(json.loads(to_json(record)))))


def _with_text(record: Record, text: str) -> Record:
    """The record over another text of the same length: every quotation is taken anew."""

    def again(mention: Any) -> Any:
        changes: dict[str, Any] = {"text": text[mention.start : mention.end]}
        if isinstance(mention, Finding | Recommendation):
            changes["measures"] = [again(m) for m in mention.measures]
        return msgspec.structs.replace(mention, **changes)

    def named(entries: list[Any]) -> list[Any]:
        return [msgspec.structs.replace(e, mentions=[again(m) for m in e.mentions]) for e in entries]

    return msgspec.structs.replace(
        record, text=text, agencies=named(record.agencies), citations=named(record.citations), persons=named(record.persons),
        findings=[again(f) for f in record.findings], recommendations=[again(r) for r in record.recommendations],
    )  # fmt: skip
