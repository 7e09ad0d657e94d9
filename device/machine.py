"""This machine's name to one vault: what "only on this laptop" is held to.

It is a rule and not a key: whoever has the passphrase and can write a program, or give another
machine this one's identity, is not stopped by it. It keeps a restored backup on another machine,
and the person who opens it there, to what its owner decided.
"""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import Final

_FILES: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_RANDOM: Final = 1 << 40  # set in a number that uuid.getnode made up
_NAME_DIGITS: Final = 32


def machine_identity() -> str:
    """Gives what stays the same on one machine across restarts; empty where nothing does."""
    for path in _FILES:
        try:
            identity = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if identity:
            return identity
    node = uuid.getnode()
    return "" if node & _RANDOM else f"{node:012x}"


def device_name(identity: str, vault_id: bytes | str) -> str:
    """Gives a machine's name to one vault: two vaults cannot tell that they share a machine."""
    if not identity:
        return ""
    vault = vault_id if isinstance(vault_id, bytes) else vault_id.encode()
    whole = b"bojagi device\0" + vault + b"\0" + identity.encode()
    return hashlib.sha256(whole).hexdigest()[:_NAME_DIGITS]
