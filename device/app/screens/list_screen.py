"""A screen that lists memories; in a wide window the one that was chosen is beside the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from device.app.screens.detail import DetailPane
from device.app.screens.screen import Screen, Way
from device.app.screens.top import step_up_pill, top_bar
from device.app.ui.box import Box, Column
from device.app.ui.panes import Panes
from device.app.ui.scroll import Scroll
from device.app.ui.surfaces import CardButton
from device.app.ui.theme import Look
from device.app.viewmodels.observed import Observed


class ListScreen(Screen):
    """A title with the step-up's time, a list, and what stands above and under it."""

    def __init__(self, way: Way, look: Look, model: Observed) -> None:
        shared = way.models.step_up, way.models.detail, way.models.reminding, way.session
        super().__init__(way, look, model, *shared)
        self._state: object = None  # what the list shows; it is built anew only when that changes
        self._pill = step_up_pill(way, look)
        # On a phone, so much that nothing stays under a toast; else that lies under the details.
        self._list = Scroll(look, gap=10, pad=(16, 4, 16, 24 if look.is_wide else 84))

    def told(self) -> object:
        """Gives what stands above the list; it is built anew when that changes."""
        board = self.way.session.board
        return (board.news, board.damage, self.way.models.reminding.rows)

    def mark(self, cards: Mapping[int, CardButton]) -> None:
        """Marks the card of the memory that is shown beside the list."""
        chosen = self.way.models.detail.detail
        beside = chosen.row.id if chosen is not None and self.look.is_wide else None
        for memory_id, card in cards.items():
            card.choose(is_chosen=memory_id == beside)

    def lay(self, title: str, above: Sequence[Box] = (), under: Sequence[Box] = ()) -> None:
        """Puts the parts on screen."""
        way, look = self.way, self.look
        parts = [top_bar(way, look, title, self._pill), *above, self._list, *under]
        page = Column(look, parts, grows=True)
        if look.is_wide:
            self.fill([Panes(look, page, DetailPane(way, look, way.models.detail))])
        else:
            self.fill([page])
