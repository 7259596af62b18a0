"""Word files (.docx) → text, one paragraph or table cell a line, in the order a person reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
import lxml.etree
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable

from ingest.sources.reading import Heard, Reading, unheard
from ingest.sources.unreadable import Unreadable


def read_docx(raw: bytes, name: str, heard: Heard = unheard) -> Reading:
    """Paragraphs and tables in their order; a table's cells one a line, a merged cell once."""
    try:
        word = docx.Document(io.BytesIO(raw))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, lxml.etree.XMLSyntaxError) as fault:
        raise Unreadable(name, "docx") from fault
    return Reading("\n".join(_word_lines(word)))


def _word_lines(word: WordDocument) -> Iterator[str]:
    for piece in word.iter_inner_content():
        if isinstance(piece, WordTable):
            yield from _table_lines(piece)
        else:
            yield piece.text


def _table_lines(table: WordTable) -> Iterator[str]:
    seen: set[object] = set()
    yield ""
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:  # a merged cell comes once for each place it covers
                seen.add(cell._tc)
                yield " ".join(cell.text.split())
    yield ""
