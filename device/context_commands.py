"""Commands of `bojagi` that bring up what nobody asked for: an assistant's block, days to come."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from device.memory.block import LEAST_BUDGET, MOST_BUDGET, Block, Passage
from device.memory.recall import Upcoming
from device.program_commands import duties_of, program_at
from device.session import Session, help_text, in_session, read_secret
from device.telling import closed_data, one_line, printable, told_closed
from policy.console import DAMAGED, DONE, REFUSED
from policy.load import load_catalog
from policy.vocabulary import Purpose

_RECALLED = 200  # memories that compete for the block
_TOKENS = 1_024
_DAYS = 30
_MOST_DAYS = 400  # a year's feasts, and some to spare


@click.command("context", help=help_text("context"))
@click.argument("message")
@click.option(
    "--tokens",
    type=click.IntRange(LEAST_BUDGET, MOST_BUDGET),
    default=_TOKENS,
    help=help_text("context_tokens"),
)
@click.option(
    "--token-file", type=click.Path(path_type=Path), metavar="FILE", help=help_text("token_file")
)
@partial(in_session, purpose=Purpose.REMIND)
def context(session: Session, message: str, tokens: int, token_file: Path | None) -> int:
    """Prints the memory block for a message, for whatever assistant answers it.

    Nobody asked for what is in it, so it is read in order to remind: what its owner does not want
    brought up stays out.
    """
    block = Block(tokens)
    token = None if token_file is None else read_secret(token_file)
    with session.device() as device:
        if token is not None:
            program, purpose = program_at(session, device, token)
            excerpts = device.recall.ask_as(program, message, purpose, _RECALLED)
            shown = [
                Passage(at, printable(one.text), one.when, "") for at, one in enumerate(excerpts)
            ]
            block.take_in(message, shown)
            kept = [excerpts[line.passage.key] for line in block.lines]
            duties = sorted({duty for one in kept for duty in duties_of(session, one)})
            told = [block.text, *(session.say("excerpt_duties", duties=duty) for duty in duties)]
            data = {"block": block.text, "tokens": block.tokens, "obligations": duties}
            session.tell("\n".join(told), data)
            return DONE
        answer = device.recall.ask(message, session.purpose, session.language, _RECALLED)
        damage = session.damage_lines(device.vault.damage, device.guard.damaged)
    shown = [
        Passage(card.id, printable(card.text), card.when, printable(card.speaker))
        for card in answer.memories
    ]
    block.take_in(message, shown)
    ids = sorted(line.passage.key for line in block.lines)
    closed = [told_closed(session, one) for one in answer.closed]
    unsure = [printable(answer.unsure)] if answer.unsure else []
    session.tell(
        "\n".join([block.text, *unsure, *closed, *damage]),
        {
            "block": block.text,
            "unsure": answer.unsure or None,
            "tokens": block.tokens,
            "memories": ids,
            "closed": closed_data(answer.closed),
        },
    )
    if damage:
        return DAMAGED
    return REFUSED if answer.is_refused else DONE


@click.command("upcoming", help=help_text("upcoming"))
@click.option(
    "--days", type=click.IntRange(0, _MOST_DAYS), default=_DAYS, help=help_text("upcoming_days")
)
@partial(in_session, purpose=Purpose.REMIND)
def upcoming(session: Session, days: int) -> int:
    """Says what lies ahead by what memories say: birthdays, appointments, a concert."""
    with session.device() as device:
        found = device.recall.upcoming(days, session.language, session.purpose)
        closed = device.recall.closed(session.purpose, session.language)
        waiting = device.recall.index.texts.waiting
    lines = [_told_upcoming(session, one) for one in found]
    lines = lines or [session.say("nothing_upcoming", days=days)]
    lines += [told_closed(session, one) for one in closed]
    if waiting:
        lines.append(session.say("words_waiting", count=waiting))
    data = [
        {
            "day": one.day.isoformat(),
            "time": _time(one.minute),
            "occasion": one.occasion.value,
            "memory": one.card.id,
            "text": one.card.text,
        }
        for one in found
    ]
    session.tell("\n".join(lines), {"upcoming": data, "closed": closed_data(closed)})
    return DONE


def _told_upcoming(session: Session, one: Upcoming) -> str:
    catalog = load_catalog("device")
    return session.say(
        "upcoming_line",
        day=one.day.isoformat(),
        weekday=catalog.say(session.language, f"app.weekday_{one.day.weekday()}"),
        time=_time(one.minute) or session.say("upcoming_all_day"),
        text=one_line(one.card.text),
        id=one.card.id,
    )


def _time(minute: int | None) -> str | None:
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"


COMMANDS = (context, upcoming)
