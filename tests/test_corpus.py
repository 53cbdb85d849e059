"""Our own corpus: texts, PDFs, manifest and gold fit together."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from ketluan.annotations.check import check_folder
from ketluan.annotations.gold import decode_gold
from ketluan.evaluate.matching import solid_text

ROOT = Path(__file__).resolve().parent.parent
CORPUS, GOLD = ROOT / "corpus", ROOT / "annotations" / "corpus"
TEXTS = sorted((CORPUS / "text").glob("*.txt"))


def test_texts_pdfs_and_manifest_fit_together():
    done = subprocess.run([sys.executable, CORPUS / "build.py", "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_gold_has_no_errors():
    result = check_folder(GOLD, texts=CORPUS / "text")
    assert result.errors == [] and result.without_text == []
    assert result.n_checked == 2 * len(TEXTS)


def test_every_kind_of_document_and_the_subjects_asked_for_are_there():
    golds = [decode_gold(path.read_bytes()) for path in GOLD.glob("*.gold.json")]
    assert len(golds) >= 18
    kinds = Counter(gold.document.kind for gold in golds)
    assert kinds["conclusion"] >= 10 and kinds["news"] >= 3 and kinds["directive"] >= 2
    categories = {category for gold in golds for row in gold.sentences for category in row.categories}
    assert len(categories) >= 18


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_text_is_canonical(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text == text.strip() + "\n" and "\r" not in text and "  " not in text


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_pdf_holds_the_letters_of_its_text(path):
    import pypdfium2

    document = pypdfium2.PdfDocument(CORPUS / "pdf" / f"{path.stem}.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    numbers = "".join(str(n) for n in range(2, len(pages) + 1))
    wanted = Counter(solid_text(path.read_text(encoding="utf-8")) + numbers)
    found = Counter(solid_text("".join(pages).replace("\ufffe", "-").replace("\x02", "-")))
    assert found == wanted
