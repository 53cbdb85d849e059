"""One person, one entry: mentions by given name go to the one full name that fits."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from ketluan.extraction.persons.names import NameMention, is_acronym
from ketluan.text.folding import same_tone_style

_MALE, _FEMALE = frozenset({"ông", "anh", "chú"}), frozenset({"bà", "chị", "cô"})


@dataclass(slots=True)
class Group:
    """The mentions of one person, in text order."""

    name: str
    honorific: str | None
    mentions: list[NameMention] = field(default_factory=list)

    @property
    def key(self) -> list[str]:
        return _key(self.name)


def _key(name: str) -> list[str]:
    return [same_tone_style(syllable) for syllable in name.split()]


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two honorifics exclude one another."""
    return (one in _MALE and other in _FEMALE) or (one in _FEMALE and other in _MALE)


def group_mentions(mentions: list[NameMention], sentences: list[tuple[int, int]]) -> list[Group]:
    """Entries in order of first mention.

    The same full name is one person unless ông and bà contradict. A shorter name belongs to the full name that ends in it:
    to the only one, or to the only one already introduced, or to the only one that its sentence names before it, or to the
    one named last where the text calls only him "ông"; where several fit it stays an entry of its own.
    """
    full = _full_names(mentions)
    for mention in mentions:
        if mention.how == "author":
            continue
        group = _find(full, mention, _sentence_start(sentences, mention.start))
        if group is None:
            group = Group(_spelled(mention.text), mention.honorific)
            full.append(group)
        group.mentions.append(mention)
        group.honorific = group.honorific or mention.honorific
    authors: dict[str, Group] = {}
    for mention in mentions:
        if mention.how == "author":
            name = _spelled(mention.text)
            authors.setdefault(name, Group(name, None)).mentions.append(mention)
    groups = [g for g in [*full, *authors.values()] if g.mentions]
    return sorted(groups, key=lambda g: g.mentions[0].start)


def _full_names(mentions: list[NameMention]) -> list[Group]:
    """Empty groups for all names that are no short form of a longer one, longest first."""
    groups: list[Group] = []
    named = [m for m in mentions if m.how != "author" and len(m.syllables) > 1]
    for mention in sorted(named, key=lambda m: -len(m.syllables)):
        key = _key(mention.text)
        if any(g.key[-len(key) :] == key and not _differ(g.honorific, mention.honorific) for g in groups):
            group = next(g for g in groups if g.key[-len(key) :] == key and not _differ(g.honorific, mention.honorific))
            group.honorific = group.honorific or mention.honorific
            continue
        groups.append(Group(_spelled(mention.text), mention.honorific))
    return groups


def _sentence_start(sentences: list[tuple[int, int]], offset: int) -> int:
    index = bisect_right(sentences, (offset, offset + 1_000_000)) - 1
    return sentences[index][0] if index >= 0 else 0


def _find(groups: list[Group], mention: NameMention, sentence: int) -> Group | None:
    key = _key(mention.text)
    fitting = [g for g in groups if g.key[-len(key) :] == key and not _differ(g.honorific, mention.honorific)]
    exact = [g for g in fitting if g.key == key]
    if exact:
        return exact[0]
    introduced = [g for g in fitting if g.mentions]
    if len(fitting) == 1:
        return fitting[0]
    beside = [g for g in introduced if g.mentions[-1].start >= sentence]
    candidates = introduced if len(introduced) == 1 else beside or _called(introduced, mention)
    return candidates[0] if len(candidates) == 1 else None


def _called(introduced: list[Group], mention: NameMention) -> list[Group]:
    """The one whom the text calls "ông" or "bà", where the others have only a title and he was named last."""
    if mention.honorific is None:
        return []
    last = max(introduced, key=lambda g: g.mentions[-1].start, default=None)
    return [last] if last and last.honorific and not any(g.honorific for g in introduced if g is not last) else []


def _spelled(name: str) -> str:
    """ "LÊ VĂN A" -> "Lê Văn A"; everything else as written."""
    return name.title() if all(is_acronym(s) or len(s) == 1 for s in name.split()) and len(name) > 3 else " ".join(name.split())
