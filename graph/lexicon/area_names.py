"""The code of an area → the names that tell it from others of its name: 鼓楼区 → 南京市鼓楼区."""

from __future__ import annotations

from graph.lexicon.divisions import Division, Divisions
from graph.records import Level


def full_name(area: Division) -> str:
    """徐州市鼓楼区, 北京市朝阳区."""
    around = city_of(area.code)
    return f"{around}{area.name}"


def full_name_of(code: str) -> str:
    """The same by the area's code; "" where there is none."""
    area = Divisions.load().by_code.get(code)
    return full_name(area) if area else ""


def city_of(code: str) -> str:
    """The name of the city, else of the province, that an area lies in; "" for a city or province itself."""
    divisions = Divisions.load()
    area = divisions.by_code.get(code)
    if area is None or area.level is not Level.COUNTY:
        return ""
    around = divisions.at_level(code, Level.CITY) or divisions.at_level(code, Level.PROVINCE)
    return around.name if around else ""
