"""Results as CSV and Excel: one row a finding, stable columns, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from ketluan.knowledge.labels import label
from ketluan.store.search import permanent_id

MAX_ROWS = 50_000
EXCEL_MAX_ROWS = 1_048_575
BATCH_ROWS = 500
COLUMNS = (
    "permanent_id", "kind", "category", "category_vi", "text", "agencies", "agency_keys", "cited", "articles", "persons",
    "money_vnd", "province", "province_now", "date", "year", "issuer", "inspection_number", "document_title", "document_kind",
    "primary_source", "confidence", "document_id", "start", "end", "page", "source_uri",
)  # fmt: skip
# What a spreadsheet takes for the start of a formula, also in its full-width form.
_FORMULA_START = tuple("=+-@\t\r\n＝＋－＠")
Row = dict[str, Any]


def neutralise(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(value, str) and (value.startswith(_FORMULA_START) or value.lstrip().startswith(_FORMULA_START)):
        return "'" + value
    return value


def finding_rows(connection: sqlite3.Connection, numbers: Sequence[int], table: str = "findings") -> Iterator[Row]:
    """The rows with these numbers, in this order, with the columns of `COLUMNS`."""
    for i in range(0, len(numbers), BATCH_ROWS):
        yield from _batch(connection, list(numbers[i : i + BATCH_ROWS]), table)


def write_csv(rows: Iterable[Row], target: IO[str], columns: Sequence[str] = COLUMNS) -> None:
    """UTF-8 with a byte order mark, which Excel needs to see that it is UTF-8."""
    target.write("\ufeff")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([neutralise(_plain(row.get(c))) for c in columns] for row in rows)


def csv_bytes(rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> bytes:
    """The same in memory."""
    target = io.StringIO()
    write_csv(rows, target, columns)
    return target.getvalue().encode("utf-8", "replace")


def write_excel(rows: Iterable[Row], target: Path | IO[bytes], columns: Sequence[str] = COLUMNS) -> None:
    """One sheet, a header that stays, a filter on every column; text is written as text, never as formula or link."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("findings")
        bold = book.add_format({"bold": True})
        for j, name in enumerate(columns):
            sheet.write_string(0, j, name, bold)
        sheet.set_column(0, len(columns) - 1, 18)
        n = 0
        for n, row in enumerate(rows, 1):
            for j, name in enumerate(columns):
                value = _plain(row.get(name))
                if isinstance(value, int | float):
                    sheet.write_number(n, j, value)
                elif value is not None:
                    sheet.write_string(n, j, neutralise(str(value)[:32_000]))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(n, 1), len(columns) - 1)


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def _batch(connection: sqlite3.Connection, numbers: list[int], table: str) -> Iterator[Row]:
    marks = ", ".join("?" * len(numbers))
    code = "category" if table == "findings" else "action"
    found = {
        row["nr"]: row
        for row in _dicts(
            connection,
            f"""select t.*, t.{code} code, d.heading, d.number doc_number, d.uri from {table} t
                join documents d on d.id = t.document where t.nr in ({marks})""",
            numbers,
        )
    }
    linked = _linked(connection, [found[nr] for nr in numbers if nr in found], table)
    for nr in numbers:
        if nr in found:
            yield _row(found[nr], linked.get(nr, {}), table)


def _row(row: Row, linked: dict[str, list[str]], table: str) -> Row:
    finding = table == "findings"
    return {
        "permanent_id": permanent_id(row["document"], row["start"], row["end"]), "kind": table.removesuffix("s"),
        "category": row["code"], "category_vi": label("category", row["code"]) if finding else None, "text": row["text"],
        "agencies": "; ".join(linked.get("agencies", [])), "agency_keys": "; ".join(linked.get("agency_keys", [])),
        "cited": "; ".join(linked.get("cited", [])), "articles": "; ".join(linked.get("articles", [])),
        "persons": "; ".join(linked.get("persons", [])), "money_vnd": row["money"], "province": row["province"],
        "province_now": row["province_now"], "date": row["date"], "year": row["year"], "issuer": row["issuer"],
        "inspection_number": row["doc_number"], "document_title": row["heading"], "document_kind": row["kind"],
        "primary_source": row["primary_source"], "confidence": row["confidence"], "document_id": row["document"],
        "start": row["start"], "end": row["end"], "page": row["page"], "source_uri": row["uri"],
    }  # fmt: skip


def _linked(connection: sqlite3.Connection, rows: list[Row], table: str) -> dict[int, dict[str, list[str]]]:
    """Row number -> bodies, cited documents and named people that relations tie to it."""
    types = ("attributed_to", "breaches") if table == "findings" else ("directed_to", "based_on")
    result: dict[int, dict[str, list[str]]] = {}
    for row in rows:
        at = result[row["nr"]] = {"agencies": [], "agency_keys": [], "cited": [], "articles": [], "persons": []}
        for tail in _dicts(
            connection,
            """select r.type, a.name agency, a.key agency_key, c.key cited, p.name person from relations r
               left join agencies a on a.document = r.document and a.id = r.tail
               left join citations c on c.document = r.document and c.id = r.tail
               left join persons p on p.document = r.document and p.id = r.tail
               where r.document = ? and r.head = ? and r.type in (?, ?)""",
            [row["document"], row["id"], *types],
        ):
            for name, value in (("agencies", tail["agency"]), ("agency_keys", tail["agency_key"]), ("cited", tail["cited"])):
                if value and value not in at[name]:
                    at[name].append(value)
            if tail["person"]:
                at["persons"].append(tail["person"])
        if table == "findings":
            articles = connection.execute(
                "select key, article from finding_citations where finding = ? and article <> ''", [row["nr"]]
            )
            at["articles"] = [f"{key} Điều {article}" for key, article in articles]
    return result


def _dicts(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> list[Row]:
    cursor = connection.execute(sql, parameters)
    names = [c[0] for c in cursor.description]
    return [dict(zip(names, tuple(row), strict=True)) for row in cursor]
