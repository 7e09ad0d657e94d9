"""The demo: three people, three languages, and the real programs at work on their conversations.

It runs the very commands that a person would type, shows each with its output, and checks what came
back; a step that does not give what it promises ends the demo with an error.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import secrets
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import click

import compliance.cli
import device.cli
from coordinator.errors import DemoError
from policy.catalog import Language
from policy.load import load_catalog

_MARKER: Final = ".bojagi-demo"
_STORIES: Final = ("ja", "ko", "en")
_INTEGRITY: Final = 3
_LEAST_MESSAGES: Final = 150  # of each sample
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be")
_CHUNK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Person:
    """One of the three, with the folder that the demo gives them."""

    story: Mapping[str, Any]
    folder: Path
    sample: Path

    @property
    def language(self) -> str:
        """The language that this person speaks."""
        return str(self.story["locale"])

    def words(self, *command: str, step_up: bool = False) -> list[str]:
        """Gives a `bojagi` command line for this person's vault."""
        line = [*command, "--vault", str(self.folder / "vault"), "--lang", self.language]
        line += ["--passphrase-file", str(self.folder / "passphrase.txt")]
        if step_up:
            line += ["--step-up-file", str(self.folder / "step-up.txt")]
        return line


def run_demo(out: Path, language: Language) -> None:
    """Runs the whole demo and writes what it makes below `out`.

    Raises:
        DemoError: `out` is somebody else's folder, or a step did not give what it should have.
    """
    stage = _Stage(out, language)
    _prepare(out)
    stage.tell("intro")
    with resources.as_file(resources.files("coordinator") / "samples") as samples:
        people = [_person(out, samples, name) for name in _STORIES]
        stage.step("1_import")
        for person in people:
            _import(stage, person)
        stage.step("2_recall")
        for person in people:
            _recall(stage, person)
        stage.step("3_forget")
        _forget(stage, people[0])
        stage.step("4_verify")
        _verify(stage, people[0])
    stage.tell("where", folder=str(out.resolve()))


class _Stage:
    """Shows commands and sentences, and runs the programs in this process."""

    def __init__(self, out: Path, language: Language) -> None:
        self.out = out
        self._language = language

    def say(self, key: str, **values: str | int) -> str:
        return load_catalog("coordinator").say(self._language, f"demo.{key}", **values)

    def tell(self, key: str, **values: str | int) -> None:
        click.echo(self.say(key, **values))

    def step(self, key: str) -> None:
        click.echo()
        click.secho(self.say(f"step_{key}"), bold=True)

    def bojagi(self, words: Sequence[str], *, shown: Sequence[str]) -> str:
        """Runs a `bojagi` command, shows it as `shown`, and gives what it printed."""
        return self.run(device.cli.main, "bojagi", words, shown=shown, expected=0)

    def run(
        self,
        program: Callable[[Sequence[str]], int],
        name: str,
        words: Sequence[str],
        *,
        shown: Sequence[str],
        expected: int,
    ) -> str:
        click.secho(f"\n$ {name} {shlex.join(shown)}", fg="cyan")
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            code = program(list(words))
        click.echo(output.getvalue().rstrip())
        self.expect(code == expected, f"{name} {shown[0]}: {code}")
        return output.getvalue()

    def expect(self, held: bool, what: str) -> None:  # reads as a sentence
        if not held:
            raise DemoError("demo.failed", step=what)


def _prepare(out: Path) -> None:
    if out.exists() and not (out / _MARKER).is_file():
        raise DemoError("demo.not_ours", folder=str(out))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / _MARKER).touch()


def _person(out: Path, samples: Path, name: str) -> Person:
    story = json.loads((samples / f"{name}.story.json").read_text(encoding="utf-8"))
    person = Person(story, out / name, samples / story["export"])
    person.folder.mkdir()
    for file in ("passphrase.txt", "step-up.txt"):
        (person.folder / file).write_text(secrets.token_urlsafe(18) + "\n", encoding="utf-8")
    return person


def _import(stage: _Stage, person: Person) -> None:
    words = ("init", "--owner", person.story["owner"], "--market", person.story["market"])
    fast = ("--kdf-memory-mib", "64")  # the least that is allowed, so that the demo is quick
    stage.bojagi(person.words(*words, *fast, step_up=True), shown=words)
    told = stage.bojagi(
        person.words("import", str(person.sample)), shown=("import", person.story["export"])
    )
    # Two numbers lead in each language: how many messages the sample has, and how many were kept.
    counts = [int(number) for number in re.findall(r"\d+", told.splitlines()[0])]
    stage.expect(min(counts, default=0) >= _LEAST_MESSAGES, "import")


def _recall(stage: _Stage, person: Person) -> None:
    for question in person.story["ask"]:
        _ask(stage, person, question)
    money = person.story["ask_finance"]
    stage.tell("finance_closed")
    query = ("recall", money["query"], "--limit", "5")
    told = stage.bojagi(person.words(*query), shown=query)
    stage.expect(money["expect"] not in told, "recall, closed")
    stage.tell("finance_opened")
    told = stage.bojagi(person.words(*query, step_up=True), shown=(*query, "--step-up-file", "…"))
    stage.expect(money["expect"] in told, "recall, after step-up")
    number = _number_of(person, money["expect"])
    stage.bojagi(person.words("rule", number, step_up=True), shown=("rule", number))


def _ask(stage: _Stage, person: Person, question: Mapping[str, str]) -> None:
    query = ("recall", question["query"], "--limit", "5")
    told = stage.bojagi(person.words(*query), shown=query)
    stage.expect(question["expect"] in told, f"recall {question['query']}")


def _forget(stage: _Stage, person: Person) -> None:
    story = person.story["forget"]
    words: list[str] = story["words"]
    number = _number_of(person, story["expect"])
    stage.bojagi(person.words("show", number), shown=("show", number))
    stage.bojagi(person.words("forget", number, "--yes"), shown=("forget", number, "--yes"))
    again = ("recall", story["query"], "--limit", "5")
    told = stage.bojagi(person.words(*again), shown=again)
    stage.expect(story["expect"] not in told, "forget")
    found, searched, size = _search(stage.out, words)
    stage.expect(not found, "search")
    stage.tell("searched", words=", ".join(words), files=searched, size=f"{size:,}")
    control, _, _ = _search(person.sample.parent, words)
    stage.expect(bool(control), "search of the sample")
    stage.tell("sample_keeps", file=str(person.sample))


def _verify(stage: _Stage, person: Person) -> None:
    evidence = person.folder / "evidence"
    line = ("log", "--export", str(evidence))
    stage.bojagi(person.words(*line), shown=line)
    verify = ("verify", str(evidence), "--lang", person.language)
    stage.run(compliance.cli.main, "bojagi-compliance", verify, shown=verify[:2], expected=0)
    log = evidence / "log.jsonl"
    raw = bytearray(log.read_bytes())
    raw[len(raw) // 2] ^= 1
    log.write_bytes(raw)
    stage.tell("tampered", file=str(log), byte=len(raw) // 2)
    stage.run(
        compliance.cli.main, "bojagi-compliance", verify, shown=verify[:2], expected=_INTEGRITY
    )
    raw[len(raw) // 2] ^= 1
    log.write_bytes(raw)
    stage.tell("mended")


def _number_of(person: Person, text: str) -> str:
    """Finds a memory's number by its words, as `bojagi recall --json` tells it."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        device.cli.main(person.words("recall", text, "--limit", "20", "--json", step_up=True))
    for card in json.loads(output.getvalue())["memories"]:
        if text in card["text"]:
            return str(card["id"])
    raise DemoError("demo.failed", step="recall --json")


def _search(folder: Path, words: Sequence[str]) -> tuple[list[Path], int, int]:
    """Searches every byte below a folder. Gives the files that hold a word, how many, how large."""
    needles = [word.encode(encoding) for word in words for encoding in _ENCODINGS]
    found, count, size = [], 0, 0
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        count += 1
        longest = max(map(len, needles))
        for part in _overlapping(file, longest):
            if any(needle in part for needle in needles):
                found.append(file)
                break
        size += file.stat().st_size
    return found, count, size


def _overlapping(file: Path, overlap: int) -> Iterator[bytes]:
    kept = b""
    with file.open("rb") as stream:
        while part := stream.read(_CHUNK_BYTES):
            yield kept + part
            kept = part[-overlap:]
