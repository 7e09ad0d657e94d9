"""Lives of a day up to five years, made of real logs.

A day, a week and a month are cut out of one log: the calendar day, week or month (by the person's
clock) in which all evidence of some question was said. Longer lives are several people's logs, one
after the other, as if one person had led them all: each log begins the day after the last message
of the one before, at its own times of day. So what came before is a distractor of the hardest kind:
others' facts, told as the owner's own. Nothing that comes after makes an answer untrue: a question
that is asked months after the last message of its log is asked at that moment, and the clock goes
back before the next log begins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.lifelog.load import Life
from benchmarks.lifelog.records import Person, Question, Turn


class Span(StrEnum):
    """How long a life is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TWO_YEARS = "two_years"
    FOUR_YEARS = "four_years"
    FIVE_YEARS = "five_years"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in a life.

    Attributes:
        whose: Id of the person whose question it is.
        known: How many turns of the life were said before it.
        span: How long the life is at the last of them.
    """

    question: Question
    whose: str
    known: int
    span: Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """A life, or a piece of one, and what is asked of it in the order of time.

    Attributes:
        person: As whose the vault is made.
    """

    person: Person
    turns: tuple[Turn, ...]
    asked: tuple[Asked, ...]


def cut(life: Life, span: Span, count: int, rng: np.random.Generator) -> Iterator[Stretch]:
    """Gives so many days, weeks or months of a log, drawn from those that answer something.

    Fewer, where there are fewer.
    """
    zone = ZoneInfo(life.person.zone)

    def piece(moment: datetime) -> date:
        return _first_day(moment.astimezone(zone).date(), span)

    said = {turn.id: piece(turn.at) for turn in life.turns}
    answered: dict[date, list[Question]] = {}
    for question in sorted(life.questions, key=lambda one: one.at):
        pieces = {said[turn] for turn in question.evidence}
        if len(pieces) == 1:
            answered.setdefault(pieces.pop(), []).append(question)
    days = sorted(answered)
    for at in sorted(rng.permutation(len(days))[:count].tolist()):
        # A question may stand in the middle of its piece: it is asked when that is over.
        turns = tuple(turn for turn in life.turns if said[turn.id] == days[at])
        asked = (_asked_after(question, turns[-1].at) for question in answered[days[at]])
        yield Stretch(
            life.person,
            turns,
            tuple(Asked(question, life.person.id, len(turns), span) for question in asked),
        )


def joined(lives: Sequence[Life], askers: Collection[str]) -> Stretch:
    """Gives several lives as one, in this order.

    Args:
        askers: Ids of the people whose questions are asked.

    Raises:
        ValueError: there is no life to join.
    """
    if not lives:
        raise ValueError("there is no life to join")
    person = lives[0].person
    turns: list[Turn] = []
    asked: list[Asked] = []
    begins = _wall(lives[0], lives[0].turns[0].at).date()
    first = begins
    for life in lives:
        chapter = _moved(life, begins, len(turns), ZoneInfo(person.zone))
        moments = [turn.at for turn in chapter.turns]
        for question in chapter.questions if life.person.id in askers else ():
            said = sum(at <= question.at for at in moments)
            age = moments[said - 1].date() - first
            asked.append(Asked(question, life.person.id, len(turns) + said, _span_of(age)))
        turns += chapter.turns
        begins = moments[-1].date() + timedelta(days=1)
    return Stretch(person, tuple(turns), tuple(asked))


def ordered(lives: Sequence[Life], others: Sequence[Life], rng: np.random.Generator) -> list[Life]:
    """Gives an order by chance in which those who are asked live first and last.

    The others live in the middle, so that something is asked of a young life and of an old one.
    """
    mine = [lives[at] for at in rng.permutation(len(lives))]
    between = [others[at] for at in rng.permutation(len(others))]
    half = (len(mine) + 1) // 2
    return [*mine[:half], *between, *mine[half:]]


def _moved(life: Life, begins: date, numbered: int, zone: ZoneInfo) -> Life:
    """Gives a life that begins on another day, its turns numbered on, its clock kept."""
    by = begins - _wall(life, life.turns[0].at).date()

    def moved(moment: datetime) -> datetime:
        return (_wall(life, moment) + by).replace(tzinfo=zone)

    names = {turn.id: f"t{numbered + at:04}" for at, turn in enumerate(life.turns)}

    def renamed(turns: Collection[str]) -> tuple[str, ...]:
        return tuple(names[turn] for turn in turns)

    return Life(
        life.person,
        tuple(
            turn.model_copy(update={"id": names[turn.id], "at": moved(turn.at)})
            for turn in life.turns
        ),
        tuple(
            question.model_copy(
                update={
                    "at": moved(question.at),
                    "evidence": renamed(question.evidence),
                    "stale": renamed(question.stale),
                    "forbidden": renamed(question.forbidden),
                }
            )
            for question in sorted(life.questions, key=lambda one: one.at)
        ),
        labels=(),
        readings=(),
    )


def _wall(life: Life, moment: datetime) -> datetime:
    """Gives a moment as the person's clock showed it, without a zone."""
    return moment.astimezone(ZoneInfo(life.person.zone)).replace(tzinfo=None)


def _asked_after(question: Question, moment: datetime) -> Question:
    return question.model_copy(update={"at": max(question.at, moment)})


def _first_day(day: date, span: Span) -> date:
    if span is Span.DAY:
        return day
    if span is Span.WEEK:
        return day - timedelta(days=day.weekday())
    if span is Span.MONTH:
        return day.replace(day=1)
    raise ValueError(f"a log is cut into days, weeks and months, not into {span}")


def _span_of(age: timedelta) -> Span:
    """Gives the nearest name for the age of a life that is made of half years."""
    years = age.days / 365
    ends = (
        (0.75, Span.HALF_YEAR),
        (1.5, Span.YEAR),
        (3, Span.TWO_YEARS),
        (4.5, Span.FOUR_YEARS),
    )
    return next((span for end, span in ends if years <= end), Span.FIVE_YEARS)
