"""Strings that break things: as query, as filter, as a document's text, title and number."""

from __future__ import annotations

import io
import time
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from web_client import asking

from invented import build
from ketluan.record import to_json
from ketluan.store import index_records
from ketluan.store.facets import FACETS
from ketluan.text.canonical import canonicalize

LIMIT_S = 3.0
LINES_PER_DOCUMENT = 12
OWN = (Path(__file__).parent / "naughty.txt").read_text(encoding="utf-8").splitlines()
BAD_ELEMENTS = {"iframe", "object", "embed", "plaintext", "marquee", "base", "style", "math", "foreignobject"}


class Live(HTMLParser):
    """Collects what a hostile line would bring in: elements, handlers and addresses that run something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        own = {"script": "/assets/", "img": "/document/"}.get(tag)
        if tag in BAD_ELEMENTS or (own and not given.get("src", "").startswith(own)):
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        target = given.get("href", given.get("action", "/")).strip().lower()
        if not target.startswith(("/", "#", "?", "http://localhost")):
            self.found.append(target)


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8", errors="replace").split("\n") if line and not line.startswith("#")]


def check(ask: Any, line: str, facets: Iterator[str]) -> None:
    # What a browser sends: UTF-8, percent-encoded.
    typed = quote(line.encode("utf-8", "replace"))
    for path in (f"/search?q={typed}", f"/search?q={typed}&in=pages&{next(facets)}={typed}", f"/agency?key={typed}"):
        started = time.monotonic()
        answer = ask(path)
        assert answer.status_code in (200, 404), path
        assert time.monotonic() - started < LIMIT_S, path
        assert not Live(answer.text).found, path


def endless_facets() -> Iterator[str]:
    while True:
        yield from (*FACETS, "page", "sort", "in", "lang", "successors")


def test_own_strings_as_queries_and_filters(ask: Any) -> None:
    facets = endless_facets()
    for line in OWN:
        check(ask, line, facets)


@pytest.mark.slow
def test_the_known_list_as_queries_and_filters(ask: Any, shared: Path) -> None:
    facets = endless_facets()
    for line in lines(shared / "badinput" / "text-naughty" / "blns.txt"):
        check(ask, line, facets)


def store_of(texts: list[str], folder: Path) -> list[str]:
    """Documents whose findings, titles and numbers are these lines; returns their ids."""
    (folder / "records").mkdir()
    made = []
    usable = [t for t in (canonicalize(t.replace("[", "(").replace("]", ")").replace("|", "/")).text.strip() for t in texts) if t]
    for i in range(0, len(usable), LINES_PER_DOCUMENT):
        part = [unicodedata.normalize("NFC", t) for t in usable[i : i + LINES_PER_DOCUMENT]]
        body = "\n".join(f"[f:land|{t}]\n[a2|{t}]" for t in part)
        record = build(body, uri=f"in/{i}-{part[0][:20]}", title=part[0], number=part[-1], kind="news")
        (folder / "records" / f"{record.id}.json").write_bytes(to_json(record))
        made.append(record.id)
    assert index_records(folder) == (len(made), [])
    return made


def check_documents(texts: list[str], folder: Path) -> None:
    ids = store_of(texts, folder)
    ask = asking(folder)
    body = "/agency?key=vn/lam-giang/so-tai-nguyen-va-moi-truong"
    paths = ["/", "/search", "/search?in=names", "/findings/findings", "/findings/documents", body]
    for path in paths + [f"/document/{i}" for i in ids]:
        answer = ask(path)
        assert answer.status_code == 200, path
        if not path.startswith("/findings"):
            assert not Live(answer.text).found, path
    sheet = load_workbook(io.BytesIO(ask("/search.xlsx").content)).active
    assert sheet is not None and not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert ask("/search.csv").status_code == 200


def test_own_strings_as_documents(tmp_path: Path) -> None:
    check_documents(OWN, tmp_path)


@pytest.mark.slow
def test_the_known_list_as_documents(tmp_path: Path, shared: Path) -> None:
    check_documents(lines(shared / "badinput" / "text-naughty" / "blns.txt"), tmp_path)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_no_script_of_a_document_runs_in_a_browser(tmp_path: Path, browser: Any, serving: Any) -> None:
    ids = store_of(OWN, tmp_path)
    with serving(tmp_path) as address:
        page = browser.new_page()
        troubles: list[str] = []
        page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda r: None if r.url.startswith(address) else troubles.append(r.url))
        for path in ("/", "/search", "/search?in=names", *(f"/document/{i}" for i in ids), "/search?q=" + quote(OWN[0])):
            page.goto(address + path)
        page.close()
    assert not troubles
