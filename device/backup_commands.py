"""Commands of `bojagi` that keep a vault safe: backup, restore, upgrade, and a check of it all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from device.compose import restore_device, system_clock, upgrade_device
from device.session import Session, help_text, in_session
from policy.console import DAMAGED, DONE

_FOLDER = click.Path(path_type=Path)
_MB = 1_000_000


@click.command("backup", help=help_text("backup"))
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--deletions-only", is_flag=True, help=help_text("deletions_only"))
@in_session
def backup(session: Session, folder: Path, *, deletions_only: bool) -> int:
    """Makes or brings up to date a backup; run it again to resume."""
    with session.device() as device:
        if deletions_only:
            device.safekeeping.note_deletions(folder)
            told = session.say("deletions_noted", folder=str(folder))
            session.tell(told, {"folder": str(folder), "deletions_noted": True})
            return DONE
        written = device.safekeeping.backup(folder, _progress(session, "backing_up"))
        assert written is not None  # nobody stops it here
    told = session.say(
        "backed_up",
        folder=str(folder),
        size=written.size_bytes // _MB + 1,
        new=written.new_chunks,
        kept=written.kept_chunks,
    )
    data = {"new_chunks": written.new_chunks, "kept_chunks": written.kept_chunks}
    session.tell(
        f"{told}\n{session.say('backup_holds')}",
        {"folder": str(folder), "bytes": written.size_bytes, **data},
    )
    return DONE


@click.command("restore", help=help_text("restore"))
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option(
    "--ledger", "ledgers", type=_FOLDER, multiple=True, metavar="DIR", help=help_text("ledger")
)
@click.option("--keystore/--no-keystore", default=True, help=help_text("keystore"))
@in_session
def restore(session: Session, folder: Path, ledgers: tuple[Path, ...], *, keystore: bool) -> int:
    """Makes a vault of a backup, in the folder that --vault names."""
    contents = restore_device(
        folder,
        session.folder,
        session.prover(),
        ledgers=ledgers,
        keystore=session.found_keystore() if keystore else None,
        progress=_progress(session, "restoring"),
    )
    with session.device() as device:
        made = device.settings.iso(contents.made_at)
    told = session.say("restored", folder=str(session.folder), made=made)
    session.tell(told, {"vault": str(session.folder), "made_at": contents.made_at})
    return DONE


@click.command("upgrade", help=help_text("upgrade"))
@click.option("--keystore/--no-keystore", default=True, help=help_text("keystore"))
@in_session
def upgrade(session: Session, *, keystore: bool) -> int:
    """Brings a vault of an older format up to today's."""
    step_up = None if session.step_up_file is None else session.step_up_secret()
    upgrade_device(
        session.folder,
        session.passphrase(),
        step_up,
        clock=system_clock,
        keystore=session.found_keystore() if keystore else None,
    )
    told = session.say("upgraded", folder=str(session.folder))
    session.tell(told, {"vault": str(session.folder), "upgraded": True})
    return DONE


@click.command("check", help=help_text("check"))
@in_session
def check(session: Session) -> int:
    """Opens every memory of the open classes, and names what does not open."""
    with session.device() as device:
        count = device.rights.check()
        events = device.vault.journal.verify()
        damage = list(device.vault.damage)
        damaged = sorted(device.guard.damaged)
    lines = [session.say("checked", count=count, events=events)]
    lines += session.damage_lines(damage, damaged)
    data = {
        "opened": count,
        "events": events,
        "damaged": damaged,
        "segments": [
            {"segment": one.seg, "memories": one.count, "first": one.first, "last": one.last}
            for one in damage
        ],
    }
    session.tell("\n".join(lines), data)
    return DAMAGED if damage or damaged else DONE


def _progress(session: Session, key: str) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            told = session.say(key, done=done // _MB, total=total // _MB)
            click.echo(f"\r{told}", nl=done >= total, err=True)

    return progress


COMMANDS = (backup, restore, upgrade, check)
