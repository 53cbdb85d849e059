"""Gold annotations: the data model of one annotated document, and reading it from disk.

A gold file `<doc>.gold.json` belongs to one text, whose SHA-256 (of the NFC text, UTF-8) it names. It may be complete (with the
quoted words) or standoff (offsets, labels and normalised names only, for texts that may not be passed on): what a standoff file
leaves out is read from the text again. Offsets are code points into the NFC text, half open.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path
from typing import Literal

import msgspec

from ketluan.errors import ResourceError

MENTION_LAYERS = ("agencies", "citations", "persons")
ALL_LAYERS = (*MENTION_LAYERS, "sentences", "document")
LABELS = ("finding", "recommendation", "optional", "other")
GOLD_SUFFIX = ".gold.json"

Label = Literal["finding", "recommendation", "optional", "other"]


class _Row(msgspec.Struct, kw_only=True, omit_defaults=True):
    start: int
    end: int


class GoldMention(_Row, kw_only=True, omit_defaults=True):
    """One place that names an agency, a citation or a person; fields of other layers stay empty.

    `entity` numbers the mentions of one person in a standoff file, where the name itself may not stand.
    """

    text: str = ""
    name: str = ""
    key: str = ""
    type: str = ""
    date: str = ""
    pinpoint: str = ""
    issuer: str = ""
    position: str = ""
    agency: str = ""
    role: str = ""
    entity: int | None = None
    optional: bool = False


class GoldSentence(_Row, kw_only=True, omit_defaults=True):
    """One labelled sentence; sentences that are not listed have the label `other`."""

    label: Label
    also: list[Label] = []
    categories: list[str] = []
    agencies: list[str] = []
    agencies_optional: list[str] = []
    citations: list[str] = []


class GoldDocumentInfo(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What the document is or reports on, as far as the text states it."""

    kind: str = ""
    type: str = ""
    number: str = ""
    date: str = ""
    issuer: str = ""
    inspected: list[str] = []
    published: str = ""


class Gold(msgspec.Struct, kw_only=True, omit_defaults=True):
    """All annotations of one document."""

    doc: str
    text_sha256: str
    layers: list[str] = []
    source: dict[str, object] = {}
    document: GoldDocumentInfo = msgspec.field(default_factory=GoldDocumentInfo)
    sentences: list[GoldSentence] = []
    agencies: list[GoldMention] = []
    citations: list[GoldMention] = []
    persons: list[GoldMention] = []

    def has_layer(self, layer: str) -> bool:
        """Whether the annotators worked on this layer; without `layers` they worked on all."""
        return not self.layers or layer in self.layers

    def mentions(self, layer: str) -> list[GoldMention]:
        """The mentions of one of `MENTION_LAYERS`."""
        found: list[GoldMention] = getattr(self, layer)
        return found


# The sentence borders that annotations are counted by. Frozen: the numbers in annotation files depend on it, while
# `text.sentences` may improve. Scoring lets a system cut sentences differently.
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[A-ZĐÀ-Ỹ0-9“\"(\-–+•])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:TP|Tp|TS|ThS|PGS|GS|Ths|BS|LS|KTS|Q|P|St|tr|TT|số|Số|Nxb|v\.v)|\b[A-ZĐ]|^\s*\d{1,2}|^\s*[IVX]{1,4})\.$"
)


def nfc(text: str) -> str:
    """The text in the form that offsets count."""
    return unicodedata.normalize("NFC", text)


def text_hash(text: str) -> str:
    """The name of a text in gold files: SHA-256 of its NFC form in UTF-8."""
    return hashlib.sha256(nfc(text).encode()).hexdigest()


def gold_sentences(text: str) -> list[tuple[int, int]]:
    """The numbered sentences of the annotation format, in text order, without white space at their edges."""
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        offset, content = line.start(), line.group()
        last = 0
        for match in _END.finditer(content):
            head = content[last : match.start()]
            if len(head) < 400 and _ABBREVIATION.search(head[-12:]):
                continue
            spans.append((offset + last, offset + match.start()))
            last = match.end()
        spans.append((offset + last, offset + len(content)))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def decode_gold(data: bytes) -> Gold:
    """Read one gold file's bytes; raises `ResourceError` where it is not in the documented form."""
    try:
        return msgspec.json.decode(data, type=Gold)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise ResourceError(f"not a gold file: {error}", code="resource-damaged") from error


def encode_gold(gold: Gold) -> bytes:
    """One gold file's bytes: one space of indentation, a newline at the end; the same gold, the same bytes."""
    return msgspec.json.format(msgspec.json.encode(gold), indent=1) + b"\n"


def fill_from_text(gold: Gold, text: str) -> Gold:
    """The same gold with the words that a standoff file leaves out, read from `text` (NFC)."""
    for layer in MENTION_LAYERS:
        for mention in gold.mentions(layer):
            mention.text = mention.text or text[mention.start : mention.end]
    longest: dict[int, str] = {}
    for person in gold.persons:
        if person.entity is not None:
            longest[person.entity] = max(longest.get(person.entity, ""), person.text, key=len)
    for person in gold.persons:
        if not person.name:
            person.name = longest[person.entity] if person.entity is not None else person.text
    return gold


class AnnotatedText(msgspec.Struct, frozen=True):
    """A gold document with its text (NFC) and the file that the text was read from."""

    gold: Gold
    text: str
    path: Path


def read_gold_folder(folder: Path, texts: Path | None = None) -> tuple[list[AnnotatedText], list[str]]:
    """All annotated documents of a folder, with their texts.

    Args:
        folder: holds `<doc>.gold.json` and, where `texts` does not, `<doc>.txt`.
        texts: folder of `.txt` files; each is found by its name or, failing that, by its hash.
    Returns:
        (documents in the order of their names, names of gold documents whose text is not here).
    Raises:
        ResourceError: the folder holds no gold, or a file in it is damaged.
    """
    paths = sorted(folder.glob(f"*{GOLD_SUFFIX}"))
    if not paths:
        raise ResourceError(f"no *{GOLD_SUFFIX} in {folder}", hint="name a folder of gold files")
    by_hash: dict[str, Path] | None = None
    found, missing = [], []
    for path in paths:
        gold = decode_gold(path.read_bytes())
        name = path.name.removesuffix(GOLD_SUFFIX)
        candidates = [place / f"{name}.txt" for place in (folder, texts) if place is not None]
        text_path = next((c for c in candidates if c.exists() and text_hash(_read(c)) == gold.text_sha256), None)
        if text_path is None and texts is not None:
            if by_hash is None:
                by_hash = {text_hash(_read(p)): p for p in sorted(texts.glob("*.txt"))}
            text_path = by_hash.get(gold.text_sha256)
        if text_path is None:
            missing.append(gold.doc)
            continue
        text = nfc(_read(text_path))
        found.append(AnnotatedText(fill_from_text(gold, text), text, text_path))
    return found, missing


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
