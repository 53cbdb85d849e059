"""Speed of the citation extractor beside a naive pattern, and its time on hostile text.

Usage: python evaluation/bench_citations.py [TEXT…]   (default: the sample documents of this repository)
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ketluan.citations import find

NAIVE = re.compile(r"(?:Luật|Nghị định|Thông tư|Quyết định|Công văn|Kết luận)[^.;]{0,40}?\d+(?:/\d{4})?/[A-ZĐ\-a-z]+")
MIN_CHARS = 2_000_000
HOSTILE = {
    "Điều 1, khoản 2, …": "Điều 1, khoản 2, ",
    "////": "/",
    "số số số": "số ",
    "1/1/1/": "1/",
    "luật luật": "luật ",
    "Luật sửa đổi … của": "Luật sửa đổi, bổ sung một số điều của ",
    "ngày 1/2/2020, …": "ngày 1/2/2020, ",
}
HOSTILE_CHARS = 1_000_000


def main(paths: list[Path]) -> None:
    """Print megabytes of UTF-8 a second on one core, best of three, and seconds on a million hostile characters."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    text = text * (1 + MIN_CHARS // max(1, len(text)))
    find(text[:10_000])  # registers are read once
    megabytes = len(text.encode()) / 1e6
    print(f"{megabytes:.1f} MB of text, {len(find(text))} documents cited")
    print(f"ketluan.citations.find  {megabytes / best(lambda: find(text)):7.1f} MB/s")
    print(f"naive pattern           {megabytes / best(lambda: NAIVE.findall(text)):7.1f} MB/s, {len(NAIVE.findall(text))} hits")
    for name, piece in HOSTILE.items():
        hostile = (piece * HOSTILE_CHARS)[:HOSTILE_CHARS]
        print(f"{name:24s}{best(lambda hostile=hostile: find(hostile), runs=1):7.2f} s for a million characters")


def best(work: Callable[[], object], runs: int = 3) -> float:
    """Seconds of processor time, the shortest of several runs."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main(given or sorted((Path(__file__).resolve().parent.parent / "corpus" / "text").glob("*.txt")))
