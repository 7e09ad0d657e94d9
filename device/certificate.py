"""The signed note that tells what a deletion did, and what it cannot promise."""

from __future__ import annotations

from compliance.log.note import Signer


def erasure_certificate(
    signer: Signer, *, name: str | None, erased_at: int, log_event: int, reason: str
) -> str:
    """Gives the certificate of one deletion.

    Args:
        name: The memory's name in the log; None where its class is closed, and its keys are
            replaced at the next step-up only.
        erased_at: Unix seconds.
        log_event: Number of the event that the deletion is logged as.
    """
    is_closed = name is None
    return signer.sign(
        "bojagi erasure certificate v1\n"
        f"memory {name or 'in a closed class'}\nerased_at {erased_at}\n"
        f"log_event {log_event}\nreason {reason}\n"
        f"keys_replaced {'at the next step-up' if is_closed else 'item segment class root'}\n"
        f"promise unrecoverable from the current file{' from then on' if is_closed else ''}; "
        "older copies of the file are not reached\n"
    )
