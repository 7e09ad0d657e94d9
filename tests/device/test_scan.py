"""The vector scan against exact search: what it keeps, what it hides, how near int8 comes."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.clustered import Mixture, exact_nearest, fill_chunks
from device.errors import BadInput, Unavailable
from device.memory.scan import (
    NumpyKernel,
    best_kernel,
    closest,
    diverse,
    keep_for,
    rerank,
    search,
    vectors_of,
)
from device.memory.scan_faiss import FaissKernel
from device.vault.columns import Chunk, CodeLayout
from device.vault.rows import DIMENSIONS, quantise, sign_codes

KERNELS = [NumpyKernel, FaissKernel]
KEPT_AT_LEAST = 400


def unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def random_units(rng, count):
    return unit(rng.normal(size=(count, DIMENSIONS)))


def clustered(rng, count, centres):
    """Gives unit vectors around random centres; a cosine of about a half within a cluster."""
    noise = rng.normal(size=(count, DIMENSIONS)) / DIMENSIONS**0.5
    return unit(centres[rng.integers(0, len(centres), count)] + noise)


def chunk_of(vectors, layout=CodeLayout.ROWS):
    chunk = Chunk.empty(len(vectors) + 2, layout)
    chunk.n = len(vectors)
    codes = sign_codes(vectors)
    if layout is CodeLayout.ROWS:
        chunk.codes[: chunk.n] = codes
    else:
        chunk.codes[:, : chunk.n] = codes.T
    chunk.vectors[: chunk.n], chunk.columns["scale"][: chunk.n] = quantise(vectors)
    chunk.ids[: chunk.n] = np.arange(1, chunk.n + 1)
    return chunk


def chunks_of(vectors, layout, cuts):
    return [chunk_of(part, layout) for part in np.split(vectors, cuts)]


def places(found):
    return list(zip(found.chunk.tolist(), found.position.tolist(), strict=True))


def recall_at_10(kernel, vectors, queries):
    chunk = chunk_of(vectors, kernel.layout)
    hits = 0
    for query in queries:
        exact = np.argsort(-(vectors @ query))[:10]
        hits += np.isin(exact, search(kernel, [chunk], [None], query, 10).position).sum()
    return hits / (10 * len(queries))


# --- Against brute force ---


@pytest.mark.parametrize("make", KERNELS)
@pytest.mark.parametrize("count", [1, 2, 57, KEPT_AT_LEAST])
def test_search_equals_brute_force_where_everything_is_ranked_again(make, count):
    rng = np.random.default_rng(count)
    kernel, vectors = make(), random_units(rng, count)
    cuts = [count // 3, count // 3, count // 2]
    chunks = chunks_of(vectors, kernel.layout, cuts)
    small, scale = quantise(vectors)
    first = np.array([0, *cuts])
    for query in random_units(rng, 20):
        found = search(kernel, chunks, [None] * 4, query, 10)
        exact = (small * scale[:, None]) @ query
        order = first[found.chunk] + found.position
        assert len(found) == len(set(order.tolist())) == min(10, count)
        np.testing.assert_allclose(found.cosine, exact[order], atol=1e-5)
        np.testing.assert_allclose(exact[order], np.sort(exact)[::-1][:10], atol=1e-5)


def test_kernels_find_the_same_in_the_same_order():
    mixture = Mixture(2, 2_000)
    query_vectors = mixture.queries(20)
    one, other = NumpyKernel(), FaissKernel()
    by_one, by_other = (fill_chunks(mixture, 5_000, kernel.layout, 5) for kernel in (one, other))
    rng = np.random.default_rng(0)
    masks = [
        None,
        *(
            rng.random(chunk.n) < share
            for chunk, share in zip(by_one[1:], (0.9, 0.5, 0.02, 0), strict=True)
        ),
    ]
    for query in query_vectors:
        found, also = (
            search(kernel, chunks, masks, query, 50)
            for kernel, chunks in ((one, by_one), (other, by_other))
        )
        assert places(found) == places(also)
        assert found.cosine.tolist() == also.cosine.tolist()


@pytest.mark.parametrize("make", KERNELS)
@pytest.mark.parametrize("clusters", [5, 10, 50, 200])
def test_recall_at_10_is_at_least_95_percent_on_clustered_vectors(make, clusters):
    rng = np.random.default_rng(7)
    centres = random_units(rng, clusters)
    vectors, queries = clustered(rng, 4_000, centres), clustered(rng, 100, centres)
    assert recall_at_10(make(), vectors, queries) >= (0.95 if clusters > 5 else 0.9)


@pytest.mark.prove
def test_recall_at_10_is_at_least_98_percent_of_200_000_memories():
    mixture, count = Mixture(1), 200_000
    kernel, queries = NumpyKernel(), mixture.queries(100)
    chunks = fill_chunks(mixture, count, kernel.layout, 12)
    truth = exact_nearest(mixture, count, queries, 10)
    hits = 0
    for query, exact in zip(queries, truth, strict=True):
        found = search(kernel, chunks, [None] * 12, query, 10)
        numbers = [int(chunks[chunk].ids[position]) - 1 for chunk, position in places(found)]
        hits += np.isin(exact, numbers).sum()
    assert hits / (10 * len(queries)) >= 0.98


def test_more_is_ranked_again_where_there_is_more_and_never_less_than_is_asked_for():
    counts = [keep_for(n) for n in (0, 10_000, 100_000, 1_000_000, 5_000_000)]
    assert counts == sorted(counts)
    assert counts[0] == KEPT_AT_LEAST
    assert counts[3] == 3_000
    vectors = random_units(np.random.default_rng(3), 900)
    kernel = NumpyKernel()
    found = search(kernel, [chunk_of(vectors, kernel.layout)], [None], vectors[0], 700)
    assert len(found) == 700


@pytest.mark.parametrize("make", KERNELS)
def test_vector_finds_itself_first(make):
    rng = np.random.default_rng(4)
    vectors = clustered(rng, 2_000, random_units(rng, 20))
    kernel = make()
    chunk = chunk_of(vectors, kernel.layout)
    for position in range(0, 2_000, 97):
        found = search(kernel, [chunk], [None], vectors[position], 3)
        assert found.position[0] == position
        assert found.cosine[0] == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize("make", KERNELS)
def test_of_equal_vectors_the_first_are_found(make):
    vectors = np.tile(random_units(np.random.default_rng(12), 1), (900, 1))
    kernel = make()
    chunks = chunks_of(vectors, kernel.layout, [3])
    found = search(kernel, chunks, [None, None], vectors[0], 5)
    assert places(found) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]


# --- The mask ---


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 1_500), st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_masked_position_is_never_found(count, share, seed):
    rng = np.random.default_rng(seed)
    mask = rng.random(count) < share
    kernel = NumpyKernel()
    vectors, (query,) = random_units(rng, count), random_units(rng, 1)
    found = search(kernel, [chunk_of(vectors, kernel.layout)], [mask], query, 500)
    assert mask[found.position].all()
    assert len(set(places(found))) == len(found) == min(mask.sum(), 500)


@pytest.mark.parametrize("make", KERNELS)
def test_perfect_match_behind_the_mask_stays_hidden(make):
    vectors = random_units(np.random.default_rng(5), 1_000)
    kernel, mask = make(), np.ones(1_000, bool)
    mask[123] = False
    found = search(kernel, [chunk_of(vectors, kernel.layout)], [mask], vectors[123], 1_000)
    assert sorted(found.position.tolist()) == [at for at in range(1_000) if at != 123]


@pytest.mark.parametrize("make", KERNELS)
def test_nothing_allowed_finds_nothing(make):
    kernel = make()
    vectors = random_units(np.random.default_rng(13), 10)
    chunk = chunk_of(vectors, kernel.layout)
    for chunks, masks in (
        ([], []),
        ([chunk], [np.zeros(10, bool)]),
        ([chunk_of(vectors[:0], kernel.layout)], [None]),
    ):
        assert places(search(kernel, chunks, masks, vectors[0], 5)) == []


# --- int8 ---


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 10))
def test_quantised_components_are_off_by_half_a_step_at_most(seed, length):
    vectors = random_units(np.random.default_rng(seed), 4) * np.float32(length)
    small, scale = quantise(vectors)
    assert np.abs(small).max(axis=1).tolist() == [127] * 4
    error = np.abs(small * scale[:, None] - vectors)
    assert (error <= scale[:, None] * 0.5001).all()


def test_cosines_are_off_by_no_more_than_the_bound_of_their_scale():
    rng = np.random.default_rng(8)
    vectors, queries = random_units(rng, 1_200), random_units(rng, 50)
    chunk = chunk_of(vectors)
    # Cauchy-Schwarz: half a step in each of 256 dimensions against a unit query.
    bound = chunk.columns["scale"][:1_200] / 2 * DIMENSIONS**0.5
    for query in queries:
        (cosine,) = rerank([chunk], [np.arange(1_200)], query)
        error = np.abs(cosine - vectors @ query)
        assert (error <= bound + 1e-6).all()
        assert error.max() < 0.01  # in truth the errors cancel far below the bound


def test_cosines_come_in_the_order_that_is_asked_for_and_chunk_by_chunk():
    rng = np.random.default_rng(10)
    vectors, (query,) = random_units(rng, 30), random_units(rng, 1)
    whole, parts = chunk_of(vectors), chunks_of(vectors, CodeLayout.WORDS, [10, 10])
    (forward,) = rerank([whole], [np.arange(30)], query)
    shuffled = rng.permutation(30)
    np.testing.assert_allclose(rerank([whole], [shuffled], query)[0], forward[shuffled], atol=1e-6)
    none = np.zeros(0, np.intp)
    cosines = rerank(parts, [np.array([9, 0]), none, np.array([19])], query)
    assert [one.shape for one in cosines] == [(2,), (0,), (1,)]
    np.testing.assert_allclose(np.concatenate(cosines), forward[[9, 0, 29]], atol=1e-6)
    assert rerank([], [], query) == []


def test_zero_vector_is_like_nothing():
    chunk = chunk_of(np.zeros((1, DIMENSIONS), np.float32))
    assert not chunk.vectors[:1].any()
    query = random_units(np.random.default_rng(11), 1)[0]
    assert rerank([chunk], [np.array([0])], query)[0] == [0]


def test_vectors_of_what_was_found_are_those_that_were_stored():
    vectors = random_units(np.random.default_rng(14), 600)
    kernel = NumpyKernel()
    cuts = [100, 350]
    chunks = chunks_of(vectors, kernel.layout, cuts)
    found = search(kernel, chunks, [None] * 3, vectors[5], 50)
    numbers = np.array([0, *cuts])[found.chunk] + found.position
    np.testing.assert_allclose(vectors_of(chunks, found), vectors[numbers], atol=2e-3)


# --- Diversity ---


def plain_mmr(vectors, relevance, limit, balance):
    """Gives the order by the formula, one candidate at a time."""
    order = []
    while len(order) < min(limit, len(vectors)):
        scores = {
            at: balance * relevance[at]
            - (1 - balance) * max((vectors[at] @ vectors[one] for one in order), default=-1)
            for at in range(len(vectors))
            if at not in order
        }
        order.append(max(scores, key=lambda at: scores[at]))
    return order


@pytest.mark.parametrize("balance", [0.3, 0.7, 0.9])
def test_diverse_equals_the_formula(balance):
    rng = np.random.default_rng(15)
    vectors, (query,) = clustered(rng, 50, random_units(rng, 6)), random_units(rng, 1)
    relevance = vectors @ query
    chosen = diverse(vectors, relevance, 10, balance).tolist()
    assert chosen == plain_mmr(vectors, relevance, 10, balance)


def test_nothing_but_relevance_keeps_its_order_and_its_arguments():
    rng = np.random.default_rng(16)
    vectors, relevance = random_units(rng, 40), rng.random(40).astype(np.float32)
    before = relevance.copy()
    assert diverse(vectors, relevance, 40, 1).tolist() == np.argsort(-relevance).tolist()
    assert relevance.tolist() == before.tolist()


def test_repetition_is_shown_last():
    vectors = random_units(np.random.default_rng(17), 4)
    vectors[1] = vectors[0]
    relevance = np.array([0.9, 0.9, 0.6, 0.5], np.float32)
    assert diverse(vectors, relevance, 4, 0.5).tolist() == [0, 2, 3, 1]
    assert diverse(vectors, relevance, 2, 0.5).tolist() == [0, 2]


@pytest.mark.parametrize(("count", "limit"), [(0, 10), (3, 10), (3, 0)])
def test_no_more_is_shown_than_there_is_or_than_is_asked_for(count, limit):
    vectors = random_units(np.random.default_rng(18), count)
    chosen = diverse(vectors, np.zeros(count, np.float32), limit, 0.7)
    assert sorted(chosen.tolist()) == list(range(min(count, limit)))


# --- Which kernel ---


def test_faiss_reads_where_it_is_installed_and_numpy_where_it_is_not(monkeypatch):
    monkeypatch.delenv("BOJAGI_SCAN", raising=False)
    assert isinstance(best_kernel(), FaissKernel)
    monkeypatch.setitem(sys.modules, "faiss", None)
    assert isinstance(best_kernel(), NumpyKernel)


def test_environment_forces_a_kernel(monkeypatch):
    for name, kind in (("numpy", NumpyKernel), ("faiss", FaissKernel), ("", FaissKernel)):
        monkeypatch.setenv("BOJAGI_SCAN", name)
        assert isinstance(best_kernel(), kind)


def test_kernel_that_is_unknown_or_not_installed_is_refused(monkeypatch):
    monkeypatch.setenv("BOJAGI_SCAN", "hnsw")
    with pytest.raises(BadInput):
        best_kernel()
    monkeypatch.setenv("BOJAGI_SCAN", "faiss")
    monkeypatch.setitem(sys.modules, "faiss", None)
    with pytest.raises(Unavailable):
        best_kernel()


# --- The vectors that are made up for this ---


def test_made_up_vectors_are_the_same_for_the_same_seed_in_whatever_order():
    one, other = Mixture(3, 100), Mixture(3, 100)
    later = other.block(1)
    assert np.array_equal(one.block(0), other.block(0))
    assert np.array_equal(one.block(1), later)
    assert not np.array_equal(one.block(0), one.queries(100))
    np.testing.assert_allclose(np.linalg.norm(later, axis=1), 1, atol=1e-5)


def test_chunks_hold_every_made_up_vector_once():
    mixture, count = Mixture(4, 1_000), 3_500
    chunks = fill_chunks(mixture, count, CodeLayout.WORDS, 3)
    ids = np.concatenate([chunk.ids for chunk in chunks])
    assert np.array_equal(np.sort(ids), np.arange(1, count + 1))
    vectors = np.concatenate([block for _, block in mixture.blocks(count)])
    for chunk in chunks:
        assert chunk.n == chunk.capacity
        assert np.array_equal(chunk.codes.T, sign_codes(vectors[chunk.ids - 1]))
    queries = mixture.queries(5)
    exact = np.argsort(-(queries @ vectors.T), axis=1, kind="stable")[:, :10]
    assert np.array_equal(exact_nearest(mixture, count, queries, 10), exact)


@pytest.mark.parametrize("count", [1, 7, 60, 100, 101])
def test_the_closest_are_those_whose_vectors_are_nearest_of_all_chunks(count):
    rng = np.random.default_rng(5)
    vectors, query = random_units(rng, 100), random_units(rng, 1)[0]
    chunks = chunks_of(vectors, CodeLayout.ROWS, [10, 55])
    every = [np.arange(chunk.n) for chunk in chunks]
    chosen = closest(chunks, every, query, count)
    kept = np.concatenate([at + start for at, start in zip(chosen, (0, 10, 55), strict=True)])
    exact = np.concatenate(rerank(chunks, every, query))
    assert sorted(kept) == sorted(np.argsort(-exact)[:count])
