"""The text of a DOCX in reading order: one line a paragraph, one line a table row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ketluan.ingest.docx_styles import Numbering, Styles
from ketluan.ingest.wordxml import Element, attribute, child, children, local
from ketluan.text.encodings import font_encoding, from_font

CELL_MARK = " | "
# A ruled row whose cells hold several short paragraphs is still one line up to this length.
MAX_ROW_CHARS = 300

# Never shown: deleted and moved-away text, field codes, properties, and alternatives of what was shown already.
_SKIPPED = frozenset(
    ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr",
     "sdtPr", "sdtEndPr", "Fallback", "fldData", "binData", "rt", "annotationRef", "commentReference", "imagedata", "docPr")
)  # fmt: skip
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_SOFT_BREAK = "\v"
# Signs of Symbol and Wingdings that forms use; their other signs mean nothing as text.
_SYMBOLS = {"F0A8": "☐", "F06F": "☐", "F0A3": "☐", "F071": "☐", "F0FE": "☒", "F053": "☒", "F0FC": "✓", "F052": "☑", "F0B7": "•",
            "F0A7": "•", "F0D8": "•", "F02D": "-", "F0B3": "≥", "F0B4": "×", "F0B0": "°"}  # fmt: skip
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_BREAKS = re.compile(r"\v\s{0,20}")
_STOPS = tuple(".;:!?…")
# Marks in front of a centred paragraph and between the two halves of a typed letterhead; gone before the text leaves here.
_CENTRED, _COLUMN = "\x0e", "\x0f"
_HALVES = re.compile(r"(?:\t\s{0,40}|[ \u00a0]{3,80})(?=CỘNG H|Cộng h|Độc lập|[A-ZĐ][^\t,]{1,30}, ?ngày)")
_MOTTO = re.compile(r"độc lập\s{0,3}[-–—]\s{0,3}tự do", re.I)
MAX_LETTERHEAD_LINES = 12


@dataclass(slots=True)
class Story:
    """Everything that the walk needs beside the element at hand."""

    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    read_chunk: Callable[[str], list[str]] = lambda _: []
    fields: list[str] = field(default_factory=list)
    seen_notes: list[tuple[str, str]] = field(default_factory=list)

    def hides(self) -> bool:
        """Whether the walk is inside a field's code, which is not shown."""
        return "code" in self.fields


@dataclass(slots=True)
class _Line:
    """A paragraph in the making: pieces of text with the legacy encoding of their font, and text boxes anchored in it."""

    style: str
    pieces: list[tuple[str, str | None]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)

    def text(self) -> str:
        out: list[str] = []
        waiting, encoding = "", None
        for piece, its_encoding in [*self.pieces, ("", None)]:
            if its_encoding == encoding:
                waiting += piece
                continue
            out.append(from_font(waiting, encoding) if encoding else waiting)
            waiting, encoding = piece, its_encoding
        return "".join([*out, waiting])


def read_body(body: Element, story: Story) -> list[str]:
    """Lines of the body, then of the footnotes and endnotes that it refers to."""
    lines = list(_blocks(body, story))
    for number, key in enumerate(story.seen_notes, 1):
        note = story.notes.get(key)
        if note is not None:
            text = _plain(" ".join(_blocks(note, story)))
            if text:
                lines.append(f"[{number}] {text}")
    return [line for line in map(_plain, _joined(_straightened(lines))) if line]


def _plain(line: str) -> str:
    line = _PRIVATE_USE.sub(lambda m: _SYMBOLS.get(f"{ord(m.group()):04X}", ""), line)
    return " ".join(line.replace(_CENTRED, " ").replace(_COLUMN, " ").split())


def _straightened(lines: list[str]) -> list[str]:
    """A letterhead typed with tabs: the left halves (who writes) before the right ones (motto, place and date)."""
    typed = [n for n, line in enumerate(lines[:MAX_LETTERHEAD_LINES]) if _COLUMN in line]
    if not typed or not any(_MOTTO.search(lines[n]) for n in typed):
        return lines
    first, last = typed[0], typed[-1]
    halves = [line.partition(_COLUMN) for line in lines[first : last + 1]]
    return [*lines[:first], *(left for left, _, _ in halves), *(right for _, _, right in halves if right), *lines[last + 1 :]]


def _joined(lines: list[str]) -> Iterator[str]:
    """Centred paragraphs that only go on with the one before (a title set in several lines) become one line."""
    waiting = ""
    for line in lines:
        if waiting.startswith(_CENTRED) and line.startswith(_CENTRED) and _goes_on(waiting, line[1:]):
            waiting += " " + line[1:]
            continue
        yield waiting
        waiting = line
    yield waiting


def _goes_on(text: str, following: str) -> bool:
    """Whether `following` continues the sentence of `text`: it begins small, and no sentence has ended."""
    following = following.lstrip()
    return (
        bool(text.strip(" \x0e"))
        and not text.rstrip().endswith(_STOPS)
        and following[:1].islower()
        and following[1:2] not in ".)/"
    )


def _blocks(parent: Element, story: Story) -> Iterator[str]:
    for element in parent:
        name = local(element)
        if name == "p":
            yield from _paragraph(element, story)
        elif name == "tbl":
            yield from _table(element, story)
        elif name == "AlternateContent":
            yield from _blocks(_shown_alternative(element), story)
        elif name == "altChunk":
            yield from story.read_chunk(attribute(element, "id"))
        elif name not in _SKIPPED:
            yield from _blocks(element, story)


def _shown_alternative(element: Element) -> Element:
    """The choice where it holds text, else the fallback: both show the same text box."""
    choices = [*children(element, "Choice"), *children(element, "Fallback")]
    return next((c for c in choices if any(local(e) == "t" for e in c.iter())), Element("nothing"))


def _paragraph(element: Element, story: Story) -> Iterator[str]:
    properties = child(element, "pPr")
    style = attribute(child(properties, "pStyle"), "val")
    line = _Line(style)
    _inline(element, line, story)
    text = line.text()
    label = story.numbering.label(properties, style) if text.strip() else ""
    mark = _CENTRED if attribute(child(properties, "jc"), "val") == "center" else ""
    for n, part in enumerate(re.split(r"[\v\n]", _BREAKS.sub(lambda m: _break_at(text, m), text))):
        part = _HALVES.sub(_COLUMN, part, count=1) if not part[:1].isspace() else part
        part = f"{label} {part}" if label and n == 0 else part
        if part.strip():
            yield mark + part
    yield from line.boxes


def _break_at(text: str, match: re.Match[str]) -> str:
    """A line break inside a paragraph is a space where the sentence goes on behind it."""
    before, behind = text[max(0, match.start() - 200) : match.start()], text[match.end() : match.end() + 2]
    return " " if _goes_on(before, behind) or (behind[:1] == "(" and not before.rstrip().endswith(_STOPS)) else _SOFT_BREAK


def _inline(parent: Element, line: _Line, story: Story) -> None:
    for element in parent:
        name = local(element)
        if name == "r":
            _run(element, line, story)
        elif name == "AlternateContent":
            _inline(_shown_alternative(element), line, story)
        elif name == "txbxContent":
            outer, story.fields = story.fields, []
            line.boxes.extend(_blocks(element, story))
            story.fields = outer
        elif name == "t" and not story.hides():  # formulas keep their letters outside runs of text
            line.pieces.append((element.text or "", None))
        elif name == "p":  # paragraphs inside drawings
            line.boxes.extend(_paragraph(element, story))
        elif name not in _SKIPPED:
            _inline(element, line, story)


def _run(run: Element, line: _Line, story: Story) -> None:
    properties = child(run, "rPr")
    if properties is not None and story.styles.is_hidden(properties):
        _fields_only(run, story)
        return
    encoding = font_encoding(story.styles.font(properties, line.style))
    for element in run:
        name = local(element)
        if name == "fldChar":
            _field(element, story)
        elif name in ("footnoteReference", "endnoteReference"):
            story.seen_notes.append((name[:-9], attribute(element, "id")))
        elif name == "AlternateContent":
            _inline(_shown_alternative(element), line, story)
        elif story.hides() or name in _SKIPPED:
            continue
        elif name == "t":
            line.pieces.append((element.text or "", encoding))
        elif name in ("br", "cr"):
            is_page = attribute(element, "type") in ("page", "column")
            line.pieces.append(("\n" if is_page else _SOFT_BREAK, encoding))
        elif name in _CHARACTERS:
            is_letter = name == "softHyphen" and encoding  # its code is that of a letter in those fonts ("ư" in TCVN3)
            line.pieces.append(("\xad" if is_letter else _CHARACTERS[name], encoding))
        elif name == "sym":
            line.pieces.append((_SYMBOLS.get(attribute(element, "char").upper(), ""), encoding))
        elif len(element):
            _inline(_wrapped(element), line, story)


def _wrapped(element: Element) -> Element:
    """The element as the only child of a nameless one, so that the walk looks at its own name first."""
    holder = Element("holder")
    holder.append(element)
    return holder


def _fields_only(run: Element, story: Story) -> None:
    for element in children(run, "fldChar"):
        _field(element, story)


def _field(element: Element, story: Story) -> None:
    kind = attribute(element, "fldCharType")
    if kind == "begin":
        story.fields.append("code")
    elif kind == "separate" and story.fields:
        story.fields[-1] = "result"
    elif kind == "end" and story.fields:
        story.fields.pop()


def _table(table: Element, story: Story) -> Iterator[str]:
    """A ruled table gives one line a row; an unruled one only places text (signatures): cell after cell.

    A letterhead is read column by column, whatever its lines: the agency's name goes on from row to row.
    """
    rows = [[list(_blocks(cell, story)) for cell in _cells(row)] for row in _rows(table)]
    if any(_MOTTO.search(line) for row in rows[:4] for cell in row for line in cell) and all(len(row) <= 3 for row in rows):
        for column in range(3):
            yield from (line for row in rows if column < len(row) for line in row[column])
        return
    ruled = _is_ruled(table, story)
    for row in rows:
        cells = [cell for cell in row if cell]
        simple = all(len(cell) == 1 for cell in cells)
        if ruled and cells and (simple or sum(len(line) for cell in cells for line in cell) <= MAX_ROW_CHARS):
            yield CELL_MARK.join(_plain(" ".join(cell)) for cell in cells)
        else:
            yield from (line for cell in cells for line in cell)


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        name = local(element)
        if name == "tr":
            if not any(local(e) == "del" for e in child(element, "trPr") or ()):
                yield element
        elif name not in _SKIPPED:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        name = local(element)
        if name == "tc":
            yield element
        elif name not in _SKIPPED:
            yield from _cells(element)


def _is_ruled(table: Element, story: Story) -> bool:
    """Whether lines are drawn: the table's own, else its style's, or those of the cells in the first row."""
    style = attribute(child(table, "tblPr", "tblStyle"), "val")
    own = child(table, "tblPr", "tblBorders")
    inherited = (child(s, "tblPr", "tblBorders") for s in story.styles.chain(style))
    frames = [own if own is not None else next((frame for frame in inherited if frame is not None), None)]
    first = next(_rows(table), None)
    if first is not None:
        frames += [child(cell, "tcPr", "tcBorders") for cell in _cells(first)]
    return any(attribute(side, "val") not in ("", "nil", "none") for frame in frames if frame is not None for side in frame)
