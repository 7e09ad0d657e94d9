"""The one wiring point of the device: a folder and its secrets become working parts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from compliance.log.events import EventKind
from device.access import Guard
from device.book import Book
from device.encoder.encode import Encoder
from device.encoder.language import forget_words
from device.fading import Faded, Fading
from device.governing import circumstances_of, load_rules, make_guard
from device.keeping import Keeping
from device.memory.consolidate import Consolidated, Consolidation
from device.memory.current import CurrentEncoder
from device.memory.doubts import Doubts
from device.memory.episodes import Episodes
from device.memory.index import MemoryIndex
from device.memory.intake import Intake
from device.memory.keywords import Keywords, PlainKeywords
from device.memory.passed_over import PassedOver
from device.memory.recall import Recall
from device.memory.scan import best_kernel
from device.memory.scan_kernel import Kernel
from device.memory.talk import Talk
from device.reindex import Reindex
from device.retention import Retention
from device.rights import Rights
from device.safekeeping import Safekeeping, restore
from device.settings import EncoderRecord, OwnEncoder, Settings
from device.upgrade import upgrade
from device.vault.backup import Contents, Progress
from device.vault.kdf import KdfParameters, calibrate
from device.vault.keyring import Prover
from device.vault.keystores.keystore import Keystore
from device.vault.keystores.system import find_keystore
from device.vault.opening import FindKeystore, create_vault, unlock_vault, with_passphrase
from device.vault.rows import NO_ENCODER
from device.vault.store import Vault
from policy.catalog import Language
from policy.load import load_catalog
from policy.vocabulary import Purpose

_WORDS_AT_ONCE: Final = 20_000  # memories whose words one question may wait for


def system_clock() -> int:
    """Gives the machine's Unix time in whole seconds."""
    return int(time.time())


@dataclass(slots=True)
class Device:
    """One unlocked vault and what works on it."""

    vault: Vault
    guard: Guard
    keeping: Keeping
    intake: Intake
    recall: Recall
    rights: Rights
    retention: Retention
    fading: Fading
    safekeeping: Safekeeping
    encoder: CurrentEncoder
    reindex: Reindex
    consolidation: Consolidation
    doubts: Doubts
    settings: Settings
    clock: Callable[[], int]

    def talk(self, title: str, budget: int, purpose: Purpose, language: Language) -> Talk:
        """Begins a conversation; see `Talk`."""
        return Talk(
            self.vault,
            self.guard,
            self.intake,
            self.recall,
            self.encoder,
            self.doubts,
            self.clock,
            title=title,
            budget=budget,
            purpose=purpose,
            language=language,
        )

    def consolidate(self, most: int, *, is_over: bool = False) -> Consolidated:
        """Goes through ended episodes; see `Consolidation`. Counts of 0: nothing was left to do.

        Args:
            most: Memories, rounded up to a slice; what is left waits for the next time.
            is_over: Nobody is talking: what was said a moment ago has ended too.
        """
        told = Consolidated()
        while told.count < most:
            some, settings = self.consolidation.step(self.settings, is_over=is_over)
            if not some.count:
                break
            self.settings = self.intake.settings = settings
            told = told.and_those(some)
        return told

    def use_encoder(self, encoder: Encoder, own: OwnEncoder | None, basis: bytes = b"") -> None:
        """Puts another encoder in force, and seals and logs that it is.

        Memories that another one made vectors of wait for `reindex`.

        Args:
            own: Where the owner keeps it; None: it ships with Bojagi.
            basis: What its vectors are projected on; empty where nothing is.

        Raises:
            BadInput: there were too many encoders before it.
        """
        record = EncoderRecord.of(encoder)
        settings = self.settings.naming(record).model_copy(update={"own_encoder": own})
        with self.vault.transaction():
            if basis:
                self.vault.write_basis(basis)
            self.guard.append(EventKind.MAINTAINED, reason="encoder")
            self.vault.write_settings(settings.model_dump_json().encode())
        self.settings = self.intake.settings = settings
        self.encoder.change(encoder, settings.encoders.index(record))
        self.guard.shipped = _shipped_number(settings)

    def change_settings(self, settings: Settings, kind: EventKind, **details: str | int) -> None:
        """Seals other settings, and logs why, in one step."""
        self.guard.write_settings(settings.model_dump_json().encode(), kind, **details)
        self.settings = self.intake.settings = settings
        self.guard.know(circumstances_of(self.vault, settings))

    def change_budget(self, budget: int | None) -> Faded:
        """Keeps recall to so many memories from now on; None: all, and what had faded comes back.

        Killed in between, the next unlocking goes on.
        """
        back = self.fading.bring_all_back() if budget is None else 0
        self.change_settings(
            self.settings.model_copy(update={"budget": budget}),
            EventKind.MAINTAINED,
            reason="budget",
        )
        self.fading.budget = budget
        return Faded(back=back) if budget is None else self.fading.run()

    @property
    def book(self) -> Book:
        """What the owner decided beyond single memories."""
        return self.settings.book

    @property
    def device_id(self) -> str:
        """This machine's name to this vault; empty where it has none."""
        return self.guard.device

    def change_book(self, book: Book, kind: EventKind, **details: str | int) -> None:
        """Seals another book, logs why, and decides by it from now on.

        Raises:
            PolicyError: a rule of the owner's own cannot be used; nothing was changed.
        """
        settings = self.settings.model_copy(update={"book": book})
        fewer = set(book.own_rules) < set(self.book.own_rules)
        loaded = load_rules(settings, closed_at_need=fewer)
        self.change_settings(settings, kind, **details)
        self.guard.govern(loaded.bundle)

    def close(self) -> None:
        """Logs the lock with a signed checkpoint, and lets the keys go."""
        try:
            self.guard.note_locked()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Lets the keys go without a word in the log, where something failed."""
        self.encoder.encoder.forget()
        Encoder.default().forget()  # tags are its doing, whichever encoder is in force
        forget_words()
        self.vault.close()
        self.safekeeping.close()


def create_device(
    folder: Path,
    passphrase: str,
    step_up: str | None,
    settings: Settings,
    *,
    kdf: KdfParameters | None = None,
    clock: Callable[[], int] = system_clock,
    keystore: Keystore | None = None,
) -> Device:
    """Makes a vault in `folder`. Its step-up classes are closed, as after any unlock.

    Args:
        keystore: Where its epoch key is kept; None keeps none, and its file opens by itself.
    """
    book = settings.book.model_copy(update={"seen": dict(load_rules(settings).versions)})
    encoders = (EncoderRecord.of(Encoder.default()),)
    settings = settings.model_copy(update={"encoders": encoders, "book": book})
    kernel = best_kernel()
    vault = create_vault(
        folder,
        passphrase,
        step_up,
        kdf or calibrate(),
        settings=settings.model_dump_json().encode(),
        keystore=keystore,
        layout=kernel.layout,
    )
    device = _wire(vault, make_guard(vault, settings, clock)[0], settings, clock, kernel)
    device.guard.note_unlocked(EventKind.CREATED)
    device.guard.end_step_up()
    return device


def open_device(
    folder: Path,
    passphrase: Callable[[], str],
    *,
    clock: Callable[[], int] = system_clock,
    find_keystore: FindKeystore = find_keystore,
) -> Device:
    """Unlocks the vault in `folder` with its passphrase; see `open_device_with`."""
    prove = with_passphrase(passphrase)
    return open_device_with(folder, prove, clock=clock, find_keystore=find_keystore)


def open_device_with(
    folder: Path,
    prove: Prover,
    *,
    clock: Callable[[], int] = system_clock,
    find_keystore: FindKeystore = find_keystore,
) -> Device:
    """Unlocks the vault in `folder` and erases what has outlived its retention.

    Raises:
        Unavailable: it is missing, in use, of another format, or its keystore does not answer.
        Locked: the proof opens nothing.
        IntegrityError: it was damaged or changed.
    """

    def announce(vault: Vault) -> None:
        make_guard(vault, Settings.parse(vault.read_settings()), clock)[0].note_unlocked()

    kernel = best_kernel()
    vault = unlock_vault(
        folder, prove, announce=announce, find_keystore=find_keystore, layout=kernel.layout
    )
    try:
        settings = Settings.parse(vault.read_settings())
        guard, versions = make_guard(vault, settings, clock)
        device = _wire(vault, guard, settings, clock, kernel)
        _remember_rules(device, versions)
        _remember_encoder(device)
        device.retention.run()
        device.fading.run()
    except BaseException:
        vault.close()
        raise
    return device


def restore_device(
    backup: Path,
    folder: Path,
    prove: Prover,
    *,
    ledgers: Sequence[Path] = (),
    clock: Callable[[], int] = system_clock,
    keystore: Keystore | None = None,
    progress: Progress | None = None,
) -> Contents:
    """Makes a vault of a backup; what the ledgers tell of is erased before it is in its place.

    Raises:
        BadInput: there is a vault in the folder.
        Locked: the proof opens nothing.
        IntegrityError: the backup was changed.
        Unavailable: there is no finished backup, or no space.
    """

    def erase(building: Path, ids: Sequence[int]) -> None:
        device = open_device_with(building, prove, clock=clock, find_keystore=lambda _: keystore)
        try:
            with device.vault.transaction():
                device.guard.append(EventKind.MAINTAINED, reason="restored")
                device.vault.pass_over(max(ids, default=0))
            device.guard.erase(ids, "deleted-since-backup")
        except BaseException:
            device.abandon()
            raise
        device.close()

    return restore(
        backup, folder, prove, erase=erase, ledgers=ledgers, keystore=keystore, progress=progress
    )


def upgrade_device(
    folder: Path,
    passphrase: str,
    step_up: str | None,
    *,
    clock: Callable[[], int] = system_clock,
    keystore: Keystore | None = None,
) -> None:
    """Brings a vault of an older format up to today's; see `device.upgrade`."""
    upgrade(folder, passphrase, step_up, clock=clock, keystore=keystore)


def new_keywords() -> Keywords:
    """Makes an empty keyword index: tantivy's where it is installed, else our own small one."""
    if find_spec("tantivy") is None:
        return PlainKeywords()
    # Not at the top: there is no wheel of it for phones, and whoever never searches needs none.
    keywords: Keywords = import_module("device.memory.keywords_tantivy").TantivyKeywords()
    return keywords


def _remember_rules(device: Device, versions: Mapping[str, int]) -> None:
    """Notes rules of a higher version than decided before: no lower one will decide again."""
    seen = {**device.book.seen, **versions}
    if seen != device.book.seen:
        settings = device.settings.model_copy(
            update={"book": device.book.model_copy(update={"seen": seen})}
        )
        device.change_settings(settings, EventKind.MAINTAINED, reason="rules-updated")


def _remember_encoder(device: Device) -> None:
    """Gives an encoder that made no vector of this vault yet a number: Bojagi brought a new one."""
    if device.encoder.number == NO_ENCODER:
        device.use_encoder(device.encoder.encoder, device.settings.own_encoder)


def _shipped_number(settings: Settings) -> int:
    """Gives the number of the encoder that ships with Bojagi; -1 where no row names it."""
    record = EncoderRecord.of(Encoder.default())
    return settings.encoders.index(record) if record in settings.encoders else -1


def _encoder_of(vault: Vault, settings: Settings) -> Encoder:
    """Gives the encoder that a vault is set to; nothing of an own one is loaded yet."""
    own = settings.own_encoder
    if own is None:
        return Encoder.default()
    # Not at the top: the runtime of models costs whoever has none a tenth of a second.
    encoder: Encoder = import_module("device.encoder.own").kept_encoder(own, vault.read_basis)
    return encoder


def _wire(
    vault: Vault, guard: Guard, settings: Settings, clock: Callable[[], int], kernel: Kernel
) -> Device:
    encoder = _encoder_of(vault, settings)
    record = EncoderRecord.of(encoder)
    # One that no row names yet is named by `_remember_encoder`.
    number = settings.encoders.index(record) if record in settings.encoders else NO_ENCODER
    current = CurrentEncoder(encoder, number)
    guard.shipped = _shipped_number(settings)
    passed_over = PassedOver(vault.faded, is_on=settings.budget is not None)
    index = MemoryIndex(
        vault,
        guard,
        kernel,
        new_keywords,
        _WORDS_AT_ONCE,
        lambda: current.number,
        passed_over=passed_over,
    )
    episodes = Episodes(vault, guard, lambda: current.number)
    catalogs = load_catalog("device"), load_catalog("policy")
    return Device(
        vault=vault,
        guard=guard,
        keeping=Keeping(vault, guard),
        intake=Intake(vault, guard, current, settings, clock, index.nearest),
        recall=Recall(vault, guard, index, current, settings, catalogs, clock),
        rights=Rights(vault, guard),
        retention=Retention(vault, guard, clock),
        fading=Fading(vault, guard, index, passed_over, clock, settings.timezone, settings.budget),
        safekeeping=Safekeeping(vault, guard, clock),
        encoder=current,
        reindex=Reindex(guard, current),
        consolidation=Consolidation(vault, guard, episodes, clock),
        doubts=Doubts(vault, guard, index.texts.amended),
        settings=settings,
        clock=clock,
    )
