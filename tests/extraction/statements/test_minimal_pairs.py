"""Sentences that differ in a word or two and change what they state. Bodies and places are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketluan.models.grammar import judge

PAIRS = [
    tuple(line.split("\t")) for line in (Path(__file__).parent / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:] if line
]


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 120
    assert {label for label, _ in PAIRS} == {"finding", "recommendation", "other"}


@pytest.mark.parametrize(("label", "sentence"), PAIRS)
def test_a_word_changes_what_a_sentence_states(label: str, sentence: str) -> None:
    verdict = judge(sentence)
    if label == "other":
        assert verdict in ("neither", "unknown")
    else:
        assert verdict == label
