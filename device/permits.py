"""What the rules permit over whole columns: masks that are laid on before anything is scanned.

Memories share rule records, so a request is decided once for each record, and the answer is spread
over the rows by number. A mask is kept until the clock, the person or the vault could change it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from device.vault.columns import Chunk, Mask
from device.vault.store import Vault
from policy.binding import ItemColumns
from policy.decide import FOREVER, Decider, Permit, Request
from policy.vocabulary import ClassName


@dataclass(slots=True)
class _Spread:
    """One request's answers by rule number, and the masks made of them.

    Attributes:
        allowed: *Shape:* (rules + 1,).
        kept: The same of memories whose retention has ended. *Shape:* (rules + 1,).
        retain: Seconds after creation at which a record's memories expire. *Shape:* (rules + 1,).
        made_at, until: Between which moments, in Unix seconds, it may be used.
        masks: By chunk: of how many rows, and None where each of them is allowed.
    """

    allowed: Mask
    kept: Mask
    retain: npt.NDArray[np.int64]
    made_at: int
    until: int
    masks: dict[Chunk, tuple[int, Mask | None]] = field(default_factory=dict)


class Permits:
    """Masks for one unlocked vault."""

    def __init__(self, vault: Vault, decider: Decider) -> None:
        self._vault = vault
        self._decider = decider
        self._spreads: dict[Request, _Spread] = {}

    def forget(self) -> None:
        """Drops every mask: a rule, a class or the rows have changed."""
        self._spreads.clear()

    def masks(self, request: Request) -> Iterator[tuple[ClassName, Chunk, Mask | None]]:
        """Gives for each chunk of the open classes which of its rows the request may have.

        *Shape:* (n,) of the chunk; None allows every row.
        """
        spread = self._spread(request)
        for name in ClassName:
            for chunk in self._vault.chunks(name):
                known = spread.masks.get(chunk)
                if known is None or known[0] != chunk.n:
                    known = chunk.n, self._mask(spread, chunk, request.now)
                    spread.masks[chunk] = known
                yield name, chunk, known[1]

    def ids(self, request: Request) -> dict[ClassName, npt.NDArray[np.uint32]]:
        """Gives the ids that the request may have, by class, lowest first."""
        found: dict[ClassName, list[npt.NDArray[np.uint32]]] = {}
        for name, chunk, mask in self.masks(request):
            ids = chunk.ids[: chunk.n]
            found.setdefault(name, []).append(ids if mask is None else ids[mask])
        return {name: np.sort(np.concatenate(parts)) for name, parts in found.items()}

    def _spread(self, request: Request) -> _Spread:
        key = replace(request, now=0)
        spread = self._spreads.get(key)
        rules = self._vault.records()
        size = max(rules, default=0) + 1
        if (
            spread is None
            or len(spread.allowed) != size
            or not spread.made_at <= request.now < spread.until
        ):
            none = np.zeros(size, np.bool_)
            retain = np.full(size, FOREVER, np.int64)
            spread = _Spread(none, none.copy(), retain, request.now, FOREVER)
            fresh = ItemColumns(FOREVER)  # never expires: retention is laid on row by row
            for rid, record in rules.items():
                decision = self._decider.decide(record, fresh, request)
                if isinstance(decision, Permit):
                    spread.allowed[rid] = True
                    spread.until = min(spread.until, max(decision.valid_until, request.now + 1))
                if record.retain_s is not None:
                    ended = ItemColumns(request.now - record.retain_s)
                    late = self._decider.decide(record, ended, request)
                    spread.kept[rid] = isinstance(late, Permit)
                    spread.retain[rid] = record.retain_s
            self._spreads[key] = spread
        return spread

    @staticmethod
    def _mask(spread: _Spread, chunk: Chunk, now: int) -> Mask | None:
        columns = chunk.columns[: chunk.n]
        rules = columns["rule"]
        mask: Mask = spread.allowed[rules] & chunk.alive
        retained = spread.retain[rules]
        if (retained != FOREVER).any():
            ends = columns["created"] + retained
            over = ends <= now
            mask = np.where(over, spread.kept[rules], mask) & chunk.alive
            spread.made_at = now  # earlier, a memory whose time is over still had some
            spread.until = int(min(spread.until, ends[~over].min(initial=FOREVER)))
        return None if mask.all() else mask
