"""Claim: at the size where other stores run too, they are measured on the same memories.

For each of sqlite-vec, Chroma and mem0: what an add, a search and a delete cost, how near the
search is to exact, how much memory and disk it takes, and what a delete leaves on disk. Each runs
in processes of its own (one to add, one to search, one to delete), with a home and a temp folder of
its own, so that CPU time, memory and bytes are its own. What does not install or run is told as
`{"skipped": reason}`.

The peers are no dependencies of Bojagi (sqlite-vec is one of its developers'). To have all of them:

    python -m venv peers && peers/bin/pip install chromadb mem0ai sqlite-vec
    python -m benchmarks.peers --n 10000 --json --python peers/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.peer_stores import K
from benchmarks.provenance import commit_name
from benchmarks.traces import Vectors, size_bytes, texts_left, vectors_left

SYSTEMS: Final = ("sqlite_vec", "chroma", "mem0")
COUNTED: Final = 200  # adds one by one, and deletes, behind each median
_QUERIES: Final = 100
_DIMENSIONS: Final = 256
_PATIENCE_S: Final = 3600
_ROOT: Final = Path(__file__).resolve().parents[1]

# One line of text for each language, for synthetic memories of about 100 bytes.
_LINES: Final = (
    "Note {number}: we met near the old harbour, and Ann said that the {number}th box stays closed",
    "メモ{number}：港の近くで会って、{number}番目の箱は開けないでと美咲が言っていた",
    "메모 {number}: 항구 근처에서 만났고, {number}번째 상자는 열지 말라고 지은이가 말했다",
)


@dataclass(frozen=True, slots=True)
class Peer:
    """A system in a folder of its own, driven by one process for each act.

    Attributes:
        system: Its name in `benchmarks.peer_stores.SYSTEMS`.
        folder: Holds `store`, `home` and `tmp`, where the system writes, and the job beside them.
        python: An interpreter that has the system.
    """

    system: str
    folder: Path
    python: str

    @property
    def written(self) -> list[Path]:
        """Where the system may write."""
        return [self.folder / name for name in ("store", "home", "tmp")]

    def run(self, act: str, **job: Any) -> dict[str, Any]:
        """Gives what an act told, or `{"skipped": reason}`.

        Raises:
            subprocess.TimeoutExpired: it took more than an hour.
        """
        for folder in self.written:
            folder.mkdir(parents=True, exist_ok=True)
        np.savez(self.folder / "job.npz", **job)
        told = self.folder / "told.json"
        told.unlink(missing_ok=True)
        done = subprocess.run(
            [self.python, "-m", "benchmarks.peer_stores", self.system, act, str(self.folder)],
            env=self._environment(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_S,
        )
        if not told.exists():
            lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
            return {"skipped": f"{act}: {lines[-1]}"}
        answer: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
        return answer

    def _environment(self) -> dict[str, str]:
        """Nothing of ours but the path; no telemetry, no downloads, one thread."""
        home = str(self.folder / "home")
        quiet = {"ANONYMIZED_TELEMETRY": "False", "MEM0_TELEMETRY": "False", "HF_HUB_OFFLINE": "1"}
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), home)
        paths = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT)}
        return paths | homes | quiet | threads | {"TMPDIR": str(self.folder / "tmp")}


def measure_peers(
    n: int,
    vectors: Vectors,
    texts: Sequence[str],
    queries: Vectors,
    *,
    python: str | None = None,
    systems: Sequence[str] = SYSTEMS,
) -> dict[str, dict[str, Any]]:
    """Gives the figures of each peer over the first `n` memories, or why it was skipped.

    Args:
        n: How many memories; at least twice `COUNTED`.
        vectors: *Shape:* (at least n, dim), unit rows.
        texts: As many; different from each other, or what is left on disk is counted wrongly.
        queries: *Shape:* (query, dim), unit rows.
        python: An interpreter that has the peers; this one, where nothing is said.

    Returns:
        By system: `add_cpu_ms_p50` (one by one, after n - 200 in bulk), `open_cpu_s`,
        `search_cpu_ms_p50` and `_p95` (k = 10, warm), `recall_at_10` against exact,
        `delete_cpu_ms_p50`, `rss_over_start_mb` (from after the imports), `rss_mb`, `disk_mb`,
        `readable_before_delete` and `left_after_delete` (of those deleted: how many texts and
        vectors stand in the files, and in which files), `settings`.

    Raises:
        ValueError: there are fewer than `n` of something, or too few to measure.
    """
    if n < 2 * COUNTED or len(vectors) < n or len(texts) < n:
        raise ValueError(f"{n} memories wanted of {len(vectors)}, at least {2 * COUNTED}")
    kept, words = np.ascontiguousarray(vectors[:n], np.float32), list(texts[:n])
    exact = np.argsort(-(queries @ kept.T), axis=1)[:, :K] + 1
    told = {}
    for system in systems:
        with tempfile.TemporaryDirectory(prefix="peer-") as folder:
            peer = Peer(system, Path(folder), python or sys.executable)
            told[system] = _measure(peer, kept, words, queries.astype(np.float32), exact)
    return told


def _measure(
    peer: Peer, vectors: Vectors, texts: list[str], queries: Vectors, exact: Any
) -> dict[str, Any]:
    """Runs the three acts of one peer and looks through its bytes."""
    filled = peer.run("fill", texts=np.array(texts), vectors=vectors, singly=COUNTED)
    if "skipped" in filled:
        return filled
    used = peer.run("use", vectors=vectors[:1], queries=queries)
    if "skipped" in used:
        return used
    overlap = [len({*got} & {*best}) for got, best in zip(used.pop("found"), exact, strict=True)]
    disk_mb = round(sum(size_bytes(folder) for folder in peer.written) / 1e6, 1)
    # Half from those added in bulk, half from those added one by one.
    half = COUNTED // 2
    deleted = [*np.linspace(1, len(texts) - COUNTED, half, dtype=int).tolist()]
    deleted += range(len(texts) - half + 1, len(texts) + 1)
    words = {number: texts[number - 1] for number in deleted}
    places = {number: vectors[number - 1] for number in deleted}
    before = _left(words, places, peer.written)
    pruned = peer.run("prune", vectors=vectors, deleted=np.array(deleted))
    if "skipped" in pruned:
        return pruned
    return {
        **filled,
        **used,
        "recall_at_10": round(float(np.mean(overlap)) / K, 4),
        **pruned,
        "disk_mb": disk_mb,
        "readable_before_delete": before,
        "left_after_delete": _left(words, places, peer.written),
    }


def _left(
    texts: dict[int, str], vectors: dict[int, Vectors], folders: list[Path]
) -> dict[str, Any]:
    """Gives how many of some memories stand in the files, and in which files."""
    words, near = texts_left(texts, folders), vectors_left(vectors, folders)
    files = sorted(set().union(*words.values(), *near.values()))
    return {"of": len(texts), "texts": len(words), "vectors": len(near), "files": files}


def synthetic(n: int, rng: np.random.Generator) -> tuple[Vectors, list[str], Vectors]:
    """Gives unit vectors in clusters, as embeddings lie, texts in three languages, and queries.

    *Shape:* (n, 256), n, (100, 256).
    """
    centres = rng.normal(size=(max(n // 50, 1), _DIMENSIONS))
    spread = np.arange(1, _DIMENSIONS + 1) ** -0.5  # some directions say more than others

    def near(count: int) -> Vectors:
        points = centres[rng.integers(len(centres), size=count)]
        points = (points + 0.8 * rng.normal(size=points.shape)) * spread
        unit: Vectors = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
        return unit

    texts = [_LINES[number % len(_LINES)].format(number=number) for number in range(n)]
    return near(n), texts, near(_QUERIES)


def main() -> None:
    """Prints one JSON line, or a readable one for each peer."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--n", type=int, default=10_000, help="memories")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--python", help="an interpreter that has the peers installed")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=SYSTEMS)
    parser.add_argument("--json", action="store_true", help="one JSON line")
    options = parser.parse_args()
    if options.n < 2 * COUNTED:
        parser.error(f"--n is {options.n}; the medians need at least {2 * COUNTED}")
    vectors, texts, queries = synthetic(options.n, np.random.default_rng(options.seed))
    peers = measure_peers(
        options.n, vectors, texts, queries, python=options.python, systems=options.systems
    )
    if options.json:
        line = {"n": options.n, "seed": options.seed, "peers": peers}
        print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))
        return
    for name, figures in peers.items():
        print(name)
        for what, figure in figures.items():
            print(f"    {what}: {figure}")


if __name__ == "__main__":
    main()
