import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.compare.__main__ import compare_stores
from benchmarks.compare.stores import (
    Kept,
    closed_turns,
    keep_all,
    keep_by_rules,
    keep_in_peer,
    tally,
)
from benchmarks.lifelog.baselines import BM25, Scores
from benchmarks.lifelog.load import Life, load_life
from benchmarks.lifelog.records import Question, Turn
from device.encoder.encode import Encoder
from tests.lifelog.logs import label, question, turn, write_life

TURNS = [
    turn(1, "水泳教室は火曜日の夜に通うことにした"),
    turn(2, "おはよう"),
    turn(3, "口座の暗証番号は銀行の封筒に書いてある", speaker="self"),
    turn(4, "これはオフレコで、弟の健は会社を辞めるつもりらしい"),
    turn(5, "水泳教室は木曜日の夜に変わった"),
    turn(6, "おやすみ", at="2025-08-01T08:00:00+09:00"),  # after all that is asked
]
QUESTIONS = [
    question(1, ["t005"], text="水泳教室は何曜日?", kind="change", stale=["t001"]),
    question(2, [], text="健は会社を辞めるの?", forbidden=["t004"]),
    question(3, ["t003"], text="銀行の暗証番号はどこ?"),
]
LABELS = [
    label(1),
    label(2, kind="chatter", keep=False),
    label(4, kind="off_record", keep=False, about="other"),
    label(5, kind="correction", of="t001"),
    label(6, kind="chatter", keep=False),
]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    data = tmp_path_factory.mktemp("data")
    return load_life(write_life(data, turns=TURNS, questions=QUESTIONS, labels=LABELS))


class InThisOrder:
    """Ranks turns as it is told, whatever is asked."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def scores(self, question: Question, turns: Sequence[Turn]) -> Scores:
        places = {name: len(self._names) - at for at, name in enumerate(self._names)}
        return np.array([places.get(turn.id, 0) for turn in turns], np.float32)


def shares(life: Life, kept: Kept) -> dict[str, float]:
    counts = tally(life, kept, closed_turns(life))
    return {name: one.part / one.whole for name, one in counts.items() if one.whole}


def test_who_keeps_all_keeps_junk_and_what_was_off_the_record(life: Life) -> None:
    kept = shares(life, keep_all(life, InThisOrder()))
    assert kept["turns_stored"] == kept["junk_stored"] == kept["off_record_stored"] == 1


def test_who_keeps_nothing_keeps_no_junk_and_nothing_of_worth(life: Life) -> None:
    kept = shares(life, Kept(((), (), ()), frozenset()))
    assert kept["junk_stored"] == kept["worth_stored"] == kept["turns_stored"] == 0


@pytest.mark.parametrize(
    ("order", "newest", "stale"),
    [(("t005", "t001"), 1, 0), (("t001", "t005"), 0, 1), (("t002",), 0, 0)],
)
def test_an_answer_is_stale_where_the_old_comes_first(
    life: Life, order: tuple[str, ...], newest: int, stale: int
) -> None:
    found = shares(life, keep_all(life, InThisOrder(*order)))
    assert (found["newest_first"], found["stale_first"]) == (newest, stale)


@pytest.mark.parametrize(
    ("order", "figure", "share"),
    [
        (("t005",), "recall@10", 1 / 2),
        (("t002",), "recall@10", 0),
        (("t002", "t001"), "junk_returned", 1 / 2),
        (("t001",), "junk_returned", 0),
        (("t004",), "off_record_returned", 1),
        (("t001",), "off_record_returned", 0),
        (("t003",), "closed_returned", 1),
        (("t003",), "closed_memories", 1),
        (("t001",), "closed_returned", 0),
    ],
)
def test_what_comes_back_is_counted(
    life: Life, order: tuple[str, ...], figure: str, share: float
) -> None:
    assert shares(life, keep_all(life, InThisOrder(*order)))[figure] == share


def test_nothing_is_found_beyond_ten(life: Life) -> None:
    padding = [f"x{at}" for at in range(10)]
    found = (*padding, "t005")
    assert shares(life, Kept((found[:10], (), ()), None))["recall@10"] == 0


def test_a_store_that_was_not_looked_into_tells_nothing_of_what_it_holds(life: Life) -> None:
    assert "junk_stored" not in shares(life, Kept(((), (), ()), None))


def test_money_is_closed_by_rule(life: Life) -> None:
    assert closed_turns(life) == {"t003"}


def test_the_engine_leaves_out_what_it_should_and_finds_the_rest(life: Life) -> None:
    found = shares(life, keep_by_rules(life))
    assert found["off_record_stored"] == found["off_record_returned"] == 0
    assert found["junk_stored"] == 0
    assert found["worth_stored"] == found["recall@10"] == 1
    assert found["closed_returned"] > 0  # its classes are open


def test_a_closed_class_gives_nothing_and_costs_recall(life: Life) -> None:
    kept = keep_by_rules(life, step_up="a second secret")
    found = shares(life, kept)
    assert kept.stored is None
    assert found["closed_returned"] == found["closed_memories"] == 0
    assert found["recall@10"] == 1 / 2


def test_another_store_is_asked_before_it_is_told_more(tmp_path: Path) -> None:
    early = question(1, ["t001"], at="2025-06-01T12:00:00+09:00", text="牛肉でどうなった?")
    log = load_life(write_life(tmp_path, questions=[early, question(2, ["t003"])]))
    kept = keep_in_peer(log, "sqlite", Encoder.default(), sys.executable)
    assert isinstance(kept, Kept)
    assert kept.found[0] == ("t001",)
    assert set(kept.found[1]) == kept.stored == {"t001", "t002", "t003"}


def test_what_does_not_run_is_told_with_the_reason(life: Life) -> None:
    never = shutil.which("false")
    assert never
    stores = {
        "gone": lambda one: keep_in_peer(one, "sqlite", Encoder.default(), never),
        "sum": lambda one: keep_all(one, BM25()),
        "engine": lambda one: keep_all(one, InThisOrder("t005", "t003")),
    }
    line = compare_stores([life], stores)
    assert line["stores"]["gone"] == {"skipped": "replay: exit code 1"}
    gap = (
        line["stores"]["engine"]["recall@10"]["share"] - line["stores"]["sum"]["recall@10"]["share"]
    )
    assert line["engine_minus_sum"]["recall@10"]["by"] == pytest.approx(gap)
