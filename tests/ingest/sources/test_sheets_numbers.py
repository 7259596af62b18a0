from __future__ import annotations

import datetime

import pytest

from ingest.sources.sheets_numbers import BUILT_IN, show_number, show_plain

ACCOUNTS = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
DAY = (datetime.date(2025, 6, 30) - datetime.date(1899, 12, 30)).days
CASES = [
    (0.125, "0.0%", "12.5%"),
    (0.125, "0.00%", "12.5%"),
    (0.07, "0%", "7%"),
    (1.2, "0%", "120%"),
    (12000.5, "#,##0.00", "12,000.5"),
    (120000, "#,##0", "120,000"),
    (120000, "0", "120000"),
    (2025.1, "0.00", "2025.10"),
    (12.5, "0.00", "12.5"),
    (1.2345, "0.00", "1.23"),
    (2.675, "0.00", "2.68"),
    (0.1 + 0.2, "General", "0.3"),
    (85.5, '0.0"亿元"', "85.5亿元"),
    (2025, '0"年"', "2025年"),
    (5, 'General"个"', "5个"),
    (123456, '0!.0,"万元"', "12.3万元"),
    (7, "000", "007"),
    (1e40, "0.00", "1" + "0" * 40),
    (1.5, "0." + "0" * 300, "1.5"),
    (1.5, "0" + "%" * 400, "1.5"),
    (-5, "#,##0;[Red]-#,##0", "-5"),
    (-5, "0_);(0)", "(5)"),
    (0, "0;-0;;@", ""),
    (0, ACCOUNTS, "-"),
    (1500, ACCOUNTS, "1,500"),
    (12, '[>=10]0"个以上";0"个"', "12个以上"),
    (3, '[>=10]0"个以上";0"个"', "3个"),
    (DAY, "yyyy-mm-dd", "2025-06-30"),
    (DAY, "yyyy/m/d;@", "2025-06-30"),
    (DAY, "[$-804]d/m/yyyy", "2025-06-30"),
    (DAY, 'yyyy"年"m"月"', "2025年6月"),
    (DAY, "yyyy年m月d日", "2025年6月30日"),
    (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "2025年6月30日"),
    (DAY, "yyyy\\-m", "2025年6月"),
    (DAY, "mmm-yy", "2025年6月"),
    (DAY, "yyyy", "2025"),
    (DAY + 0.5, "yyyy/m/d h:mm", "2025-06-30 12:00"),
    (DAY, "yyyy/m/d h:mm", "2025-06-30"),
    (0.5, "h:mm", "12:00"),
    (1.5, "[h]:mm", "36:00"),
    (DAY, BUILT_IN[14], "2025-06-30"),
    (DAY, BUILT_IN[57], "2025年6月"),
    (DAY, BUILT_IN[58], "6月30日"),
    (-3, "yyyy-mm-dd", "-3"),
    (float("nan"), "0", ""),
    (float("inf"), "yyyy", ""),
]


@pytest.mark.parametrize(("value", "code", "shown"), CASES)
def test_numbers_are_shown_as_their_format_says(value, code, shown):
    assert show_number(value, code) == shown


def test_days_count_from_1904_where_a_workbook_says_so():
    assert show_number(DAY - 1462, "yyyy-mm-dd", from_1904=True) == "2025-06-30"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(3.0, "3"), (0.30000000000000004, "0.3"), (12.5, "12.5"), (1 / 3, "0.3333333333"), (1e-5, "0.00001")],
)
def test_numbers_without_a_format(value, shown):
    assert show_plain(value) == shown
