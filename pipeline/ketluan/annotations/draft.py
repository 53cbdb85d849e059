"""Drafts made by the pipeline, corrected by hand: corrections survive when the pipeline changes and drafts again.

Beside the gold stands `<doc>.draft.json`, what the pipeline said last. A re-run merges three ways: what a person changed, added
or removed stays; what was left as the pipeline had it follows the pipeline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from ketluan.annotations.build import check_gold
from ketluan.annotations.gold import (
    GOLD_SUFFIX,
    Gold,
    GoldDocumentInfo,
    decode_gold,
    encode_gold,
    gold_sentences,
    nfc,
    text_hash,
)
from ketluan.annotations.items import Item, gold_from_items, header_of, items_of
from ketluan.record import Agency, Citation, Finding, Person, Recommendation, Record

DRAFT_SUFFIX = ".draft.json"
Extract = Callable[[Path], Record]


@dataclass(frozen=True, slots=True)
class DraftedFile:
    """What a draft did to one document: labelled places in the gold, and how many corrections by hand were kept."""

    doc: str
    n_items: int
    n_corrections: int
    errors: list[str]


def draft_file(path: Path, folder: Path, extract: Extract) -> DraftedFile:
    """Draft gold for one text; corrections of an earlier draft are kept.

    Args:
        path: a text file; a copy of its canonical text is put beside the gold.
        folder: where `<doc>.gold.json`, `<doc>.draft.json` and `<doc>.txt` go.
        extract: the pipeline.
    Raises:
        KetluanError: the text cannot be read, or gold that is there is damaged or belongs to another text.
    """
    record = extract(path)
    gold_path, draft_path = folder / f"{path.stem}{GOLD_SUFFIX}", folder / f"{path.stem}{DRAFT_SUFFIX}"
    new = gold_from_record(record, path.stem)
    merged, n_corrections = new, 0
    if gold_path.exists():
        ours = decode_gold(gold_path.read_bytes())
        base = decode_gold(draft_path.read_bytes()) if draft_path.exists() else Gold(doc=ours.doc, text_sha256=ours.text_sha256)
        if ours.text_sha256 == new.text_sha256:
            merged, n_corrections = merge_drafts(base, ours, new, record.text)
        else:
            return DraftedFile(path.stem, 0, 0, ["the gold that is there belongs to another text; nothing was written"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{path.stem}.txt").write_text(record.text, encoding="utf-8")
    gold_path.write_bytes(encode_gold(merged))
    draft_path.write_bytes(encode_gold(new))
    return DraftedFile(path.stem, len(items_of(merged)), n_corrections, check_gold(merged, nfc(record.text)))


def merge_drafts(base: Gold, ours: Gold, new: Gold, text: str) -> tuple[Gold, int]:
    """Three-way merge, place by place and field by field of the document; gives the gold and the number of corrections kept.

    Args:
        base: what the pipeline said when `ours` was corrected.
        ours: the corrected gold.
        new: what the pipeline says now.
    """
    before, corrected, after = ({_key(item): item for item in items_of(gold)} for gold in (base, ours, new))
    touched = {key for key in before.keys() | corrected.keys() if before.get(key) != corrected.get(key)}
    kept = [corrected[key] for key in touched if key in corrected]
    for key, item in after.items():
        if key not in touched and not any(_collide(item, mine) for mine in kept if key not in before):
            kept.append(item)
    header = dict(header_of(ours))
    header["document"], n_fields = _merge_fields(base.document, ours.document, new.document)
    return gold_from_items(header, kept, text), len(touched) + n_fields


def _key(item: Item) -> tuple[str, int, int]:
    return item.layer, item.start, item.end


def _collide(item: Item, other: Item) -> bool:
    return item.layer == other.layer and item.start < other.end and other.start < item.end


def _merge_fields(base: GoldDocumentInfo, ours: GoldDocumentInfo, new: GoldDocumentInfo) -> tuple[dict[str, Any], int]:
    before, corrected, after = (msgspec.to_builtins(info) for info in (base, ours, new))
    changed = {name for name in before.keys() | corrected.keys() if before.get(name) != corrected.get(name)}
    merged = {name: value for name, value in after.items() if name not in changed}
    merged |= {name: corrected[name] for name in changed if name in corrected}
    return merged, len(changed)


def gold_from_record(record: Record, doc: str) -> Gold:
    """What a record claims, in the form of gold: a finding labels the sentence in which it begins."""
    entries: tuple[Agency | Citation | Person, ...] = (*record.agencies, *record.citations, *record.persons)
    things = {entry.id: entry for entry in entries}
    items = [
        *(Item(m.start, m.end, "agency", {"name": a.name}) for a in record.agencies for m in a.mentions),
        *(Item(m.start, m.end, "citation", _citation(c, m.pinpoint, things)) for c in record.citations for m in c.mentions),
        *(Item(m.start, m.end, "person", _person(p, record, things)) for p in record.persons for m in p.mentions),
        *_sentences(record, things),
    ]
    info = record.document
    fields = {"kind": info.kind, "number": info.number, "date": info.date, "published": info.published}
    fields["issuer"] = _name(info.issuer, things)
    document = {name: value for name, value in fields.items() if value}
    inspected = [name for name in (_name(one, things) for one in info.inspected) if name]
    header = {"doc": doc, "document": {**document, **({"inspected": inspected} if inspected else {})}}
    unique = {(item.layer, item.start, item.end): item for item in items}
    gold = gold_from_items(header, list(unique.values()), record.text)
    gold.text_sha256 = text_hash(record.text)
    return gold


def _name(key: str | None, things: dict[str, Agency | Citation | Person]) -> str:
    thing = things.get(key or "")
    return thing.name if isinstance(thing, Agency | Person) else ""


def _citation(citation: Citation, pinpoint: str | None, things: dict[str, Agency | Citation | Person]) -> dict[str, Any]:
    fields = {"key": citation.key, "type": citation.type, "date": citation.date, "pinpoint": pinpoint}
    fields["issuer"] = _name(citation.issuer, things)
    return {name: value for name, value in fields.items() if value}


def _person(person: Person, record: Record, things: dict[str, Agency | Citation | Person]) -> dict[str, Any]:
    held = next((r for r in record.relations if r.head == person.id and r.type == "holds_position"), None)
    fields: dict[str, Any] = {"name": person.name, "role": person.role}
    if held is not None:
        fields |= {"position": held.title or "", "agency": _name(held.tail, things)}
    if person.role == "author":
        fields["optional"] = True
    return {name: value for name, value in fields.items() if value}


def _sentences(record: Record, things: dict[str, Agency | Citation | Person]) -> list[Item]:
    """One item a sentence; where a sentence carries both a finding and a recommendation, the first is the label."""
    found: dict[tuple[int, int], list[Finding | Recommendation]] = {}
    borders = gold_sentences(record.text)
    statements: tuple[Finding | Recommendation, ...] = (*record.findings, *record.recommendations)
    for statement in statements:
        place = next(((a, b) for a, b in borders if a <= statement.start < b), None)
        if place is not None:
            found.setdefault(place, []).append(statement)
    items = []
    for (start, end), rows in found.items():
        labels = list(dict.fromkeys("finding" if isinstance(row, Finding) else "recommendation" for row in rows))
        fields: dict[str, Any] = {
            "also": labels[1:],
            "categories": list(dict.fromkeys(row.category for row in rows if isinstance(row, Finding))),
            "agencies": _tails(record, rows, things, Agency),
            "citations": _tails(record, rows, things, Citation),
        }
        items.append(Item(start, end, labels[0], {name: value for name, value in fields.items() if value}))
    return items


def _tails(
    record: Record,
    rows: list[Finding | Recommendation],
    things: dict[str, Agency | Citation | Person],
    kind: type[Agency] | type[Citation],
) -> list[str]:
    heads = {row.id for row in rows}
    types = {"attributed_to", "directed_to", "breaches", "based_on"}
    tails = [things.get(r.tail) for r in record.relations if r.head in heads and r.type in types]
    return list(dict.fromkeys(t.key if isinstance(t, Citation) else t.name for t in tails if isinstance(t, kind)))
