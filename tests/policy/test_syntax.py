"""Where a rule's text is at fault, and what to do.

Each fixture is named for its fault; its first line says the place and the hint that are expected.
"""

import json
import re
from pathlib import Path

import cedarpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.bundles import base_schema
from policy.catalog import LANGUAGES
from policy.cedar import parse_bundle
from policy.errors import PolicyError
from policy.load import load_catalog
from policy.syntax.complaints import Names, hint_for, words_of
from policy.syntax.faults import RuleTextError, find_fault, find_misfits
from policy.syntax.hints import nearest
from policy.syntax.tokens import TokenKind, place_of, split_rules, tokenise
from tests.policy.rules import BASE_RULES, BASE_TEXT, a_rule

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "syntax").glob("*.cedar"))
EXPECTED = re.compile(r"// expect (\d+):(\d+) (\w+)\n")
SENTENCES = {key for key in load_catalog("policy").texts if key.startswith("syntax.")}


def refusal(text: str) -> RuleTextError:
    with pytest.raises(RuleTextError) as caught:
        parse_bundle(base_schema(), text)
    return caught.value


def expected(file: Path) -> tuple[int, int, str]:
    line, column, hint = EXPECTED.match(file.read_text(encoding="utf-8")).groups()
    return int(line), int(column), hint


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_fault_is_told_with_its_place_and_hint(file):
    error = refusal(file.read_text(encoding="utf-8"))
    line, column, hint = expected(file)
    assert (error.values["line"], error.values["column"], error.hint.key) == (line, column, hint)
    assert error.exit_code == 2
    for language in LANGUAGES:
        told = error.tell(language)
        assert str(line) in told
        assert str(column) in told
        assert load_catalog("policy").say(language, f"syntax.{hint}", **error.hint.values) in told


def test_every_hint_has_a_fixture_and_every_fixture_a_hint():
    assert {f"syntax.{expected(file)[2]}" for file in FIXTURES} == SENTENCES


def test_hint_names_what_to_write():
    told = str(refusal(a_rule("a", when='resource.labels.contain("health")')))
    assert "Write contains instead of contain." in told


@pytest.mark.parametrize(
    ("when", "instead"),
    [
        ('resource.label.contains("x")', "labels"),
        ('context.labels.contains("x")', "resource.labels"),
        ('principal.purpose == "x"', "context.purpose"),
        ('context["tags"] == "x"', "resource.tags"),
        ("resource is Memory", "Bojagi::Memory"),
        ("context.foreground == True", "true"),
        ("context.auth =< 2", "<="),
        ("context.auth <> 2", "!="),
        ("context.expired OR context.reads_spent", "||"),
        ("context.expired | context.reads_spent", "||"),
        ('resource.labels.includes("x")', "contains"),
        ("resource.labels.empty()", "isEmpty"),
    ],
)
def test_word_that_was_meant_is_named(when, instead):
    assert refusal(a_rule("a", when=when)).hint.values["plain"] == instead


def test_fault_in_the_twelfth_rule_is_placed_there():
    sound = "".join(a_rule(f"r{number}") for number in range(11))
    wrong = a_rule("wrong", when="context.mood")
    error = refusal(sound + wrong)
    assert (
        error.values["line"] == sound.count("\n") + wrong[: wrong.index("context")].count("\n") + 1
    )


def test_every_misfit_is_told_by_its_line_and_the_first_is_placed():
    error = refusal(a_rule("a", when="context.auth == 1 && context.wish") + a_rule("b", when="1"))
    assert error.values["reason"] == (
        "6: attribute `wish` in context not found; 12: unexpected type: expected Bool but saw Long"
    )
    assert error.values["line"] == 6


def test_misfits_of_one_rule_are_told_in_the_order_of_the_text():
    error = refusal(a_rule("a", when='resource.zeal == 1 || context.mood == "x"'))
    assert error.values["reason"] == (
        "6: attribute `zeal` on entity type `Bojagi::Memory` not found; "
        "6: attribute `mood` in context not found"
    )


def test_first_fault_counts_whatever_comes_later():
    text = (
        "forbid (principal action, resource);\nforbid (principal, action, resource) when { “x” };"
    )
    assert refusal(text).hint.key == "missing_comma"
    assert refusal("forbid (principal action, resource) when { “x” };").hint.key == "missing_comma"


def test_fault_in_a_comment_or_a_string_is_none():
    noise = "// （ “ ' # ;\n" + a_rule("a", explain_ja="（ ' # ; 。")
    assert "a" in parse_bundle(base_schema(), noise).rules


def test_lines_are_counted_alike_with_the_line_ends_of_windows():
    text = a_rule("a") + "forbid (principal action, resource);"
    one, other = refusal(text), refusal(text.replace("\n", "\r\n"))
    assert one.values == other.values


def test_long_word_is_shortened_in_the_hint():
    error = refusal(f"{'x' * 100} (principal, action, resource);")
    assert error.hint.values["found"] == "x" * 39 + "…"


def test_rule_of_thousands_of_tokens_still_has_its_place():
    words = ", ".join('"w"' for _ in range(2_000))
    error = refusal(a_rule("a", when=f"[{words}].contain(context.purpose)"))
    assert error.hint.values["plain"] == "contains"
    assert error.values["column"] == len(f"when {{ [{words}].") + 1
    error = refusal(a_rule("a", when=f"[{words}].contains(context.auth)"))
    assert error.hint.key == "types"
    assert error.values["line"] == 6


def test_parser_that_takes_each_rule_but_not_all_is_told_at_the_start():
    fault = find_fault("forbid (principal, action, resource);", lambda _: None)
    assert (fault.place, fault.hint.key) == ((1, 1), "unfinished")


def test_message_that_nobody_knows_gets_the_general_hint():
    fault = find_fault("forbid x;", lambda _: "the moon is full")
    assert (fault.place, fault.found, fault.hint.key) == ((1, 1), "forbid", "unexpected")
    assert fault.reason == "the moon is full"


def test_misfit_that_no_part_of_the_rule_has_is_placed_at_its_end():
    text = "forbid (principal, action, resource);"
    answers = iter([[(0, "odd")]])
    faults = find_misfits(text, lambda _: next(answers, []), Names())
    assert [(fault.place, fault.found) for fault in faults] == [((1, 37), ";")]


# --- the parts


def test_names_are_those_of_the_schema():
    names = Names.of_schema(base_schema())
    assert {"labels", "tags", "held"} <= set(names.attributes["resource"])
    assert {"purpose", "consented", "hour"} <= set(names.attributes["context"])
    assert set(names.attributes["resource"]).isdisjoint(names.attributes["context"])
    assert "Bojagi::Memory" in names.entities
    assert 'Bojagi::Action::"release"' in names.actions


def test_schema_without_a_namespace_has_names_too():
    names = Names.of_schema("entity User = { age?: Long, };\naction read appliesTo { };")
    assert names.attributes["resource"] == ["age"]
    assert names.entities == ["::User"]


def test_hint_without_names_lists_none():
    (rule,) = split_rules(tokenise("context.mood"))
    assert hint_for("attribute `mood` in context not found", rule, 2, Names()).values["known"] == ""


@pytest.mark.parametrize(
    ("word", "meant"),
    [("Forbid", "forbid"), ("DENY", "forbid"), ("permt", "permit"), ("xyz", None), ("and", None)],
)
def test_nearest_word_is_found_by_spelling_and_by_meaning(word, meant):
    assert nearest(word, ("permit", "forbid")) == meant


def test_words_of_a_message_are_its_quoted_and_last_ones():
    assert words_of("invalid policy effect: permt")[0] == "permt"
    assert words_of("`a::b` is odd") == ["a::b", '"a::b"', "b"]
    assert words_of("nothing named") == []


def test_places_count_characters_from_one():
    assert place_of("日記\n🗒x", 4) == (2, 2)
    assert place_of("", 0) == (1, 1)


ODD = st.sampled_from(
    [*"{}()[];,.\"'&|=!@#/\\ \n", "（", "“", "あ", "\u200b", "and", "1", "::", "\r"]
)


def told_of(text: str) -> RuleTextError | None:
    """Gives what is told of a text; None where it is taken, or refused for more than its text."""
    try:
        parse_bundle(base_schema(), text)
    except RuleTextError as error:
        return error
    except PolicyError:
        return None
    return None


@given(st.integers(0, len(BASE_TEXT)), st.integers(0, 12), ODD | st.just(""))
@settings(max_examples=150, deadline=None)
def test_any_slip_of_the_pen_is_taken_or_told_with_a_place_in_the_text(at, cut, added):
    text = BASE_TEXT[:at] + added + BASE_TEXT[at + cut :]
    if error := told_of(text):
        lines = text.split("\n")
        line, column = error.values["line"], error.values["column"]
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
        assert all(error.tell(language) for language in LANGUAGES)


@given(st.lists(ODD | st.sampled_from(BASE_RULES) | st.text(max_size=4), max_size=6).map("".join))
@settings(max_examples=150, deadline=None)
def test_tokens_are_those_of_cedar(text):
    try:
        count = len(json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"])
    except ValueError:
        return
    tokens = list(tokenise(text))
    assert TokenKind.STRAY not in {token.kind for token in tokens}
    assert len(list(split_rules(iter(tokens)))) == count


@given(st.text(max_size=60) | st.lists(ODD, max_size=20).map("".join))
def test_tokens_are_parts_of_the_text_in_order(text):
    end = 0
    for token in tokenise(text):
        assert token.start >= end
        end = token.end
        assert text[token.start : end] == token.text
