"""Matching of spans: lenient, strict, optional, and no dependence on white space or order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.evaluate.matching import Counts, match_spans, solid_index, solid_text


@dataclass
class Item:
    span: tuple[int, int]
    optional: bool = False


def items(*spans: tuple[int, int], optional: bool = False) -> list[Item]:
    return [Item(span, optional) for span in spans]


@pytest.mark.parametrize(
    ("gold", "predicted", "lenient", "strict"),
    [
        ([(0, 10)], [(0, 10)], Counts(1, 0, 0), Counts(1, 0, 0)),
        ([(0, 10)], [(5, 15)], Counts(1, 0, 0), Counts(0, 1, 1)),
        ([(0, 10)], [(6, 20)], Counts(0, 1, 1), Counts(0, 1, 1)),
        ([(0, 10), (0, 4)], [(0, 4)], Counts(1, 0, 1), Counts(1, 0, 1)),
        ([(0, 3), (4, 7)], [(4, 7), (0, 3)], Counts(2, 0, 0), Counts(2, 0, 0)),
        ([], [(0, 1)], Counts(0, 1, 0), Counts(0, 1, 0)),
    ],
)
def test_lenient_and_strict(gold, predicted, lenient, strict):
    assert match_spans(items(*gold), items(*predicted), exact=False).counts == lenient
    assert match_spans(items(*gold), items(*predicted), exact=True).counts == strict


def test_optional_places_never_count():
    optional = items((0, 10), optional=True)
    assert match_spans(optional, items((0, 10)), exact=True).counts == Counts()
    assert match_spans(optional, items((2, 30)), exact=True).counts == Counts()
    assert match_spans(optional, [], exact=True).counts == Counts()


SPANS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)).map(lambda t: (t[0], t[0] + t[1])), unique=True, max_size=30)


@given(SPANS, st.randoms())
def test_a_perfect_prediction_scores_one_in_any_order(spans, random):
    shuffled = list(spans)
    random.shuffle(shuffled)
    counts = match_spans(items(*sorted(spans)), items(*shuffled), exact=True).counts
    assert counts == Counts(len(spans), 0, 0)
    assert counts.f1 == 1.0


@given(st.text(max_size=80))
def test_solid_index_counts_visible_characters(text):
    index = solid_index(text)
    assert len(index) == len(text) + 1
    assert index[-1] == len(solid_text(text))
    assert all(b - a in (0, 1) for a, b in pairwise(index))


def test_counts_of_nothing():
    assert (Counts().precision, Counts().recall, Counts().f1) == (1.0, 1.0, 1.0)
    assert Counts(0, 0, 3).f1 == 0.0
    assert Counts(1, 1, 1) + Counts(1, 0, 0) == Counts(2, 1, 1)
