"""The category of a finding, with how sure the model is and the second category where it is close."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np

from ketluan.models.category_model import category_features, load_category_model, topic_features
from ketluan.record import Category

CLOSE = 0.6  # a second category is named from this share of the first one's probability


class Topic:
    """The categories that a document's findings can have; what the document is about is worked out once."""

    def __init__(self, text: str, model: Path | None = None) -> None:
        self._text = text
        self._model = model
        self._topic: list[str] | None = None

    def categorize(self, words: str, sentence: str, before: str = "") -> tuple[Category, Category | None, float]:
        """Category, second category or None, and the model's certainty of the first, for a finding's words in their sentence.

        `before` is the sentence before that one.
        """
        if self._topic is None:
            self._topic = topic_features(self._text)
        model = load_category_model(self._model)
        rows = [category_features(words, before) + self._topic]
        if words != sentence:
            rows.append(category_features(sentence, before) + self._topic)
        scores = model.scores(rows).mean(axis=0)
        chances = 1 / (1 + np.exp(-scores))
        chances /= chances.sum()
        order = np.argsort(-chances)
        first, second = model.labels[order[0]], model.labels[order[1]]
        close = chances[order[1]] >= CLOSE * chances[order[0]]
        return cast(Category, first), cast(Category, second) if close else None, float(chances[order[0]])
