"""Every backend gives the same vectors: one suite over a small model made here, saved as its folder would be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from search.embedders import PlainEmbedder
from search.encoder import SentenceEncoder
from search.plain_model import Plain
from search.prepared import is_ready
from search.runners import opening
from search.runners.backends import BF16, F32, Backend
from search.runners.devices import Device
from search.runners.opening import ConvertedWrong, Network, word_table

LONGEST = 64
SIGNS = "怀化高新区产业园项目水库建设二〇三五年投资亿元"
TEXTS = {
    "one": ["怀化"],
    "of all lengths": [SIGNS[:count] for count in (3, 1, 20, 7, 12, 5, 2, 9)],
    "the same twice": ["产业园", "水库", "产业园"],
    "too long": [SIGNS * 40, "水库"],
    "unknown and undecoded": ["\udce6怀化", "😀\x00", ""],
    "none": [],
}
BACKENDS = [Backend("openvino", F32), Backend("openvino", BF16), Backend("torch", F32), Backend("torch", BF16)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    pieces = {sign: place for place, sign in enumerate(["<pad>", "<s>", "</s>", "<unk>", *dict.fromkeys(SIGNS)])}
    tokenizer = Tokenizer(models.WordLevel(pieces, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)])
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=LONGEST, pad_token_id=0, initializer_range=0.4,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    steps = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    described = [{"path": path, "type": f"sentence_transformers.models.{kind}"} for path, kind in steps]
    (folder / "1_Pooling").mkdir()
    for name, content in (
        ("modules.json", described),
        ("sentence_bert_config.json", {"max_seq_length": LONGEST}),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": True}),
        ("config_sentence_transformers.json", {"prompts": {"query": "水", "document": "库"}}),
    ):
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def network(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Network:
    plain = Plain.read(folder)
    assert plain is not None
    return Network("small", "1", folder, tmp_path_factory.mktemp("cache"), plain.load)


@pytest.fixture(scope="module", params=BACKENDS, ids=lambda one: one.name)
def embedder(request: pytest.FixtureRequest, folder: Path, network: Network) -> PlainEmbedder:
    plain = Plain.read(folder)
    assert plain is not None
    embedder = PlainEmbedder(plain, "small@1", network.cache, Device.CPU)
    try:
        embedder.use(request.param)
    except RuntimeError as error:  # the processor does not know the precision
        pytest.skip(str(error))
    return embedder


def vectors_of(embedder: PlainEmbedder, texts: list[str]) -> np.ndarray:
    encoder = SentenceEncoder(embedder._plain.folder)
    encoder._model = embedder
    return encoder.encode_passages(texts)


def by_torch(folder: Path, text: str) -> np.ndarray:
    """One text alone, not filled up, in float32: what all others are held against."""
    ids = Tokenizer.from_file(str(folder / "tokenizer.json")).encode("库" + text).ids
    ids = ids if len(ids) <= LONGEST else [*ids[: LONGEST - 1], ids[-1]]
    with torch.inference_mode():
        model = BertModel.from_pretrained(folder, add_pooling_layer=False)
        read = model(input_ids=torch.tensor([ids])).last_hidden_state[0].mean(0)
        return np.asarray((read / read.norm()).numpy())


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
def test_vectors_are_those_of_torch(embedder: PlainEmbedder, folder: Path, texts: list[str]) -> None:
    vectors = vectors_of(embedder, texts)
    assert vectors.shape == (len(texts), 32)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert vector @ by_torch(folder, text.encode("utf-8", "replace").decode()) > 0.9995, text


def test_a_question_is_led_by_its_own_words(embedder: PlainEmbedder) -> None:
    encoder = SentenceEncoder(embedder._plain.folder)
    encoder._model = embedder
    assert encoder.encode_question("园区") @ encoder.encode_passages(["园区"])[0] < 0.9995


def test_what_openvino_opens_is_made_once_and_whole(
    folder: Path, network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = Network("small", "2", folder, tmp_path, network.load)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("search.runners.with_openvino.convert", killed)
        with pytest.raises(KeyboardInterrupt):
            again.prepared()
    assert [path.name for path in tmp_path.iterdir()] == [".small-openvino.lock"]
    left = tmp_path / ".small-openvino-left"  # by a process that could not even clear away
    left.mkdir()
    made = again.prepared()
    assert (made / "network.xml").is_file()
    assert not left.exists()
    with monkeypatch.context() as patched:
        patched.setattr("search.runners.with_openvino.convert", killed)
        assert Network("small", "2", folder, tmp_path, network.load).prepared() == made
    assert not is_ready(made, {"layout": 0})


def test_other_values_than_torch_are_refused(
    folder: Path, network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "AGREES", -1.0)
    with pytest.raises(ConvertedWrong, match="small"):
        Network("small", "1", folder, tmp_path, network.load).prepared()


def test_the_word_table_is_the_models(folder: Path) -> None:
    words = BertModel.from_pretrained(folder, add_pooling_layer=False).embeddings.word_embeddings.weight
    assert np.array_equal(word_table(folder), words.detach().numpy())


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("config.json", {"model_type": "gpt2", "hidden_size": 32, "max_position_embeddings": LONGEST}),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": True}),
        ("modules.json", [{"path": "", "type": "a.Transformer"}, {"path": "1_Dense", "type": "a.Dense"}]),
        ("sentence_bert_config.json", {"max_seq_length": LONGEST, "do_lower_case": True}),
    ],
)
def test_what_is_not_plain_is_left_to_others(folder: Path, tmp_path: Path, file: str, content: object) -> None:
    import shutil

    shutil.copytree(folder, tmp_path / "other")
    assert Plain.read(tmp_path / "other") is not None
    (tmp_path / "other" / file).write_text(json.dumps(content), encoding="utf-8")
    assert Plain.read(tmp_path / "other") is None


def test_openvino_tells_nobody() -> None:
    program = (
        "import sys\nfrom search.runners.silent_openvino import openvino\n"
        "import openvino.tools.ovc\nprint(sys.modules['openvino_telemetry'], openvino.Core().available_devices)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("None ")
