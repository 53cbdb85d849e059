"""DOCX: everything that a reader of the document sees, and nothing that was deleted.

Read from the XML tree, not through paragraphs and tables of a library, which leave out tracked insertions, text boxes, content
controls, fields and footnotes.
"""

from __future__ import annotations

import io
import posixpath
import zipfile

import msgspec

from ketluan.errors import InputError
from ketluan.ingest.base import Loaded
from ketluan.ingest.docx_body import Story, read_body
from ketluan.ingest.docx_styles import Numbering, Styles
from ketluan.ingest.limits import Limits
from ketluan.ingest.markup import visible_lines
from ketluan.ingest.wordxml import Element, attribute, child, children, parse_xml
from ketluan.ingest.zips import open_zip, read_member
from ketluan.record import Page, Source
from ketluan.text.canonical import canonicalize
from ketluan.text.encodings import decode_text

_MAIN = "/officeDocument"


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """The document as one page without size; page numbers of a DOCX exist on paper only.

    Raises:
        InputError: damaged, encrypted, over the limits, or without text.
    """
    try:
        with open_zip(io.BytesIO(data), limits) as archive:
            lines = _read_package(_Package(archive))
    except RecursionError as error:
        raise InputError("the document is nested too deeply", code="input-corrupt") from error
    text = canonicalize("\n".join(lines)).text
    if len(text) > limits.max_chars:
        raise InputError(f"{len(text):,} characters; the limit is {limits.max_chars:,}", code="input-too-large")
    if not text.strip():
        raise InputError(code="input-no-text")
    page = Page(number=1, start=0, end=len(text), engines=["expat"])
    return Loaded(msgspec.structs.replace(source, method="docx"), text, [page])


class _Package:
    """Parts of the zip package by name and by relation."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        if "[Content_Types].xml" not in self.names:
            raise InputError("no list of content types", code="input-corrupt")
        for name in self.names:  # ECMA-376 part 2, 6.2.2.3: no part's name continues another part's name
            parent = posixpath.dirname(name)
            if parent in self.names:
                raise InputError("a part's name is derived from another part's name", code="input-corrupt")
        self._verify()

    def _verify(self) -> None:
        """Checksums of all XML parts: a document damaged in one place cannot be trusted in another."""
        for info in self.archive.infolist():
            if info.filename.endswith((".xml", ".rels")):
                read_member(self.archive, info)

    def xml(self, name: str) -> Element | None:
        """The root of a part; None where the package has none of this name."""
        return parse_xml(read_member(self.archive, name)) if name in self.names else None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """(type, target part) by relation id; external targets are left out, nothing outside the package is ever read."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in children(root, "Relationship"):
            if attribute(relation, "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attribute(relation, "Target"))).lstrip("/")
                found[attribute(relation, "Id")] = (attribute(relation, "Type"), target)
        return found


def _read_package(package: _Package) -> list[str]:
    main = next((t for kind, t in package.relations("").values() if kind.endswith(_MAIN)), "word/document.xml")
    root = package.xml(main)
    body = child(root, "body")
    if body is None:
        raise InputError("the package holds no document body", code="input-corrupt")
    relations = package.relations(main)
    parts = {kind.rpartition("/")[2]: target for kind, target in relations.values()}
    styles = Styles.read(package.xml(parts.get("styles", "")))
    story = Story(styles, Numbering(package.xml(parts.get("numbering", "")), styles))
    for kind in ("footnote", "endnote"):
        for note in children(package.xml(parts.get(f"{kind}s", "")), kind):
            story.notes[kind, attribute(note, "id")] = note
    story.read_chunk = lambda relation_id: _read_chunk(package, relations.get(relation_id, ("", ""))[1])
    return read_body(body, story)


def _read_chunk(package: _Package, target: str) -> list[str]:
    """Lines of an embedded HTML or text part; embedded documents of other kinds are left out."""
    if target not in package.names or target.endswith((".docx", ".docm", ".rtf", ".mht")):
        return []
    text = decode_text(read_member(package.archive, target)).text
    if "<" not in text:
        return text.splitlines()
    return visible_lines(text)
