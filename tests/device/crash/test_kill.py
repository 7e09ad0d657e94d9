"""A vault whose process is killed again and again: no acknowledged act is undone.

Half of the kills come at a random moment, half at a random change of a file: before it, or after.
`kill -9` takes the process, not the page cache; what a power cut takes is in `test_power_cut`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from device.errors import Locked
from tests.device.crash.driver import (
    Content,
    Found,
    Secrets,
    digest_of,
    read_content,
)
from tests.device.crash.nursery import Nursery, Order
from tests.device.crash.promises import Promises

pytestmark = pytest.mark.usefixtures("_cheap")

SECRETS: Final = Secrets("보자기 ふろしき wrapping cloth", "두 번째 비밀 二つ目")
ROUNDS_A_VAULT: Final = 50  # then a new one, so that rounds stay short
LONGEST_S: Final = 0.12  # of a round after its first act
MOST_CHANGES: Final = 250  # of a round after its first act
ACTS: Final = frozenset(
    "add import forget rebind compact rotate step_up step_up_end step_up_set passphrase read rate"
    " reopen".split()
)


@dataclass
class Tally:
    """What the rounds were made of."""

    kills: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    cut_short: Counter[str] = field(default_factory=Counter)  # the act that a kill fell into
    compacted: int = 0


def opened_after(folder: Path, promises: Promises) -> tuple[Content, Secrets]:
    """Opens what a kill left, with the secrets that stand or the ones that were being set."""
    for secrets in promises.possible_secrets():
        try:
            return read_content(folder, secrets), secrets
        except Locked:
            continue
    raise AssertionError("no secret opens the vault")


def one_round(
    nursery: Nursery, work: Path, promises: Promises, rng: np.random.Generator, tally: Tally
) -> None:
    """Lets a process work, kills it, and checks what it left.

    Raises:
        AssertionError: a promise is broken, or the round did no work.
    """
    marks = work / "marks"
    marks.unlink(missing_ok=True)
    by_change = bool(rng.random() < 0.5) and nursery.recorder is not None
    before = promises.done.copy()
    order = Order(
        "churn",
        {
            "folder": str(work / "vault"),
            "passphrase": promises.secrets.passphrase,
            "step_up": promises.secrets.step_up,
            "seed": int(rng.integers(1 << 31)),
            "alive": sorted(promises.added),
            "stepped": bool(rng.random() < 0.4),
        },
        marks,
        work / "output",
        watched=work if by_change else None,
        kill_at=int(rng.integers(1, MOST_CHANGES)) if by_change else 0,
        kill_is_after=bool(rng.random() < 0.5),
        kill_after_s=None if by_change else float(rng.uniform(0, LONGEST_S)),
    )
    nursery.run(order)
    promises.take(marks.read_text().splitlines())
    fresh = promises.done - before
    assert fresh, "the round did no work"
    tally.done += fresh
    tally.kills["change" if by_change else "time"] += 1
    tally.cut_short[promises.begun.get("act", "none")] += 1
    content, secrets = opened_after(work / "vault", promises)
    promises.held_by(content)
    promises.settle(content, secrets)
    tally.compacted += content.segments > 0


def crash_rounds(nursery: Nursery, work: Path, rounds: int, seed: int) -> Tally:
    """Runs rounds on one vault after another."""
    rng = np.random.default_rng(seed)
    tally = Tally()
    for at in range(rounds):
        if at % ROUNDS_A_VAULT == 0:
            folder = work / f"{at}"
            folder.mkdir()
            given = {
                "folder": str(folder / "vault"),
                "passphrase": SECRETS.passphrase,
                "step_up": SECRETS.step_up,
                "keystore": at // ROUNDS_A_VAULT % 2 == 1,
            }
            order = Order("create", given, folder / "made", folder / "output")
            assert nursery.run(order).code == 0
            promises = Promises(SECRETS)
        one_round(nursery, folder, promises, rng, tally)
    assert sum(tally.kills.values()) == rounds
    assert tally.compacted, "no segment was ever made"
    return tally


def require_every_act(tally: Tally, least: int) -> None:
    """Checks that no act was left out, neither finished nor, for those that take a while, cut."""
    for act in ACTS:
        assert tally.done[act] >= least, f"{act} was hardly done: {tally.done}"


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(nursery: Nursery, tmp_path: Path):
    tally = crash_rounds(nursery, tmp_path, rounds=8, seed=1)
    assert {"add", "forget", "import"} <= set(tally.done)
    assert set(tally.kills) == {"change", "time"}


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(4))
def test_nothing_acknowledged_is_lost_in_a_thousand_kills(
    nursery: Nursery, tmp_path: Path, seed: int
):
    tally = crash_rounds(nursery, tmp_path, rounds=250, seed=100 + seed)
    require_every_act(tally, least=5)
    assert min(tally.kills.values()) > 80
    for act in ("add", "import", "forget", "rebind", "rotate"):
        assert tally.cut_short[act] > 0, f"no kill fell into {act}: {tally.cut_short}"


def test_round_that_did_no_work_fails(nursery: Nursery, tmp_path: Path):
    args = {"folder": str(tmp_path), "passphrase": "", "step_up": ""}
    order = Order("idle", args, tmp_path / "marks", tmp_path / "out", kill_after_s=0.0)
    with pytest.raises(AssertionError, match="ended by itself"):
        nursery.run(order)


def test_worker_that_finds_no_vault_fails_the_round(nursery: Nursery, tmp_path: Path):
    with pytest.raises(AssertionError, match="ended by itself"):
        one_round(nursery, tmp_path, Promises(SECRETS), np.random.default_rng(1), Tally())


def content_of(memories: dict[int, Found], told: int = 9) -> Content:
    return Content(memories, told, told, told, segments=0)


def test_broken_promise_is_noticed():
    there = {1: Found("ここにある", "everyday", 1), 2: Found("여기 있다", "finance", 0)}
    kept = {item_id: digest_of(one.text) for item_id, one in there.items()}
    Promises(SECRETS, added=kept, reads={1: 1}, classes={2: {"finance"}}).held_by(content_of(there))
    for broken, told in (
        (Promises(SECRETS, added={**kept, 3: "lost"}), "3 is lost"),
        (Promises(SECRETS, added={**kept, 2: "other"}), "another text"),
        (Promises(SECRETS, added={1: kept[1]}), "nobody added 2"),
        (Promises(SECRETS, added={1: kept[1]}, erased={2}), "came back"),
        (Promises(SECRETS, added=kept, reads={1: 2}), "reads of 1"),
        (Promises(SECRETS, added=kept, classes={2: {"everyday"}}), "finance again"),
    ):
        with pytest.raises(AssertionError, match=told):
            broken.held_by(content_of(there))
    with pytest.raises(AssertionError, match="leaf"):
        Promises(SECRETS, added=kept).held_by(content_of(there, told=1))
    twice = {**there, 3: there[1]}
    texts = {item_id: digest_of(one.text) for item_id, one in twice.items()}
    with pytest.raises(AssertionError, match="twice"):
        Promises(SECRETS, added=texts).held_by(content_of(twice))


def test_act_under_way_may_have_happened_or_not():
    there = {1: Found("ここにある", "everyday", 0)}
    kept = digest_of("ここにある")
    added = Promises(SECRETS, begun={"act": "add", "texts": [kept]})
    gone = Promises(SECRETS, added={1: kept}, begun={"act": "forget", "ids": [1]})
    for promises in (added, gone):
        promises.copy().held_by(content_of(there))
        promises.copy().held_by(content_of({}))
    gone.settle(content_of({}), SECRETS)
    with pytest.raises(AssertionError, match="came back"):
        gone.held_by(content_of(there))
    added.settle(content_of(there), SECRETS)
    with pytest.raises(AssertionError, match="lost"):
        added.held_by(content_of({}))
