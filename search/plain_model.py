"""A model's folder that is plain: a transformer, the mean of its vectors (or the first), and no more.

In: the folder. Out: how its texts are cut and what is put before them, without loading torch; and the network, which
loads it. What is not plain is left to sentence-transformers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import MailuoError
from search.runners.contract import Loaded

if TYPE_CHECKING:
    from torch import nn

E5_PROMPTS = {"query": "query: ", "document": "passage: "}
KINDS = ("bert", "roberta", "xlm-roberta")  # whose vectors of pieces can be given to them
STEPS = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
NEEDED = ("model.safetensors", "tokenizer.json")


class ModelUnreadable(MailuoError):
    """The folder is there but holds no sentence-transformers model."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What is read of the folder. `longest`: pieces that are read of a text; `filling`: the piece that fills up."""

    folder: Path
    width: int
    longest: int
    filling: int
    prompts: Mapping[str, str]
    takes_first: bool  # the vector of the first piece stands for the text, not the mean

    @classmethod
    def read(cls, folder: Path) -> Plain | None:
        """None where the folder holds more than this knows, or something else."""
        try:
            return _read(folder)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def load(self) -> Loaded:
        """By torch, in float32."""
        import torch
        from transformers import AutoModel
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        model = AutoModel.from_pretrained(
            self.folder,
            local_files_only=True,
            attn_implementation="sdpa",
            add_pooling_layer=False,
            dtype=torch.float32,
        )
        words = model.get_input_embeddings()
        return Loaded(words, _pooled(model, takes_first=self.takes_first), 2)


def _read(folder: Path) -> Plain | None:
    steps = [(str(one["type"]).rsplit(".", 1)[-1], one["path"]) for one in _json(folder / "modules.json")]
    config, cut = _json(folder / "config.json"), _json(folder / "sentence_bert_config.json")
    pooling = _json(folder / steps[1][1] / "config.json")
    modes = [name for name, is_on in pooling.items() if name.startswith("pooling_mode_") and is_on is True]
    if (
        [kind for kind, _ in steps] not in STEPS
        or config["model_type"] not in KINDS
        or modes not in (["pooling_mode_mean_tokens"], ["pooling_mode_cls_token"])
        or pooling.get("include_prompt") is False
        or cut.get("do_lower_case")
        or not all((folder / name).is_file() for name in NEEDED)
    ):
        return None
    beside = folder / "config_sentence_transformers.json"
    prompts = _json(beside).get("prompts", {}) if beside.is_file() else {}
    limit = min(int(cut["max_seq_length"] or config["max_position_embeddings"]), int(config["max_position_embeddings"]))
    first = modes == ["pooling_mode_cls_token"]
    return Plain(folder, int(config["hidden_size"]), limit, int(config.get("pad_token_id") or 0), prompts, first)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _pooled(model: nn.Module, *, takes_first: bool) -> nn.Module:
    """The model with what makes one vector of unit length of a text's."""
    import torch
    from torch import Tensor, nn

    class Pooled(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
            """[texts, pieces, width] → [texts, width]."""
            read = self.model(inputs_embeds=vectors, attention_mask=mask).last_hidden_state.float()
            if takes_first:
                pooled = read[:, 0]
            else:
                weights = mask.unsqueeze(-1).float()
                pooled = (read * weights).sum(1) / weights.sum(1)
            return torch.nn.functional.normalize(pooled, dim=-1)

    return Pooled()
