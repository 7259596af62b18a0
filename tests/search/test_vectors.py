import threading

import numpy as np
import pytest

from search.vectors import VectorStore, VectorStoreUnusable, VectorsUnsound, embed, vector_key


class CountingEncoder:
    """Stands in for a model: a text's vector tells its length, and what was embedded is remembered."""

    def __init__(self, stamp="model@1", fail_after=None):
        self.stamp, self.dim, self.embedded, self._fail_after = stamp, 2, [], fail_after

    def encode_passages(self, texts, *, progress=None):
        if self._fail_after is not None and len(self.embedded) >= self._fail_after:
            raise KeyboardInterrupt
        self.embedded += texts
        if progress:
            progress(len(texts))
        return np.stack([vector_of(text) for text in texts])


def vector_of(text):
    """float32 [2], unit length."""
    return np.array([np.cos(len(text) / 1000), np.sin(len(text) / 1000)], np.float32)


def test_nothing_is_embedded_twice(tmp_path):
    encoder = CountingEncoder()
    counts: list[int] = []
    with VectorStore(tmp_path / "deep" / "vectors.db") as store:
        first = embed(encoder, store, ["甲", "乙乙", "甲"], progress=counts.append)
        assert first.tolist() == [vector_of(text).tolist() for text in ("甲", "乙乙", "甲")]
        assert sorted(encoder.embedded) == ["乙乙", "甲"]
    assert counts[-1] == 3
    with VectorStore(tmp_path / "deep" / "vectors.db") as store:
        again = embed(encoder, store, ["丙丙丙", "甲"])
    assert again.tolist() == [vector_of(text).tolist() for text in ("丙丙丙", "甲")]
    assert encoder.embedded[2:] == ["丙丙丙"]


def test_another_model_is_another_key(tmp_path):
    with VectorStore(tmp_path / "vectors.db") as store:
        embed(CountingEncoder(), store, ["甲"])
        other = CountingEncoder("model@2")
        embed(other, store, ["甲"])
    assert other.embedded == ["甲"]


def test_interruption_keeps_what_was_embedded(tmp_path):
    texts = ["字" * length for length in range(1, 601)]
    with VectorStore(tmp_path / "vectors.db") as store:
        with pytest.raises(KeyboardInterrupt):
            embed(CountingEncoder(fail_after=200), store, texts)
        rest = CountingEncoder()
        embed(rest, store, texts)
    assert 0 < len(rest.embedded) < 400


def test_no_texts(tmp_path):
    with VectorStore(tmp_path / "vectors.db") as store:
        assert len(embed(CountingEncoder(), store, [])) == 0


def test_two_writers_at_once(tmp_path):
    def write(part):
        with VectorStore(tmp_path / "vectors.db") as store:
            for number in range(20):
                store.put({vector_key("m", f"{part} {number}"): np.full(4, 0.5, np.float32)})

    threads = [threading.Thread(target=write, args=(part,)) for part in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [vector_key("m", f"{part} {number}") for part in range(3) for number in range(20)]
    with VectorStore(tmp_path / "vectors.db") as store:
        assert len(store.get(keys)) == 60
        assert store.keep_only(keys[:5]) == 55
        assert len(store.get(keys)) == 5


def test_damaged_file(tmp_path):
    (tmp_path / "vectors.db").write_bytes(b"no database" * 100)
    with pytest.raises(VectorStoreUnusable, match="damaged"):
        VectorStore(tmp_path / "vectors.db")


UNSOUND = {
    "cut short": np.array([1], np.float32),
    "too long": np.array([0.6, 0.8, 0], np.float32),
    "no number": np.array([np.nan, 1], np.float32),
    "endless": np.array([np.inf, 0], np.float32),
    "zero": np.zeros(2, np.float32),
    "of another length": np.array([3, 4], np.float32),
}


@pytest.mark.parametrize("damaged", UNSOUND.values(), ids=UNSOUND)
def test_a_damaged_vector_is_made_anew(tmp_path, damaged):
    texts = ["甲", "乙乙", "丙丙丙"]
    with VectorStore(tmp_path / "vectors.db") as store:
        whole = embed(CountingEncoder(), store, texts)
        store.put({vector_key("model@1", "乙乙"): damaged})
        encoder = CountingEncoder()
        assert embed(encoder, store, texts).tolist() == whole.tolist()
        assert encoder.embedded == ["乙乙"]
        assert embed(CountingEncoder(fail_after=0), store, texts).tolist() == whole.tolist()


def test_bytes_that_are_no_vector_are_made_anew(tmp_path):
    with VectorStore(tmp_path / "vectors.db") as store:
        whole = embed(CountingEncoder(), store, ["甲", "乙乙"])
        store._connection.execute("UPDATE vectors SET vector = 'text' WHERE key = ?", (vector_key("model@1", "甲"),))
        store._connection.execute("UPDATE vectors SET vector = x'0102' WHERE key = ?", (vector_key("model@1", "乙乙"),))
        assert embed(CountingEncoder(), store, ["甲", "乙乙"]).tolist() == whole.tolist()


@pytest.mark.parametrize("given", [[[np.nan, 1]], [[1]], [[0, 0]], [[1, 0], [0, 1]]])
def test_what_a_model_gives_is_checked(tmp_path, given):
    class Unsound(CountingEncoder):
        def encode_passages(self, texts, *, progress=None):
            return np.array(given, np.float32)

    with VectorStore(tmp_path / "vectors.db") as store:
        with pytest.raises(VectorsUnsound, match="model@1"):
            embed(Unsound(), store, ["甲"])
        assert not store.get([vector_key("model@1", "甲")])
