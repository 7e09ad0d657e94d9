"""Two panes beside each other in a wide window: a list, and what was chosen in it."""

from __future__ import annotations

from device.app.ui.box import Box, Hairline
from device.app.ui.theme import Look
from device.app.ui.units import dp

_LIST_SHARE = 0.52


class Panes(Box):
    """A list at the left, details at the right."""

    def __init__(self, look: Look, left: Box, right: Box) -> None:
        super().__init__(look, grows=True)
        self._left, self._edge, self._right = left, Hairline(look), right
        for part in (left, self._edge, right):
            self.add_widget(part)

    @property
    def right_x(self) -> float:
        """Where the details begin."""
        return self._right.x

    def arrange(self) -> None:
        """Gives the list a bit more than half."""
        wide = round(self.width * _LIST_SHARE)
        line = dp(1)
        self._left.place(self.x, self.y, wide, self.height)
        self._edge.place(self.x + wide, self.y, line, self.height)
        self._right.place(self.x + wide + line, self.y, self.width - wide - line, self.height)
