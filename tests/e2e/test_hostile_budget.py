"""A coordinator that is ended between the question and the release, and asks again."""

import pytest

from compliance.bundle import read_bundle
from compliance.contents import StatisticsTable
from coordinator.bundle import write_bundle
from coordinator.rounds import run_rounds
from coordinator.settings import RoundSettings, StatisticsSettings
from coordinator.simulate import InProcessGrid
from coordinator.state import State
from coordinator.statistics import OverBudget, run_statistics
from device.federation.protocol import StatisticsView
from tests.coordinator.hostile import NOW, honest, new_state

SETTINGS = StatisticsSettings(timeout_s=1.0, epsilon_milli=2_000, budget_milli=6_000)


class Killed(BaseException):
    """What a kill is to the code that it hits: nothing after it runs."""


class Mortal(InProcessGrid):
    """A grid whose process is killed when the replies were fetched, so often."""

    def __init__(self, devices, kills):
        super().__init__(devices)
        self.kills, self.asked = kills, 0

    def push_messages(self, messages):
        self.asked += 1
        return super().push_messages(messages)

    def pull_messages(self, message_ids):
        found = super().pull_messages(message_ids)
        if self.kills and not self._replies:
            self.kills -= 1
            raise Killed
        return found


def ask(state, grid, view=StatisticsView.REGULATOR):
    return run_statistics(grid, state, view, SETTINGS, lambda: NOW)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


def test_budget_is_spent_by_queries_whose_release_was_lost(folder):
    new_state(folder).close()
    grid = Mortal(honest(3), kills=2)
    for spent in (2.0, 4.0):
        with State.open(folder) as state, pytest.raises(Killed):
            ask(state, grid)
        assert State.read(folder).epsilon_spent == spent
    with State.open(folder) as state:
        assert isinstance(ask(state, grid), StatisticsTable)
        assert state.now.epsilon_spent == State.read(folder).epsilon_spent == 6.0
        asked = grid.asked
        for view in StatisticsView:
            assert isinstance(ask(state, grid, view), OverBudget)
        assert grid.asked == asked
    with State.open(folder) as state:  # and a restart forgets nothing of it
        assert isinstance(ask(state, grid), OverBudget)
    assert len(State.read(folder).tables) == 1


def test_both_views_draw_from_one_budget_and_each_has_noise_of_its_own(folder):
    grid = InProcessGrid(honest(3))
    with new_state(folder) as state:
        tables = [ask(state, grid, view) for view in (*StatisticsView, StatisticsView.REGULATOR)]
        assert all(isinstance(table, StatisticsTable) for table in tables)
        assert isinstance(ask(state, grid), OverBudget)
        assert state.now.unreleased_milli == 0


def test_bundle_tells_the_loss_of_what_was_never_released_and_is_still_believed(folder, tmp_path):
    new_state(folder).close()
    with State.open(folder) as state, pytest.raises(Killed):
        ask(state, Mortal(honest(3), kills=1))
    with State.open(folder) as state:
        ask(state, InProcessGrid(honest(3)))
        run_rounds(InProcessGrid(honest(3)), state, RoundSettings(rounds=1), lambda: NOW)
        write_bundle(state, tmp_path / "bundle", at=NOW)
    read = read_bundle(tmp_path / "bundle")
    assert (read.statistics.epsilon_spent, len(read.statistics.tables)) == (4.0, 1)
