"""Things of a place that bear another name now."""

import pytest

from graph.records import Evidence, Link, LinkKind
from search.replies.renamings import reply_with_renamings
from tests.search.made_base import MadeBase

THINGS = {"park-1": ["江山工业集中区"], "park-2": ["江山产业开发区"], "park-3": ["龙游经济开发区"]}


def made() -> MadeBase:
    link = Link("park-2", "park-1", LinkKind.RENAMED, 1.0, "改称", (Evidence("made-1.txt", 0, 5),))
    inside = dict.fromkeys(("park-1", "park-2"), "330881") | {"park-3": "330825"}
    base = MadeBase(things=THINGS, links=(link,), places=inside)
    base.add("2021年衢州市政府工作报告", "建设江山工业集中区、龙游经济开发区。", region="衢州市", year=2021)
    return base.add("2023年衢州市政府工作报告", "推进江山产业开发区扩区。", region="衢州市", year=2023)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("江山市的园区改过名吗", "是,江山工业集中区后来叫江山产业开发区(2023年起)"),
        ("衢州有哪些园区改过名", "江山工业集中区后来叫江山产业开发区(2023年起)"),
        ("龙游县的园区改过名吗", None),
        ("江山市的企业改过名吗", None),
        ("江山工业集中区改过名吗", None),  # a thing by its name: another replier tells
    ],
)
def test_what_was_renamed_in_a_place(question: str, short: str | None) -> None:
    base = made()
    reply = reply_with_renamings(base.plan(question), base)
    assert (reply and reply.short) == short
    assert reply is None or len(reply.citations) == 2
