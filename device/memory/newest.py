"""What was said later of a matter stands ahead of what was said sooner, where both come up.

No word decides here what is so: what replaced another for certain takes its place elsewhere
(`rank`). This only puts in order, so that of two dates for one party the later told is read first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

DEPTH: Final = 20  # how far down what came later is looked for; deeper, it displaces too much


def newest_ahead(said: Mapping[int, int], later: Callable[[int], Collection[int]]) -> list[int]:
    """Gives memories in their order, each with what was said later of the same matter ahead of it.

    Args:
        said: Unix seconds at which each was said, in the order in which they are found.
        later: Gives what was said later of the matter of one.
    """
    placed: dict[int, None] = {}
    for item_id in said:
        follow = [one for one in later(item_id) if one in said and said[one] >= said[item_id]]
        for one in (*sorted(follow, key=lambda one: -said[one]), item_id):
            placed.setdefault(one)
    return list(placed)
