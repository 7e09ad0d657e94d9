import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from benchmarks.compare.__main__ import compare_forgotten
from benchmarks.compare.forgotten import (
    Opens,
    Store,
    drawn,
    open_engine,
    opens_peer,
)
from benchmarks.lifelog.load import Life, load_life
from benchmarks.lifelog.records import Turn
from benchmarks.traces import Vectors
from tests.lifelog.logs import label, turn, write_life

SAID = [
    "水曜日の夜は駅前の教室で水泳を習っている",
    "弟の健は来月から札幌の工場で働くらしい",
    "新しい眼鏡の度が合わず、頭が痛くなった",
    "祖母の家の柿の木に、今年は実がならなかった",
    "青い自転車の鍵をなくして、合鍵を作ってもらった",
    "図書館で借りた料理の本を、返すのを忘れていた",
]
FIGURES = ("comes_back", "text_on_disk", "vector_on_disk")


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    said = [turn(at, text) for at, text in enumerate(SAID, 1)]
    labels = [label(at) for at in range(1, len(SAID) + 1)]
    data = tmp_path_factory.mktemp("data")
    return load_life(write_life(data, turns=said, labels=labels))


def shares(life: Life, opens: Opens) -> dict[str, list[float]]:
    """Gives the figures before and after, of the two that are forgotten."""
    told = compare_forgotten([life], {"it": opens}, [0])["it"]
    assert {line["n"] for line in told.values()} == {2}
    return {
        when: [told[f"{name}_{when}"]["share"] for name in FIGURES] for when in ("before", "after")
    }


def test_the_engine_leaves_nothing(life: Life) -> None:
    assert shares(life, open_engine) == {"before": [1, 0, 0], "after": [0, 0, 0]}


def test_plain_sqlite_leaves_text_and_vector_on_disk(life: Life) -> None:
    opens = opens_peer("sqlite", sys.executable)
    assert shares(life, opens) == {"before": [1, 1, 1], "after": [0, 1, 1]}


@dataclass(frozen=True, slots=True)
class Deaf:
    """A store that says yes to "forget", and goes on as before."""

    store: Store

    @property
    def written(self) -> list[Path]:
        return self.store.written

    @property
    def held(self) -> Collection[int]:
        return self.store.held

    def vector(self, number: int) -> Vectors:
        return self.store.vector(number)

    def come_back(self, numbers: Sequence[int]) -> set[int]:
        return self.store.come_back(numbers)

    def forget(self, numbers: Sequence[int]) -> None:
        pass


def test_a_store_that_forgets_nothing_is_seen(life: Life) -> None:
    @contextmanager
    def opens(one: Life, turns: Sequence[Turn], folder: Path) -> Iterator[Store]:
        with open_engine(one, turns, folder) as store:
            yield Deaf(store)

    assert shares(life, opens)["after"] == [1, 0, 0]


def test_what_does_not_run_is_told_with_the_reason(life: Life) -> None:
    never = shutil.which("false")
    assert never
    told = compare_forgotten([life], {"sqlite": opens_peer("sqlite", never)}, [0, 1])
    assert told == {"sqlite": {"skipped": "fill: exit code 1"}}


def test_each_seed_draws_anew_and_adds_up(life: Life) -> None:
    told = compare_forgotten([life], {"engine": open_engine}, [0, 1])
    assert told["engine"]["comes_back_before"]["n"] == 4


def test_only_what_is_worth_it_and_said_once_is_drawn(tmp_path: Path) -> None:
    said = [turn(at, text) for at, text in enumerate([*SAID, f"また{SAID[0]}", "短い"], 1)]
    log = load_life(write_life(tmp_path, turns=said, labels=[label(at) for at in (1, 2, 3, 7, 8)]))
    chosen = drawn(log, np.random.default_rng(0))
    assert [one.id for one in chosen] == ["t002", "t003", "t007"]
