"""What the ServerApp does in a folder, over the in-process grid."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from coordinator import server
from coordinator.assignment import Assignment, Ended, Listener, assign
from coordinator.enrolment import prepare_state
from coordinator.errors import CoordinatorError, RoundsFailed, StateDamaged, StateUnavailable
from coordinator.folder import STATE_VARIABLE, Folder
from coordinator.settings import RoundSettings, Settings, StatisticsSettings
from coordinator.simulate import InProcessGrid, simulated_clients, simulated_devices
from coordinator.state import State
from device.federation.protocol import StatisticsView

QUICK = RoundSettings(rounds=2, timeout_s=5, wait_s=0, attempts=1)


def train(gate, _features, _values, _plan):
    return {name: array + np.float32(0.001) for name, array in gate.items()}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    found = Folder(tmp_path / "state")
    found.prepare()
    prepare_state(found, datetime.now(UTC))
    monkeypatch.setenv(STATE_VARIABLE, str(found.root))
    return found


def grid(count=4):
    return InProcessGrid(simulated_clients(simulated_devices(count, 1), train))


def kinds(folder):
    return [step.kind for step in Listener(folder.progress).steps()]


def test_it_runs_the_rounds_and_releases_the_views_that_the_assignment_names(folder):
    views = (StatisticsView.REGULATOR, StatisticsView.DEVELOPER)
    assign(folder, Assignment(settings=Settings(training=QUICK), views=views))
    server.main(grid(), None)
    now = State.read(folder.root)
    assert now.rounds_done == 2
    assert [table.view for table in now.tables] == list(views)
    rounds = ["Opened", "RoundLine"] * 2
    releases = ["StatisticsTable"] * 2
    assert kinds(folder) == ["Began", *rounds, "Evaluation", *releases, "Ended"]


def test_it_runs_no_round_twice(folder):
    assignment = Assignment(settings=Settings(training=QUICK))
    assign(folder, assignment)
    server.main(grid(), None)
    digest = State.read(folder.root).digest
    assign(folder, assignment)
    server.main(grid(), None)
    assert State.read(folder.root).digest == digest
    assert kinds(folder) == ["Began", "Ended"]


def test_a_release_beyond_the_budget_is_told_and_ends_nothing(folder):
    statistics = StatisticsSettings(epsilon_milli=2_000, budget_milli=2_000)
    settings = Settings(training=QUICK, statistics=statistics)
    views = (StatisticsView.REGULATOR, StatisticsView.DEVELOPER)
    assign(folder, Assignment(settings=settings, views=views))
    server.main(grid(), None)
    assert kinds(folder)[-3:] == ["StatisticsTable", "OverBudget", "Ended"]


def fault(folder, error, of=0):
    with pytest.raises(error):
        server.main(grid(of), None)
    last = list(Listener(folder.progress).steps())[-1]
    assert last.kind == Ended.__name__
    found = Ended(**last.fields).fault()
    assert type(found) is error
    assert found.tell("ja")


def test_the_error_that_ends_it_is_told_to_the_one_who_asked(folder):
    assign(folder, Assignment(settings=Settings(training=QUICK)))
    fault(folder, RoundsFailed, of=2)


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"settings": {"rounds": 3}}'])
def test_without_a_readable_assignment_nothing_is_asked(folder, content):
    before = State.read(folder.root).log_size
    if content is not None:
        folder.assignment.write_bytes(content)
    fault(folder, StateDamaged, of=4)
    assert State.read(folder.root).log_size == before


def test_a_second_run_is_kept_out_while_one_owns_the_state(folder):
    assign(folder, Assignment(settings=Settings(training=QUICK)))
    with State.open(folder.root):
        fault(folder, StateUnavailable, of=4)


def test_progress_tells_no_single_device(folder):
    assign(folder, Assignment(settings=Settings(training=QUICK)))
    server.main(grid(), None)
    words = set()
    for line in folder.progress.read_text().splitlines():
        words |= set(json.loads(line)["fields"])
    assert words <= set(
        "round rounds asked accepted refused missing weight mean_norm reward received_bytes "
        "aggregated before after at model error key values".split()
    )
    assert issubclass(RoundsFailed, CoordinatorError)
