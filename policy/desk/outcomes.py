"""The words by which cases and programs name what came out: the outcome, duties, and remedies."""

from __future__ import annotations

from typing import Final, assert_never

from policy.changes import AskFor, Atom, Change, ShowLevel, Step, WaitUntil
from policy.obligations import Obligation
from policy.vocabulary import AuthLevel, Purpose

OUTCOMES: Final = ("permit", "deny", "step_up")  # as `policy.explain.outcome_of` gives them

_WAIT: Final = "wait"
_FOR: Final = "for_"

# What a change can be made of.
REMEDIES: Final = (
    *(level.name.lower() for level in AuthLevel if level > AuthLevel.LOCKED),
    *(step.value for step in Step),
    *(f"{_FOR}{purpose}" for purpose in Purpose),
    _WAIT,
)


def duty_word(duty: Obligation) -> str:
    """Gives a duty as a rule asks for it."""
    return f"{duty.word}:{'+'.join(duty.redacts)}" if duty.redacts else duty.word


def change_word(change: Change) -> str:
    """Gives a change as one word, its parts in the order of the alphabet."""
    return "+".join(sorted(map(atom_word, change.atoms)))


def atom_word(atom: Atom) -> str:
    """Gives one part of a change; of waiting, not until when."""
    match atom:
        case ShowLevel(level=level):
            return level.name.lower()
        case AskFor(purpose=purpose):
            return f"{_FOR}{purpose}"
        case WaitUntil():
            return _WAIT
        case Step() as step:
            return step.value
        case _:
            assert_never(atom)
