"""The guard: the only way from ciphertext to plaintext.

Five doors, each decided on and logged first.

    release   to a requester: the owner's recall, an export, later a mini-app
    index     texts and vectors into RAM at unlock, never to disk
    engine    the memory engine compares, merges, consolidates
    maintain  a rule changes, retention ends, keys are replaced, vectors are made anew
    train     feature rows (never text) to the trainer

Invariants:
1. Nothing is opened that no rule permits; what is closed is not opened to find out.
2. The log event, with every decision and read counter, is committed before the first payload
   decrypts. A crash between the two over-reports; no log, no read.
3. Obligations are fulfilled before a text leaves the guard; one that this guard does not know
   denies.
4. What stays closed is told by whole classes, from the rules and the context alone: the answer is
   the same whether or not a memory behind it matches, or exists.
5. A step-up ends by itself. Its keys leave RAM, and with them codes, vectors and postings.
6. A memory that is damaged is named, and keeps no other from being opened.

Not protected: a process that reads this one's memory while it is unlocked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from compliance.log.events import Decision as LoggedDecision
from compliance.log.events import EventKind
from device.book import Client
from device.certificate import erasure_certificate
from device.fulfilment import fulfil
from device.memory import forgetting
from device.memory.records import Memory
from device.opened import MAX_ROWS, FeatureRow, Opened, as_features, as_logged, is_rated
from device.opener import Opener
from device.permits import Permits, domain_of
from device.presence import Circumstances, Presence
from device.vault.columns import Chunk, Mask
from device.vault.items import NewItem
from device.vault.journal import Receipt
from device.vault.keyring import Prover
from device.vault.opening import with_passphrase
from device.vault.rows import DIMENSIONS, MAX_ID, Placed, Rows, Vectors
from device.vault.store import Vault
from device.vault.upkeep import Usage
from policy.binding import ItemColumns, RuleRecord
from policy.bundle import Bundle
from policy.bundles import default_record
from policy.catalog import Language
from policy.decide import Decider, Decision, Deny, Permit, StepUp
from policy.obligations import ObligationKind
from policy.request import Request
from policy.vocabulary import AuthLevel, ClassName, Door, Label, Market, PrincipalKind, Purpose

_CHUNK: Final = 500  # decisions an event, so that a leaf stays small
_REBOUND_AT_ONCE: Final = 256  # memories a transaction that get another rule
_ENCODED_AT_ONCE: Final = 64  # texts that are open together while they get other vectors
_ERASED_AT_ONCE: Final = 4_096  # deletions a transaction, and a certificate
# What a class holds by default, by which a person is told what stays closed.
_CLASS_LABELS: Final[Mapping[ClassName, tuple[Label, ...]]] = {
    ClassName.EVERYDAY: (),
    ClassName.PRIVATE: (Label.HEALTH,),
    ClassName.FINANCE: (Label.FINANCE,),
    ClassName.GUARDED: (Label.IDENTITY,),
}


class Guard:
    """Decides, logs, opens. Holds who the person has shown to be, and for how long."""

    def __init__(
        self,
        vault: Vault,
        bundle: Bundle,
        clock: Callable[[], int],
        circumstances: Circumstances | None = None,
    ) -> None:
        self._vault = vault
        known = circumstances or Circumstances()
        self._presence = Presence(vault, bundle.digest, clock, known)
        self._decider = Decider(bundle)
        self._permits = Permits(vault, self._decider)
        self.generation = 0  # rises whenever what may be held in RAM changes
        self.shipped = 0  # number of the encoder whose vectors trained models know; -1: none
        self._opener = Opener(vault)
        self._at_close: list[Callable[[], None]] = []
        self._tell: Callable[[Client, int], None] | None = None

    @property
    def bundle(self) -> Bundle:
        """The rules that decide."""
        return self._decider.bundle

    def know(self, circumstances: Circumstances) -> None:
        """Decides from now on under these circumstances."""
        self._presence.circumstances = circumstances

    def govern(self, bundle: Bundle) -> None:
        """Decides from now on by these rules."""
        self._presence.bundle = bundle.digest
        self._decider = Decider(bundle)
        self._permits = Permits(self._vault, self._decider)
        self._changed()

    def tell_with(self, tell: Callable[[Client, int], None]) -> None:
        """Has the owner told when a program reads, and how many memories. Without, none is told."""
        self._tell = tell
        self._presence.fronts |= {ObligationKind.NOTIFY}

    def takes_back(self) -> None:
        """Notes that what shows the answers takes them away when their time is over."""
        self._presence.fronts |= {ObligationKind.EXPIRE}

    @property
    def device(self) -> str:
        """This machine's name to this vault; empty where it has none."""
        return self._presence.circumstances.device

    @property
    def language(self) -> Language:
        """The owner's language."""
        return self._presence.circumstances.language

    @property
    def foreground(self) -> bool:
        """Whether the owner has Bojagi before them."""
        return self._presence.foreground

    @foreground.setter
    def foreground(self, value: bool) -> None:
        self._presence.foreground = value

    @property
    def damaged(self) -> set[int]:
        """Memories that were asked for and did not open."""
        return self._opener.damaged

    # -- who is there

    @property
    def strongest(self) -> AuthLevel:
        """The best level that an enrolled factor can show."""
        return self._presence.strongest

    def note_unlocked(self, kind: EventKind = EventKind.UNLOCKED) -> None:
        """Logs that the vault was made or opened."""
        with self._vault.transaction():
            self._vault.append(self._presence.event(kind, PrincipalKind.OWNER))

    def note_locked(self) -> None:
        """Logs that the vault closes, and keeps a signed checkpoint of the log."""
        with self._vault.transaction():
            self._vault.append(self._presence.event(EventKind.LOCKED, PrincipalKind.OWNER))
            self._vault.journal.keep_checkpoint()

    def step_up(self, secret: str) -> AuthLevel:
        """Opens the step-up classes with a second passphrase, for five minutes.

        Raises:
            Locked: the secret is wrong or none is enrolled.
        """
        return self.step_up_with(with_passphrase(lambda: secret))

    def step_up_with(self, prove: Prover) -> AuthLevel:
        """Opens the step-up classes that a factor opens. Gives the level that it shows.

        Raises:
            Locked: the proof opens nothing, or no factor is enrolled.
        """
        level = self._vault.step_up(prove, lambda _: self.append(EventKind.STEPPED_UP))
        self._presence.shown(level)
        self._changed()
        return level

    def end_step_up(self) -> None:
        """Closes the step-up classes again."""
        self._vault.end_step_up()
        self._presence.shown(AuthLevel.UNLOCKED)
        self._changed()
        for drop in self._at_close:
            drop()

    def at_close(self, drop: Callable[[], None]) -> None:
        """Has `drop` called whenever classes close: what it holds of them must leave RAM then."""
        self._at_close.append(drop)

    def tick(self) -> None:
        """Ends a step-up whose time is over, or whose clock was set back.

        Call before anything is shown.
        """
        if self._presence.is_over:
            self.end_step_up()

    # -- decisions

    def closed(self, purpose: Purpose) -> dict[ClassName, StepUp | Deny]:
        """Gives the classes that this request finds closed, and why.

        Independent of what is stored.
        """
        request = self._presence.request(PrincipalKind.OWNER, Door.RELEASE, purpose)
        found: dict[ClassName, StepUp | Deny] = {}
        for name, record in _class_records(self._presence.circumstances.market).items():
            decision = self._decider.decide(record, ItemColumns(request.now), request)
            if not isinstance(decision, Permit):
                found[name] = decision
        return found

    def decide(self, row: Rows, record: RuleRecord, purpose: Purpose) -> Decision:
        """Gives what the owner is told about an open memory under a record, without opening it."""
        request = self._presence.request(PrincipalKind.OWNER, Door.RELEASE, purpose)
        columns = _columns(row, self._vault.reads(int(row["id"][0])))
        return self._decider.decide(record, columns, request)

    def masks(self, purpose: Purpose) -> Iterator[tuple[ClassName, Chunk, Mask | None]]:
        """Gives for each chunk of the open classes which rows the owner may have for a purpose.

        *Shape:* (n,) of the chunk; None allows every row. Read counters are looked at later.
        """
        self.tick()
        return self._permits.masks(self._release_request(purpose, None))

    def masks_for(
        self, client: Client, purpose: Purpose | None = None
    ) -> Iterator[tuple[ClassName, Chunk, Mask | None]]:
        """Gives what `masks` gives, for a program that showed a token of the owner's."""
        self.tick()
        return self._permits.masks(self._release_request(purpose or client.purposes[0], client))

    # -- the five doors

    def release(
        self, ids: Sequence[int], purpose: Purpose, *, is_answer: bool = True
    ) -> list[Opened]:
        """Releases memories to the owner: those of `ids` that are open and that a rule permits.

        Args:
            is_answer: They are what was asked for, and last longer for it where the purpose is
                recall; False: they are leafed through.
        """
        return self._release_all(ids, purpose, None, is_answer=is_answer)

    def release_to(
        self, client: Client, ids: Sequence[int], purpose: Purpose | None = None
    ) -> list[Opened]:
        """Releases memories to a program that showed a token of the owner's.

        Args:
            purpose: One of those that the token is bound to; None: the first of them. Another
                releases nothing: a program claims no purpose.
        """
        opened = self._release_all(ids, purpose or client.purposes[0], client, is_answer=False)
        if opened and self._tell is not None:
            self._tell(client, len(opened))
        return opened

    def searchable(self) -> dict[ClassName, npt.NDArray[np.uint32]]:
        """Gives the ids that the index door would open, by class, lowest first."""
        self.tick()
        request = self._presence.request(PrincipalKind.SERVICE, Door.INDEX, Purpose.MAINTAIN)
        return self._permits.ids(request)

    def index(self, ids: Sequence[int]) -> Iterator[tuple[int, Memory]]:
        """Opens what may be searched, one after the other, for the index in RAM.

        The event is committed before this returns. What was deleted or closed since is left out.
        """
        allowed = self.searchable().values()
        permitted = np.concatenate([np.zeros(0, np.uint32), *allowed])
        asked = np.asarray(list(dict.fromkeys(ids)), np.uint32)
        chosen = [int(one) for one in asked[np.isin(asked, permitted)]]
        if not chosen:
            return iter(())
        receipt = self._log_opening(EventKind.INDEXED, chosen, details={"count": len(chosen)})
        opened = self._opener.open_all(chosen, receipt)
        return ((int(row["id"][0]), memory) for row, memory in opened)

    def engine(self, ids: Sequence[int], reason: str) -> list[tuple[Rows, Memory]]:
        """Opens memories for the engine to compare or merge."""
        chosen = [one for one in ids if self._may(one, Door.ENGINE, Purpose.MAINTAIN)]
        receipt = self._log_opening(
            EventKind.ENGINE,
            chosen,
            memories=self._opener.names(chosen),
            details={"reason": reason},
        )
        return list(self._opener.open_all(chosen, receipt))

    def rebind(self, item_id: int, record: RuleRecord) -> None:
        """Puts a memory under another rule record; logged with before and after."""
        row = self._vault.find_row(item_id)
        if row is None or not self._may(item_id, Door.MAINTAIN, Purpose.MAINTAIN):
            raise RuntimeError("only an open memory can be put under another rule")
        self.rebind_all({item_id: record})

    def rebind_all(self, changes: Mapping[int, RuleRecord]) -> None:
        """Puts open memories under other rule records; each is logged with before and after.

        Killed in between, those are changed for which the log says so.
        """
        ids = list(changes)
        for start in range(0, len(ids), _REBOUND_AT_ONCE):
            some = ids[start : start + _REBOUND_AT_ONCE]
            # What went or was closed meanwhile is left out.
            there = [one for one in some if self._may(one, Door.MAINTAIN, Purpose.MAINTAIN)]
            self._rebind({item_id: changes[item_id] for item_id in there})
        self._changed()
        self._vault.erase_traces()

    def _rebind(self, changes: Mapping[int, RuleRecord]) -> None:
        names = self._opener.hold(list(changes)).names
        alike: dict[tuple[RuleRecord, RuleRecord], list[int]] = {}
        for item_id, after in changes.items():
            row = self._vault.find_row(item_id)
            if row is not None and item_id in names:
                before = self._vault.record(int(row["rule"][0]))
                alike.setdefault((before, after), []).append(item_id)
        chosen = {item_id: changes[item_id] for ids in alike.values() for item_id in ids}
        if not chosen:
            return
        receipt = self._log_opening(
            EventKind.MAINTAINED,
            chosen,
            memories=[names[item_id] for item_id in chosen],
            details={"reason": "rule-change"},
        )
        with self._vault.transaction():
            for (before, after), ids in alike.items():
                commitments = {
                    "before": self._vault.rule_commitment(before),
                    "after": self._vault.rule_commitment(after),
                }
                self._vault.append(
                    self._presence.event(
                        EventKind.RULE_CHANGED,
                        memories=[names[item_id] for item_id in ids],
                        details=commitments,
                    )
                )
            self._vault.rebind(chosen, receipt)

    def amend(self, changes: Mapping[int, Memory], corrected: Sequence[int], reason: str) -> bool:
        """Seals open memories anew with what their owner says of how they are tied.

        Texts and rules stay as they are. Gives False, and changes nothing, where a rule forbids it.

        Args:
            corrected: Memories that no longer hold by what the owner says; it shortens their life.
        """
        every = {*changes, *corrected}
        if not all(self._may(one, Door.MAINTAIN, Purpose.MAINTAIN) for one in every):
            return False
        with self._vault.transaction():
            event = self._presence.event(
                EventKind.MAINTAINED,
                PrincipalKind.OWNER,
                memories=self._opener.names(sorted(every)),
                details={"reason": reason},
            )
            self._vault.append(event)
            for item_id in corrected:
                row, usage = self._vault.find_row(item_id), self._vault.usage(item_id)
                assert row is not None  # it may be maintained, so it is open
                usage = _after(usage, forgetting.Act.CORRECTED, row, self._presence.now)
                self._vault.use(item_id, usage)
            self._vault.amend({item_id: one.to_bytes() for item_id, one in changes.items()})
        self._changed()
        self._vault.erase_traces()
        return True

    def train(self) -> list[FeatureRow]:
        """Gives the trainer feature rows of memories whose rule lets them train.

        At most MAX_ROWS: those that the owner rated first, then the newest.
        """
        self.tick()
        request = self._presence.request(PrincipalKind.SERVICE, Door.TRAIN, Purpose.TRAIN)
        found = [np.zeros(0, np.uint32), *self._permits.ids(request).values()]
        ids = {int(item_id) for item_id in np.concatenate(found)}
        usages = self._vault.usages()
        rated = sorted(one for one, usage in usages.items() if one in ids and is_rated(usage))
        chosen = (rated + sorted(ids.difference(rated), reverse=True))[:MAX_ROWS]
        receipt = self._log_opening(
            EventKind.TRAINED,
            chosen,
            memories=self._opener.names(chosen),
            details={"count": len(chosen)},
        )
        return [
            as_features(row, memory, usages.get(int(row["id"][0]), Usage()), self.shipped)
            for row, memory in self._opener.open_all(chosen, receipt)
        ]

    # -- writing and forgetting

    def store(self, items: Sequence[NewItem], source: str) -> list[int]:
        """Seals new memories and logs them, in one transaction. Gives their ids."""
        with self._vault.transaction():
            added = [self._vault.add(item) for item in items]
            self._vault.append(
                self._presence.event(
                    EventKind.STORED,
                    PrincipalKind.OWNER,
                    memories=[name for _, name in added],
                    details={"count": len(added), "source": source},
                )
            )
        self._vault.compact()
        return [item_id for item_id, _ in added]

    def erase(self, ids: Sequence[int], reason: str, *, matched: bool = False) -> list[str]:
        """Deletes memories for good; ids that nothing has are passed over.

        Gives a signed certificate for every 4,096 of them. Killed in between, those are gone for
        which there is one.

        Args:
            matched: The ids were found by what they have in common. Then the answer is the same
                whether or not any of them lies in a closed class.
        """
        there = [item_id for item_id in dict.fromkeys(ids) if self._vault.exists(item_id)]
        batches = [
            there[start : start + _ERASED_AT_ONCE]
            for start in range(0, len(there), _ERASED_AT_ONCE)
        ]
        hides = matched and not all(self._vault.is_open(name) for name in ClassName)
        if hides and not batches:
            batches = [[]]
        return [self._erase(batch, reason, closed=hides) for batch in batches]

    def _erase(self, ids: Sequence[int], reason: str, *, closed: bool) -> str:
        names, journal, keys = self._opener.names(ids), self._vault.journal, self._vault.keys
        keystore = keys.epoch.keystore
        certificate = erasure_certificate(
            journal.signer,
            names=names,
            closed=closed or any(self._vault.is_closed(item_id) for item_id in ids),
            erased_at=self._presence.now,
            log_event=journal.size,
            reason=reason,
            keystore=None if keystore is None else keystore.name,
            promise=None if keystore is None else keystore.promise,
        )
        with self._vault.transaction():
            event = self._presence.event(
                EventKind.ERASED, PrincipalKind.OWNER, memories=names, details={"reason": reason}
            )
            self._vault.append(event)
            self._vault.erase(ids, certificate.encode())
        self._changed()
        self._vault.erase_traces()
        return certificate

    def rate(self, item_id: int, act: forgetting.Act) -> bool:
        """Notes what a memory was worth. Gives False if no open memory has this id."""
        row = self._vault.find_row(item_id)
        if row is None:
            return False
        usage = _after(self._vault.usage(item_id), act, row, self._presence.now)
        return self.write_usages({item_id: usage}, EventKind.RATED, act) > 0

    def write_usages(self, changes: Mapping[int, Usage], kind: EventKind, reason: str) -> int:
        """Writes what became of open memories, and logs why, in one transaction.

        Gives how many there were; others are passed over. Nothing is opened.
        """
        names = self._opener.hold(list(changes)).names
        if names:
            with self._vault.transaction():
                event = self._presence.event(
                    kind,
                    PrincipalKind.OWNER,
                    memories=list(names.values()),
                    details={"reason": reason, "count": len(names)},
                )
                self._vault.append(event)
                for item_id in names:
                    self._vault.use(item_id, changes[item_id])
        return len(names)

    def check(self) -> int:
        """Opens every memory of the open classes and lets it go. Gives how many opened.

        What does not open is named in `damaged`, or in the vault's `damage`.
        """
        self.tick()
        request = self._presence.request(PrincipalKind.SERVICE, Door.MAINTAIN, Purpose.MAINTAIN)
        found = [np.zeros(0, np.uint32), *self._permits.ids(request).values()]
        ids = [int(item_id) for item_id in np.concatenate(found)]
        details: dict[str, str | int] = {"reason": "check", "count": len(ids)}
        receipt = self._log_opening(EventKind.MAINTAINED, ids, details=details)
        return sum(1 for _ in self._opener.open_all(ids, receipt))

    def waiting(self, encoder: int) -> dict[ClassName, npt.NDArray[np.uint32]]:
        """Gives the open memories whose vector another encoder made, by class, newest first.

        What is damaged is left out: it has nothing to encode.
        """
        self.tick()
        request = self._presence.request(PrincipalKind.SERVICE, Door.MAINTAIN, Purpose.MAINTAIN)
        damaged = np.fromiter(self._opener.damaged, np.uint32)
        found = self._permits.others(request, encoder)
        left = {name: np.setdiff1d(ids, damaged)[::-1] for name, ids in found.items()}
        return {name: ids for name, ids in left.items() if len(ids)}

    def encode_anew(
        self, ids: Sequence[int], encode: Callable[[Sequence[str]], Vectors], encoder: int
    ) -> int:
        """Gives memories the vectors of another encoder. Gives how many there were to open.

        Logged before the first is opened; all are replaced, or none.

        Args:
            encode: Gives vectors of texts. *Shape:* (n, 256).
        """
        chosen = [one for one in ids if self._may(one, Door.MAINTAIN, Purpose.MAINTAIN)]
        details: dict[str, str | int] = {"reason": "new-vectors", "count": len(chosen)}
        receipt = self._log_opening(EventKind.MAINTAINED, chosen, details=details)
        opened = self._opener.open_all(chosen, receipt)
        done, vectors = [], [np.zeros((0, DIMENSIONS), np.float32)]
        try:
            while some := list(islice(opened, _ENCODED_AT_ONCE)):
                done += [int(row["id"][0]) for row, _ in some]
                vectors.append(encode([memory.index_text for _, memory in some]))
        finally:
            self._vault.journal.spend(receipt)  # an encoder that failed opens nothing more
        if done:
            # What was closed while the model was at work keeps what it has.
            there = [at for at, one in enumerate(done) if self._vault.find_row(one) is not None]
            placed = Placed.of(np.concatenate(vectors), encoder).taken(np.array(there, np.intp))
            with self._vault.transaction():
                self._vault.replace_vectors([done[at] for at in there], placed)
        return len(done)

    def write_settings(self, settings: bytes, kind: EventKind, **details: str | int) -> None:
        """Replaces the vault's settings, and logs why, in one step."""
        with self._vault.transaction():
            self._vault.append(self._presence.event(kind, PrincipalKind.OWNER, details=details))
            self._vault.write_settings(settings)

    def note(self, kind: EventKind, **details: str | int) -> None:
        """Logs an act that opens nothing: an import that ended, an export about to be written."""
        with self._vault.transaction():
            self.append(kind, **details)

    def append(self, kind: EventKind, **details: str | int) -> None:
        """Appends an event of the owner's to the transaction that is under way."""
        self._vault.append(self._presence.event(kind, PrincipalKind.OWNER, details=details))

    # -- inside

    def _changed(self) -> None:
        self.generation += 1
        self._permits.forget()

    def _release_request(self, purpose: Purpose, client: Client | None) -> Request:
        kind = PrincipalKind.OWNER if client is None else PrincipalKind.CLIENT
        return self._presence.request(kind, Door.RELEASE, purpose, client)

    def _release_all(
        self, ids: Sequence[int], purpose: Purpose, client: Client | None, *, is_answer: bool
    ) -> list[Opened]:
        opened: list[Opened] = []
        for start in range(0, max(len(ids), 1), _CHUNK):
            some = ids[start : start + _CHUNK]
            opened += self._release(some, purpose, client, is_answer=is_answer)
        return opened

    def _release(
        self, ids: Sequence[int], purpose: Purpose, client: Client | None, *, is_answer: bool
    ) -> list[Opened]:
        self.tick()
        request = self._release_request(purpose, client)
        if client is not None and not (client.is_valid(request.now) and purpose in client.purposes):
            return []
        # What is volunteered, exported or leafed through says nothing of what its owner needs.
        is_asked = is_answer and purpose is Purpose.RECALL
        permitted: list[tuple[Rows, RuleRecord, Permit]] = []
        logged: list[LoggedDecision] = []
        ids = [item_id for item_id in dict.fromkeys(ids) if 0 < item_id <= MAX_ID]
        held, usages = self._opener.hold(ids), self._vault.usages(ids)
        for item_id in ids:
            row = self._vault.find_row(item_id)
            if row is None or item_id not in held.names:
                continue
            record = self._vault.record(int(row["rule"][0]))
            columns = _columns(row, usages.get(item_id, Usage()).reads)
            decision = self._decider.decide(record, columns, request)
            logged.append(as_logged(held.names[item_id], decision))
            if isinstance(decision, Permit):
                permitted.append((row, record, decision))
        with self._vault.transaction():
            event = self._presence.event(
                EventKind.RELEASED,
                request.principal,
                purpose=purpose,
                decisions=logged,
                closed=self._closing_rules(purpose) if client is None else (),
                details=None if client is None else {"source": client.id},
            )
            receipt = self._vault.append(event, [int(row["id"][0]) for row, _, _ in permitted])
            for row, _, decision in permitted:
                if any(duty.kind is ObligationKind.COUNT for duty in decision.obligations):
                    item_id = int(row["id"][0])
                    usage = usages.get(item_id, Usage())
                    if is_asked:
                        usage = _after(usage, forgetting.Act.SHOWN, row, request.now)
                    self._vault.count_read(item_id, usage, request.now)
        opened = []
        for row, record, decision in permitted:
            memory = self._opener.open(int(row["id"][0]), receipt, held)
            if memory is not None:
                memory = fulfil(memory, row, record, decision, self.language)
                opened.append(Opened(row, memory, record, decision))
        return opened

    def _closing_rules(self, purpose: Purpose) -> list[str]:
        closed = self.closed(purpose).values()
        return sorted({rule for decision in closed for rule in decision.rules})

    def _may(self, item_id: int, door: Door, purpose: Purpose) -> bool:
        self.tick()
        row = self._vault.find_row(item_id)
        if row is None:
            return False
        request = self._presence.request(PrincipalKind.SERVICE, door, purpose)
        record = self._vault.record(int(row["rule"][0]))
        return self._decider.answer(record, _columns(row), request).allowed

    def _log_opening(
        self,
        kind: EventKind,
        ids: Iterable[int],
        memories: Sequence[str] = (),
        details: Mapping[str, str | int] | None = None,
    ) -> Receipt:
        with self._vault.transaction():
            event = self._presence.event(
                kind, PrincipalKind.SERVICE, memories=memories, details=details
            )
            return self._vault.append(event, ids)


@cache
def _class_records(market: Market) -> Mapping[ClassName, RuleRecord]:
    return {name: default_record(labels, market) for name, labels in _CLASS_LABELS.items()}


def _columns(row: Rows, reads: int = 0) -> ItemColumns:
    """Gives what decisions read of a single memory."""
    return ItemColumns(int(row["created"][0]), reads, domain_of(row))


def _after(usage: Usage, act: forgetting.Act, row: Rows, now: int) -> Usage:
    """Gives the usage of a row's memory after an act."""
    return forgetting.after(usage, act, now, float(row["strength"][0]), int(row["at"][0]))
