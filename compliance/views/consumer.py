"""The person's view: everything that their device keeps, and everything that happened to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from compliance.bundle import CardLine, DeviceBundle
from compliance.contents import Rules
from compliance.law import PackLine, judge
from compliance.log.events import DetailKey, Event, EventKind, Outcome
from compliance.reader import Reader
from compliance.views.head import Head, make_head
from policy.bundles import load_base_bundle

_DOORS = frozenset(
    {
        EventKind.RELEASED,
        EventKind.INDEXED,
        EventKind.ENGINE,
        EventKind.MAINTAINED,
        EventKind.TRAINED,
    }
)
_CONSENTS = frozenset({EventKind.CONSENTED, EventKind.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule by its id, in words. `text` is empty where the words are not known here."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PurposeLine:
    """How often a memory was read for a purpose."""

    purpose: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class MemoryLine:
    """A memory that is kept.

    Attributes:
        when: As the device wrote it (ISO 8601), or None where nobody knows.
        reads: By the vault's own counter.
        read_for: By the log.
        last_read: Empty where the log has no reading of it.
        faded: Since when recall passes over it; empty where it does not.
        pinned: Whether it never will.
    """

    id: int
    text: str
    when: str | None
    day: str
    speaker: str
    source: str
    source_word: str
    conversation: str
    languages: tuple[str, ...]
    language_words: str
    labels: tuple[str, ...]
    label_words: tuple[str, ...]
    class_name: str
    class_word: str
    rules: tuple[RuleLine, ...]
    reads: int
    read_for: tuple[PurposeLine, ...]
    last_read: str
    faded: str
    pinned: bool


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One event in which memories were read or worked on.

    Attributes:
        memories: Ids of those that are kept and in this report.
        others: How many more: forgotten since, or in a closed class now.
        refused: How many stayed closed.
        why: The rules that permitted it, in words.
    """

    event: int
    at: int
    when: str
    kind: str
    kind_word: str
    who: str
    who_word: str
    purpose: str
    purpose_word: str
    memories: tuple[int, ...]
    others: int
    unnamed: int
    refused: int
    why: tuple[RuleLine, ...]
    why_note: str


@dataclass(frozen=True, slots=True)
class SentLine:
    """One message that left the device, as it was logged before it left."""

    event: int
    at: int
    when: str
    kind: str
    kind_word: str
    round: int | None
    bytes: int | None
    tensors: int | str | None
    norm: float | None
    digest: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent that was given or withdrawn."""

    event: int
    at: int
    when: str
    given: bool
    kind_word: str
    what: str
    what_word: str


@dataclass(frozen=True, slots=True)
class ForgottenLine:
    """A memory that was erased. Its certificate names this event."""

    event: int
    at: int
    when: str
    reason: str
    reason_word: str
    commitment: str


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A rule that kept whole classes closed when something was asked for."""

    rule: RuleLine
    times: int
    last: str
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ConsumerReport:
    """The whole report."""

    head: Head
    memories: tuple[MemoryLine, ...]
    accesses: tuple[AccessLine, ...]
    sent: tuple[SentLine, ...]
    consents: tuple[ConsentLine, ...]
    forgotten: tuple[ForgottenLine, ...]
    closed: tuple[ClosedLine, ...]
    law: tuple[PackLine, ...]


def make_consumer_report(bundle: DeviceBundle, reader: Reader, program: str) -> ConsumerReport:
    """Gives what a device's evidence says to the person whose memories these are."""
    history = _follow(bundle)
    return ConsumerReport(
        head=make_head(bundle, "consumer", reader, program, simulated=bundle.about.simulated),
        memories=tuple(
            _memory_line(card, history, bundle.rules, reader) for card in _newest_first(bundle)
        ),
        accesses=tuple(
            _access_line(number, event, bundle, reader)
            for number, event in _backwards(bundle)
            if event.kind in _DOORS
        ),
        sent=tuple(
            _sent_line(number, event, reader)
            for number, event in _backwards(bundle)
            if event.kind is EventKind.SHARED
        ),
        consents=tuple(
            _consent_line(number, event, reader)
            for number, event in _backwards(bundle)
            if event.kind in _CONSENTS
        ),
        forgotten=tuple(
            line
            for number, event in _backwards(bundle)
            if event.kind is EventKind.ERASED
            for line in _forgotten_lines(number, event, reader)
        ),
        closed=_closed_lines(bundle, reader),
        law=judge(bundle, "consumer", reader),
    )


@dataclass(slots=True)
class _History:
    """What the log says of each memory: how often it was read, for what, when last.

    Attributes:
        decided_by: The rules that decided on the last release, which is the export's own.
    """

    decided_by: str = ""
    reads: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    last: dict[int, int] = field(default_factory=dict)


def _follow(bundle: DeviceBundle) -> _History:
    history = _History()
    for event in bundle.events:
        if event.kind is not EventKind.RELEASED:
            continue
        history.decided_by = event.bundle
        for decision in event.decisions:
            memory = bundle.names.get(decision.memory)
            if memory is not None and decision.outcome is Outcome.PERMIT:
                history.reads[memory][event.purpose] += 1
                history.last[memory] = event.at
    return history


def _backwards(bundle: DeviceBundle) -> list[tuple[int, Event]]:
    return list(enumerate(bundle.events))[::-1]


def _newest_first(bundle: DeviceBundle) -> list[CardLine]:
    return sorted(bundle.cards, key=lambda card: (card.when or "", card.id), reverse=True)


def _memory_line(
    card: CardLine, history: _History, rules: Rules | None, reader: Reader
) -> MemoryLine:
    read_for = history.reads.get(card.id, Counter())
    last = history.last.get(card.id)
    return MemoryLine(
        id=card.id,
        text=card.text,
        when=card.when,
        day=_shown_time(card.when, reader),
        speaker=card.speaker,
        source=card.source,
        source_word=reader.word("source", card.source),
        conversation=card.conversation,
        languages=tuple(card.languages),
        language_words=reader.join(reader.word("language", name) for name in card.languages),
        labels=tuple(card.labels),
        label_words=tuple(reader.word("label", name) for name in card.labels),
        class_name=card.class_name,
        class_word=reader.word("class", card.class_name),
        rules=tuple(
            _rule_line(rule.strip(), history.decided_by, rules, reader)
            for rule in card.rule.split(",")
            if rule.strip()
        ),
        reads=card.reads,
        read_for=tuple(
            PurposeLine(purpose, reader.word("purpose", purpose), count)
            for purpose, count in sorted(read_for.items())
        ),
        last_read="" if last is None else reader.time(last),
        faded="" if card.faded is None else _shown_time(card.faded, reader),
        pinned=card.pinned,
    )


def _shown_time(when: str | None, reader: Reader) -> str:
    if when is None:
        return reader.say("consumer.undated")
    try:
        return datetime.fromisoformat(when).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return when


def _access_line(number: int, event: Event, bundle: DeviceBundle, reader: Reader) -> AccessLine:
    permitted = [one for one in event.decisions if one.outcome is Outcome.PERMIT]
    touched = [*(one.memory for one in permitted), *event.memories]
    known = tuple(sorted(bundle.names[memory] for memory in touched if memory in bundle.names))
    rules = sorted({rule for one in permitted for rule in one.rules})
    counted = event.details.get("count")
    return AccessLine(
        event=number,
        at=event.at,
        when=reader.time(event.at),
        kind=event.kind.value,
        kind_word=reader.say(f"events.{event.kind.value}"),
        who=event.principal,
        who_word=reader.word("who", event.principal.lower()),
        purpose=event.purpose,
        purpose_word=reader.word("purpose", event.purpose) if event.purpose else "",
        memories=known,
        others=len(touched) - len(known),
        unnamed=counted if isinstance(counted, int) and not touched else 0,
        refused=len(event.decisions) - len(permitted),
        why=tuple(_rule_line(rule, event.bundle, bundle.rules, reader) for rule in rules),
        why_note="" if rules else _why_without_rule(event, reader),
    )


def _why_without_rule(event: Event, reader: Reader) -> str:
    if event.kind is EventKind.RELEASED:
        return reader.say("consumer.nothing_released")
    return reader.say("consumer.own_upkeep")


def _rule_line(rule: str, bundle_digest: str, rules: Rules | None, reader: Reader) -> RuleLine:
    # A rule of another bundle may bear the same id and say something else.
    if rules is not None and bundle_digest == rules.bundle:
        return RuleLine(rule, rules.sentences.get(rule, {}).get(reader.language, ""))
    base = load_base_bundle()
    known = base.rules.get(rule) if bundle_digest == base.digest else None
    return RuleLine(rule, "" if known is None else known.explanation[reader.language])


def _sent_line(number: int, event: Event, reader: Reader) -> SentLine:
    kind = str(event.details.get("reason", ""))
    norm = _whole(event, "norm_micro")
    return SentLine(
        event=number,
        at=event.at,
        when=reader.time(event.at),
        kind=kind,
        kind_word=reader.word("sent", kind) if kind else reader.say("events.shared"),
        round=_whole(event, "round"),
        bytes=_whole(event, "bytes"),
        tensors=event.details.get("tensors"),
        norm=None if norm is None else norm / 1_000_000,
        digest=str(event.details.get("digest", "")),
    )


def _whole(event: Event, name: DetailKey) -> int | None:
    value = event.details.get(name)
    return value if isinstance(value, int) else None


def _consent_line(number: int, event: Event, reader: Reader) -> ConsentLine:
    what = str(event.details.get("reason", ""))
    return ConsentLine(
        event=number,
        at=event.at,
        when=reader.time(event.at),
        given=event.kind is EventKind.CONSENTED,
        kind_word=reader.say(f"events.{event.kind.value}"),
        what=what,
        what_word=_consent_word(what, reader),
    )


def _consent_word(what: str, reader: Reader) -> str:
    """Words a consent to sharing with a federation, or to a purpose for what is labelled."""
    purpose, colon, label = what.partition(":")
    if colon:
        return reader.say(
            "consumer.consent_for",
            purpose=reader.word("purpose", purpose),
            label=reader.word("label", label),
        )
    return reader.word("consent", what) if what else ""


def _forgotten_lines(number: int, event: Event, reader: Reader) -> list[ForgottenLine]:
    reason = str(event.details.get("reason", ""))
    return [
        ForgottenLine(
            event=number,
            at=event.at,
            when=reader.time(event.at),
            reason=reason,
            reason_word=reader.word("erased", reason) if reason else "",
            commitment=commitment,
        )
        for commitment in event.memories or ("",)  # of a closed class the log has no name
    ]


def _closed_lines(bundle: DeviceBundle, reader: Reader) -> tuple[ClosedLine, ...]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, event in enumerate(bundle.events):
        for rule in event.closed:
            found[rule, event.bundle].append(number)
    return tuple(
        ClosedLine(
            rule=_rule_line(rule, digest, bundle.rules, reader),
            times=len(numbers),
            last=reader.time(bundle.events[numbers[-1]].at),
            events=tuple(numbers),
        )
        for (rule, digest), numbers in sorted(found.items())
    )
