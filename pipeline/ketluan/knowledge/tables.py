"""Registers as data files: tab-separated tables beside this module, read once per process.

The one resolver for data files: it works from a wheel, an editable install and a zip.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ketluan.errors import ResourceError

Row = dict[str, str]


@cache
def read_table(name: str) -> tuple[Row, ...]:
    """All rows of `knowledge/data/<name>.tsv`: UTF-8, one header row, no quoting; empty cells are "".

    Raises:
        ResourceError: the table is missing, or a row has another number of cells than the header.
    """
    lines = read_data(f"{name}.tsv").splitlines()
    header = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) > len(header):
            raise ResourceError(f"table {name}, line {number}: more cells than columns", code="resource-damaged")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return tuple(rows)


def read_data(file_name: str) -> str:
    """The text of one data file of this package; `ResourceError` where it is missing."""
    path = files("ketluan.knowledge") / "data" / file_name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ResourceError(f"register {file_name} is missing", hint="reinstall ketluan") from error
