"""What the screens show, ready to draw: every word in the person's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from device.app.viewmodels.keeping_rows import NO_DAMAGE, DamageState


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """One memory in a list.

    Attributes:
        when: Time of day, `14:05`; empty where nobody knows.
        day: The day in words, as a heading.
        source: Where it came from, in words.
        rule_badge: Its rule in two or three words.
        at: When it was said, ISO 8601 in the vault's zone; empty where nobody knows.
        source_name: `source` as the vault knows it.
        label_names: `labels` as the vault knows them.
        badge_name: `rule_badge` as the catalog knows it: owner, private, step_up or shared.
    """

    id: int
    text: str = field(repr=False)  # so that no log or traceback shows it
    when: str
    day: str
    language: str
    source: str
    speaker: str = field(repr=False)
    class_name: str
    class_word: str
    labels: tuple[str, ...]
    rule_badge: str
    at: str = ""
    source_name: str = "typed"
    label_names: tuple[str, ...] = ()
    badge_name: str = "owner"


@dataclass(frozen=True, slots=True)
class RememberedRow:
    """What became of a sentence that was typed.

    Attributes:
        id: Its number, or that of the memory that says the same; None where nothing was kept.
        notice: The sentence that says so.
        row: The memory as the list shows it; None where it is not new, or went into a closed class.
    """

    id: int | None
    is_new: bool
    notice: str
    row: MemoryRow | None = None


@dataclass(frozen=True, slots=True)
class RecallCard:
    """One memory that answers a question.

    Attributes:
        why: Why it came up.
        rule_text: What the rules that opened it say.
        opens: How long it stays open.
    """

    row: MemoryRow
    why: str = field(repr=False)  # quotes words of the memory
    rule_text: str
    opens: str


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A whole class that stayed closed, and what would open it."""

    class_name: str
    class_word: str
    rule_text: str
    opens_with: str
    can_step_up: bool


@dataclass(frozen=True, slots=True)
class RecallAnswer:
    """What a question brought.

    Attributes:
        waiting: How many memories were not yet found by their words, only by likeness.
        damage: What did not open, now or before.
        unsure: Says what of the question no memory ever spoke of; empty as a rule.
    """

    cards: tuple[RecallCard, ...] = ()
    closed: tuple[ClosedRow, ...] = ()
    waiting: int = 0
    damage: DamageState = NO_DAMAGE
    unsure: str = ""


@dataclass(frozen=True, slots=True)
class RecallFilter:
    """Bounds that a person sets before they ask.

    Attributes:
        since, before: Days, ISO 8601; empty where there is no bound. `before` is not counted in.
        language: BCP 47 tag; empty is any.
    """

    since: str = ""
    before: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        """Tells whether anything is bounded."""
        return bool(self.since or self.before or self.language)


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One entry of the log: who did what to which memories, and why that was allowed.

    Attributes:
        when: Time of day.
        day: The day in words, as a heading.
        what: What happened, in words.
        purpose: What for, in words; empty where there is no purpose.
        memory_ids: Those of the memories that are open now.
        count: How many memories it touched, closed ones too.
        who: You, Bojagi itself, or another app.
        seq: Its number in the log.
    """

    when: str
    day: str
    what: str
    purpose: str
    why: str
    memory_ids: tuple[int, ...]
    count: int
    who: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class MemoryDetail:
    """One memory with its rule in words and everything that ever touched it, newest first.

    Attributes:
        conversation: Title of where it was said; empty where it was typed.
    """

    row: MemoryRow
    rule_lines: tuple[str, ...]
    accesses: tuple[AccessRow, ...]
    conversation: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SentRow:
    """One message that left the device: the figures that it has, and no others.

    Attributes:
        when: Time of day.
        day: The day in words, as a heading.
        what: What was in it, in one line.
        round: 0 where it belongs to none.
        bytes, tensors, norm: Of an update; 0 otherwise.
        shapes: Each tensor's name and shape; empty where there was none.
        digest: SHA-256 of the bytes that were sent.
        seq: Its number in the log.
    """

    when: str
    day: str
    kind_word: str
    what: str
    round: int
    bytes: int
    tensors: int
    norm: float
    digest: str
    shapes: tuple[str, ...] = ()
    seq: int = 0


class PartPhase(StrEnum):
    """How taking part in a federation stands."""

    NOT_JOINED = "not_joined"
    OFF = "off"  # no consent, or locked
    MISSING = "missing"  # what the worker needs is not installed
    STARTING = "starting"
    WAITING = "waiting"  # connected
    TRAINING = "training"
    SENDING = "sending"
    UNREACHABLE = "unreachable"
    NOT_ADMITTED = "not_admitted"
    LOST = "lost"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PartState:
    """How taking part in a federation stands.

    Attributes:
        round: Of training or sending; 0 where it belongs to none.
        retry: Time of day of the next try; empty where none waits.
        sent_at: When the coordinator last took something, ISO 8601; empty: not since the unlock.
        let_go: How many messages were let go since the unlock.
        refused: Hashes of the foreign apps that were refused since the unlock.
    """

    phase: PartPhase
    round: int = 0
    retry: str = ""
    sent_at: str = ""
    let_go: int = 0
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FederationState:
    """What the owner agreed to share, with whom, and what was sent so far, newest first."""

    joined: bool
    server: str
    training: bool
    statistics: bool
    sent: tuple[SentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A page of the list.

    Attributes:
        size: How many memories the whole list has.
        today: The date in the vault's zone, ISO 8601.
        damage: What did not open, now or before.
    """

    rows: tuple[MemoryRow, ...]
    size: int
    today: str
    damage: DamageState = NO_DAMAGE


@dataclass(frozen=True, slots=True)
class OpenedVault:
    """What the app needs to know of a vault that was just unlocked.

    Attributes:
        step_up_kinds: Of the factors that open the step-up classes.
        keystore: Name of the keystore that keeps a key of it; empty where none does.
        reminders: How much its owner wants to be reminded: off, few or normal.
    """

    language: str
    has_step_up: bool
    step_up_kinds: tuple[str, ...] = ()
    keystore: str = ""
    reminders: str = "normal"
