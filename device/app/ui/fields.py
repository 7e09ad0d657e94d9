"""Fields to type in: one or more lines, or a secret that stays hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.cache import Cache
from kivy.graphics import Color, Rectangle
from kivy.uix.textinput import TextInput

from device.app.ui.box import Box, Plate, Row
from device.app.ui.controls import IconButton
from device.app.ui.fonts import LATIN
from device.app.ui.icons import Icon, IconName
from device.app.ui.ink import INK
from device.app.ui.text import Text
from device.app.ui.theme import RADIUS, TARGET, Look, Style
from device.app.ui.typeset import script_of
from device.app.ui.units import dp, sp

_MOST_LINES = 5


class _Input(TextInput):
    """Kivy's input with its looks taken away: the field around it draws them."""

    def __init__(self, look: Look, submit: Callable[[], None], **options: Any) -> None:
        self._is_made = False
        super().__init__(
            size_hint=(None, None),
            write_tab=False,
            padding=(0, 0, 0, 0),
            cursor_width=max(dp(1.6), 1),
            text_validate_unfocus=False,
            selection_color=(*look.palette.accent[:3], 0.25),
            **options,
        )
        self._submit = submit
        self._bar_colour = look.palette.accent
        with self.canvas.before:
            self._bar_tint = Color(0, 0, 0, 0)
            self._bar = Rectangle()
            Color(*look.palette.ink)  # of the text, which is drawn after it
        for name in ("focus", "_cursor_blink", "_cursor_visual_pos", "_cursor_visual_height"):
            self.fbind(name, self._draw_cursor)
        self._is_made = True

    def apply_class_lang_rules(self, *_: Any, **__: Any) -> None:
        """Applies none of kivy's own looks, nor loads the pictures that they need."""

    def _draw_cursor(self, *_: Any) -> None:
        x, y = self._cursor_visual_pos
        is_shown = self.focus and not self._cursor_blink and self.x <= x <= self.right
        self._bar_tint.rgba = self._bar_colour if is_shown else (0, 0, 0, 0)
        self._bar.pos = (x, y)
        self._bar.size = (self.cursor_width, -self._cursor_visual_height)

    def _ensure_clipboard(self) -> None:
        # Not before it is asked for: looking for one starts programs, and on X11 a loaded one is
        # handed whatever is merely selected.
        if self._is_made:
            super()._ensure_clipboard()

    def keyboard_on_key_down(
        self, window: Any, keycode: tuple[int, str], text: str, modifiers: list[str]
    ) -> bool:
        """Hands the text over on Enter. Shift with Enter begins a line, and an Enter that ends a
        composition belongs to the input method.
        """  # noqa: D205
        if keycode[1] in {"enter", "numpadenter"} and "shift" not in modifiers:
            if not self._ime_composition:
                self._submit()
            return True
        return bool(super().keyboard_on_key_down(window, keycode, text, modifiers))


class Field(Plate):
    """A field with a hint, which grows by lines where it may have several.

    Attributes:
        input: Kivy's widget, for its `text` and `focus`.
    """

    def __init__(
        self,
        look: Look,
        hint: str,
        submit: Callable[[], None],
        *,
        name: str,
        text: str = "",
        changed: Callable[[str], None] | None = None,
        is_secret: bool = False,
        has_lines: bool = False,
        icon: IconName | None = None,
        grows: bool = True,
    ) -> None:
        super().__init__(look, grows=grows, radius=dp(RADIUS))
        palette = look.palette
        size = round(sp(Style.BODY.size) * look.text_scale)
        self.input = _Input(
            look,
            submit,
            text=text,
            multiline=has_lines,
            password=is_secret,
            password_mask="•",  # noqa: S106  # the mark that hides it
            font_name=LATIN,
            font_size=size,
            input_type="text",
            keyboard_suggestions=not is_secret,
        )
        self.input.name = name
        self._changed = changed
        self._has_lines = has_lines
        self._hint = Text(look, hint, Style.BODY, tint=palette.quiet, most=1)
        self._icon = Icon(look, icon, size=20) if icon else None
        self._rows = 1
        self._trouble = False
        for part in filter(None, (self._icon, self._hint, self.input)):
            self.add_widget(part)
        self.input.bind(text=self._typed, focus=lambda *_: self.paint(), minimum_height=self._grown)
        self.input.fbind("_ime_composition", lambda *_: self._show_hint())

    @property
    def text(self) -> str:
        """What was typed."""
        return str(self.input.text)

    @text.setter
    def text(self, text: str) -> None:
        self.input.text = text

    def show_trouble(self, *, is_wrong: bool) -> None:
        """Marks that what was typed was refused."""
        self._trouble = is_wrong
        self.paint()

    def natural_width(self) -> float:
        """Gives a width for a dozen words."""
        return dp(280)

    def height_for(self, width: float) -> float:
        """Gives the height of its lines, a finger's at least."""
        del width
        lines = min(self._rows, _MOST_LINES)
        return max(dp(TARGET + 4), float(self.input.line_height) * lines + dp(26))

    def arrange(self) -> None:
        """Puts the text in the middle, or from the top where there are more lines."""
        left = self.x + dp(16)
        if self._icon:
            extent = self._icon.extent
            self._icon.place(left, self.top - dp(TARGET + 4) / 2 - extent / 2, extent, extent)
            left += extent + dp(12)
        width = max(self.right - dp(16) - left, 1)
        lines = self.input.line_height * min(self._rows, _MOST_LINES)
        self.input.pos = (left, round(self.center_y - lines / 2))
        self.input.size = (width, lines)
        height = self._hint.height_for(width)
        self._hint.place(left, self.center_y - height / 2, width, height)

    def paint(self) -> None:
        """Draws the edge: the accent while it has the keyboard."""
        palette = self.look.palette
        if self._trouble:
            self.edge = palette.danger
        else:
            self.edge = palette.accent if self.input.focus else palette.line
        self.ground = palette.surface
        super().paint()

    def _typed(self, _input: Any, text: str) -> None:
        self._trouble = False
        self._choose_face(text)
        self._show_hint()
        self.paint()
        if self._changed is not None:
            self._changed(text)

    def _choose_face(self, text: str) -> None:
        # A field has one face. The large one is read only once somebody types what needs it, and
        # for a secret not before it is shown.
        is_latin = self.input.password or all(script_of(char) == "latin" for char in text)
        face = LATIN if is_latin else INK.field_face(self.look.language)
        if face != self.input.font_name:
            self.input.font_name = face
            self.outdated()

    def show_secret(self, *, is_shown: bool) -> None:
        """Shows what was typed, or marks."""
        self.input.password = not is_shown
        self._choose_face(self.input.text)

    def _show_hint(self) -> None:
        is_empty = not self.input.text
        self._hint.tint = (*self.look.palette.quiet[:3], 1.0 if is_empty else 0.0)
        self._hint.paint()

    def _grown(self, _input: Any, height: float) -> None:
        rows = max(1, round(height / self.input.line_height)) if self._has_lines else 1
        if rows != self._rows:
            self._rows = rows
            self.outdated()


class SecretField(Row):
    """A field for a passphrase, with a button that shows it for as long as one wants."""

    def __init__(
        self, look: Look, hint: str, submit: Callable[[], None], *, name: str, eye: bool = True
    ) -> None:
        self.field = Field(look, hint, submit, name=name, is_secret=True, icon="key")
        parts: list[Box] = [self.field]
        if eye:
            self.eye = IconButton(
                look, "eye", self._turn, name=f"{name}:show", tint=look.palette.quiet
            )
            parts.append(self.eye)
        super().__init__(look, parts, gap=4)

    def take(self) -> str:
        """Gives what was typed, and empties the field: no widget keeps a secret."""
        secret = self.field.text
        self.field.text = ""
        self.field.input.reset_undo()
        return secret

    def _turn(self) -> None:
        is_shown = self.field.input.password
        self.field.show_secret(is_shown=is_shown)
        self.eye.icon.become("hide" if is_shown else "eye", self.look.palette.quiet)


def forget_typed() -> None:
    """Drops the textures of what was typed; kivy keeps them for a minute otherwise."""
    Cache.remove("textinput.label")
    Cache.remove("textinput.width")
