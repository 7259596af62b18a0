import threading

import numpy as np
import pytest

from search.vectors import VectorStore, VectorStoreUnusable, embed, vector_key


class CountingEncoder:
    """Stands in for a model: a text's vector is its length, and what was embedded is remembered."""

    def __init__(self, stamp="model@1", fail_after=None):
        self.stamp, self.dim, self.embedded, self._fail_after = stamp, 2, [], fail_after

    def encode_passages(self, texts, *, progress=None):
        if self._fail_after is not None and len(self.embedded) >= self._fail_after:
            raise KeyboardInterrupt
        self.embedded += texts
        if progress:
            progress(len(texts))
        return np.array([[len(text), 1] for text in texts], np.float32)


def test_nothing_is_embedded_twice(tmp_path):
    encoder = CountingEncoder()
    counts: list[int] = []
    with VectorStore(tmp_path / "deep" / "vectors.db") as store:
        first = embed(encoder, store, ["甲", "乙乙", "甲"], progress=counts.append)
        assert first.tolist() == [[1, 1], [2, 1], [1, 1]]
        assert sorted(encoder.embedded) == ["乙乙", "甲"]
    assert counts[-1] == 3
    with VectorStore(tmp_path / "deep" / "vectors.db") as store:
        again = embed(encoder, store, ["丙丙丙", "甲"])
    assert again.tolist() == [[3, 1], [1, 1]]
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
            embed(CountingEncoder(fail_after=300), store, texts)
        rest = CountingEncoder()
        embed(rest, store, texts)
    assert 0 < len(rest.embedded) < 300


def test_no_texts(tmp_path):
    with VectorStore(tmp_path / "vectors.db") as store:
        assert len(embed(CountingEncoder(), store, [])) == 0


def test_two_writers_at_once(tmp_path):
    def write(part):
        with VectorStore(tmp_path / "vectors.db") as store:
            for number in range(20):
                store.put({vector_key("m", f"{part} {number}"): np.ones(4, np.float32)})

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
