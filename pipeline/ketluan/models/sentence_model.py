"""Which sentences state a finding, which a recommendation, which both: two linear models, one after the other.

The first looks at each sentence with its neighbours' words, the second at what the first said about the sentence, its
neighbours and the whole document. The answer is the mean of both, calibrated (see `evaluation/findings.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ketluan.models.linear import Floats, LinearModel, load_arrays
from ketluan.models.sentence_context import context_features, marks_of
from ketluan.models.sentence_features import sentence_features
from ketluan.text.sections import Section
from ketluan.text.sentences import Spans

LABELS = ("other", "finding", "recommendation")


@dataclass(frozen=True, slots=True)
class SentenceModel:
    """`second`: weights, intercept, mean and scale over context features; `calibration`: slope and offset per label."""

    first: LinearModel
    weights: Floats
    intercept: Floats
    mean: Floats
    scale: Floats
    calibration: Floats

    def label(self, text: str, sentences: Spans, sections: list[Section]) -> Floats:
        """Probabilities, one row a sentence, columns in the order of `LABELS`; a row need not add up to one."""
        return self.probabilities(sentence_features(text, sentences, sections))

    def probabilities(self, features: list[list[str]]) -> Floats:
        """The same for features that were already made; all sentences of one document, in order."""
        if not features:
            return np.zeros((0, len(LABELS)), dtype=np.float32)
        scores = self.first.scores(features)
        dense = (context_features(scores, marks_of(features)) - self.mean) / self.scale
        mixed = (sigmoid(scores) + sigmoid(dense @ self.weights + self.intercept)) / 2
        return calibrate(mixed, self.calibration)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The model as arrays for a file."""
        own = {"weights": self.weights, "intercept": self.intercept, "mean": self.mean, "scale": self.scale}
        return self.first.arrays("first") | {f"second.{k}": v for k, v in own.items()} | {"calibration": self.calibration}


def sigmoid(scores: Floats) -> Floats:
    """Scores as chances between 0 and 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float32)


def calibrate(probabilities: Floats, calibration: Floats) -> Floats:
    """Platt scaling label by label: sigmoid(slope * logit + offset), fitted on predictions for documents not trained on."""
    clipped = np.clip(probabilities, 1e-5, 1 - 1e-5)
    logits = np.log(clipped / (1 - clipped))
    return np.asarray(1 / (1 + np.exp(-(calibration[:, 0] * logits + calibration[:, 1]))), dtype=np.float32)


@cache
def load_sentence_model(path: Path | None = None) -> SentenceModel:
    """The model of this package, or the one at `path`; read once per process. `ResourceError` where it is missing or damaged."""
    arrays = load_arrays("sentences", path)
    second = [arrays[f"second.{name}"].astype(np.float32) for name in ("weights", "intercept", "mean", "scale")]
    weights, intercept, mean, scale = second
    first = LinearModel.from_arrays(arrays, "first")
    return SentenceModel(first, weights, intercept, mean, scale, arrays["calibration"].astype(np.float32))
