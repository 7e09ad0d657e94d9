"""What an owner answers who was asked whether something replaces what was said before.

Only a brief message that says so is taken for an answer: "it changed", どちらも, 둘 다 맞아. A bare
"yes" to a question of two halves answers neither.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from device.encoder.fold import fold, is_cjk
from device.memory.doubts import Verdict

_MOST_WORDS: Final = 8
_MOST_CHARACTERS: Final = 24  # where words are not set apart, or hardly


def verdict_of(text: str) -> Verdict | None:
    """Gives what a message answers; None where it says neither, or both of it."""
    folded = fold(text).strip()
    is_long = len(folded) > _MOST_CHARACTERS if any(map(is_cjk, folded)) else False
    if is_long or len(folded.split()) > _MOST_WORDS or _denials().search(folded):
        return None
    found = [verdict for verdict, pattern in _patterns() if pattern.search(folded)]
    return found[0] if len(found) == 1 else None


@cache
def _patterns() -> tuple[tuple[Verdict, re.Pattern[str]], ...]:
    return (
        (
            Verdict.REPLACES,
            re.compile(
                r"\b(?:replaces?|replaced|changed|the new(?:er)? one|no longer|not any ?more)\b"
                r"|変わった|変わりました|変えた|変えました|変更|新しい(?:方|ほう)|今の(?:方|ほう)が"
                r"|바뀌었|바뀐|바꿨|바뀜|변경|새로운\s*(?:게|것|거)|새\s*(?:게|것|거)"
            ),
        ),
        (
            Verdict.BOTH,
            re.compile(r"\bboth\b|両方|どちらも|どっちも|둘\s*다|다\s*맞|모두\s*맞"),
        ),
    )


@cache
def _denials() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:not|never|neither)\b(?! any ?more)|n't\b|ない|ません|違う|안\s|않|아니"
    )
