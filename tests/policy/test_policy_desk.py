"""The commands of a rule author's desk: form, comparison, signatures and vocabulary."""

from pathlib import Path

import pytest

import policy.bundles
from policy.bundles import base_schema
from policy.catalog import LANGUAGES
from policy.cedar import _ANNOTATIONS, parse_policies
from policy.desk.formatting import formatted
from policy.errors import PolicyError
from policy.load import load_catalog
from policy.obligations import ObligationKind, parse_obligations
from policy.syntax.complaints import Names
from tests.policy.rules import BASE_TEXT, a_rule

CATALOG = load_catalog("policy")
FIXTURES = Path(__file__).parent / "fixtures_cases"
EMPTY = "// nothing yet\n"


# --- fmt

MESSY = (
    "// Mine.\n\n"
    '@id("a") @explain_en("//no comment")\n'
    "permit(principal,action,resource) // all\nwhen {true&&true};"
)
NEAT = (
    "// Mine.\n\n"
    '@id("a")\n@explain_en("//no comment")\n'
    "permit (principal, action, resource) // all\nwhen { true && true };\n"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fmt_writes_the_same_rules_in_one_form_and_keeps_comments(said, rules, language):
    file = rules(MESSY)
    file.chmod(0o640)
    code, out, err = said("fmt", file, "--lang", language)
    assert (code, err) == (0, "")
    assert out == CATALOG.say(language, "commands.formatted", name=file) + "\n"
    assert file.read_text("utf-8") == NEAT
    assert parse_policies(NEAT) == parse_policies(MESSY)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_fmt_of_what_is_in_form_changes_nothing(said, rules, language):
    code, out, _ = said("fmt", rules(NEAT), "--lang", language)
    assert (code, out) == (0, CATALOG.say(language, "commands.well_formed") + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_fmt_check_writes_nothing_and_exits_1(said, rules, language):
    file = rules(MESSY)
    code, out, _ = said("fmt", "--check", file, "--lang", language)
    assert (code, file.read_text("utf-8")) == (1, MESSY)
    assert out == CATALOG.say(language, "commands.would_format", name=file) + "\n"
    assert said("fmt", "--check", rules(NEAT))[0] == 0


def test_fmt_as_json_names_the_files(data, rules):
    messy, neat = rules(MESSY), rules(NEAT, name="neat.cedar")
    assert data("fmt", "--check", messy, neat) == (1, {"changed": [str(messy)], "written": False})
    assert data("fmt", messy, neat) == (0, {"changed": [str(messy)], "written": True})


@pytest.mark.parametrize("language", LANGUAGES)
def test_fmt_of_a_faulty_file_leaves_all_files_as_they_are(said, rules, language):
    messy, faulty = rules(MESSY), rules("permit (", name="faulty.cedar")
    code, out, err = said("fmt", messy, faulty, "--lang", language)
    assert (code, out) == (2, "")
    assert err.startswith(f"{faulty}: ")
    assert messy.read_text("utf-8") == MESSY


@pytest.mark.parametrize("language", LANGUAGES)
def test_fmt_where_nothing_can_be_written_says_so(said, rules, language):
    file = rules(MESSY, name="a" * 248 + ".cedar")  # the new file's name would be too long
    code, _, err = said("fmt", file, "--lang", language)
    assert code == 2
    assert CATALOG.say(language, "bundles.unwritable", name=file, reason="OSError") in err
    assert file.read_text("utf-8") == MESSY


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.replace("permit", "forbid"),
        lambda text: text.replace(" // all", ""),
        lambda text: "permit",
        lambda text: text + NEAT.replace('"a"', '"b"'),
    ],
    ids=["other-effect", "comment-lost", "no-rule", "rule-more"],
)
def test_formatting_that_would_change_anything_is_refused(write):
    with pytest.raises(PolicyError) as caught:
        formatted(NEAT, write)
    assert caught.value.key == "commands.not_formatted"


def test_formatter_that_fails_is_refused():
    def write(text: str) -> str:
        raise ValueError(text)

    with pytest.raises(PolicyError):
        formatted(NEAT, write)


@pytest.mark.parametrize("text", [MESSY, BASE_TEXT, EMPTY, "", "// a\n\n\n// b\n// c"])
def test_formatting_twice_is_formatting_once(text):
    once = formatted(text)
    assert formatted(once) == once
    assert once.endswith("\n")


# --- diff


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("old", "new", "relation", "code"),
    [
        ("true", "true", "equal", 0),
        ("true", "context.foreground", "less", 0),
        ("context.foreground", "true", "more", 1),
        ("context.foreground", "resource.held", "both_ways", 1),
    ],
)
def test_diff_tells_who_is_more_permissive(said, rules, language, old, new, relation, code):
    files = rules(a_rule("a", when=old)), rules(a_rule("a", when=new), name="new.cedar")
    ended, out, err = said("diff", *files, "--lang", language)
    assert (ended, err) == (code, "")
    assert out.startswith(CATALOG.say(language, f"analysis.relation_{relation}"))


def test_diff_as_json_has_its_witnesses(data, rules):
    old, new = rules(a_rule("a", when="context.foreground")), rules(a_rule("a"), name="new.cedar")
    code, told = data("diff", old, new)
    assert (code, told["relation"], told["less"]) == (1, "more", None)
    assert told["more"]["context.foreground"] is False
    assert told["more"]["said"]


def test_diff_that_drops_a_duty_exits_1_and_one_that_adds_it_0(data, rules):
    dutiful = rules(a_rule("a", obligation="redact:card+phone"))
    plain = rules(a_rule("a"), name="plain.cedar")
    code, told = data("diff", dutiful, plain)
    assert (code, told["relation"], told["dropped"][0]["duty"]) == (1, "equal", "redact:card+phone")
    code, told = data("diff", plain, dutiful)
    assert (code, told["added"][0]["duty"]) == (0, "redact:card+phone")


def test_diff_on_top_compares_what_lies_over_the_shipped_rules(data, rules):
    nothing = rules(EMPTY)
    code, told = data("diff", nothing, FIXTURES / "own.cedar", "--on-top", "--market", "KR")
    assert (code, told["relation"]) == (0, "less")


def test_diff_of_a_missing_file_exits_2(said, rules):
    code, _, err = said("diff", rules(EMPTY), "none.cedar")
    assert code == 2
    assert "none.cedar" in err


# --- keygen, sign, verify


@pytest.mark.parametrize("language", LANGUAGES)
def test_folder_is_signed_and_verified_with_a_key_of_ones_own(said, tmp_path, folder, language):
    key, trusted = tmp_path / "my.key", tmp_path / "trusted.txt"
    lang = ("--lang", language)
    code, out, _ = said("keygen", "--out", key, *lang)
    sentence, line = out.splitlines()
    assert (code, sentence) == (0, CATALOG.say(language, "commands.key_made", name=key))
    trusted.write_text(line, encoding="ascii")
    code, out, _ = said("sign", folder, "--key-file", key, *lang)
    told = CATALOG.say(language, "commands.signed", name="club", version=1, line=line)
    assert (code, out) == (0, f"{told}\n")
    code, out, _ = said("verify", folder, "--trusted", trusted, *lang)
    assert code == 0
    assert "club 1" in out
    assert line not in key.read_text("ascii")


def test_signing_tells_json(data, tmp_path, folder):
    key, trusted = tmp_path / "my.key", tmp_path / "trusted.txt"
    _, made = data("keygen", "--out", key)
    assert made["key_file"] == str(key)
    trusted.write_text(made["public"], encoding="ascii")
    _, signed = data("sign", folder, "--key-file", key, "--set-version", 7)
    assert signed == {"versions": {"club": 7}, "public": made["public"]}
    _, told = data("verify", folder, "--trusted", trusted)
    assert told["versions"] == {"base": 1} | told["versions"] | {"club": 7}
    assert "club-closed" in told["rules"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_unsigned_unknown_and_changed_folders_do_not_verify(said, tmp_path, folder, language):
    key, lang = tmp_path / "my.key", ("--lang", language)
    keys = []
    code, _, err = said("verify", folder, *lang)
    keys.append((code, err))
    said("keygen", "--out", key)
    said("sign", folder, "--key-file", key)
    keys.append((said("verify", folder, *lang)[0], said("verify", folder, *lang)[2]))
    (folder / "club.cedar").write_text(a_rule("club-open", "forbid"), "utf-8")
    keys.append((said("verify", folder, *lang)[0], said("verify", folder, *lang)[2]))
    assert all(code in {2, 3} and "club" in err for code, err in keys)


def test_shipped_folders_verify_with_the_shipped_keys(said):
    shipped = Path(policy.bundles.__file__).parent
    assert [said("verify", shipped / name)[0] for name in ("base", "jp", "kr", "eu")] == [0] * 4


def test_folder_with_a_fault_is_not_signed(said, tmp_path, folder):
    said("keygen", "--out", tmp_path / "my.key")
    (folder / "club.cedar").write_text(a_rule("club-open"), "utf-8")  # a permit on top
    assert said("sign", folder, "--key-file", tmp_path / "my.key")[0] == 2
    assert [one.name for one in folder.iterdir()] == ["club.cedar"]


def test_key_is_not_written_over_a_file(said, rules):
    file = rules(EMPTY)
    assert said("keygen", "--out", file)[0] == 2
    assert file.read_text("utf-8") == EMPTY


# --- words


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_tell_every_attribute_of_the_schema_and_every_duty(said, data, language):
    code, out, err = said("words", "--lang", language)
    _, told = data("words", "--lang", language)
    attributes = Names.of_schema(base_schema()).attributes
    named = {f"{owner}.{name}" for owner, names in attributes.items() for name in names}
    assert (code, err) == (0, "")
    assert set(told["attributes"]) == named
    assert set(told["obligations"]) == set(ObligationKind)
    assert all(one["form"] and one["meaning"] for one in told["attributes"].values())
    for words in told.values():
        assert all(word in out and one["meaning"] in out for word, one in words.items())
    assert "{" not in out


def test_words_give_duties_that_rules_can_have_and_annotations_that_cedar_takes(data):
    _, told = data("words")
    for kind, one in told["obligations"].items():
        assert {duty.kind for duty in parse_obligations("r", one["form"])} == {kind}
    annotations = {word.lstrip("@") for words in told["annotations"] for word in words.split(", ")}
    assert annotations == _ANNOTATIONS
