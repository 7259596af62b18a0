"""Made tables of planning offices in a dozen layouts, with what a reader should understand of each."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.made_files.plans import ABOVE, LEFT, NUMERALS, Aim, Column, MadeTable, Work

# name, unit, about how much, decimals
INDICATORS: tuple[tuple[str, str, float, int], ...] = (
    ("地区生产总值", "亿元", 260, 1),
    ("规模以上工业增加值", "亿元", 74, 1),
    ("固定资产投资", "亿元", 150, 1),
    ("社会消费品零售总额", "亿元", 96, 2),
    ("一般公共预算收入", "亿元", 12, 2),
    ("旅游总收入", "亿元", 48, 1),
    ("进出口总额", "亿美元", 3.2, 2),
    ("高新技术企业数量", "家", 62, 0),
    ("每万人口高价值发明专利拥有量", "件", 2.4, 2),
    ("常住人口城镇化率", "%", 52, 2),
    ("居民人均可支配收入", "元", 26400, 0),
    ("农村居民人均可支配收入", "元", 15800, 0),
    ("劳动年龄人口平均受教育年限", "年", 10.4, 1),
    ("基本养老保险参保率", "%", 94, 1),
    ("人均预期寿命", "岁", 77, 1),
    ("粮食总产量", "万吨", 24, 2),
    ("森林覆盖率", "%", 68, 2),
    ("空气质量优良天数比例", "%", 93, 1),
    ("城镇新增就业人数", "人", 5200, 0),
    ("生猪出栏量", "万头", 61, 1),
)
CATEGORIES = ("经济发展", "创新驱动", "民生福祉", "绿色生态", "安全保障")
AREAS = ("鹤城区", "中方县", "沅陵县", "辰溪县", "溆浦县", "会同县", "洪江市")  # of 怀化市
BEFORE = (
    "城北",
    "龙江",
    "石门",
    "高沙",
    "白马",
    "安江",
    "黔城",
    "沙湾",
    "太平",
    "江口",
    "新田",
    "桥头",
    "双溪",
    "雪峰",
    "大塘",
    "云台",
)
WORKS = (
    "污水处理厂提标改造工程",
    "农产品冷链物流园建设项目",
    "智能装备产业园项目",
    "人民医院整体搬迁项目",
    "高标准农田建设项目",
    "竹木精深加工项目",
    "抽水蓄能电站项目",
    "老旧小区改造项目",
    "粮食仓储物流中心项目",
    "水库除险加固工程",
    "职业教育中心扩建项目",
    "风力发电项目",
)
BODIES = (
    "发展和改革局",
    "交通运输局",
    "住房和城乡建设局",
    "水利局",
    "农业农村局",
    "卫生健康局",
    "工业和信息化局",
    "自然资源局",
    "教育局",
)
CONTENTS = (
    "新建厂房及配套设施{n}平方米，购置生产线{m}条",
    "改造管网{m}公里，新增日处理能力{n}立方米",
    "建设用地{m}亩，总建筑面积{n}平方米",
    "加固大坝、溢洪道及输水涵洞，新建管理用房{n}平方米",
)


@dataclass(frozen=True)
class Series:
    """An indicator with a figure a year."""

    name: str
    unit: str
    values: dict[int, str]
    growth: str
    nature: str


Maker = Callable[[random.Random, str], MadeTable]


def series(chance: random.Random, years: Sequence[int], count: int, unit: str | None = None) -> list[Series]:
    known = [one for one in INDICATORS if unit in (None, one[1])]
    found = []
    for name, of, about, decimals in chance.sample(known, min(count, len(known))):
        value, values = about * chance.uniform(0.6, 1.2), {}
        for year in years:
            values[year] = f"{min(value, 99.5) if of == '%' else value:.{decimals}f}"
            value *= chance.uniform(1.01, 1.09)
        found.append(Series(name, of, values, f"{chance.uniform(1, 9):.1f}", chance.choice(["预期性", "约束性"])))
    return found


def aims_of(found: Sequence[Series], years: Sequence[int], region: str) -> list[Aim]:
    return [Aim(one.name, one.values[year], one.unit, year, region) for one in found for year in years]


def merged(column: Sequence[str]) -> list[str]:
    """A column whose equal neighbours are one cell."""
    return [text if at == 0 or column[at - 1] != text else ABOVE for at, text in enumerate(column)]


# -------------------------------------------------------------------------------------------------- indicators


def plain_indicators(chance: random.Random, region: str) -> MadeTable:
    """指标 | 单位 | 2020年 | 2025年 | 年均增长 | 属性"""
    found = series(chance, (2020, 2025), chance.randint(6, 12))
    body = [[one.name, one.unit, one.values[2020], one.values[2025], one.growth, one.nature] for one in found]
    heads = ["指标名称", "单位", "2020年", "2025年", "年均增长（%）", "指标属性"]
    columns = columns_of(heads, ["indicator", "unit", "year", "year", "rate", "attribute"])
    return MadeTable("unit column", columns, [heads], body, 0, aims=aims_of(found, (2020, 2025), region))


def categories_merged(chance: random.Random, region: str) -> MadeTable:
    """类别 over several rows, numbered indicators with their unit behind the name."""
    found = series(chance, (2020, 2025), chance.randint(8, 14))
    groups = sorted(chance.choices(range(len(CATEGORIES)), k=len(found)))
    first = merged([CATEGORIES[at] for at in groups])
    body = [
        [group, str(number), f"{one.name}（{one.unit}）", one.values[2020], one.values[2025], one.nature]
        for number, (group, one) in enumerate(zip(first, found, strict=True), 1)
    ]
    heads = ["类别", "序号", "指标", "2020年", "2025年", "属性"]
    columns = columns_of(heads, ["category", "serial", "indicator", "year", "year", "attribute"])
    return MadeTable("merged categories", columns, [heads], body, 2, aims=aims_of(found, (2020, 2025), region))


def category_rows(chance: random.Random, region: str) -> MadeTable:
    """A row over all columns names the category of those below it."""
    found = series(chance, (2020, 2025), 9)
    body: list[list[str]] = []
    for at, one in enumerate(found):
        if at % 3 == 0:
            body.append([f"{NUMERALS[at // 3]}、{CATEGORIES[at // 3]}", *[LEFT] * 4])
        body.append([str(at + 1), one.name, one.unit, one.values[2020], one.values[2025]])
    heads = ["序号", "指标名称", "计量单位", "2020年完成", "2025年目标"]
    columns = columns_of(heads, ["serial", "indicator", "unit", "year", "year"])
    return MadeTable("category rows", columns, [heads], body, 1, aims=aims_of(found, (2020, 2025), region))


def two_level(chance: random.Random, region: str) -> MadeTable:
    """2024年 over 完成 and 增速, 2025年 over 目标 and 增速."""
    found = series(chance, (2024, 2025), chance.randint(6, 11))
    header = [
        ["指标名称", "单位", "2024年", LEFT, "2025年", LEFT],
        [ABOVE, ABOVE, "完成数", "同比增长（%）", "计划数", "同比增长（%）"],
    ]
    body = [
        [one.name, one.unit, one.values[2024], one.growth, one.values[2025], f"{chance.uniform(1, 9):.1f}"]
        for one in found
    ]
    columns = columns_under(header, ["indicator", "unit", "year", "rate", "year", "rate"])
    return MadeTable("two header rows", columns, header, body, 0, aims=aims_of(found, (2024, 2025), region))


def three_level(chance: random.Random, region: str) -> MadeTable:
    """规划目标 over 2023年 and 2025年 over 总量 and 增速."""
    found = series(chance, (2020, 2023, 2025), chance.randint(5, 9))
    header = [
        ["序号", "指标", "单位", "2020年基数", "规划目标", LEFT, LEFT, LEFT],
        [ABOVE, ABOVE, ABOVE, ABOVE, "2023年", LEFT, "2025年", LEFT],
        [ABOVE, ABOVE, ABOVE, ABOVE, "总量", "年均增长（%）", "总量", "年均增长（%）"],
    ]
    body = [
        [str(at), one.name, one.unit, one.values[2020], one.values[2023], one.growth, one.values[2025], one.growth]
        for at, one in enumerate(found, 1)
    ]
    columns = columns_under(header, ["serial", "indicator", "unit", "year", "year", "rate", "year", "rate"])
    return MadeTable("three header rows", columns, header, body, 1, aims=aims_of(found, (2020, 2023, 2025), region))


def unit_above(chance: random.Random, region: str) -> MadeTable:
    """单位：亿元 in a line above, for all figures."""
    found = series(chance, (2023, 2024, 2025), 6, "亿元")
    heads = ["指标", "2023年", "2024年", "2025年计划"]
    body = [[one.name, *one.values.values()] for one in found]
    columns = [Column(("指标",), "indicator"), *(Column((head,), "year", "亿元") for head in heads[1:])]
    aims = aims_of(found, (2023, 2024, 2025), region)
    return MadeTable("unit above", columns, [heads], body, 0, unit_line="单位：亿元", aims=aims)


def cumulated(chance: random.Random, region: str) -> MadeTable:
    """The national layout: 年均增长[累计] in one column, sums in brackets."""
    found = series(chance, (2020, 2025), chance.randint(8, 12))
    heads = ["序号", "指标", "2020年", "2025年", "年均增长[累计]", "属性"]
    body = [
        [
            f"{at}",
            f"{one.name}（{one.unit}）",
            one.values[2020],
            one.values[2025],
            f"[{one.growth}]" if at % 3 == 0 else one.growth,
            one.nature,
        ]
        for at, one in enumerate(found, 1)
    ]
    notes = ["注：[]内为五年累计数；地区生产总值增速按可比价计算。"]
    columns = columns_of(heads, ["serial", "indicator", "year", "year", "rate", "attribute"])
    return MadeTable("growth or sum", columns, [heads], body, 1, notes=notes, aims=aims_of(found, (2020, 2025), region))


def areas_as_rows(chance: random.Random, region: str) -> MadeTable:
    """县市区 down, indicators across, a sum at the head."""
    picked = chance.sample([one for one in INDICATORS if one[1] in ("亿元", "万吨", "家")], 3)
    header = [["县（市、区）", *(f"2025年{name}（{unit}）" for name, unit, _, _ in picked)]]
    body, aims = [["全市合计", *(f"{about * 7:.{d}f}" for _, _, about, d in picked)]], []
    for area in AREAS:
        values = [f"{about * chance.uniform(0.5, 1.5):.{decimals}f}" for _, _, about, decimals in picked]
        body.append([area, *values])
        aims += [Aim(one[0], value, one[1], 2025, area) for one, value in zip(picked, values, strict=True)]
    columns = [Column((header[0][0],), "place")]
    columns += [Column((f"2025年{name}",), "year", unit) for name, unit, _, _ in picked]
    return MadeTable("areas as rows", columns, header, body, 0, aims=aims)


def areas_two_level(chance: random.Random, region: str) -> MadeTable:
    """县市区 down, indicators over years across."""
    picked = chance.sample([one for one in INDICATORS if one[1] in ("亿元", "万吨", "家")], 2)
    header: list[list[str]] = [["县市区"], [ABOVE]]
    columns = [Column(("县市区",), "place")]
    for name, unit, _, _ in picked:
        header[0] += [f"{name}（{unit}）", LEFT]
        header[1] += ["2024年", "2025年"]
        columns += [Column((name, year), "year", unit) for year in ("2024年", "2025年")]
    body, aims = [], []
    for area in AREAS:
        row = [area]
        for name, unit, about, decimals in picked:
            for year in (2024, 2025):
                row.append(f"{about * chance.uniform(0.5, 1.5):.{decimals}f}")
                aims.append(Aim(name, row[-1], unit, year, area))
        body.append(row)
    return MadeTable("areas, two header rows", columns, header, body, 0, aims=aims)


# ---------------------------------------------------------------------------------------------------- projects


def work(chance: random.Random, name: str, region: str) -> dict[str, str]:
    total = chance.randint(8, 900) * 100
    begun = chance.randint(2022, 2025)
    level = region[-1]
    bodies = chance.sample(BODIES, 2 if chance.random() < 0.2 else 1)
    return {
        "name": name,
        "place": chance.choice(BEFORE) + chance.choice(["镇", "乡"]),
        "content": chance.choice(CONTENTS).format(n=chance.randint(8, 600) * 100, m=chance.randint(2, 90)),
        "total": str(total),
        "year": str(total // chance.randint(2, 5)),
        "done": str(total // 6),
        "period": f"{begun}-{begun + chance.randint(1, 3)}年",
        "nature": chance.choice(["新建", "续建", "扩建"]),
        "department": "、".join(f"{level}{body}" for body in bodies),
        "owner": f"{region}{chance.choice(['城投', '水投', '交建', '农旅'])}集团有限公司",
    }


def works(chance: random.Random, region: str, count: int) -> list[dict[str, str]]:
    names = chance.sample([before + what for before in BEFORE for what in WORKS], count)
    return [work(chance, name, region) for name in names]


def works_of(found: Sequence[dict[str, str]], unit: str = "万元") -> list[Work]:
    return [Work(one["name"], one["department"].split("、")[0], one["total"], unit) for one in found]


def project_list(chance: random.Random, region: str) -> MadeTable:
    """One header row, units in it, a sum at the end."""
    found = works(chance, region, chance.randint(6, 16))
    heads = [
        "序号",
        "项目名称",
        "建设地点",
        "建设规模及内容",
        "总投资（万元）",
        "2025年计划投资（万元）",
        "建设年限",
        "责任单位",
    ]
    fields = ["name", "place", "content", "total", "year", "period", "department"]
    body = [[str(at), *(one[key] for key in fields)] for at, one in enumerate(found, 1)]
    sums = [str(sum(int(one[key]) for one in found)) for key in ("total", "year")]
    body.append(["合计", LEFT, "", "", *sums, "", ""])
    kinds = ["serial", "project", "place", "content", "money", "money", "period", "department"]
    return MadeTable("project list", columns_of(heads, kinds), [heads], body, 1, works=works_of(found))


def project_groups(chance: random.Random, region: str) -> MadeTable:
    """单位：万元 above, investment over three columns, a row over all columns a group, sums of each."""
    found = works(chance, region, 9)
    header = [
        ["序号", "项目名称", "建设性质", "投资情况", LEFT, LEFT, "责任单位"],
        [ABOVE, ABOVE, ABOVE, "总投资", "截至2024年底完成投资", "2025年计划投资", ABOVE],
    ]
    body: list[list[str]] = []
    for group, words in enumerate(("基础设施", "产业发展", "社会民生")):
        mine = found[group * 3 : group * 3 + 3]
        body.append([f"{NUMERALS[group]}、{words}项目（3个）", *[LEFT] * 6])
        body += [
            [str(group * 3 + at), one["name"], one["nature"], one["total"], one["done"], one["year"], one["department"]]
            for at, one in enumerate(mine, 1)
        ]
        sums = [str(sum(int(one[key]) for one in mine)) for key in ("total", "done", "year")]
        body.append(["小计", LEFT, "", *sums, ""])
    columns = columns_under(header, ["serial", "project", "nature", "money", "money", "money", "department"])
    columns = [Column(one.header, one.kind, "万元") if one.kind == "money" else one for one in columns]
    return MadeTable("project groups", columns, header, body, 1, unit_line="单位：万元", works=works_of(found))


def project_categories(chance: random.Random, region: str) -> MadeTable:
    """类别 merged over rows; investment in 亿元; owner and department."""
    found = works(chance, region, chance.randint(6, 11))
    for one in found:
        one["total"] = f"{int(one['total']) / 10000:.2f}"
    groups = sorted(chance.choices(["交通", "能源", "农业", "水利"], k=len(found)))
    heads = ["项目类别", "项目名称", "项目业主", "建设起止年限", "估算总投资（亿元）", "牵头单位"]
    fields = ["name", "owner", "period", "total", "department"]
    body = [[group, *(one[key] for key in fields)] for group, one in zip(merged(groups), found, strict=True)]
    kinds = ["category", "project", "owner", "period", "money", "department"]
    return MadeTable("project categories", columns_of(heads, kinds), [heads], body, 1, works=works_of(found, "亿元"))


def columns_of(heads: Sequence[str], kinds: Sequence[str]) -> list[Column]:
    return columns_under([list(heads)], kinds)


def columns_under(header: Sequence[Sequence[str]], kinds: Sequence[str]) -> list[Column]:
    """The columns with the lines of their headers, the unit in brackets taken off the last."""
    columns = []
    for at, kind in enumerate(kinds):
        lines: list[str] = []
        for row in range(len(header)):
            over = at
            while header[row][over] == LEFT:
                over -= 1
            if header[row][over] != ABOVE:
                lines.append(header[row][over])
        words, _, unit = lines[-1].partition("（")
        columns.append(Column((*lines[:-1], words), kind, unit.rstrip("）") or None))
    return columns


INDICATOR_TABLES: tuple[Maker, ...] = (
    plain_indicators,
    categories_merged,
    category_rows,
    two_level,
    three_level,
    unit_above,
    cumulated,
    areas_as_rows,
    areas_two_level,
)
PROJECT_TABLES: tuple[Maker, ...] = (project_list, project_groups, project_categories)
