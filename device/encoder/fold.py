"""How text is folded before it is searched, compared or judged.

Width and case go (NFKC, casefold), curly apostrophes become straight. What nobody sees goes too
(zero-width and direction marks, soft hyphens): it would part a word from itself. Korean's single
letters stay as they are typed: NFKC would turn ㅋㅋ and ㅠㅠ into leading consonants and join them
into syllables.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Kana, ideographs and hangul syllables, as they stand in a character class. The middle dot is not a
# letter.
CJK: Final = (
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3005\u3006\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3"
)
HAN: Final = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HIRAGANA: Final = re.compile("[\u3041-\u3096\u30fc]+")
# A run of one script: letters that are written without spaces, or a word with its apostrophes.
RUN: Final = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:'[^\W_{CJK}]+)*")
_JAMO: Final = re.compile("[\u3131-\u318e]")
_NOT_JAMO: Final = re.compile("[^\u3131-\u318e]+")
_APOSTROPHES: Final = str.maketrans("\u2018\u2019\u02bc\uff07", "''''")
# After NFKC a mark is left only where no letter has it; those of kana and hangul lie elsewhere.
_UNSEEN: Final = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
)
_ACCENTED: Final = re.compile("[\u00e0-\u024f\u1e00-\u1eff]")

# English words that say nothing of what a sentence is about.
STOP_WORDS: Final = frozenset(
    """
    a an the and or but if of to in on at by for with from as is are was were be been being am do
    does did have has had i me my you your he him his she her it its we us our they them their this
    that these those much many what which who whom when where why how not no so than too very can
    will just would could should i'm i've i'll i'd it's
    """.split()
)


def fold(text: str) -> str:
    """Gives the folded form of a text. Its length may differ from the text's."""
    if text.isascii():
        return text.lower()
    if _JAMO.search(text) is None:
        folded = unicodedata.normalize("NFKC", text)
    else:
        folded = _NOT_JAMO.sub(lambda part: unicodedata.normalize("NFKC", part[0]), text)
    return _UNSEEN.sub("", folded.translate(_APOSTROPHES).casefold())


def without_accents(folded: str) -> str:
    """Gives folded text without the marks on Latin letters, which many leave out as they type.

    For looking words up. What a word means may hang on them: German schon is not schön.
    """
    if _ACCENTED.search(folded) is None:
        return folded
    return _ACCENTED.sub(lambda letter: unicodedata.normalize("NFD", letter[0])[0], folded)


def is_cjk(run: str) -> bool:
    """Tells of a run that `RUN` found whether it is written without spaces."""
    return _CJK.match(run) is not None


_CJK: Final = re.compile(f"[{CJK}]")
