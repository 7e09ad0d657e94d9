"""Joining a federation and leaving it: the invitation, and the key that the device shows there."""

from __future__ import annotations

from pathlib import Path

from compliance.log.events import EventKind
from device.compose import Device
from device.errors import BadInput
from device.federation.allowed import ALLOWED_APPS
from device.federation.consent import set_consent
from device.federation.invitation import read_invitation
from device.federation.keys import new_node_key
from device.settings import Membership


def join(device: Device, file: Path) -> Membership:
    """Joins the federation that an invitation names, with a new key. Consents stay as they are.

    Raises:
        BadInput: the file is no invitation, its app is not on the allow-list, or a federation was
            joined already.
    """
    if device.settings.membership is not None:
        raise BadInput("federation.joined_already", server=device.settings.membership.server)
    invitation = read_invitation(file)
    if not ALLOWED_APPS.intersection(invitation.apps):
        raise BadInput("federation.app_unknown")
    key = new_node_key()
    membership = Membership(
        server=invitation.server,
        ca_pem=invitation.ca_pem,
        node_key_pem=key.private_pem,
        node_public=key.public_line,
    )
    changed = device.settings.model_copy(update={"membership": membership})
    device.change_settings(changed, EventKind.MAINTAINED, reason="federation-joined")
    return membership


def leave(device: Device) -> None:
    """Leaves the federation: both consents are withdrawn, and the key is dropped.

    Raises:
        BadInput: none was joined.
    """
    if device.settings.membership is None:
        raise BadInput("federation.not_joined")
    set_consent(device, training=False, statistics=False)
    changed = device.settings.model_copy(update={"membership": None})
    device.change_settings(changed, EventKind.MAINTAINED, reason="federation-left")
