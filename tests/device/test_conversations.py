"""Conversations as numbers: the same title is the same one, and no title is on the disk."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from device.access import Guard
from device.errors import IntegrityError
from device.rights import Rights
from device.vault.store import Vault
from policy.bundles import load_base_bundle
from tests.builders import EVERYDAY, FINANCE, add, new_item, read_all, undo
from tests.fakes import SECOND, knows, quick_vault, reopen
from tests.people import Clock

FAMILY, WORK = "家族のトーク", "업무 대화방"


@pytest.fixture
def vault(tmp_path: Path):
    vault, _ = quick_vault(tmp_path, None, SECOND)
    yield vault
    vault.close()


@pytest.mark.parametrize(
    "same",
    [
        FAMILY,
        f"  {FAMILY} \n",
        "家族の\u30c8\u30fc\u30af",
        "家族のﾄｰｸ",  # half width
    ],
)
def test_same_title_however_typed_is_the_same_conversation(vault: Vault, same: str):
    add(vault, new_item(conversation=FAMILY), new_item(conversation=WORK))
    assert vault.conversation(same) == 1
    assert vault.conversation(WORK) == 2


@pytest.mark.parametrize("title", ["", "never", FAMILY[:-1], "\ud800", "x" * 100_000])
def test_title_that_nothing_was_said_in_has_no_number(vault: Vault, title: str):
    add(vault, new_item(conversation=FAMILY), new_item())
    assert vault.conversation(title) is None


def test_lone_surrogate_in_a_title_is_a_title(vault: Vault):
    add(vault, new_item(conversation="\ud800"))
    assert vault.conversation("\ud800") == 1


def test_title_is_nowhere_on_the_disk(vault: Vault):
    add(vault, new_item(conversation=FAMILY), new_item(conversation="quetzalcoatl club"))
    held = b"".join(path.read_bytes() for path in vault.folder.iterdir())
    for word in (FAMILY, "quetzalcoatl"):
        for code in ("utf-8", "utf-16-le"):
            assert word.encode(code) not in held


def test_number_survives_reopening_and_is_not_given_by_a_failed_transaction(vault: Vault):
    undo(vault.transaction, lambda: vault.add(new_item(conversation="never")))
    assert vault.conversation("never") is None
    add(vault, new_item(conversation=WORK))
    vault.close()
    with closing(reopen(vault.folder)) as again:
        number = again.conversation(WORK)
        add(again, new_item(conversation=WORK), new_item(conversation=FAMILY))
        assert again.conversation(WORK) == number
        assert again.conversation(FAMILY) not in {None, number, 0}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE conversation SET sealed = 'text'",
        "UPDATE conversation SET sealed = (SELECT max(sealed) FROM conversation)",
        "UPDATE conversation SET name = CASE number WHEN 1 THEN x'01' ELSE name END",
    ],
)
def test_conversation_that_was_led_elsewhere_is_damage_or_not_found(vault: Vault, sql: str):
    add(vault, new_item(conversation=FAMILY), new_item(conversation=WORK))
    vault._database.run(sql)
    found = set()
    for title in (FAMILY, WORK):
        try:
            found.add((title, vault.conversation(title)))
        except IntegrityError:
            found.add((title, None))
    assert found <= {(FAMILY, 1), (FAMILY, None), (WORK, 2), (WORK, None)}
    assert (FAMILY, None) in found or (WORK, None) in found


# -- all that came from one conversation -----------------------------------------------------------


def test_all_of_a_conversation_or_before_a_moment_goes_in_closed_classes_too(vault: Vault):
    guard = Guard(vault, load_base_bundle(), Clock())
    rights = Rights(vault, guard)
    asked = [
        (FAMILY, 10, EVERYDAY),
        (FAMILY, 20, FINANCE),
        (WORK, 10, EVERYDAY),
        (WORK, 30, FINANCE),
        ("", 5, EVERYDAY),
        (FAMILY, 40, EVERYDAY),
    ]
    ids = add(
        vault,
        *[new_item(b"%d" % at, record, conversation=title, at=at) for title, at, record in asked],
    )
    assert rights.matching(conversation=FAMILY) == [ids[0], ids[1], ids[5]]
    assert rights.matching(before=20) == [ids[0], ids[2], ids[4]]
    assert rights.matching(conversation=FAMILY, before=40) == [ids[0], ids[1]]
    assert rights.matching(conversation="never") == []
    rights.forget(rights.matching(conversation=FAMILY))
    assert rights.matching(conversation=FAMILY) == []
    vault.step_up(knows(SECOND))
    assert set(read_all(vault)) == {ids[2], ids[3], ids[4]}
