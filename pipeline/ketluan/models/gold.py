"""What the sentence models learn from: a document with the label and the acceptable categories of each sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketluan.text.sentences import Spans


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with one label and one list of acceptable categories for each of its sentences; `also`: further labels."""

    name: str
    text: str
    sentences: Spans
    labels: list[str]  # finding | recommendation | optional | other
    categories: list[list[str]]
    also: list[list[str]] = field(default_factory=list)

    def states(self, i: int) -> set[str]:
        """All labels of a sentence: a fine for a violation is a recommendation and also a finding."""
        return {self.labels[i], *(self.also[i] if self.also else ())}

    def is_open(self, i: int, label: str) -> bool:
        """Whether a sentence says nothing about a label: it is optional, or has the label beside its main one."""
        return self.labels[i] == "optional" or (self.labels[i] != label and label in self.states(i))
