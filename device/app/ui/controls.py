"""What a person presses: buttons, switches, choices. All by finger, mouse and keyboard alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Literal, TypeAlias

from kivy.graphics import Color, SmoothEllipse, SmoothLine
from kivy.uix.behaviors.focus import FocusBehavior

from device.app.ui.box import Box, Column, Pad, Row, rounded
from device.app.ui.icons import Icon, IconName
from device.app.ui.text import Text
from device.app.ui.theme import RADIUS, TARGET, Colour, Look, Style
from device.app.ui.units import dp

Tone: TypeAlias = Literal["main", "soft", "quiet", "danger"]

_PRESS_KEYS: Final = frozenset({"enter", "numpadenter", "spacebar"})
_SLOP: Final = 12  # dp that a finger may slip and still have tapped


class Pressable(FocusBehavior, Column):
    """A box that can be pressed. A ring shows where the keyboard is."""

    def __init__(
        self, look: Look, act: Callable[[], object], parts: Sequence[Box] = (), **column: Any
    ) -> None:
        self.act = act
        self.is_pressed = False
        self.is_off = False
        super().__init__(look=look, parts=parts, **column)
        self.bind(focus=lambda *_: self._focused())

    def _focused(self) -> None:
        self.paint()
        above = self.parent if self.focus else None
        while above is not None and above is not above.parent:  # the window is its own parent
            if hasattr(above, "show_widget"):  # a list: what the keyboard reached must be seen
                above.show_widget(self)
            above = above.parent

    def turn_off(self, *, is_off: bool) -> None:
        """Takes presses no more, or again."""
        self.is_off = is_off
        self.is_focusable = not is_off
        self.paint()

    def on_touch_down(self, touch: Any) -> bool:
        """Takes a finger that lands on it."""
        if self.is_off or not self.is_shown or not self.collide_point(*touch.pos):
            return False
        if touch.is_mouse_scrolling or getattr(touch, "button", None) not in {None, "left"}:
            return False
        if any(part.dispatch("on_touch_down", touch) for part in self.children):
            return True  # a button on a card that is a button itself
        touch.grab(self)
        self._press(is_pressed=True)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """Lets go of a finger that scrolls."""
        if touch.grab_current is self:
            slop = dp(_SLOP)
            if abs(touch.x - touch.ox) > slop or abs(touch.y - touch.oy) > slop:
                touch.ungrab(self)
                self._press(is_pressed=False)
            return True
        return False

    def on_touch_up(self, touch: Any) -> bool:
        """Acts when the finger leaves it where it landed."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._press(is_pressed=False)
        if self.collide_point(*touch.pos) and not self.is_off:
            self.act()
        return True

    def keyboard_on_key_down(
        self, window: Any, keycode: tuple[int, str], text: str, modifiers: list[str]
    ) -> bool:
        """Acts on Enter and Space; Tab goes on."""
        if super().keyboard_on_key_down(window, keycode, text, modifiers):
            return True
        if keycode[1] in _PRESS_KEYS and not self.is_off:
            self.act()
            return True
        return False

    def paint(self) -> None:
        """Draws its ground and, under the keyboard, the ring."""
        super().paint()
        if not self.focus:
            return
        with self.canvas.before:
            Color(*self.look.palette.accent)
            out = dp(2)
            SmoothLine(
                rounded_rectangle=(
                    self.x - out,
                    self.y - out,
                    self.width + 2 * out,
                    self.height + 2 * out,
                    min(self.radius + out, (self.height + 2 * out) / 2 - 1),
                ),
                width=dp(1.1),
            )

    def _press(self, *, is_pressed: bool) -> None:
        self.is_pressed = is_pressed
        self.paint()


class Button(Pressable):
    """A button with words, and an icon before them if wanted."""

    def __init__(
        self,
        look: Look,
        words: str,
        act: Callable[[], object],
        *,
        tone: Tone = "main",
        icon: IconName | None = None,
        name: str = "",
        grows: bool = False,
        small: bool = False,
    ) -> None:
        self.tone = tone
        fill, ink = _tone(look, tone)
        self._fill, self._ink = fill, ink
        style = Style.LABEL if small else Style.STRONG
        self.words = Text(look, words, style, tint=ink, most=2, align="centre")
        self._icon = Icon(look, icon, size=18 if small else 20, tint=ink) if icon else None
        inside = Row(look, [*([self._icon] if self._icon else []), self.words], gap=8)
        self._height = dp(40 if small else 52)
        super().__init__(
            look,
            act,
            [inside],
            name=name,
            grows=grows,
            radius=dp(RADIUS - 2),
            align="middle",
            middle=True,
            pad=(14, 4, 14, 4) if small else (20, 6, 20, 6),
        )

    def height_for(self, width: float) -> float:
        """Gives a finger's height at least."""
        return max(super().height_for(width), self._height)

    def turn_off(self, *, is_off: bool) -> None:
        """Pales."""
        self.words.retint((*self._ink[:3], 0.55 if is_off else 1.0))
        super().turn_off(is_off=is_off)

    def paint(self) -> None:
        """Draws the ground of its tone; darker while pressed, paler while off."""
        red, green, blue, alpha = self._fill
        if self.is_off:
            self.ground = (red, green, blue, alpha * 0.55)
        elif self.is_pressed:
            self.ground = (
                self.look.palette.sunken
                if self.tone == "quiet"
                else (red * 0.88, green * 0.88, blue * 0.88, max(alpha, 0.1))
            )
        else:
            self.ground = self._fill if alpha else None
        super().paint()


class IconButton(Pressable):
    """A button that is only an icon; as large as a finger needs."""

    def __init__(
        self,
        look: Look,
        icon: IconName,
        act: Callable[[], object],
        *,
        name: str,
        tint: Colour | None = None,
        fill: Colour | None = None,
        size: float = TARGET,
        round_size: float = 40,
    ) -> None:
        self.icon = Icon(look, icon, tint=tint or look.palette.ink)
        self.fill_colour = fill
        self._size = dp(size)
        self._round = dp(round_size)
        super().__init__(
            look, act, [self.icon], name=name, align="middle", middle=True, radius=dp(size) / 2
        )

    def natural_width(self) -> float:
        """Gives a finger's width."""
        return self._size

    def height_for(self, width: float) -> float:
        """Gives a finger's height."""
        del width
        return self._size

    def paint(self) -> None:
        """Draws a disc where it has a fill or is pressed."""
        super().paint()
        fill = self.look.palette.sunken if self.is_pressed else self.fill_colour
        if fill is not None:
            with self.canvas.before:
                alpha = fill[3] * (0.5 if self.is_off else 1)
                Color(*fill[:3], alpha)
                SmoothEllipse(
                    pos=(self.center_x - self._round / 2, self.center_y - self._round / 2),
                    size=(self._round, self._round),
                )


class Toggle(Pressable):
    """A switch."""

    def __init__(self, look: Look, act: Callable[[bool], None], *, is_on: bool, name: str) -> None:
        self.is_on = is_on
        super().__init__(look, lambda: act(not self.is_on), name=name, radius=dp(16))

    def show(self, *, is_on: bool) -> None:
        """Shows a state."""
        self.is_on = is_on
        self.paint()

    def natural_width(self) -> float:
        """Gives a finger's width."""
        return dp(52)

    def height_for(self, width: float) -> float:
        """Gives a finger's height."""
        del width
        return dp(32)

    def collide_point(self, x: float, y: float) -> bool:
        """Takes fingers in a full target around it."""
        spare = dp(TARGET) - self.height
        return (
            self.x - spare / 2 <= x <= self.right + spare / 2
            and self.y - spare / 2 <= y <= self.top + spare / 2
        )

    def paint(self) -> None:
        """Draws the track and the knob."""
        super().paint()
        if self.width < 1:
            return
        palette = self.look.palette
        knob = self.height - dp(6)
        x = self.right - knob - dp(3) if self.is_on else self.x + dp(3)
        with self.canvas.before:
            rounded(
                palette.accent if self.is_on else palette.faint,
                self.x,
                self.y,
                self.width,
                self.height,
                self.height / 2,
            )
            Color(*(palette.accent_text if self.is_on else palette.surface))
            SmoothEllipse(pos=(x, self.y + dp(3)), size=(knob, knob))


class Choice(Row):
    """A few words side by side, one of which is chosen."""

    def __init__(
        self,
        look: Look,
        words: Sequence[tuple[str, str]],
        chosen: str,
        act: Callable[[str], None],
        *,
        name: str,
        fill: Colour | None = None,
    ) -> None:
        palette = look.palette
        parts: list[Box] = []
        for value, word in words:
            is_chosen = value == chosen
            text = Text(
                look,
                word,
                Style.LABEL,
                tint=palette.ink if is_chosen else palette.quiet,
                align="centre",
                most=1,
            )
            part = Pressable(
                look,
                partial(act, value),
                [text],
                name=f"{name}:{value}",
                grows=True,
                middle=True,
                pad=(6, 10, 6, 10),
                radius=dp(RADIUS - 5),
                ground=palette.raised if is_chosen else None,
                edge=palette.line if is_chosen and look.mode == "light" else None,
            )
            parts.append(part)
        super().__init__(
            look,
            parts,
            gap=4,
            pad=(4, 4, 4, 4),
            ground=fill or palette.sunken,
            radius=dp(RADIUS - 2),
        )

    def natural_width(self) -> float:
        """Gives room for the longest word in each part."""
        widest = max(part.natural_width() for part in self.parts)
        return dp(8) + len(self.parts) * (widest + dp(8))


class Pill(Row):
    """A small badge."""

    def __init__(
        self,
        look: Look,
        words: str,
        *,
        tint: Colour | None = None,
        fill: Colour | None = None,
        icon: IconName | None = None,
    ) -> None:
        palette = look.palette
        tint = tint or palette.quiet
        parts: list[Box] = [Icon(look, icon, size=14, tint=tint)] if icon else []
        parts.append(Text(look, words, Style.TINY, tint=tint, most=1))
        pad: Pad = (7 if icon else 9, 4, 9, 4)
        super().__init__(look, parts, gap=4, pad=pad, ground=fill or palette.sunken, radius=dp(12))


def _tone(look: Look, tone: Tone) -> tuple[Colour, Colour]:
    palette = look.palette
    clear = (0.0, 0.0, 0.0, 0.0)
    return {
        "main": (palette.accent, palette.accent_text),
        "soft": (palette.accent_soft, palette.accent),
        "quiet": (clear, palette.accent),
        "danger": (palette.danger_soft, palette.danger),
    }[tone]
