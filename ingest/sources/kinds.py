"""What a file really is, by its bytes and not its ending.

In: an open file and its ending. Out: a kind, a key of kinds.yaml, which lists the endings of each kind, what it is
called and what helps where it is not read. A text is whatever its ending says of texts (.md, .csv); bytes that tell
nothing are what the ending says, whose reader will say that they are damaged.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from graph.data_files import read_yaml
from ingest.sources.compound import SIGNATURE, root_names
from ingest.sources.zips import open_zip

HEAD_BYTES = 16_384  # of a file that are looked at
PLAIN = frozenset({"txt", "md"})  # whose stored text is the file, decoded
TEXTS = frozenset({"txt", "md", "csv", "code"})  # which of them a text is only its ending can say
SHEETS = frozenset({"csv", "xlsx", "xls", "ods"})
WEB = frozenset({"html", "mht"})
MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|br|span|center|style|script)\b", re.I)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a kind; `helps` is empty for kinds that a reader reads."""

    endings: tuple[str, ...]
    names: tuple[str, str]
    helps: tuple[str, str] | None


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by their key."""
    read = read_yaml(Path(__file__).with_suffix(".yaml"))
    return {
        key: Kind(tuple(of["endings"]), tuple(of["names"]), tuple(of["helps"]) if "helps" in of else None)
        for key, of in read.items()
    }


@cache
def kind_of_ending(ending: str) -> str | None:
    """The kind that an ending names, None for an unknown one."""
    return next((key for key, kind in kinds().items() if ending in kind.endings), None)


def says_so(ending: str, kind: str) -> bool:
    """Whether the ending belongs to the kind."""
    return ending in kinds()[kind].endings


def kind_of(file: BinaryIO, ending: str) -> str:
    """The kind of an open file that is not empty; `ending` in lower case, with its dot."""
    head = file.read(HEAD_BYTES)
    named = kind_of_ending(ending)
    kind = _by_mark(head) or _by_content(file, head, named)
    if kind is not None:
        return kind
    text = _text_of(head)
    if text is not None:
        return _kind_of_text(text, named)
    return named or "binary"


# ------------------------------------------------------------------------------------------------ signatures

# Bytes at a place → what has them. The registered signatures of the formats.
_MARKS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"{\\rtf", "rtf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"),
    (8, b"AVI ", "film"),
    (8, b"WAVE", "sound"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b\x08", "archive"),
    (0, b"BZh", "archive"),
    (0, b"\xfd7zXZ\0", "archive"),
    (0, b"\x28\xb5\x2f\xfd", "archive"),
    (0, b"MSCF", "archive"),
    (257, b"ustar", "archive"),
    (4, b"ftypheic", "heic"),
    (4, b"ftypmif1", "heic"),
    (4, b"ftypavif", "heic"),
    (4, b"ftypM4A", "sound"),
    (4, b"ftyp", "film"),
    (0, b"\x1aE\xdf\xa3", "film"),
    (0, b"FLV\x01", "film"),
    (0, b"ID3", "sound"),
    (0, b"fLaC", "sound"),
    (0, b"OggS", "sound"),
    (0, b"#!AMR", "sound"),
    (0, b"AC10", "plan"),
    (0, b"SQLite format 3\0", "data"),
    (4, b"Standard Jet DB", "data"),
    (4, b"Standard ACE DB", "data"),
    (0, b"\x7fELF", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"L\0\0\0\x01\x14\x02\0", "shortcut"),
    (0, b"CAJ", "works"),
    (0, b"AT&TFORM", "works"),
    (0, b"\0\x01\0\0\0", "font"),
    (0, b"OTTO", "font"),
    (0, b"wOF", "font"),
    (0, b"8BPS", "drawing"),
    (0, b"%!PS", "drawing"),
    (0, b"\xd7\xcd\xc6\x9a", "drawing"),
)


def _by_mark(head: bytes) -> str | None:
    has_zeros = b"\0" in head[:256]
    for place, mark, kind in _MARKS:
        # letters alone may begin a text as well
        if head.startswith(mark, place) and (has_zeros or not mark.isalnum()):
            return kind
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "bmp"
    if head[:2] == b"MZ" and b"\0" in head[:64]:
        return "program"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf", head[:64]):
        return "rtf"
    # the header may come late: mail gateways and web servers put lines before it
    return "pdf" if re.search(rb"%PDF-\d", head[:1024]) else None


def _by_content(file: BinaryIO, head: bytes, named: str | None) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK")):
        return _kind_of_zip(file, named)
    if head.startswith(SIGNATURE):
        return _kind_of_compound(file, named)
    return "zeros" if not head.strip(b"\0") else None


# A file inside → what a zip with it is, the more telling ones first.
_INSIDE = (
    (re.compile(r"^word/document\d*\.xml$", re.I), "docx"),
    (re.compile(r"^xl/workbook\d*\.(?:xml|bin)$", re.I), "xlsx"),
    (re.compile(r"^ppt/presentation\d*\.xml$", re.I), "pptx"),
    (re.compile(r"^OFD\.xml$", re.I), "ofd"),
    (re.compile(r"^visio/document\.xml$", re.I), "drawing"),
    (re.compile(r"^Index/.*\.iwa$|^Index\.zip$", re.I), "iwork"),
    (re.compile(r"^FixedDocSeq\.fdseq$|^_rels/FixedDocument", re.I), "works"),
    (re.compile(r"^AndroidManifest\.xml$|^META-INF/MANIFEST\.MF$", re.I), "program"),
)
_MIMES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.graphics": "odp",
    "application/epub": "epub",
}
ZIPPED = frozenset({"docx", "xlsx", "pptx", "ofd", "odt", "ods", "odp", "epub", "iwork"})
_MOST_MIME_BYTES = 100


def _kind_of_zip(file: BinaryIO, named: str | None) -> str:
    """By what lies in it; a damaged one, or one without any known part, is what its ending says."""
    unknown = named if named in ZIPPED else "zip"
    try:
        with open_zip(file) as archive:
            names = archive.namelist()
            mime = _mime_of(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return unknown
    for beginning, kind in _MIMES.items():
        if mime.startswith(beginning):
            return kind
    inside = (kind for pattern, kind in _INSIDE if any(pattern.match(name.replace("\\", "/")) for name in names))
    # an archive of Word files has no part of an office file at its top
    return next(inside, unknown if "[Content_Types].xml" in names or not names else "zip")


def _mime_of(archive: zipfile.ZipFile) -> str:
    if "mimetype" not in archive.namelist() or archive.getinfo("mimetype").file_size > _MOST_MIME_BYTES:
        return ""
    return archive.read("mimetype").decode("ascii", "replace").strip()


# A stream or folder at the top → what a compound file with it is.
_STREAMS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("VisioDocument", "drawing"),
    ("__properties_version1.0", "mail"),
)
COMPOUND = frozenset({"doc", "xls", "ppt"})


def _kind_of_compound(file: BinaryIO, named: str | None) -> str:
    names = {name.lower() for name in root_names(file)}
    found = (kind for stream, kind in _STREAMS if stream.lower() in names)
    return next(found, named if named in COMPOUND else "ole")


# ---------------------------------------------------------------------------------------------------- texts


_CONTROLS = bytes(set(range(32)) - set(b"\0\t\n\x0b\f\r\x1a\x1b"))  # that no text holds


def _text_of(head: bytes) -> str | None:
    """The beginning as text, roughly: enough to see markup; None for bytes that are none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    zeros = head.count(0)
    if zeros > len(head) // 50:
        # UTF-16 without a mark has zero bytes wherever there are digits and line ends, all on one side
        halves = head[::2].count(0), head[1::2].count(0)
        if min(halves) > max(halves) // 10:
            return None
        return head[: len(head) // 2 * 2].decode("utf-16-le" if halves[1] > halves[0] else "utf-16-be", "replace")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > len(head) // 50 or _is_noise(head):
        return None
    return head.decode("utf-8", "replace")


def _is_noise(head: bytes) -> bool:
    """Whether not even most of it can be decoded by any encoding of Chinese: a broken byte is no noise yet."""
    lost = min(head.decode(encoding, "replace").count("�") for encoding in ("utf-8", "gb18030", "big5"))
    return lost > 2 + len(head) // 20


_WORD_XML = ("<w:wordDocument", "<pkg:package", 'progid="Word.Document"', "progid='Word.Document'")
_OFFICE_XML = ("<?mso-application", "urn:schemas-microsoft-com:office:spreadsheet", "<uof:UOF", "<office:document")
_MAIL_HEAD = re.compile(
    r"^(?:MIME-Version|From|Date|Subject|Content-Type|Return-Path|Received|Message-ID):", re.I | re.M
)
_WHOLE_PAGE = re.compile(r"<(?:!doctype\s+html|html)\b", re.I)


def _kind_of_text(text: str, named: str | None) -> str:
    begin = text.lstrip("\ufeff \t\r\n\0")
    if begin.startswith("<"):
        for marks, kind in ((_WORD_XML, "wordxml"), (_OFFICE_XML, "officexml")):
            if any(mark in begin[:4000] for mark in marks):
                return kind
    if begin.lower().startswith("[internetshortcut]"):
        return "shortcut"
    if named not in TEXTS and len(_MAIL_HEAD.findall(begin[:2000])) > 1 and _MAIL_HEAD.match(begin):
        return "mht" if named == "mht" or "multipart/related" in begin[:4000] else "mail"
    if _is_page(begin, named):
        return "html"
    if named in TEXTS or named in ("shortcut", "plan", "data", "partial", "drawing", "mail"):
        return named or "txt"
    return "csv" if named in SHEETS and re.search(r"[\t,]", begin[:1000]) else "txt"


def _is_page(begin: str, named: str | None) -> bool:
    """Whether it is a web page: for one that says so any tag will do, others must begin like one."""
    if named in WEB:
        return MARKUP.search(begin) is not None
    if named in ("md", "code"):
        return False  # both may hold markup
    if named in TEXTS:
        return begin.startswith("<") and _WHOLE_PAGE.search(begin[:2000]) is not None
    return begin.startswith("<") and MARKUP.search(begin) is not None
