"""A FIDO2 security key in the same process, with real P-256, AES and PIN/UV protocols.

It answers CTAP2 commands as bytes, so that the real client of python-fido2 runs against it. Its
side of the protocols is written from CTAP 2.1 (2021-06-15), not taken from the library.
"""

from __future__ import annotations

import hashlib
import hmac
import queue
import secrets
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from fido2 import cbor
from fido2.cose import ES256
from fido2.ctap import STATUS, CtapDevice, CtapError
from fido2.hid import CAPABILITY, CTAPHID
from fido2.hid.base import CtapHidConnection, HidDescriptor

ERR = CtapError.ERR
PRESENT, VERIFIED, ATTESTED, EXTENDED = 0x01, 0x04, 0x40, 0x80
FINGERPRINT, PASSCODE = 0x002, 0x004


@dataclass
class Credential:
    key: ec.EllipticCurvePrivateKey
    rp_id: str
    with_verification: bytes
    without_verification: bytes


class SoftKey(CtapDevice):
    """A key; each fault is an attribute that may change between two commands."""

    def __init__(
        self,
        *,
        pin: str | None = "2468",
        sensor: bool = False,
        tokens: bool = True,
        protocols: tuple[int, ...] = (2, 1),
        modality: int = 0,
        bio_enrolled: bool = True,
        hmac_secret: bool = True,
        ctap2: bool = True,
    ) -> None:
        self.pin, self.sensor, self.tokens, self.protocols = pin, sensor, tokens, protocols
        self.modality, self.bio_enrolled = modality, bio_enrolled
        self.hmac_secret, self.ctap2 = hmac_secret, ctap2
        self.credentials: dict[bytes, Credential] = {}
        self.tries = 8
        self.tries_until_replug = 3
        self.finger = "right"  # or "wrong", "blocked"
        self.touched: str = "yes"  # or "refused", "never"
        self.pulled_out_after: int | None = None  # commands that still work
        self.answers_with: bytes | None = None
        self.hides_verification = False
        self.fails_with: int | None = None  # what making and asserting answer
        self.answers_unasked = True  # whether it tells what it holds without the person
        self.extension = "kept"  # or "denied", "dropped", "garbled"
        self.credential_bytes = 48
        self.commands: list[int] = []
        self.touches = 0
        self.closed = 0
        self.replug()

    def replug(self) -> None:
        self._agreement = ec.generate_private_key(ec.SECP256R1())
        self._token = secrets.token_bytes(32)
        self._permissions = 0
        self.tries_until_replug = 3

    @property
    def capabilities(self) -> int:
        return CAPABILITY.CBOR if self.ctap2 else CAPABILITY(0)

    @classmethod
    def list_devices(cls) -> Iterator[CtapDevice]:
        return iter(())

    def close(self) -> None:
        self.closed += 1

    def call(
        self,
        cmd: int,
        data: bytes = b"",
        event: Event | None = None,
        on_keepalive: Callable[[STATUS], None] | None = None,
    ) -> bytes:
        if self.pulled_out_after is not None and len(self.commands) >= self.pulled_out_after:
            raise OSError(19, "No such device")
        self.commands.append(data[0])
        if self.answers_with is not None:
            return self.answers_with
        fields: Mapping[int, Any] = cbor.decode(data[1:]) if data[1:] else {}  # type: ignore[assignment]
        self._event, self._on_keepalive = event, on_keepalive
        act = {1: self._make, 2: self._assert, 4: self._info, 6: self._client_pin}.get(data[0])
        if act is None:
            return bytes([ERR.INVALID_COMMAND])
        if self.fails_with is not None and data[0] in {1, 2}:
            return bytes([self.fails_with])
        try:
            answer = act(fields)
        except CtapError as error:
            return bytes([error.code])
        return b"\x00" + (cbor.encode(answer) if answer else b"")

    # authenticatorGetInfo, 6.4

    def _info(self, _: Mapping[int, Any]) -> dict[int, Any]:
        options: dict[str, bool] = {"rk": True, "up": True, "clientPin": self.pin is not None}
        if self.sensor:
            options |= {"uv": True}
        if self.sensor and self.bio_enrolled:
            options |= {"bioEnroll": True}
        if self.tokens:
            options |= {"pinUvAuthToken": True}
        info: dict[int, Any] = {
            1: ["FIDO_2_0", "FIDO_2_1"],
            2: ["hmac-secret"] if self.hmac_secret else [],
            3: bytes(16),
            4: options,
            5: 4096,
            6: list(self.protocols),
        }
        return info | ({18: self.modality} if self.modality else {})

    # authenticatorClientPIN, 6.5.5

    def _client_pin(self, fields: Mapping[int, Any]) -> dict[int, Any]:
        version, command = fields[1], fields[2]
        match command:
            case 1:
                return {3: self.tries}
            case 2:
                return {1: _cose(self._agreement.public_key())}
            case 5 | 9:
                self._check_pin(version, fields)
            case 6:
                self._verify_finger()
                self._wait_for_touch()
            case _:
                raise CtapError(ERR.INVALID_SUBCOMMAND)
        self._token = secrets.token_bytes(32)
        self._permissions = fields.get(9, 3)
        shared = _Shared(version, self._agreement, fields[3])
        return {2: shared.encrypt(self._token)}

    def _check_pin(self, version: int, fields: Mapping[int, Any]) -> None:
        if self.pin is None:
            raise CtapError(ERR.PIN_NOT_SET)
        if not self.tries:
            raise CtapError(ERR.PIN_BLOCKED)
        if not self.tries_until_replug:
            raise CtapError(ERR.PIN_AUTH_BLOCKED)
        self.tries -= 1
        self.tries_until_replug -= 1
        typed = _Shared(version, self._agreement, fields[3]).decrypt(fields[6])
        if not hmac.compare_digest(typed, hashlib.sha256(self.pin.encode()).digest()[:16]):
            self._agreement = ec.generate_private_key(ec.SECP256R1())
            if not self.tries:
                raise CtapError(ERR.PIN_BLOCKED)
            if not self.tries_until_replug:
                raise CtapError(ERR.PIN_AUTH_BLOCKED)
            raise CtapError(ERR.PIN_INVALID)
        self.tries, self.tries_until_replug = 8, 3

    def _verify_finger(self) -> None:
        if self.finger == "wrong":
            raise CtapError(ERR.UV_INVALID)
        if self.finger == "blocked":
            raise CtapError(ERR.UV_BLOCKED)

    # authenticatorMakeCredential, 6.1, and authenticatorGetAssertion, 6.2

    def _make(self, fields: Mapping[int, Any]) -> dict[int, Any]:
        verified = self._is_verified(fields[1], fields.get(7, {}), fields.get(8), fields.get(9), 1)
        self._wait_for_touch()
        credential_id = secrets.token_bytes(self.credential_bytes)
        made = Credential(
            ec.generate_private_key(ec.SECP256R1()),
            fields[2]["id"],
            secrets.token_bytes(32),
            secrets.token_bytes(32),
        )
        self.credentials[credential_id] = made
        attested = (
            bytes(16)
            + struct.pack(">H", len(credential_id))
            + credential_id
            + cbor.encode(ES256.from_cryptography_key(made.key.public_key()))
        )
        wanted = fields.get(6, {}).get("hmac-secret") and self.extension != "denied"
        extensions = {"hmac-secret": True} if wanted else None
        return {
            1: "none",
            2: self._data(made.rp_id, PRESENT, verified, attested, extensions),
            3: {},
        }

    def _assert(self, fields: Mapping[int, Any]) -> dict[int, Any]:
        options = fields.get(5, {})
        present = options.get("up", True)
        if not present and not self.answers_unasked and 6 not in fields:
            raise CtapError(ERR.PUAT_REQUIRED)
        verified = self._is_verified(fields[2], options, fields.get(6), fields.get(7), 2)
        allowed = [item["id"] for item in fields.get(3, [])]
        found = next(
            (
                (credential_id, self.credentials[credential_id])
                for credential_id in allowed
                if credential_id in self.credentials
                and self.credentials[credential_id].rp_id == fields[1]
            ),
            None,
        )
        if found is None:
            if present:
                self._wait_for_touch()
            raise CtapError(ERR.NO_CREDENTIALS)
        if present:
            self._wait_for_touch()
        credential_id, credential = found
        extensions = None
        asked = fields.get(4, {}).get("hmac-secret")
        if asked and self.extension == "garbled":
            extensions = {"hmac-secret": b"garbled"}
        elif asked and self.extension != "dropped":
            extensions = {"hmac-secret": self._secret(credential, asked, verified=verified)}
        data = self._data(fields[1], PRESENT if present else 0, verified, b"", extensions)
        signature = credential.key.sign(data + fields[2], ec.ECDSA(SHA256()))
        return {1: {"id": credential_id, "type": "public-key"}, 2: data, 3: signature}

    # hmac-secret, 12.5

    def _secret(self, credential: Credential, asked: Mapping[int, Any], *, verified: bool) -> bytes:
        version = asked.get(4, 1)
        shared = _Shared(version, self._agreement, asked[1])
        if not hmac.compare_digest(asked[3], shared.mac(asked[2])):
            raise CtapError(ERR.PIN_AUTH_INVALID)
        salts = shared.decrypt(asked[2])
        if len(salts) != 32:
            raise CtapError(ERR.INVALID_LENGTH)
        number = credential.with_verification if verified else credential.without_verification
        return shared.encrypt(hmac.digest(number, salts, "sha256"))

    def _is_verified(
        self,
        client_hash: bytes,
        options: Mapping[str, bool],
        mac: bytes | None,
        version: int | None,
        permission: int,
    ) -> bool:
        if mac is not None:
            assert version in self.protocols
            expected = hmac.digest(self._token, client_hash, "sha256")
            expected = expected[:16] if version == 1 else expected
            if not hmac.compare_digest(mac, expected) or not self._permissions & permission:
                raise CtapError(ERR.PIN_AUTH_INVALID)
            return True
        if options.get("uv"):
            if not self.sensor:
                raise CtapError(ERR.INVALID_OPTION)
            self._verify_finger()
            return True
        return False

    def _wait_for_touch(self) -> None:
        assert self._event is not None
        if self._on_keepalive is not None:
            self._on_keepalive(STATUS.UPNEEDED)
        if self.touched == "refused":
            raise CtapError(ERR.OPERATION_DENIED)
        if self.touched == "never":
            assert self._event.wait(30), "nobody told the key to stop waiting"
            raise CtapError(ERR.KEEPALIVE_CANCEL)
        self.touches += 1

    def _data(
        self,
        rp_id: str,
        flags: int,
        verified: bool,
        attested: bytes,
        extensions: Mapping[str, Any] | None,
    ) -> bytes:
        flags |= VERIFIED if verified and not self.hides_verification else 0
        flags |= ATTESTED if attested else 0
        flags |= EXTENDED if extensions else 0
        head = hashlib.sha256(rp_id.encode()).digest() + struct.pack(">BI", flags, 7)
        return head + attested + (cbor.encode(extensions) if extensions else b"")


class SoftHid(CtapHidConnection):
    """The same key behind a USB connection: packets of 64 bytes, CTAP 2.1, 11.2."""

    DESCRIPTOR = HidDescriptor("soft", 0, 0, 64, 64, "SoftKey", None)
    CHANNEL = 0x01020304

    def __init__(self, key: SoftKey) -> None:
        self.key = key
        self.cancelled = 0
        self.closed = 0
        self.silent = False
        self._packets: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._stop = Event()
        self._asked = b""
        self._missing = 0
        self._command = 0

    def close(self) -> None:
        self.closed += 1

    def read_packet(self) -> bytes:
        while True:
            try:
                packet = self._packets.get(timeout=0.05)
            except queue.Empty:
                if not self.silent:
                    return self._packet(CTAPHID.KEEPALIVE, bytes([STATUS.UPNEEDED]))
            else:
                if not packet:
                    raise OSError(5, "Input/output error")  # what Linux says of one pulled out
                return packet

    def write_packet(self, data: bytes) -> None:
        channel, head = struct.unpack_from(">IB", data)
        if not head & 0x80:
            body = data[5 : 5 + self._missing]
        elif head == 0x80 | CTAPHID.CANCEL:
            self.cancelled += 1
            self._stop.set()
            return
        else:
            self._command, self._asked = head & 0x7F, b""
            (self._missing,) = struct.unpack_from(">H", data, 5)
            body = data[7 : 7 + self._missing]
        self._asked += body
        self._missing -= len(body)
        if self._missing:
            return
        if self._command == CTAPHID.INIT:
            answer = self._asked + struct.pack(">IBBBBB", self.CHANNEL, 2, 5, 7, 1, CAPABILITY.CBOR)
            self._send(channel, CTAPHID.INIT, answer)
        elif not self.silent:
            self._stop.clear()
            Thread(target=self._work, args=(self._asked,), daemon=True).start()

    def _work(self, asked: bytes) -> None:
        try:
            answer = self.key.call(CTAPHID.CBOR, asked, self._stop)
        except OSError:
            self._packets.put(b"")
        else:
            self._send(self.CHANNEL, CTAPHID.CBOR, answer)

    def _send(self, channel: int, command: int, answer: bytes) -> None:
        self._packets.put(self._packet(command, answer, channel))
        for number, at in enumerate(range(57, len(answer), 59)):
            part = answer[at : at + 59]
            self._packets.put((struct.pack(">IB", channel, number) + part).ljust(64, b"\0"))

    def _packet(self, command: int, answer: bytes, channel: int = CHANNEL) -> bytes:
        head = struct.pack(">IBH", channel, 0x80 | command, len(answer))
        return (head + answer[:57]).ljust(64, b"\0")


class _Shared:
    """The key's end of a PIN/UV protocol, 6.5.6 and 6.5.7."""

    def __init__(
        self, version: int, own: ec.EllipticCurvePrivateKey, peer: Mapping[int, Any]
    ) -> None:
        x, y = (int.from_bytes(peer[label], "big") for label in (-2, -3))
        numbers = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1())
        z = own.exchange(ec.ECDH(), numbers.public_key())
        self._version = version
        if version == 1:
            self._mac_key = self._aes_key = hashlib.sha256(z).digest()
        else:
            self._mac_key, self._aes_key = (
                HKDF(SHA256(), 32, salt=bytes(32), info=info).derive(z)
                for info in (b"CTAP2 HMAC key", b"CTAP2 AES key")
            )

    def encrypt(self, text: bytes) -> bytes:
        iv = bytes(16) if self._version == 1 else secrets.token_bytes(16)
        encryptor = Cipher(algorithms.AES(self._aes_key), modes.CBC(iv)).encryptor()
        return (b"" if self._version == 1 else iv) + encryptor.update(text) + encryptor.finalize()

    def decrypt(self, text: bytes) -> bytes:
        iv, text = (bytes(16), text) if self._version == 1 else (text[:16], text[16:])
        decryptor = Cipher(algorithms.AES(self._aes_key), modes.CBC(iv)).decryptor()
        return decryptor.update(text) + decryptor.finalize()

    def mac(self, text: bytes) -> bytes:
        full = hmac.digest(self._mac_key, text, "sha256")
        return full[:16] if self._version == 1 else full


def _cose(public: ec.EllipticCurvePublicKey) -> dict[int, Any]:
    numbers = public.public_numbers()
    return {
        1: 2,
        3: -25,
        -1: 1,
        -2: numbers.x.to_bytes(32, "big"),
        -3: numbers.y.to_bytes(32, "big"),
    }
