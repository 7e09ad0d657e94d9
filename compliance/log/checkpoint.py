"""Checkpoints: what a log's key signs, in the format of C2SP tlog-checkpoint.

Source: https://c2sp.org/tlog-checkpoint, "Note text". Three lines: the log's origin, the number of
its leaves, its root.

Invariants:

1. A checkpoint has one spelling: `parse` takes only what `to_text` writes.
2. There are no extension lines. The format allows them and warns of them: no monitor audits them,
   so a signed line that nobody reads would be a place to hide a second statement.

What an attacker tries: a size with a sign, zeroes in front or foreign digits, which two readers
count differently; a root cut short; a fourth line.

What this does NOT protect: a checkpoint is only a claim until `note.open_note` has checked the
signature and `merkle` has checked the root. A device that signs two different histories is caught
by whoever holds both checkpoints (a witness), not here.
"""

import base64
import re
from dataclasses import dataclass
from typing import Self

from compliance.errors import ProofError
from compliance.log.merkle import HASH_BYTES, MAX_SIZE

_TEXT = re.compile(
    r"(?P<origin>[^\x00-\x1f\x7f]{1,255})\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's state: whose log it is, how many leaves it has, and its root.

    Raises:
        ValueError: a value does not fit the format.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if len(self.root) != HASH_BYTES or not 0 <= self.size <= MAX_SIZE:
            raise ValueError(f"expected a root of {HASH_BYTES} bytes and a size up to {MAX_SIZE}")
        if not _TEXT.fullmatch(self.to_text()):
            raise ValueError("expected an origin of one line, at most 255 characters long")

    def to_text(self) -> str:
        """Gives the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a checkpoint's text.

        Raises:
            ProofError: it has another form.
        """
        match = _TEXT.fullmatch(text)
        if not match:
            raise ProofError("evidence.checkpoint_form")
        try:
            checkpoint = cls(match["origin"], int(match["size"]), base64.b64decode(match["root"]))
        except ValueError as error:  # nineteen digits can be more than 63 bits
            raise ProofError("evidence.checkpoint_form") from error
        # The last base64 character has two unused bits; only one spelling of a root is the root's.
        if checkpoint.to_text() != text:
            raise ProofError("evidence.checkpoint_form")
        return checkpoint
