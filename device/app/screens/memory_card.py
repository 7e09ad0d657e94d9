"""A memory as lists show it: its words first, then when and where from, and its rule."""

from __future__ import annotations

from device.app.ui.box import Ends
from device.app.ui.controls import Pill
from device.app.ui.icons import IconName
from device.app.ui.text import Text
from device.app.ui.theme import Colour, Look, Style
from device.app.viewmodels.rows import MemoryRow

_MOST_LINES = 6


def said(look: Look, row: MemoryRow, *, most: int | None = _MOST_LINES) -> Text:
    """Gives a memory's words."""
    return Text(look, row.text, Style.BODY, most=most)


def origin(row: MemoryRow, *, with_day: bool) -> str:
    """Gives when it was said, by whom, and where it came from, in one line."""
    moment = f"{row.day} {row.when}".strip() if with_day else row.when
    return "  ·  ".join(filter(None, (moment, row.speaker, row.source)))


def footer(look: Look, row: MemoryRow, *, with_day: bool) -> Ends:
    """Gives the line under a memory: its origin left, its rule right."""
    words = Text(look, origin(row, with_day=with_day), Style.SMALL, tint=look.palette.quiet, most=1)
    return Ends(look, words, badge(look, row))


def badge(look: Look, row: MemoryRow) -> Pill:
    """Gives the badge of a memory's rule."""
    icon, tint, fill = _tone(look, row)
    return Pill(look, row.rule_badge, tint=tint, fill=fill, icon=icon)


def _tone(look: Look, row: MemoryRow) -> tuple[IconName, Colour, Colour]:
    palette = look.palette
    match row.badge_name:
        case "shared":
            return "weave", palette.good, palette.good_soft
        case "step_up":
            return "lock", palette.warn, palette.warn_soft
        case "private":
            return "shield", palette.accent, palette.accent_soft
        case _:
            return "person", palette.quiet, palette.sunken
