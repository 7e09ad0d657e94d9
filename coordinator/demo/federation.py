"""Step 5: three devices learn together over a real SuperLink, and two intruders get nowhere."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import IO, Final

import click

import coordinator.cli
from coordinator.demo.stage import Person, Stage
from coordinator.enrolment import invite
from coordinator.errors import DemoError
from coordinator.folder import Folder
from coordinator.state import State
from coordinator.superlink import submit
from device.compose import open_device
from device.federation.keys import new_node_key
from device.federation.pipe import Link
from policy.load import load_catalog
from policy.vocabulary import Purpose

ROUNDS: Final = 3
_PATIENCE_S: Final = 240.0  # on a machine that is busy with other things
_LOOK_S: Final = 0.25
_SHOWN: Final = 3  # of the numbers that are rated; the line would be long
_FIRST: Final = 5  # memories of a recall
_FOREIGN: Final = "foreign_app"
_FOREIGN_REFUSED: Final = "ForeignApp"  # the type that a device names when it refuses one


@dataclass(slots=True)
class Program:
    """A program that runs beside the demo, with its output in a file."""

    process: subprocess.Popen[bytes]
    output: Path

    def said(self) -> str:
        """Gives what it printed so far."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def interrupt(self) -> int:
        """Ends it as Ctrl-C would. Gives its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def show_federation(stage: Stage, people: Sequence[Person]) -> None:
    """Runs step 5."""
    stage.step("5_learn")
    state = stage.out / "coordinator"
    for person in people:
        _rate(stage, person)
    with ExitStack() as running, tempfile.TemporaryDirectory(prefix="bojagi-demo-") as scratch:
        beside = Path(scratch)
        serve = _start(running, beside / "serve.txt", "coordinator", _serve_words(stage, state))
        stage.show_command("bojagi-coordinator", (*_serve_words(stage, state)[:-2], "&"))
        serving = load_catalog("coordinator").say(stage.language, "serve.sees_updates")
        _wait(lambda: serving in serve.said(), serve, "serve")
        _join(stage, state, people)
        liar = _admit_a_liar(stage, state)
        devices = [_take_part(stage, running, beside, person) for person in people]
        for person, device in zip(people, devices, strict=True):
            said = load_catalog("device").say(person.story["locale"], "cli.federation_connected")
            _wait(partial(_has_said, device, said), device, "federation run")
        _start_the_liar(running, liar)
        _wait(lambda: _is_done(state), serve, "serve --rounds")
        _send_a_foreign_app(stage, state, devices)
        for person, device in zip(people, devices, strict=True):
            _tell_device(stage, person, device)
        sent = ("federation", "sent")
        stage.bojagi(people[0].words(*sent), shown=sent)
        stage.expect(serve.interrupt() in {0, 130}, "serve")
        stage.show_command("bojagi-coordinator", _serve_words(stage, state)[:-2])
        click.echo(serve.said().rstrip())
    _tell_result(stage, state)


def _rate(stage: Stage, person: Person) -> None:
    """Says what was of use in these weeks, and what was not. What is learned, comes from this."""
    for kind, numbers in _rated(stage, person).items():
        line = ("rate", kind, *map(str, numbers))
        stage.bojagi(person.words(*line), shown=(*line[: _SHOWN + 2], "…"))


def _rated(stage: Stage, person: Person) -> dict[str, list[int]]:
    """Finds the memories that the story rates: each by a recall of its words, logged like any."""
    device = open_device(person.vault, lambda: person.secret("passphrase"))
    try:
        numbers: dict[str, list[int]] = {}
        for kind, said in person.story["rated"].items():
            numbers[kind] = []
            for words in said:
                answer = device.recall.ask(words, Purpose.RECALL, device.settings.language, _FIRST)
                found = [card.id for card in answer.memories if words in card.text]
                stage.expect(len(found) == 1, f"recall {words}")
                numbers[kind] += found
    finally:
        device.close()
    return numbers


def _serve_words(stage: Stage, state: Path) -> tuple[str, ...]:
    return (
        *("serve", "--state", str(state), "--rounds", str(ROUNDS)),
        *("--statistics", "regulator", "--statistics", "developer"),
        *("--lang", stage.language),
    )


def _join(stage: Stage, state: Path, people: Sequence[Person]) -> None:
    invitation = stage.out / "invitation.json"
    line = ("invite", "--state", str(state), "--out", str(invitation))
    _coordinator(stage, line)
    for person in people:
        key = person.folder / "node.pub"
        join = ("federation", "join", str(invitation), "--key-out", str(key))
        stage.bojagi(person.words(*join), shown=join)
        agree = ("federation", "consent", "--updates", "on", "--statistics", "on")
        stage.bojagi(person.words(*agree), shown=agree)
        _coordinator(stage, ("admit", str(key), "--state", str(state)))


def _coordinator(stage: Stage, line: Sequence[str]) -> str:
    words = (*line, "--lang", stage.language)
    return stage.run(coordinator.cli.main, "bojagi-coordinator", words, shown=line)


def _take_part(stage: Stage, running: ExitStack, beside: Path, person: Person) -> Program:
    line = ("federation", "run")
    stage.show_command("bojagi", (*line, "--vault", str(person.vault), "&"))
    output = beside / f"{person.language}.txt"
    return _start(running, output, "device", person.words(*line))


def _has_said(program: Program, words: str) -> bool:
    return words in program.said()


def _admit_a_liar(stage: Stage, state: Path) -> Link:
    """Admits a fourth device, whose updates will be NaN."""
    stage.tell("liar")
    key = new_node_key()
    file = stage.out / "liar.pub"
    file.write_text(key.public_line + "\n", encoding="ascii")
    _coordinator(stage, ("admit", str(file), "--state", str(state)))
    invitation = invite(Folder(state.resolve()))
    return Link(server=invitation.server, ca_pem=invitation.ca_pem, node_key_pem=key.private_pem)


def _start_the_liar(running: ExitStack, link: Link) -> None:
    process = subprocess.Popen(  # a module of our own
        [sys.executable, "-m", "coordinator.demo.hostile"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "FLWR_TELEMETRY_ENABLED": "0", "FLWR_DISABLE_UPDATE_CHECK": "1"},
    )
    running.callback(process.wait)
    assert process.stdin is not None
    running.callback(process.stdin.close)
    process.stdin.write(link.model_dump_json().encode() + b"\n")
    process.stdin.flush()


def _is_done(state: Path) -> bool:
    now = State.read(state)
    return now.rounds_done >= ROUNDS and now.is_evaluated and len(now.tables) >= 2


def _send_a_foreign_app(stage: Stage, state: Path, devices: Sequence[Program]) -> None:
    """Submits, with the operator's rights, an app whose code would leave a mark on each device."""
    mark = stage.out / "foreign-code-ran"
    with _foreign_app(mark) as app:
        stage.tell("foreign", file=mark.name)
        submit(Folder(state.resolve()), app)
        for device in devices:
            _wait(partial(_has_said, device, _FOREIGN_REFUSED), device, "foreign app")
        time.sleep(1)
    stage.expect(not mark.exists(), "foreign app")
    stage.tell("foreign_refused", file=mark.name)


@contextmanager
def _foreign_app(mark: Path) -> Iterator[Path]:
    """Gives a copy of the foreign app that would write `mark`."""
    with tempfile.TemporaryDirectory(prefix="bojagi-demo-") as scratch:
        app = Path(scratch)
        for name in ("pyproject.toml", "foreign.py"):
            text = (resources.files("coordinator.demo") / _FOREIGN / name).read_text("utf-8")
            text = text.replace('mark = ""', f"mark = {json.dumps(str(mark.resolve()))}")
            (app / name).write_text(text, encoding="utf-8")
        yield app


def _tell_device(stage: Stage, person: Person, device: Program) -> None:
    code = device.interrupt()
    stage.show_command("bojagi", ("federation", "run", "--vault", str(person.vault)))
    click.echo(device.said().rstrip())
    stage.expect(code == 0, "federation run")


def _tell_result(stage: Stage, state: Path) -> None:
    line = ("status", "--state", str(state))
    _coordinator(stage, line)
    now = State.read(state)
    made = [one for one in now.lines if one.aggregated]
    stage.expect(len(made) == ROUNDS, "rounds")
    stage.expect(any(one.refused.get("not-finite") for one in now.lines), "NaN")
    before, after = made[0].reward, now.final_reward
    if before is None or after is None:
        raise DemoError("demo.failed", step="reward")
    stage.tell("reward", before=f"{before:+.3f}", after=f"{after:+.3f}", rounds=ROUNDS)
    stage.expect(after > before, "reward")
    stage.tell("seen")


def _start(running: ExitStack, output: Path, module: str, words: Sequence[str]) -> Program:
    file: IO[bytes] = running.enter_context(output.open("wb"))
    process = subprocess.Popen(  # noqa: S603  # a module of our own
        [sys.executable, "-m", module, *words],
        stdin=subprocess.DEVNULL,
        stdout=file,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    program = Program(process, output)
    running.callback(program.interrupt)
    return program


def _wait(until: Callable[[], bool], program: Program, step: str) -> None:
    give_up = time.monotonic() + _PATIENCE_S
    while not until():
        if program.process.poll() is not None or time.monotonic() > give_up:
            click.echo(program.said().rstrip())
            raise DemoError("demo.failed", step=step)
        time.sleep(_LOOK_S)
