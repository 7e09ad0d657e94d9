"""Walks through the app on a real vault without a screen, checks what it shows, keeps pictures.

Run as its own program, since a process has one window: `python -m device.app.tour --spec -` reads
a `TourSpec` from its input, so that no secret stands in the list of processes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from device.app.bootstrap import DESKTOP, PHONE, Stage, open_window, prepare
from device.app.later import load
from device.errors import DeviceError
from policy.catalog import Language
from policy.console import DONE

NOT_SHOWN: Final = 3  # as an integrity failure: the app did not show what it should


class Script(BaseModel):
    """What is said and asked on the way.

    Attributes:
        remember: A sentence to keep; of an open class.
        ask: A question, and `expect`: words of the memory that must come.
        ask_closed: A question into a step-up class, and `expect_closed`: words that may show only
            after the step-up.
        patience_s: How long a step may take to show.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    remember: str
    ask: str
    expect: str
    ask_closed: str
    expect_closed: str
    patience_s: int = 60


class TourSpec(BaseModel):
    """What the program reads: where, with which secrets, in which language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vault: Path
    passphrase: str
    step_up: str
    language: Language
    out: Path
    script: Script


def run_tour(
    vault_folder: Path,
    passphrase: str,
    step_up: str,
    language: Language,
    out_dir: Path,
    script: Script,
) -> list[Path]:
    """Unlocks, remembers, recalls, steps up, forgets with undo; looks at what was read and sent.

    Nothing is sent meanwhile, whatever the vault's consents are.

    Call it once in a process.

    Returns:
        The pictures, in the order in which they were taken.

    Raises:
        NotShown: some step did not show what it should; its name is in the error.
        Unavailable: kivy or OpenGL is missing.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    prepare(Stage(home=out_dir / "kivy", size=PHONE, is_headless=True))
    open_window()
    app = load("application").BojagiApp(vault_folder, language, follow_vault=False)
    app.session.set_theme("light")
    app.session.hold_sending()  # nothing leaves for a picture, whatever this vault has joined
    hand = load("hand").raise_app(app)
    hand.patience_s = script.patience_s
    tour = _Tour(app, hand, out_dir)
    try:
        tour.on_phone(passphrase, step_up, script)
        tour.on_desktop(script)
    finally:
        app.on_stop()
    return tour.pictures


class _Tour:
    def __init__(self, app: Any, hand: Any, out_dir: Path) -> None:
        self.app = app
        self.hand = hand
        self.session = app.session
        self.out_dir = out_dir
        self.pictures: list[Path] = []
        self.size = "phone"

    @property
    def models(self) -> Any:
        return self.app.shell.models

    def picture(self, name: str) -> None:
        file = self.out_dir / f"{len(self.pictures) + 1:02}-{self.size}-{name}.png"
        self.pictures.append(self.hand.save(file))

    def must(self, what: str, holds: Callable[[], bool]) -> None:
        self.hand.until(holds, what)

    def shows(self, words: str) -> bool:
        return bool(self.hand.shows(words))

    def say(self, key: str, **values: object) -> str:
        return str(self.session.say(key, **values))

    def on_phone(self, passphrase: str, step_up: str, script: Script) -> None:
        hand = self.hand
        hand.resize(*PHONE)
        self.must("unlock", lambda: self.shows(self.say("unlock_title")))
        self.picture("unlock")
        hand.tap("passphrase")
        hand.type(passphrase)
        hand.press("enter")
        self.must("unlocked", lambda: self.app.shell.here == "timeline")
        self.must("timeline", lambda: not self.models.timeline.busy)
        self.picture("timeline")
        self._remember(script.remember)
        self._ask(script.ask, script.expect, "recall")
        self._step_up(step_up, script)
        self._forget(script.expect_closed)
        self._visit("upcoming", lambda: not self.models.upcoming.busy)
        self._visit("privacy", lambda: bool(self.models.privacy.days))
        self._visit("federation", lambda: self.models.federation.state is not None)
        self._visit("settings", lambda: self.shows(self.say("settings_theme")))

    def on_desktop(self, script: Script) -> None:
        hand = self.hand
        self.size = "desktop"
        hand.resize(*DESKTOP)
        self._visit("timeline", lambda: bool(hand.find("draft")))
        hand.tap("nav:recall")
        self._ask(script.ask, script.expect, "recall", go=False)
        self._open_first()
        self.must("detail", lambda: self.shows(self.say("detail_rule")))
        self.picture("memory")
        self._visit("upcoming", lambda: not self.models.upcoming.busy)
        self._visit("privacy", lambda: bool(self.models.privacy.days))
        self._visit("federation", lambda: self.models.federation.state is not None)
        self.session.set_theme("dark")
        self._visit("timeline", lambda: bool(hand.find("draft")), name="dark")
        hand.tap("nav:lock")
        self.must("locked", lambda: self.shows(self.say("unlock_title")))

    def _remember(self, sentence: str) -> None:
        self.hand.tap("draft")
        self.hand.type(sentence)
        self.hand.tap("remember")
        model = self.models.timeline
        self.must("remembered", lambda: not model.saving and bool(model.notice))
        self.must("remembered", lambda: self.shows(sentence))
        self.picture("remembered")

    def _ask(self, question: str, expected: str, name: str, *, go: bool = True) -> None:
        if go:
            self.hand.tap("nav:recall")
        self._put(question)
        self.must(name, lambda: self.shows(expected))
        self.picture(name)

    def _put(self, question: str) -> None:
        field = self.hand.find("question")
        field.text = ""
        self.hand.tap("question")
        self.hand.type(question)
        self.hand.press("enter")
        model = self.models.recall
        self.must("answer", lambda: not model.busy and model.answer is not None)

    def _step_up(self, secret: str, script: Script) -> None:
        self._put(script.ask_closed)
        self.must("closed", lambda: bool(self._named("step_up:")))
        if self.shows(script.expect_closed):
            raise load("hand").NotShown("a closed class was open before its step-up")
        self.picture("closed")
        self.hand.tap(self._named("step_up:")[0])
        self.must("sheet", lambda: bool(self.hand.find("step_up_secret")))
        self.picture("step-up")
        self.hand.type(secret)
        self.hand.press("enter")
        self.must("open", lambda: self.models.step_up.is_open and not self.models.recall.busy)
        self.must("opened", lambda: self.shows(script.expect_closed))
        self.picture("opened")
        self.session.dismiss_toast()

    def _forget(self, words: str) -> None:
        hand = self.hand
        card = next(card for card in self.models.recall.answer.cards if words in card.row.text)
        hand.tap(f"card:{card.row.id}")
        self.must("detail", lambda: self.shows(self.say("detail_rule")))
        self.picture("memory")
        hand.tap("forget")
        self.must("forgotten", lambda: not self.shows(words) and bool(hand.find("toast:act")))
        self.picture("forgotten")
        hand.tap("toast:act")
        self.must("undone", lambda: self.shows(self.say("forget_undone")))
        self.must("undone", lambda: self.shows(words))
        self.picture("undone")
        self.session.dismiss_toast()

    def _visit(self, place: str, holds: Callable[[], bool], *, name: str | None = None) -> None:
        if self.app.shell.here != place:
            self.hand.tap(f"nav:{place}")
        self.must(place, holds)
        self.picture(name or place)

    def _open_first(self) -> None:
        self.hand.tap(self._named("card:")[0])

    def _named(self, start: str) -> list[str]:
        names = (getattr(one, "name", "") or "" for one in self.hand.widgets())
        return [name for name in names if name.startswith(start)]


def main() -> int:
    """Runs the tour that its input describes, and prints the pictures as a JSON list."""
    words = argparse.ArgumentParser(prog="python -m device.app.tour")
    words.add_argument("--spec", required=True, metavar="FILE", help="JSON, or - for the input")
    asked = words.parse_args().spec
    try:
        data = sys.stdin.read() if asked == "-" else Path(asked).read_text(encoding="utf-8")
        spec = TourSpec.model_validate_json(data)
    except (OSError, ValidationError) as error:
        # Pydantic's own words would show the secrets that were read.
        words.error(f"expected the JSON of a TourSpec, found a {type(error).__name__}")
    try:
        pictures = run_tour(
            spec.vault, spec.passphrase, spec.step_up, spec.language, spec.out, spec.script
        )
    except DeviceError as error:
        sys.stderr.write(error.tell(spec.language) + "\n")
        return error.exit_code
    except LookupError as error:  # NotShown, which is known only once kivy is loaded
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return NOT_SHOWN
    sys.stdout.write(json.dumps([str(file) for file in pictures], ensure_ascii=False) + "\n")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
