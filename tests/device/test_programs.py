"""Programs: tokens of the owner's, and what a program gets that asks with one."""

from __future__ import annotations

import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.log.events import Event, EventKind
from device.book import Book, Client
from device.choices import add_rule
from device.compose import Device
from device.errors import BadInput
from device.memory.recall import Excerpt
from device.own_rules import NotToPrograms, Topic, compiled
from device.programs import MAX_PROGRAMS, add, find, out_of_reach, revoke
from policy.bundles import load_base_bundle
from policy.obligations import ObligationKind
from policy.request import DAY_S
from policy.vocabulary import Audience, Domain, Label, Purpose
from tests.builders import refusal
from tests.people import STEP_UP, Clock, make_device, remember, reopen

FERRY = "The ferry to Naoshima leaves at nine"
NUTS = "I am allergic to peanuts, says my doctor at the hospital"
MONEY = "My salary account at Granite Bank has 4,200 pounds"
KEEPS = (ObligationKind.NO_TRAIN, ObligationKind.NO_SHARE)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def device(tmp_path: Path, clock: Clock):
    device = make_device(tmp_path / "vault", clock, step_up=None)
    device.guard.tell_with(lambda _client, _count: None)
    yield device
    device.vault.close()


def program(device: Device, name: str = "reader", **options) -> tuple[Client, str]:
    """Gives a program a token to recall with; it keeps what the shipped rules ask for."""
    given = {"audience": Audience.ON_DEVICE, "purposes": [Purpose.RECALL], "promises": KEEPS}
    return add(device, name, **{**given, **options})


def events(device: Device, kind: EventKind) -> list[Event]:
    found = [Event.from_leaf(leaf) for _, leaf in device.vault.journal.leaves()]
    return [event for event in found if event.kind is kind]


def asked(device: Device, client: Client, question: str = "ferry peanuts salary") -> list[str]:
    return [one.text for one in device.recall.ask_as(client, question, client.purposes[0], 10)]


# --- Tokens ---


def test_a_token_finds_its_program_and_is_kept_nowhere(device, clock):
    client, token = program(device)
    assert re.fullmatch(r"bjg_[A-Za-z0-9_-]{43}", token)
    assert find(device.book, token, clock.now) == client
    kept = device.settings.model_dump_json() + "".join(
        leaf.decode() for _, leaf in device.vault.journal.leaves()
    )
    assert token not in kept
    assert token.removeprefix("bjg_") not in kept


def test_each_token_finds_its_own_program(device, clock):
    tokens = {program(device, name)[1]: name for name in ("one", "two", "three")}
    assert {find(device.book, token, clock.now).name: 1 for token in tokens}.keys() == set(
        tokens.values()
    )


@pytest.mark.parametrize(
    "alter",
    [
        lambda token: "",
        lambda token: token.removeprefix("bjg_"),
        lambda token: token[:-1],
        lambda token: token + " ",
        lambda token: token + "=",
        lambda token: token + "\x00",
        lambda token: "\ufeff" + token,
        lambda token: token.swapcase(),
        lambda token: token.replace("bjg_", "BJG_"),
        lambda token: token.translate({code: code + 0xFEE0 for code in range(0x30, 0x7B)}),
        lambda token: token.replace("b", "\u0431"),
        # Of the last letter four bits count: three other letters stand for the same 32 bytes.
        lambda token: token[:-1] + chr(ord(token[-1]) ^ 1),
        lambda token: token + token,
        lambda token: "\udc80" + token,
        lambda token: "bjg_" + urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("="),
    ],
)
def test_what_only_looks_like_a_token_is_refused(device, clock, alter):
    _, token = program(device)
    assert find(device.book, alter(token), clock.now) is None


@given(st.text(max_size=80))
def test_no_text_finds_a_program_by_chance(text):
    client = Client(
        id="00000000", name="x", token_sha256="0" * 64, purposes=(Purpose.RECALL,), made_at=0
    )
    assert find(Book(clients=(client,)), text, 1) is None


def test_a_token_ends_to_the_second_and_a_clock_set_back_does_not_bring_it(device, clock):
    _, token = program(device, days=30)
    clock.now += 30 * DAY_S - 1
    assert find(device.book, token, clock.now) is not None
    clock.now += 1
    assert find(device.book, token, clock.now) is None
    assert find(device.book, token, clock.now - 40 * DAY_S) is None


def test_a_revoked_token_is_refused_at_once_and_after_the_next_unlock(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock, step_up=None)
    client, token = program(device)
    assert revoke(device, client.id).revoked_at == clock.now
    assert find(device.book, token, clock.now) is None
    device.close()
    device = reopen(tmp_path / "vault", clock)
    assert find(device.book, token, clock.now) is None
    assert [one.name for one in device.book.clients] == ["reader"]
    device.close()


def test_adding_and_revoking_are_logged_by_the_programs_id_once(device):
    client, _ = program(device)
    revoke(device, client.id)
    revoke(device, client.id)
    (added,) = events(device, EventKind.CLIENT_ADDED)
    (ended,) = events(device, EventKind.CLIENT_REVOKED)
    assert added.details["source"] == ended.details["source"] == client.id
    assert "reader" not in added.to_leaf().decode()


def test_an_unknown_program_cannot_be_revoked(device):
    with refusal(BadInput, "programs.unknown"):
        revoke(device, "ffffffff")


# --- Names and bounds ---


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x1b[2Jb", "a\u202eb", "\u200b"])
def test_a_name_that_cannot_be_read_is_refused(device, name):
    with refusal(BadInput, "programs.bad_name"):
        program(device, name)


@pytest.mark.parametrize("name", ["reader", " Reader ", "ＲＥＡＤＥＲ"])
def test_a_name_that_looks_like_a_valid_one_is_refused(device, name):
    program(device, "reader")
    with refusal(BadInput, "programs.name_taken"):
        program(device, name)


def test_a_name_is_free_again_when_its_token_has_ended(device, clock):
    client, _ = program(device, "reader")
    revoke(device, client.id)
    program(device, "reader", days=1)
    clock.now += DAY_S
    program(device, "reader")
    assert [one.name for one in device.book.clients] == ["reader"] * 3


def test_a_token_without_a_purpose_is_refused(device):
    with refusal(BadInput, "programs.no_purpose"):
        program(device, purposes=[])


def test_there_are_at_most_a_hundred_and_one_that_ended_makes_room(device):
    first, _ = program(device, "first")
    others = tuple(
        first.model_copy(update={"id": f"{n:08x}", "name": f"no {n}"})
        for n in range(1, MAX_PROGRAMS)
    )
    full = device.book.model_copy(update={"clients": (first, *others)})
    device.change_book(full, EventKind.CLIENT_ADDED)
    with refusal(BadInput, "programs.too_many"):
        program(device, "one more")
    revoke(device, others[0].id)
    program(device, "one more")
    assert len(device.book.clients) == MAX_PROGRAMS
    assert others[0].id not in {one.id for one in device.book.clients}


# --- What a program gets ---


def test_a_program_gets_what_its_token_covers_and_nothing_of_why(device):
    remember(device, FERRY)
    client, _ = program(device)
    (excerpt,) = device.recall.ask_as(client, "ferry", Purpose.RECALL, 10)
    assert excerpt.text == FERRY
    assert {one.name for one in fields(Excerpt)} == {
        *("text", "when", "domain", "language", "obligations")
    }
    assert {duty.kind for duty in excerpt.obligations} >= set(KEEPS)


def test_a_program_meets_a_sensitive_label_only_with_it_in_token_and_rule(device):
    item_id = remember(device, NUTS)
    plain, _ = program(device, "plain")
    doctor, _ = program(device, "doctor", labels=[Label.HEALTH])
    assert asked(device, doctor) == []
    record = device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))
    device.guard.rebind(item_id, record.changed(audiences=(Audience.OWNER, Audience.ON_DEVICE)))
    assert asked(device, doctor) == [NUTS]
    assert asked(device, plain) == []


def test_a_program_reads_only_of_its_areas(device):
    remember(device, FERRY)
    domain = Domain(
        next(iter(device.recall.ask("ferry", Purpose.RECALL, "en", 1).memories)).domains[0]
    )
    other = Domain.STUDY if domain is not Domain.STUDY else Domain.FOOD
    near, _ = program(device, "near", domains=[domain])
    far, _ = program(device, "far", domains=[other])
    assert asked(device, near) == [FERRY]
    assert asked(device, far) == []


def test_a_purpose_that_the_token_does_not_have_brings_nothing(device):
    item_id = remember(device, FERRY)
    client, _ = program(device)
    for purpose in set(Purpose) - {Purpose.RECALL}:
        assert device.recall.ask_as(client, "ferry", purpose, 10) == []
        assert device.recall.show_as(client, [item_id], purpose) == []


def test_a_program_that_was_revoked_meanwhile_gets_nothing(device):
    remember(device, FERRY)
    client, _ = program(device)
    assert asked(device, revoke(device, client.id)) == []


def test_a_program_cannot_tell_a_closed_memory_from_none(tmp_path, clock):
    answers = []
    for name, texts in (("with", (FERRY, MONEY, NUTS)), ("without", (FERRY,))):
        device = make_device(tmp_path / name, clock, step_up=STEP_UP)
        device.guard.tell_with(lambda _client, _count: None)
        for text in texts:
            remember(device, text)
        client, _ = program(device)
        asks = [device.recall.ask_as(client, text, Purpose.RECALL, 10) for text in texts[:1]]
        asks += [device.recall.ask_as(client, "salary peanuts", Purpose.RECALL, 10)]
        asks += [device.recall.show_as(client, [n], Purpose.RECALL) for n in (2, 3, 4)]
        answers.append(asks)
        device.close()
    assert answers[0] == answers[1]


def test_what_is_closed_to_a_program_takes_no_place_in_its_answer(device):
    stall = "A stall at the market sells peanuts"
    remember(device, stall)
    closed = "peanuts peanuts: my doctor at the hospital says I am allergic to peanuts"
    remember(device, closed)
    (best,) = device.recall.ask("peanuts", Purpose.RECALL, "en", 1).memories
    assert best.text == closed
    client, _ = program(device)
    found = device.recall.ask_as(client, "peanuts", Purpose.RECALL, 1)
    assert [one.text for one in found] == [stall]


def test_an_owners_rule_against_programs_keeps_them_all_out(device):
    remember(device, FERRY)
    client, _ = program(device)
    add_rule(device, compiled(Topic(), NotToPrograms(), device.book, device.guard.bundle))
    assert asked(device, client) == []
    assert [card.text for card in device.recall.ask("ferry", Purpose.RECALL, "en", 9).memories]


# --- What is told when one is added ---


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({}, {}),
        (
            {"promises": ()},
            {Purpose.RECALL: (ObligationKind.NO_TRAIN, ObligationKind.NO_SHARE)},
        ),
        ({"promises": (ObligationKind.NO_TRAIN,)}, {Purpose.RECALL: (ObligationKind.NO_SHARE,)}),
        ({"purposes": [Purpose.RECALL, Purpose.MARKETING]}, {Purpose.MARKETING: ()}),
        ({"audience": Audience.OUTSIDE}, {Purpose.RECALL: ()}),
        ({"audience": Audience.OUTSIDE, "purposes": [Purpose.SHARE]}, {}),
        ({"domains": [Domain.WORK], "labels": [Label.WORKPLACE]}, {}),
    ],
)
def test_a_token_that_would_bring_nothing_says_what_is_missing(device, options, missing):
    client, _ = program(device, **options)
    assert out_of_reach(client, load_base_bundle(), device.clock()) == missing
