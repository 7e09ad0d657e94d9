"""What fades first where more is kept than its owner wants recall to look through.

A memory's worth is how much of it is left (`forgetting`), times how much its owner asks of what it
is about, times how firmly it was meant. On paper, half as firm is worth a sixty-fourth: on the life
logs' train people no other sign tells nearly as well what will be asked, and the other two decide
among what was meant alike (`benchmarks/forgetting.py`).

Nothing here acts; `device.fading` does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from device.encoder.tags import DOMAINS
from device.memory.forgetting import Days, first_stability, retrievability
from device.vault.columns import Mask
from device.vault.rows import Rows
from device.vault.upkeep import Usage
from policy.request import DAY_S
from policy.vocabulary import Domain

Ids: TypeAlias = npt.NDArray[np.uint32]
Numbers: TypeAlias = npt.NDArray[np.int64]

YOUNG_S: Final = 7 * DAY_S  # nobody could ask for it yet
PASSING_S: Final = 30 * DAY_S  # then the chatter of an episode is the first to fade
_HALF_LIFE_DAYS: Final = 30.0  # of what asking once says of what will be asked
_LEAST_DEMAND: Final = 0.05  # of the domain that is asked most: what was never asked keeps a little
_IMPORTANCE: Final = 6  # power of the strength; 3 to 9 do alike on train
_UNTOLD: Final = 1 << DOMAINS.index(Domain.OTHER.value)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is weighed of each memory, column by column. *Shape:* all (n,).

    Attributes:
        ids: Ascending.
        rules: Numbers of the rule records.
        said, created, reviewed: Unix seconds; `reviewed` is 0 for what was never asked for.
        domains: Bit masks over `device.encoder.tags.DOMAINS`.
        stability: In days; of what was never reviewed, as its strength tells.
        faded: Since when, in Unix seconds; 0 where it is not.
    """

    ids: Ids
    rules: npt.NDArray[np.uint16]
    said: Numbers
    created: Numbers
    domains: npt.NDArray[np.uint16]
    strength: Days
    stability: Days
    reviewed: Numbers
    used: Numbers
    dismissed: Numbers
    faded: Numbers
    is_pinned: Mask
    is_episodic: Mask

    @classmethod
    def of(cls, ids: Ids, columns: Rows, usages: Mapping[int, Usage]) -> Self:
        """Gathers what is weighed. *Shape:* ids and columns (n,), in any order."""
        order = np.argsort(ids)
        ids, columns = ids[order], columns[order]
        named = np.fromiter(usages, np.uint32, len(usages))
        at = np.minimum(np.searchsorted(ids, named), max(len(ids) - 1, 0))
        is_here = ids[at] == named if len(ids) else np.zeros(len(named), np.bool_)
        found = [one for one, here in zip(usages.values(), is_here, strict=True) if here]
        places = at[is_here]

        def numbers(name: str) -> Numbers:
            column = np.zeros(len(ids), np.int64)
            column[places] = [getattr(one, name) for one in found]
            return column

        strength = columns["strength"].astype(np.float64)
        stability = first_stability(strength)
        stability[places] = [one.stability or first for one, first in zip(
            found, stability[places], strict=True
        )]  # fmt: skip
        return cls(
            ids=ids,
            rules=columns["rule"],
            said=columns["at"].astype(np.int64),
            created=columns["created"].astype(np.int64),
            domains=columns["domains"],
            strength=strength,
            stability=stability,
            reviewed=numbers("reviewed"),
            used=numbers("used"),
            dismissed=numbers("dismissed"),
            faded=numbers("faded"),
            is_pinned=numbers("is_pinned") > 0,
            is_episodic=numbers("is_episodic") > 0,
        )

    def __len__(self) -> int:
        return len(self.ids)


def left_of(kept: Kept, now: int) -> Days:
    """Gives the share of each memory that is left by its curve. *Shape:* (n,)."""
    since = np.where(kept.reviewed > 0, kept.reviewed, np.minimum(kept.said, now))
    return retrievability((now - since) / DAY_S, kept.stability)


def demand(kept: Kept, now: int) -> Days:
    """Gives how much the owner asks of what each memory is about, in (0, 1].

    The rate of a domain is the share of its memories that were asked for lately, so that a large
    domain is not asked more for being large; a memory of two domains has the mean of both. What
    its owner did not want counts as less asked, what helped makes up for it. *Shape:* (n,).
    """
    ages = np.maximum(now - kept.reviewed, 0) / DAY_S
    asked = np.where(kept.reviewed > 0, 2.0 ** (-ages / _HALF_LIFE_DAYS), 0.0)
    masks = np.where(kept.domains == 0, _UNTOLD, kept.domains).astype(np.int64)
    about = (masks[:, None] >> np.arange(len(DOMAINS)) & 1).astype(np.float64)
    about /= np.maximum(about.sum(axis=1, keepdims=True), 1)
    rates = (asked @ about) / np.maximum(about.sum(axis=0), 1e-9)
    most = rates.max(initial=0.0)
    rates = np.maximum(rates / most, _LEAST_DEMAND) if most > 0 else np.ones_like(rates)
    wanted = (1 + kept.used) / (1 + kept.used + kept.dismissed)
    return np.asarray(about @ rates * wanted, np.float64)


def worth(kept: Kept, now: int) -> Days:
    """Gives what keeping each memory before recall's eyes is worth. *Shape:* (n,)."""
    return left_of(kept, now) * demand(kept, now) * kept.strength**_IMPORTANCE


def weakest_first(kept: Kept, now: int) -> npt.NDArray[np.intp]:
    """Gives the places of all in the order in which they give way. *Shape:* (n,).

    The chatter of episodes that are over goes before all else.
    """
    is_passing = kept.is_episodic & (now - kept.said > PASSING_S)
    return np.lexsort((kept.ids, worth(kept, now), ~is_passing))


def to_fade(kept: Kept, now: int, budget: int, held: Collection[int], bound: Ids) -> Ids:
    """Gives what fades so that no more than `budget` are in sight, the least worth first.

    What is pinned, held or bound never goes. What is new is ranked with the rest, and stays for
    now: so a large import does not drive out what is worth more than it.

    Args:
        held: Rule records whose memories never fade, as those that are held for a dispute.
        bound: What must not fade for another reason. *Shape:* (m,).
    """
    stays = kept.is_pinned | np.isin(kept.rules, list(held)) | np.isin(kept.ids, bound)
    order = weakest_first(kept, now)
    order = order[kept.faded[order] == 0]
    order = np.concatenate([order[~stays[order]], order[stays[order]]])
    weakest = order[: max(len(order) - budget, 0)]
    goes = ~stays[weakest] & (now - kept.created[weakest] >= YOUNG_S)
    fading: Ids = kept.ids[weakest[goes]]
    return fading


def to_bring_back(kept: Kept, now: int, budget: int) -> Ids:
    """Gives what faded and has room again, the most worth first."""
    room = budget - int(np.count_nonzero(kept.faded == 0))
    faded = np.flatnonzero(kept.faded > 0)
    order = np.argsort(-worth(kept, now)[faded], kind="stable")
    back: Ids = kept.ids[faded[order[: max(room, 0)]]]
    return back
