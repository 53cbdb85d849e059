"""The grammar of agency names: from a head word to the end of the name, in one pass over the tokens.

    body        = head tail?
    tail        = sector | open words | place | parent body
    territorial = ("UBND" | "Công an" | "Thanh tra" …) place            place = kind name? | province
    department  = ("Sở" | "Bộ" | "Phòng") sector place? parent?
    open        = ("Công ty" | "Trung tâm" …) (name word | capital | connector)+ place? parent?

A body that stands directly behind another one is its parent ("Văn phòng UBND tỉnh", "Thanh tra Sở Y tế"). Cost: linear, each rule
reads on at most `MAX_NAME_TOKENS`.
"""

from __future__ import annotations

from collections.abc import Callable

from ketluan.extraction.agencies.bodies import PARENTS, Body, Parse
from ketluan.extraction.agencies.enterprises import read_media, read_named, read_premises, read_registered
from ketluan.extraction.agencies.lexicon import Head, find_head
from ketluan.extraction.agencies.state_bodies import (
    read_department,
    read_fixed,
    read_fixed_place,
    read_inspectorate,
    read_ministry,
    read_organ,
    read_party_local,
    read_territorial,
)
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.extraction.agencies.units import read_investigators, read_office, read_unit

MAX_DEPTH = 4
_PLURAL = frozenset({"các", "những", "mỗi", "một", "số", "nhiều", "vài"})
_BELONGING = frozenset({"thuộc", "của", "("})
# In front of a unit these say that somebody's post is named: behind a comma the body stands that the unit belongs to.
_POSTS = frozenset({"trưởng", "phó", "đốc", "viên", "nhiệm", "toán"})
OWNED_RULES = frozenset({"unit", "investigators"})


def parse_owner(tokens: Tokens, body: Body) -> Body | None:
    """The body that `body` is said to belong to just behind its name.

    "Cục X thuộc Bộ Y", "Phòng A (Sở B)", "Phòng A (PA) Công an tỉnh", and behind a post "Trưởng phòng A, Sở B".
    """
    index = body.last
    if tokens.words[index] == "(" and tokens.words[index + 2] == ")" and tokens.caps[index + 3] and tokens.joined[index + 3]:
        index += 3
    else:
        after_post = tokens.words[index] == "," and body.first and tokens.keys[body.first - 1] in _POSTS
        if not (after_post or (tokens.keys[index] in _BELONGING and tokens.joined[index])):
            return None
        index += 1
    owner = parse_body(tokens, index) if tokens.joined[index] else None
    if owner and owner.head.rule == "named" and (body.head.name == "Khoa" or body.head.type == "division"):
        return owner  # "Khoa Dược của Bệnh viện Mây Biếc"
    if owner is None or owner.head.rule not in _OWNERS or (owner.head.rule == "fixed" and owner.head.type == "police"):
        return None
    return owner


_OWNERS = PARENTS | {"inspectorate"}


def parse_body(tokens: Tokens, first: int, depth: int = 0) -> Body | None:
    """The body whose name starts at token `first`; None where none does or the words are generic."""
    found = find_head(tokens, first)
    if found is None or depth > MAX_DEPTH:
        return None
    end, head = found
    before = tokens.keys[first - 1] if first else ""
    if before in _PLURAL and not depth and not any(tokens.caps[first:end]) and not tokens.caps[end]:
        return None  # "các ban quản lý chợ"
    rule = _RULES.get(head.rule)  # other rules mark phrases that are no bodies ("trung tâm thương mại")
    return rule(tokens, first, end, head, lambda index: parse_body(tokens, index, depth + 1)) if rule else None


_RULES: dict[str, Callable[[Tokens, int, int, Head, Parse], Body | None]] = {
    "fixed": read_fixed,
    "registered": read_registered,
    "fixed_place": read_fixed_place,
    "territorial": read_territorial,
    "party_local": read_party_local,
    "organ": read_organ,
    "inspectorate": read_inspectorate,
    "ministry": read_ministry,
    "department": read_department,
    "unit": read_unit,
    "office": read_office,
    "investigators": read_investigators,
    "named": read_named,
    "media": read_media,
    "premises": read_premises,
}
