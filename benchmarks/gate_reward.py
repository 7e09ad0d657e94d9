"""Claim: three federated rounds teach the write gate what its owners found useful.

The demo's three sample conversations are imported into vaults of their own; each person asks the
questions of their story, rates what answered as used and the rest that came along as dismissed.
Then the same client and round loop as over a network run in one process. Reward is told on the
memories that training never sees: 1 keeps what was of use and nothing else, 0 tosses a coin. Beside
it, in the same run: keeping everything, keeping nothing, and each device training alone.

    python -m benchmarks.gate_reward [--seeds 5]
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.recall_locomo import commit_name
from coordinator.rounds import run_rounds
from coordinator.settings import RoundSettings
from coordinator.simulate import InProcessGrid
from coordinator.state import State
from device.compose import create_device
from device.federation.client import make_client
from device.federation.sent import Consent, Sent
from device.importers.read import read_export
from device.learning.models import GATE_SHAPES, Parameters, initial_gate
from device.learning.rewards import Rows, reward
from device.learning.train_gate import train
from device.settings import Settings
from device.vault.kdf import KdfParameters
from policy.vocabulary import Purpose

PEOPLE: Final = ("ja", "ko", "en")
ROUNDS: Final = 3
_AT: Final = 1_790_000_000


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="how many first models are tried")
    options = parser.parse_args()
    rows = {name: _rows_of(name) for name in PEOPLE}
    seeds = range(options.seeds)
    together = [_learn_together(rows, seed) for seed in seeds]
    alone = [{name: _learn_alone(rows[name], seed) for name in PEOPLE} for seed in seeds]
    line: dict[str, Any] = {
        "rows": {name: len(one) for name, one in rows.items()},
        "keep_everything": _told(rows, _constant(keep=True)),
        "keep_nothing": _told(rows, _constant(keep=False)),
        "before": _mean([_told(rows, initial_gate(np.random.default_rng(seed))) for seed in seeds]),
        "federated": _mean([_told(rows, gate) for gate in together]),
        "alone_on_own": _mean(
            [
                {name: _held_out(rows[name], gates[name]) for name in PEOPLE}
                | {"all": statistics.fmean(_told(rows, gates[name])["all"] for name in PEOPLE)}
                for gates in alone
            ]
        ),
        "seeds": options.seeds,
    }
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


def _rows_of(name: str) -> Rows:
    """Gives what a person's device would learn from, through importer, vault, guard and recall."""
    with (
        tempfile.TemporaryDirectory() as folder,
        resources.as_file(resources.files("coordinator") / "samples") as samples,
    ):
        story = json.loads((samples / f"{name}.story.json").read_text(encoding="utf-8"))
        settings = Settings.model_validate({"language": name, "market": story["market"]})
        device = create_device(
            Path(folder, "vault"), "a passphrase", None, settings, kdf=KdfParameters()
        )
        device.intake.take_in(
            read_export(samples / story["export"], zone=settings.timezone, me=None)
        )
        used: set[int] = set()
        shown: set[int] = set()
        for asked in story["ask"]:
            cards = device.recall.ask(asked["query"], Purpose.RECALL, settings.language, 5).memories
            shown |= {card.id for card in cards}
            used |= {card.id for card in cards if asked["expect"] in card.text}
        for memory_id in sorted(shown):
            device.rights.rate(memory_id, "used" if memory_id in used else "dismissed")
        found = device.guard.train()
        device.close()
    features = np.array([row.features for row in found], np.float32)
    return Rows(features, np.array([row.value for row in found], np.float32))


def _learn_together(rows: Mapping[str, Rows], seed: int) -> Parameters:
    def keep_quiet(_: Sent) -> None:
        """Nobody is told."""

    consent = Consent(training=True)
    clients = {
        at: make_client(one, None, consent, keep_quiet, train=train)
        for at, one in enumerate(rows.values(), start=1)
    }
    with tempfile.TemporaryDirectory() as folder:
        first = initial_gate(np.random.default_rng(seed))
        with State.create(Path(folder, "state"), first, at=_AT, simulated=True) as state:
            settings = RoundSettings(rounds=ROUNDS, seed=seed)
            run_rounds(InProcessGrid(clients), state, settings, lambda: _AT)
            return state.now.model


def _learn_alone(rows: Rows, seed: int) -> Parameters:
    gate: Parameters = initial_gate(np.random.default_rng(seed))
    settings = RoundSettings(rounds=ROUNDS, seed=seed)
    seen, _ = rows.split()
    for number in range(1, ROUNDS + 1):
        gate = train(gate, seen.features, seen.values, settings.plan(number, "0" * 64))
    return gate


def _constant(*, keep: bool) -> Parameters:
    """Gives a gate that keeps everything, or nothing."""
    gate = {name: np.zeros(shape, np.float32) for name, shape in GATE_SHAPES.items()}
    gate["gate.action.bias"] = np.array([-50, 50] if keep else [50, -50], np.float32)
    return gate


def _held_out(rows: Rows, gate: Parameters) -> float:
    _, held = rows.split()
    return reward(gate, held.features, held.values)


def _told(rows: Mapping[str, Rows], gate: Parameters) -> dict[str, float]:
    each = {name: _held_out(one, gate) for name, one in rows.items()}
    return each | {"all": statistics.fmean(each.values())}


def _mean(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.fmean(run[name] for run in runs), 3) for name in runs[0]}


if __name__ == "__main__":
    main()
