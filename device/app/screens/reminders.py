"""Reminders above a list: what lies ahead, in its own words, until it is put away."""

from __future__ import annotations

from functools import partial

from device.app.screens.screen import Way
from device.app.ui.box import Box
from device.app.ui.controls import IconButton
from device.app.ui.surfaces import Notice
from device.app.ui.theme import Look
from device.app.viewmodels.day_rows import DayRow

_MOST_CHARS = 160


def reminder_list(way: Way, look: Look) -> list[Box]:
    """Gives a banner for each reminder that stands now."""
    return [_banner(way, look, row, at) for at, row in enumerate(way.models.reminding.rows)]


def _banner(way: Way, look: Look, row: DayRow, at: int) -> Notice:
    close = IconButton(
        look,
        "close",
        partial(way.models.reminding.put_away, row),
        name=f"reminder:{at}:close",
        tint=look.palette.quiet,
        size=36,
    )
    when = " ".join(filter(None, (row.how_far, row.when)))
    text = " ".join(row.row.text.split())
    told = text if len(text) <= _MOST_CHARS else text[:_MOST_CHARS] + "…"
    words = way.session.say("reminder", when=when, text=told)
    return Notice(look, "calendar", words, name=f"reminder:{at}", end=close)
