"""The keystore of the person's desktop, reached through the `keyring` library.

Invariants:
1. Only backends on the list below ever see a secret, and the library's chain over several backends
   is never used: it would hand a secret to whichever member takes it. A backend that is not on the
   list (plain text, null, a third party's) counts as none.
2. Every call is over in `timeout_s`, discovery too. One that fails has done what was asked or
   nothing, once the call behind it has ended.
3. What was written is read back before `write` returns: KWallet's error codes get lost in the
   library, and a null backend takes everything.
4. No error carries what a backend said: its words may hold the secret.

What none of these does is erase: see the reasons beside each. Nothing is on a list of erasing
keystores, because none is known to keep a replaced secret from whoever holds the machine.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from device.errors import Unavailable
from device.vault.keystores.keystore import Promise
from device.vault.keystores.lane import Lane, Late

TIMEOUT_S: Final = 5.0
MAX_SECRET_BYTES: Final = 1024
MAX_ENTRY_LETTERS: Final = 100
_SERVICE: Final = "bojagi"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """A backend that may hold a secret.

    Attributes:
        name: As it stands in certificates and headers.
        promise: What it does with a replaced secret.
        keeps_previous: Whether its `set_password` leaves the replaced secret readable under another
            name, so that it must be called twice.
    """

    name: str
    promise: Promise
    keeps_previous: bool = False


KNOWN: Final = {
    # A file under ~/.local/share/keyrings, rewritten beside the old one and renamed: the old blocks
    # stay on the disk, under the login password. KeePassXC and KWallet 6 answer here too: files.
    "keyring.backends.SecretService.Keyring": Known("secret-service", Promise.HIDES),
    # Files under ~/.local/share/kwalletd, likewise.
    "keyring.backends.kwallet.DBusKeyring": Known("kwallet", Promise.HIDES),
    # An SQLite file under ~/Library/Keychains, whose freed pages are not wiped; and Time Machine.
    "keyring.backends.macOS.Keyring": Known("macos-keychain", Promise.HIDES),
    # A DPAPI file per credential; its master key is kept under the password, old ones too. The
    # library moves what is replaced to `entry@service`; the second write replaces it there as well.
    "keyring.backends.Windows.WinVaultKeyring": Known(
        "windows-credentials", Promise.HIDES, keeps_previous=True
    ),
}

# Raised where nothing is there any more, as itself or as the cause of a backend's own error;
# anything else was an answer. By name, as each belongs to a library that only some systems have.
_GONE: Final = frozenset(
    {
        "builtins.OSError",
        "keyring.errors.NoKeyringError",
        "secretstorage.exceptions.SecretServiceNotAvailableException",
        "dbus.exceptions.DBusException",
    }
)


class Backend(Protocol):
    """What is used of a `keyring` backend."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """Gives a text, or None where there is none."""

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Stores a text."""

    def delete_password(self, service: str, username: str, /) -> None:
        """Drops a text; raises where there is none."""


class SystemKeystore:
    """A keystore over one backend of the list.

    Args:
        backend: What keeps the secrets.
        known: Its row of the list.
        timeout_s: For each call.
    """

    def __init__(self, backend: Backend, known: Known, timeout_s: float = TIMEOUT_S) -> None:
        self._backend = backend
        self._known = known
        self._lane = Lane(timeout_s)

    @property
    def name(self) -> str:
        """Its name in certificates and in the header."""
        return self._known.name

    @property
    def promise(self) -> Promise:
        """What becomes of a replaced secret."""
        return self._known.promise

    def read(self, entry: str) -> bytes | None:
        """Gives the secret, or None where there is no such entry.

        Raises:
            Unavailable: no answer in time, a refusal, or no keystore any more.
        """
        _check_entry(entry)
        text = self._ask(lambda: self._backend.get_password(_SERVICE, entry))
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            # Someone else wrote there. Without a cause: it would hold their text.
            raise Unavailable("vault.keystore_refused", name=self.name) from None

    def write(self, entry: str, secret: bytes) -> None:
        """Stores or replaces a secret; when it returned, a new process reads it.

        Raises:
            Unavailable: no answer in time, a refusal, or no keystore any more.
        """
        _check_entry(entry)
        if len(secret) > MAX_SECRET_BYTES:
            raise ValueError(f"a secret of {len(secret)} bytes; at most {MAX_SECRET_BYTES}")
        text = base64.b64encode(secret).decode("ascii")
        times = 2 if self._known.keeps_previous else 1

        def store() -> str | None:
            for _ in range(times):
                self._backend.set_password(_SERVICE, entry, text)
            return self._backend.get_password(_SERVICE, entry)

        stored = self._ask(store)
        if stored is None or not hmac.compare_digest(stored.encode(), text.encode()):
            raise Unavailable("vault.keystore_refused", name=self.name)

    def remove(self, entry: str) -> None:
        """Drops a secret; without an error where there is none.

        Raises:
            Unavailable: no answer in time, a refusal, or no keystore any more.
        """
        _check_entry(entry)

        def drop() -> bool:
            if self._backend.get_password(_SERVICE, entry) is not None:
                self._backend.delete_password(_SERVICE, entry)
            return self._backend.get_password(_SERVICE, entry) is None

        if not self._ask(drop):
            raise Unavailable("vault.keystore_refused", name=self.name)

    def _ask(self, act: Callable[[], T]) -> T:
        is_late = is_gone = False
        try:
            return self._lane.call(act)
        except Late:
            is_late = True
        except Exception as error:  # noqa: BLE001  # each backend has errors of its own
            is_gone = _is_gone(error)
        # Outside of the handlers, so that the backend's error is not even the context of ours.
        if is_late:
            raise Unavailable("vault.keystore_silent", name=self.name)
        raise Unavailable(
            "vault.keystore_missing" if is_gone else "vault.keystore_refused", name=self.name
        )


def find_keystore(name: str | None = None, timeout_s: float = TIMEOUT_S) -> SystemKeystore | None:
    """Gives the desktop's keystore, or None where there is none that may hold a secret.

    A person who switched the `keyring` library off, or to a backend of their own, in its
    configuration has none.

    Args:
        name: The one that a vault's header names; None gives the one that the library prefers.
        timeout_s: For finding it, and for each call to it.
    """
    try:
        backends = Lane(timeout_s).call(_backends)
    except Exception:  # noqa: BLE001  # a desktop that cannot be asked has no keystore
        return None
    for backend in backends:
        known = KNOWN.get(_path(type(backend)))
        if known is not None and name in {None, known.name}:
            return SystemKeystore(backend, known, timeout_s)
    return None


def _backends() -> list[Any]:
    """Gives what the library would use, by preference: the members of its chain, or the one."""
    # Not imported before it is needed: looking for backends takes tens of milliseconds.
    keyring = importlib.import_module("keyring")
    chosen = keyring.get_keyring()
    if _path(type(chosen)) == "keyring.backends.chainer.ChainerBackend":
        return list(chosen.backends)
    return [chosen]


def _is_gone(error: BaseException | None) -> bool:
    while error is not None:
        if not _GONE.isdisjoint(map(_path, type(error).__mro__)):
            return True
        error = error.__cause__
    return False


def _path(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _check_entry(entry: str) -> None:
    if not (0 < len(entry) <= MAX_ENTRY_LETTERS and entry.isascii() and entry.isprintable()):
        raise ValueError(f"an entry of {len(entry)} letters that is no short ASCII name")
