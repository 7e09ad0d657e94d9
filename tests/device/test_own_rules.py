"""The owner's own rules: plain choices made into Cedar, and Cedar of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.log.events import EventKind
from device.book import Book, OwnRule, digest_of
from device.choices import add_rule, remove_rule
from device.errors import BadInput
from device.own_rules import (
    MAX_FILE_BYTES,
    MAX_RULES,
    Limit,
    NotFor,
    NotOutside,
    NotToPrograms,
    OnlyBetween,
    OnlyHere,
    Topic,
    checked,
    compiled,
    part_of,
    told,
)
from policy.binding import ItemColumns, RuleRecord
from policy.bundle import Bundle, on_top
from policy.bundles import load_base_bundle
from policy.catalog import LANGUAGES
from policy.decide import Permit, decide
from policy.errors import PolicyError
from policy.request import Grant, Request
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    PrincipalKind,
    Purpose,
)
from tests.builders import refusal
from tests.people import Clock, make_device, remember, reopen

BASE = load_base_bundle()
HERE, ELSEWHERE = "a" * 32, "b" * 32
MONDAY = 4 * 86_400  # 5 January 1970, midnight UTC
OPEN = RuleRecord(
    purposes=tuple(Purpose), audiences=tuple(Audience), may_leave=True, tags=("日記",),
    labels=(Label.HEALTH,),
)  # fmt: skip
PLAIN = OPEN.changed(tags=(), labels=())

TOPICS = [Topic(), Topic("label", "health"), Topic("tag", "日記"), Topic("domain", "work")]
LIMITS: list[Limit] = [
    OnlyHere(HERE),
    NotToPrograms(),
    NotOutside(),
    NotFor(Purpose.RESEARCH),
    OnlyBetween(9, 18),
    OnlyBetween(22, 6, on_workdays=True),
]


def request(**fields) -> Request:
    given = {
        "principal": PrincipalKind.OWNER,
        "door": Door.RELEASE,
        "purpose": Purpose.RECALL,
        "auth": AuthLevel.BIOMETRIC,
        "auth_at": MONDAY,
        "strongest": AuthLevel.BIOMETRIC,
        "now": MONDAY,
        "device": HERE,
        "consented": frozenset(Label),
        "grant": Grant(frozenset(Purpose), frozenset(Label)),
    }
    return Request(**{**given, **fields})


def permits(bundle: Bundle, record: RuleRecord = OPEN, domain: Domain = Domain.WORK, **fields):
    decision = decide(bundle, record, ItemColumns(MONDAY, domain=domain), request(**fields))
    return isinstance(decision, Permit)


def with_rule(topic: Topic, limit: Limit) -> Bundle:
    return on_top(BASE, [part_of(compiled(topic, limit, Book(), BASE))])


def at(hour: int, day: int = 0) -> dict[str, int]:
    now = MONDAY + day * 86_400 + hour * 3_600
    return {"now": now, "auth_at": now}


PROGRAM = {"principal": PrincipalKind.CLIENT, "audience": Audience.ON_DEVICE}
SHARED = {"purpose": Purpose.SHARE, "audience": Audience.OUTSIDE}


# --- Plain choices ---


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.kind)
@pytest.mark.parametrize("limit", LIMITS, ids=repr)
def test_every_choice_becomes_a_rule_that_forbids_and_says_so_in_three_languages(topic, limit):
    own = compiled(topic, limit, Book(), BASE)
    (rule,) = part_of(own).rules.values()
    assert not rule.permits
    assert own.id == rule.id
    assert len({told(own, language) for language in LANGUAGES}) == 3
    assert all(topic.kind != "tag" or "日記" in text for text in rule.explanation.values())


@pytest.mark.parametrize(
    ("limit", "stopped", "let"),
    [
        (OnlyHere(HERE), {"device": ELSEWHERE}, {}),
        (OnlyHere(HERE), {"device": ""}, {"device": HERE}),
        (NotToPrograms(), PROGRAM, {}),
        (NotOutside(), SHARED, PROGRAM),
        (NotOutside(), {**SHARED, "principal": PrincipalKind.CLIENT}, {}),
        (NotFor(Purpose.SHARE), SHARED, {"purpose": Purpose.EXPORT}),
        (OnlyBetween(9, 18), at(8), at(9)),
        (OnlyBetween(9, 18), at(18), at(17)),
        (OnlyBetween(22, 6), at(6), at(5)),
        (OnlyBetween(22, 6), at(21), at(22)),
        (OnlyBetween(9, 18, on_workdays=True), at(10, day=5), at(10, day=4)),
        (OnlyBetween(0, 24, on_workdays=True), at(23, day=6), at(0, day=7)),
    ],
    ids=str,
)
def test_a_choice_stops_what_it_says_and_nothing_else(limit, stopped, let):
    bundle = with_rule(Topic(), limit)
    assert permits(BASE, **stopped)
    assert not permits(bundle, **stopped)
    assert permits(bundle, **let)


@pytest.mark.parametrize(
    ("topic", "others"),
    [
        (Topic("label", "health"), {"record": OPEN.changed(labels=(Label.MINORS,))}),
        (Topic("tag", "日記"), {"record": OPEN.changed(tags=("日", "diary"))}),
        (Topic("domain", "work"), {"domain": Domain.FOOD}),
    ],
)
def test_a_choice_is_about_its_topic_alone(topic, others):
    bundle = with_rule(topic, OnlyHere(ELSEWHERE))
    assert not permits(bundle)
    assert permits(bundle, **others)


def test_the_persons_own_clock_counts():
    bundle = with_rule(Topic(), OnlyBetween(9, 18))
    assert not permits(bundle, **at(1))
    assert permits(bundle, **at(1), utc_offset_s=9 * 3_600)  # ten in the morning in Seoul


@pytest.mark.parametrize("door", [Door.RELEASE, Door.INDEX, Door.ENGINE, Door.TRAIN])
def test_what_is_kept_to_a_device_is_not_even_searched_elsewhere(door):
    bundle = with_rule(Topic(), OnlyHere(ELSEWHERE))
    fields = {"principal": PrincipalKind.SERVICE, "door": door, "purpose": Purpose.MAINTAIN}
    if door is Door.RELEASE:
        fields = {}
    if door is Door.TRAIN:
        fields["purpose"] = Purpose.TRAIN
    assert not permits(bundle, PLAIN, **fields)


RECORDS = st.sampled_from([OPEN, PLAIN, RuleRecord(), OPEN.changed(home=ELSEWHERE)])


@given(
    st.sampled_from(TOPICS),
    st.sampled_from(LIMITS),
    RECORDS,
    st.builds(
        request,
        principal=st.sampled_from(PrincipalKind),
        door=st.sampled_from(Door),
        purpose=st.sampled_from(Purpose),
        audience=st.sampled_from(Audience),
        device=st.sampled_from(["", HERE, ELSEWHERE]),
        utc_offset_s=st.integers(-43_200, 50_400),
    ),
)
def test_no_choice_ever_opens_anything_nor_stops_upkeep(topic, limit, record, asked):
    columns = ItemColumns(MONDAY, domain=Domain.WORK)
    with_it, without = (
        isinstance(decide(bundle, record, columns, asked), Permit)
        for bundle in (with_rule(topic, limit), BASE)
    )
    assert without or not with_it
    if asked.door is Door.MAINTAIN and asked.principal is PrincipalKind.SERVICE:
        assert with_it == without


TAGS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Z"], exclude_characters='"\\'),
    min_size=1, max_size=40,
)  # fmt: skip


@given(TAGS)
def test_no_tag_breaks_out_of_its_rule(tag):
    try:
        tag = RuleRecord(tags=(tag,)).tags[0]
        own = compiled(Topic("tag", tag), NotToPrograms(), Book(), BASE)
    except (ValueError, PolicyError):
        return
    bundle = on_top(BASE, [part_of(own)])
    assert not permits(bundle, OPEN.changed(tags=(tag,)), **PROGRAM)
    assert permits(bundle, OPEN.changed(tags=()), **PROGRAM)


@pytest.mark.parametrize(
    ("first", "last", "on_workdays"),
    [(9, 9, False), (9, 9, True), (0, 24, False)],
)
def test_hours_that_are_always_or_never_are_refused(first, last, on_workdays):
    limit = OnlyBetween(first, last, on_workdays=on_workdays)
    with refusal(BadInput, "own.no_hours"):
        compiled(Topic(), limit, Book(), BASE)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.kind)
def test_the_same_choice_twice_is_refused(topic):
    own = compiled(topic, NotOutside(), Book(), BASE)
    with refusal(BadInput, "own.there_already"):
        compiled(topic, NotOutside(), Book(own_rules=(own,)), on_top(BASE, [part_of(own)]))


def test_a_choice_for_another_device_needs_the_first_one_removed():
    own = compiled(Topic(), OnlyHere(HERE), Book(), BASE)
    with refusal(BadInput, "own.there_already"):
        compiled(Topic(), OnlyHere(ELSEWHERE), Book(own_rules=(own,)), BASE)


def test_ids_and_digests_tell_nothing_of_a_tag():
    secret = Topic("tag", "日記")
    first, again = (compiled(secret, NotOutside(), Book(), BASE) for _ in range(2))
    assert first.id == "own-not-outside-tag-1"
    assert digest_of(first) != digest_of(again)
    assert part_of(first).digest != part_of(again).digest
    book = Book(own_rules=(first,))
    second = compiled(Topic("tag", "diary"), NotOutside(), book, BASE)
    assert second.id == "own-not-outside-tag-2"


# --- Rules that the owner wrote ---


def written(
    rule: str = "forbid (principal is Bojagi::Client, action, resource);", name: str = "own-mine"
) -> str:
    says = {"en": "No.", "ja": "いいえ。", "ko": "아니요."}
    notes = "".join(f'@explain_{language}("{text}")\n' for language, text in says.items())
    return f'@id("{name}")\n{notes}{rule}\n'


def test_a_written_rule_closes_what_it_says():
    own = checked(written(), Book(), BASE)
    assert not permits(on_top(BASE, [part_of(own)]), **PROGRAM)
    assert own.text.endswith(written())


@pytest.mark.parametrize(
    ("text", "error", "key"),
    [
        ("", BadInput, "own.one_rule"),
        ("// nothing", BadInput, "own.one_rule"),
        (written() + written(name="own-other"), BadInput, "own.one_rule"),
        (written(name="mine"), BadInput, "own.bad_id"),
        (written(name="own-Mine"), BadInput, "own.bad_id"),
        (written(name="own-" + "x" * 41), BadInput, "own.bad_id"),
        (written(name="owner-recalls"), BadInput, "own.bad_id"),
        (written() + "/" * MAX_FILE_BYTES, BadInput, "own.too_long"),
        (written("permit (principal, action, resource);"), PolicyError, "policy.permit_on_top"),
        (written("forbid (principal, action, resource)"), PolicyError, "policy.bad_syntax"),
        (
            written("forbid (principal, action, resource) when { resource.colour == 1 };"),
            PolicyError,
            "policy.not_valid",
        ),
        (written().replace("@explain_ko", "@explain_de"), PolicyError, "policy.no_explanation"),
        (
            written("forbid (principal == ?principal, action, resource);"),
            PolicyError,
            "policy.template",
        ),
        (written() + "(" * 100, PolicyError, "policy.too_deep"),
    ],
)
def test_a_written_rule_that_is_no_rule_of_the_owners_is_refused(text, error, key):
    with pytest.raises(error) as caught:
        checked(text, Book(), BASE)
    assert caught.value.key == key
    assert all(caught.value.tell(language) for language in LANGUAGES)


def test_a_rule_that_this_version_cannot_read_says_what_to_do_about_it():
    later = OwnRule(id="own-later", text=written("forbid (principal, action, resource) when {?};"))
    assert len({told(later, language) for language in LANGUAGES}) == 3
    assert "bojagi policy remove" in told(later, "en")


def test_an_id_is_used_once():
    own = checked(written(), Book(), BASE)
    with pytest.raises(PolicyError) as caught:
        checked(written(), Book(own_rules=(own,)), on_top(BASE, [part_of(own)]))
    assert caught.value.key == "policy.id_twice"


def test_there_is_an_end_to_rules():
    full = Book(own_rules=tuple(OwnRule(id=f"own-{n}", text="") for n in range(MAX_RULES)))
    with refusal(BadInput, "own.too_many"):
        checked(written(), full, BASE)


# --- In a vault ---


@pytest.fixture
def device(tmp_path: Path):
    device = make_device(tmp_path / "vault", Clock(), step_up=None)
    yield device
    device.vault.close()


def test_a_rule_decides_at_once_and_no_more_when_it_is_removed(device):
    item_id = remember(device, "The ferry to Naoshima leaves at nine")
    own = compiled(Topic(), OnlyHere(ELSEWHERE), device.book, device.guard.bundle)
    add_rule(device, own)
    assert device.guard.release([item_id], Purpose.RECALL) == []
    assert device.recall.ask("ferry", Purpose.RECALL, "en", 5).memories == ()
    found = device.recall.show(item_id, Purpose.RECALL, "en")
    assert found.rules == (own.id,)
    remove_rule(device, own.id)
    assert len(device.guard.release([item_id], Purpose.RECALL)) == 1


def test_a_rule_kept_to_this_device_lets_it_read(device):
    item_id = remember(device, "The ferry to Naoshima leaves at nine")
    add_rule(device, compiled(Topic(), OnlyHere(device.device_id), device.book, BASE))
    assert len(device.guard.release([item_id], Purpose.RECALL)) == 1


def test_rules_hold_after_the_next_unlock_and_are_logged_without_their_text(tmp_path):
    clock = Clock()
    device = make_device(tmp_path / "vault", clock, step_up=None)
    item_id = remember(device, "The ferry to Naoshima leaves at nine")
    own = compiled(Topic("tag", "diary"), OnlyHere(ELSEWHERE), device.book, BASE)
    add_rule(device, own)
    record = device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))
    device.guard.rebind(item_id, record.changed(tags=("diary",)))
    device.close()
    device = reopen(tmp_path / "vault", clock)
    assert device.guard.release([item_id], Purpose.RECALL) == []
    lines = [line.event for line in device.rights.log()]
    (added,) = [one for one in lines if one.details.get("reason") == "own-rule-added"]
    assert added.kind is EventKind.RULE_CHANGED
    assert added.details["source"] == own.id
    assert added.details["after"] == digest_of(own)
    assert not any("diary" in one.to_leaf().decode() for one in lines)
    device.close()


def test_a_rule_that_there_is_not_cannot_be_removed(device):
    with refusal(BadInput, "own.unknown"):
        remove_rule(device, "own-x")
