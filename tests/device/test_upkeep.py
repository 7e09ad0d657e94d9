"""What is known of items under the root alone: care, graves and usage."""

from __future__ import annotations

import struct
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.errors import IntegrityError
from device.vault.seal import seal
from device.vault.store import Vault
from device.vault.upkeep import Care, Usage
from policy.binding import RuleRecord
from tests.builders import (
    CERTIFICATE,
    EVERYDAY,
    FINANCE,
    GUARDED,
    add,
    count_read,
    erase,
    new_event,
    new_item,
    rebind,
    refusal,
    undo,
)
from tests.fakes import SECOND, knows, quick_vault, reopen


@pytest.fixture
def vault(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, None, SECOND)
    yield vault
    vault.close()


def kept_for(record: RuleRecord, seconds: int | None) -> RuleRecord:
    return record.model_copy(update={"retain_s": seconds})


def test_care_reaches_items_of_step_up_classes_open_or_closed(vault: Vault):
    ids = add(
        vault,
        new_item(record=kept_for(EVERYDAY, 10), created=100, at=5),
        new_item(record=kept_for(FINANCE, 20), created=100, at=6, conversation="銀行"),
        new_item(record=GUARDED, created=100, at=7),
        new_item(record=kept_for(GUARDED, 0), created=100, at=8),
    )
    expected = {
        ids[1]: Care(120, 6, 1),
        ids[2]: Care(None, 7, 0),
        ids[3]: Care(100, 8, 0),
    }
    assert vault.cared_for() == expected
    vault.step_up(knows(SECOND))
    assert vault.cared_for() == expected
    vault.close()
    with closing(reopen(vault.folder)) as again:
        assert again.cared_for() == expected


def test_care_follows_a_rule_change_in_and_out_of_the_closed_classes(vault: Vault):
    (item_id,) = add(vault, new_item(created=100, at=9))
    assert vault.cared_for() == {}
    rebind(vault, item_id, kept_for(FINANCE, 50))
    assert vault.cared_for() == {item_id: Care(150, 9, 0)}
    vault.step_up(knows(SECOND))
    rebind(vault, item_id, EVERYDAY)
    assert vault.cared_for() == {}


def test_care_dies_with_its_item(vault: Vault):
    ids = add(vault, new_item(record=FINANCE), new_item(record=FINANCE))
    erase(vault, ids[0])
    assert set(vault.cared_for()) == {ids[1]}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE care SET sealed = 'text'",
        "UPDATE care SET sealed = zeroblob(length(sealed))",
        "UPDATE care SET sealed = (SELECT o.sealed FROM care o WHERE o.id = 3 - care.id)",
        "UPDATE care SET id = id + 50",
    ],
)
def test_care_record_that_was_changed_is_damage(vault: Vault, sql: str):
    add(vault, *[new_item(record=FINANCE)] * 2)
    vault._database.run(sql)
    with refusal(IntegrityError, "vault.damaged"):
        vault.cared_for()


COUNT = st.integers(0, 2**32 - 1)
MOMENT = st.integers(0, 2**64 - 1)
USAGES = st.builds(
    Usage,
    reads=COUNT,
    last_read=MOMENT,
    used=COUNT,
    dismissed=COUNT,
    corrected=COUNT,
    stability=st.floats(0, 36_500),
    reviewed=MOMENT,
    faded=MOMENT,
    is_pinned=st.booleans(),
    is_episodic=st.booleans(),
)


def use(vault: Vault, item_id: int, usage: Usage) -> None:
    with vault.transaction():
        vault.append(new_event())
        vault.use(item_id, usage)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(usage=USAGES)
def test_usage_comes_back(vault: Vault, usage: Usage):
    if not vault.exists(1):
        add(vault, new_item())
    use(vault, 1, usage)
    assert vault.usage(1) == usage
    assert vault.usages() == vault.usages([1, 2, 99]) == {1: usage}


def test_usage_that_was_written_before_it_had_a_curve_still_reads(vault: Vault):
    add(vault, new_item())
    use(vault, 1, Usage())
    upkeep = vault._upkeep
    old = struct.pack(">IQII", 7, 1_700_000_000, 2, 1)  # reads, last read, used, dismissed
    sealed = seal(upkeep._key, old, upkeep._place("usage", 1))
    vault._database.run("UPDATE usage SET sealed = ? WHERE id = 1", sealed)
    assert vault.usage(1) == Usage(reads=7, last_read=1_700_000_000, used=2, dismissed=1)


def test_what_has_faded_is_known_again_after_every_way_to_change_it(vault: Vault):
    ids = add(vault, *[new_item()] * 4)
    assert vault.faded().tolist() == []
    for item_id in ids[:3]:
        use(vault, item_id, Usage(faded=5))
    known = vault.faded()
    assert known.tolist() == ids[:3]
    use(vault, ids[3], Usage(reads=1))
    assert vault.faded() is known  # nothing faded, so whoever keeps masks keeps them
    use(vault, ids[0], Usage(reads=1))
    erase(vault, ids[1])
    rebind(vault, ids[2], kept_for(EVERYDAY, 50))
    assert vault.faded().tolist() == [ids[2]]
    undo(
        vault.transaction,
        lambda: vault.append(new_event()),
        lambda: vault.use(ids[2], Usage()),
        lambda: vault.use(ids[3], Usage(faded=9)),
    )
    assert vault.faded().tolist() == [ids[2]]
    vault.close()
    with closing(reopen(vault.folder)) as again:
        assert again.faded().tolist() == [ids[2]]


def test_usage_of_what_does_not_exist_is_none(vault: Vault):
    assert vault.usage(77) == Usage()
    assert vault.usages([]) == {}
    assert vault.usages(list(range(1, 1_000))) == {}


def test_read_before_1970_is_noted_as_of_1970(vault: Vault):
    (item_id,) = add(vault, new_item())
    with vault.transaction():
        vault.append(new_event())
        vault.count_read(item_id, Usage(), -5)
    assert vault.usage(item_id) == Usage(1, 0)


def test_one_certificate_stands_for_many_and_its_words_are_sealed(vault: Vault):
    ids = add(vault, *[new_item(b"%d" % at) for at in range(5)])
    erase(vault, *ids[:3])
    assert vault.tombstones() == dict.fromkeys(ids[:3], CERTIFICATE.decode())
    assert vault._database.all("SELECT count(*) FROM certificate") == [(1,)]
    held = b"".join(path.read_bytes() for path in vault.folder.iterdir())
    assert CERTIFICATE not in held


def test_deletes_of_closed_classes_wait_each_for_its_own(vault: Vault):
    vault.step_up(knows(SECOND))
    ids = add(vault, new_item(record=FINANCE), new_item(record=GUARDED), new_item())
    vault.end_step_up()
    erase(vault, *ids)
    waiting = {
        vault.keys.classes[cid].name: vault._upkeep.pending(cid) for cid in vault.keys.classes
    }
    assert {name.value: found for name, found in waiting.items() if found} == {
        "finance": [ids[0]],
        "guarded": [ids[1]],
    }
    vault.step_up(knows(SECOND))
    assert not any(vault._upkeep.pending(cid) for cid in vault.keys.classes)
    assert set(vault.tombstones()) == set(ids)


def test_read_counters_die_with_the_item(vault: Vault):
    ids = add(vault, new_item(), new_item())
    count_read(vault, *ids)
    erase(vault, ids[0])
    assert set(vault.usages()) == {ids[1]}


def test_upkeep_rows_of_all_kinds_have_one_length(vault: Vault):
    add(
        vault,
        new_item(source=b"s", place=b"p"),
        new_item(place=b"q"),
        new_item(source=b"t"),
        new_item(record=FINANCE),
        new_item(record=kept_for(GUARDED, 5), conversation="가족"),
    )
    erase(vault, 1, 2, 4)
    for table in ("upkeep", "care", "tombstone"):
        lengths = vault._database.all(f"SELECT DISTINCT length(sealed) FROM {table}")
        assert len(lengths) == 1
