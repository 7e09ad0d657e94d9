"""A few icons, drawn as strokes on a grid of 24, so that no icon font has to be shipped."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from kivy.graphics import Color, SmoothLine, SmoothRoundedRectangle

from device.app.ui.box import Box
from device.app.ui.theme import PATCHES, Colour, Look, colour
from device.app.ui.units import dp

Stroke: TypeAlias = tuple[float, ...]
IconName: TypeAlias = Literal[
    "memories", "search", "eye", "hide", "weave", "settings", "lock", "back", "forward", "close",
    "check", "up", "down", "send", "forget", "shield", "key", "clock", "person", "spark", "dot",
    "calendar",
]  # fmt: skip

GRID: Final = 24

# Points from the top left; a stroke ("o", x, y, r) is a circle, ("a", x, y, r, from, to) an arc.
_LINES: Final[dict[str, tuple[Stroke, ...]]] = {
    "memories": (
        (5, 4, 19, 4, 19, 16, 12, 20, 5, 16, 5, 4),
        (9, 9, 15, 9),
        (9, 13, 13, 13),
    ),
    "search": ((15.6, 15.6, 20, 20),),
    "eye": ((2.5, 12, 6, 8, 9, 6.4, 12, 6, 15, 6.4, 18, 8, 21.5, 12),
            (2.5, 12, 6, 16, 9, 17.6, 12, 18, 15, 17.6, 18, 16, 21.5, 12)),
    "hide": ((2.5, 12, 6, 8, 9, 6.4, 12, 6, 15, 6.4, 18, 8, 21.5, 12),
             (2.5, 12, 6, 16, 9, 17.6, 12, 18, 15, 17.6, 18, 16, 21.5, 12),
             (4.5, 20, 19.5, 4)),
    "weave": ((12, 9.5, 12, 12, 6.4, 16), (12, 12, 17.6, 16)),
    "settings": ((4, 7, 11.5, 7), (16.5, 7, 20, 7), (4, 17, 7.5, 17), (12.5, 17, 20, 17)),
    "lock": ((6, 11, 18, 11, 18, 20, 6, 20, 6, 11), (8, 11, 8, 8), (16, 11, 16, 8),
             (12, 14.5, 12, 16.5)),
    "back": ((14.5, 5, 7.5, 12, 14.5, 19),),
    "forward": ((9.5, 5, 16.5, 12, 9.5, 19),),
    "up": ((6, 14.5, 12, 8.5, 18, 14.5),),
    "down": ((6, 9.5, 12, 15.5, 18, 9.5),),
    "close": ((6, 6, 18, 18), (18, 6, 6, 18)),
    "check": ((5, 12.5, 10, 17.5, 19, 7),),
    "send": ((12, 19, 12, 5), (6, 11, 12, 5, 18, 11)),
    "forget": ((4, 7, 20, 7), (9, 7, 9.5, 4, 14.5, 4, 15, 7), (6.5, 7, 7.3, 20, 16.7, 20, 17.5, 7)),
    "shield": ((12, 3, 19.5, 6, 19.5, 11.5, 17.6, 16.4, 12, 21, 6.4, 16.4, 4.5, 11.5, 4.5, 6,
                12, 3),
               (8.8, 12, 11.2, 14.4, 15.4, 9.6)),
    "key": ((11.2, 12.8, 20, 4), (16.4, 7.6, 19, 10.2),),
    "clock": ((12, 7.5, 12, 12, 15, 14),),
    "calendar": ((4.5, 6, 19.5, 6, 19.5, 20, 4.5, 20, 4.5, 6), (4.5, 10.5, 19.5, 10.5),
                 (8.5, 3.5, 8.5, 7.5), (15.5, 3.5, 15.5, 7.5)),
    "person": ((4.5, 20, 5.6, 17, 8.4, 15, 12, 14.4, 15.6, 15, 18.4, 17, 19.5, 20),),
    "spark": ((12, 3.5, 13.8, 10.2, 20.5, 12, 13.8, 13.8, 12, 20.5, 10.2, 13.8, 3.5, 12, 10.2, 10.2,
               12, 3.5),),
}  # fmt: skip
_ROUNDS: Final[dict[str, tuple[Stroke, ...]]] = {
    "search": ((10.5, 10.5, 6.5),),
    "eye": ((12, 12, 2.6),),
    "hide": ((12, 12, 2.6),),
    "weave": ((12, 6.5, 3), (4.8, 17.5, 2.4), (19.2, 17.5, 2.4)),
    "settings": ((14, 7, 2.5), (10, 17, 2.5)),
    "key": ((8, 16, 4.4),),
    "clock": ((12, 12, 8.5),),
    "dot": ((12, 12, 1.5),),
    "person": ((12, 8, 4),),
}
_ARCS: Final[dict[str, tuple[Stroke, ...]]] = {"lock": ((12, 8, 4, 270, 450),)}


class Icon(Box):
    """One icon in one colour."""

    def __init__(
        self, look: Look, icon: IconName, *, size: float = 22, tint: Colour | None = None
    ) -> None:
        super().__init__(look)
        self.icon = icon
        self.extent = dp(size)
        self.tint = tint or look.palette.quiet

    def natural_width(self) -> float:
        """Gives its size."""
        return self.extent

    def height_for(self, width: float) -> float:
        """Gives its size."""
        del width
        return self.extent

    def become(self, icon: IconName, tint: Colour) -> None:
        """Changes what it shows."""
        self.icon, self.tint = icon, tint
        self.paint()

    def paint(self) -> None:
        """Draws its strokes."""
        self.canvas.clear()
        if self.width < 1:
            return
        scale = self.extent / GRID
        left = self.center_x - self.extent / 2
        top = self.center_y + self.extent / 2
        width = max(dp(0.85), self.extent * 0.036)
        with self.canvas:
            Color(*self.tint)
            for stroke in _LINES.get(self.icon, ()):
                points = [
                    left + value * scale if at % 2 == 0 else top - value * scale
                    for at, value in enumerate(stroke)
                ]
                closed = len(stroke) > 4 and stroke[:2] == stroke[-2:]
                SmoothLine(
                    points=points[:-2] if closed else points,
                    width=width,
                    close=closed,
                    joint="round",
                    cap="round",
                )
            for x, y, radius in _ROUNDS.get(self.icon, ()):
                SmoothLine(circle=(left + x * scale, top - y * scale, radius * scale), width=width)
            for x, y, radius, start, end in _ARCS.get(self.icon, ()):
                SmoothLine(
                    circle=(left + x * scale, top - y * scale, radius * scale, start, end),
                    width=width,
                )


class Mark(Box):
    """The mark of Bojagi: a cloth pieced from patches."""

    # left, top, width, height on a grid of 12, and the patch's colour
    _PIECES: Final = (
        (0, 0, 5, 5, 0),
        (5, 0, 7, 3, 1),
        (5, 3, 4, 5, 6),
        (9, 3, 3, 5, 2),
        (0, 5, 5, 3, 3),
        (0, 8, 3, 4, 4),
        (3, 8, 6, 4, 5),
        (9, 8, 3, 4, 0),
    )

    def __init__(self, look: Look, *, size: float = 56) -> None:
        super().__init__(look)
        self.extent = dp(size)

    def natural_width(self) -> float:
        """Gives its size."""
        return self.extent

    def height_for(self, width: float) -> float:
        """Gives its size."""
        del width
        return self.extent

    def paint(self) -> None:
        """Draws the patches with a seam between them."""
        self.canvas.clear()
        if self.width < 1:
            return
        step = self.extent / 12
        seam = max(dp(1), self.extent / 64)
        with self.canvas:
            for left, top, width, height, patch in self._PIECES:
                Color(*colour(PATCHES[patch], 0.92 if self.look.mode == "dark" else 1.0))
                SmoothRoundedRectangle(
                    pos=(
                        self.x + left * step + seam / 2,
                        self.top - (top + height) * step + seam / 2,
                    ),
                    size=(width * step - seam, height * step - seam),
                    radius=[self.extent / 22] * 4,
                )
