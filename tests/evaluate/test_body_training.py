"""Weights for who inspected and who was inspected, learned from gold."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketluan.annotations.gold import AnnotatedText, Gold, GoldDocumentInfo
from ketluan.evaluate.body_training import FILE_NAME, body_examples, fit_bodies, train_bodies
from ketluan.extraction.documents.bodies import choose_bodies

pytest.importorskip("sklearn")
PLACES = ("Phú Yên", "Hà Tĩnh", "Long An", "Bến Tre", "Cà Mau", "Gia Lai")


def news(place: str, kind: str = "news") -> AnnotatedText:
    text = (
        f"Thanh tra tỉnh {place} vừa công bố kết luận thanh tra tại Sở Y tế tỉnh {place}.\n"
        f"Theo kết luận của Thanh tra tỉnh {place}, Sở Y tế tỉnh {place} chưa lập sổ theo dõi.\n"
        f"UBND tỉnh {place} giao Sở Tài chính xem xét."
    )
    info = GoldDocumentInfo(kind=kind, issuer=f"Thanh tra tỉnh {place}", inspected=[f"Sở Y tế tỉnh {place}"])
    return AnnotatedText(Gold(doc=place, text_sha256="", document=info), text, Path(f"{place}.txt"))


def test_the_weights_tell_issuer_and_inspected_body_of_unseen_news() -> None:
    weights = fit_bodies(body_examples([news(place) for place in PLACES[1:]]))
    (unseen,) = body_examples([news(PLACES[0])])
    issuer, inspected = choose_bodies(unseen.named, weights)
    assert issuer is not None
    assert (issuer.name, [a.name for a in inspected]) == ("Thanh tra tỉnh Phú Yên", ["Sở Y tế tỉnh Phú Yên"])


def test_the_table_is_the_same_in_any_order_and_has_figures(tmp_path: Path) -> None:
    texts = [news(place) for place in PLACES]
    figures = train_bodies(texts, tmp_path / "a")
    train_bodies(texts[::-1], tmp_path / "b")
    assert (tmp_path / "a" / FILE_NAME).read_bytes() == (tmp_path / "b" / FILE_NAME).read_bytes()
    assert (figures["documents"], figures["issuer_right"]) == (len(PLACES), 1.0)


def test_official_documents_are_left_to_their_header() -> None:
    assert body_examples([news("Phú Yên", kind="conclusion")]) == []
