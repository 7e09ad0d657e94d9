"""People with devices, for tests: a hand-turned clock, a command line with its secrets."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from device.cli import main
from device.compose import Device, create_device, open_device
from device.settings import Settings
from device.vault.kdf import KdfParameters

PASSPHRASE = "correct horse 보자기 風呂敷"
STEP_UP = "두 번째 비밀 二つ目"
START = 1_790_000_000


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is turned."""

    now: int = START

    def __call__(self) -> int:
        return self.now


def make_device(
    folder: Path, clock: Clock, *, step_up: str | None = STEP_UP, language: str = "en"
) -> Device:
    """Gives a new, unlocked device; step-up classes closed."""
    settings = Settings.model_validate({"owner": "Ann", "language": language, "zone": "UTC"})
    return create_device(folder, PASSPHRASE, step_up, settings, kdf=KdfParameters(), clock=clock)


def copied_device(made: Path, folder: Path, clock: Clock) -> Device:
    """Gives an unlocked copy of a device, which is made once: a copy has no secret to derive.

    Its log holds that the vault was closed and unlocked again.
    """
    if not made.exists():
        make_device(made, Clock()).close()
    shutil.copytree(made, folder)
    return reopen(folder, clock)


def reopen(folder: Path, clock: Clock) -> Device:
    """Unlocks a device again."""
    return open_device(folder, lambda: PASSPHRASE, clock=clock)


def remember(device: Device, text: str) -> int:
    """Keeps a sentence and gives its id."""
    kept = device.intake.remember(text)
    assert kept.id is not None
    return kept.id


@dataclass(frozen=True, slots=True)
class Shell:
    """`bojagi` with its secrets at hand, run in this process."""

    home: Path

    @property
    def vault(self) -> Path:
        """Where the vault is."""
        return self.home / "vault"

    def secrets(self, *, step_up: bool = False) -> list[str]:
        """Gives the options that name the vault and its secrets."""
        for name, secret in (("pass", PASSPHRASE), ("step", STEP_UP)):
            (self.home / name).write_text(secret + "\n", encoding="utf-8")
        words = ["--vault", str(self.vault), "--passphrase-file", str(self.home / "pass")]
        return [*words, "--step-up-file", str(self.home / "step")] if step_up else words

    def run(self, *words: str, step_up: bool = False) -> int:
        """Runs a command and gives its exit code."""
        return main([*words, *self.secrets(step_up=step_up)])

    def init(self, *words: str, step_up: bool = True) -> int:
        """Makes the vault."""
        return self.run("init", "--kdf-memory-mib", "64", *words, step_up=step_up)


def parsed(printed: str) -> Any:
    """Gives the one JSON document that a command printed."""
    return json.loads(printed)
