"""The encoder that ships: a text is the sum of its rows in one table, at unit length.

There is no network to run: a text's rows are gathered, scaled and added, which is why a phone can
do it in a fraction of a millisecond. onnxruntime does it where it is installed; numpy gives the
same elsewhere. Both read the one table, which lies beside the graph as its external data.

Trained by `device.encoder.train`; what it is good for and what not is told in docs/encoder.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.encode import Encoder
from device.encoder.tokenise import Tokeniser
from device.vault.rows import DIMENSIONS, Vectors

MODEL: Final = Path(__file__).parent / "model"
_BATCH_ROWS: Final = 65_536  # rows gathered at once: 64 MiB as float32

Bags: TypeAlias = Sequence[npt.NDArray[np.int64]]
Floats: TypeAlias = npt.NDArray[np.float32]
Sums: TypeAlias = Callable[[Bags], Vectors]


class StaticEncoder(Encoder):
    """The trained encoder.

    Invariant: the same text gives the same vector on both runtimes, to float32's last digits.
    """

    def __init__(self, folder: Path = MODEL, *, runtime: str = "auto") -> None:
        """Opens a model folder.

        Args:
            runtime: `onnx`, `numpy`, or `auto`: onnxruntime where it can be imported.
        """
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.identity, self.sha256 = about["identity"], about["sha256"]
        self.dimensions = DIMENSIONS
        self._letter_rows: int = about["letter_rows"]
        self._folder, self._runtime = folder, runtime

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encodes texts.

        *Shape:* (n, 256), float32, rows of length one; all zero for a text without letters.
        """
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for chosen, bags in _batches([self._tokeniser.rows(text) for text in texts]):
            vectors[chosen] = self._sums(bags)
        return vectors

    def pieces(self, text: str) -> npt.NDArray[np.uint16]:
        """Gives the numbers of a text's word pieces, each once. *Shape:* (m,)."""
        return self._tokeniser.pieces(text).astype(np.uint16)

    def piece_vectors(self, pieces: npt.NDArray[np.uint16]) -> tuple[Vectors, Floats]:
        """Gives what pieces mean by themselves, as unit vectors, and how much each weighs.

        *Shape:* pieces (m,); the result (m, 256) and (m,).
        """
        vectors = self._table[pieces].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        vectors /= np.maximum(lengths, 1e-12)[:, None]
        return vectors, self._scales[pieces] * lengths

    # Pieces and runtime come with the first text: most commands encode nothing.

    @cached_property
    def _tokeniser(self) -> Tokeniser:
        return Tokeniser.read(self._folder / "pieces.tsv", self._letter_rows)

    @cached_property
    def _sums(self) -> Sums:
        make = {"onnx": _onnx_sums, "numpy": _numpy_sums, "auto": _best_sums}[self._runtime]
        return make(self._folder, len(self._tokeniser))

    @cached_property
    def _table(self) -> npt.NDArray[np.int8]:
        return _table(self._folder, len(self._tokeniser))

    @cached_property
    def _scales(self) -> Floats:
        return np.fromfile(self._folder / "scales.bin", "<f4")

    def forget(self) -> None:
        """Lets go of the words that were kept to be quick."""
        if "_tokeniser" in self.__dict__:
            self._tokeniser.forget()


def _batches(bags: Bags) -> Iterator[tuple[list[int], Bags]]:
    """Gives bags of about one size together, so that little is padded; empty ones are left out."""
    order = sorted((at for at, bag in enumerate(bags) if len(bag)), key=lambda at: len(bags[at]))
    chosen: list[int] = []
    for at in order:
        if chosen and (len(chosen) + 1) * len(bags[at]) > _BATCH_ROWS:
            yield chosen, [bags[one] for one in chosen]
            chosen = []
        chosen.append(at)
    if chosen:
        yield chosen, [bags[one] for one in chosen]


def _best_sums(folder: Path, rows: int) -> Sums:
    try:
        return _onnx_sums(folder, rows)
    except ImportError:
        return _numpy_sums(folder, rows)


def _onnx_sums(folder: Path, rows: int) -> Sums:
    # Not at the top: phones have none.
    onnxruntime = import_module("device.encoder.runtime").onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        os.fspath(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
    )

    def sums(bags: Bags) -> Vectors:
        padded = np.full((len(bags), max(map(len, bags))), rows, np.int64)
        for row, bag in enumerate(bags):
            padded[row, : len(bag)] = bag
        (vectors,) = session.run(None, {"rows": padded})
        return np.asarray(vectors, np.float32)

    return sums


def _numpy_sums(folder: Path, rows: int) -> Sums:
    table = _table(folder, rows)
    scales = np.fromfile(folder / "scales.bin", "<f4")

    def sums(bags: Bags) -> Vectors:
        vectors = np.empty((len(bags), DIMENSIONS), np.float32)
        for row, bag in enumerate(bags):
            vectors[row] = scales[bag] @ table[bag].astype(np.float32)
        lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
        vectors /= np.maximum(lengths, 1e-12)
        return vectors

    return sums


def _table(folder: Path, rows: int) -> npt.NDArray[np.int8]:
    """Opens the table, whose last row is zero: padding. *Shape:* (rows + 1, 256)."""
    table: npt.NDArray[np.int8] = np.memmap(
        folder / "table.bin", np.int8, "r", shape=(rows + 1, DIMENSIONS)
    )
    return table
