"""The documents are kept to the programs: commands, options, exit codes and links are all real."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

import compliance.cli
import coordinator.cli
import device.cli
import policy.cli
from policy.load import load_catalog

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "benchmarks" / "README.md"]
PACKAGES = ("policy", "compliance", "device", "coordinator", "benchmarks", "tools")
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") + "\n#\n"
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
)
PROGRAMS: dict[str, click.Group] = {
    "bojagi": device.cli.cli,
    "bojagi-compliance": compliance.cli.cli,
    "bojagi-policy": policy.cli.cli,
    "bojagi-coordinator": coordinator.cli.cli,
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_readme_names_every_command_of_every_program(program):
    (row,) = re.findall(rf"^\| `{program}` \|.*$", README, re.MULTILINE)
    named = set(re.findall(r"`([a-z-]+)(?: [A-Z\[\]]+)?`", row.split("|")[3]))
    assert named == set(PROGRAMS[program].commands)


def test_the_readme_gives_the_exit_codes_that_the_programs_use():
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert documented == {0, 1, 2, 3, 4, 5, 70, 130}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_in_a_document_leads_somewhere(document):
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)", text):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_anchor_in_a_link_is_a_heading_there(document):
    text = document.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?://)([^)#]*)#([^)]+)\)", text):
        there = document.parent / target if target else document
        headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
        assert anchor in anchors, f"{target}#{anchor}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_and_method_that_a_document_names_is_there(document):
    text = document.read_text(encoding="utf-8")
    for path in re.findall(rf"`((?:{'|'.join(PACKAGES)})/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path
    for name, member in re.findall(r"`([A-Z][A-Za-z0-9]+)\.([a-z_]+)`", text):
        (*found,) = re.findall(rf"^class {name}\b.*?(?=^\S)", SOURCES, re.MULTILINE | re.DOTALL)
        assert any(re.search(rf"\b{member}\b", body) for body in found), f"{name}.{member}"


def test_the_quickstart_quotes_messages_that_the_programs_have():
    quickstart = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d+ \| (.*?) \|", quickstart, re.MULTILINE)
    told = "\n".join(
        re.sub(r"\{\w+\}|\d+", "#", sentences["en"])
        for package in ("policy", "compliance", "device", "coordinator")
        for sentences in load_catalog(package).texts.values()
    )
    quotes = [quote for row in rows for quote in re.findall(r'"([^"]+)"', row)]
    assert len(quotes) > 20
    for quote in quotes:
        for part in re.sub(r"\d+", "#", quote).split("…"):
            assert part.strip() in told, quote


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_in_a_document_exists_with_its_options(document):
    text = document.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    for program, command, rest in re.findall(
        r"(?:^|[$|&;] |`)(bojagi(?:-[a-z]+)?) ([a-z][a-z-]+)([^\n`|&#]*)", blocks, re.MULTILINE
    ):
        assert command in PROGRAMS[program].commands, f"{program} {command}"
        found = PROGRAMS[program].commands[command]
        if isinstance(found, click.Group):
            nested = rest.split()[0]
            assert nested in found.commands, f"{program} {command} {nested}"
            found = found.commands[nested]
        known = {name for option in found.params for name in (*option.opts, *option.secondary_opts)}
        for option in re.findall(r"(--[a-z-]+)", rest):
            assert option in known | {"--help", "--version"}, f"{program} {command} {option}"


def test_no_document_is_left_with_a_placeholder_or_a_promise_that_no_one_can_make():
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        assert "@@" not in text, document
        assert not re.search(r"@[A-Z]+_", text), document
        assert not re.search(r"\b(?:TODO|FIXME|XXX)\b", text), document
        assert "compliant" not in text.lower().replace("never print", ""), document
