"""What the sentence models learn from: a document with the label and the acceptable categories of each sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ketluan.text.sentences import Spans


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with one label and one list of acceptable categories for each of its sentences."""

    name: str
    text: str
    sentences: Spans
    labels: list[str]  # finding | recommendation | optional | other
    categories: list[list[str]]
