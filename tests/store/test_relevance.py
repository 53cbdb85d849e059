"""Do people find what they look for? Written queries with the documents that must come, over our own sample corpus."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import ketluan
from ketluan.store import open_reader, open_store
from ketluan.store.search import search

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ROWS = [line.split("\t") for line in (Path(__file__).parent / "relevance.tsv").read_text(encoding="utf-8").splitlines()[1:]]
QUERIES = [(query, set(documents.split()), kind) for query, documents, kind in ROWS]


def index(files: list[Path], folder: Path) -> None:
    with open_store(folder / "findings.db") as store:
        store.add_all(ketluan.extract(file) for file in files)
        store.finish()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("corpus")
    index(sorted((ROOT / "corpus" / "text").glob("*.txt")), folder)
    with open_reader(folder) as connection:
        yield connection


def documents(connection: sqlite3.Connection, query: str, n: int = 10) -> list[str]:
    """File names (without ending) in the order in which the search gives their pages, each once."""
    uris = dict(connection.execute("select id, uri from documents").fetchall())
    hits = search(connection, query, kind="pages", limit=200).hits
    return list(dict.fromkeys(Path(uris[hit.row["document"]]).stem for hit in hits))[:n]


def test_names_and_numbers_are_always_found_and_the_right_one_stands_first(corpus: sqlite3.Connection) -> None:
    assert len(QUERIES) >= 40
    reciprocal: list[float] = []
    for query, wanted, kind in QUERIES:
        found = documents(corpus, query)
        if kind == "exact":
            assert wanted <= set(found), f"{query}: {found}"
        reciprocal.append(next((1 / rank for rank, name in enumerate(found, 1) if name in wanted), 0.0))
    mrr = sum(reciprocal) / len(reciprocal)
    worst = [q for (q, _, _), r in zip(QUERIES, reciprocal, strict=True) if r < 1]
    assert mrr >= 0.9, f"{mrr:.3f}: {worst}"


def test_numbers_in_real_documents_are_found(shared: Path, tmp_path: Path) -> None:
    """Every document number that the gold gives and the text spells leads to the documents that cite it."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for file in sorted((shared / "gold" / "articles").glob("*.gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        text = file.with_name(file.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        for citation in gold.get("citations", []):
            if "/" in citation["key"] and citation["key"] in text:
                wanted[citation["key"]].add(gold["doc"])
    index(sorted((shared / "gold" / "articles").glob("*.txt")), tmp_path)
    with open_reader(tmp_path) as connection:
        found = {key: set(documents(connection, key)) for key, names in wanted.items() if len(names) <= 10}
    missing = {key: wanted[key] - names for key, names in found.items() if wanted[key] - names}
    assert len(found) >= 10 and not missing
