"""The transformer option, end to end with a tiny encoder built on the spot."""

from __future__ import annotations

from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest

from ketluan.errors import ResourceError
from tiny_encoder import build_tiny_encoder

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

BODY = "Phòng Kinh tế huyện Sơn Bình"
FINDING = "Phòng Kinh tế huyện Sơn Bình chưa niêm yết công khai thủ tục hành chính."
PRAISE = "Phòng Kinh tế huyện Sơn Bình thực hiện tốt công tác cải cách hành chính."
ORDER = "Kiến nghị Chủ tịch huyện Sơn Bình kiểm điểm trách nhiệm tập thể, cá nhân."


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny_encoder(tmp_path_factory.mktemp("tiny"), (FINDING, PRAISE, ORDER))


def document(sentences: tuple[str, ...]) -> Any:
    """A training document of these sentences, one a line, with the body that they name."""
    from ketluan.models.encoder_training import TrainingDocument

    labels = {FINDING: "finding", PRAISE: "other", ORDER: "recommendation"}
    text, rows, entities = "", [], []
    for sentence in sentences:
        start = len(text)
        rows.append((start, start + len(sentence), labels[sentence]))
        if sentence.startswith(BODY):
            entities.append((start, start + len(BODY), "agency"))
        text += sentence + "\n"
    return TrainingDocument(text, rows, entities)


@pytest.fixture(scope="module")
def trained(encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ketluan.models.encoder import Settings
    from ketluan.models.encoder_training import TrainingOptions, train_encoder

    documents = [document(order) for order in permutations((FINDING, PRAISE, ORDER))]
    out = tmp_path_factory.mktemp("trained") / "model"
    options = TrainingOptions(epochs=12, learning_rate=5e-3, batch_size=8)
    train_encoder(encoder, documents * 6, out, options, Settings(max_pieces=48))
    return out


def test_a_trained_encoder_labels_sentences_and_finds_entities(trained: Path) -> None:
    from ketluan.models.encoder import Encoder

    model = Encoder(trained, device="cpu")
    text = f"{FINDING}\n{ORDER}\n{PRAISE}"
    sentences = [(0, 72), (73, 73 + len(ORDER)), (74 + len(ORDER), len(text))]
    probabilities = model.sentence_probabilities(text, sentences)
    assert [max(p, key=p.__getitem__) for p in probabilities] == ["finding", "recommendation", "other"]
    assert all(abs(sum(p.values()) - 1) < 1e-4 for p in probabilities)
    assert [text[e.start : e.end] for e in model.entities(text, sentences)] == [BODY] * 2


def test_a_document_longer_than_the_window_is_read_to_its_end(trained: Path) -> None:
    from ketluan.models.encoder import Encoder

    text = "\n".join([FINDING] * 30)
    sentences = [(i * (len(FINDING) + 1), i * (len(FINDING) + 1) + len(FINDING)) for i in range(30)]
    entities = Encoder(trained, device="cpu").entities(text, sentences)
    assert all(any(a <= e.start < b for e in entities) for a, b in sentences)


def test_windows_cover_every_word_overlap_and_fit(trained: Path) -> None:
    from ketluan.models.encoder import PieceMaker, Settings, load_tokenizer

    maker = PieceMaker(load_tokenizer(trained / "sentences"), Settings(max_pieces=50))
    pieces = [[1] * (1 + i % 3) for i in range(500)]
    windows = list(maker.windows(pieces))
    assert windows[0][0] == 0 and windows[-1][1] == 500
    assert all(a[1] > b[0] > a[0] for a, b in pairwise(windows))
    assert all(len(maker.sequence(pieces[a:b])) == 2 + sum(map(len, pieces[a:b])) <= 50 for a, b in windows)


def test_nothing_is_downloaded_and_what_is_missing_is_named(tmp_path: Path) -> None:
    from ketluan.models.encoder import Encoder, Settings

    with pytest.raises(ResourceError, match="no model folder"):
        Encoder("vinai/phobert-base")
    with pytest.raises(ResourceError, match=r"ketluan-encoder\.json is missing"):
        Encoder(tmp_path)
    Settings().write(tmp_path)
    with pytest.raises(ResourceError) as caught:
        Encoder(tmp_path)
    assert caught.value.code == "resource-damaged"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["B-person", "I-person", "O"], [(0, 5, "person")]),
        (["I-person", "O", "I-agency"], [(0, 2, "person"), (6, 8, "agency")]),
        (["B-person", "B-person", "I-agency"], [(0, 2, "person"), (3, 5, "person"), (6, 8, "agency")]),
    ],
)
def test_labels_of_words_become_spans(labels: list[str], expected: list[tuple[int, int, str]]) -> None:
    from ketluan.models.encoder import join_labels

    spans = join_labels([(0, 2), (3, 5), (6, 8)], [(label, 1.0) for label in labels], breaks=set())
    assert [(s.start, s.end, s.kind) for s in spans] == expected
