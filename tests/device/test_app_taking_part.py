"""Taking part from the app: when it starts, what is shown, and that it ends at once."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from compliance.log.events import EventKind
from coordinator.serve import Coordinator
from coordinator.settings import RoundSettings, Settings
from device.app.models import Models
from device.app.services.taking_part import WAITS_S
from device.app.services.vault_service import VaultService
from device.app.viewmodels.rows import PartPhase
from device.app.viewmodels.settings import SettingsModel
from device.errors import Unavailable
from device.federation.keys import new_node_key
from device.federation.pipe import (
    Connected,
    Delivered,
    Ended,
    EndReason,
    Received,
    Refused,
    Undelivered,
)
from device.federation.protocol import SentKind
from device.federation.sent import Consent
from device.settings import Membership
from tests.coordinator.devices import Phone, is_alive, until
from tests.device.app_desk import desk_at
from tests.device.app_part import Parts, joined, sending
from tests.people import remember, reopen

DIGEST = "ab" * 32
SENTENCES = (
    "The ferry leaves at nine",
    "Mum's birthday cake has to be ordered on Tuesday",
    "The choir sings in the old town hall",
    "Kenji likes his coffee without milk",
    "The bicycle is at the repair shop by the station",
    "We saw the fireworks from the roof last summer",
    "The library books are due on Friday",
    "Two tickets for the puppet theatre are in the drawer",
    "The neighbour waters the plants in August",
    "Practise the second movement before the lesson",
    "The lake path is closed after heavy rain",
    "Buy persimmons when the market opens",
)


@pytest.fixture
def parts():
    return Parts()


@pytest.fixture
def desk(tmp_path, parts):
    """A locked app on a vault that joined a federation and agreed to training."""
    with desk_at(tmp_path / "vault") as desk:
        device = reopen(desk.folder, desk.clock)
        joined(device)
        device.change_settings(
            device.settings.model_copy(update={"share_updates": True}), EventKind.CONSENTED
        )
        device.close()
        desk.session._make_service = lambda: VaultService(
            desk.unlocking_by(), begin=parts.begin, can_begin=lambda: parts.is_installed
        )
        yield desk
        for part in parts.made:
            part.may_end.set()


def unlocked(desk):
    desk.unlock()
    return Models(desk.session)


def connected(desk, parts):
    """An open app whose worker is in."""
    models = unlocked(desk)
    desk.later(1)
    parts.last.to_say.append(Connected())
    desk.later(1)
    return models


def phase(models):
    return models.taking_part.state.phase


# -- when it starts


def test_it_starts_by_itself_once_the_vault_is_open(desk, parts):
    for _ in range(3):
        desk.later(1)
    assert parts.made == []
    models = unlocked(desk)
    desk.later(1)
    assert [part.has_begun for part in parts.made] == [True]
    assert phase(models) is PartPhase.STARTING
    assert parts.last.consent == Consent(training=True)
    for _ in range(5):
        desk.later(1)
    assert len(parts.made) == 1
    assert parts.last.threads == {"bojagi-vault"}


@pytest.mark.parametrize("is_joined", [True, False])
def test_it_does_not_start_without_consent_or_federation(tmp_path, parts, is_joined):
    with desk_at(tmp_path / "vault") as desk:
        device = reopen(desk.folder, desk.clock)
        if is_joined:
            joined(device)
        device.close()
        desk.session._make_service = lambda: VaultService(desk.unlocking_by(), begin=parts.begin)
        models = unlocked(desk)
        desk.later(1)
        assert parts.made == []
        assert phase(models) is (PartPhase.OFF if is_joined else PartPhase.NOT_JOINED)
        if not is_joined:
            models.federation.set_training(True)
            desk.later(1)
            assert phase(models) is PartPhase.NOT_JOINED
            assert "bojagi federation join" in models.federation.joined_text


def test_missing_packages_are_named_and_nothing_starts(desk, parts):
    parts.is_installed = False
    models = unlocked(desk)
    desk.later(1)
    assert parts.made == []
    assert "bojagi[federation,learn]" in models.taking_part.text
    parts.is_installed = True
    desk.later(1)
    assert len(parts.made) == 1


def test_fault_at_the_start_is_told_once_and_tried_again_later(desk, parts):
    parts.fault = Unavailable("app.no_kivy")
    models = unlocked(desk)
    desk.later(1)
    assert "pip install" in desk.session.toast.text
    desk.session.dismiss_toast()
    for _ in range(5):
        desk.later(1)
    assert desk.session.toast is None
    assert phase(models) is PartPhase.FAILED


def test_session_that_holds_starts_nothing_and_says_so(desk, parts):
    desk.session.hold_sending()
    models = unlocked(desk)
    desk.later(1)
    assert parts.made == []
    assert models.taking_part.text == "Paused. Nothing is sent."
    desk.session.release_sending()
    desk.later(1)
    assert len(parts.made) == 1


# -- what is shown


def test_states_of_a_round_are_told_as_they_come(desk, parts):
    models = connected(desk, parts)
    told = models.taking_part
    assert told.text == "Connected, waiting for a round"
    parts.last.to_say.append(Received(round=3, digest=DIGEST))
    desk.later(1)
    assert told.text == "Round 3: computing on this device"
    parts.last.to_say.append(sending())
    desk.later(1)
    assert told.text == "Round 3: sending"
    parts.last.to_say.append(Delivered(digest=DIGEST))
    desk.later(1)
    assert told.text.startswith("Connected, last sent ")
    assert told.tone == "good"
    SettingsModel(desk.session).set_language("ko")
    assert told.text.startswith("연결됨, 마지막 전송 ")


def test_reply_that_belongs_to_no_round_names_none(desk, parts):
    models = connected(desk, parts)
    parts.last.to_say.append(sending(SentKind.STATISTICS, 0))
    desk.later(1)
    assert models.taking_part.text == "Sending"
    parts.last.to_say.append(Undelivered(digest=DIGEST))
    desk.later(1)
    assert models.taking_part.text == "Connected, waiting for a round"


def test_list_of_what_was_sent_grows_by_itself(desk, parts):
    models = connected(desk, parts)
    federation = models.federation
    desk.settle()
    assert federation.days == []
    parts.last.to_say.append(sending())
    desk.later(1)
    ((day, rows),) = federation.days
    assert (day, [row.round for row in rows]) == ("Today", [3])


def test_foreign_app_is_told_once_and_gone_when_seen(desk, parts):
    models = connected(desk, parts)
    parts.last.to_say.extend([Refused(app="f" * 64), Refused(app="f" * 64)])
    desk.later(1)
    assert "refused" in desk.session.toast.text
    assert models.taking_part.has_refused
    models.taking_part.seen()
    desk.session.dismiss_toast()
    parts.last.to_say.append(Refused(app="f" * 64))
    desk.later(1)
    assert not models.taking_part.has_refused
    assert desk.session.toast is None
    models.taking_part.is_watched = True
    parts.last.to_say.append(Refused(app="e" * 64))
    desk.later(1)
    assert models.taking_part.has_refused
    assert desk.session.toast is None


# -- trying again


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (EndReason.UNREACHABLE, "out of reach"),
        (EndReason.NOT_ADMITTED, "Not admitted"),
        (EndReason.LOST, "lost"),
        (EndReason.DIED, "failed"),
        (EndReason.STOPPED, "failed"),
    ],
)
def test_end_is_told_with_the_time_of_the_next_try(desk, parts, reason, words):
    models = unlocked(desk)
    desk.later(1)
    parts.last.to_say.append(Ended(reason=reason))
    desk.later(1)
    assert words in models.taking_part.text
    assert "Next try at " in models.taking_part.hint
    assert ("public key" in models.taking_part.hint) == (reason is EndReason.NOT_ADMITTED)
    assert models.taking_part.tone == "warn"
    assert parts.last.has_ended.wait(10)


def test_waits_between_tries_grow_and_a_connection_begins_anew(desk, parts):
    models = unlocked(desk)
    desk.later(1)
    for wait in (*WAITS_S, WAITS_S[-1]):
        parts.last.to_say.append(Ended(reason=EndReason.UNREACHABLE))
        count = len(parts.made)
        desk.later(1)
        assert parts.last.has_ended.wait(10)
        desk.session.touch()
        desk.later(wait - 1)
        assert len(parts.made) == count, wait
        desk.session.touch()
        desk.later(1)
        assert len(parts.made) == count + 1, wait
    parts.last.to_say.extend([Connected(), Ended(reason=EndReason.LOST)])
    desk.later(1)
    assert parts.last.has_ended.wait(10)
    count = len(parts.made)
    desk.session.touch()
    desk.later(WAITS_S[0])
    assert len(parts.made) == count + 1
    assert phase(models) is PartPhase.STARTING


def test_person_may_try_at_once(desk, parts):
    models = unlocked(desk)
    desk.later(1)
    assert not models.taking_part.can_retry
    parts.last.to_say.append(Ended(reason=EndReason.NOT_ADMITTED))
    desk.later(1)
    assert parts.last.has_ended.wait(10)
    assert models.taking_part.can_retry
    models.taking_part.try_now()
    desk.settle()
    assert len(parts.made) == 2


# -- the end


def test_withdrawal_ends_it_and_what_was_asked_meanwhile_stays(desk, parts):
    models = connected(desk, parts)
    parts.last.to_say.append(sending())
    models.federation.set_training(False)
    desk.session.tick()  # before the vault's thread has come to it
    desk.settle()
    desk.later(1)
    assert parts.last.is_asked_to_stop
    assert len(parts.last.to_say) == 1
    assert phase(models) is PartPhase.OFF
    assert [row for _, rows in models.federation.days for row in rows] == []


@pytest.mark.parametrize("how", ["lock", "withdrawal"])
def test_lock_and_withdrawal_overtake_a_question_that_waits(desk, parts, how):
    models = connected(desk, parts)
    desk.settle()
    part, may_go_on = parts.last, Event()
    part.to_say.append(sending())
    desk.session.work(lambda _service: may_go_on.wait(60), lambda _: None)  # a long job
    desk.session.tick()  # the question waits behind it
    if how == "lock":
        desk.session.lock()
    else:
        models.federation.set_training(False)
    may_go_on.set()
    desk.settle()
    assert len(part.to_say) == 1
    assert part.is_asked_to_stop


def test_changed_consent_begins_anew_with_the_new_one(desk, parts):
    parts.is_slow = True
    models = connected(desk, parts)
    models.federation.set_statistics(True)
    desk.settle()
    first = parts.last
    assert first.is_asked_to_stop
    desk.later(1)
    assert parts.made == [first], "two at once"
    first.may_end.set()
    assert first.has_ended.wait(10)
    desk.later(1)
    assert len(parts.made) == 2
    assert parts.last.consent == Consent(training=True, statistics=True)


def test_lock_ends_it_hides_all_at_once_and_an_unlock_begins_anew(desk, parts):
    parts.is_slow = True  # the worker takes its time
    models = connected(desk, parts)
    parts.last.to_say.append(sending())
    first = parts.last
    desk.session.lock()
    assert models.taking_part.state is None
    desk.settle()
    assert first.is_asked_to_stop
    assert len(first.to_say) == 1
    assert not first.has_ended.is_set()
    desk.unlock()
    desk.later(1)
    assert parts.made == [first]
    first.may_end.set()
    assert first.has_ended.wait(10)
    desk.later(1)
    assert len(parts.made) == 2


def test_idle_lock_ends_it(desk, parts):
    connected(desk, parts)
    desk.later(5 * 60)
    assert not desk.session.is_unlocked
    assert parts.last.is_asked_to_stop
    assert parts.last.has_ended.wait(10)


def test_closed_app_has_ended_it(desk, parts):
    connected(desk, parts)
    desk.session.close()
    assert parts.last.has_ended.is_set()


# -- what it needs


def test_app_imports_neither_flower_nor_torch():
    code = (
        "import sys, device.app.services.vault_service as v;"
        "from device.app.services.taking_part import can_take_part; can_take_part();"
        "sys.exit(any(name in sys.modules for name in ('flwr', 'torch')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def ticked(desk):
    """Lets the app look; the person is there."""
    desk.session.touch()
    desk.session.tick()
    desk.settle()
    return True


def workers_of(owner):
    """The worker processes that a process started and that run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            words = (folder / "cmdline").read_bytes()
            if int(parent) == owner and b"device.federation.worker" in words:
                found.append(int(folder.name))
    return [process for process in found if is_alive(process)]


@pytest.mark.prove
def test_real_app_takes_part_in_a_real_round_and_ends_with_the_lock(tmp_path):
    settings = Settings(training=RoundSettings(rounds=1, timeout_s=40.0, wait_s=60.0, attempts=1))
    with (
        Coordinator(tmp_path / "state", settings=settings, retries=0) as served,
        desk_at(tmp_path / "vault") as desk,
    ):
        key = new_node_key()
        served.admit(key.public_line)
        device = reopen(desk.folder, desk.clock)
        membership = Membership(
            server=served.address,
            ca_pem=served.ca_pem,
            node_key_pem=key.private_pem,
            node_public=key.public_line,
        )
        device.change_settings(
            device.settings.model_copy(update={"membership": membership}), EventKind.MAINTAINED
        )
        for text in SENTENCES:
            device.rights.rate(remember(device, text), "used")
        device.close()
        models = unlocked(desk)
        models.federation.set_training(True)
        desk.settle()
        others = [Phone(served.address, served.ca_pem, seed) for seed in (1, 2)]
        for other in others:
            served.admit(other.key.public_line)
        with others[0], others[1]:
            rounds = Thread(target=served.run)
            rounds.start()
            assert until(lambda: ticked(desk) and not rounds.is_alive(), 150)
            desk.later(1)
        rows = [row for _, rows in models.federation.days for row in rows]
        assert rows[-1].kind_word == "Model update"
        assert (rows[-1].round, rows[-1].bytes, len(rows[-1].shapes)) == (1, 11_656, 4)
        (process,) = workers_of(os.getpid())
        desk.session.lock()
        desk.settle()
        assert until(lambda: not is_alive(process))
