"""Where a title ends and its text begins; | marks the end."""

from __future__ import annotations

import pytest

from ingest.form.headings import end_of_title, first_clause

TEXT = "支持新能源汽车等消费,积极开展消费季、汽博会、健博会等系列活动,推动家电下乡,促进大宗商品消费。"


@pytest.mark.parametrize(
    "marked",
    [
        "指导思想|",
        "防范化解政府债务风险(市财政局牵头)|",
        f"开展系列消费促进活动。|{TEXT}",
        f"推动(东盟)物流园建设。|{TEXT}",
        f"发展目标:|{TEXT}",
        f"发展环境|  “十一五”时期是我国发展史上极不平凡的五年,{TEXT}",
        f"完善多元的投入机制|调整和优化科研投入结构,{TEXT}",
        f"大力扶持中小微企业发展|建立健全支持中小微企业发展的长效机制,{TEXT}",
        f"建设装备制造产业基地|发展桥梁及隧道挖掘成套装备、铁路养护设备、特大型桥梁设备等装备产业,{TEXT}",
    ],
)
def test_title_ends_where_the_mark_stands(marked: str) -> None:
    title, _, rest = marked.partition("|")
    assert end_of_title(title + rest, 0, len(title + rest)) == len(title)


@pytest.mark.parametrize(
    "marked",
    [
        f"今后五年目标任务|今后五年,是转型攻坚的五年,{TEXT}",
        f"2022年主要工作|2022年是党的二十大召开之年,也是落实党代会精神的起步之年,{TEXT}",
        f"切实加强政府自身建设|各位代表!打铁必须自身硬。{TEXT}",
        f"聚焦先进制造业发展,推动现代产业扩量提质|制造业是实体经济“压舱石”,必须大抓狠抓,{TEXT}",
        f"聚焦投资消费“双轮驱动”,着力提振有效需求|紧紧扭住扩大内需这个战略基点,{TEXT}",
        f"总体要求和目标| 坚持以人民为中心,坚持分区分级、精准施策,{TEXT}",
        f"做大做强实体经济。|{TEXT}",
    ],
)
def test_title_fused_with_its_text(marked: str) -> None:
    title, _, rest = marked.partition("|")
    assert end_of_title(title + rest, 0, len(title + rest), is_fused=True) == len(title)


def test_a_long_sentence_is_no_title_and_its_first_clause_stands_for_one() -> None:
    sentence = "到二〇三五年全市经济实力大幅跃升并且城乡居民收入迈上新的大台阶,"
    sentence += "基本实现新型工业化、信息化、城镇化、农业现代化目标"
    assert end_of_title(sentence + "。" + TEXT, 0, len(sentence) + 1 + len(TEXT)) is None
    assert sentence[: first_clause(sentence, 0, len(sentence))] == sentence[:30]
