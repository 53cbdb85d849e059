"""Intervals by resampling documents: the same documents drawn again with replacement, many times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ketluan.evaluate.matching import Counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_DRAWS = 1000
SEED = 20240101
CONFIDENCE = 0.95


def f1_interval(per_document: Sequence[Counts], *, n_draws: int = N_DRAWS, seed: int = SEED) -> tuple[float, float]:
    """95 % percentile interval of F1 over documents; (f1, f1) where there are fewer than two documents."""
    total = sum(per_document, Counts())
    if len(per_document) < 2:
        return total.f1, total.f1
    counts = np.array([(c.tp, c.fp, c.fn) for c in per_document], dtype=float)
    draws = np.random.default_rng(seed).multinomial(len(counts), [1 / len(counts)] * len(counts), size=n_draws) @ counts
    scores = _f1(draws)
    low, high = np.quantile(scores, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def difference_interval(
    old: Sequence[Counts], new: Sequence[Counts], *, n_draws: int = N_DRAWS, seed: int = SEED
) -> tuple[float, float]:
    """95 % interval of F1(new) - F1(old), both drawn on the same documents (paired)."""
    if len(old) != len(new):
        raise ValueError("the two systems were scored on different documents")
    weights = np.random.default_rng(seed).multinomial(len(old), [1 / len(old)] * len(old), size=n_draws)
    arrays = [np.array([(c.tp, c.fp, c.fn) for c in side], dtype=float) for side in (old, new)]
    before, after = (_f1(weights @ array) for array in arrays)
    low, high = np.quantile(after - before, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def _f1(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 of rows (tp, fp, fn); 1.0 where a row is empty, as in `Counts`."""
    tp, fp, fn = counts[:, 0], counts[:, 1], counts[:, 2]
    total = 2 * tp + fp + fn
    return np.where(total > 0, 2 * tp / np.maximum(total, 1), 1.0)
