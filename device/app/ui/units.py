"""Lengths that look alike on every screen, in pixels of this one."""

from __future__ import annotations

from kivy import metrics


def dp(value: float) -> float:
    """Gives pixels for a length in dp."""
    return float(metrics.dp(value))


def sp(value: float) -> float:
    """Gives pixels for a size of letters in sp, which follows the system's text size too."""
    return float(metrics.sp(value))
