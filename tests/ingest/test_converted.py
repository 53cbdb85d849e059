"""DOC, RTF and ODT come through LibreOffice; without it, the error names it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from ketluan.errors import InputError, ResourceError, WorkerError
from ketluan.ingest import converted, load, load_bytes
from ketluan.ingest.limits import Limits
from ketluan.text.syllables import syllable_share

needs_converter = pytest.mark.skipif(converted.find_converter() is None, reason="LibreOffice is not installed")
RTF = (
    r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times New Roman;}{\f1 .VnTime;}{\f2 VNI-Times;}}"
    r"\f0 Thanh tra.\par\f1 Céng hßa x· héi\par\f2 Tænh Ñoàng Nai\par}"
).encode("latin-1")


@pytest.mark.slow
@needs_converter
def test_rtf_with_runs_in_legacy_fonts() -> None:
    loaded = load_bytes(RTF, "a.rtf")
    assert loaded.text.splitlines() == ["Thanh tra.", "Cộng hòa xã hội", "Tỉnh Đồng Nai"]
    assert (loaded.source.method, loaded.source.media_type) == ("docx", "application/rtf")
    assert [page.engines for page in loaded.pages] == [["libreoffice", "expat"]]


@pytest.mark.slow
@needs_converter
def test_odt(tmp_path: Path) -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    paragraph = "<office:body><office:text><text:p>Kết luận thanh tra</text:p></office:text></office:body>"
    names = f'xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0"'
    content = f"<office:document-content {names}>{paragraph}</office:document-content>"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    assert load(path).text == "Kết luận thanh tra"


def test_a_missing_converter_is_named_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converted, "find_converter", lambda: None)
    with pytest.raises(ResourceError) as caught:
        load_bytes(RTF, "a.rtf")
    assert caught.value.code == "resource-missing"
    assert "LibreOffice" in str(caught.value) and "apt install" in str(caught.value.hint)


def test_an_odt_that_inflates_too_much_never_reaches_the_converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path, monkeypatch, f"touch {tmp_path}/started")
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b" " * 30_000_000)
    with pytest.raises(InputError) as caught:
        load(path)
    assert caught.value.code == "input-too-large"
    assert not (tmp_path / "started").exists()


def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    command = tmp_path / "soffice"
    command.write_text(f"#!/bin/sh\n{lines}\n")
    command.chmod(0o755)
    monkeypatch.setattr(converted, "find_converter", lambda: str(command))


def test_a_converter_that_hangs_is_stopped_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path, monkeypatch, f"sleep 61 & echo $! > {tmp_path}/child\nsleep 61")
    with pytest.raises(WorkerError) as caught:
        load_bytes(RTF, "a.rtf", limits=Limits(timeout_s=0.5))
    assert caught.value.code == "worker-timeout"
    child = int((tmp_path / "child").read_text())
    status = Path(f"/proc/{child}/status")
    assert not status.exists() or re.search(r"State:\s+Z", status.read_text())


def test_a_converter_that_makes_nothing_means_a_damaged_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(InputError) as caught:
        load_bytes(RTF, "a.rtf")
    assert caught.value.code == "input-corrupt"


@pytest.mark.slow
@pytest.mark.shared
@needs_converter
@pytest.mark.parametrize("name", ["phutho_01.doc", "phutho_04.doc", "phutho_15.doc"])
def test_real_word_files_read_as_vietnamese(shared: Path, name: str) -> None:
    text = load(shared / "documents" / name).text
    assert syllable_share(text) > 0.9
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập" in text
