"""Claim: under a budget, what fades is what nobody asks for later.

Each life log goes through intake into a vault of its own, and its questions are asked at their
moments: recall's ten cards are what the owner has been shown. At three moments of a life (after
.3, .5 and .7 of its questions) the stored memories are cut to a tenth and to a third by each rule,
on paper: nothing fades in the vault. Counted is the share of the stored evidence that is kept, of
every later question (`later`: life logs ask nothing twice), and of every earlier one, as where it
is asked again (`again`).

    python -m benchmarks.forgetting [--split dev|train] [--seeds 5] [--json]

The rules: random (mean of the seeds), FIFO and LRU (what was said, or was shown, longest ago goes
first), FSRS's curve alone, demand alone (how often the owner asks of a domain), firmness alone (the
write gate's strength), and Bojagi's. Intervals: 95 % of 1,000 bootstrap samples over the questions,
each with all its moments, of what Bojagi's keeps more than LRU and than firmness alone.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from benchmarks.lifelog.load import Life, load_split
from benchmarks.lifelog.ours import living
from benchmarks.lifelog.records import Question
from benchmarks.provenance import commit_name
from device.compose import Device
from device.memory.fading import Kept, Numbers, demand, left_of, weakest_first
from device.vault.rows import ROW, joined
from device.vault.upkeep import Usage

_AFTER: Final = (0.3, 0.5, 0.7)  # of a life's questions
_BUDGETS: Final = {"tenth": 0.1, "third": 1 / 3}
_DEPTH: Final = 10
_SAMPLES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Moment:
    """A vault at a moment of a life, and what is asked before and after it.

    Attributes:
        turns: What each memory was, by the log's own name; in the order of `kept`.
        last_read: Unix seconds; 0 for what was never shown. *Shape:* (n,).
        later, again: Of every question that is still to come, or was asked before, the evidence
            that is stored by now; by the question's name.
    """

    now: int
    kept: Kept
    turns: tuple[str, ...]
    last_read: Numbers
    later: Mapping[str, tuple[str, ...]]
    again: Mapping[str, tuple[str, ...]]


Order: TypeAlias = npt.NDArray[np.intp]
Rule: TypeAlias = Callable[[Moment], Order]
Shares: TypeAlias = Mapping[str, Sequence[float]]


def moments_of(life: Life) -> Iterator[Moment]:
    """Gives a life's moments, in the order of time."""
    questions = sorted(life.questions, key=lambda one: one.at)
    at_these = {int(len(questions) * share) for share in _AFTER}
    heard = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        living(life.person, Path(folder), life.turns[0].at) as engine,
    ):
        for at, question in enumerate(questions):
            turns = life.turns_before(question.at)
            engine.hear(turns[heard:])
            heard = len(turns)
            if at in at_these:
                yield _moment(life, engine.device, int(question.at.timestamp()), questions, at)
            engine.ask(question, _DEPTH)


def _moment(life: Life, device: Device, now: int, questions: Sequence[Question], at: int) -> Moment:
    device.consolidate(len(life.turns), is_over=True)
    # Through the engine's door: a release would count as being asked for.
    opened = device.guard.engine(device.vault.open_ids(), "benchmark")
    rows = joined((row for row, _ in opened), ROW)
    usages = device.vault.usages()
    turns = tuple(memory.reference or "" for _, memory in opened)

    def stored(some: Sequence[Question]) -> dict[str, tuple[str, ...]]:
        known = set(turns)
        evidence = {
            f"{life.person.id}:{one.id}": tuple(turn for turn in one.evidence if turn in known)
            for one in some
        }
        return {name: of_it for name, of_it in evidence.items() if of_it}

    return Moment(
        now,
        Kept.of(rows["id"], rows, usages),
        turns,
        np.array([usages.get(int(one), Usage()).last_read for one in rows["id"]], np.int64),
        stored(questions[at:]),
        stored(questions[:at]),
    )


# -- the rules: each gives the places of all memories, what gives way first first


def _by(worths: npt.NDArray[np.generic]) -> Order:
    return np.argsort(worths, kind="stable")


def _rules(seeds: int) -> dict[str, tuple[Rule, ...]]:
    """Gives each rule, once for each seed where it is random."""

    def at_random(seed: int) -> Rule:
        return lambda moment: np.random.default_rng(seed).permutation(len(moment.turns))

    return {
        "random": tuple(map(at_random, range(seeds))),
        "fifo": (lambda moment: _by(moment.kept.said),),
        "lru": (lambda moment: np.lexsort((moment.kept.said, moment.last_read)),),
        "fsrs": (lambda moment: _by(left_of(moment.kept, moment.now)),),
        "demand": (lambda moment: _by(demand(moment.kept, moment.now)),),
        "firmness": (lambda moment: _by(moment.kept.strength),),
        "bojagi": (lambda moment: weakest_first(moment.kept, moment.now),),
    }


def _shares(rule: Rule, moments: Sequence[Moment], budget: float, asked: str) -> Shares:
    """Gives for each question the share of its evidence that a rule keeps, at each moment."""
    shares: dict[str, list[float]] = {}
    for moment in moments:
        room = max(1, round(len(moment.turns) * budget))
        keeps = {moment.turns[place] for place in rule(moment)[-room:]}
        for name, evidence in getattr(moment, asked).items():
            shares.setdefault(name, []).append(
                sum(one in keeps for one in evidence) / len(evidence)
            )
    return shares


def _mean(found: Sequence[Shares]) -> float:
    return float(np.mean([share for one in found for some in one.values() for share in some]))


def _interval(ours: Shares, other: Shares) -> list[float]:
    """Gives the bounds of what ours keeps more, by bootstrap over questions."""
    more = [np.subtract(ours[name], other[name]) for name in ours]
    sums, counts = np.array([one.sum() for one in more]), np.array([len(one) for one in more])
    picks = np.random.default_rng(0).integers(0, len(more), (_SAMPLES, len(more)))
    means = sums[picks].sum(axis=1) / counts[picks].sum(axis=1)
    return [round(float(bound), 4) for bound in np.quantile(means, (0.025, 0.975))]


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=["train", "dev"], default="dev")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one JSON line (the only form)")
    options = parser.parse_args()
    moments = [one for life in load_split(options.split) for one in moments_of(life)]
    line: dict[str, Any] = {"split": options.split, "moments": len(moments), "seeds": options.seeds}
    for asked in ("later", "again"):
        for budget, share in _BUDGETS.items():
            kept = {
                name: [_shares(rule, moments, share, asked) for rule in some]
                for name, some in _rules(options.seeds).items()
            }
            (ours,) = kept["bojagi"]
            line[f"{asked}_{budget}"] = {
                **{name: round(_mean(some), 4) for name, some in kept.items()},
                "more_than_lru": _interval(ours, kept["lru"][0]),
                "more_than_firmness": _interval(ours, kept["firmness"][0]),
                "questions": len(ours),
            }
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


if __name__ == "__main__":
    main()
