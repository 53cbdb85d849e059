"""Word vectors from unlabelled text with floret: words and their subword n-grams share one small hash table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ketluan.errors import ResourceError


@dataclass(frozen=True, slots=True)
class VectorOptions:
    """One configuration of a training run; see floret's documentation for what each value means."""

    dim: int = 64
    buckets: int = 20_000
    hash_count: int = 2
    min_n: int = 2
    max_n: int = 5
    min_count: int = 2
    epochs: int = 20
    window: int = 5
    threads: int = 1


def train_vectors(texts: Iterable[str], out: Path, options: VectorOptions) -> int:
    """Train vectors on the tokens of spaCy's `xx` tokenizer and write a pipeline folder that holds them.

    Returns:
        The number of tokens read.
    Raises:
        ResourceError: floret is not installed, or there is no text.
    """
    try:
        import floret
    except ImportError as error:
        raise ResourceError("the package `floret` is missing", hint='pip install "ketluan[train]"') from error
    import spacy
    from spacy.training.initialize import convert_vectors

    nlp = spacy.blank("xx")
    n_tokens = 0
    with tempfile.TemporaryDirectory(prefix="ketluan-vectors-") as scratch:
        corpus, table = Path(scratch) / "corpus.txt", Path(scratch) / "vectors.floret"
        with corpus.open("w", encoding="utf-8") as stream:
            for text in texts:
                for line in text.split("\n"):
                    words = [token.text for token in nlp.make_doc(line) if not token.is_space]
                    n_tokens += len(words)
                    stream.write(" ".join(words) + "\n")
        if not n_tokens:
            raise ResourceError("no text to train vectors on")
        model = floret.train_unsupervised(
            str(corpus),
            mode="floret",
            model="cbow",
            dim=options.dim,
            bucket=options.buckets,
            hashCount=options.hash_count,
            minn=options.min_n,
            maxn=options.max_n,
            minCount=options.min_count,
            epoch=options.epochs,
            ws=options.window,
            thread=options.threads,
            verbose=0,
        )
        model.save_floret_vectors(str(table))
        convert_vectors(nlp, table, truncate=0, prune=-1, mode="floret")
    nlp.to_disk(out)
    return n_tokens
