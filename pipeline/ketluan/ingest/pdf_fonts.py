"""Fonts of a PDF that show one letter and stand for another: their own table of characters contradicts their encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SECTION = re.compile(rb"beginbf(char|range)(.{0,20000}?)endbf", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]{2})>\s{0,4}<([0-9A-Fa-f]{4})>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{2})>\s{0,4}<([0-9A-Fa-f]{2})>\s{0,4}<([0-9A-Fa-f]{4})>")
_FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_LATIN_ENCODINGS = frozenset(("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding", "/PDFDocEncoding"))
MAX_FONTS = 60
MAX_NODES = 60  # of the page tree
MAX_TABLE_BYTES = 100_000
# Letters and figures that must differ, and their share: one slip of a program that made the table is no lie.
MIN_FALSE, FALSE_SHARE = 5, 0.3


def has_false_font(document: Any) -> bool:
    """Whether any simple font on the first pages maps letters or figures to others. `document` is pikepdf's.

    Only Latin letters and figures are compared, without their case, and only where the font's encoding names them; fonts of
    the legacy encodings differ in the accented letters, Type 3 fonts name their glyphs as they please.
    """
    seen: set[tuple[int, int]] = set()
    for font in _fonts(document):
        if font.objgen in seen:
            continue
        if font.objgen != (0, 0):
            seen.add(font.objgen)
        if _is_false(font):
            return True
        if len(seen) > MAX_FONTS:
            break
    return False


def _fonts(document: Any) -> Iterator[Any]:
    """Fonts of the nodes of the page tree, which hand them down to their pages."""
    open_nodes: list[Any] = [document.Root.Pages]
    for _ in range(MAX_NODES):
        if not open_nodes:
            return
        node = open_nodes.pop(0)
        resources = node.get("/Resources")
        fonts: Any = None if resources is None else resources.get("/Font")
        if fonts is not None:
            yield from fonts.values()
        kids = node.get("/Kids")
        if kids is not None:
            open_nodes += list(kids)[:MAX_NODES]


def _is_false(font: Any) -> bool:
    table = font.get("/ToUnicode")
    if font.get("/Subtype") not in ("/Type1", "/TrueType", "/MMType1") or not hasattr(table, "read_bytes"):
        return False
    named = _named_letters(font)
    if not named:
        return False
    stated = _parse(table.read_bytes()[:MAX_TABLE_BYTES])
    both = [(named[code].lower(), stated[code].lower()) for code in named.keys() & stated.keys()]
    n_false = sum(a != b and b.isalnum() for a, b in both)
    return n_false >= MIN_FALSE and n_false > FALSE_SHARE * len(both)


def _named_letters(font: Any) -> dict[int, str]:
    """Code -> Latin letter or figure, by the font's encoding."""
    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if hasattr(encoding, "keys") else encoding
    descriptor = font.get("/FontDescriptor")
    is_embedded = descriptor is not None and any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    letters: dict[int, str] = {}
    if (base is not None and str(base) in _LATIN_ENCODINGS) or (base is None and not is_embedded):
        letters = {code: chr(code) for code in range(128) if chr(code).isalnum()}
    differences = encoding.get("/Differences") if hasattr(encoding, "keys") else None
    code = 0
    for item in differences if differences is not None else ():
        if not str(item).startswith("/"):
            code = int(item)
            continue
        name = str(item)[1:]
        letters.pop(code, None)
        if len(name) == 1 and name.isascii() and name.isalpha():
            letters[code] = name
        elif name in _FIGURES:
            letters[code] = str(_FIGURES.index(name))
        code += 1
    return letters


def _parse(table: bytes) -> dict[int, str]:
    """Code -> character of a ToUnicode table, for codes of one byte."""
    stated: dict[int, str] = {}
    for kind, body in _SECTION.findall(table):
        if kind == b"char":
            stated |= {int(code, 16): chr(int(value, 16)) for code, value in _CHAR.findall(body)}
        else:
            for first, last, value in _RANGE.findall(body):
                low = int(first, 16)
                stated |= {code: chr((int(value, 16) + code - low) & 0xFFFF) for code in range(low, int(last, 16) + 1)}
    return stated
