"""DOC, RTF and ODT: LibreOffice makes a DOCX of them in a folder and a profile of its own, and the DOCX reader reads that.

Runs in legacy fonts (.VnTime, VNI-Times) are converted by the DOCX reader, run by run, from the font's name.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from ketluan.errors import InputError, ResourceError, WorkerError
from ketluan.ingest import docx
from ketluan.ingest.base import Loaded
from ketluan.ingest.limits import Limits
from ketluan.ingest.zips import open_zip
from ketluan.record import Source

# The slowest real document takes 6 s on one busy core; starting from nothing takes 2 s.
CONVERTER_TIMEOUT_S = 90.0
INSTALL_HINT = "install LibreOffice Writer (Debian, Ubuntu: apt install libreoffice-writer-nogui; others: libreoffice.org)"

_SUFFIXES: Final = {
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/xml": ".xml",
}
_PLACES: Final = ("soffice", "libreoffice", "/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice",
                  "/Applications/LibreOffice.app/Contents/MacOS/soffice")  # fmt: skip
# No macro runs, no link is followed, no picture is fetched; a proxy that nobody serves stops what would be fetched all the same.
_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Field" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""  # noqa: E501


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """The document as the DOCX reader gives it; `source` keeps the original's type.

    Raises:
        ResourceError: LibreOffice is not installed.
        WorkerError: the conversion took longer than `limits.timeout_s` or `CONVERTER_TIMEOUT_S`.
        InputError: LibreOffice cannot open the document, or what `docx.read` raises.
    """
    converted = convert_to_docx(data, _SUFFIXES[source.media_type], limits)
    loaded = docx.read(converted, source, limits)
    pages = [msgspec.structs.replace(page, engines=["libreoffice", *page.engines]) for page in loaded.pages]
    return replace(loaded, pages=pages)


def find_converter() -> str | None:
    """The path of LibreOffice's command, or None."""
    return next((found for place in _PLACES if (found := shutil.which(place))), None)


def convert_to_docx(data: bytes, suffix: str, limits: Limits) -> bytes:
    """The bytes of a DOCX made of a document with this suffix. Raises as `read` does."""
    converter = find_converter()
    if converter is None:
        raise ResourceError("LibreOffice is needed to read DOC, RTF and ODT, and is not installed", hint=INSTALL_HINT)
    if suffix == ".odt":
        open_zip(io.BytesIO(data), limits).close()  # the limits of size hold for what LibreOffice inflates, too
    with tempfile.TemporaryDirectory(prefix="ketluan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / f"in{suffix}").write_bytes(data)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        _run(_command(converter, folder, suffix, data), folder, min(limits.timeout_s, CONVERTER_TIMEOUT_S))
        result = folder / "out" / "in.docx"
        if not result.exists():
            raise InputError("LibreOffice cannot open the document", code="input-corrupt")
        if result.stat().st_size > limits.max_bytes:
            raise InputError(f"{result.stat().st_size:,} bytes after conversion", code="input-too-large")
        return result.read_bytes()


def _command(converter: str, folder: Path, suffix: str, data: bytes) -> list[str]:
    command = [converter, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo"]
    if suffix == ".rtf":
        command.append("--infilter=Rich Text Format")  # without it, a damaged file is taken for plain text
    elif suffix == ".doc" and not _is_word_95(data):
        command.append("--infilter=MS Word 97")
    return [*command, "--convert-to", "docx:Office Open XML Text", "--outdir", str(folder / "out"), str(folder / f"in{suffix}")]


def _is_word_95(data: bytes) -> bool:
    """[MS-DOC] 2.5.2: nFib, the version, is the second word of the FIB, which begins a sector with EC A5 or DC A5."""
    for start in range(512, min(len(data) - 4, 16 << 20), 512):
        if data[start + 1] == 0xA5 and data[start] in (0xEC, 0xDC):
            return int.from_bytes(data[start + 2 : start + 4], "little") < 0xC1
    return False


def _run(command: list[str], folder: Path, timeout_s: float) -> None:
    """Run the converter in a process group of its own, so that all it started ends with it."""
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    proxy = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    environment = {**kept, **proxy, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        process_group=0,
    ) as process:
        try:
            process.wait(timeout=timeout_s)
        except subprocess.TimeoutExpired as error:
            raise WorkerError(f"LibreOffice took longer than {timeout_s:g} seconds", code="worker-timeout") from error
        finally:
            _kill_group(process.pid)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
