"""From what an annotator writes (surfaces, sentence numbers) to gold with offsets; every error is listed.

The annotator's form `<doc>.ann.json` is described in `annotations/README.md`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, get_args

import msgspec

from ketluan.annotations.gold import (
    ALL_LAYERS,
    LABELS,
    MENTION_LAYERS,
    Gold,
    GoldDocumentInfo,
    GoldMention,
    GoldSentence,
    gold_sentences,
    nfc,
    text_hash,
)
from ketluan.annotations.names import same_agency
from ketluan.record import Category, DocumentKind, PersonRole

ROLES: tuple[str, ...] = get_args(PersonRole)
KINDS: tuple[str, ...] = get_args(DocumentKind)
CATEGORIES: tuple[str, ...] = get_args(Category)
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_TOP_FIELDS = {"doc", "layers", "source", "document", "sentences", *MENTION_LAYERS}
_MENTION_FIELDS = {
    "agencies": {"name"},
    "citations": {"key", "type", "date", "pinpoint", "issuer"},
    "persons": {"name", "position", "agency", "role", "entity"},
}
_SENTENCE_FIELDS = {"label", "also", "categories", "agencies", "agencies_optional", "citations"}

Ann = dict[str, Any]


def build_gold(text: str, ann: Ann) -> tuple[Gold, list[str]]:
    """Resolve an annotator's file against its text.

    Args:
        text: the document; NFC is taken here.
        ann: the parsed `.ann.json`.
    Returns:
        (gold, errors): what could be resolved, and every error in words; the file is done when there are none.
    """
    text = nfc(text)
    errors = [f"unknown field {name!r}" for name in sorted(ann.keys() - _TOP_FIELDS)]
    layers = list(ann.get("layers", []))
    errors += [f"unknown layer {layer!r}" for layer in layers if layer not in ALL_LAYERS]
    try:
        document = msgspec.convert(ann.get("document", {}), GoldDocumentInfo)
    except msgspec.ValidationError as error:
        errors.append(f"document: {error}")
        document = GoldDocumentInfo()
    unknown = set(ann.get("document", {})) - set(GoldDocumentInfo.__struct_fields__)
    errors += [f"document: unknown field {name!r}" for name in sorted(unknown)]
    gold = Gold(
        doc=str(ann.get("doc", "")),
        text_sha256=text_hash(text),
        layers=layers,
        source=ann.get("source", {}),
        document=document,
        sentences=_resolve_sentences(text, ann.get("sentences", {}), errors),
        **{layer: _resolve_mentions(text, ann.get(layer, []), layer, errors) for layer in MENTION_LAYERS},
    )
    return gold, errors + check_gold(gold, text)


def _resolve_sentences(text: str, rows: dict[str, Ann], errors: list[str]) -> list[GoldSentence]:
    spans = gold_sentences(text)
    found = []
    for number, row in rows.items():
        if not number.isdigit() or not 1 <= int(number) <= len(spans):
            errors.append(f"sentence {number} does not exist (1..{len(spans)})")
            continue
        errors += [f"sentence {number}: unknown field {name!r}" for name in sorted(row.keys() - _SENTENCE_FIELDS)]
        start, end = spans[int(number) - 1]
        try:
            found.append(msgspec.convert({**row, "start": start, "end": end}, GoldSentence))
        except msgspec.ValidationError as error:
            errors.append(f"sentence {number}: {error}")
    return sorted(found, key=lambda row: row.start)


def _resolve_mentions(text: str, items: list[Ann], layer: str, errors: list[str]) -> list[GoldMention]:
    """Longer surfaces claim their places first; each entry claims every free place, or those that `only` counts."""
    taken = [False] * len(text)
    found = []
    known = _MENTION_FIELDS[layer] | {"text", "only", "optional"}
    for item in sorted(items, key=lambda item: -len(item.get("text", ""))):
        surface = nfc(item.get("text", ""))
        errors += [f"{layer}: {surface!r}: unknown field {name!r}" for name in sorted(item.keys() - known)]
        places = _free_places(text, surface, taken) if surface else []
        if not places:
            errors.append(f"{layer}: not found: {surface!r}")
            continue
        only = item.get("only") or range(1, len(places) + 1)
        if max(only) > len(places) or min(only) < 1:
            errors.append(f"{layer}: {surface!r} has {len(places)} free places, 'only' names {list(only)}")
        fields = {name: value for name, value in item.items() if name in known - {"only", "text"}}
        for start in (places[i - 1] for i in only if 1 <= i <= len(places)):
            taken[start : start + len(surface)] = [True] * len(surface)
            row = {**fields, "start": start, "end": start + len(surface), "text": surface}
            try:
                found.append(msgspec.convert(row, GoldMention))
            except msgspec.ValidationError as error:
                errors.append(f"{layer}: {surface!r}: {error}")
                break
    return sorted(found, key=lambda row: row.start)


def _free_places(text: str, surface: str, taken: list[bool]) -> list[int]:
    """Starts of a surface as whole words, outside places that are taken; places of one surface may not overlap."""
    places = []
    start = text.find(surface)
    while start >= 0:
        end = start + len(surface)
        before, after = text[start - 1 : start], text[end : end + 1]
        is_word = not (before.isalnum() and surface[0].isalnum()) and not (after.isalnum() and surface[-1].isalnum())
        if is_word and not any(taken[start:end]):
            places.append(start)
        start = text.find(surface, start + 1)
    return places


def check_gold(gold: Gold, text: str | None = None) -> list[str]:
    """Every error of a gold document: spans, quotes, vocabulary, joins.

    Args:
        gold: as stored, or with its words filled in.
        text: the document (NFC); without it only what the file alone shows is checked.
    """
    errors = [] if gold.doc else ["doc is missing"]
    if text is not None and gold.text_sha256 != text_hash(text):
        errors.append("the gold belongs to another text (text_sha256)")
        text = None
    for layer in MENTION_LAYERS:
        for mention in gold.mentions(layer):
            errors += [f"{layer} at {mention.start}: {problem}" for problem in _mention_problems(mention, layer, text)]
    for layer in MENTION_LAYERS:
        spans = [(m.start, m.end) for m in gold.mentions(layer)]
        errors += [f"{layer} at {a[0]}: the same place twice" for a, b in pairwise(spans) if a == b]
        if spans != sorted(spans):
            errors.append(f"{layer}: not in text order")
    errors += _sentence_problems(gold, text)
    errors += _document_problems(gold.document)
    return errors


def _mention_problems(mention: GoldMention, layer: str, text: str | None) -> list[str]:
    problems = []
    if not 0 <= mention.start < mention.end:
        problems.append("not a span")
    elif text is not None:
        quote = text[mention.start : mention.end]
        if mention.end > len(text):
            problems.append("span ends outside the text")
        elif quote != quote.strip():
            problems.append("white space at the edge of the span")
        elif mention.text and mention.text != quote:
            problems.append(f"text is {quote!r}, not {mention.text!r}")
    if layer == "citations":
        problems += [f"{name} is missing" for name in ("key", "type") if not getattr(mention, name)]
    if layer == "persons" and mention.role not in ROLES:
        problems.append(f"role {mention.role!r} is not one of {', '.join(ROLES)}")
    if mention.date and not _DATE.fullmatch(mention.date):
        problems.append(f"date {mention.date!r} is not ISO 8601")
    return problems


def _sentence_problems(gold: Gold, text: str | None) -> list[str]:
    problems = []
    borders = set(gold_sentences(text)) if text is not None else None
    names = [m.name for m in gold.agencies if m.name]
    keys = {m.key for m in gold.citations}
    seen: set[tuple[int, int]] = set()
    for row in gold.sentences:
        where = f"sentence at {row.start}"
        if borders is not None and (row.start, row.end) not in borders:
            problems.append(f"{where}: not the borders of a sentence")
        if (row.start, row.end) in seen:
            problems.append(f"{where}: labelled twice")
        seen.add((row.start, row.end))
        if row.label not in LABELS or any(label not in LABELS for label in row.also):
            problems.append(f"{where}: label {row.label!r}")
        problems += [f"{where}: category {c!r} is unknown" for c in row.categories if c not in CATEGORIES]
        if row.label == "finding" and not row.categories:
            problems.append(f"{where}: a finding needs categories")
        lost = [name for name in row.agencies if not any(same_agency(known, name) for known in names)]
        problems += [f"{where}: agency {name!r} is not among the document's agency names" for name in lost]
        problems += [f"{where}: citation key {key!r} is unknown" for key in row.citations if key not in keys]
    return problems


def _document_problems(info: GoldDocumentInfo) -> list[str]:
    dates = (("date", info.date), ("published", info.published))
    problems = [f"document: {name} {value!r} is not ISO 8601" for name, value in dates if value and not _DATE.fullmatch(value)]
    if info.kind and info.kind not in KINDS:
        problems.append(f"document: kind {info.kind!r} is not one of {', '.join(KINDS)}")
    return problems
