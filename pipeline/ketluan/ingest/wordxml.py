"""Names of WordprocessingML without their namespace, so that transitional and strict documents read alike."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from ketluan.errors import InputError

Element = ElementTree.Element


def parse_xml(data: bytes) -> Element:
    """The root of an XML part. A part with a document type is refused: Word writes none, and entities live in it.

    Raises:
        InputError: not well formed, or with a document type.
    """
    head = data[:4096].replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise InputError("an XML part with a document type definition", code="input-corrupt")
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise InputError(f"an XML part is damaged: {error}", code="input-corrupt") from error


def local(element: Element) -> str:
    """The element's name without namespace; "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along the path of local names, or None."""
    for name in path:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Children with this local name."""
    return (e for e in element if local(e) == name) if element is not None else iter(())


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """The attribute with this local name; `default` where the element or the attribute is missing."""
    if element is None:
        return default
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)


def is_on(element: Element | None) -> bool:
    """A toggle property: present and not switched off."""
    return element is not None and attribute(element, "val", "1") not in ("0", "false", "off")
