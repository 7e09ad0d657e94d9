"""The values that a text names: its numbers by unit, money, clock times, days.

Numbers are read with their units, so that 5 mg and five o'clock never contradict each other. All is
folded; numbers that are spelled (三時, 열두 시, twelve) are brought into digits first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from device.memory.sentence.pattern import Pattern

# Of each kind of value, those that a text names.
Values: TypeAlias = Mapping[str, frozenset[str]]

_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS: Final = {
    "weight": "kg|kilos?|キロ|킬로",
    "dose": "mg|ml|mcg|g|ミリ|밀리|units",
    "length": "cm|センチ|센치|센티|inch(?:es)?|インチ|mm|km|miles?|m",
    "share": "%|パーセント|프로|퍼센트",
    "pieces": "錠|tablets?|pills?|알|정|個|つ|本|枚|개|병|장|잔|杯|袋|箱|cups?",
    "times": "回|번|times|회|度|차",
    "people": "人|名|명|people|guests",
    "span": "時間|시간|hours?|hrs?|分間?|분|min(?:ute)?s?|週間?|주|weeks?|年間?|년|years?|か月|"
    "ヶ月|カ月|개월|months?"
    "|泊|박|日間|days?",
    "size": "号|호|サイズ|사이즈|文",
    "floor": "階|층|th floor|号室|호실",
    "age": "歳|才|살|세",
}
_MONTH_EN: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_VALUES: Final = Pattern(
    rf"(?P<money>[£$€¥₩]\s?(?:{_NUMBER})k?|(?:{_NUMBER})\s?(?:万(?!博)\s?(?:\d+千?)?円?|千円|円|"
    rf"만\s?(?:\d+천?)?\s?원?|천\s?원|원(?!룸)|억|엔|quid|pounds|dollars|bucks|euros|k\b))"
    r"|(?P<clock>\d{1,2}[:.]\d{2}(?!\d)|\d{1,2}\s?(?:am|pm)\b|\d{1,2}\s?o'?clock|"
    r"\d{1,2}\s?時(?!間)(?:半|\d{1,2}分)?|\d{1,2}\s?시(?!간)\s?(?:반|\d{1,2}분)?|\bnoon\b|"
    r"\bmidday\b|正午|정오|자정)"
    rf"|(?P<date>(?P<m1>\d{{1,2}})\s?[月월]\s?(?P<d1>\d{{1,2}})\s?[日일]|(?P<d2>\d{{1,2}})(?:st|"
    rf"nd|rd|th)?(?: of)? (?P<e1>{_MONTH_EN})\b|"
    rf"\b(?P<e2>{_MONTH_EN}) (?:the )?(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b|"
    rf"(?P<d4>\d{{1,2}})\s?[日일](?![間간후後목])"
    r"|(?P<d5>\d{1,2})(?:st|nd|rd|th)\b(?! floor)|(?<![\d/.])(?P<m6>1[0-2]|[1-9])/(?P<d6>[12]\d|"
    r"3[01]|[1-9])(?![\d/]))|(?P<month>\d{1,2}\s?[月월](?!\s?\d))|(?P<weekday>\b(?:mon|tues?|"
    r"wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:days?)?\b|[月火水木金土日]曜|[월화수목금토일]요일|"
    r"[월화수목금토일]욜)"
    + "".join(f"|(?P<{name}>(?:{_NUMBER})\\s?(?:{unit})(?![a-z]))" for name, unit in _UNITS.items())
    + rf"|(?P<number>{_NUMBER})"
)
_WORD_NUMBERS: Final = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
    if value > 1
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60"}

_WORD_NUMBER: Final = Pattern(r"\b(?:" + "|".join(_WORD_NUMBERS) + r")\b")
_NATIVE_KO: Final = {
    "열한": 11, "열두": 12, "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7,
    "여덟": 8, "아홉": 9, "열": 10,
}  # fmt: skip

_NATIVE: Final = Pattern(
    rf"({'|'.join(_NATIVE_KO)})\s?(?=시(?![가-힣])|시\s?반|시[에로는]|알|번|개|명|살|병|잔)"
)
_SINO: Final = dict(zip("일이삼사오육칠팔구", range(1, 10), strict=True)) | dict(
    zip("一二三四五六七八九", range(1, 10), strict=True)
)
_TENS: Final = {"십": 10, "백": 100, "천": 1000, "十": 10, "百": 100, "千": 1000}
_SINO_RUN: Final = Pattern(
    r"(?<![가-힣])[일이삼사오육칠팔구십백천]{1,7}(?=\s?(?:만|원|월|일(?![가-힣])|분|층|호|키로|"
    r"킬로|퍼센트|밀리|월달)|[일]에|[일]로)|"
    r"(?<![가-힣])[이삼사오육칠팔구]?[십백천][일이삼사오육칠팔구십백천]{0,6}(?![가-힣])|"
    r"[一二三四五六七八九十百千]{1,7}(?=[時月日円万回錠枚個人歳年階分週泊号])"
)


def _sino(match: re.Match[str]) -> str:
    total = current = 0
    for character in match[0]:
        if character in _TENS:
            total += (current or 1) * _TENS[character]
            current = 0
        else:
            current = current * 10 + _SINO[character]
    return str(total + current)


def in_digits(folded: str) -> str:
    """Gives the text with its numbers in digits: 三時, 열두 시, 구십오, twelve."""
    text = _SINO_RUN.sub(_sino, folded)
    text = _NATIVE.sub(lambda found: str(_NATIVE_KO[found[1]]), text)
    return _WORD_NUMBER.sub(lambda found: _WORD_NUMBERS[found[0]], text)


_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PLAIN: Final = str.maketrans(
    {
        "時": ":",
        "시": ":",
        ".": ":",
        "半": "30",
        "반": "30",
        "分": "",
        "분": "",
        "千": "천",
        "万": "만",
    }
)
_NOT_CLOCK: Final = Pattern(r"o'?clock|pm|am")
_CURRENCY: Final = Pattern("[£$€¥₩円원엔]|quid|pounds|dollars|bucks|euros")
_LEADING: Final = Pattern(r"[\d.]+")


def values(digits: str) -> Values:
    """Gives the values in a text that `in_digits` made: its numbers by unit, times and days."""
    found: dict[str, set[str]] = {}
    for match in _VALUES.finditer(digits):
        kind = match.lastgroup or "number"
        text = match[0].replace(",", "").replace(" ", "")
        match kind:
            case "date":
                day, month = _day_and_month(match)
                text = day
                if month:
                    found.setdefault("month", set()).add(month)
            case "weekday":
                text = text[:2] if text[0].isascii() else text[0]
            case "clock":
                text = text.translate(_PLAIN).strip(":").removesuffix(":00")
                text = _NOT_CLOCK.sub("", text)
            case "money":
                text = _CURRENCY.sub("", text).translate(_PLAIN)
            case _:
                text = _leading(text)
        found.setdefault(kind, set()).add(text)
    return {kind: frozenset(texts) for kind, texts in found.items()}


def _day_and_month(match: re.Match[str]) -> tuple[str, str | None]:
    days = (match[name] for name in ("d1", "d2", "d3", "d4", "d5", "d6") if match[name])
    month = match["m1"] or match["m6"]
    name = match["e1"] or match["e2"]
    if name:
        month = str(_MONTHS.index(name[:3]) + 1)
    return str(int(next(days))), month and str(int(month))


def _leading(text: str) -> str:
    number = _LEADING.match(text)
    return number[0] if number else text
