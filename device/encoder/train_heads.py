"""Fits the small heads on the encoder: which domains a text is about, which goal a question shows.

Both are linear, so that a phone runs them and a reader can see what speaks for what. Their
sentences were written for this, by others than those who wrote what they are measured on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional as F  # noqa: N812  (its usual name)

from device.encoder.domains import features
from device.encoder.goals import SHARPNESS
from device.encoder.static import StaticEncoder
from device.encoder.tags import DOMAINS
from device.encoder.train_text import OWN, SHIPPED, goal_phrasings
from device.vault.rows import Vectors

_ITERATIONS: Final = 300
_DOMAIN_DECAY: Final = 1e-4
_GOAL_DECAY: Final = 2e-4
_NO_GOAL_WEIGHT: Final = 0.3  # of a question that shows no goal, beside a phrasing of one

_Array = npt.NDArray[np.float32]


def export_heads(folder: Path, tell: Callable[[str], None]) -> None:
    """Fits both heads on the model in `folder`, and writes heads.npz beside it."""
    encoder = StaticEncoder(folder)
    heads: dict[str, Any] = {**_domain_head(encoder), **_goal_head(encoder)}
    np.savez_compressed(folder / "heads.npz", **heads)
    tell(f"heads: {sum(one.nbytes for one in heads.values()):,} bytes")


def domain_sentences() -> list[tuple[str, tuple[str, ...]]]:
    """Gives every sentence of the heads' text with its domains."""
    rows: list[dict[str, Any]] = []
    for file in sorted(SHIPPED.glob("domains.*.json")):
        rows += json.loads(file.read_text(encoding="utf-8"))
    for file in sorted(OWN.glob("domains.*.jsonl")):
        rows += map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [(str(row["text"]), tuple(row["domains"])) for row in rows]


def _domain_head(encoder: StaticEncoder) -> dict[str, _Array]:
    sentences = domain_sentences()
    inputs = np.stack([features(text, encoder) for text, _ in sentences])
    wanted = np.zeros((len(sentences), len(DOMAINS)), np.float32)
    for row, (_, domains) in enumerate(sentences):
        wanted[row, [DOMAINS.index(domain) for domain in domains]] = 1
    targets = torch.from_numpy(wanted)
    matrix, bias = _fit(
        inputs,
        len(DOMAINS),
        lambda logits: F.binary_cross_entropy_with_logits(logits, targets),
        _DOMAIN_DECAY,
    )
    return {"domain_matrix": matrix, "domain_bias": bias}


def _goal_head(encoder: StaticEncoder) -> dict[str, npt.NDArray[Any]]:
    phrasings = goal_phrasings()
    vectors = [encoder.encode([text for _, text in texts]) for texts in phrasings.values()]
    shipped = [
        one[: len(texts)]
        for one, texts in zip(vectors, goal_phrasings(shipped=True).values(), strict=True)
    ]
    others = encoder.encode(_plain_questions())
    labels = np.repeat(np.arange(len(vectors) + 1), [*map(len, vectors), len(others)])
    importance = torch.from_numpy(
        np.where(labels == len(vectors), _NO_GOAL_WEIGHT, 1).astype(np.float32)
    )
    wanted = torch.from_numpy(labels)
    matrix, bias = _fit(
        np.concatenate([*vectors, others]) * np.float32(SHARPNESS),
        len(vectors) + 1,
        lambda logits: (
            (F.cross_entropy(logits, wanted, reduction="none") * importance).sum()
            / importance.sum()
        ),
        _GOAL_DECAY,
    )
    prototypes = np.concatenate(shipped)
    scales = np.abs(prototypes).max(axis=1, keepdims=True) / 127
    return {
        "goal_names": np.array(list(phrasings)),
        "goal_prototypes": np.rint(prototypes / scales).astype(np.int8),
        "goal_scales": scales.astype(np.float32),
        "goal_ends": np.cumsum([len(one) for one in shipped]),
        "goal_matrix": matrix,
        "goal_bias": bias,
    }


def _plain_questions() -> list[str]:
    return [
        json.loads(line)["question"]
        for file in sorted(OWN.glob("questions.*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def _fit(
    inputs: Vectors,
    classes: int,
    loss_of: Callable[[torch.Tensor], torch.Tensor],
    decay: float,
) -> tuple[_Array, _Array]:
    """Gives the matrix and the bias of the linear head that has the least loss.

    *Shape:* inputs (n, m); the result (m, classes) and (classes,).
    """
    given = torch.from_numpy(inputs.astype(np.float32))
    matrix = torch.zeros(given.shape[1], classes, requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    optimiser = torch.optim.LBFGS(
        [matrix, bias], max_iter=_ITERATIONS, line_search_fn="strong_wolfe"
    )

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = loss_of(given @ matrix + bias) + decay * (matrix**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return matrix.detach().numpy(), bias.detach().numpy()
