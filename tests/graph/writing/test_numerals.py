"""The three readings of a numeral beside each other; how they are printed: test_word_numbering.py."""

from __future__ import annotations

import pytest

from graph.writing.numerals import circled, count_in_chinese, number_of, number_of_label, number_of_page, numeral, roman

# as counted in running text, in a label, at the foot of a page
CASES = [
    ("12", 12, 12, 12),
    ("十", 10, 10, 10),
    ("二十三", 23, 23, 23),
    ("一百零五", 105, 105, 105),
    ("百", 100, 100, 100),
    ("两", 2, 2, 2),
    ("零", None, 0, 0),
    ("三五", None, 35, 35),  # 三五家 are a few; 第三五页 is a page
    ("二〇", None, 20, 20),
    ("⑫", None, 12, None),
    ("好", None, 0, None),
    ("xiv", None, 0, 14),
]


@pytest.mark.parametrize(("numeral", "counted", "in_label", "of_page"), CASES)
def test_readings(numeral: str, counted: int | None, in_label: int, of_page: int | None) -> None:
    assert (number_of(numeral), number_of_label(numeral), number_of_page(numeral)) == (counted, in_label, of_page)


def test_a_label_without_a_number() -> None:
    assert number_of_label("") == 0


def test_what_is_printed_is_read() -> None:
    for number in range(1, 1000):
        assert number_of(count_in_chinese(number)) == number
        assert number_of_label(count_in_chinese(number)) == number
        assert number_of_page(numeral(number, "ideographDigital")) == number
    assert [number_of_label(circled(number)) for number in range(1, 21)] == list(range(1, 21))
    assert [number_of_page(roman(number)) for number in range(1, 400)] == list(range(1, 400))
