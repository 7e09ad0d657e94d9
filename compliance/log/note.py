"""Signed notes: a text and the Ed25519 signatures under it, in the format of C2SP signed-note.

Source: https://c2sp.org/signed-note; the vectors of golang.org/x/mod/sumdb/note sign and open
alike. The verifier key's text form `<name>+<key ID in hex>+<base64>` is theirs too. Pure: no files,
no clock.

Invariants:

1. No text comes out of `open_note` unless a signature by the expected key fits it, byte by byte.
2. The expected key is the caller's choice. Nothing inside a note says which key to trust.
3. One algorithm, Ed25519 (type 0x01). There is no choice to downgrade.
4. Every note and key has one spelling: base64 is canonical, hexadecimal is lower case, lines end in
   a single newline. What reads back is what was written.
5. If several lines name the expected key, all of them have to fit.

What an attacker tries: a text changed under an old signature; a signature of another key under the
expected name, or a key ID that collides (it has 32 bits and is a label, not a proof); a second text
hidden behind another blank line; control characters that redraw a terminal; endless notes;
look-alike base64.

What this does NOT protect: a stolen or shared key signs as well as its owner. A key that its owner
built to be weak (a point of small order) vouches for anything; that spoils its owner's log and no
other. A signature has no time. Lines of unknown keys are ignored, as the format demands, so nothing
covers them.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from compliance.errors import ProofError

MAX_NOTE_BYTES: Final = 1 << 20
MAX_SIGNATURES: Final = 100  # the format asks for at least 16; sumdb/note stops at 100 as well
MAX_NAME_CHARS: Final = 255
_ED25519: Final = b"\x01"
_KEY_ID_BYTES: Final = 4
_KEY_BYTES: Final = 32
_DASH: Final = "\N{EM DASH}"
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")  # "ASCII control characters other than newline"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A key that may vouch for notes: its name and its Ed25519 public key.

    The name is narrower than the format's: printable, so that it cannot redraw the line that it
    is shown in.

    Raises:
        ValueError: the name or the key is none.
    """

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not (_is_name(self.name) and self.name.isprintable()):
            raise ValueError("expected a printable key name without spaces or '+'")
        if len(self.public_key) != _KEY_BYTES:
            raise ValueError(f"expected a public key of {_KEY_BYTES} bytes")

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Reads the text form of a verifier key.

        Raises:
            ProofError: it has another form or algorithm, or its key ID does not fit name and key.
        """
        # The base64 part may hold a plus sign itself; name and key ID may not.
        name, _, rest = vkey.partition("+")
        key_id, _, encoded = rest.partition("+")
        key = _decode(encoded)
        if key is None or key[:1] != _ED25519 or not _KEY_ID.fullmatch(key_id):
            raise ProofError("evidence.vkey_form")
        try:
            verifier = cls(name, key[1:])
        except ValueError as error:
            raise ProofError("evidence.vkey_form") from error
        if verifier.key_id.hex() != key_id:
            raise ProofError("evidence.vkey_form")
        return verifier

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key in a signature line.

        Source: signed-note, "Ed25519 signatures".
        """
        named = self.name.encode() + b"\n" + _ED25519 + self.public_key
        return hashlib.sha256(named).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        encoded = base64.b64encode(_ED25519 + self.public_key).decode("ascii")
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


class Signer:
    """A name and the private key that signs under it. Its text form never shows the key."""

    __slots__ = ("_key", "verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        """Takes the key's 32-byte seed (RFC 8032, section 5.1.5).

        Raises:
            ValueError: the name or the seed is none.
        """
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    @property
    def name(self) -> str:
        """The name in the signature line."""
        return self.verifier.name

    def sign(self, text: str) -> str:
        """Gives the whole note: the text, a blank line and one signature line.

        Raises:
            ValueError: the text cannot stand in a note.
        """
        if not text.endswith("\n") or _CONTROL.search(text):
            raise ValueError("expected a text that ends in a newline and has no control characters")
        signature = self.verifier.key_id + self._key.sign(text.encode())
        note = f"{text}\n{_DASH} {self.name} {base64.b64encode(signature).decode('ascii')}\n"
        if len(note.encode()) > MAX_NOTE_BYTES:
            raise ValueError(f"expected a note of at most {MAX_NOTE_BYTES} bytes")
        return note


def open_note(note: str, verifier: Verifier) -> str:
    """Gives the note's text once the verifier's signature fits it.

    Raises:
        ProofError: this is no note, the key has not signed it, or a signature of it does not fit.
    """
    text, signatures = _parse(note)
    known = [
        signature
        for name, key_id, signature in signatures
        if name == verifier.name and key_id == verifier.key_id
    ]
    if not known:
        raise ProofError("evidence.note_unsigned", signer=verifier.name)
    try:
        key = Ed25519PublicKey.from_public_bytes(verifier.public_key)
        for signature in known:
            key.verify(signature, text.encode())
    except InvalidSignature as error:  # also what a point off the curve gets
        raise ProofError("evidence.note_signature", signer=verifier.name) from error
    return text


def _parse(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Gives the text and, for each signature line, its name, key ID and signature."""
    try:
        size_bytes = len(note.encode())
    except UnicodeEncodeError as error:  # a lone surrogate: "signed notes MUST be valid UTF-8"
        raise ProofError("evidence.note_form") from error
    # "The text is separated from the signatures by the last empty line in the note."
    text, blank, block = note.rpartition("\n\n")
    if size_bytes > MAX_NOTE_BYTES or _CONTROL.search(note) or not blank or block[-1:] != "\n":
        raise ProofError("evidence.note_form")
    lines = block[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise ProofError("evidence.note_form")
    return text + "\n", [_parse_signature(line) for line in lines]


def _parse_signature(line: str) -> tuple[str, bytes, bytes]:
    """Gives name, key ID and signature of a line "em dash, space, key name, space, base64"."""
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    signature = _decode(encoded)
    if dash != _DASH or not _is_name(name) or signature is None or len(signature) <= _KEY_ID_BYTES:
        raise ProofError("evidence.note_form")
    return name, signature[:_KEY_ID_BYTES], signature[_KEY_ID_BYTES:]


def _is_name(name: str) -> bool:
    """Tells whether the format allows the key name: not empty, no Unicode space, no plus sign."""
    return 0 < len(name) <= MAX_NAME_CHARS and not any(
        char.isspace() or char == "+" for char in name
    )


def _decode(encoded: str) -> bytes | None:
    """Gives the bytes of canonical base64 (RFC 4648, sections 3.5 and 4), or None."""
    try:
        data = base64.b64decode(encoded, validate=True)
    except ValueError:
        return None
    # Python ignores the unused bits of the last character: one key would have several spellings.
    return data if base64.b64encode(data).decode("ascii") == encoded else None
