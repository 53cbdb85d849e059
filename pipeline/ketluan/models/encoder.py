"""A transformer encoder (PhoBERT family or multilingual) for sentences and for entity spans.

Input is segmented into words by `text.tokens`, each word is cut into pieces by the encoder's own tokenizer, and what comes
out is brought back to characters through the words' offsets. That needs no offset mapping from the tokenizer, which
PhoBERT's (slow) tokenizer silently ignores. Long documents go through overlapping windows. A model is a local folder:
nothing is ever downloaded.

```
MODEL/ketluan-encoder.json   settings: joiner of syllables, tone style, window, labels
MODEL/sentences/             a sequence classification model (finding, recommendation, other)
MODEL/tokens/                a token classification model (B-/I- agency, citation, person)
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ketluan.errors import ResourceError
from ketluan.text.folding import new_tone_style
from ketluan.text.tokens import find_words

SETTINGS_FILE = "ketluan-encoder.json"
SENTENCE_LABELS = ("other", "finding", "recommendation")
ENTITY_KINDS = ("agency", "citation", "person")
TOKEN_LABELS = ("O", *(f"{prefix}-{kind}" for kind in ENTITY_KINDS for prefix in "BI"))
BATCH_SEQUENCES = 16
MAX_PIECES = 256
# Words that two neighbouring windows share; the inner half of each window decides.
OVERLAP_WORDS = 32

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How text is put before an encoder. `max_pieces` counts the special pieces too."""

    joiner: str = " "
    new_tone_style: bool = False
    max_pieces: int = 256
    names: bool = False  # whether the pipeline takes names from this model; see evaluation/training.md

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        values = {"joiner": self.joiner, "new_tone_style": self.new_tone_style, "max_pieces": self.max_pieces}
        values["names"] = self.names
        (folder / SETTINGS_FILE).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Settings:
        try:
            return cls(**json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise ResourceError(f"{folder} is not a trained encoder: {SETTINGS_FILE} is missing") from error
        except (ValueError, TypeError) as error:
            raise ResourceError(f"{folder}/{SETTINGS_FILE} cannot be read: {error}", code="resource-damaged") from error


def suggest_settings(folder: Path, tokenizer: Any, *, names: bool = False) -> Settings:
    """Settings that fit a pretrained encoder: its longest input, and how PhoBERT wants Vietnamese words.

    PhoBERT was trained on words whose syllables are joined by "_", spelled in the new tone style ("hoá").
    """
    try:
        longest = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("max_position_embeddings", 512)
    except (OSError, ValueError) as error:
        raise ResourceError(f"{folder} is not an encoder: its config.json cannot be read", code="resource-damaged") from error
    is_phobert = type(tokenizer).__name__.startswith("Phobert")
    # The RoBERTa family counts positions from 2.
    max_pieces = min(MAX_PIECES, longest - 2)
    return Settings("_" if is_phobert else " ", is_phobert, max_pieces, names)


@dataclass(frozen=True, slots=True)
class EntitySpan:
    """An entity as the encoder sees it: half open in the text, `score` the mean probability of its words' labels."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What an encoder reads in one text: a row of probabilities a sentence, columns as in `SENTENCE_LABELS`, and names."""

    labels: npt.NDArray[Any]
    names: list[EntitySpan]


class PieceMaker:
    """Words to piece ids; the same for training and for use."""

    def __init__(self, tokenizer: Any, settings: Settings) -> None:
        self.tokenizer, self.settings = tokenizer, settings
        self._before, self._after = _special_pieces(tokenizer)
        self._room = settings.max_pieces - len(self._before) - len(self._after)

    def words(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Words of a part of the text, as spans in the whole text."""
        return [(start + a, start + b) for a, b in find_words(text[start:end])]

    def pieces(self, text: str, words: Spans) -> list[list[int]]:
        """Piece ids of each word; a word that the tokenizer drops is its unknown piece, so no word is without one."""
        forms = [self._form(text[a:b]) for a, b in words]
        unknown = [self.tokenizer.unk_token_id or 0]
        if not self.tokenizer.is_fast:
            return [self.tokenizer.convert_tokens_to_ids(self.tokenizer.tokenize(form)) or unknown for form in forms]
        encoded = self.tokenizer(forms, is_split_into_words=True, add_special_tokens=False, truncation=False)
        pieces: list[list[int]] = [[] for _ in forms]
        for word, piece in zip(encoded.word_ids(), encoded["input_ids"], strict=True):
            pieces[word].append(piece)
        return [ids or unknown for ids in pieces]

    def windows(self, pieces: list[list[int]]) -> Iterator[tuple[int, int]]:
        """Half-open ranges of words that fit into one sequence each, overlapping by `OVERLAP_WORDS`."""
        start, n = 0, len(pieces)
        while start < n:
            end, used = start, 0
            while end < n and (end == start or used + len(pieces[end]) <= self._room):
                used += len(pieces[end])
                end += 1
            yield start, end
            if end == n:
                return
            start = max(start + 1, end - OVERLAP_WORDS)

    def sequence(self, pieces: list[list[int]]) -> list[int]:
        """One input: special pieces around the words' pieces, cut at the window's size."""
        return [*self._before, *[piece for word in pieces for piece in word][: self._room], *self._after]

    def first_piece_offset(self) -> int:
        """How many special pieces stand before the first word."""
        return len(self._before)

    def _form(self, word: str) -> str:
        form = " ".join(word.split()).replace(" ", self.settings.joiner)
        return new_tone_style(form) if self.settings.new_tone_style else form


class Encoder:
    """A trained encoder folder, loaded for use."""

    def __init__(self, folder: str | Path, *, device: str | None = None) -> None:
        """Load from a local folder.

        Args:
            device: "cpu" or "cuda"; the GPU where there is one if None.
        Raises:
            ResourceError: the extra `transformer` is not installed, or the folder is not a trained encoder.
        """
        path = check_encoder(folder)
        torch, transformers = import_transformers()
        self.settings = Settings.read(path)
        self.device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        self._torch = torch
        self._sentences = self._load(path / "sentences", transformers.AutoModelForSequenceClassification)
        self._tokens = self._load(path / "tokens", transformers.AutoModelForTokenClassification)
        self.piece_maker = PieceMaker(load_tokenizer(path / "sentences"), self.settings)

    def _load(self, folder: Path, kind: Any) -> Any:
        try:
            model = kind.from_pretrained(str(folder), local_files_only=True)
        except (OSError, ValueError) as error:
            raise ResourceError(f"the model in {folder} cannot be loaded: {error}", code="resource-damaged") from error
        return model.to(self.device).eval()

    def read(self, text: str, sentences: Spans) -> Reading:
        """Labels and names of a text; no names where the model's settings say so."""
        rows = [[row[label] for label in SENTENCE_LABELS] for row in self.sentence_probabilities(text, sentences)]
        labels = np.asarray(rows, dtype=np.float32).reshape(len(rows), len(SENTENCE_LABELS))
        return Reading(labels, self.entities(text, sentences) if self.settings.names else [])

    def sentence_probabilities(self, text: str, sentences: Spans) -> list[dict[str, float]]:
        """For each sentence the probability of each of `SENTENCE_LABELS`; the first window speaks for a very long one."""
        maker = self.piece_maker
        sequences = [maker.sequence(maker.pieces(text, maker.words(text, a, b))) for a, b in sentences]
        out: list[dict[str, float]] = []
        for logits in self._run(self._sentences, sequences):
            row = self._torch.softmax(logits, -1).tolist()
            out.append(dict(zip(SENTENCE_LABELS, row, strict=True)))
        return out

    def entities(self, text: str, sentences: Spans) -> list[EntitySpan]:
        """Entity spans in text order; never across sentences given, never overlapping."""
        words = [word for a, b in sentences for word in self.piece_maker.words(text, a, b)]
        pieces = self.piece_maker.pieces(text, words)
        windows = list(self.piece_maker.windows(pieces))
        sequences = [self.piece_maker.sequence(pieces[a:b]) for a, b in windows]
        labels: list[tuple[str, float]] = [("O", 0.0)] * len(words)
        margins = [-1] * len(words)
        offset = self.piece_maker.first_piece_offset()
        for (start, end), logits in zip(windows, self._run(self._tokens, sequences), strict=True):
            scores, best = self._torch.softmax(logits, -1).max(-1)
            position = offset
            for word in range(start, end):
                margin = min(word - start, end - 1 - word)
                if margin > margins[word] and position < len(best):
                    margins[word] = margin
                    labels[word] = (TOKEN_LABELS[int(best[position])], float(scores[position]))
                position += len(pieces[word])
        return join_labels(words, labels, breaks={a for a, _ in sentences})

    def _run(self, model: Any, sequences: list[list[int]]) -> Iterator[Any]:
        """Logits of each sequence, in batches of similar length."""
        order = sorted(range(len(sequences)), key=lambda i: len(sequences[i]))
        results: dict[int, Any] = {}
        pad = self.piece_maker.tokenizer.pad_token_id or 0
        with self._torch.inference_mode():
            for at in range(0, len(order), BATCH_SEQUENCES):
                batch = order[at : at + BATCH_SEQUENCES]
                width = max(len(sequences[i]) for i in batch)
                ids = [sequences[i] + [pad] * (width - len(sequences[i])) for i in batch]
                mask = [[1] * len(sequences[i]) + [0] * (width - len(sequences[i])) for i in batch]
                tensor = self._torch.tensor
                logits = model(
                    input_ids=tensor(ids, device=self.device), attention_mask=tensor(mask, device=self.device)
                ).logits.cpu()
                for row, i in enumerate(batch):
                    results[i] = logits[row][: len(sequences[i])] if logits.dim() == 3 else logits[row]
        return (results[i] for i in range(len(sequences)))


@cache
def load_encoder(folder: Path) -> Encoder:
    """The encoder in a folder, loaded once per process."""
    return Encoder(folder)


def prepare_encoder(folder: Path, threads: int) -> None:
    """Load the encoder for a worker that may use so many threads of the processor."""
    import_transformers()[0].set_num_threads(threads)
    load_encoder(folder)


def check_encoder(folder: str | Path) -> Path:
    """The absolute path of a trained encoder folder, after a look at its parts; loads nothing.

    Raises:
        ResourceError: it is not one (a name of the hub never is), or torch or transformers are missing.
    """
    path = Path(folder).resolve()  # a relative path that does not exist would be read as the name of a hub model
    if not path.is_dir():
        raise ResourceError(f"no model folder at {path}", hint="train one with `ketluan train encoder`")
    Settings.read(path)
    for part in ("sentences", "tokens"):
        if not (path / part / "config.json").is_file():
            raise ResourceError(f"{path} is incomplete: {part}/config.json is missing", code="resource-damaged")
    if missing := [name for name in ("torch", "transformers") if find_spec(name) is None]:
        raise ResourceError(f"{' and '.join(missing)} missing", hint='pip install "ketluan[transformer]"')
    return path


def _special_pieces(tokenizer: Any) -> tuple[list[int], list[int]]:
    """What the tokenizer puts before and behind a text, read off an example (the two kinds of tokenizer share no call for it)."""
    plain = tokenizer("a", add_special_tokens=False)["input_ids"]
    full = tokenizer("a")["input_ids"]
    at = next((i for i in range(len(full)) if full[i : i + len(plain)] == plain), 0)
    return full[:at], full[at + len(plain) :]


def join_labels(words: Spans, labels: list[tuple[str, float]], *, breaks: set[int]) -> list[EntitySpan]:
    """BIO labels of words to spans: an I- without its B- opens a span; a word that starts at a break never continues one."""
    spans: list[EntitySpan] = []
    scores: list[float] = []
    open_kind = ""
    for (start, end), (label, score) in zip(words, labels, strict=True):
        prefix, _, kind = label.partition("-")
        if prefix == "I" and kind == open_kind and start not in breaks:
            scores.append(score)
            spans[-1] = EntitySpan(spans[-1].start, end, kind, sum(scores) / len(scores))
        elif kind:
            scores = [score]
            spans.append(EntitySpan(start, end, kind, score))
        open_kind = kind
    return spans


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer in a local folder; byte-level ones are told that words stand behind spaces."""
    _, transformers = import_transformers()
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        if tokenizer.is_fast and getattr(tokenizer, "add_prefix_space", None) is False:
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True, add_prefix_space=True)
    except (OSError, ValueError) as error:
        raise ResourceError(f"no tokenizer in {folder}: {error}", code="resource-damaged") from error
    return tokenizer


def import_transformers() -> tuple[Any, Any]:
    """(torch, transformers), with the hub switched off."""
    import os
    from importlib import import_module

    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        torch, transformers = import_module("torch"), import_module("transformers")
    except ImportError as error:
        raise ResourceError("torch and transformers are missing", hint='pip install "ketluan[transformer]"') from error
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    return torch, transformers
