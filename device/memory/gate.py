"""The write gate by rules: what is worth keeping, and how firmly it was meant.

It leaves out what carries nothing (an empty line, laughter, a bare acknowledgement) and what its
speaker asked not to be kept. It is the plain baseline that a learned gate has to beat, and stays as
its fallback.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from device.encoder.fold import fold
from device.memory.off_record import OffRecord, off_record


class GateReason(StrEnum):
    """Why a sentence was kept or left out."""

    KEPT = "kept"
    EMPHASISED = "emphasised"
    EMPTY = "empty"
    CHATTER = "chatter"
    OFF_RECORD = "off_record"


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """Whether to store, and with what strength (0 to 1)."""

    store: bool
    strength: float
    reason: GateReason


_PLAIN_STRENGTH: Final = 0.5
_QUESTION_STRENGTH: Final = 0.3  # what was asked tells less than what was answered
_STRONG: Final = 0.9
_ASSISTANT_STRENGTH: Final = 0.25  # what a program said is worth less than what the person did

# What is said to keep a conversation going; nothing of it is a memory.
_CHATTER: Final = frozenset(
    """
    ok okay k kk yes yeah yep yup no nope nah sure right true nice cool great good fine lmao
    thank thanks thx ty you u so much hi hey hello bye night goodnight morning hm hmm oh ah wow omg
    really same exactly totally np yw that's i see
    はい いいえ うん ううん そう そうだ そうや せや せやな せやね ほんま ほんまに まじ マジ まじで
    おけ おっけー オッケー 了解 りょ りょうかい ありがとう ありがと さんきゅー おはよう おやすみ
    おつかれ お疲れ お疲れ様 おつ こんにちは こんばんは なるほど へー へえ ほー すごい やば やばい
    わろた え えっ あー おー いいね それな ほな どうも
    응 어 엉 네 넵 넹 예 아니 아니요 그래 맞아 진짜 헐 대박 오 와 우와 아하 그렇구나 그치 고마워
    고마웡 감사 감사합니다 안녕 안녕하세요 잘자 굿밤 굿모닝 수고 ㅇㅋ ㅇㅇ ㄴㄴ ㄱㄱ ㄱㅅ ㅇㅈ ㄹㅇ
    오케이 콜 굿
    """.split()
)
_ENDINGS: Final = (
    "ございます|ございました|です|でーす|っす|ます|だよ|だね|だな|やで|やな|やね|ね|よ|な|わ|〜|ー"
    "|요|용|죠"
)
LAUGHTER: Final = (
    "w+|笑+|草+|[ㄱ-ㆎ]+|a?(?:ha)+h?|(?:he)+h?|l(?:o+l)+"
    "|[あうえい]?[はふへひ]{2,}|[하호흐히헤크캬]{2,}"
)
# Longest first, so that a word is not taken for a shorter one with a rest.
_WORDS: Final = "|".join(map(re.escape, sorted(_CHATTER, key=len, reverse=True)))
# Atomic groups: no text makes it try again what it has read.
EMPTY_TALK: Final = re.compile(rf"(?>(?:{_WORDS})(?:{_ENDINGS})*+|{LAUGHTER})++")
WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# An order, not a report: it opens the sentence or follows what opens one.
_OPENING: Final = r"(?:^|[.!?,;:\-–—~)]\s*|\b(?:please|so|and|but|just|oh|also|then)\s+)"
EMPHASIS: Final = re.compile(
    rf"{_OPENING}remember (?:this|that)\b|(?:don't|do not) (?:ever )?forget|never forget"
    r"|always remember|please remember|important:"
    r"|絶対(?!音感|値|零度|的)|覚えて(?:おいて|て|ね)|忘れ(?:ないで|んといて|るな)|必ず(?!しも)"
    r"|大事な|重要:"
    r"|꼭(?!대기|지)|절대(?!음감|값|적)|기억해|잊지\s*(?:마|말)|잊으면\s*안|(?<!집)중요",
)


def judge(text: str, *, by_assistant: bool = False) -> GateVerdict:
    """Judges one sentence or message."""
    folded = fold(text).strip()
    words = WORD.findall(folded)
    if not words:
        return GateVerdict(store=False, strength=0.0, reason=GateReason.EMPTY)
    if off_record(text) is not OffRecord.NOTHING:
        return GateVerdict(store=False, strength=0.0, reason=GateReason.OFF_RECORD)
    if all(EMPTY_TALK.fullmatch(word) for word in words):
        return GateVerdict(store=False, strength=0.0, reason=GateReason.CHATTER)
    if by_assistant:
        return GateVerdict(store=True, strength=_ASSISTANT_STRENGTH, reason=GateReason.KEPT)
    if EMPHASIS.search(folded):
        return GateVerdict(store=True, strength=_STRONG, reason=GateReason.EMPHASISED)
    strength = _QUESTION_STRENGTH if folded.endswith("?") else _PLAIN_STRENGTH
    return GateVerdict(store=True, strength=strength, reason=GateReason.KEPT)
