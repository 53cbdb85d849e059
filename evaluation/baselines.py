"""What a user gets without ketluan, scored in the same run: underthesea's recogniser, one regular expression, cue words.

    python evaluation/baselines.py --gold annotations/corpus --texts corpus/text [--out PATH]

underthesea finds organisations and people (one call a sentence), one expression finds citations, a sentence with a cue word is a
finding or a recommendation. Names are the words as they stand; baselines have no categories, links or document fields.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ketluan.annotations.gold import AnnotatedText, read_gold_folder
from ketluan.evaluate.evaluation import Evaluation
from ketluan.evaluate.intervals import difference_interval
from ketluan.evaluate.matching import Counts, Span, solid_index, solid_text
from ketluan.evaluate.predictions import PredictedMention, PredictedStatement, Prediction, predict_from_record
from ketluan.evaluate.scorer import score_document
from ketluan.extraction.pipeline import extract
from ketluan.text.sentences import split_sentences

METRICS = (
    "agencies.overlap", "agencies.exact", "agencies.name", "agencies.set", "persons.overlap", "persons.exact", "persons.set",
    "citations.overlap", "citations.exact", "citations.set", "findings", "recommendations",
)  # fmt: skip
CITATION = re.compile(r"\d{1,5}(?:/\d{4})?/[A-ZĐƯ][A-Za-zĐđƯư0-9]{1,12}(?:-[A-ZĐƯ][A-Za-zĐđƯư0-9]{1,14}){0,3}")
FINDING_CUES = ("chưa", "không đúng", "vi phạm", "sai phạm", "thiếu", "chậm", "quá hạn", "trái quy định", "hạn chế", "tồn tại")
RECOMMENDATION_CUES = ("kiến nghị", "đề nghị", "yêu cầu", "giao ", "chỉ đạo")


def predict_baseline(text: str) -> Prediction:
    """The three baselines on one text."""
    index = solid_index(text)

    def place(start: int, end: int) -> Span:
        return index[start], index[end]

    mentions: dict[str, list[PredictedMention]] = {"agencies": [], "citations": [], "persons": []}
    for label, start, end in recognise(text):
        layer = {"ORG": "agencies", "PER": "persons"}.get(label)
        if layer:
            mentions[layer].append(PredictedMention(place(start, end), f"{layer}{start}", name=text[start:end]))
    for match in CITATION.finditer(text):
        mentions["citations"].append(PredictedMention(place(*match.span()), f"c{match.start()}", key=match.group()))
    statements: dict[str, list[PredictedStatement]] = {"findings": [], "recommendations": []}
    for start, end in split_sentences(text):
        words = text[start:end].lower()
        for layer, cues in (("findings", FINDING_CUES), ("recommendations", RECOMMENDATION_CUES)):
            if any(cue in words for cue in cues):
                statements[layer].append(PredictedStatement(place(start, end), None, [], []))
    return Prediction(solid_text(text), mentions, statements)


def recognise(text: str) -> Iterator[tuple[str, int, int]]:
    """(label, start, end) of underthesea's entities; it gives no offsets, so its words are found again in the text."""
    from underthesea import ner

    for start, end in split_sentences(text):
        at, entity = start, None
        for word, _, _, tag in ner(text[start:end]):
            found = text.find(word, at, end)
            if found < 0:
                continue
            at = found + len(word)
            if tag.startswith("I-") and entity is not None and entity[0] == tag[2:]:
                entity = (entity[0], entity[1], at)
                continue
            if entity is not None:
                yield entity
            entity = None if tag == "O" else (tag[2:], found, at)
        if entity is not None:
            yield entity


def compare(documents: list[AnnotatedText]) -> str:
    """A Markdown table: baseline, ketluan, and the 95 % interval of the difference (paired, by document)."""
    base = Evaluation([score_document(d.gold, d.text, predict_baseline(d.text)) for d in documents], [], [])
    ours = Evaluation([score_document(d.gold, d.text, predict_from_record(extract(d.path))) for d in documents], [], [])
    rows = ["| metric | baseline F1 | ketluan F1 | difference, 95 % |", "| --- | --- | --- | --- |"]
    for metric in METRICS:
        before, after = ([score.counts.get(metric, Counts()) for score in side.scores] for side in (base, ours))
        low, high = difference_interval(before, after)
        rows.append(f"| `{metric}` | {base.total(metric).f1:.3f} | {ours.total(metric).f1:.3f} | {low:+.3f} to {high:+.3f} |")
    return "\n".join(rows)


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", required=True, help="folder of gold; may be given several times")
    parser.add_argument("--texts", type=Path, help="folder of the texts")
    parser.add_argument("--out", type=Path, help="save the table")
    arguments = parser.parse_args()
    documents = [d for folder in arguments.gold for d in read_gold_folder(folder, arguments.texts)[0]]
    table = f"{len(documents)} documents\n\n{compare(documents)}\n"
    print(table)
    if arguments.out:
        arguments.out.write_text(table, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
