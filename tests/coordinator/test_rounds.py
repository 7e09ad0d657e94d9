"""The round loop over the in-process grid: honest devices, hostile ones, silence, and kills."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from compliance.contents import RoundLine
from compliance.evidence import LOG
from compliance.log.events import Event, EventKind
from coordinator.errors import RoundsFailed
from coordinator.rounds import Opened, Waiting, run_rounds
from coordinator.settings import RoundSettings
from coordinator.simulate import InProcessGrid
from coordinator.state import Evaluation, State
from device.federation.protocol import EVALUATE, TRAIN
from device.federation.sent import Consent
from tests.coordinator.hostile import (
    NOW,
    TRICKS,
    HostileGrid,
    fails,
    honest,
    new_state,
    people,
    silent,
)

HERE = Path(__file__).parent
QUICK = RoundSettings(rounds=1, timeout_s=0.2, wait_s=0.0, attempts=2)
HOSTILE = 105  # the fifth device


def now() -> int:
    return NOW


def run(folder: Path, grid: InProcessGrid, settings: RoundSettings = QUICK) -> State:
    """Runs rounds on a new state and gives it, closed."""
    with new_state(folder) as state:
        run_rounds(grid, state, settings, now)
        return state


def events(state: State) -> list[Event]:
    return [Event.from_leaf(leaf) for leaf in state.evidence()[LOG].splitlines()]


@pytest.fixture(scope="module")
def of_four(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The model that four honest devices make."""
    return run(tmp_path_factory.mktemp("four") / "state", InProcessGrid(honest(4))).now.digest


@pytest.fixture(scope="module")
def of_five(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The model that five honest devices make."""
    return run(tmp_path_factory.mktemp("five") / "state", InProcessGrid(honest(5))).now.digest


def test_rounds_make_new_models_and_tell_each_step(tmp_path):
    news = []
    with new_state(tmp_path / "state") as state:
        before = state.now.digest
        settings = QUICK.model_copy(update={"rounds": 3})
        run_rounds(InProcessGrid(honest(4)), state, settings, now, news.append)
        lines = state.now.lines
    assert [type(one) for one in news] == [Opened, RoundLine] * 3 + [Evaluation]
    assert [line.round for line in lines] == [1, 2, 3]
    assert [line.before for line in lines] == [before, lines[0].after, lines[1].after]
    assert len({before, *(line.after for line in lines)}) == 4
    assert all(line.accepted == line.asked == 4 and not line.refused for line in lines)
    assert all(0 < line.mean_norm <= 1.0001 and line.reward is not None for line in lines)
    assert state.now.final_reward == news[-1].reward is not None


def test_a_device_that_leaves_makes_another_model(of_four, of_five):
    assert of_four != of_five


@pytest.mark.parametrize("name", [name for name in TRICKS if name != "twice"])
def test_hostile_reply_is_refused_and_the_model_is_what_the_honest_ones_make(
    tmp_path, of_four, name
):
    case = TRICKS[name]
    state = run(tmp_path / "state", HostileGrid(honest(5), {HOSTILE: case.trick}))
    (line,) = state.now.lines
    assert line.refused == {case.reason: 1}
    assert (line.asked, line.accepted, line.missing) == (5, 4, 0)
    assert state.now.digest == of_four


def test_second_reply_of_a_device_does_not_count(tmp_path, of_five):
    state = run(tmp_path / "state", HostileGrid(honest(5), {HOSTILE: TRICKS["twice"].trick}))
    (line,) = state.now.lines
    assert (line.accepted, line.refused) == (5, {"twice": 1})
    assert state.now.digest == of_five


def test_reply_that_flower_cannot_read_takes_no_other_reply_with_it(tmp_path, of_four):
    state = run(tmp_path / "state", HostileGrid(honest(5), {}, unreadable={HOSTILE}))
    (line,) = state.now.lines
    assert (line.accepted, line.refused) == (4, {"unreadable": 1})
    assert state.now.digest == of_four


def test_every_trick_at_once_leaves_the_model_to_the_honest_ones(tmp_path, of_four):
    tricks = [case.trick for case in TRICKS.values() if case.reason != "twice"]
    hostile = {HOSTILE + at: trick for at, trick in enumerate(tricks)}
    devices = {**honest(4), **{node: honest(4)[101] for node in hostile}}
    state = run(tmp_path / "state", HostileGrid(devices, hostile))
    (line,) = state.now.lines
    assert line.accepted == 4
    assert sum(line.refused.values()) == len(tricks) > 45
    assert set(line.refused) == {case.reason for case in TRICKS.values()} - {"twice"}
    assert state.now.digest == of_four


def test_refusals_are_logged_with_a_word_and_nothing_of_the_reply(tmp_path):
    with new_state(tmp_path / "state") as state:
        grid = HostileGrid(honest(5), {HOSTILE: fails("my diary says: dear")})
        run_rounds(grid, state, QUICK, now)
        refusals = [one for one in events(state) if one.kind is EventKind.REFUSED]
    assert [one.details for one in refusals] == [{"round": 1, "reason": "error", "count": 1}]
    assert b"diary" not in b"".join(file.read_bytes() for file in (tmp_path / "state").iterdir())


def test_silent_half_is_missing_and_the_others_make_the_round(tmp_path):
    tricks = dict.fromkeys([104, 105, 106], silent)
    state = run(tmp_path / "state", HostileGrid(honest(6), tricks))
    (line,) = state.now.lines
    assert (line.asked, line.accepted, line.missing) == (6, 3, 3)
    assert line.aggregated


@pytest.mark.parametrize("code", [3, 4, 5])
def test_device_that_flower_reports_as_gone_is_missing(tmp_path, code):
    grid = HostileGrid(honest(5), {HOSTILE: fails("SuperNode unavailable", code)})
    (line,) = run(tmp_path / "state", grid).now.lines
    assert (line.accepted, line.missing, line.refused) == (4, 1, {})


def test_round_below_the_minimum_cohort_is_given_up_and_the_model_stays(tmp_path):
    tricks = dict.fromkeys([101, 102], silent)
    with new_state(tmp_path / "state") as state:
        before = state.now.digest
        with pytest.raises(RoundsFailed) as raised:
            run_rounds(HostileGrid(honest(4), tricks), state, QUICK, now)
        assert raised.value.values == {"round": 1, "needed": 3, "asked": 4, "accepted": 2}
        assert "2" in raised.value.tell("ko")
        assert state.now.digest == before
        assert state.now.rounds_done == 0
        kinds = [one.kind for one in events(state)]
    assert len(state.now.lines) == QUICK.attempts
    assert kinds.count(EventKind.ROUND_ABORTED) == kinds.count(EventKind.ROUND_OPENED) == 2
    for line in state.now.lines:
        assert not line.aggregated
        # Two devices' figures would be nearly one's own.
        assert (line.weight, line.mean_norm, line.reward) == (0, 0.0, None)


def test_too_few_connected_devices_are_not_asked(tmp_path):
    grid = HostileGrid(honest(2), {})
    with new_state(tmp_path / "state") as state:
        with pytest.raises(RoundsFailed):
            run_rounds(grid, state, QUICK, now)
        assert state.now.lines == ()  # waiting in vain is no round
    assert grid.kinds_asked == []


def test_round_waits_for_devices_that_come_later(tmp_path):
    class Slow(InProcessGrid):
        looks = 0

        def get_node_ids(self):
            self.looks += 1
            return list(super().get_node_ids())[: self.looks + 1]

    news = []
    with new_state(tmp_path / "state") as state:
        settings = QUICK.model_copy(update={"wait_s": 60.0})
        run_rounds(Slow(honest(4)), state, settings, now, news.append)
    assert news[0] == Waiting(round=1, found=2, needed=3)
    assert news[1] == Opened(round=1, rounds=1, asked=3)


def test_given_up_round_is_tried_again(tmp_path):
    class Recovering(HostileGrid):
        def answers(self, message):
            if len(self.kinds_asked) >= 4:
                self._tricks = {}
            return super().answers(message)

    grid = Recovering(honest(4), dict.fromkeys([101, 102], silent))
    state = run(tmp_path / "state", grid)
    assert [line.aggregated for line in state.now.lines] == [False, True]
    assert [line.round for line in state.now.lines] == [1, 1]


def test_message_that_flower_does_not_take_counts_as_missing(tmp_path):
    class Full(InProcessGrid):
        def push_messages(self, messages):
            return [
                one if message.metadata.dst_node_id != HOSTILE else None
                for message in messages
                for one in super(Full, self).push_messages([message])
            ]

    (line,) = run(tmp_path / "state", Full(honest(5))).now.lines
    assert (line.asked, line.accepted, line.missing) == (5, 4, 1)


def test_devices_without_consent_are_asked_and_decline(tmp_path):
    devices = {**honest(5, Consent()), **honest(3)}
    (line,) = run(tmp_path / "state", InProcessGrid(devices)).now.lines
    assert (line.accepted, line.refused) == (3, {"declined": 2})


def test_message_leaves_only_after_the_log_says_so(tmp_path):
    folder = tmp_path / "state"
    opened = []

    class Watching(InProcessGrid):
        def answers(self, message):
            snapshot = State.read(folder)  # another reader, while the rounds run
            opened.append((message.metadata.message_type, snapshot.log_size))
            return super().answers(message)

    state = run(folder, Watching(honest(3)))
    # Made, begun, opened: three events before the first message; closed and asked before the last.
    assert opened == [(TRAIN, 3)] * 3 + [(EVALUATE, 5)] * 3
    assert state.now.log_size == 6


def test_stopped_rounds_go_on_to_the_same_model(tmp_path):
    three = QUICK.model_copy(update={"rounds": 3})
    straight = run(tmp_path / "straight", InProcessGrid(honest(4)), three)
    stopped = run(tmp_path / "stopped", InProcessGrid(honest(4)))
    grid = HostileGrid(honest(4), {})
    with State.open(stopped.folder) as state:
        run_rounds(grid, state, three, now)
        assert state.now.digest == straight.now.digest
        assert [line.round for line in state.now.lines] == [1, 2, 3]
    assert grid.kinds_asked == [TRAIN] * 8 + [EVALUATE] * 4


def test_rounds_that_are_done_are_not_run_again(tmp_path):
    state = run(tmp_path / "state", InProcessGrid(honest(4)))
    grid = HostileGrid(honest(4), {})
    with State.open(state.folder) as again:
        run_rounds(grid, again, QUICK, now)
        assert again.now.digest == state.now.digest
        assert again.now.lines == state.now.lines
    assert grid.kinds_asked == []


def test_missing_evaluation_is_made_up_for(tmp_path):
    grid = HostileGrid(honest(4), {})
    with new_state(tmp_path / "state") as state:
        with pytest.raises(KeyboardInterrupt):
            run_rounds(grid, state, QUICK, now, _stop_at_line)
        assert not state.now.is_evaluated
        run_rounds(grid, state, QUICK, now)
        assert state.now.final_reward is not None
    assert grid.kinds_asked == [TRAIN] * 4 + [EVALUATE] * 4


def _stop_at_line(news: object) -> None:
    if isinstance(news, RoundLine):
        raise KeyboardInterrupt


def test_evaluation_by_too_few_devices_says_nothing(tmp_path):
    class Leaving(HostileGrid):
        def answers(self, message):
            if message.metadata.message_type == EVALUATE:
                self._tricks = dict.fromkeys([101, 102], silent)
            return super().answers(message)

    state = run(tmp_path / "state", Leaving(honest(4), {}))
    assert state.now.evaluation == Evaluation(
        model=state.now.digest, asked=4, accepted=2, reward=None
    )
    assert state.now.final_reward is None


def test_same_replies_in_another_order_make_the_same_model(tmp_path, of_five):
    backwards = dict(reversed(honest(5).items()))
    assert run(tmp_path / "state", InProcessGrid(backwards)).now.digest == of_five


def test_devices_differ(of_five):
    assert len({one.rows.features.tobytes() for one in people(5)}) == 5
    assert np.isfinite(people(5)[0].rows.features).all()


def kill_loop(folder: Path, rounds: int, settings: RoundSettings) -> int:
    """Runs `rounds` rounds in processes that are killed again and again; gives how many kills.

    The nursery has imported everything and forks a process for each attempt, which runs rounds
    until it is killed. It answers with the process's id; the kill comes at a time that moves
    through the round, so that every step of it is hit.
    """
    command = [sys.executable, "-m", "tests.coordinator.round_worker", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    kills = 0
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        try:
            while True:
                before = State.read(folder)
                if before.rounds_done == rounds:
                    return kills
                # One round more at most, so that every round sees a kill.
                target = settings.model_copy(update={"rounds": before.rounds_done + 1})
                print(target.model_dump_json(), file=nursery.stdin, flush=True)
                started = json.loads(nursery.stdout.readline())
                time.sleep(0.003 * (kills % 25))  # a whole round takes some 40 ms
                os.kill(started["pid"], signal.SIGKILL)
                kills += 1
                ended = json.loads(nursery.stdout.readline())
                assert ended["signal"] == signal.SIGKILL
                after = State.read(folder)
                assert after.lines[: len(before.lines)] == before.lines
                assert after.log_size >= before.log_size
        finally:
            nursery.stdin.close()


@pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.prove)])
def test_rounds_go_on_after_every_kill_to_the_model_of_an_unkilled_run(tmp_path, rounds):
    settings = QUICK.model_copy(update={"rounds": rounds})
    straight = run(tmp_path / "straight", InProcessGrid(honest(4)), settings)
    new_state(tmp_path / "killed").close()
    kills = kill_loop(tmp_path / "killed", rounds, settings)
    assert kills >= rounds
    with State.open(tmp_path / "killed") as state:
        assert state.now.digest == straight.now.digest
        assert [line.round for line in state.now.lines] == list(range(1, rounds + 1))
