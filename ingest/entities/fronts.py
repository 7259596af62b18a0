"""What the items of a list share before them: 通道 of “通道三省坡、彭莫山等风电场”, 市 of “市财政局、税务局”.

The list goes in with the heads that its items got, out come the words that each of them wants before its own. Only what
could not stand alone wants one: bare names and plain words behind an item with an area or a level, public houses (东兴
文化馆、图书馆), parts of an institution, numbers (地铁3、4号线).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from graph.records import EntityType
from ingest.entities.departments import is_bare
from ingest.entities.heads import area_end
from ingest.entities.names import is_proper_word
from ingest.entities.pieces import LEVELS, NUMBER, PHASE, ROUTE, Piece
from ingest.entities.project_proper import macro_regions
from ingest.entities.stretches import Stretch

LEVEL = re.compile(r"全?[省市县区州](?![级域区场政民属直内外容长])|自治区|全(?:省|市|县|区)")
HOUSE = re.compile(r"^[\u4e00-\u9fff]{2,6}(?:馆|院|中心|学校|中学|小学|宫|所)$")
INSTITUTION = re.compile(
    r"^(?P<front>[^()]{2,24}(?:医院(?:\([^()]*\))?|(?<!科)学院|大学|物流园|产业园|高新区|经开区|工业园区?))(?P<part>(?![区的]).{2,})$"
)
PART = re.compile(r"(?:楼|大厦|中心|基地|院区|病区|项目|实验室|平台)$")
SIDE = re.compile(r"(?P<side>[东西南北]{1,2})(?P<unit>门|区|站|院|岸|片区|段|入口|广场)$")
OUTPUT = re.compile(r"^(?P<front>[年日]产)\d")


def fronts_of(stretch: Stretch, run: Sequence[Piece], tails: Sequence[str], kind: EntityType) -> list[str]:
    """For each item what it wants before it, mostly nothing."""
    fronts = [""] * len(run)
    if kind not in (EntityType.PROJECT, EntityType.PARK, EntityType.DEPARTMENT, EntityType.ENTERPRISE):
        return fronts
    for at in range(1, len(run)):
        for before in range(at - 1, -1, -1):
            found = next((front for rule in rules(kind) if (front := rule(stretch, run, tails, before, at))), "")
            if found or bears(run[before].text):
                fronts[at] = found
                break
    return fronts


Rule = Callable[[Stretch, Sequence[Piece], Sequence[str], int, int], str]


def rules(kind: EntityType) -> tuple[Rule, ...]:
    """The fronts that lists of a type share, in their order."""
    if kind in (EntityType.DEPARTMENT, EntityType.ENTERPRISE):
        return (of_level,)
    return (of_number, of_area, of_house, of_institution, of_side, of_output)


@lru_cache(maxsize=1 << 14)
def bears(text: str) -> bool:
    """Whether an item has an area or a level of its own, so that none before it is looked at."""
    return 0 < area_end(text) != len(text) - 1 or bool(LEVEL.match(text))


def area_before(text: str) -> str:
    """通道 of 通道三省坡; not 太平 of 太平山, 嫩江 of 嫩江尼尔基."""
    area = text[: area_end(text)]
    return area if len(text) - len(area) > 1 and not area.endswith(("江", "河", "湖")) else ""


def begins_with_name(stretch: Stretch, piece: Piece) -> bool:
    """合利来LED显示屏; not 社区矫正督察."""
    a, b = stretch.words(piece.start, piece.end)[0]
    return is_proper_word(stretch.text[a:b])


def of_number(stretch: Stretch, run: Sequence[Piece], tails: Sequence[str], before: int, at: int) -> str:
    """“地铁3、4、5号线”, “东胜铁西一期、二期”."""
    own = re.match(rf"第?{NUMBER}(?=$|号|期)", run[at].text)
    bearer = re.fullmatch(rf"(?P<front>.*?[^\d一二三四五六七八九十第])第?{NUMBER}(?:[号期].*)?", run[before].text)
    return bearer["front"] if own and bearer else ""


def of_area(stretch: Stretch, run: Sequence[Piece], tails: Sequence[str], before: int, at: int) -> str:
    """“通道三省坡、彭莫山等风电场”, “自治区牛羊、玉米、大豆技术创新中心”: bare names and plain words of one head."""
    bearer, own = run[before].text, run[at].text
    tail = tails[before]
    if not tail or bears(own) or ROUTE.search(own) or PHASE.search(bearer):
        return ""
    bare = own.removesuffix(tail) if not tails[at] else own
    if tails[at] != tail and bare == own:
        return ""
    if area := area_before(bearer):
        return area if len(bare) <= 4 and not ROUTE.search(bearer) else ""
    level = LEVEL.match(bearer)
    is_wide = level and level[0] not in LEVELS - {"自治区"} and not begins_with_name(stretch, run[at])
    return level[0] if level and is_wide else ""


def of_house(stretch: Stretch, run: Sequence[Piece], tails: Sequence[str], before: int, at: int) -> str:
    """“东兴文化馆、图书馆”, “市档案中心、博物馆”: a public house is its area's."""
    bearer, own = run[before].text, run[at].text
    front = area_before(bearer) or (match[0] if (match := LEVEL.match(bearer)) else "")
    house = HOUSE.match(own) and HOUSE.match(bearer[len(front) :])
    return front if front and house and not bears(own) and len(own) <= 4 else ""


def of_institution(stretch: Stretch, run: Sequence[Piece], tails: Sequence[str], before: int, at: int) -> str:
    """“怀化市中医医院门诊综合大楼、康养中心”, “冲仑物流园建材、五金机电项目”."""
    bearer, own = INSTITUTION.match(run[before].text), run[at].text
    if (
        not bearer
        or bears(own)
        or not PART.search(own)
        or (begins_with_name(stretch, run[at]) and not ("医院" in bearer["front"] and macro_regions().match(own)))
    ):
        return ""
    return bearer["front"] if PART.search(bearer["part"] + tails[before]) else ""


def of_side(stretch: Stretch, run: Sequence[Piece], tails: Sequence[str], before: int, at: int) -> str:
    """“丹霞山南门、西南门、西门”."""
    bearer, own = SIDE.search(run[before].text), SIDE.fullmatch(run[at].text)
    return run[before].text[: bearer.start()] if bearer and own and bearer["unit"] == own["unit"] else ""


def of_output(stretch: Stretch, run: Sequence[Piece], tails: Sequence[str], before: int, at: int) -> str:
    """“年产4万吨基础锂盐一体化和2万吨高质碳酸锂项目”."""
    bearer = OUTPUT.match(run[before].text)
    return bearer["front"] if bearer and re.match(r"\d+(?:\.\d+)?[万亿]?[吨台套件辆只个米平]", run[at].text) else ""


def of_level(stretch: Stretch, run: Sequence[Piece], tails: Sequence[str], before: int, at: int) -> str:
    """“市财政局、税务局”, “市水务、物流、交通建设投资公司”."""
    bearer, own = LEVEL.match(run[before].text), run[at].text
    if not bearer or own[0] in "省市县区州":
        return ""
    return bearer[0] if tails[before] or is_bare(own) else ""
