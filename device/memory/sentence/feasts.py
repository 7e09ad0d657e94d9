"""The days that feasts fall on, by the words that name them: お盆, 추석, Easter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from device.memory.sentence import times_words
from device.memory.sentence.pattern import Pattern


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """Gives, say, the second Sunday of a month; -1 is the last. Monday is 0."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


nth_weekday: Final = _nth_weekday


def _easter(year: int) -> date:
    """Gives Easter Sunday. *Source:* the anonymous Gregorian rule, Meeus 1991, chapter 8."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _fixed(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


def _lunar(table: Mapping[int, tuple[int, int]]) -> Callable[[int], date | None]:
    return lambda year: date(year, *table[year]) if year in table else None


_THINGS: Final = (
    r"(?!'s)(?!\s?(?:カード|ケーキ|プレゼント|ツリー|ソング"
    r"|マーケット|パーティ|会|케이크|선물|트리|카드|캐[럴롤]"
    r"|파티"
    r"|tree|card|cake|present|shopping|jumper|light|market|song"
    r"|part|pud|carol|do\b|gift|decoration))"
)
FEASTS: Final[tuple[tuple[Pattern, Callable[[int], date | None]], ...]] = tuple(
    (Pattern(pattern + _THINGS), days)
    for pattern, days in (
        (r"クリスマス・?イ[ブヴ]|크리스마스\s?이브|\b(?:christmas|xmas) eve\b", _fixed(12, 24)),
        (r"\bboxing day\b", _fixed(12, 26)),
        (
            r"クリスマス(?!・?イ)|크리스마스(?!\s?이브)|성탄절|\b(?:christmas|xmas)\b(?! eve)",
            _fixed(12, 25),
        ),
        (r"大晦日|おおみそか|\bnew year'?s eve\b|\bnye\b", _fixed(12, 31)),
        (
            (
                r"お?正月|元[旦日]|三が日|새해\s?첫날|신정|(?<!lunar )(?<!chinese )\bnew yea"
                r"r'?s?(?: day)?\b(?! eve)"
            ),
            _fixed(1, 1),
        ),
        (r"バレンタイン|[발밸]런?타인|\bvalentine'?s?\b", _fixed(2, 14)),
        (r"ホワイトデー|화이트\s*데이", _fixed(3, 14)),
        (r"ゴールデンウィーク|(?<![a-z])gw(?![a-z])", _fixed(4, 29)),
        (r"こどもの日|子供の日|어린이날", _fixed(5, 5)),
        (r"어버이날", _fixed(5, 8)),
        (r"스승의\s*날", _fixed(5, 15)),
        (r"七夕", _fixed(7, 7)),
        (r"お盆|\bobon\b", _fixed(8, 13)),
        (r"ハロウィン|[핼할]러?로?윈|\bhalloween\b", _fixed(10, 31)),
        (r"\bbonfire night\b", _fixed(11, 5)),
        (r"\bthanksgiving\b", lambda year: _nth_weekday(year, 11, 4, 3)),
        (r"\beaster(?: sunday)?\b", _easter),
        (r"\bgood friday\b", lambda year: _easter(year) - timedelta(days=2)),
        (r"母の日", lambda year: _nth_weekday(year, 5, 2, 6)),
        (r"父の日|\bfather'?s'? day\b", lambda year: _nth_weekday(year, 6, 3, 6)),
        (
            r"설날|구정|(?<![가-힣])설(?=에|은|\s?연휴)|\b(?:lunar|chinese) new year\b|\bseollal\b",
            _lunar(times_words.SEOLLAL),
        ),
        (r"추석|한가위|\bchuseok\b", _lunar(times_words.CHUSEOK)),
    )
)
