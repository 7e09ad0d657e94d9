"""The figures of docs/encoder.md, held to: what an encoder that ships must still find."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from benchmarks.encoder_sets import (
    CATEGORIES,
    OURS,
    OWN,
    bm25,
    fused,
    macro_f1,
    precision_at_1,
    read_lines,
    read_locomo,
    recall_at_10,
    spearman,
)
from device.encoder.domains import tag_domains
from device.encoder.language import tag_language
from device.encoder.static import StaticEncoder
from device.vault.rows import quantise, sign_codes

SHARED = Path(os.environ.get("BOJAGI_SHARED", Path(__file__).parents[3] / "shared")) / "data"
SETS, LOCOMO = SHARED / "encoder", SHARED / "locomo" / "dev.json"
ENCODER = StaticEncoder()
needs_sets = pytest.mark.skipif(not SETS.exists(), reason="the development sets are not here")
needs_locomo = pytest.mark.skipif(not LOCOMO.exists(), reason="LoCoMo is not here")

# A point below what was measured: another machine sums in another order.
TATOEBA = {"ja": 89, "ko": 85, "zh": 87, "de": 90, "fr": 88, "es": 90}
JUDGED = {"JSTS": 74, "KorSTS": 74, "STS-B": 80}
DOMAINS = {"en": 0.80, "ja": 0.85, "ko": 0.84}


@needs_sets
@pytest.mark.parametrize(("language", "least"), TATOEBA.items())
def test_translations_are_found(language, least):
    pairs = [row for row in read_lines(SETS / "dev_tatoeba.jsonl") if row["lang"] == language]
    assert len(pairs) == 500
    assert precision_at_1(ENCODER.encode, pairs)[0] >= least


@needs_sets
@pytest.mark.parametrize(("name", "least"), JUDGED.items())
def test_likeness_is_what_people_judge_it(name, least):
    pairs = [row for row in read_lines(SETS / "dev_sts.jsonl") if row["set"] == name]
    assert spearman(ENCODER.encode, pairs) >= least


@needs_locomo
def test_turns_that_answer_are_found_and_better_than_by_words_in_every_category():
    talks = read_locomo(LOCOMO)

    def dense(talk):
        return ENCODER.encode(talk.questions) @ ENCODER.encode(talk.turns).T

    def words(talk):
        return bm25(talk.turns, talk.questions, stemmed=True)

    by_words = recall_at_10(talks, words)
    both = recall_at_10(talks, lambda talk: fused(dense(talk), words(talk)))
    assert recall_at_10(talks, dense)["1-4"] >= 54
    assert both["1-4"] >= 59
    assert all(both[category] > by_words[category] for category in CATEGORIES)


@needs_sets
@pytest.mark.parametrize("language", ["en", *TATOEBA])
def test_the_language_of_a_short_sentence_is_told(language):
    rows = read_lines(SETS / "dev_tatoeba.jsonl")
    texts = (
        [row["en"] for row in rows]
        if language == "en"
        else [row["text"] for row in rows if row["lang"] == language]
    )
    assert np.mean([tag_language(text)[0] == language for text in texts]) >= 0.99


@pytest.mark.parametrize(("language", "least"), DOMAINS.items())
def test_the_domains_of_a_sentence_are_told(language, least):
    rows = read_lines(OWN / "domains" / f"{language}.jsonl")
    assert len(rows) >= 150
    told = [tag_domains(row["text"]) for row in rows]
    assert macro_f1(told, [row["domains"] for row in rows]) >= least


def test_sign_codes_lose_little_of_the_nearest():
    texts = [
        row["text"]
        for kind in ("domains", "memories", "goals")
        for language in OURS
        for row in read_lines(OWN / kind / f"{language}.jsonl")
    ]
    vectors = ENCODER.encode(texts)
    queries = vectors[::5]
    exact = np.argsort(-(queries @ vectors.T), axis=1, kind="stable")[:, :10]
    small, scales = quantise(vectors)
    codes, asked = sign_codes(vectors), sign_codes(queries)
    kept = []
    for query, code, best in zip(queries, asked, exact, strict=True):
        near = np.argsort(np.bitwise_count(codes ^ code).sum(axis=1), kind="stable")[:400]
        found = near[np.argsort(-(small[near] @ query) * scales[near], kind="stable")[:10]]
        kept.append(len(set(found.tolist()) & set(best.tolist())) / 10)
    assert len(texts) > 2_000
    assert np.mean(kept) >= 0.97
