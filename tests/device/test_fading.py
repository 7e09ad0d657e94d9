"""What fades first: worth, the order in which memories give way, and what never does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.encoder.tags import DOMAINS, mask_of
from device.memory.fading import (
    PASSING_S,
    YOUNG_S,
    Kept,
    demand,
    left_of,
    to_bring_back,
    to_fade,
    weakest_first,
    worth,
)
from device.vault.rows import COLUMNS
from device.vault.upkeep import Usage

DAY = 86_400
NOW = 1_800_000_000
NOBODY = np.zeros(0, np.uint32)
FOOD, TRAVEL = (mask_of([name], DOMAINS) for name in ("food", "travel"))


def kept(usages: dict[int, Usage] | None = None, **columns: Any) -> Kept:
    """Gives memories numbered from 1, said and stored a hundred days ago unless told otherwise."""
    told = {"at": NOW - 100 * DAY, "created": NOW - 100 * DAY, "strength": 0.5, "domains": FOOD}
    size = max(len(np.atleast_1d(one)) for one in (*columns.values(), [0]))
    rows = np.zeros(size, COLUMNS)
    for name, value in (told | columns).items():
        rows[name] = value
    return Kept.of(np.arange(1, size + 1, dtype=np.uint32), rows, usages or {})


def fading(of: Kept, budget: int, **never: Any) -> list[int]:
    return to_fade(of, NOW, budget, never.get("held", ()), never.get("bound", NOBODY)).tolist()


def test_columns_and_usages_meet_by_number_in_any_order():
    rows = np.zeros(3, COLUMNS)
    rows["strength"], rows["rule"] = [0.25, 0.5, 0.75], [3, 1, 2]
    usages = {9: Usage(stability=4.0, is_pinned=True), 5: Usage(used=2), 77: Usage(used=8)}
    found = Kept.of(np.array([9, 2, 5], np.uint32), rows, usages)
    assert found.ids.tolist() == [2, 5, 9]
    assert found.strength.tolist() == [0.5, 0.75, 0.25]
    assert found.rules.tolist() == [1, 2, 3]
    assert found.used.tolist() == [0, 2, 0]
    assert found.is_pinned.tolist() == [False, False, True]
    assert found.stability[2] == 4.0
    assert found.stability[0] == pytest.approx(2.3065)  # as said this firmly


def test_nothing_kept_is_nothing_to_fade():
    nothing = Kept.of(NOBODY, np.zeros(0, COLUMNS), {7: Usage(used=1)})
    assert len(nothing) == 0
    assert fading(nothing, 1) == []
    assert to_bring_back(nothing, NOW, 5).tolist() == []


# -- worth


def test_what_was_reviewed_lately_and_often_is_left_more():
    usages = {
        1: Usage(stability=3.0, reviewed=NOW - 90 * DAY),
        2: Usage(stability=3.0, reviewed=NOW - 5 * DAY),
        3: Usage(stability=60.0, reviewed=NOW - 5 * DAY),
    }
    assert np.argsort(left_of(kept(usages, at=[NOW - 100 * DAY] * 3), NOW)).tolist() == [0, 1, 2]


def test_a_domain_that_is_asked_of_more_is_worth_more_for_its_size():
    domains = [FOOD] * 2 + [TRAVEL] * 8
    lately = NOW - DAY
    usages = {one: Usage(reviewed=lately) for one in (1, 3, 4)}  # half of food, a quarter of travel
    wanted = demand(kept(usages, domains=domains), NOW)
    assert wanted[0] == wanted[1] == 1  # also of what was not asked for itself
    assert wanted[2] == wanted[9] == pytest.approx(0.5)


def test_a_domain_that_was_never_asked_of_keeps_a_little():
    wanted = demand(kept({1: Usage(reviewed=NOW - DAY)}, domains=[FOOD, TRAVEL, 0]), NOW)
    assert wanted[1] == wanted[2] == pytest.approx(0.05)


def test_asking_long_ago_says_less_than_asking_now():
    usages = {1: Usage(reviewed=NOW - 30 * DAY), 2: Usage(reviewed=NOW)}
    assert demand(kept(usages, domains=[FOOD, TRAVEL]), NOW).tolist() == pytest.approx([0.5, 1])


def test_before_anything_was_asked_all_are_asked_alike():
    assert demand(kept(domains=[FOOD, TRAVEL, 0]), NOW).tolist() == [1, 1, 1]


def test_what_was_not_wanted_counts_as_less_asked_until_it_helps():
    usages = {1: Usage(dismissed=3), 2: Usage(dismissed=3, used=6)}
    wanted = demand(kept(usages, at=[0, 0, 0]), NOW)
    assert wanted[0] < wanted[1] < wanted[2]


def test_what_was_meant_firmly_is_worth_more():
    found = worth(kept(strength=[0.15, 0.4, 0.9]), NOW)
    assert np.argsort(found).tolist() == [0, 1, 2]


# -- what goes, and what does not


def test_the_least_worth_fade_until_the_budget_is_kept():
    some = kept(strength=[0.9, 0.2, 0.5, 0.3])
    assert fading(some, 4) == []
    assert fading(some, 2) == [2, 4]
    assert fading(some, 1) == [2, 4, 3]


def test_chatter_of_a_talk_that_is_over_goes_before_what_is_worth_less():
    usages = {one: Usage(is_episodic=True) for one in (1, 2)}
    lately = NOW - PASSING_S + DAY
    some = kept(usages, strength=[0.9, 0.9, 0.1], at=[NOW - 100 * DAY, lately, NOW - 100 * DAY])
    assert fading(some, 1) == [1, 3]


def test_what_is_pinned_held_or_bound_never_fades_and_others_go_in_its_place():
    some = kept(
        {1: Usage(is_pinned=True)}, strength=[0.1, 0.1, 0.1, 0.9, 0.9], rule=[1, 2, 1, 1, 1]
    )
    never = {"held": (2,), "bound": np.array([3], np.uint32)}
    assert fading(some, 3, **never) == [4, 5]
    assert fading(some, 1, **never) == [4, 5]


def test_what_is_new_stays_and_drives_nothing_better_out():
    new = NOW - YOUNG_S + 60
    some = kept(strength=[0.9, 0.9, 0.1, 0.1, 0.1], created=[NOW - 100 * DAY] * 2 + [new] * 3)
    assert fading(some, 2) == []
    assert fading(some, 1) == [1]  # over the budget by itself


def test_what_has_faded_is_not_let_fade_again():
    some = kept({1: Usage(faded=5)}, strength=[0.1, 0.2, 0.9])
    assert fading(some, 2) == []
    assert fading(some, 1) == [2]


def test_what_is_worth_most_comes_back_as_far_as_there_is_room():
    usages = {one: Usage(faded=5) for one in (1, 2, 3)}
    some = kept(usages, strength=[0.2, 0.9, 0.5, 0.1])
    assert to_bring_back(some, NOW, 1).tolist() == []
    assert to_bring_back(some, NOW, 3).tolist() == [2, 3]
    assert to_bring_back(some, NOW, 99).tolist() == [2, 3, 1]


LIVES = st.lists(
    st.tuples(
        st.floats(0, 1),  # strength
        st.integers(0, 300),  # days since it was said
        st.integers(0, 300),  # days since it was stored
        st.booleans(),  # pinned
        st.booleans(),  # episodic
        st.booleans(),  # faded
    ),
    min_size=1,
    max_size=30,
)


@given(lives=LIVES, budget=st.integers(1, 40))
def test_fading_keeps_its_promises_whatever_is_kept(lives: list[Any], budget: int):
    strength, said, stored, pinned, episodic, faded = zip(*lives, strict=True)
    usages = {
        at + 1: Usage(is_pinned=pinned[at], is_episodic=episodic[at], faded=5 * faded[at])
        for at in range(len(lives))
    }
    some = kept(
        usages,
        strength=list(strength),
        at=[NOW - days * DAY for days in said],
        created=[NOW - days * DAY for days in stored],
    )
    goes = fading(some, budget)
    shown = [one for one, usage in usages.items() if not usage.faded]
    assert len(set(goes)) == len(goes) <= max(len(shown) - budget, 0)
    assert set(goes) <= set(shown)
    assert not any(pinned[one - 1] or stored[one - 1] < 7 for one in goes)
    assert set(fading(some, budget + 1)) <= set(goes)  # more room, and less fades
    assert np.isfinite(worth(some, NOW)).all()
    assert sorted(weakest_first(some, NOW).tolist()) == list(range(len(lives)))
