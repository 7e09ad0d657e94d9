"""Text on screen: wrapped for its box, never wider than it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from kivy.graphics import Color, Rectangle

from device.app.ui.box import Box
from device.app.ui.ink import INK
from device.app.ui.theme import Colour, Look, Style
from device.app.ui.typeset import ELLIPSIS, Line, Run, lines, plain
from device.app.ui.units import sp

_LEAST_END = 2.6  # letters that a last line should have
_MOST_BALANCED = 12  # lines; nobody sees the end of a longer text at a glance
_MOST_IN_LINE = 500  # characters; a memory may have four million, and a card shows six lines


class Text(Box):
    """A text in one size and colour, in as many lines as it needs, or as it may have.

    Attributes:
        most: The most lines; what is beyond ends in "…".
    """

    repaints = True

    def __init__(
        self,
        look: Look,
        text: str,
        style: Style = Style.BODY,
        *,
        tint: Colour | None = None,
        most: int | None = None,
        align: Literal["left", "centre", "right"] = "left",
        name: str = "",
        grows: bool = False,
    ) -> None:
        super().__init__(look, name=name, grows=grows)
        self._text = text
        self.style = style
        self.tint = tint or look.palette.ink
        self.most = most
        self.align = align
        self.letters = max(round(sp(style.size) * look.text_scale), 1)
        self.line_height = round(sp(style.line) * look.text_scale)
        self._broken: dict[int, tuple[Line, ...]] = {}
        self._painted: object = None

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._broken.clear()
            self.outdated()

    def retint(self, tint: Colour) -> None:
        """Changes the colour."""
        self.tint = tint
        self.paint()

    def natural_width(self) -> float:
        """Gives the width of its longest line, unbroken."""
        if not self._text:
            return 0.0
        return math.ceil(max(map(self._length, self._lines(10**7)))) + 2

    def height_for(self, width: float) -> float:
        """Gives the height of its lines; an empty text takes none."""
        return len(self._lines(int(width))) * self.line_height if self._text else 0.0

    @property
    def drawn_lines(self) -> tuple[str, ...]:
        """The lines as they are on screen."""
        return tuple(map(plain, self._lines(int(self.width)))) if self._text else ()

    @property
    def widest(self) -> float:
        """How wide the longest line is drawn."""
        return max(map(self._length, self._lines(int(self.width)))) if self._text else 0.0

    def paint(self) -> None:
        """Draws the runs, each on the same ground line."""
        state = (self.x, self.y, self.width, self.height, self._text, self.tint)
        if state == self._painted:
            return
        self._painted = state
        self.canvas.clear()
        if not self._text or self.width < 1:
            return
        is_bold = self.style.is_bold
        with self.canvas:
            tint = Color(*self.tint)
            top = self.top
            for line in self._lines(int(self.width)):
                # Letters and Han characters sit well when this much is below the line's middle.
                ground = round(top - self.line_height / 2 - 0.36 * self.letters)
                spare = self.width - self._length(line)
                x = self.x + {"left": 0.0, "centre": spare / 2, "right": spare}[self.align]
                for run in line:
                    tint = self._draw(run, round(x), ground, tint)
                    x += INK.width(run, self.letters, is_bold=is_bold)
                top -= self.line_height

    def _draw(self, run: Run, x: float, ground: float, tint: Color) -> Color:
        is_bold = self.style.is_bold
        texture = INK.drawn(run, self.letters, is_bold=is_bold)
        ascent = INK.ascent(run, self.letters, is_bold=is_bold)
        if run.script == "emoji" and INK.fonts.emoji:
            height = INK.emoji_height(self.letters)
            Color(1, 1, 1, self.tint[3])  # a picture has its own colours
            width = INK.width(run, self.letters, is_bold=is_bold)
            Rectangle(texture=texture, pos=(x, ground + ascent - height), size=(width, height))
            return Color(*self.tint)
        Rectangle(texture=texture, pos=(x, ground + ascent - texture.height), size=texture.size)
        return tint

    def _lines(self, width: int) -> tuple[Line, ...]:
        found = self._broken.get(width)
        if found is None:
            if len(self._broken) > 4:
                self._broken.clear()
            found = self._break(float(width))
            self._broken[width] = found
        return found

    def _break(self, width: float) -> tuple[Line, ...]:
        is_bold = self.style.is_bold

        def measure(run: Run) -> float:
            return INK.width(run, self.letters, is_bold=is_bold)

        # Widths are whole pixels per word, so a line of many may come out wider than their sum.
        room = max(width, 1.0)
        text = self._text if self.most is None else self._text[: self.most * _MOST_IN_LINE]
        for _ in range(8):
            broken = lines(text, room, measure, most=self.most)
            over = max(map(self._length, broken)) - width
            if over <= 0 or width < self.letters * 2:
                break
            room -= over
        return self._balanced(text, broken, room, measure)

    def _balanced(
        self, text: str, broken: tuple[Line, ...], room: float, measure: Callable[[Run], float]
    ) -> tuple[Line, ...]:
        """Gives as many lines without an orphan: a last line of a letter or two reads badly.

        Centred lines become about as long as each other.
        """
        least_end = room if self.align == "centre" else _LEAST_END * self.letters
        if (
            not 2 <= len(broken) <= _MOST_BALANCED
            or "\n" in text
            or self._length(broken[-1]) >= least_end
        ):
            return broken
        least, most = room / 2, room
        while most - least > self.letters / 2:
            middle = (least + most) / 2
            tried = lines(text, middle, measure, most=self.most)
            if len(tried) == len(broken) and not _is_cut(tried, broken):
                broken, most = tried, middle
                if self._length(broken[-1]) >= least_end:
                    break
            else:
                least = middle
        return broken

    def _length(self, line: Line) -> float:
        return sum(INK.width(run, self.letters, is_bold=self.style.is_bold) for run in line)


def _is_cut(tried: tuple[Line, ...], broken: tuple[Line, ...]) -> bool:
    """Tells whether a narrower setting lost words that the wider one showed."""
    return plain(tried[-1]).endswith(ELLIPSIS) and not plain(broken[-1]).endswith(ELLIPSIS)
