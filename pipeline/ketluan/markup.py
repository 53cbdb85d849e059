"""What was found, marked in the source text: a page of HTML, brat standoff, WebAnno TSV. Generic over all kinds of mentions.

Sources: brat standoff format (brat.nlplab.org/standoff.html); WebAnno TSV 3.3 (WebAnno user guide, appendix B).
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ketluan.record import Record
from ketluan.text.sentences import split_sentences

KINDS = ("agency", "citation", "person", "finding", "recommendation", "measure")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mention: half open in the text, its kind, the id of the entry, and what a reader should be told about it."""

    start: int
    end: int
    kind: str
    id: str
    label: str


def marks(record: Record, kinds: Iterable[str] = KINDS) -> list[Mark]:
    """All mentions of the chosen kinds in text order; longer ones first where several begin at one place."""
    wanted = set(kinds)
    found = [mark for mark in _all_marks(record) if mark.kind in wanted]
    return sorted(found, key=lambda m: (m.start, -m.end, KINDS.index(m.kind), m.id))


def _all_marks(record: Record) -> Iterator[Mark]:
    for agency in record.agencies:
        yield from (Mark(m.start, m.end, "agency", agency.id, agency.name) for m in agency.mentions)
    for citation in record.citations:
        for cited in citation.mentions:
            yield Mark(cited.start, cited.end, "citation", citation.id, ", ".join(filter(None, (cited.pinpoint, citation.key))))
    for person in record.persons:
        yield from (Mark(m.start, m.end, "person", person.id, person.name) for m in person.mentions)
    for finding in record.findings:
        yield Mark(finding.start, finding.end, "finding", finding.id, finding.category)
        yield from (Mark(m.start, m.end, "measure", finding.id, f"{m.kind} {m.value} {m.unit}") for m in finding.measures)
    for advice in record.recommendations:
        yield Mark(advice.start, advice.end, "recommendation", advice.id, advice.action)
        yield from (Mark(m.start, m.end, "measure", advice.id, f"{m.kind} {m.value} {m.unit}") for m in advice.measures)


_STYLE = """body{font:16px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}
main{white-space:pre-wrap;overflow-wrap:anywhere}mark{background:none;color:inherit;border-bottom:2px solid}
.citation{border-color:#1f5fbf}.agency{border-color:#2f7d32}.person{border-color:#9a5b00}.measure{border-bottom-style:dotted}
.finding{background:#fde8e8}.recommendation{background:#e6f0fb}"""


def to_html(record: Record, kinds: Iterable[str] = KINDS) -> str:
    """A page with the whole text; where mentions overlap, each piece has the classes and ids of all that cover it."""
    found = marks(record, kinds)
    text = record.text
    pieces = []
    for start, end, covering in _pieces(found, len(text)):
        words = html.escape(text[start:end])
        if covering:
            classes = " ".join(dict.fromkeys(m.kind for m in covering))
            ids = " ".join(dict.fromkeys(m.id for m in covering))
            title = html.escape("; ".join(dict.fromkeys(f"{m.kind} {m.id}: {m.label}" for m in covering)))
            words = f'<mark class="{classes}" data-ids="{ids}" title="{title}">{words}</mark>'
        pieces.append(words)
    name = html.escape(record.document.title or record.source.uri)
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title><style>{_STYLE}</style>'
    )
    return f'<!doctype html>\n<html lang="vi"><head>{head}</head>\n<body><main>{"".join(pieces)}</main></body></html>\n'


def _pieces(found: list[Mark], length: int) -> Iterator[tuple[int, int, list[Mark]]]:
    """The text cut at every border of a mention, with the mentions that cover each piece."""
    borders = sorted({0, length, *(m.start for m in found), *(m.end for m in found)})
    active: list[Mark] = []
    upcoming = iter(found)
    following = next(upcoming, None)
    for start, end in pairwise(borders):
        active = [m for m in active if m.end > start]
        while following is not None and following.start == start:
            active.append(following)
            following = next(upcoming, None)
        yield start, end, active


def to_brat(record: Record, kinds: Iterable[str] = KINDS) -> str:
    """The `.ann` file for brat; its `.txt` is `record.text`. A mention over several lines has one fragment for each line."""
    lines: list[str] = []
    first: dict[str, str] = {}
    for number, mark in enumerate(marks(record, kinds), 1):
        fragments = list(_fragments(record.text, mark))
        places = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(record.text[start:end] for start, end in fragments)
        lines.append(f"T{number}\t{mark.kind.capitalize()} {places}\t{words}")
        lines.append(f"#{number}\tAnnotatorNotes T{number}\t{_one_line(f'{mark.id} {mark.label}')}")
        if mark.kind != "measure":
            first.setdefault(mark.id, f"T{number}")
    linked = [r for r in record.relations if r.head in first and r.tail in first]
    lines += [f"R{n}\t{r.type} Arg1:{first[r.head]} Arg2:{first[r.tail]}" for n, r in enumerate(linked, 1)]
    return "".join(f"{line}\n" for line in lines)


def _fragments(text: str, mark: Mark) -> Iterator[tuple[int, int]]:
    for line in re.finditer(r"[^\n]+", text[mark.start : mark.end]):
        start, end = mark.start + line.start(), mark.start + line.end()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def to_webanno(record: Record, kinds: Iterable[str] = KINDS) -> str:
    """WebAnno TSV 3.3: one layer for each kind with the entry's id and label; offsets in UTF-16 code units, as WebAnno counts."""
    chosen = [kind for kind in KINDS if kind in set(kinds)]
    found = marks(record, chosen)
    numbered = {id(mark): number for number, mark in enumerate(found, 1)}
    out = ["#FORMAT=WebAnno TSV 3.3"]
    out += [f"#T_SP=webanno.custom.{kind.capitalize()}|identifier|label" for kind in chosen]
    out.append("")
    units = _utf16_offsets(record.text)
    borders = {border for mark in found for border in (mark.start, mark.end)}
    starts = defaultdict(list)
    for mark in found:
        starts[mark.start].append(mark)
    waiting = sorted(starts, reverse=True)
    active: list[Mark] = []
    for number, (begin, stop) in enumerate(split_sentences(record.text), 1):
        out += ["", f"#Text={_escape_text(record.text[begin:stop])}"]
        for token, (start, end) in enumerate(_tokens(record.text, begin, stop, borders), 1):
            while waiting and waiting[-1] <= start:
                active += starts[waiting.pop()]
            active = [m for m in active if m.end > start]
            columns = [column for kind in chosen for column in _columns([m for m in active if m.kind == kind], numbered)]
            place = f"{units(start)}-{units(end)}"
            out.append("\t".join([f"{number}-{token}", place, record.text[start:end], *columns]) + "\t")
    return "\n".join(out) + "\n"


def _columns(covering: list[Mark], numbered: dict[int, int]) -> tuple[str, str]:
    if not covering:
        return "_", "_"
    ids = "|".join(f"{_escape(m.id)}[{numbered[id(m)]}]" for m in covering)
    labels = "|".join(f"{_escape(_one_line(m.label))}[{numbered[id(m)]}]" for m in covering)
    return ids, labels


_TOKEN = re.compile(r"\w+|[^\w\s]")


def _tokens(text: str, begin: int, stop: int, borders: set[int]) -> Iterator[tuple[int, int]]:
    """Words and signs of one sentence, cut where a mention begins or ends inside one."""
    for match in _TOKEN.finditer(text, begin, stop):
        start = match.start()
        for cut in range(match.start() + 1, match.end()):
            if cut in borders:
                yield start, cut
                start = cut
        yield start, match.end()


def _escape(value: str) -> str:
    return re.sub(r"([\\\[\]|_;*])|->", lambda m: "\\" + m.group(), value.replace("\t", " ")) or "*"


def _escape_text(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t")


def _utf16_offsets(text: str) -> Callable[[int], int]:
    """A function from code point offsets to UTF-16 offsets."""
    if all(ch <= "\uffff" for ch in text):
        return lambda offset: offset
    offsets = [0]
    for ch in text:
        offsets.append(offsets[-1] + (2 if ch > "\uffff" else 1))
    return offsets.__getitem__


FORMATS: dict[str, Callable[[Record, Iterable[str]], str]] = {"html": to_html, "brat": to_brat, "webanno": to_webanno}
