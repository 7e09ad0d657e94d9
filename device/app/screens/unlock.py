"""The first screen: the passphrase or the recovery code, and in which language to ask for it."""

from __future__ import annotations

from kivy.clock import Clock

from device.app.screens.screen import Screen, Way
from device.app.ui.box import Box, Column, Row, Space
from device.app.ui.controls import Button, Choice
from device.app.ui.fields import SecretField
from device.app.ui.icons import Icon, Mark
from device.app.ui.ink import INK
from device.app.ui.surfaces import Notice
from device.app.ui.text import Text
from device.app.ui.theme import Look, Style
from device.app.ui.units import dp
from device.app.viewmodels.unlock import UnlockModel
from device.app.viewmodels.wording import say
from policy.catalog import LANGUAGES, Language

_WIDTH = 400
_READABLE: Language = "en"  # without a CJK font, whatever the person speaks
# Each in its own language and short, so that whoever reads no other finds it.
_LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "ja": "日本語", "ko": "한국어"}


class UnlockScreen(Screen):
    """Asks for the passphrase."""

    def __init__(self, way: Way, look: Look, model: UnlockModel) -> None:
        super().__init__(way, look, model)
        self._model = model
        self._has_vault = way.session.has_vault
        self._asked: tuple[bool, bool] | None = None  # what the form asks for
        self.secret = self._field()
        self.second: SecretField | None = None
        self.button = Button(look, self.say("unlock_button"), self._unlock, name="unlock")
        self.trouble = Text(look, "", Style.SMALL, tint=look.palette.danger)
        languages = Choice(
            look,
            [(language, _LANGUAGE_NAMES[language]) for language in LANGUAGES],
            look.language,
            self._speak,
            name="language",
        )
        self._column = Column(look)
        self._centre = _Centre(look, self._column, languages)
        self.fill([self._centre])

    def _field(self) -> SecretField:
        hint = "recovery_hint" if self._model.is_code else "unlock_hint"
        return SecretField(self.look, self.say(hint), self._unlock, name="passphrase")

    def _body(self) -> list[Box]:
        look = self.look
        about = "unlock" if self._has_vault else "welcome"
        if self._model.is_older:
            about = "upgrade"
        body_key = "unlock_code_body" if self._model.is_code else f"{about}_body"
        body: list[Box] = [
            Mark(look, size=60),
            Space(look, 22),
            Text(look, self.say(f"{about}_title"), Style.DISPLAY),
            Space(look, 6),
            Text(look, self.say(body_key), Style.BODY, tint=look.palette.quiet),
            Space(look, 28),
            *(self._form() if self._has_vault else self._offer()),
            Space(look, 22),
            self._folder(),
        ]
        if not INK.fonts.is_complete:
            body = [Notice(look, "eye", _no_font(), tone="warn", name="no_font"),
                    Space(look, 24), *body]  # fmt: skip
        return body

    def _form(self) -> list[Box]:
        look, model = self.look, self._model
        form: list[Box] = [self.secret]
        if model.is_older:
            hint = self.say("upgrade_step_up_hint")
            self.second = SecretField(look, hint, self._unlock, name="upgrade:step_up")
            form += [Space(look, 10), self.second]
        form += [Space(look, 10), self.trouble, Space(look, 10), self.button]
        if not model.is_older:
            key = "unlock_with_passphrase" if model.is_code else "unlock_with_code"
            form += [
                Space(look, 6),
                Button(
                    look, self.say(key), self._turn, tone="quiet", small=True, name="unlock:other"
                ),
            ]
        return form

    def _turn(self) -> None:
        self._model.ask_for(code=not self._model.is_code)

    def _ask(self) -> None:
        """Builds the form anew for what is asked for now."""
        self._take()
        self.secret, self.second = self._field(), None
        self._column.fill(self._body())
        self._centre.forget_rest()
        if self._is_here and self._has_vault:
            Clock.schedule_once(lambda _: self._take_keyboard(), 0)

    def _take_keyboard(self) -> None:
        if self.secret.parent is not None and self._is_here:
            self.secret.field.input.focus = True

    def _take(self) -> tuple[str, str]:
        """Gives what was typed, and empties the fields."""
        return self.secret.take(), "" if self.second is None else self.second.take()

    def _offer(self) -> list[Box]:
        """Gives the way to a vault where there is none."""
        look = self.look
        words = Text(look, self.say("welcome_terminal"), Style.SMALL, tint=look.palette.quiet)
        make = Button(
            look, self.say("welcome_button"), self.way.begin_first_run, name="welcome:make"
        )
        restore = Button(
            look,
            self.say("restore_offer"),
            self.way.begin_restore,
            tone="soft",
            name="welcome:restore",
        )
        return [make, Space(look, 10), restore, Space(look, 14), words, self.trouble]

    def _folder(self) -> Row:
        look = self.look
        quiet = look.palette.quiet
        words = self.say("unlock_folder", folder=_short(str(self.way.session.folder)))
        text = Text(look, words, Style.LABEL, tint=quiet, most=1, grows=True)
        return Row(look, [Icon(look, "lock", size=15, tint=quiet), text], gap=8)

    def refresh(self) -> None:
        """Shows that the key is being derived, or why the vault stays shut."""
        model = self._model
        asked = (model.is_code, model.is_older)
        if asked != self._asked:
            self._asked = asked
            self._ask()
        wait = model.seconds_left()
        told = model.error or model.notice
        if model.error and wait:
            told = f"{model.error}\n{self.say('wait', seconds=wait)}"
        self.trouble.text = told
        self.trouble.retint(self.look.palette.danger if model.error else self.look.palette.quiet)
        self.secret.field.show_trouble(is_wrong=bool(model.error))
        act = "upgrade" if model.is_older else "unlock"
        self.button.words.text = self.say(f"{act}_busy" if model.busy else f"{act}_button")
        self.button.turn_off(is_off=model.busy or wait > 0)
        self.outdated()

    def first_focus(self) -> object:
        """Gives the passphrase's field, where there is something to unlock."""
        return self.secret.field.input if self.secret.parent is not None else None

    def _unlock(self) -> None:
        if not self._model.busy and not self._model.seconds_left():
            secret, second = self._take()
            if self._model.is_older:
                self._model.upgrade(secret, second)
            else:
                self._model.unlock(secret)

    def _speak(self, language: str) -> None:
        for known in LANGUAGES:
            if known == language:
                self.way.session.set_language(known)


class _Centre(Box):
    """The form in the middle, the languages at the foot."""

    def __init__(self, look: Look, form: Box, foot: Box) -> None:
        super().__init__(look, grows=True)
        self._form = form
        self._foot = foot
        self.add_widget(form)
        self.add_widget(foot)
        self._rest: tuple[float, float, float] | None = None  # size, and where the form begins

    def forget_rest(self) -> None:
        """Finds the form's place anew: another form stands there now."""
        self._rest = None
        self.outdated()

    def arrange(self) -> None:
        """Puts the form a little above the middle, where eyes rest."""
        margin = dp(28)
        width = min(self.width - 2 * margin, dp(_WIDTH) * max(self.look.text_scale, 1))
        height = self._form.height_for(width)
        x = self.center_x - width / 2
        foot_width = min(self._foot.natural_width() or width, self.width - 2 * margin)
        foot_height = self._foot.height_for(foot_width)
        foot_y = self.y + margin
        free = self.height - foot_height - 2 * margin
        if self._rest is None or self._rest[:2] != (self.width, self.height):
            self._rest = (self.width, self.height, self.top - margin - max(free - height, 0) * 0.42)
        # A sentence that comes must not move the field under a finger, unless it needs the room.
        top = max(self._rest[2], foot_y + foot_height + height)
        self._form.place(x, top - height, width, height)
        self._foot.place(self.center_x - foot_width / 2, foot_y, foot_width, foot_height)


def _no_font() -> str:
    return say(_READABLE, "no_font")


def _short(folder: str) -> str:
    """Gives a path's end; its beginning tells more than a stranger at the screen should read."""
    parts = folder.replace("\\", "/").rstrip("/").split("/")
    return "/".join(parts[-2:]) if len(parts) > 2 else folder
