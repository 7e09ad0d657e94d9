"""Tiny encoders, made in the test: their token vectors are the rows of a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

TOKENS = 258  # 256 bytes, and the two that stand around a text
CLS, SEP = 256, 257
CONFIG: dict[str, Any] = {"pooling": "mean", "normalize": True, "max_tokens": 64}
ID_TYPE = TensorProto.INT64


def table(dimensions: int, tokens: int = TOKENS, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((tokens, dimensions)).astype(np.float32)


def input_of(name: str, shape: Sequence[str | int] = ("b", "t"), kind: int = ID_TYPE) -> Any:
    return helper.make_tensor_value_info(name, kind, list(shape))


def output_of(name: str, shape: Sequence[str | int | None], kind: int = TensorProto.FLOAT) -> Any:
    return helper.make_tensor_value_info(name, kind, list(shape))


def model_of(
    nodes: Sequence[Any], inputs: Sequence[Any], outputs: Sequence[Any], **tensors: np.ndarray
) -> onnx.ModelProto:
    initial = [numpy_helper.from_array(value, name) for name, value in tensors.items()]
    graph = helper.make_graph(list(nodes), "tiny", list(inputs), list(outputs), initial)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    return model


def gathering(
    dimensions: int = 32,
    *,
    tokens: int = TOKENS,
    output: str = "last_hidden_state",
    extra: Sequence[Any] = (),
    more_inputs: Sequence[Any] = (),
    weights: np.ndarray | None = None,
) -> onnx.ModelProto:
    """A model whose token vectors are the rows of a table."""
    weights = table(dimensions, tokens) if weights is None else weights
    found = "found" if extra else output
    return model_of(
        [helper.make_node("Gather", ["table", "input_ids"], [found]), *extra],
        [input_of("input_ids"), *more_inputs],
        [output_of(output, ["b", "t", dimensions])],
        table=weights,
    )


def tokenizer() -> Tokenizer:
    """A tokenizer of bytes: each is a token, with one before the text and one behind it."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: at for at, letter in enumerate(alphabet)}
    vocabulary |= {"[CLS]": CLS, "[SEP]": SEP}
    made = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", CLS), ("[SEP]", SEP)]
    )
    return made


def ids_of(text: str) -> list[int]:
    return tokenizer().encode(text).ids


def folder_of(
    folder: Path,
    model: onnx.ModelProto | bytes | None = None,
    *,
    tokens: Tokenizer | str | None = None,
    change: Callable[[dict[str, Any]], None] | None = None,
    **config: Any,
) -> Path:
    """Writes an encoder's folder; what is not said is as it should be."""
    folder.mkdir(parents=True, exist_ok=True)
    model = gathering() if model is None else model
    raw = model if isinstance(model, bytes) else model.SerializeToString()
    (folder / "model.onnx").write_bytes(raw)
    tokens = tokenizer() if tokens is None else tokens
    (folder / "tokenizer.json").write_text(
        tokens if isinstance(tokens, str) else tokens.to_str(), encoding="utf-8"
    )
    said = {**CONFIG, **config}
    if change is not None:
        change(said)
    (folder / "encoder.json").write_text(json.dumps(said), encoding="utf-8")
    return folder
