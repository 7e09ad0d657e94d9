"""The state folder: atomic, owned by one process, read by others, refused once it is damaged."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from compliance.contents import RoundLine
from compliance.evidence import CHECKPOINT, LOG, VKEY
from compliance.log.checkpoint import Checkpoint
from compliance.log.events import Event, EventKind
from compliance.log.note import Verifier, open_note
from coordinator.database import FILE_NAME, LOCK_NAME
from coordinator.errors import CoordinatorError, OperatorError, StateDamaged, StateUnavailable
from coordinator.ledger import KEY_NAME
from coordinator.settings import RoundSettings, StatisticsSettings
from coordinator.state import Evaluation, Snapshot, State, note
from coordinator.statistics import release
from device.federation.protocol import StatisticsView
from device.learning.models import Parameters, initial_gate, model_digest
from tests.coordinator.hostile import NOW, new_state

REFUSED = {"norm": 1, "shape": 2}


def line_of(state: State, model: Parameters | None, number: int = 1) -> RoundLine:
    return RoundLine(
        round=number,
        at=NOW,
        asked=5,
        accepted=4,
        refused=REFUSED,
        missing=1,
        weight=40,
        mean_norm=0.5,
        reward=0.25,
        received_bytes=4_096,
        aggregated=model is not None,
        before=state.now.digest,
        after=state.now.digest if model is None else model_digest(model),
    )


def moved(state: State) -> dict[str, np.ndarray]:
    return {name: array + np.float32(0.5) for name, array in state.now.model.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A state with something of everything, closed."""
    path = tmp_path / "state"
    with new_state(path, simulated=True) as state:
        state.begin(RoundSettings(rounds=2), at=NOW)
        state.open_round(1, at=NOW, asked=5, minimum_cohort=3)
        model = moved(state)
        state.close_round(line_of(state, model), model)
        state.close_round(line_of(state, None, 2))
        state.keep_evaluation(
            Evaluation(model=state.now.digest, asked=5, accepted=4, reward=0.75), at=NOW
        )
        table = release(
            [], StatisticsView.REGULATOR, StatisticsSettings(), at=NOW, asked=5, simulated=True
        )
        state.keep_table(table)
    return path


def shown(snapshot: Snapshot) -> tuple[object, ...]:
    return (
        snapshot.digest, snapshot.settings, snapshot.lines, snapshot.evaluation, snapshot.tables,
        snapshot.simulated, snapshot.log_size, snapshot.vkey,
    )  # fmt: skip


def test_state_comes_back_as_it_was_committed(folder):
    snapshot = State.read(folder)
    with State.open(folder) as state:
        assert shown(state.now) == shown(snapshot)
        assert state.now.rounds_done == 1
        assert [line.aggregated for line in state.now.lines] == [True, False]
        assert state.now.settings == RoundSettings(rounds=2)
        assert state.now.final_reward == 0.75
        assert state.now.epsilon_spent == 2.0
        assert state.now.simulated
        assert all(array.dtype == np.float32 for array in state.now.model.values())


def test_new_state_holds_the_model_it_was_given(tmp_path):
    model = initial_gate(np.random.default_rng(5))
    with State.create(tmp_path / "state", model, at=NOW) as state:
        assert state.now.digest == model_digest(model)
        assert (state.now.rounds_done, state.now.lines, state.now.tables) == (0, (), ())
        assert not state.now.simulated
        assert state.now.final_reward is None
        assert state.now.log_size == 1


def test_state_is_made_once(folder):
    before = shown(State.read(folder))
    with pytest.raises(OperatorError, match="already"):
        new_state(folder)
    assert shown(State.read(folder)) == before


def test_files_are_for_the_operator_alone(folder):
    for name in (FILE_NAME, KEY_NAME, LOCK_NAME):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_missing_state_is_a_sentence_and_leaves_nothing_behind(tmp_path):
    for act in (State.open, State.read):
        with pytest.raises(StateUnavailable, match="no coordinator state"):
            act(tmp_path)
    with pytest.raises(StateUnavailable):
        note(tmp_path, EventKind.ADMITTED, {}, at=NOW)
    assert list(tmp_path.iterdir()) == []
    assert not State.exists(tmp_path)


def test_second_owner_is_refused_and_readers_are_not(folder):
    with State.open(folder) as state:
        with pytest.raises(StateUnavailable, match="Another process"):
            State.open(folder)
        with pytest.raises(StateUnavailable, match="Another process"):
            new_state(folder)
        assert shown(State.read(folder)) == shown(state.now)
    State.open(folder).close()


def test_owner_in_another_process_is_respected_and_its_end_frees_the_state(folder):
    script = (
        "import sys\nfrom pathlib import Path\nfrom coordinator.state import State\n"
        "state = State.open(Path(sys.argv[1]))\nprint('owned', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "owned\n"
        with pytest.raises(StateUnavailable, match="Another process"):
            State.open(folder)
        owner.kill()
    State.open(folder).close()


def test_state_needs_no_flower_and_no_torch(folder):
    script = (
        "import sys\nfrom pathlib import Path\nfrom coordinator.state import State\n"
        "State.read(Path(sys.argv[1]))\n"
        "assert not {'flwr', 'torch', 'opendp'} & set(sys.modules), sorted(sys.modules)\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def test_events_of_an_operator_join_the_log_of_an_owned_state(folder):
    with State.open(folder) as state:
        before = state.now.log_size
        threads = [
            threading.Thread(
                target=note,
                args=(folder, EventKind.ADMITTED, {"digest": f"{at:064x}"}),
                kwargs={"at": NOW},
            )
            for at in range(8)
        ]
        for thread in threads:
            thread.start()
        state.note(EventKind.STARTED, {}, at=NOW)
        for thread in threads:
            thread.join()
    events = log_of(folder)
    assert len(events) == State.read(folder).log_size == before + 9
    admitted = [one for one in events if one.kind is EventKind.ADMITTED]
    assert {one.principal for one in admitted} == {"operator"}
    assert len({one.details["digest"] for one in admitted}) == 8


def log_of(folder: Path) -> list[Event]:
    with State.open(folder) as state:
        return [Event.from_leaf(leaf) for leaf in state.evidence()[LOG].splitlines()]


def test_log_tells_a_round_with_the_commit_that_makes_it(folder):
    events = log_of(folder)
    assert [one.kind for one in events] == [
        EventKind.STARTED, EventKind.STARTED, EventKind.ROUND_OPENED, EventKind.REFUSED,
        EventKind.REFUSED, EventKind.ROUND_CLOSED, EventKind.REFUSED, EventKind.REFUSED,
        EventKind.ROUND_ABORTED, EventKind.QUERIED, EventKind.QUERIED,
    ]  # fmt: skip
    closed = events[5]
    (first, _) = State.read(folder).lines
    assert closed.details["before"] == first.before
    assert closed.details["after"] == first.after
    assert closed.details["accepted"] == 4
    assert {one.details["reason"]: one.details["count"] for one in events[3:5]} == REFUSED
    assert {one.purpose for one in events[2:9]} == {"train"}
    assert all(one.auth == one.bundle == "" and not one.decisions for one in events)


def test_checkpoint_is_signed_by_the_key_that_the_state_names(folder):
    with State.open(folder) as state:
        files = state.evidence()
        vkey = state.now.vkey
    assert files[VKEY].decode() == f"{vkey}\n"
    text = open_note(files[CHECKPOINT].decode(), Verifier.parse(vkey))
    checkpoint = Checkpoint.parse(text)
    assert checkpoint.size == len(files[LOG].splitlines())
    assert checkpoint.origin.startswith("bojagi-coordinator/")


def test_two_coordinators_have_two_keys(tmp_path):
    vkeys = set()
    for name in ("a", "b"):
        with new_state(tmp_path / name) as state:
            vkeys.add(state.now.vkey)
    assert len(vkeys) == 2


def test_line_that_does_not_tell_of_the_model_is_our_own_fault(tmp_path):
    with new_state(tmp_path / "state") as state:
        model = moved(state)
        for line, made in ((line_of(state, model), None), (line_of(state, None), model)):
            with pytest.raises(ValueError, match="this model"):
                state.close_round(line, made)
        assert state.now.lines == ()
        assert State.read(tmp_path / "state").log_size == 1


def test_failed_commit_leaves_the_round_undone(tmp_path):
    with new_state(tmp_path / "state") as state:
        before = shown(state.now)
        model = moved(state)
        with closing(sqlite3.connect(tmp_path / "state" / FILE_NAME)) as other:
            # The last statement of the commit fails, as it would on a full disk.
            other.execute(
                "CREATE TRIGGER fault BEFORE INSERT ON meta BEGIN SELECT raise(ABORT, 'full'); END"
            )
            other.commit()
            with pytest.raises(sqlite3.IntegrityError):
                state.close_round(line_of(state, model), model)
            other.execute("DROP TRIGGER fault")
            other.commit()
        assert shown(state.now) == before == shown(State.read(tmp_path / "state"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE line SET text = replace(text, '0.25', '0.99') WHERE id = 1",
        "UPDATE line SET text = replace(text, 'norm', 'nope') WHERE id = 1",
        "DELETE FROM line WHERE id = 1",
        "DELETE FROM line WHERE id = 2",
        "INSERT INTO line (text) SELECT text FROM line WHERE id = 1",
        "UPDATE release SET text = replace(text, '2.0', '1.0')",
        "DELETE FROM release",
        "UPDATE tensor SET data = zeroblob(length(data)) WHERE name = 'gate.hidden.weight'",
        "UPDATE tensor SET data = substr(data, 5) WHERE name = 'gate.hidden.weight'",
        "UPDATE tensor SET shape = '[88, 32]' WHERE name = 'gate.hidden.weight'",
        "DELETE FROM tensor WHERE name = 'gate.action.bias'",
        "UPDATE tensor SET name = 'gate.more' WHERE name = 'gate.action.bias'",
        "UPDATE meta SET v = CAST(replace(v, ':2,', ':9,') AS BLOB) WHERE k = 'settings'",
        "DELETE FROM meta WHERE k = 'settings'",
        "UPDATE meta SET v = CAST(replace(v, '0.75', '0.99') AS BLOB) WHERE k = 'evaluation'",
        "DELETE FROM meta WHERE k = 'evaluation'",
        "DELETE FROM meta WHERE k = 'frontier'",
        "UPDATE meta SET v = substr(v, 1, 9) WHERE k = 'frontier'",
        "DELETE FROM meta WHERE k = 'checkpoint'",
        "UPDATE meta SET v = CAST(x'ff' || v AS BLOB) WHERE k = 'checkpoint'",
        "UPDATE leaf SET leaf = CAST(replace(leaf, 'operator', 'operatos') AS BLOB) WHERE seq = 0",
        "DELETE FROM leaf WHERE seq = 3",
        "DELETE FROM leaf WHERE seq = (SELECT max(seq) FROM leaf)",
        "DELETE FROM leaf",
        "DROP TABLE release",
        "ALTER TABLE line RENAME TO lines",
    ],
)
def test_changed_row_is_a_sentence_and_nothing_of_it_is_used(folder, statement):
    before = (folder / FILE_NAME).read_bytes()
    with closing(sqlite3.connect(folder / FILE_NAME)) as file:
        file.execute(statement)
        file.commit()
    assert (folder / FILE_NAME).read_bytes() != before
    for act in (State.open, State.read):
        with pytest.raises(StateDamaged, match="not what the coordinator wrote"):
            act(folder)


@pytest.mark.parametrize("content", [b"", b"short", bytes(31), bytes(33)])
def test_damaged_signing_key_is_a_sentence(folder, content):
    (folder / KEY_NAME).write_bytes(content)
    with pytest.raises(StateDamaged, match="signing key"):
        State.open(folder)


def test_lost_or_exchanged_signing_key_is_a_sentence(folder, tmp_path):
    new_state(tmp_path / "other").close()
    (folder / KEY_NAME).write_bytes((tmp_path / "other" / KEY_NAME).read_bytes())
    with pytest.raises(StateDamaged, match="not what the coordinator wrote"):
        State.open(folder)
    (folder / KEY_NAME).unlink()
    with pytest.raises(StateDamaged, match="signing key"):
        State.open(folder)


@pytest.mark.parametrize(
    "content", [b"no database at all " * 400, b"SQLite format 3\0" + bytes(99)]
)
def test_file_that_is_no_state_is_a_sentence(folder, content):
    (folder / FILE_NAME).write_bytes(content)
    for act in (State.open, State.read):
        with pytest.raises(StateDamaged):
            act(folder)


def test_state_killed_while_it_was_made_is_made_anew(tmp_path):
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / FILE_NAME).touch()
    (folder / KEY_NAME).write_bytes(bytes(range(32)))
    assert not State.exists(folder)
    with new_state(folder) as state:
        assert state.now.rounds_done == 0
    assert (folder / KEY_NAME).read_bytes() == bytes(range(32))


def test_folder_that_is_a_file_is_a_sentence(tmp_path):
    (tmp_path / "state").write_text("mine")
    with pytest.raises(StateUnavailable):
        new_state(tmp_path / "state")


def flips(size: int, step: int) -> Iterator[int]:
    return iter(range(step // 2, size, step))


@pytest.mark.parametrize("step", [997, pytest.param(29, marks=pytest.mark.prove)])
def test_no_flipped_byte_is_taken_for_what_was_written(folder, step):
    path = folder / FILE_NAME
    whole = path.read_bytes()
    expected = shown(State.read(folder))
    path.write_bytes(whole)
    refused = 0
    for at in flips(len(whole), step):
        damaged = bytearray(whole)
        damaged[at] ^= 0x41
        path.write_bytes(damaged)
        for leftover in folder.glob(f"{FILE_NAME}-*"):
            leftover.unlink()
        try:
            with State.open(folder) as state:
                found = shown(state.now)
        except CoordinatorError:  # a sentence; anything else fails the test
            refused += 1
        else:
            assert found == expected, at  # a byte that nothing rests on
    assert refused >= len(whole) // step // 4
