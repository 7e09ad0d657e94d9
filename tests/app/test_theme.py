"""The tokens: every text is readable on the ground that it stands on."""

from __future__ import annotations

import pytest

from device.app.appearance import SystemTheme
from device.app.ui.theme import DARK, LIGHT, Look, colour, contrast

PAIRS = [
    (ink, ground) for ink in ("ink", "quiet") for ground in ("ground", "surface", "sunken")
] + [
    ("ink", "raised"),
    ("accent", "ground"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("accent_text", "accent"),
    ("good", "ground"),
    ("good", "good_soft"),
    ("warn", "warn_soft"),
    ("danger", "ground"),
    ("danger", "danger_soft"),
    ("toast_text", "toast"),
    ("toast_act", "toast"),
]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_has_enough_contrast(palette, ink, ground):
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


def test_contrast_of_black_and_white_is_21():
    assert contrast(colour("#000000"), colour("#FFFFFF")) == pytest.approx(21)


def test_look_takes_the_palette_of_its_mode():
    assert Look(mode="dark").palette is DARK
    assert Look().palette is LIGHT


def test_system_that_was_not_asked_is_light():
    assert SystemTheme().mode() == "light"
