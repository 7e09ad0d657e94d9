"""What may have changed is asked about, and the owner's answer is kept."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.log.events import EventKind
from device.compose import Device
from device.memory.doubts import Doubt, Verdict, is_tied, settled
from device.memory.history import History
from device.memory.records import Memory
from device.vault.items import NewItem
from device.vault.rows import DIMENSIONS, NO_ENCODER
from policy.bundles import default_record
from policy.vocabulary import ClassName, Label, Market, Purpose
from tests.people import STEP_UP, make_device, reopen

DAY = 86_400
OLDER, NEWER = "The choir meets in the old hall", "The choir meets in the chapel"


def store(device: Device, *memories: Memory, labels: tuple[Label, ...] = ()) -> list[int]:
    record = default_record(labels, Market.OTHER)
    now = device.clock()
    items = [
        NewItem(
            payload=one.to_bytes(),
            record=record,
            vector=np.zeros(DIMENSIONS, np.float32),
            at=now + at,
            created=now,
            encoder=NO_ENCODER,
            languages=0,
            domains=0,
            strength=0.5,
        )
        for at, one in enumerate(memories)
    ]
    return device.guard.store(items, "typed")


def in_doubt(device: Device) -> tuple[int, int]:
    (older,) = store(device, Memory(text=OLDER))
    (newer,) = store(device, Memory(text=NEWER, doubts=(older,)))
    device.clock.now += DAY
    return newer, older


def open_doubts(device: Device) -> list[Doubt]:
    return device.doubts.all(device.recall.index.texts.doubts())


def shown(device: Device, question: str) -> list[int]:
    cards = device.recall.ask(question, Purpose.RECALL, "en", 10).memories
    return [card.id for card in cards]


def replaced(device: Device, item_id: int) -> bool:
    device.recall.index.texts.index_more(99)
    return bool(device.recall.index.texts.newer(item_id))


def test_what_may_have_changed_is_told_until_it_is_answered(device):
    newer, older = in_doubt(device)
    assert open_doubts(device) == [Doubt(newer, older)]
    assert device.doubts.of([newer]) == [Doubt(newer, older)]
    assert device.doubts.settle(newer, older, Verdict.BOTH)
    assert open_doubts(device) == []
    assert not replaced(device, older)
    assert device.recall.index.texts.newer(older) == frozenset()


def test_an_answer_survives_a_reopening(tmp_path, clock):
    device = make_device(tmp_path / "v", clock, step_up=None)
    newer, older = in_doubt(device)
    assert device.doubts.settle(newer, older, Verdict.REPLACES)
    device.close()
    device = reopen(tmp_path / "v", clock)
    assert open_doubts(device) == []
    assert older in shown(device, "Where did the choir meet before?")
    assert replaced(device, older)
    assert not replaced(device, newer)
    device.close()


def test_the_owner_may_answer_that_the_one_said_first_holds(device):
    newer, older = in_doubt(device)
    assert device.doubts.settle(older, newer, Verdict.REPLACES)
    assert replaced(device, newer)
    assert not replaced(device, older)


def test_an_answer_can_be_taken_back(device):
    newer, older = in_doubt(device)
    device.doubts.settle(newer, older, Verdict.REPLACES)
    assert replaced(device, older)
    # Both still know of each other by the log alone: nothing is left to ask.
    assert device.doubts.settle(newer, older, Verdict.BOTH)
    assert not replaced(device, older)
    assert not device.doubts.settle(newer, older, Verdict.BOTH)


def test_what_was_replaced_without_asking_can_be_put_right(device, clock):
    device.intake.remember("The dentist is on Tuesday at three")
    clock.now += DAY
    kept = device.intake.remember("The dentist was moved to Thursday at four")
    (older,) = kept.tie.replaces
    assert device.doubts.settle(kept.id, older, Verdict.BOTH)
    assert not replaced(device, older)


def test_what_is_confirmed_counts_as_corrected(device):
    newer, older = in_doubt(device)
    device.doubts.settle(newer, older, Verdict.REPLACES)
    assert device.vault.usage(older).corrected == 1
    assert device.vault.usage(newer).corrected == 0


def test_that_both_hold_corrects_neither(device):
    newer, older = in_doubt(device)
    device.doubts.settle(newer, older, Verdict.BOTH)
    assert device.vault.usage(older).corrected == device.vault.usage(newer).corrected == 0


def test_text_rule_and_time_stay_as_they_were(device):
    newer, older = in_doubt(device)

    def told():
        found = []
        for opened in device.guard.release([newer, older], Purpose.RECALL):
            ties = dict.fromkeys(("doubts", "replaces", "replaced_by"), ())
            memory = opened.memory.model_copy(update=ties)
            found.append((memory, opened.record, int(opened.row["at"][0])))
        return found

    before = told()
    device.doubts.settle(newer, older, Verdict.REPLACES)
    assert told() == before


def test_an_answer_is_logged_in_the_step_that_seals_it(device):
    newer, older = in_doubt(device)
    device.doubts.settle(newer, older, Verdict.REPLACES)
    opened, sealed = [line.event for line in device.rights.log()][-2:]
    assert (opened.kind, opened.details["reason"]) == (EventKind.ENGINE, "settle")
    assert (sealed.kind, sealed.details["reason"]) == (EventKind.MAINTAINED, "settle")
    assert len(sealed.memories) == 2


def test_two_that_were_never_tied_are_not_answered(device):
    newer, older = in_doubt(device)
    (other,) = store(device, Memory(text="The ferry leaves at nine"))
    assert open_doubts(device) == [Doubt(newer, older)]
    size = device.vault.journal.size
    assert not device.doubts.settle(newer, other, Verdict.REPLACES)
    assert not device.doubts.settle(newer, newer, Verdict.REPLACES)
    assert not device.doubts.settle(newer, 99, Verdict.REPLACES)
    assert open_doubts(device) == [Doubt(newer, older)]
    assert device.vault.journal.size == size + 1  # the comparison, which opened two


def test_a_forgotten_one_takes_its_question_along(device):
    newer, older = in_doubt(device)
    device.rights.forget([older])
    assert open_doubts(device) == device.doubts.of([newer]) == []
    assert not device.doubts.settle(newer, older, Verdict.REPLACES)


def test_what_was_replaced_since_is_not_asked_about(device):
    _, older = in_doubt(device)
    store(device, Memory(text="The choir has moved to the school", replaces=(older,)))
    assert open_doubts(device) == []


def test_what_was_stored_later_but_said_sooner_is_the_older(device, clock):
    (first,) = store(device, Memory(text=NEWER))
    clock.now -= 30 * DAY
    (second,) = store(device, Memory(text=OLDER, doubts=(first,)))
    assert open_doubts(device) == [Doubt(newer=first, older=second)]
    assert device.doubts.settle(first, second, Verdict.REPLACES)
    assert replaced(device, second)


def test_a_closed_class_neither_asks_nor_answers(tmp_path, clock):
    device = make_device(tmp_path / "v", clock)
    device.guard.step_up(STEP_UP)
    (older,) = store(device, Memory(text="Savings at the old bank"), labels=(Label.FINANCE,))
    (newer,) = store(device, Memory(text="Savings at the new bank", doubts=(older,)))
    assert open_doubts(device) == [Doubt(newer, older)]
    device.guard.end_step_up()
    assert not device.vault.is_open(ClassName.FINANCE)
    assert open_doubts(device) == []
    assert not device.doubts.settle(newer, older, Verdict.REPLACES)
    device.close()


def test_a_step_that_fails_leaves_everything_as_it_was(device, clock):
    newer, older = in_doubt(device)
    size = device.vault.journal.size
    with pytest.raises(KeyError), device.vault.transaction():  # noqa: PT012
        device.vault.amend({newer: Memory(text=NEWER, replaces=(older,)).to_bytes()})
        raise KeyError
    assert device.vault.journal.size == size
    assert [one.memory.doubts for one in device.guard.release([newer], Purpose.RECALL)] == [
        (older,)
    ]
    assert device.guard.check() == 2


SETTLES = """
import sys
from pathlib import Path
from device.memory.doubts import Verdict
from tests.people import Clock, reopen
device = reopen(Path(sys.argv[1]), Clock())
print("ready", flush=True)
while True:
    for verdict in (Verdict.REPLACES, Verdict.BOTH):
        for one in ((2, 1), (1, 2)):
            device.doubts.settle(*one, verdict)
        memory = device.guard.engine([2], "compare")[0][1]
        again = memory.model_copy(update={"doubts": (1,)})
        device.guard.amend({2: again}, [], "settle")
"""


@pytest.mark.parametrize("after_s", [0.05, 0.2])
def test_killed_in_the_middle_both_memories_are_there_with_one_answer(tmp_path, clock, after_s):
    folder = tmp_path / "v"
    device = make_device(folder, clock, step_up=None)
    newer, older = in_doubt(device)
    device.close()
    worker = subprocess.Popen(
        [sys.executable, "-c", SETTLES, str(folder)], stdout=subprocess.PIPE, text=True
    )
    with worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(after_s)
        worker.send_signal(signal.SIGKILL)
    assert worker.returncode == -signal.SIGKILL
    device = reopen(folder, clock)
    assert device.guard.check() == 2
    texts = [one.memory.text for one in device.guard.release([newer, older], Purpose.RECALL)]
    assert texts == [NEWER, OLDER]
    device.close()


IDS = st.integers(2, 6)
TIES = st.frozensets(IDS, max_size=3).map(tuple)


@given(TIES, TIES, TIES, IDS, st.sampled_from(Verdict), st.booleans())
def test_an_answer_changes_the_tie_to_one_other_alone(
    doubts, replaces, replaced_by, other, verdict, is_newer
):
    before = Memory(text="x", doubts=doubts, replaces=replaces, replaced_by=replaced_by)
    after = settled(before, other, verdict, is_newer=is_newer)
    assert is_tied(after, other) == (verdict is Verdict.REPLACES)
    assert other not in after.doubts
    for one in {2, 3, 4, 5, 6} - {other}:
        for name in ("doubts", "replaces", "replaced_by"):
            assert (one in getattr(after, name)) == (one in getattr(before, name))
    assert settled(after, other, verdict, is_newer=is_newer) == after


@given(st.lists(st.tuples(IDS, TIES, TIES), max_size=8))
def test_what_is_told_anew_counts_alone(told):
    history, last = History(), {}
    for item_id, replaces, doubts in told:
        memory = Memory(text="x", replaces=replaces, doubts=doubts)
        history.add(item_id, memory)
        last[item_id] = memory
    expected = {(item_id, one) for item_id, memory in last.items() for one in memory.doubts}
    assert history.doubts() == expected
    older = {one for memory in last.values() for one in memory.replaces}
    assert {one for one in range(2, 7) if history.newer(one) - {one}} == {
        one for one in older if any(one in m.replaces for i, m in last.items() if i != one)
    }


def test_what_is_in_doubt_follows_until_both_are_said_to_hold(device, clock):
    (older,) = [device.intake.remember("My dog's name is Rex").id]
    clock.now += DAY
    kept = device.intake.remember("My dog's name is Bruno")
    assert (kept.tie.doubtful, kept.tie.follows) == ((older,), (older,))

    def follows():
        return device.guard.release([kept.id], Purpose.RECALL)[0].memory.follows

    assert follows() == (older,)
    device.doubts.settle(kept.id, older, Verdict.BOTH)
    assert follows() == ()


def test_an_old_payload_without_doubts_opens():
    old = b'{"v":1,"text":"x","speaker":"","by_owner":true,"source":"typed","replaces":[3]}'
    assert Memory.from_bytes(old).doubts == ()
