"""Make the PDFs of the corpus from its texts, in the layout of official documents (Decree 30/2020/NĐ-CP) or of a news page.

    python corpus/build.py            writes corpus/pdf/*.pdf and corpus/manifest.tsv
    python corpus/build.py --check    ends with status 1 where a file is missing or older than its text

The same text, the same bytes: no clock and no random number goes in. The font is DejaVu Serif Condensed (its licence allows
embedding, and it has every Vietnamese letter, which Liberation Serif does not); Debian has it in fonts-dejavu-extra.
Blank lines in a text separate its blocks; see corpus/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
FONT_FOLDERS = (Path("/usr/share/fonts/truetype/dejavu"), Path("/usr/share/fonts/dejavu"))
MANIFEST_COLUMNS = ("doc", "form", "kind", "subject", "n_chars", "text_sha256", "pdf_pages")
SUBJECTS = HERE / "subjects.tsv"


def read_subjects() -> dict[str, tuple[str, str, str]]:
    """Document -> (form, kind, subject)."""
    lines = SUBJECTS.read_text(encoding="utf-8").splitlines()[1:]
    return {doc: (form, kind, subject) for doc, form, kind, subject in (line.split("\t") for line in lines)}


def find_font(name: str) -> Path:
    """Path of a font file; ends the program with the name of the package where it is missing."""
    for folder in FONT_FOLDERS:
        if (folder / name).exists():
            return folder / name
    sys.exit(f"{name} is missing; on Debian: apt-get install fonts-dejavu-core fonts-dejavu-extra")


def register_fonts() -> None:
    """Make the embedded font known to reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Serif", str(find_font("DejaVuSerifCondensed.ttf"))))
    pdfmetrics.registerFont(TTFont("Serif-Bold", str(find_font("DejaVuSerifCondensed-Bold.ttf"))))
    pdfmetrics.registerFontFamily("Serif", normal="Serif", bold="Serif-Bold", italic="Serif", boldItalic="Serif-Bold")


def check_glyphs(text: str) -> None:
    """Stop where the font lacks a letter: the PDF would show an empty box."""
    from reportlab.pdfbase import pdfmetrics

    known = set.intersection(*(set(pdfmetrics.getFont(name).face.charToGlyph) for name in ("Serif", "Serif-Bold")))
    lacking = set(text) - set(map(chr, known)) - {"\n"}
    if lacking:
        sys.exit(f"the font lacks {' '.join(sorted(lacking))}")


def style(name: str, *, bold: bool = False, centre: bool = False, size: float = 12, indent: float = 0) -> Any:
    """A paragraph style; the leading is 1.25 of the size."""
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        name, fontName="Serif-Bold" if bold else "Serif", fontSize=size, leading=size * 1.25, spaceAfter=3,
        alignment=TA_CENTER if centre else TA_JUSTIFY, firstLineIndent=indent,
    )  # fmt: skip


def official_layout(blocks: list[list[str]], width: float) -> Iterator[Any]:
    """Two-column head, title, body, then recipients on the left and the signature on the right."""
    from reportlab.platypus import Paragraph, Spacer, Table

    def column(lines: list[str], *, bold: bool, size: float = 11) -> list[Any]:
        return [
            Paragraph(line, style("column", bold=bold and not line.startswith("Số"), centre=True, size=size)) for line in lines
        ]

    issuer, state, *middle, recipients, signature = blocks
    top = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    yield Table([[column(issuer, bold=True), column(state, bold=True)]], colWidths=[width * 0.44, width * 0.56], style=top)
    yield Spacer(1, 10)
    for block in middle:
        is_title = block[0].isupper()
        for line in block:
            yield Paragraph(line, style("title", bold=True, centre=True, size=13) if is_title else style("body", indent=28))
        yield Spacer(1, 6)
    left = [Paragraph(line, style("recipients", bold=n == 0, size=11)) for n, line in enumerate(recipients)]
    yield Table([[left, column(signature, bold=True, size=12)]], colWidths=[width * 0.5, width * 0.5], style=top)


def news_layout(blocks: list[list[str]], width: float) -> Iterator[Any]:
    """Headline, then paragraphs."""
    from reportlab.platypus import Paragraph

    lines = [line for block in blocks for line in block]
    yield Paragraph(lines[0], style("headline", bold=True, size=17))
    for line in lines[1:]:
        yield Paragraph(line, style("body", size=12))


def add_page_number(canvas: Any, document: Any) -> None:
    """Centred at the top from the second page on, as official documents have it."""
    if document.page > 1:
        canvas.setFont("Serif", 11)
        canvas.drawCentredString(document.pagesize[0] / 2, document.pagesize[1] - 36, str(document.page))


def write_pdf(text: str, path: Path, *, form: str, title: str) -> int:
    """Write one PDF; gives its number of pages."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    check_glyphs(text)
    document = SimpleDocTemplate(
        str(path),
        pagesize=A4,
        leftMargin=85,
        rightMargin=42,
        topMargin=57,
        bottomMargin=57,
        title=title,
        author="ketluan",
        lang="vi",
        invariant=1,
    )
    blocks = [block.split("\n") for block in escape(text).strip().split("\n\n")]
    layout = official_layout if form == "official" else news_layout
    document.build(list(layout(blocks, document.width)), onFirstPage=add_page_number, onLaterPages=add_page_number)
    return int(document.page)


def build(folder: Path) -> str:
    """Write all PDFs into `folder`; gives the manifest."""
    register_fonts()
    folder.mkdir(exist_ok=True)
    rows = ["\t".join(MANIFEST_COLUMNS)]
    for doc, (form, kind, subject) in sorted(read_subjects().items()):
        text = (HERE / "text" / f"{doc}.txt").read_text(encoding="utf-8")
        n_pages = write_pdf(text, folder / f"{doc}.pdf", form=form, title=doc)
        digest = hashlib.sha256(text.encode()).hexdigest()
        rows.append("\t".join((doc, form, kind, subject, str(len(text)), digest, str(n_pages))))
    return "\n".join(rows) + "\n"


def problems() -> list[str]:
    """What does not fit together: texts, PDFs and manifest."""
    subjects = read_subjects()
    lines = (HERE / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]
    hashes = {line.split("\t")[0]: line.split("\t")[5] for line in lines}
    found = [f"{doc}: not in the manifest" for doc in subjects.keys() ^ hashes.keys()]
    texts = {path.stem: path for path in (HERE / "text").glob("*.txt")}
    found += [f"{doc}: not in subjects.tsv" for doc in texts.keys() ^ subjects.keys()]
    found += [f"{doc}: no PDF" for doc in texts if not (HERE / "pdf" / f"{doc}.pdf").exists()]
    found += [
        f"{doc}: changed since the PDF was made"
        for doc, path in texts.items()
        if hashlib.sha256(path.read_bytes()).hexdigest() != hashes.get(doc)
    ]
    return sorted(found)


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 where something does not fit together")
    if parser.parse_args().check:
        found = problems()
        print("\n".join(found) or "corpus: texts, PDFs and manifest fit together")
        return 1 if found else 0
    (HERE / "manifest.tsv").write_text(build(HERE / "pdf"), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
