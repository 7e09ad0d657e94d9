"""What left the device, as a card of lines; a press on one shows it in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from device.app.screens.screen import Way
from device.app.ui.box import Box, Column, Row, Space
from device.app.ui.controls import Pill, Pressable
from device.app.ui.icons import Icon
from device.app.ui.surfaces import Card, with_lines
from device.app.ui.text import Text
from device.app.ui.theme import RADIUS, Look, Style
from device.app.ui.units import dp
from device.app.viewmodels.rows import SentRow

_GROUP: Final = 8  # digits of a hash that an eye compares at once


def sent_card(
    way: Way, look: Look, rows: Sequence[SentRow], opened: set[int], act: Callable[[int], None]
) -> Card:
    """Gives the messages on one card.

    Args:
        opened: Numbers of those that are shown in full.
        act: Is called with the number of the one that was pressed.
    """
    lines = [_line(way, look, row, act, is_open=row.seq in opened) for row in rows]
    return Card(look, with_lines(look, lines), gap=0, pad=(6, 4, 6, 4), name="sent")


def _line(
    way: Way, look: Look, sent: SentRow, act: Callable[[int], None], *, is_open: bool
) -> Pressable:
    say, quiet = way.session.say, look.palette.quiet
    head: list[Box] = [Text(look, sent.kind_word, Style.STRONG, most=1)]
    if sent.round:
        head.append(Pill(look, say("sent_round", round=sent.round)))
    head += [
        Space(look, grows=True),
        Text(look, sent.when, Style.SMALL, tint=quiet, most=1),
        Icon(look, "up" if is_open else "down", size=16, tint=quiet),
    ]
    parts: list[Box] = [Row(look, head, gap=8), Text(look, sent.what, Style.LABEL, tint=quiet)]
    if is_open:
        parts.append(_in_full(way, look, sent))
    return Pressable(
        look,
        partial(act, sent.seq),
        parts,
        name=f"sent:{sent.seq}",
        gap=4,
        pad=(12, 12, 12, 12),
        radius=dp(RADIUS - 4),
    )


def _in_full(way: Way, look: Look, sent: SentRow) -> Column:
    say, palette = way.session.say, look.palette
    parts: list[Box] = []
    if sent.shapes:
        parts.append(Text(look, say("sent_tensors"), Style.SMALL, tint=palette.quiet))
        parts += [Text(look, shape, Style.SMALL) for shape in sent.shapes]
        parts.append(Space(look, 4))
    groups = (sent.digest[at : at + _GROUP] for at in range(0, len(sent.digest), _GROUP))
    parts += [
        Text(look, say("sent_digest_title"), Style.SMALL, tint=palette.quiet),
        Text(look, " ".join(groups), Style.SMALL, name="sent:digest"),
    ]
    return Column(
        look, parts, gap=3, pad=(12, 10, 12, 10), ground=palette.sunken, radius=dp(RADIUS - 4)
    )
