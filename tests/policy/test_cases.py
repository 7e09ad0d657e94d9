"""Cases: what an author may tell, where a file is at fault, and what a failing case says."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policy.bundles
from policy.bundles import load_bundle, load_defaults
from policy.catalog import LANGUAGES
from policy.cli import main
from policy.decide import Decider
from policy.desk.cases import (
    MAX_CASES_BYTES,
    Expectation,
    Result,
    fields_of,
    judge,
    parse_cases,
)
from policy.desk.outcomes import REMEDIES
from policy.desk.situation import Situation, device_id
from policy.desk.yaml_places import MAX_DEPTH, PlacedError, read_yaml
from policy.load import load_catalog
from policy.syntax.tokens import Place
from policy.vocabulary import Audience, Market, Purpose

FOLDER = Path(__file__).parent / "fixtures_cases"
SHIPPED = Path(policy.bundles.__file__).parent
CATALOG = load_catalog("policy")


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("BOJAGI_LANG", "en")


@pytest.fixture
def said(capsys):
    """Runs `bojagi-policy test` and gives its exit code, what it said and complained of."""

    def run(*args: object) -> tuple[int, str, str]:
        code = main(["test", *map(str, args)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def written(tmp_path):
    """Writes a file of cases."""

    def write(text: str, name: str = "mine.yaml") -> Path:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


def results(text: str) -> list[Result]:
    suite = parse_cases(text, "mine.yaml")
    decider = Decider(load_bundle(suite.market).bundle)
    return [judge(trial, decider, load_defaults()) for trial in suite.trials]


def points(text: str) -> list[tuple[str, str, str]]:
    """Gives what the one case of a text gets otherwise."""
    (result,) = results(text)
    return [(one.point, one.expected, one.found) for one in result.differences]


def fault(text: str) -> PlacedError:
    with pytest.raises(PlacedError) as caught:
        parse_cases(text, "mine.yaml")
    return caught.value


# --- the cases that ship


def test_shipped_cases_all_pass_and_every_shipped_rule_decides_one(said):
    code, out, err = said("--coverage", "--json")
    told = json.loads(out)
    assert (code, err, told["failed"], told["uncovered"]) == (0, "", [], [])


@pytest.mark.parametrize(("name", "least"), [("base", 25), ("jp", 10), ("kr", 10), ("eu", 10)])
def test_each_shipped_bundle_has_its_cases(said, name, least):
    code, out, _ = said(SHIPPED / f"{name}.cases.yaml", "--json")
    assert code == 0
    assert json.loads(out)["cases"] >= least


def test_example_files_pass(said):
    code, out, err = said(FOLDER)
    assert (code, out, err) == (0, "Cases: 14, all as expected.\n", "")


# --- what a case can tell


def test_case_that_says_nothing_is_the_owners_recall_of_an_everyday_memory():
    (result,) = results("cases: [{expect: permit, by: owner-recalls, duties: count}]")
    assert not result.differences


def test_defaults_hold_for_every_case_and_a_case_may_say_otherwise():
    text = "defaults: {labels: finance, auth: strong}\ncases:\n"
    first, second = results(text + "- {expect: permit}\n- {auth: unlocked, expect: step_up}\n")
    assert not first.differences
    assert not second.differences


def test_table_rows_have_what_their_table_and_the_defaults_share():
    found = results(
        "defaults: {auth: strong}\n"
        "tables:\n  Money:\n"
        "  - {labels: finance}\n"
        "  - [auth_age_s, expect, labels, name]\n"
        "  - [300, permit]\n"
        "  - [301, permit, ~, late]\n"
        "  - [301, permit, []]\n"
    )
    assert [bool(one.differences) for one in found] == [False, True, False]
    assert [one.trial.line for one in found] == [6, 7, 8]
    assert [one.trial.title for one in found] == ["Money", "late", "Money"]


@pytest.mark.parametrize(
    ("told", "audience"),
    [
        ({"who": "owner"}, Audience.OWNER),
        ({"who": "owner", "for": "share"}, Audience.OUTSIDE),
        ({"who": "client"}, Audience.ON_DEVICE),
        ({"who": "client", "for": "research"}, Audience.OUTSIDE),
        ({"who": "client", "audience": "owner"}, Audience.OWNER),
        ({"who": "service", "for": "maintain"}, Audience.OWNER),
    ],
)
def test_answer_reaches_whom_such_an_askers_would(told, audience):
    assert Situation(**told).case(load_defaults()).request.audience is audience


def test_only_clients_have_a_token():
    told = {"granted_purposes": "recall", "granted_labels": "health", "granted_domains": "food"}
    owner, client = (
        Situation(who=who, **told).case(load_defaults()).request.grant
        for who in ("owner", "client")
    )
    assert not owner.purposes
    assert client.purposes == {Purpose.RECALL}


def test_levels_are_told_by_name_or_by_the_number_that_rules_use():
    named, numbered = (
        Situation(auth=auth, min_auth=auth, sensitivity=grave).case(load_defaults())
        for auth, grave in (("strong", "sensitive"), ("2", "2"))
    )
    assert named == numbered


def test_device_is_told_by_any_name_and_is_its_own_by_its_id():
    assert device_id("laptop") == device_id("laptop") != device_id("phone")
    assert device_id(device_id("laptop")) == device_id("laptop")
    assert device_id("") == ""


def test_time_is_told_with_its_zone():
    request = Situation(at="2026-11-21T23:30+09:00").case(load_defaults()).request
    assert (request.hour, request.weekday) == (23, 6)


def test_record_starts_from_its_markets_defaults_and_is_what_the_case_says():
    told = {
        "labels": ["workplace"], "market": "JP", "tags": ["Diary"], "share": True, "train": False,
        "purposes": "recall", "audiences": ["owner"], "may_leave": False, "held": True,
        "expired": True, "max_reads": 0, "home": "laptop",
    }  # fmt: skip
    record = Situation(**told).case(load_defaults()).record
    assert record.jurisdiction is Market.JP
    assert record.tags == ("diary",)
    assert record.purposes == (Purpose.RECALL,)
    assert record.audiences == (Audience.OWNER,)
    assert (record.may_leave, record.may_train, record.held) == (False, False, True)
    assert (record.retain_s, record.max_reads) == (0, 0)
    assert record.home == device_id("laptop")


def test_market_of_the_file_is_whose_part_decides_and_whose_defaults_count():
    text = "market: JP\ncases: [{labels: workplace, expect: permit}]"
    (trial,) = parse_cases(text, "mine.yaml").trials
    assert trial.told.market is Market.JP


# --- what comes out otherwise


def test_case_fails_on_the_outcome_the_rules_the_duties_and_the_remedies():
    text = (
        "cases: [{labels: finance, expect: permit, by: owner-recalls, duties: [],"
        " opens_with: biometric}]"
    )
    assert points(text) == [
        ("expect", "permit", "step_up"),
        ("by", "owner-recalls", "finance-needs-step-up"),
        ("duties", "[]", "count"),
        ("opens_with", "biometric", "strong"),
    ]


@pytest.mark.parametrize(
    "expected",
    [
        "{who: client, expect: deny, by: beyond-token}",
        "{who: client, expect: deny, opens_with: grant_purpose}",
        "{who: client, expect: deny, opens_with: [ask_as_owner, grant_purpose]}",
        "{who: service, expect: deny, by: []}",
        "{expect: permit, opens_with: []}",
        "{share: true, for: share, expect: permit, duties: [redact, count]}",
        "{labels: finance, foreground: false, expect: deny, opens_with: strong + open_bojagi}",
    ],
)
def test_case_names_some_of_the_rules_and_remedies_but_all_duties(expected):
    assert points(f"cases: [{expected}]") == []


@pytest.mark.parametrize(
    ("expected", "point"),
    [
        ("{expect: permit, by: []}", "by"),
        ("{labels: finance, expect: step_up, opens_with: []}", "opens_with"),
        ("{expect: permit, opens_with: strong}", "opens_with"),
        ("{share: true, for: share, expect: permit, duties: count}", "duties"),
    ],
)
def test_nothing_expected_means_that_nothing_may_be_there(expected, point):
    assert [one[0] for one in points(f"cases: [{expected}]")] == [point]


# --- files at fault

FAULTS = [
    ("", "needs_fields", (1, 1)),
    ("# nothing yet", "needs_fields", (1, 1)),
    ("- a", "needs_fields", (1, 1)),
    ("cases: 5", "needs_list", (1, 8)),
    ("cases: {a: b}", "needs_list", (1, 8)),
    ("cases: [permit]", "needs_fields", (1, 9)),
    ("cases: []", "none", (1, 1)),
    ("tables: {t: [[expect]]}", "none", (1, 1)),
    ("cases: [{}]", "missing", (1, 9)),
    ("bundel: x", "unknown_field_near", (1, 9)),
    ("zebra: x", "unknown_field", (1, 8)),
    ("market: jp", "unknown_word_near", (1, 9)),
    ("cases:\n- {expect: permitt}", "unknown_word_near", (2, 12)),
    ("cases:\n- {expect: zebra}", "unknown_word", (2, 12)),
    ("cases:\n- {expect: permit, lables: health}", "unknown_field_near", (2, 28)),
    ("cases:\n- {expect: permit, labels: [health, helth]}", "unknown_word_near", (2, 37)),
    ("cases:\n- {expect: permit, labels: {a: b}}", "needs_list", (2, 28)),
    ("cases:\n- {expect: permit, who: Client}", "unknown_word_near", (2, 25)),
    ("cases:\n- {expect: permit, auth: 9}", "unknown_word", (2, 26)),
    ("cases:\n- {expect: permit, reads: -1}", "needs_number", (2, 27)),
    (f"cases:\n- {{expect: permit, reads: {'9' * 5000}}}", "needs_number", (2, 27)),
    ("cases:\n- {expect: permit, reads: many}", "needs_number", (2, 27)),
    ("cases:\n- {expect: permit, max_reads: 1000001}", "needs_number", (2, 31)),
    ("cases:\n- {expect: permit, auth_age_s: 0.5}", "needs_number", (2, 32)),
    ("cases:\n- {expect: permit, foreground: ja}", "needs_flag", (2, 32)),
    ("cases:\n- {expect: permit, at: 12:30}", "needs_moment", (2, 24)),
    ("cases:\n- {expect: permit, at: 2026-11-21T14:00}", "needs_moment", (2, 24)),
    ("cases:\n- {expect: permit, at: 1970-06-01T00:00Z}", "needs_moment", (2, 24)),
    ("cases:\n- {expect: permit, at: 9999-01-01T00:00Z}", "needs_moment", (2, 24)),
    ("cases:\n- {expect: permit, tags: [ok, 'a\"b']}", "needs_tag", (2, 31)),
    (f"cases:\n- {{expect: permit, tags: {'a' * 41}}}", "needs_tag", (2, 26)),
    ("cases:\n- {expect: permit, device: [a]}", "needs_text", (2, 28)),
    (f"cases:\n- {{expect: permit, home: {'a' * 101}}}", "needs_text", (2, 26)),
    ("cases:\n- {expect: permit, duties: notfy}", "unknown_word_near", (2, 28)),
    ("cases:\n- {expect: permit, duties: 'count:0'}", "needs_duty", (2, 28)),
    ("cases:\n- {expect: permit, duties: 'count:1,notify'}", "needs_duty", (2, 28)),
    ("cases:\n- {expect: permit, opens_with: strong+}", "unknown_word", (2, 32)),
    ("defaults: {for: recal}\ncases: [{expect: permit}]", "unknown_word_near", (1, 17)),
    ("defaults: {forr: recall}\ncases: [{expect: permit}]", "unknown_field_near", (1, 18)),
    ("tables: [a]", "needs_fields", (1, 9)),
    ("tables: {t: {a: b}}", "needs_list", (1, 13)),
    ("tables: {t: []}", "needs_list", (1, 13)),
    ("tables: {t: [{who: client}]}", "needs_list", (1, 13)),
    ("tables: {t: [expect]}", "needs_list", (1, 13)),
    ("tables:\n  t:\n  - [expect, expect]", "key_twice", (3, 14)),
    ("tables:\n  t:\n  - {who: client}\n  - [expect, lables]", "unknown_field_near", (4, 14)),
    ("tables:\n  t:\n  - [expect]\n  - [permit, deny]", "too_many_cells", (4, 14)),
    ("tables:\n  t:\n  - [expect]\n  - [alow]", "unknown_word", (4, 6)),
    ("tables:\n  t:\n  - {who: cleint}\n  - [expect]\n  - [deny]", "unknown_word_near", (3, 11)),
    ("tables:\n  t:\n  - [who]\n  - [owner]", "missing", (4, 5)),
    ("a: &x 1", "not_taken", (1, 4)),
    ("a: *x", "not_taken", (1, 4)),
    ("&x a: 1", "bad_key", (1, 1)),
    ("a: !!python/object/apply:os.system [ls]", "not_taken", (1, 4)),
    ("!!set {a}", "not_taken", (1, 1)),
    ("? [a]\n: 1", "bad_key", (1, 3)),
    ("a: 1\na: 2", "key_twice", (2, 1)),
    ("a: 1\n---\nb: 1", "second_document", (2, 1)),
    ("[" * (MAX_DEPTH + 2), "too_deep", (1, MAX_DEPTH + 2)),
    ("a: b: c", "bad_yaml", (1, 5)),
    ("cases:\n\t- a", "bad_yaml", (2, 1)),
    ("cases:\n- {expect: 'permit", "bad_yaml", (2, 19)),
    ("cases: \x00", "bad_yaml", (1, 8)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "place"), FAULTS, ids=[one[0][:40] for one in FAULTS])
def test_fault_is_told_with_its_line_and_column(text, key, place):
    found = fault(text)
    assert (found.key, found.place) == (f"cases.{key}", Place(*place))
    for language in LANGUAGES:
        told = found.tell(language)
        assert told.startswith("mine.yaml")
        assert str(place[0]) in told
        assert "{" not in told or key == "needs_fields"
        assert len(told) < 800


def test_unknown_word_is_told_with_the_nearest_and_all_known_ones():
    told = fault("cases: [{expect: permit, labels: helth}]").tell("en")
    assert "'helth' is unknown here; did you mean health?" in told
    assert "finance, health, location" in told


def test_message_moves_no_cursor_and_quotes_no_novel():
    told = fault('cases: [{expect: "\\e[2J' + "x" * 1000 + '"}]').tell("en")
    assert told.isprintable()
    assert len(told) < 300


def test_empty_document_says_nothing():
    assert read_yaml("", "mine.yaml").value is None
    assert read_yaml("a:\nb: ''\nc: ~", "mine.yaml").value == {"a": None, "b": "", "c": None}


def test_words_are_what_they_look_like():
    assert read_yaml("[yes, 12:30, 0x10, 1_0, 2026-11-21]", "f").value == [
        "yes", "12:30", "0x10", "1_0", "2026-11-21",
    ]  # fmt: skip


words = st.sampled_from(["expect", "permit", "labels", "cases", "tables", "a", "5", "~", "who", ""])
values = st.recursive(
    words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(values | st.fixed_dictionaries({}, optional={
    "cases": values, "tables": values, "defaults": values, "bundle": values, "on_top": values,
}))  # fmt: skip
def test_whatever_a_file_tells_is_cases_or_a_fault_with_its_place(value):
    found = None
    try:
        assert parse_cases(json.dumps(value, ensure_ascii=False), "mine.yaml").trials
    except PlacedError as error:
        found = error
    assert found is None or (found.place >= (1, 1) and all(map(found.tell, LANGUAGES)))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab:-[]{},&*!|>'\"#%@`? \n\t~\\", max_size=40))
def test_whatever_text_a_file_holds_is_refused_as_such(text):
    with pytest.raises(PlacedError):
        parse_cases(text, "mine.yaml")


# --- the command


@pytest.mark.parametrize("language", LANGUAGES)
def test_failing_case_exits_1_and_tells_place_expectation_and_reason(said, written, language):
    by = "[owner-recals, owner-shares]"
    file = written(f"cases:\n- {{name: rent, labels: finance, expect: permit, by: {by}}}\n")
    code, out, err = said(file, "--lang", language)
    line, summary = out.splitlines()
    rules = load_bundle(Market.OTHER).bundle.rules
    assert (code, err) == (1, "")
    assert line.startswith(f"{file}:2 (rent): ")
    expected = CATALOG.say(
        language, "commands.difference", point="expect", expected="permit", found="step_up"
    )
    assert expected in line
    assert "owner-recalls" in line
    assert rules["finance-needs-step-up"].explanation[language] in line
    assert summary == CATALOG.say(language, "commands.cases_failed", count=1, failed=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_that_no_bundle_has_is_told(said, written, language):
    code, out, _ = said(written("cases: [{expect: permit, by: xyzzy}]"), "--lang", language)
    assert code == 1
    assert CATALOG.say(language, "commands.no_such_rule", rule="xyzzy") in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_coverage_names_the_rules_that_decided_nothing(said, written, language):
    text = "bundle: mine.cedar\ncases: [{expect: permit, by: reader-reads}]"
    rules = (FOLDER / "library.cedar").read_text("utf-8")
    written(rules, "mine.cedar")
    code, out, _ = said(written(text), "--coverage", "--lang", language)
    assert code == 0
    assert CATALOG.say(language, "commands.uncovered", rules="reader-takes-home") in out
    _, out, _ = said(FOLDER / "library.yaml", "--coverage", "--lang", language)
    assert CATALOG.say(language, "commands.covered") in out


def test_json_tells_each_failing_case(said, written):
    file = written("cases:\n- {expect: permit}\n- {who: service, expect: permit}\n")
    code, out, _ = said(file, "--json")
    told = json.loads(out)
    (failed,) = told["failed"]
    assert (code, told["cases"], told["uncovered"]) == (1, 2, None)
    assert (failed["file"], failed["line"], failed["outcome"]) == (str(file), 3, "deny")
    assert failed["differences"] == [{"point": "expect", "expected": "permit", "found": "deny"}]
    assert failed["why"]


def test_file_at_fault_stops_before_any_case_is_run(said, written):
    good, bad = written("cases: [{expect: deny}]"), written("cases: [{}]", "bad.yml")
    for args in ((good, bad), (good.parent,)):
        code, out, err = said(*args)
        assert (code, out) == (2, "")
        assert "bad.yml, line 1" in err


@pytest.mark.parametrize("language", LANGUAGES)
def test_bundle_at_fault_is_named_with_its_line(said, written, language):
    written("permit (principal, action, resource)\nwhen { true }", "mine.cedar")
    code, out, err = said(
        written("bundle: mine.cedar\ncases: [{expect: permit}]"), "--lang", language
    )
    assert (code, out) == (2, "")
    assert "mine.cedar: " in err
    assert "2" in err


@pytest.mark.parametrize("header", ["bundle: none.cedar", "on_top: [none.cedar]"])
def test_missing_bundle_is_named(said, written, header):
    code, _, err = said(written(f"{header}\ncases: [{{expect: permit}}]"))
    assert code == 2
    assert "none.cedar" in err


def test_rules_that_permit_do_not_lie_on_top(said, written):
    text = f"on_top: {FOLDER / 'library.cedar'}\ncases: [{{expect: permit}}]"
    code, _, err = said(written(text))
    assert code == 2
    assert "reader-reads" in err


@pytest.mark.parametrize("language", LANGUAGES)
def test_folder_without_cases_is_refused(said, tmp_path, language):
    code, _, err = said(tmp_path, "--lang", language)
    assert code == 2
    assert err == f"{CATALOG.say(language, 'cases.no_files', name=tmp_path)}\n"


def test_missing_too_large_and_binary_files_are_refused(said, written, tmp_path):
    large = written("#" * (MAX_CASES_BYTES + 1), "large.yaml")
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    for file in (tmp_path / "none.yaml", large, binary):
        code, out, err = said(file)
        assert (code, out) == (2, "")
        assert file.name in err


# --- the words


def test_remedies_name_every_change_that_there_is():
    assert len(REMEDIES) == len(set(REMEDIES))
    assert {"strong", "consent", "for_share", "wait"} <= set(REMEDIES)


def test_fields_are_told_as_files_name_them():
    assert "for" in fields_of(Expectation)
    assert "purpose" not in fields_of(Expectation)
