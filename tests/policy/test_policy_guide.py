"""The guide for rule authors is held to the programs: rules, cases, outputs, words and tables."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import click
import pytest

import device.cli
import policy.cli
from device.book import Book
from device.own_rules import checked
from policy.analysis import check
from policy.bundle import Bundle, on_top
from policy.bundles import base_schema, load_base_bundle, load_defaults, read_policy_file
from policy.cedar import parse_bundle
from policy.decide import Decider
from policy.desk.cases import Expectation, fields_of, judge, parse_cases
from policy.desk.formatting import formatted
from policy.desk.outcomes import OUTCOMES, REMEDIES
from policy.desk.sources import choose_rules, read_rules
from policy.errors import PolicyError
from policy.load import load_catalog
from policy.obligations import ObligationKind
from policy.syntax.complaints import Names
from policy.vocabulary import (
    Audience,
    Domain,
    Door,
    IdentifierKind,
    Label,
    Market,
    PrincipalKind,
    Purpose,
)
from tests.people import Shell

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "policy-guide.md").read_text(encoding="utf-8")
FOLDER = ROOT / "docs" / "policy-guide"
BUNDLES = ROOT / "policy" / "bundles"
RULES, CASES = sorted(FOLDER.glob("*.cedar")), sorted(FOLDER.glob("*.yaml"))
PROGRAMS: dict[str, click.Group] = {
    "bojagi": device.cli.cli,
    "bojagi-policy": policy.cli.cli,
}
# What a shipped rule is given for an example that permits.
NARROWED = {
    "07-holiday-address.cedar": ("owner-shares", '!resource.tags.contains("명절")'),
    "08-clinic-reminder.cedar": (
        "owner-recalls",
        '(context.foreground || !resource.labels.contains("health"))',
    ),
}
OWN = [file for file in RULES if file.name not in NARROWED]

Run: TypeAlias = Callable[[str], str]


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def named(path: Path) -> str:
    return path.name


def market_of(rules: Path) -> Market:
    """Gives the market in which the cases of a file of rules are."""
    (cases,) = (text for text in map(read_policy_file, CASES) if rules.name in text)
    return parse_cases(cases, rules.name).market


def rules_by_id(text: str) -> dict[str, str]:
    _, *rules = re.split(r"^(?=@id\()", text, flags=re.MULTILINE)
    return {re.findall(r'@id\("(.+?)"\)', rule)[0]: rule for rule in rules}


def edition(file: Path) -> Bundle:
    """Gives the base with an example's rules in it, as its author would ship them."""
    base = rules_by_id(read_policy_file(BUNDLES / "base" / "base.cedar"))
    rules = base | rules_by_id(read_policy_file(file))
    return parse_bundle(base_schema(), "".join(rules.values()))


# --- rules


def test_each_rule_of_the_guide_is_in_a_file_as_it_stands():
    sources = {rule.id: rule.source for file in RULES for rule in read_rules(file).rules.values()}
    shown = {
        rule.id: rule.source
        for block in blocks("cedar")
        for rule in parse_bundle(base_schema(), block).rules.values()
    }
    assert shown == {name: sources[name] for name in shown}
    assert sources.keys() - shown.keys() == {rule for rule, _ in NARROWED.values()}


@pytest.mark.parametrize("file", RULES, ids=named)
def test_each_file_of_rules_is_in_cedars_form(file):
    assert formatted(read_policy_file(file)) == read_policy_file(file)


@pytest.mark.parametrize("file", OWN, ids=named)
def test_each_own_rule_can_be_laid_on_top_and_has_no_fault(file):
    bundle = choose_rules(None, market_of(file), [file])
    report = check(bundle)
    assert not report.faults
    assert not report.undecided
    assert checked(read_policy_file(file), Book(), load_base_bundle()).id in bundle.rules


@pytest.mark.parametrize("name", NARROWED)
def test_each_narrowed_rule_is_the_shipped_one_with_what_the_guide_says(name):
    rule, condition = NARROWED[name]
    narrowed = rules_by_id(read_policy_file(FOLDER / name))[rule]
    shipped = rules_by_id(read_policy_file(BUNDLES / "base" / "base.cedar"))[rule]
    assert narrowed.replace(f" &&\n  {condition}", "").split() == shipped.split()
    assert f"In `{rule}`, add `&& {condition}`" in GUIDE


@pytest.mark.parametrize("name", NARROWED)
def test_each_example_that_permits_holds_in_a_whole_base_too(name):
    bundle = edition(FOLDER / name)
    assert not check(bundle).faults
    korea = parse_bundle(base_schema(), read_policy_file(BUNDLES / "kr" / "kr.cedar"))
    decider, defaults = Decider(on_top(bundle, [korea])), load_defaults()
    suite = parse_cases(read_policy_file((FOLDER / name).with_suffix(".yaml")), name)
    for trial in suite.trials:
        assert judge(trial, decider, defaults).differences == (), trial.title


# --- cases and outputs


def test_the_guide_shows_each_file_of_cases_as_it_stands():
    assert sorted(blocks("yaml")) == sorted(map(read_policy_file, CASES))


@pytest.mark.parametrize("file", CASES, ids=named)
def test_the_cases_decide_by_each_rule_of_their_example(file):
    suite = parse_cases(read_policy_file(file), file.name)
    example = [FOLDER / name for name in suite.on_top] or [FOLDER / suite.bundle]
    path = None if suite.on_top else example[0]
    decider = Decider(choose_rules(path, suite.market, example if suite.on_top else ()))
    results = [judge(trial, decider, load_defaults()) for trial in suite.trials]
    assert [result.differences for result in results] == [()] * len(results)
    deciding = {rule for result in results for rule in result.decision.rules}
    assert deciding >= {rule for one in example for rule in read_rules(one).rules}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys) -> Run:
    """Runs a command as the guide's reader does, in copies of the folders. Gives what it says."""
    for folder in (FOLDER, BUNDLES):
        shutil.copytree(folder, tmp_path / folder.relative_to(ROOT))
    monkeypatch.chdir(tmp_path / FOLDER.relative_to(ROOT))
    monkeypatch.setenv("BOJAGI_LANG", "en")
    shell = Shell(tmp_path)

    def program(line: str) -> str:
        name, *words = line.split()
        if name == "bojagi-policy":
            policy.cli.main(words)
        elif name == "bojagi":
            if not shell.vault.exists():
                shell.init("--owner", "蓮", "--market", "JP", "--no-keystore")
                capsys.readouterr()
            shell.run(*words)
        else:
            subprocess.run(line, shell=True, check=True)  # the guide's own cp, mkdir and sed
        return "".join(capsys.readouterr())

    return program


def as_pattern(expected: str) -> str:
    """Gives the pattern of an output: `…` is the rest of a line, or some lines."""
    lines = expected.splitlines(keepends=True)
    return "".join(
        r"(?:.*\n)*?" if line == "…\n" else ".*".join(map(re.escape, line.split("…")))
        for line in lines
    )


@pytest.mark.parametrize("at", range(len(blocks("console"))))
def test_each_output_in_the_guide_is_what_the_programs_say(run, at):
    earlier, block = blocks("console")[:at], blocks("console")[at]
    for line in re.findall(r"^\$ ((?:cp|mkdir|sed) .*)", "".join(earlier), re.MULTILINE):
        run(line)
    for line, expected in re.findall(r"^\$ (.*)\n((?:[^$].*\n)*)", block, re.MULTILINE):
        said = run(line)
        assert re.fullmatch(as_pattern(expected), said), f"{line}\n{said}"


def test_each_command_in_the_guide_exists_with_its_options():
    text = "\n".join([*blocks("sh"), *blocks("console"), *re.findall(r"`([^`\n]+)`", GUIDE)])
    found = re.findall(r"^(?:\$ )?(bojagi(?:-policy)?)((?: [^\s#]+)+)", text, re.MULTILINE)
    assert len(found) > 40
    for program, rest in found:
        command: click.Command = PROGRAMS[program]
        words = rest.split()
        while isinstance(command, click.Group):
            word = words.pop(0)
            assert word in command.commands, f"{program}{rest}"
            command = command.commands[word]
        known = {
            name for option in command.params for name in (*option.opts, *option.secondary_opts)
        }
        for word in words:
            assert not word.startswith("--") or word in known, f"{program}{rest}: {word}"


# --- words and tables


def test_the_guide_names_every_attribute_of_the_schema():
    for owner, attributes in Names.of_schema(base_schema()).attributes.items():
        for name in attributes:
            assert f"`{owner}.{name}`" in GUIDE, name


@pytest.mark.parametrize(
    "word",
    [
        *(word for kind in (Label, Domain, Purpose, Audience, Market, Door) for word in kind),
        *(f"Bojagi::{kind}" for kind in PrincipalKind),
        *load_base_bundle().rules,
        *IdentifierKind,
        *fields_of(Expectation),
        *OUTCOMES,
        *(word for word in REMEDIES if not word.startswith("for_")),
    ],
)
def test_the_guide_names_every_word_that_rules_and_cases_can_speak_of(word):
    assert f"`{word}`" in GUIDE


@pytest.mark.parametrize("kind", ObligationKind)
def test_the_guide_tells_of_every_obligation_who_fulfils_it(kind):
    (table,) = re.findall(r"^\| obligation \|.*?\n\n", GUIDE, re.MULTILINE | re.DOTALL)
    assert re.search(rf"^\|[^|]*`{kind}(?::[0-9]+)?`", table, re.MULTILINE)


@pytest.mark.parametrize(
    "annotation", ["id", "explain_en", "explain_ja", "explain_ko", "obligation", "max_age_s"]
)
def test_the_guide_tells_of_every_annotation(annotation):
    (table,) = re.findall(r"^\| annotation \|.*?\n\n", GUIDE, re.MULTILINE | re.DOTALL)
    assert f"`@{annotation}(" in table
    text = read_policy_file(FOLDER / "00-medicine-book.cedar")
    unknown = f'@sings("x")\n{text}'
    with pytest.raises(PolicyError, match=annotation):
        parse_bundle(base_schema(), unknown)


def test_the_table_of_defaults_is_the_one_that_ships():
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \| (\d) \| (\d) \| (true|false) \| (.+?) \|(.*)\|$",
        GUIDE,
        re.MULTILINE,
    )
    told = set()
    for labels, markets, *columns, missing in rows:
        for market in Market if markets == "all" else map(Market, markets.split(", ")):
            for label in re.findall(r"`(\w+)`", labels) or [""]:
                told.add((label, market))
                record = load_defaults().record([Label(label)] if label else [], market)
                assert columns == [
                    str(int(record.sensitivity)),
                    str(int(record.min_auth)),
                    str(record.may_train).lower(),
                    ", ".join(record.audiences),
                ], (label, market)
                purposes = {"export", "maintain", "recall", "remind"} - set(missing.split())
                assert set(record.purposes) == purposes
                assert (record.may_leave, record.retain_s) == (False, None)
    assert told == {(label, market) for label in ("", *Label) for market in Market}


def test_the_guide_quotes_messages_that_the_programs_have():
    rows = re.findall(r"^\| [12] \| (.*?) \|", GUIDE, re.MULTILINE)
    told = "\n".join(
        sentences["en"]
        for package in ("policy", "device")
        for sentences in load_catalog(package).texts.values()
    )
    quotes = [quote for row in rows for quote in re.findall(r'"([^"]+)"', row)]
    assert len(quotes) > 15
    for quote in quotes:
        assert quote in told, quote
