"""The signed note that tells what a deletion did, and what it cannot promise."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from compliance.log.note import Signer
from device.vault.keystores.keystore import Promise

_LISTED: Final = 16  # names in a certificate; more are told by their hash
_PROMISES: Final = {
    None: "unrecoverable from the current file; older copies of the file, opened with the"
    " passphrase of their day, still hold it",
    Promise.HIDES: "unrecoverable from the current file, and from older copies without the key that"
    " the keystore has replaced; the keystore may have left that key on the same disk",
    Promise.ERASES: "unrecoverable from the current file and from older copies, with the passphrase"
    " too: the keystore has erased the key that they need",
}


def erasure_certificate(
    signer: Signer,
    *,
    names: Sequence[str],
    closed: bool,
    erased_at: int,
    log_event: int,
    reason: str,
    keystore: str | None,
    promise: Promise | None,
) -> str:
    """Gives the certificate of one deletion.

    Args:
        names: The memories' names in the log.
        closed: Whether what of it lay in closed classes is meant too, if anything did; there keys
            are replaced at the next step-up only.
        erased_at: Unix seconds.
        log_event: Number of the event that the deletion is logged as.
        keystore: Name of the keystore that keeps the epoch key, if one does.
        promise: What that keystore does with a key that was replaced.
    """
    lines = ["bojagi erasure certificate v2"]
    if len(names) <= _LISTED:
        lines += [f"memory {name}" for name in names]
    else:  # the log's event lists them, in this order
        digest = sha256("".join(f"{name}\n" for name in names).encode()).hexdigest()
        lines += [f"memories {len(names)}", f"names_sha256 {digest}"]
    if closed:
        lines.append("closed_classes whatever of it lay there")
    lines += [f"erased_at {erased_at}", f"log_event {log_event}", f"reason {reason}"]
    epoch = "" if keystore is None else " epoch"
    if names:
        lines.append(f"keys_replaced item segment class root{epoch}")
    if closed:
        lines.append(
            f"keys_replaced_later item segment class, at the next step-up; root{epoch} now"
        )
    lines.append(f"keystore {'none' if keystore is None else f'{keystore} {promise}'}")
    later = "for closed classes from the next step-up on: " if closed else ""
    lines.append(f"promise {later}{_PROMISES[promise]}")
    lines.append("not_reached backups, exports and reports made before")
    return signer.sign("\n".join(lines) + "\n")
