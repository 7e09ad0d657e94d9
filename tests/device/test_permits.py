"""Masks over whole columns say row by row what `decide` says, whatever the clock does."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from device.permits import Permits
from device.vault.store import Vault
from policy.binding import ItemColumns, RuleRecord
from policy.bundles import default_record, load_base_bundle
from policy.decide import Decider, Permit, decide
from policy.request import Request
from policy.vocabulary import AuthLevel, ClassName, Door, Label, Market, PrincipalKind, Purpose
from tests.builders import EVERYDAY, FINANCE, add, erase, new_item, rebind
from tests.fakes import FINGER, knows, quick_vault

BUNDLE = load_base_bundle()
START = 1_000_000
RETENTIONS = (None, None, 0, 1, 30, 300, 5_000)

records = st.builds(
    lambda labels, market, retain_s, max_reads, purposes: default_record(labels, market).model_copy(
        update={"retain_s": retain_s, "max_reads": max_reads} | purposes
    ),
    st.sets(st.sampled_from(Label), max_size=2),
    st.sampled_from(Market),
    st.sampled_from(RETENTIONS),
    st.sampled_from([None, None, 0, 2]),
    st.sampled_from(
        [{}, {"purposes": (Purpose.TRAIN,)}, {"may_train": True}, {"may_train": False}]
    ),
)
items = st.tuples(records, st.integers(START - 400, START + 400))
asked = st.builds(
    Request,
    principal=st.sampled_from(PrincipalKind),
    door=st.sampled_from(Door),
    purpose=st.sampled_from(Purpose),
    auth=st.sampled_from(AuthLevel),
    auth_at=st.just(START),
    strongest=st.sampled_from(AuthLevel),
    now=st.integers(START, START + 600),
)


def expected(vault: Vault, request: Request) -> set[int]:
    """Gives the ids that `decide` permits, one by one, read counters left out."""
    found = set()
    for item_id in vault.open_ids():
        row = vault.find_row(item_id)
        assert row is not None
        record = vault.record(int(row["rule"][0]))
        columns = ItemColumns(int(row["created"][0]))
        if isinstance(decide(BUNDLE, record, columns, request), Permit):
            found.add(item_id)
    return found


def masked(permits: Permits, request: Request) -> set[int]:
    """Gives the ids that the masks let through."""
    found: set[int] = set()
    for _, chunk, mask in permits.masks(request):
        assert mask is None or mask.shape == (chunk.n,)
        ids = chunk.ids[: chunk.n]
        found |= {int(one) for one in (ids if mask is None else ids[mask])}
    by_class = permits.ids(request)
    assert found == {int(one) for ids in by_class.values() for one in ids}
    assert all((np.diff(ids.astype(np.int64)) > 0).all() for ids in by_class.values())
    return found


KEPT_FOR_NO_TIME = RuleRecord(retain_s=0), START + 1  # and made when the clock was ahead
OWNER_ASKS = Request(
    principal=PrincipalKind.OWNER,
    door=Door.RELEASE,
    purpose=Purpose.RECALL,
    auth=AuthLevel.UNLOCKED,
    auth_at=START,
    strongest=AuthLevel.UNLOCKED,
    now=START,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(kept=[KEPT_FOR_NO_TIME], request_=OWNER_ASKS, moves=[1], later=[])
@given(
    kept=st.lists(items, max_size=8),
    request_=asked,
    moves=st.lists(st.integers(-50, 400), max_size=6),
    later=st.lists(items, max_size=2),
)
def test_masks_say_what_decide_says_while_the_clock_moves(
    tmp_path_factory: pytest.TempPathFactory,
    kept: list[tuple[RuleRecord, int]],
    request_: Request,
    moves: list[int],
    later: list[tuple[RuleRecord, int]],
):
    vault, _ = quick_vault(tmp_path_factory.mktemp("permits"), None, FINGER)
    with closing(vault):
        vault.step_up(knows(FINGER))
        add(vault, *[new_item(record=record, created=created) for record, created in kept])
        permits = Permits(vault, Decider(BUNDLE))
        now = request_.now
        for at, move in enumerate([0, *moves]):
            # Never before the level was shown: the guard ends a step-up whose clock was set back.
            now = max(now + move, request_.auth_at)
            request = Request(
                **{name: getattr(request_, name) for name in Request.__slots__} | {"now": now}
            )
            assert masked(permits, request) == expected(vault, request)
            if at == 1 and later:
                add(vault, *[new_item(record=record, created=created) for record, created in later])
                assert masked(permits, request) == expected(vault, request)


OWNER_RECALLS = Request(
    PrincipalKind.OWNER,
    Door.RELEASE,
    Purpose.RECALL,
    AuthLevel.BIOMETRIC,
    START,
    AuthLevel.BIOMETRIC,
    START,
)


def at(now: int) -> Request:
    fields = {name: getattr(OWNER_RECALLS, name) for name in Request.__slots__}
    return Request(**fields | {"now": now})


@pytest.fixture
def vault(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, None, FINGER)
    vault.step_up(knows(FINGER))
    yield vault
    vault.close()


def kept_for(record: RuleRecord, seconds: int) -> RuleRecord:
    return record.model_copy(update={"retain_s": seconds})


def test_memory_expires_to_the_second_in_the_middle_of_a_column(vault: Vault):
    records = [EVERYDAY, kept_for(EVERYDAY, 60), EVERYDAY, kept_for(EVERYDAY, 61)]
    ids = add(vault, *[new_item(record=record, created=START) for record in records])
    permits = Permits(vault, Decider(BUNDLE))
    assert masked(permits, at(START + 59)) == set(ids)
    assert masked(permits, at(START + 60)) == {ids[0], ids[2], ids[3]}
    assert masked(permits, at(START + 61)) == {ids[0], ids[2]}
    assert masked(permits, at(START + 59)) == set(ids)  # the clock was set back


def test_memory_stored_after_the_first_question_expires_in_time(vault: Vault):
    add(vault, new_item(created=START))
    permits = Permits(vault, Decider(BUNDLE))
    assert masked(permits, at(START)) == {1}
    add(vault, new_item(record=kept_for(EVERYDAY, 10), created=START))
    assert masked(permits, at(START + 10)) == {1}  # its mask is new, the answers are not


def test_masks_of_memories_that_all_expire_end_with_the_step_up_too(vault: Vault):
    (item_id,) = add(vault, new_item(record=kept_for(FINANCE, 10_000), created=START))
    permits = Permits(vault, Decider(BUNDLE))
    assert masked(permits, at(START + 300)) == {item_id}
    assert masked(permits, at(START + 301)) == set()


def test_mask_that_lets_everything_through_is_none_and_is_made_once(vault: Vault):
    add(vault, *[new_item()] * 5)
    permits = Permits(vault, Decider(BUNDLE))
    assert [mask for _, _, mask in permits.masks(at(START))] == [None]
    erase(vault, 2)
    permits.forget()
    masks = [mask for _, _, mask in permits.masks(at(START))]
    assert [mask.tolist() for mask in masks if mask is not None] == [
        [True, False, True, True, True]
    ]
    again = [mask for _, _, mask in permits.masks(at(START + 100))]
    assert all(one is other for one, other in zip(masks, again, strict=True))


def test_closed_class_has_no_mask(vault: Vault):
    add(vault, new_item(record=FINANCE), new_item())
    permits = Permits(vault, Decider(BUNDLE))
    assert {name for name, _, _ in permits.masks(at(START))} == {
        ClassName.FINANCE,
        ClassName.EVERYDAY,
    }
    vault.end_step_up()
    permits.forget()
    assert {name for name, _, _ in permits.masks(at(START))} == {ClassName.EVERYDAY}


def test_rule_that_is_new_is_decided_on(vault: Vault):
    ids = add(vault, new_item(), new_item())
    permits = Permits(vault, Decider(BUNDLE))
    assert masked(permits, at(START)) == set(ids)
    rebind(vault, ids[0], RuleRecord(purposes=(Purpose.TRAIN,)))
    permits.forget()
    assert masked(permits, at(START)) == {ids[1]}
