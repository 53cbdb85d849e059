"""All visible text of HTML, by the standard library: for small parts and for pages that defeat the main-text extractor."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "br", "caption", "center",
     "dd", "div", "dl", "dt", "footer", "form", "h1", "h2",
     "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul")
)  # fmt: skip
_UNSEEN = frozenset(("script", "style", "template", "noscript", "title", "select", "textarea"))
_CELLS = frozenset(("td", "th"))
CELL_MARK = " | "


def visible_lines(markup: str) -> list[str]:
    """Lines of text in document order, one a block; cells of a table row stand in one line. Linear in the input, never raises."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.lines()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._out: list[str] = []
        self._unseen = ""  # the element whose content is not shown; such elements do not nest

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN and not self._unseen:
            self._unseen = tag
        elif tag in _BLOCKS:
            self._out.append("\f")
        elif tag in _CELLS:
            self._out.append("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        elif tag in _BLOCKS:
            self._out.append("\f")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._out.append(data.replace("\f", " ").replace("\v", " "))

    def lines(self) -> list[str]:
        lines = []
        for line in "".join(self._out).split("\f"):
            cells = (" ".join(cell.split()) for cell in line.split("\v"))
            if text := CELL_MARK.join(cell for cell in cells if cell):
                lines.append(text)
        return lines
