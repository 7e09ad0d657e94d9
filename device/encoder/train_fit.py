"""Fits the encoder's table: texts that say the same come together, where the teacher puts them.

Three things are asked of every batch of pairs. A text should find its partner among all others of
the batch, both ways (a contrastive loss; pairs whose English texts the teacher takes for the same
are not held against each other). Both should lie where the teacher puts the English text. And a
part of the rows is left out at random, so that a question that shares only some words with its
answer still finds it.

Rows that come often are weighed down afterwards (`Corpus.row_weights`): what tells memories apart
are rare words, while translations are told apart by the frequent ones too.

Source: InfoNCE, van den Oord et al. 2018; smooth inverse frequency, Arora et al. 2017.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import EmbeddingBag
from torch.nn import functional as F  # noqa: N812  (its usual name)

from device.vault.rows import DIMENSIONS

_SPREAD: Final = 0.05  # of the table at the start
_TOLD_EVERY: Final = 200
_SAVED_EVERY: Final = 500
_SAME: Final = 0.9  # cosine from which the teacher takes two texts for one
_NEVER: Final = -1e4


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the table is fitted; all that a run depends on beside its text.

    Attributes:
        teacher: Weight of lying where the teacher says.
        left_out: Share of the rows of a text that a step does not see.
        rare: `a` of the weight a / (a + p) that a row gets in the end which makes up the share p of
            all rows.
        letter_rows: Rows that the hashed letters share.
    """

    steps: int = 7_000
    batch: int = 1_024
    rate: float = 5e-3
    temperature: float = 0.05
    teacher: float = 1.0
    left_out: float = 0.15
    rare: float = 1e-2
    warm_up: int = 100
    letter_rows: int = 40_000
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Bags:
    """The rows of many texts, one after the other; those of text i begin at `begins[i]`."""

    rows: npt.NDArray[np.int32]
    begins: npt.NDArray[np.int64]

    def of(
        self, texts: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Gives the rows of some texts, and which text each row is of."""
        first = self.begins[texts]
        counts = self.begins[texts + 1] - first
        ends = np.cumsum(counts)
        at = np.repeat(first - (ends - counts), counts) + np.arange(ends[-1])
        return self.rows[at].astype(np.int64), np.repeat(np.arange(len(texts)), counts)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is learned from.

    Attributes:
        pairs: Two texts each, by number. *Shape:* (n, 2).
        taught: Whether the second text says what the first says, so that it belongs where the
            teacher puts the first. *Shape:* (n,).
        weights: How likely each pair is drawn. *Shape:* (n,), summing to one.
        targets: Where the teacher puts a text; zero where it was not asked. *Shape:* (texts, 256).
        row_count: How many rows the table has.
    """

    bags: Bags
    pairs: npt.NDArray[np.int64]
    taught: npt.NDArray[np.bool_]
    weights: npt.NDArray[np.float64]
    targets: npt.NDArray[np.float32]
    row_count: int

    def name(self) -> str:
        """Names what is learned from: a checkpoint of other text is none."""
        content = (self.bags.rows, self.pairs, self.weights)
        return hashlib.sha256(b"".join(one.tobytes() for one in content)).hexdigest()

    def row_weights(self, rare: float) -> npt.NDArray[np.float32]:
        """Gives the weight of each row by how often it comes. *Shape:* (row_count,)."""
        counts = np.bincount(self.bags.rows, minlength=self.row_count)
        weights: npt.NDArray[np.float32] = (rare / (rare + counts / counts.sum())).astype(
            np.float32
        )
        return weights


def fit(
    corpus: Corpus, recipe: Recipe, work: Path, tell: Callable[[str], None]
) -> npt.NDArray[np.float32]:
    """Gives the table. An interrupted run goes on from its last checkpoint in `work`.

    *Shape:* (row_count, 256).
    """
    torch.manual_seed(recipe.seed)
    draws = np.random.default_rng(recipe.seed)
    table = EmbeddingBag(corpus.row_count, DIMENSIONS, mode="sum")
    torch.nn.init.normal_(table.weight, std=_SPREAD)
    optimiser = torch.optim.Adam(table.parameters(), lr=recipe.rate, betas=(0.9, 0.98), fused=True)
    run = f"{recipe} {corpus.name()}"
    step = _resume(work / "checkpoint.pt", run, table, optimiser, draws)
    likely = np.cumsum(corpus.weights)
    losses: list[float] = []
    while step < recipe.steps:
        rate = recipe.rate * min(1.0, (step + 1) / recipe.warm_up) * (1 - step / recipe.steps)
        optimiser.param_groups[0]["lr"] = max(rate, recipe.rate / 50)
        loss = _loss(corpus, recipe, table, _draw(corpus, recipe, likely, draws), draws)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(loss.item())
        step += 1
        if step % _TOLD_EVERY == 0:
            tell(f"step {step:,} of {recipe.steps:,}: loss {np.mean(losses[-_TOLD_EVERY:]):.3f}")
        if step % _SAVED_EVERY == 0 and step < recipe.steps:
            _save(work / "checkpoint.pt", run, step, table, optimiser, draws)
    return table.weight.detach().numpy()


def _draw(
    corpus: Corpus,
    recipe: Recipe,
    likely: npt.NDArray[np.float64],
    draws: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """Draws pairs, no first text twice: else a text would be held against its own translation."""
    at = np.searchsorted(likely, draws.random(recipe.batch) * likely[-1])
    drawn = np.unique(np.minimum(at, len(likely) - 1))
    return drawn[np.unique(corpus.pairs[drawn, 0], return_index=True)[1]]


def _loss(
    corpus: Corpus,
    recipe: Recipe,
    table: EmbeddingBag,
    drawn: npt.NDArray[np.int64],
    draws: np.random.Generator,
) -> torch.Tensor:
    pairs = corpus.pairs[drawn]
    rows, texts = corpus.bags.of(pairs.T.ravel())
    kept = draws.random(len(rows)) >= recipe.left_out
    rows, texts = rows[kept], texts[kept]
    counts = np.bincount(texts, minlength=pairs.size)
    begins = torch.from_numpy(np.cumsum(counts) - counts)
    vectors = F.normalize(table(torch.from_numpy(rows), begins), dim=1)
    one, other = vectors[: len(pairs)], vectors[len(pairs) :]
    taught = torch.from_numpy(corpus.targets[pairs[:, 0]])
    known = torch.from_numpy(corpus.taught[drawn])
    own = torch.arange(len(pairs))
    same = (taught @ taught.T > _SAME) & (own[:, None] != own)
    likeness = (one @ other.T / recipe.temperature).masked_fill(same, _NEVER)
    found = (F.cross_entropy(likeness, own) + F.cross_entropy(likeness.T, own)) / 2
    apart = 2 - (one * taught).sum(dim=1) - (other * taught).sum(dim=1)
    return found + recipe.teacher * (apart * known).sum() / known.sum().clamp(min=1)


def _save(
    file: Path,
    run: str,
    step: int,
    table: EmbeddingBag,
    optimiser: torch.optim.Optimizer,
    draws: np.random.Generator,
) -> None:
    state = {
        "run": run,
        "step": step,
        "table": table.state_dict(),
        "optimiser": optimiser.state_dict(),
        "draws": draws.bit_generator.state,
    }
    torch.save(state, file.with_suffix(".new"))
    os.replace(file.with_suffix(".new"), file)  # noqa: PTH105  (one step, also over an old one)


def _resume(
    file: Path,
    run: str,
    table: EmbeddingBag,
    optimiser: torch.optim.Optimizer,
    draws: np.random.Generator,
) -> int:
    """Takes up a checkpoint of the same run. Gives the step to go on with."""
    if not file.exists():
        return 0
    state: dict[str, Any] = torch.load(file, weights_only=True)
    if state.get("run") != run:
        return 0
    table.load_state_dict(state["table"])
    optimiser.load_state_dict(state["optimiser"])
    draws.bit_generator.state = state["draws"]
    return int(state["step"])
