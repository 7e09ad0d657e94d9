"""What may have changed and nothing says so for sure: both memories, and the owner's answer."""

from __future__ import annotations

from functools import partial

from device.app.screens import memory_card
from device.app.screens.screen import Way
from device.app.ui.box import Box, Flow, Space
from device.app.ui.controls import Button
from device.app.ui.surfaces import Card, Section
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.viewmodels.day_rows import Answer
from device.app.viewmodels.detail import DetailModel


def doubt_card(look: Look, way: Way, model: DetailModel) -> list[Box]:
    """Gives the question; nothing where there is none."""
    say, palette = way.session.say, look.palette
    if model.doubt is None:
        return []
    parts: list[Box] = [Text(look, say("doubt_body"), Style.LABEL, tint=palette.quiet)]
    if model.doubted is None:
        show = Button(
            look, say("doubt_show"), model.show_doubt, tone="soft", small=True, name="doubt:show"
        )
        parts.append(show)
    else:
        origin = memory_card.origin(model.doubted, with_day=True)
        answers: list[Box] = [
            Button(
                look,
                say(f"doubt_{answer}"),
                partial(model.settle, answer),
                tone="soft",
                small=True,
                name=f"doubt:{answer}",
            )
            for answer in Answer
        ]
        parts += [
            memory_card.said(look, model.doubted),
            Text(look, origin, Style.SMALL, tint=palette.quiet, most=1),
            Flow(look, answers, gap=8),
        ]
    return [
        Space(look, 10),
        Section(look, say("doubt_title")),
        Card(look, parts, gap=10, name="doubt"),
    ]
