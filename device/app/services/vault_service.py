"""What the app asks of the vault. Made and used on the worker's thread only.

Whatever a screen shows of a memory came through the guard, logged before it was opened.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from compliance.log.events import EventKind
from device.access import GRANT_S
from device.app.services.access_words import AccessWords
from device.app.services.rule_words import badge_name, rule_lines
from device.app.services.taking_part import Begin, TakingPart, can_take_part
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
    RememberedRow,
    TimelinePage,
)
from device.app.viewmodels.wording import badge, class_word, moment_words, say, source_word
from device.compose import Device, create_device, open_device, system_clock
from device.encoder.language import tag_language
from device.errors import Locked
from device.federation.consent import set_consent
from device.federation.participation import Participation
from device.memory.records import Card, Closed
from device.settings import Settings, market_of, zone_named
from device.vault.kdf import KdfParameters
from policy.bundles import load_base_bundle
from policy.catalog import Language
from policy.load import load_catalog
from policy.vocabulary import ClassName, Purpose

_PAGE: Final = 50
_ANSWERS: Final = 10
_FAREWELL_S: Final = 2.0  # then it ends by itself, with the input that it reads


class VaultService:
    """One vault, open or not.

    Attributes:
        language: In which it answers.
    """

    def __init__(
        self,
        clock: Callable[[], int] = system_clock,
        *,
        begin: Begin = Participation,
        can_begin: Callable[[], bool] = can_take_part,
        kdf: KdfParameters | None = None,
    ) -> None:
        """Starts locked.

        Args:
            begin: Makes a participation in the federation that was joined.
            can_begin: Whether what a participation needs is installed.
            kdf: For a vault that is made; None: as strong as this machine bears.
        """
        self.language: Language = "en"
        self._clock = clock
        self._device: Device | None = None
        self._kdf = kdf
        self._part = TakingPart(begin, is_able=can_begin)

    # -- opening

    @property
    def settings(self) -> Settings:
        """The vault's settings."""
        return self._unlocked.settings

    def open(self, folder: Path, passphrase: str) -> OpenedVault:
        """Unlocks the vault.

        Raises:
            Unavailable: it is missing, in use, or of a newer format.
            Locked: the passphrase is wrong.
            IntegrityError: it was damaged or changed.
        """
        if self._device is not None:
            raise RuntimeError("close the vault before opening one again")
        self._device = open_device(folder, lambda: passphrase, clock=self._clock)
        return OpenedVault(self._device.settings.language, self._device.vault.has_step_up)

    def create(self, folder: Path, passphrase: str, step_up: str, owner: str) -> OpenedVault:
        """Makes a vault, logs that the owner was told what decides, and leaves it unlocked.

        Raises:
            BadInput: there is one already.
            Unavailable: the folder cannot be written.
        """
        if self._device is not None:
            raise RuntimeError("close the vault before making one")
        market = market_of(self.language)
        settings = Settings(
            owner=owner, language=self.language, market=market, zone=zone_named(None, market)
        )
        device = create_device(
            folder, passphrase, step_up or None, settings, kdf=self._kdf, clock=self._clock
        )
        self._device = device
        notice = load_catalog("device").say(self.language, "cli.notice")
        device.rights.note_notice(notice, self.language)
        return OpenedVault(self.language, device.vault.has_step_up)

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
        kept = device.intake.remember(text, device.recall.nearest)
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
        shown = self._row(
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
        return TimelinePage(tuple(self._row_of(card) for card in cards), size, self.today())

    def recall(self, question: str) -> RecallAnswer:
        """Answers a question."""
        answer = self._unlocked.recall.ask(question, Purpose.RECALL, self.language, _ANSWERS)
        cards = tuple(
            RecallCard(self._row_of(card), card.why, card.rule_text, self._opens(card.class_name))
            for card in answer.memories
        )
        return RecallAnswer(cards, tuple(map(self._closed_row, answer.closed)))

    def closed(self) -> tuple[ClosedRow, ...]:
        """Gives the classes that are closed, whatever they hold."""
        device = self._unlocked
        device.guard.tick()
        return tuple(map(self._closed_row, device.recall.closed(Purpose.RECALL, self.language)))

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
        record, name = device.vault.record(int(row["rule"][0])), device.vault.commitment(row)
        words = self._access_words()
        touched = [words.row(line, name) for line in device.rights.log(memory_id)]
        lines = rule_lines(record, device.vault.reads(memory_id), self.language)
        return MemoryDetail(self._row_of(card), lines, tuple(reversed(touched)))

    def forget(self, memory_id: int) -> str | None:
        """Deletes a memory for good. Gives the signed certificate; None: there is no such one."""
        return self._unlocked.rights.forget(memory_id)

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

    def _row_of(self, card: Card) -> MemoryRow:
        return self._row(
            card.id, card.text, card.when or "", card.language, card.source, card.speaker
        )

    def _row(
        self, memory_id: int, text: str, at: str, language: str, source: str, speaker: str
    ) -> MemoryRow:
        vault = self._unlocked.vault
        row = vault.find_row(memory_id)
        assert row is not None, "only what is open becomes a row"
        record = vault.record(int(row["rule"][0]))
        rule_badge = badge_name(record, has_step_up=vault.has_step_up)
        day, when = moment_words(self.language, at, self.today())
        return MemoryRow(
            id=memory_id,
            text=text,
            when=when,
            day=day,
            language=language,
            source=source_word(self.language, source),
            speaker=speaker,
            class_name=record.class_name.value,
            class_word=class_word(self.language, record.class_name),
            labels=tuple(self._say(f"label_{label}") for label in record.labels),
            rule_badge=badge(self.language, rule_badge),
            at=at,
            source_name=source,
            label_names=tuple(label.value for label in record.labels),
            badge_name=rule_badge,
        )

    def _closed_row(self, closed: Closed) -> ClosedRow:
        return ClosedRow(
            class_name=closed.class_name,
            class_word=class_word(self.language, closed.class_name),
            rule_text=closed.rule_text,
            opens_with=closed.opens_with,
            can_step_up=self._is_second_lock(closed.class_name),
        )

    def _opens(self, class_name: str) -> str:
        return self._say("opens_step_up" if self._is_second_lock(class_name) else "opens_unlocked")

    def _is_second_lock(self, class_name: str) -> bool:
        return self._unlocked.vault.has_step_up and ClassName(class_name).needs_step_up

    def _access_words(self) -> AccessWords:
        return AccessWords(load_base_bundle(), self.settings, self.language, self.today())

    def _say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)
