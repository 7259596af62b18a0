"""How well scans and pictures are read: pages drawn from the corpus's texts, spoilt as scanners and cameras do.

Draws each page with Chromium, spoils it, has it recognised and compares: characters (edit distance over the text
without blanks, signs folded), paragraphs, cells of tables (text, row, column, spans), furniture, seconds of processor.
With --figures also how surely right and wrong figures were recognised, from which DOUBTFUL is chosen. --keep FOLDER
keeps the pictures.

    .venv/bin/python benchmarks/recognition.py
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein

from benchmarks.made_files.plans import each_cell, printed
from graph.records import PartKind, Span
from ingest.sources import recognition_writing
from ingest.sources.reading import Reading, Writing
from ingest.sources.recognition import write_page
from tests.ui.browsing import open_browser

SEED = 15
WIDTH, HEIGHT = 794, 1123  # A4 at 96 dpi
STYLE = """body{width:794px;height:1123px;margin:0;overflow:hidden;position:relative;background:#fff}
main{padding:%(margin)s;font:%(size)s "Noto Serif CJK SC";line-height:%(line)s;text-align:justify}
h1{font-size:22pt;text-align:center;line-height:34pt;margin:0 0 16pt;font-weight:bold} p{margin:0;text-indent:2em}
.two{column-count:2;column-gap:32px}
.head{position:absolute;top:44px;left:100px;right:100px;font:9pt "Noto Serif CJK SC"}
.foot{position:absolute;bottom:44px;width:100%%;text-align:center;font:14pt "Noto Serif CJK SC"}
table{border-collapse:collapse;width:100%%;font:10.5pt "Noto Serif CJK SC";line-height:15pt;margin:8pt 0}
td{border:1px solid #000;padding:3pt 4pt;text-align:center;text-indent:0;%(cells)s}
.three table{border-top:2px solid #000;border-bottom:2px solid #000}
.three tr:first-child td{border-bottom:1px solid #000}
.blue tr:first-child td{background:#2f5fa8;color:#fff}"""
NORMAL = {"margin": "96px 106px", "size": "16pt", "line": "28pt", "cells": ""}
DENSE = {"margin": "80px 76px", "size": "10.5pt", "line": "17pt", "cells": ""}

Cells = dict[tuple[int, int, int, int], str]  # row, column, rows, columns → text
Spoil = Callable[[Image.Image, random.Random], Image.Image]


@dataclass
class Page:
    """What a page holds, and how it looks."""

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    tables: list[Cells] = field(default_factory=list)
    head: str = ""
    foot: str = ""
    two_columns: bool = False
    style: dict[str, str] = field(default_factory=lambda: NORMAL)
    rules: str = ""  # class of its tables

    @property
    def html(self) -> str:
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        text = f"<div class=two>{text}</div>" if self.two_columns else text
        title = f"<h1>{escape(self.title)}</h1>" if self.title else ""
        tables = f"<div class='{self.rules}'>{''.join(map(table_html, self.tables))}</div>"
        frame = f"<div class=head>{self.head}</div><div class=foot>{self.foot}</div>"
        return f"<meta charset=utf-8><style>{STYLE % self.style}</style>{frame}<main>{title}{text}{tables}</main>"


def table_html(cells: Cells) -> str:
    rows: dict[int, list[str]] = {}
    for (row, _, high, wide), text in sorted(cells.items()):
        rows.setdefault(row, []).append(f"<td rowspan={high} colspan={wide}>{escape(text)}</td>")
    return "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows.values()) + "</table>"


# ------------------------------------------------------------------------------------------------------------- pages


def prose(name: str, characters: int, start: int = 0) -> list[str]:
    """Paragraphs of a text of the corpus, its signs made those of print."""
    text = (ROOT / "corpus" / name).read_text(encoding="utf-8")
    said = [printed(line) for whole in text.splitlines() if (line := re.sub(r"\s+", "", whole))]
    taken: list[str] = []
    for line in said[start:]:
        if len(line) < 30 and not re.match(r"[（(][一二三四五六七八九十]+[）)]|\d+[.．]", line):
            continue
        taken.append(line)
        if sum(map(len, taken)) > characters:
            taken[-1] = line[: max(30, len(line) - (sum(map(len, taken)) - characters))]
            break
    return taken


def grid(rows: Sequence[Sequence[str]]) -> Cells:
    """Rows of texts; “<” goes on from the left, “^” from above."""
    cells: Cells = {}

    def keep(row: int, column: int, high: int, wide: int, text: str) -> None:
        cells[row, column, high, wide] = text

    each_cell(rows, keep)
    return cells


def indicators(chance: random.Random) -> Cells:
    """The national layout, with figures of our own."""
    groups = {
        "经济发展": [
            "地区生产总值（亿元）",
            "全员劳动生产率（万元/人）",
            "常住人口城镇化率（%）",
            "固定资产投资（亿元）",
        ],
        "创新驱动": ["研发经费投入增长（%）", "每万人口高价值发明专利拥有量（件）", "数字经济核心产业增加值占比（%）"],
        "民生福祉": [
            "居民人均可支配收入（元）",
            "城镇调查失业率（%）",
            "每千人口执业医师数（人）",
            "人均预期寿命（岁）",
        ],
        "绿色生态": ["森林覆盖率（%）", "单位GDP能源消耗降低（%）", "地表水达到或好于Ⅲ类水体比例（%）"],
        "安全保障": ["粮食综合生产能力（万吨）", "能源综合生产能力（万吨标准煤）"],
    }
    rows = [["类别", "序号", "指标", "2020年", "2025年", "<", "属性"], ["^", "^", "^", "^", "目标值", "年均增长", "^"]]
    serial = 0
    for group, names in groups.items():
        for at, name in enumerate(names):
            serial += 1
            now = chance.uniform(3, 2500)
            then = now * chance.uniform(1.01, 1.4)
            grows = f"{chance.uniform(0.5, 9):.1f}" if chance.random() < 0.7 else "—"
            kind = "约束性" if chance.random() < 0.4 else "预期性"
            rows.append(
                [
                    group if at == 0 else "^",
                    str(serial),
                    name,
                    f"{now:.{serial % 3}f}",
                    f"{then:.{serial % 3}f}",
                    grows,
                    kind,
                ]
            )
    return grid(rows)


def few(chance: random.Random) -> Cells:
    """A plain table of indicators."""
    names = [
        "地区生产总值（亿元）",
        "粮食产量（万吨）",
        "森林覆盖率（%）",
        "城镇化率（%）",
        "高新技术企业（家）",
        "空气优良天数比例（%）",
    ]
    rows = [["指标名称", "2020年", "2025年", "属性"]]
    rows += [[name, f"{chance.uniform(20, 900):.1f}", str(chance.randint(20, 900)), "预期性"] for name in names]
    return grid(rows)


def projects(chance: random.Random) -> Cells:
    """A list of projects with merged sectors and a sum."""
    places = [
        "鹤城区",
        "中方县",
        "沅陵县",
        "辰溪县",
        "溆浦县",
        "会同县",
        "麻阳县",
        "新晃县",
        "芷江县",
        "靖州县",
        "通道县",
        "洪江市",
    ]
    things = [
        "工业园区标准厂房建设项目",
        "城乡供水一体化工程",
        "高标准农田建设项目",
        "农产品冷链物流园",
        "污水处理厂提质改造工程",
    ]
    offices = ["发展改革委", "工业和信息化局", "水利局", "农业农村局", "交通运输局", "住房城乡建设局"]
    rows = [["序号", "行业", "项目名称", "建设性质", "建设年限", "总投资（万元）", "2023年投资", "责任单位"]]
    for at in range(12):
        years = f"{chance.randint(2020, 2023)}-{chance.randint(2024, 2027)}"
        rows.append(
            [
                str(at + 1), ("基础设施" if at < 6 else "产业发展") if at % 6 == 0 else "^",
                places[at] + chance.choice(things), chance.choice(["新建", "续建"]), years,
                str(chance.randint(500, 250000)), str(chance.randint(100, 60000)), f"市{chance.choice(offices)}",
            ]
        )  # fmt: skip
    rows.append(
        ["合计", "<", "<", "<", "<", str(chance.randint(300000, 900000)), str(chance.randint(90000, 300000)), ""]
    )
    return grid(rows)


def pages(chance: random.Random) -> dict[str, tuple[Page, float, Spoil]]:
    """Name → page, resolution, how it is spoilt."""
    battles, plan, start, suining = (
        "huaihua-2023-six-battles-plan.txt", "huaihua-2021-five-year-plan.txt", "huaihua-2026-good-start-plan.txt",
        "suining-2024-eight-actions-plan.txt",
    )  # fmt: skip

    def text(name: str, start: int) -> Page:
        return Page("", prose(name, 560, start))

    framed = Page("", prose(plan, 540, 400), head="怀化市国民经济和社会发展第十四个五年规划纲要", foot="— 12 —")
    two = Page("怀化市经济社会发展工作要点", prose(battles, 1500, 60), two_columns=True, style=DENSE)
    table = Page("“十四五”时期经济社会发展主要指标", prose(plan, 120, 300), [indicators(chance)], style=DENSE)
    works = Page("重点项目清单", prose(battles, 160, 120), [projects(chance)], style=DENSE)
    narrow = prose(plan, 120, 300)
    bare = Page("主要指标", narrow, [few(chance)], style=DENSE | {"cells": "border-width:0"}, rules="three")
    ruleless = Page("主要指标", narrow, [few(chance)], style=DENSE | {"cells": "border-width:0"})
    coloured = Page("项目清单", narrow, [projects(chance)], style=DENSE, rules="blue")
    return {
        "plain 150 dpi": (text(battles, 20), 150, as_is),
        "plain 200 dpi": (text(plan, 200), 200, as_is),
        "blurred": (text(start, 10), 150, blurred),
        "JPEG quality 40": (text(suining, 10), 150, compressed),
        "turned by 90°": (text(battles, 100), 150, lambda page, _: page.transpose(Image.Transpose.ROTATE_90)),
        "turned by 270°": (text(plan, 250), 150, lambda page, _: page.transpose(Image.Transpose.ROTATE_270)),
        "upside down": (text(plan, 760), 150, lambda page, _: page.transpose(Image.Transpose.ROTATE_180)),
        "skewed by 3°": (text(start, 12), 150, skewed(3)),
        "skewed by -5°": (text(suining, 25), 150, skewed(-5)),
        "two columns": (two, 200, as_is),
        "two columns, skewed by 2°, JPEG": (two, 200, lambda page, c: compressed(skewed(2)(page, c), c)),
        "red seal": (text(battles, 150), 150, sealed),
        "watermark": (text(plan, 500), 150, watermarked),
        "grey and noise": (text(plan, 350), 150, noisy),
        "head and page number": (framed, 150, as_is),
        "photograph": (text(battles, 200), 200, photographed),
        "100 dpi": (text(plan, 420), 100, as_is),
        "100 dpi, JPEG, noise": (text(plan, 450), 100, lambda page, c: compressed(noisy(page, c), c)),
        "indicators": (table, 200, as_is),
        "indicators, skewed by -2°, JPEG": (table, 200, lambda page, c: compressed(skewed(-2)(page, c), c)),
        "indicators, 150 dpi, blurred": (table, 150, blurred),
        "indicators, turned by 90°, noise": (
            table, 150, lambda page, c: noisy(page, c).transpose(Image.Transpose.ROTATE_90),
        ),
        "projects": (works, 200, as_is),
        "projects, skewed by 3°": (works, 150, skewed(3)),
        "projects, red seal, JPEG": (works, 150, lambda page, c: compressed(sealed(page, c), c)),
        "projects, photograph": (works, 200, photographed),
        "indicators between three rules": (bare, 150, as_is),
        "indicators without rules, skewed by 2°": (ruleless, 150, skewed(2)),
        "projects, white on blue heads": (coloured, 150, compressed),
        "beyond: 75 dpi, blurred": (text(battles, 260), 75, blurred),
        "beyond: heavy noise": (text(start, 12), 100, grained),
        "beyond: indicators, 75 dpi, JPEG": (table, 75, compressed),
        "beyond: projects, 80 dpi, noise": (works, 80, grained),
        "beyond: indicators, 100 dpi, blurred twice": (table, 100, lambda page, c: blurred(blurred(page, c), c)),
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- spoils


def as_is(page: Image.Image, chance: random.Random) -> Image.Image:
    return page


def blurred(page: Image.Image, chance: random.Random) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(1.2))


def compressed(page: Image.Image, chance: random.Random) -> Image.Image:
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=40)
    return Image.open(kept).convert("RGB")


def skewed(degrees: float) -> Spoil:
    return lambda page, chance: page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def noisy(page: Image.Image, chance: random.Random) -> Image.Image:
    """Grey paper, lighter at one side, with the grain of a scanner."""
    values = np.asarray(page).astype(np.float32)
    shade = np.linspace(0.7, 0.92, values.shape[1], dtype=np.float32)[None, :, None]
    grain = np.random.default_rng(SEED).normal(0, 14, values.shape[:2]).astype(np.float32)[:, :, None]
    return Image.fromarray(np.clip(values * shade + 12 + grain, 0, 255).astype(np.uint8))


def grained(page: Image.Image, chance: random.Random) -> Image.Image:
    values = np.asarray(page).astype(np.float32)
    grain = np.random.default_rng(SEED).normal(0, 45, values.shape[:2]).astype(np.float32)[:, :, None]
    return compressed(Image.fromarray(np.clip(values * 0.8 + 20 + grain, 0, 255).astype(np.uint8)), chance)


def sealed(page: Image.Image, chance: random.Random) -> Image.Image:
    """A round red seal over the lower right of the text, printed through."""
    side = page.width // 5
    seal = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((3, 3, side - 3, side - 3), outline=(214, 32, 40), width=max(3, side // 28))
    font = cjk_font(side // 8)
    name = "怀化市人民政府办公室"
    for at, letter in enumerate(name):
        angle = 215 - at * 250 / (len(name) - 1)
        tile = Image.new("L", (side // 6, side // 6), 0)
        ImageDraw.Draw(tile).text((2, 0), letter, font=font, fill=255)
        tile = tile.rotate(angle - 90, expand=True)
        x = side / 2 + 0.37 * side * np.cos(np.radians(angle)) - tile.width / 2
        y = side / 2 - 0.37 * side * np.sin(np.radians(angle)) - tile.height / 2
        seal.paste((214, 32, 40), (round(x), round(y)), tile)
    draw.regular_polygon((side / 2, side / 2, side / 7), 5, fill=(214, 32, 40))
    place = (round(page.width * 0.6), round(page.height * 0.55))
    values = np.asarray(page).copy()
    window = values[place[1] : place[1] + side, place[0] : place[0] + side]
    window[:] = np.minimum(window, np.asarray(seal))
    return Image.fromarray(values)


def watermarked(page: Image.Image, chance: random.Random) -> Image.Image:
    mark = Image.new("L", page.size, 255)
    ImageDraw.Draw(mark).text(
        (page.width // 6, page.height // 2), "内部资料注意保存", font=cjk_font(page.width // 11), fill=208
    )
    mark = mark.rotate(35, fillcolor=255)
    return Image.fromarray(np.minimum(np.asarray(page), np.asarray(mark)[:, :, None]))


def photographed(page: Image.Image, chance: random.Random) -> Image.Image:
    """A sheet on a table, from aslant, with a shadow over it."""
    import cv2

    values = np.asarray(noisy(page, chance))
    height, width = values.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    there = corners * 0.86 + np.array([width * 0.07, height * 0.06], dtype=np.float32)
    there += np.array([[38, 22], [-30, 8], [16, -6], [-20, 24]], dtype=np.float32) * (width / 1654)
    how = cv2.getPerspectiveTransform(corners, there)
    photo = cv2.warpPerspective(values, how, (width, height), flags=cv2.INTER_AREA, borderValue=(70, 58, 48))
    return compressed(Image.fromarray(photo), chance)


def cjk_font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype("NotoSerifCJK-Regular.ttc", size)


# ------------------------------------------------------------------------------------------------------- measuring

FOLD = str.maketrans("，：；？！（）％．－–—―∶﹪“”‘’〔〕~～·", ",:;?!()%.----:%\"\"''[]--.")


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(FOLD)


@dataclass
class Found:
    """What came of a page."""

    error: float  # share of characters
    characters: int
    paragraphs: float  # share that stand whole and alone
    cells: tuple[int, int] | None  # right, of how many
    furniture: str
    seconds: float
    figures: list[tuple[float, bool]]
    wrong: list[str]


def measure(page: Page, image: Image.Image) -> Found:
    writing = Writing()
    before = time.process_time()
    write_page(image, 1, writing)
    seconds = time.process_time() - before
    reading = writing.reading()
    said, frame = texts_of(reading)
    truth = [text for text in (page.title, *page.paragraphs) if text]
    whole, read = plain("".join(truth)), plain("".join(said))
    known = {plain(text) for text in said}
    alone = sum(any(Levenshtein.normalized_similarity(plain(text), one) > 0.95 for one in known) for text in truth)
    cells, wrong = cells_right(page, reading)
    apart = [block for block in Levenshtein.opcodes(whole, read) if block.tag != "equal"]
    wrong += [
        f"{whole[max(0, one.src_start - 4) : one.src_end + 4]} → {read[max(0, one.dest_start - 4) : one.dest_end + 4]}"
        for one in apart
    ]
    figures = [*figures_of(whole, read, reading, said), *figures_in_cells(page, reading)]
    return Found(
        Levenshtein.distance(whole, read) / max(1, len(whole)),
        len(whole),
        alone / max(1, len(truth)),
        cells,
        "|".join(frame),
        seconds,
        figures,
        wrong,
    )


def texts_of(reading: Reading) -> tuple[list[str], list[str]]:
    said: list[str] = []
    frame: list[str] = []
    for part in reading.layout.parts:
        (frame if part.kind is PartKind.FURNITURE else said).append(reading.text[part.start : part.end])
    return said, frame


def cells_right(page: Page, reading: Reading) -> tuple[tuple[int, int] | None, list[str]]:
    if not page.tables:
        return None, []
    right, wrong, count = 0, [], 0
    found = [
        {(c.row, c.column, c.rows, c.columns): plain(reading.text[c.start : c.end]) for c in grid.cells}
        for grid in reading.layout.grids
    ]
    for at, table in enumerate(page.tables):
        read = found[at] if at < len(found) else {}
        for place, text in table.items():
            count += 1
            if read.get(place) == plain(text):
                right += 1
            else:
                wrong.append(f"{place} {text} → {read.get(place)}")
    return (right, count), wrong


def figures_in_cells(page: Page, reading: Reading) -> Iterator[tuple[float, bool]]:
    sure = {(spot.start, spot.end): spot.sure for spot in reading.layout.spots}
    for table, grid in zip(page.tables, reading.layout.grids, strict=False):
        for cell in grid.cells:
            truth = table.get((cell.row, cell.column, cell.rows, cell.columns))
            text = reading.text[cell.start : cell.end]
            if truth is not None and re.search(r"\d", text):
                yield sure.get((cell.start, cell.end), 0.0), plain(text) == plain(truth)


def figures_of(whole: str, read: str, reading: Reading, said: Iterable[str]) -> Iterator[tuple[float, bool]]:
    """Each figure of the running text: how sure it was, and whether it is right."""
    equal = [Span(b.dest_start, b.dest_end) for b in Levenshtein.opcodes(whole, read) if b.tag == "equal"]
    places: list[int] = []  # of the stored text, by the characters of `read`
    for part in reading.layout.parts:
        if part.kind is not PartKind.FURNITURE:
            places += [at for at in range(part.start, part.end) if not reading.text[at].isspace()]
    for figure in re.finditer(r"\d+(?:\.\d+)*", read):
        start, end = places[figure.start()], places[figure.end() - 1] + 1
        sure = min((s.sure for s in reading.layout.spots if s.start < end and start < s.end), default=1.0)
        yield sure, any(span.start <= figure.start() and figure.end() <= span.end for span in equal)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--figures", action="store_true")
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--wrong", action="store_true")
    options = arguments.parse_args()
    if options.figures:
        vars(recognition_writing)["DOUBTFUL"] = 1.1  # every figure by itself
    chance = random.Random(SEED)
    made = {name: page for name, page in pages(chance).items() if options.only in name}
    warm = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(warm).text((40, 60), "脉络", font=cjk_font(60), fill="black")
    write_page(warm, 1, Writing())
    print(
        "| page | characters wrong | paragraphs whole | cells right | furniture | seconds |\n"
        "| --- | --: | --: | --: | --- | --: |"
    )
    figures: list[tuple[float, bool]] = []
    with open_browser() as browser:
        for name, (page, dpi, spoil) in made.items():
            image = spoil(draw(browser, page, dpi), chance)
            if options.keep:
                options.keep.mkdir(exist_ok=True)
                image.save(options.keep / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png")
            found = measure(page, image)
            figures += found.figures
            cells = "{} of {}".format(*found.cells) if found.cells else ""
            print(
                f"| {name} | {found.error:.2%} | {found.paragraphs:.0%} | {cells} | {found.furniture} |"
                f" {found.seconds:.1f} |",
                flush=True,
            )
            if options.wrong:
                print(*(f"    {line}" for line in found.wrong[:14]), sep="\n")
    if options.figures:
        say_figures(figures)


def draw(browser: object, page: Page, dpi: float) -> Image.Image:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=dpi / 96)  # type: ignore[attr-defined]
    sheet = context.new_page()
    sheet.set_content(page.html)
    while sheet.evaluate("document.querySelector('main').scrollHeight") > HEIGHT:
        page.paragraphs[-1] = page.paragraphs[-1][:-30]
        page.paragraphs = [text for text in page.paragraphs if text]
        sheet.set_content(page.html)
    image = Image.open(io.BytesIO(sheet.screenshot())).convert("RGB")
    context.close()
    return image


def say_figures(figures: Sequence[tuple[float, bool]]) -> None:
    wrong = sorted(sure for sure, is_right in figures if not is_right)
    right = sorted(sure for sure, is_right in figures if is_right)
    print(f"\n{len(right)} figures right, {len(wrong)} wrong\n")
    print("| surer than | wrong ones below | right ones below |\n| --: | --: | --: |")
    for least in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99):
        print(f"| {least} | {sum(s < least for s in wrong)} | {sum(s < least for s in right)} |")


if __name__ == "__main__":
    main()
