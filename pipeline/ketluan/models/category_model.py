"""What kind of shortcoming a finding states: a linear model over its words, the taxonomy's cues and the document's topic."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from functools import cache
from pathlib import Path

from ketluan.knowledge.phrases import PhraseTable
from ketluan.knowledge.tables import read_table
from ketluan.models.linear import LinearModel, load_arrays
from ketluan.text.folding import same_tone_style

_WORD = re.compile(r"\d[\d.,]{0,20}|\w{1,40}")
MAX_TITLE = 300  # characters of the first line that are read as the title
TOPIC_MIN = 3  # how often two syllables must stand together in a document to be its topic


@cache
def taxonomy_table() -> PhraseTable:
    """The cue phrases of `taxonomy.tsv`: phrase -> codes of both levels."""
    rows = read_table("taxonomy")
    return PhraseTable(
        (cue, code) for row in rows for cue in row["cue_phrases"].split("|") if cue for code in (row["l1"], row["l2"])
    )


@cache
def category_table() -> PhraseTable:
    """The cue phrases of `categories.tsv`: phrase -> categories."""
    rows = read_table("categories")
    return PhraseTable((cue, row["category"]) for row in rows for cue in row["cue_phrases"].split("|"))


def _syllables(text: str) -> list[str]:
    return ["0" if word[0].isdigit() else same_tone_style(word) for word in _WORD.findall(text)]


def topic_features(text: str) -> list[str]:
    """Pairs of syllables that a document repeats, one string each; the same for all of its findings."""
    syllables = _syllables(text)
    pairs = Counter(itertools.pairwise(syllables))
    features = [f"d {a} {b}" for (a, b), n in pairs.items() if n >= TOPIC_MIN]
    cues = Counter(category_table().values_in(text))
    whole = sum(cues.values()) or 1
    features += [f"dy {category} {int(10 * n / whole)}" for category, n in cues.items() if n >= TOPIC_MIN]
    features += [f"dh {category}" for category in set(category_table().values_in(text.lstrip()[:MAX_TITLE].split("\n", 1)[0]))]
    return features + [f"dt {category}" for category, _ in cues.most_common(2)]


def category_features(sentence: str, before: str = "") -> list[str]:
    """Feature strings of one finding: syllable n-grams (1 and 2), codes of the taxonomy's cues, categories of the cues of
    `categories.tsv` in it and in the sentence `before`, for an item of a list may not say what it is about."""
    syllables = _syllables(sentence)
    features = {f"1 {a}" for a in syllables}
    features |= {f"2 {a} {b}" for a, b in itertools.pairwise(syllables)}
    features |= {f"x {code}" for code in taxonomy_table().values_in(sentence)}
    cues = Counter(category_table().values_in(sentence))
    features |= {f"y {category}" for category in cues} | {f"y2 {category}" for category, n in cues.items() if n >= 2}
    features |= {f"p {category}" for category in category_table().values_in(before)}
    if cues:
        features.add(f"ym {cues.most_common(1)[0][0]}")
    return sorted(features)


@cache
def load_category_model(path: Path | None = None) -> LinearModel:
    """The model of this package, or the one at `path`; read once per process."""
    return LinearModel.from_arrays(load_arrays("categories", path), "categories")
