"""Passphrase, recovery code and step-up as their owner changes them; what leaks; odd input."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest

from compliance.log.events import Event, EventKind
from device.access import Guard
from device.compose import Device, open_device_with
from device.errors import BadInput, DeviceError, Locked
from device.keeping import Keeping
from device.vault.authenticators.authenticator import FactorKind
from device.vault.authenticators.recovery import RecoveryFactor
from device.vault.keystores.keystore import Promise
from device.vault.opening import with_factor
from policy.bundles import load_base_bundle
from policy.vocabulary import AuthLevel, ClassName, Purpose
from tests.attacker import keys_in_ram
from tests.builders import FINANCE, add, new_event, new_item, refusal
from tests.fakes import FINGER, SECOND, FakeFactor, knows, quick_vault
from tests.people import PASSPHRASE, STEP_UP, Clock, copied_device, make_device, remember, reopen

PLAIN = "うちの合鍵は植木鉢の下にある"
MONEY = "월급 통장은 그래나이트 은행에 있고 잔액은 4,200파운드"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made") / "vault"


@pytest.fixture
def device(tmp_path: Path, made: Path) -> Iterator[Device]:
    device = copied_device(made, tmp_path / "vault", Clock())
    remember(device, PLAIN)
    yield device
    device.vault.close()


def reasons(device: Device) -> list[object]:
    """Gives why keys were changed, as the log has it."""
    events = [Event.from_leaf(leaf) for _, leaf in device.vault.journal.leaves()]
    return [event.details["reason"] for event in events if event.kind is EventKind.MAINTAINED]


def test_changed_passphrase_opens_and_the_log_says_so(device: Device):
    device.keeping.change_passphrase("새 암호 구문 新しいパスフレーズ")
    assert reasons(device) == ["passphrase-changed"]
    folder = device.vault.folder
    device.close()
    with refusal(Locked, "vault.wrong_passphrase"):
        reopen(folder, Clock())


def test_recovery_code_opens_and_one_that_was_replaced_does_not(device: Device):
    assert not device.keeping.has_recovery
    first = device.keeping.make_recovery_code()
    second = device.keeping.make_recovery_code()
    assert device.keeping.has_recovery
    assert first != second
    folder = device.vault.folder
    device.close()
    with refusal(Locked, "vault.wrong_passphrase"):
        open_device_with(folder, with_factor(RecoveryFactor(first)), clock=Clock())
    again = open_device_with(folder, with_factor(RecoveryFactor(second)), clock=Clock())
    assert [card.text for card in again.recall.all(Purpose.RECALL, "ja")] == [PLAIN]
    again.keeping.drop_recovery_code()
    assert not again.keeping.has_recovery
    again.close()
    reopen(folder, Clock()).close()


def test_step_up_is_set_anew_only_by_who_shows_the_old_one(device: Device):
    with refusal(Locked, "vault.step_up_first"):
        device.keeping.set_step_up("another")
    device.guard.step_up(STEP_UP)
    remember(device, MONEY)
    device.keeping.set_step_up("another")
    assert not device.vault.is_open(ClassName.FINANCE)
    with refusal(Locked, "vault.wrong_step_up"):
        device.guard.step_up(STEP_UP)
    device.guard.step_up("another")
    assert len(device.recall.all(Purpose.RECALL, "ko")) == 2


def test_last_step_up_factor_stays(device: Device):
    device.guard.step_up(STEP_UP)
    (factor,) = device.keeping.step_up_factors
    with refusal(BadInput, "vault.last_factor"):
        device.keeping.remove_step_up(factor.id)
    assert device.vault.has_step_up


def test_rotation_is_logged_and_everything_is_still_there(device: Device):
    device.guard.step_up(STEP_UP)
    remember(device, MONEY)
    device.keeping.rotate()
    assert reasons(device)[-1] == "keys-rotated"
    assert {card.text for card in device.recall.all(Purpose.RECALL, "ko")} == {PLAIN, MONEY}


def test_keystore_is_told_with_its_promise(tmp_path: Path, device: Device):
    assert device.keeping.keystore is None
    vault, _ = quick_vault(tmp_path / "other", Promise.HIDES)
    guard = Guard(vault, load_base_bundle(), Clock())
    assert Keeping(vault, guard).keystore == ("fake-keystore", Promise.HIDES)
    vault.close()


def test_factor_is_added_beside_and_asked_for_nothing_while_the_classes_are_closed(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, None, SECOND)
    keeping = Keeping(vault, Guard(vault, load_base_bundle(), Clock()))
    touched: list[str] = []

    class Key(FakeFactor):
        def enrol(self):
            touched.append("touched")
            return super().enrol()

        def prove(self, parameters):  # pragma: no cover  # never asked here
            raise AssertionError

    key = Key("a key with a sensor", AuthLevel.BIOMETRIC, FactorKind.FIDO2)
    with refusal(Locked, "vault.step_up_first"):
        keeping.add_step_up(key)
    assert touched == []
    vault.step_up(knows(SECOND))
    assert keeping.add_step_up(key) is AuthLevel.BIOMETRIC
    assert touched == ["touched"]
    assert len(keeping.step_up_factors) == 2
    assert not vault.is_open(ClassName.GUARDED)
    vault.close()


# -- nothing leaks ---------------------------------------------------------------------------------


def objects_of(holder: object) -> list[object]:
    """Gives every object of ours, and every dataclass, that can be reached from an object."""
    seen: dict[int, object] = {}
    waiting = [holder]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, str | bytes | int | float | type(None) | type):
            continue
        seen[id(thing)] = thing
        if isinstance(thing, dict):
            waiting += [*thing.keys(), *thing.values()]
        elif isinstance(thing, list | tuple | set | frozenset):
            waiting += thing
        elif is_dataclass(thing):
            waiting += [getattr(thing, one.name, None) for one in fields(thing)]
        elif type(thing).__module__.startswith(("device", "compliance", "policy")):
            waiting += list(getattr(thing, "__dict__", {}).values())
    ours = ("device", "compliance", "policy")
    return [one for one in seen.values() if type(one).__module__.startswith(ours)]


def spellings(secret: bytes) -> list[str]:
    """Gives how a secret's bytes would look in a text."""
    return [secret.hex(), repr(secret)[2:-1], str(list(secret))[1:-1]]


def test_no_key_secret_text_or_vector_is_in_any_repr_or_str(device: Device):
    device.keeping.make_recovery_code()
    device.guard.step_up(STEP_UP)
    remember(device, MONEY)
    device.recall.ask("월급", Purpose.RECALL, "ko", 5)
    vault = device.vault
    held = vault.hold(vault.open_ids())
    with vault.transaction():
        receipt = vault.append(Event.from_leaf(next(iter(vault.journal.leaves()))[1]), [1])
    secrets = [key for key in keys_in_ram(vault) if key]
    assert len(secrets) > 15
    needles = [text for key in secrets for text in spellings(key)]
    needles += [PLAIN, MONEY, PASSPHRASE, STEP_UP, "植木鉢", "그래나이트"]
    found = [*objects_of(device), held, receipt, vault.keys, *vault.keys.classes.values()]
    kinds = {type(one).__name__ for one in found}
    assert kinds >= {"Vault", "Keyring", "ClassKeys", "Epoch", "Journal", "Upkeep", "Held", "Guard"}
    for one in found:
        if type(one).__name__ in {"Rulebook", "RuleRecord", "Decider", "Bundle"}:
            continue
        for shown in (repr(one), f"{one}", format(one)):
            assert not [needle for needle in needles if needle in shown], type(one)


def test_no_error_and_no_log_line_carries_text_or_keys(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    vault, _ = quick_vault(tmp_path, Promise.ERASES, SECOND, FINGER)
    vault.step_up(knows(FINGER))
    ids = add(vault, new_item(MONEY.encode(), FINANCE), new_item(PLAIN.encode()))
    needles = [text for key in keys_in_ram(vault) if key for text in spellings(key)]
    needles += [MONEY, PLAIN]
    vault._database.run("UPDATE item SET payload = zeroblob(length(payload)) WHERE id = 1")
    vault._database.run("UPDATE tail SET row = zeroblob(length(row)) WHERE id = 2")
    with vault.transaction():
        receipt = vault.append(new_event(), ids)
    acts = [
        lambda: vault.open_payload(ids[0], receipt),
        lambda: vault.hold([ids[1]]),
        lambda: vault.step_up(knows(FakeFactor("wrong"))),
        lambda: vault.rebind({ids[0]: FINANCE}, receipt),
        lambda: vault.keys.class_named(ClassName.FINANCE) and vault._home_of(99),
    ]
    told = []
    for act in acts:
        with pytest.raises((DeviceError, RuntimeError)) as caught:
            act()
        error: BaseException | None = caught.value
        while error is not None:
            told.append(f"{error!r} {error.args} {getattr(error, 'values', '')}")
            error = error.__cause__ or error.__context__
    vault.close()
    shown = "\n".join([*told, caplog.text])
    assert len(told) >= len(acts)
    assert not [needle for needle in needles if needle in shown]


# -- odd input -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "가" * 1_000_000,
        "記憶" * 500_000,
        pytest.param("said so " * 125_000, marks=pytest.mark.prove),  # 20 s of words to label
    ],
)
def test_memory_of_a_million_characters_is_kept_found_and_forgotten(device: Device, text: str):
    item_id = remember(device, text)
    (opened,) = device.guard.release([item_id], Purpose.RECALL)
    assert opened.memory.text == text
    assert len(device.rights.forget([item_id])) == 1
    assert not device.vault.exists(item_id)


@pytest.mark.parametrize("text", ["\ud800 안녕", "ferry \udfff at nine", "\x00 nul in \x00 it"])
def test_invalid_unicode_is_kept_as_what_can_be_kept(device: Device, text: str):
    item_id = remember(device, text)
    (opened,) = device.guard.release([item_id], Purpose.RECALL)
    opened.memory.text.encode()  # it has a UTF-8 form
    assert device.recall.ask(text, Purpose.RECALL, "en", 5).memories


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00"])
def test_empty_memory_is_refused_and_nothing_is_stored(device: Device, text: str):
    before = device.vault.newest_id
    with pytest.raises(BadInput):
        device.intake.remember(text)
    assert device.vault.newest_id == before


@pytest.mark.parametrize("item_id", [0, -1, 99, 2**32 - 1, 2**32, 2**63, 2**64, -(2**63) - 1])
def test_id_that_nothing_has_opens_rates_and_erases_nothing(device: Device, item_id: int):
    remember(device, "another one")
    device.rights.forget([2])  # an emptied slot has the id 0
    assert device.guard.release([item_id], Purpose.RECALL) == []
    assert device.recall.show(item_id, Purpose.RECALL, "en") is None
    assert device.rights.forget([item_id]) == []
    assert not device.rights.rate(item_id, "used")
    assert device.guard.engine([item_id], "merge") == []
    assert device.vault.find_row(item_id) is None
    assert not device.vault.exists(item_id)
    assert device.guard.damaged == set()


def test_id_asked_for_twice_is_released_once_or_twice_but_never_an_error(device: Device):
    opened = device.guard.release([1, 1], Purpose.RECALL)
    assert {one.memory.text for one in opened} == {PLAIN}


@pytest.mark.parametrize("now", [-1, -(2**40), 2**32, 2**33])
def test_clock_far_before_1970_or_after_2106_loses_nothing(tmp_path: Path, now: int):
    device = make_device(tmp_path, Clock(now))
    item_id = remember(device, PLAIN)
    opened = device.guard.release([item_id], Purpose.RECALL)
    assert [one.memory.text for one in opened] == ([PLAIN] if now >= 0 else [])  # no such date
    row = device.vault.find_row(item_id)
    assert row is not None
    assert row["created"][0] == np.clip(now, 0, 2**32 - 1)
    device.retention.run()
    device.rights.forget([item_id])
    device.close()
    reopen(tmp_path, Clock(now)).close()
