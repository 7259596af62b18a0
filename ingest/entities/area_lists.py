"""What beside an area's name tells that the area is meant: the list or route it stands in, and what follows it."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.lexicon.divisions import Division, DivisionHit
from graph.lexicon.lexicon import alternation, word_list
from graph.records import Level
from ingest.entities.areas import is_doubtful, is_near, means, parent_before
from ingest.entities.stretches import Stretch

JOINED = re.compile(r"[—~-]{1,2}|(县|市|区)?[、和及与至到经]")
# what a list of areas ends with: “义乌、石河子等市”, “沅陵、通道两县”
OF_AREAS = re.compile(
    r"(?:等(?:[\d两二三四五六七八九十]+个?)?|[\d两二三四五六七八九十]+个?)(?:县市区?|县区|市县|县|市|区|地)(?![级域委])"
)
# an end of a route: “安化—溆浦”, “天祝至景泰”
ROUTE_BEFORE = re.compile(r"(?:(?<![甚以直乃截])至|[\u4e00-\u9fff)][—~-]{1,2})$")
LONGEST_JOINT = 4  # characters of that, and one more
ROUTE_BEHIND = re.compile(r"至(?![今少关])|[—~-]{1,2}[\u4e00-\u9fff(]")
ROUTE_END = re.compile(r"[、,。;)]|等|段|公路|高速|高铁|铁路|管道|航道|$")
SEVERAL = -1
PARTS_OF_ANY_CITY = ("城区", "矿区", "郊区", "东区", "西区")


def needs_support(stretch: Stretch, hit: DivisionHit, division: Division, inside: Division | None) -> bool:
    """Whether the name alone does not tell: an ordinary word, or the short form of a county far away."""
    name, near = stretch.text[hit.start : hit.end], is_near(stretch.region, division, stretch.year)
    if is_doubtful(name):
        return not (near and name in word_list("division_place_words") and stretch.begins_word(hit.end))
    if near or inside is not None:
        return False
    return is_doubtful(division.short) or (hit.is_short and division.level is Level.COUNTY)


def is_supported(stretch: Stretch, hits: list[DivisionHit], index: int, division: Division) -> bool:
    """通道 in “怀化通道”, “沅陵、通道两县”, “通道县城”; 景泰 in “天祝至景泰”; not 通道 in “绿色通道”."""
    hit = hits[index]
    if follows_its_parent(stretch, hits, index, division):
        return True
    if OF_AREAS.match(stretch.text, list_end(stretch, hits, index)):
        return True
    near = is_near(stretch.region, division, stretch.year)
    if near or not hit.is_short or division.level is not Level.COUNTY:
        found = followers().match(stretch.text, hit.end) or is_end_of_route(stretch, hit)
        return bool(found) or any(beside(stretch, hits, index))
    return is_named_from_afar(stretch, hits, index, division)


@lru_cache(maxsize=1)
def followers() -> re.Pattern[str]:
    """What right behind a name says that it is an area's."""
    return re.compile(alternation("place_followers"))


def follows_its_parent(stretch: Stretch, hits: list[DivisionHit], index: int, division: Division) -> bool:
    """“怀化通道”, “浙江临海”; but “辽宁振兴发展”, though 丹东 has a 振兴区: an ordinary word must follow its city."""
    hit, before = hits[index], hits[index - 1] if index else None
    if before is None or before.end != hit.start:
        return False
    name = stretch.text[hit.start : hit.end]
    if name in PARTS_OF_ANY_CITY:
        return False
    around = stretch.areas.chain(division.code)[1:]
    if is_doubtful(name) and name not in word_list("division_place_words"):
        around = around[:1]
    return any(area in around for area in before.candidates)


def at_route(stretch: Stretch, hit: DivisionHit) -> bool:
    """Whether 至 or a dash joins it to another place."""
    text = stretch.text
    return bool(joint_before(text, hit) or ROUTE_BEHIND.match(text, hit.end))


def joint_before(text: str, hit: DivisionHit) -> bool:
    """Whether 至 or a dash stands right before it."""
    return ROUTE_BEFORE.search(text, max(0, hit.start - LONGEST_JOINT), hit.start) is not None


def is_end_of_route(stretch: Stretch, hit: DivisionHit) -> bool:
    """会同 in “飞山—会同—牌楼”, 长白 in “松江河至长白等高速公路”; not 延长 in “延长至三月”."""
    text = stretch.text
    return joint_before(text, hit) and bool(ROUTE_BEHIND.match(text, hit.end) or ROUTE_END.match(text, hit.end))


def is_named_from_afar(stretch: Stretch, hits: list[DivisionHit], index: int, division: Division) -> bool:
    """A county of another city by its short form: in a list of areas, or at an end of a route.

    Of another province (which has towns of that name as well) only beside a sure area, from afar too or by a route.
    """
    hit, text = hits[index], stretch.text
    routed = at_route(stretch, hit)
    neighbours = beside(stretch, hits, index)
    if is_doubtful(text[hit.start : hit.end]):
        return bool(routed and any(neighbours))
    own = (stretch.region or division.code)[:2]
    if division.code[:2] == own:
        return bool(routed or any(neighbours))
    return any(routed or area is None or area.code[:2] != own for area in neighbours)


def beside(stretch: Stretch, hits: list[DivisionHit], index: int) -> list[Division]:
    """The sure areas in the same list: 沅陵县 beside 通道 in “沅陵、通道、会同”."""
    first = joined(stretch, hits, index).start
    key = ("sure areas", first)
    if key not in stretch.memory:
        found: dict[Division, int] = {}  # the first name of each, or that there are several
        for at in joined(stretch, hits, index):
            if division := sure_area(stretch, hits, at):
                found[division] = at if division not in found else SEVERAL
        stretch.memory[key] = found
    return [division for division, at in stretch.memory[key].items() if at != index]


def sure_area(stretch: Stretch, hits: list[DivisionHit], index: int) -> Division | None:
    """The area that a name means without a look at the list it stands in."""
    hit = hits[index]
    inside = parent_before(stretch, hit, hits[index - 1] if index else None)
    division = inside or means(stretch, hit)
    return division if division and not needs_support(stretch, hit, division, inside) else None


def list_end(stretch: Stretch, hits: list[DivisionHit], index: int) -> int:
    """Where the list of names ends that the name stands in."""
    return hits[joined(stretch, hits, index)[-1]].end


def joined(stretch: Stretch, hits: list[DivisionHit], index: int) -> range:
    """Which names a list or a route joins with this one, itself among them."""
    key = ("joined areas", index)
    if key not in stretch.memory:
        first = last = index
        while first and are_joined(stretch, hits[first - 1], hits[first]):
            first -= 1
        while last + 1 < len(hits) and are_joined(stretch, hits[last], hits[last + 1]):
            last += 1
        found = range(first, last + 1)
        stretch.memory.update({("joined areas", at): found for at in found})
    joined_ones: range = stretch.memory[key]
    return joined_ones


def are_joined(stretch: Stretch, left: DivisionHit, right: DivisionHit) -> bool:
    """Whether only the sign of a list or a route stands between the two."""
    return bool(JOINED.fullmatch(stretch.text[left.end : right.start]))
