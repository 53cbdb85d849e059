"""Speed, start-up and memory of the text path, with underthesea on the same text in the same run as the yardstick.

    python evaluation/bench.py [--repeat N] [--json PATH]

Absolute figures depend on the machine; the ratios to `underthesea.word_tokenize` and `underthesea.ner` hold better.
One core: numerical libraries are held to one thread.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {"text_path_chars_per_s": 40_000.0, "start_up_s": 2.5, "peak_memory_mb": 700.0}
N_RUNS = 3


def corpus_texts() -> list[str]:
    """Our own corpus."""
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "text").glob("*.txt"))]


def chars_per_second(work: Callable[[str], object], texts: list[str]) -> float:
    """Best of some runs, in characters of the texts per second."""
    best = float("inf")
    for _ in range(N_RUNS):
        started = time.perf_counter()
        for text in texts:
            work(text)
        best = min(best, time.perf_counter() - started)
    return sum(map(len, texts)) / best


def measure_text_path(repeat: int) -> dict[str, float]:
    """The whole way from a string to a record, beside underthesea's segmenter and recogniser, sentence by sentence."""
    from underthesea import ner, word_tokenize

    from ketluan.extraction.pipeline import extract_text
    from ketluan.text.sentences import split_sentences

    texts = corpus_texts()
    extract_text(texts[0])
    word_tokenize(texts[0][:200])
    ner(texts[0][:200])
    ours = chars_per_second(extract_text, texts * repeat)
    words = chars_per_second(lambda text: [word_tokenize(text[a:b]) for a, b in split_sentences(text)], texts)
    entities = chars_per_second(lambda text: [ner(text[a:b]) for a, b in split_sentences(text)], texts[:6])
    return {
        "text_path_chars_per_s": ours,
        "underthesea_word_tokenize_chars_per_s": words,
        "underthesea_ner_chars_per_s": entities,
        "ratio_to_word_tokenize": ours / words,
        "ratio_to_ner": ours / entities,
    }


def measure_start_up() -> dict[str, float]:
    """`ketluan extract` on one page, as a user starts it: seconds (best of some runs) and peak memory of the process."""
    command = [sys.executable, "-m", "ketluan", "extract", str(ROOT / "corpus" / "pdf" / "kl-lao-dong.pdf")]
    best, best_cpu = float("inf"), float("inf")
    for _ in range(N_RUNS):
        started, cpu = time.perf_counter(), _children_cpu_s()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        best, best_cpu = min(best, time.perf_counter() - started), min(best_cpu, _children_cpu_s() - cpu)
    return {"start_up_s": best, "start_up_cpu_s": best_cpu}


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_memory(repeat: int) -> dict[str, float]:
    """Peak memory of one process that reads a document of some 0.5 million characters."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.txt"
        path.write_text("\n".join(corpus_texts() * repeat), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "ketluan", "extract", str(path)], stdout=subprocess.DEVNULL, check=True)
    return {"peak_memory_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}


def main() -> int:
    """Entry point: prints a table; a missed target is named, but is no error: the machine may be busy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3, help="how often the corpus is read")
    parser.add_argument("--json", type=Path, help="save the figures")
    arguments = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    figures = {**measure_text_path(arguments.repeat), **measure_start_up(), **measure_memory(12)}
    for name, value in figures.items():
        target = TARGETS.get(name)
        ok = target is None or (value >= target if name.endswith("per_s") else value <= target)
        goal = "" if target is None else f"   target {target:,.1f}{'' if ok else '   MISSED'}"
        print(f"{name:40s}{value:14,.2f}{goal}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
