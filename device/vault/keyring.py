"""The key tree of one vault, in RAM while it is unlocked.

    factors --open--> lock "vault"      the owner's key
    factors --open--> locks of step-up  the step-up keys, "strong" and "biometric"
    owner's key + epoch key --wrap--> root
    root --wraps--> named keys (log, upkeep, names, rules, device), public keys, class keys
    step-up key --wraps, inside the root's wrap--> keys of step-up classes
    class key --wraps--> tail key, segment keys (in its directory), inbox private key
    segment key, tail key --seal--> item secrets --seal--> payloads

Invariants:
1. A step-up class's key is wrapped twice: without a factor of its level it is not even in RAM. The
   outer wrap is the root's, so that the root can be replaced while the class is closed.
2. A delete replaces every key on its path: segment or tail key, class key, root, epoch key.
3. The owner's key alone opens no root: every wrap of it is under the epoch key too.
4. The readable header is vouched for by a MAC under the root; a header that was changed does not
   unlock.
5. What is in RAM follows what is committed: `copy` before a transaction, restore where it fails.

Not protected: without a keystore there is no epoch key, and an old image of the file, opened with
the passphrase of its day, still opens what it held. Named keys live as long as the vault: they seal
the log, counters and names, never a memory.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from device.errors import IntegrityError, Locked
from device.vault.authenticators.authenticator import Enrolment
from device.vault.database import Database
from device.vault.epoch import Epoch
from device.vault.header import Factor, Header, LockName
from device.vault.locks import open_with, private_key, public_bytes, seal_to
from device.vault.seal import (
    KEY_BYTES,
    SEAL_BYTES,
    context,
    derive,
    keyed_hash,
    new_key,
    pad,
    seal,
    unpad,
    unseal,
)
from policy.vocabulary import AuthLevel, ClassName

LOG_KEY: Final = "log"
UPKEEP_KEY: Final = "upkeep"
NAMES_KEY: Final = "names"
RULES_KEY: Final = "rules"
DEVICE_KEY: Final = "device"
NAMED_KEYS: Final = (LOG_KEY, UPKEEP_KEY, NAMES_KEY, RULES_KEY, DEVICE_KEY)

# Gives secrets of the factors that it is shown, one after the other, as the person proves them.
Prover: TypeAlias = Callable[[Sequence[Factor]], Iterable[tuple[Factor, bytes]]]

_LOCK_OF: Final[dict[ClassName, LockName]] = {
    ClassName.FINANCE: "biometric",
    ClassName.GUARDED: "strong",
}


@dataclass(frozen=True, slots=True)
class ClassKeys:
    """The keys of one class. `key` and `tail_key` are None while a step-up class is closed.

    Attributes:
        inner: The class key as the root's wrap holds it: bare, or sealed under a step-up key.
    """

    cid: bytes
    name: ClassName
    inbox_public: bytes
    inner: bytes = field(repr=False)
    key: bytes | None = field(default=None, repr=False)
    tail_key: bytes | None = field(default=None, repr=False)

    @property
    def is_open(self) -> bool:
        """Tells whether the class's key is in RAM."""
        return self.key is not None


@dataclass(slots=True, repr=False)
class Keyring:
    """All keys of an unlocked vault.

    Attributes:
        publics: The public key of every factor, by its id.
        step_keys: The step-up keys that were opened, by their locks.
    """

    header: Header
    epoch: Epoch
    owner: bytes
    root: bytes
    named: dict[str, bytes]
    publics: dict[str, bytes]
    classes: dict[bytes, ClassKeys]
    step_keys: dict[LockName, bytes] = field(default_factory=dict)

    # -- making and opening

    @classmethod
    def create(
        cls, header: Header, epoch: Epoch, named: Mapping[str, bytes] | None = None
    ) -> Keyring:
        """Makes the key tree of a new vault. Its factors come next, then `add_classes`.

        Args:
            named: Named keys to go on with, where a vault of an older format is taken over.
        """
        fresh = {name: new_key() for name in NAMED_KEYS}
        return cls(header, epoch, new_key(), new_key(), {**fresh, **(named or {})}, {}, {})

    def add_classes(self, database: Database) -> None:
        """Makes the classes of a new vault, in the caller's transaction; the root comes last."""
        for name in ClassName:
            self._new_class(database, name)

    @classmethod
    def unlock(cls, database: Database, header: Header, epoch: Epoch, prove: Prover) -> Keyring:
        """Opens the key tree with one of the factors; step-up classes stay closed.

        Args:
            epoch: It has found the epoch that the header names.

        Raises:
            Locked: no secret that `prove` gave opens it.
            IntegrityError: the header or a wrapped key was changed.
        """
        owner = _open_lock(header, "vault", header.unlock, prove)
        if owner is None:
            raise Locked("vault.wrong_passphrase")
        return cls.from_owner(database, header, epoch, owner)

    @classmethod
    def from_owner(cls, database: Database, header: Header, epoch: Epoch, owner: bytes) -> Keyring:
        """Opens the key tree with the owner's key."""
        try:
            root = unseal(
                _root_wrap(owner, epoch), _meta(database, "root"), context("root", header.vault)
            )
        except IntegrityError as error:
            raise IntegrityError("vault.bad_header") from error
        return cls.from_root(database, header, epoch, owner, root)

    @classmethod
    def from_root(
        cls, database: Database, header: Header, epoch: Epoch, owner: bytes, root: bytes
    ) -> Keyring:
        """Opens what lies below the root."""
        stored = _meta(database, "header")
        if not hmac.compare_digest(_meta(database, "header_mac"), _header_mac(root, stored)):
            raise IntegrityError("vault.bad_header")
        opened = unseal(root, _meta(database, "keys"), context("keys", header.vault))
        found = json.loads(unpad(opened))
        named = {name: bytes.fromhex(found["named"][name]) for name in NAMED_KEYS}
        publics = {name: bytes.fromhex(key) for name, key in found["publics"].items()}
        keyring = cls(header, epoch, owner, root, named, publics, {})
        for cid, wrapped, profile in database.all("SELECT cid, wrapped, profile FROM cls"):
            keyring._read_class(database, _blob(cid), _blob(wrapped), _blob(profile))
        if {keys.name for keys in keyring.classes.values()} != set(ClassName):
            raise IntegrityError("vault.damaged")
        return keyring

    # -- step-up

    def open_step_up(self, database: Database, prove: Prover) -> AuthLevel:
        """Opens the step-up classes that a factor opens. Gives the factor's level.

        Raises:
            Locked: no secret that `prove` gave opens anything, or no factor is enrolled.
        """
        if not self.header.step_up:
            raise Locked("vault.no_step_up")
        found: dict[LockName, bytes] = {}
        level = AuthLevel.UNLOCKED
        is_asked = False
        for factor, secret in prove(self.header.step_up):
            is_asked = True
            for lock in ("strong", "biometric"):
                key = _try_lock(self.header, lock, factor, secret)
                if key is not None:
                    found[lock] = key
                    level = AuthLevel(factor.level)
            if found:
                break
        if not found:
            raise Locked("vault.wrong_step_up" if is_asked else "vault.factor_not_enrolled")
        opened = {}
        for cid, keys in self.classes.items():
            step_key = found.get(_LOCK_OF[keys.name]) if keys.name in _LOCK_OF else None
            if step_key is not None:
                key = unseal(step_key, keys.inner, self.place("step_up", cid))
                opened[cid] = replace(keys, key=key, tail_key=self._tail_key(database, cid, key))
        self.classes.update(opened)
        self.step_keys = {**self.step_keys, **found}
        return level

    def close_step_up(self) -> None:
        """Drops the step-up keys and the class keys that they opened."""
        if self.header.step_up:
            for cid, keys in self.classes.items():
                if keys.name.needs_step_up:
                    self.classes[cid] = replace(keys, key=None, tail_key=None)
            self.step_keys = {}

    @property
    def strongest(self) -> AuthLevel:
        """The best level that an enrolled step-up factor can show."""
        return max(
            (AuthLevel(factor.level) for factor in self.header.step_up), default=AuthLevel.UNLOCKED
        )

    # -- factors

    def opens(self, lock: LockName, prove: Prover) -> bool:
        """Tells whether a factor of the vault or of its step-up opens a lock."""
        factors = self.header.unlock if lock == "vault" else self.header.step_up
        return _open_lock(self.header, lock, factors, prove) is not None

    def set_unlock_factors(self, keep: Iterable[Factor], new: Sequence[Enrolment]) -> None:
        """Replaces the owner's key, and says who may open the vault; the caller renews the root.

        Whoever only knows a factor that is not among them opens nothing of this file any more.
        """
        factors = self._enter(keep, new)
        self.owner = new_key()
        self._set_lock("vault", self.owner, factors)
        self.header = self.header.model_copy(update={"unlock": factors})
        self._forget_publics()

    def set_step_up_factors(self, keep: Iterable[Factor], new: Sequence[Enrolment]) -> None:
        """Makes new step-up keys for these factors; the step-up classes are open.

        The caller gives those classes new keys and renews the root.
        """
        factors = self._enter(keep, new)
        biometric = tuple(one for one in factors if one.level == AuthLevel.BIOMETRIC)
        members: dict[LockName, tuple[Factor, ...]] = {
            "strong": factors,
            "biometric": biometric or factors,
        }
        self.step_keys = {lock: new_key() for lock in members} if factors else {}
        others = {lock: seals for lock, seals in self.header.locks.items() if lock not in members}
        self.header = self.header.model_copy(update={"step_up": factors, "locks": others})
        for lock, key in self.step_keys.items():
            self._set_lock(lock, key, members[lock])
        self._forget_publics()

    def _enter(self, keep: Iterable[Factor], new: Sequence[Enrolment]) -> tuple[Factor, ...]:
        made = []
        for one in new:
            factor = Factor(
                id=new_key()[:16].hex(),
                kind=one.kind,
                level=int(one.level),
                parameters=dict(one.parameters),
            )
            self.publics[factor.id] = public_bytes(private_key(one.secret))
            made.append(factor)
        return (*keep, *made)

    def _set_lock(self, lock: LockName, key: bytes, factors: Sequence[Factor]) -> None:
        sealed = {
            one.id: seal_to(
                self.publics[one.id], key, _lock_place(self.header.vault, lock, one.id), "lock"
            ).hex()
            for one in factors
        }
        locks = {**self.header.locks, lock: sealed}
        self.header = self.header.model_copy(update={"locks": locks})

    def _forget_publics(self) -> None:
        known = {one.id for one in (*self.header.unlock, *self.header.step_up)}
        self.publics = {name: key for name, key in self.publics.items() if name in known}

    # -- replacing keys

    def replace_class_key(self, database: Database, cid: bytes, *, tail: bool) -> None:
        """Gives an open class new keys, its inbox too; the caller re-seals its directory.

        Args:
            tail: The tail key too; the caller has read the tail's rows and seals them anew.
        """
        old = self.classes[cid]
        self.classes[cid] = self._new_keys(
            database, cid, old.name, new_key(), None if tail else old.tail_key
        )

    def replace_tail_key(self, database: Database, cid: bytes) -> None:
        """Gives an open class's tail a new key, after its rows went into a segment."""
        keys = self.classes[cid]
        assert keys.key is not None
        tail_key = new_key()
        database.run(
            "UPDATE cls SET tail_key = ? WHERE cid = ?",
            seal(keys.key, tail_key, self.place("tail_key", cid)),
            cid,
        )
        self.classes[cid] = replace(keys, tail_key=tail_key)

    def replace_root(self, database: Database) -> None:
        """Gives the vault a new epoch and root, and re-wraps all under it, closed classes too."""
        self.epoch.renew()
        self.header = self.header.model_copy(update={"epoch": self.epoch.id})
        self.root = new_key()
        header = self.header.to_bytes()
        keys = {
            "named": {name: key.hex() for name, key in self.named.items()},
            "publics": {name: key.hex() for name, key in self.publics.items()},
        }
        for k, v in (
            ("header", header),
            ("header_mac", _header_mac(self.root, header)),
            ("root", seal(_root_wrap(self.owner, self.epoch), self.root, self.place("root"))),
            ("keys", seal(self.root, pad(json.dumps(keys).encode()), self.place("keys"))),
        ):
            database.run("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", k, v)
        for cid, one in self.classes.items():
            wrapped = seal(self.root, one.inner, self.place("cls", cid))
            database.run("UPDATE cls SET wrapped = ? WHERE cid = ?", wrapped, cid)

    # -- inbox

    def inbox_private(self, database: Database, cid: bytes) -> X25519PrivateKey:
        """Gives the key that opens an open class's inbox."""
        keys = self.classes[cid]
        assert keys.key is not None
        (sealed,) = database.one("SELECT inbox_private FROM cls WHERE cid = ?", cid) or (b"",)
        raw = unseal(keys.key, _blob(sealed), self.place("inbox_private", cid))
        return X25519PrivateKey.from_private_bytes(raw)

    def seal_to_inbox(self, cid: bytes, plaintext: bytes, place: bytes) -> bytes:
        """Seals to a class that is closed: only its private key, under the class key, opens it."""
        letter = seal_to(self.classes[cid].inbox_public, plaintext, place, "inbox")
        # The public key is readable: the outer seal shows that the sender had unlocked this vault.
        return seal(self.named[UPKEEP_KEY], letter, place)

    def open_from_inbox(self, private: X25519PrivateKey, sealed: bytes, place: bytes) -> bytes:
        """Opens what `seal_to_inbox` gave.

        Raises:
            IntegrityError: it was changed.
        """
        letter = unseal(self.named[UPKEEP_KEY], sealed, place)
        return open_with(private, letter, place, "inbox")

    # -- small things

    def copy(self) -> Keyring:
        """Gives a copy to fall back to where a transaction fails."""
        return replace(
            self,
            named=dict(self.named),
            publics=dict(self.publics),
            classes=dict(self.classes),
            step_keys=dict(self.step_keys),
        )

    def place(self, table: str, *parts: bytes | int | str) -> bytes:
        """Gives the associated data of a place in this vault."""
        return context(table, self.header.vault, *parts)

    def class_named(self, name: ClassName) -> ClassKeys:
        """Gives the class of that name."""
        return next(keys for keys in self.classes.values() if keys.name is name)

    def forget(self) -> None:
        """Lets every key go."""
        self.root = self.owner = b""
        self.epoch.forget()
        for keys in (self.named, self.publics, self.classes, self.step_keys):
            keys.clear()

    def _inner(self, name: ClassName, cid: bytes, key: bytes) -> bytes:
        step_key = self.step_keys.get(_LOCK_OF[name]) if name in _LOCK_OF else None
        if step_key is None:
            assert not (name.needs_step_up and self.header.step_up)
            return key + bytes(SEAL_BYTES)  # as long as a sealed one: lengths tell no class apart
        return seal(step_key, key, self.place("step_up", cid))

    def _new_class(self, database: Database, name: ClassName) -> None:
        cid = new_key()[:16]
        database.run(
            "INSERT INTO cls (cid, wrapped, profile, inbox_public, inbox_private, tail_key)"
            " VALUES (?, x'', x'', x'', x'', x'')",  # `_new_keys` and `replace_root` fill them
            cid,
        )
        self.classes[cid] = self._new_keys(database, cid, name, new_key(), None)

    def _new_keys(
        self, database: Database, cid: bytes, name: ClassName, key: bytes, tail_key: bytes | None
    ) -> ClassKeys:
        """Stores what hangs below a new class key: the tail key and a new pair for the inbox."""
        tail_key = tail_key or new_key()
        private = X25519PrivateKey.generate()
        public = public_bytes(private)
        profile = pad(json.dumps({"name": name.value, "inbox": public.hex()}).encode())
        database.run(
            "UPDATE cls SET profile = ?, inbox_public = ?, inbox_private = ?, tail_key = ?"
            " WHERE cid = ?",
            seal(self.named[UPKEEP_KEY], profile, self.place("profile", cid)),
            public,
            seal(key, private.private_bytes_raw(), self.place("inbox_private", cid)),
            seal(key, tail_key, self.place("tail_key", cid)),
            cid,
        )
        return ClassKeys(cid, name, public, self._inner(name, cid, key), key, tail_key)

    def _read_class(
        self, database: Database, cid: bytes, wrapped: bytes, sealed_profile: bytes
    ) -> None:
        inner = unseal(self.root, wrapped, self.place("cls", cid))
        profile = json.loads(
            unpad(unseal(self.named[UPKEEP_KEY], sealed_profile, self.place("profile", cid)))
        )
        keys = ClassKeys(cid, ClassName(profile["name"]), bytes.fromhex(profile["inbox"]), inner)
        if not keys.name.needs_step_up or not self.header.step_up:
            key = inner[:KEY_BYTES]
            keys = replace(keys, key=key, tail_key=self._tail_key(database, cid, key))
        self.classes[cid] = keys

    def _tail_key(self, database: Database, cid: bytes, key: bytes) -> bytes:
        (sealed,) = database.one("SELECT tail_key FROM cls WHERE cid = ?", cid) or (b"",)
        return unseal(key, _blob(sealed), self.place("tail_key", cid))


def read_header(database: Database) -> Header:
    """Gives the readable header of a vault file.

    Raises:
        Unavailable: it is of another format.
        IntegrityError: it is missing or malformed.
    """
    return Header.parse(_meta(database, "header"))


def _open_lock(
    header: Header, lock: LockName, factors: Sequence[Factor], prove: Prover
) -> bytes | None:
    for factor, secret in prove(factors):
        key = _try_lock(header, lock, factor, secret)
        if key is not None:
            return key
    return None


def _try_lock(header: Header, lock: LockName, factor: Factor, secret: bytes) -> bytes | None:
    """Gives the lock's key, or None where this secret does not open it."""
    sealed = header.locks.get(lock, {}).get(factor.id)
    if sealed is None:
        return None
    place = _lock_place(header.vault, lock, factor.id)
    try:
        return open_with(private_key(secret), bytes.fromhex(sealed), place, "lock")
    except IntegrityError:
        return None  # a wrong secret cannot be told from a changed seal


def _lock_place(vault: str, lock: LockName, factor_id: str) -> bytes:
    return context("lock", vault, lock, factor_id)


def _root_wrap(owner: bytes, epoch: Epoch) -> bytes:
    return derive(keyed_hash(owner, epoch.key), "root-wrap")


def _header_mac(root: bytes, header: bytes) -> bytes:
    return keyed_hash(derive(root, "header"), header)


def _meta(database: Database, name: str) -> bytes:
    row = database.one("SELECT v FROM meta WHERE k = ?", name)
    if row is None:
        raise IntegrityError("vault.bad_header")
    return _blob(row[0])


def _blob(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise IntegrityError("vault.damaged")
    return value
