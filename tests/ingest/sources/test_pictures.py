"""Pictures → text: what is refused and why, pages, and a few small ones read by the engine itself."""

from __future__ import annotations

import io
import socket
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.sources import pictures, recognition
from ingest.sources.kinds import kind_of_ending
from ingest.sources.pictures import on_white, read_picture
from ingest.sources.read import READERS, read_source
from ingest.sources.reading import Place, Writing
from ingest.sources.recognition import is_there
from ingest.sources.unreadable import Unreadable

needs_engine = pytest.mark.skipif(not is_there(), reason="mailuo[ocr] is not installed")


def drawn(*lines: str) -> Image.Image:
    """A small sheet with lines in the font that Pillow brings along."""
    sheet = Image.new("RGB", (520, 60 + 70 * len(lines)), "white")
    draw = ImageDraw.Draw(sheet)
    for at, line in enumerate(lines):
        draw.text((40, 30 + 70 * at), line, font=ImageFont.load_default(44), fill="black")
    return sheet


def saved(picture: Image.Image, format: str, *more: Image.Image) -> bytes:
    raw = io.BytesIO()
    if more:
        picture.save(raw, format, save_all=True, append_images=more)
    else:
        picture.save(raw, format)
    return raw.getvalue()


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are written as their sizes, without the engine."""

    def write(image: Image.Image, page: int, writing: Writing) -> None:
        writing.line(f"{page}: {image.width}", place=Place(page))

    monkeypatch.setattr(pictures, "write_page", write)
    monkeypatch.setattr(pictures, "is_there", lambda: True)


@pytest.mark.parametrize("ending", pictures.ENDINGS)
def test_every_ending_has_its_reader(ending: str) -> None:
    assert READERS[kind_of_ending(ending) or ""] is read_picture


@pytest.mark.parametrize(
    ("format", "called"), [("PNG", "png"), ("JPEG", "jpeg"), ("TIFF", "tiff"), ("BMP", "bmp"), ("WEBP", "webp")]
)
def test_formats_are_told_by_their_bytes(unread: None, format: str, called: str) -> None:
    reading = read_picture(saved(Image.new("RGB", (30, 20), "white"), format), "扫描.png")
    assert (reading.text, reading.format) == ("1: 30", called)


def test_a_tiff_has_pages_and_progress_is_told_before_each(unread: None) -> None:
    heard: list[tuple[str, int, int]] = []
    raw = saved(Image.new("1", (30, 20), 1), "TIFF", Image.new("1", (40, 20), 1), Image.new("L", (50, 20), 255))
    reading = read_picture(raw, "扫描.tif", lambda *said: heard.append(said))
    assert reading.text == "1: 30\n2: 40\n3: 50"
    assert heard == [("recognise", done, 3) for done in range(4)]


def test_a_picture_on_its_side_by_its_own_word_is_turned(unread: None) -> None:
    raw, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (30, 20), "white").save(raw, "JPEG", exif=exif)
    assert read_picture(raw.getvalue(), "照片.jpg").text == "1: 20"


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGBA", (4, 4), (0, 0, 0, 0)),
        Image.new("LA", (4, 4), (0, 0)),
        Image.new("1", (4, 4), 1),
        Image.new("L", (4, 4), 255),
        Image.new("P", (4, 4), 0).convert("RGBA").convert("P") and Image.new("RGB", (4, 4), "white"),
    ],
    ids=["transparent", "grey and transparent", "black and white", "grey", "colour"],
)
def test_paper_is_white(picture: Image.Image) -> None:
    assert on_white(picture).getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"no picture at all", "picture"),
        (saved(drawn("1"), "PNG")[:-60], "picture"),
        (saved(drawn("1"), "JPEG")[:300], "picture"),
        (b"II*\0\xff\xff\xff\xff", "picture"),
    ],
    ids=["a signature alone", "text", "a cut PNG", "a cut JPEG", "a TIFF without pages"],
)
def test_damaged_pictures_are_refused_in_one_line(unread: None, raw: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_picture(raw, "扫描.png")
    assert refused.value.why == why
    assert "\n" not in str(refused.value)


def test_a_bomb_is_refused_before_it_is_unpacked(unread: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 500)
    with pytest.raises(Unreadable, match="too large") as refused:
        read_picture(saved(Image.new("1", (30, 20)), "PNG"), "扫描.png")
    assert refused.value.why == "picture_large"


def test_a_missing_extra_names_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "is_there", lambda: False)
    with pytest.raises(Unreadable, match=r'pip install "mailuo\[ocr\]"'):
        read_picture(saved(drawn("1"), "PNG"), "扫描.png")


@needs_engine
def test_a_small_picture_is_read_upside_down_and_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nothing is to be asked for online")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    path = tmp_path / "扫描.png"
    drawn("GDP 2025: 12.5%", "Total 460 projects").rotate(180).save(path)
    source = read_source(path, path.name)
    assert "12.5%" in source.text
    assert "460" in source.text
    first = source.layout.spots[0]
    assert first.page == 1
    assert first.box is not None
    assert first.box[1] > 0.5  # on the picture as it lies, the first line is at the foot


@needs_engine
def test_a_picture_without_text_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_picture(saved(Image.new("RGB", (120, 90), "white"), "PNG"), "扫描.png")
    assert refused.value.why == "no_text"


def test_a_network_that_was_altered_reads_no_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in recognition.WEIGHTS]
    for path in paths:
        path.write_bytes(b"another network")
    monkeypatch.setattr(recognition, "weights_paths", lambda: paths)
    recognition._altered.cache_clear()
    with pytest.raises(Unreadable, match=r"det_small\.onnx is not the file .*force-reinstall --no-deps rapidocr=="):
        recognition.check_networks("scan.png")
    recognition._altered.cache_clear()
