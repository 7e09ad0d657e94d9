"""Writes a fitted table as the model folder that `device.encoder.static` opens.

int8 with a scale for each row: that costs a tenth of a point. The ONNX graph holds no numbers of
its own: table and scales lie beside it as external data, and the numpy path reads the same files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper

from device.vault.rows import DIMENSIONS

FILES: Final = ("pieces.tsv", "table.bin", "scales.bin", "encoder.onnx")
_OPSET: Final = 17
_IR: Final = 8  # what onnxruntime 1.20 and later read
_SHORTEST: Final = 1e-12


def export(
    table: npt.NDArray[np.float32],
    pieces: Iterable[tuple[str, float]],
    letter_rows: int,
    folder: Path,
    about: dict[str, Any],
) -> None:
    """Writes the model folder.

    Args:
        table: A row for each piece, then the letters' rows. *Shape:* (rows, 256).
        about: What else `model.json` tells of the model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scales = np.maximum(np.abs(table).max(axis=1), 1e-9) / 127
    small = np.clip(np.rint(table / scales[:, None]), -127, 127).astype(np.int8)
    padded = np.concatenate([small, np.zeros((1, DIMENSIONS), np.int8)])
    (folder / "table.bin").write_bytes(padded.tobytes())
    np.append(scales, 0).astype("<f4").tofile(folder / "scales.bin")
    lines = (f"{piece}\t{score:.4f}\n" for piece, score in pieces)
    (folder / "pieces.tsv").write_text("".join(lines), encoding="utf-8")
    onnx.save(_graph(len(padded)), str(folder / "encoder.onnx"))
    about = {"identity": "", "dimensions": DIMENSIONS, "letter_rows": letter_rows, **about}
    text = json.dumps(about | {"sha256": model_hash(folder)}, ensure_ascii=False, indent=1)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")


def model_hash(folder: Path) -> str:
    """Gives the hash that names a model: of all its files, one after the other."""
    content = b"".join(hashlib.sha256((folder / name).read_bytes()).digest() for name in FILES)
    return hashlib.sha256(content).hexdigest()


def _graph(rows: int) -> onnx.ModelProto:
    nodes = [
        helper.make_node("Gather", ["table", "rows"], ["small"]),
        helper.make_node("Cast", ["small"], ["gathered"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["scales", "rows"], ["scale"]),
        helper.make_node("Unsqueeze", ["scale", "one"], ["scale_row"]),
        helper.make_node("MatMul", ["scale_row", "gathered"], ["sum_row"]),
        helper.make_node("Squeeze", ["sum_row", "one"], ["sum"]),
        helper.make_node("ReduceL2", ["sum"], ["length"], axes=[1], keepdims=1),
        helper.make_node("Max", ["length", "shortest"], ["divisor"]),
        helper.make_node("Div", ["sum", "divisor"], ["vectors"]),
    ]
    small = [
        helper.make_tensor("one", TensorProto.INT64, [1], [1]),
        helper.make_tensor("shortest", TensorProto.FLOAT, [1], [_SHORTEST]),
    ]
    graph = helper.make_graph(
        nodes,
        "bojagi-static",
        [helper.make_tensor_value_info("rows", TensorProto.INT64, ["texts", "most_rows"])],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", DIMENSIONS])],
        [
            *small,
            _beside("table", TensorProto.INT8, [rows, DIMENSIONS], "table.bin"),
            _beside("scales", TensorProto.FLOAT, [rows], "scales.bin"),
        ],
    )
    opset = helper.make_opsetid("", _OPSET)
    return helper.make_model(graph, opset_imports=[opset], ir_version=_IR, producer_name="bojagi")


def _beside(name: str, kind: int, shape: list[int], file: str) -> TensorProto:
    tensor = TensorProto(name=name, data_type=kind, dims=shape)
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=file)
    return tensor
