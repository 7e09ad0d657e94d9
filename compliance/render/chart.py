"""A small line chart: where its points, grid lines and labels stand. The template draws them.

Coordinates are rounded to a tenth, so that the same figures give the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 240
_LEFT: Final = 56
_RIGHT: Final = 16
_TOP: Final = 16
_BOTTOM: Final = 32
_LINES: Final = 4
_LEAST_SPAN: Final = 0.02  # a flat curve is drawn flat, not as noise at full height
_MOST_LABELS: Final = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the chart and the text that stands there."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A line and its axes, in the units of its view box.

    Attributes:
        line: The points of the polyline, as SVG spells them.
        points: One a value; the text is the value.
        rows: Grid lines with their values, at the left edge.
        columns: Labels below.
    """

    width: int
    height: int
    left: int
    right: int
    line: str
    points: tuple[Mark, ...]
    rows: tuple[Mark, ...]
    columns: tuple[Mark, ...]


def draw_line(values: Sequence[tuple[str, float]]) -> Chart | None:
    """Gives the chart of labelled values, left to right; None where two are not there to join."""
    if len(values) < 2:
        return None
    numbers = [number for _, number in values]
    low, high = _bounds(numbers)
    step_x = (WIDTH - _LEFT - _RIGHT) / (len(values) - 1)
    scale_y = (HEIGHT - _TOP - _BOTTOM) / (high - low)
    points = tuple(
        Mark(
            round(_LEFT + at * step_x, 1),
            round(HEIGHT - _BOTTOM - (number - low) * scale_y, 1),
            f"{number:.4f}",
        )
        for at, number in enumerate(numbers)
    )
    ticks = [low + (high - low) * at / (_LINES - 1) for at in range(_LINES)]
    every = -(-len(values) // _MOST_LABELS)
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        line=" ".join(f"{point.x},{point.y}" for point in points),
        points=points,
        rows=tuple(
            Mark(_LEFT - 8, round(HEIGHT - _BOTTOM - (tick - low) * scale_y, 1), f"{tick:.2f}")
            for tick in ticks
        ),
        columns=tuple(
            Mark(point.x, HEIGHT - 10, label)
            for at, (point, (label, _)) in enumerate(zip(points, values, strict=True))
            if at % every == 0 or at == len(values) - 1
        ),
    )


def _bounds(numbers: Sequence[float]) -> tuple[float, float]:
    low, high = min(numbers), max(numbers)
    margin = max((high - low) * 0.1, (_LEAST_SPAN - (high - low)) / 2)
    return low - margin, high + margin
