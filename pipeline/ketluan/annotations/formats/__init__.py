"""Exchange with other annotation tools. Each module writes a folder of files and reads it back without loss.

brat         <doc>.txt and <doc>.ann
labelstudio  tasks.json, with a labelling configuration in config.xml
spacy        gold.spacy (DocBin)
conll        <doc>.conll, one token a line with BIO columns
w3c          <doc>.jsonld (Web Annotation)
standoff     <hash>.gold.json without words; written only, it is read as gold
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ketluan.annotations.gold import AnnotatedText, Gold

FORMATS = ("brat", "labelstudio", "spacy", "conll", "w3c")


@dataclass(frozen=True, slots=True)
class Format:
    """`write(documents, folder)` writes all documents; `read(folder)` gives (gold, text) of each, sorted by name.

    `read` raises `ValueError` for a file that is not in this format or whose quotes do not stand in its text.
    """

    write: Callable[[Iterable[AnnotatedText], Path], None]
    read: Callable[[Path], list[tuple[Gold, str]]]


def get_format(name: str) -> Format:
    """One of `FORMATS`."""
    module = import_module(f"ketluan.annotations.formats.{name}")
    return Format(module.write, module.read)
