"""Commands of `bojagi` that change who may open the vault: passphrase, recovery code, factors."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from device.errors import BadInput
from device.session import Session, help_text, in_session
from device.vault.authenticators.authenticator import Authenticator, FactorKind
from device.vault.authenticators.fido2 import SecurityKeyFactor
from policy.console import DONE
from policy.vocabulary import AuthLevel

_FILE = click.Path(path_type=Path)


@click.command("passphrase", help=help_text("passphrase"))
@click.option("--new-file", type=_FILE, metavar="FILE", help=help_text("new_passphrase_file"))
@in_session
def passphrase(session: Session, new_file: Path | None) -> int:
    """Changes the passphrase; a recovery code may open the vault for it."""
    with session.device() as device:
        secret = session.new_secret("ask_new_passphrase", new_file)
        if secret is None:
            raise BadInput("cli.secret_empty")
        device.keeping.change_passphrase(secret)
    session.tell(session.say("passphrase_changed"), {"passphrase": "changed"})
    return DONE


@click.command("recovery-code", help=help_text("recovery_code"))
@click.option("--drop", is_flag=True, help=help_text("recovery_drop"))
@in_session
def recovery_code(session: Session, *, drop: bool) -> int:
    """Makes a recovery code and shows it once, or takes the present one away."""
    with session.device() as device:
        if drop:
            device.keeping.drop_recovery_code()
            code = None
        else:
            code = device.keeping.make_recovery_code()
    told = session.say("recovery_dropped" if code is None else "recovery_made", code=code or "")
    session.tell(told, {"recovery_code": code})
    return DONE


@click.command("step-up", help=help_text("step_up"))
@click.option("--new-file", type=_FILE, metavar="FILE", help=help_text("step_up_file"))
@in_session
def step_up(session: Session, new_file: Path | None) -> int:
    """Sets the second passphrase, or changes the one that was shown."""
    with session.device() as device:
        if device.vault.has_step_up and not session.steps_up:
            raise BadInput("cli.step_up_needed_to_change")
        secret = session.new_secret("ask_step_up", new_file)
        if secret is None:
            raise BadInput("cli.secret_empty")
        device.keeping.set_step_up(secret)
    session.tell(session.say("step_up_set"), {"step_up": True})
    return DONE


@click.group("factor", help=help_text("factor"))
def factor() -> None:
    """What opens the step-up classes."""


@factor.command("list", help=help_text("factor_list"))
@in_session
def factor_list(session: Session) -> int:
    """Shows the enrolled factors."""
    with session.device() as device:
        factors = device.keeping.step_up_factors
        has_recovery = device.keeping.has_recovery
    lines = [
        session.say(
            "factor_line",
            id=one.id[:8],
            kind=session.say(f"factor_{one.kind}"),
            level=session.say(f"level_{AuthLevel(one.level).name.lower()}"),
        )
        for one in factors
    ] or [session.say("factor_none")]
    lines.append(session.say("recovery_there" if has_recovery else "recovery_not_there"))
    data = [
        {"id": one.id, "kind": one.kind.value, "level": AuthLevel(one.level).name.lower()}
        for one in factors
    ]
    session.tell("\n".join(lines), {"factors": data, "recovery_code": has_recovery})
    return DONE


@factor.command("add", help=help_text("factor_add"))
@click.argument("kind", metavar="key|keychain", type=click.Choice(["key", "keychain"]))
@in_session
def factor_add(session: Session, kind: str) -> int:
    """Enrols a security key, or a secret in the system's keychain."""
    with session.device() as device:
        chosen: Authenticator = (
            SecurityKeyFactor(session) if kind == "key" else session.keychain(device)
        )
        level = device.keeping.add_step_up(chosen)
    name = level.name.lower()
    told = [session.say("factor_added", level=session.say(f"level_{name}"))]
    if level is AuthLevel.BIOMETRIC:
        told.append(session.say("factor_biometric"))
    session.tell("\n".join(told), {"kind": kind, "level": name})
    return DONE


@factor.command("remove", help=help_text("factor_remove"))
@click.argument("factor_id", metavar="ID")
@in_session
def factor_remove(session: Session, factor_id: str) -> int:
    """Takes a factor away."""
    with session.device() as device:
        found = [one for one in device.keeping.step_up_factors if one.id.startswith(factor_id)]
        if len(found) != 1:
            raise BadInput("vault.no_such_factor", id=factor_id)
        device.keeping.remove_step_up(found[0].id)
        if found[0].kind is FactorKind.KEYCHAIN:
            session.keychain(device).forget(found[0].parameters)
    session.tell(session.say("factor_removed", id=factor_id), {"removed": found[0].id})
    return DONE


@click.command("rotate", help=help_text("rotate"))
@in_session
def rotate(session: Session) -> int:
    """Replaces the keys of everything that is open."""
    with session.device() as device:

        def progress(done: int, total: int) -> None:
            if sys.stderr.isatty():
                told = session.say("rotating", done=done, total=total)
                click.echo(f"\r{told}", nl=done >= total, err=True)

        segments = device.keeping.rotate(progress)
        closed = [name.value for name in device.guard.closed(session.purpose)]
    told = [session.say("rotated", count=segments)]
    if closed:
        told.append(session.say("rotated_not_closed"))
    session.tell("\n".join(told), {"segments": segments, "closed": closed})
    return DONE


COMMANDS = (passphrase, recovery_code, step_up, factor, rotate)
