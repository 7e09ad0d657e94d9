"""A coordinator, its SuperLink and real workers, together: rounds, kills, and what is told."""

import ast
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

import pytest

import coordinator.rounds
import coordinator.statistics
from compliance.contents import StatisticsTable
from compliance.log.events import Event, EventKind
from coordinator.assignment import Assignment, Began, Ended, Listener, Step, assign, say
from coordinator.cli import main
from coordinator.errors import FlowerUnavailable, RoundsFailed, StateDamaged
from coordinator.folder import Folder
from coordinator.rounds import News
from coordinator.sentences import Teller
from coordinator.serve import AGAIN, Coordinator
from coordinator.settings import RoundSettings, Settings
from coordinator.state import State
from coordinator.status import read_status
from coordinator.superlink import _flwr, processes, run_status
from device.federation.allowed import ALLOWED_APPS
from device.federation.keys import new_node_key
from device.federation.protocol import SentKind, StatisticsView
from tests.coordinator.devices import Phone, foreign_app, is_alive, of_program, until

TWO_ROUNDS = Settings(training=RoundSettings(rounds=2, timeout_s=60, wait_s=60))


def quick(**changes):
    return Settings(training=RoundSettings(**({"timeout_s": 60, "wait_s": 60} | changes)))


def phones(stack, coordinator, count=3, **options):
    """Admits and starts devices that take part until the stack is left."""
    found = []
    for seed in range(count):
        key = new_node_key()
        coordinator.admit(key.public_line)
        phone = Phone(coordinator.address, coordinator.ca_pem, seed, key=key, **options)
        found.append(stack.enter_context(phone))
    return found


def log_kinds(folder):
    with State.open(folder.root) as state:
        leaves = state.evidence()["log.jsonl"].splitlines()
    return [Event.from_leaf(leaf).kind for leaf in leaves]


class Held:
    """A coordinator of a test with its devices and what it told."""

    def __init__(self, coordinator, told, phones, done):
        self.coordinator, self.told, self.phones, self.done = coordinator, told, phones, done


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Two rounds and a release with three workers, on a SuperLink that stays up."""
    told = []
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("operator") / "state"
        coordinator = Coordinator(folder, settings=TWO_ROUNDS, tell=told.append)
        stack.enter_context(coordinator)
        devices = phones(stack, coordinator)
        done = coordinator.run(statistics=[StatisticsView.REGULATOR])
        yield Held(coordinator, told, devices, done)
    assert processes(coordinator.folder) == []


def test_two_rounds_with_three_workers_make_a_model_and_a_release(served):
    done = served.done
    assert (done.rounds_done, len(done.lines)) == (2, 2)
    assert [(line.asked, line.accepted, line.refused) for line in done.lines] == [(3, 3, {})] * 2
    assert done.lines[0].after == done.lines[1].before != done.lines[1].after == done.digest
    assert done.final_reward is not None
    assert [table.view for table in done.tables] == ["regulator"]
    assert done.tables[0].asked == 3
    assert set(done.tables[0].counts.values()) == {None}  # of three devices nothing is shown


def test_each_device_sent_two_updates_an_evaluation_and_its_bits(served):
    kinds = [SentKind.UPDATE, SentKind.UPDATE, SentKind.EVALUATION, SentKind.STATISTICS]
    assert [[sent.kind for sent in phone.sent] for phone in served.phones] == [kinds] * 3


def test_steps_are_told_in_order_and_each_has_a_sentence_in_three_languages(served):
    kinds = [step.kind for step in served.told if step.kind not in {"Waiting", "Began"}]
    rounds = ["Opened", "RoundLine"] * 2
    assert kinds == [*rounds, "Evaluation", "StatisticsTable"]
    for language in ("en", "ja", "ko"):
        teller = Teller(language)
        sentences = [teller.step(step) for step in served.told if step.kind != "Began"]
        assert all(sentences)
        assert "34968" in " ".join(sentences)  # 3 x 2,914 numbers of four bytes


def test_status_tells_while_it_serves_and_owns_nothing(served, capsys):
    folder = served.coordinator.folder
    status = read_status(folder)
    assert (status.serving, status.rounds_done, status.rounds, status.cohort) == (True, 2, 2, 3)
    assert (status.model, status.epsilon_spent) == (served.done.digest, 2.0)
    assert main(["status", "--state", str(folder.root), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(status.model_dump_json())
    assert main(["status", "--state", str(folder.root), "--lang", "ja"]) == 0
    assert "個別に見えます" in capsys.readouterr().out


def test_all_done_is_done_without_asking_anyone_again(served):
    before = [len(phone.sent) for phone in served.phones]
    again = served.coordinator.run()
    assert again.log_size == served.done.log_size
    assert [len(phone.sent) for phone in served.phones] == before


def test_a_second_coordinator_of_the_same_folder_is_kept_out(served, capsys):
    words = ["serve", "--state", str(served.coordinator.folder.root), "--once", "--lang", "en"]
    assert main(words) == 5
    assert "Another coordinator already serves" in capsys.readouterr().err


def test_a_foreign_app_is_refused_by_every_device_and_none_of_it_runs_there(served, tmp_path):
    marker = tmp_path / "marker"
    coordinator = served.coordinator
    run = coordinator.submit(foreign_app(tmp_path / "app", marker))
    assert until(lambda: run_status(coordinator.folder, run).startswith("finished"), 90)
    ran_in = set(map(int, marker.read_text().split()))
    assert len(ran_in) == 1  # the ServerApp's own process, on the coordinator's machine
    assert not ran_in & {phone.worker.pid for phone in served.phones}
    assert [len(phone.refused) for phone in served.phones] == [1, 1, 1]
    assert not {app for phone in served.phones for app in phone.refused} & ALLOWED_APPS
    assert Path(f"{marker}.told").read_text() == repr(["ForeignApp"] * 3)


# Kills.


@pytest.mark.prove
@pytest.mark.parametrize("program", ["coordinator.superlink_program", "flwr-serverapp"])
def test_a_run_whose_process_is_killed_goes_on_from_the_last_round(tmp_path, program):
    told, killed = [], []

    def tell(step):
        told.append(step)
        # The second round is under way: its message is with the devices.
        if step.kind == "Opened" and step.fields["round"] == 2 and not killed:
            killed.extend(of_program(coordinator.folder, program))
            os.kill(killed[0], signal.SIGKILL)

    coordinator = Coordinator(tmp_path / "state", settings=quick(rounds=3), tell=tell)
    with ExitStack() as stack:
        stack.enter_context(coordinator)
        devices = phones(stack, coordinator, patience_s=120)
        done = coordinator.run()
        assert killed
        assert not is_alive(killed[0])
        assert [line.round for line in done.lines if line.aggregated] == [1, 2, 3]
        assert [line.round for line in done.lines] == [1, 2, 3]
        assert AGAIN in [step.kind for step in told]
        assert [step.fields["round"] for step in told if step.kind == "Opened"] == [1, 2, 2, 3]
        assert all(phone.ended is None for phone in devices)  # none of them had to start again
    assert processes(coordinator.folder) == []
    assert log_kinds(coordinator.folder).count(EventKind.ROUND_CLOSED) == 3


@pytest.mark.prove
@pytest.mark.parametrize("after_s", [0.05, 0.15, 0.3])
def test_a_superlink_that_is_killed_while_replies_come_in_costs_no_device(tmp_path, after_s):
    killers = []

    def kill(sent):
        if sent.round == 2 and not killers:
            killers.append(threading.Timer(after_s, kill_superlink))
            killers[0].start()

    def kill_superlink():
        os.kill(of_program(coordinator.folder, "superlink_program")[0], signal.SIGKILL)

    settings = quick(rounds=3, wait_s=15, attempts=1)
    coordinator = Coordinator(tmp_path / "state", settings=settings, retries=1)
    with ExitStack() as stack:
        stack.enter_context(coordinator)
        devices = phones(stack, coordinator, before_answer=kill, patience_s=120)
        done = coordinator.run()
        assert killers
        assert [phone.ended for phone in devices] == [None] * 3
    assert [line.accepted for line in done.lines] == [3, 3, 3]


SERVER = """
import sys
import threading
from coordinator.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.prove
def test_a_coordinator_that_is_killed_leaves_nothing_and_goes_on_when_it_is_started_again(
    tmp_path,
):
    folder = Folder(tmp_path / "state")
    words = ["serve", "--state", str(folder.root), "--rounds", "3", "--once", "--lang", "en"]
    with ExitStack() as stack:
        with Coordinator(folder.root) as first:  # to admit the devices; then it ends
            keys = [new_node_key() for _ in range(3)]
            for key in keys:
                first.admit(key.public_line)
            invitation = first.invitation
        command = [sys.executable, "-c", SERVER, *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout.readline().startswith("Serving")
            for seed, key in enumerate(keys):
                phone = Phone(invitation.server, invitation.ca_pem, seed, key=key, patience_s=120)
                stack.enter_context(phone)
            assert any("Round 2 of 3" in line for line in server.stdout)
            before = processes(folder)
            assert before
            server.kill()
        assert until(lambda: processes(folder) == [])
        assert until(lambda: not any(map(is_alive, before)))  # dead ones wait to be reaped
        assert read_status(folder).rounds_done == 1
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0
    assert "Round 1 of 3" not in done.stdout
    assert "All 3 rounds are done" in done.stdout
    assert "sees each device's update" in done.stdout
    with State.open(folder.root) as state:
        assert [line.round for line in state.now.lines] == [1, 2, 3]
    assert processes(folder) == []


@pytest.mark.prove
def test_a_worker_that_is_killed_in_a_round_is_missing_and_the_others_finish_it(tmp_path):
    def die(sent):
        os.kill(victim[0].worker.pid, signal.SIGKILL)

    victim = []
    settings = quick(rounds=1, minimum_cohort=2, timeout_s=15)
    with ExitStack() as stack:
        coordinator = stack.enter_context(Coordinator(tmp_path / "state", settings=settings))
        phones(stack, coordinator, 2)
        victim += phones(stack, coordinator, 1, before_answer=die)
        assert until(lambda: node_count(coordinator) == 3)
        done = coordinator.run()
    assert [(line.asked, line.accepted, line.missing) for line in done.lines] == [(3, 2, 1)]
    assert victim[0].worker.stop() == -signal.SIGKILL


def node_count(coordinator):
    """How many devices Flower holds for connected."""
    nodes = _flwr(coordinator.folder, "supernode", "ls", "bojagi")["nodes"]
    return [node["status"] for node in nodes].count("online")


@pytest.mark.prove
def test_too_few_devices_end_the_run_with_a_sentence_and_an_unchanged_model(tmp_path):
    told = []
    settings = quick(rounds=1, wait_s=1, attempts=1, timeout_s=5)
    with Coordinator(
        tmp_path / "state", settings=settings, tell=told.append, retries=1
    ) as coordinator:
        before = State.read(coordinator.folder.root).digest
        with pytest.raises(RoundsFailed) as fault:
            coordinator.run()
        after = State.read(coordinator.folder.root)
    assert fault.value.exit_code == 5
    assert after.digest == before
    assert after.lines == ()  # nobody was asked
    assert [step.kind for step in told].count(AGAIN) == 1


@pytest.mark.prove
def test_a_coordinator_ends_tidily_on_ctrl_c_and_on_sigterm(tmp_path):
    folder = Folder(tmp_path / "state")
    command = [sys.executable, "-c", SERVER, "serve", "--state", str(folder.root), "--lang", "en"]
    for number in (signal.SIGINT, signal.SIGTERM):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout.readline().startswith("Serving")
            assert any("waits for devices" in line for line in server.stdout)
            server.send_signal(number)
            assert server.wait(30) == 130
        assert processes(folder) == []
        assert not folder.is_held()


# Without Flower.


def test_each_kind_of_step_is_a_class_that_somebody_says():
    source = Path(coordinator.sentences.__file__).read_text(encoding="utf-8")
    known = {
        pattern.value.value
        for pattern in ast.walk(ast.parse(source))
        if isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant)
    }
    said = {kind.__name__ for kind in get_args(News)}
    assert known == said | {StatisticsTable.__name__, coordinator.statistics.OverBudget.__name__}


def test_steps_are_heard_once_and_half_a_line_is_left_for_later(tmp_path):
    folder = Folder(tmp_path)
    folder.prepare()
    listener = Listener(folder.progress)
    assert list(listener.steps()) == []
    say(folder, Began())
    assert list(listener.steps()) == [Step("Began", {})]
    say(folder, Ended("RoundsFailed", "rounds.cohort", {"round": 1}))
    whole = folder.progress.read_bytes()
    folder.progress.write_bytes(whole[:-5])
    assert list(listener.steps()) == []
    folder.progress.write_bytes(whole)
    (ended,) = listener.steps()
    assert ended.fields["values"] == {"round": 1}
    assert list(listener.steps()) == []


def test_an_assignment_clears_what_the_last_run_said(tmp_path):
    folder = Folder(tmp_path)
    folder.prepare()
    say(folder, Ended())
    assign(folder, Assignment(settings=Settings()))
    assert not folder.progress.exists()


def test_the_error_that_ended_a_run_is_raised_as_it_was():
    fault = Ended("StateDamaged", "rounds.state_damaged", {"folder": "x"}).fault()
    assert isinstance(fault, StateDamaged)
    assert fault.tell("en").startswith("The state in x")
    assert Ended().fault() is None
    for name in ("ValueError", "CoordinatorErrors", "BojagiError", "annotations"):
        with pytest.raises(ValueError, match="expected the name"):
            Ended(name).fault()


@pytest.mark.parametrize(
    "step",
    [
        Step("OverBudget", {"spent_milli": 8_000, "asked_milli": 2_000, "budget_milli": 8_000}),
        Step("Waiting", {"round": 1, "found": 2, "needed": 3}),
        Step(AGAIN, {"fault": FlowerUnavailable("serve.run_died", log="x.log"), "pause_s": 4}),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_rare_steps_have_sentences_too(step, language):
    told = Teller(language).step(step)
    numbers = {"OverBudget": "8", "Waiting": "3", AGAIN: "4"}
    assert numbers[step.kind] in told


def test_a_state_that_was_changed_is_told_before_anything_is_started(tmp_path, capsys):
    folder = Folder(tmp_path / "state")
    main(["status", "--state", str(folder.root)])
    assert "There is no coordinator state" in capsys.readouterr().err
    folder.prepare()
    (folder.root / "state.db").write_bytes(b"x" * 5_000)
    assert main(["serve", "--state", str(folder.root), "--once", "--lang", "en"]) == 3
    assert processes(folder) == []
    assert not folder.port.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--minimum-cohort", "1"],
        ["--rounds", "0"],
        ["--statistics", "consumer"],
        ["--port", "80"],
        ["--settings", "nowhere.toml"],
    ],
)
def test_options_out_of_their_bounds_are_refused_before_anything_is_made(tmp_path, words):
    assert main(["serve", "--state", str(tmp_path / "state"), *words]) == 2
    assert not (tmp_path / "state").exists()
