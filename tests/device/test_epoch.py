"""The epoch key: never dropped while the file names it, and never kept after."""

from __future__ import annotations

import itertools
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.errors import IntegrityError, Unavailable
from device.vault.epoch import Epoch
from tests.builders import refusal
from tests.fakes import FakeKeystore

ENTRY = "ab" * 16


def made(keystore: FakeKeystore) -> Epoch:
    """Gives the settled epoch of a new file."""
    epoch = Epoch(ENTRY, keystore)
    epoch.renew()
    epoch.committed()
    epoch.settle(0)
    return epoch


def found(keystore: FakeKeystore, named: str | None) -> bytes:
    """Gives the key that another process finds for the epoch that the file names."""
    epoch = Epoch(ENTRY, keystore.copy())
    epoch.find(named)
    return epoch.key


def test_epoch_is_found_by_the_next_process():
    keystore = FakeKeystore()
    epoch = made(keystore)
    assert len(epoch.key) == 32
    assert found(keystore, epoch.id) == epoch.key
    assert epoch.is_settled


def test_old_and_new_are_both_there_until_it_is_settled():
    keystore = FakeKeystore()
    epoch = made(keystore)
    old_id, old_key = epoch.id, epoch.key
    epoch.renew()
    assert epoch.key != old_key
    assert found(keystore, old_id) == old_key
    assert found(keystore, epoch.id) == epoch.key
    assert not epoch.is_settled
    epoch.committed()
    epoch.settle(7)
    with refusal(IntegrityError, "vault.older_than_delete"):
        found(keystore, old_id)
    assert old_key.hex().encode() not in b"".join(keystore.entries.values())


def test_epoch_of_a_failed_commit_is_taken_back_and_dropped_later():
    keystore = FakeKeystore()
    epoch = made(keystore)
    old = epoch.id, epoch.key
    epoch.renew()
    epoch.take_back()
    assert (epoch.id, epoch.key) == old
    assert not epoch.is_settled
    epoch.settle(1)
    assert epoch.is_settled
    assert found(keystore, epoch.id) == old[1]


@given(
    st.lists(
        st.sampled_from(["delete", "failed delete", "failed", "settle", "close"]), max_size=12
    ),
    st.sets(st.integers(3, 30)),
    st.sets(st.integers(3, 30)),
)
def test_keystore_always_holds_what_the_file_names(
    acts: list[str], silent: set[int], late: set[int]
):
    keystore = FakeKeystore()
    epoch = made(keystore)
    named, key = epoch.id, epoch.key  # what the file names, and wraps its root under
    keystore.silent_at, keystore.late_at = frozenset(silent), frozenset(late)
    for act, events in zip(acts, itertools.count(1)):
        with suppress(Unavailable):
            if "delete" in act:
                try:
                    epoch.renew()
                except Unavailable:
                    epoch.take_back()
                    continue
                assert found(keystore, named) == key
                if act == "failed delete":
                    epoch.take_back()
                    continue
                named, key = epoch.id, epoch.key
                epoch.committed()
                epoch.settle(events)
            elif act == "failed":
                epoch.take_back()
            elif act == "settle":
                epoch.settle(events)
            else:
                with suppress(Unavailable):
                    epoch.settle(events)
                keystore.calls.append("restart")
                epoch = Epoch(ENTRY, keystore)
                keystore.silent_at = frozenset()
                epoch.find(named)
        assert found(keystore, named) == key
        assert epoch.key == key
    keystore.silent_at = keystore.late_at = frozenset()
    epoch.settle(100)
    assert epoch.is_settled
    (raw,) = keystore.entries.values()
    assert raw.count(b'": "') == 1  # one epoch alone


def test_log_that_is_shorter_than_the_keystore_saw_is_an_older_file():
    keystore = FakeKeystore()
    epoch = made(keystore)
    epoch.settle(10)
    epoch.settle(4)  # never counts back
    again = Epoch(ENTRY, keystore)
    again.find(epoch.id)
    again.require_log(10)
    again.require_log(11)
    with refusal(IntegrityError, "vault.rolled_back"):
        again.require_log(9)


def test_without_a_keystore_there_is_no_key_and_nothing_is_asked():
    epoch = Epoch(None, None)
    epoch.find(None)
    epoch.renew()
    epoch.committed()
    epoch.take_back()
    epoch.settle(5)
    epoch.require_log(0)
    assert (epoch.id, epoch.key, epoch.is_settled) == (None, b"", True)
    epoch.forget()


def test_epoch_that_left_its_keystore_left_nothing_there():
    keystore = FakeKeystore()
    epoch = made(keystore)
    epoch.leave()
    assert keystore.entries == {}
    assert (epoch.key, epoch.is_settled) == (b"", True)


def test_keys_are_not_shown_by_repr():
    keystore = FakeKeystore()
    epoch = made(keystore)
    shown = repr(epoch) + repr(epoch.__dict__) + str(epoch.__dict__)
    assert epoch.key.hex() not in shown
    assert repr(epoch.key)[2:-1] not in shown


@pytest.mark.parametrize("call", ["find", "renew", "settle"])
def test_silent_keystore_is_told_at_every_call(call: str):
    keystore = FakeKeystore()
    epoch = made(keystore)
    before = epoch.id, epoch.key
    keystore.silent_at = range(keystore.from_now_on(), 99)
    act = {
        "find": lambda: epoch.find(epoch.id),
        "renew": epoch.renew,
        "settle": lambda: epoch.settle(50),
    }[call]
    with refusal(Unavailable, "vault.keystore_silent"):
        act()
    assert (epoch.id, epoch.key) == before
