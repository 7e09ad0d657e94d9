"""Trains the write gate on what one device's memories were worth. The only file that imports torch.

The gate is a stochastic policy with two actions. For a kept memory the worth of both is known
(`device.learning.rewards`), so the policy gradient needs no sampling: the expected reward is
differentiated as it stands, and its gradient has no variance but that of the batches. PPO, which
the plan names for lives in the simulator, would clip a ratio that is never far from one here and
estimate an advantage that is known; with a single step a memory the exact gradient is the same
policy gradient without its noise.

What was of use and what was not weigh half each, as in the reward that is measured: else whoever
dismisses much teaches the gate to keep nothing.

The steps are plain gradient descent. What may be sent is clipped, so what counts is how much reward
a step of a given length buys, and that is the gradient's own direction. On the ratings of the
sample conversations (3 devices, 3 rounds, clip 1, 3 folds) it gives a reward of 0.44 on what it did
not see; Adam, whose steps are about as long in every coordinate, gives 0.18 to 0.20 with the same
order of memories. benchmarks/README.md has what else was tried.

To the reward two terms are added. An entropy bonus keeps the gate from being certain on the word of
ten ratings. A leash, the KL divergence from the received policy, keeps one device from pulling the
shared gate away from what the others taught it, as a proximal term does for any loss.

Source: policy gradient and bandits, Sutton and Barto 2018, chapters 2 and 13; entropy bonus,
Williams and Peng 1991; KL leash, Schulman et al. 2015 (arXiv 1502.05477) and, between devices,
Li et al. 2020 (FedProx, arXiv 1812.06127).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from torch.nn.functional import logsigmoid

from device.federation.protocol import RoundPlan
from device.learning.models import GATE_SHAPES, Array, Parameters
from device.learning.rewards import balanced

_ENTROPY: Final = 0.01
_LEASH: Final = 0.05
_STEP: Final = 30.0  # times the plan's learning rate: the gradient of a mean reward is small


def train(gate: Parameters, features: Array, values: Array, plan: RoundPlan) -> dict[str, Array]:
    """Gives the parameters after a few epochs on these rows; the same for the same arguments.

    Args:
        gate: The received parameters.
        features: Of the memories to learn from. Shape: (n, FEATURES), float32.
        values: What each was worth. Shape: (n,), float32.
        plan: Epochs, batch size, learning rate and seed.

    Returns:
        Tensors of `GATE_SHAPES`, float32.
    """
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(plan.seed * 1_000_003 + plan.round)
    trained = {name: torch.from_numpy(gate[name].copy()).requires_grad_() for name in GATE_SHAPES}
    rows = torch.from_numpy(features.copy())
    # Balanced once over the whole, not in each batch: idle memories weigh little in every batch.
    worth = torch.from_numpy((balanced(values) * len(values)).astype(np.float32))
    with torch.no_grad():
        received = _margin(trained, rows)
    optimiser = torch.optim.SGD(trained.values(), lr=_STEP * plan.learning_rate)
    for _ in range(plan.epochs):
        order = torch.randperm(len(rows), generator=generator)
        for batch in torch.split(order, plan.batch_rows):
            optimiser.zero_grad(set_to_none=True)
            loss = _loss(_margin(trained, rows[batch]), received[batch], worth[batch])
            loss.backward()  # type: ignore[no-untyped-call]  # torch does not annotate it
            optimiser.step()
    return {name: tensor.detach().numpy().astype(np.float32) for name, tensor in trained.items()}


def _margin(gate: dict[str, torch.Tensor], rows: torch.Tensor) -> torch.Tensor:
    """Gives by how much storing leads, in log-odds. *Shape:* rows (n, FEATURES), result (n,)."""
    hidden = torch.tanh(rows @ gate["gate.hidden.weight"].T + gate["gate.hidden.bias"])
    actions = hidden @ gate["gate.action.weight"].T + gate["gate.action.bias"]
    return actions[:, 1] - actions[:, 0]


def _loss(margin: torch.Tensor, received: torch.Tensor, worth: torch.Tensor) -> torch.Tensor:
    """Gives minus the expected reward, less the entropy bonus, plus the leash.

    *Shape:* all (n,), result ().
    """
    store, log_store, log_discard = margin.sigmoid(), logsigmoid(margin), logsigmoid(-margin)
    gained = (worth * (2 * store - 1)).mean()
    entropy = -(store * log_store + (1 - store) * log_discard).mean()
    moved = store * (log_store - logsigmoid(received))
    moved = moved + (1 - store) * (log_discard - logsigmoid(-received))
    return -gained - _ENTROPY * entropy + _LEASH * moved.mean()
