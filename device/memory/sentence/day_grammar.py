"""How days and clock times are named in Japanese, Korean and English; all is folded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from device.memory.sentence import times_words
from device.memory.sentence.day_words import (
    DAYS,
    HOURS_EN,
    MONTHS,
    NTH,
    NUMBERS,
    ORDINALS,
    SPANS,
    WEEKENDS,
    WEEKS,
    YEARS,
    Kind,
)
from device.memory.sentence.pattern import Pattern


def _any(table: Iterable[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s") for word in sorted(table, key=len, reverse=True)
    )


def _latin(table: Iterable[str]) -> str:
    return rf"\b(?:{_any(word for word in table if word.isascii())})\b"


def _cjk(table: Iterable[str]) -> str:
    return rf"(?:{_any(word for word in table if not word.isascii())})"


def _compiled(pattern: str) -> Pattern:
    """Compiles a pattern in which a group's name may come again; it is numbered then."""
    times: Counter[str] = Counter()

    def numbered(group: re.Match[str]) -> str:
        times[group[1]] += 1
        return f"(?P<{group[1]}{times[group[1]] if times[group[1]] > 1 else ''}>"

    return Pattern(re.sub(r"\(\?P<(\w+)>", numbered, pattern))


_W: Final = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
_W_SHORT: Final = (
    r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tues?|weds?|thur?s?|fri|sat|sun)\b"
)
_W_JA: Final = r"(?P<weekday>[月火水木金土日])曜日?"
_W_KO: Final = r"(?P<weekday>[월화수목금토일])(?:요일|욜)"
_M: Final = (
    rf"(?P<name>{'|'.join(times_words.MONTH_NAMES)}|(?:jan|feb"
    r"|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_D: Final = rf"(?P<day>(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b|{_any(ORDINALS)})(?![:.]\d)"
_Y: Final = r"(?:,? (?:in )?(?P<year>(?:19|20)\d\d)\b)?"
_N_EN: Final = rf"(?P<n>\d{{1,3}}|{_any(one for one in NUMBERS if one.isascii())})"
_NTH_EN: Final = rf"(?P<nth>{_any(one for one in NTH if one.isascii())}|[1-5](?:st|nd|rd|th))"
_NTH_KO: Final = r"(?P<nth>마지막|첫\s?번?째?|두\s?번째|둘째|세\s?번째|셋째|네\s?번째|넷째|다섯째)"
_J_YEAR: Final = (
    r"(?:(?:(?P<year>(?:19|20)\d\d)年|(?P<era>令和|平成|昭和)(?P<of_era>\d\d?)年"
    rf"|(?P<years>{_cjk(YEARS)}))\s?の?\s?)?"
)
_K_YEAR: Final = rf"(?:(?:(?P<year>(?:19|20)\d\d)년|(?P<years>{_cjk(YEARS)}))\s?)?"
_J_D: Final = (
    r"(?P<day>[12]\d|3[01]|[1-9])(?:日(?!間|目)|(?<=月\d)(?=[にだ])"
    r"|(?<=月\d\d)(?=[にだ]))"
)
_K_D: Final = r"(?P<day>[12]\d|3[01]|[1-9])일(?!간)"
_MEASURE: Final = (
    r"(?! ?(?:cups?|tsp|tbsp|teaspoon|tablespoon|inch|of |カップ"
    r"|杯|컵|큰술|스푼))(?<![12]/[345])(?<!1/2)"
)
# The fullest first: what one has taken, the next do not see.
GRAMMAR: Final = tuple(
    (kind, _compiled(pattern))
    for kind, pattern in (
        (
            Kind.CALENDAR,
            (
                r"(?<![\d/])(?P<year>20\d\d)[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>"
                r"[0-2]?\d|3[01])(?![\d/])"
            ),
        ),
        (Kind.SURE, rf"\bthe {_NTH_EN} {_W} (?:of|in) (?P<months>{_latin(MONTHS)}|the month)"),
        (Kind.CALENDAR, rf"\bthe {_NTH_EN} {_W} (?:of|in) {_M}{_Y}"),
        (
            Kind.CALENDAR,
            (
                rf"{_J_YEAR}(?<!\d)(?P<month>1[0-2]|[1-9])月の?(?:第(?P<nth>[1-5])"
                rf"|(?P<last>最終|最後の)){_W_JA}"
            ),
        ),
        (
            Kind.SURE,
            (
                rf"(?P<months>{_cjk(MONTHS)})の?(?:第(?P<nth>[1-5])|(?P<last>最終"
                rf"|最後の)){_W_JA}"
            ),
        ),
        (Kind.CALENDAR, rf"{_K_YEAR}(?<!\d)(?P<month>1[0-2]|[1-9])월\s?{_NTH_KO}\s?주?\s?{_W_KO}"),
        (Kind.SURE, rf"(?P<months>{_cjk(MONTHS)})\s?{_NTH_KO}\s?주?\s?{_W_KO}"),
        (Kind.CALENDAR, rf"\b(?P<end>end) of {_M}{_Y}"),
        (Kind.SURE, rf"\b(?P<end>end) of (?P<months>{_latin(MONTHS)}|the month)"),
        (
            Kind.CALENDAR,
            (
                r"(?<!\d)(?P<month>1[0-2]|[1-9])(?:月|월\s?)(?P<end>末|말일?(?=에"
                r"|까|쯤|이|로|\s|,|$))"
            ),
        ),
        (
            Kind.SURE,
            (
                rf"(?:(?P<months>{_cjk(MONTHS)})\s?の?|(?<![가-힣一-龥]))(?P<end>月?末"
                r"(?=[にがまで、。のはっ]|$)|월말|말일)(?!\s?정산)"
            ),
        ),
        (Kind.CALENDAR, rf"{_J_YEAR}(?<![\d/])(?P<month>1[0-2]|[1-9])月\s?{_J_D}"),
        (Kind.CALENDAR, rf"{_K_YEAR}(?<![\d/])(?P<month>1[0-2]|[1-9])월\s?{_K_D}"),
        (Kind.SURE, rf"(?P<months>{_cjk(MONTHS)})\s?の?\s?(?:{_J_D}|{_K_D})"),
        (Kind.SURE, rf"\b{_D} of (?P<months>{_latin(MONTHS)}|the month)"),
        (Kind.SURE, rf"(?P<months>{_latin(MONTHS)}),? (?:on )?the {_D}"),
        (Kind.CALENDAR, rf"\b{_D}(?: of)? {_M}{_Y}"),
        (Kind.CALENDAR, rf"\b{_M} (?:the )?{_D}{_Y}"),
        (
            Kind.CALENDAR,
            (
                r"(?<![\d/.])(?P<slash>\d\d?)/(?P<second>\d\d?)(?:/(?P<year>20\d\d))?"
                rf"(?![\d/%]){_MEASURE}"
            ),
        ),
        (Kind.SURE, rf"(?P<weeks>{_latin(WEEKS)}),? (?:on )?(?:the )?{_W}"),
        (Kind.SURE, rf"\b{_W},? (?:of )?(?P<weeks>{_latin(WEEKS)})"),
        (
            Kind.SURE,
            (
                r"\b(?P<after>a week|a fortnight|two weeks) on "
                rf"{_W}|\b{_W} (?P<after>week|fortnight)\b"
            ),
        ),
        (Kind.SURE, rf"\b(?P<weeks>next|this)(?: coming)? {_W_SHORT}"),
        (Kind.SURE, rf"\b{_W} (?P<after>after next)\b"),
        (Kind.SURE, rf"(?P<weeks>{_cjk(WEEKS)})\s?の?、?\s?(?:{_W_JA}|{_W_KO})"),
        (
            Kind.SURE,
            (
                r"(?P<weeks>来週|再来週|今週)の?(?P<weekday>[月火水木金土日])(?="
                r"[にのはで、。\s(]|$)"
            ),
        ),
        (Kind.SURE, rf"(?P<weekends>{_latin(WEEKENDS)}|{_cjk(WEEKENDS)})(?!ごと)"),
        (
            Kind.SURE,
            (
                rf"(?P<near>{_latin(DAYS)}|(?<![가-힣]){_cjk(DAYS)})(?![香菜]"
                r"|の(?:ところ|よう))"
            ),
        ),
        (
            Kind.COUNTED,
            (
                rf"\b(?:in {_N_EN} (?P<unit>day|week|fortnight|month|year)s?'?(?: time)?"
                rf"|{_N_EN} (?P<unit>day|week|month)s? (?:from now|from today"
                r"|today))\b"
            ),
        ),
        (Kind.COUNTED, r"(?<!\d)(?P<n>\d{1,3})\s?(?P<unit>日|週間|[かヶカケヵ箇]月|年)後(?!半)"),
        (
            Kind.COUNTED,
            (
                r"(?<![\d가-힣])(?P<n>\d{1,3}|한|두|세|네|석|넉|일|이|삼"
                r"|사)\s?(?P<unit>주일|개월|일|주|달|년)\s?(?:뒤|후|있다가"
                r"|이따가)(?!로)"
            ),
        ),
        (Kind.COUNTED, rf"(?P<days>{_cjk(SPANS)})\s?(?:뒤|후)(?!로)"),
        (Kind.SURE, rf"(?:今度|次|こんど|つぎ)の{_W_JA}|(?:돌아오는|오는|요번|이번)\s?{_W_KO}"),
        (
            Kind.BARE,
            (
                rf"(?<![\d月/.泊第]){_J_D}\s?[のはが、(]?\s?{_W_JA}|(?<![\d월/.박])"
                rf"{_K_D}\s?[,(]?\s?{_W_KO}"
            ),
        ),
        (
            Kind.BARE,
            (
                rf"\b{_W_SHORT},? (?:the )?(?P<day>(?:[12]\d|3[01]|[1-9])(?:st"
                r"|nd|rd|th))\b(?! of)"
            ),
        ),
        (
            Kind.BARE,
            (
                rf"(?<!第[一二三四五1-5]){_W_JA}|(?P<weekday>土)日(?=[はにの、で])"
                rf"|(?<![가-힣]){_W_KO}"
            ),
        ),
        (
            Kind.BARE,
            (
                rf"\b{_W}|(?:(?<=\bon )|(?<=\bby )|(?<=\bfrom )|(?<=\btill )"
                rf"|(?<=\btil )|(?<=\buntil )){_W_SHORT}"
            ),
        ),
        (
            Kind.BARE,
            (
                r"(?:\bthe |(?<=\bon ))(?P<day>(?:[12]\d|3[01]|[1-9])(?:st"
                r"|nd|rd|th))\b(?! (?:century|floor|birthday|time|anniversary"
                r"|place|hole|minute|season|episode|street|avenue|of|one"
                r"|draft|attempt|grade|year|person|round|day)\b)"
            ),
        ),
        (
            Kind.BARE,
            (
                r"(?:(?<=\bon )|(?<=\bby )|(?<=\bfrom )|(?<=\bto ))the (?P<day>"
                rf"{_any(ORDINALS)})\b(?=\s*(?:$|[,;]|at\b|and\b|to\b|so\b"
                r"|in the (?:morning|evening)))"
            ),
        ),
        (
            Kind.BARE,
            (
                r"(?<![\d月/.泊第])(?P<day>[12]\d|3[01]|[1-9])日(?=[にのはが、(へ\s夜朝昼午"
                r"夕必]|から|まで|より|締|$)(?!に[一1]|の間|の休み|は(?:かか"
                r"|続))"
            ),
        ),
        (
            Kind.BARE,
            (
                r"(?<![\d월/.박])(?<!박\s)(?P<day>[12]\d|3[01]|[1-9])일(?=에"
                r"|로|까지|부터|이|날|은|\(|,|\s|$)(?!\s?(?:동안|만에|에 걸쳐"
                r"|뒤|후|전|차|내내|째|간|정도|연속|에\s?한))"
            ),
        ),
    )
)
_H: Final = rf"(?:{'|'.join(HOURS_EN)}|1[0-2]|[1-9])"
_N_H: Final = "|".join(HOURS_EN)
CLOCKS: Final = Pattern(
    r"(?P<noon>\bnoon\b|\bmidday\b|正午|정오)"
    r"|\b(?P<part>half|quarter|five|ten|twenty|twenty-five)(?: (?P<to>past"
    rf"|to))? (?P<base>{_H})\b(?! ?(?:days?|weeks?|hours?|minutes?"
    r"|people|of))"
    rf"|\b(?P<h12>1[0-2]|0?[1-9]|{_N_H})(?:[:.](?P<m12>[0-5]\d))? ?(?P<ap>[ap])\.?m\b"
    r"|(?P<pre>午前|午後|早朝|朝|昼|夕方|夜|晩|深夜|오전|오후"
    r"|아침|점심|낮|저녁|밤|새벽|am|pm)?[のに\s]{0,2}(?:에\s)?(?<!\d)"
    r"(?P<h>2[0-3]|1\d|0?\d)\s?"
    r"(?:(?:時(?!間)|시(?!간|즌))\s?(?P<half>半|반)?(?:(?P<m>[0-5]?\d)\s?"
    r"[分분])?|:(?P<m24>[0-5]\d)(?!\d))"
    r"|(?:\bat|\bfrom|\bstarts?|\bdoors|\bdoors at|@)\s(?P<at>"
    rf"{_H}|2[0-3]|1[3-9])(?:[:.](?P<at_m>[0-5]\d)|\s(?P<at_word>fifteen"
    r"|thirty|forty-five))?\b"
    r"(?![:.]\d|\s?(?:[ap]\.?m\b|days?|weeks?|hours?|minutes?"
    r"|people|st\b|%|/|miles|of\b|a head|percent|pounds))(?: o'clock)?"
    rf"|\b(?P<oc>{_H})(?: o'clock|(?= in the (?:morning|afternoon|evening)))"
)
