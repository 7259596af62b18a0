"""Years and places asked for side by side: the best passage of each stands among the first few."""

import pytest

from search.facets import FETCHED_FROM, seat_facets
from search.indexed import FoldedPassage
from search.question import understand

Years = tuple[int, int]
COVERED = {"431200", "431222", "431300"}  # 怀化, 沅陵 in it, 娄底


def of(region: str | None, year: int | None = None, years: Years | None = None) -> FoldedPassage:
    """A passage of a document that speaks for a place, and for a year or a plan period."""
    return FoldedPassage("工作安排", ("粮食产量稳步提高",), region, year, years)


def order(question: str, passages: list[FoldedPassage]) -> list[int]:
    """The order in which they are, numbered as they came."""
    return seat_facets(understand(question, covered=COVERED), range(len(passages)), dict(enumerate(passages)))


FIRST = [of("怀化市", 2022), of("怀化市", 2022), of("怀化市", 2022)]
PLAN_13, PLAN_14 = (2016, 2020), (2021, 2025)
SEATED = [  # the question, what is found behind three of 怀化 in 2022, and the number of the one fetched forward
    ("怀化和娄底粮食产量各多少", [of("邵阳市", 2022), of("娄底市", 2022), of("娄底市", 2022)], 4),
    ("娄底和邵阳粮食产量各多少", [of("娄底市", 2022)], 3),  # nothing is there of 邵阳
    ("怀化2022年和2023年粮食产量各多少", [of("怀化市", 2024), of("怀化市", 2023)], 4),
    ("怀化2022年和2023年粮食产量各多少", [of("娄底市", 2023), of(None, 2023), of("沅陵县", 2023)], 5),
    ("2022年和2023年粮食产量各多少", [of("娄底市", 2024), of(None, 2023)], 4),
    # a plan period, by its last year too
    ("怀化2022年和十三五粮食产量各多少", [of("怀化市", None, (2011, 2030)), of("怀化市", None, PLAN_13)], 4),
    ("怀化2022年和十三五粮食产量各多少", [of("怀化市", 2019), of("怀化市", 2020)], 4),
    ("怀化2022年和十三五粮食产量各多少", [of("娄底市", None, PLAN_13), of("怀化市", None, PLAN_13)], 4),
    # where no document speaks for the year, a plan that spans it; its first and last year are in it
    ("怀化2022年和2023年粮食产量各多少", [of("怀化市", None, PLAN_13), of("怀化市", 2021, PLAN_14)], 4),
    ("怀化2022年和2025年粮食产量各多少", [of("怀化市", None, (2015, 2024)), of("怀化市", None, PLAN_14)], 4),
    ("怀化2022年和2021年粮食产量各多少", [of("怀化市", None, (2022, 2030)), of("怀化市", None, PLAN_14)], 4),
    ("怀化2022年和2023年粮食产量各多少", [of("娄底市", None, PLAN_14), of("怀化市", None, PLAN_14)], 4),
    ("2022年和2023年粮食产量各多少", [of(None, 2024), of(None, None, PLAN_14)], 4),
    # … but not where one does
    ("怀化2022年和2023年粮食产量各多少", [of("怀化市", None, PLAN_14), of("怀化市", 2023)], 4),
]


@pytest.mark.parametrize(("question", "behind", "fetched"), SEATED)
def test_what_is_asked_side_by_side_goes_behind_the_first_two(
    question: str, behind: list[FoldedPassage], fetched: int
) -> None:
    passages = [*FIRST, *behind]
    rest = [number for number in range(2, len(passages)) if number != fetched]
    assert order(question, passages) == [0, 1, fetched, *rest]


AS_THEY_ARE = [
    ("怀化2023年粮食产量多少", [of("怀化市", 2023)]),  # one year and one place are weighed, not seated
    ("十三五粮食产量多少", [of("怀化市", None, PLAN_13)]),
    ("娄底粮食产量多少", [of("娄底市", 2022)]),
    ("怀化沅陵粮食产量多少", [of("沅陵县", 2022)]),  # one place, told by what it lies in
    ("怀化2022年和2023年粮食产量各多少", [of("娄底市", 2023), of("怀化市", 2024)]),  # there is none
    ("粮食产量多少", [of("娄底市", 2023)]),
]


@pytest.mark.parametrize(("question", "behind"), AS_THEY_ARE)
def test_others_stay_as_they_are(question: str, behind: list[FoldedPassage]) -> None:
    passages = [*FIRST, *behind]
    assert order(question, passages) == [*range(len(passages))]


def test_a_place_already_among_the_first_is_not_seated_twice() -> None:
    passages = [of("怀化市"), of("娄底市"), of("邵阳市"), of("娄底市"), of("怀化市")]
    assert order("怀化和娄底粮食产量各多少", passages) == [0, 1, 2, 3, 4]


def test_places_and_years_are_all_seated() -> None:
    passages = [*FIRST, of("娄底市", 2021), of("怀化市", 2023), of("娄底市", 2023)]
    # 2023 is first that of 怀化, the better of the two
    assert order("怀化和娄底2022年和2023年粮食产量各多少", passages) == [0, 1, 3, 4, 2, 5]


def test_what_stands_far_down_stays_there() -> None:
    passages = [of("怀化市", 2022)] * 40
    passages[FETCHED_FROM] = of("娄底市", 2022)
    assert order("怀化和娄底粮食产量各多少", passages) == [*range(40)]
    passages[FETCHED_FROM - 1] = of("娄底市", 2022)
    assert order("怀化和娄底粮食产量各多少", passages)[2] == FETCHED_FROM - 1
