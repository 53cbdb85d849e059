"""A parsed web page as lines, and which of them are its main text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

CELL_MARK = " | "
# A line of which so much is links is a menu or a list of other stories.
MAX_LINK_SHARE = 0.8
# The main text's container holds at least this share of what the extractor found.
MIN_CONTAINER_SHARE = 0.85
MAX_CELL_BLOCKS = 6
# Shorter lines stand anywhere on a page and say nothing about where the main text is.
MIN_ANCHOR_CHARS = 25

_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p",
     "pre", "section", "table", "tbody", "thead", "tr", "ul", "br")
)  # fmt: skip
_INSIDE_CELLS: Final = frozenset(("p", "div", "br"))
_UNSEEN: Final = frozenset(
    ("script", "style", "template", "noscript", "head", "select", "textarea", "button", "iframe", "svg", "object")
)
_FURNITURE_TAGS: Final = frozenset(("nav", "footer", "aside"))
_FURNITURE: Final = re.compile(
    r"(?:^|[-_\s])(?:related|relate|lien-?quan|tin-?khac|tin-?moi|share|sharing|social|comment|binh-?luan|breadcrumbs?|tags?|menu|"
    r"navbar|sidebar|banner|ads?|advert\w{0,10}|copyright|footer|pagination|most-?read|doc-?nhieu|rating)(?:$|[-_\s])",
    re.I,
)
_HIDDEN: Final = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_DOCUMENT_LINK: Final = re.compile(r"\.(?:pdf|docx?|rtf|odt|xlsx?|zip|rar)(?:$|[?#])", re.I)


@dataclass(slots=True, eq=False)
class Line:
    """A block's text; `tag` is the nearest block element, `path` the elements around it from the root.

    `furniture_depth` is the place in `path` of the innermost menu, sidebar or the like; -1 where there is none.
    """

    text: str
    tag: str = ""
    path: tuple[Any, ...] = ()
    n_link_chars: int = 0
    furniture_depth: int = -1


def page_lines(tree: Any) -> list[Line]:
    """All visible lines of the page in document order; cells of a table row stand in one line."""
    walker = _Walker(tree)
    walker.walk()
    walker.flush()
    return walker.lines


class _Walker:
    """One pass over the tree without recursion: the parser allows depths that Python's stack does not."""

    def __init__(self, root: Any) -> None:
        self.lines: list[Line] = []
        self._root = root
        self._path: list[Any] = []
        self._pieces: list[str] = []
        self._n_link_chars = 0
        self._n_links = 0
        self._furniture: list[int] = []
        self._cells: list[bool] = []  # the cells around the place at hand: does each hold data, or place a part of the page

    def walk(self) -> None:
        pending: list[tuple[bool, Any]] = [(True, self._root)]
        while pending:
            entering, element = pending.pop()
            if not isinstance(element.tag, str) or element.tag in _UNSEEN or _HIDDEN.search(element.get("style") or ""):
                self._add(element.tail if entering else None)
            elif entering:
                self._enter(element)
                pending.append((False, element))
                pending.extend((True, child) for child in reversed(element))
            else:
                self._leave(element)
                self._add(element.tail)

    def _enter(self, element: Any) -> None:
        if element.tag in _BLOCKS and not (self._in_cell() and element.tag in _INSIDE_CELLS):
            self.flush()
        if element.tag in ("td", "th"):
            self._cells.append(_is_data_cell(element))
            self._add("\v")
            if not self._cells[-1]:
                self.flush()
        self._path.append(element)
        self._n_links += element.tag == "a"
        if _is_furniture(element):
            self._furniture.append(len(self._path) - 1)
        self._add(element.text)

    def _leave(self, element: Any) -> None:
        if element.tag in _BLOCKS and not (self._in_cell() and element.tag in _INSIDE_CELLS):
            self.flush()
        if self._in_cell():
            self._add(" ")
        if element.tag in ("td", "th") and not self._cells.pop():
            self.flush()
        if self._furniture and self._furniture[-1] == len(self._path) - 1:
            self._furniture.pop()
        self._n_links -= element.tag == "a"
        self._path.pop()

    def _in_cell(self) -> bool:
        return bool(self._cells) and self._cells[-1]

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            if self._n_links:
                self._n_link_chars += len("".join(text.split()))

    def flush(self) -> None:
        """End the line at hand."""
        cells = (" ".join(cell.split()) for cell in "".join(self._pieces).split("\v"))
        text = CELL_MARK.join(cell for cell in cells if cell)
        if text:
            tag = next((e.tag for e in reversed(self._path) if e.tag in _BLOCKS), "")
            self.lines.append(
                Line(
                    text,
                    tag,
                    tuple(self._path) or (self._root,),
                    self._n_link_chars,
                    self._furniture[-1] if self._furniture else -1,
                )
            )
        self._pieces, self._n_link_chars = [], 0


def _is_data_cell(element: Any) -> bool:
    """A cell of a data table holds a few words; a cell of a layout table holds headings, lists, tables or many blocks."""
    n_blocks = 0
    for inner in islice(element.iter(), 1, 60):
        n_blocks += inner.tag in _INSIDE_CELLS
        if n_blocks > MAX_CELL_BLOCKS or (inner.tag in _BLOCKS and inner.tag not in _INSIDE_CELLS):
            return False
    return True


def _is_furniture(element: Any) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    return element.tag in _FURNITURE_TAGS or bool(
        _FURNITURE.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:300])
    )


def main_lines(lines: Sequence[Line], extracted: str, title: str | None) -> list[Line]:
    """The lines of the element that holds what the extractor found, with the title and what stands between them.

    Args:
        extracted: the extractor's text, which may have gaps.
    """
    haystack = _squeezed(extracted)
    anchors = [line for line in lines if len(line.text) >= MIN_ANCHOR_CHARS and _squeezed(line.text) in haystack]
    if not anchors:
        return []
    path = _container(anchors)
    depth, container = len(path) - 1, path[-1]
    inside = [n for n, line in enumerate(lines) if len(line.path) > depth and line.path[depth] is container]
    first = _title_line(lines, title, inside[0])
    return [line for line in lines[first : inside[-1] + 1] if is_text(line, depth)]


def _container(anchors: Sequence[Line]) -> tuple[Any, ...]:
    """The path of the smallest element that holds nearly all of the anchors' characters; never empty."""
    enough = MIN_CONTAINER_SHARE * sum(len(line.text) for line in anchors)
    path = anchors[0].path[:1]
    while True:
        weights: dict[int, int] = {}
        for line in anchors:
            if len(line.path) > len(path):
                key = id(line.path[len(path)])
                weights[key] = weights.get(key, 0) + len(line.text)
        best = max(weights, key=lambda key: weights[key], default=0)
        if not weights or weights[best] < enough:
            return path
        anchors = [line for line in anchors if len(line.path) > len(path) and id(line.path[len(path)]) == best]
        path = anchors[0].path[: len(path) + 1]


def _title_line(lines: Sequence[Line], title: str | None, first: int) -> int:
    """Where the reading begins: at the title above the container, where it is near, else at the container."""
    wanted = _squeezed(title or "")
    for n in range(first, max(-1, first - 15), -1):
        if wanted and _squeezed(lines[n].text) == wanted:
            return n
    return first


def is_text(line: Line, depth: int = -1) -> bool:
    """Whether the line is neither furniture within the element at `depth` nor a menu of links."""
    return line.furniture_depth <= depth and line.n_link_chars <= MAX_LINK_SHARE * len("".join(line.text.split()))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s|\-]+", "", text)


def find_attachments(tree: Any) -> list[str]:
    """Links to documents, as "name <address>", each once; nothing is fetched."""
    found: dict[str, None] = {}
    for link in _links(tree):
        address = " ".join((link.get("href") or "").split())
        if _DOCUMENT_LINK.search(address) and len(address) < 2_000:
            name = " ".join("".join(link.itertext()).split())[:200]
            found[f"{name} <{address}>" if name else address] = None
    return list(found)


def _links(tree: Any) -> Iterator[Any]:
    return iter(tree.iter("a"))
