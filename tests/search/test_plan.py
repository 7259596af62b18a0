"""What a question is read into: subject, what is asked, measure, target or result, scope, conditions, steps."""

from __future__ import annotations

import pytest

from graph.records import Document, EntityType, TargetKind
from search.plan.cues import load_cues
from search.plan.plan import Kind
from search.plan.reading import read_plan
from search.question import Known, understand
from tests.search.made_names import find_names, plan_of

TARGET, RESULT = TargetKind.TARGET, TargetKind.RESULT
PROJECT, PARK, COMPANY = EntityType.PROJECT, EntityType.PARK, EntityType.ENTERPRISE
AREA, INDUSTRY, BODY = EntityType.COUNTY, EntityType.INDUSTRY, EntityType.DEPARTMENT

ASKED = [
    ("云岭高新区有哪些项目", "云岭高新区", PROJECT, "项目"),
    ("云岭高新区的在建、拟建项目", "云岭高新区", PROJECT, "项目"),
    ("溪口工业集中区主导产业是什么", "溪口工业集中区", INDUSTRY, "主导产业"),
    ("溪口工业集中区特色产业", "溪口工业集中区", INDUSTRY, "特色产业"),
    ("衢州要修哪几条高速公路", "衢州", PROJECT, "高速公路"),
    ("衢州上市公司有哪几家", "衢州", COMPANY, "上市公司"),
    ("2026年衢州点名要培育的产业集群有哪几个", "衢州", INDUSTRY, "产业集群"),
    ("哪些县要建通用机场", "", AREA, "县"),
    ("衢州“十四五”要新建哪些中型水库", "衢州", PROJECT, "中型水库"),
    ("衢州2007年拿下了哪两个国字号称号", "衢州", None, "国字号称号"),
    ("青溪电站由哪个部门牵头", "青溪电站", BODY, "部门"),
    ("农机科技联盟由谁牵头", "农机科技联盟", None, ""),
    ("专班办公室设在哪个单位", "专班办公室", BODY, "单位"),
    ("星河显示生产线放在哪个园区", "星河显示生产线", PARK, "园区"),
    ("星河科技那个1.5万吨树脂项目放在哪个园", "星河科技 1.5万吨树脂项目", PARK, "园"),
    ("溪口的垃圾焚烧发电厂已经发电了吗", "溪口的垃圾焚烧发电厂", None, "发电"),
    ("云岭高新区是不是国家级的", "云岭高新区", None, "国家级"),
    ("衢州有没有核电站项目", "衢州", PROJECT, "核电站项目"),
    ("哪些文件提到了抽水蓄能", "抽水蓄能", None, ""),
    ("2026年各省政府工作报告里提到“村BA”的是哪几个省区", "村BA", AREA, "省区"),
    ("青溪电站总投资多少", "青溪电站", None, "总投资"),
    ("方案一共列了多少条任务", "", None, "任务"),
    ("衢州那条城铁要花多少钱", "城铁", None, "总投资"),
    ("智能检测装备要在哪八个行业规模化应用", "", INDUSTRY, "行业"),
    ("月亮湾公园占地多少亩", "月亮湾公园", None, "占地"),
    ("市商务局在民生保障仗里牵头做什么", "市商务局", None, ""),
    # 是 is left out: what is asked stands right behind the name
    ("云岭高新区国家级的吗", "云岭高新区", None, "国家级"),
    ("青溪电站民生项目吗", "青溪电站", None, "民生项目"),
    ("已经发电了吗", "", None, "发电"),
]


@pytest.mark.parametrize(("text", "subject", "members", "asked"), ASKED)
def test_subject_and_what_is_asked(text, subject, members, asked):
    plan = plan_of(text)
    assert (plan.subject, plan.members, plan.asked) == (subject, members, asked)


def test_subjects_are_entities_and_areas_only_where_nothing_else_is_named():
    assert [known.name for known in plan_of("衢州的青溪电站和长岭水库谁牵头").subjects] == ["青溪电站", "长岭水库"]
    assert [known.name for known in plan_of("衢州有哪些园区").subjects] == ["衢州"]
    # neither an indicator, nor a number, nor a piece of a longer word
    assert plan_of("粮食产量 2016年").subjects == ()
    assert plan_of("农机科技联盟在哪").subjects == ()


NAMED_SO = [  # a name in the knowledge base, and what is asked about
    ("青溪有园区吗", "园区", "park-9", []),  # the class of thing that is asked for
    ("衢州高速公路有哪些", "高速公路", "project-9", []),
    ("青溪的特色产业", "特色产业", "industry-9", []),
    ("旅游由谁牵头", "旅游", "industry-9", ["旅游"]),
    ("旅游厕所由谁牵头", "旅游", "industry-9", []),  # a short industry's name in another word
    ("旅游厕所由谁牵头", "旅游厕所", "project-9", ["旅游厕所"]),
]


@pytest.mark.parametrize(("text", "name", "identifier", "subjects"), NAMED_SO)
def test_a_name_that_is_a_class_of_things_or_part_of_a_word_names_nothing(text, name, identifier, subjects):
    known = Known(text.index(name), text.index(name) + len(name), name, (identifier,))
    plan = read_plan(understand(text, find_names=lambda _: [known]))
    assert [one.name for one in plan.subjects] == subjects


MEASURES = [
    ("衢州2023年GDP目标", "地区生产总值", None, TARGET),
    ("衢州2023年GDP增长目标", "地区生产总值", True, TARGET),
    ("衢州2023年GDP总量是多少亿元", "地区生产总值", False, None),
    ("衢州2025年社零增速目标是多少", "社会消费品零售总额", True, TARGET),
    ("衢州2022年固投实际增长多少", "固定资产投资", True, RESULT),
    ("衢州规上工业增加值定的几个点", "规模以上工业增加值", True, TARGET),
    ("衢州财政收入实际完成多少", "财政收入", None, RESULT),
    ("衢州2018年脱贫了多少人", "脱贫", False, RESULT),
    ("衢州2018年实际利用外资多少亿美元", "实际使用外资", False, None),
    ("衢州接待游客多少万人次", "接待游客", False, None),
    ("衢州市场主体总数 2017年", "经营主体", None, None),
    ("衢州重点项目年度投资要完成多少", "重点项目年度投资", None, None),
    ("衢州2022年农村居民收入增长目标定的几个点", "农村居民人均可支配收入", True, TARGET),
    ("衢州2023年进出口总额多少亿元", "进出口总额", False, None),
    ("衢州2023年开行国际班列多少列", "开行国际班列", False, None),  # 班列 ends in a word of asking, but is whole
    # an industry belongs to the measure, a company does not
    ("电子信息产业产值2023年目标是多少", "电子信息产业产值", None, TARGET),
    ("星河科技产值2023年目标是多少", "产值", None, TARGET),
]


@pytest.mark.parametrize(("text", "indicator", "growth", "figure"), MEASURES)
def test_measures_are_named_as_documents_do(text, indicator, growth, figure):
    plan = plan_of(text)
    assert (plan.indicator, plan.growth, plan.figure) == (indicator, growth, figure)
    assert plan.wordings[0] == indicator


TOLD_APART = [
    ("衢州扶贫搬迁安置点,孵化面积,历年变化", "孵化面积"),  # ends as measures do, though it is shorter
    ("衢州历年增长,扶贫安置", "扶贫安置"),  # 增长 alone is no measure
]


@pytest.mark.parametrize(("text", "asked"), TOLD_APART)
def test_of_two_stretches_the_one_that_is_a_measure_is_asked_for(text, asked):
    assert plan_of(text).asked == asked


def test_what_is_only_akin_is_no_other_name():
    assert "一般公共预算收入" not in plan_of("衢州财政收入多少").wordings
    assert set(plan_of("衢州GDP多少").wordings) >= {"地区生产总值", "生产总值", "GDP"}


FIGURES = [
    ("粮食产量 2021实际 2022 2023 2025目标", ((2021, RESULT), (2022, TARGET), (2023, TARGET), (2025, TARGET))),
    ("衢州2008年社零目标比上一年实际完成的还高吗", ((2008, TARGET), (2007, RESULT))),
    ("衢州2026年定的GDP增速比去年实际增速高吗", ((2026, TARGET), (2025, RESULT))),
    ("衢州2018年GDP增速完成年初定的目标了吗", ((2018, TARGET), (2018, RESULT))),
    ("衢州2018年、2019年GDP目标", ()),
]


@pytest.mark.parametrize(("text", "figures"), FIGURES)
def test_target_and_result_may_be_said_for_each_year(text, figures):
    assert plan_of(text).figures == figures


SIDES = [
    ("衢州、丽水2022年固投目标谁最高", 1, False),
    ("衢州丽水哪个市失业率最低", -1, False),
    ("衢州和丽水2022年GDP目标各是多少", 0, False),
    ("衢州的GDP目标比上一年的还高吗", 0, True),
    ("衢州、丽水哪个市打算建的5G基站多", 1, False),
]


@pytest.mark.parametrize(("text", "most", "polar"), SIDES)
def test_the_most_or_the_least(text, most, polar):
    plan = plan_of(text)
    assert (plan.kind, plan.most, plan.polar) == (Kind.COMPARE, most, polar)


GROUPS = [
    ("六仗是哪六仗", "六仗", 6),
    ("十大产业项目有哪些", "十大产业项目", 10),
    ("2023十大产业项目", "十大产业项目", 10),
    ("“七个保障”是哪七个", "七个保障", 7),
    ("十方面民生实事,是哪十个方面", "十方面民生实事", 10),
    ("“5+N”是什么", "5+N", None),
    ("“五新四城”是哪五新哪四城", "五新四城", 5),
    ("衢州一主两次指什么", "一主两次", None),
    ("怀化5条旅游精品线路是哪些", "5条旅游精品线路", 5),
    ("四个市里谁最高", "", None),
    ("哪三个县", "", 3),
    ("一带一路是什么", "", None),
    ("十四五规划有哪些项目", "", None),
    ("武罐、成武、渭武三条高速到哪一步了", "", None),  # sums up what is named
    ("二类器械注册收费谁牵头", "", None),
]


@pytest.mark.parametrize(("text", "group", "count"), GROUPS)
def test_groups(text, group, count):
    plan = plan_of(text)
    assert (plan.group, plan.count) == (group, count)


CONDITIONS = [
    ("衢州哪几个园区把绿色食品定成特色产业", [("特色产业", "绿色食品")]),
    ("主导产业是电子信息、同时又是芯片重点支持园区的,有哪几个园", [("主导产业", "电子信息"), ("重点支持园区", "芯片")]),
    ("既是产粮大县,又是茶叶带主体的,衢州有哪两个县", [("", ""), ("", "")]),
    ("衢州2010年财政收入过百亿的县有哪些", [("", "")]),
    ("云岭高新区有哪些项目", []),
    ("十大项目中名字不带“云岭”的是哪些", [("名字", "云岭")]),
]


@pytest.mark.parametrize(("text", "conditions"), CONDITIONS)
def test_conditions(text, conditions):
    assert [(one.attribute, one.value) for one in plan_of(text).conditions] == conditions


def test_stages_and_negation():
    plan = plan_of("衢州哪些市在建或建成了通用机场")
    assert plan.stages == ("在建", "建成")
    assert plan_of("十大项目中名字不带“云岭”的是哪些").negated
    assert not plan_of("十大项目中名字带“云岭”的是哪些").negated


SCOPES = [
    ("衢州2023年的项目", (2023,), (), ()),
    ("衢州 GDP 08 09 10 11年", (2008, 2009, 2010, 2011), (), ()),
    ("衢州04年计划动工的电厂", (2004,), (), ()),
    ("二〇二六年的目标", (2026,), (), ()),
    ("近10年的目标", (), (), ()),
    ("衢州GDP 2019-2023", (2019, 2020, 2021, 2022, 2023), (), ()),
    ("衢州2018年到2020年的GDP", (2018, 2019, 2020), (), ()),
    ("衢州固投从2003年到2010年翻了多少", (2003, 2010), (), ()),
    ("衢州08-11年财政收入各多少", (2008, 2009, 2010, 2011), (), ()),
    ("衢州固投每年从2018年到2020年多少", (2018, 2019, 2020), (), ()),  # 每年: not from … to … alone
    ("衢州从2018年到2020年期间固投各多少", (2018, 2019, 2020), (), ()),
    ("衢州历年财政收入1985-2020年", (1985, 2020), (), ()),  # too many to be read year by year
    ("突破2000亿元了吗", (), (), ()),
    ("“十四五”规划里有哪些项目", (), ((2021, 2025),), ("five_year_plan",)),
    ("2022年政府工作报告里提到了哪几个项目", (2022,), (), ("work_report",)),
    ("2026年方案里还点名了吗", (2026,), (), ("action_plan", "annex")),
    ("哪些文件提到抽水蓄能", (), (), ()),
    ("哪些规划提到抽水蓄能", (), (), ("five_year_plan",)),
    ("若干措施一共多少条", (), (), ("policy",)),
]


@pytest.mark.parametrize(("text", "years", "periods", "kinds"), SCOPES)
def test_scope(text, years, periods, kinds):
    scope = plan_of(text).scope
    assert (scope.years, scope.periods, scope.kinds) == (years, periods, kinds)


def _document(id_, title, *, kind="action_plan", number=None, year=None, parent=None):
    return Document(id_, "a.txt", title, kind, None, number, None, year, "衢州市", "330800", 0, 10, None, parent)


DOCUMENTS = {
    one.id: one
    for one in (
        _document("a", "衢州市打好“六仗”总体方案", number="衢政发〔2021〕3号", year=2021),
        _document("b", "打好安全生产翻身仗工作方案", kind="annex", year=2021, parent="a"),
        _document("c", "2026年衢州市政府工作报告", kind="work_report", year=2026),
        _document("d", "关于进一步支持中小微企业渡过难关的若干措施", kind="policy", year=2020),
    )
}
NAMED = [
    ("六仗是哪六仗", ("a", "b")),
    ("衢政发〔2021〕3号里有哪些任务", ("a", "b")),
    ("打好安全生产翻身仗一共多少条任务", ("b",)),
    ("支持中小微企业的若干措施一共几条", ("d",)),
    ("《打好安全生产翻身仗工作方案》由谁牵头", ("b",)),
    ("2026年衢州市政府工作报告提到哪些项目", ()),  # kind and year say it
    ("丽水的六仗是哪六仗", ()),
]


@pytest.mark.parametrize(("text", "titles"), NAMED)
def test_documents_named(text, titles):
    assert read_plan(understand(text, find_names=find_names), DOCUMENTS).scope.titles == titles


RELATIVE = [
    ("衢州今年的GDP目标", (2026,)),
    ("衢州去年的GDP", (2025,)),
    ("衢州2022年的GDP比上一年高吗", (2022, 2021)),
    ("丽水今年的GDP目标", ()),
]


@pytest.mark.parametrize(("text", "years"), RELATIVE)
def test_years_told_by_the_newest_document(text, years):
    assert read_plan(understand(text, find_names=find_names), DOCUMENTS).scope.years == years


STEPS = [
    ("2023年那十个产业项目,2026年方案里还点名了吗", Kind.YES_NO, (2026,), Kind.DEFINITION, (2023,)),
    ("2023年十大产业项目里哪些2026年方案还提", Kind.LIST, (2026,), Kind.DEFINITION, (2023,)),
    ("十四五规划的七大枢纽物流园,2022年政府工作报告里又提到了哪几个", Kind.LIST, (2022,), Kind.DEFINITION, ()),
    ("云岭高新区在2023年十大产业项目里占几个", Kind.COUNT, (2023,), Kind.DEFINITION, (2023,)),
    ("衢州承诺的十件实事,到年底办成了几件", Kind.COUNT, (), Kind.DEFINITION, ()),
    ("六仗每一仗的专班办公室分别设在哪个单位", Kind.LEADER, (), Kind.DEFINITION, ()),
    ("衢州后来GDP过千亿的那个县级市,2007年拿下了哪两个称号", Kind.LIST, (2007,), Kind.LIST, ()),
    ("2018年登上榜首的那家衢州企业,2011年产值有多少", Kind.NUMBER, (2011,), Kind.LIST, (2018,)),
    ("得过“中国锌都”称号的城市,到2018年居民人均可支配收入是多少", Kind.NUMBER, (2018,), Kind.LIST, ()),
    ("2022年报告里说的抽水蓄能,2023年方案具体落到哪两个地点", Kind.WHERE, (2023,), Kind.ANYTHING, (2022,)),
    ("星河显示生产线所在的园区主导产业是什么", Kind.LIST, (), Kind.LIST, ()),
    ("哪些公司在云岭高新区上项目", Kind.LIST, (), Kind.LIST, ()),
]


@pytest.mark.parametrize(("text", "kind", "years", "first", "first_years"), STEPS)
def test_two_steps(text, kind, years, first, first_years):
    plan = plan_of(text)
    assert (plan.kind, plan.scope.years) == (kind, years)
    assert plan.before is not None
    assert (plan.before.kind, plan.before.scope.years) == (first, first_years)


ONE_STEP = ["十大产业项目有哪些", "市商务局在六仗里牵头抓哪几块", "衢州的园区,有哪些在建项目", "六仗是哪六仗"]


@pytest.mark.parametrize("text", ONE_STEP)
def test_one_step(text):
    assert plan_of(text).before is None


def test_two_questions_in_one_breath():
    plan = plan_of("星河科技属于哪条产业链 规划里依托它发展的是哪个县的小镇")
    assert (plan.members, plan.also[0].scope.kinds) == (INDUSTRY, ("five_year_plan",))
    assert [known.name for known in plan.also[0].subjects] == ["星河科技"]
    assert plan_of("衢州和丽水哪个市最高?是多少?").also == ()


def test_what_asks_is_one_sentence_of_several():
    plan = plan_of("云青高铁后来修通了吗?我看2004年的报告还在说加快建设")
    assert (plan.kind, plan.subject, plan.asked) == (Kind.YES_NO, "云青高铁", "修通")


def test_every_type_can_be_asked_for():
    assert set(load_cues().classes.values()) == set(EntityType)
