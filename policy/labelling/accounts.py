"""Numbers that money moves by: payment cards, IBANs, domestic bank accounts."""

from __future__ import annotations

import re
from typing import Final

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from policy.labelling.nationals import digits, is_date
from policy.labelling.surroundings import NOT_AFTER_NUMBER, NOT_BEFORE_NUMBER, Surroundings

_CARD_CONTEXT: Final = re.compile(
    "カード|クレカ|クレジット|デビット|有効期限|카드|결제|유효기간"
    r"|\bcards?\b|visa|master|amex|jcb|cvv|cvc|credit|debit|expir",
    re.IGNORECASE,
)
# Issuer and length: 16 digits that begin with 1 or 8 are no card.
_ISSUER: Final = re.compile(
    "4[0-9]{15}|5[1-5][0-9]{14}|2[2-7][0-9]{14}|35[0-9]{14}|6[0-9]{15}"
    "|3[47][0-9]{13}|3[068][0-9]{12}"
)


def _judge_card(match: re.Match[str], around: Surroundings) -> float:
    if around.is_other_thing(unless=_CARD_CONTEXT):
        return 0.0
    number = digits(match[0])
    context = around.near(_CARD_CONTEXT)
    grouped = len(number) < len(match[0])
    if luhn.is_valid(number) and (context or _ISSUER.fullmatch(number)):
        return 0.75 + 0.1 * grouped + 0.1 * context
    return 0.55 if context and grouped else 0.0


CARD: Final = (
    (
        re.compile(
            f"{NOT_AFTER_NUMBER}"
            "(?:[0-9]{4}([- ]?)[0-9]{4}\\1[0-9]{4}\\1[0-9]{4}(?:\\1[0-9]{3})?"
            "|3[47][0-9]{2}([- ])[0-9]{6}\\2[0-9]{5}|[0-9]{14,15})"
            f"{NOT_BEFORE_NUMBER}"
        ),
        _judge_card,
    ),
)

# ISO 13616: the countries by the length of their IBAN.
_IBAN_COUNTRIES: Final = {
    15: "NO",
    16: "BE",
    18: "DK|FI|FO|GL|NL",
    19: "MK|SI",
    20: "AT|BA|EE|KZ|LT|LU|XK",
    21: "CH|CR|HR|LI|LV",
    22: "BG|BH|DE|GB|GE|IE|ME|RS",
    23: "AE|GI|IL|IQ",
    24: "AD|CZ|ES|MD|PK|RO|SA|SE|SK|TN|VG",
    25: "PT",
    26: "IS|TR",
    27: "FR|GR|IT|MC|MR|SM",
    28: "AL|AZ|CY|DO|GT|HU|LB|PL",
    29: "BR|EG|PS|QA|UA",
    30: "JO|KW|MU",
    31: "MT|SC",
}
# One alternative per length, so that the words behind an IBAN are not taken for its end.
_IBAN_SHAPES: Final = "|".join(
    f"(?:{countries})[0-9]{{2}}(?:[ -]?[0-9A-Z]){{{length - 4}}}"
    for length, countries in _IBAN_COUNTRIES.items()
)
_IBAN_CONTEXT: Final = re.compile(r"\biban\b|アイバン", re.IGNORECASE)


def _judge_iban(match: re.Match[str], around: Surroundings) -> float:
    compact = match[0].replace(" ", "").replace("-", "").upper()
    if mod_97_10.is_valid(compact[4:] + compact[:4]):
        return 0.99
    return 0.6 if around.near(_IBAN_CONTEXT) else 0.0


IBAN: Final = (
    (
        re.compile(f"(?<![0-9A-Za-z])(?:{_IBAN_SHAPES})(?![0-9A-Za-z])", re.IGNORECASE),
        _judge_iban,
    ),
)

# What names the number that follows, with nothing but small words between.
_ACCOUNT_LABEL: Final = re.compile(
    "(?:口座(?:番号)?|普通(?:預金)?|当座(?:預金)?|預金番号|記号(?: ?[0-9]{5} ?番号)?"
    "|계좌(?: ?번호)?|통장(?: ?번호)?|입금(?:처| ?계좌)?"
    r"|account|acct|a/c|acc ?(?:number|num|no\.?|nr\.?|#)|sort ?code|routing|\baba|bsb)"
    r"(?:番号|번호|は|が|이|가|는|은|number|num|no\.?|is|ending in|[- #.,:=()、]){0,6}$",
    re.IGNORECASE,
)
_BANK_CONTEXT: Final = re.compile(
    "口座|銀行|ゆうちょ|信金|支店|振込|振り込|送金"
    "|계좌|통장|은행|농협|수협|신협|새마을|뱅크|국민|신한|우리|하나|기업|토스|송금|입금|이체|보내"
    r"|\bbank|\baccount\b|\bacct\b|wire|sort code|routing",
    re.IGNORECASE,
)
_AMOUNT_BEFORE: Final = re.compile(r"[¥$€£₩]\s?$")
_AMOUNT_AFTER: Final = re.compile(
    r"\A\s?(?:円|元|원|만|万|億|억|won\b|yen\b|dollars?\b|usd\b|jpy\b|krw\b|%|점|点|人|명|개|個|年|년|月|월|[.,][0-9])",
    re.IGNORECASE,
)


def _is_amount(around: Surroundings) -> bool:
    tail = around.text[around.end : around.end + 10]
    return around.before(_AMOUNT_BEFORE, 2) or _AMOUNT_AFTER.match(tail) is not None


def _looks_like_date(number: str) -> bool:
    return (
        len(number) == 8
        and number[:2] in {"19", "20"}
        and is_date(int(number[:4]), int(number[4:6]), int(number[6:]))
    )


def _labelled(around: Surroundings) -> bool:
    before = around.text[max(0, around.start - 30) : around.start]
    return _ACCOUNT_LABEL.search(before) is not None


def _judge_plain_account(match: re.Match[str], around: Surroundings) -> float:
    number = match[0]
    if _is_amount(around) or around.is_other_thing():
        return 0.0
    if _labelled(around):
        return 0.7 if _looks_like_date(number) else 0.9
    # Ten digits and more beside a bank's name: too long for a price, a date or a branch.
    if 10 <= len(number) <= 14 and around.near(_BANK_CONTEXT) and not number.startswith("0"):
        return 0.6
    return 0.0


def _judge_grouped_account(match: re.Match[str], around: Surroundings) -> float:
    length = len(digits(match[0]))
    if _is_amount(around) or around.is_other_thing(unless=_BANK_CONTEXT):
        return 0.0
    if _labelled(around) and length >= 6:
        return 0.9
    if 9 <= length <= 16 and around.near(_BANK_CONTEXT):
        return 0.7
    return 0.0


BANK_ACCOUNT: Final = (
    (re.compile(f"{NOT_AFTER_NUMBER}[0-9]{{6,17}}{NOT_BEFORE_NUMBER}"), _judge_plain_account),
    (
        re.compile(f"{NOT_AFTER_NUMBER}[0-9]{{2,6}}(?:-[0-9]{{1,8}}){{1,3}}{NOT_BEFORE_NUMBER}"),
        _judge_grouped_account,
    ),
)
