"""The domain gate: which domains of life a question is about, and what that changes in a search.

The encoder's head gives each domain a logit, in every language alike; a softmax makes shares of
them. Memories are held apart by their first domain, so the gate sees to it that the likely domains
are among the candidates, and it lifts what lies in them. It hides nothing: the scan of everything
stays beneath it, for a wrong domain must cost a little order and never a memory.

Between two languages words say nothing and likeness says less, so the domain counts for more.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.domains import domain_logits
from device.encoder.tags import DOMAINS
from device.vault.columns import Mask

Shares: TypeAlias = npt.NDArray[np.float32]
Scores: TypeAlias = npt.NDArray[np.float32]

_WEIGHT: Final = 1.5
_ACROSS_WEIGHT: Final = 3.5  # for memories in another language than the question
_SURE: Final = 2  # domains that are always searched
_FLOOR: Final = 32  # candidates of each of those at least
_PART: Final = 0.25  # of as many as the scan of everything brings, over all domains
_LEAST_SHARE: Final = 0.1  # of another domain that is searched too
_BITS: Final = np.arange(len(DOMAINS), dtype=np.uint16)


def shares_of(question: str) -> Shares | None:
    """Gives each domain's share of a question; None where it speaks of none.

    *Shape:* (domains,), summing to 1.
    """
    logits = domain_logits(question)
    if logits is None:
        return None
    raised = np.exp(logits - logits.max())
    shares: Shares = (raised / raised.sum()).astype(np.float32)
    return shares


def quotas(shares: Shares, keep: int) -> dict[int, int]:
    """Gives how many candidates each domain is to bring at least: its share, with a floor.

    Args:
        keep: How many the scan of everything brings.
    """
    order = np.argsort(-shares, kind="stable")
    wanted = {}
    for rank, domain in enumerate(order.tolist()):
        if rank < _SURE:
            wanted[domain] = max(_FLOOR, int(shares[domain] * keep * _PART))
        elif shares[domain] >= _LEAST_SHARE:
            wanted[domain] = int(shares[domain] * keep * _PART)
    return wanted


def lift(shares: Shares, domains: npt.NDArray[np.uint16], across: Mask) -> Scores:
    """Gives what its domains add to a memory's score: the likeliest of them counts.

    *Shape:* (m,).

    Args:
        domains: Bit masks over `DOMAINS`. *Shape:* (m,).
        across: Which memories are in another language than the question. *Shape:* (m,).
    """
    has = (domains[:, None] >> _BITS) & 1
    likeliest: Scores = (has * shares).max(axis=1, initial=0).astype(np.float32)
    return likeliest * np.where(across, np.float32(_ACROSS_WEIGHT), np.float32(_WEIGHT))
