"""What the app asks of the vault. Made and used on the worker's thread only.

Whatever a screen shows of a memory came through the guard, logged before it was opened.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from compliance.log.events import EventKind
from device.app.services.access_words import AccessWords
from device.app.services.days_service import DaysService
from device.app.services.keeping_service import KeepingService, Talk
from device.app.services.memory_words import MemoryWords
from device.app.services.rule_words import rule_lines
from device.app.services.taking_part import Begin, TakingPart, can_take_part
from device.app.services.unlocking import Unlocking
from device.app.viewmodels.keeping_rows import Conversation
from device.app.viewmodels.rows import (
    AccessRow,
    ClosedRow,
    FederationState,
    MemoryDetail,
    MemoryRow,
    OpenedVault,
    PartState,
    RecallAnswer,
    RecallCard,
    RecallFilter,
    RememberedRow,
    TimelinePage,
)
from device.app.viewmodels.wording import class_word, say
from device.compose import (
    Device,
)
from device.encoder.language import tag_language
from device.encoder.tags import LANGUAGES as TAGS
from device.encoder.tags import mask_of
from device.errors import BadInput, Locked, Unavailable
from device.federation.consent import set_consent
from device.federation.participation import Participation
from device.memory.records import Card
from device.memory.scanned import Within
from device.presence import GRANT_S
from device.settings import Settings
from policy.catalog import Language
from policy.vocabulary import Purpose

_PAGE: Final = 50
_ANSWERS: Final = 10
_SLICE: Final = 200  # memories that the keyword index takes at once, between two jobs
_FAREWELL_S: Final = 2.0  # then it ends by itself, with the input that it reads


class VaultService:
    """One vault, open or not.

    Attributes:
        language: In which it answers.
    """

    def __init__(
        self,
        unlocking: Unlocking | None = None,
        *,
        begin: Begin = Participation,
        can_begin: Callable[[], bool] = can_take_part,
    ) -> None:
        """Starts locked.

        Args:
            unlocking: Opens vaults; None: with this machine's clock and keystore.
            begin: Makes a participation in the federation that was joined.
            can_begin: Whether what a participation needs is installed.
        """
        self.language: Language = "en"
        self._unlocking = unlocking or Unlocking()
        self._clock = self._unlocking.clock
        self._device: Device | None = None
        self._part = TakingPart(begin, is_able=can_begin)

    # -- opening

    @property
    def settings(self) -> Settings:
        """The vault's settings."""
        return self._unlocked.settings

    def open(self, folder: Path, secret: str, *, is_code: bool = False) -> OpenedVault:
        """Unlocks the vault with its passphrase or recovery code; raises as `Unlocking.open`."""
        return self._hold(lambda: self._unlocking.open(folder, secret, is_code=is_code))

    def create(self, folder: Path, passphrase: str, step_up: str, owner: str) -> OpenedVault:
        """Makes a vault and leaves it unlocked; raises as `Unlocking.create`."""
        return self._hold(
            lambda: self._unlocking.create(folder, passphrase, step_up, owner, self.language)
        )

    def upgrade(self, folder: Path, passphrase: str, step_up: str) -> OpenedVault:
        """Brings a vault up to today's format, and unlocks it; raises as `Unlocking.upgrade`."""
        return self._hold(lambda: self._unlocking.upgrade(folder, passphrase, step_up))

    def restore(
        self,
        backup: Path,
        folder: Path,
        secret: str,
        *,
        is_code: bool,
        progress: Callable[[int, int], None],
    ) -> tuple[OpenedVault, str]:
        """Makes a vault of a backup, and unlocks it; gives and raises as `Unlocking.restore`."""
        made_at: list[str] = []

        def restored() -> Device:
            device, made = self._unlocking.restore(
                backup, folder, secret, is_code=is_code, progress=progress
            )
            made_at.append(made)
            return device

        return self._hold(restored), made_at[0]

    def _hold(self, unlock: Callable[[], Device]) -> OpenedVault:
        if self._device is not None:
            raise RuntimeError("close the vault before opening one")
        device = self._device = unlock()
        keystore = device.keeping.keystore
        return OpenedVault(
            device.settings.language,
            device.vault.has_step_up,
            self.step_up_kinds(),
            "" if keystore is None else keystore[0],
            device.settings.reminders.value,
        )

    @property
    def keeping(self) -> KeepingService:
        """What changes who may open it, and keeps it safe."""
        unlocking = self._unlocking
        return KeepingService(self._unlocked, unlocking.any_keystore, unlocking.security_key)

    @property
    def days(self) -> DaysService:
        """What lies ahead, what belongs together, and how a memory stands."""
        return DaysService(self._unlocked, self._words)

    def close(self) -> None:
        """Ends what is sent, and locks the vault. A second call changes nothing."""
        self._part.forget()
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def step_up(self, secret: str) -> int:
        """Opens the step-up classes. Gives for how many seconds.

        Raises:
            Locked: the secret is wrong, or none is enrolled.
        """
        self._unlocked.guard.step_up(secret)
        return GRANT_S

    def step_up_with_key(self, talk: Talk) -> int:
        """Opens the step-up classes with a security key. Gives for how many seconds."""
        self.keeping.step_up_with_key(talk)
        return GRANT_S

    def step_up_with_keychain(self) -> int:
        """Opens the step-up classes with the keychain. Gives for how many seconds."""
        self.keeping.step_up_with_keychain()
        return GRANT_S

    def step_up_kinds(self) -> tuple[str, ...]:
        """Gives the kinds of factors that open the step-up classes, each once."""
        kinds = (one.kind.value for one in self._unlocked.keeping.step_up_factors)
        return tuple(dict.fromkeys(kinds))

    def end_step_up(self) -> None:
        """Closes the step-up classes."""
        self._unlocked.guard.end_step_up()

    def set_language(self, language: Language) -> None:
        """Keeps the language in the vault's settings."""
        if self.settings.language != language:
            changed = self.settings.model_copy(update={"language": language})
            self._unlocked.change_settings(changed, EventKind.MAINTAINED, reason="language")

    # -- memories

    def remember(self, text: str) -> RememberedRow:
        """Keeps a sentence that the owner typed.

        Raises:
            BadInput: there is nothing in it, or too much.
        """
        device = self._unlocked
        kept = device.intake.remember(text)
        if kept.id is None:
            return RememberedRow(None, is_new=False, notice=self._say("not_kept"))
        if not kept.is_new:
            return RememberedRow(kept.id, is_new=False, notice=self._say("merged"))
        name = kept.record.class_name
        row = device.vault.find_row(kept.id)
        if row is None:
            notice = self._say("remembered_closed", name=class_word(self.language, name))
            return RememberedRow(kept.id, is_new=True, notice=notice)
        # What the person has just typed need not be opened, and logged as read, to be shown.
        shown = self._words.row(
            kept.id,
            text.encode("utf-8", "replace").decode().replace("\0", ""),
            self.settings.iso(int(row["at"][0])),
            tag_language(text, self.settings.language)[0],
            "typed",
            self.settings.owner,
        )
        return RememberedRow(kept.id, is_new=True, notice=self._say("remembered"), row=shown)

    def timeline(self, offset: int, limit: int) -> list[MemoryRow]:
        """Releases a page of memories, newest first; at most 50 at once."""
        return list(self.timeline_page(offset, limit).rows)

    def timeline_page(self, offset: int, limit: int) -> TimelinePage:
        """Releases a page of memories, and says how many there are."""
        cards, size = self._unlocked.recall.page(
            Purpose.RECALL, self.language, offset=offset, limit=min(limit, _PAGE)
        )
        rows = tuple(map(self._words.of_card, cards))
        return TimelinePage(rows, size, self.today(), self.keeping.damage())

    def recall(self, question: str, within: RecallFilter | None = None) -> RecallAnswer:
        """Answers a question.

        Raises:
            BadInput: a bound is no date.
        """
        bounds = None if within is None else self._within(within)
        answer = self._unlocked.recall.ask(
            question, Purpose.RECALL, self.language, _ANSWERS, bounds
        )
        words = self._words
        cards = tuple(
            RecallCard(words.of_card(card), card.why, card.rule_text, words.opens(card.class_name))
            for card in answer.memories
        )
        closed = tuple(map(words.of_closed, answer.closed))
        damage = self.keeping.damage()
        return RecallAnswer(cards, closed, answer.waiting, damage, answer.unsure)

    def index_more(self) -> bool:
        """Takes a few more memories into search; then goes through talks that ended.

        Tells whether there are more. Words come first: until a memory has its vector, it is found
        by them.
        """
        device = self._device
        if device is None:
            return False
        if device.recall.index.texts.index_more(_SLICE) > 0:
            return True
        try:
            is_more = device.reindex.step_a_little()
        except Unavailable:  # `bojagi encoder show` tells why; until then search goes by words
            is_more = False
        return is_more or device.consolidate(1).count > 0  # a slice

    def set_foreground(self, seen: bool) -> None:
        """Notes whether the person has the window before them."""
        if self._device is not None:
            self._device.guard.foreground = seen

    def tend(self) -> int:
        """Erases what has outlived its retention, and lets fade, once a day. Gives how many."""
        erased = self._unlocked.retention.run()
        self._unlocked.fading.run()
        return erased

    def waiting(self) -> int:
        """Gives how many memories are not yet found by their words."""
        return self._unlocked.recall.index.texts.waiting

    def closed(self) -> tuple[ClosedRow, ...]:
        """Gives the classes that are closed, whatever they hold."""
        device = self._unlocked
        device.guard.tick()
        closed = device.recall.closed(Purpose.RECALL, self.language)
        return tuple(map(self._words.of_closed, closed))

    def detail(self, memory_id: int) -> MemoryDetail:
        """Releases one memory with its rule and all that touched it.

        Raises:
            Locked: it is not open, or not there.
        """
        device = self._unlocked
        card = device.recall.show(memory_id, Purpose.RECALL, self.language)
        row = device.vault.find_row(memory_id)
        if not isinstance(card, Card) or row is None:
            raise Locked("app.not_open")
        record = device.vault.record(int(row["rule"][0]))
        name = device.vault.names([memory_id])[memory_id]
        words = self._access_words()
        touched = [words.row(line, name) for line in device.rights.log(memory_id)]
        lines = rule_lines(record, device.vault.reads(memory_id), self.language)
        accesses = tuple(reversed(touched))
        return MemoryDetail(self._words.of_card(card), lines, accesses, card.conversation)

    def conversation(self, title: str) -> Conversation:
        """Gives what came from a conversation; nothing is opened, so nothing is logged.

        Raises:
            BadInput: there was never one of this title.
        """
        device = self._unlocked
        ids = device.rights.matching(conversation=title)
        shown = sum(1 for one in ids if device.vault.find_row(one) is not None)
        return Conversation(title, frozenset(ids), shown)

    def forget_conversation(self, title: str) -> list[str]:
        """Deletes for good all that came from a conversation. Gives the signed certificates.

        Raises:
            BadInput: there was never one of this title.
        """
        return self._unlocked.rights.forget_matching(conversation=title)[1]

    def forget(self, memory_id: int) -> str | None:
        """Deletes a memory for good. Gives the signed certificate; None: there is no such one."""
        certificates = self._unlocked.rights.forget([memory_id])
        return certificates[0] if certificates else None

    def rate(self, memory_id: int, kind: Literal["used", "dismissed"]) -> None:
        """Notes what a memory was worth.

        Raises:
            Locked: it is not open, or not there.
        """
        if not self._unlocked.rights.rate(memory_id, kind):
            raise Locked("app.not_open")

    # -- what happened

    def accesses(self, offset: int, limit: int, *, before: int | None = None) -> list[AccessRow]:
        """Gives entries of the log, newest first.

        Args:
            before: Only those with a smaller number.
        """
        words = self._access_words()
        lines = [
            line for line in self._unlocked.rights.log() if before is None or line.seq < before
        ]
        lines.reverse()
        return [words.row(line) for line in lines[offset : offset + limit]]

    def federation(self) -> FederationState:
        """Gives what is shared, with whom, and what was sent, newest first."""
        words, settings = self._access_words(), self.settings
        sent = [
            words.sent(line)
            for line in self._unlocked.rights.log()
            if line.event.kind is EventKind.SHARED
        ]
        return FederationState(
            joined=settings.membership is not None,
            server="" if settings.membership is None else settings.membership.server,
            training=settings.share_updates,
            statistics=settings.share_statistics,
            sent=tuple(reversed(sent)),
        )

    def set_consent(
        self, *, training: bool | None = None, statistics: bool | None = None
    ) -> FederationState:
        """Gives or withdraws consent; None leaves one as it is. Gives what is in force then.

        What runs under the old consent ends before; `take_part` begins anew with the new one.
        """
        if training is not None or statistics is not None:
            self._part.stop()
        set_consent(self._unlocked, training=training, statistics=statistics)
        return self.federation()

    def take_part(self) -> PartState:
        """Takes part in the federation for a moment, and tells how that stands. Does not wait."""
        return self._part.step(self._unlocked)

    def try_now(self) -> None:
        """Waits no longer before the next try to reach the coordinator."""
        self._part.try_now()

    def wait_ended(self) -> None:
        """Waits a little for the worker of a federation to end, if there was one."""
        self._part.wait(_FAREWELL_S)

    def today(self) -> str:
        """Gives the date in the vault's zone, ISO 8601."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        return now.astimezone(self.settings.timezone).date().isoformat()

    # -- inside

    @property
    def _unlocked(self) -> Device:
        if self._device is None:
            raise RuntimeError("the vault is locked")
        return self._device

    def _within(self, asked: RecallFilter) -> Within:
        moments: list[int | None] = []
        for text in (asked.since, asked.before):
            try:
                moments.append(self.settings.moment(text) if text else None)
            except BadInput as error:
                raise BadInput("app.bad_date", found=text[:20]) from error
        since, before = moments
        until = None if before is None else before - 1
        languages = mask_of([asked.language] if asked.language else [], TAGS)
        return Within(since=since, until=until, languages=languages)

    @property
    def _words(self) -> MemoryWords:
        return MemoryWords(self._unlocked.vault, self.language, self.today())

    def _access_words(self) -> AccessWords:
        return AccessWords(self._unlocked.guard.bundle, self.settings, self.language, self.today())

    def _say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)
