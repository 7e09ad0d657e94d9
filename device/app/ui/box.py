"""Layout in one pass: a box tells its height for a width, then puts its parts in place.

Kivy's own layouts settle over several clock ticks per level, which flickers with text that wraps
and makes a test wait. Here the shell asks once, from the top, whenever something changed its size.
Widths and heights are pixels; the screens give dp.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal, TypeAlias

from kivy.graphics import Color, SmoothRoundedRectangle
from kivy.uix.widget import Widget

from device.app.ui.theme import Colour, Look
from device.app.ui.units import dp

Align: TypeAlias = Literal["start", "middle", "end"]
Pad: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom; dp

NO_PAD: Final[Pad] = (0, 0, 0, 0)


class Box(Widget):
    """What every widget of the app is.

    Attributes:
        name: What tests and the tour call it by; empty for what nobody acts on.
        grows: Whether it takes the space that is left in its row or column.
        repaints: Whether what it draws may change while its place stays the same.
    """

    repaints = False

    # Kivy's own, typed for those who check.
    pos: Any
    size: Any
    x: float
    y: float
    width: float
    height: float
    top: float
    right: float
    center_x: float
    center_y: float

    def __init__(self, look: Look, *, name: str = "", grows: bool = False) -> None:
        super().__init__(size_hint=(None, None), size=(0, 0))
        self.look = look
        self.name = name
        self.grows = grows
        self.is_shown = True

    def apply_class_lang_rules(self, *_: Any, **__: Any) -> None:
        """Applies none of kivy's kv rules: they go by class name, and ours draw themselves."""

    def natural_width(self) -> float:
        """Gives the width that it wants in a row."""
        return 0.0

    def height_for(self, width: float) -> float:
        """Gives the height that it needs at a width."""
        del width
        return 0.0

    def place(self, x: float, y: float, width: float, height: float) -> None:
        """Takes its place (left, bottom) and puts its parts in theirs."""
        before = (*self.pos, *self.size)
        self.pos = (round(x), round(y))
        self.size = (round(width), round(height))
        self.arrange()
        if self.repaints or before != (*self.pos, *self.size):
            self.paint()

    def arrange(self) -> None:
        """Puts its parts in their places."""

    def paint(self) -> None:
        """Draws what is its own, behind its parts."""

    def outdated(self) -> None:
        """Asks the shell for a new layout: a text, a part or a size changed."""
        above: Any = self.parent
        while above is not None and above is not above.parent:
            if hasattr(above, "lay_out_soon"):
                above.lay_out_soon()
                return
            above = above.parent


class Plate(Box):
    """A box with a ground, a hairline and round corners, as the palette tells."""

    def __init__(
        self,
        look: Look,
        *,
        name: str = "",
        grows: bool = False,
        ground: Colour | None = None,
        edge: Colour | None = None,
        radius: float = 0,
    ) -> None:
        super().__init__(look, name=name, grows=grows)
        self.ground = ground
        self.edge = edge
        self.radius = radius

    def paint(self) -> None:
        """Draws the hairline, then the ground inside it."""
        self.canvas.before.clear()
        if self.width <= 0 or self.height <= 0:
            return
        with self.canvas.before:
            if self.edge is not None:
                rounded(self.edge, self.x, self.y, self.width, self.height, self.radius)
            if self.ground is not None:
                thin = dp(1) if self.edge is not None else 0
                rounded(
                    self.ground,
                    self.x + thin,
                    self.y + thin,
                    self.width - 2 * thin,
                    self.height - 2 * thin,
                    max(self.radius - thin, 0),
                )


class Parts(Plate):
    """A box with parts that it lays out in a line."""

    def __init__(
        self,
        look: Look,
        parts: Iterable[Box] = (),
        *,
        gap: float = 0,
        pad: Pad = NO_PAD,
        align: Align,
        **plate: Any,
    ) -> None:
        super().__init__(look, **plate)
        self.gap = dp(gap)
        self.pad = tuple(map(dp, pad))
        self.align = align
        self.parts: list[Box] = []
        self.fill(parts)

    def fill(self, parts: Iterable[Box]) -> None:
        """Puts new parts in place of the old ones."""
        self.clear_widgets()
        self.parts = list(parts)
        for part in self.parts:
            self.add_widget(part)

    @property
    def shown(self) -> list[Box]:
        """The parts that take part in the layout."""
        return [part for part in self.parts if part.is_shown]


class Column(Parts):
    """Parts under each other."""

    def __init__(
        self,
        look: Look,
        parts: Iterable[Box] = (),
        *,
        align: Align = "start",
        middle: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(look, parts, align=align, **more)
        self.middle = middle

    def natural_width(self) -> float:
        """Gives the widest part's width."""
        left, _, right, _ = self.pad
        return left + right + max((part.natural_width() for part in self.shown), default=0)

    def height_for(self, width: float) -> float:
        """Gives the sum of its parts' heights."""
        left, top, right, bottom = self.pad
        heights = [part.height_for(width - left - right) for part in self.shown]
        return top + bottom + sum(heights) + self.gap * max(len(heights) - 1, 0)

    def arrange(self) -> None:
        """Puts the parts from the top; a growing part takes what is left."""
        left, top, right, bottom = self.pad
        inner = self.width - left - right
        heights = {part: part.height_for(inner) for part in self.shown}
        spare = self.height - top - bottom - sum(heights.values())
        spare -= self.gap * max(len(heights) - 1, 0)
        growing = [part for part in heights if part.grows]
        y = self.top - top
        if self.middle and not growing:
            y -= max(spare, 0) / 2
        for part in self.parts:
            if part not in heights:
                part.place(self.x, self.y, 0, 0)
                continue
            height = heights[part] + (max(spare, 0) / len(growing) if part.grows else 0)
            width = inner if self.align == "start" else min(inner, part.natural_width() or inner)
            shift = {"start": 0.0, "middle": (inner - width) / 2, "end": inner - width}[self.align]
            part.place(self.x + left + shift, y - height, width, height)
            y -= height + self.gap


class Row(Parts):
    """Parts beside each other; those that grow share what is left."""

    def __init__(
        self, look: Look, parts: Iterable[Box] = (), *, align: Align = "middle", **more: Any
    ) -> None:
        super().__init__(look, parts, align=align, **more)

    def natural_width(self) -> float:
        """Gives the sum of its parts' widths."""
        left, _, right, _ = self.pad
        widths = [part.natural_width() for part in self.shown]
        return left + right + sum(widths) + self.gap * max(len(widths) - 1, 0)

    def height_for(self, width: float) -> float:
        """Gives the tallest part's height."""
        _, top, _, bottom = self.pad
        widths = self._widths(width)
        return top + bottom + max((part.height_for(widths[part]) for part in widths), default=0)

    def arrange(self) -> None:
        """Puts the parts from the left."""
        left, top, _, bottom = self.pad
        widths = self._widths(self.width)
        inner = self.height - top - bottom
        x = self.x + left
        for part in self.parts:
            if part not in widths:
                part.place(self.x, self.y, 0, 0)
                continue
            height = min(part.height_for(widths[part]), inner)
            drop = {"start": 0.0, "middle": (inner - height) / 2, "end": inner - height}[self.align]
            part.place(x, self.top - top - drop - height, widths[part], height)
            x += widths[part] + self.gap

    def _widths(self, width: float) -> dict[Box, float]:
        left, _, right, _ = self.pad
        shown = self.shown
        free = width - left - right - self.gap * max(len(shown) - 1, 0)
        fixed = {part: part.natural_width() for part in shown if not part.grows}
        growing = len(shown) - len(fixed)
        total = sum(fixed.values())
        if total > free + 1 and total > 0:  # nothing may leave the row: all give up alike
            fixed = {part: wish * free / total for part, wish in fixed.items()}
            total = free
        share = (free - total) / growing if growing else 0.0
        return {part: fixed.get(part, share) for part in shown}


class Flow(Column):
    """Parts beside each other that go on in the next line where the row is full."""

    def height_for(self, width: float) -> float:
        """Gives the height of all lines."""
        rows = self._rows(width)
        return sum(max(part.height_for(0) for part, _ in row) for row in rows) + self.gap * max(
            len(rows) - 1, 0
        )

    def natural_width(self) -> float:
        """Gives the width of all parts in one line."""
        widths = [part.natural_width() for part in self.shown]
        return sum(widths) + self.gap * max(len(widths) - 1, 0)

    def arrange(self) -> None:
        """Puts the parts line by line."""
        y = self.top
        for row in self._rows(self.width):
            height = max(part.height_for(0) for part, _ in row)
            x = self.x
            for part, width in row:
                own = part.height_for(width)
                part.place(x, y - height + (height - own) / 2, width, own)
                x += width + self.gap
            y -= height + self.gap

    def _rows(self, width: float) -> list[list[tuple[Box, float]]]:
        rows: list[list[tuple[Box, float]]] = []
        used = 0.0
        for part in self.shown:
            wish = min(part.natural_width(), width)
            if not rows or used + self.gap + wish > width:
                rows.append([])
                used = -self.gap
            rows[-1].append((part, wish))
            used += self.gap + wish
        return rows


class Ends(Box):
    """Two parts at the ends of a line, or under each other where they do not fit."""

    def __init__(
        self, look: Look, start: Box, end: Box, *, gap: float = 10, under: Align = "start"
    ) -> None:
        super().__init__(look)
        self._under = under
        self._start, self._end = start, end
        self._gap = dp(gap)
        self.add_widget(start)
        self.add_widget(end)

    def natural_width(self) -> float:
        """Gives the width of both in one line."""
        return self._start.natural_width() + self._gap + self._end.natural_width()

    def height_for(self, width: float) -> float:
        """Gives the height of one line, or of two."""
        start, end = self._start.height_for(width), self._end.height_for(width)
        return max(start, end) if self._fits(width) else start + self._gap * 0.6 + end

    def arrange(self) -> None:
        """Puts them."""
        fits = self._fits(self.width)
        start = self._start.height_for(self.width)
        end = self._end.height_for(self.width)
        end_width = min(self._end.natural_width(), self.width)
        if fits:
            room = self.width - end_width - self._gap
            self._start.place(self.x, self.center_y - start / 2, room, start)
            self._end.place(self.right - end_width, self.center_y - end / 2, end_width, end)
        else:
            self._start.place(self.x, self.top - start, self.width, start)
            shift = self.width - end_width if self._under == "end" else 0
            self._end.place(self.x + shift, self.y, end_width, end)

    def _fits(self, width: float) -> bool:
        return self.natural_width() <= width


class Centred(Box):
    """One part, not wider than so many dp, in the middle."""

    def __init__(self, look: Look, part: Box, most: float) -> None:
        super().__init__(look)
        self._part = part
        self._most = dp(most)
        self.add_widget(part)

    def height_for(self, width: float) -> float:
        """Gives the part's height."""
        return self._part.height_for(min(width, self._most))

    def arrange(self) -> None:
        """Puts the part."""
        width = min(self.width, self._most)
        self._part.place(self.center_x - width / 2, self.y, width, self.height)


class Space(Box):
    """Empty space; growing, it pushes its neighbours apart."""

    def __init__(self, look: Look, size: float = 0, *, grows: bool = False) -> None:
        super().__init__(look, grows=grows)
        self.extent = dp(size)

    def natural_width(self) -> float:
        """Gives its size."""
        return self.extent

    def height_for(self, width: float) -> float:
        """Gives its size."""
        del width
        return self.extent


class Hairline(Plate):
    """A line of one pixel between parts."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, ground=look.palette.line)

    def height_for(self, width: float) -> float:
        """Gives one dp."""
        del width
        return dp(1)


def rounded(fill: Colour, x: float, y: float, width: float, height: float, radius: float) -> None:
    """Draws a rectangle with smooth round corners on the canvas that is being filled."""
    Color(*fill)
    SmoothRoundedRectangle(
        pos=(x, y), size=(width, height), radius=[min(radius, width / 2, height / 2)] * 4
    )
