"""One-to-one matching of spans and of names.

Spans are compared on text without its white space, so a reader that moves line breaks is not punished.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ketluan.annotations.names import same_agency

_INVISIBLE = "\u200b\ufeff\u00ad"
Span = tuple[int, int]


class Spanned(Protocol):
    """Anything with a place in the solid text (white space taken out)."""

    @property
    def span(self) -> Span: ...


class Wanted(Spanned, Protocol):
    """A gold item; an optional one never counts against the system."""

    @property
    def optional(self) -> bool: ...


G = TypeVar("G", bound=Wanted)
P = TypeVar("P", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives, false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """1.0 where nothing was predicted."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """1.0 where nothing was wanted."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Matching(Generic[G, P]):
    """Pairs in gold order, gold items missed, predictions that match nothing (those on optional places left out)."""

    pairs: list[tuple[G, P]]
    missed: list[G]
    spurious: list[P]

    @property
    def counts(self) -> Counts:
        """Pairs with optional gold items count for nothing."""
        return Counts(sum(1 for gold, _ in self.pairs if not gold.optional), len(self.spurious), len(self.missed))


def solid_index(text: str) -> list[int]:
    """For each code point of `text`, and its end, how many visible code points stand before it."""
    index, n = [], 0
    for character in text:
        index.append(n)
        if not character.isspace() and character not in _INVISIBLE:
            n += 1
    index.append(n)
    return index


def solid_text(text: str) -> str:
    """The text without white space and invisible characters."""
    return "".join(ch for ch in text if not ch.isspace() and ch not in _INVISIBLE)


def overlap(a: Span, b: Span) -> int:
    """Length of what two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def covers_half(a: Span, b: Span) -> bool:
    """The spans share at least half of the shorter one."""
    shared = overlap(a, b)
    return shared > 0 and shared * 2 >= min(a[1] - a[0], b[1] - b[0])


def match_spans(gold: Sequence[G], predicted: Sequence[P], *, exact: bool) -> Matching[G, P]:
    """Match greedily in gold order, each prediction once, the one that shares most first.

    Args:
        gold: in text order; optional items may be matched and then count for nothing.
        predicted: in any order.
        exact: strict (same span) or lenient (half of the shorter span shared).
    """
    used: set[int] = set()
    pairs: list[tuple[G, P]] = []
    missed: list[G] = []
    for wanted in gold:
        best, best_index = 0, -1
        for index, candidate in enumerate(predicted):
            if index in used:
                continue
            shared = overlap(wanted.span, candidate.span)
            fits = wanted.span == candidate.span if exact else covers_half(wanted.span, candidate.span)
            if fits and shared > best:
                best, best_index = shared, index
        if best_index >= 0:
            used.add(best_index)
            pairs.append((wanted, predicted[best_index]))
        elif not wanted.optional:
            missed.append(wanted)
    loose = [wanted.span for wanted in gold if wanted.optional]
    spurious = [p for i, p in enumerate(predicted) if i not in used and not any(overlap(s, p.span) > 0 for s in loose)]
    return Matching(pairs, missed, spurious)


def match_names(wanted: Iterable[str], got: Iterable[str], accepted: Sequence[str] = ()) -> Counts:
    """Compare two sets of agency names; further names in `accepted` are neither asked for nor counted against."""
    targets, rest = list(dict.fromkeys(wanted)), list(dict.fromkeys(got))
    tp = 0
    for name in targets:
        hit = next((candidate for candidate in rest if same_agency(name, candidate)), None)
        if hit is not None:
            tp += 1
            rest.remove(hit)
    fp = sum(1 for candidate in rest if not any(same_agency(name, candidate) for name in (*accepted, *targets)))
    return Counts(tp, fp, len(targets) - tp)
