"""Lines of a flattened table become rows under their headers; what cannot be told is left without."""

from __future__ import annotations

from ingest.form.boxes import Box, find_boxes

FOCUS = ["主攻方向", "重点突破领", "重点扶持", "重点引进", "重点建设项", "重点支持"]


def box(*lines: str) -> Box:
    text = "专栏4 发展重点\n\n" + "\n\n".join(lines)
    return find_boxes(text, 0, len(text))[0]


def rows(found: Box) -> list[dict[str, str]]:
    return [{cell.header: cell.text for cell in row.cells} for row in found.rows]


def test_clipped_headers_are_completed() -> None:
    found = box(
        *FOCUS,
        "光电显示",
        "灯具、背光、显示屏等",
        "合利来、明城科技等",
        "木林森、三安光电等",
        "显示屏项目等",
        "甲高新区",
    )
    assert found.headers == (
        "主攻方向",
        "重点突破领域",
        "重点扶持企业",
        "重点引进企业",
        "重点建设项目",
        "重点支持园区",
    )
    assert rows(found)[0]["重点支持园区"] == "甲高新区"


def test_a_header_broken_over_two_lines() -> None:
    found = box("主攻", "方向", *FOCUS[1:], "光电显示", "灯具等", "合利来等", "木林森等", "显示屏项目等", "甲高新区")
    assert found.headers[0] == "主攻方向"
    assert rows(found)[0]["主攻方向"] == "光电显示"


def test_a_cell_merged_downwards_is_repeated() -> None:
    first = ["电子元器件", "元件、材料等", "甲电子、乙电子等", "丙股份、丁集团等", "甲电子生产线项目等", "东高新区"]
    second = ["电线电缆、仪器仪表等", "戊电缆、己模具等", "庚集团、辛电缆等", "戊电缆技改项目等", "西高新区、东高新区"]
    found = rows(box(*FOCUS, *first, *second))
    assert [row["主攻方向"] for row in found] == ["电子元器件", "电子元器件"]
    assert found[1]["重点扶持企业"] == "戊电缆、己模具等"


def test_broken_cells_are_joined_and_dashes_are_empty() -> None:
    first = [
        "化工新材料",
        "涂料、油墨、胶黏剂等",
        "甲科技、乙高",
        "科、丙新材等",
        "——",
        "甲科技扩建项目等",
        "洪江",
        "高新区",
        "(洪江区)",
    ]
    second = ["金属新材料", "铝材、铝合金等", "丁铝业等", "戊集团、己铝业等", "丁铝业技改项目等", "怀化", "高新区"]
    found = box(*FOCUS, *first, *second)
    assert rows(found) == [
        {
            "主攻方向": "化工新材料",
            "重点突破领域": "涂料、油墨、胶黏剂等",
            "重点扶持企业": "甲科技、乙高科、丙新材等",
            "重点建设项目": "甲科技扩建项目等",
            "重点支持园区": "洪江高新区(洪江区)",
        },
        {
            "主攻方向": "金属新材料",
            "重点突破领域": "铝材、铝合金等",
            "重点扶持企业": "丁铝业等",
            "重点引进企业": "戊集团、己铝业等",
            "重点建设项目": "丁铝业技改项目等",
            "重点支持园区": "怀化高新区",
        },
    ]


def test_a_list_with_a_park_a_kind_and_several_industries() -> None:
    found = rows(
        box(
            *("园区名称", "产业类型", "产业类别"),
            *("甲高新区", "主导产业", "新材料", "电子信息", "特色产业", "生物医药"),
            *("乙高新技术产业开发区", "(丙区)", "主导产业", "建材、机械装备"),
        )
    )
    assert [tuple(row.values()) for row in found] == [
        ("甲高新区", "主导产业", "新材料"),
        ("甲高新区", "主导产业", "电子信息"),
        ("甲高新区", "特色产业", "生物医药"),
        ("乙高新技术产业开发区(丙区)", "主导产业", "建材、机械装备"),
    ]


def test_spans_cover_the_lines_of_a_cell() -> None:
    text = "专栏7 重点\n园区名称\n\n产业类型\n\n产业类别\n\n乙高新区\n\n(丙区)\n\n主导产业\n\n建材"
    found = find_boxes(text, 0, len(text))[0]
    cell = found.rows[0].cells[0]
    assert (cell.text, text[cell.start : cell.end]) == ("乙高新区(丙区)", "乙高新区\n\n(丙区)")


INDICATORS = ["类别", "序号", "指标名称", "2020", "2025", "年均增速", "[累计]", "属性"]


def test_numbers_of_an_indicator_table_go_under_their_years() -> None:
    found = box(
        *INDICATORS,
        *("经济发展", "1", "城镇化率(%)", "47.18", "57", "预期性"),
        *("2", "死亡率(%)", "[-25%]", "约束性"),
        *("创新驱动", "3", "研发经费投入增长%)", "≥9", "预期性"),
    )
    assert found.headers == ("类别", "序号", "指标名称", "2020年", "2025年", "年均增速[累计]", "属性")
    assert rows(found)[0] == {
        "类别": "经济发展",
        "序号": "1",
        "指标名称": "城镇化率(%)",
        "2020年": "47.18",
        "2025年": "57",
        "属性": "预期性",
    }
    assert rows(found)[1]["年均增速[累计]"] == "[-25%]"
    assert (rows(found)[2]["类别"], rows(found)[2]["年均增速[累计]"]) == ("创新驱动", "≥9")


def test_a_lone_number_that_may_stand_under_any_year_is_not_sure() -> None:
    found = box(*INDICATORS, "经济发展", "1", "消费贡献率(%)", "60", "预期性")
    assert [row.sure for row in found.rows] == [False]
    assert {cell.header for cell in found.rows[0].cells} == {""}


def test_groups_of_columns_and_sub_indicators() -> None:
    headers = ["序号", "指标名称", "2015", "规划目标", "实现情况", "指标", "属性"]
    headers += ["2020", "年均增速", "[累计]", "2020", "年均增速", "[累计]"]
    full = ["1", "生产总值(亿元)", "1256", "2200", "9以上", "1671", "7.1", "预期性"]
    sub = ["2", "排放总量减少(吨)", "氨氮", "7657", "7287", "[2]", "6617", "[13]", "约束性"]
    more = ["二氧化硫", "43774", "38640", "[5]", "32957", "[24]"]
    found = box(*headers, *full, *sub, *more)
    assert found.headers[2:7] == (
        "2015年",
        "规划目标2020年",
        "规划目标年均增速[累计]",
        "实现情况2020年",
        "实现情况年均增速[累计]",
    )
    assert rows(found)[0]["实现情况2020年"] == "1671"
    assert (rows(found)[2]["指标类别"], rows(found)[2]["指标名称"]) == ("排放总量减少(吨)", "二氧化硫")
