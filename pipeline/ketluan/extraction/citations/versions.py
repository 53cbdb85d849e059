"""Which version of a law is meant, where the text gives a title without a year: decided by the document's dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ketluan.extraction.citations.keys import iri
from ketluan.knowledge.laws import Law, law_register
from ketluan.record import Citation

if TYPE_CHECKING:
    from ketluan.extraction.draft import Draft

# Laws on how an inspection is done: the one in force on the day of the document applies. For all other laws the time of what
# was inspected decides, and that may be years before.
_PROCEDURE = "inspection"


def choose_versions(draft: Draft) -> None:
    """Give `number` to laws cited by title alone where the dates allow one version only; `key` stays what the text gives.

    The date of the document decides for the law on inspection, the whole reviewed period for other laws. Where they leave several
    versions, the mention stays ambiguous and its candidates begin with the version in force on the document's date.
    """
    date = draft.document.date or draft.document.published
    if date:
        draft.citations = [_settle(citation, date, draft) for citation in draft.citations]


def _settle(citation: Citation, date: str, draft: Draft) -> Citation:
    if citation.number or citation.year or not citation.title:
        return citation
    register = law_register()
    versions = register.versions(citation.title)
    current = register.in_force(citation.title, date)
    if len(versions) < 2 or current is None or not current.trusted:
        return citation
    chosen = _chosen(current, citation.title, draft)
    candidates = [] if chosen else [current.number, *(law.number for law in versions if law is not current)]
    mentions = [
        msgspec.structs.replace(m, resolved="by_title" if chosen else "ambiguous", candidates=candidates)
        if m.resolved == "ambiguous" and set(m.candidates) <= {law.number for law in versions}
        else m
        for m in citation.mentions
    ]
    if chosen is None:
        return msgspec.structs.replace(citation, mentions=mentions)
    uri = iri(citation.type, citation.key, chosen.number, chosen.year, chosen.date)
    return msgspec.structs.replace(citation, mentions=mentions, number=chosen.number, uri=uri)


def _chosen(current: Law, title: str, draft: Draft) -> Law | None:
    if current.topic == _PROCEDURE:
        return current
    period = draft.document.reviewed_period
    if period is None or period.start is None or period.end is None:
        return None
    register = law_register()
    first, last = register.in_force(title, period.start), register.in_force(title, period.end)
    return first if first is not None and first is last else None
