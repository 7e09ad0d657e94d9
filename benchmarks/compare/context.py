"""What an assistant is handed before it answers, as a life grows from a day to five years.

Four ways, for the same question at the same moment:

- `window_block`: the newest messages, and the memory block in what is left of the budget
- `window_sum`: the same window, and in what is left whole messages in the plain sum's order, from a
  store that keeps all
- `newest`: the newest messages that fit into the same budget
- `everything`: every message there ever was, without a limit

A piece of evidence counts as handed where its turn stands in what is handed; `evidence_whole`
counts it only where the block did not shorten it. Tokens are counted alike for all. No language
model is asked: what it would make of a hundred thousand tokens, and what reading them would cost,
is not in these figures; how many tokens it would have to read is.
"""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from benchmarks.compare.lives import Asked, Span, Stretch, cut, joined, ordered
from benchmarks.compare.tally import Count, Tally, merged
from benchmarks.lifelog.baselines import BM25, Dense, PlainSum, Ranker, ranked, spoken
from benchmarks.lifelog.load import Life
from benchmarks.lifelog.ours import Engine, living
from benchmarks.lifelog.records import Turn, Where
from benchmarks.peer_stores import resident_mb
from device.encoder.encode import Encoder
from device.memory.block import Block, Passage, tokens_in
from device.memory.sentence.off_record import Said, not_to_keep
from policy.vocabulary import Purpose

BUDGET: Final = 2_048
_WINDOW: Final = 16  # messages of the window, at most
_WINDOW_SHARE: Final = 4  # and at most a fourth of the budget
_RECALLED: Final = 200  # memories that compete for the block, as in `bojagi context`
_STRETCHES: Final = 2  # days, weeks and months a person, in each seed


class Way(StrEnum):
    """How an assistant gets what was said before."""

    WINDOW_BLOCK = "window_block"
    WINDOW_SUM = "window_sum"
    NEWEST = "newest"
    EVERYTHING = "everything"


# What one person's questions found in lives of one length, handed in one way.
Key: TypeAlias = tuple[Span, Way, str]


@dataclass(frozen=True, slots=True)
class Handed:
    """What an assistant is handed.

    Attributes:
        turns: Those that it can read something of.
        shortened: Those of them that it cannot read whole.
    """

    text: str
    turns: frozenset[str]
    shortened: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """What one process does: of each life some days, weeks or months; or one life of all.

    Attributes:
        cuts: What each log is cut into; None: the logs are joined.
    """

    seed: int
    cuts: Span | None


def tasks(seeds: Iterable[int]) -> list[Task]:
    """Gives all that there is to do."""
    return [Task(seed, cuts) for seed in seeds for cuts in (Span.DAY, Span.WEEK, Span.MONTH, None)]


def done(lives: Sequence[Life], others: Sequence[Life], task: Task) -> dict[Key, Tally]:
    """Gives the figures of one task. Meant for a process of its own, so that its memory is its own.

    Args:
        lives: Those whose questions are asked.
        others: Those who live among them unasked, where lives are joined.
    """
    rng = np.random.default_rng(task.seed)
    Encoder.default().encode(["warm"])
    before_mb = resident_mb()
    if task.cuts is None:
        askers = {life.person.id for life in lives}
        stretches = [joined(ordered(lives, others, rng), askers)]
    else:
        stretches = [one for life in lives for one in cut(life, task.cuts, _STRETCHES, rng)]
    # Memory is that of the first vault in a process: the next would use what it has let go.
    by_engine = [
        handed_in(stretch, None if at else before_mb) for at, stretch in enumerate(stretches)
    ]
    # Only now, so that what the ranker holds is not counted as the engine's.
    ranker = plain_sum()
    return summed([*by_engine, *(handed_by(stretch, ranker) for stretch in stretches)])


def summed(parts: Iterable[dict[Key, Tally]]) -> dict[Key, Tally]:
    """Gives the figures of several stretches, or seeds, as one."""
    gathered: dict[Key, list[Tally]] = defaultdict(list)
    for part in parts:
        for key, tally in part.items():
            gathered[key].append(tally)
    return {key: merged(tallies) for key, tallies in gathered.items()}


def handed_in(stretch: Stretch, before_mb: float | None = None) -> dict[Key, Tally]:
    """Lives a life, asks its questions, and gives what was handed in each way but the plain sum's.

    Args:
        before_mb: What this process took before; without it, memory is not told.
    """
    tallies: dict[Key, list[Tally]] = defaultdict(list)
    taken_in = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        living(stretch.person, Path(folder), stretch.turns[0].at) as engine,
    ):
        for asked in stretch.asked:
            new = stretch.turns[taken_in : asked.known]
            start = time.process_time()
            engine.hear(new)
            stored_s = time.process_time() - start
            taken_in = max(taken_in, asked.known)
            turns = stretch.turns[: asked.known]
            counts = _timed(asked, partial(with_block, engine, asked, turns, BUDGET))
            counts["store_cpu_ms"] = Count(stored_s * 1000, len(new))
            now_mb = resident_mb()
            if before_mb is not None and now_mb is not None:
                counts["ram_mb"] = Count(now_mb - before_mb, 1)
            tallies[asked.span, Way.WINDOW_BLOCK, asked.whose].append(counts)
            # As JSON or a database the texts would take more; this is the least there is.
            held = Count(sum(len(turn.text.encode()) for turn in turns) / 1e6, 1)
            for way in (Way.NEWEST, Way.EVERYTHING):
                counts = _timed(asked, partial(_in_order, way, turns))
                tallies[asked.span, way, asked.whose].append(counts | {"ram_mb": held})
    return {key: merged(those) for key, those in tallies.items()}


def handed_by(stretch: Stretch, ranker: Ranker) -> dict[Key, Tally]:
    """Gives what a static store hands with the same window, by its ranking of every turn."""
    tallies: dict[Key, list[Tally]] = defaultdict(list)
    for asked in stretch.asked:
        turns = stretch.turns[: asked.known]
        ranker.scores(asked.question, turns)  # its index is made: what it costs to ask is counted
        counts = _timed(asked, partial(with_ranking, ranker, asked, turns, BUDGET))
        tallies[asked.span, Way.WINDOW_SUM, asked.whose].append(counts)
    return {key: merged(those) for key, those in tallies.items()}


def plain_sum() -> Ranker:
    """Gives a new ranker by the standardised sum of words and likeness."""
    return PlainSum(BM25(), Dense(Encoder.default()))


def newest(turns: Sequence[Turn], budget: int, most: int | None = None) -> list[Turn]:
    """Gives the newest turns that fit without a gap, newest first.

    Args:
        budget: Tokens, with a day and a name before each.
        most: Turns, at most.
    """
    left = budget

    def fits(turn: Turn) -> bool:
        nonlocal left
        left -= tokens_in(_line(turn)) + 1
        return left >= 0

    return list(takewhile(fits, reversed(turns if most is None else turns[-most:])))


def with_block(engine: Engine, asked: Asked, turns: Sequence[Turn], budget: int) -> Handed:
    """Gives the window, and the block that recall fills for a message, within a budget together."""
    window, left = _window(_not_taken_back(turns[-2 * _WINDOW :]), budget)
    there = {turn.id for turn in window}
    cards = engine.ask(asked.question, _RECALLED, Purpose.REMIND)
    names = {card.id: card.reference or "" for card in cards}
    block = Block(left)
    block.take_in(
        asked.question.text,
        [
            Passage(card.id, card.text, card.when, card.speaker)
            for card in cards
            if card.reference not in there  # it stands in the window already
        ],
    )
    lines = {names[line.passage.key]: line for line in block.lines}
    return Handed(
        f"{block.text}\n{_told(window)}",
        frozenset({*there, *lines}),
        frozenset(turn for turn, line in lines.items() if line.is_compressed),
    )


def with_ranking(ranker: Ranker, asked: Asked, turns: Sequence[Turn], budget: int) -> Handed:
    """Gives the window, and whole turns in a ranker's order, as many as fit."""
    window, left = _window(turns, budget)
    there = {turn.id for turn in window}
    by_id = {turn.id: turn for turn in turns}
    chosen = []
    for name in ranked(ranker.scores(asked.question, turns), turns, _RECALLED):
        cost = tokens_in(_line(by_id[name])) + 1
        if name not in there and cost <= left:
            chosen.append(by_id[name])
            left -= cost
    recalled = sorted(chosen, key=lambda turn: turn.at, reverse=True)
    return Handed(
        f"{_told(recalled)}\n{_told(window)}", frozenset({*there, *(turn.id for turn in chosen)})
    )


def _in_order(way: Way, turns: Sequence[Turn]) -> Handed:
    """Gives the newest of all messages, or all."""
    chosen = newest(turns, BUDGET) if way is Way.NEWEST else turns[::-1]
    return Handed(_told(chosen), frozenset(turn.id for turn in chosen))


def _window(turns: Sequence[Turn], budget: int) -> tuple[list[Turn], int]:
    """Gives the window, newest first, and the tokens that it leaves of a budget."""
    window = newest(turns, budget // _WINDOW_SHARE, _WINDOW)
    return window, budget - tokens_in(_told(window)) - 1


def _not_taken_back(turns: Sequence[Turn]) -> list[Turn]:
    """Gives turns without what was said off the record, which leaves the engine's window at once.

    The window is cut from the newest messages of all conversations: the questions begin talks of
    their own, in which the window proper (`device.memory.window`) would be empty.
    """
    talks: dict[tuple[Where, str | None], list[Turn]] = defaultdict(list)
    for turn in turns:
        talks[turn.where, turn.chat].append(turn)
    struck = {
        talk[at].id for talk in talks.values() for at in not_to_keep([_said(one) for one in talk])
    }
    return [turn for turn in turns if turn.id not in struck]


def _said(turn: Turn) -> Said:
    by_assistant = turn.where is Where.ASSISTANT and turn.speaker != "self"
    return Said(turn.text, turn.speaker, by_assistant, int(turn.at.timestamp()))


def _timed(asked: Asked, hand: Callable[[], Handed]) -> dict[str, Count]:
    """Gives the figures of what is handed, with what handing it took."""
    start = time.process_time()
    handed = hand()
    return _counts(asked, handed, time.process_time() - start)


def _counts(asked: Asked, handed: Handed, cpu_s: float) -> dict[str, Count]:
    """Gives one question's figures; a question without evidence has a price and no share."""
    question = asked.question
    counts = {
        "messages": Count(asked.known, 1),
        "tokens": Count(tokens_in(handed.text), 1),
        "hand_cpu_ms": Count(cpu_s * 1000, 1),
    }
    if question.evidence:
        whole = handed.turns - handed.shortened
        counts["evidence"] = _share(question.evidence, handed.turns)
        counts["evidence_whole"] = _share(question.evidence, whole)
    if question.forbidden:
        counts["off_record_handed"] = Count(bool({*question.forbidden} & handed.turns), 1)
    return counts


def _share(wanted: Collection[str], there: Collection[str]) -> Count:
    return Count(len({*wanted} & {*there}) / len(wanted), 1)


def _told(newest_first: Sequence[Turn]) -> str:
    return "\n".join(_line(turn) for turn in reversed(newest_first))


def _line(turn: Turn) -> str:
    return f"- {turn.at:%Y-%m-%d} {spoken(turn)}"
