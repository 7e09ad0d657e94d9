"""Commands of `bojagi` about what recall passes over: `faded`, `keep` and `budget`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

import click

from device.compose import Device
from device.errors import BadInput
from device.fading import FadedMemory
from device.opened import Opened
from device.session import Session, help_text, in_session
from device.settings import Settings
from device.telling import one_line, tell_absent
from device.vault.upkeep import Usage
from policy.console import DONE
from policy.load import load_catalog
from policy.vocabulary import Purpose

_ID: Final = click.IntRange(1, 2**63 - 1)  # what SQLite can number
_SHOWN: Final = 20
_FIRST: Final = 5  # of what would fade, are shown
_MOST: Final = 2**32 - 1  # more than a vault can number
_DIGITS: Final = 20
_NONE: Final = "none"


@click.command("faded", help=help_text("faded"))
@click.option(
    "--limit", type=click.IntRange(1, 1_000), default=_SHOWN, help=help_text("faded_limit")
)
@in_session
def faded(session: Session, limit: int) -> int:
    """Shows what recall passes over, the latest first."""
    with session.device() as device:
        every = device.fading.listed()
        shown = every[:limit]
        texts = _texts(device, [one.id for one in shown], session.purpose)
        settings = device.settings
    lines = [_told(session, one, texts, settings) for one in shown] or [_say(session, "none")]
    if len(every) > len(shown):
        lines.append(_say(session, "more", count=len(every) - len(shown)))
    if every:
        lines.append(_say(session, "how_back"))
    data = [
        {
            "id": one.id,
            "text": texts[one.id].memory.text if one.id in texts else None,
            "since": settings.iso(one.since),
            "until": None if one.until is None else settings.iso(one.until),
            "why": one.why,
        }
        for one in shown
    ]
    session.tell("\n".join(lines), {"faded": data, "count": len(every)})
    return DONE


@click.command("keep", help=help_text("keep"))
@click.argument("memory_ids", metavar="ID...", type=_ID, nargs=-1, required=True)
@click.option("--unpin", is_flag=True, help=help_text("unpin"))
@in_session
def keep(session: Session, memory_ids: tuple[int, ...], *, unpin: bool) -> int:
    """Keeps memories in sight for good, or lets them fade again."""
    ids = list(dict.fromkeys(memory_ids))
    with session.device() as device:
        closed = device.recall.closed(session.purpose, session.language)
        absent = [one for one in ids if device.vault.find_row(one) is None]
        if not absent:
            (device.fading.unpin if unpin else device.fading.keep)(ids)
    if absent:
        return tell_absent(session, absent[0], closed)
    numbers = session.say("list_comma").join(map(str, ids))
    told = _say(session, "unpinned" if unpin else "kept", ids=numbers)
    session.tell(told, {"ids": ids, "pinned": not unpin})
    return DONE


@click.command("budget", help=help_text("budget"))
@click.argument("budget", metavar="[N|none]", required=False)
@click.option("--dry-run", is_flag=True, help=help_text("budget_dry_run"))
# What would fade is shown without having been asked for, which is no sign that it is needed.
@partial(in_session, purpose=Purpose.REMIND)
def budget(session: Session, budget: str | None, *, dry_run: bool) -> int:
    """Shows the budget, or sets it once its owner has seen what that would let fade."""
    wanted = None if budget in {None, _NONE} else _count(str(budget))
    with session.device() as device:
        lines: list[str] = []
        going: list[int] = []
        texts: dict[int, Opened] = {}
        if wanted is not None:
            going = device.fading.would_fade(wanted)
            texts = _texts(device, going[:_FIRST], session.purpose)
            lines = _would(session, device, going, texts)
        if budget is not None and not dry_run:
            if going and not session.as_json:
                click.echo("\n".join(lines), err=True)
            if going and not session.confirm(_say(session, "ask", count=len(going))):
                return DONE
            done = device.change_budget(wanted)
            lines = [_say(session, "are_back", count=done.back)] if done.back else []
            session.tell_faded(done.faded)
        state = device.fading.budget, device.fading.considered, len(device.fading.listed())
    data: dict[str, Any] = dict(zip(("budget", "considered", "faded"), state, strict=True))
    if dry_run:
        first = [
            {"id": one, "text": texts[one].memory.text if one in texts else None}
            for one in going[:_FIRST]
        ]
        data |= {"would_fade": len(going), "first": first}
    session.tell("\n".join([*lines, _told_budget(session, *state)]), data)
    return DONE


def told_state(session: Session, item_id: int, usage: Usage) -> list[str]:
    """Says that recall passes over a memory, or never will; nothing of one like most others."""
    if usage.faded:
        return [_say(session, "has_faded", id=item_id)]
    return [_say(session, "is_pinned")] if usage.is_pinned else []


def _count(text: str) -> int:
    """Gives the number of memories that somebody typed.

    Raises:
        BadInput: it is none, or not one that a vault can have.
    """
    number = int(text) if text.isdecimal() and len(text) < _DIGITS else 0
    if not 1 <= number <= _MOST:
        raise BadInput("fading.bad_budget", found=one_line(text[:40]))
    return number


def _texts(device: Device, ids: Sequence[int], purpose: Purpose) -> dict[int, Opened]:
    """Releases what is to be shown; what its owner does not want brought up stays out."""
    opened = device.guard.release(ids, purpose) if ids else []
    return {int(one.row["id"][0]): one for one in opened}


def _would(
    session: Session, device: Device, going: Sequence[int], texts: dict[int, Opened]
) -> list[str]:
    """Says what would fade, the least worth first."""
    if not going:
        return [_say(session, "would_not_fade")]
    considered = device.fading.considered
    head = _say(session, "would_fade", count=len(going), considered=considered)
    return [head, *_first(session, going[:_FIRST], texts, device.settings)]


def _first(
    session: Session, ids: Iterable[int], texts: dict[int, Opened], settings: Settings
) -> list[str]:
    return [
        f"   {item_id}. {_when(texts[item_id], settings)} · {one_line(texts[item_id].memory.text)}"
        if item_id in texts
        else "   " + _say(session, "would_untold", id=item_id)
        for item_id in ids
    ]


def _told(session: Session, one: FadedMemory, texts: dict[int, Opened], settings: Settings) -> str:
    found = texts.get(one.id)
    if found is None:
        return _say(session, "would_untold", id=one.id)
    until = _say(session, "until_forgotten")
    if one.until is not None:
        until = _say(session, "until_day", day=settings.iso(one.until)[:10])
    return _say(
        session,
        "line",
        id=one.id,
        when=_when(found, settings),
        text=one_line(found.memory.text),
        since=settings.iso(one.since)[:10],
        why=_say(session, f"why_{one.why}"),
        until=until,
    )


def _when(found: Opened, settings: Settings) -> str:
    return settings.iso(int(found.row["at"][0]))[:10]


def _told_budget(session: Session, budget: int | None, considered: int, count_faded: int) -> str:
    if budget is None:
        return _say(session, "no_budget", count=considered)
    return _say(session, "budget", budget=budget, considered=considered, faded=count_faded)


def _say(session: Session, key: str, **values: str | int) -> str:
    return load_catalog("device").say(session.language, f"fading.{key}", **values)


COMMANDS = (faded, keep, budget)
