"""What holds the screens: navigation, the sheet, the toast; and gives all of them their place.

The shell builds what is on screen from a `Look`. When language, colours, text size or the width
class change, everything is built anew from it: no widget has to follow them by itself.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle

from device.app.later import load
from device.app.screens.screen import Screen
from device.app.screens.unlock import UnlockScreen
from device.app.ui.bars import RAIL, NavBar, Place, Rail
from device.app.ui.box import Box, Column, Hairline, Row
from device.app.ui.icons import IconName
from device.app.ui.ink import INK
from device.app.ui.overlays import Sheet, ToastBar
from device.app.ui.panes import Panes
from device.app.ui.theme import WIDE, Look, Mode
from device.app.ui.units import dp
from device.app.viewmodels.session import AppSession
from device.app.viewmodels.unlock import UnlockModel

_PLACES: Final[tuple[tuple[str, IconName], ...]] = (
    ("timeline", "memories"),
    ("recall", "search"),
    ("upcoming", "calendar"),
    ("privacy", "eye"),
    ("federation", "weave"),
    ("settings", "settings"),
)

_OUTSIDE: Final = frozenset({"unlock", "first_run", "restore"})  # while there is no open vault
_ALONE: Final = _OUTSIDE | {"recovery"}  # without navigation
_WITHIN: Final = frozenset({"detail", "owners", "safekeeping"})  # reached from another screen

# With Ctrl, or Command on a Mac; "l" locks.
_SHORTCUTS: Final = {"k": "recall", "n": "timeline", ",": "settings"}


class Shell(Box):
    """The whole window's content.

    Attributes:
        session: What all screens share.
        models: The view-models behind the lock; made at the first unlock.
        here: The screen that is shown.
    """

    def __init__(
        self, session: AppSession, system_mode: Callable[[], Mode], size: tuple[float, float]
    ) -> None:
        self._system_mode = system_mode
        super().__init__(Look())
        self.size_hint = (1, 1)
        self.size = (round(size[0]), round(size[1]))
        self.session = session
        self.models: Any = None
        self.here = "unlock"
        self.sheet: Sheet | None = None
        self._sheet_name = ""
        self.screen: Screen | None = None
        self._unlock = UnlockModel(session)
        self._built: dict[str, Screen] = {}
        self._frame: Box | None = None
        self._toast: ToastBar | None = None
        self._toast_shown: object = None
        self._was: list[str] = []
        self._lay_out = Clock.create_trigger(lambda _: self.lay_out(), -1)
        self.bind(size=lambda *_: self._resized())
        session.bind(self._changed)
        self.look = self._wanted_look()
        self._enter("unlock")
        self.paint()  # a window that has its size already tells of no change

    # -- what screens may ask

    def go(self, name: str) -> None:
        """Shows another screen."""
        if not self.session.is_unlocked or name == self.here:
            return
        self._was = [*self._was, self.here][-8:]
        self._enter(name)

    def begin_first_run(self) -> None:
        """Shows the form that makes a vault."""
        if not self.session.is_unlocked:
            self._enter("first_run")

    def begin_restore(self) -> None:
        """Shows the form that makes a vault of a backup."""
        if not self.session.is_unlocked:
            self._enter("restore")

    def back(self) -> None:
        """Shows the screen before this one."""
        if self.here in _OUTSIDE:
            self._enter("unlock")
            return
        self._enter(self._was.pop() if self._was else "timeline")

    def open_memory(self, memory_id: int) -> None:
        """Shows one memory: beside the list where there is room, else on its own screen."""
        self.models.detail.open(memory_id)
        if not self.look.is_wide:
            self.go("detail")

    def ask_step_up(self) -> None:
        """Asks for the second secret."""
        self.open_sheet("step_up")

    def open_sheet(self, name: str) -> None:
        """Shows a sheet over the screen."""
        if self.sheet is None and self.session.is_unlocked:
            self._sheet_name = name
            self._show_sheet(load(name).make_sheet(self, self.look, name))

    def close_sheet(self) -> None:
        """Takes the sheet away."""
        if self.sheet is not None:
            self.sheet.left()
            self.remove_widget(self.sheet)
            self.sheet = None
            self._let_focus(self._frame, is_let=True)

    # -- keys

    def on_key(self, key: str, modifiers: list[str]) -> bool:
        """Does what a shortcut asks for. Gives whether the key was one."""
        if key == "tab":
            return self._focus_any()
        if key == "escape":
            return self._leave()
        if not {"ctrl", "meta"} & set(modifiers) or not self.session.is_unlocked:
            return False
        if key == "l":
            self.session.lock()
        elif key in _SHORTCUTS:
            self.close_sheet()
            self.go(_SHORTCUTS[key])
            self._focus_first()
        return key == "l" or key in _SHORTCUTS

    def _leave(self) -> bool:
        if self.sheet is not None:
            self.close_sheet()
            return True
        if self.here in _WITHIN or self.here in _OUTSIDE - {"unlock"}:
            self.back()
            return True
        return False

    # -- layout

    def lay_out_soon(self) -> None:
        """Asks for a new layout before the next frame."""
        self._lay_out()

    def lay_out(self) -> None:
        """Gives everything its place, from the top."""
        width, height = self.size
        if self._frame is not None:
            self._frame.place(0, 0, width, height)
        if self._toast is not None:
            beside = self._clear_from()
            room = width - beside
            toast_width = min(room - dp(24), dp(520))
            toast_height = self._toast.height_for(toast_width)
            above = dp(20) if self.look.is_wide else dp(84)
            above += self.screen.foot_height() if self.screen is not None else 0
            x = beside + (room - toast_width) / 2
            self._toast.place(x, above, toast_width, toast_height)
        if self.sheet is not None:
            self.sheet.place(0, 0, width, height)

    def _clear_from(self) -> float:
        """Gives where the place begins that a toast may cover: no navigation, list or field."""
        if not self.look.is_wide or self.here in _ALONE or self._frame is None:
            return 0
        panes = [one for one in self._frame.walk() if isinstance(one, Panes)]
        return panes[0].right_x if panes else dp(RAIL)

    def paint(self) -> None:
        """Draws the ground."""
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*self.look.palette.ground)
            Rectangle(pos=(0, 0), size=self.size)

    # -- building

    def _wanted_look(self) -> Look:
        theme = self.session.theme
        mode: Mode = "dark" if theme == "dark" else "light"
        return Look(
            language=self.session.language,
            mode=self._system_mode() if theme == "system" else mode,
            text_scale=self.session.text_scale,
            is_wide=self.width >= dp(WIDE),
        )

    def _resized(self) -> None:
        if self._wanted_look() != self.look:
            self._rebuild()
        self.paint()
        self.lay_out()

    def _changed(self) -> None:
        if self.session.is_unlocked and self.here in _OUTSIDE:
            if self.models is None:
                self.models = load("models").Models(self.session)
            self.models.recovery.is_first = is_new = self.here == "first_run"
            self._was.clear()
            self._drop_built()
            self._enter("recovery" if is_new else "timeline")
        elif not self.session.is_unlocked and self.here not in _OUTSIDE:
            self.close_sheet()
            self._was.clear()
            self._enter("unlock")
            self._drop_built()
            INK.forget_drawn()
            load("fields").forget_typed()
            gc.collect()  # widgets hold each other; what was on screen is to go now
        if self._wanted_look() != self.look:
            self._rebuild()
        self._show_toast()

    def _rebuild(self) -> None:
        self.look = self._wanted_look()
        had_sheet = self.sheet is not None
        self.close_sheet()
        self._drop_built()
        here = self.here
        if here == "detail" and self.look.is_wide:
            here = self._was.pop() if self._was else "timeline"
        self._toast_shown = None
        self._enter(here)
        self._show_toast()
        self.paint()
        if had_sheet:
            self.open_sheet(self._sheet_name)

    def _drop_built(self) -> None:
        for screen in self._built.values():
            if screen is not self.screen:
                screen.close()
        self._built = {self.here: self.screen} if self.screen is not None else {}

    def _enter(self, name: str) -> None:
        if self.screen is not None:
            self.screen.left()
        screen = self._built.get(name)
        if screen is None or screen.look != self.look:
            if screen is not None:
                screen.close()
            screen = self._build(name)
        elif screen.parent is not None:
            screen.parent.remove_widget(screen)
        self._built[name] = screen
        self.here, self.screen = name, screen
        if self._frame is not None:
            self.remove_widget(self._frame)
        self._frame = self._framed(name, screen)
        self.add_widget(self._frame, index=len(self.children))
        screen.arrived()
        self.lay_out_soon()
        if self.sheet is None and (self.look.is_wide or name in _ALONE):
            Clock.schedule_once(lambda _: self._focus_first(), 0)

    def _build(self, name: str) -> Screen:
        if name == "unlock":
            return UnlockScreen(self, self.look, self._unlock)
        if name == "first_run":
            first: Screen = load(name).FirstRunScreen(self, self.look, self._first_run)
            return first
        if name == "restore":
            restore: Screen = load(name).RestoreScreen(self, self.look, self._restore)
            return restore
        screen: Screen = load(name).make(self, self.look)
        return screen

    @cached_property
    def _restore(self) -> Any:
        return load("restore_model").RestoreModel(self.session)

    @cached_property
    def _first_run(self) -> Any:
        return load("first_run_model").FirstRunModel(self.session)

    def _framed(self, name: str, screen: Screen) -> Box:
        if name in _ALONE:
            return Column(self.look, [screen])
        places = [
            Place(place, icon, self.session.say(f"nav_{place}")) for place, icon in _PLACES
        ]  # fmt: skip
        current = self._was[-1] if name in _WITHIN and self._was else name
        if not self.look.is_wide:
            return Column(self.look, [screen, NavBar(self.look, places, current, self.go)])
        lock = Place("lock", "lock", self.session.say("lock_now"))
        rail = Rail(self.look, places, current, self.go, [(lock, self.session.lock)])
        return _Beside(self.look, [rail, _Edge(self.look), screen])

    def _focus_first(self) -> None:
        wanted = self.screen.first_focus() if self.screen is not None else None
        if wanted is not None and self.sheet is None:
            wanted.focus = True

    def _focus_any(self) -> bool:
        """Gives the keyboard to the first thing that takes it, where nothing has it yet."""
        shown = self.sheet or self._frame
        walked = shown.walk() if shown is not None else ()
        takers = [one for one in walked if getattr(one, "is_focusable", False)]
        if not takers or any(one.focus for one in takers):
            return False
        takers[0].focus = True
        return True

    def _show_sheet(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._let_focus(self._frame, is_let=False)
        self.add_widget(sheet)
        sheet.arrived()
        self.lay_out_soon()

    def _let_focus(self, frame: Box | None, *, is_let: bool) -> None:
        for widget in frame.walk() if frame is not None else ():
            if hasattr(widget, "is_focusable"):
                widget.is_focusable = is_let and not getattr(widget, "is_off", False)

    def _show_toast(self) -> None:
        toast = self.session.toast
        if toast is not self._toast_shown:
            if self._toast is not None:
                self.remove_widget(self._toast)
                self._toast = None
            self._toast_shown = toast
            if toast is not None:
                act = toast.action or self.session.dismiss_toast
                word = self.session.toast_action_word()
                self._toast = ToastBar(self.look, toast.text, word, act)
                self.add_widget(self._toast)
        elif self._toast is not None and self._toast.act_words is not None:
            self._toast.act_words.text = self.session.toast_action_word()
        self.lay_out_soon()


class _Beside(Row):
    """The rail and the screen, each as tall as the window."""

    def height_for(self, width: float) -> float:
        """Gives what is there; it fills the window."""
        del width
        return 0.0

    def arrange(self) -> None:
        """Puts the rail left and the screen beside it."""
        rail, edge, screen = self.parts
        wide = rail.natural_width()
        rail.place(self.x, self.y, wide, self.height)
        edge.place(self.x + wide, self.y, dp(1), self.height)
        screen.place(self.x + wide + dp(1), self.y, self.width - wide - dp(1), self.height)


class _Edge(Hairline):
    """A hairline that stands."""
