"""Whether the system is set to dark. Asked of a program that starts early and is read late."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import Final

from device.app.ui.theme import Mode

_QUESTIONS: Final = {
    "linux": ("gsettings", "get", "org.gnome.desktop.interface", "color-scheme"),
    "darwin": ("defaults", "read", "-g", "AppleInterfaceStyle"),
    "win32": (
        "reg",
        "query",
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize",
        "/v",
        "AppsUseLightTheme",
    ),
}
_PATIENCE_S: Final = 0.5


class SystemTheme:
    """The system's choice between light and dark, as it was when the app started."""

    def __init__(self, *, is_asked: bool = False) -> None:
        """Asks, if it is to; otherwise it is light."""
        self._asked: subprocess.Popen[bytes] | None = None
        self._mode: Mode | None = None
        question = _QUESTIONS.get(sys.platform, ())
        program = shutil.which(question[0]) if is_asked and question else None
        if program is not None:
            self._asked = subprocess.Popen(  # noqa: S603  # fixed words, no shell
                [program, *question[1:]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )

    def mode(self) -> Mode:
        """Gives the mode; light where the system does not say in time."""
        if self._mode is None:
            self._mode = _mode_in(self._answer())
        return self._mode

    def _answer(self) -> bytes:
        if self._asked is None:
            return b""
        try:
            return self._asked.communicate(timeout=_PATIENCE_S)[0]
        except subprocess.TimeoutExpired:
            self._asked.kill()
            self._asked.communicate()
            return b""


def _mode_in(answer: bytes) -> Mode:
    return "dark" if b"ark" in answer or b"0x0" in answer else "light"
