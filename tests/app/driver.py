"""Drives the app without a screen and asks what it shows. `device.app.hand` acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from device.app.bootstrap import DESKTOP, PHONE
from device.app.later import load
from policy.catalog import Language
from tests.app.fakes import PASSPHRASE, FakeVault
from tests.people import Clock

SIZES = {"phone": PHONE, "desktop": DESKTOP}


@dataclass
class Driver:
    """An app, the hand that acts on it, and the clock that is turned by hand."""

    app: Any
    hand: Any
    vault: FakeVault
    clock: Clock

    @property
    def session(self) -> Any:
        return self.app.session

    @property
    def shell(self) -> Any:
        return self.app.shell

    def say(self, key: str, **values: object) -> str:
        return str(self.session.say(key, **values))

    def unlock(self, passphrase: str = PASSPHRASE) -> Driver:
        self.hand.tap("passphrase")
        self.hand.type(passphrase)
        self.hand.press("enter")
        self.hand.until(lambda: self.shell.here == "timeline", "timeline")
        self.hand.until(lambda: not self.shell.models.timeline.busy, "memories")
        return self

    def go(self, place: str) -> None:
        if self.shell.here != place:
            self.hand.tap(f"nav:{place}")
        models = self.shell.models
        settled = {
            "upcoming": lambda: not models.upcoming.busy,
            "privacy": lambda: not models.privacy.busy and models.privacy.days,
            "federation": lambda: not models.federation.busy and models.federation.state,
        }.get(place, lambda: self.shell.here == place)
        self.hand.until(lambda: bool(settled()), place)

    def ask(self, question: str) -> None:
        self.hand.tap("question")
        self.hand.type(question)
        self.hand.press("enter")
        model = self.shell.models.recall
        self.hand.until(lambda: model.answer is not None and not model.busy, "answer")

    def turn_clock(self, seconds: int) -> None:
        """Lets time pass, and the app notice."""
        self.clock.now += seconds
        self.session.tick()
        self.hand.turn(4)

    def names(self, start: str) -> list[str]:
        found = (getattr(one, "name", "") or "" for one in self.hand.widgets())
        return [name for name in found if name.startswith(start)]

    def shows_error(self) -> bool:
        return bool(self.shell._unlock.error)

    def texts_of(self, start: str) -> list[Any]:
        """Gives the widgets whose text begins so."""
        text_class = load("text").Text
        return [
            one
            for one in self.hand.widgets()
            if isinstance(one, text_class) and one.text.startswith(start)
        ]

    def too_wide(self) -> list[tuple[str, float, float]]:
        """Gives the texts that are drawn wider than their box, or in a box that has no width."""
        text_class = load("text").Text
        return [
            (one.text, one.widest, one.width)
            for one in self.hand.widgets()
            if isinstance(one, text_class)
            and one.text.strip()
            and one.is_shown
            and (one.widest > one.width or one.width < 1)
        ]

    def outside(self) -> list[str]:
        """Gives the texts that reach beyond the window's sides."""
        text_class = load("text").Text
        width = self.shell.width
        found = []
        for one in self.hand.widgets():
            if isinstance(one, text_class) and one.text.strip() and one.is_shown:
                left, _ = one.to_window(one.x, one.y)
                if left < 0 or left + one.width > width + 1:
                    found.append(one.text)
        return found

    def colours(self) -> int:
        """Gives how many different colours the picture has."""
        _, _, rows = self.hand.look()
        return len({rows[at : at + 3] for at in range(0, len(rows), 21)})


@contextmanager
def drive(
    language: Language = "en",
    *,
    size: str = "phone",
    theme: str = "light",
    vault: FakeVault | None = None,
    folder: Path = Path("/home/ann/.bojagi"),
    **session: Any,
) -> Iterator[Driver]:
    """Starts an app over a fake vault."""
    fake = vault or FakeVault()
    clock = Clock()
    options = {
        "clock": clock,
        "make_service": lambda: fake,
        "has_vault": lambda _: fake.is_made,
        **session,
    }
    app = load("application").BojagiApp(folder, language, follow_vault=False, **options)
    app.session.set_theme(theme)
    hand = load("hand").raise_app(app)
    try:
        hand.resize(*SIZES[size])
        yield Driver(app, hand, fake, clock)
    finally:
        hand.end()
