"""`bojagi thread`: what belongs to one memory, and how threads are told elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from device.memory.recall import ThreadLine
from device.memory.tie_words import told_tie
from device.memory.weave import TieKind
from device.session import Session, help_text, in_session
from device.telling import (
    cards_data,
    closed_data,
    one_line,
    printable,
    tell_absent,
    told_card,
    told_decision,
)
from policy.console import DONE, REFUSED
from policy.decide import Deny, Permit, StepUp
from policy.load import load_catalog


@click.command("thread", help=help_text("thread"))
@click.argument("memory_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@in_session
def thread(session: Session, memory_id: int) -> int:
    """Shows the thread of one memory, in the order of time."""
    with session.device() as device:
        closed = device.recall.closed(session.purpose, session.language)
        found = device.recall.thread(memory_id, session.purpose, session.language)
    match found:
        case list() as lines:
            session.tell(
                "\n".join(_told(session, lines, memory_id)),
                {
                    "thread": thread_data(lines, memory_id, session),
                    "closed": closed_data(closed),
                },
            )
            return DONE
        case Permit() | StepUp() | Deny() as decision:
            told = told_decision(session, decision)
            session.tell(told, {"thread": [], "closed": closed_data(closed)})
            return REFUSED
        case None:
            return tell_absent(session, memory_id, closed)


def _told(session: Session, lines: Sequence[ThreadLine], memory_id: int) -> list[str]:
    catalog, language = load_catalog("device"), session.language
    if len(lines) < 2:
        return [
            *(told_card(session, line.card) for line in lines),
            catalog.say(language, "threads.alone", id=memory_id),
        ]
    cards = [replace(line.card, why=told_tie(line, memory_id, language)) for line in lines]
    head = catalog.say(language, "threads.count", count=len(lines))
    return [head, *(told_card(session, card) for card in cards)]


def told_below(session: Session, lines: Sequence[ThreadLine], memory_id: int) -> list[str]:
    """Gives a thread as lines below its memory, which is shown already."""
    return [
        "   "
        + load_catalog("device").say(
            session.language,
            "threads.line",
            id=line.card.id,
            when=(line.card.when or session.say("undated"))[:10],
            text=one_line(line.card.text),
            tie=printable(told_tie(line, memory_id, session.language)),
        )
        for line in lines
        if line.tie.kind is not TieKind.SEED
    ]


def thread_data(
    lines: Sequence[ThreadLine], memory_id: int, session: Session
) -> list[dict[str, Any]]:
    """Gives a thread as the JSON that scripts may rely on."""
    return [
        {
            **card,
            "why": told_tie(line, memory_id, session.language),
            "tie": line.tie.kind.value,
            "words": list(line.tie.words),
            "day": None if line.tie.day is None else line.tie.day.isoformat(),
            "via": line.tie.via,
            "replaced": line.is_replaced,
        }
        for card, line in zip(cards_data(line.card for line in lines), lines, strict=True)
    ]


COMMANDS = (thread,)
