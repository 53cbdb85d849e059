"""One configuration file a model, in spaCy's form (sections, JSON values, `${section.name}`)."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ketluan.errors import ResourceError

OptionsT = TypeVar("OptionsT")


def read_options(path: Path | None, section: str, kind: type[OptionsT], **changed: Any) -> OptionsT:
    """The options of one section as a dataclass; what the section leaves out has the dataclass's default.

    Args:
        path: the file; all defaults where None.
        changed: values from elsewhere (the command line) that win over the file; None changes nothing.
    Raises:
        ResourceError: the file cannot be read, lacks the section, or holds a setting that is unknown or of the wrong type.
    """
    changed = {name: value for name, value in changed.items() if value is not None}
    if path is None:
        return make_options(kind, changed)
    from confection import Config

    try:
        return make_options(kind, dict(Config().from_disk(path, interpolate=True)[section]) | changed)
    except KeyError as error:
        raise ResourceError(f"{path}: no section [{section}]", code="resource-damaged") from error
    except (ValueError, OSError) as error:
        raise ResourceError(f"{path}: {error}", code="resource-damaged") from error


def make_options(kind: type[OptionsT], values: dict[str, Any]) -> OptionsT:
    """The dataclass with these values; raises ValueError for a name that it does not know or a value of the wrong type."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(values) - known):
        raise ValueError(f"unknown setting {', '.join(unknown)}; known: {', '.join(sorted(known))}")
    return msgspec.convert(values, kind)
