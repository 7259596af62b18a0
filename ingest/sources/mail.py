"""A page saved with all that belongs to it (.mht, .mhtml) → its first part that is a web page."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from ingest.sources.reading import Heard, Reading, unheard
from ingest.sources.unreadable import Unreadable
from ingest.sources.web import read_html


def read_mht(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """The article of a saved page."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    part = next(
        (part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None
    )
    if part is None:
        raise Unreadable(name, "mht")
    page = _bytes_of(part)
    if not page.strip():
        raise Unreadable(name, "no_text")
    return read_html(_with_charset(page, part), name, heard)


def _bytes_of(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _with_charset(page: bytes, part: Message) -> bytes:
    """The part's own charset goes before what the page declares: its bytes may have been written anew."""
    charset = (part.get_content_charset() or "").lower()
    if charset.startswith("utf-16") and not page.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page.decode("utf-16-be" if charset.endswith("be") else "utf-16-le", "replace").encode()
    return page
