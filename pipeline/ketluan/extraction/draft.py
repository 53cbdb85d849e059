"""The record while it is being made: what the components read and write, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ketluan.ingest.base import Hints
from ketluan.models.chosen import BUILT_IN, ModelPaths
from ketluan.record import (
    Agency,
    Citation,
    DocumentInfo,
    Finding,
    Measure,
    Page,
    Person,
    Recommendation,
    RecordWarning,
    Relation,
)
from ketluan.text.sections import Section

if TYPE_CHECKING:
    from ketluan.extraction.agencies.implied import BodyNamer
    from ketluan.models.encoder import Encoder, Reading


@dataclass(slots=True)
class Draft:
    """Ids are final as soon as a component has written its list; all spans are half open in `text`.

    Components may leave `page` and `boxes` of their mentions empty: `assemble` fills them from the pages.
    """

    text: str
    hints: Hints = field(default_factory=Hints)
    pages: list[Page] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    document: DocumentInfo = field(default_factory=DocumentInfo)
    warnings: list[RecordWarning] = field(default_factory=list)
    # By citation id: the issuer's full name, and the place of the issuer's phrase behind the citation.
    citation_issuers: dict[str, str] = field(default_factory=dict)
    citation_issuer_spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    # Reads bodies out of titles ("Thứ trưởng Y tế"): written with the agencies.
    namer: BodyNamer | None = None
    # What a run was given with `--model`: files of models, a transformer, and what that reads in this text.
    models: ModelPaths = BUILT_IN
    encoder: Encoder | None = None
    encoded: Reading | None = None

    def sentence_at(self, offset: int) -> tuple[int, int] | None:
        """The sentence that holds `offset`; None between sentences."""
        from bisect import bisect_right

        index = bisect_right(self.sentences, (offset, len(self.text))) - 1
        if index >= 0 and self.sentences[index][0] <= offset < self.sentences[index][1]:
            return self.sentences[index]
        return None
