"""The settings screen."""

from __future__ import annotations

from typing import Final

from device.app.viewmodels.observed import Observed
from device.app.viewmodels.session import AppSession
from policy.catalog import Language

# Each in its own language, so that whoever reads no other finds it.
LANGUAGE_NAMES: Final[dict[Language, str]] = {"en": "English", "ja": "日本語", "ko": "한국어"}
THEMES: Final = ("light", "dark", "system")
TEXT_SCALES: Final = {"small": 0.9, "normal": 1.0, "large": 1.25}
IDLE_CHOICES: Final = (1, 5, 15)
REMINDERS: Final = ("off", "few", "normal")


class SettingsModel(Observed):
    """Language, looks, reminders and the idle lock; language and reminders outlive the window."""

    def __init__(self, session: AppSession) -> None:
        super().__init__(session.post)
        self._session = session
        session.bind(self.changed)

    @property
    def language(self) -> Language:
        """The language that everything is in."""
        return self._session.language

    @property
    def theme(self) -> str:
        """Light, dark or system."""
        return self._session.theme

    @property
    def text_scale(self) -> float:
        """What font sizes are multiplied with."""
        return self._session.text_scale

    @property
    def idle_minutes(self) -> int:
        """After how long without a tap the vault locks."""
        return self._session.idle_minutes

    @property
    def folder_text(self) -> str:
        """Where the vault is."""
        return str(self._session.folder)

    def languages(self) -> list[tuple[Language, str]]:
        """Gives each language and its own name for itself."""
        return list(LANGUAGE_NAMES.items())

    def themes(self) -> list[tuple[str, str]]:
        """Gives each theme and its word."""
        return [(theme, self._session.say(f"theme_{theme}")) for theme in THEMES]

    def text_scales(self) -> list[tuple[float, str]]:
        """Gives each text size and its word."""
        return [(scale, self._session.say(f"text_{name}")) for name, scale in TEXT_SCALES.items()]

    def idle_choices(self) -> list[tuple[int, str]]:
        """Gives each time of the idle lock and its words."""
        return [
            (minutes, self._session.say("idle_minutes", minutes=minutes))
            for minutes in IDLE_CHOICES
        ]

    @property
    def reminders(self) -> str:
        """How much the owner is reminded of days to come."""
        return self._session.reminders

    def reminder_choices(self) -> list[tuple[str, str]]:
        """Gives each way of being reminded and its word."""
        return [(name, self._session.say(f"reminders_{name}")) for name in REMINDERS]

    def set_reminders(self, frequency: str) -> None:
        """Changes how much the owner is reminded of days to come."""
        if frequency not in REMINDERS:
            raise ValueError("not a way of being reminded")
        self._session.set_reminders(frequency)

    def set_language(self, language: Language) -> None:
        """Speaks another language from now on."""
        if language not in LANGUAGE_NAMES:
            raise ValueError("not a language of the app")
        self._session.set_language(language)

    def set_theme(self, theme: str) -> None:
        """Changes between light, dark and system."""
        if theme not in THEMES:
            raise ValueError("not a theme")
        self._session.set_theme(theme)

    def set_text_scale(self, scale: float) -> None:
        """Makes all text larger or smaller."""
        if not 0.5 <= scale <= 3:
            raise ValueError("not a readable text size")
        self._session.set_text_scale(scale)

    def set_idle_minutes(self, minutes: int) -> None:
        """Changes after how long the vault locks by itself."""
        if minutes not in IDLE_CHOICES:
            raise ValueError("not a time of the idle lock")
        self._session.set_idle_minutes(minutes)

    def lock_now(self) -> None:
        """Locks the vault."""
        self._session.lock()
