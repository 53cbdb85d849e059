"""Our own corpus: texts, PDFs, manifest and gold fit together."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from ketluan import Record, extract
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


def test_files_in_other_formats_and_their_texts_fit_together():
    done = subprocess.run([sys.executable, CORPUS / "build_formats.py", "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_files_in_other_formats_are_made_again_byte_for_byte(monkeypatch):
    monkeypatch.syspath_prepend(CORPUS)
    from build_formats import FILES

    for name, (doc, form, _, make) in FILES.items():
        if form not in ("doc", "scan"):
            assert make(doc) == (CORPUS / "formats" / name).read_bytes(), name


def facts(record: Record) -> dict[str, object]:
    """What a record says, without places in the text."""
    names = (
        {a.id: a.name for a in record.agencies} | {c.id: c.key for c in record.citations} | {p.id: p.name for p in record.persons}
    )
    said = [*record.findings, *record.recommendations]
    names |= {item.id: " ".join(record.text[item.start : item.end].split()) for item in said}
    return {
        "kind": (record.document.kind, record.document.number, record.document.date),
        "issuer": names.get(record.document.issuer or ""),
        "inspected": [names[i] for i in record.document.inspected],
        "title": record.document.title,
        "agencies": sorted(a.name for a in record.agencies),
        "citations": sorted(c.key for c in record.citations),
        "persons": sorted((p.name, p.role) for p in record.persons),
        "findings": sorted((names[f.id], f.category) for f in record.findings),
        "recommendations": sorted((names[r.id], r.action) for r in record.recommendations),
        "relations": sorted((names[r.head], r.type, names[r.tail]) for r in record.relations),
    }


FORMATS = [line.split("\t") for line in (CORPUS / "formats.tsv").read_text(encoding="utf-8").splitlines()[1:]]
NEEDS = {"doc": "soffice", "scan": "tesseract"}
# The page's date stands beside its text, not in it, so sentences count differently from the beginning.
OTHERWISE = {"cong-tt-ket-luan.html": {"relations"}}


@pytest.mark.parametrize(
    ("name", "doc", "form"),
    [pytest.param(*row[:3], id=row[0], marks=[pytest.mark.slow] if row[2] in NEEDS else []) for row in FORMATS],
)
def test_every_format_gives_what_its_text_gives(name, doc, form):
    program = NEEDS.get(form)
    if program and shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    if form == "html":
        pytest.importorskip("trafilatura")
    meant, found = facts(extract(CORPUS / "text" / f"{doc}.txt")), facts(extract(CORPUS / "formats" / name))
    if form == "scan":
        assert_nearly_the_same(meant, found)
    else:
        left_out = OTHERWISE.get(name, set())
        assert {k: v for k, v in found.items() if k not in left_out} == {k: v for k, v in meant.items() if k not in left_out}


def assert_nearly_the_same(meant, found):
    """A scan may lose the signer's name under the seal and take single letters for others; nothing else."""
    for exact in ("kind", "issuer", "inspected", "agencies", "citations"):
        assert found[exact] == meant[exact], exact
    assert len(meant["persons"]) - len(found["persons"]) <= 1
    for name, role in found["persons"]:
        assert any(role == r and SequenceMatcher(None, name, n).ratio() > 0.8 for n, r in meant["persons"]), name
    for kind in ("findings", "recommendations"):
        assert [label for _, label in found[kind]] == [label for _, label in meant[kind]]
        for (read, _), (text, _) in zip(found[kind], meant[kind], strict=True):
            assert SequenceMatcher(None, read, text).ratio() > 0.97
    assert [r[1] for r in found["relations"]] == [r[1] for r in meant["relations"]]
