"""The park and company a project's name begins with; names that only look so are left alone."""

from __future__ import annotations

import pytest

from ingest.entities.name_parts import company_in, zone_in


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("怀化市鹤城区省级工业集中区智能制造产业园", "怀化市鹤城区省级工业集中区"),
        ("洪江高新区智慧园区", "洪江高新区"),
        ("怀化高新区建设项目", None),  # the zone itself is built
        ("连山火车站至工业园区铁路专用线", None),
        ("电子产业园标准厂房", None),
    ],
)
def test_zone(name: str, zone: str | None) -> None:
    place = zone_in(name)
    assert (name[slice(*place)] if place else None) == zone


@pytest.mark.parametrize(
    ("name", "company"),
    [
        ("溆浦县福香柑桔农民专业合作社福香柑桔产业科技创新中心", "溆浦县福香柑桔农民专业合作社"),
        ("超威集团动力能源", "超威集团"),
        ("炯诚新材年产5000吨金属镍盐系列产品", "炯诚新材"),
        ("东晶光电二期扩建", "东晶光电"),
        ("怀洪旅游快速干线", None),
        ("茅岭矿业物流园", None),
        ("靖州县茯苓加工贸易中心冷链仓储中心", None),
    ],
)
def test_company(name: str, company: str | None) -> None:
    place = company_in(name)
    assert (name[slice(*place)] if place else None) == company
