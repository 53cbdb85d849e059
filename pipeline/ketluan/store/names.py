"""The list of everything that has a name across documents: bodies, cited documents, people, inspections' documents."""

from __future__ import annotations

import sqlite3

from ketluan.store.spelling import accented, plain

MAX_ALIASES_CHARS = 600

# Name and findings per key; the most frequent spelling of a name wins, the first in the alphabet among equals.
_COLLECT = {
    "agency": """
        select a.key, a.name, count(distinct a.document) n,
               (select count(*) from finding_agencies fa where fa.key = a.key) findings
        from agencies a group by a.key, a.name order by a.key, n desc, a.name""",
    "citation": """
        select c.key, coalesce(c.title, c.key) name, count(distinct c.document) n,
               (select count(distinct finding) from finding_citations fc where fc.key = c.key) findings
        from citations c group by c.key, name order by c.key, n desc, name""",
    "person": """
        select p.key, p.name, count(distinct p.document) n, 0 findings
        from persons p group by p.key, p.name order by p.key, n desc, p.name""",
}
_TABLES = {"agency": "agencies", "citation": "citations", "person": "persons"}


def collect_names(connection: sqlite3.Connection) -> None:
    """Fill `names` and its full text anew."""
    connection.execute("delete from names")
    connection.execute("insert into names_fts(names_fts) values ('delete-all')")
    for kind, sql in _COLLECT.items():
        aliases = _aliases(connection, kind)
        entries: dict[str, list[object]] = {}
        for key, name, n_documents, n_findings in connection.execute(sql).fetchall():
            entry = entries.setdefault(key, [kind, key, name, aliases.get(key, ""), 0, n_findings])
            entry[4] = int(str(entry[4])) + n_documents
        connection.executemany(
            "insert into names(kind, key, name, aliases, n_documents, n_findings) values (?, ?, ?, ?, ?, ?)", entries.values()
        )
    connection.executemany(
        "insert into names_fts(rowid, text, meta, text_plain, meta_plain) values (?, ?, ?, ?, ?)",
        (
            (nr, accented(f"{name} {key}"), accented(aliases), plain(f"{name} {key}"), plain(aliases))
            for nr, name, key, aliases in connection.execute(
                "select nr, name, case kind when 'citation' then key else '' end, aliases from names"
            ).fetchall()
        ),
    )


def _aliases(connection: sqlite3.Connection, kind: str) -> dict[str, str]:
    """Key -> the ways in which documents write the name, at most `MAX_ALIASES_CHARS` of them."""
    table = _TABLES[kind]
    found: dict[str, str] = {}
    spellings = connection.execute(
        f"select distinct e.key, m.text from {table} e join mentions m on m.document = e.document and m.entity = e.id"
    )
    for key, text in spellings:
        known = found.get(key, "")
        if len(known) + len(text) < MAX_ALIASES_CHARS:
            found[key] = f"{known} · {text}" if known else text
    return found
