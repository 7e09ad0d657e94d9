"""Which fonts are taken on which machine, and what happens where there is none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from device.app.ui.fonts import Face, find_fonts

NOTO = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
NOTO_BOLD = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
MALGUN = "C:/Windows/Fonts/malgun.ttf"
YU = "C:/Windows/Fonts/YuGothR.ttc"


def found(platform, files, asked=None):
    return find_fonts(platform, exists=set(files).__contains__, ask=lambda _language: asked)


def test_fixed_place_gives_both_weights():
    fonts = found("linux", [NOTO, NOTO_BOLD])
    assert fonts.japanese == fonts.korean == Face(NOTO, NOTO_BOLD)
    assert fonts.is_complete


def test_missing_bold_is_drawn_with_the_regular_file():
    assert found("linux", [NOTO]).japanese == Face(NOTO, NOTO)


def test_fontconfig_is_asked_only_where_no_fixed_place_has_one():
    fonts = found("linux", ["/home/ann/.fonts/cjk.otf"], asked="/home/ann/.fonts/cjk.otf")
    assert fonts.japanese == Face("/home/ann/.fonts/cjk.otf", "/home/ann/.fonts/cjk.otf")
    assert found("linux", [NOTO], asked="/other").japanese == Face(NOTO, NOTO)


def test_windows_has_one_face_per_language():
    fonts = found("win32", [MALGUN, YU])
    assert fonts.japanese == Face(YU, YU)
    assert fonts.korean == Face(MALGUN, MALGUN)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "haiku"])
def test_machine_without_fonts_gives_none(platform):
    fonts = found(platform, [])
    assert (fonts.japanese, fonts.korean, fonts.emoji) == (None, None, None)
    assert not fonts.is_complete


WITHOUT_FONTS = """
import sys
from pathlib import Path
from device.app.bootstrap import Stage, open_window, prepare
prepare(Stage(home=Path(sys.argv[1]), is_headless=True))
open_window()
sys.platform = "haiku"  # a machine whose fonts nobody knows
from device.app.later import load
app = load("application").BojagiApp(Path(sys.argv[1]), "ko", has_vault=bool)
hand = load("hand").raise_app(app)
assert hand.find("no_font") is not None
assert hand.shows("Noto Sans CJK"), hand.texts()
hand.tap("passphrase")
hand.type("비밀")
assert hand.find("passphrase").text == "비밀"
width, height, rows = hand.look()
assert len({rows[at : at + 3] for at in range(0, len(rows), 3)}) > 12
hand.end()
"""


def test_app_starts_without_a_cjk_font_and_says_so(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_FONTS, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
