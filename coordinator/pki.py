"""The coordinator's own certificate authority, and the server certificate that devices check.

Invariants:
1. The authority can vouch for this machine only: its name constraints allow 127.0.0.1 and
   `localhost`, and it cannot make another authority.
2. Private keys are readable to the operator alone (mode 0600), each in one file with its
   certificate, put in place in one step: a crash leaves the old pair or the new one.
3. A certificate is replaced before it runs out. When the authority itself is replaced, devices need
   a new invitation, because that is where they learned whom to trust.

What this does NOT protect: whoever reads the operator's files can pretend to be the coordinator.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from coordinator.errors import StateDamaged

AUTHORITY_LIFE: Final = timedelta(days=3_650)
SERVER_LIFE: Final = timedelta(days=397)
RENEW_BEFORE: Final = timedelta(days=30)

_LOOPBACK: Final = ipaddress.IPv4Address("127.0.0.1")
_LOCALHOST: Final = "localhost"
_CLOCK_SLACK: Final = timedelta(hours=1)  # a device's clock may be a little behind

_Pair = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


@dataclass(frozen=True, slots=True)
class Certificates:
    """Where the certificates stand.

    Attributes:
        authority: The authority's certificate, which invitations carry.
        server: The server's key and certificate, in one file.
    """

    authority: Path
    server: Path

    @property
    def ca_pem(self) -> str:
        """The authority's certificate as text."""
        return self.authority.read_text(encoding="ascii")


def prepare_certificates(folder: Path, now: datetime) -> Certificates:
    """Gives certificates that are good for at least `RENEW_BEFORE`, made or renewed if need be.

    Raises:
        StateDamaged: a certificate file was changed or damaged.
    """
    secret, public, server = (
        folder / "authority.pem",
        folder / "ca.pem",
        folder / "server.pem",
    )
    pair = _read(secret)
    # A server certificate must not outlive the authority that vouches for it.
    if pair is None or not _good_until(pair[1], now + SERVER_LIFE + RENEW_BEFORE):
        pair = _make_authority(now)
        write_secret(secret, _pem(pair))
    certificate = pair[1].public_bytes(serialization.Encoding.PEM)
    if not public.is_file() or public.read_bytes() != certificate:
        write_secret(public, certificate)
    served = _read(server)
    if (
        served is None
        or not _good_until(served[1], now + RENEW_BEFORE)
        or not _vouched(served[1], pair[1])
    ):
        write_secret(server, _pem(_make_server(pair, now)))
    return Certificates(public, server)


def write_secret(path: Path, content: bytes) -> None:
    """Writes a file that only the operator can read, in one step."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def _make_authority(now: datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Bojagi coordinator (this machine)")
    constraints = x509.NameConstraints(
        permitted_subtrees=[
            x509.DNSName(_LOCALHOST),
            x509.IPAddress(ipaddress.IPv4Network(_LOOPBACK)),
        ],
        excluded_subtrees=None,
    )
    usage = _key_usage(key_cert_sign=True, crl_sign=True)
    certificate = (
        _builder(name, name, key, now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(constraints, critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def _make_server(authority: _Pair, now: datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.IPAddress(_LOOPBACK), x509.DNSName(_LOCALHOST)])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority[0].public_key())
    certificate = (
        _builder(_name(_LOCALHOST), authority[1].subject, key, now, SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(names, critical=False)
        .add_extension(_key_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer, critical=False)
        .sign(authority[0], hashes.SHA256())
    )
    return key, certificate


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - _CLOCK_SLACK)
        .not_valid_after(now.astimezone(UTC) + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key_usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _good_until(certificate: x509.Certificate, moment: datetime) -> bool:
    return certificate.not_valid_after_utc >= moment


def _vouched(server: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        server.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _pem(pair: _Pair) -> bytes:
    key, certificate = pair
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate.public_bytes(serialization.Encoding.PEM)


def _read(path: Path) -> _Pair | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        key = serialization.load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(content)
    except ValueError as error:
        raise StateDamaged("serve.damaged_certificate", file=str(path)) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != (
        certificate.public_key()
    ):
        raise StateDamaged("serve.damaged_certificate", file=str(path))
    return key, certificate
