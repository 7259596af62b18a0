"""Lists within one clause: sentences of made-up plans, the members cut with |, and what else is read from them."""

import pytest

from graph.records import Span
from search.texts.coordination import Run, find_runs
from search.texts.flat import flatten
from search.texts.joints import split_members
from search.texts.sentence import Sentence

# sentence, class nouns the question speaks of, members, how many the text says there are
CASES = [
    ("统筹推进双桥白马、大岭桃花、北塔雪峰、犬木塘四大片区开发", "", "双桥白马|大岭桃花|北塔雪峰|犬木塘", 4),
    ("加快白新、永新、新新、城龙高速公路建设,持续推进国省干道提质", "高速公路", "白新|永新|新新|城龙", None),
    ("双欣、准能、神东、东源、汇能5个矸石电厂开工", "", "双欣|准能|神东|东源|汇能", 5),
    ("建设达电四期、大路一期、蒙岭电厂以及双欣、准能、神东3个矸石电厂", "", "双欣|准能|神东", 3),
    ("宝山、金山、浚阳和鹤淇产业集聚区被纳入省首批产业集聚区规划", "产业集聚区 集聚区", "宝山|金山|浚阳|鹤淇", None),
    ("深化检测装备在机械、汽车、航空航天、电子等8个领域的应用", "", "机械|汽车|航空航天|电子", 8),
    ("着力掀起园区基础设施建设、招商引资两个高潮", "", "园区基础设施建设|招商引资", 2),
    ("实行“一站办理、一个环节、一天领取”的“三个一”政策", "", "一站办理|一个环节|一天领取", 3),
    (
        "实现“两不愁”突出问题、年收入八千元以下情况、薄弱村“三个清零”",
        "",
        "“两不愁”突出问题|年收入八千元以下情况|薄弱村",
        3,
    ),
    (
        "“七片”是中心城区城中、城北、经济开发区、迎丰、湖天、城东新区、城南七个组团片区",
        "",
        "城中|城北|经济开发区|迎丰|湖天|城东新区|城南",
        7,
    ),
    (
        "支持发展先进制造、商贸物流、文化旅游、绿色农产品及其加工4大产业",
        "",
        "先进制造|商贸物流|文化旅游|绿色农产品及其加工",
        4,
    ),
    ("松石化园区、辽高新区、四平新区入选首批零碳园区名单", "", "松石化园区|辽高新区|四平新区", None),
    (
        "抓好云港、G209提质改造项目、云岭至洪江公路(安江西至洪江段)建设等十大基础设施建设",
        "",
        "云港|G209提质改造项目|云岭至洪江公路(安江西至洪江段)建设",
        10,
    ),
    ("形成以钢铁、煤炭为主的支柱产业", "", "钢铁|煤炭", None),
    (
        "支持研发投入占比高、复合增长率高、市场占有率高、拥有硬科技的企业",
        "",
        "研发投入占比高|复合增长率高|市场占有率高|拥有硬科技",
        None,
    ),
    (
        "重点建设江西二滩、岭南岩滩、云中漫湾、湖东隔河岩、湖南五强溪、西岭羊卓等水电站",
        "",
        "江西二滩|岭南岩滩|云中漫湾|湖东隔河岩|湖南五强溪|西岭羊卓",
        None,
    ),
]


def runs_of(text: str, heads: str = "", count: int | None = None) -> list[tuple[list[str], Run]]:
    flat = flatten(text, Span(0, len(text)))
    sentence = Sentence(flat, 0, len(flat.text))
    runs = find_runs(sentence, heads=tuple(heads.split()), count=count)
    return [([sentence.of(one.start, one.end) for one in run.members], run) for run in runs]


@pytest.mark.parametrize(("text", "heads", "members", "number"), CASES)
def test_members_of_a_list(text: str, heads: str, members: str, number: int | None) -> None:
    found = {"|".join(names): run.number for names, run in runs_of(text, heads)}
    assert members in found
    assert found[members] == number


def test_two_lists_in_one_clause_are_parted() -> None:
    text = "新增湖州、嘉兴、衢州、丽水跨境电商综试区和湖州、台州市场采购贸易试点"
    lists = ["|".join(names) for names, _ in runs_of(text, "跨境电商综试区")]
    assert lists == ["湖州|嘉兴|衢州|丽水", "湖州|台州"]


def test_a_list_that_ends_with_etc_ends_before_和() -> None:
    text = "新建罗家坪、后坪、黄蜡溪等中型水库和王家洞、黄二等小型水库"
    assert ["|".join(names) for names, _ in runs_of(text)] == ["罗家坪|后坪|黄蜡溪", "王家洞|黄二"]


def test_two_joined_by_和_alone_are_a_pair() -> None:
    ((names, run),) = runs_of("云岭获得“中国线带名城”和“中国商品包装产业基地”称号")
    assert names == ["中国线带名城", "中国商品包装产业基地"]
    assert run.pair


def test_a_cell_is_cut_outside_of_brackets() -> None:
    text = "云岭高新区、洪江高新区(洪江市、洪江区)、皮革箱包等"
    assert split_members(flatten(text, Span(0, len(text)))) == ["云岭高新区", "洪江高新区(洪江市、洪江区)", "皮革箱包"]
