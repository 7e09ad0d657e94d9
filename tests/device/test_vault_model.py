"""A vault against a plain dictionary: any acts, failures and reopenings, the same content."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from compliance.log.events import EventKind
from device.vault.database import FILE_NAME
from device.vault.keyring import Keyring
from device.vault.store import Vault
from policy.binding import RuleRecord
from tests.builders import (
    CERTIFICATE,
    EVERYDAY,
    FINANCE,
    GUARDED,
    PRIVATE,
    STEP_UP,
    add,
    erase,
    new_event,
    new_item,
    new_vault,
    open_with,
    read_all,
    rebind,
    step_up,
    undo,
)

RECORDS = (EVERYDAY, PRIVATE, FINANCE, GUARDED, RuleRecord(max_reads=4))
SMALL_SEGMENT = 3
WHICH = st.sampled_from((0, 0, 0, 1, 2))


@cache
def empty_vault() -> tuple[bytes, Keyring]:
    """Gives the file of an empty vault and its keys, the step-up's left out."""
    with tempfile.TemporaryDirectory() as name, closing(new_vault(Path(name), STEP_UP)) as vault:
        vault.end_step_up()
        keyring = vault._keyring.copy()
        vault.erase_traces()
        return (Path(name) / FILE_NAME).read_bytes(), keyring


@dataclass
class Kept:
    """What the model knows of a memory."""

    text: bytes
    record: RuleRecord
    reads: int = 0
    touched: int = 0


class VaultAgainstModel(RuleBasedStateMachine):
    """Acts on a vault and on a dictionary, and compares them after each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="bojagi-model-"))
        image, keyring = empty_vault()
        (self.folder / FILE_NAME).write_bytes(image)
        self.vault: Vault = open_with(keyring, self.folder, SMALL_SEGMENT)
        self.kept: dict[int, Kept] = {}
        self.next_id = 1
        self.is_stepped_up = False
        self.is_whole = True
        self.acts = 0

    def teardown(self) -> None:
        try:
            if self.is_whole:
                self.reopen()
                self.holds_what_the_model_holds()
        finally:
            self.vault.close()
            shutil.rmtree(self.folder)

    def is_open(self, record: RuleRecord) -> bool:
        return self.is_stepped_up or not record.class_name.needs_step_up

    def ids(self, *, readable: bool) -> list[int]:
        return [i for i, one in self.kept.items() if not readable or self.is_open(one.record)]

    def one_of(self, which: int, *, readable: bool) -> int:
        """Gives one of those touched last: acts that meet on one item are what finds faults."""
        ids = sorted(self.ids(readable=readable), key=lambda item_id: -self.kept[item_id].touched)
        chosen = ids[which % len(ids)]
        self.kept[chosen].touched = self.acts = self.acts + 1
        return chosen

    def count_read(self, item_id: int) -> None:
        self.vault.append(new_event(EventKind.RELEASED))
        self.vault.count_read(item_id, self.vault.usage(item_id), 1_700_000_003)

    @initialize(count=st.integers(0, 4))
    def begin(self, count: int) -> None:
        for at in range(count):
            self.add(RECORDS[at])

    @rule(record=st.sampled_from(RECORDS))
    def add(self, record: RuleRecord) -> None:
        text = b"text %d" % self.next_id
        item = new_item(text, record, source=text, place=text)
        assert add(self.vault, item) == [self.next_id]
        self.kept[self.next_id] = Kept(text, record)
        self.next_id += 1

    @precondition(lambda self: self.kept)
    @rule(which=WHICH)
    def erase(self, which: int) -> None:
        item_id = self.one_of(which, readable=False)
        assert erase(self.vault, item_id)
        del self.kept[item_id]

    @precondition(lambda self: self.ids(readable=True))
    @rule(which=WHICH, record=st.sampled_from((FINANCE, EVERYDAY, RECORDS[-1])))
    def rebind(self, which: int, record: RuleRecord) -> None:
        item_id = self.one_of(which, readable=True)
        rebind(self.vault, item_id, record)
        self.kept[item_id].record = record

    @precondition(lambda self: self.ids(readable=True))
    @rule(which=WHICH, times=st.integers(1, 2))
    def count(self, which: int, times: int) -> None:
        item_id = self.one_of(which, readable=True)
        with self.vault.transaction():
            for _ in range(times):
                self.count_read(item_id)
        self.kept[item_id].reads += times

    @precondition(lambda self: self.ids(readable=True))
    @rule(which=WHICH, record=st.sampled_from(RECORDS))
    def fail(self, which: int, record: RuleRecord) -> None:
        item_id = self.one_of(which, readable=True)
        undo(
            self.vault.transaction,
            lambda: self.count_read(item_id),
            lambda: self.vault.add(new_item(b"never", record)),
            lambda: self.vault.erase([item_id], CERTIFICATE),
        )

    @rule()
    def compact(self) -> None:
        self.vault.compact()

    @precondition(lambda self: not self.is_stepped_up)
    @rule()
    def step_up(self) -> None:
        step_up(self.vault)
        self.is_stepped_up = True

    @precondition(lambda self: self.is_stepped_up)
    @rule()
    def end_step_up(self) -> None:
        self.vault.end_step_up()
        self.is_stepped_up = False

    @rule()
    def reopen(self) -> None:
        keyring = self.vault._keyring.copy()
        keyring.close_step_up()
        self.vault.close()
        self.is_whole = self.is_stepped_up = False
        self.vault = open_with(keyring, self.folder, SMALL_SEGMENT)
        self.is_whole = True

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        readable = self.ids(readable=True)
        assert read_all(self.vault) == {i: self.kept[i].text for i in readable}
        for item_id in readable:
            row = self.vault.find_row(item_id)
            assert row is not None
            assert self.vault.record(int(row["rule"][0])) == self.kept[item_id].record
            assert self.vault.reads(item_id) == self.kept[item_id].reads
        names = {b"text %d" % item_id for item_id in range(1, self.next_id)}
        texts = {one.text for one in self.kept.values()}
        assert self.vault.known_sources(names) == texts
        assert self.vault.forgotten_places(names) == names - texts
        assert {i for i in range(self.next_id + 1) if self.vault.exists(i)} == set(self.kept)
        assert self.vault.journal.verify() == self.vault.journal.size


def run(examples: int, steps: int, *, derandomize: bool) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # hypothesis has no types for it
        VaultAgainstModel,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=derandomize,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_vault_holds_what_a_dictionary_would_after_any_acts():
    run(20, 25, derandomize=True)


@pytest.mark.prove
def test_vault_holds_what_a_dictionary_would_after_many_acts():
    run(500, 40, derandomize=False)
