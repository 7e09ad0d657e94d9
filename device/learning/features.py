"""What a gate sees of a memory: 88 numbers, of which nobody reads the sentence back with ease.

The first 64 are a quarter of the encoder's unit vector, all of whose numbers say as much.
The other 24 are read off the surface, alike in English, Japanese and Korean, so that what one
device learns about dates, promises or tastes holds on a device of another language. What is long
differs between people and sources: `device.learning.rewards` tells length against the device's own.

What this does NOT protect: whoever holds a row and a list of candidate sentences can tell which of
them it was. Rows stay on the device; only a model's update leaves it.

Source: surface features of the write gate, learning.md section 4; feature hashing, Weinberger 2009.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import Final

import numpy as np
import numpy.typing as npt

from device.encoder.fold import fold
from device.encoder.tags import DOMAINS, LANGUAGES
from device.learning.models import FEATURES, LENGTH, Array
from device.memory.sentence.emphasis_words import EMPHASIS
from device.memory.sentence.small_talk_words import EMPTY_TALK, LAUGHTER, WORD

BLOCK: Final = 64  # of the vector
MAX_CHARACTERS: Final = 400  # what a message is about stands in its beginning

SURFACE: Final = (
    "length", "length_short", "length_sentence", "length_long", "length_huge",
    "digits", "date", "amount", "question", "self", "emphasis", "chatter", "laughter", "negation",
    "name", "taste", "plan", "owner", "other_speaker", "strength", "english", "japanese", "korean",
    "domains",
)  # fmt: skip
assert BLOCK + len(SURFACE) == FEATURES
assert BLOCK + SURFACE.index("length") == LENGTH

# A change of what a number means changes its version, and with it the schema's name.
_VERSION: Final = 4
SCHEMA: Final = hashlib.sha256(
    f"bojagi gate features {_VERSION} block {BLOCK} {' '.join(SURFACE)}".encode()
).hexdigest()

_LENGTHS: Final = (12, 30, 80, 240)  # in Latin letters; a kana, kanji or syllable block counts two
_LENGTH_BITS: Final = 10  # a message of 1,023 letters or more has length 1
_DIGIT: Final = re.compile(r"\d")
_WIDE: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_DATE: Final = re.compile(
    r"\d{1,4}[/.\-]\d{1,2}(?!\d)|\d{1,2}:\d{2}|\d\s*(?:am|pm|a\.m|p\.m)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|tonight|tomorrow|yesterday)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|\b(?:next|last|this|every) (?:week|month|year|spring|summer|autumn|fall|winter)\b"
    r"|\d+\s*(?:年|月|日|時|分|週)|[月火水木金土日]曜|今日|明日|明後日|昨日|来週|先週|来月|先月|来年|去年|毎週|毎月"
    r"|\d+\s*(?:년|월|일|시|분|주)|[월화수목금토일]요일|오늘|내일|모레|어제|다음\s*주|지난\s*주|다음\s*달|지난\s*달|내년|작년"
    r"|매주|매달"
)
_AMOUNT: Final = re.compile(
    r"[$€£¥₩]\s*\d|\d[\d,.]*\s?(?:[百千万億]\s?)*円|\d[\d,.]*\s?(?:[백천만억]\s?)*원"
    r"|\d[\d,.]*\s*(?:dollars?|euros?|pounds?|yen|won|usd|eur|gbp|jpy|krw|percent|%)"
    r"|\d[\d,.]*\s*(?:k?m|k?g|cm|mm|mg|ml|l|years? old)\b"
    r"|\d[\d,.]*\s*[階回個人枚本台歳才층번개명장대살]"
)
_QUESTION: Final = re.compile(
    r"\?|(?:です|ます|でした|ました|だ|や)(?:っけ|か)[。!]?$|(?:까요?|나요|던가요?)[.!~]*$"
)
_SELF: Final = re.compile(
    r"\b(?:i|my|me|mine|myself|we|our|us|i'm|i've|i'll|i'd)\b"
    r"|私|僕|ぼく|俺|おれ|わたし|あたし|(?<!その)うち(?!側|わけ|上)|自分|我が家"
    r"|(?<![가-힣])(?:저(?=는|도|를|의|희|한테|랑|\s|$)|제(?=가\s|\s)|나(?=는|도|를|의|한테|랑|\s|$)|난|내(?=가|\s)"
    r"|우리|전(?=\s))"
)
_NEGATION: Final = re.compile(
    r"\b(?:not|never|no longer|cannot|without|nobody|nothing)\b|n't\b"
    r"|ない|なかった|ません|へん(?![なにのか])|あかん|ダメ|だめ|駄目|禁止"
    r"|(?<![가-힣])(?:안\s|못\s?)(?=[가-힣])|않|없|아니|말아|지\s?마"
)
_NAME: Final = re.compile(
    r"「[^」]+」|『[^』]+』|\"[^\"]+\"|“[^”]+”"
    r"|[\u3400-\u9fffぁ-ゖァ-ヺ々ー]{1,8}(?:さん|ちゃん|くん|君|先生|様)"
    r"|[가-힣]{1,4}(?:\s?씨|님|선생님|이랑|이한테|형|누나|언니|오빠)(?![가-힣]{2})"
    r"|(?<=[a-z,] )[A-Z][a-z]{2,}|\b(?:mr|mrs|ms|dr)\.? [A-Z]"
)
_TASTE: Final = re.compile(
    r"\b(?:likes?|loved?|loves|hates?|prefers?|favou?rite|allerg\w+|can't stand|enjoys?|into)\b"
    r"|好き|嫌い|きらい|苦手|大好物|アレルギー|はまって|ハマって|気に入"
    r"|좋아하|좋아해|싫어|질색|알레르기|즐겨|최애|취향|못\s?먹"
)
_PLAN: Final = re.compile(
    r"\b(?:will|going to|gonna|plan(?:s|ned|ning)?|booked|booking|reserved|reservation|appointment"
    r"|deadline|due|promised?|meeting|schedule[ds]?|have to|need to|must)\b|'ll\b"
    r"|予定|予約|約束|締切|締め切り|〆切|つもり|しなきゃ|せなあかん|行く(?:こと|ねん|わ)|決まった|変更"
    r"|예정|예약|약속|마감|기로\s?(?:했|함|하)|해야|할\s?거|갈\s?거|잡았|바뀌"
)


def gate_features(
    text: str,
    *,
    vector: npt.NDArray[np.int8],
    scale: float,
    languages: int,
    domains: int,
    strength: float,
    by_owner: bool | None,
) -> Array:
    """Gives what a gate sees of a memory. Pure, and the same on every machine.

    Args:
        text: What was said; only its beginning is read.
        vector: Of the row. Shape: (256,), int8.
        scale: Of the row: vector times scale has length one.
        languages: Bit mask over `device.encoder.tags.LANGUAGES`.
        domains: Bit mask over `device.encoder.tags.DOMAINS`.
        strength: How firmly it was meant, 0 to 1.
        by_owner: Whether the vault's owner said it; None where the source does not tell.

    Returns:
        *Shape:* (FEATURES,), float32, each within about [-1, 1].
    """
    head = text[:MAX_CHARACTERS]
    folded = fold(head).strip()[: 2 * MAX_CHARACTERS]  # folding can make one letter many
    words = WORD.findall(folded)
    length = len(text) + len(_WIDE.findall(head))
    bucket = sum(length >= limit for limit in _LENGTHS)
    empty = sum(EMPTY_TALK.fullmatch(word) is not None for word in words)
    laughing = sum(_LAUGHING.fullmatch(word) is not None for word in words)
    about = (domains & ~_OTHER).bit_count()
    features = np.zeros(FEATURES, np.float32)
    features[:BLOCK] = vector[:BLOCK] * np.float32(scale)
    if bucket:
        features[LENGTH + bucket] = 1.0
    features[LENGTH] = min(1.0, math.log2(1 + length) / _LENGTH_BITS)
    features[BLOCK + len(_LENGTHS) + 1 :] = (
        min(1.0, len(_DIGIT.findall(folded)) / 8),
        _DATE.search(folded) is not None,
        _AMOUNT.search(folded) is not None,
        _QUESTION.search(folded) is not None,
        _SELF.search(folded) is not None,
        EMPHASIS.search(folded) is not None,
        empty / max(1, len(words)),
        laughing > 0,
        _NEGATION.search(folded) is not None,
        _NAME.search(head) is not None,  # capitals tell
        _TASTE.search(folded) is not None,
        _PLAN.search(folded) is not None,
        by_owner is True,
        by_owner is False,
        strength,
        bool(languages & _ENGLISH),
        bool(languages & _JAPANESE),
        bool(languages & _KOREAN),
        min(1.0, about / 3),
    )
    return features


_LAUGHING: Final = re.compile(LAUGHTER)
_OTHER: Final = 1 << DOMAINS.index("other")
_ENGLISH, _JAPANESE, _KOREAN = (1 << LANGUAGES.index(tag) for tag in ("en", "ja", "ko"))
