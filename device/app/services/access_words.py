"""The entries of the log in words: who did what, what for, and why that was allowed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from compliance.log.events import Event, EventKind, Outcome
from device.app.viewmodels.rows import AccessRow, SentRow
from device.app.viewmodels.wording import moment_words, say
from device.federation.protocol import SentKind
from device.learning.models import GATE_SHAPES
from device.rights import LogLine
from device.settings import Settings
from policy.bundle import Bundle
from policy.catalog import Language
from policy.load import load_catalog

_WHO: Final = frozenset({"owner", "client", "service"})
# Readings: for the other kinds, what they were for is said by what they are.
_WITH_PURPOSE: Final = frozenset(
    {EventKind.RELEASED, EventKind.INDEXED, EventKind.ENGINE, EventKind.TRAINED}
)
DEVICE_KINDS: Final = tuple(EventKind)[: tuple(EventKind).index(EventKind.REFUSED) + 1]
_MICRO: Final = 1_000_000
_FLOAT_BYTES: Final = 4


class AccessWords:
    """Words the log of one vault."""

    def __init__(self, bundle: Bundle, settings: Settings, language: Language, today: str) -> None:
        """Starts wording.

        Args:
            today: The date in the vault's zone, ISO 8601.
        """
        self._bundle = bundle
        self._settings = settings
        self._language: Language = language
        self._today = today

    def row(self, line: LogLine, name: str | None = None) -> AccessRow:
        """Words one entry.

        Args:
            name: The commitment of a memory: only what concerns it is told.
        """
        event = line.event
        day, when = moment_words(self._language, self._settings.iso(event.at), self._today)
        purpose = ""
        if event.kind in _WITH_PURPOSE and event.purpose:
            policy = load_catalog("policy")
            purpose = policy.say(self._language, f"explain.purpose_{event.purpose}")
        return AccessRow(
            when=when,
            day=day,
            what=load_catalog("compliance").say(self._language, f"events.{event.kind}"),
            purpose=purpose,
            why=self._why(event, name),
            memory_ids=line.ids,
            count=_count(event),
            who=self._say(f"who_{event.principal}") if event.principal in _WHO else "",
            seq=line.seq,
        )

    def sent(self, line: LogLine) -> SentRow:
        """Words one message that left the device."""
        event = line.event
        day, when = moment_words(self._language, self._settings.iso(event.at), self._today)
        kind = SentKind(str(event.details["reason"]))
        size, norm = _number(event, "bytes"), _number(event, "norm_micro") / _MICRO
        return SentRow(
            when=when,
            day=day,
            kind_word=self._say(f"sent_{kind}"),
            what=self._say(
                f"sent_what_{kind}",
                numbers=f"{size // _FLOAT_BYTES:,}",
                bytes=f"{size:,}",
                norm=f"{norm:.3f}",
            ),
            round=_number(event, "round"),
            bytes=size,
            tensors=_number(event, "tensors"),
            norm=norm,
            digest=str(event.details.get("digest", "")),
            shapes=_shapes(_number(event, "tensors"), size),
            seq=line.seq,
        )

    def _why(self, event: Event, name: str | None) -> str:
        reason = event.details.get("reason")
        match event.kind:
            case EventKind.RELEASED:
                return self._rules(event, name) or self._say("access_why_released")
            case EventKind.ERASED if reason == "retention":
                return self._say("access_why_expired")
            case EventKind.RATED:
                return self._say(f"access_why_rated_{reason}")
            case kind if kind in DEVICE_KINDS:
                return self._say(f"access_why_{kind}")
            case _:
                return ""

    def _rules(self, event: Event, name: str | None) -> str:
        decisions = [one for one in event.decisions if name is None or one.memory == name]
        opened = [one for one in decisions if one.outcome is Outcome.PERMIT]
        rules = _once(rule for one in opened or decisions for rule in one.rules)
        known = (self._bundle.rules[rule] for rule in rules if rule in self._bundle.rules)
        gap = load_catalog("device").say(self._language, "cli.sentence_gap")
        return gap.join(rule.explanation[self._language] for rule in known)

    def _say(self, key: str, **values: object) -> str:
        return say(self._language, key, **values)


def _count(event: Event) -> int:
    opened = sum(one.outcome is Outcome.PERMIT for one in event.decisions)
    return max(opened + len(event.memories), _number(event, "count"))


def _number(event: Event, key: str) -> int:
    value = event.details.get(key, 0)  # type: ignore[call-overload]  # the keys are the model's
    return value if isinstance(value, int) else 0


def _shapes(tensors: int, size: int) -> tuple[str, ...]:
    """Gives the tensors of an update. The log has how many and how large; what they are is fixed.

    Nothing for an update of another version's model, of which that cannot be said.
    """
    numbers = sum(map(math.prod, GATE_SHAPES.values()))
    if (tensors, size) != (len(GATE_SHAPES), numbers * _FLOAT_BYTES):
        return ()
    return tuple(f"{name}  {' × '.join(map(str, shape))}" for name, shape in GATE_SHAPES.items())


def _once(rules: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(rules))
