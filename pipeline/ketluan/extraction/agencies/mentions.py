"""Where the text names bodies: the grammar at every head word, coordination, and short forms that the text introduces."""

from __future__ import annotations

from dataclasses import replace

from ketluan.extraction.agencies import coordination
from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.grammar import OWNED_RULES, parse_body, parse_owner
from ketluan.extraction.agencies.lexicon import damaged_heads, find_head, heads, longest
from ketluan.extraction.agencies.name_lists import following_names, is_plural, listed_names
from ketluan.extraction.agencies.tokens import Tokens

# In front of "thanh tra" in lower case these make it an activity ("tiến hành thanh tra Sở …"), not the inspectorate.
_ACTIVITY = frozenset(
    {
        "hành",
        "đoàn",
        "luận",
        "cuộc",
        "định",
        "việc",
        "hoạch",
        "tác",
        "đã",
        "sẽ",
        "đang",
        "qua",
        "khi",
        "vụ",
        "được",
        "đợt",
        "lệnh",
    }
)


# "nhiệm vụ", "cơ sở": no department, however they are written.
_COMPOUNDS = {"vụ": frozenset({"nhiệm", "dịch", "nghiệp", "chức", "phục"}), "sở": frozenset({"cơ", "trụ"})}


def find_bodies(tokens: Tokens) -> list[Body]:
    """Bodies in text order; they do not overlap."""
    found: list[Body] = []
    known, damaged = heads(), damaged_heads()
    index, size = 0, len(tokens)
    while index < size:
        if tokens.keys[index] not in known and not (tokens.caps[index] and tokens.bare[index] in damaged):
            index += 1
            continue
        if index and tokens.keys[index - 1] in _COMPOUNDS.get(tokens.keys[index], ()):
            index += 1
            continue
        nothing = find_head(tokens, index)
        if nothing and nothing[1].rule in ("nothing", "law_title"):
            named = nothing[1].rule == "law_title" and parse_body(tokens, nothing[0])
            index = named.last if named else nothing[0]  # "Luật Tổ chức Quốc hội" names no body
            continue
        bodies = (
            _with_organs(tokens, index, coordination.plural_sectors(tokens, index))
            or _at(tokens, index)
            or listed_names(tokens, index)
        )
        if bodies and _is_project(tokens, bodies[0]):
            index = bodies[0].last
            continue
        if not bodies:
            # A committee without a place is generic as a whole: "ban nhân dân" inside it is no board.
            index = nothing[0] if nothing and nothing[1].rule in ("territorial", "organ") else index + 1
            continue
        found.extend(bodies)
        index = bodies[-1].last
    return found


def _with_organs(tokens: Tokens, first: int, bodies: list[Body]) -> list[Body]:
    """ "Đảng ủy các Sở: A, B" are the party committees of these departments."""
    if first < 3 or not bodies or tokens.keys[first - 1] not in ("các", "hai"):
        return bodies
    head = longest(heads(), tokens, first - 3)
    if head is None or head[0] != first - 1 or head[1].rule != "organ":
        return bodies
    return [Body(body.first, body.last, head[1], parent=body) for body in bodies]


def _at(tokens: Tokens, index: int) -> list[Body]:
    body = parse_body(tokens, index)
    if body is None or _is_activity(tokens, body):
        return []
    if body.sector and body.head.rule in ("department", "ministry"):
        return [body, *coordination.following_sectors(tokens, body)]
    if body.head.rule == "territorial":
        places = coordination.following_places(tokens, body)
        return places if tokens.keys[body.last] == ":" and places else [body, *places]
    if body.head.rule == "named":
        return [_without_plural_head(tokens, body), *following_names(tokens, body)]
    if body.head.rule in OWNED_RULES and body.parent is None:
        return [replace(body, owner=parse_owner(tokens, body))]
    return [body]


def _without_plural_head(tokens: Tokens, body: Body) -> Body:
    """ "các trường THPT A, THCS B": the first word is the list's."""
    inner = longest(heads(), tokens, body.first + 1) if tokens.keys[body.first] == "trường" else None
    if inner and inner[1].rule == "named" and inner[1].type == "school" and is_plural(tokens, body.first):
        return replace(body, first=body.first + 1)
    return body


_BUILT = frozenset({"centre", "hospital", "school", "association"})


def _is_project(tokens: Tokens, body: Body) -> bool:
    """ "dự án Nhà máy X", "công trình Bệnh viện Y": the thing that is built, not the body that will run it."""
    first = body.first
    if first < 2 or not tokens.joined[first] or (body.head.type not in _BUILT and body.head.name not in ("Nhà máy", "Khách sạn")):
        return False
    return (tokens.keys[first - 2], tokens.keys[first - 1]) in (("dự", "án"), ("công", "trình"))


def _is_activity(tokens: Tokens, body: Body) -> bool:
    first = body.first
    if body.head.rule == "fixed":
        return body.head.name == "Chính phủ" and first > 1 and tokens.keys[first - 1] == "tướng"
    if body.head.rule != "inspectorate" or tokens.caps[first]:
        return False
    return bool(first) and tokens.joined[first] and tokens.keys[first - 1] in _ACTIVITY
