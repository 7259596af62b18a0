"""地区: a city or county with all that documents say of it, and the league of places for an indicator and a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from graph.records import EntityType
from ui.app.fields import (
    AreaFields,
    CountedEntityFields,
    LeagueFields,
    MeasureFields,
    PlaceRowFields,
    StandingOfPlaceFields,
    TargetFields,
)
from ui.app.pages import NameUnknown
from ui.app.tables import Value, as_csv, as_excel
from ui.app.workspace import Workspace
from ui.web.choices import here, pick
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import amount, chips, heading, shortened, standing
from ui.web.session import asked, asked_number, recall
from ui.web.views import states

MOST_ROWS = 25  # indicators of a place, until all are asked for
MOST_YEARS = 8  # columns: the ones with most figures
MOST_DOCUMENTS = 10
MOST_INDICATORS = 400  # to choose from
TRIED = 20  # indicators, until one has figures of several places
LEVELS = ("province", "city", "county")


def draw(workspace: Workspace, words: Language) -> None:
    """The place of the address; without one the places to choose from and the league."""
    wanted = asked("name") or asked("id")
    place = _asked_place(workspace, wanted) if wanted else None
    if place is not None:
        _draw_place(workspace, words, place)
        return
    draw_html(f"<h1 class='title'>{plain(words.say('places.title'))}</h1>")
    if wanted:
        states.draw_note(words.say("places.unknown", name=shortened(wanted, 60)))
    places = recall(workspace, ("areas",), workspace.areas)
    if not places:
        states.draw_note(words.say("places.none"))
        return
    _draw_choice(words, places)
    _draw_league(workspace, words)


def _asked_place(workspace: Workspace, wanted: str) -> AreaFields | None:
    """None for a name that no place bears."""
    try:
        return recall(workspace, ("place", wanted), partial(workspace.place, wanted))
    except NameUnknown:
        return None


def _draw_choice(words: Language, places: Sequence[CountedEntityFields]) -> None:
    """The places by name, in the order of the divisions."""
    named = {one["id"]: f"{one['name']}{_around(one)} ({one['documents']})" for one in places}
    pick("id", words.say("places.choose"), named, none=words.say("places.choose.none"))


def _around(one: CountedEntityFields) -> str:
    return f" · {one['city']}" if one.get("city") else ""


# --------------------------------------------------------------------------------------------------------- one place


def _draw_place(workspace: Workspace, words: Language, place: AreaFields) -> None:
    above = "".join(f"<span class='step'>{_to_place(name)}</span>" for name in place["above"])
    back = anchor("places", {}, plain(words.say("places.all")), kind="way")
    draw_html(
        f"<div class='reading'><span class='ways'>{back}</span><h1 class='title'>{plain(place['name'])}</h1>"
        f"<div class='where'>{above}</div></div>"
    )
    inside = [one for one in place["inside"] if one["documents"]]
    if inside:
        links = "".join(f"<li>{_to_place(one['name'])}</li>" for one in inside)
        draw_html(heading(words.say("places.inside"), str(len(inside))) + f"<ul class='inside'>{links}</ul>")
    draw_html(_figures(words, place["figures"]))
    _draw_files(words, workspace, place)
    left, right = st.columns(2, gap="large")
    with left:
        draw_html(_things(words, "parks", place["parks"], place["parks_found"]))
    with right:
        draw_html(_things(words, "projects", place["projects"], place["projects_found"]))
    draw_html(_documents(words, place))


def _to_place(name: str) -> str:
    return anchor("places", {"name": name}, plain(name))


def _figures(words: Language, rows: Sequence[PlaceRowFields]) -> str:
    """Indicators × years: in a cell the target and the result, each leading to its sentence."""
    if not rows:
        return heading(words.say("places.figures")) + f"<p class='quiet'>{plain(words.say('places.no_figures'))}</p>"
    counts: dict[int, int] = {}
    for row in rows:
        for year in row["years"]:
            counts[year] = counts.get(year, 0) + 1
    years = sorted(sorted(counts, key=lambda year: (-counts[year], -year))[:MOST_YEARS])
    shown = rows if asked("all") else rows[:MOST_ROWS]
    head = "".join(f"<th scope='col'>{year}</th>" for year in years)
    body = "".join(
        f"<tr><th scope='row'>{_indicator(words, row)}</th>"
        + "".join(f"<td>{_cell(words, row['years'].get(year, {}))}</td>" for year in years)
        + "</tr>"
        for row in shown
    )
    more = ""
    if len(rows) > len(shown):
        link = plain(words.say("places.more_figures", count=len(rows) - len(shown)))
        more = f"<p>{anchor('places', {**here(), 'all': ['1']}, link, kind='way')}</p>"
    title = heading(words.say("places.figures"), words.say("places.figures.note"))
    first = plain(words.say("targets.column.indicator"))
    return (
        f"{title}<div class='wide'><table class='against'><thead><tr><th scope='col'>{first}</th>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>{more}"
    )


def _indicator(words: Language, row: PlaceRowFields) -> str:
    said = _measure(words, row, row["indicator"])
    behind = f" <span class='quiet'>{plain(said)}</span>" if said else ""
    return anchor("targets", {"id": row["indicator_id"]}, plain(row["indicator"])) + behind


def _measure(words: Language, measure: MeasureFields, indicator: str = "") -> str:
    growth = words.say("targets.growth") if measure["movement"] == "growth" and "增" not in indicator else ""
    basis = measure["basis"] if measure["basis"] not in indicator else ""
    return " · ".join(part for part in (growth, basis, measure["unit"]) if part)


def _cell(words: Language, figures: Mapping[str, TargetFields]) -> str:
    """The target above the result, each with its mark, so that neither is taken for the other."""
    lines = []
    for kind in ("target", "result"):
        if (figure := figures.get(kind)) is not None:
            name = plain(words.say(f"targets.{kind}"))
            link = to_place(figure["document_id"], figure["start"], figure["end"], plain(_shown(figure)))
            lines.append(f"<span class='kind {kind}' title='{name}'>{link}{standing(figure['mark'])}</span>")
    return "<br>".join(lines)


def _shown(figure: TargetFields) -> str:
    return amount(figure["comparator"], figure["value"], figure["unit"])


def _things(words: Language, what: str, things: Sequence[CountedEntityFields], found: int) -> str:
    if not things:
        return ""
    left = found - len(things)
    more = f"<p class='quiet'>{plain(words.say('places.more_things', count=left))}</p>" if left else ""
    return heading(words.say(f"places.{what}"), str(found)) + chips(words, things) + more


def _documents(words: Language, place: AreaFields) -> str:
    if not place["documents"]:
        return ""
    items = "".join(
        f"<li>{to_place(one['document_id'], one['start'], one['start'], plain(one['title']))}{standing(one['mark'])}"
        f" <span class='quiet'>{one['year'] or ''} {plain(one['region'] or '')}</span></li>"
        for one in place["documents"][:MOST_DOCUMENTS]
    )
    every = words.say("places.all_documents", count=place["documents_found"])
    link = anchor("documents", {"place": place["code"]}, plain(every), kind="way")
    return heading(words.say("places.documents"), str(place["documents_found"])) + f"<ul>{items}</ul><p>{link}</p>"


FIGURE_COLUMNS = ("indicator", "year", "kind", "value", "unit", "basis", "title", "quote")


def _draw_files(words: Language, workspace: Workspace, place: AreaFields) -> None:
    if place["figures"]:
        headers = [words.say(f"targets.column.{column}") for column in FIGURE_COLUMNS]
        rows: list[list[Value]] = [
            [
                figure["indicator"], year, words.say("targets." + kind), figure["value"], figure["unit"],
                figure["basis"], figure["title"], figure["quote"],
            ]
            for row in place["figures"]
            for year, kinds in row["years"].items()
            for kind, figure in kinds.items()
        ]  # fmt: skip
        _offer(workspace, words, ("place", place["id"]), place["name"], headers, rows)


def _offer(
    workspace: Workspace, words: Language, key: tuple[str, ...], name: str, headers: Sequence[str],
    rows: Sequence[Sequence[Value]],
) -> None:  # fmt: skip
    """The rows as CSV and as Excel, made when one is asked for."""

    def files() -> tuple[bytes, bytes]:
        return recall(workspace, (*key, "files", words.code), partial(_files, name, headers, rows))

    with st.container(horizontal=True):
        st.download_button(
            words.say("download.csv"), lambda: files()[0], f"{name}.csv", "text/csv", icon=":material/download:",
            key=f"{key[0]} csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            words.say("download.excel"), lambda: files()[1], f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:", key=f"{key[0]} excel", on_click="ignore",
        )  # fmt: skip


def _files(name: str, headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> tuple[bytes, bytes]:
    return as_csv(headers, rows), as_excel({name: (headers, rows)})


# ------------------------------------------------------------------------------------------------------------ a league


def _draw_league(workspace: Workspace, words: Language) -> None:
    """The choices, the bars, who is missing, and the files."""
    draw_html(heading(words.say("league.title"), words.say("league.note")))
    offered = recall(workspace, ("league indicators",), lambda: _offered(workspace))
    if not offered:
        states.draw_note(words.say("targets.nothing"))
        return
    of, of_year, of_kind, of_level, of_measure = st.columns([4, 2, 2, 2, 2])
    first = next(iter(offered))
    with of:
        indicator = pick("of", words.say("targets.column.indicator"), offered, none=offered[first]) or first
    with of_kind:
        kinds = {kind: words.say(f"targets.{kind}") for kind in ("target", "result")}
        kind = pick("kind", words.say("targets.column.kind"), kinds, none=words.say("league.either"))
    with of_level:
        levels = {level: words.say(f"league.level.{level}") for level in LEVELS}
        level = pick("level", words.say("league.level"), levels, none=words.say("documents.all"))
    year, measure = asked_number("year"), asked_number("measure") or 0
    key = ("league", indicator, year, kind, level, measure)
    held = recall(
        workspace, key, lambda: workspace.league(indicator, year=year, kind=kind, level=level, measure=measure)
    )
    with of_year:
        years = {str(one): f"{one} ({count})" for one, count in reversed(held["years"].items())}
        pick("year", words.say("targets.column.year"), years, none=words.say("league.year.most"))
    with of_measure:
        measures = {str(at): _measure(words, one) or "–" for at, one in enumerate(held["measures"]) if at}
        top = (_measure(words, held["measures"][0]) or "–") if held["measures"] else "–"
        pick("measure", words.say("league.measure"), measures, none=top)
    draw_html(_league(words, offered.get(indicator, ""), held))
    if held["rows"]:
        _draw_league_files(workspace, words, offered.get(indicator, ""), held, tuple(map(str, key)))


def _offered(workspace: Workspace) -> dict[str, str]:
    """The indicators that are mentioned most; first one that has figures of several places."""
    listed = workspace.list(EntityType.INDICATOR, limit=MOST_INDICATORS)["entities"]
    names = {one["id"]: one["name"] for one in listed}
    first = next((one for one in list(names)[:TRIED] if len(workspace.league(one)["rows"]) > 1), None)
    return {first: names[first], **names} if first else names


def _league(words: Language, indicator: str, held: LeagueFields) -> str:
    if not held["rows"]:
        return f"<div class='state note' role='status'>{plain(words.say('league.nothing'))}</div>"
    most = max(abs(row["number"]) for row in held["rows"]) or 1.0
    body = "".join(_league_row(words, row, most) for row in held["rows"])
    heads = "".join(
        f"<th scope='col'>{plain(words.say(f'league.column.{column}'))}</th>"
        for column in ("rank", "place", "value", "bar", "title")
    )
    caption = plain(f"{indicator} · {held['year']}")
    missing = ""
    if held["missing"]:
        names = "、".join(_to_place(name) for name in held["missing"])
        said = plain(words.say("league.missing", count=len(held["missing"])))
        missing = f"<p class='missing'><strong>{said}</strong> {names}</p>"
    return (
        f"<div class='wide'><table class='league'><caption>{caption}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>{missing}"
    )


def _league_row(words: Language, row: StandingOfPlaceFields, most: float) -> str:
    figure = row["figure"]
    kind = plain(words.say("targets." + figure["kind"]))
    link = to_place(figure["document_id"], figure["start"], figure["end"], plain(_shown(figure)))
    cells = (
        str(row["rank"]), _to_place(row["place"]),
        f"<strong>{link}</strong> <span class='kind {figure['kind']} quiet'>{kind}</span>",
        f"<span class='bar' style='--share:{max(0.0, row['number']) / most:.3f}'></span>",
        f"<span class='quiet'>{plain(shortened(figure['title'], 26))}</span>{standing(figure['mark'])}",
    )  # fmt: skip
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


LEAGUE_COLUMNS = ("rank", "place", "value", "unit", "kind", "year", "title", "quote")


def _draw_league_files(
    workspace: Workspace, words: Language, indicator: str, held: LeagueFields, key: tuple[str, ...]
) -> None:
    headers = [words.say(f"league.column.{column}") for column in LEAGUE_COLUMNS]
    rows: list[list[Value]] = [
        [
            row["rank"], row["place"], row["number"], row["figure"]["unit"],
            words.say("targets." + row["figure"]["kind"]), held["year"], row["figure"]["title"], row["figure"]["quote"],
        ]
        for row in held["rows"]
    ]  # fmt: skip
    none = words.say("league.not_said")
    rows += [[None, name, None, None, none, held["year"], None, None] for name in held["missing"]]
    _offer(workspace, words, key, f"{indicator} {held['year']}".replace("/", "_"), headers, rows)
