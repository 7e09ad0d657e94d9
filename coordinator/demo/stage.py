"""What the steps of the demo share: the three people, and the commands that are run and shown."""

from __future__ import annotations

import contextlib
import io
import json
import secrets
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import click

import compliance.cli
import device.cli
from coordinator.errors import DemoError
from policy.catalog import Language
from policy.load import load_catalog

INTEGRITY: Final = 3  # exit code
_MARKER: Final = ".bojagi-demo"
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

    @property
    def vault(self) -> Path:
        """Where this person's vault is."""
        return self.folder / "vault"

    def words(self, *command: str, step_up: bool = False) -> list[str]:
        """Gives a `bojagi` command line for this person's vault."""
        line = [*command, "--vault", str(self.vault), "--lang", self.language]
        line += ["--passphrase-file", str(self.folder / "passphrase.txt")]
        if step_up:
            line += ["--step-up-file", str(self.folder / "step-up.txt")]
        return line

    def secret(self, name: str) -> str:
        """Gives the passphrase or the step-up secret."""
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8").strip()


class Stage:
    """Shows commands and sentences, and runs the programs in this process."""

    def __init__(self, out: Path, language: Language) -> None:
        self.out = out
        self.language = language

    def say(self, key: str, **values: str | int) -> str:
        """Gives a sentence of the demo."""
        return load_catalog("coordinator").say(self.language, f"demo.{key}", **values)

    def tell(self, key: str, **values: str | int) -> None:
        """Shows a sentence of the demo."""
        click.echo(self.say(key, **values))

    def step(self, key: str) -> None:
        """Shows the title of a step."""
        click.echo()
        click.secho(self.say(f"step_{key}"), bold=True)

    def has_extra(self, step: str, *packages: str) -> bool:
        """Tells whether a step's packages are installed; shows the step as skipped if not."""
        missing = [name for name in packages if find_spec(name) is None]
        if missing:
            self.step(step)
            self.tell("skipped", packages=", ".join(missing))
        return not missing

    def bojagi(self, words: Sequence[str], *, shown: Sequence[str]) -> str:
        """Runs a `bojagi` command, shows it as `shown`, and gives what it printed."""
        return self.run(device.cli.main, "bojagi", words, shown=shown)

    def verify(
        self, folder: Path, language: str, *, expected: int = 0, lines: int | None = None
    ) -> None:
        """Runs `bojagi-compliance verify` on a folder."""
        words = ("verify", str(folder), "--lang", language)
        shown = words[:2]
        main = compliance.cli.main
        self.run(main, "bojagi-compliance", words, shown=shown, expected=expected, lines=lines)

    def run(
        self,
        program: Callable[[Sequence[str]], int],
        name: str,
        words: Sequence[str],
        *,
        shown: Sequence[str],
        expected: int = 0,
        lines: int | None = None,
    ) -> str:
        """Runs a program's command, shows it as `shown`, and gives what it printed.

        Args:
            lines: How many lines of what it printed are shown; all where it is None.

        Raises:
            DemoError: it did not end with the expected exit code.
        """
        self.show_command(name, shown)
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            code = program(list(words))
        told = output.getvalue().rstrip().splitlines()
        click.echo("\n".join(told[:lines] + (["…"] if told[:lines] != told else [])))
        self.expect(code == expected, f"{name} {shown[0]}: {code}")
        return output.getvalue()

    def show_command(self, name: str, shown: Sequence[str]) -> None:
        """Shows a command line as a person would type it."""
        click.secho(f"\n$ {name} {shlex.join(shown)}", fg="cyan")

    def expect(self, held: bool, what: str) -> None:  # reads as a sentence
        """Ends the demo where a step did not give what it should have.

        Raises:
            DemoError: it did not.
        """
        if not held:
            raise DemoError("demo.failed", step=what)


def prepare(out: Path) -> None:
    """Empties the demo's folder, or makes it.

    Raises:
        DemoError: the folder is there, and the demo did not make it.
    """
    if out.exists() and not (out / _MARKER).is_file():
        raise DemoError("demo.not_ours", folder=str(out))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / _MARKER).touch()


def make_person(out: Path, samples: Path, name: str) -> Person:
    """Gives a person of the samples a folder and secrets of their own."""
    story = json.loads((samples / f"{name}.story.json").read_text(encoding="utf-8"))
    person = Person(story, out / name, samples / story["export"])
    person.folder.mkdir()
    for file in ("passphrase.txt", "step-up.txt"):
        (person.folder / file).write_text(secrets.token_urlsafe(18) + "\n", encoding="utf-8")
    return person


def recalled(person: Person, query: str, limit: int) -> list[dict[str, Any]]:
    """Gives the cards of a recall, as `bojagi recall --json` tells them."""
    output = io.StringIO()
    words = person.words("recall", query, "--limit", str(limit), "--json", step_up=True)
    with contextlib.redirect_stdout(output):
        device.cli.main(words)
    cards: list[dict[str, Any]] = json.loads(output.getvalue())["memories"]
    return cards


def search(folder: Path, words: Sequence[str]) -> tuple[list[Path], int, int]:
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
