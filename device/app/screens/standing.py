"""How a memory comes up: whether it may be brought up by itself, and whether it may fade."""

from __future__ import annotations

from device.app.screens.screen import Way
from device.app.ui.box import Box, Space
from device.app.ui.controls import Toggle
from device.app.ui.surfaces import Card, ListRow, Notice, Section, with_lines
from device.app.ui.theme import Look
from device.app.viewmodels.detail import DetailModel


def standing_card(look: Look, way: Way, model: DetailModel) -> list[Box]:
    """Gives a switch for each; nothing where it is not known yet."""
    standing, say = model.standing, way.session.say
    if standing is None:
        return []
    quiet = Toggle(look, model.set_quiet, is_on=standing.is_quiet, name="standing:quiet")
    pinned = Toggle(look, model.set_pinned, is_on=standing.is_pinned, name="standing:pinned")
    rows = with_lines(
        look,
        [
            ListRow(look, say("standing_quiet"), say("standing_quiet_body"), quiet),
            ListRow(look, say("standing_pinned"), say("standing_pinned_body"), pinned),
        ],
    )
    faded: list[Box] = []
    if standing.is_faded:
        faded = [Notice(look, "hide", say("standing_faded"), tone="warn", name="faded")]
    return [
        Space(look, 10),
        Section(look, say("standing_title")),
        *faded,
        Card(look, rows, gap=0, pad=(18, 4, 18, 4)),
    ]
