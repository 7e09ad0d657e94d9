"""One flipped bit anywhere in a vault's files: a refusal, or exactly what was written.

Every page of every table, the file header, the free list and the WAL are hit. A flip in the WAL
makes SQLite end it there: then an earlier state is read, as after a power cut; it is one that was.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from tests.device.crash.driver import SEGMENT_ROWS, VAULT_FILE, cheap_secrets
from tests.device.crash.made import Made, Outcome, is_true, make, outcome_of, placed
from tests.device.crash.regions import Region, flipped, page_size, regions, sample

pytestmark = pytest.mark.usefixtures("_cheap")

IN_THE_WAL = ("wal header", "wal frame header", "wal frame")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    with cheap_secrets():
        return make(tmp_path_factory.mktemp("made"))


def flips(
    made: Made, folder: Path, rng: np.random.Generator, *, a_region: int, pages: float, live: bool
) -> list[tuple[Region, int, Outcome]]:
    """Flips bits in every region, or in a share of the pages of each name, and reads everything."""
    image = made.live if live else made.closed
    by_name = defaultdict(list)
    for region in regions(image):
        if region.name.startswith("wal") == live:
            by_name[region.name].append(region)
    done = []
    for name in sorted(by_name):
        mine = by_name[name]
        chosen = rng.choice(len(mine), max(1, int(len(mine) * pages)), replace=False)
        for region in [mine[int(at)] for at in chosen]:
            for at in sample(image, region, rng, a_region):
                with placed(flipped(image, region, at, int(rng.integers(8))), folder) as put:
                    done.append((region, region.start + at, outcome_of(put)))
    return done


def require_true(made: Made, done: list[tuple[Region, int, Outcome]], *, live: bool) -> None:
    """Checks that nothing was shown that was not written, and nothing hidden."""
    states = made.states if live else (made.states[1],)
    strays = [(region.name, at, one.stray) for region, at, one in done if one.stray]
    assert strays == []
    for region, at, one in done:
        if one.content is not None:
            in_wal = region.name in IN_THE_WAL
            may = states if in_wal else states[-1:]
            is_one = (is_true(one.content, state, with_log=not in_wal) for state in may)
            assert any(is_one), (region.name, at)
    seen = Counter(region.name for region, _, one in done if one.refused)
    harmless = sum(one.content is not None for _, _, one in done)
    assert harmless > 0, "no flip was harmless: a bad test"
    if not live:
        assert sum(seen.values()) > len(done) // 3, "few flips were seen: a bad test"
        tables = {
            region.name for region, _, _ in done if region.name.endswith(("leaf", "overflow"))
        }
        assert len(tables) > 10


def test_walk_covers_every_byte_of_the_files(made: Made):
    for image in (made.closed, made.live):
        found = regions(image)
        for name in image:
            mine = sorted((one.start, one.end) for one in found if one.file == name)
            assert [start for start, _ in mine] == [0, *(end for _, end in mine[:-1])]
            assert mine[-1][1] == len(image[name])
    names = {one.name for one in regions(made.closed)}
    assert {"header", "free", "item leaf", "seg_vectors leaf", "tail leaf", "audit leaf"} <= names
    assert {one.name for one in regions(made.live)} >= set(IN_THE_WAL)
    assert len(made.closed[VAULT_FILE]) % page_size(made.closed[VAULT_FILE]) == 0


@pytest.mark.parametrize("live", [False, True], ids=["closed", "live"])
def test_flipped_bit_shows_nothing_that_was_not_written(made: Made, tmp_path: Path, live: bool):
    rng = np.random.default_rng(1)
    done = flips(made, tmp_path, rng, a_region=1, pages=0.1, live=live)
    require_true(made, done, live=live)


@pytest.mark.prove
@pytest.mark.parametrize("live", [False, True], ids=["closed", "live"])
def test_flipped_bit_in_every_page_shows_nothing_that_was_not_written(
    made: Made, tmp_path: Path, live: bool
):
    rng = np.random.default_rng(2)
    done = flips(made, tmp_path, rng, a_region=12, pages=1.0, live=live)
    assert len(done) > 500
    require_true(made, done, live=live)


def test_damaged_segment_is_named_and_leaves_the_rest_readable(made: Made, tmp_path: Path):
    of = made.states[1]
    named = 0
    for table in ("seg_codes", "seg_vectors", "seg_columns"):
        region = next(one for one in regions(made.closed) if one.name == f"{table} leaf")
        at = region.end - region.start - 40  # the last row's bytes
        with placed(flipped(made.closed, region, at, 0), tmp_path) as put:
            outcome = outcome_of(put)
        assert outcome.content is not None, f"{table}: {outcome}"
        assert is_true(outcome.content, of)
        lost = set(of.memories) - set(outcome.content.memories)
        assert len(lost) <= SEGMENT_ROWS
        named += bool(lost) and len(outcome.content.damage) == 1
    assert named == 3, "a flip that hit no segment"
