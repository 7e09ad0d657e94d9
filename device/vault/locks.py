"""Locks: a key that any of several factors opens.

Each factor's secret makes an X25519 pair, and the lock's key is sealed to every factor's public
key. So a lock can be given a new key while only one of its factors is present: the recovery code
stays in its drawer when the passphrase changes.

The public keys are kept under the root, not in the clear: without one, what is sealed to it is as
hard to open as AES-256, for a quantum computer too.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from device.errors import IntegrityError
from device.vault.seal import KEY_BYTES, derive, keyed_hash, seal, unseal


def private_key(secret: bytes) -> X25519PrivateKey:
    """Gives the pair that a factor's secret stands for."""
    return X25519PrivateKey.from_private_bytes(derive(secret, "factor"))


def public_bytes(private: X25519PrivateKey) -> bytes:
    """Gives the public half. *Length:* 32."""
    return private.public_key().public_bytes_raw()


def seal_to(public: bytes, plaintext: bytes, place: bytes, use: str) -> bytes:
    """Seals to a public key: the sender's ephemeral one, then the sealed text."""
    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    sender = public_bytes(ephemeral)
    return sender + seal(_key(shared, sender, public, use), plaintext, place)


def open_with(private: X25519PrivateKey, sealed: bytes, place: bytes, use: str) -> bytes:
    """Opens what `seal_to` gave.

    Raises:
        IntegrityError: it was changed, or sealed to another key.
    """
    sender, body = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
    except ValueError as error:
        raise IntegrityError("vault.damaged") from error
    return unseal(_key(shared, sender, public_bytes(private), use), body, place)


def _key(shared: bytes, sender: bytes, receiver: bytes, use: str) -> bytes:
    # Both public keys go into the derivation (as in HPKE), so that a swapped one gives another key.
    return derive(keyed_hash(sender + receiver, shared), use)
