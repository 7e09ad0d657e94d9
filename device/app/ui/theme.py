"""The tokens of the design: colours in light and dark, sizes of type, spaces. No kivy here.

Colours are calm: warm paper, ink, one accent (the indigo that Japan calls ai and Korea jjok). Every
pair of text and ground that the app uses has a contrast of 4.5 or more; a test measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias

from policy.catalog import Language

Colour: TypeAlias = tuple[float, float, float, float]
Mode: TypeAlias = Literal["light", "dark"]

SPACE: Final = 8  # dp; every gap is a multiple or half of it
TARGET: Final = 48  # dp; the least height and width that a finger finds
COLUMN: Final = 680  # dp; the widest that a column of text gets
WIDE: Final = 900  # dp; from here on a rail and two panes fit
RADIUS: Final = 14  # dp


def colour(value: str, alpha: float = 1.0) -> Colour:
    """Gives `#rrggbb` as what the canvas takes."""
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return (red, green, blue, alpha)


@dataclass(frozen=True, slots=True)
class Palette:
    """What each colour is for.

    Attributes:
        ground: Behind everything.
        surface: Cards and fields.
        sunken: Quiet areas on a surface: a field at rest, a pressed row.
        raised: What is chosen within a sunken area.
        ink: Text. `quiet`: text that helps. `faint`: marks that are no text.
        line: Hairlines.
        accent: The one colour that means "do"; `accent_text` stands on it, `accent_soft` behind it.
        good, warn, danger: States, each with a soft ground.
    """

    ground: Colour
    surface: Colour
    sunken: Colour
    raised: Colour
    ink: Colour
    quiet: Colour
    faint: Colour
    line: Colour
    accent: Colour
    accent_text: Colour
    accent_soft: Colour
    good: Colour
    good_soft: Colour
    warn: Colour
    warn_soft: Colour
    danger: Colour
    danger_soft: Colour
    scrim: Colour
    toast: Colour
    toast_text: Colour
    toast_act: Colour


LIGHT: Final = Palette(
    ground=colour("#F7F5F1"),
    surface=colour("#FFFFFF"),
    sunken=colour("#F0EDE6"),
    raised=colour("#FFFFFF"),
    ink=colour("#1D2129"),
    quiet=colour("#626672"),
    faint=colour("#B4B2AC"),
    line=colour("#E6E2DA"),
    accent=colour("#34508F"),
    accent_text=colour("#FFFFFF"),
    accent_soft=colour("#E7ECF7"),
    good=colour("#22694C"),
    good_soft=colour("#E2F0E9"),
    warn=colour("#855309"),
    warn_soft=colour("#FAEED9"),
    danger=colour("#A93A2C"),
    danger_soft=colour("#FBE9E6"),
    scrim=colour("#15171C", 0.42),
    toast=colour("#262A33"),
    toast_text=colour("#F4F3F0"),
    toast_act=colour("#A9BDF0"),
)

DARK: Final = Palette(
    ground=colour("#121419"),
    surface=colour("#1B1E25"),
    sunken=colour("#242831"),
    raised=colour("#3A4150"),
    ink=colour("#ECEBE8"),
    quiet=colour("#A0A4AF"),
    faint=colour("#5A5F6B"),
    line=colour("#2C313B"),
    accent=colour("#A3B8F2"),
    accent_text=colour("#14203F"),
    accent_soft=colour("#26304A"),
    good=colour("#7FCBA6"),
    good_soft=colour("#1B3229"),
    warn=colour("#E3B667"),
    warn_soft=colour("#382C17"),
    danger=colour("#F09A8D"),
    danger_soft=colour("#3D2320"),
    scrim=colour("#000000", 0.6),
    toast=colour("#E9E7E2"),
    toast_text=colour("#1D2129"),
    toast_act=colour("#2E4A8A"),
)

# The mark: patches as in a jogakbo, the wrapping cloth pieced from scraps.
PATCHES: Final = ("#34508F", "#C8694F", "#E0B25C", "#7FA88C", "#A7B6DA", "#8C5A77", "#E9D9BF")


class Style(Enum):
    """A size of type: letters (sp), line (sp), weight."""

    DISPLAY = (28, 36, True)
    TITLE = (20, 28, True)
    HEADING = (15, 22, True)
    BODY = (16, 25, False)
    STRONG = (16, 24, True)
    LABEL = (14, 20, False)
    SMALL = (13, 19, False)
    TINY = (11, 15, False)

    @property
    def size(self) -> int:
        """Height of the letters."""
        return self.value[0]

    @property
    def line(self) -> int:
        """Height of a line."""
        return self.value[1]

    @property
    def is_bold(self) -> bool:
        """Whether it is set in the heavier weight."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class Look:
    """How a screen is to look now. When it changes, screens are built anew from it."""

    language: Language = "en"
    mode: Mode = "light"
    text_scale: float = 1.0
    is_wide: bool = False

    @property
    def palette(self) -> Palette:
        """The colours of the mode."""
        return DARK if self.mode == "dark" else LIGHT


def contrast(one: Colour, other: Colour) -> float:
    """Gives the contrast of two opaque colours, 1 to 21.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in value[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
