"""The words for days, weeks and numbers in Japanese, Korean and English; all are folded."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from device.memory.sentence import times_words
from device.memory.sentence.pattern import Pattern


class Kind(Enum):
    """How a day is named, which tells how far it may be what has been."""

    SURE = "来週, tomorrow"
    COUNTED = "3日後"
    CALENDAR = "6월 9일"
    BARE = "the 28th, Friday"
    FEAST = "お盆"


def _ahead(table: Mapping[str, int], *more: tuple[str, int]) -> dict[str, int]:
    """Gives a table's words for now and later, with more words, and Korean also unspaced."""
    words = {word: shift for word, shift in table.items() if shift >= 0} | dict(more)
    return words | {word.replace(" ", ""): shift for word, shift in words.items() if word[0] > "~"}


# Those of yesterday serve birthdays, which come again.
DAYS: Final = _ahead(
    times_words.DAYS,
    ("昨日", -1), ("きのう", -1), ("어제", -1), ("yesterday", -1), ("明日", 1), ("みょうにち", 1),
    ("明後日", 2), ("しあさって", 3), ("明々後日", 3), ("明明後日", 3), ("낼", 1), ("낼모레", 2),
    ("내일모레", 2), ("글피", 3), ("그글피", 4), ("a week today", 7), ("a week tomorrow", 8),
    ("this afternoon", 0), ("明晩", 1), ("오늘밤", 0), ("tmrw", 1), ("tomoz", 1),
)  # fmt: skip

WEEKS: Final = _ahead(
    times_words.WEEKS,
    ("さ来週", 2), ("来来週", 2), ("다다음 주", 2), ("담 주", 1), ("차주", 1), ("금주", 0),
    ("the week after next", 2), ("week after next", 2), ("the week after", 2),
    ("the following week", 1),
)  # fmt: skip

MONTHS: Final = _ahead(
    times_words.MONTHS,
    ("再来月", 2), ("다다음 달", 2), ("담 달", 1), ("이달", 0), ("내달", 1),
    ("the month after next", 2),
)  # fmt: skip

YEARS: Final = _ahead(times_words.YEARS, ("再来年", 2), ("내후년", 2))
WEEKENDS: Final = _ahead(
    times_words.WEEKENDS,
    ("再来週末", 2), ("주말", 0), ("다다음 주말", 2), ("the weekend", 0),
    ("the weekend after next", 2),
    ("土日", 0), ("今度の週末", 0), ("次の週末", 0),
)  # fmt: skip

UNITS: Final = {
    "日": "d", "週間": "w", "週": "w", "か月": "m", "ヶ月": "m", "カ月": "m", "ケ月": "m",
    "ヵ月": "m", "箇月": "m", "月": "m", "年": "y", "일": "d", "주일": "w", "주": "w", "개월": "m",
    "달": "m", "년": "y", "day": "d", "week": "w", "fortnight": "f", "month": "m", "year": "y",
}  # fmt: skip

SPANS: Final = {  # Korean days that are counted by names of their own
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7,
    "열흘": 10, "보름": 15,
}  # fmt: skip

_TENS: Final = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS: Final = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth twentieth"
).split()

ORDINALS: Final = {
    **{word: at for at, word in enumerate(_TENS + _TEENS, 1)},
    **{f"twenty-{word}": at for at, word in enumerate(_TENS, 21)},
    **{f"twenty {word}": at for at, word in enumerate(_TENS, 21)},
    "thirtieth": 30, "thirty-first": 31, "thirty first": 31,
}  # fmt: skip

NTH: Final = {
    **{word: at for at, word in enumerate(_TENS[:5], 1)},
    "last": -1, "最終": -1, "最後の": -1, "마지막": -1, "첫째": 1, "첫": 1, "첫번째": 1, "둘째": 2,
    "두번째": 2, "셋째": 3, "세번째": 3, "넷째": 4, "네번째": 4, "다섯째": 5,
}  # fmt: skip

NUMBERS: Final = {
    **{
        word: int(number)
        for word, number in times_words.NUMBERS.items()
        if number >= 1 and word not in {"数", "몇", "며칠"}
    },
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열한": 11, "열두": 12,
    "eleven": 11, "twelve": 12, "a couple of": 2,
}  # fmt: skip

for _vague in ("a few", "several"):
    NUMBERS.pop(_vague, None)
HOURS_EN: Final = {
    word: at
    for at, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
}
_KANJI: Final = {one: at for at, one in enumerate("一二三四五六七八九", 1)}
_SINO: Final = {one: at for at, one in enumerate("일이삼사오육칠팔구", 1)}
_SPELLED: Final = Pattern(
    r"[一二三四五六七八九十]{1,4}(?=月|日(?!曜)|時|分|週|[かヶカケヵ箇]月|年|泊)"
    r"|(?<![가-힣])[일이삼사오육칠팔구십]{1,3}(?=월(?:\s|[에의]))"
    r"|(?:(?<=월)|(?<=월\s))[일이삼사오육칠팔구십]{1,4}(?=일)"
    r"|(?<=시\s)[이삼사오]?십오?(?=\s?분)|(?<![가-힣])[유시](?=월\s)"
)
_NATIVE: Final = Pattern(
    r"(?<![가-힣])(열두|열한|열|한|두|세|네|다섯|여섯|일곱|여덟"
    r"|아홉)\s?(?=시(?:[\s에까부반쯤로,]|$))"
)


def in_digits(text: str) -> str:
    """Gives a folded text with spelled dates and hours in digits: 六月九日, 팔월 십오일, 세 시."""
    text = text.replace("ついたち", "1日").replace("はつか", "20日")
    text = _SPELLED.sub(lambda one: str(_spelled(one[0])), text)
    return _NATIVE.sub(lambda one: str(NUMBERS[one[1]]), text)


def _spelled(word: str) -> int:
    if word in {"유", "시"}:
        return 6 if word == "유" else 10
    tens, ten, ones = word.replace("십", "十").rpartition("十")
    value = {**_KANJI, **_SINO}
    return (value.get(tens, 1) * 10 if ten else 0) + value.get(ones[-1:], 0)
