"""From a passphrase to a key: Argon2id, as slow as half a second bears, within fixed bounds.

The parameters stand in the vault's readable header. An attacker who lowers them only makes the key
wrong; one who raises them could make unlocking take all memory, so anything outside the bounds is
refused first.

Source: RFC 9106; DESIGN section 6 for the bounds.
"""

from __future__ import annotations

import time
import unicodedata
from typing import Annotated, Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import BaseModel, ConfigDict, Field

from device.vault.seal import KEY_BYTES

MIN_MEMORY_KIB: Final = 64 * 1024
MAX_MEMORY_KIB: Final = 1024 * 1024
SALT_BYTES: Final = 16
_TARGET_S: Final = 0.5


class KdfParameters(BaseModel):
    """Cost of turning a passphrase into a key. Outside these bounds a header is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    memory_kib: Annotated[int, Field(ge=MIN_MEMORY_KIB, le=MAX_MEMORY_KIB)] = MIN_MEMORY_KIB
    passes: Annotated[int, Field(ge=3, le=10)] = 3
    lanes: Annotated[int, Field(ge=1, le=4)] = 1


def derive_from_passphrase(passphrase: str, salt: bytes, parameters: KdfParameters) -> bytes:
    """Gives the key that belongs to a passphrase.

    The same characters give the same key on every keyboard (NFKC).
    """
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=parameters.passes,
        lanes=parameters.lanes,
        memory_cost=parameters.memory_kib,
    )
    return kdf.derive(unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass"))


def calibrate() -> KdfParameters:
    """Chooses the memory that takes this machine about half a second; at least 64 MiB."""
    started = time.process_time()
    derive_from_passphrase("calibration", bytes(SALT_BYTES), KdfParameters())
    once_s = max(time.process_time() - started, 1e-3)
    memory_kib = MIN_MEMORY_KIB
    while (
        memory_kib * 2 <= MAX_MEMORY_KIB // 2
        and once_s * (memory_kib * 2 / MIN_MEMORY_KIB) <= _TARGET_S
    ):
        memory_kib *= 2
    return KdfParameters(memory_kib=memory_kib)
