"""Draws runs of text to textures, each in its own face, and keeps what it drew for a while.

Text is drawn white and tinted by the canvas, so that light and dark share their textures. They are
held in RAM only, the least used go first, and `forget_drawn` drops all of them when the vault
locks: a texture is a picture of a memory.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from typing import Any, Final

from kivy.core.text import Label as CoreLabel
from kivy.core.text import LabelBase

from device.app.ui.fonts import LATIN, Fonts, find_fonts
from device.app.ui.typeset import Run

_JAPANESE: Final = "BojagiJapanese"
_KOREAN: Final = "BojagiKorean"
_EMOJI_SIZE: Final = 96  # sp asked of the emoji face; it has one bitmap size and is scaled down
_EMOJI_HEIGHT: Final = 1.12  # of the letters' size
_MOST_DRAWN: Final = 1_500
_MOST_MEASURED: Final = 20_000


class Ink:
    """The faces of this machine, and what was drawn with them."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.faces = {"latin": LATIN, "ja": LATIN, "ko": LATIN, "emoji": LATIN}
        for script, name, face in (
            ("ja", _JAPANESE, fonts.japanese),
            ("ko", _KOREAN, fonts.korean),
        ):
            if face is None:
                continue
            if script == "ko" and face == fonts.japanese:
                self.faces[script] = _JAPANESE  # one file, one load
                continue
            LabelBase.register(name, face.regular, None, face.bold, None)
            self.faces[script] = name
        self._drawn: OrderedDict[tuple[Run, int, bool], Any] = OrderedDict()
        self._widths: dict[tuple[Run, int, bool], float] = {}
        self._rulers: dict[tuple[str, int, bool], Any] = {}

    def field_face(self, language: str) -> str:
        """Gives the one face for a field that people type in: it must hold every script."""
        return self.faces["ko" if language == "ko" else "ja"]

    def width(self, run: Run, size: int, *, is_bold: bool) -> float:
        """Gives how wide a run is drawn, in pixels."""
        key = (run, size, is_bold)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) > _MOST_MEASURED:
                self._widths.clear()
            if run.script == "emoji" and self.fonts.emoji:
                texture = self.drawn(run, size, is_bold=is_bold)
                found = texture.width * self.emoji_height(size) / texture.height
            else:
                found = float(self._ruler(run.script, size, is_bold).get_extents(run.text)[0])
            self._widths[key] = found
        return found

    def ascent(self, run: Run, size: int, *, is_bold: bool) -> float:
        """Gives how far a run's texture reaches above the line that letters stand on."""
        if run.script == "emoji" and self.fonts.emoji:
            return self.emoji_height(size) * 0.82
        return float(self._ruler(run.script, size, is_bold).get_ascent())

    def drawn(self, run: Run, size: int, *, is_bold: bool) -> Any:
        """Gives the texture of a run."""
        key = (run, size, is_bold)
        texture = self._drawn.get(key)
        if texture is None:
            texture = self._draw(run, size, is_bold)
            self._drawn[key] = texture
            if len(self._drawn) > _MOST_DRAWN:
                self._drawn.popitem(last=False)
        else:
            self._drawn.move_to_end(key)
        return texture

    def forget_drawn(self) -> None:
        """Drops every texture and every measured text."""
        self._drawn.clear()
        self._widths.clear()

    @staticmethod
    def emoji_height(size: int) -> float:
        """Gives how tall an emoji stands beside letters of a size."""
        return size * _EMOJI_HEIGHT

    def _draw(self, run: Run, size: int, is_bold: bool) -> Any:
        if run.script == "emoji" and self.fonts.emoji:
            label = CoreLabel(
                text=run.text,
                font_name=self.fonts.emoji.regular,
                font_size=_EMOJI_SIZE,
                mipmap=True,
            )
        else:
            label = CoreLabel(
                text=run.text, font_name=self.faces[run.script], font_size=size, bold=is_bold
            )
        label.refresh()
        return label.texture

    def _ruler(self, script: str, size: int, is_bold: bool) -> Any:
        key = (self.faces[script], size, is_bold)
        ruler = self._rulers.get(key)
        if ruler is None:
            ruler = CoreLabel(font_name=key[0], font_size=size, bold=is_bold)
            ruler.resolve_font_name()
            self._rulers[key] = ruler
        return ruler


INK: Final = Ink(find_fonts(sys.platform))
