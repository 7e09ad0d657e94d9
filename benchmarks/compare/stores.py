"""What each store makes of a life: what it keeps, and what it brings for a question.

The static stores keep every turn and rank: BM25, the encoder's vectors, their standardised sum
(`benchmarks.lifelog.baselines`), and the peers that run here (`benchmarks.peer_stores`), which get
the same vectors. The engine takes the same turns in through its write path and answers through its
guard: once with every class open, and once as after an ordinary unlock, with the step-up classes
closed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.compare.tally import Count
from benchmarks.lifelog.baselines import Ranker, ranked, spoken
from benchmarks.lifelog.load import Life
from benchmarks.lifelog.ours import living
from benchmarks.lifelog.records import Question, QuestionKind, Turn, TurnKind
from benchmarks.peers import Peer
from device.encoder.encode import Encoder
from device.settings import Settings
from policy.bundles import default_record
from policy.labelling import label
from policy.vocabulary import Label

DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """What a store made of one life.

    Attributes:
        found: For each question, as `asked` orders them: turns, best first, at most `DEPTH`.
        stored: The turns that it holds in the end; None where that was not looked at.
    """

    found: tuple[tuple[str, ...], ...]
    stored: frozenset[str] | None


def asked(life: Life) -> list[Question]:
    """Gives a life's questions in the order of time."""
    return sorted(life.questions, key=lambda one: one.at)


def heard(life: Life) -> tuple[Turn, ...]:
    """Gives what was said before the last question: what a store has been told in the end."""
    return life.turns_before(asked(life)[-1].at)


def keep_all(life: Life, ranker: Ranker) -> Kept:
    """Keeps every turn, and ranks."""
    found = []
    for question in asked(life):
        turns = life.turns_before(question.at)
        found.append(tuple(ranked(ranker.scores(question, turns), turns, DEPTH)))
    return Kept(tuple(found), frozenset(turn.id for turn in heard(life)))


def keep_by_rules(life: Life, *, step_up: str | None = None) -> Kept:
    """Lets the engine keep what it would, and asks it.

    Args:
        step_up: With such a secret, which nobody gives, the step-up classes stay closed. What
            they hold is not listed then, so `stored` is not told.
    """
    found, taken_in = [], 0
    with (
        tempfile.TemporaryDirectory() as folder,
        living(life.person, Path(folder), life.turns[0].at, step_up=step_up) as engine,
    ):
        for question in asked(life):
            turns = life.turns_before(question.at)
            engine.hear(turns[taken_in:])
            taken_in = len(turns)
            cards = engine.ask(question, DEPTH)
            found.append(tuple(card.reference for card in cards if card.reference))
        stored = None if step_up else frozenset(engine.stored())
    return Kept(tuple(found), stored)


def keep_in_peer(life: Life, system: str, encoder: Encoder, python: str) -> Kept | str:
    """Keeps every turn in another store, with our vectors, and asks it. Or gives why it cannot.

    Args:
        system: One of `benchmarks.peer_stores.SYSTEMS`.
        python: An interpreter that has it.
    """
    turns = heard(life)
    texts = [spoken(turn) for turn in turns]
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        told = Peer(system, Path(folder), python).run(
            "replay",
            texts=np.array(texts),
            vectors=np.asarray(encoder.encode(texts), np.float32),
            queries=np.asarray(
                encoder.encode_query([question.text for question in asked(life)]), np.float32
            ),
            known=np.array([len(life.turns_before(question.at)) for question in asked(life)]),
        )
    if "skipped" in told:
        return str(told["skipped"])
    found = tuple(tuple(turns[number - 1].id for number in one) for one in told["found"])
    return Kept(found, frozenset(turn.id for turn in turns[: told["stored"]]))


def closed_turns(life: Life) -> frozenset[str]:
    """Gives the turns that the default rules put into a class that a step-up alone opens.

    By the engine's own labelling, money above all: what is measured is whether the rule holds, not
    whether the labels are right.
    """
    market = Settings().market
    return frozenset(
        turn.id
        for turn in life.turns
        if default_record(
            (Label(one.name) for one in label(turn.text, life.person.language).categories), market
        ).class_name.needs_step_up
    )


def tally(life: Life, kept: Kept, closed: Collection[str]) -> dict[str, Count]:
    """Counts what a store kept and brought.

    Args:
        closed: Turns under a rule that keeps them closed.

    Returns:
        `recall@10` of the evidence, of all questions and by whether they are asked in its language;
        of questions about what has changed, `newest_first` and `stale_first`, whichever came first
        within ten; `junk_returned`, the share of what came and is labelled that is not worth
        keeping; `off_record_returned` and `closed_returned`, questions that brought such a turn;
        `closed_memories`, how many came a question; and of what is stored, `turns_stored`,
        `worth_stored`, `junk_stored`, `off_record_stored`.
    """
    counts: dict[str, Count] = {}

    def count(name: str, part: float, whole: float = 1) -> None:
        counts[name] = counts.get(name, Count(0, 0)) + Count(part, whole)

    worth = {one.turn: one.keep for one in life.labels}
    for question, found in zip(asked(life), kept.found, strict=True):
        if question.evidence:
            share = len({*question.evidence} & {*found}) / len(question.evidence)
            crosses = life.is_cross_language(question)
            count("recall@10", share)
            count(f"recall@10_{'cross' if crosses else 'same'}_language", share)
        if question.kind is QuestionKind.CHANGE and question.stale:
            told = {*question.evidence, *question.stale}
            first = next((turn for turn in found if turn in told), None)
            count("newest_first", first in question.evidence)
            count("stale_first", first in question.stale)
        if question.forbidden:
            count("off_record_returned", bool({*question.forbidden} & {*found}))
        labelled = [worth[turn] for turn in found if turn in worth]
        count("junk_returned", labelled.count(False), len(labelled))
        count("closed_returned", bool({*closed} & {*found}))
        count("closed_memories", len({*closed} & {*found}))
    if kept.stored is not None:
        there = {turn.id for turn in heard(life)}
        off = {one.turn for one in life.labels if one.kind is TurnKind.OFF_RECORD}
        for name, those in (
            ("turns_stored", there),
            ("worth_stored", {turn for turn, keep in worth.items() if keep} & there),
            ("junk_stored", {turn for turn, keep in worth.items() if not keep} & there),
            ("off_record_stored", off & there),
        ):
            count(name, len(those & kept.stored), len(those))
    return counts
