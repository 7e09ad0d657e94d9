"""Statistics: how many devices, never which; asked of those that consented, released under noise.

A query round asks each device for at most MAX_CELLS bits of one view. What is released is, for each
cell, the number of devices that set it, plus discrete Laplace noise, or nothing.

Invariants:
1. A device's whole reply to one query costs `epsilon`, and all releases together, over both views,
   at most the budget; what would pass it is not even asked. Losses add up (basic composition,
   Dwork et al. 2006). A loss is set aside before the first device is asked and stays spent if the
   table is lost, so killing and asking again gains nothing.
2. Noise first, threshold after. Whether a cell is shown depends on its noisy count alone, so
   showing and suppressing cost nothing more.
3. A cell behind which fewer than k devices stand is shown with a chance of at most FALSE_RELEASE,
   over all cells of a table together. k is at least 10.
4. No suppressed cell can be worked out from the others: no totals are released, neither of cells
   nor of the devices that answered; and of cells that share the devices out among them
   (`PARTITIONS`) never exactly one is suppressed.

The threshold. A noisy count of k alone would let small groups through: three devices and noise of
scale 4 reach 10 in about one cell of ten. So what is demanded of a noisy count is

    threshold = (k - 1) + margin,  cells * P(noise >= margin) <= FALSE_RELEASE.

A cell of at most k - 1 devices is shown only if its noise reaches the margin; over all cells of the
table this happens with a chance of at most FALSE_RELEASE, by the union bound. With k = 10,
epsilon = 2 and ten cells the scale is 4, the margin 35 and the threshold 44; with three devices in
every cell the chance is below 0.02% for a whole table. This also covers a table that too few
devices answered (no cell has more devices than answered), so that no noisy number of answers is
needed beside it, which would cost epsilon of its own. The price is that true counts up to about 44
are mostly not shown.

What this does NOT protect: in this version the coordinator receives each device's bits in the clear
and adds the noise itself, and must be trusted for that. It writes none of them down, but Flower's
SuperLink holds a reply in its database until it was fetched, and does not wipe what it deletes. How
many devices were asked is public.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from compliance.contents import StatisticsTable
from compliance.log.events import EventKind
from coordinator.messages import Grid, ask, statistics_message
from coordinator.noise import add_noise, interval, margin, noise_scale
from coordinator.settings import StatisticsSettings
from coordinator.state import STATISTICS, State
from coordinator.validate import Cells, check_cells, judge
from device.federation.protocol import CELLS, MAX_CELLS, StatisticsPlan, StatisticsView
from device.federation.protocol import STATISTICS as STATISTICS_KIND

FALSE_RELEASE: Final = 0.001
# Each device sets one of these, so that two of them and the number asked nearly give the third.
PARTITIONS: Final = (("language_en", "language_ja", "language_ko"),)


@dataclass(frozen=True, slots=True)
class OverBudget:
    """Nothing was asked: the privacy budget does not allow it. In thousandths of epsilon."""

    spent_milli: int
    asked_milli: int
    budget_milli: int


def run_statistics(
    grid: Grid,
    state: State,
    view: StatisticsView,
    settings: StatisticsSettings,
    now: Callable[[], int],
) -> StatisticsTable | OverBudget:
    """Asks the connected devices for one view and gives the table that was released.

    Args:
        now: Gives Unix seconds.

    Raises:
        StateUnavailable: the state cannot be written; then nothing is released.
    """
    spent_milli = round(state.now.epsilon_spent * 1_000)
    if spent_milli + settings.epsilon_milli > settings.budget_milli:
        state.note(
            EventKind.REFUSED,
            {"reason": "budget", "source": view, "epsilon_milli": settings.epsilon_milli},
            at=now(),
            purpose=STATISTICS,
        )
        return OverBudget(spent_milli, settings.epsilon_milli, settings.budget_milli)
    nodes = frozenset(grid.get_node_ids())
    state.open_query(
        STATISTICS,
        at=now(),
        asked=len(nodes),
        source=view,
        epsilon_milli=settings.epsilon_milli,
    )
    plan = StatisticsPlan(view=view, period_days=settings.period_days)
    messages = {node: statistics_message(node, plan, settings.timeout_s) for node in nodes}
    judged = judge(
        ask(grid, messages, timeout_s=settings.timeout_s),
        nodes,
        kind=STATISTICS_KIND,
        group=view,
        check=lambda reply: check_cells(reply, view),
    )
    # How many were refused or silent is not kept: with the number asked, it would tell exactly how
    # many answered.
    table = release(
        list(judged.accepted.values()),
        view,
        settings,
        at=now(),
        asked=len(nodes),
        simulated=state.now.simulated,
    )
    state.keep_table(table)
    return table


def release(
    replies: list[Cells],
    view: StatisticsView,
    settings: StatisticsSettings,
    *,
    at: int,
    asked: int,
    simulated: bool,
) -> StatisticsTable:
    """Gives a table with fresh noise from replies that were found as agreed. Costs its epsilon."""
    epsilon = settings.epsilon_milli / 1_000
    scale = noise_scale(epsilon)
    least = threshold(view, settings)
    counts = {name: sum(reply[name] for reply in replies) for name in CELLS[view]}
    noisy = add_noise(counts, epsilon)
    return StatisticsTable(
        view=view.value,
        at=at,
        period_days=settings.period_days,
        asked=asked,
        counts=suppress(noisy, least),
        threshold=least,
        bound=MAX_CELLS,
        epsilon=epsilon,
        scale=scale,
        interval=interval(scale),
        simulated=simulated,
    )


def suppress(noisy: Mapping[str, int], least: int) -> dict[str, int | None]:
    """Gives the noisy counts that may be shown; None for the others."""
    shown = {name for name, count in noisy.items() if count >= least}
    for cells in PARTITIONS:
        members = [name for name in cells if name in noisy]
        if len(shown.intersection(members)) == len(members) - 1:
            shown.remove(min(shown.intersection(members), key=lambda name: (noisy[name], name)))
    return {name: count if name in shown else None for name, count in noisy.items()}


def threshold(view: StatisticsView, settings: StatisticsSettings) -> int:
    """Gives what a noisy count must reach to be shown."""
    scale = noise_scale(settings.epsilon_milli / 1_000)
    return settings.k - 1 + margin(scale, len(CELLS[view]), FALSE_RELEASE)
