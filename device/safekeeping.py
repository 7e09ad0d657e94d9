"""Backup and restore: the vault's sealed file kept in a folder elsewhere, and a vault made of it.

A backup is made while the vault is unlocked and nothing is written; it opens with the passphrase
and the recovery code of its day. It holds what was deleted after it, and says so. The ledger of
deletions beside it, which can be brought up to date alone, keeps a restore from bringing those
memories back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from compliance.log.events import EventKind
from device.access import Guard
from device.errors import BadInput, Unavailable
from device.vault.backup import (
    PART,
    Contents,
    Progress,
    Written,
    read_backup,
    read_contents,
    read_header,
    write_backup,
    write_ledger,
)
from device.vault.backup_ledger import LEDGER, Erasure, read_ledger
from device.vault.database import FILE_NAME, reported
from device.vault.keyring import Prover
from device.vault.keystores.keystore import Keystore
from device.vault.restoring import (
    backup_key,
    open_backup_key,
    readable_factors,
    sealed_with_backup,
    take_over,
    vault_file,
)
from device.vault.store import Vault


class Safekeeping:
    """Backups of one unlocked vault."""

    def __init__(self, vault: Vault, guard: Guard, clock: Callable[[], int]) -> None:
        self._vault = vault
        self._guard = guard
        self._clock = clock
        self._kept_open: list[BinaryIO] = []  # see `backup`

    def backup(
        self,
        folder: Path,
        progress: Progress | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Written | None:
        """Makes or brings up to date a backup in `folder`. None where it was stopped.

        Raises:
            BadInput: the folder holds something else, or lies inside the vault's.
            Unavailable: no space, no access, no such place.
        """
        self._guard.note(EventKind.MAINTAINED, reason="backup")
        key = backup_key(self._vault)
        # Closed after the vault: closing it earlier would take SQLite's lock on the file away.
        source = vault_file(self._vault).open("rb")
        self._kept_open.append(source)
        return write_backup(
            folder,
            source,
            key,
            vault=self._vault.keys.header.vault,
            vault_folder=self._vault.folder,
            factors=readable_factors(self._vault, key),
            extra=sealed_with_backup(self._vault),
            erasures=self._erasures(),
            made_at=self._clock(),
            progress=progress,
            should_stop=should_stop,
        )

    def close(self) -> None:
        """Closes the files that were read. Only once the vault is closed."""
        for source in self._kept_open:
            source.close()
        self._kept_open.clear()

    def note_deletions(self, folder: Path) -> None:
        """Brings a backup's ledger of deletions up to date, and nothing else.

        Raises:
            BadInput: the folder is another vault's backup.
            Unavailable: there is no backup, or it cannot be written to.
        """
        key = backup_key(self._vault)
        write_ledger(folder, key, self._erasures(), self._clock())

    def _erasures(self) -> Iterable[Erasure]:
        now = self._clock()
        for item_id, certificate in self._vault.tombstones().items():
            yield Erasure(id=item_id, erased_at=now, certificate=certificate)


def restore(
    backup: Path,
    folder: Path,
    prove: Prover,
    *,
    erase: Callable[[Path, Sequence[int]], None],
    ledgers: Sequence[Path] = (),
    keystore: Keystore | None = None,
    progress: Progress | None = None,
) -> Contents:
    """Makes a vault of a backup, in a new folder. Its factors are those of the backup's day.

    Until everything is done it lies in a folder of its own within; killed, it is begun anew.

    Args:
        erase: Opens the vault in a folder and erases what the ledgers say was deleted since.
        ledgers: Other copies of the backup's folder whose ledgers may be newer.
        keystore: Keeps the new vault's epoch key.

    Raises:
        BadInput: there is a vault in the folder.
        Locked: the proof opens nothing.
        IntegrityError: the backup was changed.
        Unavailable: there is no finished backup, or no space.
    """
    header = read_header(backup)
    if folder.resolve().is_relative_to(backup.resolve()):
        raise BadInput("backup.vault_inside", folder=str(folder))
    for ledger in ledgers:
        if not (ledger / LEDGER).is_file():
            raise Unavailable("backup.no_ledger", folder=str(ledger))
    if (folder / FILE_NAME).exists():
        raise BadInput("vault.exists", folder=str(folder))
    key = open_backup_key(header.vault, header.factors, prove)
    contents = read_contents(backup, key)
    building = folder / "restoring"
    with reported(folder):
        building.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in building.glob(f"{FILE_NAME}*"):
            if left.suffix != PART:  # what was read is taken up again, what came after is not
                left.unlink()
    read_backup(backup, key, building / FILE_NAME, progress)
    take_over(building, contents.extra, keystore)
    erased = read_ledger([backup, *ledgers], key, at_least=contents.erasures).erasures
    erase(building, [one.id for one in erased])
    with reported(folder):
        (building / FILE_NAME).replace(folder / FILE_NAME)
        building.rmdir()
    return contents
