"""How the database does with a million findings: time to build, size, search and facets.

    python evaluation/bench_store.py [--findings 1000000] [--folder DIR]

The documents are generated: words come from the registers' own titles and cues with a Zipf distribution, bodies and places are
numbered and do not exist. A folder that already holds a database of that size is measured without building it again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from ketluan.knowledge.tables import read_table
from ketluan.record import (
    Agency,
    Citation,
    CitationMention,
    DocumentInfo,
    Finding,
    Measure,
    Mention,
    Page,
    Pinpoint,
    Recommendation,
    Record,
    Relation,
    Source,
    Span,
)
from ketluan.store import open_reader, open_store
from ketluan.store.facets import Columns
from ketluan.store.search import matched, search

FINDINGS_PER_DOCUMENT = 20
N_BODIES = 8_000
N_PROVISIONS = 3_000
CATEGORIES = [
    "late_processing", "procedure", "publicity", "digital_service", "supervision", "records", "legal_documents", "finance_budget",
    "procurement_investment", "land", "environment_minerals", "personnel", "anti_corruption", "complaints",
    "tax_social_insurance", "health", "education", "labour_safety", "other",
]  # fmt: skip
# "hồ sơ" stands in 11 % of the findings of the development articles.
UNITS = ["đồng", "hồ sơ", "trường hợp", "thủ tục", "dự án", "ha", "lượt", "ngày"]
UNIT_WEIGHTS = [20, 10, 15, 12, 12, 8, 8, 15]
# From very common words to a single decree: what people type, with and without accents.
QUERIES = [
    "trễ hạn", "tre han", "đất đai", "dat dai tre han", "hồ sơ", "ho so", "quyết định", "quy định", "chưa công khai",
    '"thủ tục hành chính"', "thu tuc hanh chinh cham", "thu hồi đất", "ngân sách nhà nước", "vi phạm đất đai Cơ quan 17",
    "1234/2018/NĐ-CP", "1234/2018/nd-cp", "Sở KHĐT", "ủy ban nhân dân", "ubnd", "quản lý", "đầu tư xây dựng", "dau tu xay dung",
    "đấu thầu OR mua sắm", "đất -nước", "kiểm tra giám sát",
    "môi trường khoáng sản", "luật đất đai", "tre*", "báo cáo", "bao cao tai chinh",
    "bảo hiểm xã hội", "y tế giáo dục", "công chức viên chức", "tố cáo khiếu nại", "phòng cháy", "không có trong kho",
    "Cơ quan 4321", "co quan 99", "Điều 12", "chậm giải quyết hồ sơ đất đai",
]  # fmt: skip
FILTERS = [
    {}, {"category": ["land"]}, {"year": ["2023"]}, {"province": ["Tỉnh 7"]}, {"category": ["land", "health"], "year": ["2021"]},
    {"money": ["1000000000-10000000000"]}, {"source": ["1"]}, {"citation": ["17/2018/NĐ-CP"]},
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "ketluan-bench-store")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    folder = options.folder / str(options.findings)
    built = build(folder, options.findings)
    figures = {**built, **measure(folder)}
    print(json.dumps(figures, indent=2) if options.json else "\n".join(f"{k:28s} {v}" for k, v in figures.items()))


def build(folder: Path, n_findings: int) -> dict[str, object]:
    """The database, unless it is there; returns size and, where it was built, time."""
    done, path = folder / "done.json", folder / "findings.db"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        started = time.perf_counter()
        with open_store(path) as store:
            store.add_all(documents(n_findings // FINDINGS_PER_DOCUMENT))
            added = time.perf_counter()
            store.finish()
        took = {"build_s": round(time.perf_counter() - started, 1), "of_it_finish_s": round(time.perf_counter() - added, 1)}
        done.write_text(json.dumps(took))
    return {"findings": n_findings, **json.loads(done.read_text()), "size_mb": round(path.stat().st_size / 1e6)}


def measure(folder: Path) -> dict[str, object]:
    """Each query with the first twenty hits, then the counts of all facets, with a warm cache and columns in memory."""
    with open_reader(folder) as connection:
        connection.execute("pragma cache_size = -262144")
        started = time.perf_counter()
        columns = Columns(connection)
        loaded = time.perf_counter() - started
        searching: list[tuple[float, str]] = []
        processor: list[float] = []
        counting: list[float] = []
        for turn in range(3):
            for i, words in enumerate(QUERIES):
                filters = FILTERS[(i + turn) % len(FILTERS)]
                started, busy = time.perf_counter(), time.process_time()
                results = search(connection, words, columns=columns, filters=filters)
                took, busy = time.perf_counter() - started, time.process_time() - busy
                started = time.perf_counter()
                columns.counts(filters, matched(connection, "findings", results))
                counting.append(time.perf_counter() - started)
                if turn:  # the first turn warms the cache
                    searching.append((took, words))
                    processor.append(busy)
    times = sorted(t for t, _ in searching)
    slowest = ", ".join(f"{w} {1000 * t:.0f}" for t, w in sorted(searching, reverse=True)[:5])
    return {
        "columns_load_s": round(loaded, 1), "search_median_ms": _ms(statistics.median(times)),
        "search_p95_ms": _ms(_p95(times)),
        "search_p95_processor_ms": _ms(_p95(sorted(processor))), "facets_median_ms": _ms(statistics.median(counting)),
        "facets_p95_ms": _ms(_p95(sorted(counting))),
        "slowest_ms": slowest, "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def documents(n: int) -> Iterator[Record]:
    """Invented documents, the same for the same n."""
    words = _Words(random.Random(7))
    for i in range(n):
        if i % 2_000 == 0:
            print(f"{i} of {n} documents", file=sys.stderr)
        yield _document(i, words)


class _Words:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        titles = [row["title"] for row in read_table("laws")]
        self.cues = [c for row in read_table("taxonomy") for c in row["cue_phrases"].split("|")]
        self._vocabulary = list(dict.fromkeys(w for t in [*titles, *self.cues] for w in t.split()))
        self._weights = list(accumulate(1 / (rank + 8) for rank in range(len(self._vocabulary))))

    def some(self, n: int) -> str:
        return " ".join(self.rng.choices(self._vocabulary, cum_weights=self._weights, k=n))


def _document(i: int, words: _Words) -> Record:
    rng = words.rng
    parts: list[str] = [f"Kết luận {i}\n"]
    length = len(parts[0])
    findings: list[Finding] = []
    mentions: dict[int, list[Mention]] = {}
    cited: dict[int, list[CitationMention]] = {}
    relations: list[Relation] = []
    bodies = [rng.randrange(N_BODIES) for _ in range(3)]
    for j in range(FINDINGS_PER_DOCUMENT):
        body, provision = rng.choice(bodies), int(rng.paretovariate(1.1)) % N_PROVISIONS
        name, cite = f"Cơ quan {body}", f"Điều {rng.randrange(1, 60)} Nghị định {provision}/2018/NĐ-CP"
        money = rng.randrange(1, 90_000) * 100_000
        unit = rng.choices(UNITS, weights=UNIT_WEIGHTS)[0]
        quantity = f"{money if unit == 'đồng' else rng.randrange(2, 90)} {unit}"
        with_cite = rng.random() < 0.4
        text = f"{name} {rng.choice(words.cues)} {words.some(rng.randrange(6, 28))} {quantity}" + (
            f" theo {cite}" if with_cite else ""
        )
        start, end = length, length + len(text)
        at = start + text.rindex(quantity) if not with_cite else start + text.rindex(quantity + " theo")
        measure = Measure(start=at, end=at + len(quantity), text=quantity, unit="đồng", value=money,
                          kind="money" if quantity.endswith("đồng") else "count")  # fmt: skip
        category = rng.choice(CATEGORIES)
        findings.append(Finding(id=f"f{j}", start=start, end=end, text=text, page=1, category=category, confidence=0.9,
                                measures=[measure]))  # type: ignore[arg-type]  # fmt: skip
        mentions.setdefault(body, []).append(Mention(start=start, end=start + len(name), text=name, page=1))
        evidence = Span(start=start, end=end)
        relations.append(Relation(head=f"f{j}", type="attributed_to", tail=f"a{body}", confidence=0.9, evidence=evidence))
        if with_cite:
            cited.setdefault(provision, []).append(
                CitationMention(start=end - len(cite), end=end, text=cite, page=1, targets=[Pinpoint(article=cite.split()[1])])
            )
            relations.append(Relation(head=f"f{j}", type="breaches", tail=f"c{provision}", confidence=0.9, evidence=evidence))
        parts.append(text + ".\n")
        length = end + 2
    demand = f"Kiến nghị Cơ quan {bodies[0]} {words.some(12)}"
    recommendation = Recommendation(
        id="r1", start=length, end=length + len(demand), text=demand, page=1, action="rectify", confidence=0.9
    )
    text = "".join(parts) + demand
    sha = hashlib.sha256(text.encode()).hexdigest()
    issuer = next(iter(mentions))
    return Record(
        id=f"d-{sha[:16]}",
        source=Source(uri=f"in/{i}.txt", sha256=sha, media_type="text/plain", bytes=len(text), method="text"),
        text=text,
        pages=[Page(number=1, start=0, end=len(text))],
        document=DocumentInfo(
            kind=rng.choice(["conclusion", "news", "report"]), title=f"Kết luận {i}", number=f"{i}/KL-TTr", issuer=f"a{issuer}",
            date=f"{rng.randrange(2012, 2026)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
        ),
        agencies=[
            Agency(id=f"a{b}", name=f"Cơ quan {b}", type="department", level="province", province=f"Tỉnh {b % 63}", parent=None,
                   key=f"vn/tinh-{b % 63}/co-quan-{b}", successor=None, mentions=found)
            for b, found in mentions.items()
        ],
        citations=[
            Citation(id=f"c{p}", key=f"{p}/2018/NĐ-CP", type="nghị định", number=f"{p}/2018/NĐ-CP", year=2018, title=None,
                     date=None, issuer=None, uri=None, mentions=found)
            for p, found in cited.items()
        ],
        findings=findings,
        recommendations=[recommendation],
        relations=relations,
    )  # fmt: skip


def _p95(ordered: list[float]) -> float:
    return ordered[int(0.95 * (len(ordered) - 1))]


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


if __name__ == "__main__":
    main()
