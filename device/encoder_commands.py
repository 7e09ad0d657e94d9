"""Commands of `bojagi` that choose which encoder makes a vault's vectors, and renew these."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from device.compose import Device
from device.encoder.encode import Encoder
from device.errors import BadInput, IntegrityError, Unavailable
from device.session import Session, in_session
from device.settings import EncoderRecord, OwnEncoder
from policy.catalog import Language
from policy.console import DONE, INTERRUPTED, choose_language
from policy.load import load_catalog
from policy.vocabulary import ClassName

_DEFAULT = "default"


def _say(language: Language, key: str, **values: str | int) -> str:
    return load_catalog("device").say(language, key, **values)


@click.group("encoder", help=_say(choose_language(), "encoder.help_group"))
def encoder() -> None:
    """Which encoder makes the vectors that search compares."""


@encoder.command("use", help=_say(choose_language(), "encoder.help_use"))
@click.argument("folder", metavar="DIR|default")
@in_session
def use(session: Session, folder: str) -> int:
    """Puts another encoder in force, once it was found good, and renews all vectors."""
    if folder == _DEFAULT:
        with session.device(tells_encoder=False) as device:
            device.use_encoder(Encoder.default(), None)
            told = _say(session.language, "encoder.used_default", id=Encoder.default().identity)
            return _renew(session, device, told, {})
    # Not at the top: the runtime of models costs whoever has none a tenth of a second.
    foreign, own, proving = (
        import_module(f"device.encoder.{name}") for name in ("foreign", "own", "proving")
    )
    place = _place(folder)
    model = foreign.ForeignModel.load(place)  # what is no encoder asks for no passphrase
    proving.prove(model)
    speed = proving.speed_ms(model, time.process_time)
    with session.device(tells_encoder=False) as device:
        basis = _kept_basis(device, model.sha256) or own.work_out_basis(
            model, _progress(session, "encoder.working_out")
        )
        chosen = own.ForeignEncoder.chosen(place, model, basis)
        record = OwnEncoder(
            folder=str(place),
            encoder=EncoderRecord.of(chosen),
            basis_sha256=own.basis_hash(basis),
        )
        device.use_encoder(chosen, record, b"" if basis is None else basis.to_bytes())
        shown: dict[str, Any] = {"milliseconds": round(speed, 3)}
        told = _say(
            session.language,
            "encoder.used",
            folder=str(place),
            id=chosen.identity,
            dimensions=chosen.dimensions,
            speed=f"{speed:.2f}",
        )
        return _renew(session, device, told, shown)


@encoder.command("show", help=_say(choose_language(), "encoder.help_show"))
@in_session
def show(session: Session) -> int:
    """Tells which encoder is in force, and how many memories wait for it."""
    with session.device(tells_encoder=False) as device:
        lines, data = _described(session, device)
    session.tell("\n".join(lines), data)
    return DONE


@encoder.command("reindex", help=_say(choose_language(), "encoder.help_reindex"))
@in_session
def reindex(session: Session) -> int:
    """Goes on with the memories that wait for a vector of the encoder in force."""
    with session.device(tells_encoder=False) as device:
        return _renew(session, device, "", {})


def _renew(session: Session, device: Device, told: str, data: dict[str, Any]) -> int:
    """Renews what waits, and tells what was done, also where it was interrupted."""
    try:
        done, code = device.reindex.run(_progress(session, "encoder.renewing")), DONE
        last = _say(session.language, "encoder.renewed", count=done)
    except KeyboardInterrupt:  # every batch is durable
        done, code = None, INTERRUPTED
        last = _say(session.language, "encoder.stopped", count=device.reindex.waiting)
    lines, shown = _described(session, device)
    session.tell("\n".join(filter(None, [told, last, *lines[1:]])), {**shown, **data, "done": done})
    return code


def _described(session: Session, device: Device) -> tuple[list[str], dict[str, Any]]:
    language, current, own = session.language, device.encoder, device.settings.own_encoder
    with suppress(Unavailable):  # `problem` tells
        current.require()
    used, waiting = current.encoder, device.reindex.waiting
    closed = [name.value for name in ClassName if not device.vault.is_open(name)]
    lines = [
        _say(
            language,
            "encoder.shown",
            id=used.identity,
            dimensions=used.dimensions,
            place=_say(language, "encoder.shipped") if own is None else own.folder,
        )
    ]
    if used.sha256:
        lines[0] += "\n" + _say(language, "encoder.shown_hash", sha256=used.sha256)
    if current.problem is not None:
        lines.append(current.problem.tell(language))
    if waiting:
        lines.append(_say(language, "encoder.waiting", count=waiting))
    if closed:
        lines.append(_say(language, "encoder.waiting_closed"))
    data = {
        "id": used.identity,
        "dimensions": used.dimensions,
        "sha256": used.sha256,
        "folder": None if own is None else own.folder,
        "waiting": waiting,
        "closed": closed,
        "problem": None if current.problem is None else current.problem.key,
    }
    return lines, data


def _place(folder: str) -> Path:
    """Gives where a folder is, as the settings will name it.

    Raises:
        BadInput: they cannot, for its name is no text.
    """
    try:
        place = Path(folder).expanduser().absolute()
        str(place).encode()
    except (RuntimeError, UnicodeEncodeError) as error:  # RuntimeError: there is no such home
        raise BadInput("encoder.folder_name") from error
    return place


def _kept_basis(device: Device, sha256: str) -> Any:
    """Gives the directions that the vault keeps of this very model, so that nothing is renewed."""
    own = device.settings.own_encoder
    if own is None or own.encoder.sha256 != sha256 or not own.basis_sha256:
        return None
    try:
        return import_module("device.encoder.own").kept_basis(own, device.vault.read_basis)
    except IntegrityError:
        return None  # it is worked out again


def _progress(session: Session, key: str) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            told = _say(session.language, key, done=done, total=total)
            click.echo(f"\r{told}", nl=done >= total, err=True)

    return tell


COMMANDS = (encoder,)
