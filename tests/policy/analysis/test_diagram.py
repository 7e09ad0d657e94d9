"""Diagrams against plain sets of scenes, and the budget that they keep to."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.analysis.diagram import EVERYWHERE, NOWHERE, Diagrams, Undecidable

SIZES = (2, 3, 2, 4)
SCENES = frozenset(product(*map(range, SIZES)))

leaves = st.tuples(st.integers(0, 3), st.frozensets(st.integers(0, 3)))
formulas = st.recursive(
    leaves.map(lambda leaf: ("is", *leaf)),
    lambda inner: (
        st.tuples(st.just("not"), inner)
        | st.tuples(st.sampled_from(("both", "either")), inner, inner)
    ),
    max_leaves=12,
)


def diagrams_of(per_question: int = 100_000, in_all: int = 100_000) -> Diagrams:
    diagrams = Diagrams(per_question, in_all)
    diagrams.start()
    return diagrams


def drawn(formula, diagrams: Diagrams) -> int:
    match formula:
        case ("is", variable, wanted):
            ends = (EVERYWHERE if value in wanted else NOWHERE for value in range(SIZES[variable]))
            return diagrams.branch(variable, tuple(ends))
        case ("not", inner):
            return diagrams.rest(drawn(inner, diagrams))
        case (name, one, other):
            join = diagrams.both if name == "both" else diagrams.either
            return join(drawn(one, diagrams), drawn(other, diagrams))


def listed(formula) -> frozenset[tuple[int, ...]]:
    match formula:
        case ("is", variable, wanted):
            return frozenset(scene for scene in SCENES if scene[variable] in wanted)
        case ("not", inner):
            return SCENES - listed(inner)
        case ("both", one, other):
            return listed(one) & listed(other)
        case (_, one, other):
            return listed(one) | listed(other)


@given(formulas, formulas)
@settings(max_examples=200, deadline=None)
def test_equal_sets_are_the_same_number_and_others_are_not(one, other):
    diagrams = diagrams_of()
    same = drawn(one, diagrams) == drawn(other, diagrams)
    assert same == (listed(one) == listed(other))


@given(formulas)
@settings(max_examples=200, deadline=None)
def test_path_leads_to_a_scene_of_the_set_whatever_else_it_is_like(formula):
    diagrams = diagrams_of()
    node = drawn(formula, diagrams)
    if node == NOWHERE:
        assert not listed(formula)
    else:
        path = diagrams.path(node)
        along = {scene for scene in SCENES if all(scene[at] == one for at, one in path.items())}
        assert along
        assert along <= listed(formula)


def test_path_takes_the_first_value_that_leads_anywhere():
    diagrams = diagrams_of()
    assert diagrams.path(diagrams.branch(1, (NOWHERE, EVERYWHERE, EVERYWHERE))) == {1: 1}


def deep(diagrams: Diagrams, variables: int) -> int:
    node = EVERYWHERE
    for variable in range(variables):
        node = diagrams.both(node, diagrams.branch(variable, (NOWHERE, EVERYWHERE)))
    return node


@pytest.mark.parametrize("budget", [(30, 10_000), (10_000, 30)])
def test_budget_that_is_spent_ends_the_question(budget):
    diagrams = diagrams_of(*budget)
    with pytest.raises(Undecidable):
        deep(diagrams, 40)


def test_next_question_has_a_budget_of_its_own():
    diagrams = diagrams_of(per_question=40)
    with pytest.raises(Undecidable):
        deep(diagrams, 40)
    diagrams.start()
    assert deep(diagrams, 5) > EVERYWHERE


def test_budget_in_all_is_not_renewed():
    diagrams = diagrams_of(in_all=30)
    with pytest.raises(Undecidable):
        deep(diagrams, 40)
    with pytest.raises(Undecidable):
        diagrams.start()


def test_what_was_kept_means_the_same_after_the_rest_is_forgotten():
    diagrams = diagrams_of(10**9, 10**9)
    kept = deep(diagrams, 3)
    not_kept = diagrams.rest(kept)
    diagrams.keep()
    for number in range(210_000):
        diagrams.branch(5, (NOWHERE, EVERYWHERE, number + 2))
    made = diagrams.rest(diagrams.branch(4, (NOWHERE, EVERYWHERE)))
    diagrams.start()
    assert diagrams.branch(4, (EVERYWHERE, NOWHERE)) < made  # its number was free again
    assert diagrams.path(kept) == {0: 1, 1: 1, 2: 1}
    assert diagrams.rest(kept) == not_kept
    assert diagrams.both(kept, not_kept) == NOWHERE
    assert diagrams.both(deep(diagrams, 4), deep(diagrams, 3)) == deep(diagrams, 4)


def test_rest_that_was_forgotten_is_made_anew():
    diagrams = diagrams_of(10**9, 10**9)
    kept = deep(diagrams, 3)
    diagrams.keep()
    forgotten = diagrams.rest(kept)
    for number in range(210_000):
        diagrams.branch(5, (NOWHERE, EVERYWHERE, number + 2))
    diagrams.start()
    others = [diagrams.branch(variable, (EVERYWHERE, NOWHERE)) for variable in range(6, 12)]
    assert forgotten in others  # its number went to another
    assert diagrams.both(kept, diagrams.rest(kept)) == NOWHERE
