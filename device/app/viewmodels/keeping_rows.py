"""What the app shows of who may open a vault, of its backups, and of what is damaged in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One way to open the step-up classes.

    Attributes:
        kind: passphrase, keychain or fido2.
        level: strong or biometric.
    """

    id: str
    kind: str
    level: str


@dataclass(frozen=True, slots=True)
class OwnersState:
    """Who may open the vault.

    Attributes:
        keystore: Name of the keystore that keeps a key of the vault; empty where none does.
        is_open: The step-up classes are open, as a change of their factors needs.
    """

    factors: tuple[FactorRow, ...]
    has_recovery: bool
    keystore: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class DamagedPart:
    """A part of a class that does not open, and between which numbers its memories lie."""

    class_name: str
    count: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class DamageState:
    """What did not open since the unlock: parts, and single memories by their numbers."""

    parts: tuple[DamagedPart, ...] = ()
    memories: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Tells whether anything is damaged."""
        return bool(self.parts or self.memories)


NO_DAMAGE: Final = DamageState()


@dataclass(frozen=True, slots=True)
class CheckedState:
    """What a check found: how many memories opened, and how many events fit the log's seal."""

    count: int
    events: int
    damage: DamageState


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What one run of a backup did.

    Attributes:
        size_mb: Of the vault's file.
        new, kept: Pieces that were written, and that were there.
    """

    size_mb: int
    new: int
    kept: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that came from one conversation.

    Attributes:
        ids: Of closed classes too: to be hidden, and never to be counted or shown.
        shown: How many of them are open.
    """

    title: str = field(repr=False)
    ids: frozenset[int]
    shown: int
