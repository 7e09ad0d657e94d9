"""National identifiers: My Number, resident registration, social security, passport."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from stdnum.jp import in_ as my_number
from stdnum.kr import rrn

from policy.labelling.surroundings import NOT_AFTER_NUMBER, NOT_BEFORE_NUMBER, Surroundings

_NOT_DIGIT: Final = re.compile("[^0-9]")


def digits(text: str) -> str:
    """Gives the ASCII digits of a match."""
    return _NOT_DIGIT.sub("", text)


def is_date(year: int, month: int, day: int) -> bool:
    """Says whether the calendar has this day."""
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


_MY_NUMBER_CONTEXT: Final = re.compile(
    r"マイナンバー|マイナ(?:カード|番号|保険証)|個人番号|通知カード|my ?number|individual number"
    "|마이넘버|개인번호",
    re.IGNORECASE | re.ASCII,
)


def _judge_my_number(match: re.Match[str], around: Surroundings) -> float:
    if not around.near(_MY_NUMBER_CONTEXT):
        return 0.0
    return 0.95 if my_number.is_valid(digits(match[0])) else 0.6


MY_NUMBER: Final = (
    (
        re.compile(
            f"{NOT_AFTER_NUMBER}(?:[0-9]{{4}}([- .]?)[0-9]{{4}}\\1[0-9]{{4}}"
            f"|[0-9]{{3}}([- ])[0-9]{{3}}\\2[0-9]{{3}}\\2[0-9]{{3}}){NOT_BEFORE_NUMBER}"
        ),
        _judge_my_number,
    ),
)

_RRN_CONTEXT: Final = re.compile(
    "주민|등록 ?번호|주번|민번|외국인|거소|민증|신분증"
    r"|\brrn\b|resident (?:registration|number)|alien registration",
    re.IGNORECASE | re.ASCII,
)

# A company has a number of the same shape.
_COMPANY: Final = re.compile("법인|사업자")


def _judge_rrn(match: re.Match[str], around: Surroundings) -> float:
    front, dash, back = match[1], match[2], match[3]
    # A masked first digit leaves the century open; 2000 was a leap year.
    century = 1900 if back[0] in "1256" else 2000
    if around.before(_COMPANY, 15) or not is_date(
        century + int(front[:2]), int(front[2:4]), int(front[4:])
    ):
        return 0.0
    context = around.near(_RRN_CONTEXT)
    if back.isdigit():
        return _weigh_rrn(front + back, (dash or "").strip(), around, context=context)
    if context:  # 900101-1****** still tells birthday and sex
        return 0.8
    return 0.6 if back[0].isdigit() and not around.is_other_thing() else 0.0


def _weigh_rrn(number: str, dash: str, around: Surroundings, *, context: bool) -> float:
    checked = rrn.calc_check_digit(number[:12]) == number[12]
    if not context and (around.is_other_thing() or dash in {".", "/"} or not (dash or checked)):
        return 0.0
    return 0.6 + 0.2 * checked + 0.2 * context - 0.1 * (not dash)


_MASK: Final = "[*●○xX•■□_]"

RRN: Final = (
    (
        re.compile(
            f"{NOT_AFTER_NUMBER}([0-9]{{6}})( ?[-./] ?| )?"
            f"([1-8](?:[0-9]{{6}}|{_MASK}{{6}})|{_MASK}{{7}}){NOT_BEFORE_NUMBER}"
        ),
        _judge_rrn,
    ),
)

_SSN_CONTEXT: Final = re.compile(
    r"\bssn\b|social sec|\bsocial\b|\bitin\b|national insurance|\bni (?:number|no|num)|\bnino\b"
    "|社会保障番号|사회보장",
    re.IGNORECASE | re.ASCII,
)


def _judge_ssn(match: re.Match[str], around: Surroundings) -> float:
    area, separator, group, serial = match[1], match[2], match[3], match[4]
    if area in {"000", "666"} or group == "00" or serial == "0000":
        return 0.0
    context = around.near(_SSN_CONTEXT)
    if context:
        return 0.95 if separator == "-" else 0.85
    if area[0] == "9" or separator != "-" or around.is_other_thing():
        return 0.0
    return 0.6


def _judge_national_insurance(match: re.Match[str], around: Surroundings) -> float:
    if around.near(_SSN_CONTEXT):
        return 0.95
    # Ten characters in a row are as often a product code; spaced in pairs they are not.
    return 0.7 if " " in match[0] else 0.0


def _judge_named_national_insurance(_match: re.Match[str], around: Surroundings) -> float:
    return 0.9 if around.near(_SSN_CONTEXT) else 0.0


SSN: Final = (
    (
        re.compile(
            f"{NOT_AFTER_NUMBER}([0-9]{{3}})([- .]?)([0-9]{{2}})\\2([0-9]{{4}}){NOT_BEFORE_NUMBER}"
        ),
        _judge_ssn,
    ),
    # The United Kingdom's National Insurance number serves as one.
    (
        re.compile(
            r"(?<![0-9A-Za-z])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
            r" ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D](?![0-9A-Za-z])"
        ),
        _judge_national_insurance,
    ),
    # QQ and the like are never issued, but people write them; lower case, too.
    (
        re.compile(
            r"(?<![0-9A-Za-z])[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D](?![0-9A-Za-z])",
            re.IGNORECASE | re.ASCII,
        ),
        _judge_named_national_insurance,
    ),
)

_PASSPORT_CONTEXT: Final = re.compile(
    r"passport|パスポート|ぱすぽ[ー-]と|旅券|여권", re.IGNORECASE | re.ASCII
)
_RESIDENCE_CONTEXT: Final = re.compile(
    r"在留|特別永住|入管|residence card|residence permit|zairyu|재류|체류", re.IGNORECASE | re.ASCII
)


def _judge_passport(_match: re.Match[str], around: Surroundings) -> float:
    if around.is_other_thing(unless=_PASSPORT_CONTEXT):
        return 0.0
    return 0.85 if around.near(_PASSPORT_CONTEXT) else 0.0


def _judge_residence_card(_match: re.Match[str], around: Surroundings) -> float:
    return 0.85 if around.near(_RESIDENCE_CONTEXT) else 0.0


PASSPORT: Final = (
    (
        re.compile(
            "(?<![0-9A-Za-z])"
            "(?:[A-Z]{2} ?[0-9]{7}|[A-Z][0-9]{8}|[MSRGD][0-9]{3}[A-Z][0-9]{4}|[0-9]{9})"
            "(?![0-9A-Za-z])",
            re.IGNORECASE | re.ASCII,
        ),
        _judge_passport,
    ),
    # Japan's residence card has no kind of its own; like a passport it proves who a foreigner is.
    (
        re.compile(
            "(?<![0-9A-Za-z])[A-Z]{2} ?[0-9]{8} ?[A-Z]{2}(?![0-9A-Za-z])", re.IGNORECASE | re.ASCII
        ),
        _judge_residence_card,
    ),
)
