"""A stack of files is one table: whatever the order of additions, changes and removals."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.layers import Layers, LayersDamaged, LayersOutdated, LayersWriter, Schema, Table, files_of

SAYINGS = Table({"owner": "TEXT", "number": "INT", "word": "TEXT"}, owner="owner", key=("owner", "number"))
MARKS = Table({"word": "TEXT", "of": "TEXT"}, owner="of", indexes=(("word",),))
SCHEMA = Schema("the test", {"saying": {"saying": SAYINGS, "mark": MARKS}, "other": {"thing": MARKS}})

# each run: by owner the words that it says, None where it goes
RUNS = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.none() | st.lists(st.sampled_from("xyz"), max_size=3), max_size=4),
    min_size=1,
    max_size=9,
)


def written(folder: Path, runs: Sequence[Mapping[str, list[str] | None]]) -> Path:
    """The lowest file of the last stack."""
    base = None
    for number, run in enumerate(runs):
        path = folder / str(number) / "x.sqlite"
        path.parent.mkdir()
        writer = LayersWriter.begin(path, SCHEMA, base)
        for owner, words in run.items():
            if words is None:
                writer.drop("saying", owner)
            else:
                rows: dict[str, Iterable[Sequence[object]]] = {
                    "saying": [(owner, n, word) for n, word in enumerate(words)],
                    "mark": [(w, owner) for w in words],
                }
                writer.replace("saying", owner, rows)
        writer.finish()
        base = path
    assert base is not None
    return base


@given(RUNS)
@settings(max_examples=40, deadline=None)
def test_reads_as_if_written_once(runs: Sequence[Mapping[str, list[str] | None]]) -> None:
    held: dict[str, list[str] | None] = {}
    for run in runs:
        held |= run
    expected = {owner: words for owner, words in held.items() if words is not None}
    with tempfile.TemporaryDirectory() as folder, Layers.open(written(Path(folder), runs), SCHEMA) as layers:
        assert layers.owners("saying") == sorted(expected)
        assert list(layers.rows("saying", order="owner, number")) == [
            (owner, n, word) for owner, words in sorted(expected.items()) for n, word in enumerate(words)
        ]
        for owner in "abcdef":
            words = expected.get(owner, [])
            assert layers.holds("saying", owner) == (owner in expected)
            assert [word for (word,) in layers.rows_of("mark", owner, columns="word")] == words
            only_x = layers.rows_of("mark", owner, "t.word = :w", {"w": "x"}, columns="word")
            assert [word for (word,) in only_x] == [word for word in words if word == "x"]
        of_x = [owner for owner, words in sorted(expected.items()) if "x" in words]
        found = layers.rows("mark", "t.word = :w", {"w": "x"}, columns="DISTINCT t.of", order="1")
        assert [owner for (owner,) in found] == of_x
        assert layers.count("mark") == sum(map(len, expected.values()))


def test_what_is_replaced_within_a_run_is_gone(tmp_path: Path) -> None:
    writer = LayersWriter.begin(tmp_path / "x.sqlite", SCHEMA)
    writer.replace("saying", "a", {"mark": [("x", "a")]})
    writer.replace("saying", "a", {"mark": [("y", "a")]})
    assert list(writer.rows("mark")) == [("y", "a")]
    writer.drop("saying", "a")
    assert not writer.holds("saying", "a")
    writer.finish()
    with Layers.open(tmp_path / "x.sqlite", SCHEMA) as layers:
        assert list(layers.rows("mark")) == []


def test_few_files_whatever_is_added(tmp_path: Path) -> None:
    runs = [{f"{number:04}": ["x"] * 20} for number in range(60)]
    path = written(tmp_path, runs)
    assert len(files_of(path)) < 5
    first = [{f"{number:04}": ["word" * 30] * 200 for number in range(60)}, {"new": ["x"]}]
    (tmp_path / "more").mkdir()
    path = written(tmp_path / "more", first)
    assert len(files_of(path)) == 2
    assert path.samefile(tmp_path / "more" / "0" / "x.sqlite")  # what was there is shared


def test_a_run_that_says_nothing_adds_no_file(tmp_path: Path) -> None:
    full = {f"{number:04}": ["word" * 30] * 200 for number in range(60)}
    path = written(tmp_path, [full, {"new": ["x"]}, {}])
    assert len(files_of(path)) == 2
    assert all(path.parents[1].joinpath("1", file.name).samefile(file) for file in files_of(path))


class MarksDamaged(LayersDamaged):
    pass


def test_mistakes_are_told_as_the_schema_says(tmp_path: Path) -> None:
    schema = Schema("the test", SCHEMA.families, damaged=MarksDamaged)
    with pytest.raises(MarksDamaged):
        Layers.open(tmp_path / "x.sqlite", schema)
    path = written(tmp_path, [{"a": ["x"] * 500}])
    path.write_bytes(path.read_bytes()[:4096] + b"\xa5" * (path.stat().st_size - 4096))
    (tmp_path / "next").mkdir()
    writer = LayersWriter.begin(tmp_path / "next" / "x.sqlite", schema, path)
    writer.replace("saying", "b", {"mark": [("x", "b")]})
    with pytest.raises(MarksDamaged, match="damaged"):  # when files are put together
        writer.finish()


def test_a_file_whose_tables_have_no_names_of_text_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, [{"a": ["x"]}])
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE saying", b"CREATE \xc0ABLE s\xc0ying"))
    with pytest.raises(LayersDamaged, match=str(path)):
        Layers.open(path, SCHEMA)


def test_what_was_dropped_leaves_the_files(tmp_path: Path) -> None:
    many = {f"{number:04}": ["word" * 30] * 200 for number in range(60)}
    path = written(tmp_path, [many | {"secret": ["geheim"] * 9}, {"new": ["x"]}, {"secret": None}])
    assert not any(b"geheim" in file.read_bytes() for file in files_of(path))
    with Layers.open(path, SCHEMA) as layers:
        assert layers.owners("saying") == sorted([*many, "new"])


def test_says_which_file_is_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, [{f"{number:04}": ["word" * 30] * 200 for number in range(60)}, {"new": ["x"]}])
    above = files_of(path)[1]
    with pytest.raises(LayersOutdated, match=f"{path}: written by another version"):
        Layers.open(path, Schema("the test", {"other": {"thing": SAYINGS}}))
    above.write_text("no database at all, but long enough to be taken for one" * 100)
    with pytest.raises(LayersDamaged, match=f"{above}: no file of the test"):
        Layers.open(path, SCHEMA)
    path.unlink()
    with pytest.raises(LayersDamaged, match=f"{path}: the test is missing"):
        Layers.open(path, SCHEMA)
