"""Bodies that the text points to without naming them as such: out of words put together from a title ("Bộ" + "Y tế")."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from ketluan.extraction.agencies.entities import Entity
from ketluan.extraction.agencies.grammar import parse_body
from ketluan.extraction.agencies.names import name_key
from ketluan.extraction.agencies.resolution import Resolver
from ketluan.extraction.agencies.tokens import Tokens, tokenize
from ketluan.record import Agency


class BodyNamer:
    """Reads words as the name of a body, in the places of one document."""

    def __init__(
        self, tokens: Tokens, resolver: Resolver, agencies: list[Agency], enter: Callable[[str, Entity], Agency]
    ) -> None:
        self._tokens, self._resolver, self._agencies, self._enter = tokens, resolver, agencies, enter

    def read(self, head: str, tail: str, offset: int) -> tuple[Entity, int] | None:
        """The body that `head + tail` begins with, and how much of the tail it takes.

        `offset` says where in the document it is pointed to: a bare "tỉnh" is the one meant there.
        """
        tokens = tokenize(head + tail)
        body = parse_body(tokens, 0)
        if body is None:
            return None
        taken = tokens.ends[body.last - 1] - len(head)
        at = max(0, bisect_right(self._tokens.starts, offset) - 1)
        entity = self._resolver.resolve(replace(body, first=at))
        if taken < 0 or entity.location.is_generic:
            return None
        return entity, taken

    def agency(self, entity: Entity) -> Agency:
        """The document's entry for the body; a new one without mentions where it has none."""
        key = name_key(entity.name)
        known = next((a for a in self._agencies if name_key(a.name) == key), None)
        if known is None:
            known = self._enter(f"a{len(self._agencies) + 1}", entity)
            self._agencies.append(known)
        return known
