from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
from PIL import Image

from ingest.sources import recognition
from ingest.sources.ofd import read_ofd
from ingest.sources.ofd_objects import deltas
from ingest.sources.reading import Reading
from ingest.sources.unreadable import Unreadable
from tests.ingest.sources.workbooks import grids_of, lines_of, remarks_of

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.0  # of the characters, in millimetres


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def page(objects: str, template: str = "") -> str:
    used = f'<ofd:Template TemplateID="{template}"/>' if template else ""
    return f'<ofd:Page {SPACE}>{used}<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def document(pages: int, common: str = "") -> str:
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(pages))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    head = f"<ofd:CommonData>{area}{common}</ofd:CommonData>"
    return f"<ofd:Document {SPACE}>{head}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"


def ofd_of(*pages: str, common: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    root = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    contents = {f"Doc_0/Pages/Page_{at}/Content.xml": content for at, content in enumerate(pages)}
    return packed({"OFD.xml": root, "Doc_0/Document.xml": document(len(pages), common), **contents, **(more or {})})


def text(content: str, x: float, y: float, *, code: str = "", more: str = "", size: float = SIZE) -> str:
    steps = code or f'DeltaX="g {len(content) - 1} {size}"'
    body = f'<ofd:TextCode X="0" Y="{size}" {steps}>{content}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{x} {y} 180 7" Font="1" Size="{size}" {more}>{body}</ofd:TextObject>'


def read(*pages: str) -> Reading:
    return read_ofd(ofd_of(*pages), "a.ofd")


STEPS = [
    ("5 5 5", [5.0, 5.0, 5.0]),
    ("g 3 5", [5.0, 5.0, 5.0]),
    ("g 2 5 7 g 1 2", [5.0, 5.0, 7.0, 2.0]),
    ("g 1000000 5", [5.0] * 9),
    ("", []),
    ("g", [0.0]),
    ("5,5", [5.0, 5.0]),
    ("nan x", [0.0, 0.0]),
]


@pytest.mark.parametrize(("written", "steps"), STEPS)
def test_steps_are_lists_with_groups(written, steps):
    assert deltas(written, 9) == steps


SENTENCE = "全县地区生产总值增长百分之七"
FORMS = [
    text(SENTENCE, 20, 30),
    text(SENTENCE, 20, 30, code=f'DeltaX="{" ".join(["5"] * (len(SENTENCE) - 1))}"'),
    text(SENTENCE, 20, 30, code='Note="no steps"'),
    "".join(text(sign, 20 + SIZE * at, 30, code='Note=""') for at, sign in enumerate(SENTENCE)),  # an object a sign
    "".join(reversed([text(sign, 20 + SIZE * at, 30, code='Note=""') for at, sign in enumerate(SENTENCE)])),
    '<ofd:TextObject Boundary="20 30 180 7" Size="5">'
    + "".join(f'<ofd:TextCode X="{SIZE * at}" Y="5">{sign}</ofd:TextCode>' for at, sign in enumerate(SENTENCE))
    + "</ofd:TextObject>",
    text(SENTENCE, 20, 30, size=14.1732, more='CTM="0.3528 0 0 0.3528 0 0"'),
    f'<ofd:PageBlock ID="9"><ofd:PageBlock ID="8">{text(SENTENCE, 20, 30)}</ofd:PageBlock></ofd:PageBlock>',
]


@pytest.mark.parametrize("objects", FORMS)
def test_text_of_every_form_is_one_line_with_its_place(objects):
    reading = read(page(objects))
    assert reading.text == SENTENCE
    spot = reading.layout.spots[0]
    assert spot.box is not None
    assert spot.page == 1
    assert spot.box == pytest.approx((20 / 210, 30 / 297, 90 / 210, 36 / 297), abs=0.005)


@pytest.mark.parametrize(("size", "matrix"), [(0, ""), (-5, ""), (5, 'CTM="0 0 0 0 0 0"')])
def test_a_size_that_cannot_be_costs_no_text(size, matrix):
    lines = "".join(text(SENTENCE, 20, 30 + 8 * at, size=size, more=matrix) for at in range(3))
    assert read(page(lines)).text.count("地") == 3


def test_wrapped_lines_are_one_paragraph_without_blanks():
    first = "坚持以习近平新时代中国特色社会主义思想为指导，全面推进县域经"
    lines = text("　　" + first, 20, 30) + text("济高质量发展，确保全年目标任务完成。", 20, 39)
    assert lines_of(read(page(lines))) == [first + "济高质量发展，确保全年目标任务完成。"]


def rule(box: tuple[float, float, float, float], how: str) -> str:
    x, y, width, height = box
    if how == "stroked":
        return (
            f'<ofd:PathObject Boundary="{x} {y} {width + 1} {height + 1}" LineWidth="0.3">'
            f"<ofd:AbbreviatedData>M 0 0 L {width} {height}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    wide, high = max(width, 0.3), max(height, 0.3)
    return (
        f'<ofd:PathObject Boundary="{x} {y} {wide} {high}" Stroke="false" Fill="true"><ofd:AbbreviatedData>'
        f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C</ofd:AbbreviatedData></ofd:PathObject>"
    )


@pytest.mark.parametrize("how", ["stroked", "filled"])
def test_ruled_tables_are_grids(how):
    levels = "".join(rule((20, 40 + 10 * at, 120, 0), how) for at in range(4))
    uprights = "".join(rule((20 + 40 * at, 40, 0, 30), how) for at in range(4))
    rows = [["项目名称", "总投资", "责任单位"], ["甲公路", "500", "交通局"], ["乙水库", "800", "水利局"]]
    cells = "".join(
        text(cell, 22 + 40 * along, 42 + 10 * down) for down, row in enumerate(rows) for along, cell in enumerate(row)
    )
    assert grids_of(read(page(text("重点项目表", 60, 28) + levels + uprights + cells))) == [rows]


def test_template_is_read_and_what_is_hidden_is_not():
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    hidden = text("草稿", 20, 60, more='Visible="false"')
    raw = ofd_of(
        page(text("正文第一段。", 20, 60) + hidden, template="7"),
        common=common,
        more={"Doc_0/Tpls/Tpl_0/Content.xml": page(text("某县人民政府文件", 60, 30))},
    )
    assert "".join(read_ofd(raw, "a.ofd").text.split()) == "某县人民政府文件正文第一段。"


def test_several_documents_follow_each_other():
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>/D{at}/Document.xml</ofd:DocRoot></ofd:DocBody>" for at in range(2))
    parts: dict[str, str | bytes] = {"OFD.xml": f"<ofd:OFD {SPACE}>{bodies}</ofd:OFD>"}
    for at, content in enumerate(["第一份文件。", "第二份文件。"]):
        parts[f"D{at}/Document.xml"] = document(1)
        parts[f"D{at}/Pages/Page_0/Content.xml"] = page(text(content, 20, 30))
    reading = read_ofd(packed(parts), "a.ofd")
    assert reading.text.split() == ["第一份文件。", "第二份文件。"]
    assert [spot.page for spot in reading.layout.spots] == [1, 2]


def scanned(*others: str) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (210, 297), 40).save(stream, "PNG")
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    media = '<ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia>'
    resources = f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>'
    more: dict[str, str | bytes] = {"Doc_0/DocumentRes.xml": resources, "Doc_0/Res/scan.png": stream.getvalue()}
    return ofd_of(*others, page(picture), common=common, more=more)


def test_pages_that_are_pictures_are_recognised_or_named(monkeypatch):
    monkeypatch.setattr(recognition, "is_there", lambda: False)
    with pytest.raises(Unreadable) as refused:
        read_ofd(scanned(), "a.ofd")
    assert refused.value.why == "pictures"
    reading = read_ofd(scanned(page(text("第一页的正文。", 20, 30))), "a.ofd")
    assert remarks_of(reading.layout) == {"pages_pictures": {"pages": "2"}}

    def write_page(image, number, writing):
        writing.line(f"{image.size} {image.getpixel((9, 9))[0]} {number}")

    monkeypatch.setattr(recognition, "is_there", lambda: True)
    monkeypatch.setattr(recognition, "write_page", write_page)
    heard: list[tuple[str, int, int]] = []
    reading = read_ofd(
        scanned(page(text("第一页的正文。", 20, 30))),
        "a.ofd",
        lambda what, done, total: heard.append((what, done, total)),
    )
    assert lines_of(reading) == ["第一页的正文。", "(1654, 2339) 40 2"]
    assert heard == [("recognise", 0, 1), ("recognise", 1, 1)]


GOOD = ofd_of(page(text(SENTENCE, 20, 30)))
REFUSED = [
    (GOOD[: len(GOOD) // 2], "ofd"),
    (packed({"OFD.xml": f"<ofd:OFD {SPACE}/>"}), "ofd"),
    (packed({"OFD.xml": "<broken"}), "ofd"),
    (packed({"other.xml": "<x/>"}), "ofd"),
    (b"%PDF-1.4", "ofd"),
    (packed({"OFD.xml": f"<ofd:OFD {SPACE}/>", "Encryptions.xml": "<x/>"}), "password"),
]


@pytest.mark.parametrize(("raw", "why"), REFUSED)
def test_what_cannot_be_read_is_named(raw, why):
    with pytest.raises(Unreadable) as refused:
        read_ofd(raw, "a.ofd")
    assert refused.value.why == why


def test_a_file_with_too_many_pages_is_named_and_none_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sources.ofd_pages.MOST_PAGES", 2)
    with pytest.raises(Unreadable) as refused:
        read_ofd(ofd_of("<x/>", "<x/>", "<x/>"), "plan.ofd")
    assert (refused.value.why, refused.value.values["pages"]) == ("pages", 3)
