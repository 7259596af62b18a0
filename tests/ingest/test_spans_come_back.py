"""What is read as plain text keeps its places in the stored text; what is cut covers all; lists are taken apart."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import Span
from graph.writing.foldings import fold
from ingest.facts.indicator_lists import split_list
from ingest.form.cuts import cut_stretch, visible_length
from ingest.form.view import View
from search.texts.flat import flatten
from search.texts.joints import split_members

SIGNS = st.sampled_from("怀化项目建设12.，,。；、（）( )“”\n\u3000\u00a0ＡＢ％⼈㎡①…")
TEXTS = st.text(SIGNS, max_size=60)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text, and stretches of it one behind the other."""
    text = draw(TEXTS)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    return text, [Span(start, end) for start, end in pairwise(edges)]


@given(texts_with_spans())
def test_every_sign_of_a_view_leads_back_to_where_it_stands(drawn: tuple[str, list[Span]]) -> None:
    text, spans = drawn
    view = View.of(text, spans)
    assert list(view.text) == [fold(text[place]) for place in view.places]
    assert all(before < behind for before, behind in pairwise(view.places))
    inside = {place for span in spans for place in range(span.start, span.end)}
    assert set(view.places) == {place for place in inside if fold(text[place])}
    for start, end in pairwise(range(0, len(view.text), 3)):
        assert View.of(text, [view.span(start, end)]).text == "".join(
            fold(text[place]) for place in range(view.places[start], view.places[end - 1] + 1)
        )


@given(st.characters(exclude_categories=["Cs"]))
def test_what_is_folded_is_not_folded_again(sign: str) -> None:
    assert "".join(map(fold, fold(sign))) == fold(sign)


@given(texts_with_spans())
def test_every_sign_of_a_flat_text_stands_in_its_stretch(drawn: tuple[str, list[Span]]) -> None:
    text, spans = drawn
    for span in spans:
        flat = flatten(text, span)
        assert len(flat.text) == len(flat.places)
        assert all(span.start <= place < span.end for place in flat.places)
        assert all(before <= behind for before, behind in pairwise(flat.places))
        for place in range(span.start, span.end):
            at = flat.at(place)
            assert all(before < place for before in flat.places[:at])
            assert all(behind >= place for behind in flat.places[at:])


@settings(max_examples=40)
@given(TEXTS, st.integers(1, 20))
def test_what_is_cut_covers_all_that_is_seen(text: str, size: int) -> None:
    cut = list(cut_stretch(text, 0, len(text), size))
    assert all(before.end <= behind.start for before, behind in pairwise(cut))
    assert all(visible_length(text[one.start : one.end]) <= size for one in cut)
    covered = {place for one in cut for place in range(one.start, one.end)}
    assert {place for place, sign in enumerate(text) if not sign.isspace()} <= covered


# each stands alone; what ends the last belongs to short ones before it too (存款、贷款余额): test_targets.py
MEASURES = st.sampled_from(("粮食产量", "生猪出栏量", "财政收入", "工业用电量", "旅游收入", "城镇化率"))


@settings(max_examples=40)
@given(st.lists(MEASURES, min_size=2, max_size=5, unique=True), st.sampled_from("、和与及"), st.integers(0, 9))
def test_indicators_of_a_list_stand_where_they_are_said(names: list[str], joint: str, start: int) -> None:
    text = "、".join(names[:-1]) + joint + names[-1]
    found = split_list(text, start, len(names))
    assert [text[one.start - start : one.end - start] for one in found] == names
    assert [one.name for one in found] == names


MEMBERS = st.lists(st.text(st.sampled_from("怀化沅陵县园区路桥()"), min_size=1, max_size=6), min_size=1, max_size=5)


@given(MEMBERS)
def test_members_of_a_cell_come_back(names: list[str]) -> None:
    whole = [name.replace("(", "").replace(")", "") or "园" for name in names]
    bracketed = [f"{name}({'、'.join(whole)})" for name in whole]  # what stands in brackets parts nothing
    for members in (whole, bracketed):
        text = "、".join(members)
        assert split_members(flatten(text, Span(0, len(text)))) == members
