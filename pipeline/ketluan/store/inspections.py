"""Which documents report one and the same inspection, and which are near-copies of each other.

One inspection: the same issuer, number and date; a document without a number joins where its text is nearly the same. What
contradicts (two dates under one number) stays apart. Near-copies are grouped, never deleted.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ketluan.store.spelling import plain

if TYPE_CHECKING:
    from datasketch import MinHash

SCHEME = "affine64"
N_PERMUTATIONS = 64
SHINGLE_WORDS = 4
NEAR_COPY = 0.8  # Jaccard similarity of shingles; two rewritten articles about one inspection stay well below 0.5
MIN_SHINGLES = 12
MAX_SHINGLES = 20_000
_WORD = re.compile(r"\w+")


def signature(text: str) -> bytes | None:
    """MinHash of the text's word shingles; None where the text is too short to compare."""
    words = _WORD.findall(plain(text))[: MAX_SHINGLES + SHINGLE_WORDS]
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]).encode() for i in range(len(words) - SHINGLE_WORDS + 1)}
    if len(shingles) < MIN_SHINGLES:
        return None
    sketch = _sketch()
    sketch.update_batch(sorted(shingles))
    return bytes(sketch.hashvalues.astype("<u8").tobytes())


@dataclass(frozen=True, slots=True)
class _Document:
    id: str
    issuer: str | None
    number: str | None
    date: str | None
    kind: str
    signature: bytes | None


def group_inspections(connection: sqlite3.Connection) -> None:
    """Set `cluster` and `inspection` of every document and fill the table of inspections anew."""
    rows = connection.execute("select id, issuer_key, number, date, kind, signature from documents order by id")
    documents = [_Document(i, issuer, _number(number), date, kind, sig) for i, issuer, number, date, kind, sig in rows]
    clusters = near_copies({d.id: d.signature for d in documents if d.signature})
    inspections = _inspections(documents, clusters)
    connection.executemany(
        "update documents set cluster = ?, inspection = ? where id = ?",
        ((clusters.get(d.id, d.id), inspections[d.id], d.id) for d in documents),
    )
    connection.execute("delete from inspections")
    # The primary document speaks for the inspection, else the one with the most in it.
    connection.execute(
        """insert into inspections(id, number, date, issuer, issuer_key, title, n_documents)
           select inspection, number, date, issuer, issuer_key, heading, n from (
             select *, count(*) over (partition by inspection) n, row_number() over (
               partition by inspection order by coalesce(primary_source, 0) desc, number is null, n_findings desc, id) place
             from documents) where place = 1"""
    )


def near_copies(signatures: dict[str, bytes]) -> dict[str, str]:
    """Document id -> id of the first document of its group, for documents whose texts are nearly the same."""
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=NEAR_COPY, num_perm=N_PERMUTATIONS)
    groups = _Groups()
    for document, data in sorted(signatures.items()):
        sketch = _sketch(hashvalues=_values(data))
        for other in index.query(sketch):
            if _similarity(data, signatures[other]) >= NEAR_COPY:
                groups.join(document, other)
        index.insert(document, sketch)
    return {document: groups.first(document) for document in signatures}


def _inspections(documents: Iterable[_Document], clusters: dict[str, str]) -> dict[str, str]:
    """Document id -> inspection id."""
    dates: dict[tuple[str, str], set[str]] = defaultdict(set)
    for d in documents:
        if d.number and d.issuer:
            dates[d.issuer, d.number] |= {d.date} if d.date else set()
    named: dict[str, str] = {}
    by_cluster: dict[str, set[str]] = defaultdict(set)
    for d in documents:
        if d.number and d.issuer:
            known = dates[d.issuer, d.number]
            date = d.date or (next(iter(known)) if len(known) == 1 else None)
            if date or not known:
                named[d.id] = _id(d.issuer, d.number, date)
                by_cluster[clusters.get(d.id, d.id)].add(named[d.id])
    result = dict(named)
    for d in documents:
        if d.id not in named:
            cluster = clusters.get(d.id, d.id)
            candidates = by_cluster[cluster] if not d.number else set()
            result[d.id] = next(iter(candidates)) if len(candidates) == 1 else _id(cluster, d.number)
    return result


class _Groups:
    """Union-find; the smallest id speaks for its group."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def first(self, item: str) -> str:
        parent = self._parent.get(item, item)
        if parent != item:
            parent = self._parent[item] = self.first(parent)
        return parent

    def join(self, one: str, other: str) -> None:
        low, high = sorted((self.first(one), self.first(other)))
        self._parent[high] = low


def _similarity(one: bytes, other: bytes) -> float:
    return float((_values(one) == _values(other)).mean())


def _values(data: bytes) -> Any:
    import numpy as np

    return np.frombuffer(data, dtype="<u8")


@cache
def _permutations() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=N_PERMUTATIONS, seed=1, scheme=SCHEME).permutations


def _sketch(**options: Any) -> MinHash:
    """An empty sketch; the library takes most of a second to load, so only those who compare texts load it."""
    from datasketch import MinHash

    return MinHash(num_perm=N_PERMUTATIONS, seed=1, scheme=SCHEME, permutations=_permutations(), **options)


def _number(number: str | None) -> str | None:
    return re.sub(r"\s", "", plain(number)) if number else None


def _id(*parts: str | None) -> str:
    return "i-" + hashlib.sha256("\x1f".join(p or "" for p in parts).encode()).hexdigest()[:12]
