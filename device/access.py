"""The guard: the only way from ciphertext to plaintext.

Five doors, each decided on and logged first.

    release   to a requester: the owner's recall, an export, later a mini-app
    index     texts and vectors into RAM at unlock, never to disk
    engine    the memory engine compares, merges, consolidates
    maintain  a rule changes, retention ends, keys are replaced
    train     feature rows (never text) to the trainer

Invariants:
1. Nothing is opened that no rule permits; what is closed is not opened to find out.
2. The log event, with every decision and read counter, is committed before the first payload
   decrypts. A crash between the two over-reports; no log, no read.
3. Obligations are fulfilled before a text leaves the guard; one that this guard does not know
   denies.
4. What stays closed is told by whole classes, from the rules and the context alone: the answer is
   the same whether or not a memory behind it matches, or exists.
5. A step-up ends by itself. Its keys leave RAM, and the index is built anew without them.

Not protected: a process that reads this one's memory while it is unlocked.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, assert_never

import numpy as np
import numpy.typing as npt

from compliance.log.events import Decision as LoggedDecision
from compliance.log.events import Event, EventKind
from device.certificate import erasure_certificate
from device.memory.records import Memory
from device.opened import MAX_ROWS, FeatureRow, Opened, as_features, as_logged, is_rated, redact
from device.vault.items import NewItem
from device.vault.journal import Receipt
from device.vault.rows import Rows
from device.vault.store import Vault
from policy.binding import ItemColumns, RuleRecord, default_record
from policy.cedar import Bundle
from policy.decide import Decider, Decision, Deny, Permit, Request, StepUp
from policy.obligations import ObligationKind
from policy.vocabulary import AuthLevel, ClassName, Door, Label, Market, PrincipalKind, Purpose

GRANT_S: Final = 300
_CHUNK: Final = 500  # decisions an event, so that a leaf stays small
_CLASS_LABELS: Final[Mapping[ClassName, tuple[Label, ...]]] = {
    ClassName.EVERYDAY: (),
    ClassName.PRIVATE: (Label.HEALTH,),
    ClassName.FINANCE: (Label.FINANCE,),
    ClassName.GUARDED: (Label.IDENTITY,),
}


class Guard:
    """Decides, logs, opens. Holds who the person has shown to be, and for how long."""

    def __init__(self, vault: Vault, bundle: Bundle, clock: Callable[[], int]) -> None:
        self._vault = vault
        self._bundle = bundle
        self._decider = Decider(bundle)
        self._clock = clock
        self._auth = AuthLevel.UNLOCKED
        self._auth_at = clock()
        self.generation = 0  # rises whenever what may be held in RAM changes

    # -- who is there

    @property
    def strongest(self) -> AuthLevel:
        """The best factor that the owner has enrolled."""
        return AuthLevel.STRONG if self._vault.has_step_up else AuthLevel.UNLOCKED

    def note_unlocked(self, kind: EventKind = EventKind.UNLOCKED) -> None:
        """Logs that the vault was made or opened."""
        with self._vault.transaction():
            self._vault.append(self._event(kind, PrincipalKind.OWNER))

    def note_locked(self) -> None:
        """Logs that the vault closes, and keeps a signed checkpoint of the log."""
        with self._vault.transaction():
            self._vault.append(self._event(EventKind.LOCKED, PrincipalKind.OWNER))
            self._vault.journal.keep_checkpoint()

    def step_up(self, secret: str) -> None:
        """Opens the step-up classes for five minutes.

        Raises:
            Locked: the secret is wrong or none is enrolled.
        """

        def announce() -> None:
            self._vault.append(self._event(EventKind.STEPPED_UP, PrincipalKind.OWNER))

        self._vault.step_up(secret, announce)
        self._auth, self._auth_at = AuthLevel.STRONG, self._clock()
        self.generation += 1

    def enrol_step_up(self, secret: str) -> None:
        """Sets or changes the step-up secret; one that is set already must have been shown."""
        with self._vault.transaction():
            self._vault.set_step_up(secret)
            self._vault.append(
                self._event(
                    EventKind.MAINTAINED, PrincipalKind.OWNER, details={"reason": "step-up-set"}
                )
            )
        self._vault.erase_traces()
        self.end_step_up()

    def end_step_up(self) -> None:
        """Closes the step-up classes again."""
        self._vault.end_step_up()
        self._auth, self._auth_at = AuthLevel.UNLOCKED, self._clock()
        self.generation += 1

    def tick(self) -> None:
        """Ends a step-up whose time is over, or whose clock was set back.

        Call before anything is shown.
        """
        if self._auth > AuthLevel.UNLOCKED and not 0 <= self._clock() - self._auth_at <= GRANT_S:
            self.end_step_up()

    # -- decisions

    def closed(self, purpose: Purpose) -> dict[ClassName, StepUp | Deny]:
        """Gives the classes that this request finds closed, and why.

        Independent of what is stored.
        """
        request = self._request(PrincipalKind.OWNER, Door.RELEASE, purpose)
        found: dict[ClassName, StepUp | Deny] = {}
        for name, labels in _CLASS_LABELS.items():
            record = default_record(labels, Market.OTHER)
            decision = self._decider.decide(record, ItemColumns(request.now), request)
            if not isinstance(decision, Permit):
                found[name] = decision
        return found

    def decide(self, row: Rows, record: RuleRecord, purpose: Purpose) -> Decision:
        """Gives what the owner is told about an open memory under a record, without opening it."""
        columns = ItemColumns(int(row["created"][0]), self._vault.reads(int(row["id"][0])))
        request = self._request(PrincipalKind.OWNER, Door.RELEASE, purpose)
        return self._decider.decide(record, columns, request)

    def mask(self, rows: Rows, purpose: Purpose) -> npt.NDArray[np.bool_]:
        """Tells for each row whether its rule lets the owner have it for this purpose.

        *Shape:* (n,).
        """
        request = self._request(PrincipalKind.OWNER, Door.RELEASE, purpose)
        rids, inverse = np.unique(rows["rule"], return_inverse=True)
        fresh = ItemColumns(request.now)
        allowed = [
            isinstance(self._decider.decide(self._vault.record(int(rid)), fresh, request), Permit)
            for rid in rids
        ]
        return np.array(allowed, bool)[inverse]

    # -- the five doors

    def release(self, ids: Sequence[int], purpose: Purpose) -> list[Opened]:
        """Releases memories to the owner: those of `ids` that are open and that a rule permits."""
        opened: list[Opened] = []
        for start in range(0, max(len(ids), 1), _CHUNK):
            opened += self._release(ids[start : start + _CHUNK], purpose)
        return opened

    def index(self, *, newer_than: int = 0) -> list[tuple[Rows, Memory]]:
        """Opens what may be searched, for the index in RAM; the expired is left out."""
        ids = [
            item_id
            for item_id in self._permitted(Door.INDEX, Purpose.MAINTAIN)
            if item_id > newer_than
        ]
        receipt = self._log_opening(EventKind.INDEXED, ids, details={"count": len(ids)})
        return self._open_all(ids, receipt)

    def engine(self, ids: Sequence[int], reason: str) -> list[tuple[Rows, Memory]]:
        """Opens memories for the engine to compare or merge."""
        wanted = set(ids) & set(self._permitted(Door.ENGINE, Purpose.MAINTAIN))
        chosen = [item_id for item_id in ids if item_id in wanted]
        receipt = self._log_opening(
            EventKind.ENGINE, chosen, memories=self._names(chosen), details={"reason": reason}
        )
        return self._open_all(chosen, receipt)

    def rebind(self, item_id: int, record: RuleRecord) -> None:
        """Puts a memory under another rule record; logged with before and after."""
        row = self._vault.find_row(item_id)
        if row is None or item_id not in self._permitted(Door.MAINTAIN, Purpose.MAINTAIN):
            raise RuntimeError("only an open memory can be put under another rule")
        before = self._vault.record(int(row["rule"][0]))
        names = self._names([item_id])
        receipt = self._log_opening(
            EventKind.MAINTAINED, [item_id], memories=names, details={"reason": "rule-change"}
        )
        with self._vault.transaction():
            changed = {"before": before.digest.hex(), "after": record.digest.hex()}
            self._vault.append(
                self._event(
                    EventKind.RULE_CHANGED, PrincipalKind.OWNER, memories=names, details=changed
                )
            )
            self._vault.rebind(item_id, record, receipt)
        self._vault.erase_traces()
        self.generation += 1

    def train(self) -> list[FeatureRow]:
        """Gives the trainer feature rows of memories whose rule lets them train.

        At most MAX_ROWS: those that the owner rated first, then the newest.
        """
        ids = self._permitted(Door.TRAIN, Purpose.TRAIN)
        rated = [item_id for item_id in ids if is_rated(self._vault.usage(item_id))]
        chosen = (rated + sorted(set(ids).difference(rated), reverse=True))[:MAX_ROWS]
        receipt = self._log_opening(
            EventKind.TRAINED,
            chosen,
            memories=self._names(chosen),
            details={"count": len(chosen)},
        )
        return [
            as_features(row, memory, self._vault.usage(int(row["id"][0])))
            for row, memory in self._open_all(chosen, receipt)
        ]

    # -- writing and forgetting

    def store(self, items: Sequence[NewItem], source: str) -> list[int]:
        """Seals new memories and logs them, in one transaction. Gives their ids."""
        with self._vault.transaction():
            added = [self._vault.add(item) for item in items]
            self._vault.append(
                self._event(
                    EventKind.STORED,
                    PrincipalKind.OWNER,
                    memories=[name for _, name in added],
                    details={"count": len(added), "source": source},
                )
            )
        self._vault.compact()
        return [item_id for item_id, _ in added]

    def erase(self, item_id: int, reason: str) -> str | None:
        """Deletes a memory for good.

        Gives the signed certificate, or None if there is no such memory.
        """
        if not self._vault.exists(item_id):
            return None
        row = self._vault.find_row(item_id)
        name = None if row is None else self._vault.commitment(row)
        journal = self._vault.journal
        certificate = erasure_certificate(
            journal.signer,
            name=name,
            erased_at=self._clock(),
            log_event=journal.size,
            reason=reason,
        )
        with self._vault.transaction():
            event = self._event(
                EventKind.ERASED,
                PrincipalKind.OWNER,
                memories=[] if name is None else [name],
                details={"reason": reason},
            )
            self._vault.append(event)
            self._vault.erase(item_id, certificate.encode())
        self._vault.erase_traces()
        self.generation += 1
        return certificate

    def sweep(self) -> int:
        """Erases what has outlived its retention, in closed classes too. Gives how many."""
        ended = self._vault.expired(self._clock())
        for item_id in ended:
            self.erase(item_id, "retention")
        return len(ended)

    def rate(self, item_id: int, *, used: bool) -> bool:
        """Notes whether a memory was of use. Gives False if no open memory has this id."""
        row = self._vault.find_row(item_id)
        if row is None:
            return False
        with self._vault.transaction():
            self._vault.append(
                self._event(
                    EventKind.RATED,
                    PrincipalKind.OWNER,
                    memories=self._names([item_id]),
                    details={"reason": "used" if used else "dismissed"},
                )
            )
            self._vault.rate(item_id, used=used)
        return True

    def write_settings(self, settings: bytes, kind: EventKind, **details: str | int) -> None:
        """Replaces the vault's settings, and logs why, in one step."""
        with self._vault.transaction():
            self._vault.append(self._event(kind, PrincipalKind.OWNER, details=details))
            self._vault.write_settings(settings)

    def note(self, kind: EventKind, **details: str | int) -> None:
        """Logs an act that opens nothing: an import that ended, an export about to be written."""
        with self._vault.transaction():
            self._vault.append(self._event(kind, PrincipalKind.OWNER, details=details))

    # -- inside

    def _release(self, ids: Sequence[int], purpose: Purpose) -> list[Opened]:
        self.tick()
        request = self._request(PrincipalKind.OWNER, Door.RELEASE, purpose)
        permitted: list[tuple[Rows, RuleRecord, Permit]] = []
        logged: list[LoggedDecision] = []
        for item_id in ids:
            row = self._vault.find_row(item_id)
            if row is None:
                continue
            record = self._vault.record(int(row["rule"][0]))
            columns = ItemColumns(int(row["created"][0]), self._vault.reads(item_id))
            decision = self._decider.decide(record, columns, request)
            logged.append(as_logged(self._vault.commitment(row), decision))
            if isinstance(decision, Permit):
                permitted.append((row, record, decision))
        closed = sorted(
            {rule for decision in self.closed(purpose).values() for rule in decision.rules}
        )
        with self._vault.transaction():
            event = self._event(
                EventKind.RELEASED,
                PrincipalKind.OWNER,
                purpose=purpose,
                decisions=logged,
                closed=closed,
            )
            receipt = self._vault.append(event, (int(row["id"][0]) for row, _, _ in permitted))
            for row, _, decision in permitted:
                if any(duty.kind is ObligationKind.COUNT for duty in decision.obligations):
                    self._vault.count_read(int(row["id"][0]), request.now)
        opened = []
        for row, record, decision in permitted:
            memory = Memory.from_bytes(self._vault.open_payload(int(row["id"][0]), receipt))
            opened.append(Opened(row, self._fulfil(memory, record, decision), record, decision))
        return opened

    def _fulfil(self, memory: Memory, record: RuleRecord, decision: Permit) -> Memory:
        for duty in decision.obligations:
            match duty.kind:
                case ObligationKind.COUNT:
                    pass  # raised with the event
                case ObligationKind.REDACT:
                    memory = memory.model_copy(
                        update={"text": redact(memory.text, record.redactions)}
                    )
                case _:
                    assert_never(duty.kind)
        return memory

    def _permitted(self, door: Door, purpose: Purpose) -> list[int]:
        self.tick()
        request = self._request(PrincipalKind.SERVICE, door, purpose)
        ids: list[int] = []
        for name in ClassName:
            rows = self._vault.rows(name)
            for rid in np.unique(rows["rule"]):
                record = self._vault.record(int(rid))
                mine = rows[rows["rule"] == rid]
                # Without a retention the item's own columns change nothing: one decision stands for
                # all.
                for created in (
                    np.unique(mine["created"]) if record.retain_s is not None else [request.now]
                ):
                    decision = self._decider.decide(record, ItemColumns(int(created)), request)
                    if isinstance(decision, Permit):
                        same = mine if record.retain_s is None else mine[mine["created"] == created]
                        ids += map(int, same["id"])
        return sorted(ids)

    def _log_opening(
        self,
        kind: EventKind,
        ids: Iterable[int],
        memories: Sequence[str] = (),
        details: Mapping[str, str | int] | None = None,
    ) -> Receipt:
        with self._vault.transaction():
            event = self._event(kind, PrincipalKind.SERVICE, memories=memories, details=details)
            return self._vault.append(event, ids)

    def _open_all(self, ids: Sequence[int], receipt: Receipt) -> list[tuple[Rows, Memory]]:
        opened = []
        for item_id in ids:
            row = self._vault.find_row(item_id)
            assert row is not None
            opened.append((row, Memory.from_bytes(self._vault.open_payload(item_id, receipt))))
        return opened

    def _names(self, ids: Iterable[int]) -> list[str]:
        rows = (self._vault.find_row(item_id) for item_id in ids)
        return [self._vault.commitment(row) for row in rows if row is not None]

    def _request(self, principal: PrincipalKind, door: Door, purpose: Purpose) -> Request:
        auth, at = self._auth, self._auth_at
        return Request(principal, door, purpose, auth, at, self.strongest, self._clock())

    def _event(
        self,
        kind: EventKind,
        principal: PrincipalKind,
        *,
        purpose: Purpose = Purpose.MAINTAIN,
        decisions: Sequence[LoggedDecision] = (),
        memories: Sequence[str] = (),
        closed: Sequence[str] = (),
        details: Mapping[str, str | int] | None = None,
    ) -> Event:
        return Event.model_validate(
            {
                "at": max(0, self._clock()),
                "kind": kind,
                "principal": principal.value.lower(),
                "purpose": purpose.value,
                "auth": self._auth.name.lower(),
                "bundle": self._bundle.digest,
                "decisions": tuple(decisions),
                "memories": tuple(memories),
                "closed": tuple(closed),
                "details": dict(details or {}),
                "nonce": secrets.token_hex(16),
            }
        )
