"""Findings and recommendations: which sentences state them, their parts, category, action, deadline and measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ketluan.extraction.documents.header import lays_down_rules
from ketluan.extraction.draft import Draft
from ketluan.extraction.statements.actions import find_action, find_deadline
from ketluan.extraction.statements.categories import Topic
from ketluan.extraction.statements.labels import Label, label_sentences
from ketluan.extraction.statements.splitting import split_finding, split_recommendation
from ketluan.knowledge.phrases import cue_table
from ketluan.record import Category, Finding, Measure, Recommendation, Span

Categorize = Callable[[str, str], tuple[Category, Category | None, float]]
MAX_CUES = 8  # shown with a statement; the strongest are the first in the text


def find_statements(draft: Draft, doc: object = None) -> None:
    """Write `draft.findings` (ids f1, f2 …) and `draft.recommendations` (r1, r2 …) in text order.

    A sentence that states several conditions gives one finding for each, with the whole sentence as `evidence`. Measures are
    those of `draft.measures` that lie in the span. Sentences that a model finds likely but grammar denies are none. Acts that lay
    down rules ("không được …", "chưa … thì …") state no findings.
    """
    rules = lays_down_rules(draft.text)
    labels = label_sentences(draft)
    topic = Topic(draft.text, draft.models.categories)
    before = ""
    for sentence, label in zip(draft.sentences, labels, strict=True):
        if label.is_finding and not rules:
            _add_findings(draft, sentence, label, partial(topic.categorize, before=before))
        if label.is_recommendation:
            _add_recommendations(draft, sentence, label)
        before = draft.text[sentence[0] : sentence[1]]


def _add_findings(draft: Draft, sentence: tuple[int, int], label: Label, categorize: Categorize) -> None:
    for start, end in split_finding(draft.text, sentence):
        words = draft.text[start:end]
        category, second, sure = categorize(words, draft.text[sentence[0] : sentence[1]])
        draft.findings.append(
            Finding(
                id=f"f{len(draft.findings) + 1}",
                start=start,
                end=end,
                text=words,
                category=category,
                second_category=second,
                confidence=round(label.finding * (0.5 + sure / 2), 3),
                measures=_measures_in(draft.measures, start, end),
                cues=_cues(words),
                evidence=_evidence((start, end), sentence),
            )
        )


def _add_recommendations(draft: Draft, sentence: tuple[int, int], label: Label) -> None:
    for start, end in split_recommendation(draft.text, sentence):
        words = draft.text[start:end]
        action, cues = find_action(words)
        draft.recommendations.append(
            Recommendation(
                id=f"r{len(draft.recommendations) + 1}",
                start=start,
                end=end,
                text=words,
                action=action,
                confidence=round(label.recommendation, 3),
                measures=_measures_in(draft.measures, start, end),
                deadline=find_deadline(words, draft.document.published or draft.document.date),
                cues=cues[:MAX_CUES],
                evidence=_evidence((start, end), sentence),
            )
        )


def _measures_in(measures: Sequence[Measure], start: int, end: int) -> list[Measure]:
    return [m for m in measures if start <= m.start and m.end <= end]


def _evidence(span: tuple[int, int], sentence: tuple[int, int]) -> Span | None:
    return None if span == sentence else Span(start=sentence[0], end=sentence[1])


_SHOWN = {"defect", "violation_verb", "negative_noun", "blame", "harm"}


def _cues(words: str) -> list[str]:
    """The words of a finding that say that something was wrong, in text order, each once."""
    found = [words[a:b] for a, b, classes in cue_table().find(words) if _SHOWN & set(classes)]
    return list(dict.fromkeys(found))[:MAX_CUES]
