"""The guard: five doors, each decided on and logged before anything opens."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from compliance.log.events import Event, EventKind
from compliance.log.note import open_note
from device.compose import Device
from device.errors import Unavailable
from device.presence import GRANT_S
from policy.vocabulary import AuthLevel, ClassName, Label, Purpose
from tests.builders import wished
from tests.people import STEP_UP, Clock, make_device, remember, reopen

MONEY = "My salary account at Granite Bank has 4,200 pounds"
PLAIN = "The ferry to Naoshima leaves at nine"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def device(tmp_path: Path, clock: Clock):
    device = make_device(tmp_path / "vault", clock)
    yield device
    device.vault.close()


def events(device: Device) -> list[Event]:
    return [Event.from_leaf(leaf) for _, leaf in device.vault.journal.leaves()]


def texts(device: Device, question: str, purpose: Purpose = Purpose.RECALL) -> list[str]:
    return [card.text for card in device.recall.ask(question, purpose, "en", 10).memories]


def test_each_door_leaves_its_own_event(device):
    item_id = remember(device, PLAIN)
    device.guard.release([item_id], Purpose.RECALL)
    assert [memory.text for _, memory in device.guard.index([item_id])] == [PLAIN]
    device.guard.engine([item_id], "merge")
    record = device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))
    device.guard.rebind(item_id, record.model_copy(update={"max_reads": 9}))
    device.guard.train()
    kinds = {event.kind for event in events(device)}
    assert {
        EventKind.RELEASED,
        EventKind.INDEXED,
        EventKind.ENGINE,
        EventKind.MAINTAINED,
        EventKind.TRAINED,
    } <= kinds


def test_release_event_names_every_decision_with_its_rules_and_the_closed_classes(device):
    item_id = remember(device, PLAIN)
    (opened,) = device.guard.release([item_id], Purpose.RECALL)
    event = events(device)[-1]
    (decision,) = event.decisions
    assert int(opened.row["id"][0]) == item_id
    assert decision.memory == device.vault.names([item_id])[item_id]
    assert decision.rules == ("owner-recalls",)
    assert decision.obligations == ("count",)
    assert event.closed == ("finance-needs-step-up", "guarded-needs-step-up")
    assert PLAIN not in event.to_leaf().decode()


def test_nothing_is_released_when_the_log_cannot_be_written(device):
    item_id = remember(device, PLAIN)
    device.vault._database.run("PRAGMA query_only = ON")
    with pytest.raises(Unavailable):
        device.guard.release([item_id], Purpose.RECALL)
    device.vault._database.run("PRAGMA query_only = OFF")
    assert device.vault.reads(item_id) == 0


def test_only_the_guard_and_the_vault_open_payloads():
    root = Path(__file__).parents[2]
    users = set()
    for package in ("policy", "compliance", "device", "coordinator"):
        for file in (root / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute | ast.Name):
                    name = node.attr if isinstance(node, ast.Attribute) else node.id
                    if name in {"open_payload", "unseal", "AESGCM", "decrypt"}:
                        users.add(str(file.relative_to(root)))
    outside = {user for user in users if not user.startswith("device/vault/")}
    assert outside == {"device/opener.py"}


def test_only_the_guard_holds_an_opener():
    root = Path(__file__).parents[2]
    users = {
        str(file.relative_to(root))
        for package in ("policy", "compliance", "device", "coordinator")
        for file in (root / package).rglob("*.py")
        if "device.opener" in file.read_text(encoding="utf-8")
    }
    assert users == {"device/access.py"}


def test_money_stays_closed_until_the_step_up_and_closes_again_after_five_minutes(device, clock):
    remember(device, MONEY)
    assert texts(device, "salary account") == []
    device.guard.step_up(STEP_UP)
    assert texts(device, "salary account") == [MONEY]
    clock.now += GRANT_S
    assert texts(device, "salary account") == [MONEY]
    clock.now += 1
    assert texts(device, "salary account") == []
    assert device.vault.count(ClassName.FINANCE) == 0


def test_a_clock_set_back_ends_the_step_up(device, clock):
    remember(device, MONEY)
    device.guard.step_up(STEP_UP)
    clock.now -= 1
    assert texts(device, "salary account") == []


def test_a_question_is_answered_alike_with_and_without_a_matching_closed_memory(device):
    remember(device, PLAIN)
    before = device.recall.ask("salary account at Granite Bank", Purpose.RECALL, "en", 10)
    shown_before = device.recall.show(2, Purpose.RECALL, "en")
    hidden = remember(device, MONEY)
    assert hidden == 2
    assert device.recall.ask("salary account at Granite Bank", Purpose.RECALL, "en", 10) == before
    assert device.recall.show(2, Purpose.RECALL, "en") == shown_before


def test_closed_classes_are_told_with_the_rule_and_what_opens_them(device):
    closed = {one.class_name: one for one in device.recall.closed(Purpose.RECALL, "ko")}
    assert set(closed) == {"finance", "guarded"}
    assert closed["finance"].rule == "finance-needs-step-up"
    assert "5분" in closed["finance"].opens_with


def test_without_an_enrolled_step_up_money_opens_with_the_vault(tmp_path, clock):
    device = make_device(tmp_path / "other", clock, step_up=None)
    remember(device, MONEY)
    assert texts(device, "salary account") == [MONEY]
    assert device.recall.closed(Purpose.RECALL, "en") == ()
    device.keeping.set_step_up(STEP_UP)
    assert device.guard.strongest is AuthLevel.STRONG
    assert texts(device, "salary account") == []
    device.guard.step_up(STEP_UP)
    assert texts(device, "salary account") == [MONEY]
    device.close()


def test_a_purpose_that_no_rule_permits_releases_nothing(device):
    remember(device, PLAIN)
    answer = device.recall.ask("ferry", Purpose.MARKETING, "en", 10)
    assert answer.is_refused
    assert answer.memories == ()
    assert all("purpose-outside-rule" in one.rule.split(", ") for one in answer.closed)


def test_sharing_needs_the_owners_word_and_masks_identifiers(device):
    item_id = remember(device, "Ferry office: ring 090-1234-5678 before nine")
    assert texts(device, "ferry office", Purpose.SHARE) == []
    record = device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))
    device.guard.rebind(item_id, wished(record, share=True))
    (text,) = texts(device, "ferry office", Purpose.SHARE)
    assert "1234" not in text
    assert text.startswith("Ferry office")
    assert "090-1234-5678" in texts(device, "ferry office")[0]


def test_a_read_limit_holds_over_reopening(tmp_path, clock):
    device = make_device(tmp_path / "vault2", clock)
    item_id = remember(device, PLAIN)
    record = device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))
    device.guard.rebind(item_id, record.model_copy(update={"max_reads": 2}))
    assert texts(device, "ferry") == [PLAIN]
    device.close()
    device = reopen(tmp_path / "vault2", clock)
    assert texts(device, "ferry") == [PLAIN]
    assert texts(device, "ferry") == []
    device.close()


def test_retention_runs_by_itself_and_reaches_closed_classes(tmp_path, clock):
    folder = tmp_path / "vault3"
    device = make_device(folder, clock)
    for text in (PLAIN, MONEY):
        item_id = remember(device, text)
        if text == MONEY:
            device.guard.step_up(STEP_UP)
        record = device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))
        device.guard.rebind(item_id, record.model_copy(update={"retain_s": 86_400}))
    device.close()
    clock.now += 86_400
    device = reopen(folder, clock)
    assert not device.vault.exists(1)
    assert not device.vault.exists(2)
    assert [event.kind for event in events(device)].count(EventKind.ERASED) == 1
    device.close()


def test_an_expired_memory_is_not_released_even_before_the_sweep(device, clock):
    item_id = remember(device, PLAIN)
    record = device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))
    device.guard.rebind(item_id, record.model_copy(update={"retain_s": 60}))
    clock.now += 60
    assert texts(device, "ferry") == []
    assert device.guard.release([item_id], Purpose.RECALL) == []


def test_training_rows_carry_no_sensitive_memory_and_no_text(device):
    remember(device, PLAIN)
    remember(device, "My knee injury needs an operation, the doctor said")
    rows = device.guard.train()
    assert len(rows) == 1
    assert not any(isinstance(getattr(rows[0], name), str | bytes) for name in rows[0].__slots__)


def test_a_rule_change_is_logged_with_before_and_after(device):
    item_id = remember(device, PLAIN)
    before = device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))
    after = before.model_copy(update={"labels": (Label.HEALTH,)})
    device.guard.rebind(item_id, type(before).model_validate(after.model_dump()))
    changed = next(event for event in events(device) if event.kind is EventKind.RULE_CHANGED)
    assert changed.details["before"] != changed.details["after"]


def test_forgetting_gives_a_certificate_that_the_devices_key_verifies(device):
    item_id = remember(device, PLAIN)
    (certificate,) = device.rights.forget([item_id])
    opened = open_note(certificate, device.vault.journal.signer.verifier)
    assert "promise unrecoverable from the current file" in opened
    assert texts(device, "ferry") == []
    assert device.rights.forget([item_id]) == []


def test_the_owner_sees_who_read_a_memory(device):
    item_id = remember(device, PLAIN)
    device.guard.release([item_id], Purpose.RECALL)
    lines = list(device.rights.log(item_id))
    assert [line.event.kind for line in lines] == [EventKind.STORED, EventKind.RELEASED]
    assert all(item_id in line.ids for line in lines)


def test_a_rule_change_keeps_the_reads_and_the_history_of_a_memory(device):
    item_id = remember(device, PLAIN)
    device.guard.release([item_id], Purpose.RECALL)
    record = device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))
    device.guard.rebind(item_id, record.model_copy(update={"max_reads": 9}))
    assert device.vault.reads(item_id) == 1
    kinds = [line.event.kind for line in device.rights.log(item_id)]
    assert kinds[:2] == [EventKind.STORED, EventKind.RELEASED]
    assert EventKind.RULE_CHANGED in kinds
