"""Second look at a document's sentences: what the first look said about each, its neighbours and the whole document."""

from __future__ import annotations

import numpy as np

from ketluan.models.linear import Floats

REACH = 3  # sentences on each side; a fourth changed nothing in cross-validation


def context_features(scores: Floats, marks: Floats) -> Floats:
    """Dense features a sentence: scores of itself and of `REACH` neighbours on each side, means before, behind and over all,
    the highest score of the document, its own `marks`, and place and number of sentences."""
    n, k = scores.shape
    if not n:
        return np.zeros((0, width(k, marks.shape[1])), dtype=np.float32)
    squashed = 1 / (1 + np.exp(-scores))
    padded = np.vstack([np.zeros((REACH, k)), squashed - 0.5, np.zeros((REACH, k))])
    near = [padded[REACH + d : REACH + d + n] for d in range(-REACH, REACH + 1)]
    total = np.cumsum(squashed, axis=0)
    counts = np.arange(1, n + 1)[:, None]
    mean = total[-1] / n
    before = np.vstack([mean, total[:-1] / counts[:-1]])
    behind = np.vstack([(total[-1] - total[:-1]) / counts[::-1][1:], mean]) if n > 1 else mean[None]
    every = np.tile(np.concatenate([mean, squashed.max(axis=0)]), (n, 1))
    place = np.stack([np.arange(n) / n, np.full(n, min(n, 60) / 60)], axis=1)
    own = squashed - 0.5
    crossed = np.hstack(
        [own * (mean - 0.3), own[:, 1:2] * padded[REACH - 1 : REACH - 1 + n], own[:, 1:2] * padded[REACH + 1 : REACH + 1 + n]]
    )
    return np.hstack([scores, *near, before, behind, every, place, marks, crossed]).astype(np.float32)


def width(n_labels: int, n_marks: int) -> int:
    """Number of columns of `context_features`."""
    return n_labels * (1 + 2 * REACH + 1 + 2 + 2 + 3) + 2 + n_marks


MARKS = ("line", "speaker", "quoted", "end w", "pos 0", "pos 1", "tail 1", "g finding", "g recommendation", "g neither")


def marks_of(features: list[list[str]]) -> Floats:
    """The few features of the first look that the second one uses directly, as 0 and 1."""
    return np.array([[mark in row for mark in MARKS] for row in map(set, features)], dtype=np.float32).reshape(-1, len(MARKS))
