"""What the screens share: the open vault, language and looks, the idle lock, forgetting, toasts.

Invariants:
1. Everything here runs on the UI thread; what touches the vault goes to the worker.
2. After `lock`, no answer of the vault that was asked for before reaches a screen.
3. A forgotten memory is shown nowhere from that instant on, and destroyed after UNDO_S or at the
   lock, whichever comes first.
4. No secret is kept: it is handed to the worker's job and goes with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from device.app.later import load
from device.app.services.worker import Told, Worker
from device.app.viewmodels.forgetting import UNDO_S, Forgetting, What
from device.app.viewmodels.keeping_rows import Conversation, DamageState
from device.app.viewmodels.news import News, NewsBoard
from device.app.viewmodels.observed import Observed, Post
from device.app.viewmodels.rows import OpenedVault
from device.app.viewmodels.toasts import Toast, Toasts
from device.app.viewmodels.wording import say
from policy.catalog import Language, as_language

if TYPE_CHECKING:  # numpy, cryptography and cedarpy load on the worker's thread, not here
    from device.app.services.vault_service import VaultService

T = TypeVar("T")

IDLE_MINUTES: Final = 5
VAULT_FILE: Final = "vault.db"  # as in device.vault.database, which is too heavy to ask


class SessionChange(StrEnum):
    """What the models of the screens follow."""

    UNLOCKED = "unlocked"
    LOCKED = "locked"
    LANGUAGE = "language"
    STEPPED_UP = "stepped_up"
    STEP_UP_ENDED = "step_up_ended"
    SHARED = "shared"  # something left the device
    MEMORIES = "memories"  # one was hidden, shown again or destroyed
    SECOND = "second"  # what counts down has counted


def _load_service() -> VaultService:
    service: VaultService = load("vault_service").VaultService()
    return service


def _has_vault(folder: Path) -> bool:
    try:
        return (folder / VAULT_FILE).exists()
    except OSError:
        return True  # nobody may look there: unlocking tells why


_TEND_S: Final = 3_600  # how often the day's retention is looked at


def _nothing(_result: object) -> None:
    """Is told of results that nobody waits for."""


class AppSession(Observed):
    """One app window over one vault.

    Attributes:
        theme: light, dark or system.
        text_scale: What font sizes are multiplied with.
        idle_minutes: After how long without `touch` the vault locks.
        notice: What the unlock screen says of the last lock; empty where there is nothing to say.
        step_up_kinds: Of the factors that open the step-up classes.
        keystore: Name of the keystore that keeps a key of the vault; empty where none does.
        reminders: How much the owner wants to be reminded: off, few or normal.
        board: What is told at length, until it is put away.
    """

    def __init__(
        self,
        worker: Worker,
        folder: Path,
        language: Language,
        post: Post,
        clock: Callable[[], float],
        *,
        follow_vault: bool = False,
        make_service: Callable[[], VaultService] = _load_service,
        has_vault: Callable[[Path], bool] = _has_vault,
    ) -> None:
        """Starts locked.

        Args:
            post: Runs a callable on the UI thread, soon.
            clock: Seconds. A clock that goes on while the machine sleeps locks it by its wake-up.
            follow_vault: Speak the vault's language once it is open; the person named none.
            make_service: Called once, on the worker's thread.
            has_vault: Whether there is a vault in a folder.
        """
        super().__init__(post)
        self.folder = folder
        self.theme = "system"
        self.text_scale = 1.0
        self.idle_minutes = IDLE_MINUTES
        self.is_unlocked = False
        self.has_step_up = False
        self.step_up_kinds: tuple[str, ...] = ()
        self.keystore = ""
        self.reminders = "normal"
        self.board = NewsBoard()
        self.notice = ""
        self._language: Language = language
        self._worker = worker
        self._worker.language = language
        self._follow_vault = follow_vault
        self._make_service = make_service
        self._has_vault = has_vault
        self._service: VaultService | None = None  # made and used on the worker's thread only
        self._clock = clock
        self._touched = self._tended = clock()
        self._opening = 0  # rises with each lock: answers from before are dropped
        self._step_up_at = 0.0
        self._step_up_s = 0
        self._forgetting = Forgetting()
        self._toasts = Toasts()
        self._is_closed = False
        self._holds = 0
        self._followers: list[Callable[[SessionChange], None]] = []
        worker.when_quiet(self._index_more)

    # -- words and looks

    @property
    def post(self) -> Post:
        """Runs a callable on the UI thread, soon."""
        return self._post

    @property
    def language(self) -> Language:
        """The language that everything on screen is in."""
        return self._language

    def say(self, key: str, **values: object) -> str:
        """Gives a sentence of the app."""
        return say(self._language, key, **values)

    def set_language(self, language: Language) -> None:
        """Speaks another language from now on, and tells the vault."""
        self._follow_vault = False
        if language != self._language:
            self._speak(language)
            if self.is_unlocked:
                self.work(lambda service: service.set_language(language), _nothing)

    def set_theme(self, theme: str) -> None:
        """Changes between light, dark and system."""
        self.theme = theme
        self.changed()

    def set_text_scale(self, scale: float) -> None:
        """Makes all text larger or smaller."""
        self.text_scale = scale
        self.changed()

    def set_idle_minutes(self, minutes: int) -> None:
        """Changes after how long the vault locks by itself."""
        self.idle_minutes = minutes
        self.touch()
        self.changed()

    def set_reminders(self, frequency: str) -> None:
        """Changes how much the owner is reminded, and keeps it in the vault."""
        if frequency != self.reminders:
            self.reminders = frequency
            self.work(lambda service: service.days.set_reminders(frequency), _nothing)
            self.changed()

    def _speak(self, language: Language) -> None:
        self._language = self._worker.language = language
        self._announce(SessionChange.LANGUAGE)

    # -- work on the vault

    def follow(self, follower: Callable[[SessionChange], None]) -> None:
        """Has `follower` called at once, on the UI thread, when the session changes."""
        self._followers.append(follower)

    def now(self) -> float:
        """Gives the session's clock."""
        return self._clock()

    def warm_up(self) -> None:
        """Loads the heavy side in the background. Call it after the first frame."""
        self._submit(lambda _service: None, _nothing, _nothing)

    def work(
        self,
        job: Callable[[VaultService], T],
        done: Callable[[T], None],
        failed: Callable[[Told], None] | None = None,
    ) -> None:
        """Has the worker do a job on the open vault; nothing happens on a locked one.

        Args:
            done: Called with its result, unless the vault was locked in between.
            failed: Called likewise with what to tell; without it, a toast tells.
        """
        if not self.is_unlocked:
            return
        opening = self._opening

        def finish(result: T) -> None:
            if opening == self._opening:
                done(result)

        def fail(told: Told) -> None:
            if opening == self._opening:
                (failed or self._tell_failure)(told)

        self._submit(job, finish, fail)

    def _index_more(self) -> bool:
        # On the worker's thread. What is asked for after an unlock comes before it.
        return self._service is not None and self._service.index_more()

    def _submit(
        self,
        job: Callable[[VaultService], T],
        done: Callable[[T], None],
        failed: Callable[[Told], None],
    ) -> None:
        language = self._language

        def run() -> T:
            if self._service is None:
                self._service = self._make_service()
            self._service.language = language
            return job(self._service)

        self._worker.submit(run, done, failed)

    # -- opening and locking

    def open_vault(
        self, passphrase: str, done: Callable[[], None], failed: Callable[[Told], None]
    ) -> None:
        """Unlocks the vault; then every screen may ask for its memories."""
        self.open_by(lambda service: service.open(self.folder, passphrase), done, failed)

    @property
    def has_vault(self) -> bool:
        """Tells whether there is a vault to unlock."""
        return self._has_vault(self.folder)

    def make_vault(
        self,
        owner: str,
        passphrase: str,
        step_up: str,
        done: Callable[[], None],
        failed: Callable[[Told], None],
    ) -> None:
        """Makes a vault in the session's language and leaves it unlocked.

        Args:
            owner: The person's name; may be empty.
            step_up: The second secret; empty for none.
        """
        self.open_by(
            lambda service: service.create(self.folder, passphrase, step_up, owner), done, failed
        )

    def open_by(
        self,
        job: Callable[[VaultService], OpenedVault],
        done: Callable[[], None],
        failed: Callable[[Told], None],
    ) -> None:
        """Has a job unlock the vault; then every screen may ask for its memories."""

        def opened(vault: OpenedVault) -> None:
            self.is_unlocked = True
            self.has_step_up = vault.has_step_up
            self.step_up_kinds, self.keystore = vault.step_up_kinds, vault.keystore
            self.reminders = vault.reminders
            self.notice = ""
            self.touch()
            if self._follow_vault:
                self._speak(as_language(vault.language))
            done()
            self._announce(SessionChange.UNLOCKED)

        self._submit(job, opened, failed)

    def lock(self, notice: str = "") -> None:
        """Destroys what was forgotten, closes the vault and empties every screen."""
        if not self.is_unlocked:
            return
        self.is_unlocked = False
        self.notice = notice
        self._toasts.clear()
        self.board.clear()
        self._opening += 1
        self._holds = 0
        self._step_up_s = 0
        for what in self._forgetting.take_all():
            self._submit(_forgets(what), _nothing, self._tell_late)
        self._forgetting = Forgetting()
        self._submit(lambda service: service.close(), _nothing, self._tell_late)
        self._announce(SessionChange.LOCKED)

    def close(self) -> None:
        """Locks, and ends the worker once it has finished. For when the window closes.

        A second call changes nothing.
        """
        if not self._is_closed:
            self._is_closed = True
            self.lock()
            self._worker.submit(self._shut, _nothing, _nothing)
            self._worker.close()

    def _shut(self) -> None:
        if self._service is not None:  # an unlock that was under way may have opened it since
            self._service.close()
            self._service.wait_ended()

    def touch(self) -> None:
        """Notes that the person is there. Call it for each tap and key."""
        self._touched = self._clock()

    def tick(self) -> None:
        """Does what time brings. Call it each second."""
        now = self._clock()
        if self.is_unlocked and abs(now - self._touched) >= self.idle_minutes * 60:
            self.lock(self.say("locked_idle", minutes=self.idle_minutes))
        for what in self._forgetting.take_due(now):
            self._destroy(what)
        if self._step_up_s and not self.step_up_seconds_left():
            self.end_step_up()
            self.tell(self.say("step_up_ended"))
        if self.is_unlocked and now - self._tended >= _TEND_S:
            self._tended = now
            self._submit(lambda service: service.tend(), _nothing, self._tell_late)
        if self._toasts.tick(now):
            self.changed()
        self._announce(SessionChange.SECOND)

    # -- step-up

    def stepped_up(self, seconds: int) -> None:
        """Notes that the step-up classes are open for so long."""
        self._step_up_at, self._step_up_s = self._clock(), seconds
        self._announce(SessionChange.STEPPED_UP)

    def step_up_seconds_left(self) -> int:
        """Tells how long the step-up classes stay open; 0: they are closed."""
        elapsed = self._clock() - self._step_up_at
        return max(0, math.ceil(self._step_up_s - elapsed)) if elapsed >= 0 else 0

    def set_foreground(self, seen: bool) -> None:  # a state, not a switch of ways
        """Notes whether the person has the window before them; some rules ask for it."""
        if self.is_unlocked:
            self._submit(lambda service: service.set_foreground(seen), _nothing, self._tell_late)

    def end_step_up(self) -> None:
        """Closes the step-up classes."""
        if self._step_up_s:
            self._step_up_s = 0
            self.work(lambda service: service.end_step_up(), _nothing)
            self._announce(SessionChange.STEP_UP_ENDED)

    def factors_changed(self) -> None:
        """Notes that the factors of the step-up classes are others; their classes are closed."""
        if self._step_up_s:
            self._step_up_s = 0
            self._announce(SessionChange.STEP_UP_ENDED)

        def take(kinds: tuple[str, ...]) -> None:
            self.step_up_kinds, self.has_step_up = kinds, bool(kinds)
            self.changed()

        self.work(lambda service: service.step_up_kinds(), take)

    # -- sharing

    @property
    def may_send(self) -> bool:
        """Tells whether anything may leave now. The worker asks, right before it would."""
        return self.is_unlocked and not self._holds

    def hold_sending(self) -> None:
        """Keeps everything back until `release_sending`: a consent is about to change."""
        self._holds += 1

    def release_sending(self) -> None:
        """Ends one `hold_sending`."""
        self._holds = max(0, self._holds - 1)

    def shared(self) -> None:
        """Notes that something left the device."""
        self._announce(SessionChange.SHARED)

    # -- forgetting

    def forget(self, memory_id: int) -> None:
        """Hides a memory at once and everywhere, and offers to undo it."""
        if self.is_unlocked and not self.is_hidden(memory_id):
            self._hide(memory_id, self.say("forget_hidden"))

    def forget_conversation(self, title: str, hidden: Callable[[Conversation], None]) -> None:
        """Hides all that came from a conversation, in closed classes too, and offers to undo it.

        Args:
            hidden: Told what it was, once it is hidden.
        """

        def found(conversation: Conversation) -> None:
            key = "forget_hidden_one" if conversation.shown == 1 else "forget_hidden_many"
            self._hide(conversation, self.say(key, count=conversation.shown))
            hidden(conversation)

        self.work(lambda service: service.conversation(title), found)

    def _hide(self, what: What, told: str) -> None:
        self._forgetting.hide(what, self._clock())
        undo, until = self.say("undo"), self._clock() + UNDO_S
        self._toasts.offer(Toast(told, undo, lambda: self.undo_forget(what), until, what))
        self._announce(SessionChange.MEMORIES)

    def undo_forget(self, what: What) -> bool:
        """Shows a memory, or a conversation, again. Gives False if it is too late."""
        if not self._forgetting.undo(what):
            return False
        self._toasts.withdraw(what)
        self.tell(self.say("forget_undone"))
        self._announce(SessionChange.MEMORIES)
        return True

    def is_hidden(self, memory_id: int) -> bool:
        """Tells whether a memory was forgotten, so that no screen may show it."""
        return self._forgetting.is_hidden(memory_id)

    def is_destroyed(self, memory_id: int) -> bool:
        """Tells whether a memory that was forgotten is gone for good."""
        return self._forgetting.is_destroyed(memory_id)

    def undo_seconds_left(self, what: What) -> int:
        """Tells how long forgetting can be undone; 0: no more."""
        return self._forgetting.seconds_left(what, self._clock())

    def _destroy(self, what: What) -> None:
        def done(_certificates: object) -> None:
            self._forgetting.destroyed(what)
            self._announce(SessionChange.MEMORIES)

        def failed(told: Told) -> None:
            self._forgetting.failed(what)
            self.tell(told.sentence)
            self._announce(SessionChange.MEMORIES)

        self.work(_forgets(what), done, failed)

    # -- toasts

    @property
    def toast(self) -> Toast | None:
        """The line that is shown now."""
        return self._toasts.shown

    def tell(self, text: str) -> None:
        """Shows a line for a few seconds. An offer to undo comes back after it."""
        self._toasts.tell(text, self._clock())
        self.changed()

    def toast_action_word(self) -> str:
        """Gives the word on the toast's button, with the seconds that are left to undo."""
        toast = self.toast
        if toast is None or toast.about is None:
            return "" if toast is None else toast.action_word
        return self.say("undo_seconds", seconds=self.undo_seconds_left(toast.about))

    def dismiss_toast(self) -> None:
        """Takes the line away. What it offered to undo goes its way."""
        self._toasts.dismiss(self._clock())
        self.changed()

    # -- what is told at length

    def put_news(self, key: str, tone: str = "accent", **values: str | int) -> None:
        """Shows a sentence above the lists until it is put away, or the vault locks."""
        self.board.put(News(key, tone, tuple(values.items())))
        self.changed()

    def put_damage(self, damage: DamageState) -> None:
        """Names what is damaged above the lists."""
        if self.board.put_damage(damage):
            self.changed()

    def take_news_away(self, news: News | None) -> None:
        """Takes a sentence away; None: the damage that is named."""
        if news is None:
            self.board.take_damage_away()
        else:
            self.board.take_away(news)
        self.changed()

    def _tell_failure(self, told: Told) -> None:
        self.tell(told.sentence)

    def _tell_late(self, told: Told) -> None:
        """Tells on the unlock screen what went wrong while locking."""
        self.notice = told.sentence
        self.changed()

    def _announce(self, change: SessionChange) -> None:
        for follower in tuple(self._followers):
            follower(change)
        counts_down = self.toast is not None and self.toast.about is not None
        if change is not SessionChange.SECOND or counts_down:
            self.changed()


def _forgets(what: What) -> Callable[[VaultService], object]:
    if isinstance(what, Conversation):
        return lambda service: service.forget_conversation(what.title)
    return lambda service: service.forget(what)
