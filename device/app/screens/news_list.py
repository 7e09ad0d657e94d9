"""What is told at length above a list, each with a way to put it away."""

from __future__ import annotations

from functools import partial

from device.app.screens.reminders import reminder_list
from device.app.screens.screen import Way
from device.app.ui.box import Box
from device.app.ui.controls import IconButton
from device.app.ui.icons import IconName
from device.app.ui.surfaces import Notice
from device.app.ui.theme import Look
from device.app.viewmodels.news import News, damage_lines

_ICONS: dict[str, IconName] = {"warn": "key", "good": "check"}


def news_list(way: Way, look: Look, *, reminds: bool = True) -> list[Box]:
    """Gives the notices that stand now; what is damaged first, then what lies ahead.

    Args:
        reminds: Reminders are among them; where days to come are listed anyway, they need not be.
    """
    session = way.session
    parts: list[Box] = []
    lines = damage_lines(session.language, session.board.damage)
    if lines:
        parts.append(_notice(way, look, "shield", "\n".join(lines), "danger", None))
    if reminds:
        parts += reminder_list(way, look)
    for at, news in enumerate(session.board.news):
        icon = _ICONS.get(news.tone, "spark")
        parts.append(_notice(way, look, icon, news.text(session.language), news.tone, news, at))
    return parts


def _notice(
    way: Way, look: Look, icon: IconName, words: str, tone: str, news: News | None, at: int = 0
) -> Notice:
    name = "damage" if news is None else f"news:{at}"
    close = IconButton(
        look,
        "close",
        partial(way.session.take_news_away, news),
        name=f"{name}:close",
        tint=look.palette.quiet,
        size=36,
    )
    return Notice(look, icon, words, tone=tone, name=name, end=close)
