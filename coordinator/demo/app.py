"""Step 6: the app on the Korean vault, without a screen; what it showed is kept as pictures."""

from __future__ import annotations

import json
import subprocess
import sys

import click

from coordinator.demo.stage import Person, Stage
from coordinator.errors import DemoError

_UNAVAILABLE = 5


def show_app(stage: Stage, person: Person) -> None:
    """Runs step 6."""
    stage.step("6_app")
    pictures = person.folder / "app"
    spec = {
        "vault": str(person.vault),
        "passphrase": person.secret("passphrase"),
        "step_up": person.secret("step-up"),
        "language": person.language,
        "out": str(pictures),
        "script": person.story["app"],
    }
    stage.show_command("bojagi", ("app", "--vault", str(person.vault)))
    done = subprocess.run(
        [sys.executable, "-m", "device.app.tour", "--spec", "-"],
        input=json.dumps(spec),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == _UNAVAILABLE:  # no OpenGL: the program says what to install
        stage.tell("app_skipped", reason=done.stderr.strip())
        return
    if done.returncode != 0:
        click.echo(done.stderr.rstrip())
        raise DemoError("demo.failed", step="bojagi app")
    names = sorted(file.name for file in pictures.glob("*.png"))
    stage.expect(bool(names), "screenshots")
    stage.tell("app_pictures", count=len(names), folder=str(pictures))
    click.echo("  " + "\n  ".join(names))
