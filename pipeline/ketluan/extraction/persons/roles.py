"""Why a person is named: as the subject of what the text reports, as somebody who acts for a body, or as an author."""

from __future__ import annotations

import re

from ketluan.extraction.draft import Draft
from ketluan.extraction.persons.cues import any_of
from ketluan.extraction.persons.entries import Group
from ketluan.record import PersonRole, Relation

_BLAME = re.compile(rf"\b{any_of('blame')}\b", re.IGNORECASE)
_ACTS = re.compile(rf"^[^.;\n]{{0,140}}?\b{any_of('act')}\b", re.IGNORECASE)


def decide_role(draft: Draft, group: Group, positions: list[Relation]) -> PersonRole:
    """`author`: a byline; `official`: speaks, signs or orders; `named`: in sentences that blame; else `other`."""
    if all(m.how == "author" for m in group.mentions):
        return "author"
    if any(m.how == "signed" for m in group.mentions):
        return "official"
    acts = blamed = 0
    for mention in group.mentions:
        sentence = draft.sentence_at(mention.start) or (mention.start, mention.end)
        acts += bool(_ACTS.match(draft.text[mention.end : sentence[1]]))
        blamed += bool(_BLAME.search(draft.text[sentence[0] : sentence[1]]))
    if positions and acts and acts >= blamed:
        return "official"
    if blamed:
        return "named"
    return "official" if positions else "other"
