"""Draws changes between documents of one place, to be read by a person: `python -m benchmarks.compare_sample`.

In: a knowledge base (MAILUO_HOME) that holds the plans of MAILUO_MORE_PLANS. Out: a hundred changes, three of five of
them changed ones, drawn with a seed, each with both quotes. The shares that were right are kept in compare-read.md.
"""

from __future__ import annotations

import argparse
import random
import sys

from ui.app.fields import ChangeFields, ComparedFields
from ui.app.settings import Settings
from ui.app.workspace import Workspace

SEED, EACH, CHANGED = 2, 100, 0.6
PAIRS = (
    ("gwr-fangchenggang-2009.txt", "gwr-fangchenggang-2010.txt"),
    ("gwr-fangchenggang-2010.txt", "gwr-fangchenggang-2011.txt"),
    ("gwr-fangchenggang-2011.txt", "gwr-fangchenggang-2012.txt"),
    ("gwr-qingdao-2018.txt", "gwr-qingdao-2019.txt"),
    ("gwr-jinhua-2008.txt", "gwr-jinhua-2011.txt"),
    ("gwr-jinhua-2011.txt", "gwr-jinhua-2017.txt"),
    ("gwr-shaoguan-2010.txt", "gwr-shaoguan-2019.txt"),
    ("gwr-hebi-2009.txt", "gwr-hebi-2019.txt"),
    ("gwr-ordos-2004.txt", "gwr-ordos-2011.txt"),
    ("sd-shuzi-2019.txt", "sd-shuzi-2021.txt"),
    ("sd-135-keji.txt", "sd-145-keji.txt"),
    ("fyp8-china.txt", "fyp9-china.txt"),
    ("fyp10-china.txt", "fyp11-china.txt"),
)


def said(side: ComparedFields | None) -> str:
    if side is None:
        return "—"
    planned = "拟" if "stage" in side and side["stage"]["planned"] else ""
    return f"{planned}{side['text']} {side['year'] or ''} “{''.join(side['quote'].split())}”"


def lines_of(part: str, names: tuple[str, str], change: ChangeFields) -> str:
    before, after = said(change["before"]), said(change["after"])
    return f"{part} {change['change']} {' → '.join(names)} {change['name']}\n  A {before}\n  B {after}\n"


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=SEED)
    chance = random.Random(asked.parse_args().seed)
    workspace = Workspace.open(Settings.read())
    changed: list[str] = []
    others: list[str] = []
    for names in PAIRS:
        whole = [max(workspace.opened.documents_in(name), key=lambda one: one.end - one.start).id for name in names]
        found = workspace.compare(*whole)
        for part, changes in (("project", found["projects"]), ("target", found["targets"]), ("task", found["tasks"])):
            for change in changes:
                (changed if change["change"] == "changed" else others).append(lines_of(part, names, change))
    count = min(round(EACH * CHANGED), len(changed))
    sys.stdout.writelines([*chance.sample(changed, count), *chance.sample(others, EACH - count)])


if __name__ == "__main__":
    main()
