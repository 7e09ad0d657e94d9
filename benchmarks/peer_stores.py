"""Other stores behind one small interface, each run in a process of its own by `benchmarks.peers`.

The process gets a folder: `store/` for what we tell the system to write, `home/` and `tmp/` for
what it writes elsewhere, `job.npz` with what is to be done. Embeddings come ready made, so that
only the store is measured; nothing is asked of a network. What each store is told beyond its
defaults stands in its `settings`.

    python -m benchmarks.peer_stores SYSTEM ACT FOLDER

This runs under an interpreter that has the peers installed and need not have Bojagi: it imports
nothing but numpy and the standard library, and each peer by name when that peer is asked for.
"""

# ruff: noqa: D102 - `Store` says what each of these methods does
from __future__ import annotations

import argparse
import ctypes
import importlib
import json
import os
import sqlite3
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

K: Final = 10
_WARM: Final = 5  # searches before the first that counts
_OWNER: Final = "ann"  # mem0 keeps memories by user


class Store(Protocol):
    """What a peer must do. A key is its own name for a memory; a number is ours."""

    @property
    def settings(self) -> str:
        """Version, what was set beyond the defaults, and how a write reaches the disk."""

    def load(self, numbers: Sequence[int], texts: Sequence[str], vectors: Vectors) -> list[str]:
        """Adds many at once, in the fastest documented way, and gives their keys."""

    def add(self, number: int, text: str, vector: Vectors) -> str:
        """Adds one and gives its key; it is kept when this returns."""

    def search(self, vector: Vectors, k: int) -> list[int]:
        """Gives the numbers of the nearest, nearest first."""

    def delete(self, key: str) -> None:
        """Deletes one in the way that the system's manual gives."""

    def close(self) -> None:
        """Ends as the system's manual says, so that nothing waits to be written."""


class Sqlite:
    """Ordinary SQLite: texts, float32 vectors, and an FTS5 index; search reads every vector."""

    def __init__(self, folder: Path, *, secure_delete: bool) -> None:
        self._base = _connect(folder, secure_delete=secure_delete)
        self._base.execute("CREATE TABLE IF NOT EXISTS memory (id INTEGER PRIMARY KEY, text, v)")
        self._base.execute("CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (text)")

    @property
    def settings(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}, FTS5, {_pragmas(self._base)}"

    def load(self, numbers: Sequence[int], texts: Sequence[str], vectors: Vectors) -> list[str]:
        self._base.execute("BEGIN")
        keys = [self._insert(*row) for row in zip(numbers, texts, vectors, strict=True)]
        self._base.execute("COMMIT")
        return keys

    def add(self, number: int, text: str, vector: Vectors) -> str:
        return self.load([number], [text], vector[None])[0]

    def search(self, vector: Vectors, k: int) -> list[int]:
        rows = self._base.execute("SELECT id, v FROM memory").fetchall()
        scores = np.frombuffer(b"".join(v for _, v in rows), np.float32).reshape(len(rows), -1)
        return [int(rows[at][0]) for at in np.argsort(scores @ -vector)[:k]]

    def delete(self, key: str) -> None:
        self._base.execute("BEGIN")
        self._base.execute("DELETE FROM memory WHERE id = ?", (int(key),))
        self._base.execute("DELETE FROM words WHERE rowid = ?", (int(key),))
        self._base.execute("COMMIT")

    def close(self) -> None:
        self._base.close()

    def _insert(self, number: int, text: str, vector: Vectors) -> str:
        row = (number, text, vector.tobytes())
        self._base.execute("INSERT INTO memory VALUES (?, ?, ?)", row)
        self._base.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, text))
        return str(number)


class SqliteVec:
    """sqlite-vec: a brute-force `vec0` table beside a table of texts, in one SQLite file."""

    def __init__(self, folder: Path, dimensions: int, *, secure_delete: bool) -> None:
        vec = importlib.import_module("sqlite_vec")
        _register(vec.loadable_path())
        self._base = _connect(folder, secure_delete=secure_delete)
        self._base.execute("CREATE TABLE IF NOT EXISTS memory (id INTEGER PRIMARY KEY, text)")
        self._base.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS near USING "
            f"vec0 (v float[{dimensions}] distance_metric=cosine)"
        )

    @property
    def settings(self) -> str:
        (version,) = self._base.execute("SELECT vec_version()").fetchone()
        return f"sqlite-vec {version}, SQLite {sqlite3.sqlite_version}, {_pragmas(self._base)}"

    def load(self, numbers: Sequence[int], texts: Sequence[str], vectors: Vectors) -> list[str]:
        self._base.execute("BEGIN")
        for number, text, vector in zip(numbers, texts, vectors, strict=True):
            self._base.execute("INSERT INTO memory VALUES (?, ?)", (number, text))
            row = (number, vector.tobytes())
            self._base.execute("INSERT INTO near (rowid, v) VALUES (?, ?)", row)
        self._base.execute("COMMIT")
        return [str(number) for number in numbers]

    def add(self, number: int, text: str, vector: Vectors) -> str:
        return self.load([number], [text], vector[None])[0]

    def search(self, vector: Vectors, k: int) -> list[int]:
        rows = self._base.execute(
            "SELECT near.rowid, memory.text FROM near JOIN memory ON memory.id = near.rowid "
            "WHERE v MATCH ? AND k = ? ORDER BY distance",
            (vector.tobytes(), k),
        )
        return [int(number) for number, _ in rows]

    def delete(self, key: str) -> None:
        self._base.execute("BEGIN")
        self._base.execute("DELETE FROM memory WHERE id = ?", (int(key),))
        self._base.execute("DELETE FROM near WHERE rowid = ?", (int(key),))
        self._base.execute("COMMIT")

    def close(self) -> None:
        self._base.close()


class Chroma:
    """Chroma in its persistent, in-process form: HNSW beside a SQLite file with an FTS index."""

    def __init__(self, folder: Path) -> None:
        chroma = importlib.import_module("chromadb")
        self.settings = (
            f"chromadb {chroma.__version__}, PersistentClient, cosine, its default HNSW, telemetry "
            "off; how it syncs is its default"
        )
        quiet = chroma.Settings(anonymized_telemetry=False)
        self._client = chroma.PersistentClient(str(folder), settings=quiet)
        self._memories = self._client.get_or_create_collection(
            "memories", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )

    def load(self, numbers: Sequence[int], texts: Sequence[str], vectors: Vectors) -> list[str]:
        keys = [str(number) for number in numbers]
        step = self._client.get_max_batch_size()
        for at in range(0, len(keys), step):
            part = slice(at, at + step)
            self._memories.add(
                ids=keys[part], embeddings=vectors[part], documents=list(texts[part])
            )
        return keys

    def add(self, number: int, text: str, vector: Vectors) -> str:
        return self.load([number], [text], vector[None])[0]

    def search(self, vector: Vectors, k: int) -> list[int]:
        found = self._memories.query(
            query_embeddings=vector[None], n_results=k, include=["documents"]
        )
        return [int(key) for key in found["ids"][0]]

    def delete(self, key: str) -> None:
        self._memories.delete(ids=[key])

    def close(self) -> None:
        self._client.close()


class _Ready:
    """An embedder for mem0 that hands out the vector that it was given last."""

    def __init__(self) -> None:
        self.vector: list[float] = []

    def embed(self, text: str, memory_action: str | None = None) -> list[float]:  # noqa: ARG002
        return self.vector


class Mem0:
    """mem0 with its default local stores, embedded Qdrant and a SQLite history, and no LLM.

    `load` writes to its Qdrant store what `Memory.add` would, without history; the rest goes
    through `Memory`. Its history file is where mem0 puts it, in the home folder.
    """

    def __init__(self, folder: Path, dimensions: int) -> None:
        mem0 = importlib.import_module("mem0")
        self.settings = (
            f"mem0ai {mem0.__version__}, embedded Qdrant with on_disk=True (else a restart empties "
            "it), infer=False, no BM25 encoder, telemetry off; how it syncs is its default"
        )
        no_service = {"provider": "openai", "config": {"api_key": "none"}}  # made, and never asked
        self._memory = mem0.Memory.from_config(
            {
                "vector_store": {
                    "provider": "qdrant",
                    "config": {
                        "path": str(folder),
                        "on_disk": True,
                        "embedding_model_dims": dimensions,
                    },
                },
                "llm": no_service,
                "embedder": no_service,
            }
        )
        self._ready = self._memory.embedding_model = _Ready()

    def load(self, numbers: Sequence[int], texts: Sequence[str], vectors: Vectors) -> list[str]:
        keys = [str(uuid.UUID(int=number)) for number in numbers]
        payloads = [
            {"data": text, "number": number, "user_id": _OWNER, "text_lemmatized": text}
            for number, text in zip(numbers, texts, strict=True)
        ]
        if keys:
            self._memory.vector_store.insert(vectors.tolist(), payloads, keys)
        return keys

    def add(self, number: int, text: str, vector: Vectors) -> str:
        self._ready.vector = vector.tolist()
        kept = self._memory.add(text, user_id=_OWNER, metadata={"number": number}, infer=False)
        return str(kept["results"][0]["id"])

    def search(self, vector: Vectors, k: int) -> list[int]:
        self._ready.vector = vector.tolist()
        found = self._memory.search("anything", top_k=k, filters={"user_id": _OWNER})
        return [int(one["metadata"]["number"]) for one in found["results"]]

    def delete(self, key: str) -> None:
        self._memory.delete(key)

    def close(self) -> None:
        self._memory.close()
        self._memory.vector_store.client.close()


SYSTEMS: Final[dict[str, Callable[[Path, int], Store]]] = {
    "sqlite": lambda folder, _: Sqlite(folder, secure_delete=False),
    "sqlite_secure_delete": lambda folder, _: Sqlite(folder, secure_delete=True),
    "sqlite_vec": lambda folder, size: SqliteVec(folder, size, secure_delete=False),
    "sqlite_vec_secure_delete": lambda folder, size: SqliteVec(folder, size, secure_delete=True),
    "chroma": lambda folder, _: Chroma(folder),
    "mem0": Mem0,
}

# What each imports, so that memory can be counted from there on.
MODULES: Final = {"chroma": "chromadb", "mem0": "mem0"}


def _register(path: str) -> None:
    """Makes every later SQLite connection of this process know an extension.

    By SQLite's own sqlite3_auto_extension, since this works too where Python was built without
    `enable_load_extension`, as many are.

    Raises:
        OSError, AttributeError: the extension or SQLite's functions cannot be reached that way.
    """
    compiled = importlib.import_module("_sqlite3").__file__
    (library,) = Path(path).parent.glob(Path(path).name + ".*")
    extension = ctypes.CDLL(str(library))
    if ctypes.CDLL(compiled).sqlite3_auto_extension(extension.sqlite3_vec_init):
        raise OSError("SQLite did not take the extension")


def _connect(folder: Path, *, secure_delete: bool) -> sqlite3.Connection:
    base = sqlite3.connect(folder / "memories.db", isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")  # each commit waits for the disk
    base.execute(f"PRAGMA secure_delete = {secure_delete:d}")
    return base


def _pragmas(base: sqlite3.Connection) -> str:
    names = ("journal_mode", "synchronous", "secure_delete")
    return ", ".join(f"{name} {base.execute(f'PRAGMA {name}').fetchone()[0]}" for name in names)


# -- the acts


def _fill(open_store: Callable[[], Store], job: Any, folder: Path) -> dict[str, Any]:
    """Adds all: the last `singly` one by one, those before in bulk. Leaves the keys in a file."""
    store = open_store()
    texts, vectors = job["texts"].tolist(), job["vectors"]
    bulk = len(texts) - int(job["singly"])
    keys = store.load(range(1, bulk + 1), texts[:bulk], vectors[:bulk])
    times = []
    for at in range(bulk, len(texts)):
        start = time.process_time()
        keys.append(store.add(at + 1, texts[at], vectors[at]))
        times.append(time.process_time() - start)
    settings = store.settings
    store.close()
    (folder / "keys.json").write_text(json.dumps(keys), encoding="utf-8")
    return {"settings": settings, "add_cpu_ms_p50": _percentile_ms(times, 50)}


def _use(open_store: Callable[[], Store], job: Any, _folder: Path) -> dict[str, Any]:
    """Opens anew and searches; memory counts from when the system is imported, before it opens."""
    before, start = resident_mb(), time.process_time()
    store = open_store()
    opened = time.process_time() - start
    queries = job["queries"]
    for query in queries[:_WARM]:
        store.search(query, K)
    found, times = [], []
    for query in queries:
        start = time.process_time()
        found.append(store.search(query, K))
        times.append(time.process_time() - start)
    after = resident_mb()
    store.close()
    return {
        "open_cpu_s": round(opened, 3),
        "search_cpu_ms_p50": _percentile_ms(times, 50),
        "search_cpu_ms_p95": _percentile_ms(times, 95),
        "rss_over_start_mb": None if before is None or after is None else round(after - before, 1),
        "rss_mb": after and round(after, 1),
        "found": found,
    }


def _replay(open_store: Callable[[], Store], job: Any, _folder: Path) -> dict[str, Any]:
    """Adds in the order of time, and asks in between: each query when `known` memories are there.

    *Shape:* queries (query, dim); known (query,), ascending.
    """
    store = open_store()
    texts, vectors = job["texts"].tolist(), job["vectors"]
    keys: list[str] = []
    found = []
    for query, known in zip(job["queries"], job["known"].tolist(), strict=True):
        new = slice(len(keys), known)
        keys += store.load(range(new.start + 1, known + 1), texts[new], vectors[new])
        found.append(store.search(query, K))
    settings = store.settings
    store.close()
    return {"settings": settings, "stored": len(keys), "found": found}


def _prune(open_store: Callable[[], Store], job: Any, folder: Path) -> dict[str, Any]:
    """Deletes what is asked, one by one, and makes sure that a search no longer gives it."""
    store = open_store()
    times = _delete_each(store, job, folder)
    for number in job["deleted"].tolist():
        if number in store.search(job["vectors"][number - 1], K):
            raise RuntimeError("a deleted memory was found again")
    store.close()
    return {"delete_cpu_ms_p50": _percentile_ms(times, 50)}


def _delete(open_store: Callable[[], Store], job: Any, folder: Path) -> dict[str, Any]:
    """Deletes what is asked, and leaves it to the caller to look what still comes back."""
    store = open_store()
    _delete_each(store, job, folder)
    store.close()
    return {}


def _delete_each(store: Store, job: Any, folder: Path) -> list[float]:
    keys = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
    times = []
    for number in job["deleted"].tolist():
        start = time.process_time()
        store.delete(keys[number - 1])
        times.append(time.process_time() - start)
    return times


def _percentile_ms(times_s: Sequence[float], percent: int) -> float:
    return round(float(np.percentile(times_s, percent)) * 1000, 3)


def resident_mb() -> float | None:
    """Gives the resident memory of this process; None where there is no /proc."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return None
    return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


ACTS: Final = {
    "fill": _fill,
    "use": _use,
    "replay": _replay,
    "prune": _prune,
    "delete": _delete,
}


def main() -> None:
    """Does one act and writes what it gave to `told.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("act", choices=ACTS)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    folder: Path = options.folder
    with np.load(folder / "job.npz", allow_pickle=False) as file:
        job = {name: file[name] for name in file.files}

    def open_store() -> Store:
        return SYSTEMS[options.system](folder / "store", job["vectors"].shape[1])

    try:
        importlib.import_module(MODULES.get(options.system, "sqlite3"))
        told: dict[str, Any] = ACTS[options.act](open_store, job, folder)
    except ImportError as fault:
        told = {"skipped": f"not installed: {fault.name}"}
    except Exception as fault:  # noqa: BLE001 - a peer may fail in any way, and the others still run
        told = {"skipped": f"{options.act}: {type(fault).__name__}: {fault}"}
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
