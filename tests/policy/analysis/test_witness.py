"""A witness and the values that it stands for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from policy.analysis.values import ORDINARY_VALUES, variables_for
from policy.analysis.witness import ORDINARY, values_of, witness_of
from policy.bundles import load_base_bundle
from policy.decide import Permit, decide

VARIABLES = variables_for(tuple(load_base_bundle().rules.values()))


@st.composite
def some_values(draw):
    values = dict(ORDINARY_VALUES)
    for variable in draw(st.sets(st.sampled_from(VARIABLES), max_size=30)):
        value = draw(st.sampled_from(variable.values))
        if variable.word is None:
            values[variable.key] = value
        elif value:
            values[variable.key] = values[variable.key] | {variable.word}
        else:
            values[variable.key] = values[variable.key] - {variable.word}
    return values


@given(some_values())
@settings(max_examples=200, deadline=None)
def test_witness_of_values_has_these_values(values):
    assert values_of(witness_of(values)) == values


def test_ordinary_witness_is_made_of_the_ordinary_values():
    assert values_of(witness_of(dict(ORDINARY_VALUES))) == ORDINARY_VALUES


def test_ordinary_witness_is_one_that_the_base_bundle_permits():
    decision = decide(load_base_bundle(), ORDINARY.record, ORDINARY.columns, ORDINARY.request)
    assert isinstance(decision, Permit)


def test_memory_with_too_many_tags_cannot_be():
    tags = frozenset(f"tag{number}" for number in range(17))
    with pytest.raises(ValidationError):
        witness_of({**ORDINARY_VALUES, ("resource", "tags"): tags})
