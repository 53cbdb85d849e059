"""`train`: models from annotations."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ketluan.cli.console import EXIT_USAGE, exit_on_error, print_json
from ketluan.cli.options import EXISTING_FILE, EXISTING_FOLDER, NEW_FOLDER

if TYPE_CHECKING:
    from ketluan.annotations.gold import AnnotatedText


@click.group()
def train() -> None:
    """Train models from annotations; every command takes a configuration file, see docs/training.md."""


def _training_options(command: Callable[..., None]) -> Callable[..., None]:
    """Where the gold is, as one `documents`; and `--out`."""

    @functools.wraps(command)
    def with_documents(**options: Any) -> None:
        from ketluan.evaluate.training import read_training

        with exit_on_error(EXIT_USAGE):
            gold, texts, without = (options.pop(name) for name in ("gold", "texts", "without"))
            command(documents=read_training(gold, texts, without), **options)

    decorated: Callable[..., None] = with_documents
    for option in (
        click.option("--out", required=True, type=NEW_FOLDER, help="Folder for the model."),
        click.option("--without", multiple=True, help="A document to leave out (a test set's); may be repeated."),
        click.option("--texts", type=EXISTING_FOLDER, help="Folder of the texts, where they do not lie beside the gold."),
        click.option(
            "--gold", multiple=True, required=True, type=EXISTING_FOLDER, help="Folder of <doc>.gold.json; may be repeated."
        ),
    ):
        decorated = option(decorated)
    return decorated


@train.command()
@click.option("--config", type=EXISTING_FILE, help="Configuration file, as models/sentences/config.cfg.")
@_training_options
def sentences(documents: list[AnnotatedText], out: Path, config: Path | None) -> None:
    """Train what labels sentences, gives categories and links bodies; writes three .npz files into OUT.

    `--model OUT` of other commands uses them. Needs scikit-learn: pip install "ketluan[train]".
    """
    from ketluan.evaluate.training import train as train_models
    from ketluan.models.configuration import read_options
    from ketluan.models.training import StatementOptions

    options = read_options(config, "sentences", StatementOptions)
    counts = train_models(documents, out, lambda line: click.echo(line, err=True), options)
    print_json(counts)


@train.command()
@_training_options
def bodies(documents: list[AnnotatedText], out: Path) -> None:
    """Train the weights that tell who inspected and who was inspected; writes document_weights.tsv into OUT.

    Also prints cross-validated figures. The table takes the place of the one in `ketluan/knowledge/data`. Needs scikit-learn.
    """
    from ketluan.evaluate.body_training import train_bodies

    print_json(train_bodies(documents, out))


@train.command("encoder")
@click.option("--encoder", "pretrained", required=True, type=NEW_FOLDER, help="Local folder of a pretrained encoder.")
@click.option("--config", type=EXISTING_FILE, help="Configuration file, as models/encoder/config.cfg.")
@click.option("--epochs", type=click.FloatRange(min=0, min_open=True), help="Passes over the gold, over the configuration's.")
@click.option("--names/--no-names", default=None, help="Whether the model's names join the pipeline, over the configuration's.")
@_training_options
def train_encoder_command(
    documents: list[AnnotatedText], out: Path, pretrained: Path, config: Path | None, epochs: float | None, names: bool | None
) -> None:
    """Fine-tune a transformer on sentences and names; `--model OUT` of other commands uses it.

    The encoder is read from a local folder, never downloaded. Needs: pip install "ketluan[transformer]".
    """
    from ketluan.evaluate.encoder_data import to_encoder_documents
    from ketluan.models.configuration import read_options
    from ketluan.models.encoder_training import TrainingOptions, train_encoder

    options = read_options(config, "encoder", TrainingOptions, epochs=epochs, names=names)
    print_json({"loss": train_encoder(pretrained, to_encoder_documents(documents), out, options)})


@train.command()
@click.option("--config", required=True, type=EXISTING_FILE, help="spaCy configuration, as models/entities/config.cfg.")
@click.option("--vectors", type=EXISTING_FOLDER, help="Folder that `ketluan train vectors` wrote.")
@_training_options
def entities(documents: list[AnnotatedText], out: Path, config: Path, vectors: Path | None) -> None:
    """Train a spaCy recogniser of bodies and people, for `spacy.load(OUT)`.

    It is for comparison and for other programs: the pipeline itself finds names by grammar, which measures better.
    """
    from ketluan.evaluate.encoder_data import to_encoder_documents
    from ketluan.models.entity_training import train_entities

    train_entities(config, to_encoder_documents(documents), out, vectors=vectors)
    print_json({"documents": len(documents), "model": str(out)})


@train.command()
@click.argument("texts", nargs=-1, required=True, type=EXISTING_FOLDER, metavar="FOLDER...")
@click.option(
    "--frozen", multiple=True, type=EXISTING_FOLDER, help="Gold whose texts are left out (a test set); may be repeated."
)
@click.option("--config", type=EXISTING_FILE, help="Configuration file, as models/vectors/config.cfg.")
@click.option("--out", required=True, type=NEW_FOLDER, help="Folder for the vectors.")
def vectors(texts: tuple[Path, ...], frozen: tuple[Path, ...], config: Path | None, out: Path) -> None:
    """Train word vectors (floret) on the unlabelled .txt files of FOLDERs, for `ketluan train entities --vectors`."""
    from ketluan.evaluate.encoder_data import read_unlabelled
    from ketluan.models.configuration import read_options
    from ketluan.models.vector_training import VectorOptions, train_vectors

    with exit_on_error(EXIT_USAGE):
        found = read_unlabelled(texts, frozen)
        n_tokens = train_vectors(found, out, read_options(config, "vectors", VectorOptions))
    print_json({"texts": len(found), "tokens": n_tokens})
