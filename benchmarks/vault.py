"""How fast a full vault is, and how much of RAM it takes: search, unlock, add, delete.

    python -m benchmarks.vault --n 1000000 --json

Everything goes through the guard, as in the product: a search is the scan under the policy's mask,
the re-rank, MMR over fifty, the committed log event with its read counters, and ten payloads
opened. Times are CPU time of this process on one thread (`time.process_time`), the Argon2id of
unlocking apart. Each kernel and the keyword index are measured in a process of their own; peers at
10,000 in theirs.

The vectors are made up (`clustered.py`), the texts a word salad of about 100 bytes in three
languages. Recall is against exact cosines of the float vectors, before MMR.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.clustered import Mixture, exact_nearest
from benchmarks.peers import measure_peers
from benchmarks.provenance import commit_name
from device.access import Guard
from device.compose import new_keywords
from device.encoder.tags import DOMAINS
from device.memory.domain_gate import shares_of
from device.memory.index import MemoryIndex
from device.memory.keywords import PlainKeywords
from device.memory.rank import Asked
from device.memory.records import Memory
from device.memory.scan import best_kernel, search
from device.memory.wording import asks_number
from device.retention import Retention
from device.vault.authenticators.passphrase import PassphraseFactor, kdf_of
from device.vault.items import NewItem
from device.vault.kdf import KdfParameters
from device.vault.keyring import read_header
from device.vault.keystores.system import find_keystore
from device.vault.opening import create_vault, unlock_vault, with_passphrase
from device.vault.store import Vault
from policy.binding import RuleRecord
from policy.bundles import default_record, load_base_bundle
from policy.vocabulary import ClassName, Label, Market, Purpose

_PASSPHRASE: Final = "benchmark"  # of a vault that is thrown away
_NOW: Final = 1_790_000_000
_SEED: Final = 20
_LIMIT: Final = 10
_BATCH: Final = 4_096
_UNLOCKS: Final = 3
_PEERS_AT: Final = 10_000
_WORDS: Final = (
    *("station", "coffee", "Mina", "concert", "ticket", "doctor", "school", "Friday", "rent"),
    *("花火大会", "京都", "切符", "母", "病院", "金曜日", "約束", "雨", "弁当"),
    *("약속", "김치전", "친구", "병원", "월세", "금요일", "비", "도서관", "여행"),
)


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--json", action="store_true", help="print one JSON line (always done)")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-keywords", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder to build the vault in, or to use again")
    parser.add_argument("--peer-python", help="an interpreter that has chroma and mem0")
    parser.add_argument("--measure", choices=["faiss", "numpy", "keywords"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure = _measure_keywords if asked.measure == "keywords" else _measure
        print(json.dumps(measure(asked.keep, asked.n)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        line = _build(folder, asked.n, asked.queries)
        line |= _child(folder, asked.n, "faiss")
        line |= {f"{name}_numpy": v for name, v in _child(folder, asked.n, "numpy").items()}
        if not asked.no_keywords:
            line |= _child(folder, asked.n, "keywords")
    if not asked.no_peers:
        line["peers_at_10000"] = _peers(asked.peer_python)
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


# -- building


def _build(folder: Path, n: int, queries: int) -> dict[str, Any]:
    """Makes the vault, if it is not there, and the true answers beside it."""
    mixture = Mixture(_SEED)
    line: dict[str, Any] = {"n": n}
    if not (folder / "vault.db").exists():
        started = time.process_time()
        vault = create_vault(folder, _PASSPHRASE, None, KdfParameters())
        guard = Guard(vault, load_base_bundle(), lambda: _NOW)
        rng = np.random.default_rng(_SEED)
        for number, (start, vectors) in enumerate(mixture.blocks(n)):
            topics = mixture.topics(number)
            for at in range(0, len(vectors), _BATCH):
                items = [
                    _item(rng, start + one, vectors[one], int(topics[one]) % len(DOMAINS))
                    for one in range(at, min(at + _BATCH, len(vectors)))
                ]
                guard.store(items, "benchmark")
        vault.close()
        line["build_cpu_s"] = round(time.process_time() - started, 1)
    asked = mixture.queries(queries)
    np.save(folder / "queries.npy", asked)
    np.save(folder / "answers.npy", exact_nearest(mixture, n, asked, _LIMIT) + 1)
    line["file_mb"] = round((folder / "vault.db").stat().st_size / 1e6, 1)
    return line


def _item(rng: np.random.Generator, number: int, vector: Any, domain: int) -> NewItem:
    text = f"{number} " + " ".join(_WORDS[at] for at in rng.integers(0, len(_WORDS), 9))
    memory = Memory(text=text, speaker="Mina", source="line", conversation=f"chat {number % 99}")
    return NewItem(
        payload=memory.to_bytes(),
        record=_record(number),
        vector=vector,
        at=_NOW - 60 * number,
        created=_NOW,
        encoder=0,
        languages=0b1110,
        domains=1 << domain,
        strength=0.5,
        domain=domain,
        conversation=memory.conversation,
    )


def _record(number: int) -> RuleRecord:
    return default_record((Label.HEALTH,) if number % 10 == 0 else (), Market.JP)


# -- measuring, in a process of its own


def _child(folder: Path, n: int, what: str) -> dict[str, Any]:
    """Measures on a copy of the vault: each finds it as it was built."""
    with tempfile.TemporaryDirectory(dir=folder) as copy:
        for name in ("vault.db", "queries.npy", "answers.npy"):
            shutil.copyfile(folder / name, Path(copy) / name)
        words = ["--measure", what, "--keep", copy, "--n", str(n)]
        command = [sys.executable, "-m", "benchmarks.vault", *words]
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        kernel = {} if what == "keywords" else {"BOJAGI_SCAN": what}
        environment = os.environ | one_thread | kernel
        done = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, env=environment
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _measure(folder: Path, n: int) -> dict[str, Any]:
    queries, answers = np.load(folder / "queries.npy"), np.load(folder / "answers.npy")
    kernel, bundle = best_kernel(), load_base_bundle()  # the program; what comes is the vault's
    before_mb = _rss_mb()
    unlocks = []
    for _ in range(_UNLOCKS):
        started = time.process_time()
        vault = unlock_vault(folder, with_passphrase(lambda: _PASSPHRASE), layout=kernel.layout)
        guard = Guard(vault, bundle, lambda: _NOW)
        guard.note_unlocked()
        Retention(vault, guard, lambda: _NOW).run()
        unlocks.append(time.process_time() - started - _kdf_cpu_s(vault))
        if len(unlocks) < _UNLOCKS:
            vault.close()
    index = MemoryIndex(vault, guard, kernel, PlainKeywords, 0)

    cold_ms = _cpu_ms(lambda: list(guard.masks(Purpose.RECALL)))
    warm_ms = _cpu_ms(lambda: list(guard.masks(Purpose.RECALL)))
    cpu, wall = [], []
    for query in queries:
        began, began_wall = time.process_time(), time.perf_counter()
        hits = index.alike(query, Purpose.RECALL, _LIMIT)
        opened = guard.release([hit.id for hit in hits], Purpose.RECALL)
        cpu.append((time.process_time() - began) * 1e3)
        wall.append((time.perf_counter() - began_wall) * 1e3)
        assert len(opened) == _LIMIT
    found = [_nearest_ids(vault, kernel, query) for query in queries]
    recall = np.mean([len(set(f) & set(a)) / _LIMIT for f, a in zip(found, answers, strict=True)])
    after_mb = _rss_mb()

    rng = np.random.default_rng(1)
    items = [_item(rng, n + at, query, at % len(DOMAINS)) for at, query in enumerate(queries[:100])]
    adds = [_cpu_ms(lambda item=item: guard.store([item], "benchmark")) for item in items]  # type: ignore[misc]
    gone = rng.choice(vault.newest_id - len(items), 50, replace=False) + 1
    deletes = [_cpu_ms(lambda one=one: guard.erase([int(one)], "forget")) for one in gone]  # type: ignore[misc]
    vault.close()
    return {
        "search_cpu_ms_p50": _at(cpu, 50),
        "search_cpu_ms_p95": _at(cpu, 95),
        "search_wall_ms_p95": _at(wall, 95),
        "recall_at_10": round(float(recall), 4),
        "mask_cold_ms": round(cold_ms, 2),
        "mask_warm_ms": round(warm_ms, 3),
        "unlock_cpu_s": round(float(np.median(unlocks)), 3),
        "unlock_first_cpu_s": round(unlocks[0], 3),  # a virtual machine may lack the RAM yet
        "add_cpu_ms_p50": _at(adds, 50),
        "delete_cpu_ms_p50": _at(deletes, 50),
        "keystore_ms_p50": _keystore_ms(),
        "rss_over_start_mb": round(after_mb - before_mb, 1),
    }


def _measure_keywords(folder: Path, _: int) -> dict[str, Any]:
    kernel, bundle = best_kernel(), load_base_bundle()
    new_keywords().close()  # what importing it takes is not the index's
    before_mb = _rss_mb()
    vault = unlock_vault(folder, with_passphrase(lambda: _PASSPHRASE), layout=kernel.layout)
    guard = Guard(vault, bundle, lambda: _NOW)
    index = MemoryIndex(vault, guard, kernel, new_keywords, 0)
    started = time.process_time()
    while index.texts.index_more(_BATCH):
        pass
    built_s = time.process_time() - started
    rng = np.random.default_rng(2)
    query = Mixture(_SEED).queries(1)[0]
    asks = []
    for _ in range(50):
        question = " ".join(_WORDS[at] for at in rng.integers(0, len(_WORDS), 2))

        def ask(question: str = question) -> None:
            asked = Asked(
                question, query, shares=shares_of(question), asks_number=asks_number(question)
            )
            hits = index.rank(asked, Purpose.RECALL, _LIMIT)
            guard.release([hit.id for hit in hits], Purpose.RECALL)

        asks.append(_cpu_ms(ask))
    found = {
        "rss_with_keywords_mb": round(_rss_mb() - before_mb, 1),
        "keywords_build_cpu_s": round(built_s, 1),
        "recall_with_keywords_cpu_ms_p50": _at(asks, 50),
        "recall_with_keywords_cpu_ms_p95": _at(asks, 95),
    }
    vault.close()
    return found


def _nearest_ids(vault: Vault, kernel: Any, query: Any) -> list[int]:
    chunks = [chunk for name in ClassName for chunk in vault.chunks(name)]
    found = search(kernel, chunks, [chunk.alive for chunk in chunks], query, _LIMIT)
    return [int(chunks[c].ids[p]) for c, p in zip(found.chunk, found.position, strict=True)]


def _kdf_cpu_s(vault: Vault) -> float:
    (factor,) = read_header(vault.database).unlock
    asked = PassphraseFactor(_PASSPHRASE, kdf_of(factor.parameters))
    return min(_cpu_ms(lambda: asked.prove(factor.parameters)) for _ in range(3)) / 1e3


def _keystore_ms() -> float | None:
    """What one write costs in this machine's keystore; None where there is none."""
    keystore = find_keystore()
    if keystore is None:
        return None
    entry = "bojagi-benchmark"
    times = [_wall_ms(lambda: keystore.write(entry, bytes(200))) for _ in range(20)]
    keystore.remove(entry)
    return _at(times, 50)


def _cpu_ms(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return (time.process_time() - started) * 1e3


def _wall_ms(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1e3


def _at(times: list[float], percent: int) -> float:
    return round(float(np.percentile(times, percent)), 3)


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


# -- beside it


def _peers(python: str | None) -> dict[str, Any]:
    mixture = Mixture(_SEED)
    vectors = next(mixture.blocks(_PEERS_AT))[1]
    texts = [f"memory number {at}: {_WORDS[at % len(_WORDS)]}" for at in range(_PEERS_AT)]
    return measure_peers(_PEERS_AT, vectors, texts, mixture.queries(100), python=python)


if __name__ == "__main__":
    main()
