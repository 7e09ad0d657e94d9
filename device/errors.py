"""What can go wrong at a person's side, and the exit code that says so.

DeviceError
├── BadInput        a file, an argument or a text that cannot be used (the person; exit 2)
├── IntegrityError  stored bytes are not what was written (damage or an attacker; exit 3)
├── Locked          a secret is missing or wrong (the person; exit 4)
└── Unavailable     in use, no disk space, no such vault, missing extra (the machine; exit 5)
"""

from __future__ import annotations

from policy.errors import BojagiError


class DeviceError(BojagiError):
    """Base of what the device package tells."""

    package = "device"


class BadInput(DeviceError):
    """What was handed in cannot be used; nothing was stored. Mend it and try again."""

    exit_code = 2


class IntegrityError(DeviceError):
    """Stored bytes fail their check. Nothing of them was shown; restore from a backup."""

    exit_code = 3


class Locked(DeviceError):
    """A passphrase or step-up secret is missing or wrong. Nothing was opened."""

    exit_code = 4


class Unavailable(DeviceError):
    """The vault cannot be used now: in use, read-only, no space, or not there. Nothing was lost."""

    exit_code = 5
