"""How names sound."""

from __future__ import annotations

import pytest

from graph.sounds import initials_of, sound_of, sounded, syllables

SOUNDS = [
    ("怀化国际陆港", "huai hua guo ji lu gang", "hhgjlg"),
    ("懷化國際陸港", "huai hua guo ji lu gang", "hhgjlg"),
    ("重庆重点项目", "chong qing zhong dian xiang mu", "cqzdxm"),  # one character, two sounds
    ("银行行业增长", "yin hang hang ye zeng zhang", "yhhyzz"),
    ("大会计划", "da hui ji hua", "dhjh"),  # no 会计 in it
    ("绿色女", "lu se nu", "lsn"),
    ("“５Ｇ”产业园（一期）", "5 g chan ye yuan yi qi", "5gcyyyq"),
    ("LNG 接收站", "l n g jie shou zhan", "lngjsz"),
    ("《》—", "", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("name", "said", "initials"), SOUNDS)
def test_a_name_sounds(name: str, said: str, initials: str) -> None:
    assert " ".join(syllables(name)) == said
    assert sound_of(name) == said.replace(" ", "")
    assert initials_of(name) == initials
    assert [sound for _, sound in sounded(name)] == said.split()
