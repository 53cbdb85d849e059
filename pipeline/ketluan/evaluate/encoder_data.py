"""Gold annotations as the training data of an encoder and of a recogniser of names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ketluan.annotations.gold import GOLD_SUFFIX, AnnotatedText, decode_gold, nfc, text_hash
from ketluan.annotations.items import LAYER_LABELS
from ketluan.evaluate.training import to_training
from ketluan.models.encoder_training import TrainingDocument


def to_encoder_documents(documents: Iterable[AnnotatedText]) -> list[TrainingDocument]:
    """Our sentences with their gold label (None where the gold leaves the label open) and the names that are not optional."""
    return [_convert(document) for document in documents]


def _convert(document: AnnotatedText) -> TrainingDocument:
    labelled = to_training(document)
    rows = [
        (start, end, None if label == "optional" else label)
        for (start, end), label in zip(labelled.sentences, labelled.labels, strict=True)
    ]
    entities = [
        (mention.start, mention.end, kind)
        for layer, kind in LAYER_LABELS.items()
        for mention in document.gold.mentions(layer)
        if not mention.optional
    ]
    return TrainingDocument(document.text, rows, entities)


def read_unlabelled(folders: Iterable[Path], frozen: Iterable[Path] = ()) -> list[str]:
    """All .txt files of the folders (NFC, each text once), without those that the gold in `frozen` belongs to."""
    left_out = {decode_gold(path.read_bytes()).text_sha256 for folder in frozen for path in folder.glob(f"*{GOLD_SUFFIX}")}
    texts: dict[str, str] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            text = nfc(path.read_text(encoding="utf-8"))
            if (name := text_hash(text)) not in left_out:
                texts.setdefault(name, text)
    return list(texts.values())
