import pytest

from benchmarks.compare.tally import Count, apart, merged, pooled

GOOD, BAD = {"found": Count(9, 10)}, {"found": Count(1, 10)}


def test_people_are_added_up_and_the_interval_holds_each() -> None:
    (line,) = pooled([GOOD, BAD]).values()
    assert line == {"share": 0.5, "low": 0.1, "high": 0.9, "n": 20}


def test_one_person_has_an_interval_of_no_width() -> None:
    assert pooled([GOOD])["found"] == {"share": 0.9, "low": 0.9, "high": 0.9, "n": 10}


def test_who_was_asked_nothing_changes_nothing() -> None:
    assert pooled([GOOD, {}])["found"]["share"] == 0.9
    assert pooled([{}, {"found": Count(0, 0)}]) == {}


def test_two_rankers_are_compared_over_the_same_people() -> None:
    assert apart([GOOD, BAD], [GOOD, BAD])["found"] == {"by": 0, "low": 0, "high": 0}
    better = {"found": Count(2, 10)}
    assert apart([GOOD, better], [GOOD, BAD])["found"] == {"by": 0.05, "low": 0, "high": 0.1}


def test_other_people_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="1 people beside 2"):
        apart([GOOD], [GOOD, BAD])


def test_parts_of_one_person_add_up() -> None:
    line = merged([GOOD, BAD, {"stale": Count(1, 1)}])
    assert line == {"found": Count(10, 20), "stale": Count(1, 1)}
