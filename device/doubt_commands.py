"""`bojagi doubts`: what may have changed and nothing says so for sure, and its owner's answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from device.errors import BadInput
from device.memory.doubts import Doubt, Verdict
from device.opened import Opened
from device.session import Session, help_text, in_session
from device.settings import Settings
from device.telling import closed_data, one_line, tell_absent, told_closed
from policy.console import DONE
from policy.load import load_catalog

_ID: Final = click.IntRange(1, 2**63 - 1)  # what SQLite can number
_SHOWN: Final = 10


@click.command("doubts", help=help_text("doubts"))
@click.argument("memory_id", metavar="[ID]", type=_ID, required=False)
@click.option("--replaces", metavar="ID", type=_ID, help=help_text("doubts_replaces"))
@click.option("--both", metavar="ID", type=_ID, help=help_text("doubts_both"))
@click.option(
    "--limit", type=click.IntRange(1, 200), default=_SHOWN, help=help_text("doubts_limit")
)
@in_session
def doubts(
    session: Session, memory_id: int | None, replaces: int | None, both: int | None, limit: int
) -> int:
    """Shows what may have changed, or takes the owner's answer."""
    answers = [one for one in (replaces, both) if one is not None]
    if len(answers) != (memory_id is not None):
        raise BadInput("doubts.which")
    if memory_id is None:
        return _show(session, limit)
    verdict = Verdict.BOTH if replaces is None else Verdict.REPLACES
    return _settle(session, memory_id, answers[0], verdict)


def _show(session: Session, limit: int) -> int:
    with session.device() as device:
        every = device.doubts.all(device.recall.index.texts.doubts())
        shown = every[:limit]
        ids = sorted({item_id for doubt in shown for item_id in (doubt.newer, doubt.older)})
        opened = device.guard.release(ids, session.purpose) if ids else []
        closed = device.recall.closed(session.purpose, session.language)
        waiting, settings = device.recall.index.texts.waiting, device.settings
    cards = {int(one.row["id"][0]): one for one in opened}
    told = [one for one in shown if one.newer in cards and one.older in cards]
    lines = [_told(session, cards, one, settings) for one in told] or [_say(session, "none")]
    if len(every) > len(shown):
        lines.append(_say(session, "more", count=len(every) - len(shown)))
    lines += [told_closed(session, one) for one in closed]
    if waiting:
        lines.append(session.say("words_waiting", count=waiting))
    data = {
        "doubts": [_data(cards, one, settings) for one in told],
        "count": len(every),
        "closed": closed_data(closed),
    }
    session.tell("\n".join(lines), data)
    return DONE


def _settle(session: Session, memory_id: int, other: int, verdict: Verdict) -> int:
    with session.device() as device:
        closed = device.recall.closed(session.purpose, session.language)
        absent = [one for one in (memory_id, other) if device.vault.find_row(one) is None]
        is_settled = not absent and device.doubts.settle(memory_id, other, verdict)
    if absent:
        return tell_absent(session, absent[0], closed)
    if not is_settled:
        raise BadInput("doubts.not_tied", one=memory_id, other=other)
    sentence = _say(session, f"settled_{verdict}", one=memory_id, other=other)
    session.tell(sentence, {"id": memory_id, verdict.value: other})
    return DONE


def _told(session: Session, cards: Mapping[int, Opened], doubt: Doubt, settings: Settings) -> str:
    def text_of(item_id: int) -> dict[str, str]:
        one = cards[item_id]
        when = _when(one, settings)
        return {
            "text": one_line(one.memory.text),
            "when": session.say("undated") if when is None else when.replace("T", " ")[:16],
        }

    newer, older = text_of(doubt.newer), text_of(doubt.older)
    return "\n".join(
        [
            _say(session, "line", id=doubt.newer, **newer),
            _say(session, "may_replace", id=doubt.older, **older),
            _say(session, "answer", newer=doubt.newer, older=doubt.older),
        ]
    )


def _data(cards: Mapping[int, Opened], doubt: Doubt, settings: Settings) -> dict[str, Any]:
    return {
        name: {
            "id": item_id,
            "text": cards[item_id].memory.text,
            "when": _when(cards[item_id], settings),
        }
        for name, item_id in (("newer", doubt.newer), ("older", doubt.older))
    }


def _when(one: Opened, settings: Settings) -> str | None:
    return settings.iso(int(one.row["at"][0])) if one.memory.dated else None


def _say(session: Session, key: str, **values: str | int) -> str:
    return load_catalog("device").say(session.language, f"doubts.{key}", **values)


COMMANDS: Final = (doubts,)
