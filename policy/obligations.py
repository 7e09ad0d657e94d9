"""What a permit asks of the guard.

An obligation that the guard cannot fulfil turns the permit to a deny. `reauthenticate`, `expire`
and `count` with a limit are weighed in the decision itself too, so that it says what would help.

Source: XACML 3.0, section 7.18: whoever enforces a decision fulfils its obligations or denies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.errors import PolicyError
from policy.vocabulary import IdentifierKind


class ObligationKind(StrEnum):
    """The duties that a rule may attach, as `@obligation("count, redact:card+phone")`."""

    REAUTHENTICATE = "reauthenticate"  # :60 the level was shown no longer ago than this, in seconds
    REDACT = "redact"  # mask identifiers: those that the record names, or the ones named here
    SUMMARISE = "summarise"  # tell what it is about, and none of its words
    COUNT = "count"  # raise the read counter with the release event; :5 and no more than this often
    EXPIRE = "expire"  # :300 what was shown is taken away after this, in seconds
    NOTIFY = "notify"  # tell the owner that it was read
    NO_TRAIN = "no_train"  # what is released trains nothing
    NO_SHARE = "no_share"  # what is released goes to nobody else
    LOCAL_ONLY = "local_only"  # what is released stays on this device


_NUMBERED: Final = {ObligationKind.REAUTHENTICATE, ObligationKind.EXPIRE}
_MAY_NUMBER: Final = {*_NUMBERED, ObligationKind.COUNT}
_NUMBER: Final = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True, order=True)
class Obligation:
    """One duty of a permit.

    Attributes:
        amount: Seconds for `reauthenticate` and `expire`; reads for `count`, where 0 means that the
            record's own limit alone counts; 0 for the others.
        redacts: What `redact` masks; empty: what the record names.
    """

    kind: ObligationKind
    amount: int = 0
    redacts: tuple[IdentifierKind, ...] = ()

    @property
    def word(self) -> str:
        """The duty as the log and clients name it."""
        return f"{self.kind}:{self.amount}" if self.amount else self.kind.value


def parse_obligations(rule_id: str, annotation: str) -> tuple[Obligation, ...]:
    """Parses the annotation's comma-separated duties.

    Raises:
        PolicyError: a duty is unknown, or what it asks for; a rule that asks for it would silently
            be weaker than it reads.
    """
    return tuple(
        _parse(rule_id, word)
        for word in filter(None, (part.strip() for part in annotation.split(",")))
    )


def _parse(rule_id: str, word: str) -> Obligation:
    name, colon, argument = word.partition(":")
    try:
        kind = ObligationKind(name)
    except ValueError as error:
        known = ", ".join(ObligationKind)
        raise PolicyError(
            "policy.unknown_obligation", rule=rule_id, found=word[:40], known=known
        ) from error
    if kind is ObligationKind.REDACT and colon:
        return Obligation(kind, redacts=_identifiers(rule_id, word, argument))
    if kind in _MAY_NUMBER and _NUMBER.fullmatch(argument) and int(argument):
        return Obligation(kind, int(argument))
    if colon or kind in _NUMBERED:
        raise PolicyError("policy.bad_obligation", rule=rule_id, found=word[:40])
    return Obligation(kind)


def _identifiers(rule_id: str, word: str, argument: str) -> tuple[IdentifierKind, ...]:
    try:
        return tuple(sorted({IdentifierKind(name) for name in argument.split("+")}))
    except ValueError as error:
        raise PolicyError("policy.bad_obligation", rule=rule_id, found=word[:40]) from error
