"""指标: an indicator's targets and results by year, document and place, as a chart and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import streamlit as st

from graph.records import EntityType
from ui.app.charting import Legend, Point, Style, draw_chart, styles_of
from ui.app.clippings import ClippingFields, clip_figures
from ui.app.fields import CountedEntityFields, TargetFields
from ui.app.figures import Said, by_measure, in_division_order, most_spoken, place_of, said_once, years_of
from ui.app.given import shown
from ui.app.measures import Measure, Movement, number_of
from ui.app.pages import NameUnknown
from ui.app.shapes import TARGET
from ui.app.tables import as_csv, as_excel
from ui.app.workspace import Workspace
from ui.web import chart, put_right
from ui.web.choices import choose, head, here, pager, pick
from ui.web.collecting import offer
from ui.web.language import Language
from ui.web.links import address, anchor, to_place
from ui.web.markup import plain
from ui.web.noting import noted_file
from ui.web.page import draw_html
from ui.web.pieces import amount, doubt, heading, shortened, standing, table
from ui.web.session import asked, asked_number, recall
from ui.web.views import states

MOST_OFFERED = 1000  # indicators to choose from; any other can be typed in full
TRIED = 20  # indicators, until one has figures
MOST_CHARTS = 2  # until more are asked for
MOST_PLACES = 6  # chosen at first
PAGE = 100  # rows of the table
NOWHERE = "none"  # in the address, of figures without a place
KINDS = ("target", "result")


def draw(workspace: Workspace, words: Language) -> None:
    """The choices; below them the chart and the table."""
    draw_html(f"<h1 class='title'>{plain(words.say('targets.title'))}</h1>")
    if not recall(workspace, ("status",), workspace.status)["targets"]:
        states.draw_note(words.say("targets.nothing"))
        return
    document, year = asked("document"), asked_number("year")
    if document is not None:
        given = recall(workspace, ("figures", document), lambda: workspace.figures_of(document_id=document))
        _draw_of_document(workspace, words, given, document, year)
        return
    indicator = _choose_indicator(workspace, words)
    if indicator is None:
        return
    about = _figures_of(workspace, indicator)
    if not about:
        states.draw_note(words.say("targets.nothing"))
        return
    places, kind = _choose(workspace, words, indicator, about)
    shown = [figure for figure in about if place_of(figure) in places and kind in ("", figure["kind"])]
    if not shown:
        states.draw_note(words.say("targets.no_place"))
        return
    ordered = _in_order(shown)
    _draw_charts(workspace, words, ordered, places)
    _draw_table(workspace, words, ordered, ("figures", indicator, kind, *places))


def _name(words: Language, place: str) -> str:
    return place or words.say("targets.no_region")


# ----------------------------------------------------------------------------------------------------------- choices


def _figures_of(workspace: Workspace, indicator: str) -> Sequence[TargetFields]:
    return recall(workspace, ("figures", indicator), lambda: workspace.figures_of(indicator_id=indicator))


def _offered(workspace: Workspace) -> dict[str, CountedEntityFields]:
    """The indicators that are mentioned most, by identifier."""
    found = workspace.list(EntityType.INDICATOR, limit=MOST_OFFERED)["entities"]
    return {entity["id"]: entity for entity in found}


def _meant(workspace: Workspace, wanted: str) -> CountedEntityFields | None:
    """The indicator of this identifier or name."""
    with suppress(NameUnknown):
        for page in workspace.show(wanted, kind=EntityType.INDICATOR)["entities"]:
            return {
                "id": page["id"],
                "type": page["type"],
                "name": page["name"],
                "aliases": page["aliases"],
                "mentions": page["mentions"],
                "documents": len(page["documents"]),
            }
    return None


def _choose_indicator(workspace: Workspace, words: Language) -> str | None:
    offered = recall(workspace, ("indicators",), lambda: _offered(workspace))
    wanted = asked("id") or asked("name")
    meant = recall(workspace, ("indicator", wanted), lambda: _meant(workspace, wanted)) if wanted else None
    if wanted and meant is None:
        states.draw_note(words.say("targets.unknown", name=shortened(wanted, 60)))
    if meant is not None and meant["id"] not in offered:
        offered = {meant["id"]: meant, **offered}
    # what is mentioned most has figures, and yet one may not
    chosen = meant["id"] if meant else next((i for i in list(offered)[:TRIED] if _figures_of(workspace, i)), None)
    if st.session_state.get("indicator before") != chosen:
        st.session_state["indicator before"] = chosen
        st.session_state["indicator"] = chosen

    def take() -> None:
        st.session_state["indicator before"] = st.session_state["indicator"]
        for name in ("name", "place", "all", "kind"):
            choose(name, "")  # another indicator has other places
        choose("id", st.session_state["indicator"] or "")

    def label(identifier: str) -> str:
        known = offered.get(identifier)
        return f"{known['name']}  ({known['mentions']})" if known else identifier

    picked: str | None = st.selectbox(
        words.say("targets.indicator"),
        list(offered),
        key="indicator",
        on_change=take,
        format_func=label,
        filter_mode="contains",
        # only what is not offered has to be typed in full
        accept_new_options=len(offered) >= MOST_OFFERED,
    )
    return picked


def _choose(
    workspace: Workspace, words: Language, indicator: str, figures: Sequence[TargetFields]
) -> tuple[list[str], str]:
    """The places and the kind that the address asks for; at first the places with most figures."""
    order = recall(workspace, ("places of", indicator), lambda: in_division_order(figures))
    counts = Counter(map(place_of, figures))
    wanted = [place for place in order if (place or NOWHERE) in st.query_params.get_all("place")]
    first = most_spoken(figures, MOST_PLACES)
    chosen = wanted or [place for place in order if place in first]
    places, kinds = st.columns([4, 1])
    with places:
        if len(order) > 1:
            _draw_places(words, order, chosen, counts)
    with kinds:
        said = {kind: words.say(f"targets.{kind}") for kind in KINDS}
        kind = pick("kind", words.say("targets.column.kind"), said, none=words.say("targets.both"))
    return chosen, kind


def _draw_places(words: Language, order: Sequence[str], chosen: Sequence[str], counts: Mapping[str, int]) -> None:
    key = "targets places"
    if st.session_state.get(key) != list(chosen):
        st.session_state[key] = list(chosen)
    st.multiselect(
        words.say("targets.places"),
        order,
        key=key,
        format_func=lambda place: f"{_name(words, place)} ({counts[place]})",
        placeholder=words.say("targets.places.placeholder"),
        select_all=False,
        on_change=lambda: choose("place", [place or NOWHERE for place in st.session_state[key]]),
    )


# ------------------------------------------------------------------------------------------------------------- chart


def _draw_charts(workspace: Workspace, words: Language, figures: Sequence[TargetFields], places: Sequence[str]) -> None:
    """A chart for each measure: values of different units, and levels and growth, have no common scale."""
    measures = by_measure(figures)
    if not measures:
        states.draw_note(words.say("targets.no_years"))
        return
    colours = recall(workspace, ("styles",), lambda: styles_of(workspace.place_order()))
    rows = {figure["id"]: at for at, figure in enumerate(figures, 1)}
    indicator = Counter(figure["indicator"] for figure in figures).most_common(1)[0][0]
    for at, (measure, inside) in enumerate(measures):
        if at == MOST_CHARTS and asked("all") is None:
            more = words.say("targets.more", count=len(measures) - at)
            draw_html(f"<p>{anchor('targets', {**here(), 'all': ['1']}, plain(more), kind='way')}</p>")
            break
        title = _title(words, indicator, measure)
        svg = _chart(words, said_once(inside), places, (colours, rows), title)
        chart.draw(words, svg, file=title.replace("/", "_"), key=f"chart {at}")
    if len(measures) > MOST_CHARTS and asked("all") is not None:
        draw_html(f"<p>{anchor('targets', here(but=('all',)), plain(words.say('targets.fewer')), kind='way')}</p>")


def _title(words: Language, indicator: str, measure: Measure) -> str:
    movement = words.say("targets.growth") if measure.movement is Movement.GROWTH else ""
    known = [part for part in (movement, measure.basis) if part and part not in indicator]
    return " · ".join(part for part in (indicator, *known, measure.unit) if part)


def _chart(
    words: Language, said: Sequence[Said], places: Sequence[str],
    looks: tuple[Mapping[str, Style], Mapping[str, int]], title: str,
) -> str:  # fmt: skip
    """The chart as a picture. looks: the style of each region, and the row in the table of each figure."""
    colours, rows = looks
    first: set[tuple[int, str, str]] = set()
    points = []
    for one in said:
        spot = (one.year, one.place, one.kind)
        points.append(_point(words, one, rows[one.figures[0]["id"]], is_main=spot not in first))
        first.add(spot)
    drawn = [place for place in places if any(one.place == place for one in said)]
    named = {place: _name(words, place) for place in drawn}
    regions = {place_of(figure): figure["region"] or "" for one in said for figure in one.figures}
    styles = {named[place]: colours.get(regions[place], Style("#5b6770")) for place in drawn}
    legend = Legend(title, words.say("targets.target"), words.say("targets.result"))
    return draw_chart(points, years_of(said), list(named.values()), styles, legend)


def _point(words: Language, one: Said, row: int, *, is_main: bool) -> Point:
    figure = one.figures[0]
    place, kind = _name(words, one.place), words.say(f"targets.{one.kind}")
    documents = "、".join(dict.fromkeys(figure["title"] for figure in one.figures))
    quote = shortened(" ".join(figure["quote"].split()), 90)
    to = address(
        "documents", {"document": figure["document_id"], "start": figure["start"], "end": figure["end"]}
    )  # fmt: skip
    says = f"{place} {one.year} {kind} {_shown(figure)}\n{documents}\n{quote}"
    return Point(one.year, one.value, place, one.kind, _shown(figure), says, to, row, is_main)


# ------------------------------------------------------------------------------------------------------------- table


def _shown(figure: TargetFields) -> str:
    return amount(figure["comparator"], figure["value"], figure["unit"])


COLUMNS = ("row", "year", "region", "kind", "value", "title", "quote")
SORTS: dict[str, Callable[[TargetFields], tuple[object, ...]]] = {
    "year": lambda figure: (figure["year"] or 0,),
    "region": lambda figure: (place_of(figure),),
    "value": lambda figure: (figure["unit"] or "", number_of(figure["value"]) or 0),
    "title": lambda figure: (figure["title"],),
}
NAMED_COLUMNS = ("indicator", "year", "region", "kind", "value", "quote")  # of one document
FILE_COLUMNS = shown(
    TARGET.columns,
    "indicator region year kind comparator value unit basis unsafe title source start end quote "
    "-id -indicator_id -city -document_id -standing -superseded_by -mark",
)


def _in_order(figures: Sequence[TargetFields]) -> list[TargetFields]:
    """By year and place: the rows of the table have these numbers, by whatever they are sorted."""
    return sorted(figures, key=lambda f: (f["year"] or 0, place_of(f), f["kind"], f["source"], f["start"]))


def _draw_table(
    workspace: Workspace, words: Language, order: Sequence[TargetFields], key: tuple[str, ...], *, named: bool = False
) -> None:
    draw_html(heading(words.say("targets.table"), words.say("targets.count", count=len(order))))
    numbered = list(enumerate(order, 1))
    sort, is_down = asked("sort") or "", asked("down") is not None
    if sort in SORTS:
        numbered.sort(key=lambda one: SORTS[sort](one[1]), reverse=is_down)
    pages = max(1, -(-len(numbered) // PAGE))
    page = min(max(asked_number("page") or 1, 1), pages)
    shown = numbered[(page - 1) * PAGE : page * PAGE]
    if named:
        headers = [words.say(f"targets.column.{column}") for column in NAMED_COLUMNS]
        rows = [_row(words, figure, None) for _, figure in shown]
        draw_html(table(headers, rows, kind="figures named"))
    else:
        draw_html(_sortable(words, [_row(words, figure, number) for number, figure in shown], sort, is_down=is_down))
    draw_html(pager(words, "targets", page, pages))

    def files() -> tuple[bytes, bytes]:
        # made when one is asked for: a workbook takes longer than all else on the page
        return recall(workspace, (*key, words.code), lambda: _files(words, order))

    with st.container(horizontal=True):
        st.download_button(
            words.say("download.csv"), noted_file("targets.csv", lambda: files()[0]), "targets.csv", "text/csv",
            icon=":material/download:",
            key="targets csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            words.say("download.excel"), noted_file("targets.xlsx", lambda: files()[1]), "targets.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:", key="targets excel", on_click="ignore",
        )  # fmt: skip
        offer(workspace, words, "figures", lambda: _clipping(words, order))


def _sortable(words: Language, rows: Sequence[Sequence[str]], sort: str, *, is_down: bool) -> str:
    heads = "".join(
        head("targets", column, words.say(f"targets.column.{column}"), sort, is_down=is_down)
        if column in SORTS
        else f"<th scope='col'>{plain(words.say(f'targets.column.{column}'))}</th>"
        for column in COLUMNS
    )
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f"<div class='wide'><table class='figures'><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(words: Language, figure: TargetFields, number: int | None) -> list[str]:
    """number: what the chart calls it; None for the figures of one document, which name their indicator."""
    kind = f"<span class='kind {figure['kind']}'>{plain(words.say('targets.' + figure['kind']))}</span>"
    notes = " ".join(filter(None, (figure["basis"], figure["nature"])))
    basis = f" <span class='quiet'>{plain(notes)}</span>" if notes else ""
    quote = plain(shortened(" ".join(figure["quote"].split()), 80))
    place = partial(to_place, figure["document_id"], figure["start"], figure["end"])
    cells = [
        plain(str(figure["year"] or "")), plain(_name(words, place_of(figure))), kind,
        f"<strong>{plain(_shown(figure))}</strong>{basis}{doubt(words, figure['unsafe'])}"
        f"{put_right.target(words, figure)}",
    ]  # fmt: skip
    if number is None:
        return [plain(figure["indicator"]), *cells, place(quote)]
    title = place(plain(shortened(figure["title"], 26))) + standing(figure["mark"])
    return [f"<span class='quiet'>{number}</span>", *cells, title, f"<span class='quiet'>{quote}</span>"]


def _clipping(words: Language, figures: Sequence[TargetFields]) -> ClippingFields:
    """What the table shows, to be collected."""
    headers = [words.say(f"targets.column.{column}") for column in ("year", "region", "kind", "value", "title")]
    rows = [
        [
            str(one["year"] or ""),
            _name(words, place_of(one)),
            words.say(f"targets.{one['kind']}"),
            _shown(one),
            one["title"],
        ]
        for one in figures
    ]
    return clip_figures(figures, headers, rows, address("targets", here(but=("lang",))))


def _cells(words: Language, figure: TargetFields) -> Mapping[str, Any]:
    """By column, what files hold of a figure."""
    number = number_of(figure["value"])
    value = figure["value"] if number is None else number
    return {**figure, "kind": words.say("targets." + figure["kind"]), "value": value}


def _files(words: Language, figures: Sequence[TargetFields]) -> tuple[bytes, bytes]:
    headers = [words.say(f"targets.column.{column}") for column in FILE_COLUMNS]
    rows = [[cell[column] for column in FILE_COLUMNS] for cell in (_cells(words, figure) for figure in figures)]
    return as_csv(headers, rows), as_excel({words.say("pages.targets"): (headers, rows)})


def _draw_of_document(
    workspace: Workspace, words: Language, figures: Sequence[TargetFields], document: str, year: int | None
) -> None:
    """All figures of one document, of one year if given: where the heat map of the start page leads."""
    inside = [f for f in figures if f["document_id"] == document and year in (None, f["year"])]
    if not inside:
        states.draw_note(words.say("targets.nothing"))
        return
    back = anchor("targets", {}, plain(words.say("targets.all")), kind="way")
    title = f"{inside[0]['title']}{f' · {year}' if year else ''}"
    draw_html(f"<div class='who'><h3>{plain(title)}</h3><span class='ways'>{back}</span></div>")
    _draw_table(workspace, words, _in_order(inside), ("figures of", document, str(year)), named=True)
