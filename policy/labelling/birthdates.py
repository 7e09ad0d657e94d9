"""Dates of birth: a date beside a word about birth."""

from __future__ import annotations

import re
from typing import Final

from policy.labelling.nationals import digits, is_date
from policy.labelling.surroundings import Surroundings

_BIRTH: Final = re.compile(
    "生年月日|誕生日|バースデー|誕生|生まれ|うまれ|生年|생년 ?월일|생일|생신|태어|출생"
    r"|\bborn\b|\bbirth ?da(?:y|te)s?\b|dates? of birth|\bd\.?o\.?b\b|\bb-?days?\b",
    re.IGNORECASE | re.ASCII,
)
_BIRTH_AFTER: Final = re.compile(
    r"\A[ (]?(?:に|の|에|,|、)? ?"
    "(?:生まれ|うまれ|生(?![活徒産涯])|誕生(?!日)|생(?![일활각겼])|출생|태어)"
    "|\\A(?:に|에)[^0-9。.!?、,]{1,12}(?:生まれ|誕生し|태어|출생)"
    r"|\A ?[はがの][^0-9。、]{0,10}誕生日|\A[^0-9.]{0,8}(?:생일|생신)"
    r"|\A,? ?(?:is|was|'s) [^0-9.]{0,20}(?:birthday|born|bday|b-day)"
    r"|\A,? [a-z' ]{0,12}\bbirthday\b",
    re.IGNORECASE | re.ASCII,
)
# A birthday party has a date, too.
_CELEBRATION: Final = re.compile(
    "パーティ|プレゼント|祝い|会|予約|ケーキ|ディナー|旅行"
    "|파티|선물|케이크|예약|모임|기념"
    "|party|present|gift|dinner|cake|trip|drinks|meal|bash",
    re.IGNORECASE | re.ASCII,
)
_REACH: Final = 25


def _is_about_birth(around: Surroundings) -> bool:
    tail = around.text[around.end : around.end + 30]
    after = _BIRTH_AFTER.match(tail)
    if after is not None and not _CELEBRATION.match(tail, after.end()):
        return True
    birth_end = None
    for word in _BIRTH.finditer(around.text, max(0, around.start - _REACH), around.start):
        birth_end = word.end()
    if birth_end is None:
        return False
    return _CELEBRATION.search(around.text, birth_end, around.start) is None


def _judge_full(_match: re.Match[str], around: Surroundings) -> float:
    return 0.9 if _is_about_birth(around) else 0.0


def _judge_day(_match: re.Match[str], around: Surroundings) -> float:
    return 0.7 if _is_about_birth(around) else 0.0


def _judge_compact(match: re.Match[str], around: Surroundings) -> float:
    if not _is_about_birth(around):
        return 0.0
    number = digits(match[0])
    readings: tuple[tuple[str, str, str], ...]
    match len(number):
        case 6:
            readings = (
                (number[:2], number[2:4], number[4:]),
                (number[4:], number[2:4], number[:2]),
            )
        case 8:
            readings = (
                (number[:4], number[4:6], number[6:]),
                (number[4:], number[2:4], number[:2]),
                (number[4:], number[:2], number[2:4]),
            )
        case _:
            return 0.0
    years = {2: 1900, 4: 0}
    return (
        0.8
        if any(
            (len(year) == 2 or year[:2] in {"19", "20"})
            and is_date(years[len(year)] + int(year), int(month), int(day))
            for year, month, day in readings
        )
        else 0.0
    )


_MONTH: Final = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = (
    "(?:[0-3]?[0-9](?:st|nd|rd|th)?|(?:twenty[- ]|thirty[- ])?(?:first|second|third|fourth|fifth"
    "|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_DAY_AND_MONTH: Final = (
    f"(?<![0-9A-Za-z])(?:{_DAY}[- /.]?(?: ?of )?{_MONTH}\\b"
    f"|{_MONTH}\\b\\.?[- ](?:the )?{_DAY}(?!:))"
)
_YEAR: Final = "(?:19|20)[0-9]{2}"
_ERA: Final = "(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR])"
_ERA_YEAR: Final = f"{_ERA}\\.?(?:[0-9]{{1,2}}|元)"
_KANJI_NUMERAL: Final = "[〇一二三四五六七八九十]"

DATE_OF_BIRTH: Final = (
    # 1990-05-03, 1990.5.3., 1990年5月3日, 90년 5월 3일, 昭和60年1月2日, S60.1.2, 平成元年1月8日
    (
        re.compile(
            f"(?<![0-9])(?:{_YEAR}|{_ERA_YEAR}|'?[0-9]{{2}}(?=[년年]))"
            " ?[-/.年년] ?[01]?[0-9] ?[-/.月월] ?[0-3]?[0-9](?: ?[日일])?(?![0-9])"
        ),
        _judge_full,
    ),
    # 昭和六十二年二月九日, 一九八八年十一月二日
    (
        re.compile(
            f"(?:(?:明治|大正|昭和|平成|令和)(?:{_KANJI_NUMERAL}{{1,3}}|元)|{_KANJI_NUMERAL}{{4}})年"
            f"{_KANJI_NUMERAL}{{1,2}}月{_KANJI_NUMERAL}{{1,3}}日"
        ),
        _judge_full,
    ),
    # 3/5/1990, 03.05.90, 90.5.3, 03 05 1990
    (
        re.compile(
            f"(?<![0-9/.-])(?:[0-3]?[0-9]([-/. ])[0-3]?[0-9]\\1(?:{_YEAR}|[0-9]{{2}})"
            "|[0-9]{2}([-/.])[01]?[0-9]\\2[0-3]?[0-9])(?![0-9/])"
        ),
        _judge_full,
    ),
    # 3 May 1990, 3rd of May 1990, May the 3rd, '90, 3-May-1990, 1990 May 3; and without the year
    (
        re.compile(
            f"{_DAY_AND_MONTH},?[- /]"
            f"(?:{_YEAR}|'?[0-9]{{2}}(?! ?(?:[ap]m\\b|:|%|people)))(?![0-9:])"
            f"|(?<![0-9]){_YEAR},? {_MONTH} {_DAY}(?![0-9A-Za-z])",
            re.IGNORECASE | re.ASCII,
        ),
        _judge_full,
    ),
    (re.compile(f"{_DAY_AND_MONTH}(?![0-9A-Za-z])", re.IGNORECASE | re.ASCII), _judge_day),
    (re.compile("(?<![0-9])[01]?[0-9] ?[月월] ?[0-3]?[0-9] ?[日일]"), _judge_day),
    # 19900503, 900503, 03051990
    (
        re.compile(f"(?<![0-9A-Za-z.-])(?:{_YEAR}[0-9]{{4}}|[0-9]{{6,8}})(?![0-9A-Za-z.-])"),
        _judge_compact,
    ),
)
