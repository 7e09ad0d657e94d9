"""What a permit asks of the guard.

An obligation that the guard cannot fulfil turns the permit to a deny.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policy.errors import PolicyError


class ObligationKind(StrEnum):
    """The duties that a rule may attach, as `@obligation("count, redact")`."""

    COUNT = "count"  # raise the memory's read counter in the release event's transaction
    REDACT = "redact"  # mask the identifiers that the rule record names


@dataclass(frozen=True, slots=True, order=True)
class Obligation:
    """One duty of a permit."""

    kind: ObligationKind


def parse_obligations(rule_id: str, annotation: str) -> tuple[Obligation, ...]:
    """Parses the annotation's comma-separated duties.

    Raises:
        PolicyError: a duty is unknown; a rule that asks for it would silently be weaker than it
        reads.
    """
    duties = []
    for word in filter(None, (part.strip() for part in annotation.split(","))):
        try:
            duties.append(Obligation(ObligationKind(word)))
        except ValueError as error:
            known = ", ".join(ObligationKind)
            raise PolicyError(
                "policy.unknown_obligation", rule=rule_id, found=word, known=known
            ) from error
    return tuple(duties)
