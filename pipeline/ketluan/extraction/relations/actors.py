"""Who acts in a sentence: bodies by name, by a pointer ("tỉnh này", "Hà Giang"), by a person or a role of theirs.

An actor opens a clause. The first one, and the last one before the words of the shortcoming, are what a reader takes for the
subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketluan.extraction.relations.clauses import first_failure, opens_clause


@dataclass(frozen=True, slots=True)
class Actor:
    """A place [start, end) of the text that means a body, and how: mention, pointer, person, role."""

    start: int
    end: int
    body: int
    kind: str


@dataclass(frozen=True, slots=True)
class Acting:
    """The actors of one sentence that open a clause: the first, and the last before the shortcoming (-1: none)."""

    first: int = -1
    first_kind: str = ""
    failing: int = -1
    failing_kind: str = ""
    bodies: frozenset[int] = frozenset()

    def features(self, i: int) -> list[str]:
        """How the body `i` acts, as strings."""
        if self.first < 0:
            return ["act none"]
        features = [f"act first {self.first_kind if self.first == i else 'other'}"]
        if self.first == i:
            features.append("act first")
        if self.failing >= 0:
            features.append(f"act fails {self.failing_kind if self.failing == i else 'other'}")
            if self.failing == i:
                features.append("act fails")
        if i in self.bodies:
            features.append(f"act any {min(len(self.bodies), 3)}")
        return features


def find_acting(text: str, start: int, end: int, actors: Sequence[Actor]) -> Acting:
    """The acting bodies of the sentence [start, end) among `actors`."""
    opening = [a for a in sorted(actors, key=lambda a: (a.start, -a.end)) if opens_clause(text, start, a.start)]
    if not opening:
        return Acting()
    failure = first_failure(text, start, end)
    failing = [a for a in opening if a.end <= failure] if failure is not None else []
    last = failing[-1] if failing else None
    return Acting(
        opening[0].body,
        opening[0].kind,
        last.body if last else -1,
        last.kind if last else "",
        frozenset(a.body for a in opening),
    )
