"""指标: an indicator's targets and results by year, document and place, as a chart and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Literal, TypedDict, get_args

import streamlit as st

from graph.records import EntityType
from ui.app.fields import CountedEntityFields, TargetFields
from ui.app.pages import NameUnknown
from ui.app.tables import Value, as_csv, as_excel
from ui.app.workspace import Workspace
from ui.web import put_right
from ui.web.language import Language
from ui.web.links import anchor, to_place
from ui.web.look import SERIES
from ui.web.markup import plain
from ui.web.page import draw_html
from ui.web.pieces import doubt, heading, shortened, standing, table
from ui.web.session import asked, asked_number, recall
from ui.web.views import states

MOST_OFFERED = 1000  # indicators to choose from; any other can be typed in full
TRIED = 20  # indicators, until one has figures
MOST_YEARS = 24  # a longer stretch is drawn without the years that nothing is said of
MOST_CHARTS = 3
MOST_PLACES = 6  # chosen at first
COMPARATORS = {">=": "≥", "<=": "≤", "~": "≈", "=": ""}


def draw(workspace: Workspace, words: Language) -> None:
    """The choices; below them the chart and the table."""
    draw_html(f"<h2 class='title'>{plain(words.say('targets.title'))}</h2>")
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
    places = _choose_places(words, about)
    shown = [figure for figure in about if _place(words, figure) in places]
    if not shown:
        states.draw_note(words.say("targets.no_place"))
        return
    _draw_charts(workspace, words, shown, places)
    _draw_table(workspace, words, shown, ("figures", indicator, *places))


def _place(words: Language, figure: TargetFields) -> str:
    if not figure["region"]:
        return words.say("targets.no_region")
    return f"{figure['city']}{figure['region']}"


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
        st.query_params["id"] = st.session_state["indicator"]

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


def _choose_places(words: Language, figures: Sequence[TargetFields]) -> list[str]:
    counts = Counter(_place(words, figure) for figure in figures)
    order = [place for place, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0]))]
    if len(order) == 1:
        return order
    chosen = st.pills(
        words.say("targets.places"),
        order,
        selection_mode="multi",
        default=order[:MOST_PLACES],
        key=f"places-{figures[0]['indicator_id']}",
    )
    return [place for place in order if place in chosen]


# ------------------------------------------------------------------------------------------------------------- chart


def _draw_charts(workspace: Workspace, words: Language, figures: Sequence[TargetFields], places: Sequence[str]) -> None:
    """One chart for each unit and basis: values of different units have no common scale."""
    drawable = [figure for figure in figures if figure["year"] and _number(figure["value"]) is not None]
    groups = Counter((figure["unit"] or "", figure["basis"] or "") for figure in drawable)
    if not groups:
        states.draw_note(words.say("targets.no_years"))
        return
    order = [group for group, _ in groups.most_common()]
    indicator = Counter(figure["indicator"] for figure in figures).most_common(1)[0][0]
    for unit, basis in order[:MOST_CHARTS]:
        inside = [f for f in drawable if (f["unit"] or "", f["basis"] or "") == (unit, basis)]
        name = " · ".join(part for part in (indicator, basis, unit) if part)
        draw_html(heading(name, words.say("targets.legend")))
        key = ("chart", figures[0]["indicator_id"], *places, unit, basis, words.code)
        chart = recall(workspace, key, partial(_chart, words, inside, places, unit))
        st.vega_lite_chart(chart, width="stretch", theme=None)


def _number(value: str) -> float | None:
    try:
        return float(value.replace(",", ""))
    except ValueError:
        return None


class _Point(TypedDict):
    """A figure as the chart shows it."""

    year: int
    value: float
    place: str
    kind: str
    shown: str
    document: str
    quote: str
    label: str


def _name_apart(rows: list[_Point]) -> None:
    """Values are written beside their points where they do not cover each other."""
    values = [row["value"] for row in rows]
    near = (max(values) - min(values)) * 0.08
    for row in rows:
        others = [other for other in rows if other is not row and other["year"] == row["year"]]
        apart = all(abs(other["value"] - row["value"]) > near for other in others)
        row["label"] = row["shown"] if apart else ""


def _chart(words: Language, figures: Sequence[TargetFields], places: Sequence[str], unit: str) -> dict[str, object]:
    """The chart in Vega-Lite's own terms."""
    # imported late: the other pages do without
    import altair

    rows: list[_Point] = [
        {
            "year": figure["year"],
            "value": value,
            "place": _place(words, figure),
            "kind": words.say(f"targets.{figure['kind']}"),
            "shown": _shown(figure),
            "document": figure["title"],
            "quote": shortened(" ".join(figure["quote"].split()), 90),
            "label": "",
        }
        for figure in figures
        if figure["year"] and (value := _number(figure["value"])) is not None
    ]
    _name_apart(rows)
    kinds = [words.say("targets.target"), words.say("targets.result")]
    named = sorted({row["year"] for row in rows})
    # every year between, so that distances are true; not for a far horizon such as 2035
    years = list(range(named[0], named[-1] + 1)) if named[-1] - named[0] <= MOST_YEARS else named
    base = altair.Chart({"values": rows}).encode(
        x=altair.X(
            "year:O", title=None, scale=altair.Scale(domain=years),
            axis=altair.Axis(labelAngle=0, tickBand="extent", grid=True),
        ),
        # side by side, so that places with one value do not hide each other
        xOffset=altair.XOffset("place:N", scale=altair.Scale(domain=list(places))),
        y=altair.Y("value:Q", title=unit or None, scale=altair.Scale(zero=False, padding=24)),
        color=altair.Color(
            "place:N", title=None, scale=altair.Scale(domain=list(places), range=list(SERIES)),
            legend=altair.Legend(orient="top", symbolType="circle", symbolOpacity=1) if len(places) > 1 else None,
        ),
    )  # fmt: skip
    lines = base.mark_line(strokeWidth=1.5, opacity=0.45).encode(
        detail="kind:N",
        strokeDash=altair.StrokeDash("kind:N", scale=altair.Scale(domain=kinds, range=[[5, 4], [1, 0]]), legend=None),
    )
    points = base.mark_point(size=110, filled=True, opacity=0.95).encode(
        shape=altair.Shape(
            "kind:N", title=None, scale=altair.Scale(domain=kinds, range=["diamond", "circle"]),
            legend=altair.Legend(orient="top", symbolFillColor="#4d5a66", symbolStrokeWidth=0),
        ),
        tooltip=[
            altair.Tooltip("shown:N", title=words.say("targets.column.value")),
            altair.Tooltip("kind:N", title=words.say("targets.column.kind")),
            altair.Tooltip("place:N", title=words.say("targets.column.region")),
            altair.Tooltip("document:N", title=words.say("targets.column.title")),
            altair.Tooltip("quote:N", title=words.say("targets.column.quote")),
        ],
    )  # fmt: skip
    labels = base.mark_text(dy=-14, fontSize=11).encode(text="label:N")
    layers = lines + points + labels
    whole = (
        layers.resolve_legend(shape="independent", strokeDash="independent")
        .properties(height=300)
        .configure(font="system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif", background="transparent")
        .configure_axis(labelFontSize=12, titleFontSize=12, gridColor="#e8ebee", domainColor="#b9c1c8")
        .configure_legend(labelFontSize=12, labelLimit=220)
        .configure_view(stroke=None)
    )
    # unchecked: that takes longer than all else, and the chart is always made alike
    drawn: dict[str, object] = whole.to_dict(validate=False)
    return drawn


# ------------------------------------------------------------------------------------------------------------- table


def _shown(figure: TargetFields) -> str:
    return f"{COMPARATORS.get(figure['comparator'], '')}{figure['value']}{figure['unit'] or ''}"


COLUMNS = ("year", "region", "kind", "value", "title", "quote")
NAMED_COLUMNS = ("indicator", "year", "region", "kind", "value", "quote")  # of one document
Column = Literal[
    "indicator", "region", "year", "kind", "comparator", "value", "unit", "basis", "unsafe",
    "title", "source", "start", "end", "quote",
]  # fmt: skip
FILE_COLUMNS: tuple[Column, ...] = get_args(Column)


def _draw_table(
    workspace: Workspace, words: Language, figures: Sequence[TargetFields], key: tuple[str, ...], *, named: bool = False
) -> None:
    order = sorted(figures, key=lambda f: (f["year"] or 0, _place(words, f), f["kind"], f["source"], f["start"]))
    columns = NAMED_COLUMNS if named else COLUMNS
    headers = [words.say(f"targets.column.{column}") for column in columns]
    draw_html(
        heading(words.say("targets.table"), words.say("targets.count", count=len(order)))
        + table(
            headers,
            [_row(words, figure, named=named) for figure in order],
            kind="figures named" if named else "figures",
        )
    )

    def files() -> tuple[bytes, bytes]:
        # made when one is asked for: a workbook takes longer than all else on the page
        return recall(workspace, (*key, words.code), lambda: _files(words, order))

    with st.container(horizontal=True):
        st.download_button(
            words.say("download.csv"), lambda: files()[0], "targets.csv", "text/csv", icon=":material/download:",
            key="targets csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            words.say("download.excel"), lambda: files()[1], "targets.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:", key="targets excel", on_click="ignore",
        )  # fmt: skip


def _row(words: Language, figure: TargetFields, *, named: bool) -> list[str]:
    kind = f"<span class='kind {figure['kind']}'>{plain(words.say('targets.' + figure['kind']))}</span>"
    basis = f" <span class='quiet'>{plain(figure['basis'])}</span>" if figure["basis"] else ""
    quote = plain(shortened(" ".join(figure["quote"].split()), 80))
    place = partial(to_place, figure["document_id"], figure["start"], figure["end"])
    cells = [
        plain(str(figure["year"] or "")), plain(_place(words, figure)), kind,
        f"<strong>{plain(_shown(figure))}</strong>{basis}{doubt(words, figure['unsafe'])}"
        f"{put_right.target(words, figure)}",
    ]  # fmt: skip
    if named:
        return [plain(figure["indicator"]), *cells, place(quote)]
    title = place(plain(shortened(figure["title"], 26))) + standing(figure["mark"])
    return [*cells, title, f"<span class='quiet'>{quote}</span>"]


def _files(words: Language, figures: Sequence[TargetFields]) -> tuple[bytes, bytes]:
    headers = [words.say(f"targets.column.{column}") for column in FILE_COLUMNS]
    rows: list[list[Value]] = [
        [
            words.say("targets." + figure["kind"]) if column == "kind"
            else _number(figure["value"]) if column == "value" and _number(figure["value"]) is not None
            else figure[column]
            for column in FILE_COLUMNS
        ]
        for figure in figures
    ]  # fmt: skip
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
    _draw_table(workspace, words, inside, ("figures of", document, str(year)), named=True)
