"""docs/inputs.md names every error code, every limit with its default, and every warning of the readers it describes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ketluan.cli import main
from ketluan.errors import CODES
from ketluan.ingest.limits import DEFAULT_LIMITS

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, list[str]]:
    """Cells of the first table behind a heading, by the code in its first column."""
    lines = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return {cell[0].strip("`"): cell[1:] for cell in cells}


def test_every_error_code_is_documented_and_no_other() -> None:
    assert set(rows("Errors")) == set(CODES)


@pytest.mark.parametrize("command", ["run", "extract"])
def test_every_limit_is_an_option_and_documented_with_its_default(command: str) -> None:
    limits = set(DEFAULT_LIMITS.__dataclass_fields__)
    options = {p.name: p.opts[0] for p in main.commands[command].params if p.name in limits}
    documented = rows("Limits")
    assert set(options) == limits
    assert set(options.values()) == set(documented)
    for name, option in options.items():
        default = getattr(DEFAULT_LIMITS, name)
        shown = documented[option][0].replace(",", "").removesuffix(" s").removesuffix(" MB")
        assert shown == ("none" if default is None else f"{default:g}" if isinstance(default, float) else str(default))


def test_every_warning_of_these_readers_is_documented() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "pipeline/ketluan/ingest").glob("*.py")]
    found = {code for text in sources for code in re.findall(r"(?:RecordWarning\(code=|\bwarn\()\"([\w-]+)\"", text)}
    assert len(found) > 10 and found <= set(rows("Warnings"))
