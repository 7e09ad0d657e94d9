"""Obligations: what the guard does for a permit, and what it denies since nobody would do it."""

from __future__ import annotations

import pytest

from compliance.log.events import Event, EventKind
from device.book import Book, Client
from device.fulfilment import fulfilled_for, redact
from device.presence import Circumstances
from policy.decide import Deny, StepUp
from policy.obligations import ObligationKind
from policy.vocabulary import Audience, IdentifierKind, PrincipalKind, Purpose
from tests.people import START, Clock, copied_device, remember
from tests.policy.rules import a_rule, bundle_of

SAID = "Ferry office: ring 090-1234-5678 or write to pier@example.jp"
TOKEN = Client(
    id="0123abcd",
    name="Kitchen",
    token_sha256="0" * 64,
    purposes=(Purpose.RECALL,),
    promises=(ObligationKind.NO_TRAIN, ObligationKind.NO_SHARE),
    made_at=START,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return tmp_path_factory.mktemp("made") / "vault"


@pytest.fixture
def device(tmp_path, clock, made):
    device = copied_device(made, tmp_path / "vault", clock)
    yield device
    device.close()


def under(device, duties: str, language="en") -> int:
    """Keeps a memory whose every release has these duties. Gives its id."""
    item_id = remember(device, SAID)
    device.guard.govern(bundle_of(a_rule("all", obligation=duties)))
    device.guard.know(Circumstances(book=Book(), language=language))
    return item_id


def texts(device, item_id, purpose=Purpose.RECALL) -> list[str]:
    return [one.memory.text for one in device.guard.release([item_id], purpose)]


def decision(device, item_id, purpose=Purpose.RECALL):
    row = device.vault.find_row(item_id)
    return device.guard.decide(row, device.vault.record(int(row["rule"][0])), purpose)


def test_masking_takes_what_the_rule_names_and_no_more(device):
    (text,) = texts(device, under(device, "redact:email"))
    assert "pier@" not in text
    assert "090-1234-5678" in text


def test_masking_without_kinds_takes_what_the_record_names(device):
    (text,) = texts(device, under(device, "redact"))
    assert "pier@" not in text
    assert "1234" not in text


@pytest.mark.parametrize(("language", "word"), [("en", "memory"), ("ja", "記憶"), ("ko", "기억")])
def test_summary_tells_what_and_when_and_none_of_the_words(device, language, word):
    (opened,) = device.guard.release([under(device, "summarise", language)], Purpose.RECALL)
    assert word in opened.memory.text
    assert "2026-09" in opened.memory.text
    assert not set(SAID.split()) & set(opened.memory.model_dump_json().split())


def test_reads_are_limited_by_the_rule_itself(device):
    item_id = under(device, "count:2")
    assert [len(texts(device, item_id)) for _ in range(4)] == [1, 1, 0, 0]


def test_fresh_proof_is_asked_for_when_the_last_is_old(device, clock):
    item_id = under(device, "reauthenticate:60")
    assert texts(device, item_id)
    clock.now += 61
    assert texts(device, item_id) == []
    assert isinstance(decision(device, item_id), StepUp)


def test_what_expires_is_shown_only_by_what_takes_it_back(device, clock):
    item_id = under(device, "expire:300")
    assert texts(device, item_id) == []
    refused = decision(device, item_id)
    assert isinstance(refused, Deny)
    assert [duty.kind for duty in refused.obligations] == [ObligationKind.EXPIRE]
    device.guard.takes_back()
    (opened,) = device.guard.release([item_id], Purpose.RECALL)
    assert opened.decision.valid_until == clock.now + 300


def test_what_stays_on_the_device_is_not_exported(device):
    item_id = under(device, "local_only")
    assert texts(device, item_id)
    assert texts(device, item_id, Purpose.EXPORT) == []


def test_what_is_for_nobody_else_is_exported_and_not_shared(device):
    item_id = under(device, "no_share")
    assert texts(device, item_id, Purpose.EXPORT)
    assert texts(device, item_id, Purpose.SHARE) == []


def test_what_may_train_nothing_trains_nothing(device):
    under(device, "no_train")
    assert device.guard.train() == []


@pytest.mark.parametrize("principal", PrincipalKind)
@pytest.mark.parametrize("purpose", Purpose)
def test_nobody_is_said_to_expire_or_notify_who_was_not_registered(principal, purpose):
    done = fulfilled_for(principal, purpose, frozenset(), None)
    assert ObligationKind.EXPIRE not in done
    if principal is PrincipalKind.CLIENT:
        assert ObligationKind.NOTIFY not in done
        assert ObligationKind.NO_SHARE not in done


def test_log_names_the_duties_with_their_numbers(device):
    device.guard.takes_back()
    texts(device, under(device, "expire:300, count, redact:email"))
    events = [Event.from_leaf(leaf) for _, leaf in device.vault.journal.leaves()]
    (logged,) = next(one for one in events if one.kind is EventKind.RELEASED).decisions
    assert logged.obligations == ("count", "expire:300", "redact")


def test_masks_are_as_long_as_what_they_hide():
    masked = redact("카드 4539-1488-0343-6467로", [IdentifierKind.CARD])
    assert masked == "카드 ███████████████████로"


# -- programs


def test_program_reads_and_the_owner_is_told(device):
    item_id = remember(device, SAID)
    assert device.guard.release_to(TOKEN, [item_id]) == []  # nobody would tell the owner
    told = []
    device.guard.tell_with(lambda client, count: told.append((client.name, count)))
    (opened,) = device.guard.release_to(TOKEN, [item_id])
    assert opened.memory.text == SAID
    assert told == [("Kitchen", 1)]
    events = [Event.from_leaf(leaf) for _, leaf in device.vault.journal.leaves()]
    last = [one for one in events if one.kind is EventKind.RELEASED][-1]
    assert (last.principal, last.details["source"], last.closed) == ("client", TOKEN.id, ())


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked_at": START},
        {"until": START},
        {"made_at": START + 1},
        {"promises": ()},
        {"purposes": (Purpose.REMIND,)},
        {"domains": ("finance",)},
        {"audience": Audience.OUTSIDE},
    ],
    ids=lambda one: next(iter(one)),
)
def test_program_gets_nothing_beyond_its_token(device, changes):
    item_id = remember(device, SAID)
    device.guard.tell_with(lambda client, count: None)
    client = Client.model_validate(TOKEN.model_dump() | changes)
    assert device.guard.release_to(client, [item_id], Purpose.RECALL) == []


def test_program_claims_no_purpose(device):
    item_id = remember(device, SAID)
    device.guard.tell_with(lambda client, count: None)
    for purpose in set(Purpose) - {Purpose.RECALL}:
        assert device.guard.release_to(TOKEN, [item_id], purpose) == []


def test_program_meets_no_sensitive_memory_without_its_label_and_the_owners_word(device):
    item_id = remember(device, "My blood pressure is too high, says the doctor")
    device.guard.tell_with(lambda client, count: None)
    labelled = Client.model_validate(TOKEN.model_dump() | {"labels": ("health",)})
    assert device.guard.release_to(TOKEN, [item_id]) == []
    assert device.guard.release_to(labelled, [item_id]) == []
    row = device.vault.find_row(item_id)
    record = device.vault.record(int(row["rule"][0]))
    reachable = record.changed(audiences=(Audience.OWNER, Audience.ON_DEVICE))
    device.guard.rebind(item_id, reachable)
    assert device.guard.release_to(TOKEN, [item_id]) == []
    assert len(device.guard.release_to(labelled, [item_id])) == 1


def test_masks_for_a_program_are_what_it_would_be_given(device):
    ids = [remember(device, SAID), remember(device, "My doctor says my blood pressure is high")]
    device.guard.tell_with(lambda client, count: None)
    found = [
        int(one)
        for _, chunk, mask in device.guard.masks_for(TOKEN)
        for one in chunk.ids[: chunk.n][slice(None) if mask is None else mask]
    ]
    assert found == [int(one.row["id"][0]) for one in device.guard.release_to(TOKEN, ids)]


def test_nothing_guarded_is_shown_while_nobody_looks(device):
    item_id = remember(device, "My salary went up to 4,200,000 yen")
    device.guard.step_up("두 번째 비밀 二つ目")
    assert len(texts(device, item_id)) == 1
    device.guard.foreground = False
    assert texts(device, item_id) == []
