"""Small DOCX files for tests, written part by part."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def part(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMES}>{content}</w:{root}>'


def relations(**targets: str) -> str:
    rows = "".join(f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{target}"/>' for kind, target in targets.items())
    return f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def make_docx(body: str, **parts: str) -> bytes:
    """A DOCX with this content of w:body; `parts`: content of styles, numbering, footnotes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", relations(officeDocument="word/document.xml"))
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        archive.writestr("word/_rels/document.xml.rels", relations(**{name: f"{name}.xml" for name in parts}))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", part(name, content))
    return out.getvalue()


def p(*runs: str, style: str = "", properties: str = "") -> str:
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{''.join(map(r, runs))}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run; text that begins with "<" is markup already."""
    if text.startswith("<"):
        return text
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, level: int, num: int = 1) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def table(*rows: tuple[str, ...], ruled: bool = True) -> str:
    line = "single" if ruled else "none"
    borders = f'<w:tblPr><w:tblBorders><w:insideV w:val="{line}"/></w:tblBorders></w:tblPr>'
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{borders}{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
