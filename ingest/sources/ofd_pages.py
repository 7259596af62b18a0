"""The parts of an OFD file → its documents, and the pages of each with their templates."""

from __future__ import annotations

import io
import posixpath
from dataclasses import dataclass, field

import lxml.etree
import PIL.Image

from ingest.sources.archive import FAULTS, Archive
from ingest.sources.boxes import Box
from ingest.sources.ofd_objects import POINTS, Objects, numbers, read_objects
from ingest.sources.pdf_pages import DOTS_PER_INCH, MOST_DOTS, MOST_PAGES
from ingest.sources.pdf_pieces import cut_pieces
from ingest.sources.pdf_shapes import Page
from ingest.sources.unreadable import Unreadable

A4 = [0.0, 0.0, 210.0, 297.0]
MOST_PICTURE_DOTS = 80_000_000


@dataclass(slots=True)
class OfdPage:
    """A page, and its pictures for recognition."""

    page: Page
    pictures: list[tuple[str, Box]]  # the part that holds each, and where it stands


@dataclass(slots=True)
class _Document:
    """One document of a file while its pages are read."""

    archive: Archive
    folder: str
    box: list[float]
    templates: dict[str, str] = field(default_factory=dict)  # identifier → part
    media: dict[str, str] = field(default_factory=dict)


def read_documents(archive: Archive) -> list[list[OfdPage]]:
    """The pages of each document in their order; numbers go on from one document to the next. Too many are refused."""
    documents: list[list[OfdPage]] = []
    number = 0
    for root in archive.tree("OFD.xml").iterfind("{*}DocBody/{*}DocRoot"):
        path = (root.text or "").strip().lstrip("/")
        if path not in archive:
            continue
        document, parts = _open(archive, path)
        if number + len(parts) > MOST_PAGES:
            raise Unreadable(archive.name, "pages", pages=number + len(parts), most=MOST_PAGES)
        pages = []
        for part in parts:
            number += 1
            pages.append(_read_page(document, part, number))
        documents.append(pages)
    return documents


def _open(archive: Archive, path: str) -> tuple[_Document, list[str]]:
    root = archive.tree(path)
    folder = posixpath.dirname(path)
    common = root.find("{*}CommonData")
    document = _Document(archive, folder, _box(common, A4))
    if common is not None:
        for template in common.iterfind("{*}TemplatePage"):
            document.templates[template.get("ID", "")] = _part(archive, folder, template.get("BaseLoc", ""))
        for kind in ("PublicRes", "DocumentRes"):
            for found in common.iterfind("{*}" + kind):
                _read_media(document, _part(archive, folder, found.text or ""))
    return document, [_part(archive, folder, page.get("BaseLoc", "")) for page in root.iterfind("{*}Pages/{*}Page")]


def _part(archive: Archive, folder: str, location: str) -> str:
    """The part that a location names: from the root, beside the document, or (unruly producers) the other way."""
    location = location.strip()
    beside = posixpath.join(folder, location.lstrip("/"))
    return location.lstrip("/") if location.startswith("/") or beside not in archive else beside


def _box(element: lxml.etree._Element | None, otherwise: list[float]) -> list[float]:
    if element is None:
        return otherwise
    text = element.findtext("{*}PageArea/{*}PhysicalBox") or element.findtext("{*}Area/{*}PhysicalBox")
    box = numbers(text, 4) if text else otherwise
    return box if box[2] > 0 and box[3] > 0 else otherwise


def _read_media(document: _Document, part: str) -> None:
    if part not in document.archive:
        return
    root = document.archive.tree(part)
    folder = posixpath.join(posixpath.dirname(part), (root.get("BaseLoc") or "").strip("/"))
    for media in root.iterfind("{*}MultiMedias/{*}MultiMedia"):
        file = (media.findtext("{*}MediaFile") or "").strip()
        document.media[media.get("ID", "")] = _part(document.archive, folder, file)


def _read_page(document: _Document, part: str, number: int) -> OfdPage:
    box, objects = document.box, Objects()
    if part in document.archive:
        root = document.archive.tree(part)
        box = _box(root, box)
        for used in root.iterfind("{*}Template"):
            template = document.templates.get(used.get("TemplateID", ""), "")
            if template in document.archive:
                read_objects(document.archive.tree(template), objects)
        read_objects(root, objects)
    page = Page(number, box[2] * POINTS, box[3] * POINTS, shapes=objects.shapes)
    page.glyphs, page.unknown = objects.prints.count, objects.prints.unknown
    area = page.width * page.height
    page.picture = max((_area(frame) / area for _, frame in objects.pictures), default=0.0)
    cut_pieces(page, objects.prints, objects.rules)
    return OfdPage(page, [(document.media.get(key, ""), frame) for key, frame in objects.pictures])


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def draw_page(archive: Archive, shown: OfdPage) -> PIL.Image.Image:
    """The pictures of a page as they lie on it, for recognition; one of an unknown format is left out."""
    scale = min(DOTS_PER_INCH / 72, MOST_DOTS / max(shown.page.width, shown.page.height))
    size = (max(1, round(shown.page.width * scale)), max(1, round(shown.page.height * scale)))
    canvas = PIL.Image.new("RGB", size, "white")
    for part, (left, top, right, bottom) in shown.pictures:
        if part not in archive:
            continue
        try:
            picture = PIL.Image.open(io.BytesIO(archive.read(part)))
            if picture.width * picture.height > MOST_PICTURE_DOTS:
                continue
            fitted = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
            canvas.paste(picture.convert("RGB").resize(fitted), (round(left * scale), round(top * scale)))
        except (*FAULTS, PIL.Image.DecompressionBombError):
            continue
    return canvas
