"""`bojagi reminders`: how much one is reminded of days to come, and of what when."""

from __future__ import annotations

import click

from compliance.log.events import EventKind
from device.memory.reminders import LONGEST_DAYS, Frequency
from device.reminding import Reminding
from device.session import Session, help_text, in_session
from device.telling import one_line
from policy.console import DONE
from policy.load import load_catalog


@click.command("reminders", help=help_text("reminders"))
@click.argument("frequency", required=False, type=click.Choice([one.value for one in Frequency]))
@in_session
def reminders(session: Session, frequency: str | None) -> int:
    """Shows or changes how much the owner is reminded, and shows what will be told when."""
    catalog = load_catalog("device")
    with session.device() as device:
        if frequency is not None and frequency != device.settings.reminders:
            changed = device.settings.model_copy(update={"reminders": Frequency(frequency)})
            device.change_settings(changed, EventKind.MAINTAINED, reason="reminders")
        settings = device.settings
        found = Reminding(device).coming(session.language)
    suffix = f"_{settings.market}" if settings.reminders is Frequency.NORMAL else ""
    key = f"{settings.reminders}{suffix}"
    lines = [catalog.say(session.language, f"reminders.set_{key}")]
    lines += [
        catalog.say(
            session.language,
            "reminders.next",
            when=settings.iso(at).replace("T", " ")[:16],
            text=one_line(one.card.text),
            id=one.card.id,
        )
        for at, one in found
    ]
    if settings.reminders is not Frequency.OFF:
        if not found:
            lines.append(catalog.say(session.language, "reminders.none", days=LONGEST_DAYS))
        lines.append(catalog.say(session.language, "reminders.in_app"))
    data = [
        {
            "at": settings.iso(at),
            "day": one.day.isoformat(),
            "occasion": one.occasion.value,
            "memory": one.card.id,
            "text": one.card.text,
        }
        for at, one in found
    ]
    told = {"frequency": settings.reminders.value, "reminders": data}
    session.tell("\n".join(lines), told)
    return DONE


COMMANDS = (reminders,)
