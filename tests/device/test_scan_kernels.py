"""The kernels of the scan against brute force: exact, of one answer, and the same for both."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.memory.scan_faiss import FaissKernel
from device.memory.scan_kernel import BLOCK, SAMPLE, Plan, cut, guess
from device.memory.scan_numpy import NumpyKernel
from device.vault.columns import Chunk, CodeLayout

KERNELS = [NumpyKernel, FaissKernel]
TASKS = Path("/proc/self/task")
ALL_BITS = np.uint64(2**64 - 1)


def random_codes(rng, count):
    return rng.integers(0, 2**64, (count, 4), np.uint64)


def chunk_of(codes, layout, spare=0):
    """Gives a chunk of these codes, with rubbish where no row is yet."""
    chunk = Chunk.empty(len(codes) + spare, layout)
    chunk.codes[:] = 0
    chunk.n = len(codes)
    if layout is CodeLayout.ROWS:
        chunk.codes[: chunk.n] = codes
    else:
        chunk.codes[:, : chunk.n] = codes.T
    return chunk


def brute_force(groups, masks, query, keep):
    """Gives the positions by sorting all distances: by distance, then chunk, then position."""
    rows = []
    for at, (codes, mask) in enumerate(zip(groups, masks, strict=True)):
        distances = np.unpackbits((codes ^ query).view(np.uint8), axis=1).sum(axis=1)
        allowed = np.arange(len(codes)) if mask is None else np.flatnonzero(mask)
        rows += [(int(distances[position]), at, int(position)) for position in allowed]
    kept = sorted(rows)[:keep]
    return [sorted(position for _, of, position in kept if of == at) for at in range(len(groups))]


def check(kernel, groups, masks, query, keep):
    chunks = [chunk_of(codes, kernel.layout, spare=3) for codes in groups]
    found = kernel.nearest(chunks, masks, query, keep)
    assert [one.dtype for one in found] == [np.dtype(np.intp)] * len(groups)
    assert [one.tolist() for one in found] == brute_force(groups, masks, query, keep)


def noisy(rng, codes, share):
    """Gives the codes with this share of their bits turned."""
    bits = np.unpackbits(codes.view(np.uint8), axis=1)
    turned = bits ^ (rng.random(bits.shape) < share)
    return np.packbits(turned, axis=1).view(np.uint64)


def make_codes(kind, rng, count):
    match kind:
        case "random":
            return random_codes(rng, count)
        case "clustered":
            return noisy(rng, random_codes(rng, 5)[rng.integers(0, 5, count)], 0.1)
        case "duplicates":
            return random_codes(rng, 3)[rng.integers(0, 3, count)]
        case "extreme":  # no bit like the query's, all but one, none unlike, one unlike
            edge = np.zeros((4, 4), np.uint64)
            edge[0], edge[1] = ALL_BITS, ALL_BITS
            edge[1, 3] ^= np.uint64(1)
            edge[3, 2] = 4
            return edge[rng.integers(0, 4, count)]
    raise ValueError(kind)


def make_mask(kind, rng, count):
    match kind:
        case "none":
            return None
        case "all":
            return np.ones(count, bool)
        case "nothing":
            return np.zeros(count, bool)
        case "few":
            return rng.random(count) < 0.01
        case "most":
            return rng.random(count) < 0.9
        case "blocks":
            return np.arange(count) // 5_000 % 2 == 0
    raise ValueError(kind)


CODES = ["random", "clustered", "duplicates", "extreme"]
MASKS = ["none", "all", "nothing", "few", "most", "blocks"]


@pytest.mark.parametrize("make", KERNELS)
@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(CODES), st.sampled_from(MASKS), st.integers(0, 60)), max_size=5
    ),
    st.integers(0, 120),
    st.sampled_from(["zero", "ones", "random"]),
    st.integers(0, 2**32 - 1),
)
def test_few_rows_equal_brute_force(make, groups, keep, asked, seed):
    rng = np.random.default_rng(seed)
    codes = [make_codes(kind, rng, count) for kind, _, count in groups]
    masks = [make_mask(kind, rng, count) for _, kind, count in groups]
    query = {"zero": np.zeros(4, np.uint64), "ones": np.full(4, ALL_BITS)}.get(asked)
    check(make(), codes, masks, random_codes(rng, 1)[0] if query is None else query, keep)


@pytest.mark.parametrize("make", KERNELS)
@pytest.mark.parametrize("kind", CODES)
@pytest.mark.parametrize("mask", MASKS)
def test_rows_over_several_blocks_equal_brute_force(make, kind, mask):
    rng = np.random.default_rng(CODES.index(kind))
    sizes = [BLOCK + 7_000, 0, 1, 12_000]
    codes = [make_codes(kind, rng, size) for size in sizes]
    masks = [make_mask(mask, rng, size) for size in sizes]
    kernel = make()
    for keep in (1, 400, 30_000):
        check(kernel, codes, masks, noisy(rng, codes[3][:1], 0.05)[0], keep)


@pytest.mark.parametrize("make", KERNELS)
def test_masks_of_all_kinds_beside_each_other_equal_brute_force(make):
    rng = np.random.default_rng(1)
    codes = [make_codes("clustered", rng, 9_000) for _ in MASKS]
    masks = [make_mask(kind, rng, 9_000) for kind in MASKS]
    check(make(), codes, masks, codes[2][0], 700)


@pytest.mark.parametrize("make", KERNELS)
@pytest.mark.parametrize("empty", [0, BLOCK])
def test_masked_chunk_that_is_read_in_several_calls_equals_brute_force(make, empty):
    rng = np.random.default_rng(6)
    codes = make_codes("clustered", rng, 5 * BLOCK)
    mask = rng.random(len(codes)) < 0.5
    mask[2 * BLOCK : 2 * BLOCK + empty] = False
    check(make(), [codes], [mask], codes[7], 500)


@pytest.mark.prove
@pytest.mark.parametrize("mask", MASKS)
def test_kernels_agree_on_half_a_million_rows(mask):
    rng = np.random.default_rng(2)
    codes = [make_codes(CODES[at % 3], rng, 500_000 // (2**at)) for at in range(8)]
    masks = [make_mask(mask, rng, len(one)) for one in codes]
    for keep in (400, 5_000):
        query = noisy(rng, codes[1][:1], 0.1)[0]
        by_numpy, by_faiss = (
            kernel.nearest([chunk_of(one, kernel.layout) for one in codes], masks, query, keep)
            for kernel in (NumpyKernel(), FaissKernel())
        )
        assert [one.tolist() for one in by_numpy] == [one.tolist() for one in by_faiss]


# --- Ties, wrong guesses, bytes that overflow ---


@pytest.mark.parametrize("make", KERNELS)
def test_of_equal_codes_the_first_chunks_first_positions_are_kept(make):
    kernel = make()
    chunks = [chunk_of(np.ones((10, 4), np.uint64), kernel.layout) for _ in range(3)]
    masks = [np.arange(10) % 2 == 1, None, None]
    found = kernel.nearest(chunks, masks, np.zeros(4, np.uint64), 9)
    assert [one.tolist() for one in found] == [[1, 3, 5, 7, 9], [0, 1, 2, 3], []]


@pytest.mark.parametrize("make", KERNELS)
@pytest.mark.parametrize("sampled", ["far", "near"])
def test_answer_is_exact_where_the_sample_is_unlike_the_rest(make, sampled):
    step = 3
    near = np.arange(SAMPLE * step) % step == 0
    if sampled == "far":
        near = ~near
    rng = np.random.default_rng(3)
    query = random_codes(rng, 1)[0]
    codes = noisy(rng, np.tile(query, (SAMPLE * step, 1)), 0.4)
    codes[near] = noisy(rng, np.tile(query, (int(near.sum()), 1)), 0.02)
    check(make(), [codes], [None], query, SAMPLE + 2_000)


@pytest.mark.parametrize("make", KERNELS)
@pytest.mark.parametrize("keep", [1, 50, 60, 149])
def test_opposite_codes_come_last(make, keep):
    opposite = np.full((100, 4), ALL_BITS)
    almost = opposite.copy()
    almost[:, 0] ^= np.uint64(1)
    near = np.ones((50, 4), np.uint64)
    check(make(), [opposite, near], [None, None], np.zeros(4, np.uint64), keep)
    check(make(), [opposite, almost[:50]], [None, None], np.zeros(4, np.uint64), keep)
    allowed = np.arange(100) < 90
    check(make(), [opposite, almost], [allowed, allowed], np.zeros(4, np.uint64), keep)


@pytest.mark.parametrize("make", KERNELS)
def test_rows_that_are_not_allowed_take_no_place_where_all_are_almost_opposite(make):
    almost = np.full((100, 4), ALL_BITS)
    almost[:, 0] ^= np.uint64(2)
    check(make(), [almost], [np.arange(100) >= 10], np.zeros(4, np.uint64), 50)


def test_guess_is_where_the_sample_has_enough_and_never_beyond_all_bits():
    sample = np.repeat(np.arange(0, 200, dtype=np.uint8), 100)
    assert 10 <= guess(sample, 1_000_000, 1_000_000 // 20) <= 12
    assert guess(sample, 20_000, 20_000) == guess(sample[:0], 10, 1) == 256


@given(st.lists(st.integers(0, 256), min_size=1, max_size=80), st.data())
def test_cut_gives_what_a_stable_sort_gives(distances, data):
    keep = data.draw(st.integers(1, len(distances)))
    kept, last = cut(np.array(distances, np.uint16), keep)
    order = np.argsort(distances, kind="stable")[:keep]
    assert kept.tolist() == sorted(order)
    assert last == distances[order[-1]]


# --- What is read ---


@pytest.mark.parametrize("layout", CodeLayout)
def test_only_what_may_be_given_is_read(layout):
    count = 4 * BLOCK
    chunk = chunk_of(np.zeros((count, 4), np.uint64), layout)
    mask = np.zeros(count, bool)
    mask[5:25] = True  # few in the first block: gathered
    mask[BLOCK : 2 * BLOCK : 2] = True  # half of the second: read, then masked
    mask[3 * BLOCK :] = True  # all of the last
    plan = Plan.of([chunk, chunk], [mask, np.zeros(count, bool)], layout)
    assert [len(part) for part in plan.parts] == [20, BLOCK, BLOCK]
    assert [part.is_whole for part in plan.parts] == [False, False, True]
    assert plan.allowed == mask.sum()


def test_blocks_side_by_side_that_are_read_alike_are_read_as_one():
    chunk = chunk_of(np.zeros((4 * BLOCK, 4), np.uint64), CodeLayout.WORDS)
    whole = np.ones(4 * BLOCK, bool)
    gap = whole.copy()
    gap[2 * BLOCK : 3 * BLOCK] = False
    half = np.arange(4 * BLOCK) % 2 == 0
    plan = Plan.of([chunk] * 4, [whole, None, gap, half], chunk.layout)
    assert [(part.chunk, part.start, part.stop, part.is_whole) for part in plan.parts] == [
        (0, 0, 4 * BLOCK, True),
        (1, 0, 4 * BLOCK, True),
        (2, 0, 2 * BLOCK, True),
        (2, 3 * BLOCK, 4 * BLOCK, True),
        (3, 0, 4 * BLOCK, False),
    ]


@pytest.mark.parametrize("make", KERNELS)
def test_rows_beyond_what_is_in_use_are_not_read(make):
    kernel = make()
    chunk = chunk_of(random_codes(np.random.default_rng(4), 900), kernel.layout, spare=500)
    (found,) = kernel.nearest([chunk], [None], np.zeros(4, np.uint64), 800)
    assert found.max() < 900  # the spare ones are zeros: the nearest, if they were read


@pytest.mark.parametrize("make", KERNELS)
def test_kernel_answers_alike_whatever_it_answered_before(make):
    rng = np.random.default_rng(5)
    kernel, query = make(), random_codes(rng, 1)[0]
    large, small = (chunk_of(random_codes(rng, count), kernel.layout) for count in (50_000, 3_000))
    first = kernel.nearest([small], [None], query, 100)[0].tolist()
    kernel.nearest([large, small], [None, None], query, 2_000)
    assert kernel.nearest([small], [None], query, 100)[0].tolist() == first


@pytest.mark.parametrize("make", KERNELS)
def test_chunk_in_another_layout_or_a_mask_of_another_length_is_refused(make):
    kernel = make()
    codes = np.zeros((10, 4), np.uint64)
    (other,) = set(CodeLayout) - {kernel.layout}
    with pytest.raises(ValueError, match="expected CodeLayout"):
        kernel.nearest([chunk_of(codes, other)], [None], codes[0], 5)
    for length in (9, 11):
        with pytest.raises(ValueError, match="expected 10"):
            kernel.nearest([chunk_of(codes, kernel.layout)], [np.ones(length, bool)], codes[0], 5)
    with pytest.raises(ValueError, match="zip"):
        kernel.nearest([chunk_of(codes, kernel.layout)], [], codes[0], 5)


@pytest.mark.skipif(not TASKS.exists(), reason="counts threads as Linux lists them")
def test_faiss_starts_no_threads_whatever_it_is_allowed():
    chunk = chunk_of(random_codes(np.random.default_rng(7), 100_000), CodeLayout.ROWS)
    query, counts = chunk.codes[0].copy(), []

    def ask():
        faiss.omp_set_num_threads(2)
        counts.append(len(list(TASKS.iterdir())))
        FaissKernel().nearest([chunk], [None], query, 1_000)
        counts.append(len(list(TASKS.iterdir())))
        labels, distances = np.empty(10, np.int64), np.empty(10, np.int32)
        address = [faiss.swig_ptr(codes.view(np.uint8)) for codes in (query, chunk.codes)]
        faiss.hammings_knn_mc(
            *address, 1, chunk.n, 10, 32, faiss.swig_ptr(distances), faiss.swig_ptr(labels)
        )
        counts.append(len(list(TASKS.iterdir())))

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    before, after, control = counts
    assert after == before < control
