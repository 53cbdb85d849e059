"""Web archives (MHTML), as Word and browsers save them, often under the name .doc: their HTML part is read as a web page."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from ketluan.errors import InputError
from ketluan.ingest import html
from ketluan.ingest.base import Loaded
from ketluan.ingest.limits import Limits
from ketluan.record import Source

MAX_PARTS = 1_000


def read(data: bytes, source: Source, limits: Limits) -> Loaded:
    """The first HTML part, read by `html.read`; pictures and other parts are left out.

    Raises:
        InputError: there is no HTML part, or what `html.read` raises.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            break
        if part.get_content_type() == "text/html":
            return html.read(_payload(part), source, limits)
    raise InputError("the web archive holds no page", code="input-corrupt")


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
