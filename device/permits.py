"""What the rules permit over whole columns: masks that are laid on before anything is scanned.

Memories share rule records, so a request is decided once for each record, and the answer is spread
over the rows by number. A mask is kept until the clock, the person or the vault could change it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from device.vault.columns import Chunk, Mask
from device.vault.rows import LATEST, Rows
from device.vault.store import Vault
from policy.binding import ItemColumns
from policy.decide import Decider
from policy.request import FOREVER, Request
from policy.vocabulary import ClassName, Domain

_DOMAINS: Final = tuple(Domain)


@dataclass(slots=True)
class _Spread:
    """One request's answers by rule number, and the masks made of them.

    Attributes:
        allowed: *Shape:* (rules + 1,).
        kept: The same of memories whose retention has ended; where none ends, as `allowed`.
            *Shape:* (rules + 1,).
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


def domain_of(row: Rows) -> Domain:
    """Gives the domain of a row that it is about first; a number from later is `other`."""
    number = int(row["domain"][0])
    return _DOMAINS[number] if number < len(_DOMAINS) else Domain.OTHER


class Permits:
    """Masks for one unlocked vault."""

    def __init__(self, vault: Vault, decider: Decider) -> None:
        self._vault = vault
        self._decider = decider
        self._spreads: dict[tuple[Request, Domain], _Spread] = {}

    def forget(self) -> None:
        """Drops every mask: a rule, a class or the rows have changed."""
        self._spreads.clear()

    def masks(self, request: Request) -> Iterator[tuple[ClassName, Chunk, Mask | None]]:
        """Gives for each chunk of the open classes which of its rows the request may have.

        *Shape:* (n,) of the chunk; None allows every row.
        """
        for name in ClassName:
            for chunk in self._vault.chunks(name):
                spread = self._spread(request, self._domain(chunk, request))
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

    def others(self, request: Request, encoder: int) -> dict[ClassName, npt.NDArray[np.uint32]]:
        """Gives the ids that the request may have whose vector another encoder made, by class."""
        chunks = [chunk for name in ClassName for chunk in self._vault.chunks(name)]
        if all(chunk.others_than(encoder) is None for chunk in chunks):
            return {}  # without a mask, which costs a pass over all rows
        found: dict[ClassName, list[npt.NDArray[np.uint32]]] = {}
        for name, chunk, mask in self.masks(request):
            others = chunk.others_than(encoder)
            if others is not None:
                chosen = others & (chunk.alive if mask is None else mask)
                found.setdefault(name, []).append(chunk.ids[: chunk.n][chosen])
        return {name: np.concatenate(parts) for name, parts in found.items()}

    def _domain(self, chunk: Chunk, request: Request) -> Domain:
        """Gives the domain that a chunk's rows share, where a rule for who asks looks at it."""
        reads = self._decider.bundle.reads[request.principal]
        if ("resource", "domain") not in reads or not chunk.n:
            return Domain.OTHER
        return domain_of(chunk.columns[:1])

    def _spread(self, request: Request, domain: Domain) -> _Spread:
        key = replace(request, now=0), domain
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
            for rid, record in rules.items():
                # Just made, so that none is over: retention is laid on row by row. What is kept for
                # no time at all is not over where the clock went back behind its making only.
                fresh = ItemColumns(request.now + (record.retain_s == 0), domain=domain)
                answer = self._decider.answer(record, fresh, request)
                spread.allowed[rid] = answer.allowed
                until = answer.valid_until
                spread.kept[rid] = answer.allowed
                if record.retain_s is not None:
                    ended = ItemColumns(request.now - record.retain_s, domain=domain)
                    late = self._decider.answer(record, ended, request)
                    spread.kept[rid] = late.allowed
                    spread.retain[rid] = record.retain_s
                    until = min(until, late.valid_until)
                spread.until = min(spread.until, until)
            self._spreads[key] = spread
        return spread

    @staticmethod
    def _mask(spread: _Spread, chunk: Chunk, now: int) -> Mask | None:
        columns = chunk.columns[: chunk.n]
        rules = columns["rule"].astype(np.intp)  # `take` by another type copies it again
        mask: Mask = spread.allowed.take(rules)
        if (spread.retain != FOREVER).any():
            # What was stored by then is over. Of what is kept without end, both answers are one.
            born = np.clip(now - spread.retain, 0, LATEST).astype(np.uint32)
            created, latest = columns["created"], born.take(rules)
            over = created <= latest
            # Not np.where, which takes ten times as long.
            mask = (mask & ~over) | (spread.kept.take(rules) & over)
            spread.made_at = now  # earlier, a memory whose time is over still had some
            # Seconds until the next is over, less one; what is over wraps to the far end, and what
            # is kept without end has decades.
            left = created - latest
            left -= 1
            spread.until = min(spread.until, now + int(left.min(initial=LATEST)) + 1)
        mask &= chunk.alive
        return None if mask.all() else mask
