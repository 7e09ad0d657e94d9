from pathlib import Path

import pytest

from benchmarks.compare.context import (
    BUDGET,
    Key,
    Way,
    done,
    handed_by,
    handed_in,
    newest,
    plain_sum,
    summed,
    tasks,
)
from benchmarks.compare.lives import Span, Stretch, joined
from benchmarks.compare.tally import Tally, pooled
from benchmarks.lifelog.load import Life, load_life
from device.memory.block import tokens_in
from tests.lifelog.logs import person, question, turn, write_life

MAYFLY = "2025-06-02T08:00:00+09:00"
FILLER = "今日は{}番目の棚を片づけて、古い雑誌を紐でしばって玄関に出しておいた"
ASKED = [
    question(1, ["t001"], text="飼い始めた猫の名前は?"),
    question(2, [], text="弟は何を辞める?", forbidden=["t002"]),
]
SECRET = "これはオフレコで、弟の健は会社を辞めるつもりらしい"


def life(data: Path, filler: int) -> Life:
    """A cat is named first, a secret told next, and then much else is said."""
    said = [turn(1, "飼い始めた猫にあずきと名前をつけた"), turn(2, SECRET)]
    said += [turn(at + 3, FILLER.format(at), at=MAYFLY) for at in range(filler)]
    return load_life(write_life(data, turns=said, questions=ASKED))


def handed(stretch: Stretch) -> dict[Way, dict[str, float]]:
    """Gives each way's figures, of all lengths of life together."""
    found = handed_in(stretch) | handed_by(stretch, plain_sum())
    return {way: {name: one["share"] for name, one in _line(found, way).items()} for way in Way}


def _line(found: dict[Key, Tally], way: Way) -> dict[str, dict[str, float]]:
    return pooled([one for key, one in found.items() if key[1] is way])


def whole(one: Life) -> Stretch:
    return joined([one], {one.person.id})


def test_in_a_short_life_every_way_hands_everything(tmp_path: Path) -> None:
    found = handed(whole(life(tmp_path, filler=3)))
    assert {way: line["evidence"] for way, line in found.items()} == dict.fromkeys(Way, 1)
    assert {line["messages"] for line in found.values()} == {5}


def test_in_a_longer_life_the_newest_lose_what_recall_finds(tmp_path: Path) -> None:
    found = handed(whole(life(tmp_path, filler=120)))
    assert found[Way.NEWEST]["evidence"] == 0
    for way in (Way.WINDOW_BLOCK, Way.WINDOW_SUM, Way.EVERYTHING):
        assert found[way]["evidence"] == 1
    for way in (Way.WINDOW_BLOCK, Way.WINDOW_SUM, Way.NEWEST):
        assert found[way]["tokens"] <= BUDGET < found[Way.EVERYTHING]["tokens"]


@pytest.mark.parametrize("filler", [3, 120])
def test_off_the_record_means_neither_window_nor_block(tmp_path: Path, filler: int) -> None:
    found = handed(whole(life(tmp_path, filler)))
    assert found[Way.EVERYTHING]["off_record_handed"] == 1
    assert found[Way.WINDOW_SUM]["off_record_handed"] == 1
    assert found[Way.WINDOW_BLOCK]["off_record_handed"] == 0


def test_what_the_block_shortened_is_not_whole(tmp_path: Path) -> None:
    long = "。".join(FILLER.format(at) for at in range(40))
    log = load_life(
        write_life(
            tmp_path,
            turns=[turn(1, f"飼い始めた猫にあずきと名前をつけた。{long}"), turn(2, "昼寝した")],
            questions=ASKED[:1],
        )
    )
    line = handed(whole(log))[Way.WINDOW_BLOCK]
    assert (line["evidence"], line["evidence_whole"]) == (1, 0)


def test_every_message_is_paid_for_once(tmp_path: Path) -> None:
    early = question(3, ["t001"], at="2025-06-01T12:00:00+09:00")
    log = load_life(write_life(tmp_path, questions=[question(1, ["t003"]), early]))
    line = _line(handed_in(whole(log), before_mb=0.0), Way.WINDOW_BLOCK)
    assert line["store_cpu_ms"]["n"] == len(log.turns)
    assert line["hand_cpu_ms"]["n"] == line["ram_mb"]["n"] == 2
    assert line["store_cpu_ms"]["share"] > 0


@pytest.mark.parametrize(
    ("budget", "most", "count"), [(10_000, None, 3), (10_000, 2, 2), (20, None, 1), (1, None, 0)]
)
def test_the_newest_are_those_that_fit(
    tmp_path: Path, budget: int, most: int | None, count: int
) -> None:
    turns = load_life(write_life(tmp_path)).turns
    chosen = newest(turns, budget, most)
    assert chosen == list(reversed(turns))[:count]


def test_nothing_older_fills_a_gap(tmp_path: Path) -> None:
    said = [turn(1, "短い"), turn(2, "長い" * 100), turn(3, "短い")]
    turns = load_life(write_life(tmp_path, turns=said)).turns
    assert [one.id for one in newest(turns, 50)] == ["t003"]
    assert tokens_in(turns[1].text) > 50


def test_a_seed_cuts_days_weeks_and_months_and_joins_lives(tmp_path: Path) -> None:
    mine = load_life(write_life(tmp_path, "ja/a", about=person("ja/a")))
    other = load_life(write_life(tmp_path, "ja/b", about=person("ja/b")))
    parts = [done([mine], [other], task) for task in tasks([0])]
    spans = [{key[0] for key in part} for part in parts]
    assert spans == [{Span.DAY}, {Span.WEEK}, {Span.MONTH}, {Span.HALF_YEAR}]
    assert {key[2] for part in parts for key in part} == {"ja/a"}
    key = (Span.DAY, Way.NEWEST, "ja/a")
    twice = summed([parts[0], parts[0]])
    assert twice[key]["evidence"].whole == 2 * parts[0][key]["evidence"].whole
