"""Claim: three federated rounds teach the write gate to choose what its owners found useful.

The demo's three sample conversations are imported into vaults of their own; each person finds the
memories that their story rates by a recall, and rates them as used or dismissed. Two things are
told of each gate, on memories that it was not trained on: reward (1 keeps what was of use and
nothing else, every gate that does not look earns 0), and the share of pairs of a used and a
dismissed memory that it puts in order (AUC). Beside the federated gate, in the same run: keeping
everything and nothing, the rule gate's strength, whether a message is longer than its owner's mean,
and each device training alone.

Three ways of holding out: the split that devices use, through the client and the round loop as over
a network; four folds by another byte of each row's hash; and one whole language.

    python -m benchmarks.gate_reward [--seeds 5]
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from benchmarks.provenance import commit_name
from coordinator.rounds import run_rounds
from coordinator.settings import RoundSettings
from coordinator.simulate import InProcessGrid
from coordinator.state import State
from device.compose import create_device
from device.federation.client import make_client
from device.federation.clip import clip
from device.federation.sent import Consent, Sent
from device.importers.read import read_export
from device.learning.features import BLOCK, SURFACE
from device.learning.models import (
    GATE_SHAPES,
    LENGTH,
    Array,
    Parameters,
    initial_gate,
    store_probability,
)
from device.learning.rewards import Rows, reward, value
from device.learning.train_gate import train
from device.settings import Settings
from device.vault.kdf import KdfParameters
from policy.vocabulary import Purpose

PEOPLE: Final = ("ja", "ko", "en")
ROUNDS: Final = 3
MORE_ROUNDS: Final = 10
FOLDS: Final = 4
_AT: Final = 1_790_000_000
_STRENGTH: Final = BLOCK + SURFACE.index("strength")

# Of one device: what a gate trains on, and what it is tried on.
Parts: TypeAlias = tuple[Rows, Rows]
# Of one way of holding out and one first model: reward and AUC by person.
Told: TypeAlias = dict[str, tuple[float, float]]


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="how many first models are tried")
    options = parser.parse_args()
    people = {name: _rows_of(name) for name in PEOPLE}
    seeds = range(options.seeds)
    shipped = {name: rows.split() for name, rows in people.items()}
    folds = [
        {name: rows.divide(_folds(rows) == fold) for name, rows in people.items()}
        for fold in range(FOLDS)
    ]
    line = {
        "rows": {name: len(rows) for name, rows in people.items()},
        "rated_held_out": {
            name: [int((held.values > 0).sum()), int(_is_dismissed(held.values).sum())]
            for name, (_, held) in shipped.items()
        },
        "held_out": _table([shipped], seeds, _learn_through_rounds(people)),
        "folds": _table(folds, seeds, _learn_together),
        "language_left_out": _summary(_left_out(people, seed) for seed in seeds),
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
        for kind, said in story["rated"].items():
            for words in said:
                cards = device.recall.ask(words, Purpose.RECALL, settings.language, 5).memories
                (found,) = (card.id for card in cards if words in card.text)
                device.rights.rate(found, kind)
        rows = device.guard.train()
        device.close()
    features = np.array([row.features for row in rows], np.float32)
    return Rows(features, np.array([row.value for row in rows], np.float32))


def _folds(rows: Rows) -> npt.NDArray[np.int64]:
    """Gives each row's fold, by a byte of its hash that the devices' split does not look at."""
    return np.array([sha256(row.tobytes()).digest()[1] % FOLDS for row in rows.features])


# -- gates

# Gives a gate that has learned from these devices in so many rounds, from this seed's first model.
Learn: TypeAlias = Callable[[Sequence[Rows], int, int], Parameters]


def _learn_through_rounds(people: Mapping[str, Rows]) -> Learn:
    """Gives how a gate is learned by the client and the round loop that a network would carry."""

    def learn(_: Sequence[Rows], rounds: int, seed: int) -> Parameters:
        consent = Consent(training=True)
        clients = {
            at: make_client(rows, None, consent, _keep_quiet, train=train)
            for at, rows in enumerate(people.values(), start=1)
        }
        with tempfile.TemporaryDirectory() as folder:
            first = initial_gate(np.random.default_rng(seed))
            with State.create(Path(folder, "state"), first, at=_AT, simulated=True) as state:
                settings = RoundSettings(rounds=rounds, seed=seed)
                run_rounds(InProcessGrid(clients), state, settings, lambda: _AT)
                return state.now.model

    return learn


def _keep_quiet(_: Sent) -> None:
    """Nobody is told."""


def _learn_together(devices: Sequence[Rows], rounds: int, seed: int) -> Parameters:
    """Gives the mean of clipped updates, round by round, for rows that are held out otherwise."""
    gate: Parameters = initial_gate(np.random.default_rng(seed))
    settings = RoundSettings(rounds=rounds, seed=seed)
    for number in range(1, rounds + 1):
        plan = settings.plan(number, "0" * 64)
        updates = []
        for rows in devices:
            trained = train(gate, rows.features, rows.values, plan)
            moved = {name: trained[name] - gate[name] for name in GATE_SHAPES}
            updates.append(clip(moved, plan.clip_norm)[0])
        gate = {name: gate[name] + np.mean([one[name] for one in updates], axis=0) for name in gate}
    return gate


def _constant(*, keep: bool) -> Parameters:
    """Gives a gate that keeps everything, or nothing."""
    gate = {name: np.zeros(shape, np.float32) for name, shape in GATE_SHAPES.items()}
    gate["gate.action.bias"] = np.array([-50, 50] if keep else [50, -50], np.float32)
    return gate


def _above(column: int, cut: float) -> Parameters:
    """Gives a gate that keeps what has more than `cut` of a feature, without any doubt."""
    gate = {name: np.zeros(shape, np.float32) for name, shape in GATE_SHAPES.items()}
    gate["gate.hidden.weight"][0, column] = 1.0
    gate["gate.hidden.bias"][0] = -cut
    gate["gate.action.weight"][:, 0] = (-1e6, 1e6)
    return gate


def _by_strength(seen: Rows) -> Parameters:
    """Gives the rule gate's strength with the best cut on the rows that may be seen."""
    levels = np.unique(seen.features[:, _STRENGTH])
    gates = [_above(_STRENGTH, float(level) - 0.01) for level in levels]
    return max(gates, key=lambda gate: reward(gate, seen.features, seen.values))


# -- what is told of them


def _table(
    splits: Sequence[Mapping[str, Parts]], seeds: Iterable[int], learn: Learn
) -> dict[str, Any]:
    """Gives each gate's figures over all splits and first models."""
    runs: dict[str, list[Told]] = {}
    for parts in splits:
        seen = [one for one, _ in parts.values()]
        for name, gates in _without_learning(parts):
            runs.setdefault(name, []).append(_tried(parts, gates))
        for seed in seeds:
            learned: dict[str, dict[str, Parameters]] = {
                "before": dict.fromkeys(parts, initial_gate(np.random.default_rng(seed))),
                "alone": {
                    who: _learn_together([one], ROUNDS, seed) for who, (one, _) in parts.items()
                },
                "federated": dict.fromkeys(parts, learn(seen, ROUNDS, seed)),
                "federated_more": dict.fromkeys(parts, learn(seen, MORE_ROUNDS, seed)),
            }
            for name, gates in learned.items():
                runs.setdefault(name, []).append(_tried(parts, gates))
    return {name: _summary(told) for name, told in runs.items()}


def _without_learning(parts: Mapping[str, Parts]) -> Iterator[tuple[str, dict[str, Parameters]]]:
    yield "keep_everything", dict.fromkeys(parts, _constant(keep=True))
    yield "keep_nothing", dict.fromkeys(parts, _constant(keep=False))
    yield "rule_strength", {who: _by_strength(seen) for who, (seen, _) in parts.items()}
    yield "longer_than_own_mean", dict.fromkeys(parts, _above(LENGTH, 0.0))


def _left_out(people: Mapping[str, Rows], seed: int) -> Told:
    """Gives the figures of two languages' gate on a third, of which nobody trained on a row."""
    told: Told = {}
    for name, rows in people.items():
        seen = [other.split()[0] for who, other in people.items() if who != name]
        nothing_held = np.zeros(len(rows), bool)
        whole, _ = rows.divide(nothing_held)  # lengths against its own
        told |= _tried({name: (whole, whole)}, {name: _learn_together(seen, ROUNDS, seed)})
    return told


def _tried(parts: Mapping[str, Parts], gates: Mapping[str, Parameters]) -> Told:
    return {
        name: (reward(gates[name], held.features, held.values), _auc(gates[name], held))
        for name, (_, held) in parts.items()
    }


def _auc(gate: Parameters, rows: Rows) -> float:
    """Gives the share of pairs of a used and a dismissed memory that are in order; ties half."""
    score: Array = _order(gate, rows.features)
    good, bad = score[rows.values > 0], score[_is_dismissed(rows.values)]
    if not len(good) or not len(bad):
        return float("nan")
    pairs = good[:, None] - bad
    return float(((pairs > 0) + 0.5 * (pairs == 0)).mean())


def _order(gate: Parameters, features: Array) -> Array:
    """Gives a number that rises with the probability of storing, and does not saturate."""
    hidden = np.tanh(features @ gate["gate.hidden.weight"].T + gate["gate.hidden.bias"])
    lead: Array = hidden @ (gate["gate.action.weight"][1] - gate["gate.action.weight"][0])
    return lead if lead.any() else store_probability(gate, features)


def _is_dismissed(values: Array) -> npt.NDArray[np.bool_]:
    """Tells what was dismissed, not only never asked for."""
    dismissed: npt.NDArray[np.bool_] = values < value(0, 0)
    return dismissed & ~np.isclose(values, value(0, 0))


def _summary(runs: Iterable[Told]) -> dict[str, Any]:
    """Gives mean rewards and AUCs by person, and over all with the spread between runs."""
    told = list(runs)
    names = list(told[0])
    all_rewards = [float(np.mean([run[name][0] for name in names])) for run in told]
    all_orders = [float(np.nanmean([run[name][1] for name in names])) for run in told]
    return {
        "reward": {name: _rounded(np.mean([run[name][0] for run in told])) for name in names}
        | {"all": _rounded(np.mean(all_rewards)), "spread": _rounded(np.std(all_rewards))},
        "auc": {name: _rounded(np.nanmean([run[name][1] for run in told])) for name in names}
        | {"all": _rounded(np.mean(all_orders)), "spread": _rounded(np.std(all_orders))},
        "worst": _rounded(min(all_rewards)),
    }


def _rounded(number: np.floating[Any] | float) -> float:
    return round(float(number), 3) + 0.0  # never -0.0


if __name__ == "__main__":
    main()
