"""Agreement of two annotators: the second one's gold scored as a prediction of the first one's, on the documents of both."""

from __future__ import annotations

from pathlib import Path

from ketluan.annotations.gold import read_gold_folder
from ketluan.errors import ResourceError
from ketluan.evaluate.evaluation import Evaluation
from ketluan.evaluate.predictions import predict_from_gold
from ketluan.evaluate.scorer import score_document


def measure_agreement(first: Path, second: Path, *, texts: Path | None = None) -> Evaluation:
    """Score `second` against `first`; documents are joined by the hash of their text.

    Raises:
        ResourceError: a folder is damaged, or no document was annotated by both.
    """
    ours, without_text = read_gold_folder(first, texts)
    theirs = {document.gold.text_sha256: document.gold for document in read_gold_folder(second, texts)[0]}
    scores = [
        score_document(document.gold, document.text, predict_from_gold(theirs[document.gold.text_sha256], document.text))
        for document in ours
        if document.gold.text_sha256 in theirs
    ]
    if not scores:
        raise ResourceError("no document was annotated by both", hint="name the folder of texts with --texts")
    return Evaluation(scores, without_text, [])
