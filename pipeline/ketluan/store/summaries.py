"""Counts for the overview, made once when the database is filled; near-copies are counted once."""

from __future__ import annotations

import sqlite3

TOP_PROVISIONS = 15

_FINDINGS = "(select f.* from findings f join documents d on d.id = f.document and d.cluster = d.id) f"
_SUMMARIES = {
    "category": f"select f.category, '', count(*) from {_FINDINGS} group by 1",
    "province": f"select f.province_now, '', count(*) from {_FINDINGS} where f.province_now is not null group by 1",
    "year": f"select f.year, '', count(*) from {_FINDINGS} where f.year is not null group by 1",
    "citation": f"""select c.key, '', count(distinct c.finding) from finding_citations c
        join {_FINDINGS} on f.nr = c.finding group by 1 order by 3 desc limit {TOP_PROVISIONS}""",
    "heat": f"""select c.key, f.category, count(distinct c.finding) from finding_citations c join {_FINDINGS} on f.nr = c.finding
        where c.key in (select x from summary where name = 'citation') group by 1, 2""",
    "totals": """select 'documents', '', count(*) from documents union all select 'findings', '', count(*) from findings
        union all select 'recommendations', '', count(*) from recommendations
        union all select 'inspections', '', count(*) from inspections union all select 'failures', '', count(*) from failures""",
}


def summarise(connection: sqlite3.Connection) -> None:
    """Fill `summary` anew; needs inspections and clusters."""
    connection.execute("delete from summary")
    for name, sql in _SUMMARIES.items():
        connection.execute(f"insert into summary(name, x, y, n) select '{name}', * from ({sql})")
