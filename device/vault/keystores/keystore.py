"""What a vault asks of a keystore: a small place outside its file that keeps a secret.

A keystore holds the vault's epoch key, under which the root is wrapped. A delete replaces the epoch
key, so an old image of the file opens with today's passphrase only if the old epoch key is still to
be had. How far that carries depends on the keystore, and is said in every certificate.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Promise(StrEnum):
    """What a keystore does with a secret that was replaced."""

    ERASES = "erases"  # it is gone, for whoever holds the machine too
    HIDES = "hides"  # it is gone from view, but may be left in a file on the same disk


class Keystore(Protocol):
    """One place for secrets. Entries are short ASCII names; secrets are at most 512 bytes.

    Every call may take long or fail: it raises `Unavailable` with key `vault.keystore_silent` (no
    answer in time), `vault.keystore_refused` (it answered no) or `vault.keystore_missing` (there is
    none any more), and then it has either done what was asked or changed nothing.
    """

    @property
    def name(self) -> str:
        """Its name in certificates and the header: lower case ASCII, such as `secret-service`."""

    @property
    def promise(self) -> Promise:
        """What becomes of a replaced secret."""

    def read(self, entry: str) -> bytes | None:
        """Gives the secret, or None where there is no such entry."""

    def write(self, entry: str, secret: bytes) -> None:
        """Stores or replaces a secret; when it returned, a new process reads it."""

    def remove(self, entry: str) -> None:
        """Drops a secret; without an error where there is none."""
