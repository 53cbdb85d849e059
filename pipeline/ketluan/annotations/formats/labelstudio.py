"""Label Studio: `tasks.json` for import and export, and `config.xml`, a ready labelling configuration.

Each region carries its label; name, key, role and so on are per-region fields of the configuration (TextArea, Choices), joined to
the region by its id, as Label Studio exports them. Offsets are code points; exports of older versions, which count UTF-16 units,
are recognised by the quoted words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from ketluan.annotations.build import CATEGORIES, ROLES
from ketluan.annotations.gold import AnnotatedText, Gold, nfc
from ketluan.annotations.items import LABELS, LIST_FIELDS, Item, gold_from_items, header_of, items_of
from ketluan.annotations.placing import Placer

TASKS, CONFIG = "tasks.json", "config.xml"
# Field -> labels whose regions show it.
_AREAS = {
    "name": "agency,person",
    "key": "citation",
    "type": "citation",
    "date": "citation",
    "pinpoint": "citation",
    "issuer": "citation",
    "position": "person",
    "agency": "person",
    "agencies": "finding,recommendation",
    "agencies_optional": "finding,recommendation",
    "citations": "finding,recommendation",
}
_CHOICES = {
    "role": ("person", ROLES),
    "categories": ("finding,recommendation", CATEGORIES),
    "also": ("finding,recommendation", ("finding", "recommendation")),
    "optional": ("agency,citation,person", ("optional",)),
}
_COLOURS = dict(zip(LABELS, ("#2f6fb5", "#7a4fb5", "#b5792f", "#c2410c", "#15803d", "#94a3b8", "#cbd5e1"), strict=True))


def config_xml() -> str:
    """The labelling configuration: one Labels control and per-region fields."""
    lines = ["<View>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)} background={quoteattr(_COLOURS[label])}/>" for label in LABELS]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="symbol"/>']
    for name, labels in _AREAS.items():
        many = ' maxSubmissions="1"' if name not in LIST_FIELDS else ""
        lines.append(
            f'  <TextArea name="{name}" toName="text" perRegion="true" whenLabelValue="{labels}" placeholder="{name}"{many}/>'
        )
    for name, (labels, values) in _CHOICES.items():
        kind = "single" if name == "role" else "multiple"
        lines.append(f'  <Choices name="{name}" toName="text" perRegion="true" whenLabelValue="{labels}" choice="{kind}">')
        lines += [f'    <Choice value="{value}"/>' for value in values] + ["  </Choices>"]
    return "\n".join([*lines, "</View>", ""])


def write(documents: Iterable[AnnotatedText], folder: Path) -> None:
    """Write the tasks, annotated, and the configuration."""
    tasks = [_task(document) for document in documents]
    (folder / TASKS).write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / CONFIG).write_text(config_xml(), encoding="utf-8")


def _task(document: AnnotatedText) -> dict[str, Any]:
    result: list[dict[str, Any]] = []
    for number, item in enumerate(items_of(document.gold), 1):
        place = {"start": item.start, "end": item.end, "text": document.text[item.start : item.end]}
        common = {"id": f"r{number}", "to_name": "text"}
        result.append({**common, "from_name": "label", "type": "labels", "value": {**place, "labels": [item.label]}})
        for name, value in item.fields.items():
            control = "choices" if name in _CHOICES else "textarea"
            kind = "choices" if control == "choices" else "text"
            values = ["optional"] if value is True else [str(v) for v in value] if isinstance(value, list) else [str(value)]
            result.append({**common, "from_name": name, "type": control, "value": {**place, kind: values}})
    return {"data": {"text": document.text, "header": header_of(document.gold)}, "annotations": [{"result": result}]}


def read(folder: Path) -> list[tuple[Gold, str]]:
    """Read every `.json` of the folder; a file holds one task or a list of tasks."""
    found = []
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_bytes())
        found += [_read_task(task, path.stem) for task in (content if isinstance(content, list) else [content])]
    return sorted(found, key=lambda pair: pair[0].doc)


def _read_task(task: dict[str, Any], fallback: str) -> tuple[Gold, str]:
    tool_text = task["data"]["text"]
    text = nfc(tool_text.replace("\r\n", "\n"))
    placer = Placer(text, tool_text)
    regions: dict[str, tuple[str, dict[str, Any]]] = {}
    fields: dict[str, dict[str, Any]] = {}
    annotations = [a for a in task.get("annotations", []) if not a.get("was_cancelled")]
    for entry in annotations[-1]["result"] if annotations else []:
        key, value = str(entry["id"]), entry["value"]
        if entry["type"] == "labels":
            regions[key] = (value["labels"][0], value)
        else:
            values = value.get("choices") or value.get("text") or []
            fields.setdefault(key, {})[entry["from_name"]] = _field(entry["from_name"], values)
    items = []
    for key, (label, value) in regions.items():
        start, end = placer.place(value["start"], value["end"], value.get("text"))
        items.append(Item(start, end, label, fields.get(key, {})))
    header = {"doc": fallback, **task["data"].get("header", {})}
    return gold_from_items(header, items, text), text


def _field(name: str, values: list[str] | str) -> Any:
    values = [values] if isinstance(values, str) else values
    if name == "optional":
        return "optional" in values
    if name == "entity":
        return int(values[0])
    return list(values) if name in LIST_FIELDS else " ".join(values)
