"""`bojagi-policy` as a rule author meets it: sentences, JSON, three languages and exit codes."""

import importlib.metadata
import json
import runpy
import sys

import pytest

from policy.bundles import MAX_POLICY_BYTES, load_base_bundle, read_policy_file
from policy.catalog import LANGUAGES
from policy.cli import main
from policy.errors import PolicyError
from policy.load import load_catalog
from policy.vocabulary import Label, Purpose
from tests.policy.rules import BASE_TEXT, a_rule

BASE = load_base_bundle()
CATALOG = load_catalog("policy")


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("BOJAGI_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def said(capsys):
    """Runs the program and gives its exit code, what it said and what it complained of."""

    def run(*args: object) -> tuple[int, str, str]:
        code = main([str(arg) for arg in args])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def rules(tmp_path):
    """Writes a file of rules."""

    def write(*texts: str):
        file = tmp_path / "own.cedar"
        file.write_text("\n".join(texts), encoding="utf-8")
        return file

    return write


# --- check


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_without_a_file_checks_the_shipped_bundle(said, language):
    code, out, err = said("check", "--lang", language)
    assert (code, err) == (0, "")
    assert f"{len(BASE.rules)}" in out
    assert BASE.digest[:16] in out


def test_check_of_a_file_as_json_names_its_rules(said, rules):
    code, out, _ = said("check", rules(a_rule("b"), a_rule("a")), "--json")
    assert code == 0
    assert json.loads(out)["rules"] == ["a", "b"]
    assert len(json.loads(out)["bundle"]) == 64


def test_check_of_the_shipped_text_gives_the_shipped_digest(said, rules):
    _, out, _ = said("check", rules(BASE_TEXT), "--json")
    assert json.loads(out)["bundle"] == BASE.digest


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_of_a_faulty_file_exits_2_and_tells_the_fault(said, rules, language):
    file = rules(a_rule("a", obligation="sing"))
    code, out, err = said("check", file, "--lang", language)
    assert (code, out) == (2, "")
    assert "sing" in err
    assert "Traceback" not in err


def test_missing_file_exits_2_and_names_it(said, tmp_path):
    code, out, err = said("check", tmp_path / "none.cedar")
    assert (code, out) == (2, "")
    assert "none.cedar" in err


def test_folder_and_binary_file_are_unreadable(said, tmp_path):
    binary = tmp_path / "binary.cedar"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path, binary):
        code, _, err = said("check", path)
        assert code == 2
        assert path.name in err


def test_file_is_read_up_to_the_limit_and_not_beyond(rules):
    filler = "/" * (MAX_POLICY_BYTES - 1)
    assert len(read_policy_file(rules(filler + "\n"))) == MAX_POLICY_BYTES
    with pytest.raises(PolicyError) as caught:
        read_policy_file(rules(filler + "/\n"))
    assert caught.value.key == "policy.too_large"
    assert str(MAX_POLICY_BYTES) in str(caught.value)


def test_unreadable_path_is_named_even_where_it_has_no_last_part(said):
    _, _, err = said("check", ".")
    assert not err.startswith(" ")


# --- explain


@pytest.mark.parametrize("language", LANGUAGES)
def test_permit_exits_0_and_tells_the_rule(said, language):
    code, out, err = said("explain", "--label", "health", "--lang", language)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        CATALOG.say(language, "explain.permit"),
        BASE.rules["owner-recalls"].explanation[language],
        CATALOG.say(language, "explain.decided_by", rules="owner-recalls"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_finance_exits_1_and_tells_what_opens_it(said, language):
    code, out, err = said("explain", "--label", "finance", "--lang", language)
    assert (code, err) == (1, "")
    factor = CATALOG.say(language, "explain.level_strong")
    assert out.splitlines() == [
        CATALOG.say(language, "explain.step_up"),
        BASE.rules["finance-needs-step-up"].explanation[language],
        CATALOG.say(language, "explain.opens_with_for", factor=factor, amount=5),
        CATALOG.say(language, "explain.decided_by", rules="finance-needs-step-up"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_deny_that_no_rule_made_exits_1_and_says_so(said, language):
    code, out, _ = said("explain", "--principal", "client", "--lang", language)
    assert code == 1
    assert out.splitlines() == [
        CATALOG.say(language, "explain.deny"),
        CATALOG.say(language, "explain.no_rule_permits"),
        CATALOG.say(language, "explain.decided_by", rules=CATALOG.say(language, "explain.no_rule")),
    ]


def test_finance_opens_for_five_minutes_after_the_step_up(said):
    stepped_up = ("explain", "--label", "finance", "--auth", "strong", "--auth-age")
    assert [said(*stepped_up, age_s)[0] for age_s in (0, 300, 301)] == [0, 0, 1]


def test_finance_opens_with_the_vault_where_nothing_is_enrolled(said):
    assert said("explain", "--label", "finance", "--strongest", "unlocked")[0] == 0


@pytest.mark.parametrize(
    ("args", "outcome", "deciding"),
    [
        ((), "permit", ["owner-recalls"]),
        (("--label", "identity"), "step_up", ["guarded-needs-step-up"]),
        (("--purpose", "marketing"), "deny", ["purpose-outside-rule"]),
        (
            ("--principal", "service", "--door", "train", "--purpose", "train"),
            "permit",
            ["training-allowed"],
        ),
        (
            ("--principal", "client", "--label", "health", "--market", "JP"),
            "deny",
            ["private-stays-with-owner"],
        ),
    ],
)
def test_json_tells_outcome_rules_bundle_and_reasons(said, args, outcome, deciding):
    code, out, _ = said("explain", *args, "--json", "--lang", "ja")
    told = json.loads(out)
    assert code == (0 if outcome == "permit" else 1)
    assert (told["outcome"], told["rules"], told["bundle"]) == (outcome, deciding, BASE.digest)
    assert told["why"] == BASE.rules[deciding[0]].explanation["ja"]
    assert bool(told["opens_with"]) == (outcome == "step_up" or "marketing" in args)


def test_denied_purpose_tells_those_that_would_open(said):
    _, out, _ = said("explain", "--purpose", "marketing", "--json")
    told = json.loads(out)["opens_with"]
    for purpose in Purpose:
        named = CATALOG.say("en", f"explain.purpose_{purpose}") in told
        assert named == (purpose in {Purpose.RECALL, Purpose.REMIND, Purpose.EXPORT})


def test_explain_asks_the_bundle_that_it_is_given(said, rules):
    nobody = rules(a_rule("nobody", "forbid"))
    code, out, _ = said("explain", "--bundle", nobody, "--json")
    assert code == 1
    assert json.loads(out)["rules"] == ["nobody"]


def test_explain_with_a_faulty_bundle_exits_2(said, rules):
    assert said("explain", "--bundle", rules("permit"))[0] == 2


@pytest.mark.parametrize("label", Label)
def test_every_label_can_be_explained(said, label):
    code, out, _ = said("explain", "--label", label, "--json")
    assert code in {0, 1}
    assert json.loads(out)["why"]


def test_age_beyond_all_clocks_is_bad_usage(said):
    assert said("explain", "--auth-age", 2**63)[0] == 2


# --- usage


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("explain", "--label", "astrology"),
        ("explain", "--purpose", "gossip"),
        ("explain", "--auth-age", "-1"),
        ("explain", "--auth-age", "soon"),
        ("explain", "--lang", "xx"),
        ("check", "--nonsense"),
        ("check", "a", "b"),
        ("dance",),
    ],
    ids=" ".join,
)
def test_bad_usage_exits_2_and_shows_how(said, args):
    code, out, err = said(*args)
    assert (code, out) == (2, "")
    assert "Usage: bojagi-policy" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("args", [("--help",), ("check", "--help"), ("explain", "--help")])
def test_help_exits_0(said, args):
    code, out, err = said(*args)
    assert (code, err) == (0, "")
    assert out.startswith("Usage: bojagi-policy")


def test_version_is_the_distributions(said):
    code, out, _ = said("--version")
    assert code == 0
    assert importlib.metadata.version("bojagi") in out


def test_language_of_the_environment_is_spoken(said, monkeypatch):
    monkeypatch.setenv("BOJAGI_LANG", "ko")
    assert said("explain")[1].startswith(CATALOG.say("ko", "explain.permit"))
    assert said("explain", "--lang", "ja")[1].startswith(CATALOG.say("ja", "explain.permit"))


def test_module_runs_as_the_program(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bojagi-policy", "explain", "--label", "finance"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("policy", run_name="__main__")
    assert ended.value.code == 1
    assert "finance-needs-step-up" in capsys.readouterr().out
