"""Claim: at the size of a personal memory, flat sign codes need no trained quantiser beside them.

The vault's own search (sign codes, then int8 vectors) with both kernels, beside exact float32 and
what faiss offers with product quantisation: an inverted file with 8-bit codes (IVF-PQ) and flat
4-bit codes scanned in registers (PQ fast-scan), both ranked again by the same int8 vectors, as many
as the vault's search ranks again. The vectors are made up (`benchmarks.clustered`); the true ten
nearest are by float32. Two faults of a trained index are told too: what one delete costs, and how
many answers are lost where it was trained on what was said first, about few topics. Of the vault's
search, recall is told for other numbers of vectors that are ranked again (`recall_by_keep`).

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python -m benchmarks.quantisers --n 100000 --json
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, Final, TypeAlias, TypeVar

import faiss
import numpy as np

from benchmarks.clustered import Labels, Mixture, exact_nearest, fill_chunks
from benchmarks.provenance import commit_name
from device.memory.scan import Kernel, NumpyKernel, keep_for, rerank, search
from device.memory.scan_faiss import FaissKernel
from device.vault.columns import Chunk, CodeLayout
from device.vault.rows import Vectors, quantise, sign_codes

LIMIT: Final = 10
PARTITIONS: Final = 12  # of the vault's search: a chunk for each primary domain
_TRAINED_ON: Final = 160_000  # vectors, at the most
_FEW_TOPICS: Final = 8  # of 64; by Zipf's law, more than half of all vectors
_KEEPS: Final = (400, 1_000, 2_000, 5_000, 12_000)
_WARM_UP: Final = 10
_SEED: Final = 1

_Result = TypeVar("_Result")
Search: TypeAlias = Callable[[Vectors], Labels]


@dataclass(frozen=True, slots=True)
class Method:
    """A way to find the nearest. *Shape:* `search` takes (256,) and gives (10,), best first."""

    name: str
    search: Search
    build_cpu_s: float
    size_mb: float
    notes: dict[str, Any]


def main() -> None:
    """Prints one JSON line, or a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000, help="how many vectors")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--ours", action="store_true", help="nothing but the vault's own search")
    parser.add_argument("--json", action="store_true", help="one JSON line instead of a table")
    options = parser.parse_args()
    faiss.omp_set_num_threads(1)
    mixture = Mixture(_SEED)
    queries = mixture.queries(options.queries)
    truth = exact_nearest(mixture, options.n, queries, LIMIT)
    methods = _own(mixture, options.n, queries, truth)
    if not options.ours:
        methods = chain(methods, _others(mixture, options.n))
    figures = {}
    for method in methods:
        figures[method.name] = figure = _measured(method, queries, truth)
        if not options.json:
            print(f"{method.name:36}", *(f"{key} {told}" for key, told in figure.items()), sep="  ")
    line = {"n": options.n, "queries": options.queries, "seed": _SEED, "keep": keep_for(options.n)}
    line |= {"methods": figures, "commit": commit_name(), "machine": platform.machine()}
    if options.json:
        print(json.dumps(line))


def _measured(method: Method, queries: Vectors, truth: Labels) -> dict[str, Any]:
    for query in queries[:_WARM_UP]:
        method.search(query)
    recall, spent = [], []
    for query, exact in zip(queries, truth, strict=True):
        labels, cpu_s = _timed(partial(method.search, query))
        recall.append(np.isin(exact, labels).mean())
        spent.append(1_000 * cpu_s)
    return {
        "recall_at_10": round(float(np.mean(recall)), 4),
        "cpu_ms_p50": round(float(np.quantile(spent, 0.5)), 2),
        "cpu_ms_p95": round(float(np.quantile(spent, 0.95)), 2),
        "build_cpu_s": round(method.build_cpu_s, 1),
        "mb": round(method.size_mb, 1),
    } | method.notes


def _own(mixture: Mixture, n: int, queries: Vectors, truth: Labels) -> Iterator[Method]:
    """Gives the vault's own search with each kernel."""
    build_s = sum(
        _timed(partial(sign_codes, block))[1] + _timed(partial(quantise, block))[1]
        for _, block in mixture.blocks(n)
    )
    for kernel in (NumpyKernel(), FaissKernel()):
        chunks = fill_chunks(mixture, n, kernel.layout, PARTITIONS)
        name = f"sign_codes_{type(kernel).__name__}"
        size = sum(chunk.codes.nbytes + chunk.vectors.nbytes + 4 * chunk.n for chunk in chunks)
        notes: dict[str, Any] = {}
        if isinstance(kernel, FaissKernel):
            notes["recall_by_keep"] = _recall_by_keep(kernel, chunks, queries, truth)
        yield Method(name, _ours(kernel, chunks), build_s, size / 1e6, notes)


def _recall_by_keep(
    kernel: Kernel, chunks: list[Chunk], queries: Vectors, truth: Labels
) -> dict[int, float]:
    """Gives recall@10 where so many vectors are ranked again."""
    recall: dict[int, list[float]] = {keep: [] for keep in _KEEPS}
    masks = [None] * len(chunks)
    for query, exact in zip(queries, truth, strict=True):
        (code,) = sign_codes(query[None])
        for keep, shares in recall.items():
            rows = kernel.nearest(chunks, masks, code, keep)
            cosines = np.concatenate(rerank(chunks, rows, query))
            pairs = zip(chunks, rows, strict=True)
            numbers = np.concatenate([chunk.ids[one] for chunk, one in pairs]).astype(np.intp) - 1
            best = numbers[np.argsort(-cosines, kind="stable")[:LIMIT]]
            shares.append(float(np.isin(exact, best).mean()))
    return {keep: round(float(np.mean(shares)), 4) for keep, shares in recall.items()}


def _others(mixture: Mixture, n: int) -> Iterator[Method]:
    """Gives exact search and faiss's quantisers one by one: only one index is in RAM at a time."""
    vectors = np.concatenate([block for _, block in mixture.blocks(n)])
    yield Method("exact_float32", _exact(vectors), 0, vectors.nbytes / 1e6, {})
    (small, scale), int8_s = _timed(partial(quantise, vectors))
    int8_mb = (small.nbytes + scale.nbytes) / 1e6
    (flat,) = fill_chunks(mixture, n, CodeLayout.ROWS, 1)  # a position is a vector's number
    for factory, probes in _peers(n):
        index, train_s, add_s, codebook_kb = _trained(factory, vectors, vectors)
        size_mb = len(faiss.serialize_index(index)) / 1e6 + int8_mb
        notes = {
            "train_cpu_s": round(train_s, 1),
            "codebook_kb": codebook_kb,
            "delete_cpu_ms": _delete_cpu_ms(index, n),
        }
        for probe in probes:
            name = f"{factory}_probe_{probe}" if probe else factory
            build_s = train_s + add_s + int8_s
            peer = _peer(index, probe, flat, keep_for(n))
            yield Method(name, peer, build_s, size_mb, notes)
        del index
        few = vectors[np.isin(_topics(mixture, n), np.arange(_FEW_TOPICS))]
        index, train_s, add_s, _ = _trained(factory, few, vectors)
        peer = _peer(index, probes[-1], flat, keep_for(n))
        build_s = train_s + add_s + int8_s
        yield Method(f"{factory}_trained_on_few_topics", peer, build_s, size_mb, {})


def _peers(n: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Gives faiss's names of what is compared, and how many lists are read of each."""
    yield f"IVF{1024 if n < 500_000 else 4096},PQ64", (16, 64)
    yield "PQ64x4fs", (0,)


def _topics(mixture: Mixture, n: int) -> Labels:
    return np.concatenate(
        [
            mixture.topics(number)[: len(block)]
            for number, (_, block) in enumerate(mixture.blocks(n))
        ]
    )


# -- the searches


def _exact(vectors: Vectors) -> Search:
    def nearest(query: Vectors) -> Labels:
        cosines = vectors @ query
        best = np.argpartition(-cosines, LIMIT)[:LIMIT]
        return best[np.argsort(-cosines[best], kind="stable")]

    return nearest


def _ours(kernel: Kernel, chunks: list[Chunk]) -> Search:
    masks = [None] * len(chunks)

    def nearest(query: Vectors) -> Labels:
        found = search(kernel, chunks, masks, query, LIMIT)
        pairs = zip(found.chunk, found.position, strict=True)
        return np.array([chunks[chunk].ids[position] - 1 for chunk, position in pairs], np.intp)

    return nearest


def _peer(index: Any, probes: int, flat: Chunk, keep: int) -> Search:
    if probes:
        index.nprobe = probes

    def nearest(query: Vectors) -> Labels:
        _, labels = index.search(query[None], keep)
        rows = np.sort(labels[0][labels[0] >= 0])
        (cosines,) = rerank([flat], [rows], query)
        best: Labels = rows[np.argsort(-cosines, kind="stable")[:LIMIT]]
        return best

    return nearest


# -- what training costs


def _trained(factory: str, training: Vectors, vectors: Vectors) -> tuple[Any, float, float, float]:
    """Gives an index that was trained on some vectors and holds others.

    Returns:
        The index, CPU seconds of training and of adding, kB of what was learned from the vectors.
    """
    index = faiss.index_factory(vectors.shape[1], factory, faiss.METRIC_INNER_PRODUCT)
    step = max(1, len(training) // _TRAINED_ON)
    sample = np.ascontiguousarray(training[::step][:_TRAINED_ON])
    _, train_s = _timed(lambda: index.train(sample))
    codebook_kb = round(len(faiss.serialize_index(index)) / 1e3, 1)
    _, add_s = _timed(lambda: index.add(vectors))
    return index, train_s, add_s, codebook_kb


def _delete_cpu_ms(index: Any, n: int) -> float | None:
    """Gives what removing one vector costs, on a copy; None where it cannot be done."""
    copy: Any = faiss.clone_index(index)
    try:
        spent = [
            _timed(partial(copy.remove_ids, np.array([number], np.int64)))[1]
            for number in range(0, n, n // 5)
        ]
    except RuntimeError:
        return None
    return round(1_000 * float(np.median(spent)), 2)


def _timed(act: Callable[[], _Result]) -> tuple[_Result, float]:
    """Gives what it returns, and CPU seconds of the whole process."""
    start = time.process_time()
    result = act()
    return result, time.process_time() - start


if __name__ == "__main__":
    main()
