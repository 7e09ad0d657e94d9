"""What belongs to a memory, in the order of time, each with what ties it."""

from __future__ import annotations

from functools import partial

from device.app.screens import memory_card
from device.app.screens.screen import Way
from device.app.ui.box import Box, Flow, Space
from device.app.ui.controls import Button, Pill
from device.app.ui.surfaces import CardButton, Fact, Section
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.day_rows import TiedRow
from device.app.viewmodels.detail import DetailModel


def thread_list(look: Look, way: Way, model: DetailModel) -> list[Box]:
    """Gives the memories that belong to the one shown, or the button that asks for them."""
    say = way.session.say
    parts: list[Box] = [Space(look, 10), Section(look, say("thread_title"))]
    if model.is_weaving:
        return [*parts, Text(look, say("loading"), Style.LABEL, tint=look.palette.quiet)]
    if model.thread is None:
        button = Button(
            look, say("thread_show"), model.show_thread, tone="soft", icon="weave", name="thread"
        )
        return [*parts, button]
    if not model.tied:
        return [*parts, Text(look, say("thread_alone"), Style.SMALL, tint=look.palette.quiet)]
    return [*parts, *(_card(look, way, tied) for tied in model.tied)]


def _card(look: Look, way: Way, tied: TiedRow) -> CardButton:
    palette = look.palette
    origin = memory_card.origin(tied.row, with_day=True)
    parts: list[Box] = [
        memory_card.said(look, tied.row, most=3),
        Text(look, origin, Style.SMALL, tint=palette.quiet, most=1),
        Fact(look, "weave", tied.tie, tint=palette.accent),
    ]
    if tied.is_replaced:
        words = way.session.say("thread_replaced")
        pill = Pill(look, words, tint=palette.warn, fill=palette.warn_soft, icon="clock")
        parts.append(Flow(look, [pill]))
    return CardButton(
        look,
        partial(way.open_memory, tied.row.id),
        parts,
        name=f"tied:{tied.row.id}",
        gap=8,
    )
