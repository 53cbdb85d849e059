"""What a DOCX says once and means everywhere: fonts of styles, and automatic numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ketluan.ingest.wordxml import Element, attribute, child, children, is_on
from ketluan.text.encodings import font_encoding, from_font

MAX_STYLE_DEPTH = 20
MAX_LEVELS = 9


@dataclass(slots=True)
class Styles:
    """Styles by id, with what they inherit."""

    elements: dict[str, Element] = field(default_factory=dict)
    default_font: str = ""
    default_paragraph: str = ""

    @classmethod
    def read(cls, root: Element | None) -> Styles:
        """From word/styles.xml; empty where the document has none."""
        styles = cls()
        styles.default_font = _font(child(root, "docDefaults", "rPrDefault", "rPr"))
        for element in children(root, "style"):
            style_id = attribute(element, "styleId")
            styles.elements[style_id] = element
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true"):
                styles.default_paragraph = style_id
        return styles

    def chain(self, style_id: str) -> list[Element]:
        """The style and what it is based on, nearest first."""
        found: list[Element] = []
        while style_id in self.elements and len(found) < MAX_STYLE_DEPTH:
            found.append(self.elements[style_id])
            style_id = attribute(child(found[-1], "basedOn"), "val")
        return found

    def font(self, run: Element | None, paragraph_style: str) -> str:
        """The font of a run: its own, its character style's, its paragraph style's, or the document's."""
        if own := _font(run):
            return own
        for style_id in (attribute(child(run, "rStyle"), "val"), paragraph_style or self.default_paragraph):
            for style in self.chain(style_id):
                if inherited := _font(child(style, "rPr")):
                    return inherited
        return self.default_font

    def is_hidden(self, run: Element | None) -> bool:
        """Whether the run is hidden text, which a reader does not see."""
        own = child(run, "vanish")
        if own is not None:
            return is_on(own)
        return any(is_on(child(style, "rPr", "vanish")) for style in self.chain(attribute(child(run, "rStyle"), "val")))


def _font(properties: Element | None) -> str:
    fonts = child(properties, "rFonts")
    return attribute(fonts, "ascii") or attribute(fonts, "hAnsi")


class Numbering:
    """Automatic numbers ("Điều 4.", "2.1.") in the order in which the paragraphs come."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Element]] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counters: dict[str, list[int | None]] = defaultdict(lambda: [None] * MAX_LEVELS)
        self._seen: set[str] = set()
        for abstract in children(root, "abstractNum"):
            levels = {_number(attribute(level, "ilvl")): level for level in children(abstract, "lvl")}
            self._levels[attribute(abstract, "abstractNumId")] = levels
        for num in children(root, "num"):
            num_id = attribute(num, "numId")
            self._lists[num_id] = attribute(child(num, "abstractNumId"), "val")
            self._overrides[num_id] = {
                _number(attribute(override, "ilvl")): _number(attribute(child(override, "startOverride"), "val"), 1)
                for override in children(num, "lvlOverride")
                if child(override, "startOverride") is not None
            }

    def label(self, properties: Element | None, paragraph_style: str) -> str:
        """The number or bullet in front of the next paragraph, as shown; "" where there is none."""
        num_id, level = self._place(properties, paragraph_style)
        abstract = self._lists.get(num_id, "")
        definition = self._levels.get(abstract, {}).get(level)
        if definition is None or not 0 <= level < MAX_LEVELS:
            return ""
        self._count(num_id, abstract, level)
        if attribute(child(definition, "numFmt"), "val") == "bullet":
            return _bullet(attribute(child(definition, "lvlText"), "val"))
        return self._show(abstract, definition)

    def _place(self, properties: Element | None, paragraph_style: str) -> tuple[str, int]:
        """(list, level) of a paragraph: its own, or its style's."""
        num_id = level = ""
        chain = self._styles.chain(paragraph_style or self._styles.default_paragraph)
        for source in (properties, *(child(style, "pPr") for style in chain)):
            numbered = child(source, "numPr")
            level = level or attribute(child(numbered, "ilvl"), "val")
            num_id = attribute(child(numbered, "numId"), "val")
            if num_id:
                break
        if num_id and not level:
            level = next((str(n) for n, e in self._levels.get(self._lists.get(num_id, ""), {}).items()
                          if attribute(child(e, "pStyle"), "val") == paragraph_style), "0")  # fmt: skip
        return num_id, _number(level)

    def _count(self, num_id: str, abstract: str, level: int) -> None:
        counters = self._counters[abstract]
        if num_id not in self._seen:
            self._seen.add(num_id)
            for overridden, start in self._overrides.get(num_id, {}).items():
                if 0 <= overridden < MAX_LEVELS:
                    counters[overridden] = start - 1
        for upper in range(level):
            if counters[upper] is None:
                counters[upper] = self._start(abstract, upper)
        current = counters[level]
        counters[level] = self._start(abstract, level) if current is None else current + 1
        for deeper in range(level + 1, MAX_LEVELS):
            counters[deeper] = None

    def _start(self, abstract: str, level: int) -> int:
        return _number(attribute(child(self._levels[abstract].get(level), "start"), "val"), 1)

    def _show(self, abstract: str, definition: Element) -> str:
        """`lvlText` with %1 to %9 replaced by the counters, each in its own level's format."""
        label = attribute(child(definition, "lvlText"), "val")
        plain = is_on(child(definition, "isLgl"))
        if encoding := font_encoding(_font(child(definition, "rPr"))):
            label = from_font(label, encoding)
        for level, count in enumerate(self._counters[abstract]):
            if f"%{level + 1}" in label:
                style = attribute(child(self._levels[abstract].get(level), "numFmt"), "val", "decimal")
                shown = format_number(count or 0, "decimal" if plain else style)
                label = label.replace(f"%{level + 1}", shown)
        return label.strip()


def _bullet(sign: str) -> str:
    """Bullets come from symbol fonts at private code points or as letters of theirs; dashes and plus signs stay."""
    sign = sign.strip()
    if not sign or sign[0].isalnum() or "\ue000" <= sign[0] <= "\uf8ff":
        return "•"
    return sign[:1]


def format_number(value: int, style: str) -> str:
    """A counter as shown: decimal, Roman, letters (27 is "aa", as Word has it); unknown styles are decimal."""
    if style == "none":
        return ""
    if style in ("upperRoman", "lowerRoman") and 0 < value < 4000:
        roman = _roman(value)
        return roman if style == "upperRoman" else roman.lower()
    if style in ("upperLetter", "lowerLetter") and 0 < value <= 780:
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _roman(value: int) -> str:
    out = ""
    for worth, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        out += sign * (value // worth)
        value %= worth
    return out


def _number(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default
