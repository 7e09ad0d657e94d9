"""Spoilt bundles, records, obligations and tables: refused with a PolicyError, or sound.

Requests are bent in test_request.py. What is sound never permits where a rule fails.
"""

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policy
from policy.binding import RuleRecord
from policy.bundle import on_top
from policy.bundles import base_schema, default_record, read_policy_file
from policy.catalog import LANGUAGES
from policy.cedar import parse_bundle
from policy.decide import Decider, Permit, decide
from policy.defaults import Defaults
from policy.errors import PolicyError
from policy.obligations import parse_obligations
from policy.request import Request
from policy.vocabulary import Label, Market
from tests.policy.cases import (
    BASE,
    EVERYDAY,
    FRESH,
    HEALTH,
    PROPERTY,
    cases,
    old_records,
    records,
)
from tests.policy.rules import BASE_RULES, BASE_TEXT, FORBIDS, PERMITS, a_request, a_rule, bundle_of

TABLE_TEXT = read_policy_file(Path(policy.__file__).parent / "defaults.toml")
SCRAPS = (
    *("", " ", "\n", ";", '"', "(", ")", "{", "}", "[", "]", ",", ".", "@", "//", "\\", "!", "-"),
    *("permit", "forbid", "when", "unless", "if", "then", "else", "true", "false", "&&", "||"),
    *("context", "resource", "principal", "has", "like", "in", "is", "9223372036854775808", "0"),
    *(
        "\x00",
        "\u200b",
        "（",
        "；",
        "permıt",
        "ｐｅｒｍｉｔ",
        "\ud800",
        "🙂",
        "日記",
        "=",
        "==",
        "<=",
    ),
    *('@id("a")', "context.hour", "context.auth_age_s <= 5", "?principal", "Bojagi::Owner"),
)


def spoilt(rng: np.random.Generator, text: str, scraps=SCRAPS) -> str:
    """Gives a text with one to three things cut out, doubled, swapped or put in."""
    for _ in range(int(rng.integers(1, 4))):
        start = int(rng.integers(len(text) + 1))
        end = min(len(text), start + int(rng.integers(12)))
        scrap = scraps[int(rng.integers(len(scraps)))]
        other = int(rng.integers(len(text) + 1))
        middle = (scrap, "", text[start:end] * 2, text[other : other + end - start])
        text = text[:start] + middle[int(rng.integers(4))] + text[end:]
    return text


def check_told(error: PolicyError) -> None:
    assert all(error.tell(language) for language in LANGUAGES)


# --- bundles


@pytest.mark.parametrize(
    "seed", [*range(8), *(pytest.param(seed, marks=pytest.mark.prove) for seed in range(8, 200))]
)
def test_spoilt_bundle_is_refused_or_decides_without_an_error(seed):
    rng = np.random.default_rng(seed)
    requests = [a_request(auth=auth) for auth in type(a_request().auth)]
    refused = 0
    for _ in range(60):
        rules = [BASE_RULES, PERMITS, FORBIDS][int(rng.integers(3))]
        at = int(rng.integers(len(rules)))
        text = "\n".join((*rules[:at], spoilt(rng, rules[at]), *rules[at + 1 :]))
        try:
            bundle = parse_bundle(base_schema(), text)
        except PolicyError as error:
            check_told(error)
            refused += 1
            continue
        for request in requests:
            for record in (EVERYDAY, HEALTH):
                assert decide(bundle, record, FRESH, request).bundle == bundle.digest
    assert 10 < refused < 60  # some are sound: a mark in a comment or a sentence


@pytest.mark.parametrize("seed", range(2))
def test_spoilt_schema_is_refused_or_fits(seed):
    rng = np.random.default_rng(seed)
    for _ in range(40):
        try:
            parse_bundle(spoilt(rng, base_schema()), BASE_TEXT)
        except PolicyError as error:
            check_told(error)


@given(st.text(max_size=60) | st.lists(st.sampled_from(SCRAPS), max_size=15).map(" ".join))
@PROPERTY
def test_any_text_is_a_bundle_or_refused(text):
    try:
        bundle = parse_bundle(base_schema(), text)
    except PolicyError as error:
        check_told(error)
        return
    assert not Decider(bundle).answer(EVERYDAY, FRESH, a_request()).allowed


FAILING = (
    "9223372036854775807 + context.auth + 1 > 0",
    "0 - 9223372036854775807 - resource.sensitivity - 2 < 0",
    "(context.strongest + 2) * 9223372036854775807 > 0",
    "-(0 - 9223372036854775807 - 1) > 0",
    "if 9223372036854775807 + 1 > 0 then true else false",
)


@given(
    cases,
    st.sampled_from(FAILING),
    st.sampled_from(["permit", "forbid"]),
    st.integers(0, len(BASE_RULES)),
)
@PROPERTY
def test_rule_that_fails_denies_wherever_it_stands(case, failing, effect, at):
    rules = [*BASE_RULES, a_rule("yes")]
    rules.insert(at, a_rule("fails", effect, failing))
    decision = decide(bundle_of(*rules), *case)
    assert not isinstance(decision, Permit)
    assert decision.rules == ()
    assert decision.changes == ()


@pytest.mark.parametrize("failing", FAILING)
def test_rule_that_fails_on_top_denies(failing):
    bundle = on_top(BASE, [bundle_of(a_rule("fails", "forbid", failing))])
    assert not Decider(bundle).answer(EVERYDAY, FRESH, a_request()).allowed


# --- records


@given(records | old_records, st.data())
@settings(PROPERTY, max_examples=300)
def test_spoilt_record_is_refused_or_another(record, data):
    spoilt_bytes = bytearray(record.to_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(spoilt_bytes) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "double", "digit"])):
            case "flip":
                spoilt_bytes[at] ^= 1 << data.draw(st.integers(0, 7))
            case "cut":
                del spoilt_bytes[at]
            case "double":
                spoilt_bytes[at:at] = spoilt_bytes[at : at + 9]
            case _:
                spoilt_bytes[at : at + 1] = b"%d" % data.draw(st.integers(0, 99))
    try:
        found = RuleRecord.from_bytes(bytes(spoilt_bytes))
    except PolicyError as error:
        check_told(error)
        return
    assert found.to_bytes() == bytes(spoilt_bytes)
    assert (found == record) == (found.digest == record.digest)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@given(records | old_records, st.sampled_from(sorted(RuleRecord.model_fields)), values)
@settings(PROPERTY, max_examples=200)
def test_record_with_any_value_in_any_field_is_refused_or_canonical(record, name, value):
    given = json.loads(record.to_bytes()) | {name: value}
    data = json.dumps(given, sort_keys=True, separators=(",", ":")).encode()
    try:
        assert RuleRecord.from_bytes(data).to_bytes() == data
    except PolicyError as error:
        check_told(error)


# --- obligations and tables


@given(st.integers(0, 10**6))
@settings(PROPERTY, max_examples=300)
def test_spoilt_obligation_is_refused_or_read(seed):
    rng = np.random.default_rng(seed)
    sound = "count:5, redact:card+phone, reauthenticate:60, expire:300, notify, local_only"
    try:
        assert isinstance(parse_obligations("a", spoilt(rng, sound)), tuple)
    except PolicyError as error:
        check_told(error)


TABLE_SCRAPS = (
    *SCRAPS,
    "[any.health]",
    "[",
    "]]",
    "'''",
    '"owner"',
    "why = 1",
    "1979-05-27",
    "1e9",
)


@pytest.mark.parametrize("seed", range(3))
def test_spoilt_table_of_defaults_is_refused_or_widens_nothing(seed):
    rng = np.random.default_rng(seed)
    for _ in range(60):
        try:
            defaults = Defaults.parse(spoilt(rng, TABLE_TEXT, TABLE_SCRAPS))
        except PolicyError as error:
            check_told(error)
            continue
        for label in Label:
            for market in Market:
                record = defaults.record([label], market)
                plain = default_record([], market)
                assert set(record.audiences) <= set(plain.audiences)
                assert record.min_auth >= plain.min_auth
                assert not record.may_leave


@given(st.text(max_size=80))
@PROPERTY
def test_any_text_is_no_table(text):
    with pytest.raises(PolicyError):
        Defaults.parse(text)


# --- requests: any number of fields bent at once


@given(
    cases, st.dictionaries(st.sampled_from([f.name for f in fields(Request)]), values, max_size=4)
)
@settings(PROPERTY, max_examples=150)
def test_bent_request_is_decided_and_never_permitted_unless_known(case, bent):
    record, item, request = case
    asked = replace(request, **bent)
    decision = decide(BASE, record, item, asked)
    assert asked.is_known or not isinstance(decision, Permit)
