"""What a reader does not see changes no finding: normal form, line ends, kinds of space, invisible characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import ketluan

TEXTS = sorted((Path(__file__).resolve().parents[2] / "corpus" / "text").glob("*.txt"))[::3]
Statements = list[tuple[str, str, str]]


def statements(text: str) -> Statements:
    record = ketluan.extract_text(text)
    found = [("finding", f.category, " ".join(f.text.split())) for f in record.findings]
    found += [("recommendation", r.action, " ".join(r.text.split())) for r in record.recommendations]
    found += [("agency", a.name, "") for a in record.agencies]
    found += [("citation", c.key, c.date or "") for c in record.citations]
    found += [("person", p.name, p.role) for p in record.persons]
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: "\ufeff" + text.replace(" ", " \u200b").replace("a", "a\u00ad"),
    ],
    ids=["NFD", "CRLF", "NBSP", "invisible"],
)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_same_things_are_found(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert statements(change(text)) == statements(text)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_double_spaces_change_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert statements(text.replace(". ", ".  ")) == statements(text)
