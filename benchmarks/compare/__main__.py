"""Claim: rules on the way in and out do better than keeping all and ranking, and cost little.

Three comparisons on the life logs of a split, in one run and without a language model:

- `stores`: static stores that keep every turn and rank, beside the rule engine
  (`benchmarks.compare.stores`); `engine_minus_sum` is the engine's shares less the plain sum's
- `context`: everything in context, and the newest of it, beside window and memory block at equal
  tokens, from one day to five years of life (`benchmarks.compare.context`)
- `forgotten`: what is left of a memory after "forget" (`benchmarks.compare.forgotten`)

Every share has the interval that other people might have given (`benchmarks.compare.tally`). What
is drawn by chance is drawn by each of the seeds, and added up. Peers that are not installed, or do
not run, are told as `{"skipped": reason}`; `--python` names an interpreter that has them.

    python -m benchmarks.compare --split dev|test|train --json [--python PATH]
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any, Final, TypeAlias

from benchmarks.compare.context import BUDGET, Key, Way, done, summed, tasks
from benchmarks.compare.forgotten import NotRun, Opens, after_forget, open_engine, opens_peer
from benchmarks.compare.lives import Span
from benchmarks.compare.stores import (
    Kept,
    closed_turns,
    keep_all,
    keep_by_rules,
    keep_in_peer,
    tally,
)
from benchmarks.compare.tally import Tally, apart, pooled
from benchmarks.lifelog.baselines import BM25, Dense, PlainSum
from benchmarks.lifelog.load import SPLITS, BadLifelog, Life, Split, exits_when_bad, load_split
from benchmarks.provenance import commit_name
from device.encoder.encode import Encoder

PARTS: Final = ("stores", "context", "forgotten")
PEERS: Final = ("sqlite_vec", "chroma", "mem0")
_PLAIN: Final = ("sqlite", "sqlite_secure_delete")  # more to forget in, nothing new to rank with
_SECRET: Final = "nobody gives this one"

# How a store keeps a life; or why it cannot.
Keeps: TypeAlias = Callable[[Life], Kept | str]


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--seeds", type=int, default=5, help="for whatever is drawn by chance")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--only", nargs="+", metavar="PERSON", help="of the split, as ja/akari")
    parser.add_argument(
        "--python", default=sys.executable, help="an interpreter that has the peers"
    )
    parser.add_argument("--json", action="store_true", help="one JSON line (the only form)")
    options = parser.parse_args()
    if options.seeds < 1:
        parser.error(f"--seeds is {options.seeds}; at least one is needed")
    with exits_when_bad():
        lives, others = _people(options.split, options.only)
    seeds = range(options.seeds)
    line: dict[str, Any] = {
        "split": options.split,
        "people": len(lives),
        "turns": sum(len(life.turns) for life in lives),
        "seeds": len(seeds),
    }
    if "stores" in options.parts:
        line |= compare_stores(lives, _stores(options.python))
    if "context" in options.parts:
        line["context"] = compare_context(lives, others, seeds)
    if "forgotten" in options.parts:
        line["forgotten"] = compare_forgotten(lives, _forgetful(options.python), seeds)
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


def compare_stores(lives: Sequence[Life], stores: dict[str, Keeps]) -> dict[str, Any]:
    """Gives every store's figures, and how far the engine is from the plain sum."""
    told: dict[str, Any] = {}
    tallies: dict[str, list[Tally]] = {}
    closed = {life.person.id: closed_turns(life) for life in lives}
    for name, keeps in stores.items():
        kept = [keeps(life) for life in lives]
        reasons = [one for one in kept if isinstance(one, str)]
        if reasons:
            told[name] = {"skipped": reasons[0]}
            continue
        tallies[name] = [
            tally(life, one, closed[life.person.id])
            for life, one in zip(lives, kept, strict=True)
            if isinstance(one, Kept)
        ]
        told[name] = pooled(tallies[name])
    line: dict[str, Any] = {"stores": told}
    if {"engine", "sum"} <= tallies.keys():
        line["engine_minus_sum"] = apart(tallies["engine"], tallies["sum"])
    return line


def compare_context(
    lives: Sequence[Life], others: Sequence[Life], seeds: Sequence[int]
) -> dict[str, Any]:
    """Gives, for each length of life and way of handing it, the figures over people.

    Each task has a process of its own, one after the other, so that its memory is its own.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        tallies = summed(pool.map(partial(done, lives, others), tasks(seeds)))
    spans: dict[str, Any] = {
        str(span): {str(way): line for way in Way if (line := pooled(_of(tallies, span, way)))}
        for span in Span
        if any(key[0] is span for key in tallies)
    }
    return {"budget_tokens": BUDGET} | spans


def compare_forgotten(
    lives: Sequence[Life], stores: dict[str, Opens], seeds: Sequence[int]
) -> dict[str, Any]:
    """Gives, for each store, what is left of what was forgotten: for each seed of another life."""
    told: dict[str, Any] = {}
    for name, opens in stores.items():
        try:
            tallies = [after_forget(lives[seed % len(lives)], opens, seed) for seed in seeds]
        except NotRun as reason:
            told[name] = {"skipped": str(reason)}
            continue
        told[name] = pooled(tallies)
    return told


def _people(split: Split, only: Sequence[str] | None) -> tuple[list[Life], list[Life]]:
    """Gives those who are asked, and those whose lives fill up the long ones.

    The test people never fill up another split's.
    """
    lives = [life for life in load_split(split) if not only or life.person.id in only]
    if not lives:
        raise BadLifelog(f"--only: the {split} split has nobody called {', '.join(only or ())}.")
    return lives, load_split("dev" if split == "train" else "train")


def _stores(python: str) -> dict[str, Keeps]:
    encoder = Encoder.default()
    bm25, dense = BM25(), Dense(encoder)
    plain_sum = PlainSum(bm25, dense)

    def peer(system: str) -> Keeps:
        return lambda life: keep_in_peer(life, system, encoder, python)

    return {
        "bm25": lambda life: keep_all(life, bm25),
        "dense": lambda life: keep_all(life, dense),
        "sum": lambda life: keep_all(life, plain_sum),
        **{system: peer(system) for system in PEERS},
        "engine": keep_by_rules,
        "engine_closed": lambda life: keep_by_rules(life, step_up=_SECRET),
    }


def _forgetful(python: str) -> dict[str, Opens]:
    peers = {system: opens_peer(system, python) for system in (*_PLAIN, *PEERS)}
    return {**peers, "engine": open_engine}


def _of(tallies: dict[Key, Tally], span: Span, way: Way) -> list[Tally]:
    return [one for key, one in tallies.items() if key[:2] == (span, way)]


if __name__ == "__main__":
    main()
