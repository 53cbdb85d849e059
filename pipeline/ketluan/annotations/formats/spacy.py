"""spaCy: one DocBin `gold.spacy`. Tokens are cut at the borders of every span, so each span is exact.

`doc.spans` holds the groups agencies, citations, persons and sentences; `doc.user_data["ketluan"]` the header and the fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketluan.annotations.gold import AnnotatedText, Gold, nfc
from ketluan.annotations.items import Item, gold_from_items, header_of, items_of
from ketluan.annotations.placing import Placer
from ketluan.text.lean_imports import without_frameworks

if TYPE_CHECKING:
    from spacy.tokens import Doc

FILE = "gold.spacy"
_BORDER = re.compile(r"(?<=\w)(?=\W)|(?<=\W)(?=\S)|(?<=\s)(?=\S)|(?<=\S)(?=\s)")


def write(documents: Iterable[AnnotatedText], folder: Path) -> None:
    """Write one DocBin with all documents."""
    with without_frameworks():
        import spacy
        from spacy.tokens import DocBin

    vocab = spacy.blank("xx").vocab
    docs = [_make_doc(document, vocab) for document in documents]
    DocBin(docs=docs, store_user_data=True, attrs=["ORTH", "SPACY"]).to_disk(folder / FILE)


def _make_doc(document: AnnotatedText, vocab: Any) -> Doc:
    from spacy.tokens import Doc

    text, items = document.text, items_of(document.gold)
    cuts = {0, len(text)} | {m.start() for m in _BORDER.finditer(text)} | {i.start for i in items} | {i.end for i in items}
    words = [text[a:b] for a, b in pairwise(sorted(cuts))]
    doc = Doc(vocab, words=words, spaces=[False] * len(words))
    fields: dict[str, list[dict[str, Any]]] = {}
    for layer in ("agencies", "citations", "persons", "sentences"):
        rows = [item for item in items if item.layer == layer]
        spans = [doc.char_span(i.start, i.end, label=i.label, alignment_mode="strict") for i in rows]
        doc.spans[layer] = [span for span in spans if span is not None]  # never None: tokens end where items end
        fields[layer] = [item.fields for item in rows]
    doc.user_data["ketluan"] = json.dumps({"header": header_of(document.gold), "fields": fields}, ensure_ascii=False)
    return doc


def read(folder: Path) -> list[tuple[Gold, str]]:
    """Read every `.spacy` file of the folder; spans beyond those that fields are known for have none."""
    with without_frameworks():
        import spacy
        from spacy.tokens import DocBin

    vocab = spacy.blank("xx").vocab
    docs = [doc for path in sorted(folder.glob("*.spacy")) for doc in DocBin().from_disk(path).get_docs(vocab)]
    return sorted((_read_doc(doc, number) for number, doc in enumerate(docs)), key=lambda pair: pair[0].doc)


def _read_doc(doc: Doc, number: int) -> tuple[Gold, str]:
    text = nfc(doc.text.replace("\r\n", "\n"))
    placer = Placer(text, doc.text)
    stored = json.loads(doc.user_data.get("ketluan", "{}"))
    items = []
    for layer, spans in doc.spans.items():
        fields = stored.get("fields", {}).get(layer, [])
        for at, span in enumerate(spans):
            start, end = placer.place(span.start_char, span.end_char, span.text)
            items.append(Item(start, end, span.label_, fields[at] if at < len(fields) else {}))
    return gold_from_items({"doc": f"doc{number}", **stored.get("header", {})}, items, text), text
