"""How a device comes in: an invitation goes out to it, and its public key is admitted.

Invariants:
1. An invitation admits nobody: it only says where the coordinator is and whom to trust.
2. A device is admitted on the operator's own machine, by whoever may read the operator's folder.
3. The log says so first, with the hash of the key; what is not logged is not admitted.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_ssh_public_key,
)

from compliance.log.events import EventKind
from coordinator.errors import OperatorError, StateUnavailable
from coordinator.folder import Folder
from coordinator.pki import prepare_certificates, write_secret
from coordinator.state import State, note
from coordinator.superlink import HOST, SuperLink, choose_port, kept_port, register
from device.federation.allowed import CURRENT_APP
from device.federation.invitation import Invitation
from device.learning.models import initial_gate

_MAX_KEY_BYTES: Final = 4_096


@dataclass(frozen=True, slots=True)
class Admitted:
    """A device that may come in.

    Attributes:
        node: The number that Flower knows it by.
        digest: SHA-256 of its public key, as the log names it.
    """

    node: int
    digest: str


def prepare_state(folder: Folder, now: datetime) -> None:
    """Makes the coordinator's state where there is none: a model that has learned nothing."""
    if not State.exists(folder.root):
        model = initial_gate(np.random.default_rng())
        State.create(folder.root, model, at=int(now.timestamp())).close()


def invite(folder: Folder) -> Invitation:
    """Gives the invitation for devices; the port and the authority in it are kept from then on.

    Raises:
        StateDamaged: a certificate file was changed or damaged.
        StateUnavailable: the folder cannot be written.
    """
    folder.prepare()
    # A port that is kept may be in use just now, by our own SuperLink.
    port = kept_port(folder) or choose_port(folder)
    authority = prepare_certificates(folder.flower, datetime.now(UTC))
    return Invitation(server=f"{HOST}:{port}", ca_pem=authority.ca_pem, apps=(CURRENT_APP,))


def write_invitation(folder: Folder, out: Path) -> Invitation:
    """Writes the invitation to a file that is not there yet.

    Raises:
        OperatorError: the file is there already, or cannot be written.
    """
    invitation = invite(folder)
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(invitation.model_dump_json(indent=2) + "\n")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OperatorError("serve.invitation_out", file=str(out), reason=reason) from error
    return invitation


def admit(folder: Folder, public_key: bytes) -> Admitted:
    """Admits the device with this public key. It stays admitted across restarts.

    A coordinator that serves this folder is asked; otherwise a SuperLink is started for it.

    Args:
        public_key: One line in OpenSSH's format, of the kind that `bojagi federation join` writes.

    Raises:
        OperatorError: it is no such key, or was admitted before.
        FlowerUnavailable: the SuperLink does not answer.
    """
    check_public_key(public_key)  # before anything is started for it
    with ExitStack() as stack:
        try:
            stack.enter_context(folder.held())
        except StateUnavailable as error:
            if error.key != "serve.in_use":
                raise
        else:
            stack.callback(SuperLink.start(folder).stop)
        return admit_to(folder, public_key)


def admit_to(folder: Folder, public_key: bytes) -> Admitted:
    """Admits a device to a SuperLink of this folder that runs. See `admit`."""
    line = check_public_key(public_key)
    digest = hashlib.sha256(line).hexdigest()
    now = datetime.now(UTC)
    prepare_state(folder, now)
    note(folder.root, EventKind.ADMITTED, {"digest": digest}, at=int(now.timestamp()))
    file = folder.flower / f"admit-{digest[:16]}.pub"
    write_secret(file, line)
    try:
        return Admitted(register(folder, file), digest)
    finally:
        file.unlink()


def check_public_key(public_key: bytes) -> bytes:
    """Gives the key's line as it is admitted: without comment, with one line end.

    Raises:
        OperatorError: it is not an EC P-384 public key in OpenSSH's format.
    """
    found = None
    if len(public_key) <= _MAX_KEY_BYTES and len(public_key.strip().splitlines()) == 1:
        try:
            found = load_ssh_public_key(public_key.strip())
        except (ValueError, UnsupportedAlgorithm):
            found = None
    if not isinstance(found, ec.EllipticCurvePublicKey) or found.curve.name != "secp384r1":
        raise OperatorError("serve.bad_key")
    return found.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + b"\n"


def read_public_key(file: Path) -> bytes:
    """Reads a public key file.

    Raises:
        OperatorError: it cannot be read.
    """
    try:
        if not file.is_file() and file.exists():  # a pipe would never end
            raise IsADirectoryError(None, "not a file")
        with file.open("rb") as stream:
            return stream.read(_MAX_KEY_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OperatorError("serve.key_unreadable", file=str(file), reason=reason) from error
