"""What the analysis finds: a closed union of findings, and the report and comparison of them.

A fault is what a rule author should mend. A conflict is none, for that is how a forbid works; it is
told so that nobody is surprised. What was not decided is told as such, never as fine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from policy.analysis.search import Answer, Unfound
from policy.analysis.witness import Witness
from policy.bundle import Rule
from policy.obligations import Obligation
from policy.vocabulary import Door


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A rule compares with a word that the attribute never has.

    Attributes:
        attribute: As rules write it, "context.purpose".
        known: The words that it can have; empty where there is no list of them.
        nearest: The one that may be meant.
    """

    rule: str
    line: int
    attribute: str
    found: str
    known: tuple[str, ...]
    nearest: str | None


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A rule compares with a number that the attribute never reaches."""

    rule: str
    line: int
    attribute: str
    found: int
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class NeverFires:
    """No scene satisfies the rule."""

    rule: str
    line: int


@dataclass(frozen=True, slots=True)
class Breaks:
    """A rule cannot be evaluated in some scene, where everything is denied then."""

    rule: str
    line: int
    witness: Witness


@dataclass(frozen=True, slots=True)
class Shadowed:
    """A permit never decides: whenever it applies, something else denies.

    Attributes:
        by: What denies.
        witness: A scene in which it applies and is overruled.
    """

    rule: str
    line: int
    by: tuple[str, ...]
    witness: Witness


@dataclass(frozen=True, slots=True)
class Redundant:
    """A rule could be removed, and no decision and no duty would change.

    Attributes:
        by: What applies too whenever it does.
        witness: A scene in which both apply.
    """

    rule: str
    line: int
    by: tuple[str, ...]
    witness: Witness


@dataclass(frozen=True, slots=True)
class DoorClosed:
    """Nothing is allowed at a door, whoever asks."""

    door: Door


@dataclass(frozen=True, slots=True)
class PropertyBroken:
    """What should never be allowed is.

    Attributes:
        property: What is broken; its explanation says it in words.
        rules: The permits that allow it.
    """

    property: Rule
    rules: tuple[str, ...]
    witness: Witness


@dataclass(frozen=True, slots=True)
class Conflict:
    """A permit and a forbid both apply in some scene, and the forbid wins. This is no fault."""

    permit: str
    permit_line: int
    forbid: str
    forbid_line: int
    witness: Witness


class Question(StrEnum):
    """What was asked of the rules."""

    FIRES = "fires"  # does it ever apply?
    BREAKS = "breaks"
    DECIDES = "decides"  # or is it shadowed?
    MATTERS = "matters"  # or is it redundant?
    CONFLICTS = "conflicts"
    DOOR = "door"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question that the budget did not suffice for, or that rules are not followed in.

    Attributes:
        about: The rules, doors or properties that it was asked of.
    """

    question: Question
    about: tuple[str, ...]


RuleFault: TypeAlias = UnknownWord | OutOfRange | NeverFires | Breaks | Shadowed | Redundant
Fault: TypeAlias = RuleFault | DoorClosed | PropertyBroken
Finding: TypeAlias = Fault | Conflict | Undecided


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` found.

    Attributes:
        faults: In the order of the rules; then doors, then properties.
        holding: The properties that were shown to hold.
    """

    faults: tuple[Fault, ...]
    conflicts: tuple[Conflict, ...]
    holding: tuple[Rule, ...]
    undecided: tuple[Undecided, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is to be told."""
        return (*self.faults, *self.undecided, *self.conflicts)


class Relation(StrEnum):
    """How permissive the new bundle is, beside the old one."""

    EQUAL = "equal"
    MORE = "more"
    LESS = "less"
    BOTH_WAYS = "both_ways"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty comes with what both bundles allow under one of them only."""

    duty: Obligation
    witness: Witness


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a new bundle allows, beside the old one.

    Attributes:
        more: A scene that only the new one allows.
        less: A scene that only the old one allows.
        dropped: Duties that the old one asks for and the new one does not.
        added: The other way round.
        undecided: The duties of which it could not be told.
    """

    more: Answer
    less: Answer
    dropped: tuple[DutyChange, ...]
    added: tuple[DutyChange, ...]
    undecided: tuple[Obligation, ...]

    @property
    def relation(self) -> Relation:
        """How permissive the new bundle is, duties apart."""
        match self.more, self.less:
            case Witness(), Witness():
                return Relation.BOTH_WAYS
            case Witness(), Unfound.NEVER:
                return Relation.MORE
            case Unfound.NEVER, Witness():
                return Relation.LESS
            case Unfound.NEVER, Unfound.NEVER:
                return Relation.EQUAL
            case _:
                return Relation.UNDECIDED
