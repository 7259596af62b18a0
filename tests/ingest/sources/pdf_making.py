"""Small PDFs for tests, byte by byte: text in a Chinese font that every reader knows, rules, a picture."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>"
    b"/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0"
    b"/Ascent 752/Descent -271/CapHeight 737/StemV 58/FontBBox[-25 -254 1000 880]>>>>]>>"
)


@dataclass
class Sheet:
    """A page to be: what is printed where, counted in points from the upper left."""

    operators: list[str] = field(default_factory=list)
    rotate: int = 0
    has_picture: bool = False

    def text(self, x: float, y: float, text: str, size: float = 12) -> Sheet:
        """Print one line; `y` is the line it stands on."""
        code = text.encode("utf-16-be").hex()
        self.operators.append(f"BT /F {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm <{code}> Tj ET")
        return self

    def lines(self, x: float, y: float, texts: Sequence[str], size: float = 12, step: float = 20) -> Sheet:
        """Print lines under each other."""
        for at, text in enumerate(texts):
            self.text(x, y + at * step, text, size)
        return self

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> Sheet:
        """Draw a line."""
        self.operators.append(f"{x} {HEIGHT - y} m {to_x} {HEIGHT - to_y} l S")
        return self

    def net(self, across: Sequence[float], down: Sequence[float]) -> Sheet:
        """Draw all lines of a table."""
        for y in down:
            self.rule(across[0], y, across[-1], y)
        for x in across:
            self.rule(x, down[0], x, down[-1])
        return self

    def row(self, across: Sequence[float], y: float, texts: Sequence[str], size: float = 12) -> Sheet:
        """Print the cells of a row."""
        for x, text in zip(across, texts, strict=False):
            if text:
                self.text(x, y, text, size)
        return self

    def picture(self) -> Sheet:
        """Fill the page with a picture."""
        self.operators.insert(0, f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q")
        self.has_picture = True
        return self


def make_pdf(sheets: Sequence[Sheet], bookmarks: Sequence[tuple[str, int]] = ()) -> bytes:
    """The file; bookmarks are titles and the numbers of their pages."""
    objects: list[bytes] = [
        b"",
        b"",
        FONT,
        _stream(b"\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"),
    ]
    kids = []
    for sheet in sheets:
        kids.append(len(objects) + 1)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {sheet.rotate}"
            f"/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>/Contents {len(objects) + 2} 0 R>>".encode()
        )
        objects.append(_stream("\n".join(sheet.operators).encode()))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    outline = ""
    if bookmarks:
        first = len(objects) + 2
        outline = f"/Outlines {first - 1} 0 R"
        last = first + len(bookmarks) - 1
        objects.append(f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(bookmarks)}>>".encode())
        for at, (title, page) in enumerate(bookmarks):
            around = (f"/Next {first + at + 1} 0 R" if first + at < last else "") + (
                f"/Prev {first + at - 1} 0 R" if at else ""
            )
            said = b"\xfe\xff" + title.encode("utf-16-be")
            objects.append(
                f"<</Title<{said.hex()}>/Parent {first - 1} 0 R/Dest[{kids[page - 1]} 0 R /Fit]{around}>>".encode()
            )
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{outline}>>".encode()
    return _file(objects)


def _stream(content: bytes, said: str = "") -> bytes:
    packed = zlib.compress(content)
    return f"<<{said}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, held in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + held + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
