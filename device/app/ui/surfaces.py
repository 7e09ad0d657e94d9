"""What content lies on: cards, rows of a list, empty states, notices, section titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from device.app.ui.box import Box, Column, Hairline, Pad, Row, Space
from device.app.ui.controls import Button, Pressable
from device.app.ui.icons import Icon, IconName
from device.app.ui.text import Text
from device.app.ui.theme import RADIUS, SPACE, Colour, Look, Style
from device.app.ui.units import dp

CARD_PAD: Pad = (18, 16, 18, 16)


class Card(Column):
    """Content on a surface with a hairline around it."""

    def __init__(
        self, look: Look, parts: Iterable[Box], *, gap: float = SPACE, **more: Any
    ) -> None:
        options = {"pad": CARD_PAD, "ground": look.palette.surface, "edge": look.palette.line}
        super().__init__(look, parts, gap=gap, radius=dp(RADIUS), **{**options, **more})


class CardButton(Pressable):
    """A card that can be pressed as a whole."""

    def __init__(
        self,
        look: Look,
        act: Callable[[], None],
        parts: Iterable[Box],
        *,
        name: str,
        gap: float = SPACE,
        is_chosen: bool = False,
    ) -> None:
        self._is_chosen = is_chosen
        super().__init__(
            look, act, list(parts), name=name, gap=gap, pad=CARD_PAD, radius=dp(RADIUS)
        )

    def choose(self, *, is_chosen: bool) -> None:
        """Marks it as the one whose details are beside the list."""
        if is_chosen != self._is_chosen:
            self._is_chosen = is_chosen
            self.paint()

    def paint(self) -> None:
        """Draws the surface; sunken while pressed, an accent edge while chosen."""
        palette = self.look.palette
        self.ground = palette.sunken if self.is_pressed else palette.surface
        self.edge = palette.accent if self._is_chosen else palette.line
        super().paint()


class ListRow(Row):
    """A line of a settings card: words, a quieter line under them, something at the end."""

    def __init__(
        self, look: Look, title: str, body: str = "", end: Box | None = None, *, pad: float = 14
    ) -> None:
        words: list[Box] = [Text(look, title, Style.STRONG)]
        if body:
            words.append(Text(look, body, Style.SMALL, tint=look.palette.quiet))
        parts: list[Box] = [Column(look, words, gap=4, grows=True)]
        if end is not None:
            parts.append(end)
        super().__init__(look, parts, gap=16, pad=(0, pad, 0, pad), align="middle")


class Section(Text):
    """A small title above a group."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__(look, words, Style.HEADING, tint=look.palette.quiet)


class Fact(Row):
    """A line with an icon before it, at its first line."""

    def __init__(
        self,
        look: Look,
        icon: IconName,
        words: str,
        *,
        style: Style = Style.SMALL,
        tint: Colour | None = None,
    ) -> None:
        tint = tint or look.palette.quiet
        text = Text(look, words, style, tint=tint, grows=True)
        mark = Icon(look, icon, size=16, tint=tint)
        lift = max((text.line_height - mark.extent) / 2, 0) / dp(1)
        super().__init__(
            look,
            [Column(look, [mark], pad=(0, lift, 0, 0), align="middle"), text],
            gap=8,
            align="start",
        )


class EmptyState(Column):
    """What a screen says when there is nothing to show: what it is for, and one thing to do."""

    def __init__(
        self,
        look: Look,
        icon: IconName,
        title: str,
        body: str,
        button: Button | None = None,
    ) -> None:
        palette = look.palette
        disc = Column(
            look,
            [Icon(look, icon, size=28, tint=palette.accent)],
            pad=(20, 20, 20, 20),
            ground=palette.accent_soft,
            radius=dp(34),
            align="middle",
        )
        parts: list[Box] = [
            Row(look, [Space(look, grows=True), disc, Space(look, grows=True)]),
            Space(look, 8),
            *([Text(look, title, Style.TITLE, align="centre")] if title else []),
            Text(look, body, Style.LABEL, tint=palette.quiet, align="centre"),
        ]
        if button is not None:
            parts += [
                Space(look, 8),
                Row(look, [Space(look, grows=True), button, Space(look, grows=True)]),
            ]
        super().__init__(look, parts, gap=8, pad=(24, 40, 24, 40))


class Notice(Row):
    """A sentence that matters, on a soft ground of its tone."""

    def __init__(
        self,
        look: Look,
        icon: IconName,
        words: str,
        *,
        tone: str = "accent",
        name: str = "",
        end: Box | None = None,
    ) -> None:
        palette = look.palette
        ink, fill = {
            "accent": (palette.accent, palette.accent_soft),
            "good": (palette.good, palette.good_soft),
            "warn": (palette.warn, palette.warn_soft),
            "danger": (palette.danger, palette.danger_soft),
        }[tone]
        self.words = Text(look, words, Style.SMALL, tint=ink, grows=True)
        super().__init__(
            look,
            [Icon(look, icon, size=18, tint=ink), self.words, *([end] if end is not None else [])],
            gap=12,
            pad=(14, 12, 14 if end is None else 2, 12),
            ground=fill,
            radius=dp(RADIUS - 2),
            align="start",
            name=name,
        )


def with_lines(look: Look, rows: Iterable[Box]) -> list[Box]:
    """Gives rows with a hairline between each two."""
    parts: list[Box] = []
    for row in rows:
        if parts:
            parts.append(Hairline(look))
        parts.append(row)
    return parts
