"""The upper edge that the screens share: title, open step-up, lock."""

from __future__ import annotations

from collections.abc import Callable

from device.app.screens.screen import Way
from device.app.ui.bars import TopBar
from device.app.ui.box import Box, Centred, Column
from device.app.ui.controls import IconButton, Pill, Pressable
from device.app.ui.theme import COLUMN, Look


class StepUpPill(Column):
    """How long the step-up classes stay open; a press closes them. Nothing while they are shut."""

    def __init__(self, way: Way, look: Look) -> None:
        super().__init__(look)
        self._way = way
        self._words: str = ""
        self.refresh()

    def refresh(self) -> None:
        """Shows the time that is left."""
        words = self._way.models.step_up.left_text()
        if words == self._words:
            return
        self._words = words
        palette = self.look.palette
        pill = Pill(self.look, words, tint=palette.warn, fill=palette.warn_soft, icon="key")
        self.fill(
            [
                Pressable(
                    self.look,
                    self._way.models.step_up.end,
                    [pill],
                    name="step_up:end",
                    pad=(4, 12, 4, 12),
                )
            ]
            if words
            else []
        )
        self.outdated()


def step_up_pill(way: Way, look: Look) -> StepUpPill:
    """Gives the pill."""
    return StepUpPill(way, look)


def top_bar(
    way: Way,
    look: Look,
    title: str,
    pill: Box | None = None,
    *,
    back: Callable[[], None] | None = None,
) -> TopBar:
    """Gives a screen's upper edge; on a phone with the lock, which is in the rail otherwise."""
    ends: list[Box] = [pill] if pill is not None else []
    if not look.is_wide and back is None:
        ends.append(
            IconButton(look, "lock", way.session.lock, name="lock", tint=look.palette.quiet)
        )
    return TopBar(look, title, back=back, ends=ends)


def column_bar(
    way: Way, look: Look, title: str, *, back: Callable[[], None] | None = None
) -> Centred:
    """Gives the upper edge of a screen that is one column: its title stands over the column."""
    return Centred(look, top_bar(way, look, title, back=back), COLUMN)
