"""Statistics: the noise is what it is said to be, small groups stay hidden, the budget holds."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.contents import StatisticsTable
from compliance.evidence import LOG
from compliance.log.events import Event, EventKind
from coordinator.noise import add_noise, interval, margin, noise_scale, tail
from coordinator.settings import StatisticsSettings
from coordinator.simulate import InProcessGrid
from coordinator.state import State
from coordinator.statistics import (
    FALSE_RELEASE,
    PARTITIONS,
    OverBudget,
    release,
    run_statistics,
    suppress,
    threshold,
)
from device.federation.protocol import CELLS, MAX_CELLS, StatisticsView
from device.federation.sent import Consent
from tests.coordinator.hostile import (
    NOW,
    HostileGrid,
    cells,
    fails,
    honest,
    new_state,
    people,
    records,
    says,
    silent,
)

REGULATOR, DEVELOPER = StatisticsView.REGULATOR, StatisticsView.DEVELOPER
SETTINGS = StatisticsSettings(timeout_s=0.2)
# So little noise that a few devices never reach the threshold of 13 by chance.
FAINT = StatisticsSettings(timeout_s=0.2, epsilon_milli=20_000, budget_milli=100_000)
DRAWS = 40_000


def now() -> int:
    return NOW


def draws(epsilon: float) -> np.ndarray:
    """Gives noise on many cells at once. OpenDP takes no seed; bounds below are six sigmas wide."""
    counts = {f"cell_{at}": 0 for at in range(DRAWS)}
    return np.array(list(add_noise(counts, epsilon).values()))


@pytest.mark.parametrize("epsilon", [0.5, 2.0, 8.0])
def test_noise_has_the_mean_and_spread_of_its_scale(epsilon):
    noise = draws(epsilon)
    q = math.exp(-1 / noise_scale(epsilon))
    variance = 2 * q / (1 - q) ** 2
    sigma = math.sqrt(variance / DRAWS)
    assert abs(noise.mean()) < 6 * sigma
    # The fourth moment of Laplace noise is about six times the square of the variance.
    assert abs(noise.var() / variance - 1) < 6 * math.sqrt(6 / DRAWS)


def test_noise_has_the_stated_tails():
    noise = draws(2.0)
    scale = noise_scale(2.0)
    for least in (1, 4, 9, 20):
        expected = tail(scale, least)
        bound = 6 * math.sqrt(expected / DRAWS)
        assert abs((noise >= least).mean() - expected) < bound
        assert abs((noise <= -least).mean() - expected) < bound


def test_chance_of_each_number_is_the_geometric_mechanisms():
    noise = Counter(draws(8.0).tolist())
    q = math.exp(-1 / noise_scale(8.0))
    for number in range(-3, 4):
        expected = (1 - q) / (1 + q) * q ** abs(number)
        found = noise[number] / DRAWS
        assert abs(found - expected) < 6 * math.sqrt(expected / DRAWS)


def test_interval_holds_95_of_100_and_no_smaller_one_does():
    scale = noise_scale(2.0)
    bound = interval(scale)
    assert bound == 12
    assert 2 * tail(scale, bound + 1) <= 0.05 < 2 * tail(scale, bound)
    share = (np.abs(draws(2.0)) <= bound).mean()
    assert 0.94 < share < 0.97


def test_counts_shift_the_noise_and_nothing_else():
    found = add_noise(dict.fromkeys([f"c{at}" for at in range(DRAWS)], 1_000), 2.0)
    noise = np.array(list(found.values())) - 1_000
    assert abs(noise.mean()) < 6 * math.sqrt(32 / DRAWS)


@pytest.mark.parametrize("epsilon", [0.01, 0.1, 1.0, 2.0, 20.0])
def test_scale_covers_a_devices_whole_reply(epsilon):
    # One device more moves MAX_CELLS cells by one: the chance of any outcome changes by at most
    # (1/q)^MAX_CELLS = e^epsilon.
    q = math.exp(-1 / noise_scale(epsilon))
    assert (1 / q) ** MAX_CELLS == pytest.approx(math.exp(epsilon))
    assert set(add_noise({"a": 1, "b": 0}, epsilon)) == {"a", "b"}  # OpenDP agrees, or it raises


@given(st.floats(0.4, 80.0), st.integers(1, 20))
def test_margin_is_the_least_that_keeps_the_promise(scale, count):
    found = margin(scale, count, FALSE_RELEASE)
    assert count * tail(scale, found) <= FALSE_RELEASE
    assert found == 1 or count * tail(scale, found - 1) > FALSE_RELEASE


@pytest.mark.parametrize("epsilon_milli", [500, 2_000, 8_000])
@pytest.mark.parametrize("view", StatisticsView)
def test_cell_of_fewer_than_k_devices_is_shown_less_than_once_in_a_thousand_tables(
    view, epsilon_milli
):
    settings = StatisticsSettings(epsilon_milli=epsilon_milli)
    least = threshold(view, settings)
    scale = noise_scale(epsilon_milli / 1_000)
    for devices in (0, 3, settings.k - 1):
        chance = 1 - (1 - tail(scale, least - devices)) ** len(CELLS[view])
        assert chance <= FALSE_RELEASE
    assert least > settings.k


def test_threshold_of_the_defaults_is_what_the_page_says():
    assert threshold(REGULATOR, StatisticsSettings()) == 44
    assert threshold(DEVELOPER, StatisticsSettings(k=20)) == 54
    three = 10 * tail(4.0, 44 - 3)
    assert three < 0.0002


def test_threshold_comes_after_the_noise():
    least = threshold(REGULATOR, SETTINGS)
    replies = [dict.fromkeys(CELLS[REGULATOR], 0) | {"exported": 1}] * least
    shown = 0
    for _ in range(300):
        table = release(replies, REGULATOR, SETTINGS, at=NOW, asked=99, simulated=False)
        count = table.counts["exported"]
        shown += count is not None
        assert count is None or count >= least
    # A true count at the threshold is shown when its noise is not below zero: 56 times of 100.
    assert 120 < shown < 220


def test_three_devices_see_every_cell_suppressed():
    replies = [
        dict.fromkeys(CELLS[REGULATOR][:MAX_CELLS], 1)
        | dict.fromkeys(CELLS[REGULATOR][MAX_CELLS:], 0)
    ] * 3
    tables = [
        release(replies, REGULATOR, SETTINGS, at=NOW, asked=3, simulated=False) for _ in range(400)
    ]
    # Expected 0.07 of 400 tables; three or more would be a chance of one in 20,000.
    assert sum(any(one.counts.values()) for one in tables) < 3


def test_of_cells_that_share_devices_out_never_exactly_one_is_suppressed():
    (languages,) = PARTITIONS
    noisy = dict(zip(languages, (40, 60, 70), strict=True))
    assert suppress(noisy, 44) == dict(zip(languages, (None, None, 70), strict=True))
    assert suppress(noisy, 40) == noisy
    assert suppress(noisy, 61) == dict(zip(languages, (None, None, 70), strict=True))
    assert suppress(noisy, 99) == dict.fromkeys(languages)
    assert suppress({"exported": 9, "expired": 50}, 44) == {"exported": None, "expired": 50}


def test_partitions_are_cells_of_one_view():
    assert all(set(one) <= set(CELLS[DEVELOPER]) for one in PARTITIONS)


def test_released_table_tells_how_it_was_made(tmp_path):
    with new_state(tmp_path / "state", simulated=True) as state:
        table = run_statistics(InProcessGrid(honest(60)), state, REGULATOR, SETTINGS, now)
        assert isinstance(table, StatisticsTable)
        assert state.now.tables == (table,)
        assert state.now.epsilon_spent == 2.0
        events = [Event.from_leaf(leaf) for leaf in state.evidence()[LOG].splitlines()]
    assert (table.view, table.asked, table.bound, table.period_days) == ("regulator", 60, 8, 28)
    assert (table.epsilon, table.scale, table.threshold, table.interval) == (2.0, 4.0, 44, 12)
    assert table.simulated
    assert set(table.counts) == set(CELLS[REGULATOR])
    true = Counter(name for one in people(60) for name, bit in one.cells[REGULATOR].items() if bit)
    for name, count in table.counts.items():
        if count is not None:
            assert abs(count - true[name]) < 80  # noise of scale 4 never gets there
    queried = [one for one in events if one.kind is EventKind.QUERIED]
    assert [one.details["reason"] for one in queried] == ["asked", "released"]
    assert queried[1].details["epsilon_milli"] == 2_000
    assert {one.purpose for one in queried} == {"statistics"}


def test_nothing_on_the_disk_tells_who_answered_what_or_how_many_did(tmp_path):
    tricks = {101: silent, 102: fails("NoConsent"), 103: fails("ValueError")}
    with new_state(tmp_path / "state") as state:
        run_statistics(HostileGrid(honest(20), tricks), state, REGULATOR, SETTINGS, now)
        events = [Event.from_leaf(leaf) for leaf in state.evidence()[LOG].splitlines()]
    assert {one.kind for one in events} == {EventKind.STARTED, EventKind.QUERIED}
    assert not any({"accepted", "count"} & set(one.details) for one in events)
    assert {one.details["asked"] for one in events if "asked" in one.details} == {20}


def test_only_devices_that_consented_to_statistics_are_counted(tmp_path):
    devices = {**honest(120, Consent(training=True)), **honest(4)}
    with new_state(tmp_path / "state") as state:
        table = run_statistics(InProcessGrid(devices), state, DEVELOPER, FAINT, now)
    assert isinstance(table, StatisticsTable)
    assert table.asked == 120
    assert not any(table.counts.values())


def test_hostile_replies_are_not_counted(tmp_path):
    ones = cells(lambda found: found.update(dict.fromkeys(found, 1)))
    tricks = [
        ones,
        cells(lambda found: found.update(exported=1_000_000)),
        cells(lambda found: found.update(exported=-1_000)),
        cells(lambda found: found.update(exported=0.5)),
        cells(lambda found: found.update(more=1)),
        cells(lambda found: found.pop("exported")),
        records(cells=None),
        says(src_node_id=101),
        says(group_id="developer"),
    ]
    hostile = {201 + at: trick for at, trick in enumerate(tricks * 20)}
    # Honest devices that did nothing: whatever is shown, hostile ones brought in.
    quiet = {
        node: cells(lambda found: found.update(dict.fromkeys(found, 0))) for node in range(101, 104)
    }
    devices = {**honest(3), **dict.fromkeys(hostile, honest(1)[101])}
    with new_state(tmp_path / "state") as state:
        table = run_statistics(
            HostileGrid(devices, {**hostile, **quiet}), state, REGULATOR, FAINT, now
        )
    assert isinstance(table, StatisticsTable)
    assert table.asked == 183
    assert not any(table.counts.values())


def test_device_that_answers_twice_is_counted_once(tmp_path):
    def often(request, reply):
        return [reply] * 60

    tricks = dict.fromkeys([101, 102, 103], often)
    with new_state(tmp_path / "state") as state:
        table = run_statistics(HostileGrid(honest(3), tricks), state, DEVELOPER, FAINT, now)
    assert isinstance(table, StatisticsTable)
    assert not any(table.counts.values())


def test_budget_refuses_more_and_asks_nobody(tmp_path):
    grid = HostileGrid(honest(3), {})
    settings = SETTINGS.model_copy(update={"epsilon_milli": 3_000, "budget_milli": 7_000})
    with new_state(tmp_path / "state") as state:
        for view in (REGULATOR, DEVELOPER):
            assert isinstance(run_statistics(grid, state, view, settings, now), StatisticsTable)
        asked = len(grid.kinds_asked)
        found = run_statistics(grid, state, REGULATOR, settings, now)
        assert found == OverBudget(spent_milli=6_000, asked_milli=3_000, budget_milli=7_000)
        assert len(grid.kinds_asked) == asked
        assert state.now.epsilon_spent == 6.0
        assert len(state.now.tables) == 2
        # What is left may still be spent, down to the last thousandth.
        last = settings.model_copy(update={"epsilon_milli": 1_000})
        assert isinstance(run_statistics(grid, state, REGULATOR, last, now), StatisticsTable)
        least = settings.model_copy(update={"epsilon_milli": 10})
        assert isinstance(run_statistics(grid, state, REGULATOR, least, now), OverBudget)


def test_budget_is_remembered_by_the_state(tmp_path):
    grid = InProcessGrid(honest(3))
    settings = SETTINGS.model_copy(update={"budget_milli": 3_000})
    with new_state(tmp_path / "state") as state:
        run_statistics(grid, state, REGULATOR, settings, now)
    with State.open(tmp_path / "state") as again:
        assert isinstance(run_statistics(grid, again, DEVELOPER, settings, now), OverBudget)


def test_table_is_kept_before_it_is_seen(tmp_path):
    with new_state(tmp_path / "state") as state:
        table = run_statistics(InProcessGrid(honest(3)), state, REGULATOR, SETTINGS, now)
        assert State.read(tmp_path / "state").tables == (table,)
