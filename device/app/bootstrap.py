"""Settles everything that kivy reads while it is imported, and opens its window. No kivy above.

Nothing of the app is written to disk by kivy: no config file, no log file, no icon copies. Its
messages stay off the console too; what a person must know is told in sentences.
"""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from device.app.later import load
from device.errors import Unavailable

PHONE: Final = (420, 860)
DESKTOP: Final = (1100, 760)
_CANVAS: Final = (1100, 860)  # without a screen, a window can shrink from here but not grow

_REASON_CHARS: Final = 120


@dataclass(frozen=True, slots=True)
class Stage:
    """Where and how the window opens.

    Attributes:
        home: Kivy's own folder; named so that it never falls back to one in the person's home.
        size: Width and height in dp.
        is_headless: Draw without a screen, as tests and the tour do.
    """

    home: Path
    size: tuple[int, int] = DESKTOP
    is_headless: bool = False


def prepare(stage: Stage) -> None:
    """Sets the environment, then kivy's own settings. Must run before any other kivy import.

    Raises:
        Unavailable: kivy is not installed or cannot be loaded, or there is no screen.
    """
    os.environ.update(
        KIVY_HOME=str(stage.home),
        KIVY_NO_ARGS="1",
        KIVY_NO_CONFIG="1",
        KIVY_NO_FILELOG="1",
        KIVY_NO_ENV_CONFIG="1",
        KIVY_LOG_MODE="PYTHON",
        KIVY_WINDOW="sdl2",  # the next one in kivy's list ends the process where it has no screen
        # The list of candidates of a Japanese or Korean input method is the system's to show.
        SDL_IME_SHOW_UI="1",
    )
    if not stage.is_headless and _has_no_screen():
        raise Unavailable("app.no_gl", reason="DISPLAY, WAYLAND_DISPLAY: -")
    if stage.is_headless:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        os.environ.setdefault("KIVY_METRICS_DENSITY", "1")
        os.environ.pop("DISPLAY", None)
        os.environ.pop("WAYLAND_DISPLAY", None)
    logging.getLogger("kivy").setLevel(logging.CRITICAL + 1)
    try:
        config = _kivy_config()
    except ModuleNotFoundError as error:
        raise Unavailable("app.no_kivy") from error
    except ImportError as error:
        raise Unavailable("app.no_gl", reason=_short(error)) from error
    logging.getLogger("kivy").setLevel(logging.CRITICAL + 1)  # its own import turned it up again
    width, height = _CANVAS if stage.is_headless else stage.size
    chosen: dict[str, dict[str, object]] = {
        "kivy": {"exit_on_escape": 0, "keyboard_mode": "", "desktop": int(not _is_phone())},
        "graphics": {
            "width": width,
            "height": height,
            "minimum_width": 360,
            "minimum_height": 480,
            "multisamples": 0,  # smooth shapes have their own edges; doubles the frame time
            "maxfps": 0 if stage.is_headless else 60,
            "resizable": 1,
        },
    }
    for section, values in chosen.items():
        for key, value in values.items():
            config.set(section, key, str(value))
    # SDL hands over touches by itself. The other providers read device files, and mtdev is missing
    # on most machines.
    for name, _ in config.items("input"):
        config.remove_option("input", name)
    config.set("input", "mouse", "mouse,disable_multitouch")


def open_window() -> Any:
    """Gives kivy's window.

    Raises:
        Unavailable: there is no OpenGL to draw with.
    """
    try:
        window = load("window").Window
    except (ImportError, SystemExit) as error:  # kivy ends the program where no provider works
        raise Unavailable("app.no_gl", reason=_short(error)) from error
    if window is None:
        raise Unavailable("app.no_gl", reason="no window")
    return window


def _kivy_config() -> Any:
    return load("config").Config


def _has_no_screen() -> bool:
    """Tells whether SDL would draw where nobody looks, without saying so."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in names)


def _is_phone() -> bool:
    return hasattr(sys, "getandroidapilevel") or sys.platform == "ios"


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:_REASON_CHARS] or type(error).__name__
