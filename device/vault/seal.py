"""Sealing: AES-256-GCM with bound context, padding, and keys derived for one use.

Invariants:
1. Every ciphertext is bound to its place (table, id, class, format version, rule) as associated
   data; moved anywhere else it does not open.
2. A nonce is 96 random bits. A key seals few messages: a segment or item key a handful, a class or
   named key far fewer than 2^32.
3. Nothing that fails its tag is returned, and no error carries a byte of it.
4. A payload's length shows its bucket, not its text.

Not protected: the number of rows, their order and their buckets.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from device.errors import IntegrityError

FORMAT: Final = 2
KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
SEAL_BYTES: Final = _NONCE_BYTES + 16  # nonce and tag: how much longer sealing makes a text
_BUCKET: Final = 256
_LENGTH: Final = struct.Struct(">I")


def new_key() -> bytes:
    """Gives 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def context(table: str, *parts: bytes | int | str, version: int = FORMAT) -> bytes:
    """Gives the associated data of a place: unambiguous, whatever the parts hold."""
    encoded = [f"bojagi/{version}/{table}".encode()]
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        encoded.append(_LENGTH.pack(len(raw)) + raw)
    return b"".join(encoded)


def seal(key: bytes, plaintext: bytes, place: bytes) -> bytes:
    """Seals `plaintext` to its place. Gives nonce, ciphertext and tag in one."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """Opens what `seal` gave.

    Raises:
        IntegrityError: the bytes, the key or the place are not those of the sealing.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place)
    except (InvalidTag, ValueError) as error:
        raise IntegrityError("vault.damaged") from error


def unseal_into(key: bytes, sealed: bytes, place: bytes, out: memoryview) -> None:
    """Opens what `seal` gave into memory that is there already: a large blob costs no page faults.

    Raises:
        IntegrityError: the bytes, the key or the place are not those of the sealing, or the length
            is not that of `out`; then `out` holds zeros.
    """
    if len(sealed) != SEAL_BYTES + len(out):
        out[:] = bytes(len(out))
        raise IntegrityError("vault.damaged")
    try:
        AESGCM(key).decrypt_into(
            sealed[:_NONCE_BYTES], memoryview(sealed)[_NONCE_BYTES:], place, out
        )
    except (InvalidTag, ValueError) as error:
        out[:] = bytes(len(out))
        raise IntegrityError("vault.damaged") from error


def derive(secret: bytes, use: str, version: int = FORMAT) -> bytes:
    """Gives the key of one use of a random secret (HKDF-Expand, RFC 5869 section 2.3)."""
    return HKDFExpand(SHA256(), KEY_BYTES, f"bojagi/{version}/{use}".encode()).derive(secret)


def keyed_hash(key: bytes, data: bytes) -> bytes:
    """Gives an HMAC-SHA-256, by which only the key's holder recognises equal data."""
    return hmac.digest(key, data, hashlib.sha256)


def pad(data: bytes) -> bytes:
    """Prefixes the length and fills up to a bucket: 256 bytes, later an eighth of the size."""
    need = _LENGTH.size + len(data)
    step = max(_BUCKET, 1 << max(0, need.bit_length() - 4))
    return _LENGTH.pack(len(data)) + data + bytes(-need % step)


def unpad(padded: bytes) -> bytes:
    """Undoes `pad`.

    Raises:
        IntegrityError: the length does not fit.
    """
    if len(padded) < _LENGTH.size:
        raise IntegrityError("vault.damaged")
    (length,) = _LENGTH.unpack_from(padded)
    if length > len(padded) - _LENGTH.size:
        raise IntegrityError("vault.damaged")
    return padded[_LENGTH.size : _LENGTH.size + length]
