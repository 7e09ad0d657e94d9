from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from benchmarks.compare.lives import Span, cut, joined, ordered
from benchmarks.lifelog.load import Life, load_life
from tests.lifelog.logs import person, question, turn, write_life

RNG = np.random.default_rng(0)


def life(data: Path, name: str = "ja/hana", **files: Any) -> Life:
    return load_life(write_life(data, name, about=person(name), **files))


def test_a_day_holds_what_was_said_on_it_and_what_it_answers(tmp_path: Path) -> None:
    late = turn(1, "夜更かしした") | {"id": "t002", "at": "2025-06-01T23:30:00+09:00"}
    log = life(
        tmp_path,
        turns=[turn(1, "牛肉が好き"), late, turn(3, "猫を飼った")],
        questions=[question(1, ["t002"]), question(2, ["t001", "t003"]), question(3, [])],
    )
    (day,) = cut(log, Span.DAY, 5, RNG)
    assert [one.id for one in day.turns] == ["t001", "t002"]
    (asked,) = day.asked
    assert (asked.question.id, asked.known, asked.span) == ("q01", 2, Span.DAY)


def test_a_day_is_over_before_it_is_asked_about(tmp_path: Path) -> None:
    noon = turn(1, "昼寝した") | {"id": "t002", "at": "2025-06-01T12:00:00+09:00"}
    early = question(1, ["t001"], at="2025-06-01T09:00:00+09:00")
    log = life(tmp_path, turns=[turn(1, "牛肉が好き"), noon], questions=[early])
    (day,) = cut(log, Span.DAY, 1, RNG)
    assert day.asked[0].question.at == day.turns[-1].at


def test_so_many_pieces_are_drawn(tmp_path: Path) -> None:
    turns = [turn(day, f"{day}日の話") for day in (1, 9, 17, 25)]
    log = life(tmp_path, turns=turns, questions=[question(at, [f"t{at:03}"]) for at in (1, 9, 25)])
    assert [len(list(cut(log, Span.WEEK, count, RNG))) for count in (0, 2, 9)] == [0, 2, 3]
    (month,) = cut(log, Span.MONTH, 9, RNG)
    assert len(month.turns) == 4


def test_a_log_is_not_cut_into_years(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not into year"):
        list(cut(life(tmp_path), Span.YEAR, 1, RNG))


def test_one_life_follows_the_other_at_its_own_times_of_day(tmp_path: Path) -> None:
    first = life(tmp_path)
    abroad = {"at": "2024-12-31T21:15:00-05:00"}
    other = load_life(
        write_life(
            tmp_path,
            "en/ann",
            about=person("en/ann") | {"zone": "America/New_York"},
            turns=[turn(1, "I swim", **abroad)],
            questions=[question(1, ["t001"], at="2025-12-31T20:00:00-05:00")],
        )
    )
    both = joined([first, other], {"en/ann"})
    assert [one.id for one in both.turns] == ["t0000", "t0001", "t0002", "t0003"]
    tokyo = ZoneInfo("Asia/Tokyo")
    assert both.turns[-1].at == datetime(2025, 6, 4, 21, 15, tzinfo=tokyo)
    (asked,) = both.asked  # the first is not asked
    assert asked.question.evidence == ("t0003",)
    assert (asked.whose, asked.known, asked.question.at.date()) == (
        "en/ann",
        4,
        date(2026, 6, 4),
    )


def test_a_life_grows_older(tmp_path: Path) -> None:
    lives = [
        life(
            tmp_path,
            name,
            turns=[turn(1, "春"), turn(2, "秋", at="2025-12-01T08:00:00+09:00")],
            questions=[question(1, ["t002"], at="2026-06-01T08:00:00+09:00")],
        )
        for name in ("ja/a", "ja/b", "ja/c", "ja/d")
    ]
    grown = joined(lives, {one.person.id for one in lives})
    spans = [Span.HALF_YEAR, Span.YEAR, Span.TWO_YEARS, Span.TWO_YEARS]
    assert [one.span for one in grown.asked] == spans
    assert [one.known for one in grown.asked] == [2, 4, 6, 8]


def test_the_unasked_live_between_the_asked(tmp_path: Path) -> None:
    mine = [life(tmp_path / "mine", name) for name in ("ja/a", "ja/b")]
    others = [life(tmp_path / "others", "ja/c")]
    orders = {
        "".join(one.person.id[-1] for one in ordered(mine, others, np.random.default_rng(seed)))
        for seed in range(8)
    }
    assert orders == {"acb", "bca"}
