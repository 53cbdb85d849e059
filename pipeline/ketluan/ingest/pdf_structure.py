"""Structure of a PDF as a second reader (qpdf) sees it: damage, page tree, and whether the file holds two documents."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from ketluan.ingest.pdf_fonts import has_false_font

_ROOT = re.compile(rb"/Root\s{1,4}(\d{1,9})\s{1,4}(\d{1,5})\s{1,4}R\b")
_START = re.compile(rb"startxref\s{1,4}(\d{1,12})\s")
# Behind `startxref`, the place of "xref" or of the object that holds the cross references.
_CROSS_REFERENCES = re.compile(rb"\s{0,4}(?:xref\b|\d{1,9}\s{1,4}\d{1,5}\s{1,4}obj\b)")
_NO_STRUCTURE = "no structure was found"
MIN_LINES = 10
# Nodes of the page tree that are walked at most for each page that is allowed.
NODES_PER_PAGE = 4


@dataclass(frozen=True, slots=True)
class Structure:
    """`damage`: what qpdf had to mend, its first complaint; None for a sound file. `n_pages`: leaves of the page tree, None
    where there is no tree that ends. `has_two_roots`: the file names two catalogues, so that programs may show either.
    `has_false_font`: a font shows one letter and stands for another.
    """

    damage: str | None = None
    n_pages: int | None = None
    has_two_roots: bool = False
    has_false_font: bool = False


def look_at_structure(data: bytes, max_pages: int) -> Structure:
    """Open with qpdf and walk the page tree, at most `NODES_PER_PAGE * max_pages` nodes of it.

    Encrypted files, and all files where pikepdf is not installed, count as sound. Never raises.
    """
    try:
        import pikepdf
    except ImportError:
        return Structure()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True, inherit_page_attributes=False) as document:
            n_declared = document.Root.Pages.get("/Count")
            n_pages = _count_pages(document, NODES_PER_PAGE * max_pages)
            complaints = [_shorten(str(warning)) for warning in document.get_warnings()]
            two = _has_two_roots(data, document)
            is_false = _has_false_font(document)
    except pikepdf.PasswordError:
        return Structure()
    except pikepdf.PdfError as error:
        return Structure(damage=_shorten(str(error)) or _NO_STRUCTURE)
    except (RecursionError, RuntimeError, ValueError, TypeError, KeyError, AttributeError):
        return Structure(damage=_NO_STRUCTURE)
    damage = next((complaint for complaint in complaints if complaint != "file is damaged"), None)
    if damage is None and (not n_pages or n_pages != n_declared):
        damage = "the tree of its pages contradicts itself"
    return Structure(damage, n_pages, two, is_false)


def _count_pages(document: Any, max_nodes: int) -> int | None:
    """Leaves of the page tree; None where it has loops or is too large."""
    n_pages = 0
    open_nodes = [(document.Root.Pages, frozenset[tuple[int, int]]())]
    for _ in range(max_nodes):
        if not open_nodes:
            return n_pages
        node, above = open_nodes.pop()
        kids = node.get("/Kids")
        if kids is None:
            n_pages += 1
            continue
        if node.objgen in above:
            return None
        if node.objgen != (0, 0):
            above |= {node.objgen}
        open_nodes += [(kid, above) for kid in kids]
    return None if open_nodes else n_pages


def _has_two_roots(data: bytes, document: Any) -> bool:
    """Two catalogues, or one that only some programs find; a PDF that is attached to this one names a root of its own."""
    roots = {(int(number), int(generation)) for number, generation in _ROOT.findall(data)}
    others = roots - {document.Root.objgen}
    if not others:
        return False
    return b"/EmbeddedFile" not in data or any(_is_catalogue(document, root) for root in others)


def _has_false_font(document: Any) -> bool:
    try:
        return has_false_font(document)
    except Exception:  # a font is damaged in a way that nobody foresaw; what its text is worth, the page's quality tells
        return False


def _is_catalogue(document: Any, root: tuple[int, int]) -> bool:
    found = document.get_object(root)
    return hasattr(found, "keys") and "/Pages" in found.keys()  # noqa: SIM118


def has_changed_line_ends(data: bytes) -> bool:
    """Whether the file went through a transfer for text, which puts a carriage return in front of each line feed.

    Its cross references fit only without them. A line feed is every 256th byte of what is compressed, so that no stream of
    some length survives, and what can still be read is what was not compressed. (The other way, pairs are rare: one in
    65,536 bytes, and most streams survive.)
    """
    starts = _START.findall(data, max(0, len(data) - 2_048))
    n_lines = data.count(b"\n")
    if not starts or n_lines < MIN_LINES or data.count(b"\r\n") < n_lines:
        return False
    start = int(starts[-1])
    if start <= 0 or _CROSS_REFERENCES.match(data, start):
        return False
    return _CROSS_REFERENCES.match(data.replace(b"\r\n", b"\n"), start) is not None


def _shorten(message: str) -> str:
    """A complaint of qpdf without the name that it gives the stream and without places in the file."""
    message = re.sub(r"^stream <[^>]{0,80}>,?\s{0,2}|<[^>]{0,80}>", "", message)
    return re.sub(r"^\s{0,2}(?:\([^)]{0,80}\))?\s{0,2}:\s{0,2}", "", message)[:200]
