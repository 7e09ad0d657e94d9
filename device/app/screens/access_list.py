"""Entries of the log as a card of lines: what, who, what for, when."""

from __future__ import annotations

from collections.abc import Sequence

from device.app.screens.screen import Way
from device.app.ui.box import Box, Column, Row
from device.app.ui.surfaces import Card, with_lines
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.rows import AccessRow


def access_card(way: Way, look: Look, rows: Sequence[AccessRow], *, with_day: bool) -> Card:
    """Gives the entries on one card, a hairline between each two."""
    lines = with_lines(look, [_line(way, look, row, with_day=with_day) for row in rows])
    return Card(look, lines, gap=0, pad=(18, 4, 18, 4))


def _line(way: Way, look: Look, row: AccessRow, *, with_day: bool) -> Box:
    palette = look.palette
    gap = "  ·  "
    session = way.session
    count = (
        session.say("access_count_one")
        if row.count == 1
        else session.say("access_count", count=row.count)
    )
    who = gap.join(filter(None, (row.who, row.purpose, count if row.count else "")))
    words: list[Box] = [
        Text(look, _headed(row.what), Style.LABEL),
        Text(look, who, Style.SMALL, tint=palette.quiet),
    ]
    if row.why:
        words.append(Text(look, row.why, Style.SMALL, tint=palette.quiet))
    when = f"{row.day}\n{row.when}" if with_day else row.when
    return Row(
        look,
        [
            Column(look, words, gap=2, grows=True),
            Text(look, when, Style.SMALL, tint=palette.quiet, align="right"),
        ],
        gap=14,
        pad=(0, 12, 0, 12),
        align="start",
    )


def _headed(words: str) -> str:
    """Gives words as the head of a line."""
    return words[:1].upper() + words[1:]
