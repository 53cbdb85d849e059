"""The stages of extraction: registered in one list, checked before anything runs."""

from __future__ import annotations

import pytest

from ketluan.errors import KetluanError, StageError
from ketluan.extraction.components import STAGES, Stage, build_pipeline, check_stages


def test_the_stages_and_their_order_are_pinned() -> None:
    assert [stage.name.removeprefix("ketluan_") for stage in STAGES] == [
        "sentences", "sections", "encoder", "citations", "agencies", "persons", "encoded_names", "measures", "document",
        "law_versions", "statements", "roles", "relations", "inspected",
    ]  # fmt: skip
    assert build_pipeline().pipe_names == [stage.name for stage in STAGES]


def test_a_stage_before_what_it_requires_is_refused() -> None:
    with pytest.raises(KetluanError, match=r"ketluan_relations requires .*findings"):
        check_stages((STAGES[0], STAGES[-2]))


def test_a_failing_stage_names_itself_and_keeps_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    from ketluan.extraction import components
    from ketluan.extraction.draft import Draft

    def fail(draft: Draft, doc: object) -> None:
        raise ZeroDivisionError("nothing to divide")

    component = components._as_component(Stage("ketluan_broken", (), (), fail))
    doc = build_pipeline().make_doc("x")
    doc._.draft = Draft("x")
    with pytest.raises(StageError, match="ketluan_broken: ZeroDivisionError") as caught:
        component(doc)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
