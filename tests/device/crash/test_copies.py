"""A vault copied while it is open: the copy opens to a state that was, or is refused."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.device.crash.acts import Actor, Marks
from tests.device.crash.disk import Image, read_folder
from tests.device.crash.driver import VAULT_FILE, WAL_FILE, Content, Subject, cheap_secrets
from tests.device.crash.made import SECRETS, Made, is_true, make, outcome_of, placed

pytestmark = pytest.mark.usefixtures("_cheap")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    with cheap_secrets():
        return make(tmp_path_factory.mktemp("made"))


def require_a_state_that_was(
    image: Image, folder: Path, states: tuple[Content, ...]
) -> Content | None:
    """Gives what a copy holds, or None where it is refused."""
    with placed(image, folder) as put:
        outcome = outcome_of(put)
    assert outcome.stray == ""
    if outcome.content is None:
        return None
    assert any(is_true(outcome.content, state, with_log=False) for state in states)
    return outcome.content


def test_copy_with_its_wal_holds_everything(made: Made, tmp_path: Path):
    assert made.live[WAL_FILE]
    content = require_a_state_that_was(made.live, tmp_path / "put", made.states[-1:])
    assert content is not None
    assert content.memories == made.states[-1].memories


def test_copy_without_its_wal_is_an_earlier_state_or_refused(made: Made, tmp_path: Path):
    alone = {VAULT_FILE: made.live[VAULT_FILE]}
    content = require_a_state_that_was(alone, tmp_path / "put", made.states)
    assert content is None or content.memories != made.states[-1].memories


def test_copy_with_the_wal_of_another_moment_is_a_state_that_was_or_refused(
    made: Made, tmp_path: Path
):
    for file, wal in (
        (made.closed, made.live),
        (made.older, made.live),
        ({VAULT_FILE: made.live[VAULT_FILE]}, made.live),
    ):
        mixed = {VAULT_FILE: file[VAULT_FILE], WAL_FILE: wal[WAL_FILE]}
        require_a_state_that_was(mixed, tmp_path / "put", made.states)


def test_copy_cut_off_at_any_frame_is_a_state_that_was_or_refused(made: Made, tmp_path: Path):
    wal = made.live[WAL_FILE]
    opened = 0
    for end in np.linspace(0, len(wal), 25, dtype=int):
        cut = {VAULT_FILE: made.live[VAULT_FILE], WAL_FILE: wal[: int(end)]}
        opened += require_a_state_that_was(cut, tmp_path / "put", made.states) is not None
    assert opened > 10


def test_copy_in_the_middle_of_a_transaction_is_the_state_before_it(made: Made, tmp_path: Path):
    with placed(made.closed, tmp_path / "vault") as folder:
        with closing(Subject.open(folder, SECRETS)) as subject:
            actor = Actor(folder, subject, Marks(tmp_path / "marks"), np.random.default_rng(5), [])
            assert actor.do("add")
            with placed(read_folder(folder), tmp_path / "before") as put:
                before = outcome_of(put).content
            assert before is not None
            vault = subject.device.vault
            with vault.transaction():
                vault._database.run("PRAGMA cache_size=1")  # so that SQLite spills into the WAL
                for at in range(40):
                    vault.write_settings(bytes(5_000 + at))
                middle = read_folder(folder)
            after = read_folder(folder)
        assert middle[WAL_FILE] != after[WAL_FILE]
        content = require_a_state_that_was(middle, tmp_path / "put", (before,))
        assert content is not None
        assert content.memories == before.memories
