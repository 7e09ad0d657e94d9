"""`bojagi federation`: join, agree, take part, and see exactly what was sent."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

import click

from compliance.log.events import Event, EventKind
from device.errors import BadInput, Unavailable
from device.federation.consent import set_consent
from device.federation.membership import join, leave
from device.federation.participation import Participation, take_part
from device.federation.sent import Sent
from device.federation.worker_process import Connected, EndReason, Refused, Sending, WorkerEvent
from device.rights import LogLine
from device.session import Session, help_text, in_session
from policy.console import DONE, REFUSED

_ON_OFF: Final = click.Choice(["on", "off"])
_MICRO: Final = 1_000_000


@click.group("federation", help=help_text("federation"))
def federation() -> None:
    """Learning together with other devices."""


@federation.command("join", help=help_text("federation_join"))
@click.argument("invitation", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--key-out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help=help_text("federation_key_out"),
)
@in_session
def join_(session: Session, invitation: Path, key_out: Path) -> int:
    """Joins the federation that an invitation names; consents stay off."""
    with session.device() as device, _new_file(key_out, device.vault.folder) as stream:
        membership = join(device, invitation)
        stream.write(membership.node_public + "\n")
    told = session.say("federation_joined", server=membership.server, file=str(key_out))
    session.tell(told, {"server": membership.server, "public_key": membership.node_public})
    return DONE


@federation.command("leave", help=help_text("federation_leave"))
@in_session
def leave_(session: Session) -> int:
    """Leaves the federation: consents are withdrawn, and the key is dropped."""
    with session.device() as device:
        leave(device)
    session.tell(session.say("federation_left"), {"joined": False})
    return DONE


@federation.command("consent", help=help_text("federation_consent"))
@click.option("--updates", type=_ON_OFF, help=help_text("federation_updates"))
@click.option("--statistics", type=_ON_OFF, help=help_text("federation_statistics"))
@in_session
def consent(session: Session, updates: str | None, statistics: str | None) -> int:
    """Gives or withdraws the two consents; without an option it tells them."""
    with session.device() as device:
        set_consent(
            device,
            training=None if updates is None else updates == "on",
            statistics=None if statistics is None else statistics == "on",
        )
        agreed = {
            "updates": device.settings.share_updates,
            "statistics": device.settings.share_statistics,
        }
    lines = [
        session.say(f"federation_{name}_{'on' if given else 'off'}")
        for name, given in agreed.items()
    ]
    session.tell("\n".join([*lines, session.say("federation_seen")]), agreed)
    return DONE


@federation.command("run", help=help_text("federation_run"))
@click.option(
    "--patience",
    "patience_s",
    type=click.IntRange(5, 86_400),
    default=600,
    help=help_text("federation_patience"),
)
@in_session
def run(session: Session, patience_s: int) -> int:
    """Takes part in rounds until the coordinator is done, and tells what was sent as it is sent."""

    def tell(event: WorkerEvent) -> None:
        if session.as_json:
            return
        match event:
            case Connected():
                click.echo(session.say("federation_connected"))
            case Sending(sent=sent):
                click.echo(told_sent(session, sent))
            case Refused(app=app):
                click.echo(session.say("federation_refused", app=app[:16]))
            case _:
                pass

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager's Ctrl-C
    with session.device() as device:
        if not (device.settings.share_updates or device.settings.share_statistics):
            session.tell(session.say("federation_no_consent"), {"sent": [], "consent": False})
            return REFUSED
        done = take_part(device, patience_s=patience_s, tell=tell)
    if done.ended is not EndReason.STOPPED and not done.sent:
        raise Unavailable(f"federation.ended_{done.ended}")
    told = session.say(
        "federation_done", count=len(done.sent), bytes=sum(sent.bytes for sent in done.sent)
    )
    session.tell(told, _as_data(done))
    return DONE


@federation.command("sent", help=help_text("federation_sent"))
@in_session
def sent_(session: Session) -> int:
    """Tells from the log exactly what was sent."""
    with session.device() as device:
        lines = [line for line in device.rights.log() if line.event.kind is EventKind.SHARED]
        settings = device.settings
    if not lines:
        session.tell(session.say("federation_sent_nothing"), [])
        return DONE
    told = "\n".join(
        f"{settings.iso(line.event.at).replace('T', ' ')[:16]} {_told_event(session, line.event)}"
        for line in lines
    )
    session.tell(told, [_sent_data(line) for line in lines])
    return DONE


def told_sent(session: Session, sent: Sent) -> str:
    """Says one thing that leaves, in figures."""
    tensors = ", ".join(
        f"{name} {'x'.join(map(str, shape))}" for name, shape in sent.tensors.items()
    )
    return session.say(
        f"federation_sends_{sent.kind}",
        round=sent.round,
        tensors=tensors,
        bytes=sent.bytes,
        norm=f"{sent.norm:.4f}",
        weight=sent.weight,
        reward="-" if sent.reward is None else f"{sent.reward:+.3f}",
        cells=", ".join(name for name, bit in sent.cells.items() if bit) or "-",
        error=sent.error,
        digest=sent.digest[:16],
    )


def _told_event(session: Session, event: Event) -> str:
    found = event.details
    return session.say(
        "federation_sent_line",
        kind=session.say(f"federation_kind_{found['reason']}"),
        round=found.get("round", 0),
        tensors=found.get("tensors", 0),
        bytes=found.get("bytes", 0),
        norm=f"{int(found.get('norm_micro', 0)) / _MICRO:.4f}",
        digest=str(found.get("digest", ""))[:16],
    )


def _sent_data(line: LogLine) -> dict[str, Any]:
    return {"seq": line.seq, "at": line.event.at, **dict(line.event.details.items())}


def _as_data(done: Participation) -> dict[str, Any]:
    return {
        "sent": [sent.model_dump(mode="json") for sent in done.sent],
        "refused_apps": done.refused,
        "ended": done.ended,
        "rows": done.rows,
    }


@contextmanager
def _new_file(file: Path, vault: Path) -> Iterator[TextIO]:
    """Opens a file that is not there yet, before anything is changed; takes it back on an error."""
    if file.resolve().is_relative_to(vault.resolve()):
        raise BadInput("federation.key_out_inside_vault", file=str(file))
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError as error:
        raise BadInput("federation.key_out_exists", file=str(file)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput("federation.key_out", file=str(file), reason=reason) from error
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        try:
            yield stream
        except BaseException:
            file.unlink(missing_ok=True)
            raise
