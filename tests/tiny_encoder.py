"""An encoder built on the spot: random weights, one layer, the words of a few sentences; small enough to train in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any


def build_tiny_encoder(folder: Path, sentences: Iterable[str]) -> Path:
    """Write a pretrained encoder, as `from_pretrained` reads it, into `folder` and return it."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast, RobertaConfig, RobertaModel

    torch.manual_seed(5)
    torch.set_num_threads(1)  # so small a model only waits for its own threads
    words = sorted({word for text in sentences for word in text.replace(".", " .").replace(",", " ,").split()})
    vocabulary = {word: i for i, word in enumerate(["<s>", "<pad>", "</s>", "<unk>", "<mask>", *words])}
    core = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    core.pre_tokenizer = pre_tokenizers.Whitespace()
    core.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    names: dict[str, Any] = {f"{k}_token": f"<{v}>" for k, v in {"bos": "s", "eos": "/s", "pad": "pad", "unk": "unk"}.items()}
    PreTrainedTokenizerFast(tokenizer_object=core, **names).save_pretrained(folder)
    config = RobertaConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=130, pad_token_id=1, bos_token_id=0, eos_token_id=2,
    )  # fmt: skip
    RobertaModel(config).save_pretrained(folder)
    return folder
