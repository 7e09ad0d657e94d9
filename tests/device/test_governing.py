"""The rules that decide in a vault: its market's, its owner's own, and never older ones."""

from __future__ import annotations

import pytest

from compliance.log.events import Event, EventKind
from device.book import OwnRule
from device.compose import create_device
from device.settings import Settings
from device.vault.kdf import KdfParameters
from policy.bundles import load_bundle
from policy.errors import PolicyError
from policy.vocabulary import Market, Purpose
from tests.people import PASSPHRASE, Clock, make_device, remember, reopen
from tests.policy.rules import a_rule

SAID = "The ferry leaves at nine"
NO_FERRY = OwnRule(id="own-none", text=a_rule("own-none", "forbid", 'context.purpose == "recall"'))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize("market", Market)
def test_vault_decides_by_the_rules_of_its_market(tmp_path, clock, market):
    settings = Settings(market=market)
    device = create_device(
        tmp_path / "vault", PASSPHRASE, None, settings, kdf=KdfParameters(), clock=clock
    )
    expected = load_bundle(market)
    assert device.guard.bundle.digest == expected.bundle.digest
    assert device.book.seen == dict(expected.versions)
    device.close()


def test_own_rule_decides_at_once_and_after_the_next_unlock(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock)
    item_id = remember(device, SAID)
    before = device.guard.bundle.digest
    book = device.book.model_copy(update={"own_rules": (NO_FERRY,)})
    device.change_book(book, EventKind.RULE_CHANGED, reason="own-rule")
    assert device.guard.release([item_id], Purpose.RECALL) == []
    device.close()
    device = reopen(tmp_path / "vault", clock)
    assert device.guard.release([item_id], Purpose.RECALL) == []
    assert len(device.guard.release([item_id], Purpose.EXPORT)) == 1
    device.change_book(
        device.book.model_copy(update={"own_rules": ()}), EventKind.RULE_CHANGED, reason="own-rule"
    )
    assert device.guard.bundle.digest == before
    assert len(device.guard.release([item_id], Purpose.RECALL)) == 1
    events = [Event.from_leaf(leaf) for _, leaf in device.vault.journal.leaves()]
    assert sum(one.kind is EventKind.RULE_CHANGED for one in events) == 2
    device.close()


def test_own_rule_that_cannot_be_used_changes_nothing(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock)
    wrong = OwnRule(id="own-none", text=a_rule("own-none", "permit"))
    with pytest.raises(PolicyError):
        device.change_book(
            device.book.model_copy(update={"own_rules": (wrong,)}), EventKind.RULE_CHANGED
        )
    assert device.book.own_rules == ()
    device.close()


def test_own_rule_that_can_be_read_no_more_closes_all_until_it_is_taken_back(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock)
    item_id = remember(device, SAID)
    later = OwnRule(id="own-later", text=a_rule("own-later", "forbid", "context.mood == 3"))
    too = OwnRule(id="own-too", text=a_rule("own-too", "forbid", "context.mood == 4"))
    book = device.book.model_copy(update={"own_rules": (later, too)})
    settings = device.settings.model_copy(update={"book": book})
    device.change_settings(settings, EventKind.RULE_CHANGED)  # as a later version would
    device.close()
    device = reopen(tmp_path / "vault", clock)
    assert device.guard.release([item_id], Purpose.RECALL) == []
    assert device.recall.show(item_id, Purpose.RECALL, "en").rules == ("own-unreadable",)
    device.change_book(device.book.model_copy(update={"own_rules": (too,)}), EventKind.RULE_CHANGED)
    assert device.guard.release([item_id], Purpose.RECALL) == []
    device.change_book(
        device.book.model_copy(update={"own_rules": ()}), EventKind.RULE_CHANGED, reason="own-rule"
    )
    assert len(device.guard.release([item_id], Purpose.RECALL)) == 1
    device.close()


def test_rules_older_than_those_that_decided_before_are_refused(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock)
    seen = {**device.book.seen, "base": device.book.seen["base"] + 1}
    book = device.book.model_copy(update={"seen": seen})
    device.change_settings(device.settings.model_copy(update={"book": book}), EventKind.MAINTAINED)
    device.close()
    with pytest.raises(PolicyError, match="version 2"):
        reopen(tmp_path / "vault", clock)


def test_rules_of_another_market_that_decided_before_are_no_news_at_each_unlock(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock)
    book = device.book.model_copy(update={"seen": {**device.book.seen, "kr": 1}})
    device.change_settings(device.settings.model_copy(update={"book": book}), EventKind.MAINTAINED)
    device.close()
    for _ in range(2):
        device = reopen(tmp_path / "vault", clock)
        events = [Event.from_leaf(leaf) for _, leaf in device.vault.journal.leaves()]
        assert not any(one.details.get("reason") == "rules-updated" for one in events)
        device.close()


def test_changed_language_is_what_decisions_know_of_at_once(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock)
    settings = device.settings.model_copy(update={"language": "ko"})
    device.change_settings(settings, EventKind.MAINTAINED)
    assert device.intake.settings.language == "ko"
    assert device.guard.language == "ko"
    device.close()


def test_rules_of_a_higher_version_are_remembered(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock)
    book = device.book.model_copy(update={"seen": {}})
    device.change_settings(device.settings.model_copy(update={"book": book}), EventKind.MAINTAINED)
    device.close()
    device = reopen(tmp_path / "vault", clock)
    assert device.book.seen["base"] >= 1
    device.close()
    reopen(tmp_path / "vault", clock).close()
