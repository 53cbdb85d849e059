"""Fine-tuning of an encoder on gold documents: one sentence classifier and one token classifier over the same words."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketluan.errors import ResourceError
from ketluan.models.encoder import (
    ENTITY_KINDS,
    SENTENCE_LABELS,
    TOKEN_LABELS,
    PieceMaker,
    Settings,
    import_transformers,
    load_tokenizer,
    suggest_settings,
)

# Position of a piece that carries no label: special pieces, and all but the first piece of a word.
IGNORED = -100


@dataclass(frozen=True, slots=True)
class TrainingDocument:
    """Gold of one document: half-open spans in `text`; `sentences` with a label of `SENTENCE_LABELS` or None (leave out)."""

    text: str
    sentences: Sequence[tuple[int, int, str | None]]
    entities: Sequence[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """One configuration of a training run."""

    epochs: float = 5.0
    learning_rate: float = 3e-5
    batch_size: int = 16
    seed: int = 13
    names: bool = False  # whether the pipeline takes names from the model


def train_encoder(
    encoder: Path,
    documents: Sequence[TrainingDocument],
    out: Path,
    options: TrainingOptions,
    settings: Settings | None = None,
) -> dict[str, float]:
    """Fine-tune and write the model folder that `Encoder` loads; returns the final training losses.

    Args:
        encoder: local folder of a pretrained encoder with its tokenizer; never a hub name.
        settings: how text is put before it; what fits the encoder where None.
    Raises:
        ResourceError: `encoder` is not such a folder, the extra is missing, or there is nothing to learn from.
    """
    path = encoder.resolve()
    if not path.is_dir():
        raise ResourceError(f"no encoder folder at {path}", hint="download one yourself and give its folder")
    _, transformers = import_transformers()
    tokenizer = load_tokenizer(path)
    settings = settings or suggest_settings(path, tokenizer, names=options.names)
    maker = PieceMaker(tokenizer, settings)
    settings.write(out)
    losses = {}
    for task, rows, labels, kind in (
        ("sentences", sentence_rows(maker, documents), SENTENCE_LABELS, transformers.AutoModelForSequenceClassification),
        ("tokens", token_rows(maker, documents), TOKEN_LABELS, transformers.AutoModelForTokenClassification),
    ):
        if not rows:
            raise ResourceError(f"no examples for {task} in the gold")
        transformers.set_seed(options.seed)
        names = {"id2label": dict(enumerate(labels)), "label2id": {label: i for i, label in enumerate(labels)}}
        model = kind.from_pretrained(str(path), num_labels=len(labels), local_files_only=True, **names)
        losses[task] = _fit(model, rows, maker, options)
        model.save_pretrained(str(out / task))
        maker.tokenizer.save_pretrained(str(out / task))
    return losses


def sentence_rows(maker: PieceMaker, documents: Sequence[TrainingDocument]) -> list[dict[str, Any]]:
    """One row a labelled sentence."""
    return [
        {
            "input_ids": maker.sequence(maker.pieces(document.text, maker.words(document.text, start, end))),
            "labels": SENTENCE_LABELS.index(label),
        }
        for document in documents
        for start, end, label in document.sentences
        if label is not None
    ]


def token_rows(maker: PieceMaker, documents: Sequence[TrainingDocument]) -> list[dict[str, Any]]:
    """One row a window of a document; the first piece of each word carries the word's label."""
    offset = maker.first_piece_offset()
    rows = []
    for document in documents:
        words = [word for start, end, _ in document.sentences for word in maker.words(document.text, start, end)]
        labels = word_labels(words, document.entities)
        pieces = maker.pieces(document.text, words)
        for start, end in maker.windows(pieces):
            sequence = maker.sequence(pieces[start:end])
            row = [IGNORED] * len(sequence)
            position = offset
            for word in range(start, end):
                if position < len(row):
                    row[position] = TOKEN_LABELS.index(labels[word])
                position += len(pieces[word])
            rows.append({"input_ids": sequence, "labels": row})
    return rows


def word_labels(words: Sequence[tuple[int, int]], entities: Sequence[tuple[int, int, str]]) -> list[str]:
    """BIO labels: a word belongs to the entity that it overlaps (word borders rarely cut an entity; see the evaluation)."""
    labels = ["O"] * len(words)
    for start, end, kind in sorted(entities):
        if kind not in ENTITY_KINDS:
            continue
        inside = [i for i, (a, b) in enumerate(words) if a < end and b > start]
        for order, i in enumerate(inside):
            labels[i] = f"{'I' if order else 'B'}-{kind}"
    return labels


def _fit(model: Any, rows: list[dict[str, Any]], maker: PieceMaker, options: TrainingOptions) -> float:
    """Train with the library's own loop on a `datasets` table; returns the mean loss."""
    from importlib import import_module

    _, transformers = import_transformers()
    datasets = import_module("datasets")
    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory(prefix="ketluan-train-") as scratch:
        arguments = transformers.TrainingArguments(
            output_dir=scratch,
            num_train_epochs=options.epochs,
            learning_rate=options.learning_rate,
            per_device_train_batch_size=options.batch_size,
            seed=options.seed,
            data_seed=options.seed,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            logging_strategy="no",
        )
        collator = transformers.DataCollatorForTokenClassification(maker.tokenizer, label_pad_token_id=IGNORED)
        if not isinstance(rows[0]["labels"], list):
            collator = transformers.DataCollatorWithPadding(maker.tokenizer)
        trainer = transformers.Trainer(
            model=model, args=arguments, train_dataset=datasets.Dataset.from_list(rows), data_collator=collator
        )
        return float(trainer.train().training_loss)
