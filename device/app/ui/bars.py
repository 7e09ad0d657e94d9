"""What stands around a screen: its title bar, and the way to the other screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from device.app.ui.box import Box, Column, Hairline, Row, Space
from device.app.ui.controls import IconButton, Pressable
from device.app.ui.icons import Icon, IconName, Mark
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.ui.units import dp

RAIL: Final = 224  # dp; how wide it is


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    name: str
    icon: IconName
    words: str


class TopBar(Row):
    """A screen's title, a way back if there is one, and what else belongs up there."""

    def __init__(
        self,
        look: Look,
        title: str,
        *,
        back: Callable[[], None] | None = None,
        ends: Sequence[Box] = (),
    ) -> None:
        parts: list[Box] = []
        if back is not None:
            parts.append(IconButton(look, "back", back, name="back"))
        style = Style.TITLE if back is not None else Style.DISPLAY
        parts.append(Text(look, title, style, most=1, grows=True))
        parts += ends
        left = 6 if back is not None else 20
        super().__init__(look, parts, gap=6, pad=(left, 14, 12, 6))

    def height_for(self, width: float) -> float:
        """Gives one height for every screen, so that nothing jumps between them."""
        return max(super().height_for(width), dp(68))


class NavBar(Column):
    """The way between screens on a phone: at the bottom, under the thumb."""

    def __init__(
        self, look: Look, places: Sequence[Place], current: str, go: Callable[[str], None]
    ) -> None:
        palette = look.palette
        parts: list[Box] = []
        for place in places:
            is_here = place.name == current
            tint = palette.accent if is_here else palette.quiet
            parts.append(
                Pressable(
                    look,
                    partial(go, place.name),
                    [
                        _over(look, Icon(look, place.icon, size=23, tint=tint)),
                        Text(look, place.words, Style.TINY, tint=tint, align="centre", most=1),
                    ],
                    name=f"nav:{place.name}",
                    grows=True,
                    gap=4,
                    pad=(2, 8, 2, 8),
                    radius=dp(12),
                )
            )
        row = Row(look, parts, pad=(6, 2, 6, 4))
        super().__init__(look, [Hairline(look), row], ground=palette.surface)


class Rail(Column):
    """The way between screens where the window is wide: at the left, with words."""

    def __init__(
        self,
        look: Look,
        places: Sequence[Place],
        current: str,
        go: Callable[[str], None],
        foot: Sequence[tuple[Place, Callable[[], None]]] = (),
    ) -> None:
        self.look = look
        parts: list[Box] = [
            Row(
                look,
                [Mark(look, size=30), Text(look, "Bojagi", Style.TITLE, grows=True)],
                gap=12,
                pad=(12, 10, 0, 22),
            )
        ]
        parts += [self._entry(place, go, is_here=place.name == current) for place in places]
        parts.append(Space(look, grows=True))
        parts += [self._entry(place, partial(_ignoring, act)) for place, act in foot]
        super().__init__(
            look,
            parts,
            gap=4,
            pad=(14, 18, 14, 18),
            ground=look.palette.surface,
        )

    def _entry(
        self, place: Place, go: Callable[[str], None], *, is_here: bool = False
    ) -> Pressable:
        look, palette = self.look, self.look.palette
        words = Text(
            look,
            place.words,
            Style.LABEL,
            tint=palette.accent if is_here else palette.ink,
            most=1,
            grows=True,
        )
        icon = Icon(look, place.icon, tint=palette.accent if is_here else palette.quiet)
        return Pressable(
            look,
            lambda: go(place.name),
            [Row(look, [icon, words], gap=14)],
            name=f"nav:{place.name}",
            pad=(14, 13, 12, 13),
            radius=dp(12),
            ground=palette.accent_soft if is_here else None,
        )

    def natural_width(self) -> float:
        """Gives its fixed width."""
        return dp(RAIL)


def _over(look: Look, icon: Icon) -> Row:
    return Row(look, [Space(look, grows=True), icon, Space(look, grows=True)])


def _ignoring(act: Callable[[], None], _name: str) -> None:
    act()
