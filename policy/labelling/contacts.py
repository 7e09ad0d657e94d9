"""Ways to reach a person: e-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from typing import Final

from policy.labelling.nationals import digits
from policy.labelling.surroundings import NOT_AFTER_NUMBER, NOT_BEFORE_NUMBER, Surroundings

# icon@2x.png is a file, git@github.com:team/repo a remote.
_FILE_ENDINGS: Final = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "js", "ts", "css"}
)


def _judge_email(match: re.Match[str], around: Surroundings) -> float:
    ending = match[0].rpartition(".")[2].lower()
    if ending in _FILE_ENDINGS or around.text[around.end : around.end + 1] == ":":
        return 0.0
    return 0.95


_MAIL_CONTEXT: Final = re.compile(
    r"メール|メアド|アドレス|메일|이메일|\be-?mail|\bmail\b|\bcontact|\breach|\bwrite to",
    re.IGNORECASE | re.ASCII,
)


def _judge_written_out(match: re.Match[str], around: Surroundings) -> float:
    # "at" and "dot" in words are prose ("meet at cafe dot com") unless a bracket or a word says so.
    if "(" in match[0] or "[" in match[0] or around.near(_MAIL_CONTEXT):
        return 0.8
    return 0.0


_LOCAL: Final = r"[A-Za-z0-9_](?:[A-Za-z0-9._%+\-]|'(?=[a-z])){0,63}"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"

# Anchored on the @: the local part is matched only where one follows within 64 characters.
EMAIL: Final = (
    (
        re.compile(
            rf"(?<![A-Za-z0-9._%+\-@/])(?<![a-z]'){_LOCAL}@(?:{_LABEL}\.){{1,6}}[A-Za-z]{{2,18}}"
            r"(?![A-Za-z0-9@])(?!:[A-Za-z0-9])"
        ),
        _judge_email,
    ),
    # taro (at) example (dot) jp, taro @ example.jp
    (
        re.compile(
            r"(?<![A-Za-z0-9._%+\-@/])[A-Za-z0-9_][A-Za-z0-9._%+\-]{0,40}"
            r"(?: ?[(\[]at[)\]] ?| at | @ | ?@ )"
            rf"{_LABEL}(?:(?:\.| dot | ?[(\[]dot[)\]] ?)[A-Za-z0-9\-]{{1,30}}){{0,4}}"
            r"(?:\.| dot | ?[(\[]dot[)\]] ?)[A-Za-z]{2,10}(?![A-Za-z0-9@])",
            re.IGNORECASE | re.ASCII,
        ),
        _judge_written_out,
    ),
)

_PHONE_CONTEXT: Final = re.compile(
    "電話|でんわ|携帯|ケータイ|スマホ|連絡|☎|📞"
    "|전화|핸드폰|휴대폰|폰 ?번호|폰번|연락|번호|문자|팩스"
    r"|\btel\b|\bphone|\bcall|\btext\b|\bmobile\b|\bcell\b|whatsapp|\bfax\b|\bcontact"
    r"|\bnumber\b|\bring\b|\breach",
    re.IGNORECASE | re.ASCII,
)


def _weigh(base: float, around: Surroundings, *, needs_context: bool = False) -> float:
    context = around.near(_PHONE_CONTEXT)
    if around.is_other_thing(unless=_PHONE_CONTEXT):
        return 0.0
    if needs_context and not context:
        return 0.0
    return base + 0.15 * context


def _judge_mobile(_match: re.Match[str], around: Surroundings) -> float:
    return _weigh(0.8, around)


def _judge_international(match: re.Match[str], around: Surroundings) -> float:
    if not 9 <= len(digits(match[0])) <= 15:
        return 0.0
    return _weigh(0.75, around)


def _judge_landline(match: re.Match[str], around: Surroundings) -> float:
    number = digits(match[0])
    if not (9 if number.startswith("02") else 10) <= len(number) <= 11:
        return 0.0
    return _weigh(0.7 if "-" in match[0] or "(" in match[0] else 0.6, around)


def _judge_american(match: re.Match[str], around: Surroundings) -> float:
    return _weigh(0.7, around, needs_context=" " in match[0] and "(" not in match[0])


def _judge_with_context(_match: re.Match[str], around: Surroundings) -> float:
    return _weigh(0.5, around, needs_context=True)


_MOBILE: Final = "(?:0[5789]0|01[016-9]|050[2-8])"
_AREA: Final = "0[1-9][0-9]{0,3}"
# A label in Latin letters may touch the number: TEL03-1234-5678.
_START: Final = f"(?:(?<=[Tt][Ee][Ll])|{NOT_AFTER_NUMBER})"

PHONE: Final = (
    # Mobile and IP telephones of Japan (050, 070, 080, 090) and Korea (010 and its elders).
    (
        re.compile(
            f"{_START}(?:{_MOBILE}|\\({_MOBILE}\\))[- .]?[0-9]{{3,4}}[- .]?[0-9]{{4}}"
            f"{NOT_BEFORE_NUMBER}"
        ),
        _judge_mobile,
    ),
    (
        re.compile(
            r"(?<![0-9A-Za-z_+])\+ ?[1-9][0-9]{0,2}[- .]?"
            r"(?:\(0?[0-9]{1,4}\)[- .]?)?[0-9]{1,5}(?:[- .]?[0-9]{2,4}){1,4}" + NOT_BEFORE_NUMBER
        ),
        _judge_international,
    ),
    # Landlines written in groups; free-phone numbers.
    (
        re.compile(
            f"{_START}(?:{_AREA}[-. ]|\\({_AREA}\\)[- ]?|{_AREA}[()] ?)"
            f"[0-9]{{2,4}}[-. )][0-9]{{3,4}}{NOT_BEFORE_NUMBER}"
        ),
        _judge_landline,
    ),
    # United States and Canada.
    (
        re.compile(
            "(?<![0-9A-Za-z_])(?<![0-9][-.])(?:1[-. ])?"
            r"(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}([-. ]))[2-9][0-9]{2}[-. ][0-9]{4}"
            f"{NOT_BEFORE_NUMBER}"
        ),
        _judge_american,
    ),
    # United Kingdom: 07700 900123, 07700-900-123 and 01632 960001.
    (
        re.compile(
            f"{_START}(?:07[0-9]{{3}}[- ]?[0-9]{{3}}[- ]?[0-9]{{3}}|0[12][0-9]{{3}} [0-9]{{6}})"
            f"{NOT_BEFORE_NUMBER}"
        ),
        _judge_mobile,
    ),
    # France: 06 12 34 56 78; six pairs are a lottery ticket.
    (
        re.compile(f"{_START}0[1-9](?: [0-9]{{2}}){{4}}(?! ?[0-9]){NOT_BEFORE_NUMBER}"),
        _judge_with_context,
    ),
    # Shapes that mean little by themselves: 555-0142, 1588-1234, 0312345678, 4155552671,
    # 82-10-1234-5678.
    (
        re.compile(
            f"{_START}(?:[2-9][0-9]{{2}}-[0-9]{{4}}|1[4-8][0-9]{{2}}-[0-9]{{4}}"
            f"|0[1-9][0-9]{{8}}|[2-9][0-9]{{9}}|01[0-9]{{2}} [0-9]{{7}}|020 ?[0-9]{{8}}"
            f"|(?:00)?8[12][- ]?[1-9]0[- ]?[0-9]{{4}}[- ]?[0-9]{{4}}|00447[0-9]{{9}})"
            f"{NOT_BEFORE_NUMBER}"
        ),
        _judge_with_context,
    ),
)
