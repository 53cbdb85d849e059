"""The schema of `findings.db`, as numbered steps; `pragma user_version` holds the number of the last one taken.

A step is never edited once it was released: a change is a new step. Step 1 was the draft before the first release; a
database of that time is emptied and filled again with `ketluan index`.
"""

from __future__ import annotations

import sqlite3

_DROP_DRAFT = """
drop table if exists relations; drop table if exists recommendations; drop table if exists findings;
drop table if exists mentions;
drop table if exists entities; drop table if exists failures; drop table if exists documents;
"""

# What findings and recommendations share. Columns below `meta` repeat facts of the document and its links, so that a filter
# or a count reads one table. `meta` is what a reader searches by and the sentence does not say: title, number, bodies, laws.
_STATEMENT_COLUMNS = """
  nr integer primary key, document text not null references documents(id) on delete cascade, id text not null,
  start integer not null, "end" integer not null, page integer, text text not null, confidence real,
  evidence_start integer, evidence_end integer, boxes text, cues text, meta text not null,
  date text, year integer, kind text, primary_source integer, province text, province_now text, issuer_key text, issuer text,
  money real, has_person integer not null default 0
"""

_TABLES = f"""
create table documents (
  id text primary key, uri text not null, sha256 text not null, media_type text, bytes integer, method text, retrieved text,
  kind text, title text, heading text not null, number text, date text, year integer,
  published text, primary_source integer, subject text, issuer text, issuer_key text, province text, province_now text,
  inspected text,
  inspection_start text, inspection_end text, reviewed_start text, reviewed_end text,
  inspection text, cluster text, n_chars integer not null, n_findings integer not null, n_recommendations integer not null,
  warnings text, masked integer not null default 0, signature blob, text text not null
);
create table pages (
  document text not null references documents(id) on delete cascade, number integer not null,
  start integer not null, "end" integer not null, width real, height real, method text, nr integer primary key, meta text not null
);
create table agencies (
  document text not null references documents(id) on delete cascade, id text not null, key text not null, name text not null,
  type text, level text, province text, province_now text, parent text, successor text, role text, primary key (document, id)
);
create table citations (
  document text not null references documents(id) on delete cascade, id text not null, key text not null, type text, number text,
  year integer, title text, date text, issuer text, uri text, primary key (document, id)
);
create table persons (
  document text not null references documents(id) on delete cascade, id text not null, name text not null, honorific text,
  role text, key text not null, primary key (document, id)
);
create table mentions (
  document text not null references documents(id) on delete cascade, entity text not null, start integer not null,
  "end" integer not null, page integer, text text not null, pinpoint text, targets text, resolved text, boxes text
);
create table findings ({_STATEMENT_COLUMNS}, category text not null, second_category text,
  unique (document, id));
create table recommendations ({_STATEMENT_COLUMNS}, action text not null, deadline text,
  unique (document, id));
create table measures (
  document text not null references documents(id) on delete cascade, statement text not null, kind text not null, value real,
  unit text, approx integer, target real, start integer not null, "end" integer not null, text text not null
);
create table relations (
  document text not null references documents(id) on delete cascade, head text not null, type text not null, tail text not null,
  title text, confidence real, start integer not null, "end" integer not null
);
create table finding_agencies (
  finding integer not null references findings(nr) on delete cascade, key text not null, primary key (finding, key)
) without rowid;
create table finding_citations (
  finding integer not null references findings(nr) on delete cascade, key text not null, article text not null default '',
  primary key (finding, key, article)
) without rowid;
create table recommendation_agencies (
  recommendation integer not null references recommendations(nr) on delete cascade, key text not null,
  primary key (recommendation, key)
) without rowid;
create table positions (
  document text not null references documents(id) on delete cascade, person text not null, agency_key text, title text
);
create table failures (
  uri text primary key, sha256 text, code text not null, stage text, page integer, message text, hint text
);
create table inspections (
  id text primary key, number text, date text, issuer text, issuer_key text, title text, n_documents integer not null
);
create table names (
  nr integer primary key, kind text not null, key text not null, name text not null, aliases text not null,
  n_documents integer not null, n_findings integer not null, unique (kind, key)
);
create table corrections (
  line integer primary key, document text, target text, action text, reason text, applied integer not null
);
create table state (name text primary key, value text);
"""

_INDEXES = """
create index pages_document on pages(document, number);
create index agencies_key on agencies(key);
create index citations_key on citations(key);
create index persons_key on persons(key);
create index mentions_entity on mentions(document, entity);
create index findings_place on findings(document, start);
create index recommendations_place on recommendations(document, start);
create index measures_statement on measures(document, statement);
create index relations_document on relations(document, head);
create index finding_agencies_key on finding_agencies(key);
create index finding_citations_key on finding_citations(key, article);
create index recommendation_agencies_key on recommendation_agencies(key);
create index positions_document on positions(document, person);
create index documents_inspection on documents(inspection);
create index documents_cluster on documents(cluster);
"""

# `text` and `meta` keep the accents (lower case, one tone style), `*_plain` are the same without; both are as long as the
# original, so a place found in one is a place in the other. Contentless: the words are already in the tables above.
_FULL_TEXT = "\n".join(
    f"create virtual table {name}_fts using fts5(text, meta, text_plain, meta_plain, content='', "
    "tokenize='unicode61 remove_diacritics 0');"
    for name in ("findings", "recommendations", "pages", "names")
)

# Counts for the overview, which would take seconds over a million findings.
_SUMMARY = "create table summary (name text not null, x text not null, y text not null, n integer not null);"

# Everything that filters and counts read, so that they never touch the texts.
_FACTS = """
create index findings_facts on findings(nr, money, date, category, province, province_now, issuer_key, year, kind, primary_source,
  has_person);
create index recommendations_facts on recommendations(nr, money, date, action, province, province_now, issuer_key, year, kind,
  primary_source, has_person);
create index documents_issuer on documents(issuer_key);
create index positions_agency on positions(agency_key);
create index agencies_parent on agencies(parent);
"""

STEPS: dict[int, str] = {2: _DROP_DRAFT + _TABLES + _INDEXES + _FULL_TEXT, 3: _SUMMARY + _FACTS}
STORE_VERSION = max(STEPS)


def migrate(connection: sqlite3.Connection) -> int:
    """Take the steps that the database has not taken yet, each in one transaction; returns the version it had before."""
    before: int = connection.execute("pragma user_version").fetchone()[0]
    for number in sorted(STEPS):
        if number > before:
            connection.executescript(f"begin immediate;\n{STEPS[number]}\npragma user_version = {number:d};\ncommit;")
    return before
