"""The coordinator's bundle: complete, verified offline, and bound to the log line by line."""

import json
import stat
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from compliance.contents import ABOUT, ROUNDS, STATISTICS, About, Rounds, Statistics
from compliance.errors import ProofError, ReportError
from compliance.evidence import LOG, verify_folder
from compliance.log.events import Event, EventKind
from compliance.report import View
from coordinator.bundle import write_bundle
from coordinator.errors import OperatorError, StateUnavailable
from coordinator.reporting import report_on
from coordinator.rounds import run_rounds
from coordinator.settings import RoundSettings, StatisticsSettings
from coordinator.state import State
from coordinator.statistics import run_statistics
from device.federation.protocol import StatisticsView
from device.learning.models import GATE_SHAPES, initial_gate
from tests.coordinator.hostile import NOW, TRICKS, HostileGrid, honest, new_state

SETTINGS = RoundSettings(rounds=2, timeout_s=0.2, minimum_cohort=4)


@pytest.fixture
def state(tmp_path: Path):
    grid = HostileGrid(honest(5), {105: TRICKS["one NaN"].trick})
    with new_state(tmp_path / "state", simulated=True) as state:
        run_rounds(grid, state, SETTINGS, lambda: NOW)
        for view in StatisticsView:
            run_statistics(grid, state, view, StatisticsSettings(timeout_s=0.2), lambda: NOW)
        yield state


def write(state: State, folder: Path) -> Path:
    write_bundle(state, folder, at=NOW, market="KR", language="ko", zone="Asia/Seoul")
    return folder


def log_of(folder: Path) -> list[Event]:
    return [Event.from_leaf(leaf) for leaf in (folder / LOG).read_bytes().splitlines()]


def test_bundle_verifies_offline_and_under_the_key_that_the_operator_published(state, tmp_path):
    folder = write(state, tmp_path / "bundle")
    verdict = verify_folder(folder, vkey=state.now.vkey)
    assert verdict.files == (ABOUT, ROUNDS, STATISTICS)
    assert verdict.size == state.now.log_size
    assert verdict.counts[EventKind.ROUND_CLOSED] == 2
    assert verdict.counts[EventKind.REFUSED] == 2
    assert verdict.counts[EventKind.EXPORTED] == 1
    assert verdict.key_pinned


def test_bundle_holds_what_the_state_does(state, tmp_path):
    folder = write(state, tmp_path / "bundle")
    about = About.model_validate_json((folder / ABOUT).read_bytes())
    assert (about.kind, about.market, about.language) == ("coordinator", "KR", "ko")
    assert about.simulated
    rounds = Rounds.model_validate_json((folder / ROUNDS).read_bytes())
    assert rounds.rounds == state.now.lines
    assert rounds.minimum_cohort == 4
    assert rounds.final_reward == state.now.final_reward is not None
    assert rounds.tensors == GATE_SHAPES
    assert rounds.sees_single_updates
    assert rounds.rounds[0].refused == {"not-finite": 1}
    statistics = Statistics.model_validate_json((folder / STATISTICS).read_bytes())
    assert statistics.tables == state.now.tables
    assert statistics.epsilon_spent == 4.0


def test_every_line_and_table_is_named_in_the_log(state, tmp_path):
    folder = write(state, tmp_path / "bundle")
    rounds = Rounds.model_validate_json((folder / ROUNDS).read_bytes())
    statistics = Statistics.model_validate_json((folder / STATISTICS).read_bytes())
    named = {one.details.get("digest") for one in log_of(folder)}
    for entry in (*rounds.rounds, *statistics.tables):
        assert sha256(entry.model_dump_json().encode()).hexdigest() in named


def test_one_changed_figure_is_caught(state, tmp_path):
    folder = write(state, tmp_path / "bundle")
    rounds = json.loads((folder / ROUNDS).read_bytes())
    rounds["rounds"][0]["accepted"] += 1
    (folder / ROUNDS).write_text(json.dumps(rounds, indent=1) + "\n", encoding="utf-8")
    with pytest.raises(ProofError):
        verify_folder(folder)


def test_bundle_of_a_new_state_verifies(tmp_path):
    with new_state(tmp_path / "state") as state:
        folder = write(state, tmp_path / "bundle")
    assert verify_folder(folder).size == 2
    assert Rounds.model_validate_json((folder / ROUNDS).read_bytes()).rounds == ()


def test_second_bundle_verifies_too_and_the_first_still_does(state, tmp_path):
    first = write(state, tmp_path / "first")
    second = write(state, tmp_path / "second")
    assert verify_folder(second).size == verify_folder(first).size + 1


def test_files_are_for_the_operator_alone(state, tmp_path):
    folder = write(state, tmp_path / "bundle")
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_folder_with_something_in_it_is_left_alone(state, tmp_path):
    size = state.now.log_size
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(OperatorError, match="not empty"):
        write(state, tmp_path / "mine")
    with pytest.raises(OperatorError, match="inside"):
        write(state, state.folder / "bundle")
    with pytest.raises(StateUnavailable, match="cannot be written"):
        write(state, tmp_path / "mine" / "notes.txt" / "bundle")
    assert state.now.log_size == size  # nothing was handed out
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_report_into_a_folder_that_holds_something_is_refused_before_anything_is_handed_out(
    tmp_path,
):
    model = initial_gate(np.random.default_rng(0))
    State.create(tmp_path / "state", model, at=1).close()
    before = State.read(tmp_path / "state").log_size
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter").touch()
    with pytest.raises(ReportError):
        report_on(tmp_path / "state", View.REGULATOR, "en", mine, at=2)
    assert [path.name for path in mine.iterdir()] == ["letter"]
    assert State.read(tmp_path / "state").log_size == before
    report_on(tmp_path / "state", View.REGULATOR, "en", tmp_path / "new", at=2)
    assert State.read(tmp_path / "state").log_size == before + 1
