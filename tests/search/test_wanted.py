import pytest

from search.question import understand
from search.wanted import Wanted, find_wanted


def test_places_years_and_question_words_are_not_wanted():
    things = find_wanted(understand("怀化2023年社零目标是多少?", covered={"431200"}))
    assert any(thing[:2] == ("社零", "社会消费品零售总额") for thing in things)
    assert not {"怀化", "2023", "多少"} & {wording for thing in things for wording in thing}


SHARES = [("社会消费品零售总额增长8%", 1.0), ("社零增长", 1.0), ("电子信息", 0.0), ("消费品", 0.25)]


@pytest.mark.parametrize(("text", "share"), SHARES)
def test_a_thing_is_said_in_the_wording_that_fits_best(text, share):
    wanted = Wanted([("社零", "社会消费品零售总额")], lambda pair: 1.0)
    assert wanted.share_said(wanted.presence([text]))[0] == pytest.approx(share, abs=0.01)


def test_rare_words_weigh_more():
    wanted = Wanted([("班列",), ("发展",)], {"班列": 3.0, "发展": 1.0}.__getitem__)
    assert wanted.share_said(wanted.presence(["班列", "发展", "班列发展"])).tolist() == [0.75, 0.25, 1.0]


def test_nothing_wanted():
    wanted = Wanted([], lambda pair: 1.0)
    assert wanted.share_said(wanted.presence(["园区"])).tolist() == [0.0]
