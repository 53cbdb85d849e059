"""The stages of extraction as spaCy components: `Doc -> Doc`, each with what it requires and what it assigns.

A component reads and writes the `Draft` at `doc._.draft`. The list `STAGES` is the whole registration; `build_pipeline` checks
before anything runs that every requirement is assigned by an earlier stage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ketluan.errors import KetluanError, StageError
from ketluan.extraction.draft import Draft

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Stage:
    """One component: `run` changes the draft; `requires` and `assigns` name attributes of `Draft`."""

    name: str
    requires: tuple[str, ...]
    assigns: tuple[str, ...]
    run: Callable[[Draft, Doc], None]


def _sentences(draft: Draft, doc: Doc) -> None:
    from ketluan.text.sentences import split_sentences

    draft.sentences = split_sentences(draft.text)


def _sections(draft: Draft, doc: Doc) -> None:
    from ketluan.text.sections import find_sections

    draft.sections = find_sections(draft.text, draft.sentences)


def _encoder(draft: Draft, doc: Doc) -> None:
    if draft.encoder is not None:
        draft.encoded = draft.encoder.read(draft.text, draft.sentences)


def _citations(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.citations import find_citations

    find_citations(draft)


def _agencies(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.agencies import find_agencies

    find_agencies(draft)


def _persons(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.persons import find_persons

    find_persons(draft)


def _encoded_names(draft: Draft, doc: Doc) -> None:
    if draft.encoded is not None:
        from ketluan.extraction.encoded_names import add_encoded_names

        add_encoded_names(draft, draft.encoded.names)


def _measures(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.measures import find_measures

    draft.measures = find_measures(draft.text)


def _document(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.documents import describe_document

    describe_document(draft)


def _law_versions(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.citations import choose_versions

    choose_versions(draft)


def _statements(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.statements import find_statements

    find_statements(draft, doc)


def _roles(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.persons.roles import decide_roles

    decide_roles(draft)


def _relations(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.relations import link

    link(draft)


def _inspected(draft: Draft, doc: Doc) -> None:
    from ketluan.extraction.documents import settle_inspected

    settle_inspected(draft)


STAGES: tuple[Stage, ...] = (
    Stage("ketluan_sentences", (), ("sentences",), _sentences),
    Stage("ketluan_sections", ("sentences",), ("sections",), _sections),
    Stage("ketluan_encoder", ("sentences",), ("encoded",), _encoder),
    Stage("ketluan_citations", ("sentences",), ("citations",), _citations),
    Stage("ketluan_agencies", ("sentences", "sections", "citations"), ("agencies",), _agencies),
    Stage("ketluan_persons", ("sentences", "agencies"), ("persons",), _persons),
    Stage("ketluan_encoded_names", ("agencies", "persons", "citations", "encoded"), (), _encoded_names),
    Stage("ketluan_measures", (), ("measures",), _measures),
    Stage("ketluan_document", ("sentences", "citations", "agencies", "persons"), ("document",), _document),
    Stage("ketluan_law_versions", ("citations", "document"), (), _law_versions),
    Stage(
        "ketluan_statements",
        ("sentences", "sections", "citations", "agencies", "persons", "measures", "document", "encoded"),
        ("findings", "recommendations"),
        _statements,
    ),
    Stage("ketluan_roles", ("sentences", "persons", "findings", "recommendations"), (), _roles),
    Stage("ketluan_relations", ("findings", "recommendations", "document"), ("relations",), _relations),
    Stage("ketluan_inspected", ("document", "relations"), (), _inspected),
)


def check_stages(stages: tuple[Stage, ...]) -> None:
    """Raise `StageError` where a stage requires what no earlier stage assigns."""
    assigned: set[str] = set()
    for stage in stages:
        missing = set(stage.requires) - assigned
        if missing:
            raise StageError(f"{stage.name} requires {', '.join(sorted(missing))}, which no earlier stage assigns")
        assigned.update(stage.assigns)


@cache
def build_pipeline() -> Language:
    """The spaCy pipeline: the word tokenizer and all of `STAGES`, built once per process."""
    from ketluan.text.lean_imports import without_frameworks
    from ketluan.text.tokens import WordTokenizer

    with without_frameworks():
        import spacy
        from spacy.language import Language as SpacyLanguage
        from spacy.tokens import Doc as SpacyDoc

    check_stages(STAGES)
    if not SpacyDoc.has_extension("draft"):
        SpacyDoc.set_extension("draft", default=None)
    nlp = spacy.blank("xx")
    nlp.max_length = 100_000_000  # the limit of characters is ours (ingest.limits), not spaCy's
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    for stage in STAGES:
        if not SpacyLanguage.has_factory(stage.name):
            SpacyLanguage.component(stage.name, func=_as_component(stage))
        nlp.add_pipe(stage.name)
    return nlp


def _as_component(stage: Stage) -> Callable[[Doc], Doc]:
    def component(doc: Doc) -> Doc:
        try:
            stage.run(doc._.draft, doc)
        except KetluanError:
            raise
        except Exception as error:
            raise StageError(f"{stage.name}: {type(error).__name__}: {error}", stage="extract") from error
        return doc

    component.__name__ = stage.name
    return component


def warm_up() -> None:
    """Load all models by running the pipeline once on a few words (first use is slow and not safe in threads)."""
    nlp = build_pipeline()
    text = "Thanh tra tỉnh kết luận: đơn vị chưa niêm yết công khai thủ tục hành chính."
    doc = nlp.make_doc(text)
    doc._.draft = Draft(text)
    for _, component in nlp.pipeline:
        doc = component(doc)
