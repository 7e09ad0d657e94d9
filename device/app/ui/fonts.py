"""Finds the machine's fonts for Japanese, Korean and emoji. None is bundled; no kivy here.

Fixed places come first: asking fontconfig starts a program, which the first frame need not wait
for. Without a CJK font the app still starts, in the Latin face that comes with kivy, and says so.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

LATIN: Final = "Roboto"  # comes with kivy, in regular and bold

Pair: TypeAlias = tuple[str, str]  # regular, bold

_NOTO_FOLDERS: Final = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/truetype/noto",
)
_NOTO: Final = tuple(
    (f"{folder}/NotoSansCJK-Regular.ttc", f"{folder}/NotoSansCJK-Bold.ttc")
    for folder in _NOTO_FOLDERS
)
_NANUM: Final = "/usr/share/fonts/truetype/nanum/NanumGothic"
_MAC: Final = "/System/Library/Fonts"
_WINDOWS: Final = "C:/Windows/Fonts"

_JAPANESE: Final[dict[str, tuple[Pair, ...]]] = {
    "linux": _NOTO,
    "darwin": ((f"{_MAC}/ヒラギノ角ゴシック W3.ttc", f"{_MAC}/ヒラギノ角ゴシック W6.ttc"),),
    "win32": (
        (f"{_WINDOWS}/YuGothR.ttc", f"{_WINDOWS}/YuGothB.ttc"),
        (f"{_WINDOWS}/meiryo.ttc", f"{_WINDOWS}/meiryob.ttc"),
    ),
}
_KOREAN: Final[dict[str, tuple[Pair, ...]]] = {
    "linux": (*_NOTO, (f"{_NANUM}.ttf", f"{_NANUM}Bold.ttf")),
    "darwin": ((f"{_MAC}/AppleSDGothicNeo.ttc", f"{_MAC}/AppleSDGothicNeo.ttc"),),
    "win32": ((f"{_WINDOWS}/malgun.ttf", f"{_WINDOWS}/malgunbd.ttf"),),
}
_EMOJI: Final[dict[str, tuple[Pair, ...]]] = {
    "linux": tuple(
        (f"{folder}/NotoColorEmoji.ttf",) * 2
        for folder in (
            "/usr/share/fonts/truetype/noto",
            "/usr/share/fonts/noto",
            "/usr/share/fonts/google-noto-emoji",
            "/usr/share/fonts/google-noto-color-emoji-fonts",
        )
    ),
    "darwin": ((f"{_MAC}/Apple Color Emoji.ttc",) * 2,),
    "win32": ((f"{_WINDOWS}/seguiemj.ttf",) * 2,),
}
_ASK_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Face:
    """The files of one face; the same file twice where it has no bold."""

    regular: str
    bold: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """What was found. None: text of that script shows as boxes."""

    japanese: Face | None
    korean: Face | None
    emoji: Face | None

    @property
    def is_complete(self) -> bool:
        """Whether Japanese and Korean can be read."""
        return self.japanese is not None and self.korean is not None


def ask_fontconfig(language: str) -> str | None:
    """Gives the file that fontconfig would take for a language; None where there is none."""
    question = ["fc-match", "-f", "%{file}\t%{lang}", f"sans:lang={language}"]
    try:
        answer = subprocess.run(  # noqa: S603  # fixed words, no shell
            question, capture_output=True, text=True, timeout=_ASK_SECONDS, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    file, _, languages = answer.partition("\t")
    # fontconfig always names some file; only one that claims the language is of use.
    return file if language in languages.split("|") else None


def find_fonts(
    platform: str,
    *,
    exists: Callable[[str], bool] = lambda file: Path(file).is_file(),
    ask: Callable[[str], str | None] = ask_fontconfig,
) -> Fonts:
    """Gives the fonts of this machine.

    Args:
        platform: As in `sys.platform`.
        exists: Whether a file is there.
        ask: Asked for a language where no fixed place has a font; Linux only.
    """

    def first(pairs: Iterable[Pair], language: str | None = None) -> Face | None:
        for regular, bold in pairs:
            if exists(regular):
                return Face(regular, bold if exists(bold) else regular)
        if language is None or platform != "linux":
            return None
        asked = ask(language)
        return Face(asked, asked) if asked and exists(asked) else None

    return Fonts(
        japanese=first(_JAPANESE.get(platform, ()), "ja"),
        korean=first(_KOREAN.get(platform, ()), "ko"),
        emoji=first(_EMOJI.get(platform, ())),
    )
