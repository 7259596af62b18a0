"""News as an Atom feed (RFC 4287), for whatever reads feeds.

In: the news, the address that the pages have. Out: bytes of XML; a document an entry, linked into the reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode
from xml.etree import ElementTree

from ui.app.fields import NewsFields

ATOM = "http://www.w3.org/2005/Atom"
TITLES: Mapping[str, str] = {"added": "新增", "changed": "更新"}


def write_feed(news: NewsFields, address: str, identity: str) -> bytes:
    """address: of the pages, with a slash at its end; identity: what tells this knowledge base from others."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "zh-CN"})
    newest = max((one["at"] for one in news["documents"]), default=datetime.now(UTC).isoformat(timespec="seconds"))
    _add(feed, "id", f"urn:mailuo:{identity}")
    _add(feed, "title", "脉络:新到的文件")
    _add(feed, "updated", newest)
    ElementTree.SubElement(ElementTree.SubElement(feed, "author"), "name").text = "Mailuo 脉络"
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": f"{address}news.atom"})
    for one in news["documents"]:
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, "id", f"urn:mailuo:{identity}:{urlencode({'d': one['document_id'], 'at': one['at']})}")
        _add(entry, "title", f"{TITLES[one['how']]}:{one['title']}")
        _add(entry, "updated", one["at"])
        href = f"{address}documents?{urlencode({'document': one['document_id']})}"
        ElementTree.SubElement(entry, "link", {"rel": "alternate", "href": href})
        about = [one["region"], f"{one['year']}年" if one["year"] else None, one["source"]]
        _add(entry, "summary", " · ".join(part for part in about if part))
    made: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    # signs that XML cannot hold
    said = "".join(
        sign for sign in text if sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff"
    )
    ElementTree.SubElement(parent, name).text = said
