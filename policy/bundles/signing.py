"""The keys that sign rule bundles: Ed25519, through `cryptography`.

Invariants:
1. One algorithm. There is nothing to choose, and so nothing to downgrade to.
2. What is signed begins with a line of its own, so a signature made for anything else fits no
   bundle, and a bundle's fits nothing else.
3. A signature names its key, and the name proves nothing: what counts is the public key in the
   caller's list.
4. Keys and signatures have one spelling each.
5. A private key is written for its owner alone, and not used where others could have read it.

What an attacker tries: a manifest changed under an old signature; a signature by a key of their
own, under a trusted name; a signed text of another kind handed over as a manifest.

What this does NOT protect: a stolen key signs as well as its owner. Whoever can write to the
installed program can change the list of keys, and the program. A signature has no time; that an old
bundle does not come back is the versions' part (`policy.bundles`).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from policy.bundles.files import read_secret, write_secret
from policy.errors import PolicyError

DOMAIN: Final = b"bojagi policy bundle v1\n"
MAX_SIGNATURE_BYTES: Final = 1_024

_KEY_BYTES: Final = 32
_HEAD: Final = "bojagi policy key v1\n"
_LINE: Final = re.compile(r"([0-9a-f]{16}) ([A-Za-z0-9+/]+={0,2})")

# The public keys that may vouch, by their ids.
TrustedKeys = Mapping[str, bytes]


class SigningKey:
    """A private key. Its text form never shows it."""

    __slots__ = ("_key", "public")

    def __init__(self, seed: bytes) -> None:
        """Takes the key's 32-byte seed (RFC 8032, section 5.1.5)."""
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    @classmethod
    def create(cls) -> Self:
        """Makes a new key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def read(cls, path: Path) -> Self:
        """Reads a key that `write` wrote.

        Raises:
            PolicyError: it is none, unreadable, or readable by others too.
        """
        data = read_secret(path, limit=MAX_SIGNATURE_BYTES)
        head, encoded = data[: len(_HEAD)], data[len(_HEAD) :].removesuffix(b"\n")
        seed = _decode(encoded.decode("ascii", "replace"))
        if head != _HEAD.encode() or seed is None or len(seed) != _KEY_BYTES:
            raise PolicyError("bundles.bad_key", name=str(path))
        return cls(seed)

    def write(self, path: Path) -> None:
        """Writes the key to a new file that its owner alone can read.

        Raises:
            PolicyError: there is such a file, or it cannot be written.
        """
        seed = base64.b64encode(self._key.private_bytes_raw()).decode("ascii")
        write_secret(path, f"{_HEAD}{seed}\n")

    @property
    def public_line(self) -> str:
        """The public key as a line of the list of trusted keys."""
        return f"{key_id(self.public)} {base64.b64encode(self.public).decode('ascii')}"

    def sign(self, manifest: bytes) -> bytes:
        """Gives the signature file that goes beside a manifest."""
        signature = base64.b64encode(self._key.sign(DOMAIN + manifest)).decode("ascii")
        return f"{key_id(self.public)} {signature}\n".encode("ascii")


def key_id(public: bytes) -> str:
    """Gives the name that a public key goes by: a label of 64 bits, not a proof."""
    return hashlib.sha256(public).hexdigest()[:16]


def parse_trusted(text: str) -> TrustedKeys:
    """Reads a list of trusted keys: a line each, `#` begins a comment.

    Raises:
        PolicyError: a line is no key, or its id is another key's.
    """
    keys: dict[str, bytes] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        stated = line.partition("#")[0].strip()
        if not stated:
            continue
        named, public = _parse(stated)
        if public is None or len(public) != _KEY_BYTES or key_id(public) != named:
            raise PolicyError("bundles.bad_trusted", line=number)
        keys[named] = public
    return keys


def verify(manifest: bytes, signature_file: bytes, trusted: TrustedKeys, name: str) -> str:
    """Gives the id of the trusted key that signed a manifest.

    Args:
        name: What the bundle is called where it is refused.

    Raises:
        PolicyError: the signature is none, by a key that is not trusted, or does not fit.
    """
    text = signature_file.decode("ascii", "replace")
    signer, signature = _parse(text.removesuffix("\n"))
    if signature is None:
        raise PolicyError("bundles.bad_signature", name=name)
    if signer not in trusted:
        known = ", ".join(sorted(trusted))
        raise PolicyError("bundles.unknown_signer", name=name, signer=signer, known=known)
    try:
        Ed25519PublicKey.from_public_bytes(trusted[signer]).verify(signature, DOMAIN + manifest)
    except InvalidSignature as error:  # also what a point off the curve gets
        raise PolicyError("bundles.bad_signature", name=name) from error
    return signer


def _parse(line: str) -> tuple[str, bytes | None]:
    """Gives a line's key id and its bytes; None where it is no such line."""
    match = _LINE.fullmatch(line)
    return (match[1], _decode(match[2])) if match else ("", None)


def _decode(encoded: str) -> bytes | None:
    """Gives the bytes of canonical base64 (RFC 4648, sections 3.5 and 4), or None."""
    try:
        data = base64.b64decode(encoded, validate=True)
    except ValueError:
        return None
    # Python ignores the unused bits of the last character: one key would have several spellings.
    return data if base64.b64encode(data).decode("ascii") == encoded else None
