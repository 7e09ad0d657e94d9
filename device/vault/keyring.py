"""The key tree of one vault, in RAM while it is unlocked.

    passphrase --Argon2id--> key-encryption key --wraps--> root
    root --wraps--> named keys (log, upkeep, rules, device) and class keys
    step-up secret --Argon2id--> step-up key --wraps, inside the root's wrap--> keys of step-up
    classes class key --wraps--> tail key, segment keys, inbox private key; these seal item secrets

Invariants:
1. A step-up class's key is wrapped twice: without the second secret it is not even in RAM. The
   outer wrap is the root's, so that the root can be replaced while the class is closed.
2. A delete replaces every key on its path: tail or segment, class, root (`replace_class_key`,
   `replace_root`).
3. The readable header is vouched for by a MAC under the root; a header that was changed does not
   unlock.
4. What is in RAM follows what is committed: `copy` before a transaction, restore where it fails.

Not protected: an old image of the file, opened with its passphrase, still opens what it held. A
keystore that forgets an epoch key closes that gap; see docs/threat-model.md.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field, replace
from typing import Annotated, Final, Literal

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device.errors import IntegrityError, Locked, Unavailable
from device.vault.database import Database
from device.vault.kdf import SALT_BYTES, KdfParameters, derive_from_passphrase
from device.vault.seal import (
    FORMAT,
    KEY_BYTES,
    context,
    derive,
    keyed_hash,
    new_key,
    pad,
    seal,
    unpad,
    unseal,
)
from policy.vocabulary import ClassName

LOG_KEY: Final = "log"
UPKEEP_KEY: Final = "upkeep"
RULES_KEY: Final = "rules"
DEVICE_KEY: Final = "device"
_NAMED: Final = (LOG_KEY, UPKEEP_KEY, RULES_KEY, DEVICE_KEY)

_SEAL_BYTES: Final = 12 + 16  # nonce and tag
_MAX_HEADER_BYTES: Final = 2_048
_Hex16 = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Factor(BaseModel):
    """A secret that a person holds, as far as the header tells of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Literal["passphrase"] = "passphrase"
    salt: _Hex16
    kdf: KdfParameters

    @classmethod
    def new(cls, kdf: KdfParameters) -> Factor:
        """Makes a factor with a fresh salt."""
        return cls(salt=new_key()[:SALT_BYTES].hex(), kdf=kdf)

    def key(self, secret: str) -> bytes:
        """Gives the key that the secret stands for."""
        return derive_from_passphrase(secret, bytes.fromhex(self.salt), self.kdf)


class Header(BaseModel):
    """What must be readable before the passphrase is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal[1] = FORMAT
    vault: _Hex16
    unlock: Factor
    step_up: Factor | None = None

    @classmethod
    def parse(cls, data: bytes) -> Header:
        """Parses a header.

        Raises:
            Unavailable: it was written by a newer version.
            IntegrityError: it is malformed, or asks for key derivation outside the bounds.
        """
        try:
            found = json.loads(data[:_MAX_HEADER_BYTES])  # a longer one is cut, and no JSON then
            version = found.get("format") if isinstance(found, dict) else None
            if isinstance(version, int) and version > FORMAT:
                raise Unavailable("vault.newer_format", found=version, known=FORMAT)
            return cls.model_validate_json(data)
        except ValidationError as error:
            if any("kdf" in problem["loc"] for problem in error.errors()):
                raise IntegrityError("vault.kdf_bounds") from error
            raise IntegrityError("vault.bad_header") from error
        except (ValueError, RecursionError) as error:
            raise IntegrityError("vault.bad_header") from error


@dataclass(frozen=True, slots=True)
class ClassKeys:
    """The keys of one class. `key` and `tail_key` are None while a step-up class is closed.

    Attributes:
        inner: The class key as the root's wrap holds it: bare, or sealed under the step-up key.
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
    """All keys of an unlocked vault."""

    header: Header
    root: bytes
    wrap_key: bytes
    named: dict[str, bytes]
    classes: dict[bytes, ClassKeys]
    step_up_key: bytes | None = None

    # -- making and opening

    @classmethod
    def create(
        cls, database: Database, passphrase: str, step_up: str | None, kdf: KdfParameters
    ) -> Keyring:
        """Makes the key tree of a new vault, within the caller's transaction."""
        header = Header(
            vault=new_key()[:16].hex(),
            unlock=Factor.new(kdf),
            step_up=None if step_up is None else Factor.new(kdf),
        )
        keyring = cls(
            header=header,
            root=new_key(),
            wrap_key=derive(header.unlock.key(passphrase), "root-wrap"),
            named={name: new_key() for name in _NAMED},
            classes={},
        )
        if header.step_up is not None and step_up is not None:
            keyring.step_up_key = derive(header.step_up.key(step_up), "step-up")
        for name in ClassName:
            keyring._new_class(database, name)
        keyring._write_root(database)
        return keyring

    @classmethod
    def unlock(cls, database: Database, passphrase: str) -> Keyring:
        """Opens the key tree with the passphrase; step-up classes stay closed.

        Raises:
            Locked: the passphrase is wrong.
            IntegrityError: the header or a wrapped key was changed.
        """
        meta = {str(k): _blob(v) for k, v in database.all("SELECT k, v FROM meta")}
        if "header" not in meta:
            raise IntegrityError("vault.bad_header")
        header = Header.parse(meta["header"])
        wrap_key = derive(header.unlock.key(passphrase), "root-wrap")
        try:
            root = unseal(wrap_key, meta.get("root", b""), context("root", header.vault))
        except IntegrityError as error:
            raise Locked("vault.wrong_passphrase") from error
        if not hmac.compare_digest(meta.get("header_mac", b""), _header_mac(root, meta["header"])):
            raise IntegrityError("vault.bad_header")
        keyring = cls(header, root, wrap_key, {}, {})
        for name in _NAMED:
            row = database.one("SELECT wrapped FROM named_key WHERE name = ?", name)
            if row is None:
                raise IntegrityError("vault.damaged")
            keyring.named[name] = unseal(root, _blob(row[0]), keyring.place("named_key", name))
        for cid, wrapped, profile in database.all("SELECT cid, wrapped, profile FROM cls"):
            keyring._read_class(database, _blob(cid), _blob(wrapped), _blob(profile))
        if {keys.name for keys in keyring.classes.values()} != set(ClassName):
            raise IntegrityError("vault.damaged")
        return keyring

    # -- step-up

    def open_step_up(self, database: Database, secret: str) -> None:
        """Opens the step-up classes with the second secret.

        Raises:
            Locked: the secret is wrong, or none was ever set.
        """
        if self.header.step_up is None:
            raise Locked("vault.no_step_up")
        step_up_key = derive(self.header.step_up.key(secret), "step-up")
        opened = {}
        for cid, keys in self.classes.items():
            if keys.name.needs_step_up:
                try:
                    key = unseal(step_up_key, keys.inner, self.place("step_up", cid))
                except IntegrityError as error:
                    raise Locked("vault.wrong_step_up") from error
                opened[cid] = replace(keys, key=key, tail_key=self._tail_key(database, cid, key))
        self.classes.update(opened)
        self.step_up_key = step_up_key

    def close_step_up(self) -> None:
        """Drops the second secret's key and the keys that it opened."""
        if self.header.step_up is not None:
            for cid, keys in self.classes.items():
                if keys.name.needs_step_up:
                    self.classes[cid] = replace(keys, key=None, tail_key=None)
            self.step_up_key = None

    def set_step_up(self, secret: str) -> None:
        """Takes a new second secret; the caller re-keys the (open) step-up classes and the root."""
        factor = Factor.new(self.header.unlock.kdf)
        self.header = self.header.model_copy(update={"step_up": factor})
        self.step_up_key = derive(factor.key(secret), "step-up")

    # -- replacing keys

    def replace_class_key(self, database: Database, cid: bytes) -> None:
        """Gives an open class new keys, its inbox too, and re-wraps its segment keys.

        The caller has folded the inbox in, and re-seals the tail's rows.
        """
        old = self.classes[cid]
        assert old.key is not None
        key = new_key()
        for seg, wrapped in database.all("SELECT seg, wrapped FROM seg WHERE cid = ?", cid):
            place = self.place("seg", cid, _whole(seg))
            database.run(
                "UPDATE seg SET wrapped = ? WHERE seg = ?",
                seal(key, unseal(old.key, _blob(wrapped), place), place),
                seg,
            )
        self.classes[cid] = self._new_keys(database, cid, old.name, key)

    def replace_root(self, database: Database) -> None:
        """Gives the vault a new root and re-wraps everything under it, closed classes too."""
        self.root = new_key()
        self._write_root(database)

    def _write_root(self, database: Database) -> None:
        header = self.header.model_dump_json().encode()
        for k, v in (
            ("header", header),
            ("header_mac", _header_mac(self.root, header)),
            ("root", seal(self.wrap_key, self.root, context("root", self.header.vault))),
        ):
            database.run("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", k, v)
        for name, key in self.named.items():
            database.run(
                "INSERT OR REPLACE INTO named_key (name, wrapped) VALUES (?, ?)",
                name,
                seal(self.root, key, self.place("named_key", name)),
            )
        for cid, keys in self.classes.items():
            wrapped = seal(self.root, keys.inner, self.place("cls", cid))
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
        public = self.classes[cid].inbox_public
        ephemeral = X25519PrivateKey.generate()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
        sender = ephemeral.public_key().public_bytes_raw()
        letter = sender + seal(_inbox_key(shared, sender, public), plaintext, place)
        # The public key is readable: the outer seal shows that the sender had unlocked this vault.
        return seal(self.named[UPKEEP_KEY], letter, place)

    def open_from_inbox(self, private: X25519PrivateKey, sealed: bytes, place: bytes) -> bytes:
        """Opens what `seal_to_inbox` gave.

        Raises:
            IntegrityError: it was changed.
        """
        letter = unseal(self.named[UPKEEP_KEY], sealed, place)
        sender, body = letter[:KEY_BYTES], letter[KEY_BYTES:]
        try:
            shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        except ValueError as error:
            raise IntegrityError("vault.damaged") from error
        return unseal(
            _inbox_key(shared, sender, private.public_key().public_bytes_raw()), body, place
        )

    # -- small things

    def copy(self) -> Keyring:
        """Gives a copy to fall back to where a transaction fails."""
        return replace(self, named=dict(self.named), classes=dict(self.classes))

    def place(self, table: str, *parts: bytes | int | str) -> bytes:
        """Gives the associated data of a place in this vault."""
        return context(table, self.header.vault, *parts)

    def class_named(self, name: ClassName) -> ClassKeys:
        """Gives the class of that name."""
        return next(keys for keys in self.classes.values() if keys.name is name)

    def _inner(self, name: ClassName, cid: bytes, key: bytes) -> bytes:
        if not name.needs_step_up or self.header.step_up is None:
            return key + bytes(_SEAL_BYTES)  # as long as a sealed one: lengths tell no class apart
        assert self.step_up_key is not None
        return seal(self.step_up_key, key, self.place("step_up", cid))

    def _new_class(self, database: Database, name: ClassName) -> None:
        cid = new_key()[:16]
        database.run(
            "INSERT INTO cls (cid, wrapped, profile, inbox_public, inbox_private, tail_key)"
            " VALUES (?, x'', x'', x'', x'', x'')",  # `_new_keys` and `_write_root` fill them
            cid,
        )
        self.classes[cid] = self._new_keys(database, cid, name, new_key())

    def _new_keys(self, database: Database, cid: bytes, name: ClassName, key: bytes) -> ClassKeys:
        """Makes and stores what hangs below a new class key: the tail key and the inbox's pair."""
        tail_key = new_key()
        private = X25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
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

    def forget(self) -> None:
        """Lets every key go."""
        self.root = self.wrap_key = b""
        self.step_up_key = None
        self.named.clear()
        self.classes.clear()

    def _read_class(
        self, database: Database, cid: bytes, wrapped: bytes, sealed_profile: bytes
    ) -> None:
        inner = unseal(self.root, wrapped, self.place("cls", cid))
        profile = json.loads(
            unpad(unseal(self.named[UPKEEP_KEY], sealed_profile, self.place("profile", cid)))
        )
        keys = ClassKeys(cid, ClassName(profile["name"]), bytes.fromhex(profile["inbox"]), inner)
        if not keys.name.needs_step_up or self.header.step_up is None:
            key = inner[:KEY_BYTES]
            keys = replace(keys, key=key, tail_key=self._tail_key(database, cid, key))
        self.classes[cid] = keys

    def _tail_key(self, database: Database, cid: bytes, key: bytes) -> bytes:
        (sealed,) = database.one("SELECT tail_key FROM cls WHERE cid = ?", cid) or (b"",)
        return unseal(key, _blob(sealed), self.place("tail_key", cid))


def _header_mac(root: bytes, header: bytes) -> bytes:
    return keyed_hash(derive(root, "header"), header)


def _inbox_key(shared: bytes, sender: bytes, receiver: bytes) -> bytes:
    # Both public keys go into the derivation (as in HPKE), so that a swapped one gives another key.
    return derive(keyed_hash(sender + receiver, shared), "inbox")


def _blob(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise IntegrityError("vault.damaged")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise IntegrityError("vault.damaged")
    return value
