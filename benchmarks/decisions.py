"""Claim: a decision costs microseconds, and a mask over a million memories milliseconds.

Random rule records (retention, labels, levels, tags) under the shipped rules, and an owner's recall
after a step-up. Rows lie in chunks as a vault holds them, by class and domain, made up in RAM.

    python -m benchmarks.decisions --n 1000000 --records 200

`cold` is the first request of an unlocked vault, nothing remembered; `warm` the same request again,
a second later. `decide_refused` is with its remedies. cedarpy is asked with its policies parsed and
its request written beforehand. All figures are CPU time: microseconds are means, milliseconds
medians.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, cast

import cedarpy
import numpy as np

import policy.bundles
from benchmarks.provenance import commit_name
from device.permits import Permits
from device.vault.columns import Chunk, CodeLayout
from device.vault.store import Vault
from policy.binding import ItemColumns, RuleRecord
from policy.bundle import Bundle
from policy.bundles import load_base_bundle, load_defaults, read_policy_file
from policy.decide import Decider
from policy.defaults import Defaults
from policy.request import DAY_S, Facts, Request, attributes_of, scene_of
from policy.vocabulary import (
    AuthLevel,
    ClassName,
    Domain,
    Door,
    Label,
    Market,
    PrincipalKind,
    Purpose,
)

NOW: Final = 1_800_000_000
_RUNS: Final = 5


def recall(**changes: Any) -> Request:
    """Gives an owner's recall ten seconds after a step-up."""
    request = Request(
        principal=PrincipalKind.OWNER,
        door=Door.RELEASE,
        purpose=Purpose.RECALL,
        auth=AuthLevel.BIOMETRIC,
        auth_at=NOW - 10,
        strongest=AuthLevel.BIOMETRIC,
        now=NOW,
    )
    return replace(request, **changes)


def random_records(count: int, seed: int, defaults: Defaults) -> list[RuleRecord]:
    """Gives distinct records: defaults of random labels, changed as owners change them."""
    rng = np.random.default_rng(seed)
    found: dict[bytes, RuleRecord] = {}
    labels, markets = list(Label), list(Market)
    while len(found) < count:
        some = [labels[at] for at in rng.permutation(len(labels))[: rng.integers(4)]]
        record = defaults.record(some, markets[int(rng.integers(len(markets)))]).changed(
            retain_s=None if rng.random() < 0.7 else int(rng.integers(1, 400)) * DAY_S,
            max_reads=None if rng.random() < 0.9 else int(rng.integers(1, 9)),
            tags=() if rng.random() < 0.6 else (f"tag {rng.integers(9)}",),
        )
        found[record.digest] = record
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Shelf:
    """What of a vault the masks are made of, in RAM."""

    rules: Mapping[int, RuleRecord]
    held: Mapping[ClassName, Sequence[Chunk]]

    def records(self) -> Mapping[int, RuleRecord]:
        """Gives the rule records by number."""
        return self.rules

    def chunks(self, name: ClassName) -> Iterator[Chunk]:
        """Gives the chunks of a class."""
        return iter(self.held.get(name, ()))


def fill_shelf(records: Sequence[RuleRecord], n: int, seed: int) -> Shelf:
    """Makes up rows: their record and domain by chance, made within the last 400 days."""
    rng = np.random.default_rng(seed)
    rules = dict(enumerate(records, 1))
    classes = np.array([list(ClassName).index(record.class_name) for record in records])
    rule = rng.integers(1, len(records) + 1, n)
    domain = rng.integers(0, len(Domain), n)
    created = NOW - rng.integers(0, 400 * DAY_S, n)
    held: dict[ClassName, list[Chunk]] = {}
    for number, name in enumerate(ClassName):
        for kind in range(len(Domain)):
            rows = np.flatnonzero((classes[rule - 1] == number) & (domain == kind))
            chunk = Chunk.empty(len(rows), CodeLayout.ROWS)
            chunk.n = len(rows)
            chunk.ids[:] = rows + 1
            chunk.columns["rule"] = rule[rows]
            chunk.columns["created"] = created[rows]
            chunk.columns["domain"] = kind
            held.setdefault(name, []).append(chunk)
    return Shelf(rules, held)


def measure_masks(shelf: Shelf, bundle: Bundle) -> dict[str, float]:
    """Gives the CPU time of masks over all rows, first and again."""
    cold, warm, last = [], [], 0
    for _ in range(_RUNS):
        permits = Permits(cast("Vault", shelf), Decider(bundle))
        cold.append(_cpu_ms(partial(_all, permits, recall())))
        warm.append(_cpu_ms(partial(_all, permits, recall(now=NOW + 1))))
        last = sum(len(ids) for ids in permits.ids(recall()).values())
    return {
        "mask_cold_cpu_ms": statistics.median(cold),
        "mask_warm_cpu_ms": statistics.median(warm),
        "mask_allowed_share": last
        / sum(chunk.n for name in ClassName for chunk in shelf.chunks(name)),
    }


def _all(permits: Permits, request: Request) -> None:
    for _ in permits.masks(request):
        pass


def measure_answers(records: Sequence[RuleRecord], bundle: Bundle) -> dict[str, float]:
    """Gives the CPU time of answers on all records, first and again."""
    item, cold, warm = ItemColumns(NOW), [], []
    for _ in range(_RUNS):
        decider = Decider(bundle)

        def ask(request: Request, decider: Decider = decider) -> None:
            for record in records:
                decider.answer(record, item, request)

        cold.append(_cpu_ms(lambda: ask(recall())))
        warm.append(_cpu_ms(lambda: ask(recall(now=NOW + 1))))
    return {
        "answers_cold_cpu_ms": statistics.median(cold),
        "answers_warm_cpu_ms": statistics.median(warm),
    }


def measure_decisions(records: Sequence[RuleRecord], bundle: Bundle) -> dict[str, float]:
    """Gives the CPU time of one decision: remembered, not remembered, and by cedarpy plainly."""
    item, request = ItemColumns(NOW), recall()
    decider = Decider(bundle)
    permitted = [one for one in records if decider.answer(one, item, request).allowed]
    locked = recall(auth=AuthLevel.UNLOCKED, purpose=Purpose.MARKETING)
    refused = records[:20]
    for record in refused:
        decider.decide(record, item, locked)
    policies = cedarpy.PolicySet.from_str(read_policy_file(_BASE))
    told = [_told(record, item, request, bundle) for record in records]
    plain = [cedarpy.is_authorized(asked, policies, entities).allowed for asked, entities in told]
    if plain != [decider.answer(record, item, request).allowed for record in records]:
        raise RuntimeError("cedarpy decides otherwise")
    return {
        "answer_memoised_us": _us(lambda one: decider.answer(one, item, request), records, 20),
        "answer_afresh_us": _us(lambda one: Decider(bundle).answer(one, item, request), records, 5),
        "decide_memoised_us": _us(lambda one: decider.decide(one, item, request), permitted, 20),
        "decide_afresh_us": _us(
            lambda one: Decider(bundle).decide(one, item, request), permitted, 5
        ),
        "decide_refused_memoised_us": _us(
            lambda one: decider.decide(one, item, locked), refused, 9
        ),
        "decide_refused_afresh_us": _us(
            lambda one: Decider(bundle).decide(one, item, locked), refused, 2
        ),
        "cedarpy_us": _us(lambda one: cedarpy.is_authorized(one[0], policies, one[1]), told, 2),
        "permitted": len(permitted),
    }


_BASE: Final = Path(policy.bundles.__file__).parent / "base" / "base.cedar"


def _told(
    record: RuleRecord, item: ItemColumns, request: Request, bundle: Bundle
) -> tuple[dict[str, Any], str]:
    """Gives the request and the entities that tell cedarpy a case."""
    facts = Facts.of(record, item, request.now, bundle.read_limits)
    scene = scene_of(attributes_of(record), facts, request)
    named = {"type": scene.resource.type, "id": scene.resource.id}
    asked = {
        name: f'{entity.type}::"{entity.id}"'
        for name, entity in (
            ("principal", scene.principal),
            ("action", scene.action),
            ("resource", scene.resource),
        )
    }
    entities = [{"uid": named, "attrs": _plain(scene.attributes), "parents": []}]
    return asked | {"context": _plain(scene.context)}, json.dumps(entities)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in values.items()
    }


def _us(act: Callable[[Any], object], things: Sequence[Any], rounds: int) -> float:
    def every() -> None:
        for _ in range(rounds):
            for thing in things:
                act(thing)

    return _cpu_ms(every) * 1e3 / (rounds * len(things))


def _cpu_ms(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1e3


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000, help="rows")
    parser.add_argument("--records", type=int, default=200, help="distinct rule records")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    bundle = load_base_bundle()
    records = random_records(options.records, options.seed, load_defaults())
    figures = measure_decisions(records, bundle)
    figures |= measure_answers(records, bundle)
    figures |= measure_masks(fill_shelf(records, options.n, options.seed), bundle)
    line: dict[str, Any] = {"n": options.n, "records": options.records, "seed": options.seed}
    line |= {name: round(figure, 3) for name, figure in figures.items()}
    line |= {"rules": len(bundle.rules), "cedarpy": version("cedarpy")}
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


if __name__ == "__main__":
    main()
