"""What the owner agreed to share. Two consents, each off until it is given, each logged."""

from __future__ import annotations

from compliance.log.events import EventKind
from device.compose import Device


def set_consent(
    device: Device, *, training: bool | None = None, statistics: bool | None = None
) -> None:
    """Gives or withdraws consent; None leaves one as it is.

    Withdrawing ends what is shared from then on. What was summed into a model stays in it.
    """
    wishes = {"share_updates": training, "share_statistics": statistics}
    for name, wish in wishes.items():
        if wish is None or wish == getattr(device.settings, name):
            continue
        changed = device.settings.model_copy(update={name: wish})
        kind = EventKind.CONSENTED if wish else EventKind.WITHDRAWN
        device.change_settings(changed, kind, reason=name.removeprefix("share_"))
