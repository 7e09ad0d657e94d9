"""Opens what a receipt allows, many at a time, and names what does not open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from device.errors import IntegrityError
from device.memory.records import Memory
from device.vault.journal import Receipt
from device.vault.payloads import Held
from device.vault.rows import Rows
from device.vault.store import Vault

_AT_ONCE: Final = 256  # payloads of which the secrets are held together


class Opener:
    """Opens payloads of one unlocked vault for the guard, and for nobody else.

    Attributes:
        damaged: Memories that were asked for and did not open.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.damaged: set[int] = set()

    def hold(self, ids: Sequence[int]) -> Held:
        """Gives names and secrets of open items; those that are damaged are left out and named."""
        try:
            return self._vault.hold(ids)
        except IntegrityError:
            held = Held({}, {}, {})
        for item_id in ids:  # one of them is damaged: the others one by one
            try:
                one = self._vault.hold([item_id])
            except IntegrityError:
                self.damaged.add(item_id)
            else:
                held.names.update(one.names)
                held.secrets.update(one.secrets)
                held.sealed.update(one.sealed)
        return held

    def names(self, ids: Sequence[int]) -> list[str]:
        """Gives the names in the log of those that are open."""
        return list(self.hold(ids).names.values())

    def open(self, item_id: int, receipt: Receipt, held: Held) -> Memory | None:
        """Opens one payload; None where it is damaged."""
        try:
            return Memory.from_bytes(self._vault.open_payload(item_id, receipt, held))
        except IntegrityError:
            self.damaged.add(item_id)
            return None

    def open_all(self, ids: Sequence[int], receipt: Receipt) -> Iterator[tuple[Rows, Memory]]:
        """Opens payloads one after the other; what went or was closed meanwhile is left out.

        Whoever stops in the middle gives up the rest of the receipt.
        """
        try:
            for start in range(0, len(ids), _AT_ONCE):
                some = ids[start : start + _AT_ONCE]
                held = self.hold(some)
                for item_id in some:
                    row = self._vault.find_row(item_id)
                    if row is not None and item_id in held.names:
                        memory = self.open(item_id, receipt, held)
                        if memory is not None:
                            yield row, memory
        finally:
            self._vault.journal.spend(receipt)
