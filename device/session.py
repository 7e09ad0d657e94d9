"""What every command of `bojagi` shares: options, secrets, language, one unlocked vault."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

import click

from device.book import Client
from device.compose import Device, open_device_with
from device.errors import BadInput, Locked, Unavailable
from device.vault.authenticators.fido2 import SecurityKeyFactor
from device.vault.authenticators.keychain import KeychainFactor
from device.vault.authenticators.recovery import RecoveryFactor
from device.vault.keyring import Prover
from device.vault.keystores.keystore import Keystore
from device.vault.keystores.system import find_keystore
from device.vault.opening import with_factor, with_passphrase
from device.vault.shelves import Damage
from policy.bundle import Bundle
from policy.catalog import LANGUAGES, Language
from policy.console import choose_language
from policy.load import load_catalog
from policy.vocabulary import Purpose

DEFAULT_FOLDER: Final = Path("~/.bojagi")
_MAX_SECRET_BYTES: Final = 4096
_PURPOSES: Final = tuple(purpose.value for purpose in Purpose)
_COMMON: Final = (
    *("passphrase_file", "recovery_file", "step_up_file", "step_up_with"),
    *("assume_yes", "as_json", "asked_language"),
)


def help_text(key: str) -> str:
    """Gives a help sentence in the language of the environment."""
    return load_catalog("device").say(choose_language(), f"help.{key}")


@dataclass(slots=True)
class Session:
    """The common options of one call."""

    folder: Path
    passphrase_file: Path | None
    recovery_file: Path | None
    step_up_file: Path | None
    step_up_with: str | None
    purpose: Purpose
    assume_yes: bool
    as_json: bool
    asked_language: str | None
    passphrase_used: str = field(default="", repr=False)
    bundle: Bundle = field(init=False)  # of the vault, once it is unlocked
    zone: tzinfo = field(init=False)
    _vault_language: Language | None = field(default=None)

    @property
    def language(self) -> Language:
        """The language to speak: asked for, else the environment's, else the vault's."""
        return choose_language(self.asked_language, self._vault_language)

    def say(self, key: str, **values: str | int) -> str:
        """Gives a sentence of the command line."""
        return load_catalog("device").say(self.language, f"cli.{key}", **values)

    def tell(self, sentence: str, data: dict[str, Any] | list[Any]) -> None:
        """Prints the answer: for people, or as one JSON document."""
        click.echo(json.dumps(data, ensure_ascii=False) if self.as_json else sentence)

    @contextmanager
    def device(self, *, tells_encoder: bool = True) -> Iterator[Device]:
        """Unlocks the vault for the block, with the step-up where its file was given.

        Args:
            tells_encoder: Says at the end where the encoder could not be used, or has work left.
        """
        device = open_device_with(self.folder, self.prover())
        self._vault_language = device.settings.language
        self.bundle, self.zone = device.guard.bundle, device.settings.timezone
        if device.retention.waits:
            click.echo(self.say("clock_jumped"), err=True)
        self.tell_faded(device.fading.last.faded)
        device.guard.tell_with(self._tell_read)
        try:
            self._step_up(device)
            yield device
            if tells_encoder:
                self._tell_encoder(device)
        except BaseException:
            device.abandon()
            raise
        device.close()

    def tell_faded(self, count: int) -> None:
        """Says that memories have faded, and how to see them; nothing where none have."""
        if count:
            told = load_catalog("device").say(self.language, "fading.have_faded", count=count)
            click.echo(told, err=True)

    def _tell_encoder(self, device: Device) -> None:
        problem, waiting = device.encoder.problem, device.reindex.waiting
        if problem is not None:
            click.echo(problem.tell(self.language), err=True)
            click.echo(load_catalog("device").say(self.language, "encoder.by_words"), err=True)
        elif waiting:
            told = load_catalog("device").say(self.language, "encoder.waiting", count=waiting)
            click.echo(told, err=True)

    def _tell_read(self, client: Client, count: int) -> None:
        click.echo(self.say("program_read", name=client.name, count=count), err=True)

    @property
    def steps_up(self) -> bool:
        """Tells whether a factor was named for the step-up."""
        return self.step_up_file is not None or self.step_up_with is not None

    def _step_up(self, device: Device) -> None:
        if self.step_up_file is not None:
            device.guard.step_up(self.step_up_secret())
        elif self.step_up_with == "key":
            device.guard.step_up_with(with_factor(SecurityKeyFactor(self)))
        elif self.step_up_with == "keychain":
            device.guard.step_up_with(with_factor(self.keychain(device)))

    def keychain(self, device: Device) -> KeychainFactor:
        """Gives the factor that this machine's keychain keeps for a vault.

        Raises:
            Unavailable: there is no keystore that may hold a secret.
        """
        return KeychainFactor(self.keystore(), device.vault.keys.header.vault)

    def prover(self) -> Prover:
        """Gives what proves the owner: a recovery code if its file was given, or the passphrase."""
        if self.recovery_file is not None:
            return with_factor(RecoveryFactor(read_secret(self.recovery_file)))
        return with_passphrase(self.passphrase)

    def keystore(self) -> Keystore:
        """Gives this machine's keystore.

        Raises:
            Unavailable: there is none that may hold a secret.
        """
        found = self.found_keystore()
        if found is None:
            raise Unavailable("vault.no_keystore")
        return found

    @staticmethod
    def found_keystore() -> Keystore | None:
        """Gives this machine's keystore, or None where there is none that may hold a secret."""
        return find_keystore()

    def ask_pin(self) -> str | None:
        """Asks for the PIN of a security key; None where there is nobody to ask."""
        return self._prompt("ask_pin") if sys.stdin.isatty() else None

    def touch(self) -> None:
        """Tells the person that the security key waits for a touch."""
        click.echo(self.say("touch_key"), err=True)

    def damage_lines(self, damage: Sequence[Damage], damaged: Iterable[int]) -> list[str]:
        """Gives what does not open, in sentences; none where everything does."""
        lines = []
        for one in damage:
            name = self.say(f"class_{one.name}")
            lines.append(
                self.say("damaged_part", name=name, first=one.first, last=one.last, count=one.count)
            )
        ids = ", ".join(map(str, sorted(damaged)))
        if ids:
            lines.append(self.say("damaged_memories", ids=ids))
        return [*lines, self.say("damaged_do")] if lines else []

    def passphrase(self) -> str:
        """Gives the passphrase, from its file or the terminal.

        Raises:
            Locked: there is neither.
        """
        file = self.passphrase_file
        if self.passphrase_used:
            return self.passphrase_used
        self.passphrase_used = self._prompt("ask_passphrase") if file is None else read_secret(file)
        return self.passphrase_used

    def step_up_secret(self) -> str:
        """Gives the step-up secret, from its file or the terminal."""
        if self.step_up_file is not None:
            return read_secret(self.step_up_file)
        return self._prompt("ask_step_up")

    def new_secret(self, key: str, file: Path | None, *, optional: bool = False) -> str | None:
        """Gives a secret that is being set: from its file, or typed twice.

        None where it was skipped.
        """
        if file is not None:
            return read_secret(file)
        if optional and not sys.stdin.isatty():
            return None
        secret = self._prompt(key, confirm=True, optional=optional)
        if not secret and not optional:
            raise BadInput("cli.secret_empty")
        return secret or None

    def confirm(self, question: str) -> bool:
        """Asks before what cannot be undone.

        Raises:
            BadInput: there is nobody to ask, and --yes was not given.
        """
        if self.assume_yes:
            return True
        if not sys.stdin.isatty():
            raise BadInput("cli.needs_yes")
        return click.confirm(question, err=True)

    def _prompt(self, key: str, *, confirm: bool = False, optional: bool = False) -> str:
        if not sys.stdin.isatty():
            raise Locked("cli.no_passphrase")
        default = "" if optional else None

        def ask(label: str) -> str:
            typed: str = click.prompt(
                self.say(label), hide_input=True, err=True, default=default, show_default=False
            )
            return typed

        answer = ask(key)
        if confirm and answer and ask("ask_again") != answer:
            raise BadInput("cli.secrets_differ")
        return answer


def read_secret(file: Path) -> str:
    """Reads a secret from a file; a line end after it does not count.

    Raises:
        BadInput: the file cannot be read, is too large, not UTF-8, or empty.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(_MAX_SECRET_BYTES + 1)
        if len(raw) > _MAX_SECRET_BYTES:
            raise BadInput("cli.secret_file", name=file.name)
        secret = raw.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("cli.secret_file", name=file.name) from error
    if not secret:
        raise BadInput("cli.secret_empty")
    return secret


def in_session(
    command: Callable[..., int],
    *,
    own_purpose: bool = False,
    purpose: Purpose = Purpose.RECALL,
) -> Callable[..., int]:
    """Gives a command the common options, after its own, and hands it the session they make.

    Args:
        own_purpose: The command has a `--purpose` that says something else: what it is about.
        purpose: What it reads for, unless `--purpose` says otherwise.
    """
    path = click.Path(path_type=Path)
    purpose_option = click.option(
        "--purpose",
        type=click.Choice(_PURPOSES),
        default=purpose.value,
        help=help_text("purpose"),
    )

    @click.option("--vault", type=path, envvar="BOJAGI_VAULT", help=help_text("vault"))
    @click.option("--passphrase-file", type=path, metavar="FILE", help=help_text("passphrase_file"))
    @click.option("--recovery-file", type=path, metavar="FILE", help=help_text("recovery_file"))
    @click.option("--step-up-file", type=path, metavar="FILE", help=help_text("step_up_file"))
    @click.option(
        "--step-up-with", type=click.Choice(["key", "keychain"]), help=help_text("step_up_with")
    )
    @click.option("--yes", "assume_yes", is_flag=True, help=help_text("yes"))
    @click.option("--json", "as_json", is_flag=True, help=help_text("json"))
    @click.option("--lang", "asked_language", type=click.Choice(LANGUAGES), help=help_text("lang"))
    def wrapped(*, vault: Path | None, **options: Any) -> int:
        common = {name: options.pop(name) for name in _COMMON}
        reads_for = purpose if own_purpose else Purpose(options.pop("purpose"))
        session = Session((vault or DEFAULT_FOLDER).expanduser(), purpose=reads_for, **common)
        return command(session, **options)

    return wrapped if own_purpose else purpose_option(wrapped)
