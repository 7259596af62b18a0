"""Whole files of every format, from which the campaign makes broken ones: texts of corpus/ written by
benchmarks/made_files, and small ones made here. Those of LibreOffice are left out where it is missing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.made_files.making_files import MAKERS, make_files
from tests.torture.mutations import repacked

ROOT = Path(__file__).parent.parent.parent
LONGEST_TEXT = 20_000  # bytes of a text of the corpus
PRINTED = frozenset({"scan", "pdf"})  # need a browser

Seeds = Mapping[str, list[bytes]]  # by the ending of their format


def make_seeds(seed: int, folder: Path, wanted: list[str]) -> Seeds:
    """All seeds of the formats wanted (all where none is); kept in the folder for the next run."""
    seeds: dict[str, list[bytes]] = {}
    for ending, raw in _each(seed, folder, wanted):
        if not wanted or ending in wanted:
            seeds.setdefault(ending, []).append(raw)
    return seeds


def _each(seed: int, folder: Path, wanted: list[str]) -> Iterator[tuple[str, bytes]]:
    yield from _small()
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        yield "txt", path.read_bytes()[:LONGEST_TEXT]
        yield "md", path.read_bytes()[-LONGEST_TEXT:]
        yield "txt", path.read_bytes()[:LONGEST_TEXT].decode("utf-8", "ignore").encode("gb18030")
    formats = [format for format in MAKERS if format not in PRINTED]
    formats = [format for format in formats if not wanted or format.split("-")[0] in wanted]
    for format in formats:
        kept = folder / f"{format}-{seed}"
        if not kept.is_dir():
            unfinished = folder / f"{format}-{seed}.new"
            unfinished.mkdir(parents=True, exist_ok=True)
            made = [one.path for one in make_files(seed, unfinished, [format], None)]
            for path in set(unfinished.iterdir()) - set(made):
                if path.is_file():
                    path.unlink()
            unfinished.rename(kept)
        for path in sorted(kept.iterdir()):
            if path.is_file():
                yield path.suffix[1:], path.read_bytes()


def _small() -> Iterator[tuple[str, bytes]]:
    yield (
        "docx",
        zipped(
            {
                "[Content_Types].xml": "<Types/>",
                "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>'
                "<w:p><w:r><w:t>某市2024年计划</w:t></w:r></w:p>"
                "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc>"
                "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
                "<w:p><w:r><w:t>6%</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
            }
        ),
    )
    yield (
        "ods",
        zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": f"<o:document-content {OPEN}><o:body><o:spreadsheet><t:table t:name='表'><t:table-row "
                "t:number-rows-repeated='3'><t:table-cell t:number-columns-repeated='2'>"
                "<x:p>增长6%</x:p></t:table-cell>"
                "</t:table-row></t:table></o:spreadsheet></o:body></o:document-content>",
            }
        ),
    )
    yield (
        "html",
        "<html><body><h1>某市2024年计划</h1><table><tr><td rowspan=2>指标<td>6%</table></body></html>".encode(),
    )
    yield "rtf", b"{\\rtf1\\ansi\\ansicpg936 \\u26576?\\u24066?2024 \\trowd\\cellx900\\intbl a\\cell\\row}"
    yield "csv", "指标,2023年,2024年\n地区生产总值,5%,6%\n".encode("gb18030")
    yield "pdf", small_pdf()
    picture = Image.new("RGB", (160, 40), "white")
    ImageDraw.Draw(picture).text((5, 5), "PLAN 2024")
    for ending in ("png", "jpeg", "tiff", "bmp", "webp", "gif"):
        written = io.BytesIO()
        picture.save(written, ending)
        yield ending, written.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPEN = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("o", "office"), ("t", "table"), ("x", "text"))
)


def zipped(parts: Mapping[str, str]) -> bytes:
    """Parts by their names as an archive."""
    return repacked({name: text.encode() for name, text in parts.items()})


def small_pdf() -> bytes:
    """A PDF of one page, without a table of its objects: readers look for them."""
    content = b"BT /F 12 Tf 50 700 Td (Plan 2024) Tj 0 -20 Td (growth 6) Tj ET 50 600 m 300 600 l S"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, one) for at, one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + numbered + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"
