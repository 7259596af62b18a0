import pytest

from search.question import understand
from search.wanted import Wanted, find_wanted


def test_places_years_and_question_words_are_not_wanted():
    things = find_wanted(understand("怀化2023年社零目标是多少?", covered={"431200"}))
    assert any(thing[:2] == ("社零", "社会消费品零售总额") for thing in things)
    assert not {"怀化", "2023", "多少"} & {wording for thing in things for wording in thing}


def test_the_longer_name_of_a_place_leaves_nothing_behind():
    things = find_wanted(understand("怀化市有哪些园区?", covered={"431200"}))
    assert not any("市" in wording for thing in things for wording in thing)


SHARES = [("社会消费品零售总额增长8%", 1.0), ("社零增长", 1.0), ("电子信息", 0.0), ("消费品", 0.25)]


@pytest.mark.parametrize(("text", "share"), SHARES)
def test_a_thing_is_said_in_the_wording_that_fits_best(text, share):
    wanted = Wanted([("社零", "社会消费品零售总额")], lambda pair: 1.0)
    assert wanted.share_said(wanted.presence([text]))[0] == pytest.approx(share, abs=0.01)


def test_rare_words_weigh_more():
    wanted = Wanted([("班列",), ("发展",)], {"班列": 3.0, "发展": 1.0}.__getitem__)
    assert wanted.share_said(wanted.presence(["班列", "发展", "班列发展"])).tolist() == [0.75, 0.25, 1.0]


@pytest.mark.parametrize(
    ("word", "text", "share"),
    [
        ("竹", "竹产业", 1.0),
        ("竹", "木材产业", 0.0),
        ("led", "led照明产业", 1.0),
        ("led", "照明产业", 0.0),
        ("319", "改造国道319线", 1.0),
        ("5g", "5g基站", 1.0),
    ],
)
def test_single_characters_numbers_and_latin_words_are_found_whole(word, text, share):
    wanted = Wanted([(word,)], lambda pair: 1.0)
    assert wanted.share_said(wanted.presence([text])).tolist() == [share]


def test_common_words_can_be_said_wholly_too():
    wanted = Wanted([("发展",), ("建设",)], lambda pair: 0.125)
    assert wanted.share_said(wanted.presence(["发展建设", "发展"])).tolist() == [1.0, 0.5]


def test_a_long_word_weighs_as_much_as_two_short_ones():
    wanted = Wanted([("社会消费品零售总额",), ("班列",)], lambda pair: 1.0)
    assert wanted.weights.tolist() == pytest.approx([2 / 3, 1 / 3])


@pytest.mark.parametrize(
    ("least", "needed"),
    [
        (0.9, ["班列"]),
        (0.6, ["班列"]),
        (0.5, ["班列", "园区"]),  # so much is said without the first
        (0.1, ["班列", "园区", "发展"]),
    ],
)
def test_a_text_that_says_enough_holds_one_of_the_heaviest(least, needed):
    rarity = {"班列": 5.0, "发展": 2.0, "园区": 3.0}.__getitem__
    assert Wanted([("发展",), ("班列",), ("园区",)], rarity).needed(least) == needed


def test_nothing_wanted():
    wanted = Wanted([], lambda pair: 1.0)
    assert wanted.share_said(wanted.presence(["园区"])).tolist() == [0.0]
    assert wanted.each_said(wanted.presence(["园区"])).shape == (1, 0)
