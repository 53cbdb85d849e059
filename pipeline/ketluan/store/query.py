"""What a person types, as a full-text query: words, "phrases", AND OR NOT, -word, prefix*, brackets. Nothing is an error.

Accents that were typed count: "đất" finds đất and, behind it, dat in texts without accents, but not đạt. A word typed
without accents finds every accented form. Tone placement, case and Unicode form never matter. Abbreviations and full
names find each other. What cannot be understood is taken as plain words, and a note says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from ketluan.store.spelling import accented, plain, words
from ketluan.store.synonyms import longest_form, other_forms

MAX_QUERY_CHARS = 400
MAX_WORDS = 24
MAX_DEPTH = 8

Note = Literal["empty", "cut", "brackets", "quotes", "operators", "only-not", "without-accents"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one behind the other."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """`and`: all of them; `or`: any; `not`: none (inside an `and` only)."""

    kind: Literal["and", "or", "not"]
    parts: tuple[Node, ...]


Node = Phrase | Group
Leaf = Callable[[Phrase], str]


@dataclass(frozen=True, slots=True)
class Query:
    """`strict` and `loose` are FTS5 expressions; `loose` is wider and ranks behind. Empty where there is nothing to look for."""

    text: str
    strict: str = ""
    loose: str = ""
    plain: str = ""
    ranked: str = ""
    phrases: tuple[Phrase, ...] = ()
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.strict)


def parse_query(text: str, *, successors: bool = False) -> Query:
    """The FTS5 expressions for what was typed; never raises.

    Args:
        text: any string.
        successors: also look for the bodies that came before or after the ones named.
    """
    clean = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode().replace("\0", " ")).strip()
    parser = _Parser(clean[:MAX_QUERY_CHARS], successors)
    if len(clean) > MAX_QUERY_CHARS:
        parser.notes.append("cut")
    node = parser.parse()
    notes = tuple(dict.fromkeys(parser.notes))
    positive = _positive(node) if node else None
    if node is None or positive is None:
        return Query(clean, notes=(*notes, "only-not" if node else "empty"))
    phrases = tuple(_phrases(positive))
    strict = _render(node, _strict)
    near = _nearness(node)
    return Query(
        clean,
        strict,
        _render(node, _loose),
        _render(node, _plain),
        f"({strict}) AND ({near})" if near else strict,
        phrases,
        notes,
    )


_TOKEN = re.compile(r'"([^"]*)("?)|([()])|([^\s()"]+)')
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not", "&&": "and", "||": "or"}


@dataclass(slots=True)
class _Parser:
    text: str
    successors: bool
    notes: list[Note] = field(default_factory=list)
    _tokens: list[tuple[str, str]] = field(default_factory=list)
    _at: int = 0

    def parse(self) -> Node | None:
        self._tokens = self._cut()
        node = self._or(0)
        while self._at < len(self._tokens):  # a closing bracket too many
            self.notes.append("brackets")
            self._at += 1
            rest = self._or(0)
            node = _join("and", [n for n in (node, rest) if n])
        return node

    def _cut(self) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        n_words = 0
        for match in _TOKEN.finditer(self.text):
            quoted, closing, bracket, word = match.groups()
            if quoted is not None:
                if not closing:
                    self.notes.append("quotes")
                kind, value = ("phrase", quoted) if closing else ("word", quoted)
            elif bracket:
                kind, value = bracket, bracket
            elif word in _OPERATORS:
                kind, value = _OPERATORS[word], word
            else:
                kind, value = "word", word
            if kind in ("word", "phrase"):
                n_words += max(1, len(words(value)))
                if n_words > MAX_WORDS:
                    self.notes.append("cut")
                    break
            tokens.append((kind, value))
        return tokens

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _or(self, depth: int) -> Node | None:
        parts = [self._and(depth)]
        while self._peek() == "or":
            self._at += 1
            parts.append(self._and(depth))
            if parts[-1] is None or parts[0] is None:
                self.notes.append("operators")
        return _join("or", [p for p in parts if p])

    def _and(self, depth: int) -> Node | None:
        parts: list[Node] = []
        run: list[str] = []
        while self._peek() not in ("", "or", ")"):
            kind, value = self._tokens[self._at]
            self._at += 1
            if kind == "word" and not value.startswith("-") and not value.endswith("*"):
                run.append(value)
                continue
            parts += self._expand(run)
            run = []
            if kind == "and":
                if not parts or self._peek() in ("", "or", ")", "and"):
                    self.notes.append("operators")
            elif kind == "not":
                parts += self._not(depth)
            else:
                parts += self._one(kind, value, depth)
        parts += self._expand(run)
        return _join("and", parts)

    def _not(self, depth: int) -> list[Node]:
        while self._peek() in ("not", "and"):
            self.notes.append("operators")
            self._at += 1
        if self._peek() in ("", "or", ")"):
            self.notes.append("operators")
            return []
        kind, value = self._tokens[self._at]
        self._at += 1
        return [Group("not", tuple(parts))] if (parts := self._one(kind, value, depth)) else []

    def _one(self, kind: str, value: str, depth: int) -> list[Node]:
        if kind == "(":
            if depth >= MAX_DEPTH:
                self.notes.append("brackets")
                return []
            inner = self._or(depth + 1)
            if self._peek() == ")":
                self._at += 1
            else:
                self.notes.append("brackets")
            return [inner] if inner else []
        if kind == "phrase":
            found = _words(value)
            return [Phrase(found)] if found else []
        if value.startswith("-") and len(value) > 1:
            inner_parts = self._expand([value.lstrip("-")])
            return [Group("not", tuple(inner_parts))] if inner_parts else []
        if value.endswith("*"):
            found = _words(value)
            return [Phrase(found, prefix=len(found[-1]) > 1)] if found else []
        return self._expand([value])

    def _expand(self, run: list[str]) -> list[Node]:
        """Words typed one after the other; known names among them also stand for their other forms."""
        units = [unit for typed in run if (unit := _words(typed))]
        flat = tuple(word for unit in units for word in unit)
        starts = {sum(map(len, units[:i])): unit for i, unit in enumerate(units)}
        parts: list[Node] = []
        at = 0
        while at < len(flat):
            length = longest_form(flat, at, successors=self.successors)
            if length and _is_border(starts, at + length, len(flat)):
                typed = flat[at : at + length]
                forms = other_forms(typed, successors=self.successors)
                whole = _join("and", [Phrase(u) for u in _units(starts, at, at + length)])
                parts.append(Group("or", tuple(n for n in (whole, *map(Phrase, forms)) if n)))
                at += length
            else:
                unit = starts.get(at, flat[at : at + 1])
                parts.append(Phrase(unit))
                at += len(unit)
        return parts


def _is_border(starts: dict[int, tuple[str, ...]], at: int, end: int) -> bool:
    return at in starts or at == end


def _units(starts: dict[int, tuple[str, ...]], start: int, end: int) -> list[tuple[str, ...]]:
    return [unit for at, unit in starts.items() if start <= at < end]


def _words(typed: str) -> tuple[str, ...]:
    lower = accented(typed)
    return tuple(lower[start:end] for start, end in words(lower))


def _join(kind: Literal["and", "or"], parts: list[Node]) -> Node | None:
    if kind == "and":  # "(-a -b) c" is "-a -b c": FTS5 has no NOT without something before it
        parts = [inner for p in parts for inner in (p.parts if isinstance(p, Group) and p.kind == "and" else (p,))]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Group(kind, tuple(parts))


def _asks(node: Node) -> bool:
    """Whether any part of a node asks for something; "(-a OR -b)" does not, and FTS5 cannot say it."""
    return isinstance(node, Phrase) or (node.kind != "not" and any(map(_asks, node.parts)))


def _positive(node: Node) -> Node | None:
    """The part of a query that asks for something."""
    if isinstance(node, Phrase):
        return node
    if node.kind == "not":
        return None
    parts = [_positive(p) for p in node.parts]
    if node.kind == "or" and None in parts:
        return None
    return _join(node.kind, [p for p in parts if p])


def _phrases(node: Node) -> list[Phrase]:
    return [node] if isinstance(node, Phrase) else [phrase for part in node.parts for phrase in _phrases(part)]


def _render(node: Node, leaf: Leaf) -> str:
    if isinstance(node, Phrase):
        return leaf(node)
    wanted = [_render(p, leaf) for p in node.parts if _asks(p)]
    refuse = _loose if leaf is _strict else leaf  # what is not wanted goes in every spelling
    unwanted = [_render(q, refuse) for p in node.parts if isinstance(p, Group) and p.kind == "not" for q in p.parts]
    joined = f" {node.kind.upper()} ".join(f"({w})" for w in wanted)
    return f"({joined}) NOT ({' OR '.join(unwanted)})" if unwanted else joined


def _nearness(node: Node) -> str:
    """Pairs of neighbouring words: added to the query they change no result but lift texts where the words stand together."""
    if not isinstance(node, Group) or node.kind != "and":
        return ""
    singles = [p.words for p in node.parts if isinstance(p, Phrase) and not p.prefix]
    if len(singles) < 2 or len(singles) != len(node.parts):
        return ""
    pairs = [Phrase((*one, *other)) for one, other in pairwise(singles)]
    return " OR ".join([_strict(Phrase(singles[0])), *map(_strict, pairs)])


def _strict(phrase: Phrase) -> str:
    return _quote(phrase.words, phrase.prefix)


def _loose(phrase: Phrase) -> str:
    """Typed accents are also looked for in texts that have none ("Nghi dinh" from a scan)."""
    bare = tuple(map(plain, phrase.words))
    strict = _strict(phrase)
    return strict if bare == phrase.words else f"{strict} OR {{text meta}} : {_quote(bare, phrase.prefix)}"


def _plain(phrase: Phrase) -> str:
    """Accents ignored altogether: what is tried when nothing else was found."""
    return f"{{text_plain meta_plain}} : {_quote(tuple(map(plain, phrase.words)), phrase.prefix)}"


def _quote(typed: tuple[str, ...], prefix: bool) -> str:
    return '"' + " ".join(typed) + '"' + ("*" if prefix else "")
