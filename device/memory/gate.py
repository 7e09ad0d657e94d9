"""The write gate by rules: what is worth keeping, and how firmly it was meant.

It leaves out what carries nothing (an empty line, laughter, a bare acknowledgement) and what its
speaker asked not to be kept. It is the plain baseline that a learned gate has to beat, and stays as
its fallback.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


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
    ok okay k kk yes yeah yep yup no nope nah sure right true nice cool great good fine lol lmao
    haha hahaha thanks thx ty hi hey hello bye night goodnight morning hm hmm oh ah wow omg really
    same exactly totally はい いいえ うん ううん うんうん そう そうそう そうだね そうやね せやな
    せやね ほんま ほんまに まじ マジ まじで おけ おっけー オッケー 了解 りょ りょうかい ありがとう
    ありがと さんきゅー おはよう おやすみ おつかれ お疲れ おつ こんにちは こんばんは なるほど へー
    へえ ほー すごい やば やばい 笑 草 わろた え えっ あー おー いいね 응 응응 어 엉 네 넵 넹 예
    아니 아니요 그래 그래그래 맞아 맞아맞아 진짜 헐 대박 오 와 우와 아하 그렇구나 그치 고마워 고마웡
    감사 감사합니다 안녕 잘자 굿밤 굿모닝 수고 ㅇㅋ ㅇㅇ ㄴㄴ ㄱㄱ ㄱㅅ ㅇㅈ ㄹㅇ 오케이 콜 굿
    """.split()
)
_LAUGHTER: Final = re.compile(
    r"(?:w|ｗ|笑|草|ㅋ|ㅎ|ㅠ|ㅜ|ha|he|lol|あは|うふ|へへ|えへ|하하|호호|흐흐)+", re.IGNORECASE
)
_LETTERS: Final = re.compile(r"[^\W_]+")
_OFF_RECORD: Final = re.compile(
    r"off the record|don'?t (?:remember|save|store|keep) (?:this|that)"
    r"|forget (?:i|that i) said|strictly between us"
    r"|オフレコ|ここだけの話|覚えなくていい|覚えないで|記録しないで|聞かなかったことに"
    r"|오프\s*더\s*레코드|기억하지\s*마|기록하지\s*마|못\s*들은\s*걸로|이건\s*비밀",
    re.IGNORECASE,
)
_EMPHASIS: Final = re.compile(
    r"remember (?:this|that)|don'?t (?:ever )?forget|never forget"
    r"|always remember|please remember|important:"
    r"|絶対|覚えて(?:おいて|て|ね)|忘れ(?:ないで|んといて|るな)|必ず|大事な"
    r"|꼭|절대|기억해|잊지\s*마|잊으면\s*안|중요",
    re.IGNORECASE,
)


def judge(text: str, *, by_assistant: bool = False) -> GateVerdict:
    """Judges one sentence or message."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    words = _LETTERS.findall(folded)
    if not words:
        return GateVerdict(store=False, strength=0.0, reason=GateReason.EMPTY)
    if _OFF_RECORD.search(folded):
        return GateVerdict(store=False, strength=0.0, reason=GateReason.OFF_RECORD)
    if all(word in _CHATTER or _LAUGHTER.fullmatch(word) for word in words):
        return GateVerdict(store=False, strength=0.0, reason=GateReason.CHATTER)
    if by_assistant:
        return GateVerdict(store=True, strength=_ASSISTANT_STRENGTH, reason=GateReason.KEPT)
    if _EMPHASIS.search(folded):
        return GateVerdict(store=True, strength=_STRONG, reason=GateReason.EMPHASISED)
    strength = _QUESTION_STRENGTH if folded.endswith("?") else _PLAIN_STRENGTH
    return GateVerdict(store=True, strength=strength, reason=GateReason.KEPT)
