"""The directory against someone who puts an older page back: a delete must not be undone by it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from device.errors import IntegrityError
from tests.builders import SEGMENT_ROWS, add, erase, new_item, peek, read_all, refusal, tamper
from tests.fakes import quick_vault, reopen


@pytest.mark.parametrize("with_segments", [False, True])
def test_directory_and_segments_from_before_a_delete_do_not_bring_it_back(
    tmp_path: Path, with_segments: bool
):
    vault, _ = quick_vault(tmp_path)
    add(vault, *[new_item(b"%d" % at) for at in range(SEGMENT_ROWS * 2)])
    vault.compact()
    vault.close()
    tables = ["directory"]
    if with_segments:
        tables += ["seg_secrets", "seg_codes", "seg_vectors", "seg_columns", "cls"]
    old = {table: peek(tmp_path, f"SELECT * FROM {table}") for table in tables}
    with closing(reopen(tmp_path)) as vault:
        erase(vault, 3)
    for table, rows in old.items():
        for row in rows:
            marks = ", ".join("?" * len(row))
            tamper(tmp_path, f"INSERT OR REPLACE INTO {table} VALUES ({marks})", *row)
    with refusal(IntegrityError, "vault.damaged", "vault.items_missing"):
        reopen(tmp_path)


def test_directory_from_before_a_compaction_does_not_lose_the_segment_unseen(tmp_path: Path):
    vault, _ = quick_vault(tmp_path)
    add(vault, *[new_item(b"%d" % at) for at in range(SEGMENT_ROWS)])
    vault.close()
    old = peek(tmp_path, "SELECT cid, sealed FROM directory")
    with closing(reopen(tmp_path)) as vault:
        vault.compact()  # the class key stays, so only the generation tells the two apart
        assert len(read_all(vault)) == SEGMENT_ROWS
    for cid, sealed in old:
        tamper(tmp_path, "UPDATE directory SET sealed = ? WHERE cid = ?", sealed, cid)
    with refusal(IntegrityError, "vault.damaged"):
        reopen(tmp_path)
