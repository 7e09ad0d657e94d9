"""Dates of birth: a date beside a word about birth."""

from __future__ import annotations

import re
from typing import Final

from policy.labelling.nationals import digits, is_date
from policy.labelling.surroundings import Surroundings

_BIRTH: Final = re.compile(
    "生年月日|誕生日|バースデー|生まれ|생년 ?월일|생일|태어|출생"
    r"|\bborn\b|\bbirth ?da(?:y|te)\b|date of birth|\bd\.?o\.?b\b|\bbday\b|\bb-day\b",
    re.IGNORECASE,
)
_BIRTH_AFTER: Final = re.compile(
    r"\A[ (]?(?:に|에|,|、)? ?"
    "(?:生まれ|生(?![活徒産涯])|誕生(?!日)|생(?![일활])|출생|태어)"
    r"|\A ?[はがの][^0-9。、]{0,10}誕生日|\A[^0-9.]{0,8}생일"
    r"|\A ?(?:is|was|'s) [^0-9.]{0,20}birthday",
    re.IGNORECASE,
)
# A birthday party has a date, too.
_CELEBRATION: Final = re.compile(
    "パーティ|プレゼント|祝い|会|予約|ケーキ|ディナー|旅行"
    "|파티|선물|케이크|예약|모임|기념"
    "|party|present|gift|dinner|cake|trip|drinks|meal|bash",
    re.IGNORECASE,
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
    number = digits(match[0])
    year = number[:4] if len(number) == 8 else "19" + number[:2]
    if not is_date(int(year), int(number[-4:-2]), int(number[-2:])):
        return 0.0
    return 0.8 if _is_about_birth(around) else 0.0


_MONTH: Final = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = "[0-3]?[0-9](?:st|nd|rd|th)?"
_DAY_AND_MONTH: Final = f"(?<![0-9A-Za-z])(?:{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY})"
_YEAR: Final = "(?:19|20)[0-9]{2}"
_ERA_YEAR: Final = "(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR])[0-9]{1,2}"

DATE_OF_BIRTH: Final = (
    # 1990-05-03, 1990.5.3., 1990年5月3日, 90년 5월 3일, 昭和60年1月2日, S60.1.2
    (
        re.compile(
            f"(?<![0-9])(?:{_YEAR}|{_ERA_YEAR}|[0-9]{{2}}(?=[년年]))"
            " ?[-/.年년] ?[01]?[0-9] ?[-/.月월] ?[0-3]?[0-9](?: ?[日일])?(?![0-9])"
        ),
        _judge_full,
    ),
    # 3/5/1990, 03.05.90
    (
        re.compile(
            f"(?<![0-9/.-])[0-3]?[0-9]([-/.])[0-3]?[0-9]\\1(?:{_YEAR}|[0-9]{{2}})(?![0-9/])"
        ),
        _judge_full,
    ),
    # 3 May 1990, 3rd of May 1990, May 3, 1990; and without the year
    (re.compile(f"{_DAY_AND_MONTH},? {_YEAR}(?![0-9])", re.IGNORECASE), _judge_full),
    (re.compile(f"{_DAY_AND_MONTH}(?![0-9A-Za-z])", re.IGNORECASE), _judge_day),
    (re.compile("(?<![0-9])[01]?[0-9] ?[月월] ?[0-3]?[0-9] ?[日일]"), _judge_day),
    # 19900503, 900503
    (
        re.compile(f"(?<![0-9A-Za-z.-])(?:{_YEAR}[0-9]{{4}}|[0-9]{{6}})(?![0-9A-Za-z.-])"),
        _judge_compact,
    ),
)
