"""`bojagi-policy` as a rule author meets it: sentences, JSON, three languages and exit codes."""

import importlib.metadata
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import policy.bundles
from policy.bundles import MAX_POLICY_BYTES, load_bundle, read_policy_file
from policy.catalog import LANGUAGES
from policy.errors import PolicyError
from policy.load import load_catalog
from policy.vocabulary import Label, Market, Purpose
from tests.policy.rules import BASE_TEXT, a_rule

BASE = load_bundle(Market.OTHER).bundle
CATALOG = load_catalog("policy")
FIXTURES = Path(__file__).parent / "fixtures_cases"
ROOT = Path(__file__).parents[2]
MONDAY = ("--at", "2026-11-23T10:00+09:00")


# --- check


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_rules_are_clean_and_keep_their_promises(said, language):
    code, out, err = said("check", "--lang", language)
    first, *_, last = out.splitlines()
    assert (code, err) == (0, "")
    digest = BASE.digest[:16]
    count = len(BASE.rules)
    assert first == CATALOG.say(language, "explain.bundle_ok", count=count, digest=digest)
    assert CATALOG.say(language, "commands.holding") in out
    assert last == CATALOG.say(language, "commands.no_fault")


@pytest.mark.parametrize("market", Market)
def test_check_composes_the_part_of_a_market(data, market):
    code, told = data("check", "--market", market)
    assert (code, told["faults"], told["undecided"]) == (0, [], [])
    assert told["bundle"] == load_bundle(market).bundle.digest


def test_conflicts_are_counted_and_told_where_asked(said):
    brief, full = (said("check", *args)[1].splitlines() for args in ((), ("--all",)))
    assert len(full) > len(brief) + 10
    assert "--all" in "\n".join(brief)
    assert "--all" not in "\n".join(full)


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_exit_1_and_are_told_with_their_lines_and_counter_examples(said, rules, language):
    file = rules(a_rule("all"), a_rule("typo", "forbid", 'context.purpose == "recal"'))
    code, out, err = said("check", file, "--lang", language)
    assert (code, err) == (1, "")
    assert "typo" in out
    assert "recall" in out  # the word that was meant
    assert "step-up-for-the-gravest" in out
    count = len(json.loads(said("check", file, "--json")[1])["faults"])
    assert CATALOG.say(language, "commands.faults", count=count) in out


def test_json_of_a_fault_has_its_kind_place_words_and_witness(data, rules):
    _, told = data("check", rules(a_rule("all"), a_rule("typo", when='resource.domain == "fod"')))
    faults = {fault["kind"]: fault for fault in told["faults"]}
    word = faults["unknown_word"]
    assert (word["rule"], word["found"], word["nearest"]) == ("typo", "fod", "food")
    assert word["line"] > 1
    broken = faults["property_broken"]
    assert broken["property"]
    assert broken["rules"] == ["all"]
    assert {"said", "request.principal", "resource.labels"} <= set(broken["witness"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_decided_is_said_and_is_not_clean(said, rules, language):
    levels = "resource.sensitivity * context.auth * resource.min_auth * context.strongest"
    hard = a_rule("hard", "forbid", f"context.hour * context.weekday * {levels} == 77")
    code, out, _ = said("check", rules(hard), "--on-top", "--lang", language)
    told = json.loads(said("check", rules(hard), "--on-top", "--json")[1])
    assert (code, told["faults"]) == (1, [])
    assert told["undecided"]
    assert out.splitlines()[-1] == CATALOG.say(language, "commands.not_all_decided")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_that_only_forbid_are_pointed_to_the_shipped_ones(said, language):
    said_alone = said("check", FIXTURES / "own.cedar", "--lang", language)
    assert said_alone[0] == 1
    assert CATALOG.say(language, "commands.only_forbids") in said_alone[1]
    code, out, _ = said("check", FIXTURES / "own.cedar", "--on-top", "--lang", language)
    assert code == 0
    assert "--on-top" not in out


def test_bundle_without_conflicts_and_promises_says_nothing_of_them(said, rules):
    _, out, _ = said("check", rules(a_rule("all")))
    assert CATALOG.say("en", "commands.conflicts", count=0) not in out
    assert out.count(CATALOG.say("en", "commands.holding")) <= 1


def test_check_of_the_shipped_text_gives_the_shipped_digest(data, rules):
    assert data("check", rules(BASE_TEXT))[1]["bundle"] == BASE.digest


def test_folder_of_a_base_is_checked_by_its_own_schema_and_others_on_the_base(data, folder):
    base = Path(policy.bundles.__file__).parent / "base"
    assert data("check", base)[1]["bundle"] == BASE.digest
    _, told = data("check", folder)
    assert "club-closed" in told["rules"]
    assert "owner-recalls" in told["rules"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_faulty_file_exits_2_and_is_named_with_line_and_column(said, rules, language):
    file = rules(a_rule("a"), "permit (principal, action resource);")
    code, out, err = said("check", file, "--lang", language)
    assert (code, out) == (2, "")
    assert err.startswith(f"{file}: ")
    assert "Traceback" not in err
    line = file.read_text("utf-8").count("\n") + 1
    assert str(line) in err
    assert "27" in err


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_obligation_exits_2(said, rules, language):
    code, out, err = said("check", rules(a_rule("a", obligation="sing")), "--lang", language)
    assert (code, out) == (2, "")
    assert "sing" in err


@pytest.mark.parametrize("language", LANGUAGES)
def test_permit_on_top_is_refused(said, rules, language):
    code, _, err = said("check", rules(a_rule("mine")), "--on-top", "--lang", language)
    assert code == 2
    assert CATALOG.say(language, "policy.permit_on_top", rule="mine") in err


def test_missing_file_binary_file_and_empty_folder_exit_2_and_are_named(said, tmp_path):
    binary = tmp_path / "binary.cedar"
    binary.write_bytes(b"\xff\xfe\x00")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "none.cedar", binary, tmp_path / "empty"):
        code, out, err = said("check", path)
        assert (code, out) == (2, "")
        assert path.name in err


def test_file_is_read_up_to_the_limit_and_not_beyond(rules):
    filler = "/" * (MAX_POLICY_BYTES - 1)
    assert len(read_policy_file(rules(filler + "\n"))) == MAX_POLICY_BYTES
    with pytest.raises(PolicyError) as caught:
        read_policy_file(rules(filler + "/\n"))
    assert caught.value.key == "policy.too_large"
    assert str(MAX_POLICY_BYTES) in str(caught.value)


# --- explain


@pytest.mark.parametrize("language", LANGUAGES)
def test_permit_exits_0_and_tells_rule_duties_and_bundle(said, language):
    code, out, err = said("explain", "--label", "health", "--lang", language)
    sentence = BASE.rules["owner-recalls"].explanation[language]
    duty = CATALOG.say(language, "explain.duty_count")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        CATALOG.say(language, "explain.permit"),
        f"  owner-recalls: {sentence}",
        CATALOG.say(language, "commands.duties", duties=duty),
        CATALOG.say(language, "commands.stands"),
        CATALOG.say(language, "commands.bundle", digest=BASE.digest[:16]),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_finance_exits_1_and_tells_what_opens_it(said, language):
    code, out, err = said("explain", "--label", "finance", "--lang", language)
    factor = CATALOG.say(language, "explain.level_strong")
    lines = out.splitlines()
    assert (code, err) == (1, "")
    assert lines[0] == CATALOG.say(language, "explain.step_up")
    assert BASE.rules["finance-needs-step-up"].explanation[language] in lines[1]
    assert CATALOG.say(language, "explain.opens_with_for", factor=factor, amount=5) in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_silence_of_all_rules_is_told(said, language):
    code, out, _ = said("explain", "--principal", "service", "--lang", language)
    assert code == 1
    assert out.splitlines()[:2] == [
        CATALOG.say(language, "explain.deny"),
        f"  {CATALOG.say(language, 'explain.no_rule')}",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_remedies_are_told_with_what_they_lead_to(said, language):
    code, out, _ = said("explain", "--principal", "client", "--lang", language)
    *_, last = (line for line in out.splitlines() if line.startswith("  "))
    assert code == 1
    assert CATALOG.say(language, "commands.changes") in out
    assert "owner-recalls" in last
    assert CATALOG.say(language, "explain.duty_count") in last


def test_remedy_without_duties_names_its_rules_alone(said):
    _, out, _ = said(
        "explain", "--principal", "service", "--door", "index", "--purpose", "recall"
    )  # fmt: skip
    assert CATALOG.say("en", "commands.changes") in out
    assert "engine-tends" in out
    assert "engine-tends, with" not in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_of_duties_are_told(said, language):
    library = ("--bundle", FIXTURES / "library.cedar", "--lang", language)
    _, out, _ = said("explain", *library, *MONDAY)
    kinds = ", ".join(CATALOG.say(language, f"words.identifier_{one}") for one in ("card", "phone"))
    assert CATALOG.say(language, "explain.duty_count_most", amount=2) in out
    assert CATALOG.say(language, "explain.duty_expire_after", amount=300) in out
    assert CATALOG.say(language, "explain.duty_redact_these", kinds=kinds) in out
    moment = "2026-11-23 10:05:00 UTC+09:00"
    assert CATALOG.say(language, "commands.stands_until", moment=moment) in out
    _, out, _ = said("explain", *library, "--purpose", "export")
    assert CATALOG.say(language, "explain.duty_reauthenticate_within", amount=60) in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_duty_that_cannot_be_fulfilled_is_told_as_such(said, language):
    used_up = ("--bundle", FIXTURES / "library.cedar", "--reads", 2)
    code, out, _ = said("explain", *used_up, "--lang", language)
    assert code == 1
    assert CATALOG.say(language, "explain.permit") not in out
    limit = CATALOG.say(language, "explain.duty_count_most", amount=2)
    assert CATALOG.say(language, "explain.unfulfilled", duties=limit) in out


def test_finance_opens_for_five_minutes_after_the_step_up(said):
    stepped_up = ("explain", "--label", "finance", "--auth", "strong", "--auth-age")
    assert [said(*stepped_up, age_s)[0] for age_s in (0, 300, 301)] == [0, 0, 1]


def test_finance_opens_with_the_vault_where_nothing_is_enrolled(said):
    assert said("explain", "--label", "finance", "--strongest", "unlocked")[0] == 0


TOKEN = ("--principal", "client", "--grant-purpose", "recall")
SHARED = ("--purpose", "share", "--share")


@pytest.mark.parametrize(
    ("args", "outcome", "deciding"),
    [
        ((), "permit", "owner-recalls"),
        (("--label", "identity"), "step_up", "guarded-needs-step-up"),
        (("--purpose", "marketing"), "deny", "purpose-outside-rule"),
        (("--auth", "locked"), "step_up", None),
        (("--principal", "service", "--door", "train", "--purpose", "train"), "permit",
         "training-allowed"),
        (("--principal", "service", "--door", "train", "--purpose", "train", "--no-train"), "deny",
         None),
        (TOKEN, "permit", "programs-read-on-device"),
        ((*TOKEN, "--audience", "outside"), "deny", "beyond-audience"),
        ((*TOKEN, "--label", "health", "--programs"), "deny", "beyond-token"),
        ((*TOKEN, "--label", "health", "--programs", "--grant-label", "health"), "permit",
         "programs-read-on-device"),
        ((*TOKEN, "--domain", "travel", "--grant-domain", "food"), "deny", "beyond-token"),
        (SHARED, "permit", "owner-shares"),
        ((*SHARED, "--label", "health", "--market", "JP"), "deny", "jp-special-care-needs-consent"),
        ((*SHARED, "--label", "health", "--market", "JP", "--consent", "health"), "permit",
         "owner-shares"),
        (("--home", "laptop", "--device", "phone"), "deny", "kept-to-its-device"),
        (("--home", "laptop", "--device", "laptop"), "permit", "owner-recalls"),
        (("--expired",), "deny", "retention-ended"),
        (("--reads", "3", "--max-reads", "3"), "deny", "reads-used-up"),
        (("--label", "finance", "--auth", "strong", "--background"), "deny",
         "background-shows-nothing-guarded"),
        (("--tag", "Diary", "--on-top", FIXTURES / "own.cedar"), "deny", "own-diary-on-the-laptop"),
        (("--label", "workplace", "--on-top", FIXTURES / "own.cedar", "--at",
          "2026-11-23T20:00+09:00"), "deny", "own-work-in-working-hours"),
        (("--label", "workplace", "--on-top", FIXTURES / "own.cedar", *MONDAY), "permit",
         "owner-recalls"),
        (("--bundle", FIXTURES / "library.cedar"), "permit", "reader-reads"),
        (("--bundle", FIXTURES / "library.cedar", "--on-top", FIXTURES / "own.cedar", "--tag",
          "diary"), "deny", "own-diary-on-the-laptop"),
    ],
)  # fmt: skip
def test_each_option_bears_on_the_decision(data, args, outcome, deciding):
    code, told = data("explain", *args)
    assert (code == 0, told["outcome"]) == (outcome == "permit", outcome)
    assert deciding in told["rules"] if deciding else not told["rules"]


def test_json_has_all_that_is_told(data):
    code, told = data("explain", "--label", "finance", "--lang", "ja", *MONDAY)
    rule = BASE.rules["finance-needs-step-up"]
    assert code == 1
    assert told["bundle"] == BASE.digest
    assert told["says"] == {rule.id: rule.explanation["ja"]}
    assert told["why"] == rule.explanation["ja"]
    assert told["opens_with"]
    assert (told["level"], told["max_age_s"], told["duties"]) == ("strong", 300, ["count"])
    assert told["valid_until"] is None
    change = told["changes"][0]
    assert (change["change"], change["rules"]) == ("strong", ["owner-recalls"])
    assert change["said"]
    _, opened = data("explain", "--label", "finance", "--auth", "strong", *MONDAY)
    assert opened["valid_until"] == "2026-11-23T10:05:01+09:00"
    assert opened["changes"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_by_the_clock_tells_until_when_and_from_when(said, language):
    late = ("--at", "2026-11-23T20:00+09:00", "--on-top", FIXTURES / "own.cedar")
    _, out, _ = said("explain", "--label", "workplace", *late, "--lang", language)
    wait = CATALOG.say(language, "explain.step_wait_until", moment="2026-11-24 09:00")
    assert CATALOG.say(language, "explain.opens_if", step=wait) in out
    assert "2026-11-23 21:00:00 UTC+09:00" in out


def test_denied_purpose_tells_those_that_would_open(data):
    _, told = data("explain", "--purpose", "marketing")
    for purpose in Purpose:
        named = CATALOG.say("en", f"explain.purpose_{purpose}") in told["opens_with"]
        assert named == (purpose in {Purpose.RECALL, Purpose.REMIND, Purpose.EXPORT})


def test_without_a_time_it_is_now_by_the_clock_of_this_machine(data):
    _, told = data("explain", "--label", "finance", "--auth", "strong")
    assert told["valid_until"] > "2026"


def test_explain_with_a_faulty_bundle_exits_2(said, rules):
    assert said("explain", "--bundle", rules("permit"))[0] == 2


@pytest.mark.parametrize("label", Label)
def test_every_label_can_be_explained(data, label):
    code, told = data("explain", "--label", label)
    assert code in {0, 1}
    assert told["why"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("args", "key", "point"),
    [
        (("--at", "tomorrow"), "needs_moment", "at"),
        (("--at", "2026-11-21T14:00"), "needs_moment", "at"),
        (("--tag", 'a"b'), "needs_tag", "tags"),
        (("--home", "x" * 101), "needs_text", "home"),
    ],
)
def test_bad_value_exits_2_and_tells_what_is_taken(said, language, args, key, point):
    code, out, err = said("explain", *args, "--lang", language)
    assert (code, out) == (2, "")
    assert err == CATALOG.say(language, f"cases.{key}", point=point) + "\n"


# --- usage


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("explain", "--label", "astrology"),
        ("explain", "--purpose", "gossip"),
        ("explain", "--auth-age", "-1"),
        ("explain", "--auth-age", "soon"),
        ("explain", "--auth-age", str(2**63)),
        ("explain", "--reads", "-1"),
        ("explain", "--lang", "xx"),
        ("check", "--nonsense"),
        ("check", "a", "b"),
        ("diff", "a"),
        ("fmt",),
        ("keygen",),
        ("sign", "a"),
        ("sign", "a", "--key-file", "b", "--set-version", "0"),
        ("verify",),
        ("dance",),
    ],
    ids=" ".join,
)
def test_bad_usage_exits_2_and_shows_how(said, args):
    code, out, err = said(*args)
    assert (code, out) == (2, "")
    assert "Usage: bojagi-policy" in err
    assert "Traceback" not in err


COMMANDS = ("check", "diff", "explain", "fmt", "keygen", "sign", "test", "verify", "words")


@pytest.mark.parametrize("args", [(), *((name,) for name in COMMANDS)])
def test_help_exits_0(said, args):
    code, out, err = said(*args, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("Usage: bojagi-policy")


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_in_the_language_of_the_environment(language):
    done = subprocess.run(
        [sys.executable, "-m", "policy", "--help"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "BOJAGI_LANG": language, "PYTHONUTF8": "1"},
    )
    out = "".join(done.stdout.decode().split())
    assert "".join(CATALOG.say(language, "commands.help_program").split()) in out
    assert all(name in out for name in COMMANDS)


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
