"""Stand-ins for what lies outside a vault: a keystore that is killed, late or emptied, a factor."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from device.errors import Unavailable
from device.vault.authenticators.authenticator import Enrolment, FactorKind
from device.vault.database import FILE_NAME, Database
from device.vault.header import Factor
from device.vault.keyring import Prover, read_header
from device.vault.keystores.keystore import Promise
from device.vault.opening import create_vault, unlock_vault
from device.vault.store import Vault
from policy.vocabulary import AuthLevel, ClassName
from tests.builders import KDF, SEGMENT_ROWS


@dataclass
class FakeKeystore:
    """A keystore in memory: what is replaced is gone, or is kept by a thief in `past`.

    Attributes:
        silent_at: Numbers of the calls, counted from 1, that get no answer.
        late_at: Numbers of the calls that do what was asked, and answer too late.
        seam: Called with a name before and after every call.
        past: Every state that there ever was, as a disk image would hold it.
    """

    promise: Promise = Promise.ERASES
    entries: dict[str, bytes] = field(default_factory=dict, repr=False)
    silent_at: frozenset[int] | range = frozenset()
    late_at: frozenset[int] | range = frozenset()
    seam: Callable[[str], None] = field(default=lambda _: None, repr=False)
    calls: list[str] = field(default_factory=list)
    past: list[dict[str, bytes]] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        """Its name in certificates and in the header."""
        return "fake-keystore"

    def read(self, entry: str) -> bytes | None:
        """Gives the secret, or None where there is no such entry."""
        self._call("read")
        return self.entries.get(entry)

    def write(self, entry: str, secret: bytes) -> None:
        """Stores or replaces a secret."""
        is_late = self._call("write")
        self.seam("before write")
        self.past.append(dict(self.entries))
        self.entries[entry] = secret
        self.seam("after write")
        if is_late:
            raise Unavailable("vault.keystore_silent", name=self.name)

    def remove(self, entry: str) -> None:
        """Drops a secret."""
        self._call("remove")
        self.past.append(dict(self.entries))
        self.entries.pop(entry, None)

    def from_now_on(self) -> int:
        """Gives the number of the next call."""
        return len(self.calls) + 1

    def copy(self) -> FakeKeystore:
        """Gives the keystore as another process finds it now."""
        return FakeKeystore(self.promise, dict(self.entries))

    def _call(self, kind: str) -> bool:
        self.calls.append(kind)
        if len(self.calls) in self.silent_at:
            raise Unavailable("vault.keystore_silent", name=self.name)
        return len(self.calls) in self.late_at


@dataclass(frozen=True)
class Scene:
    """What a process that was killed at a seam leaves: the file, its log, and the keystore."""

    seam: str
    folder: Path
    keystore: FakeKeystore | None


class Witness:
    """Copies file and keystore at every seam of what a vault does: each copy is a killed process.

    Nothing is patched: SQLite tells of each COMMIT and checkpoint before it begins, and the fake
    keystore of each write.
    """

    def __init__(self, vault: Vault, keystore: FakeKeystore | None, into: Path) -> None:
        self._vault = vault
        self._keystore = keystore
        self._into = into
        self.scenes: list[Scene] = []

    def watch(self, act: Callable[[], object]) -> list[Scene]:
        """Runs the act. Gives what a kill at each of its seams would have left, in their order."""
        connection = self._vault._database._connection
        connection.set_trace_callback(self._trace)
        if self._keystore is not None:
            self._keystore.seam = self._take
        try:
            self._take("before anything")
            act()
            self._take("after everything")
        finally:
            connection.set_trace_callback(None)
            if self._keystore is not None:
                self._keystore.seam = lambda _: None
        return self.scenes

    def _trace(self, statement: str) -> None:
        if statement.startswith(("COMMIT", "PRAGMA wal_checkpoint")):
            self._take(f"before {statement}")

    def _take(self, seam: str) -> None:
        folder = self._into / f"scene {len(self.scenes)}"
        shutil.copytree(self._vault.folder, folder)
        keystore = None if self._keystore is None else self._keystore.copy()
        self.scenes.append(Scene(seam, folder, keystore))


@dataclass(frozen=True)
class FakeFactor:
    """A factor whose secret is a word: no key derivation, so that tests are quick."""

    word: str
    level: AuthLevel = AuthLevel.STRONG
    kind: FactorKind = FactorKind.KEYCHAIN

    @property
    def secret(self) -> bytes:
        """The secret. *Length:* 32."""
        return self.word.encode().ljust(32, b".")[:32]

    def enrol(self) -> Enrolment:
        """Makes the factor."""
        parameters: dict[str, str | int] = {"note": "nothing is needed"}
        if self.kind is FactorKind.PASSPHRASE:
            parameters = {"salt": "00" * 16, **KDF.model_dump()}
        return Enrolment(self.kind, self.level, parameters, self.secret)


OWNER = FakeFactor("the owner's first secret")
SECOND = FakeFactor("the owner's second secret")
FINGER = FakeFactor("the owner's finger", AuthLevel.BIOMETRIC)


def knows(*factors: FakeFactor) -> Prover:
    """Gives a prover that tries these secrets on every factor that it is shown."""

    def prove(asked: Sequence[Factor]) -> Iterable[tuple[Factor, bytes]]:
        return [(one, factor.secret) for one in asked for factor in factors]

    return prove


@cache
def _made(promise: Promise | None, step_up: tuple[FakeFactor, ...]) -> tuple[bytes, bytes | None]:
    """Gives the file of an empty vault that `OWNER` opens, and what its keystore holds."""
    keystore = None if promise is None else FakeKeystore(promise)
    with tempfile.TemporaryDirectory() as name:
        with closing(
            create_vault(Path(name), "never asked for", None, KDF, keystore=keystore)
        ) as vault:
            with vault.transaction():
                vault.keys.set_unlock_factors(vault.keys.header.unlock, [OWNER.enrol()])
                if step_up:
                    vault.keys.set_step_up_factors((), [one.enrol() for one in step_up])
                    vault.rekey_classes(one for one in ClassName if one.needs_step_up)
                vault.renew_root()
            vault.erase_traces()
        image = (Path(name) / FILE_NAME).read_bytes()
    return image, None if keystore is None else keystore.entries.popitem()[1]


def quick_vault(
    folder: Path,
    promise: Promise | None = None,
    *step_up: FakeFactor,
    segment_rows: int = SEGMENT_ROWS,
) -> tuple[Vault, FakeKeystore | None]:
    """Gives an unlocked vault that `OWNER` opens, and its keystore; step-up classes closed."""
    image, kept = _made(promise, step_up)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_bytes(image)
    with closing(Database.open(folder)) as database:
        entry = read_header(database).entry
    keystore = None if promise is None else FakeKeystore(promise)
    if keystore is not None and kept is not None:
        keystore.entries[f"bojagi-{entry}"] = kept
    return reopen(folder, keystore, segment_rows=segment_rows), keystore


def reopen(
    folder: Path,
    keystore: FakeKeystore | None = None,
    *factors: FakeFactor,
    segment_rows: int = SEGMENT_ROWS,
) -> Vault:
    """Opens a vault that `quick_vault` gave, as its owner or with other factors."""
    return unlock_vault(
        folder,
        knows(*(factors or (OWNER,))),
        find_keystore=lambda name: keystore if keystore and keystore.name == name else None,
        segment_rows=segment_rows,
    )
