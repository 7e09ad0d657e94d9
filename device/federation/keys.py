"""The key pair by which a device is known to one federation.

It is made for that federation alone, so that two coordinators cannot tell that a device is the
same. The private half is kept sealed in the vault and is handed to the worker through its pipe.

Source: EC P-384 and OpenSSH's public format are what Flower's SuperLink admits
(federation.md section 8).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)


@dataclass(frozen=True, slots=True)
class NodeKey:
    """A device's key pair.

    Attributes:
        private_pem: PKCS 8, unencrypted: seal it before it is stored.
        public_line: One line in OpenSSH's format, for the operator to admit.
    """

    private_pem: str = field(repr=False)
    public_line: str


def new_node_key() -> NodeKey:
    """Makes a key pair."""
    private = ec.generate_private_key(ec.SECP384R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    line = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return NodeKey(pem.decode("ascii"), line.decode("ascii"))
